"""Generated sentences."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise

import pytest

from pipeline.packs import languages
from pipeline.training.generate import LABELS, TEMPLATES, Generator


def test_every_language_has_templates() -> None:
    assert sorted(path.stem for path in TEMPLATES.glob("*.toml")) == languages()


@pytest.mark.parametrize("lang", languages())
def test_every_template_is_filled_and_marked(lang: str) -> None:
    data = tomllib.loads((TEMPLATES / f"{lang}.toml").read_text("utf-8"))
    templates = [*data["sentences"]["list"], *(body for bodies in data["bodies"].values() for body in bodies)]
    generator = Generator(lang, 7)
    for template in templates:
        text, spans = generator.sentence(template)
        assert "{" not in text and "}" not in text, template
        wanted = [match[1] for match in re.finditer(r"\{([A-Z]+)[:}]", template)]
        assert [label for _, _, label in spans] == wanted
        assert all(text[a:b] and text[a:b] == text[a:b].strip() for a, b, _ in spans), text
        assert all(first[1] <= second[0] for first, second in pairwise(spans))


@pytest.mark.parametrize("lang", languages())
def test_the_seed_decides(lang: str) -> None:
    assert Generator(lang, 3).sentences(50) == Generator(lang, 3).sentences(50)
    assert Generator(lang, 3).sentences(50) != Generator(lang, 4).sentences(50)


@pytest.mark.parametrize("lang", languages())
def test_every_label_is_drawn(lang: str) -> None:
    assert {label for one in Generator(lang, 1).sentences(100) for _, _, label in one.spans} == set(LABELS)


def test_what_nothing_fills_is_named() -> None:
    with pytest.raises(KeyError, match=r"nothing fills \{colour\}; allowed: .*topic"):
        Generator("vi", 1).sentence("Màu {colour}")
    with pytest.raises(FileNotFoundError, match="no templates for 'xx'; there are some for"):
        Generator("xx", 1)
