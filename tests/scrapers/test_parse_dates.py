"""Date strings of metadata and bylines, in three languages and two calendars."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.page.dates import find_dates, is_date_line, read_date, zone

HANOI, TEHRAN, DUBAI = (timezone(timedelta(hours=hours)) for hours in (7, 3.5, 4))

READ = [
    ("2026-03-07T08:01:53+07:00", datetime(2026, 3, 7, 8, 1, 53, tzinfo=HANOI)),
    ("2020-06-03T03:01+0400", datetime(2020, 6, 3, 3, 1, tzinfo=DUBAI)),
    ("2020-02-18 T 07:20:50 +0330", datetime(2020, 2, 18, 7, 20, 50, tzinfo=TEHRAN)),
    ("2020-08-24T09:23:13.123Z", datetime(2020, 8, 24, 9, 23, 13, tzinfo=UTC)),
    ("2026-03-07 08:07", datetime(2026, 3, 7, 8, 7)),
    ("2026-03-07", date(2026, 3, 7)),
    ("Tue, 10 Mar 2026 10:00:00 +0700", datetime(2026, 3, 10, 10, tzinfo=HANOI)),
    ("1767225600", datetime(2026, 1, 1, tzinfo=UTC)),
    ("1403-11-26T12:00:00+03:30", datetime(2025, 2, 14, 12, tzinfo=TEHRAN)),
    ("Thứ bảy, 7/3/2026, 00:05 (GMT+7)", datetime(2026, 3, 7, 0, 5, tzinfo=HANOI)),
    ("07-03-2026 - 00:01 AM | Thị trường", datetime(2026, 3, 7, 0, 1)),
    ("Thứ bảy, ngày 7 tháng 3 năm 2026", date(2026, 3, 7)),
    ("7 Tháng Ba, 2026", date(2026, 3, 7)),
    ("22:45, ngày 22-11-2020", datetime(2020, 11, 22, 22, 45)),
    ("09h30 ngày 12/03/2024", datetime(2024, 3, 12, 9, 30)),
    ("14/08/2026 - 21:20", datetime(2026, 8, 14, 21, 20)),
    ("الإثنين، 24 أغسطس 2020 09:23 ص", datetime(2020, 8, 24, 9, 23)),
    ("الخميس 3 نيسان 2025 - 11:05 مساءً", datetime(2025, 4, 3, 23, 5)),
    ("الأربعاء، 28 آب/اغسطس 2013 14:00 (GMT+0400)", datetime(2013, 8, 28, 14, tzinfo=DUBAI)),
    ("14 شعبان 1446هـ - 13 فبراير 2025", date(2025, 2, 13)),
    ("٠٣ يونيو ٢٠٢٠", date(2020, 6, 3)),
    ("۲۹ بهمن ۱۳۹۸ - ۰۶:۵۵", datetime(2020, 2, 18, 6, 55)),
    ("سه شنبه 18 دی 1403 ساعت 15:20", datetime(2025, 1, 7, 15, 20)),
    ("1402/12/03 08:15", datetime(2024, 2, 22, 8, 15)),
    ("۱۸ ژوئیه ۲۰۲۵", date(2025, 7, 18)),
    ("۲۹ بهمن ۹۸ - ۰۶:۵۵", datetime(2020, 2, 18, 6, 55)),
    ("نشر في: 12 مايو ,2020: 08:45 م", datetime(2020, 5, 12, 20, 45)),
    ("Tue May 12 2020", date(2020, 5, 12)),
    ("15 آذر 1402", date(2023, 12, 6)),
    ("12 آذار 2024", date(2024, 3, 12)),
    ("March 7, 2026 9:15 pm", datetime(2026, 3, 7, 21, 15)),
    ("3/5/2026 3:34:00 PM", datetime(2026, 3, 5, 15, 34)),
    ("2022:12:09.17:48", datetime(2022, 12, 9, 17, 48)),
]
NONE = [
    "",
    "30/02/2024",
    "0001-01-01T00:00:00",
    "منذ ثلاث ساعات",
    "3 giờ trước",
    "12:30",
    "Nghị quyết 12/2024",
    "1.234.567",
]


@pytest.mark.parametrize(("text", "value"), READ, ids=[text for text, _ in READ])
def test_read(text: str, value: date | datetime) -> None:
    found = read_date(text)
    assert found == value
    assert type(found) is type(value)
    if isinstance(found, datetime) and isinstance(value, datetime):
        assert found.utcoffset() == value.utcoffset()


@pytest.mark.parametrize("text", NONE)
def test_no_date(text: str) -> None:
    assert read_date(text) is None


def test_a_zone_makes_aware_what_states_none() -> None:
    tehran = zone("Asia/Tehran")
    assert read_date("۲۹ بهمن ۱۳۹۸ - ۰۶:۵۵", tehran) == datetime(2020, 2, 18, 6, 55, tzinfo=TEHRAN)
    assert read_date("2026-03-07T08:00:00Z", tehran) == datetime(2026, 3, 7, 8, tzinfo=UTC)


def test_spans_slice_to_their_dates() -> None:
    text = "Đăng ngày 07/03/2026, sửa ngày 8 tháng 3 năm 2026"
    assert [text[found.start : found.end] for found in find_dates(text)] == ["07/03/2026", "8 tháng 3 năm 2026"]


@pytest.mark.parametrize(
    ("text", "line"),
    [("Thứ Sáu, 14/02/2025, 08:10 GMT+7", True), ("Hội nghị ngày 14/02/2025 đã bầu ban chấp hành mới", False)],
)
def test_a_line_that_is_a_date(text: str, line: bool) -> None:
    assert is_date_line(text) is line


@given(
    st.dates(date(1992, 1, 1), date(2090, 1, 1)),
    st.sampled_from(["{d}/{m}/{y}", "{y}-{m:02}-{d:02}", "ngày {d} tháng {m} năm {y}"]),
)
def test_every_day_reads_back(day: date, form: str) -> None:
    assert read_date(form.format(d=day.day, m=day.month, y=day.year)) == day


@given(st.text(max_size=80))
def test_any_text_gives_no_error(text: str) -> None:
    for found in find_dates(text):
        assert 0 <= found.start < found.end <= len(text)
    read_date(text)
