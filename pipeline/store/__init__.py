"""The store: what the crawl knows and what the dataset holds, in one SQL database.

SQLite with a write-ahead log by default, PostgreSQL by address. Times are text in ISO 8601, our own
in UTC.

    StoreError              a store that cannot be used; the message says why and what to do
    ├── StoreLocked         another process is writing, and did not finish within the wait
    ├── StoreFull           no room left where it lies
    ├── StoreMissing        none there, and it was to be read only
    └── StoreNewer          made by a newer Chibo
"""

from __future__ import annotations

from pipeline.store.engine import (
    Store,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreMissing,
    StoreNewer,
    default_address,
    open_store,
)

__all__ = [
    "Store",
    "StoreError",
    "StoreFull",
    "StoreLocked",
    "StoreMissing",
    "StoreNewer",
    "default_address",
    "open_store",
]
