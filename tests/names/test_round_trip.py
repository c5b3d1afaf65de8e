"""Every province and district, in every spelling that the tables give it, is among the candidates of that spelling."""

from __future__ import annotations

import time

import pytest

from pipeline.gazetteer import load
from pipeline.names import candidates, spellings
from pipeline.resources import models
from pipeline.spelling import spelling_languages

#: Rank up to which a name may come back: one spelling can be that of many names.
AMONG = 40


@pytest.mark.parametrize("lang", spelling_languages())
@pytest.mark.parametrize("level", ["province", "district"])
def test_round_trip(lang: str, level: str) -> None:
    head, *lines = models("gazetteer", "places.tsv").read_text(encoding="utf-8").splitlines()
    rows = [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]
    names = sorted({row["name"] for row in rows if row["level"] == level})
    lexicon = load().lexicon(level)
    lost, tried, started = [], 0, time.process_time()
    for name in names:
        for spelled in spellings(name, lang, 500):
            tried += 1
            if name not in {c.name for c in candidates(spelled, lang, lexicon, AMONG)}:
                lost.append((name, spelled))
    assert len(names) > 60
    assert tried > 2 * len(names)
    assert lost == []
    assert (time.process_time() - started) / tried < 0.02
