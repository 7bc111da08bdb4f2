"""What needs a reason and what does not, and what the next pack tells of it."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.assurance import Measure
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Milestone,
    Movement,
    Portfolio,
    Programme,
    Project,
    ProjectCost,
    ProjectDependency,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    StatusUpdate,
    Theme,
)
from asc_desktop.domain.records.office import ExemptMark, Snapshot
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.services import editing, reporting
from asc_desktop.services.changes import changes_since
from asc_desktop.services.errors import ClosedPeriodError
from asc_desktop.services.history import history
from asc_desktop.services.session import Session
from asc_desktop.services.snapshots import freeze
from asc_desktop.services.structure import open_next_period

LIVES = "Better Lives, Better Outcomes"
PERFORMANCE = "Adult Social Care and Health performance"
MAY, JUNE = "2024-05", "2024-06"


def programme(session: Session, name: str = LIVES) -> Programme:
    return next(item for item in session.records.all(Programme) if item.name == name)


def report(session: Session, period: str = MAY) -> Report:
    return session.report(Scope(programme(session).id, period))


def corrections(session: Session) -> list[tuple[str, str, str]]:
    """Return what the next pack lists as corrected since May's board."""
    board = next(item for item in session.records.all(Snapshot) if item.period == MAY)
    found = changes_since(session, Scope(programme(session).id, JUNE), board)
    return [(row.what, row.before, row.after) for row in found.rows if row.kind == "correction"]


def a_line(session: Session) -> SavingsLine:
    project = next(item for item in session.records.all(Project) if item.ref == "P-001")
    return session.records.of(SavingsLine, "project_id", project.id)[0]


class TestFromTheOpenMonthOn:
    """The changes of today's month: none asks, and none is a correction."""

    @pytest.mark.parametrize("change", [
        lambda s: editing.apply_cells(s, Milestone, [(report(s).milestones[0].id, "forecast_date", "2025-01-31")]),
        lambda s: editing.apply_cells(s, SavingsLine, [(a_line(s).id, "recurrence", "one_off")]),
        lambda s: editing.apply_cells(s, Project, [(a_line(s).project_id, "lead", "Another role")]),
        lambda s: editing.apply_cells(s, Portfolio, [("portfolio", "green_shortfall_percent", "9")]),
        lambda s: editing.new_record(
            s, ProjectCost, {"project_id": a_line(s).project_id, "year": 2024, "name": "Staff", "amount_pence": 500}
        ),
        lambda s: reporting.set_first_targets(s, {(a_line(s).id, 2030): 100_000}),
        lambda s: editing.delete_records(s, [s.records.get(Milestone, report(s).milestones[0].id)]),
        lambda s: editing.new_record(
            s, Project, {"ref": "NEW", "name": "New", "theme_id": report(s).themes[0].id}
        ),
    ])  # fmt: skip
    def test_nothing_is_asked_and_the_closed_month_stays(self, session: Session, change: object) -> None:
        before, now = report(session), report(session, JUNE)
        change(session)  # type: ignore[operator]
        assert report(session) == before
        assert report(session, JUNE) != now
        assert corrections(session) == []
        session.undo()
        assert (report(session), report(session, JUNE)) == (before, now)

    def test_the_month_that_is_closed_next_keeps_what_it_had(self, session: Session) -> None:
        key, first = report(session).milestones[0].id, report(session).milestones[0].forecast_date
        for day in ("2025-01-31", "2025-02-28"):
            editing.apply_cells(session, Milestone, [(key, "forecast_date", day)])
            open_next_period(session, programme(session))
        found = {
            period: next(item.forecast_date for item in report(session, period).milestones if item.id == key)
            for period in (MAY, JUNE, "2024-07", "2024-08")
        }
        assert list(found.values())[1:] == ["2025-01-31", "2025-02-28", "2025-02-28"]
        assert found[MAY] == first

    def test_a_mark_withholds_a_record_from_closed_months_too(self, session: Session) -> None:
        key = report(session).milestones[0].id
        with session.edit("Mark") as edit:
            edit.put(
                ExemptMark(id="mark", record_table="milestone", record_id=key, paragraph="3", reason="Talks")
            )
        assert key in report(session).exempt
        editing.delete_records(session, [session.records.get(Milestone, key)])
        assert key in report(session).exempt, (
            "what is gone now is still withheld from the month that shows it"
        )


