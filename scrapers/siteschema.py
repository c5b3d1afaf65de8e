"""What a site file may hold, and the checks that each of its keys has to pass.

Every problem is a line ``[key]: what was found; what is allowed; what to do``; the caller puts the file before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

LIST_KINDS = ("feed", "sitemap", "news-sitemap", "listing", "topic", "addresses")
_SELECTORS = ("title", "lead", "body", "date", "author", "source", "cut")

_Check = Callable[[Any], str | None]
#: key -> (required, check); a check returns what is wrong, or None.
_Table = dict[str, tuple[bool, _Check]]


def problems_of(raw: dict[str, Any], folder: str) -> list[str]:
    """Everything wrong with one file's content; ``folder`` is the language that its folder names."""
    found = list(_table("", raw, _TOP))
    if raw.get("language") not in (None, folder):
        found.append(f"[language]: {raw['language']!r} in the folder {folder!r}; they must be the same; move the file")
    for index, item in enumerate(_dicts(raw.get("lists"))):
        found += _table(f"lists.{index}", item, _LIST)
        found += _list_needs(f"lists.{index}", item)
        if isinstance(item.get("rewrite"), dict):
            found += _table(f"lists.{index}.rewrite", item["rewrite"], _REWRITE)
            found += _rewrite_example(f"lists.{index}.rewrite", item["rewrite"])
    for index, item in enumerate(_dicts(raw.get("layouts"))):
        found += _table(f"layouts.{index}", item, _LAYOUT)
    for key in ("drop", "tail"):
        for index, item in enumerate(_dicts(raw.get(key))):
            found += _table(f"{key}.{index}", item, _LINE)
            found += _line_examples(f"{key}.{index}", item)
    articles = raw.get("articles")
    if isinstance(articles, dict):
        found += _table("articles", articles, _ARTICLES)
        found += _article_examples(articles)
    found += _unverified(raw)
    return found


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _table(prefix: str, raw: dict[str, Any], allowed: _Table) -> Iterator[str]:
    """Unknown keys, missing keys, and values that fail their check."""
    dot = f"{prefix}." if prefix else ""
    for key, value in raw.items():
        if key not in allowed:
            near = get_close_matches(key, allowed, 1)
            remedy = f"did you mean {near[0]!r}?" if near else "take it out"
            yield f"[{dot}{key}]: unknown key; allowed are {', '.join(allowed)}; {remedy}"
            continue
        wrong = allowed[key][1](value)
        if wrong:
            yield f"[{dot}{key}]: {wrong}"
    for key, (required, _) in allowed.items():
        if required and key not in raw:
            yield f"[{dot}{key}]: missing; every site needs it; add it"


def _text(value: Any) -> str | None:
    return None if isinstance(value, str) and value.strip() else f"{value!r}; a text that is not empty is needed"


def _texts(value: Any) -> str | None:
    good = isinstance(value, list) and value and all(isinstance(item, str) and item.strip() for item in value)
    return None if good else f"{value!r}; a list of texts with at least one in it is needed"


def _tables(value: Any) -> str | None:
    good = isinstance(value, list) and value and all(isinstance(item, dict) for item in value)
    return None if good else f"{value!r}; one or more tables in double brackets are needed"


def _one_table(value: Any) -> str | None:
    return None if isinstance(value, dict) else f"{value!r}; a table is needed"


def _code(letters: str) -> _Check:
    def check(value: Any) -> str | None:
        good = isinstance(value, str) and re.fullmatch(letters, value)
        return None if good else f"{value!r}; {letters} is needed, for example VN or vi"

    return check


def _address(value: Any) -> str | None:
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
    except ValueError:
        parts = None
    good = parts is not None and parts.scheme in ("http", "https") and parts.hostname
    return None if good else f"{value!r}; a whole address that begins with http:// or https:// is needed"


def _addresses(value: Any) -> str | None:
    return _texts(value) or next((wrong for item in value if (wrong := _address(item))), None)


def _paged(value: Any) -> str | None:
    wrong = _address(value)
    return wrong or (None if "{page}" in value else f"{value!r}; put {{page}} where the page's number stands")


def _number(low: float, high: float) -> _Check:
    def check(value: Any) -> str | None:
        good = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
        return None if good else f"{value!r}; a number from {low:g} to {high:g} is needed"

    return check


def _one_of(*allowed: str) -> _Check:
    def check(value: Any) -> str | None:
        return None if value in allowed else f"{value!r}; allowed are {', '.join(allowed)}; choose one of them"

    return check


def _pattern(value: Any) -> str | None:
    if not isinstance(value, str):
        return f"{value!r}; a regular expression in quotes is needed"
    try:
        re.compile(value)
    except re.error as error:
        return f"{value!r} is no regular expression: {error}; mend it"
    return None


def _selector(value: Any) -> str | None:
    chosen = [value] if isinstance(value, str) else value
    wrong = _texts(chosen)
    if wrong:
        return wrong
    for selector in chosen:
        try:
            CSSSelector(selector)
        except SelectorError as error:
            return f"{selector!r} is no CSS selector: {error}; mend it"
    return None


