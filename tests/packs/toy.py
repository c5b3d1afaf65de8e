"""A fourth language, made up: what its pack holds, file by file."""

from __future__ import annotations

LANG = "zz"

PACK = """
name = "Toyish"
direction = "ltr"
[text]
capitals = false
"""

LANGUAGE = """
[tables]
common = ["zu", "mek", "tol", "vran", "issi", "palk"]
"""

NUMERALS = """
[marks]
group = ["."]
decimal = [","]

[numbers]
joiners = { "+" = ["ul"] }
follows = ["tens + unit", "unit scale", "scale + unit", "scale + tens"]
never_alone = ["scale"]

[[numbers.classes]]
name = "unit"
role = "add"
words = { 1 = ["una"], 2 = ["dva"], 7 = ["sep"] }

[[numbers.classes]]
name = "tens"
role = "add"
words = { 20 = ["dvadek"] }

[[numbers.classes]]
name = "scale"
role = "scale"
words = { 1000 = ["milk"] }
"""

FIGURES = """
[tables.counted]
party_member = ["membrik", "membriki"]
commune = ["komunik"]

[tables.percent]
percent = ["%", "prosent"]

[tables.modifier_before]
more_than = ["plus ol"]

[[rules]]
name = "percent"
kind = "percent"
pattern = '{number} {percent}'
examples = [{ text = "zu 12,5 prosent", value = 12.5, unit = "percent", mention = "12,5 prosent" }]
counter = ["zu 12 membriki"]

[[rules]]
name = "count"
kind = "count"
pattern = '{number} {counted}'
examples = [{ text = "mek dvadek ul sep membriki", value = 27, unit = "party_member" }]
counter = ["zu 12 prosent"]
"""

DATES = """
[tables]
year_word = ["anno"]

[tables.month]
1 = ["janek"]
2 = ["febrek"]

[[rules]]
name = "day"
means = "day"
pattern = '{#1-2:day} {month} {year}'
examples = [{ text = "issi 3 febrek 2025", start_date = "2025-02-03", mention = "3 febrek 2025" }]
counter = ["30 febrek 2025"]

[[rules]]
name = "year"
means = "year"
pattern = '{year_word} {year}'
examples = [{ text = "anno 2024", start_date = "2024-01-01", end_date = "2024-12-31" }]
counter = ["2024 membriki"]
"""

DOCUMENTS = """
[tables]
numero = ["nr"]

[tables.document_kind]
directive = ["direktik"]

[[rules]]
name = "numbered"
pattern = '{document_kind} {numero} {#1-4:number} !("-"|"/")'
examples = [{ text = "tol direktik nr 12", number = "12", kind = "directive" }]
counter = ["nr 12 membriki"]
"""

TRAINING = """
[public]
name = "Toy names"
licence = "MIT"
folder = "zz-toy"
train = "*.txt"
test_every = 4
"""

#: Every file of the pack.
FILES = {
    "pack.toml": PACK,
    "language.toml": LANGUAGE,
    "numerals.toml": NUMERALS,
    "figures.toml": FIGURES,
    "dates.toml": DATES,
    "documents.toml": DOCUMENTS,
    "training.toml": TRAINING,
}

#: An article in it.
TEXT = (
    "Zu mek tol: plus ol una milk ul dvadek membriki vran palk, 88,5 % zu mek; "
    "direktik nr 12 tol 3 febrek 2025 issi 17-NQ/TW."
)