class TestCorrections:
    """With a reason a closed month changes, and history and the next pack tell of it."""

    def test_a_proposed_movement_of_a_closed_month(self, session: Session) -> None:
        line = a_line(session)
        reporting.set_first_targets(session, {(line.id, 2029): 500_000})
        movement = replace(reporting.new_movement(session, "slip", line.id, 2029, MAY), amount_pence=100)
        before = report(session)
        with pytest.raises(ClosedPeriodError, match="May 2024 is closed"):
            reporting.record_movement(session, movement)
        assert report(session) == before
        assert session.records.find(Movement, movement.id) is None
        reporting.record_movement(session, movement, reason="Agreed in May")
        assert movement.id in [item.id for item in report(session).movements]
        assert any("Agreed in May" in what for what, _, _ in corrections(session))

    def test_a_record_of_no_month_is_listed_as_it_was_corrected(self, session: Session) -> None:
        item = report(session).milestones[0]
        editing.apply_cells(
            session, Milestone, [(item.id, "forecast_date", "2025-01-31")], reason="The date was misread"
        )
        assert (
            next(row for row in report(session).milestones if row.id == item.id).forecast_date == "2025-01-31"
        )
        ((what, _, after),) = corrections(session)
        assert item.name in what
        assert "The date was misread" in what
        assert after == "31 Jan 2025"
        session.undo()
        assert corrections(session) == []
        session.redo()
        assert len(corrections(session)) == 1

    def test_one_of_what_has_changed_since_is_listed_and_told_in_history(self, session: Session) -> None:
        item = report(session).milestones[0]
        editing.apply_cells(session, Milestone, [(item.id, "forecast_date", "2025-01-31")])
        session.in_view = Scope(programme(session).id, MAY)
        editing.apply_cells(
            session, Milestone, [(item.id, "forecast_date", "2024-12-24")], reason="It was agreed in May"
        )
        ((what, _, after),) = corrections(session)
        assert (item.name in what, after) == (True, "24 Dec 2024")
        row = history(session, limit=5)[0]
        assert row.new == "24 Dec 2024"
        assert row.record.endswith(", as closed up to May 2024")

    def test_a_month_that_showed_another_value_keeps_it(self, session: Session) -> None:
        item = report(session).milestones[0]
        days = {JUNE: "2025-01-31", "2024-07": "2025-02-28"}
        for period, day in days.items():
            assert programme(session).open_period == period
            editing.apply_cells(session, Milestone, [(item.id, "forecast_date", day)])
            open_next_period(session, programme(session))
        session.in_view = Scope(programme(session).id, JUNE)
        editing.apply_cells(session, Milestone, [(item.id, "forecast_date", "2024-12-24")], reason="Misread")
        found = [
            next(row.forecast_date for row in report(session, period).milestones if row.id == item.id)
            for period in (MAY, JUNE, "2024-07", "2024-08")
        ]
        assert found == [item.forecast_date, "2024-12-24", "2025-02-28", "2025-02-28"]

    def test_what_a_correction_is_of_is_there_from_its_month_on(self, session: Session) -> None:
        line = replace(a_line(session), id="new", name="Found later")
        with session.edit("Add") as edit:
            edit.put(line)
        april, may = report(session, "2024-04"), report(session)
        position = SavingsPosition(id="p", line_id="new", year=2024, period=MAY, forecast_pence=700)
        with session.edit("Report", reason="It was left out") as edit:
            edit.put(position)
        assert report(session, "2024-04") == april
        assert report(session) != may
        assert "new" in [item.id for item in report(session).savings.lines]

    def test_what_is_deleted_with_a_reason_leaves_closed_months_too(self, session: Session) -> None:
        item = report(session).milestones[0]
        editing.delete_records(session, [session.records.get(Milestone, item.id)], reason="It never was one")
        assert item.id not in [row.id for row in report(session).milestones]
        ((what, before, after),) = corrections(session)
        assert item.name in what
        assert (before, after) == ("Deleted", "")

    def test_what_is_gone_now_is_corrected_in_closed_months_alone(self, session: Session) -> None:
        item = session.records.get(Milestone, report(session).milestones[0].id)
        editing.delete_records(session, [item])
        session.in_view = Scope(programme(session).id, MAY)
        with session.edit("Correct", reason="It was misread") as edit:
            edit.put(replace(item, forecast_date="2024-12-24"))
        shown = {row.id: row.forecast_date for row in report(session).milestones}
        assert shown[item.id] == "2024-12-24"
        assert session.records.find(Milestone, item.id) is None
        with pytest.raises(ClosedPeriodError, match="May 2024 is closed"):
            editing.delete_records(session, [item])
        editing.delete_records(session, [item], reason="It never was one")
        assert item.id not in [row.id for row in report(session).milestones]


