"""The words that turn a figure: all tables of a pack that hold them, looked up as one."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.packs import Pack, Table

#: Tables whose words turn a figure (``facts.toml``); one walk over the sentence finds them all.
CUES = (
    "part_of", "of_them", "passive", "negation", "target", "target_noun", "estimate", "increase", "decrease", "level",
    "versus", "group", "qualifier", "actor", "generic", "source", "grassroots", "other_people", "plan_word",
    "list_mark", "increase_after", "decrease_after", "aside", "anaphor", "alone", "private", "party_word",
    "same_term", "exceeds", "now", "generic_body",
)  # fmt: skip


@dataclass(slots=True)
class Cue:
    """A word of one of the tables ``CUES``."""

    kind: str
    value: str
    i: int
    j: int


def cue_table(pack: Pack) -> Table:
    """The tables ``CUES`` of a pack as one, each value with its table's name; made once a pack."""
    made = pack.tables.get("facts:cues")
    if made is None:
        made = Table("facts:cues")
        for name in CUES:
            for key, value in pack.table(name).entries.items():
                also = made.entries.get(key)
                made.entries[key] = f"{also}|{name}:{value}" if also else f"{name}:{value}"
        made.index()
        pack.tables["facts:cues"] = made
    return made
