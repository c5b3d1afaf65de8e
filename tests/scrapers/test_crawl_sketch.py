"""Near-duplicates: what is called the same, what is not, and what the threshold rests on."""

from __future__ import annotations

import random
import statistics

import pytest

from scrapers.crawl.sketch import LOOKED_UP, SAME, packed, resemblance, sketch, unpacked
from tests.newsite import prose

LANGS = ("vi", "ar", "fa")


def text(number: int, lang: str) -> str:
    return "\n".join(prose.paragraphs(number, lang))


def edited(original: str, seed: int) -> str:
    """The same article as another paper has it: another headline, an agency's name, a changed word here and there."""
    rng = random.Random(seed)
    words = original.split(" ")
    for _ in range(3):
        words[rng.randrange(len(words))] = "khác"
    return "Another headline over the same report, by our desk. " + " ".join(words) + " (TTXVN)"


def truth(a: str, b: str) -> float:
    """The share of common shingles, counted out."""

    def shingles(t: str) -> set[tuple[str, ...]]:
        words = t.casefold().replace(".", " ").replace(",", " ").split()
        return {tuple(words[i : i + 4]) for i in range(len(words) - 3)}

    one, two = shingles(a), shingles(b)
    return len(one & two) / len(one | two)


def test_the_threshold_lies_between_copies_and_other_articles() -> None:
    copies, others, errors = [], [], []
    for number in range(60):
        lang = LANGS[number % 3]
        one, copy, other = text(number, lang), edited(text(number, lang), number), text(number + 3, lang)
        copies.append(resemblance(sketch(one), sketch(copy)))
        others.append(resemblance(sketch(one), sketch(other)))
        errors.append(copies[-1] - truth(one, copy))
    assert min(copies) > SAME > 5 * max(others)
    assert statistics.pstdev(errors) < 0.08


def test_copies_share_one_of_the_hashes_that_are_looked_up() -> None:
    for number in range(200):
        one, copy = sketch(text(number, "vi")), sketch(edited(text(number, "vi"), number))
        assert set(one[:LOOKED_UP]) & set(copy[:LOOKED_UP])


def test_marks_case_and_spacing_make_no_difference() -> None:
    one = text(1, "fa")
    assert sketch(one) == sketch(one.replace(" ", " \n"))
    assert sketch("Ab " * 3 + text(1, "vi")) == sketch("aB " * 3 + text(1, "vi").upper())
    marked = text(1, "ar").replace("ا", "ا\u064e").replace("ل", "ل\u0640")
    assert sketch(text(1, "ar")) == sketch(marked)


@pytest.mark.parametrize("short", ["", "one two three", "? !", "x " * 500])
def test_a_text_that_says_too_little_is_nobodys_copy(short: str) -> None:
    assert sketch(short) == []
    assert resemblance(sketch(short), sketch(short)) == 0.0


def test_a_sketch_is_kept_as_text() -> None:
    made = sketch(text(5, "ar"))
    assert unpacked(packed(made)) == made and unpacked("") == []
