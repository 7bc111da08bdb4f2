"""Exempt marks through the services: put on, changed, taken off, gone with their record, and undone."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.checks.checker import all_problems, problems
from asc_desktop.domain.records.assurance import Risk
from asc_desktop.domain.records.delivery import Project, SavingsLine, Theme
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.office import ExemptMark
from asc_desktop.domain.report.exempt import exempt_records
from asc_desktop.services import editing, publication
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.files import PortfolioFiles
from asc_desktop.services.session import Session

REASON = "Fees are under negotiation."


def unmarked(session: Session, kind: type[Record], many: int = 1) -> list[Record]:
    """Some records without a mark, what nothing else needs first."""
    held = [item for item in session.records.all(kind) if publication.mark_of(session, item.id) is None]
    return sorted(held, key=lambda item: (len(session.records.users_of(item)), item.id))[:many]


def marks(session: Session) -> int:
    return len(session.records.all(ExemptMark))


def test_several_records_are_marked_and_unmarked_as_one_change(session: Session) -> None:
    before, projects = marks(session), unmarked(session, Project, 3)
    publication.mark_exempt(session, projects, "3", REASON)
    assert session.undo_action == "Mark 3 projects exempt"
    assert marks(session) == before + 3
    publication.mark_exempt(session, projects[:1], "5", "Advice of counsel.")
    assert str(session.undo_action).startswith("Change exempt mark of project ")
    assert marks(session) == before + 3
    assert publication.remove_marks(session, [item.id for item in projects]) == 3
    assert marks(session) == before
    session.undo()
    assert marks(session) == before + 3


def test_no_record_is_offered_the_reason_of_another(session: Session) -> None:
    project, other = unmarked(session, Project, 2)
    publication.mark_exempt(session, [project], "4", REASON)
    assert publication.suggested_mark(session, [other]) == ("3", "")
    assert publication.suggested_mark(session, [project, other]) == ("3", "")
    assert publication.suggested_mark(session, [project]) == ("4", REASON)
    publication.mark_exempt(session, [other], "1", "About a person.")
    assert publication.suggested_mark(session, [project, other]) == ("3", "")
    publication.mark_exempt(session, [other], "4", REASON)
    assert publication.suggested_mark(session, [project, other]) == ("4", REASON)


def test_a_mark_needs_its_reason_and_a_paragraph_of_the_seven(session: Session) -> None:
    before = marks(session)
    with pytest.raises(EditRefused) as refused:
        publication.mark_exempt(session, unmarked(session, Risk), "8", " ")
    assert [problem.key for problem in refused.value.problems] == ["paragraph", "reason"]
    assert marks(session) == before


def test_a_mark_goes_with_its_record_and_undo_brings_both_back(session: Session) -> None:
    (risk,) = unmarked(session, Risk)
    mark = publication.mark_exempt(session, [risk], "3", REASON)
    editing.delete_records(session, [risk], reason="Entered twice.")
    assert session.records.find(ExemptMark, mark.id) is None
    assert all_problems(session.records) == []
    session.undo()
    assert session.records.find(Risk, risk.id) == risk
    assert session.records.find(ExemptMark, mark.id) == mark
    session.redo()
    assert session.records.find(ExemptMark, mark.id) is None


def test_a_mark_of_what_belongs_to_the_record_goes_too(session: Session) -> None:
    project = unmarked(session, Project)[0]
    line = editing.new_record(session, SavingsLine, {"project_id": project.id, "name": "Fees"})
    mark = publication.mark_exempt(session, [line], "3", REASON)
    editing.delete_records(session, [project], reason="Entered twice.")
    assert session.records.find(ExemptMark, mark.id) is None


def test_only_a_record_that_is_there_and_heads_no_total_is_marked_once(session: Session) -> None:
    theme = session.records.all(Theme)[0]
    of_theme = ExemptMark(id="m", record_table="theme", record_id=theme.id, reason=REASON)
    assert [problem.key for problem in problems(of_theme, session.records)] == ["record_table"]
    gone = ExemptMark(id="m", record_table="project", record_id="gone", reason=REASON)
    assert problems(gone, session.records)[0].sentence == (
        "It marks a project that is no longer there. Remove the mark."
    )
    (project,) = unmarked(session, Project)
    publication.mark_exempt(session, [project], "3", REASON)
    twice = ExemptMark(id="m", record_table="project", record_id=project.id, reason=REASON)
    assert problems(twice, session.records)[0].sentence.startswith("This record is already marked exempt.")


def test_a_mark_says_when_it_was_made(session: Session) -> None:
    mark = publication.mark_exempt(session, unmarked(session, Project), "3", REASON)
    publication.mark_exempt(session, [session.records.get(Project, mark.record_id)], "2", REASON)
    assert publication.marked_on(session)[mark.id].year == 2024


def test_a_record_with_its_own_mark_keeps_its_own_paragraph(session: Session) -> None:
    lines = [item for item in session.records.all(SavingsLine) if not publication.mark_of(session, item.id)]
    line = next(item for item in lines if not publication.mark_of(session, item.project_id))
    project = session.records.get(Project, line.project_id)
    publication.mark_exempt(session, [line], "5", "Advice of counsel.")
    publication.mark_exempt(session, [project], "3", REASON)
    found = exempt_records(session.records)
    assert (found[line.id].paragraph, found[line.id].marked_id) == ("5", line.id)
    assert found[project.id].paragraph == "3"


def test_check_tells_of_a_mark_whose_record_is_gone(
    session: Session, portfolio_files: PortfolioFiles
) -> None:
    project = unmarked(session, Project)[0]
    mark = publication.mark_exempt(session, [project], "3", REASON)
    assert portfolio_files.check(session).broken_rules == ()
    # As another SQLite tool would leave it.
    session.records.apply({"exempt_mark": {mark.id: replace(mark, record_id="gone")}})
    (sentence,) = portfolio_files.check(session).broken_rules
    assert sentence.endswith("It marks a project that is no longer there. Remove the mark.")
