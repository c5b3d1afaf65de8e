"""One self-contained page: the article with its mentions marked, and the tables. No script, nothing fetched.

A mention's value is a tooltip that hover and keyboard focus open; what a fact was read from stands in its row the same
way. The legend's boxes work by ``:has()`` in the style sheet, so the page loses nothing where scripts are off: it has
none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import count
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

from pipeline.packs import languages, load
from pipeline.records import KINDS, Extraction, Fact, Source
from pipeline.render import LISTS, Named, View
from pipeline.render._marks import Span, pieces
from pipeline.render._values import row, short

SUFFIX = ".html"

#: Columns that the style sheet sets apart.
_CLASSES = {"value": ' class="value-cell"', "days": ' class="days"'}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
#: What a page cannot hold: control characters that HTML forbids, and lone surrogates.
_FORBIDDEN = dict.fromkeys((*range(9), 11, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000)), "\ufffd") | {
    12: " "
}


def write(results: Iterable[Named], out: TextIO, view: View) -> None:
    """Write one page with an article a result, each as it comes."""
    for number in count(1):
        result = next(results := iter(results), None)
        if number == 1:
            title = (result.extraction.article.title or result.name) if result else "Nothing extracted"
            out.write(_head("Chibo: articles" if view.many else title))
            out.write(_legend(view.kinds))
        if result is None:
            break
        out.writelines(_article(result, f"a{number}", view.kinds))
    out.write("</body>\n</html>\n")


def index(results: Iterable[Named]) -> str:
    """A page that leads to each result's own, with what was found in it."""
    rows = []
    for result in results:
        article = result.extraction.article
        found = ", ".join(
            f"{len(getattr(result.extraction, kind)):,} {kind}" for kind in LISTS if getattr(result.extraction, kind)
        )
        link = f'<a href="{quote(result.name + SUFFIX)}"><bdi>{text(article.title or result.name)}</bdi></a>'
        data = f'<a href="{quote(result.name)}.json">JSON</a>'
        rows.append(f"<tr><td>{text(article.lang)}</td><td>{link}</td><td>{found}</td><td>{data}</td></tr>\n")
    headings = "".join(f'<th scope="col">{heading}</th>' for heading in ("language", "article", "found", "data"))
    table = f"<table><thead><tr>{headings}</tr></thead><tbody>\n{''.join(rows)}</tbody></table>"
    return f"{_head('Chibo: the sample articles')}<main><h1>The sample articles</h1>{table}</main>\n</body>\n</html>\n"


def text(value: object) -> str:
    """Anything as the text of a page: nothing in it is markup."""
    return escape(str(value).translate(_FORBIDDEN), quote=True).replace("\r", "&#13;")


