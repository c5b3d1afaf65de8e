"""One run over the test news site in a process of its own, to be killed: ``python -m tests.newsite.once BASE FOLDER``.

Prints ``go`` when the crawl begins. ``--file-size BYTES`` limits what one file may grow to, as a full disk would.
"""

from __future__ import annotations

import argparse
import resource
import sys
from pathlib import Path

from pipeline.store import StoreError, open_store
from scrapers.archive import ArchiveError
from scrapers.crawl import crawl
from tests.newsite.rules import options, sites


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("base")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--file-size", type=int)
    told = parser.parse_args()
    if told.file_size:
        resource.setrlimit(resource.RLIMIT_FSIZE, (told.file_size, resource.RLIM_INFINITY))
    rules = sites(told.folder / "sites", told.base)
    sys.stdout.write("go\n")
    sys.stdout.flush()
    try:
        store = open_store(told.folder / "chibo.db")
        crawl(store, rules, options(told.folder), lambda event: None)
        store.close()
    except (StoreError, ArchiveError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
