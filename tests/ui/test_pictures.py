"""Pictures of pages: each shows the first programme that has something on it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.ui.pictures import draw_pages

FILES = PortfolioFiles(Context(who="Tester", machine="test", now=lambda: datetime(2024, 7, 9, 9, tzinfo=UTC)))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.ascp"
    FILES.create_sample(path).close()
    return path


def drawn(sample: Path, folder: Path, page: str, programme: str | None) -> QImage:
    session = FILES.open(sample, read_only=True)
    (path,) = draw_pages(
        FILES, session, folder, size=(1366, 768), theme="light", programme=programme, only=[page]
    )
    return QImage(str(path))


def unlike(one: QImage, other: QImage) -> float:
    """Return the share of rows and columns, every eighth, where two pictures differ."""
    places = [(x, y) for x in range(0, one.width(), 8) for y in range(0, one.height(), 8)]
    return sum(1 for x, y in places if one.pixel(x, y) != other.pixel(x, y)) / len(places)


@pytest.mark.parametrize(
    ("page", "programme", "other"),
    [
        ("budget", "Adult Social Care and Health", "Better Lives"),
        ("projects", "Better Lives", "Improving Lives"),
    ],
)
def test_a_page_is_drawn_with_the_first_programme_that_has_something_on_it(
    sample: Path, tmp_path: Path, page: str, programme: str, other: str
) -> None:
    chosen = drawn(sample, tmp_path / "chosen", page, None)
    assert unlike(chosen, drawn(sample, tmp_path / "named", page, programme)) < 0.01
    assert unlike(chosen, drawn(sample, tmp_path / "other", page, other)) > 0.02