class TestTheFirstBoard:
    """Until a board has received anything of a programme, its earlier months are history being entered."""

    def test_filling_earlier_months_asks_nothing_until_then(self, session: Session) -> None:
        owner = programme(session, PERFORMANCE)
        theme = editing.new_record(session, Theme, {"programme_id": owner.id, "name": "Theme"})
        project = editing.new_record(session, Project, {"ref": "F-1", "name": "First", "theme_id": theme.id})
        status = report(session).status_scheme[0].id
        for period in ("2024-04", MAY):
            reporting.report_status(session, project.id, period, status_id=status)
        assert len(session.records.of(StatusUpdate, "project_id", project.id)) == 2
        snapshot = freeze(session, Scope(owner.id, MAY))
        found = changes_since(session, Scope(owner.id, JUNE), snapshot).rows
        assert not [row for row in found if row.kind == "correction"]
        with pytest.raises(ClosedPeriodError):
            reporting.report_status(session, project.id, "2024-04", narrative="Late")
        session.undo()
        reporting.report_status(session, project.id, "2024-04", narrative="In time")
        for _ in range(5):
            session.undo()
        assert session.records.find(Project, project.id) is None

    def test_a_month_is_not_opened_again_without_a_reason(self, session: Session) -> None:
        owner = programme(session, PERFORMANCE)
        freeze(session, Scope(owner.id, MAY))
        open_next_period(session, owner)
        later = programme(session, PERFORMANCE)
        with pytest.raises(ClosedPeriodError, match="June 2024 is closed"), session.edit("Open June") as edit:
            edit.put(replace(later, open_period=JUNE))
        with session.edit("Open June", reason="Closed too early") as edit:
            edit.put(replace(later, open_period=JUNE))


def test_a_month_that_was_open_again_keeps_what_it_had_when_it_closed_at_last(session: Session) -> None:
    owner = programme(session, PERFORMANCE)
    freeze(session, Scope(owner.id, MAY))
    measure = session.records.of(Measure, "programme_id", owner.id)[0]
    for owner_role, then in (("First", JUNE), ("Second", "2024-07"), ("Third", "")):
        if owner_role == "First":
            open_next_period(session, owner)
        editing.apply_cells(session, Measure, [(measure.id, "owner", owner_role)])
        if then:
            with session.edit("Open", reason="Closed too early") as edit:
                edit.put(replace(programme(session, PERFORMANCE), open_period=then))
    found = session.report(Scope(owner.id, JUNE)).measures
    assert next(item.owner for item in found if item.id == measure.id) == "Second"


