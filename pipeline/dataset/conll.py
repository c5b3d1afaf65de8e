"""CoNLL: ``conll/<lang>.conll``, a token a line, a blank line after a sentence, a column of BIO labels a kind.

The kinds overlap (a body's name holds its place's), hence a column each. Comments name the columns and the article.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import groupby
from pathlib import Path

from spacy.tokens import Doc
from sqlalchemy.engine import Connection

from pipeline.components import blank
from pipeline.dataset.annotate import extracted
from pipeline.dataset.docbin import document
from pipeline.dataset.select import Choice
from pipeline.records import KINDS, Extraction

HEADING = f"# global.columns = FORM START END {' '.join(kind.upper() for kind in KINDS)}\n"


def write(connection: Connection, folder: Path, choice: Choice) -> None:
    """Write the chosen articles into ``folder``."""
    (folder / "conll").mkdir()
    for lang, of_lang in groupby(extracted(connection, choice), key=lambda found: found.article.lang or ""):
        nlp = blank(lang)
        with (folder / "conll" / f"{lang}.conll").open("w", encoding="utf-8", newline="\n") as out:
            out.write(HEADING)
            for found in of_lang:
                out.writelines(lines(document(nlp.make_doc(found.article.text), found), found))


def lines(doc: Doc, found: Extraction) -> list[str]:
    """The lines of one article."""
    labels = {kind: _bio(doc, kind) for kind in KINDS}
    starts = [sentence.start for sentence in found.sentences]
    out = [f"# newdoc id = {found.article.id}\n"]
    before: int | None = None
    for token in doc:
        if token.is_space:
            continue
        sentence = bisect_right(starts, token.idx)
        if before is not None and sentence != before:
            out.append("\n")
        before = sentence
        columns = [token.text, str(token.idx), str(token.idx + len(token)), *(labels[kind][token.i] for kind in KINDS)]
        out.append("\t".join(columns) + "\n")
    return [*out, "\n"]


def _bio(doc: Doc, kind: str) -> list[str]:
    """A label a token; of mentions within each other the longest counts."""
    told = ["O"] * len(doc)
    for span in sorted(doc.spans[kind], key=lambda span: (span.start - span.end, span.start)):
        if set(told[span.start : span.end]) == {"O"}:
            told[span.start : span.end] = [f"B-{span.label_}", *[f"I-{span.label_}"] * (len(span) - 1)]
    return told
