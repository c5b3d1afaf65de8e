"""The real articles with gold that lie beside the checkout: what the project promises on them."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline
from pipeline.gold import read_gold
from pipeline.score import Report, score

STAGES = ("figure", "date", "document")
#: Shares of the right ones whose span is letter for letter that of the gold, or whose field agrees.
STRICT, FIELD = 0.95, 0.97


@pytest.fixture(scope="module")
def report(shared: Path) -> Report:
    return score(read_gold([shared / "gold"]), pipeline.extract)


def misses(report: Report, stage: str) -> str:
    return "\n".join(
        f"{m.article} {m.what}: {m.gold} | {m.found} | {m.context}" for m in report.misses if m.stage == stage
    )


@pytest.mark.parametrize("stage", ["figure", "document"])
def test_every_figure_and_document_by_value(report: Report, stage: str) -> None:
    tally = report.tally(stage)
    assert tally.right and (tally.wrong, tally.missed) == (0, 0), misses(report, stage)


def test_dates_by_value(report: Report) -> None:
    tally = report.tally("date")
    assert tally.right and tally.wrong + tally.missed <= 1, misses(report, "date")


@pytest.mark.parametrize("stage", STAGES)
def test_spans_letter_for_letter(report: Report, stage: str) -> None:
    assert report.tally(stage).share("strict") >= STRICT, misses(report, stage)


@pytest.mark.parametrize("field", ["kind", "unit", "modifier"])
def test_fields_of_figures(report: Report, field: str) -> None:
    assert report.tally("figure").share(field) >= FIELD, misses(report, "figure")


@pytest.mark.parametrize("field", ["kind", "grain", "modifier"])
@pytest.mark.parametrize("stage", ["date", "document"])
def test_fields_of_dates_and_documents(report: Report, stage: str, field: str) -> None:
    assert report.tally(stage).share(field) >= FIELD, misses(report, stage)
