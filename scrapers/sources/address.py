"""An article from an address on the command line."""

from __future__ import annotations

from pipeline.records import Article
from scrapers.sources import SourceError


def article_at(address: str, *, allow_private: bool) -> Article:
    """The article at ``address``; ``SourceError`` where it does not answer, answers with no page, or may not be asked."""
    from scrapers.fetch import Fetcher, FetchError
    from scrapers.parse import parse

    try:
        response = Fetcher(allow_private=allow_private).get(address)
    except FetchError as error:
        raise SourceError(str(error)) from None
    return parse(response.content, response.url)
