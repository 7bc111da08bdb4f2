"""Pictures of pages: each shows the first programme that has something on it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.ui.pictures import draw_pages

FILES = PortfolioFiles(Context(who="Tester", machine="test", now=lambda: datetime(2024, 7, 9, 9, tzinfo=UTC)))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.ascp"
    FILES.create_sample(path).close()
    return path


def drawn(sample: Path, folder: Path, page: str, programme: str | None) -> bytes:
    session = FILES.open(sample, read_only=True)
    (path,) = draw_pages(
        FILES, session, folder, size=(1366, 768), theme="light", programme=programme, only=[page]
    )
    return path.read_bytes()


@pytest.mark.parametrize(
    ("page", "programme"),
    [("budget", "Adult Social Care and Health"), ("projects", "Better Lives")],
)
def test_a_page_is_drawn_with_the_first_programme_that_has_something_on_it(
    sample: Path, tmp_path: Path, page: str, programme: str
) -> None:
    chosen = drawn(sample, tmp_path / "chosen", page, None)
    assert chosen == drawn(sample, tmp_path / "named", page, programme)
    other = "Improving Lives"
    assert chosen != drawn(sample, tmp_path / "other", page, other)
