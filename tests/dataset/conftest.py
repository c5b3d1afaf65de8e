"""Every test that takes a store runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.store import Store, open_store
from tests.dataset.postgres import Cluster, binaries, cluster

NewAddress = Callable[[], str]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL here: apt-get install postgresql")
    with cluster(programs) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def new_address(request: pytest.FixtureRequest, tmp_path: Path) -> NewAddress:
    """Gives addresses of new stores."""
    if request.param == "postgresql":
        made: Cluster = request.getfixturevalue("postgres")
        return made.new
    paths = (str(tmp_path / f"store{number}.db") for number in range(100))
    return lambda: next(paths)


@pytest.fixture
def address(new_address: NewAddress) -> str:
    return new_address()


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    opened = open_store(address)
    yield opened
    opened.close()
