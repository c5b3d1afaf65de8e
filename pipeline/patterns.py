"""The grammar of a rule's pattern: what its items look like, and which literal words it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.packs import TOKEN
from pipeline.text import fold_string

#: One item: ``{slot}``, ``<pattern>``, ``"quoted"``, one of the marks ``( ) | ? !``, or a literal.
ITEM = re.compile(
    r"""\s*(?:(?P<slot>\{[^}]+\})|(?P<sub><\w+>)|"(?P<quoted>[^"]+)"|(?P<mark>[()|?!])|(?P<literal>[^\s(){}<>|?!"]+))"""
)


def words_in(text: str) -> list[str]:
    """The tokens of a literal, folded."""
    return [match.group() for match in TOKEN.finditer(fold_string(text))]


def literals(pattern: str) -> Iterator[str]:
    """The literal words of a pattern, folded."""
    for item in ITEM.finditer(pattern):
        text = item.group("quoted") or item.group("literal")
        if text:
            yield from words_in(text)
