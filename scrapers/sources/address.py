"""An article from an address on the command line."""

from __future__ import annotations

from pipeline.records import Article
from scrapers.fetch import Fetcher, FetchError, Policy
from scrapers.parse import Sent
from scrapers.sources import SourceError, text_of
from scrapers.sources.page import article_on


def article_at(address: str, *, allow_private: bool) -> Article:
    """The article at ``address``; ``SourceError`` where it does not answer, has no page, or may not be asked.

    Somebody waits for the answer, so a failed request is tried again once.
    """
    try:
        fetched = Fetcher(Policy(allow_private=allow_private, retries=1)).get(address)
    except FetchError as error:
        raise SourceError(str(error).removeprefix(f"{address}: ")) from None
    if fetched.content_type == "text/plain":
        article = Article(text=text_of(fetched.content).text, url=fetched.url)
    else:
        article = article_on(fetched.content, fetched.url, Sent(charset=fetched.charset, fetched=fetched.fetched))
    article.fetched = fetched.fetched
    return article
