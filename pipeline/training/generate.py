"""Sentences of the genre with the names in them marked: templates × gazetteer × spelling tables.

    Generator(lang, seed=1).sentences(3000)   -> [Marked(text, [(start, end, label), …]), …] the same for the same seed

Templates are ``templates/<lang>.toml``; what their slots mean stands in ``templates/README.md``. Names are
drawn as often as the gazetteer and the tables of names say, and spelled as often as the spelling tables say.
"""

from __future__ import annotations

import math
import random
import re
import tomllib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import name_index
from pipeline.packs import load
from pipeline.resources import models
from pipeline.spelling import Speller, fold_words, source_tables, spelling_languages

TEMPLATES = Path(__file__).parent / "templates"
LABELS = ("LOC", "ORG", "PER")
#: Shares: persons who are no Vietnamese, syllables written as one word with the next, names of two and of four words,
#: names written in capitals, where a language has them, and holders of the highest offices.
FOREIGN, JOINED, TWO, FOUR, CAPITALS, HOLDERS = 0.12, 0.02, 0.15, 0.22, 0.05, 0.06
#: How often a place of each level is drawn where the template leaves it open.
LEVELS = {"province": 4.0, "district": 3.0, "commune": 3.0, "country": 1.0}
_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")
_SYMBOLS = ("NQ/TW", "KH/TU", "CT/TU", "QĐ/HU", "HD/BTCTW", "CTr/HU")


class Marked(NamedTuple):
    """A text and the names in it: (start, end, label), disjoint and in order; offsets count code points."""

    text: str
    spans: list[tuple[int, int, str]]


