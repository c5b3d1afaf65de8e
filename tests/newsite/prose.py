"""Invented prose in three languages: the same for the same number, never the same for two."""

from __future__ import annotations

import random
from pathlib import Path

#: A line a language: its code, then its words.
LINES = Path(__file__).with_name("words.txt").read_text("utf-8").splitlines()
WORDS = {line.split()[0]: line.split()[1:] for line in LINES}


def sentence(rng: random.Random, lang: str, least: int = 9, most: int = 16) -> str:
    words = [rng.choice(WORDS[lang]) for _ in range(rng.randint(least, most))]
    return " ".join(words).capitalize()


def title(number: int, lang: str, edition: str = "") -> str:
    rng = random.Random(f"title {number} {lang} {edition}")
    return sentence(rng, lang, 6, 9) + f" {number}"


def paragraphs(number: int, lang: str, edition: str = "") -> list[str]:
    """Six paragraphs; an edition has another last one."""
    rng = random.Random(f"text {number} {lang}")
    text = [". ".join(sentence(rng, lang) for _ in range(3)) + "." for _ in range(6)]
    if edition:
        text.append(". ".join(sentence(random.Random(f"{edition} {number}"), lang) for _ in range(2)) + ".")
    return text


def slug(number: int) -> str:
    rng = random.Random(f"slug {number}")
    return "-".join(
        rng.choice(("chi-bo", "dang-vien", "nghi-quyet", "dai-hoi", "xay-dung", "nong-thon")) for _ in range(3)
    )
