"""spaCy's DocBin: ``spacy/<lang>-<number>.spacy``, spans and records as ``pipeline.components`` writes them."""

from __future__ import annotations

from itertools import groupby, islice
from pathlib import Path

from spacy.tokens import Doc, DocBin
from sqlalchemy.engine import Connection

from pipeline.components import blank, prepare
from pipeline.components import write as write_spans
from pipeline.dataset.annotate import extracted
from pipeline.dataset.select import Choice
from pipeline.records import Extraction

#: Documents a file.
DOCS = 500


def write(connection: Connection, folder: Path, choice: Choice) -> None:
    """Write the chosen articles into ``folder``."""
    (folder / "spacy").mkdir()
    for lang, of_lang in groupby(extracted(connection, choice), key=lambda found: found.article.lang or ""):
        nlp = blank(lang)
        number = -1
        while batch := list(islice(of_lang, DOCS)):
            number += 1
            docs = DocBin(store_user_data=True, docs=[document(nlp.make_doc(f.article.text), f) for f in batch])
            docs.to_disk(folder / "spacy" / f"{lang}-{number:05d}.spacy")


def document(doc: Doc, found: Extraction) -> Doc:
    """A document with the mentions as its spans."""
    told = found.to_dict()
    prepare(doc, told)
    write_spans(doc, told)
    return doc
