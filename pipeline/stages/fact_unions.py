"""The same fact said twice is one with two sources; facts that cannot both be true are marked."""

from __future__ import annotations

from pipeline.docview import DocView
from pipeline.records import Fact

#: What is put behind the rule of a fact that another of the same article contradicts.
CONTRADICTED = "+contradicted"
#: Fields that make two facts different ones.
_HARD = ("indicator", "value", "high", "total", "unit", "change", "modality", "of")
#: Fields that may be told at one place and left out at the other.
_SOFT = ("subject_id", "subject", "start_date", "end_date", "group", "qualifier", "actor", "modifier")
#: Fields that tell apart two totals of the same thing.
_SAME = ("indicator", "unit", "subject", "group", "qualifier", "actor", "start_date", "end_date", "modality", "change")


def unite(doc: DocView, made: list[tuple[Fact, bool]]) -> list[Fact]:
    """The facts without repetitions, contradictions marked; the second of a pair tells whether it is a part."""
    _contradictions(made)
    found: list[Fact] = []
    alike: dict[tuple[object, ...], list[Fact]] = {}
    for fact, _ in made:
        row = alike.setdefault(tuple(getattr(fact, name) for name in _HARD), [])
        twin = next((one for one in row if _same(doc, one, fact)), None)
        if twin is None:
            found.append(fact)
            row.append(fact)
            continue
        for name in (*_SOFT, "place"):
            if getattr(twin, name) is None or _headline(doc, twin):
                setattr(twin, name, getattr(fact, name) if getattr(fact, name) is not None else getattr(twin, name))
        twin.sources += [source for source in fact.sources if source not in twin.sources]
    return found


def _headline(doc: DocView, fact: Fact) -> bool:
    """Whether a fact was read from the headline alone, where period and subject are cut short."""
    zones = {doc.found.figures[s.figure].zone for s in fact.sources if s.figure is not None}
    return zones == {"headline"}


def _same(doc: DocView, one: Fact, other: Fact) -> bool:
    if _headline(doc, one):
        return one.group == other.group or None in (one.group, other.group)
    for name in _SOFT:
        a, b = getattr(one, name), getattr(other, name)
        if a != b and (None not in (a, b) or name in ("group", "qualifier")):
            return False
    return True


def _contradictions(made: list[tuple[Fact, bool]]) -> None:
    """Mark parts that are larger than their whole, and totals of one thing that differ."""
    whole: Fact | None = None
    for fact, part in made:
        if not part:
            whole = fact
        elif whole is not None and _counted(whole, fact) and fact.value > max(whole.value, whole.high or 0):
            _mark(whole)
            _mark(fact)
    totals: dict[tuple[object, ...], Fact] = {}
    for fact, part in made:
        if part or not fact.indicator.endswith("_total") or fact.subject is None or fact.modifier is not None:
            continue
        first = totals.setdefault(tuple(getattr(fact, name) for name in _SAME), fact)
        if first.value != fact.value:
            _mark(first)
            _mark(fact)


def _counted(whole: Fact, fact: Fact) -> bool:
    return whole.indicator == fact.indicator and whole.unit == fact.unit and whole.change is None is fact.change


def _mark(fact: Fact) -> None:
    if not fact.rule.endswith(CONTRADICTED):
        fact.rule += CONTRADICTED
