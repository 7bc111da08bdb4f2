"""An empty portfolio, and a desk at which sheets laid out in a test are imported into it."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.services.session import Session
from tests.proved import proved
from tests.trackers.desk import Desk
from tests.trackers.grid import Grid, write_xlsx
from tests.trackers.reading import read_here


@pytest.fixture(scope="session")
def portfolio_files() -> PortfolioFiles:
    return PortfolioFiles(
        Context(who="Tester", machine="test", now=lambda: datetime(2024, 10, 1, 9, 0, tzinfo=UTC))
    )


@pytest.fixture(scope="session")
def empty_file(portfolio_files: PortfolioFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A portfolio with the default status scheme and nothing else, made once."""
    path = tmp_path_factory.mktemp("empty") / "council.ascp"
    portfolio_files.create(path, "Council").close()
    with proved(path, portfolio_files):
        yield path


@pytest.fixture
def session(portfolio_files: PortfolioFiles, empty_file: Path, tmp_path: Path) -> Iterator[Session]:
    """A copy of the portfolio that has nothing."""
    path = tmp_path / "council.ascp"
    shutil.copyfile(empty_file, path)
    opened = portfolio_files.open(path)
    yield opened
    opened.close()


@pytest.fixture
def desk_of(session: Session, tmp_path: Path) -> Callable[..., Desk]:
    """Lay sheets out, or take a file, and sit down to import them."""

    def make(*grids: Grid, path: Path | None = None, period: str = "2024-09") -> Desk:
        written = path or write_xlsx(tmp_path / "Tracker.xlsx", grids)
        return Desk(session, read_here(written), period=period)

    return make
