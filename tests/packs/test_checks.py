"""What is wrong in a pack is told with file, key, what was found, what is allowed and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import grammar, packs
from pipeline.packs import PackError
from pipeline.records import Article
from tests.packs import toy
from tests.packs.cases import models_with


def problems(tmp_path: Path, file: str, old: str, new: str) -> list[str]:
    """What is wrong with the toy pack once ``old`` is ``new`` in one of its files."""
    assert toy.FILES[file].count(old) >= 1, f"{file} does not hold {old!r}"
    folder = models_with(tmp_path, toy.LANG, {**toy.FILES, file: toy.FILES[file].replace(old, new, 1)})
    return grammar.problems(folder)


def test_the_toy_pack_is_well(tmp_path: Path) -> None:
    assert grammar.problems(models_with(tmp_path, toy.LANG, toy.FILES)) == []


def test_the_packs_are_well() -> None:
    assert grammar.check() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        # unknown keys, at every depth
        ("pack.toml", "direction", "directoin", "pack.toml [directoin]: unknown key; allowed: name, direction, text"),
        ("pack.toml", "capitals", "capital", "pack.toml [text.capital]: unknown key; allowed: capitals, clitics"),
        (
            "numerals.toml",
            "never_alone",
            "nevr_alone",
            "numerals.toml [numbers.nevr_alone]: unknown key; allowed: compounds",
        ),
        ("numerals.toml", "group", "groups", "numerals.toml [marks.groups]: unknown key; allowed: group, strict_group"),
        (
            "numerals.toml",
            "role =",
            "rolle =",
            "numerals.toml [numbers.classes 1.rolle]: unknown key; allowed: name, role",
        ),
        (
            "figures.toml",
            "[tables.percent]",
            "[table.percent]",
            "figures.toml [table]: unknown key; allowed: tables, patterns, rules",
        ),
        (
            "figures.toml",
            "[tables.percent]",
            "[tables.prozent]",
            "figures.toml [tables.prozent]: no stage reads this table; allowed: percent,",
        ),
        (
            "figures.toml",
            'kind = "count"',
            'kint = "count"',
            "figures.toml [rules 2 'count']: unknown option 'kint'; allowed: kind,",
        ),
        # values
        ("pack.toml", '"ltr"', '"left"', "pack.toml [direction]: 'left'; allowed: ltr, rtl"),
        ("pack.toml", "false", '"no"', "pack.toml [text.capitals]: 'no'; allowed: true or false"),
        (
            "figures.toml",
            'kind = "count"',
            'kind = "cuont"',
            "figures.toml [rules 2 'count']: kind is 'cuont'; allowed: count, percent",
        ),
        (
            "figures.toml",
            "party_member =",
            "party_mebmer =",
            "'party_mebmer' is not allowed here; allowed: the codes of models/codes.toml",
        ),
        (
            "dates.toml",
            "2 = [",
            "13 = [",
            "dates.toml [tables.month.13]: '13' is not allowed here; allowed: whole numbers from 1 to 12",
        ),
        (
            "numerals.toml",
            '"unit"\nrole = "add"',
            '"unit"\nrole = "ad"',
            "numerals.toml [numbers] class 'unit': role 'ad'; allowed: add,",
        ),
        (
            "numerals.toml",
            "2 = [",
            "two = [",
            "numerals.toml [numbers.classes 1.words.two]: 'two' is no number; allowed:",
        ),
        (
            "numerals.toml",
            "unit scale",
            "unit skale",
            "numerals.toml [numbers] follows: 'unit skale'; write 'class class'",
        ),
        (
            "dates.toml",
            '1 = ["janek"]',
            '1 = "janek"',
            "dates.toml [tables.month.1]: 'janek'; allowed: a list of strings",
        ),
        (
            "dates.toml",
            'means = "year"',
            'means = "year"\nnot_before = ["nouns"]',
            "[rules 'year']: not_before names the table 'nouns'",
        ),
        # words
        (
            "figures.toml",
            '["komunik"]',
            '["komunik", "komunik"]',
            "[tables.counted.commune]: 'komunik' stands twice in this table; remove one",
        ),
        (
            "figures.toml",
            '["komunik"]',
            '["membrik"]',
            "[tables.counted.commune]: 'membrik' stands twice in this table; remove one",
        ),
        (
            "figures.toml",
            '["komunik"]',
            '["MEMBRIK"]',
            "'MEMBRIK' folds to 'membrik', which stands for 'party_member' too; keep the words",
        ),
        (
            "dates.toml",
            '["febrek"]',
            '["ja\u0640nek"]',
            "'ja\u0640nek' folds to 'janek', which stands for '1' too; keep the words",
        ),
        ("figures.toml", '["komunik"]', '["\u200f"]', "'\\u200f' has no word in it; remove it"),
        (
            "dates.toml",
            "[tables]\n",
            '[tables]\nnumero = ["x"]\n',
            "dates.toml [tables.numero]: no stage reads this table",
        ),
        # rules
        (
            "dates.toml",
            'counter = ["30 febrek 2025"]\n',
            "",
            "dates.toml [rules 1 'day']: no counter; a rule needs a pattern, at least one",
        ),
        (
            "dates.toml",
            'examples = [{ text = "anno 2024", start_date = "2024-01-01", end_date = "2024-12-31" }]\n',
            "",
            "'year']: no examples",
        ),
        ("dates.toml", 'text = "anno 2024", ', "", "dates.toml [rules 2 'year']: example 1 has no text; give it one"),
        (
            "dates.toml",
            'name = "year"',
            'name = "day"',
            "dates.toml [rules 2 'day']: a rule needs a name of its own; give it one",
        ),
        ("dates.toml", 'means = "year"\n', "", "dates.toml [rules 2 'year']: no means; give it one of its values"),
        # patterns
        (
            "dates.toml",
            "{month}",
            "{moon}",
            "dates.toml [rules 'day']: no table 'moon' in this pack; write [tables.moon] or correct",
        ),
        (
            "dates.toml",
            "{month}",
            "<moon>",
            "dates.toml [rules 'day']: no pattern <moon> in [patterns]; write it, or correct the name",
        ),
        ("dates.toml", "{month}", "({month}", "dates.toml [rules 'day']: a bracket is not closed; close it"),
        ("dates.toml", "{month}", "{month})", "a bracket too many; remove it"),
        ("dates.toml", "{month}", "{month", "no table 'month {year' in this pack"),
        ("dates.toml", "{month}", "}", "cannot read ' } {year}'; see"),
        ("dates.toml", "{#1-2:day}", "{#one:day}", "{#one:day}: a run of digits is written {#2:slot} or {#1-2:slot}"),
        ("dates.toml", "{year_word} {year}", "{year_word}? {year}?", "matches nothing at all; make one item required"),
        (
            "dates.toml",
            "{year_word} {year}",
            "{year_word} |",
            "an alternative holds nothing; write an item, or take the bar away",
        ),
        # a public set
        ("training.toml", "test_every", "testevery", "training.toml [public.testevery]: unknown key; allowed: name,"),
        ("training.toml", 'licence = "MIT"\n', "", "training.toml [public]: no licence; write it"),
        (
            "training.toml",
            "test_every = 4\n",
            "",
            "[public]: found name, licence, folder, train; allowed: one of test,",
        ),
        ("training.toml", "= 4", '= 4\ntest = "a.txt"', "train, test_every, test; allowed: one of test, test_every"),
        ("training.toml", "= 4", "= 1", "[public]: test_every is 1; allowed: 2 and more; correct it"),
        # files
        ("dates.toml", "[tables]\n", "[tables\n", "dates.toml: not TOML in UTF-8 ("),
    ],
)
def test_a_fault_is_told(tmp_path: Path, file: str, old: str, new: str, says: str) -> None:
    found = problems(tmp_path, file, old, new)
    assert any(says in line for line in found), "\n".join(found) or "nothing was told"
    assert all(line.startswith(f"models/{toy.LANG}/{file}") for line in found), found


def test_patterns_that_refer_to_each_other_are_told(tmp_path: Path) -> None:
    dates = "[patterns]\na = '<b>'\nb = '<a>'\n" + toy.DATES.replace("'{year_word} {year}'", "'<a> {year}'")
    (line,) = grammar.problems(models_with(tmp_path, toy.LANG, {**toy.FILES, "dates.toml": dates}))
    assert line.startswith("models/zz/dates.toml [rules 'year']: ") and line.endswith(
        "refers to itself; break the circle"
    )


def test_a_file_that_no_pack_has_is_told(tmp_path: Path) -> None:
    folder = models_with(tmp_path, toy.LANG, {**toy.FILES, "figurs.toml": ""})
    (line,) = grammar.problems(folder)
    assert line.startswith("models/zz/figurs.toml: no such file in a pack; allowed: ")
    assert line.endswith("; rename or remove it")


def test_a_folder_without_pack_toml_is_told(tmp_path: Path) -> None:
    folder = models_with(tmp_path, toy.LANG, {"dates.toml": toy.DATES})
    assert "models/zz/pack.toml: missing; a pack needs it; write it" in grammar.problems(folder)


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    folder = models_with(tmp_path, toy.LANG, toy.FILES)
    (folder / "zones.toml").write_bytes(b"\xff\xfe\x00")
    (line,) = grammar.problems(folder)
    assert line.startswith("models/zz/zones.toml: not TOML in UTF-8 (")


def test_several_faults_are_told_together(tmp_path: Path) -> None:
    files = {
        name: text.replace('["komunik"]', '["MEMBRIK"]').replace('"ltr"', '"up"') for name, text in toy.FILES.items()
    }
    found = grammar.problems(models_with(tmp_path, toy.LANG, files))
    assert {line.split(" ")[0] for line in found} == {"models/zz/figures.toml", "models/zz/pack.toml"}


def test_loading_a_pack_that_is_not_there_says_what_there_is() -> None:
    with pytest.raises(PackError, match=r"models/qq/pack\.toml: missing"):
        packs.load("qq")
    with pytest.raises(ValueError, match="qq"):
        from pipeline import extract

        extract(Article(text="1", lang="qq"))
