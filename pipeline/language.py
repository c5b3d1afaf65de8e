"""Which language a text is in, among those there are packs for.

The packs' own common words tell most texts at once. Where they do not, py3langid is asked, which knows a hundred
languages and so can say that a text is in none of ours.
"""

from __future__ import annotations

import re

from pipeline.packs import common_words, languages
from pipeline.text import fold_string

#: So much of a text is looked at, in characters, and so many words must be met before the packs' words are trusted.
SAMPLE, ENOUGH = 20_000, 8
#: The share of a text's words that must be common words of one pack, and how many times more than of any other. On
#: the shared articles and texts of twenty other languages the share is above 0.1 for the right pack and below 0.03
#: for all others.
SHARE, LEAD = 0.06, 2.0


class UnknownLanguage(ValueError):
    """A text in a language there is no pack for."""


def detect(text: str) -> str:
    """The code of the pack whose language ``text`` is in; ``UnknownLanguage`` where there is none."""
    words = re.findall(r"[^\W\d_]+", fold_string(text[:SAMPLE]))
    if not words:
        return languages()[0]
    scores = sorted(
        ((sum(w in common for w in words) / len(words), lang) for lang, common in _common().items()), reverse=True
    )
    best, runner = scores[0], (scores[1] if len(scores) > 1 else (0.0, ""))
    if len(words) >= ENOUGH and best[0] >= SHARE and best[0] >= LEAD * runner[0]:
        return best[1]
    from py3langid import classify

    guess = classify(text[:SAMPLE].encode("utf-8", "replace").decode("utf-8"))[0]
    if guess in _common():
        return str(guess)
    if best[0] >= SHARE:
        return best[1]
    raise UnknownLanguage(
        f"the text is in {guess!r}, for which there is no pack; there are packs for {', '.join(languages())}"
    )


def _common() -> dict[str, frozenset[str]]:
    return {lang: common_words(lang) for lang in languages()}
