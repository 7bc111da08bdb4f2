"""Edits joined into one transaction: undone as one, told once, and taken back whole in memory and in the file."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.dataset import Changes
from asc_desktop.domain.records.delivery import Programme, Project, StatusUpdate
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.report.model import Scope
from asc_desktop.services import editing
from asc_desktop.services.errors import ClosedPeriodError, EditRefused
from asc_desktop.services.new_rows import NewRows, row_name
from asc_desktop.services.session import Session


def everything(session: Session) -> dict[str, Record]:
    return {record.id: record for kind in RECORD_TYPES for record in session.records.all(kind)}


def stored(session: Session) -> dict[str, Record]:
    return {record.id: record for rows in session.store.load().values() for record in rows}


def project(session: Session, ref: str) -> Project:
    return next(item for item in session.records.all(Project) if item.ref == ref)


def rename(session: Session, ref: str, name: str) -> None:
    editing.apply_cells(session, Project, [(project(session, ref).id, "name", name)])


def test_joined_edits_are_one_step_and_are_told_once(session: Session) -> None:
    before, entries = everything(session), len(session.history(limit=100_000))
    told: list[Changes] = []
    session.watch(told.append)
    scope = Scope(session.records.all(Programme)[0].id, "2024-06")
    project_id = project(session, "P-024").id
    assert session.report(scope).project_by_id[project_id].name != "First"
    with session.together("Paste two names"):
        rename(session, "P-024", "First")
        assert session.report(scope).project_by_id[project_id].name == "First"
        assert project(session, "P-024").name == "First", "each edit sees those before it"
        rename(session, "P-025", "Second")
        rename(session, "P-024", "Third")
        assert not told
    assert [set(changes["project"]) for changes in told] == [
        {project(session, "P-024").id, project(session, "P-025").id}
    ]
    assert len({entry.transaction_id for entry in session.history(limit=3)}) == 1
    assert len(session.history(limit=100_000)) == entries + 3
    assert session.undo_action == "Paste two names"
    assert stored(session) == everything(session)
    session.undo()
    assert everything(session) == before == stored(session)
    session.redo()
    assert [project(session, ref).name for ref in ("P-024", "P-025")] == ["Third", "Second"]


def test_a_block_that_fails_leaves_records_reports_and_file_as_they_were(session: Session) -> None:
    before, words = everything(session), session.undo_action
    scope = Scope(session.records.all(Programme)[0].id, "2024-06")
    report = session.report(scope)
    told: list[Changes] = []
    session.watch(told.append)
    held = project(session, "P-024")

    def fail_at_last() -> None:
        with session.together("Paste", reason="Wrong"):
            rename(session, "P-024", "First")
            update = next(item for item in session.records.all(StatusUpdate) if item.project_id == held.id)
            editing.delete_records(session, [update])
            editing.new_record(session, Project, {"ref": "X-1", "name": "New", "theme_id": held.theme_id})
            rename(session, "X-1", "Newer")
            session.report(scope)
            editing.apply_cells(session, Project, [("gone", "name", "x")])

    with pytest.raises(EditRefused, match="no longer there"):
        fail_at_last()
    assert everything(session) == before == stored(session)
    assert (session.undo_action, told, session.is_joined) == (words, [], False)
    assert session.report(scope) == report
    rename(session, "P-024", "Still works")
    assert stored(session) == everything(session)


def test_what_is_refused_within_may_be_left_out_and_the_rest_kept(session: Session) -> None:
    with session.together("Paste what is good"):
        rename(session, "P-024", "First")
        with pytest.raises(EditRefused):
            rename(session, "P-025", "")
    assert project(session, "P-024").name == "First"
    assert stored(session) == everything(session)


def test_a_trial_keeps_nothing_and_is_told_to_nobody(session: Session) -> None:
    before = everything(session)
    told: list[Changes] = []
    session.watch(told.append)
    with session.trial():
        assert session.is_trial
        rename(session, "P-024", "First")
    assert everything(session) == before == stored(session)
    assert not told
    assert not session.is_trial
    with session.together("Real"), pytest.raises(RuntimeError), session.trial():
        pass


def test_a_closed_period_needs_the_reason_of_the_whole(session: Session) -> None:
    update = next(item for item in session.records.all(StatusUpdate) if item.period == "2024-05")

    def change(reason: str | None) -> None:
        with session.together("Paste", reason=reason):
            rename(session, "P-024", "First")
            with session.edit("Correct", reason="the inner one is not kept") as edit:
                edit.put(replace(update, narrative="Corrected"))

    with pytest.raises(ClosedPeriodError):
        change(None)
    assert project(session, "P-024").name != "First"
    change("The paper was wrong")
    assert {entry.reason for entry in session.history(limit=2)} == {"The paper was wrong"}


def test_new_rows_are_tried_before_they_are_made(session: Session) -> None:
    theme_id = project(session, "P-024").theme_id

    def make(session: Session, rows: object, _reason: str | None) -> list[str]:
        made = []
        with session.together("Add"):
            for at, row in enumerate(rows):  # type: ignore[call-overload]
                try:
                    made.append(editing.new_record(session, Project, {"theme_id": theme_id, **row}).id)
                except EditRefused as error:
                    raise EditRefused(
                        [item._replace(record_id=row_name(at)) for item in error.problems]
                    ) from None
        return made

    provider = NewRows(noun="project", plural="projects", fields=(), make=make)
    rows = [{"ref": "X-1", "name": "One"}, {"ref": "P-024", "name": "Twice"}]
    before = everything(session)
    problems = provider.check(session, rows, None)
    assert [(item.record_id, item.key) for item in problems] == [(row_name(1), "ref")]
    assert everything(session) == before == stored(session)
    assert provider.check(session, rows[:1], None) == []


def test_edits_told_apart_correct_only_what_gives_the_reason_itself(session: Session) -> None:
    held = project(session, "P-001")
    programme = next(item for item in session.records.all(Programme) if item.open_period == "2024-06")
    may = Scope(programme.id, "2024-05")
    update = next(
        item
        for item in session.records.all(StatusUpdate)
        if item.project_id == held.id and item.period == "2024-05"
    )

    def row() -> tuple[str, str]:
        shown = session.report(may).project_by_id[held.id]
        return shown.name, shown.narrative

    def make(reason: str | None) -> None:
        with session.together("Import tracker.xlsx", reason=reason, apart=True):
            rename(session, "P-001", "A name from June on")
            with session.edit("Import tracker.xlsx", reason=reason) as edit:
                edit.put(replace(update, narrative="What May should have said."))

    before = row()
    with pytest.raises(ClosedPeriodError):
        make(None)
    assert row() == before
    make("The board was told another")
    assert row() == (before[0], "What May should have said.")
    assert project(session, "P-001").name == "A name from June on"
    assert {entry.reason for entry in session.history(limit=2)} == {"The board was told another"}