def test_one_reason_is_asked_of_an_edit_of_several_months(session: Session) -> None:
    updates = [item for item in session.records.all(StatusUpdate) if item.period in {"2024-04", MAY, JUNE}]
    changed = [replace(item, narrative="All of them") for item in updates]

    def paste() -> None:
        with session.together("Paste"):
            for item in changed:
                with session.edit("Cell") as edit:
                    edit.put(item)

    with pytest.raises(ClosedPeriodError, match="April 2024 and May 2024 are closed") as error:
        paste()
    assert error.value.periods == ("2024-04", MAY)
    assert not [item for item in session.records.all(StatusUpdate) if item.narrative == "All of them"]
    with session.correcting("The minutes show it"):
        paste()
    assert {entry.reason for entry in session.history(limit=len(changed))} == {"The minutes show it"}


def test_what_one_programme_has_closed_another_does_not_change(session: Session) -> None:
    """A line counts in the theme of another programme, which has closed the month that its own still reports."""
    owner, other = programme(session), programme(session, PERFORMANCE)
    theme = editing.new_record(session, Theme, {"programme_id": other.id, "name": "Shared"})
    line = a_line(session)
    editing.apply_cells(session, SavingsLine, [(line.id, "counts_in_theme_id", theme.id)])
    freeze(session, Scope(other.id, JUNE))
    before = session.report(Scope(other.id, JUNE))
    with pytest.raises(ClosedPeriodError, match="June 2024 is closed"):
        reporting.report_positions(session, {(line.id, 2024): {"forecast_pence": 90_000_000}}, JUNE)
    assert session.report(Scope(other.id, JUNE)) == before
    elsewhere = next(
        item
        for item in session.records.all(SavingsLine)
        if item.id not in {row.id for row in before.savings.lines}
    )
    assert owner.open_period == JUNE
    reporting.report_positions(session, {(elsewhere.id, 2024): {"forecast_pence": 10**9}}, JUNE)


class TestLinksToAProgrammeThatHasClosedTheMonth:
    """Its report shows records of a programme that still reports the month: they need a reason there too."""

    @staticmethod
    def linked(session: Session) -> SavingsLine:
        """Return a line of the programme that is to close the month."""
        theme = editing.new_record(
            session, Theme, {"programme_id": programme(session, PERFORMANCE).id, "name": "Its own"}
        )
        project = editing.new_record(session, Project, {"ref": "F-1", "name": "F", "theme_id": theme.id})
        return editing.new_record(session, SavingsLine, {"project_id": project.id, "name": "F"})

    @staticmethod
    def close(session: Session) -> None:
        freeze(session, Scope(programme(session, PERFORMANCE).id, JUNE))

    @pytest.mark.parametrize("needs", [True, False])
    def test_a_status_on_either_side_of_a_dependency(self, session: Session, *, needs: bool) -> None:
        ends = [self.linked(session).project_id, a_line(session).project_id]
        first, second = ends if needs else ends[::-1]
        editing.new_record(session, ProjectDependency, {"project_id": first, "needs_project_id": second})
        reporting.report_status(session, a_line(session).project_id, JUNE, narrative="Before")
        self.close(session)
        with pytest.raises(ClosedPeriodError, match="June 2024 is closed"):
            reporting.report_status(session, a_line(session).project_id, JUNE, narrative="After")
        elsewhere = next(item for item in session.records.all(Project) if item.ref == "P-024")
        reporting.report_status(session, elsewhere.id, JUNE, narrative="After")

    def test_a_movement_to_its_line(self, session: Session) -> None:
        line, end = a_line(session), self.linked(session)
        reporting.set_first_targets(session, {(line.id, 2029): 500_000})
        self.close(session)
        slip = replace(reporting.new_movement(session, "slip", line.id, 2029, JUNE), amount_pence=100)
        with pytest.raises(ClosedPeriodError, match="June 2024 is closed"):
            reporting.record_movement(session, replace(slip, to_line_id=end.id))
        reporting.record_movement(session, slip)
        assert session.records.get(Movement, slip.id) == slip