def _head(title: str) -> str:
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{text(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
    )


def _legend(kinds: Iterable[str]) -> str:
    """Boxes that switch each kind's marks on and off."""
    boxes = "".join(
        f'<label class="{kind}"><input type="checkbox" id="show-{kind}" checked autocomplete="off">'
        f'<span class="swatch">{kind}</span></label>\n'
        for kind in kinds
        if kind in KINDS
    )
    return f'<fieldset class="legend"><legend>Marked in the text</legend>\n{boxes}</fieldset>\n'


def _article(result: Named, prefix: str, kinds: Iterable[str]) -> Iterator[str]:
    """A heading, the text with its marks, and the tables; ids begin with ``prefix``."""
    extraction = result.extraction
    article = extraction.article
    lang, direction = article.lang or "und", _direction(extraction)
    yield f'<main>\n<article id="{prefix}">\n'
    yield f'<h1 lang="{text(lang)}" dir="auto">{text(article.title or result.name)}</h1>\n'
    yield f'<p class="about">{_about(extraction)}</p>\n'
    yield f'<div class="text" lang="{text(lang)}" dir="{direction}">'
    yield from _marked(extraction, prefix, [kind for kind in kinds if kind in KINDS])
    yield "</div>\n</article>\n"
    for kind in kinds:
        if getattr(extraction, kind):
            yield from _table(extraction, kind, prefix, lang)
    yield "</main>\n"


def _direction(extraction: Extraction) -> str:
    """The direction of the article's language; left to the browser where it is in none there is a pack for."""
    lang = extraction.article.lang
    return load(lang).direction if lang in languages() else "auto"


def _about(extraction: Extraction) -> str:
    article = extraction.article
    link = article.url or ""
    if link.startswith(("https://", "http://")):
        link = f'<a href="{text(link)}" rel="noreferrer">{text(link)}</a>'
    else:
        link = text(link)
    told = [text(part) for part in (article.author, article.published, article.lang) if part]
    return " · ".join(f"<bdi>{part}</bdi>" for part in (*told, link) if part)


def _marked(extraction: Extraction, prefix: str, kinds: Iterable[str]) -> Iterator[str]:
    """The text, letter for letter, with an element around every mention."""
    spans = [
        Span(record.start, record.end, kind, number, short(record))
        for kind in kinds
        for number, record in enumerate(getattr(extraction, kind))
    ]
    spans += [Span(z.start, z.end, "boilerplate", n) for n, z in enumerate(extraction.zones) if z.zone == "boilerplate"]
    for piece in pieces(len(extraction.article.text), spans):
        if piece.opens is None and piece.closes is None:
            yield text(extraction.article.text[piece.start : piece.end])
        elif piece.opens is not None:
            yield _opening(piece.opens, prefix, piece.first)
        elif piece.closes is not None:
            yield _closing(piece.closes, prefix, piece.first)


def _opening(span: Span, prefix: str, first: bool) -> str:
    """A mention's tag; what follows of one that another mention cut in two has no id and no focus of its own."""
    if span.kind not in KINDS:
        return f'<span class="{span.kind}">'
    if not first:
        return f'<mark class="{span.kind}">'
    name = f"{prefix}-{span.kind}-{span.number}"
    return f'<mark class="{span.kind}" id="{name}" tabindex="0" aria-describedby="{name}-value">'


def _closing(span: Span, prefix: str, first: bool) -> str:
    if span.kind not in KINDS:
        return "</span>"
    value = f'id="{prefix}-{span.kind}-{span.number}-value"' if first else 'aria-hidden="true"'
    label = f"<b>{span.kind}</b> {text(span.value)}"
    return f'<span class="value" role="tooltip" lang="en" dir="ltr" {value}>{label}</span></mark>'


def _table(extraction: Extraction, kind: str, prefix: str, lang: str) -> Iterator[str]:
    """A kind's records; the words of the article lead back to their place in it."""
    records = getattr(extraction, kind)
    rows = [row(record, extraction) for record in records]
    used = [i for i in range(len(rows[0])) if any(cells[i][1] for cells in rows)]
    headings = "".join(_heading(rows[0][i][0]) for i in used)
    read_from = '<th scope="col">read from</th>' if kind == "facts" else ""
    yield f'<section class="table {kind}"><table>\n<caption>{kind} ({len(records):,})</caption>\n'
    yield f"<thead><tr>{headings}{read_from}</tr></thead>\n<tbody>\n"
    for number, (record, cells) in enumerate(zip(records, rows, strict=True)):
        shown = "".join(_cell(*cells[i], f"{prefix}-{kind}-{number}", lang) for i in used)
        if isinstance(record, Fact):
            shown += _read_from(extraction, record, prefix, lang)
            yield f'<tr id="{prefix}-{kind}-{number}" tabindex="0">{shown}</tr>\n'
        else:
            yield f"<tr>{shown}</tr>\n"
    yield "</tbody>\n</table></section>\n"


def _heading(heading: str) -> str:
    return f'<th scope="col"{_CLASSES.get(heading, "")}>{text(heading)}</th>'


def _cell(heading: str, value: str, target: str, lang: str) -> str:
    if heading == "text":
        return f'<td lang="{text(lang)}" dir="auto"><a href="#{target}">{text(value)}</a></td>'
    if heading == "counted":
        return f'<td lang="{text(lang)}" dir="auto">{text(value)}</td>'
    return f'<td dir="auto"{_CLASSES.get(heading, "")}>{text(value)}</td>'


def _read_from(extraction: Extraction, fact: Fact, prefix: str, lang: str) -> str:
    """The mentions that a fact was read from, and their sentences, which show under the pointer or the focus."""
    links, sentences = [], []
    for source in fact.sources:
        for kind, number in _mentions(source):
            record = getattr(extraction, kind)[number]
            links.append(f'<a class="{kind}" href="#{prefix}-{kind}-{number}">{text(record.text)}</a>')
        if source.sentence is not None:
            sentence = extraction.sentences[source.sentence]
            words = _sentence(extraction, sentence.start, sentence.end, list(_mentions(source)))
            sentences.append(f'<q lang="{text(lang)}" dir="{_direction(extraction)}">{words}</q>')
    return f'<td dir="auto">{" ".join(links)}<div class="words">{"".join(sentences)}</div></td>'


def _sentence(extraction: Extraction, start: int, end: int, mentions: list[tuple[str, int]]) -> str:
    """A sentence with the mentions in it marked."""
    spans = []
    for kind, number in mentions:
        record = getattr(extraction, kind)[number]
        if start <= record.start and record.end <= end:
            spans.append(Span(record.start - start, record.end - start, kind, number))
    parts = []
    words = extraction.article.text[start:end]
    for piece in pieces(len(words), spans):
        if piece.opens is not None:
            parts.append(f'<mark class="{piece.opens.kind}">')
        elif piece.closes is not None:
            parts.append("</mark>")
        else:
            parts.append(text(words[piece.start : piece.end]))
    return "".join(parts)


def _mentions(source: Source) -> Iterator[tuple[str, int]]:
    """A source's mentions as (list, index)."""
    for kind, number in (("figures", source.figure), ("dates", source.date), ("organizations", source.organization)):
        if number is not None:
            yield kind, number
