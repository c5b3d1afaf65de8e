"""The crawl: what is due, fetched, archived, kept and tied together."""

from __future__ import annotations

from scrapers.crawl.events import Bars, JsonLines, Report
from scrapers.crawl.run import CrawlError, Options, crawl, due

__all__ = ["Bars", "CrawlError", "JsonLines", "Options", "Report", "crawl", "due"]
