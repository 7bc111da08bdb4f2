"""The portfolios unlike the sample are sound, and each is what its name says."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from asc_desktop.domain.records.delivery import Project, SavingsTarget
from asc_desktop.domain.report.model import Scope
from asc_desktop.services.session import Session
from tests.ui.portfolios import LARGE_PENCE, LONGEST_REF, MAKERS, files


@contextmanager
def opened(folder: Path, name: str) -> Iterator[Session]:
    path = folder / f"{name}.ascp"
    MAKERS[name](path)
    session = files().open(path)
    try:
        yield session
    finally:
        session.close()


@pytest.mark.parametrize("name", MAKERS)
def test_each_is_sound(tmp_path: Path, name: str) -> None:
    with opened(tmp_path, name) as session:
        assert not files().check(session).broken_rules


@pytest.mark.parametrize(("name", "projects", "themes"), [("one", 1, 1), ("thin", 3, 2), ("welsh", 36, 12)])
def test_the_small_ones_have_so_many_projects_and_themes(
    tmp_path: Path, name: str, projects: int, themes: int
) -> None:
    with opened(tmp_path, name) as session:
        report = session.report(Scope(None, session.open_period(None)))
        assert (len(report.projects), len({row.theme for row in report.projects})) == (projects, themes)


def test_every_project_of_the_closed_one_is_closed(tmp_path: Path) -> None:
    with opened(tmp_path, "closed") as session:
        assert {row.status.rag for row in session.report(Scope(None, "2024-06")).projects if row.status} == {
            "blue"
        }


def test_the_large_one_has_the_longest_references_and_figures(tmp_path: Path) -> None:
    with opened(tmp_path, "billions") as session:
        assert all(len(project.ref) == LONGEST_REF for project in session.records.all(Project))
        assert any(target.target_pence == LARGE_PENCE for target in session.records.all(SavingsTarget))
