"""Put this back on what a merge brought: a value, a record that came and one that went, each by itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Project, ProjectException, SavingsLine
from asc_desktop.services.editing import delete_records
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.history import HistoryRow, history
from asc_desktop.services.put_back import can_be_put_back, plan_put_back, put_back, sentence_of
from asc_desktop.services.session import Session
from tests.unit.services.officers import Officer, project, prove


@pytest.fixture
def ann(sample_file: Path, tmp_path: Path) -> Officer:
    shutil.copyfile(sample_file, tmp_path / "Ann.ascp")
    return Officer("Ann", tmp_path / "Ann.ascp")


@pytest.fixture
def ben(ann: Officer) -> Officer:
    return ann.give("Ben")


def merged_row(session: Session, record_id: str, field: str | None = None) -> HistoryRow:
    rows = [row for row in history(session, record_ids=[record_id]) if row.merged]
    return next(row for row in rows if field in {None, row.field})


def back(session: Session, row: HistoryRow) -> str:
    assert can_be_put_back(row)
    plan = plan_put_back(session, [row])
    put_back(session, plan)
    prove(session)
    return sentence_of(plan)


def test_a_value_that_came_is_put_back_alone_and_stays_so_when_they_merge_again(
    ann: Officer, ben: Officer
) -> None:
    ann.change("P-001", lead="Ours")
    ben.change("P-024", lead="Theirs", description="Another")
    ann.hear(ben)
    with ann.at_work() as session:
        was = merged_row(session, project(session, "P-024").id, "Lead")
        assert (was.who, was.new) == ("Ben", "Theirs")
        assert back(session, was) == ""
        held = project(session, "P-024")
        assert (held.lead, held.description) == (was.old, "Another")
        assert project(session, "P-001").lead == "Ours"
        with pytest.raises(EditRefused, match="Nothing has to be put back"):
            plan_put_back(session, [was])
    ann.hear(ben)
    assert ann.lead("P-024") == was.old
    # It is a change like any other, which they hear of.
    ben.hear(ann)
    assert ben.lead("P-024") == was.old


def test_what_changed_here_since_the_merge_is_said_first(ann: Officer, ben: Officer) -> None:
    ben.change("P-024", lead="Theirs")
    ann.hear(ben)
    ann.change("P-024", lead="Later here")
    with ann.at_work() as session:
        row = merged_row(session, project(session, "P-024").id, "Lead")
        assert "has changed since, to Later here" in back(session, row)
        assert project(session, "P-024").lead == row.old


def test_a_record_that_came_goes_again_with_what_belongs_to_it(ann: Officer, ben: Officer) -> None:
    with ben.at_work() as session:
        theme = project(session, "P-001").theme_id
        with session.edit("New project") as edit:
            edit.put(
                Project(id="came", ref="P-900", name="Came", theme_id=theme),
                SavingsLine(id="came-line", project_id="came", name="A line"),
            )
    ann.hear(ben)
    with ann.at_work() as session:
        said = back(session, merged_row(session, "came"))
        assert "is deleted, with a record that belongs to it." in said
        assert session.records.find(Project, "came") is None
        assert session.records.find(SavingsLine, "came-line") is None


def test_a_record_that_went_is_here_again_with_what_went_with_it_and_nothing_else(ann: Officer) -> None:
    with ann.at_work(read_only=True) as session:
        theme = project(session, "P-001").theme_id
    ann.put(
        Project(id="gone", ref="P-900", name="Gone", theme_id=theme),
        SavingsLine(id="line", project_id="gone", name="A line"),
        ProjectException(
            id="with-it", project_id="gone", raised_period="2024-06", description="Goes with the project"
        ),
        ProjectException(
            id="before",
            project_id="gone",
            raised_period="2024-06",
            description="Goes in an action of its own",
        ),
    )
    cat = ann.give("Cat")
    with cat.at_work() as session:
        delete_records(session, [session.records.get(ProjectException, "before")])
        delete_records(session, [session.records.get(Project, "gone")])
    ann.hear(cat)
    with ann.at_work() as session:
        assert session.records.find(Project, "gone") is None
        back(session, merged_row(session, "gone"))
        assert session.records.get(Project, "gone").name == "Gone"
        assert session.records.find(SavingsLine, "line") is not None
        assert session.records.find(ProjectException, "with-it") is not None
        assert session.records.find(ProjectException, "before") is None


def test_a_value_of_a_record_that_has_gone_since_is_refused_in_a_sentence(ann: Officer, ben: Officer) -> None:
    with ben.at_work() as session:
        held = session.records.all(ProjectException)[0]
        with session.edit("Change") as edit:
            edit.put(replace(held, source="Theirs"))
    ann.hear(ben)
    with ann.at_work() as session:
        row = merged_row(session, held.id, "Source")
        delete_records(session, [session.records.get(ProjectException, held.id)])
        with pytest.raises(EditRefused, match=r"is not there any more\. Put back its deletion first\."):
            plan_put_back(session, [row])
