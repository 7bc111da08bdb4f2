"""Sessions on real files: the sample portfolio, and one without a programme."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.services.session import Session


@pytest.fixture(scope="session")
def portfolio_files() -> PortfolioFiles:
    return PortfolioFiles(
        Context(who="Tester", machine="test", now=lambda: datetime(2024, 7, 1, 9, 0, tzinfo=UTC))
    )


@pytest.fixture(scope="session")
def sample_file(portfolio_files: PortfolioFiles, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, made once; tests open copies of it."""
    path = tmp_path_factory.mktemp("sample") / "sample.ascp"
    portfolio_files.create_sample(path).close()
    return path


@pytest.fixture
def session(portfolio_files: PortfolioFiles, sample_file: Path, tmp_path: Path) -> Iterator[Session]:
    """The sample portfolio."""
    path = tmp_path / "portfolio.ascp"
    shutil.copyfile(sample_file, path)
    opened = portfolio_files.open(path)
    yield opened
    opened.close()


@pytest.fixture
def empty_session(portfolio_files: PortfolioFiles, tmp_path: Path) -> Iterator[Session]:
    """A portfolio with the default status scheme and nothing else."""
    opened = portfolio_files.create(tmp_path / "empty.ascp", "Empty portfolio")
    yield opened
    opened.close()
