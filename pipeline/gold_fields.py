"""What gold says of a mention or a fact: the types there are, the fields that are judged, and how gold calls them.

gold_key("organization", "name")   -> the key that holds a body's name, after ``models/gold.toml``
"""

from __future__ import annotations

from pipeline.records import KINDS
from pipeline.resources import shared_table

#: Gold's type of a mention, and the list that holds such mentions in a result.
TYPES = {kind[:-1]: kind for kind in KINDS}
#: Fields of a record that are judged where the gold gives them; a figure without a modifier is judged to have none.
FIELDS: dict[str, tuple[str, ...]] = {
    "figure": ("high", "total", "kind", "unit", "modifier"),
    "date": ("grain", "modifier", "calendar", "timex"),
    "document": ("kind", "issuer", "session", "date"),
    "organization": ("name", "kind", "level", "specificity"),
    "person": ("name", "role"),
    "place": ("name", "level", "code"),
    "fact": (
        "high",
        "total",
        "modifier",
        "change",
        "modality",
        "subject",
        "group",
        "qualifier",
        "actor",
        "of",
        "start_date",
        "end_date",
    ),
}
#: Fields that say nothing where they stand with no value: absence is judged too.
NULLS = {"figure": ("modifier",)}
#: What must agree before a found fact is compared with a gold one at all.
FACT_KEYS = ("indicator", "value", "unit")


def gold_key(kind: str, field: str) -> str:
    """How gold calls a field of a mention of such a type."""
    return str(shared_table("gold.toml").get(kind, {}).get(field, field))
