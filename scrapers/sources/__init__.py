"""What a user names on the command line -> articles: files, folders, addresses, standard input.

A source that cannot be read is a ``Reading`` with a problem, never an exception, so that the others still come out.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.records import Article
from scrapers.sources.decode import BinaryError, Decoded, decode

TEXT = (".txt",)
PAGES = (".html", ".htm", ".xhtml")
ARCHIVES = (".warc", ".warc.gz")

LOST = "what could not be read in the page's encoding is shown as \ufffd"
MISSING = "no such file; give a file, a folder, an address (https://…) or -"

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_LOOKS_LIKE_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|!--|\?xml)", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Reading:
    """One source read: an article, or the problem that kept it from being one; ``name`` is good as a file name's
    stem.
    """

    source: str
    name: str
    article: Article | None = None
    problem: str | None = None
    warning: str | None = None


@dataclass(slots=True, kw_only=True)
class Options:
    """How to read: ``url`` says where a saved page came from, ``allow_private`` lets addresses of this machine and
    private networks be asked.
    """

    url: str | None = None
    allow_private: bool = False


class SourceError(Exception):
    """A source that cannot be read; the message says why and what to do."""


def several(sources: Sequence[str]) -> bool:
    """Whether these sources stand for several results: more than one, a folder, or an archive."""
    return len(sources) != 1 or _is_folder(sources[0]) or sources[0].lower().endswith(ARCHIVES)


def _is_folder(source: str) -> bool:
    """Whether a source is a folder; what is too long or too odd to be a path is none."""
    try:
        return not _ADDRESS.match(source) and Path(source).is_dir()
    except OSError:
        return False


def read(sources: Sequence[str], options: Options | None = None) -> Iterator[Reading]:
    """Each source's article or problem, in the order given, one at a time."""
    names: dict[str, int] = {}
    for source in sources:
        for reading in _read(source, options or Options()):
            reading.name = _unique(reading.name, names)
            yield reading


def _read(source: str, options: Options) -> Iterator[Reading]:
    if _is_folder(source):
        yield from _folder(Path(source), options)
        return
    if source.lower().endswith(ARCHIVES) and not _ADDRESS.match(source):
        yield from _archive(Path(source))
        return
    yield _one(source, options)


def _one(source: str, options: Options) -> Reading:
    """One source that is one article."""
    reading = Reading(source=source, name=_stem(source))
    try:
        if source == "-":
            reading.article, reading.warning = _from_bytes(sys.stdin.buffer.read(), "", options)
        elif _ADDRESS.match(source):
            reading.article = _address(source, options)
        else:
            reading.article, reading.warning = _from_bytes(_file(Path(source)), Path(source).suffix.lower(), options)
    except SourceError as error:
        reading.problem = str(error)
    except Exception as error:  # noqa: BLE001 - reported by _unforeseen, raised when asked for
        reading.problem = _unforeseen(error)
    return reading


def _unforeseen(error: Exception) -> str:
    """What is said of an error that nobody foresaw: somebody else's page must not cost the sources after it."""
    if os.environ.get("CHIBO_TRACEBACK"):
        raise error
    return f"a defect of Chibo in reading it: {type(error).__name__}: {error}; CHIBO_TRACEBACK=1 shows where"


def _folder(folder: Path, options: Options) -> Iterator[Reading]:
    """Every article file below a folder, in the order of its path; hidden files and folders are left alone."""
    found = False
    closed: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in sorted(files):
            path = Path(parent, file)
            if file.startswith(".") or not file.lower().endswith(TEXT + PAGES + ARCHIVES):
                continue
            found = True
            for reading in _read(str(path), options):
                if not file.lower().endswith(ARCHIVES):
                    reading.name = "-".join(path.relative_to(folder).with_suffix("").parts)
                yield reading
    for error in closed:
        problem = f"cannot be read: {error.strerror}"
        yield Reading(source=str(error.filename), name=_stem(str(error.filename)), problem=problem)
    if not found and not closed:
        allowed = ", ".join(TEXT + PAGES + ARCHIVES)
        yield Reading(
            source=str(folder),
            name=folder.name,
            problem=f"no article in this folder; files that are read end in {allowed}",
        )


def _archive(path: Path) -> Iterator[Reading]:
    """The articles in a WARC file, each named after its address; then what is wrong with the file, if anything."""
    from scrapers.archive import Torn, articles
    from scrapers.sources.page import titled

    whole = Reading(source=str(path), name=_stem(str(path)))
    found = False
    try:
        for article in articles(path):
            found = True
            address = article.url or article.id
            yield Reading(source=f"{path}: {address}", name=_stem(address), article=titled(article))
    except FileNotFoundError:
        whole.problem = MISSING
    except (Torn, OSError) as error:
        whole.problem = str(error).removeprefix(f"{path}: ")
    except Exception as error:  # noqa: BLE001 - reported by _unforeseen, raised when asked for
        whole.problem = _unforeseen(error)
    else:
        whole.problem = None if found else "no article in this archive"
    if whole.problem:
        yield whole


def _file(path: Path) -> bytes:
    """The bytes of a file, or why not."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError(MISSING) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SourceError(f"cannot be read: {reason[0].lower()}{reason[1:]}") from None


def _from_bytes(data: bytes, suffix: str, options: Options) -> tuple[Article, str | None]:
    """An article from a file's bytes; what the name does not tell, the first bytes do."""
    page = suffix in PAGES or (suffix not in TEXT and _LOOKS_LIKE_HTML.match(data[:1024]) is not None)
    decoded = text_of(data)
    if not page:
        return Article(text=decoded.text, url=options.url), decoded.warning
    from scrapers.sources.page import article_on

    article = article_on(data, options.url)
    return article, LOST if "\ufffd" in article.text else None


def text_of(data: bytes) -> Decoded:
    """The text that the bytes of a file stand for; ``SourceError`` where they stand for none."""
    try:
        return decode(data)
    except BinaryError as error:
        raise SourceError(f"{error}; give a text or HTML file") from None


def _address(address: str, options: Options) -> Article:
    """The article at an address, fetched through the one door to the network."""
    from scrapers.sources.address import article_at

    return article_at(address, allow_private=options.allow_private)


def _stem(source: str) -> str:
    """A file name's stem for a source: letters, digits, dots and hyphens, at most 80 characters."""
    if source == "-":
        return "stdin"
    scheme = _ADDRESS.match(source)
    told = source[scheme.end() :] if scheme else Path(source).name
    if told.lower().endswith(TEXT + PAGES + ARCHIVES):
        told = re.sub(r"(\.warc)?\.[^.]*$", "", told, flags=re.IGNORECASE)
    return re.sub(r"[^\w.-]+", "-", told.encode("utf-8", "replace").decode()).strip("-.")[:80] or "article"


def _unique(name: str, names: dict[str, int]) -> str:
    """The name, with a number after it where it has been given before; case tells no two files apart everywhere."""
    names[name.casefold()] = count = names.get(name.casefold(), 0) + 1
    return name if count == 1 else _unique(f"{name}-{count}", names)
