"""Trains the names tagger: ``models/<lang>/weights``, the same byte for byte from the same data and seed.

    train(lang, public=Path("…/ner"))       write weights and their description; returns the description
    fit(lang, sentences, into)              the CRF alone

Data: sentences that ``pipeline.training.generate`` draws, the project's own articles with the names that rules and
gazetteer find in them (``pipeline.training.bootstrap``), and the public set of the language, where ``public`` names
the folder that holds it. One thread, a fixed number of iterations, features in the order in which the data has them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.name_index import input_digest
from pipeline.resources import models
from pipeline.tagger import ABOUT, WEIGHTS
from pipeline.tagger_features import VERSION, features
from pipeline.text import fold
from pipeline.training.bootstrap import own_articles
from pipeline.training.conll import public as public_set
from pipeline.training.generate import Generator, Marked

SEED, GENERATED = 1, 6000
#: Name, licence, sentences.
Source = tuple[str, str, list[Marked]]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a training run is told: iterations of L-BFGS, weights of the two penalties, and how often a feature must
    be seen."""

    iterations: int = 80
    c1: float = 0.3
    c2: float = 0.05
    least: int = 2


def train(
    lang: str, public: Path | None, seed: int = SEED, into: Path | None = None, generated: int = GENERATED
) -> dict[str, Any]:
    """Train a language and write its weights into a folder (``models/<lang>/weights``); returns their description.

    ``public`` is the folder of public sets, ``None`` to do without; ``generated`` the number of generated sentences.
    """
    folder = into or models(lang, "weights")
    folder.mkdir(parents=True, exist_ok=True)
    sources = data(lang, public, seed, generated)
    settings = Settings()
    fit(lang, [sentence for _, _, sentences in sources for sentence in sentences], folder / WEIGHTS, settings)
    about = {
        "sha256": hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest(),
        "features": VERSION,
        "lang": lang,
        "seed": seed,
        "public": len(sources) > 2,
        "licence": " AND ".join(sorted({licence for _, licence, _ in sources})),
        "tables": input_digest(),
        "data": [describe(source) for source in sources],
        "settings": {name: getattr(settings, name) for name in settings.__slots__},
        "versions": {"python-crfsuite": version("python-crfsuite")},
    }
    (folder / ABOUT).write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return about


def data(lang: str, public: Path | None, seed: int = SEED, generated: int = GENERATED) -> list[Source]:
    """What a language is trained on, in this order: generated sentences, own articles, the public set where there is
    one."""
    sources: list[Source] = [
        ("generated", "MIT", Generator(lang, seed).sentences(generated)),
        ("own articles", "MIT", own_articles(lang)),
    ]
    found = public_set(lang, public) if public else None
    return [*sources, (found.name, found.licence, found.train)] if found else sources


def fit(lang: str, sentences: Iterable[Marked], into: Path, settings: Settings | None = None) -> None:
    """Train a CRF on marked sentences, in their order, and write it to a file."""
    import pycrfsuite

    told = settings or Settings()
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(
        {
            "c1": told.c1,
            "c2": told.c2,
            "max_iterations": told.iterations,
            "feature.minfreq": told.least,
            "feature.possible_transitions": True,
        }
    )
    for sentence in sentences:
        seen, labels = example(lang, sentence)
        if labels:
            trainer.append(seen, labels)
    trainer.train(str(into))


def example(lang: str, sentence: Marked) -> tuple[list[list[str]], list[str]]:
    """What the tagger sees of each word of a sentence, and the labels it should give: a word that a name touches is
    the name's."""
    view = fold(sentence.text)
    words, seen = features(lang).of(view, 0, len(view.folded))
    return seen, labels_of([view.span(*word) for word in words], sentence.spans)


def labels_of(words: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int, str]]) -> list[str]:
    """``B-``, ``I-`` and ``O`` labels of words, after disjoint spans in order."""
    labels: list[str] = []
    at, last = 0, -1
    for start, end in words:
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        if at < len(spans) and spans[at][0] < end:
            labels.append(("I-" if last == at else "B-") + spans[at][2])
            last = at
        else:
            labels.append("O")
    return labels


def describe(source: Source) -> dict[str, Any]:
    """What the description of weights says of a source: how much it is, and a digest of it."""
    name, licence, sentences = source
    digest = hashlib.sha256(json.dumps(sentences, ensure_ascii=False).encode())
    names = {label: sum(span[2] == label for s in sentences for span in s.spans) for label in ("LOC", "ORG", "PER")}
    return {"name": name, "licence": licence, "sentences": len(sentences), "names": names, "sha256": digest.hexdigest()}
