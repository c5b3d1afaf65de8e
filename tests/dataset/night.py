"""One night over the test news site, in a process to be killed: ``python -m tests.dataset.night BASE FOLDER``.

Prints ``go`` when the night begins.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.dataset.nightly import Night, nightly
from pipeline.store import open_store
from tests.newsite.rules import options, sites


def main(base: str, folder: Path) -> int:
    rules = sites(folder / "sites", base)
    sys.stdout.write("go\n")
    sys.stdout.flush()
    store = open_store(folder / "chibo.db")
    report = nightly(store, rules, Night(crawl=options(folder), outputs=folder / "outputs"), lambda event: None)
    store.close()
    return int(bool(report.failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
