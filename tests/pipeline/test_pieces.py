"""Texts longer than a piece come out as if they were one: offsets, sentences and indexes are the whole's."""

from __future__ import annotations

import pytest

import pipeline
from pipeline.pieces import LONGEST, pieces
from pipeline.records import Article

SENTENCE = "Đồng chí Trần Văn Bình, Bí thư Huyện ủy Yên Mô, cho biết năm 2023 huyện kết nạp 260 đảng viên.\n"


@pytest.mark.parametrize("text", ["", "a", "x" * (3 * LONGEST + 1), "một hai " * LONGEST, "dòng\n" * LONGEST])
def test_pieces_are_the_whole_text(text: str) -> None:
    found = list(pieces(text))
    assert "".join(text[start:end] for start, end in found) == text
    assert all(end - start <= LONGEST for start, end in found)


def test_a_long_text_is_extracted_whole() -> None:
    text = SENTENCE * (LONGEST // len(SENTENCE) + 50)
    assert len(text) > LONGEST
    found = pipeline.extract(Article(text=text), lang="vi", ner="none")
    figures = [figure for figure in found.figures if figure.value == 260]
    assert len(figures) == text.count("260")
    for kind in ("figures", "dates", "persons", "organizations", "places"):
        for mention in getattr(found, kind):
            sentence = found.sentences[mention.sentence]
            assert text[mention.start : mention.end] == mention.text
            assert sentence.start <= mention.start and mention.end <= sentence.end
    assert [zone.start for zone in found.zones] == sorted(zone.start for zone in found.zones)
    for person in found.persons:
        assert person.organization is not None
        assert found.organizations[person.organization].sentence == person.sentence
