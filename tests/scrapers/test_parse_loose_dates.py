"""Dates in words beside a headline, read by dateparser, and nothing else of the page."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from scrapers.page.loose_dates import Reader
from scrapers.parse import Sent, parse

FETCHED = datetime(2025, 2, 14, 12, 30, tzinfo=UTC)
TITLE = "Chi bộ thôn Khe Lầu kết nạp đảng viên trẻ"
TEXT = "<p>Trong ba tháng đầu năm, chi bộ đã giúp đỡ bảy quần chúng ưu tú, mỗi người có một đảng viên kèm cặp.</p>" * 6


def page(line: str, lang: str = "vi-VN") -> str:
    return (
        f"<html lang={lang}><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>{line}{TEXT}</article>"
        '<aside><h3>Tin khác</h3><span class="time">5 ngày trước</span></aside></body></html>'
    )


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("vi", "3 giờ trước", date(2025, 2, 14)),
        ("vi-VN", "13 giờ trước", date(2025, 2, 13)),
        ("vi", "Hôm qua", date(2025, 2, 13)),
        ("fa", "۳ ساعت پیش", date(2025, 2, 14)),
        ("fa_IR", "دیروز", date(2025, 2, 13)),
        ("ar", "قبل 3 ساعات", date(2025, 2, 14)),
        ("ar", "قبل يومين", date(2025, 2, 12)),
        ("vi", "2 days ago", date(2025, 2, 12)),
        ("vi", "14-Feb-2025", date(2025, 2, 14)),
        ("vi", "12:30", None),
        ("vi", "2025", None),
        ("vi", "thứ sáu", None),
        ("fa", "می", None),
        ("fa", "۱۴۰۳/۱۱/۲۵", None),
        ("vi", "2.341 lượt xem", None),
        ("vi", "trong 3 giờ", None),
        ("xx", "yesterday", None),
        (None, "yesterday", None),
    ],
)
def test_a_string_that_states_a_day(language: str | None, text: str, day: date | None) -> None:
    assert Reader(language, FETCHED).read(text) == day


def test_nothing_relative_is_read_without_the_moment_that_it_counts_from() -> None:
    assert Reader("vi").read("3 giờ trước") is None
    assert Reader("vi").read("14-Feb-2025") == date(2025, 2, 14)


def test_the_line_beside_the_headline_counts_and_no_other() -> None:
    sent = Sent(fetched=FETCHED)
    assert parse(page('<span class="time">hôm qua</span>'), sent=sent).published == date(2025, 2, 13)
    assert parse(page("<p>hôm qua</p>"), sent=sent).published is None
    assert parse(page(""), sent=sent).published is None
    assert parse(page('<span class="time">hôm qua</span>')).published is None


def test_a_date_in_figures_goes_before() -> None:
    line = '<span class="time">hôm qua</span><span class="date">11/02/2025</span>'
    assert parse(page(line), sent=Sent(fetched=FETCHED)).published == date(2025, 2, 11)
