"""One build in a process of its own: ``python -m tests.dataset.once ADDRESS``. Prints its outcomes as JSON."""

from __future__ import annotations

import json
import sys

from pipeline.dataset.build import Options, build
from pipeline.store import open_store

if __name__ == "__main__":
    store = open_store(sys.argv[1])
    sys.stdout.write(json.dumps(dict(build(store, Options()).articles)))
    store.close()
