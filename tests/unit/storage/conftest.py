"""A portfolio file in a folder of its own, and a clock that ticks a second at each reading."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from asc_desktop.domain.records.delivery import DeliveryStatus, Portfolio, Programme, Project, Theme
from asc_desktop.storage.store import Context, Store


@pytest.fixture
def clock() -> Callable[[], datetime]:
    seconds = count()
    start = datetime(2024, 7, 18, 9, 0, tzinfo=UTC)
    return lambda: start + timedelta(seconds=next(seconds))


@pytest.fixture
def context(clock: Callable[[], datetime]) -> Context:
    return Context(who="Ann Officer", machine="CH-0417", now=clock)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Adult social care.ascp"


@pytest.fixture
def empty(path: Path, context: Context) -> Iterator[Store]:
    with Store.create(path, context) as store:
        yield store


@pytest.fixture
def store(empty: Store) -> Store:
    """A portfolio with one programme, one theme, two statuses and three projects."""
    with empty.transaction("Create the portfolio", undoable=False) as tx:
        tx.insert(Portfolio(id="portfolio", name="Council"))
        tx.insert(Programme(id="prog", name="ASC", first_year=2024, last_year=2027, open_period="2024-06"))
        tx.insert(Theme(id="theme", programme_id="prog", name="Independence"))
        tx.insert_many(
            [
                DeliveryStatus(id="on", name="On target", rag="green", letter="G", shape="circle"),
                DeliveryStatus(id="risk", name="At risk", rag="red", letter="R", shape="diamond"),
            ]
        )
        tx.insert_many(
            Project(id=f"p{number}", ref=f"P{number}", name=f"Project {number}", theme_id="theme")
            for number in (1, 2, 3)
        )
    return empty
