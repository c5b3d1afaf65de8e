"""What a pack's tables and rules may be: which tables a stage reads, what each may give (kinds of values are those of
``pipeline.pack_values``), what options a rule has, what must be said of a public set to train with.
"""

from __future__ import annotations

from typing import Any

from pipeline.pack_values import Allowed, body_in_division, code, concepts, integers, keys, matching

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
#: Concepts of facts that make none: words that look like a trigger, that end the reach of those before them, and behind
#: which nothing to the end of the clause is a fact of the Party's.
SILENT = NOTHING, BARRIER, OUTSIDE = "none", "barrier", "outside"
#: What ``training.toml [public]`` must say; one of the two about the test goes with it.
PUBLIC, PUBLIC_TEST = ("name", "licence", "folder", "train"), ("test", "test_every")

_ANY = matching(r"\w+", "one key, of the table's own name")
_MONTH = integers(1, 12)
_COUNT = code("figure", "unit", "count")
_MODIFIER = code("figure", "modifier")
_BOUND = matching("since|until|before|after|approximately|none", "bounds of a date; none for words that are none")

_LEVEL = "|".join(("country", "region", "province", "district", "commune", "village", "other"))
_LEVELS = matching(f"({_LEVEL})( ({_LEVEL}))*", "levels of places, the likeliest first, a space between")

_FACT_WORDS = (
    "part_of of_them passive negation target target_noun estimate increase decrease increase_after "
    "decrease_after level versus source grassroots other_people plan_word list_mark aside qualifier "
    "anaphor alone private party_word same_term exceeds at now"
)

TABLES: dict[str, dict[str, Allowed]] = {
    "language": {"common": _ANY, "abbreviations": _ANY},
    "zones": dict.fromkeys(("tail", "boilerplate", "boilerplate_line", "byline", "caption", "dateline"), _ANY),
    "figures": {
        "percent": code("figure", "unit", "percent"),
        "money": matching("[A-Z]{3}", "ISO 4217 codes, and IRT for the toman"),
        "measure": code("figure", "unit", "measure"),
        "counted": _COUNT,
        "carried": _COUNT,
        "dual": _COUNT,
        "part": matching(r"0\.\d+", "a part of one, such as 0.5"),
        "fraction": integers(2, 10),
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
        "single": integers(1, 2),
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
        "weekday": integers(1, 7),
        "relative": matching(r"(day|week|month|quarter|half|year)[+-]\d+", "unit±steps, such as month-1"),
        "shift": integers(-10, 10),
        "near": integers(-1, 1),
        "edge": matching("start|mid|end", "start, mid, end"),
        "bounds": _BOUND,
        "ago_unit": matching("day|week|month|year", "day, week, month, year"),
        "end_of": matching("first|last", "first, last"),
        "half": integers(1, 2),
        "quarter": integers(1, 4),
        "count": integers(1, 12),
        "vague": matching("PAST_REF|PRESENT_REF|FUTURE_REF", "PAST_REF, PRESENT_REF, FUTURE_REF"),
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
        "lunar_day": integers(1, 30),
        "hijri_word": _ANY,
        "jalali_word": _ANY,
        "gregorian_word": _ANY,
    },
    "places": {
        "place_level": _LEVELS,
        "place_levels": _LEVELS,
        "place_division": matching(r"\w+( \w+)*", "the gazetteer's word for a division"),
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
        "person_role": code("person", "role"),
        "person_chaired": _ANY,
        "person_body": _ANY,
        "person_filler": _ANY,
        "person_turn": _ANY,
        "person_says": _ANY,
        "person_credit": code("person", "role"),
        "person_credit_after": code("person", "role"),
        "person_known": matching(r".+", "a person's name"),
        "person_given": _ANY,
        "person_never": _ANY,
    },
    "documents": {
        "document_kind": code("document", "kind"),
        "bare_kind": code("document", "kind"),
        "ambiguous_kind": code("document", "kind"),
        "issuer": code("document", "issuer"),
        "numero": _ANY,
        "session": _ANY,
        "central": _ANY,
        "dated": _ANY,
    },
    "organizations": {
        **dict.fromkeys(("over", "over_central", "party", "party_sector", "local", "office_of"), keys("body")),
        **dict.fromkeys(("ministry_word", "unit", "bureau", "company", "company_form", "army_unit"), keys("body")),
        "sole": keys("sole", "body"),
        "body_at": body_in_division,
        "division": keys("division"),
        "division_adjective": keys("division"),
        **dict.fromkeys(("field", "unit_field"), keys("field")),
        "trade": keys("trade"),
        **dict.fromkeys(("org_role", "org_head", "own_word", "joint", "org_central", "org_and", "org_not_alone"), _ANY),
    },
    "facts": {
        **dict.fromkeys(_FACT_WORDS.split(), _ANY),
        "group": code("fact", "group"),
        "short": _COUNT,
        "generic_body": code("organization", "kind"),
        "actor": matching(r".+", "the Vietnamese name of bodies that are not named one by one"),
        "generic": matching(
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
        return matching(r".+", "anything")
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
            if key == "concept" and value not in (*SILENT, *concepts()):
                problems.append(f"concept is {value!r}; allowed: {', '.join((*SILENT, *concepts()))}; correct it")
            if allowed is not None and value not in allowed:
                problems.append(f"{key} is {value!r}; allowed: {', '.join(allowed)}; correct it")
    problems += [f"no {key}; give it one of its values" for key in REQUIRED.get(stage, ()) if key not in raw]
    return problems


def check_public(raw: dict[str, Any]) -> list[str]:
    """What is wrong with what a pack says of its public set to train with."""
    problems = [f"no {key}; write it" for key in PUBLIC if key not in raw]
    if sum(key in raw for key in PUBLIC_TEST) != 1:
        problems.append(f"found {', '.join(raw)}; allowed: one of {', '.join(PUBLIC_TEST)}; write one of them")
    if raw.get("test_every", 2) < 2:
        problems.append(
            f"test_every is {raw['test_every']}; allowed: 2 and more; correct it, or nothing is left to train"
        )
    return problems
