"""Language packs: a folder under ``models/`` with a ``pack.toml``, loaded, folded and checked.

A pack holds *tables* (a code or number and the words that say it) and *rules* (a named pattern over tables, with
examples and counter-examples). What keys a file may have is said in ``pack_schema``; nothing here or above names a
language.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from pipeline.pack_schema import RULE_KEYS, TABLE_OPTIONS, TABLES, allowed_values, check_public, check_rule
from pipeline.pack_shape import SHAPES, misshapen
from pipeline.resources import models_dir
from pipeline.text import fold_string

#: One token of a folded text: a run of digits, a word, line ends, or a run of one mark.
TOKEN = re.compile(r"\d+|[^\W\d_]+|\n+|([^\w\s]|_)\1*")
ZWNJ = "\u200c"

Key = tuple[str, ...]


class PackError(ValueError):
    """A pack that cannot be used; every line says file, key, what was found, what is allowed and what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(slots=True)
class Table:
    """Words and what they stand for. ``first`` maps a first token to (the tokens after it, value), longest first."""

    name: str
    entries: dict[Key, str] = field(default_factory=dict)
    first: dict[str, list[tuple[Key, str]]] = field(default_factory=dict)
    last: dict[str, list[tuple[Key, str]]] = field(default_factory=dict)
    #: Whether every entry is one token.
    single: bool = False

    def index(self) -> None:
        """Make ``first`` (and ``last``, its mirror) from the entries."""
        for key, value in self.entries.items():
            self.first.setdefault(key[0], []).append((key[1:], value))
            self.last.setdefault(key[-1], []).append((key[-2::-1], value))
        for bucket in (*self.first.values(), *self.last.values()):
            bucket.sort(key=lambda entry: -len(entry[0]))
        self.single = all(len(key) == 1 for key in self.entries)


@dataclass(slots=True)
class Rule:
    """A named pattern; ``options`` are the keys that its stage gives a meaning to."""

    name: str
    pattern: str
    options: dict[str, Any]
    examples: list[dict[str, Any]]
    counter: list[str]


@dataclass(slots=True)
class Pack:
    """Everything that is known of one language."""

    lang: str
    name: str
    direction: str
    settings: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    rules: dict[str, list[Rule]] = field(default_factory=dict)
    patterns: dict[str, dict[str, str]] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        """A table by name; an empty one where the pack has none, since no language needs them all."""
        return self.tables.get(name) or Table(name)


def variants(words: str) -> Iterator[Key]:
    """The token sequences of a table's words: a ZWNJ may be kept, lost, or a space in running text."""
    folded = [fold_string(part) for part in words.split(ZWNJ)]
    for joints in product(("", " "), repeat=len(folded) - 1):
        text = folded[0] + "".join(joint + part for joint, part in zip(joints, folded[1:], strict=True))
        yield tuple(match.group() for match in TOKEN.finditer(text))


def languages() -> list[str]:
    """The languages there is a pack for, in the order of their codes."""
    return sorted(p.parent.name for p in models_dir().glob("*/pack.toml"))


def names() -> list[str]:
    """What those languages are called, in English, in the same order."""
    told = (tomllib.loads((models_dir() / lang / "pack.toml").read_text(encoding="utf-8")) for lang in languages())
    return [str(pack["name"]) for pack in told]


@cache
def load(lang: str) -> Pack:
    """The pack of a language; ``PackError`` with all that is wrong, where something is."""
    pack, problems = read(models_dir() / lang)
    if problems:
        raise PackError(problems)
    return pack


@cache
def common_words(lang: str) -> frozenset[str]:
    """The folded common words of a language, from its ``language.toml`` alone: all that telling languages needs."""
    words = _toml(models_dir() / lang / "language.toml", []).get("tables", {}).get("common", [])
    return frozenset(word for form in words for key in variants(form) for word in key)


