"""Stanza's names tagger in the place of ours (``--ner stanza``); needs the extra ``stanza`` and a model on the disk.

    load(lang)(text)   -> [Span(label, start, end, score), …]

Nothing is downloaded: what is missing is said in one line, with the command that fetches it. Models lie where Stanza
looks for them, in ``STANZA_RESOURCES_DIR`` or its own folder of the user's cache.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from functools import cache
from typing import Any

from pipeline.packs import PackError
from pipeline.tagger import Span

#: How labels of Stanza's models begin, in lower case, and what they are here. Others are none of ours.
_LABELS = {"per": "PER", "org": "ORG", "loc": "LOC", "gpe": "LOC", "fac": "LOC"}
PROCESSORS = "tokenize,ner"
INSTALL = "pip install torch==2.13.0 && pip install 'stanza>=1.10'"


class StanzaError(PackError):
    """Stanza, or its model of a language, cannot be used."""


def load(lang: str) -> Callable[[str], list[Span]]:
    """Stanza's tagger of a language; ``StanzaError`` with a remedy where there is none. Kept, one a language and
    folder."""
    return _load(lang, os.environ.get("STANZA_RESOURCES_DIR"))


@cache
def _load(lang: str, folder: str | None) -> Callable[[str], list[Span]]:
    try:
        import stanza
        from stanza.resources.common import DEFAULT_MODEL_DIR
    except ImportError as error:
        raise StanzaError([f"--ner stanza: {error.name or error} is not installed; run: {INSTALL}"]) from error
    where = folder or DEFAULT_MODEL_DIR
    try:
        model = stanza.Pipeline(
            lang, dir=where, processors=PROCESSORS, download_method=None, logging_level="ERROR", use_gpu=False
        )
    except (OSError, ValueError, KeyError, RuntimeError, EOFError, pickle.UnpicklingError) as error:
        fetch = f"python -c \"import stanza; stanza.download('{lang}', processors='{PROCESSORS}')\""
        said = " ".join(str(error).split())[:200]
        problem = (
            f"--ner stanza: no model for {lang!r} that can be loaded from {where} ({said}); fetch it with: {fetch}"
        )
        raise StanzaError([problem]) from error

    def tags(text: str) -> list[Span]:
        return _spans(model(text).ents)

    return tags


def _spans(entities: list[Any]) -> list[Span]:
    """Stanza gives no probability; what its model says counts as sure."""
    found = ((_LABELS.get(entity.type.lower()[:3]), entity) for entity in entities)
    return sorted(
        (Span(label, entity.start_char, entity.end_char, 1.0) for label, entity in found if label),
        key=lambda s: s.start,
    )
