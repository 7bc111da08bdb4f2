"""Sessions on real files: the sample portfolio, and one without a programme."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.services.session import Session
from tests.proved import proved


@pytest.fixture(scope="session")
def portfolio_files() -> PortfolioFiles:
    return PortfolioFiles(
        Context(who="Tester", machine="test", now=lambda: datetime(2024, 7, 1, 9, 0, tzinfo=UTC))
    )


@pytest.fixture(scope="session")
def sample_file(portfolio_files: PortfolioFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The sample, made once; tests open copies of it."""
    path = tmp_path_factory.mktemp("sample") / "sample.ascp"
    portfolio_files.create_sample(path).close()
    with proved(path, portfolio_files):
        yield path


@pytest.fixture
def session(portfolio_files: PortfolioFiles, sample_file: Path, tmp_path: Path) -> Iterator[Session]:
    """The sample portfolio."""
    path = tmp_path / "portfolio.ascp"
    shutil.copyfile(sample_file, path)
    opened = portfolio_files.open(path)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def empty_file(portfolio_files: PortfolioFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A portfolio with the default status scheme and nothing else, made once."""
    path = tmp_path_factory.mktemp("empty") / "empty.ascp"
    portfolio_files.create(path, "Empty portfolio").close()
    with proved(path, portfolio_files):
        yield path


@pytest.fixture
def empty_session(portfolio_files: PortfolioFiles, empty_file: Path, tmp_path: Path) -> Iterator[Session]:
    """A copy of the portfolio that has nothing."""
    path = tmp_path / "empty.ascp"
    shutil.copyfile(empty_file, path)
    opened = portfolio_files.open(path)
    yield opened
    opened.close()