def read(folder: Path) -> tuple[Pack, list[str]]:
    """A pack read from a folder, and the problems found on the way."""
    problems: list[str] = []
    head = _toml(folder / "pack.toml", problems)
    pack = Pack(folder.name, str(head.get("name", folder.name)), str(head.get("direction", "ltr")))
    if pack.direction not in ("ltr", "rtl"):
        problems.append(f"{_at(folder / 'pack.toml')} [direction]: {pack.direction!r}; allowed: ltr, rtl; write one")
    pack.settings = dict(head.get("text", {}))
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in SHAPES:
            problems.append(f"{_at(path)}: no such file in a pack; allowed: {', '.join(SHAPES)}; rename or remove it")
        if path.stem == "pack" or path.stem not in SHAPES:
            continue
        data = _toml(path, problems)
        pack.files[path.stem] = data
        for name, words in data.get("tables", {}).items():
            _add_table(pack, path, name, words, problems)
        pack.patterns[path.stem] = data.get("patterns", {})
        pack.rules[path.stem] = _rules(path, data, problems)
        if "public" in data:
            problems += [f"{_at(path)} [public]: {problem}" for problem in check_public(data["public"])]
    for table in pack.tables.values():
        table.index()
    return pack, problems + _names_no_table(pack)


def _names_no_table(pack: Pack) -> list[str]:
    """Options of rules that name tables which the pack does not have."""
    return [
        f"models/{pack.lang}/{stage}.toml [rules {rule.name!r}]: {option} names the table {name!r}, which this pack "
        f"does not have; write [tables.{name}] or take the name out"
        for stage, rules in pack.rules.items()
        for rule in rules
        for option in TABLE_OPTIONS
        for name in rule.options.get(option, ())
        if name not in pack.tables
    ]


def _rules(path: Path, data: dict[str, Any], problems: list[str]) -> list[Rule]:
    rules: list[Rule] = []
    for number, raw in enumerate(data.get("rules", []), start=1):
        name = str(raw.get("name", ""))
        where = f"{_at(path)} [rules {number} {name!r}]"
        if not name or any(rule.name == name for rule in rules):
            problems.append(f"{where}: a rule needs a name of its own; give it one")
        for wanted in ("pattern", "examples", "counter"):
            if not raw.get(wanted):
                problems.append(
                    f"{where}: no {wanted}; a rule needs a pattern, at least one example and one counter-example"
                )
        problems += [
            f"{where}: example {n} has no text; give it one"
            for n, e in enumerate(raw.get("examples", []), 1)
            if "text" not in e
        ]
        problems += [f"{where}: {problem}" for problem in check_rule(path.stem, raw)]
        options = {k: v for k, v in raw.items() if k not in RULE_KEYS}
        rules.append(Rule(name, str(raw.get("pattern", "")), options, raw.get("examples", []), raw.get("counter", [])))
    return rules


def _add_table(pack: Pack, path: Path, name: str, words: Any, problems: list[str]) -> None:
    where = f"{_at(path)} [tables.{name}"
    allowed = allowed_values(path.stem, name)
    if allowed is None:
        problems.append(
            f"{where}]: no stage reads this table; allowed: {', '.join(TABLES.get(path.stem, ()))}, own_...; "
            "rename or remove it"
        )
        return
    if name in pack.tables:
        problems.append(f"{where}]: stands in another file of this pack too; keep one")
    table = pack.tables[name] = Table(name)
    if isinstance(words, list):
        words = {name: words}
    seen: set[str] = set()
    for value, forms in words.items():
        if not allowed(value):
            problems.append(f"{where}.{value}]: {value!r} is not allowed here; allowed: {allowed.__doc__}; correct it")
        for form in forms:
            if form in seen:
                problems.append(f"{where}.{value}]: {form!r} stands twice in this table; remove one")
            seen.add(form)
            for key in variants(form):
                if not key:
                    problems.append(f"{where}.{value}]: {form!r} has no word in it; remove it")
                elif table.entries.setdefault(key, value) != value:
                    problems.append(
                        f"{where}.{value}]: {form!r} folds to {' '.join(key)!r}, which stands for "
                        f"{table.entries[key]!r} too; keep the words of one of them"
                    )


def _toml(path: Path, problems: list[str]) -> dict[str, Any]:
    """What a file holds; nothing where it cannot be read or has not the shape that it should."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(f"{_at(path)}: missing; a pack needs it; write it")
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(f"{_at(path)}: not TOML in UTF-8 ({error}); mend it")
        return {}
    wrong = [f"{_at(path)} {line}" for line in misshapen(SHAPES[path.stem], data)]
    problems += wrong
    return {} if wrong else data


def _at(path: Path) -> str:
    return "/".join(("models", *path.parts[-2:]))