class Generator:
    """Draws sentences of one language; every draw comes from one seeded source of chance."""

    def __init__(self, lang: str, seed: int) -> None:
        path = TEMPLATES / f"{lang}.toml"
        if not path.is_file():
            known = ", ".join(sorted(p.stem for p in TEMPLATES.glob("*.toml")))
            raise FileNotFoundError(f"{path}: no templates for {lang!r}; there are some for {known}; write them first")
        self.lang = lang
        self._templates: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        self._chance = random.Random(f"{lang} {seed}")
        self._capitals = bool(load(lang).settings.get("capitals"))
        self._speller = Speller.load(lang) if lang in spelling_languages() else None

    def sentences(self, number: int) -> list[Marked]:
        """So many sentences, every template in turn, in an order that the seed decides."""
        templates: list[str] = list(self._templates["sentences"]["list"])
        out: list[Marked] = []
        while len(out) < number:
            self._chance.shuffle(templates)
            out += [self.sentence(template) for template in templates[: number - len(out)]]
        return out

    def sentence(self, template: str) -> Marked:
        """One sentence from a template; ``KeyError`` names a slot that nothing fills."""
        pieces: list[str] = []
        spans: list[tuple[int, int, str]] = []
        length = done = 0
        for match in _SLOT.finditer(template):
            pieces.append(template[done : match.start()])
            length += len(pieces[-1])
            done = match.end()
            name, kind = match[1], match[2] or ""
            text, inner = (self._name(name, kind), []) if name in LABELS else self.sentence(self._fill(name, kind))
            if name in LABELS and self._capitals and self._chance.random() < CAPITALS:
                text = text.upper()
            spans += [(length, length + len(text), name)] if name in LABELS else []
            spans += [(length + start, length + end, label) for start, end, label in inner]
            pieces.append(text)
            length += len(text)
        return Marked("".join((*pieces, template[done:])), spans)

    def _name(self, label: str, kind: str) -> str:
        if label == "PER":
            return self._person(kind)
        if label == "LOC":
            return self._place(kind)
        bodies = self._templates["bodies"]
        if kind.endswith("_"):
            return self.sentence(self._chance.choice(self._templates["slots"][kind[:-1]])).text
        return self.sentence(self._chance.choice(bodies[kind or self._chance.choice(sorted(bodies))])).text

    def _fill(self, name: str, kind: str) -> str:
        chance = self._chance
        numbers = {
            "int": lambda: str(int(10 ** chance.uniform(0.3, 3.7))),
            "pct": lambda: f"{chance.uniform(40, 110):.{chance.randrange(3)}f}",
            "year": lambda: str(chance.randint(1990, 2026)),
            "day": lambda: str(chance.randint(1, 31)),
            "mon": lambda: str(chance.randint(1, 12)),
            "docno": lambda: f"{chance.randint(1, 150)}-{chance.choice(_SYMBOLS)}",
            "place": lambda: self._place(kind),
            "person": lambda: self._person("vietnamese"),
            "given": lambda: self._spelled(self._given()[-1]),
        }
        if name in numbers:
            return numbers[name]()
        slots = self._templates["slots"]
        if name not in slots:
            known = ", ".join(sorted({*slots, *numbers, *LABELS}))
            raise KeyError(f"{TEMPLATES / self.lang}.toml: nothing fills {{{name}}}; allowed: {known}")
        return str(chance.choice(slots[name]))

    def _person(self, kind: str) -> str:
        chance = self._chance
        foreign = self._templates["foreign"]
        if kind == "hcm":
            return self._spelled(*fold_words("Hồ Chí Minh"))
        if kind == "foreign" or (not kind and chance.random() < FOREIGN):
            if chance.random() < 0.5:
                return str(chance.choice(foreign["names"]))
            return f"{chance.choice(foreign['first'])} {chance.choice(foreign['last'])}"
        if not kind and chance.random() < HOLDERS:
            return self._spelled(*fold_words(chance.choice(self._holders)))
        given = self._given()
        if kind == "short":
            return self._spelled(*(given if chance.random() < 0.3 else given[-1:]))
        drawn, family = chance.random(), self._family()
        if drawn < TWO:
            given = given[-1:]
        elif drawn > 1.0 - FOUR and len(given) == 2:
            given = (chance.choice((*self._middle, self._family())), *given)
        return self._spelled(family, *given)

    def _given(self) -> Sequence[str]:
        names: tuple[str, ...] = self._chance.choice(name_index.given_pairs())[0]
        if len(names) == 2 and self._chance.random() < 0.4:
            return self._chance.choice(self._middle), names[-1]
        return names

    @cached_property
    def _holders(self) -> list[str]:
        """Holders of the highest offices: some of them are known by no family name."""
        return sorted({name for names in source_tables()["holders"].values() for name in names})

    @cached_property
    def _middle(self) -> list[str]:
        return [name for rank in source_tables()["middle"]["ranks"] for name in rank]

    def _family(self) -> str:
        shares: dict[str, float] = source_tables()["family"]
        # The square root: the tagger should know the rare ones too.
        return self._chance.choices(list(shares), [math.sqrt(share) for share in shares.values()])[0]

    def _place(self, level: str) -> str:
        chance = self._chance
        if level == "hcm":
            return self._spelled(*fold_words("Hồ Chí Minh"))
        level = level or chance.choices(list(LEVELS), list(LEVELS.values()))[0]
        if level == "foreign":
            return str(chance.choice(self._templates["foreign"]["places"]))
        if level == "country":
            return chance.choice(self._countries)
        if level == "village":
            words = fold_words(chance.choice(self._places["commune"]))
            return self._spelled(*words[:-1], fold_words(chance.choice(self._places["commune"]))[-1])
        name = chance.choice(self._places[level])
        return self._spelled(*fold_words(name)) if self._speller else name

    @cached_property
    def _places(self) -> dict[str, list[str]]:
        head, *lines = models("gazetteer", "places.tsv").read_text(encoding="utf-8").splitlines()
        columns = head.split("\t")
        out: dict[str, set[str]] = {}
        for line in lines:
            row = dict(zip(columns, line.split("\t"), strict=True))
            if not row["name"][-1].isdigit():
                out.setdefault(row["level"], set()).add(row["name"])
        return {level: sorted(names) for level, names in out.items()}

    @cached_property
    def _countries(self) -> list[str]:
        head, *lines = models("gazetteer", "countries.tsv").read_text(encoding="utf-8").splitlines()
        column = head.split("\t").index(self.lang)
        return [line.split("\t")[column].split("|")[0] for line in lines]

    def _spelled(self, *words: str) -> str:
        if self._speller is None:
            return " ".join(word[:1].upper() + word[1:] for word in words)
        out = ""
        for word in words:
            options = self._speller.spell(word.lower()) or {word: 0.0}
            letters = self._chance.choices(list(options), [math.exp(-cost) for cost in options.values()])[0]
            out += ("" if not out or self._chance.random() < JOINED else " ") + letters
        return out