def _formats(value: Any) -> str | None:
    chosen = [value] if isinstance(value, str) else value
    wrong = _texts(chosen)
    lacking = None if wrong else next((item for item in chosen if "%d" not in item or "%m" not in item), None)
    return wrong or (f"{lacking!r}; a strptime format with at least %d and %m is needed" if lacking else None)


def _zone(value: Any) -> str | None:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, TypeError):
        return f"{value!r}; the name of a time zone is needed, for example Asia/Ho_Chi_Minh"
    return None


def _day(value: Any) -> str | None:
    return None if type(value) is date else f"{value!r}; a day without quotes is needed, for example 2025-07-01"


def _list_needs(prefix: str, item: dict[str, Any]) -> Iterator[str]:
    needed = "addresses" if item.get("kind") == "addresses" else "url"
    if needed not in item:
        yield f"[{prefix}.{needed}]: missing; a list of kind {item.get('kind')!r} needs it; add it"


def _rewrite_example(prefix: str, item: dict[str, Any]) -> Iterator[str]:
    if any(not isinstance(item.get(key), str) for key in ("from", "to", "example", "gives")) or _pattern(item["from"]):
        return  # said already
    try:
        made = re.sub(item["from"], item["to"], item["example"])
    except (re.error, IndexError) as error:
        yield f"[{prefix}.to]: {item['to']!r}: {error}; it may name groups of 'from' only, as \\1"
        return
    if made != item["gives"]:
        yield f"[{prefix}.gives]: {item['gives']!r}, but the example becomes {made!r}; mend one of the two"


def _article_examples(articles: dict[str, Any]) -> Iterator[str]:
    if (
        _pattern(articles.get("pattern"))
        or _texts(articles.get("examples"))
        or _texts(articles.get("counter_examples"))
    ):
        return  # said already
    pattern = re.compile(articles["pattern"])
    for url in articles["examples"]:
        if not pattern.search(url):
            yield f"[articles.examples]: {url!r} is not matched by the pattern; an example must be; mend one of the two"
    for url in articles["counter_examples"]:
        if pattern.search(url):
            yield f"[articles.counter_examples]: {url!r} is matched by the pattern; it must not be; mend one of the two"


def _line_examples(prefix: str, item: dict[str, Any]) -> Iterator[str]:
    if any(_text(item.get(key)) for key in ("example", "counter_example")) or _pattern(item.get("line")):
        return  # said already
    pattern = re.compile(item["line"])
    if not pattern.search(item["example"]):
        yield f"[{prefix}.example]: {item['example']!r} is not matched by the line's pattern; mend one of the two"
    if pattern.search(item["counter_example"]):
        yield f"[{prefix}.counter_example]: {item['counter_example']!r} is matched; it must not be; mend one of the two"


def _unverified(raw: dict[str, Any]) -> Iterator[str]:
    """Each name under ``unverified`` must be a key that the file has: ``lists.0.url``, ``layouts.body``."""
    marked = raw.get("unverified", [])
    if _texts(marked):
        return
    for name in marked:
        if not _has(raw, name.split(".")):
            yield f"[unverified]: {name!r} names nothing in this file; write a key such as lists.0.url or layouts.body"


def _has(value: Any, steps: list[str]) -> bool:
    if not steps:
        return True
    if isinstance(value, list):
        if steps[0].isdigit():
            return int(steps[0]) < len(value) and _has(value[int(steps[0])], steps[1:])
        return any(_has(item, steps) for item in value)
    return isinstance(value, dict) and steps[0] in value and _has(value[steps[0]], steps[1:])


_TOP: _Table = {
    "name": (True, _text),
    "language": (True, _code("[a-z]{2,3}")),
    "country": (True, _code("[A-Z]{2}")),
    "province": (False, _text),
    "home": (True, _address),
    "timezone": (False, _zone),
    "min_relevance": (False, _number(0, 1)),
    "checked": (True, _text),
    "unverified": (False, _texts),
    "valid_until": (False, _day),
    "not_authors": (False, _texts),
    "lists": (True, _tables),
    "articles": (True, _one_table),
    "layouts": (False, _tables),
    "drop": (False, _tables),
    "tail": (False, _tables),
}
_LIST: _Table = {
    "kind": (True, _one_of(*LIST_KINDS)),
    "url": (False, _address),
    "pages": (False, _paged),
    "first": (False, _number(0, 100)),
    "last": (False, _number(1, 10_000)),
    "links": (False, _selector),
    "skip": (False, _pattern),
    "addresses": (False, _addresses),
    "rewrite": (False, _one_table),
}
_REWRITE: _Table = {"from": (True, _pattern), "to": (True, _text), "example": (True, _text), "gives": (True, _text)}
_ARTICLES: _Table = {
    "pattern": (True, _pattern),
    "examples": (True, _addresses),
    "counter_examples": (True, _addresses),
}
_LAYOUT: _Table = {
    **dict.fromkeys(_SELECTORS, (False, _selector)),
    "date_format": (False, _formats),
    "valid_until": (False, _day),
}
_LINE: _Table = {"line": (True, _pattern), "example": (True, _text), "counter_example": (True, _text)}
