"""From an article to an extraction: what is kept, whose day counts, and many articles one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

import pipeline
from pipeline.packs import PackError
from pipeline.records import KINDS, Article

TEXT = "Ngày 9/5, Huyện ủy kết nạp 75 đảng viên theo Chỉ thị số 35-CT/TW."


def test_everything_by_default() -> None:
    found = pipeline.extract(TEXT, "vi", date(2025, 6, 1))
    assert [f.value for f in found.figures] == [75]
    assert [d.start_date for d in found.dates] == [date(2025, 5, 9)]
    assert [d.number for d in found.documents] == ["35-CT/TW"]


@pytest.mark.parametrize("kind", ["figures", "dates", "documents"])
def test_only_one_kind(kind: str) -> None:
    whole, found = pipeline.extract(TEXT, "vi"), pipeline.extract(TEXT, "vi", only=[kind])
    assert getattr(found, kind) == getattr(whole, kind) != []
    assert all(getattr(found, other) == [] for other in (*KINDS, "facts") if other != kind)


def test_only_what_there_is() -> None:
    with pytest.raises(ValueError, match="only: numbers; allowed: figures, dates, documents"):
        pipeline.extract(TEXT, "vi", only=["numbers"])


def test_an_unknown_language() -> None:
    with pytest.raises(PackError):
        pipeline.extract(TEXT, "qq")


def test_the_language_is_told_from_the_text_or_the_article() -> None:
    assert pipeline.extract(TEXT).article.lang == "vi"
    assert pipeline.extract(Article(text="75", lang="fa")).article.lang == "fa"
    assert pipeline.extract(Article(text=TEXT, lang="fa"), "vi").article.lang == "vi"


def test_the_day_of_publication_is_the_articles_unless_told() -> None:
    article = Article(text="Hôm qua, họp 2 tổ.", lang="vi", published=datetime(2025, 2, 9, 23, 30, tzinfo=UTC))
    assert pipeline.extract(article).dates[0].start_date == date(2025, 2, 8)
    assert pipeline.extract(article, published=date(2024, 1, 1)).dates[0].start_date == date(2023, 12, 31)


def test_what_stands_in_menus_is_left_out_unless_asked_for() -> None:
    body = "Kết nạp 75 đảng viên\nHuyện ủy vừa kết nạp 75 đảng viên trong năm nay.\n"
    text = body + "Bình luận (3)\nNăm 2016, 12 đảng viên\n"
    found, whole = (pipeline.extract(text, "vi", boilerplate=kept) for kept in (False, True))
    assert [f.value for f in found.figures] == [75, 75]
    assert [f.value for f in whole.figures][:2] == [75, 75] and 12 in [f.value for f in whole.figures]
    assert {d.zone for d in whole.dates} >= {"body", "boilerplate"}


def articles(count: int) -> Iterator[Article]:
    for number in range(count):
        yield Article(text=f"Kết nạp {number + 2} đảng viên.", id=str(number), lang="vi")


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_in_their_order(jobs: int) -> None:
    found = list(pipeline.extract_many(articles(100), jobs=jobs, only=["figures"]))
    assert [e.article.id for e in found] == [str(n) for n in range(100)]
    assert [e.figures[0].value for e in found] == [n + 2 for n in range(100)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_are_read_as_they_are_asked_for(jobs: int) -> None:
    read: list[str] = []

    def endless() -> Iterator[Article]:
        for article in articles(10**9):
            read.append(article.id)
            yield article

    stream = iter(pipeline.extract_many(endless(), jobs=jobs))
    assert [next(stream).article.id for _ in range(3)] == ["0", "1", "2"]
    assert len(read) < 500
    stream.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("jobs", [1, 2])
def test_none_give_none(jobs: int) -> None:
    assert list(pipeline.extract_many([], jobs=jobs)) == []


def test_a_text_is_never_changed() -> None:
    text = "\ufeffNgày 9/5\u202e, 75 đảng viên\x00\ud800"
    assert pipeline.extract(text, "vi").article.text == text
