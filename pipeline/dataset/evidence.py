"""The short quotation that goes with a fact, so that whoever reads the row can check it."""

from __future__ import annotations

from pipeline.records import Extraction, Source

#: Letters of evidence at most, all of one sentence: a quotation, not the article.
LENGTH = 300


def short(found: Extraction, source: Source) -> str | None:
    """The sentence that a fact was read from; of a long one, what stands around the figure."""
    if source.sentence is None or not 0 <= source.sentence < len(found.sentences):
        return None
    sentence = found.sentences[source.sentence]
    start, end = sentence.start, sentence.end
    if end - start > LENGTH:
        middle = found.figures[source.figure].start if source.figure is not None else start
        start = max(start, min(middle - LENGTH // 2, end - LENGTH))
        end = min(end, start + LENGTH)
    told = " ".join(found.article.text[start:end].replace("\x00", "").split())
    return f"{'… ' if start > sentence.start else ''}{told}{' …' if end < sentence.end else ''}"
