"""What a pack's tables and rules may be: which tables a stage reads, what each may give, what options a rule has.

Values that are codes come from ``models/codes.toml``, the one place where codes are listed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from typing import Any

from pipeline.resources import models

#: Keys of a rule that are no options of its stage.
RULE_KEYS = ("name", "pattern", "examples", "counter")
#: Options that list tables.
TABLE_OPTIONS = ("only_after", "not_before", "not_after")
#: What a rule's options may be, by stage: the option and the values it may take (None: any).
OPTIONS: dict[str, dict[str, tuple[str, ...] | None]] = {
    "figures": {
        "kind": ("count", "percent", "money", "measure", "ratio", "ordinal", "none"),
        "value": None,
        "total": None,
        "unit": None,
        "neighbours": None,
        "opens": None,
    },
    "dates": {
        "means": (
            "day", "year", "years", "part", "school_year", "decade", "century", "relative", "ago", "to_date",
            "weekday", "vague", "term", "none",
        ),
        "calendar": ("gregorian", "jalali", "hijri", "lunar", "by_year"),
        "only_after": None,
        "not_before": None,
        "capital": None,
        "not_after_number": None,
        "shared": None,
        "timex": None,
    },
    "documents": {},
    "facts": {"concept": None, "side": ("before", "after", "either")},
    "organizations": {"body": None, "capital": ("first",), "not_after": None},
}  # fmt: skip
REQUIRED = {
    "figures": ("kind",),
    "dates": ("means",),
    "documents": (),
    "organizations": (),
    "facts": ("concept", "side"),
}

Allowed = Callable[[str], bool]


def _matching(pattern: str, says: str) -> Allowed:
    compiled = re.compile(pattern)

    def allowed(value: str) -> bool:
        return compiled.fullmatch(value) is not None

    allowed.__doc__ = says
    return allowed


def _code(*path: str) -> Allowed:
    def allowed(value: str) -> bool:
        return value in _codes(*path)

    allowed.__doc__ = f"the codes of models/codes.toml [{'.'.join(path)}]"
    return allowed


def _keys(section: str, *more: str) -> Allowed:
    """Keys of models/bodies.toml, several joined by a bar where a word may mean any of them."""

    def allowed(value: str) -> bool:
        known = {key for name in (section, *more) for key in _bodies()[name]}
        return known.issuperset(value.split("|"))

    allowed.__doc__ = f"keys of models/bodies.toml [{section}], with | between those that one word may mean"
    return allowed


def _body_in_division(value: str) -> bool:
    """body@division, keys of models/bodies.toml [body] and [division]"""
    body, _, division = value.partition("@")
    return body in _bodies()["body"] and division in _bodies()["division"]


@cache
def _bodies() -> dict[str, Any]:
    return tomllib.loads(models("bodies.toml").read_text(encoding="utf-8"))


@cache
def codes() -> dict[str, Any]:
    """The closed lists of codes."""
    return tomllib.loads(models("codes.toml").read_text(encoding="utf-8"))


@cache
def concepts() -> list[str]:
    """The concepts that rules for facts may name, from ``models/indicators.toml``."""
    raw = tomllib.loads(models("indicators.toml").read_text(encoding="utf-8"))
    return sorted({concept for one in raw.values() for concept in one["concepts"]})


def _codes(*path: str) -> list[str]:
    found: Any = codes()
    for key in path:
        found = found[key]
    return list(found)


def _integers(low: int, high: int) -> Allowed:
    def allowed(value: str) -> bool:
        return re.fullmatch(r"-?\d+", value) is not None and low <= int(value) <= high

    allowed.__doc__ = f"whole numbers from {low} to {high}"
    return allowed


_ANY = _matching(r"\w+", "one key, of the table's own name")
_MONTH = _integers(1, 12)
_COUNT = _code("figure", "unit", "count")
_MODIFIER = _code("figure", "modifier")
_BOUND = _matching("since|until|before|after|approximately|none", "bounds of a date; none for words that are none")

_LEVEL = "|".join(("country", "region", "province", "district", "commune", "village", "other"))
_LEVELS = _matching(f"({_LEVEL})( ({_LEVEL}))*", "levels of places, the likeliest first, a space between")

_FACT_WORDS = (
    "part_of of_them passive negation target target_noun estimate increase decrease increase_after "
    "decrease_after level versus source grassroots other_people plan_word list_mark aside qualifier "
    "anaphor alone private party_word same_term exceeds at now"
)

TABLES: dict[str, dict[str, Allowed]] = {
    "language": {"common": _ANY, "abbreviations": _ANY},
    "zones": dict.fromkeys(("tail", "boilerplate", "boilerplate_line", "byline", "caption", "dateline"), _ANY),
    "figures": {
        "percent": _code("figure", "unit", "percent"),
        "money": _matching("[A-Z]{3}", "ISO 4217 codes, and IRT for the toman"),
        "measure": _code("figure", "unit", "measure"),
        "counted": _COUNT,
        "carried": _COUNT,
        "dual": _COUNT,
        "part": _matching(r"0\.\d+", "a part of one, such as 0.5"),
        "fraction": _integers(2, 10),
        "modifier_before": _MODIFIER,
        "modifier_after": _MODIFIER,
        "modifier_verb": _MODIFIER,
        "modifier_verb_closed": _MODIFIER,
        "modifier_closer": _ANY,
        "change": _ANY,
        "modifier_filler": _ANY,
        "modifier_not": _ANY,
        "classifier": _ANY,
        "adjective": _ANY,
        "single": _integers(1, 2),
        "needs_unit": _ANY,
        "article": _ANY,
        "strict_article": _ANY,
        "no_noun": _ANY,
        "not_after": _ANY,
        "vague_after": _ANY,
        "shares": _ANY,
        "from": _ANY,
        "to": _ANY,
        "numbered": _ANY,
        "numbered_weak": _ANY,
        "of": _ANY,
    },
    "dates": {
        "month": _MONTH,
        "jalali_month": _MONTH,
        "hijri_month": _MONTH,
        "lunar_month": _MONTH,
        "weekday": _integers(1, 7),
        "relative": _matching(r"(day|week|month|quarter|half|year)[+-]\d+", "unit±steps, such as month-1"),
        "shift": _integers(-10, 10),
        "near": _integers(-1, 1),
        "edge": _matching("start|mid|end", "start, mid, end"),
        "bounds": _BOUND,
        "ago_unit": _matching("day|week|month|year", "day, week, month, year"),
        "end_of": _matching("first|last", "first, last"),
        "half": _integers(1, 2),
        "quarter": _integers(1, 4),
        "count": _integers(1, 12),
        "vague": _matching("PAST_REF|PRESENT_REF|FUTURE_REF", "PAST_REF, PRESENT_REF, FUTURE_REF"),
        "day_word": _ANY,
        "month_word": _ANY,
        "year_word": _ANY,
        "quarter_word": _ANY,
        "half_word": _ANY,
        "term_word": _ANY,
        "school_word": _ANY,
        "decade_word": _ANY,
        "century_word": _ANY,
        "date_to": _ANY,
        "date_from": _ANY,
        "until_now": _ANY,
        "year_start": _ANY,
        "clock": _ANY,
        "daytime": _ANY,
        "future": _ANY,
        "past": _ANY,
        "lunar_word": _ANY,
        "lunar_day": _integers(1, 30),
        "hijri_word": _ANY,
        "jalali_word": _ANY,
        "gregorian_word": _ANY,
    },
    "places": {
        "place_level": _LEVELS,
        "place_levels": _LEVELS,
        "place_division": _matching(r"\w+( \w+)*", "the gazetteer's word for a division"),
        "place_adjective": _ANY,
        "place_before": _ANY,
        "place_former": _ANY,
        "place_and": _ANY,
        "place_comma": _ANY,
        "place_within": _ANY,
        "place_never": _ANY,
        "place_school": _ANY,
        "place_not": _ANY,
    },
    "persons": {
        "person_title": _ANY,
        "person_trade": _ANY,
        "person_role": _code("person", "role"),
        "person_chaired": _ANY,
        "person_body": _ANY,
        "person_filler": _ANY,
        "person_turn": _ANY,
        "person_says": _ANY,
        "person_credit": _code("person", "role"),
        "person_credit_after": _code("person", "role"),
        "person_known": _matching(r".+", "a person's name"),
        "person_given": _ANY,
        "person_never": _ANY,
    },
    "documents": {
        "document_kind": _code("document", "kind"),
        "bare_kind": _code("document", "kind"),
        "ambiguous_kind": _code("document", "kind"),
        "issuer": _code("document", "issuer"),
        "numero": _ANY,
        "session": _ANY,
        "central": _ANY,
        "dated": _ANY,
    },
    "organizations": {
        **dict.fromkeys(("over", "over_central", "party", "party_sector", "local", "office_of"), _keys("body")),
        **dict.fromkeys(("ministry_word", "unit", "bureau", "company", "company_form", "army_unit"), _keys("body")),
        "sole": _keys("sole", "body"),
        "body_at": _body_in_division,
        "division": _keys("division"),
        "division_adjective": _keys("division"),
        **dict.fromkeys(("field", "unit_field"), _keys("field")),
        "trade": _keys("trade"),
        **dict.fromkeys(("org_role", "own_word", "joint", "org_central", "org_and", "org_not_alone"), _ANY),
    },
    "facts": {
        **dict.fromkeys(_FACT_WORDS.split(), _ANY),
        "group": _code("fact", "group"),
        "short": _COUNT,
        "generic_body": _code("organization", "kind"),
        "actor": _matching(r".+", "the Vietnamese name of bodies that are not named one by one"),
        "generic": _matching(
            r"(province|district|commune|village)(_(province|district|commune|village))*",
            "levels of places, joined by _",
        ),
    },
}


def allowed_values(stage: str, table: str) -> Allowed | None:
    """Says whether a table may give a value; None where the stage has no such table. A table of the pack's own begins
    with ``own_``.
    """
    if table.startswith("own_"):
        return _matching(r".+", "anything")
    return TABLES.get(stage, {}).get(table)


def check_rule(stage: str, raw: dict[str, Any]) -> list[str]:
    """What is wrong with a rule's options."""
    options = OPTIONS.get(stage, {})
    problems = []
    for key, value in raw.items():
        if key in RULE_KEYS:
            continue
        if key not in options:
            problems.append(f"unknown option {key!r}; allowed: {', '.join(options)}; remove or rename it")
        else:
            allowed = options[key]
            if key == "concept" and value not in ("none", "barrier", *concepts()):
                problems.append(f"concept is {value!r}; allowed: none, barrier, {', '.join(concepts())}; correct it")
            if allowed is not None and value not in allowed:
                problems.append(f"{key} is {value!r}; allowed: {', '.join(allowed)}; correct it")
    problems += [f"no {key}; give it one of its values" for key in REQUIRED.get(stage, ()) if key not in raw]
    return problems
