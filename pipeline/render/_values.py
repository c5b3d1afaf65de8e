"""What a reader sees of a record: its normalised value in short, and a row of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from pipeline.records import Date, Document, Extraction, Fact, Figure, Mention, Organization, Person, Place


def number(value: int | float | None) -> str:
    """A number with its thousands grouped, as English has it."""
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) or not value.is_integer() else f"{int(value):,}"


def amount(record: Figure | Fact) -> str:
    """A figure's or fact's number with the end of its range or its whole."""
    text = number(record.value)
    if record.high is not None:
        text += f" – {number(record.high)}"
    return f"{text} of {number(record.total)}" if record.total is not None else text


def days(start: date | None, end: date | None) -> str:
    """A span of days; one day once."""
    if start == end:
        return start.isoformat() if start else ""
    return f"{start.isoformat() if start else '?'} – {end.isoformat() if end else '?'}"


def words(code: str | None) -> str:
    """A code as words."""
    return code.replace("_", " ") if code else ""


def short(record: Mention) -> str:
    """The normalised value of a mention on one line, for example ``at least 75 party member``."""
    match record:
        case Figure():
            parts = [words(record.modifier), amount(record), words(record.unit) if record.unit else record.kind]
        case Date():
            parts = [words(record.modifier), days(record.start_date, record.end_date) or record.timex or record.grain]
            if record.calendar != "gregorian":
                parts.append(f"({record.calendar})")
        case Document():
            session = f"session {record.session}" if record.session else ""
            parts = [words(record.kind), record.number, words(record.issuer), session, days(record.date, record.date)]
        case Organization():
            parts = [_name(record), words(record.kind), words(record.level)]
        case Person():
            parts = [_name(record), words(record.role)]
        case Place():
            parts = [_name(record), words(record.level), record.code or ""]
        case _:
            parts = [record.text]
    return " · ".join(filter(None, parts)) if not isinstance(record, Figure | Date) else " ".join(filter(None, parts))


def _name(record: Organization | Person | Place) -> str:
    return record.name or " / ".join(record.candidates)


Row = Sequence[tuple[str, str]]


def row(record: Any, extraction: Extraction) -> Row:
    """A record as (heading, cell) pairs, the normalised values first, the words of the article under ``text`` last."""
    return _ROWS[type(record)](record, extraction)


def _figure(record: Figure, extraction: Extraction) -> Row:
    return (
        ("value", amount(record)),
        ("unit", words(record.unit)),
        ("kind", record.kind),
        ("modifier", words(record.modifier)),
        ("text", record.text),
        ("counted", record.unit_text or ""),
    )


def _date(record: Date, extraction: Extraction) -> Row:
    return (
        ("days", days(record.start_date, record.end_date)),
        ("grain", record.grain),
        ("TIMEX3", record.timex or ""),
        ("calendar", "" if record.calendar == "gregorian" else record.calendar),
        ("modifier", words(record.modifier)),
        ("text", record.text),
    )


def _document(record: Document, extraction: Extraction) -> Row:
    return (
        ("number", record.number),
        ("kind", words(record.kind)),
        ("issuer", words(record.issuer)),
        ("session", str(record.session or "")),
        ("date", days(record.date, record.date)),
        ("text", record.text),
    )


def _organization(record: Organization, extraction: Extraction) -> Row:
    return (
        ("name", _name(record)),
        ("kind", words(record.kind)),
        ("level", words(record.level)),
        ("place", record.place or ""),
        ("id", record.id or ""),
        ("text", record.text),
    )


def _person(record: Person, extraction: Extraction) -> Row:
    body = extraction.organizations[record.organization] if record.organization is not None else None
    return (
        ("name", _name(record)),
        ("role", words(record.role)),
        ("organization", (body.name or body.text) if body else ""),
        ("text", record.text),
    )


def _place(record: Place, extraction: Extraction) -> Row:
    return (
        ("name", _name(record)),
        ("level", words(record.level)),
        ("code", record.code or ""),
        ("parent", record.parent or ""),
        ("text", record.text),
    )


def _fact(record: Fact, extraction: Extraction) -> Row:
    restrictions = (
        words(record.modality),
        words(record.group),
        record.qualifier or "",
        f"rate of {words(record.of)}" if record.of else "",
    )
    return (
        ("indicator", words(record.indicator)),
        ("value", " ".join(filter(None, (words(record.modifier), amount(record), words(record.change))))),
        ("unit", words(record.unit)),
        ("subject", record.subject or ""),
        ("place", record.place or ""),
        ("days", days(record.start_date, record.end_date)),
        ("restricted to", "; ".join(filter(None, restrictions))),
        ("actor", record.actor or ""),
    )


_ROWS: dict[type, Callable[[Any, Extraction], Row]] = {
    Figure: _figure,
    Date: _date,
    Document: _document,
    Organization: _organization,
    Person: _person,
    Place: _place,
    Fact: _fact,
}
