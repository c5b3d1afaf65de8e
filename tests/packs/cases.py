"""Every rule of every pack with its examples, as cases for the tests; and the shape of the toy packs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import packs
from pipeline.assemble import extract
from pipeline.docview import see
from pipeline.grammar import grammar
from pipeline.pack_schema import SILENT
from pipeline.packs import Rule
from pipeline.records import RECORDS, Article, plain
from pipeline.resources import models_dir

#: Keys of an example that are no field of a record.
EXAMPLE_KEYS = {"text", "mention", "published"}


@dataclass(slots=True, frozen=True)
class Case:
    """One rule of one pack."""

    lang: str
    stage: str
    rule: Rule

    @property
    def name(self) -> str:
        return f"{self.stage}.{self.rule.name}"

    @property
    def takes_away(self) -> bool:
        """Whether the rule yields nothing, and is there so that no other rule takes its text."""
        options = self.rule.options
        return "none" in (options.get("kind"), options.get("means")) or options.get("concept") in SILENT

    def found(self, text: str, published: str | None = None) -> list[dict[str, Any]]:
        """The records of the rule's stage in a text, as plain data, with those in boilerplate."""
        when = date.fromisoformat(published) if published else None
        extraction = extract(Article(text=text, lang=self.lang, published=when), boilerplate=True)
        records: list[dict[str, Any]] = plain(getattr(extraction, self.stage))
        return records

    def matches(self, text: str) -> bool:
        """Whether the rule's own pattern matches anywhere in a text."""
        doc = see(Article(text=text, lang=self.lang), packs.load(self.lang), grammar(self.lang))
        matcher = doc.grammar.matchers[self.stage]
        return any(True for _ in matcher.find(doc.tokens, doc.free, lambda match: match.rule.name == self.rule.name))


def cases() -> Iterator[Case]:
    """Every rule of every pack."""
    for lang in packs.languages():
        pack, _ = packs.read(models_dir() / lang)
        for stage, rules in pack.rules.items():
            yield from (Case(lang, stage, rule) for rule in rules)


def field_names(stage: str) -> set[str]:
    """What an example of a stage's rule may say."""
    return EXAMPLE_KEYS | {field.name for field in fields(RECORDS[stage])} - {
        "start",
        "end",
        "text",
        "sentence",
        "rule",
    }


def models_with(tmp_path: Path, lang: str, files: dict[str, str]) -> Path:
    """Chibo's own models folder with one more pack, of these files. Returns the pack's folder."""
    folder = tmp_path / "models"
    pack = folder / lang
    pack.mkdir(parents=True)
    for path in models_dir().iterdir():
        (folder / path.name).symlink_to(path)
    for name, text in files.items():
        (pack / name).write_text(text, encoding="utf-8")
    return pack
