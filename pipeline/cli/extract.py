"""``chibo extract``: articles in, what is found in them out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline import render
from pipeline.cli import _options
from pipeline.cli._terminal import TRACEBACK, defect, say, stdout
from pipeline.packs import PackError
from pipeline.records import Article, Extraction
from pipeline.render import KindFormat, Named, View
from scrapers import sources as readers


def extract(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help=_options.SOURCE)],
    lang: Annotated[str, typer.Option(help="auto, or a language there is a pack for.")] = "auto",
    published: Annotated[str | None, typer.Option(metavar="DATE", help="Publication date, as YYYY-MM-DD.")] = None,
    format: Annotated[str, typer.Option(help=", ".join(render.formats()) + ".")] = "table",
    output: Annotated[
        Path | None, typer.Option(metavar="PATH", help="A file for one result, a folder for several.")
    ] = None,
    only: Annotated[str | None, typer.Option(metavar="KIND,...", help=f"Of {', '.join(render.LISTS)}.")] = None,
    ner: Annotated[str, typer.Option(help="The names tagger: crf, stanza or none.")] = "crf",
    boilerplate: Annotated[bool, typer.Option("--boilerplate", help="Keep what stands in menus and footers.")] = False,
    url: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Where a saved page came from.")] = None,
    allow_private: Annotated[bool, typer.Option("--allow-private", help=_options.ALLOW_PRIVATE)] = False,
) -> None:
    """Extract figures, dates, documents, bodies, persons, places and facts from articles."""
    view = View(_options.kinds(only), readers.several(sources))
    writer = render.load(_options.output_format(format))
    if isinstance(writer, KindFormat) and len(view.kinds) > 1 and output is None:
        raise _options.wrong(
            f"{format} prints one kind; name it with --only, or give --output DIR for a file a kind", "--format"
        )
    if url is not None and view.many:
        raise _options.wrong("goes with one saved page; there are several sources", "--url")
    how: dict[str, Any] = {
        "lang": _options.language(lang),
        "published": _options.day(published),
        "only": None if only is None else view.kinds,
        "boilerplate": boilerplate,
    }
    if _options.tagger(ner) != "crf":
        how["ner"] = ner
    run = _Run(sources, readers.Options(url=url, allow_private=allow_private), how)
    if output is None:
        with stdout(data=format != "table") as out:
            writer.write(run, out, view)
    else:
        run.save(writer, output, view)
    if run.failed:
        raise typer.Exit(1)


class _Run:
    """The extractions of the sources, one at a time; what fails is said, counted and passed over."""

    def __init__(self, sources: list[str], options: readers.Options, how: dict[str, Any]) -> None:
        self.sources, self.options, self.how = sources, options, how
        self.failed = 0

    def __iter__(self) -> Iterator[Named]:
        for reading in readers.read(self.sources, self.options):
            if reading.warning:
                say(f"{reading.source}: warning: {reading.warning}")
            if reading.article is None:
                self._fail(f"{reading.source}: {reading.problem}")
                continue
            extraction = self._extract(reading.source, reading.article)
            if extraction is not None:
                yield Named(reading.name, extraction)

    def save(self, writer: render.Format, output: Path, view: View) -> None:
        """Write to a file or a folder, and say where."""
        try:
            for path in render.save(writer, self, output, view):
                say(f"wrote {path}")
        except OSError as error:
            self._fail(f"{error.filename or output}: cannot be written: {error.strerror}; give another --output")

    def _extract(self, source: str, article: Article) -> Extraction | None:
        import pipeline
        from pipeline.language import UnknownLanguage

        try:
            return pipeline.extract(article, **self.how)
        except PackError as error:
            for problem in error.problems:
                say(problem)
            raise typer.Exit(1) from None
        except UnknownLanguage as error:
            self._fail(f"{source}: {error}")
        except Exception as error:
            # One article's defect must not cost the others: it is said and counted.
            if os.environ.get(TRACEBACK):
                raise
            self._fail(f"{source}: {defect(error)}")
        return None

    def _fail(self, message: str) -> None:
        self.failed += 1
        say(message)
