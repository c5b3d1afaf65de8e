"""What the options of the commands accept. Each raises ``typer.BadParameter`` (status 2), which names what is
allowed.
"""

from __future__ import annotations

from datetime import date, datetime

import typer

from pipeline import packs, render

SOURCE = "A .txt, .html or .warc(.gz) file, a folder, an address, or - for standard input."
ALLOW_PRIVATE = "Let addresses on this machine and in private networks be asked."
TAGGERS = ("crf", "stanza", "none")


def wrong(message: str, option: str) -> typer.BadParameter:
    """The command line is wrong at this option."""
    return typer.BadParameter(message, param_hint=f"'{option}'")


def language(value: str) -> str:
    """``auto`` or a language there is a pack for."""
    return _one_of(value, ("auto", *packs.languages()), "--lang")


def output_format(value: str) -> str:
    """A format by name."""
    return _one_of(value, render.formats(), "--format")


def kinds(value: str | None) -> tuple[str, ...]:
    """Kinds separated by commas, in the order of the contract; all where none is named."""
    if value is None:
        return render.LISTS
    named = {_one_of(kind.strip(), render.LISTS, "--only") for kind in value.split(",")}
    return tuple(kind for kind in render.LISTS if kind in named)


def day(value: str | None) -> date | datetime | None:
    """A day, or a time on it, in ISO 8601."""
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value) if len(value) > len("2025-02-14") else date.fromisoformat(value)
    except ValueError:
        raise wrong(
            f"{value!r} is no date; allowed: a day as YYYY-MM-DD, for example 2025-02-14", "--published"
        ) from None


def tagger(value: str) -> str:
    """A names tagger."""
    return _one_of(value, TAGGERS, "--ner")


def _one_of(value: str, allowed: tuple[str, ...] | list[str], option: str) -> str:
    if value not in allowed:
        raise wrong(f"{value!r} is not allowed here; allowed: {', '.join(allowed)}", option)
    return value
