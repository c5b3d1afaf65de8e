"""Days of four calendars and the arithmetic of relative times."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import calendars

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("calendar", "parts", "first", "last"),
    [
        ("gregorian", (2025,), "2025-01-01", "2025-12-31"),
        ("gregorian", (2024, 2), "2024-02-01", "2024-02-29"),
        ("gregorian", (2025, 2, 3), "2025-02-03", "2025-02-03"),
        ("jalali", (1403,), "2024-03-20", "2025-03-20"),
        ("jalali", (1403, 12), "2025-02-19", "2025-03-20"),
        ("jalali", (1404, 1, 1), "2025-03-21", "2025-03-21"),
        ("hijri", (1446, 9), "2025-03-01", "2025-03-29"),
        ("hijri", (1446, 9, 1), "2025-03-01", "2025-03-01"),
        ("lunar", (2024, 1, 1), "2024-02-10", "2024-02-10"),
        ("lunar", (2025, 1, 1), "2025-01-29", "2025-01-29"),
        ("lunar", (2023, 7, 15), "2023-08-30", "2023-08-30"),
    ],
)
def test_days_of_a_year_month_or_day(calendar: str, parts: tuple[int, ...], first: str, last: str) -> None:
    assert calendars.span(calendar, *parts) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("calendar", "parts"),
    [
        ("gregorian", (2025, 2, 30)),
        ("gregorian", (2025, 2, 29)),
        ("gregorian", (2025, 13)),
        ("gregorian", (2025, 4, 31)),
        ("gregorian", (2025, 1, 0)),
        ("gregorian", (25,)),
        ("jalali", (1402, 12, 30)),
        ("jalali", (1403, 13, 1)),
        ("hijri", (1446, 9, 30)),
        ("hijri", (3000, 1, 1)),
        ("lunar", (2024, 1, 31)),
    ],
)
def test_no_such_day(calendar: str, parts: tuple[int, ...]) -> None:
    assert calendars.span(calendar, *parts) is None


def test_an_unknown_calendar_is_told() -> None:
    with pytest.raises(ValueError, match="allowed: gregorian, jalali, hijri, lunar"):
        calendars.to_gregorian("mayan", 1, 1, 1)


@pytest.mark.parametrize(
    ("unit", "steps", "first", "last"),
    [
        ("day", -1, "2025-02-28", "2025-02-28"),
        ("week", 0, "2025-02-24", "2025-03-02"),
        ("week", -1, "2025-02-17", "2025-02-23"),
        ("month", -1, "2025-02-01", "2025-02-28"),
        ("month", -3, "2024-12-01", "2024-12-31"),
        ("quarter", -1, "2024-10-01", "2024-12-31"),
        ("half", 1, "2025-07-01", "2025-12-31"),
        ("year", -1, "2024-01-01", "2024-12-31"),
    ],
)
def test_shifted(unit: str, steps: int, first: str, last: str) -> None:
    assert calendars.shifted(date(2025, 3, 1), unit, steps) == (date.fromisoformat(first), date.fromisoformat(last))


@given(DAYS, st.sampled_from(["day", "week", "month", "quarter", "half", "year"]), st.integers(-40, 40))
def test_shifting_there_and_on_leaves_no_gap(anchor: date, unit: str, steps: int) -> None:
    here, after = calendars.shifted(anchor, unit, steps), calendars.shifted(anchor, unit, steps + 1)
    assert here is not None and after is not None
    assert here[0] <= here[1] and here[1] + timedelta(days=1) == after[0]


@pytest.mark.parametrize("edge", [date.min, date.max])
def test_no_day_lies_beyond_the_calendar(edge: date) -> None:
    assert calendars.shifted(edge, "day", -1 if edge == date.min else 1) is None
    future = edge == date.max
    assert calendars.weekday_near(edge, edge.isoweekday() % 7 + 1 if future else 7, future) is None


@given(DAYS, st.integers(1, 7))
def test_a_weekday_is_near_and_of_its_name(anchor: date, weekday: int) -> None:
    before, after = (calendars.weekday_near(anchor, weekday, future) for future in (False, True))
    assert before is not None and after is not None
    assert before.isoweekday() == after.isoweekday() == weekday
    assert timedelta(0) <= anchor - before < timedelta(days=7) and timedelta(0) <= after - anchor < timedelta(days=7)


def test_parts_of_a_month_cover_it() -> None:
    month = calendars.span("gregorian", 2024, 2)
    assert month is not None
    parts = [calendars.part_of(month, part) for part in ("start", "mid", "end")]
    assert parts == [
        (date(2024, 2, 1), date(2024, 2, 10)),
        (date(2024, 2, 11), date(2024, 2, 20)),
        (date(2024, 2, 21), date(2024, 2, 29)),
    ]


def test_a_school_year_runs_from_september_to_august() -> None:
    assert calendars.school_year(2023) == (date(2023, 9, 1), date(2024, 8, 31))


@pytest.mark.parametrize(
    ("grain", "days", "timex"),
    [
        ("day", ("2022-05-09", "2022-05-09"), "2022-05-09"),
        ("month", ("2022-05-01", "2022-05-31"), "2022-05"),
        ("quarter", ("2024-01-01", "2024-03-31"), "2024-Q1"),
        ("half", ("2019-01-01", "2019-06-30"), "2019-H1"),
        ("year", ("2021-01-01", "2021-12-31"), "2021"),
        ("week", ("2025-02-24", "2025-03-02"), "2025-W09"),
        ("period", ("2020-01-01", "2025-12-31"), "2020/2025"),
    ],
)
def test_timex(grain: str, days: tuple[str, str], timex: str) -> None:
    first, last = map(date.fromisoformat, days)
    assert calendars.timex(grain, (first, last)) == timex
