"""The weights that are shipped, and what happens to ones that cannot be used."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import pipeline
from pipeline.packs import PackError, languages
from pipeline.resources import models
from pipeline.tagger import ABOUT, WEIGHTS, Tagger, WeightsError, check, describe, read_weights
from pipeline.text import fold
from pipeline.training.tagger import data
from pipeline.training.tagger import describe as describe_source


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of one language's weights, to be spoilt."""
    return Path(shutil.copytree(models("vi", "weights"), tmp_path / "vi" / "weights"))


def test_every_language_has_sound_weights() -> None:
    assert check() == []
    assert [line.partition("/")[0] for line in describe()] == languages()


@pytest.mark.parametrize("lang", languages())
def test_weights_are_small_and_tell_what_they_are_made_of(lang: str) -> None:
    size = models(lang, "weights", WEIGHTS).stat().st_size
    assert 100_000 < size < 4_500_000
    about = json.loads(models(lang, "weights", ABOUT).read_text("utf-8"))
    assert about["lang"] == lang and about["licence"] and about["versions"]
    assert all(source["licence"] and source["sentences"] and len(source["sha256"]) == 64 for source in about["data"])
    assert about["public"] == (len(about["data"]) > 2)


@pytest.mark.slow
@pytest.mark.parametrize("lang", languages())
def test_weights_are_of_the_data_that_there_is_now(lang: str, shared: Path) -> None:
    about = json.loads(models(lang, "weights", ABOUT).read_text("utf-8"))
    now = [describe_source(source) for source in data(lang, shared / "ner" if about["public"] else None, about["seed"])]
    stale = f"templates, tables of names, rules or articles have changed since; run `chibo models train --lang {lang}`"
    assert about["data"] == now, stale


def test_other_bytes_are_refused(copied: Path) -> None:
    content = bytearray((copied / WEIGHTS).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / WEIGHTS).write_bytes(content)
    with pytest.raises(
        WeightsError, match=r"SHA-256 \w{64}, names.json says \w{64}; run `chibo models train --lang vi`"
    ):
        read_weights(copied)


@pytest.mark.parametrize("name", [WEIGHTS, ABOUT])
def test_a_missing_file_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(WeightsError, match=rf"{name}: not there; there are weights for: .*vi; run"):
        read_weights(copied)


def test_weights_of_other_features_are_refused(copied: Path) -> None:
    about = json.loads((copied / ABOUT).read_text("utf-8"))
    (copied / ABOUT).write_text(json.dumps(about | {"features": 0}), "utf-8")
    with pytest.raises(WeightsError, match=r"\[features\]: 0, this version needs \d+"):
        read_weights(copied)


def test_a_broken_description_is_said(copied: Path) -> None:
    (copied / ABOUT).write_text("{", "utf-8")
    with pytest.raises(PackError, match="no JSON"):
        read_weights(copied)


def test_an_unknown_tagger_is_refused() -> None:
    with pytest.raises(ValueError, match="ner: 'bert'; allowed: crf, stanza, none"):
        pipeline.extract("Một câu.", lang="vi", ner="bert")


@pytest.mark.parametrize(
    ("lang", "text", "person"),
    [
        ("ar", "ثم تحدثت الرفيقة فونج ثي هوي نيابة عن الأسر.", "فونج ثي هوي"),
        ("fa", "سپس رفیق فونگ تی هوئه از طرف خانواده‌ها سخن گفت.", "فونگ تی هوئه"),
        ("vi", "Sau đó chị Phùng Thị Huệ thay mặt các gia đình phát biểu.", "Phùng Thị Huệ"),
    ],
)
def test_the_tagger_finds_a_person_by_herself(lang: str, text: str, person: str) -> None:
    spans = Tagger.load(lang).tags(fold(text), [(0, len(text))])
    assert [(s.label, text[s.start : s.end]) for s in spans] == [("PER", person)]


def test_long_and_strange_texts_pass() -> None:
    for text in ("", "\n\n", "٣" * 3000, "Lê " * 2000, "\u200c\u200c و" * 500, "a\u0300" * 50):
        for lang in languages():
            found = pipeline.extract(text or " ", lang=lang)
            assert all(text[m.start : m.end] == m.text for m in (*found.persons, *found.places, *found.organizations))