class TestAProgrammeThatIsAddedLater:
    """All programmes have closed a month; one is added then, with its own history."""

    @staticmethod
    def add(session: Session) -> SavingsPosition:
        """Add a programme with one line that was reported for May; return what was."""
        new = session.new_id
        added = Programme(
            id=new(), name="Added", first_year=2024, last_year=2025, open_period=JUNE, position=9
        )
        with session.edit("Add a programme") as edit:
            edit.put(added)
        theme = Theme(id=new(), programme_id=added.id, name="Added")
        project = Project(id=new(), theme_id=theme.id, ref="P-901", name="Added")
        line = SavingsLine(id=new(), project_id=project.id, name="Added")
        target = SavingsTarget(id=new(), line_id=line.id, year=2024, target_pence=90_000_000)
        said = SavingsPosition(id=new(), line_id=line.id, year=2024, period=MAY, forecast_pence=1)
        with session.edit("Add its history") as edit:
            edit.put(theme, project, line, target, said)
        return said

    @staticmethod
    def two_programmes(empty: Session) -> None:
        with empty.edit("Two programmes") as edit:
            for name in ("One", "Two"):
                made = Programme(
                    id=empty.new_id(),
                    name=name,
                    first_year=2024,
                    last_year=2025,
                    open_period=JUNE,
                    position=1,
                )
                edit.put(made, Theme(id=empty.new_id(), programme_id=made.id, name=name))

    def freeze_all(self, empty: Session, *, apart: bool) -> Scope:
        self.two_programmes(empty)
        for item in empty.records.all(Programme) if apart else ():
            freeze(empty, Scope(item.id, JUNE))
        if not apart:
            freeze(empty, Scope(None, JUNE))
        return Scope(None, JUNE)

    @pytest.mark.parametrize("apart", [True, False])
    def test_has_no_part_in_what_all_had_closed(self, empty_session: Session, *, apart: bool) -> None:
        scope = self.freeze_all(empty_session, apart=apart)
        before = empty_session.report(scope)
        self.add(empty_session)
        assert empty_session.report(scope) == before
        status = empty_session.records.all(DeliveryStatus)[0]
        editing.apply_cells(empty_session, DeliveryStatus, [(status.id, "name", "Another name")])
        for name in ("Added", "One", "Two"):
            freeze(
                empty_session,
                Scope(programme(empty_session, name).id, programme(empty_session, name).open_period),
            )
            assert empty_session.report(scope) == before

    def test_is_in_the_month_that_another_closes_after_it(self, empty_session: Session) -> None:
        self.two_programmes(empty_session)
        scope = Scope(None, JUNE)
        freeze(empty_session, Scope(programme(empty_session, "One").id, JUNE))
        freeze(empty_session, Scope(programme(empty_session, "Two").id, MAY))
        self.add(empty_session)
        shown = list(empty_session.report(scope).programmes)
        freeze(empty_session, Scope(programme(empty_session, "Two").id, JUNE))
        freeze(empty_session, Scope(programme(empty_session, "Added").id, JUNE))
        assert list(empty_session.report(scope).programmes) == shown
        assert "Added" in shown

    def test_enters_history_until_a_board_of_its_own(self, empty_session: Session) -> None:
        self.freeze_all(empty_session, apart=False)
        said = self.add(empty_session)
        editing.apply_cells(empty_session, SavingsPosition, [(said.id, "forecast_pence", "£2")])
        freeze(empty_session, Scope(programme(empty_session, "Added").id, JUNE))
        with pytest.raises(ClosedPeriodError):
            editing.apply_cells(empty_session, SavingsPosition, [(said.id, "forecast_pence", "£3")])
