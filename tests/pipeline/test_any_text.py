"""What holds for any text at all, in every language."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import pipeline
from pipeline import packs
from pipeline.records import KINDS, Extraction
from tests.pipeline.texts import ANY, ODD, STRANGE, mixed

LANGS = packs.languages()
PUBLISHED = st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2060, 12, 31)), st.sampled_from([date.min, date.max]))


def check(text: str, lang: str, published: date | None) -> Extraction:
    """Extracts, and holds the result to all that any result must be."""
    found = pipeline.extract(text, lang, published, boilerplate=True)
    assert found.article.text == text
    for kind in KINDS:
        mentions = getattr(found, kind)
        for mention in mentions:
            assert 0 <= mention.start < mention.end <= len(text), mention
            assert text[mention.start : mention.end] == mention.text, mention
            assert mention.rule
            assert 0 <= mention.sentence < len(found.sentences), mention
        for before, after in pairwise(mentions):
            assert before.start <= after.start, (before, after)
            assert before.end <= after.start, (before, after)
    for spans in ([(s.start, s.end) for s in found.sentences], [(z.start, z.end) for z in found.zones]):
        assert all(0 <= start <= end <= len(text) for start, end in spans)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    plain = found.to_dict()
    json.loads(json.dumps(plain, allow_nan=False))
    assert pipeline.extract(text, lang, published, boilerplate=True).to_dict() == plain
    return found


@pytest.mark.parametrize("lang", LANGS)
@given(text=st.one_of(ANY, STRANGE), published=PUBLISHED)
@example(text="", published=None)
@example(text=ODD, published=None)
@example(text=ODD * 3, published=date.max)
@settings(max_examples=100)
def test_any_characters(lang: str, text: str, published: date | None) -> None:
    check(text, lang, published)


@pytest.mark.parametrize("lang", LANGS)
@given(data=st.data(), published=PUBLISHED)
@settings(max_examples=150)
def test_words_digits_and_marks(lang: str, data: st.DataObject, published: date | None) -> None:
    check(data.draw(mixed(lang), label="text"), lang, published)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("other", LANGS)
@given(data=st.data())
@settings(max_examples=40)
def test_words_of_another_language(lang: str, other: str, data: st.DataObject) -> None:
    check(data.draw(mixed(other), label="text"), lang, None)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
@given(data=st.data(), published=PUBLISHED)
@settings(max_examples=3000)
def test_many_words_digits_and_marks(lang: str, data: st.DataObject, published: date | None) -> None:
    check(data.draw(st.one_of(mixed(lang), ANY, STRANGE), label="text"), lang, published)
