"""A tracker taken into a portfolio: one step that undo takes back whole, and where each record was read."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from asc_desktop.domain.importing.found import Role
from asc_desktop.domain.importing.mapping import Target
from asc_desktop.domain.importing.plan import Chosen, State
from asc_desktop.domain.importing.sheets import Sheet, Workbook
from asc_desktop.domain.records.council import ImportMapping, Origin
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Programme,
    Project,
    SavingsPosition,
    SavingsTarget,
    StatusUpdate,
    Theme,
)
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.governance import ControlTotal
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.services.errors import ClosedPeriodError
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.services.history import history
from asc_desktop.services.importing.applied import refusals
from asc_desktop.services.importing.mappings import MappingError, keep_mapping, read_mapping_file
from asc_desktop.services.importing.told import told_import
from asc_desktop.services.importing.tracker import TrackerImport
from asc_desktop.services.session import Session
from asc_desktop.services.structure import open_next_period
from tests.unit.importing.sheets import Grid, sheet, workbook

HEAD = [
    "Ref", "Project", "Theme", "Lead", "RAG", "2024/25 target (£000)", "2024/25 forecast (£000)", "Planned end",
]  # fmt: skip
ONE = ["DX-01", "Reablement first", "Independence", "Head of Provision", "Green", 250, 240, "31/03/2025"]
TWO = ["DX-02", "Night care review", "Independence", "Head of Care", "Amber", 100.5, 80, "30/09/2025"]
TOTAL = ["", "Total", "", "", "", 350.5, 320, ""]
TRACKER = [["Transformation tracker"], [], HEAD, ONE, TWO, TOTAL]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    files = PortfolioFiles(
        Context(who="Ann", machine="test", now=lambda: datetime(2024, 7, 1, 9, 0, tzinfo=UTC))
    )
    opened = files.create(tmp_path / "ours.ascp", "Ours")
    yield opened
    opened.close()


def book(rows: Grid = TRACKER, *more: Sheet) -> Workbook:
    return workbook(sheet(rows, "Projects"), *more)


def tracker(session: Session, source: Workbook | None = None) -> TrackerImport:
    found = TrackerImport(session, source or book())
    found.choose_where(
        programme_name="Living well", period="" if session.records.all(Programme) else "2024-06"
    )
    return found


def everything(session: Session) -> dict[str, Record]:
    return {record.id: record for kind in RECORD_TYPES for record in session.records.all(kind)}


def stored(session: Session) -> dict[str, Record]:
    return {record.id: record for rows in session.store.load().values() for record in rows}


def project(session: Session, ref: str) -> Project:
    return next(item for item in session.records.all(Project) if item.ref == ref)


class TestApplied:
    def test_an_empty_portfolio_gets_all_that_the_tracker_says(self, session: Session) -> None:
        applied = tracker(session).apply()
        assert applied.refused == ()
        (programme,) = session.records.all(Programme)
        assert (programme.name, programme.open_period) == ("Living well", "2024-06")
        assert [theme.name for theme in session.records.all(Theme)] == ["Independence"]
        one = project(session, "DX-01")
        assert (one.name, one.lead, one.end_date) == ("Reablement first", "Head of Provision", "2025-03-31")
        assert sorted(item.target_pence for item in session.records.all(SavingsTarget)) == [
            10_050_000,
            25_000_000,
        ]
        assert {(item.forecast_pence, item.period) for item in session.records.all(SavingsPosition)} == {
            (24_000_000, "2024-06"), (8_000_000, "2024-06"),
        }  # fmt: skip
        words = {
            session.records.get(DeliveryStatus, item.status_id).rag
            for item in session.records.all(StatusUpdate)
        }
        assert words == {"green", "amber"}
        assert session.store.check() == []
        assert applied.made["project"] == 2
        assert "2 projects" in applied.sentence

    def test_it_is_one_step_that_undo_and_redo_take_whole(self, session: Session) -> None:
        before, actions = everything(session), session.undo_action
        tracker(session).apply()
        after = everything(session)
        assert session.undo_action == "Import tracker.xlsx"
        session.undo()
        assert everything(session) == before == stored(session)
        assert session.undo_action == actions
        session.redo()
        assert everything(session) == after == stored(session)

    def test_the_same_file_again_changes_nothing_and_makes_no_backup(self, session: Session) -> None:
        tracker(session).apply(keep_totals=True)
        after, entries = everything(session), len(session.history(limit=100_000))
        backups = list(session.path.parent.rglob("*"))
        again = tracker(session)
        assert {row.state for row in again.plan.rows} == {State.SAME}
        applied = again.apply(keep_totals=True)
        assert (applied.action, applied.backup) == ("", None)
        assert everything(session) == after
        assert len(session.history(limit=100_000)) == entries
        assert list(session.path.parent.rglob("*")) == backups

    def test_a_backup_of_what_was_is_made_before(self, session: Session) -> None:
        applied = tracker(session).apply()
        assert applied.backup is not None
        assert applied.backup.exists()
        held = PortfolioFiles(Context(who="B", machine="b", now=lambda: datetime.now(UTC))).open(
            applied.backup, read_only=True
        )
        assert held.records.all(Project) == ()
        held.close()

    def test_a_changed_cell_changes_its_record_alone(self, session: Session) -> None:
        tracker(session).apply()
        before = everything(session)
        moved = tracker(session, book([*TRACKER[:3], TWO, [*ONE[:3], "Head of Homes", *ONE[4:]], TOTAL]))
        assert [row.state for row in moved.plan.rows] == [State.SAME, State.CHANGED]
        applied = moved.apply()
        assert applied.changed == {"project": 1}
        changed = {key for key, record in everything(session).items() if before.get(key) != record}
        one = project(session, "DX-01")
        (origin,) = session.records.of(Origin, "record_id", one.id)
        assert changed - {origin.id, *(item.id for item in session.records.all(ImportMapping))} == {one.id}
        assert origin.where == "tracker.xlsx, Projects A5:H5"
        rows = [row for row in history(session, limit=60) if row.record_id == one.id and row.field == "Lead"]
        assert [(row.new, row.place) for row in rows] == [
            ("Head of Homes", "Projects D5"), ("Head of Provision", "Projects D4"),
        ]  # fmt: skip

    def test_a_record_keeps_the_source_that_it_has_and_else_says_where_it_was_read(
        self, session: Session
    ) -> None:
        tracker(session).apply()
        one = project(session, "DX-01")
        assert one.source == "tracker.xlsx, Projects!A4:H4"
        with session.edit("Say the paper") as edit:
            edit.put(replace(one, source="Cabinet, June"))
        tracker(session, book([*TRACKER[:3], [*ONE[:3], "Head of Homes", *ONE[4:]]])).apply()
        assert project(session, "DX-01").source == "Cabinet, June"

    def test_what_is_refused_is_listed_and_the_rest_is_taken(self, session: Session) -> None:
        bad = [*TWO[:7], "31/02/2025"]
        applied = tracker(session, book([*TRACKER[:4], bad])).apply()
        assert [(item.sheet, item.cell, item.text) for item in applied.refused] == [
            ("Projects", "H5", "31/02/2025")
        ]
        assert "28 days" in applied.refused[0].sentence
        assert {item.ref for item in session.records.all(Project)} == {"DX-01", "DX-02"}
        assert project(session, "DX-02").end_date is None

    def test_lines_of_a_project_that_differ_in_kind_are_each_their_own_and_stay_so(
        self, session: Session
    ) -> None:
        rows: Grid = [
            ["Project ref", "Project", "Savings type", "2024/25 target", "2025/26 target", "2026/27 target"],
            ["T7", "Home care", "Cashable", 1_048_000, None, 0],
            ["T7", "Home care", "Cost avoidance", None, 45_000, 1_254_000],
        ]
        tracker(session, book(rows)).apply()
        taken = sorted((item.year, item.target_pence // 100) for item in session.records.all(SavingsTarget))
        assert [pair for pair in taken if pair[1]] == [(2024, 1_048_000), (2025, 45_000), (2026, 1_254_000)]
        assert tracker(session, book(rows)).plan.puts == ()

    def test_its_totals_are_kept_where_asked_and_only_there(self, session: Session) -> None:
        tracker(session).apply()
        assert session.records.all(ControlTotal) == ()
        tracker(session).apply(keep_totals=True)
        assert [item.published_pence for item in session.records.all(ControlTotal)] == [35_050_000]


class TestClosedMonths:
    def test_a_closed_month_needs_a_reason_and_is_asked_for_once(self, session: Session) -> None:
        tracker(session).apply()
        (programme,) = session.records.all(Programme)
        open_next_period(session, programme)
        freeze_now(session)
        before = everything(session)
        late = TrackerImport(session, book([*TRACKER[:3], [*ONE[:6], 245, ONE[7]]]), period="2024-06")
        with pytest.raises(ClosedPeriodError) as asked:
            late.apply()
        assert asked.value.periods == ("2024-06",)
        assert everything(session) == before == stored(session)
        late.apply(reason="The board was given a draft")
        positions = {(item.period, item.forecast_pence) for item in session.records.all(SavingsPosition)}
        assert positions == {("2024-06", 24_500_000), ("2024-06", 8_000_000)}
        assert history(session, limit=9)[0].reason == "The board was given a draft"


def freeze_now(session: Session) -> None:
    """Let the board have its pack of the open month, so that it is closed for good."""
    from asc_desktop.domain.report.model import Scope
    from asc_desktop.services.snapshots import freeze

    (programme,) = session.records.all(Programme)
    session.undo()
    freeze(session, Scope(programme.id, "2024-06"))


class TestChosen:
    def test_a_hidden_sheet_is_left_out_until_it_is_chosen(self, session: Session) -> None:
        hidden = replace(sheet([HEAD, ["DX-09", *ONE[1:]]], "Old"), state="hidden")
        found = tracker(session, book(TRACKER, hidden))
        skipped = {mapped.sheet: mapped.skip for mapped in found.mapping.tables}
        assert skipped == {"Projects": False, "Old": True}
        found.choose_sheets({"Old"})
        assert {row.sheet for row in found.plan.rows} == {"Old"}
        found.apply()
        found.choose_sheets(None)
        assert {row.sheet for row in found.plan.rows} == {"Projects"}

    def test_what_is_chosen_of_one_sheet_outlives_what_is_put_right_on_another(
        self, session: Session
    ) -> None:
        found = tracker(session, book(TRACKER, sheet([HEAD, ["DX-09", *ONE[1:]]], "More")))
        lead = next(
            at for at, column in enumerate(found.mapping.tables[0].columns) if column.path == ("Lead",)
        )
        columns = list(found.mapping.tables[0].columns)
        columns[lead] = replace(columns[lead], target=Target("project", "sponsor"), chosen=True)
        found.choose_map(0, replace(found.mapping.tables[0], columns=tuple(columns)))
        found.put_right("More", replace(found.right_of("More"), roles={1: Role.NOTE}))
        assert found.mapping.tables[0].columns[lead].target == Target("project", "sponsor")
        assert {row.sheet for row in found.plan.rows} == {"Projects"}

    def test_a_plan_is_kept_until_something_is_chosen(self, session: Session) -> None:
        found = tracker(session)
        plan = found.plan
        assert found.is_worked_out
        assert found.plan is plan
        found.choose(Chosen(rows=frozenset({("Projects", "A", 4)})))
        assert not found.is_worked_out
        assert [row.state for row in found.plan.rows] == [State.NEW, State.LEFT_OUT]
        found.apply()
        assert [item.ref for item in session.records.all(Project)] == ["DX-01"]

    def test_what_a_column_stands_for_is_counted_with_what_it_means(self, session: Session) -> None:
        found = tracker(session, book([*TRACKER[:3], ONE, TWO, ["DX-03", *TWO[1:4], "Purple", *TWO[5:]]]))
        meanings = found.meanings(0, Target("status_update", "status_id"))
        assert [(met.text, met.count) for met in meanings.met] == [("Green", 1), ("Amber", 1), ("Purple", 1)]
        assert [met.stands_for for met in meanings.met][2] is None
        assert {"On target", "At risk"} <= {words for _, words in meanings.options}
        assert found.meanings(0, Target("project", "name")).met == ()


class TestRemembered:
    def test_next_month_s_workbook_is_mapped_as_this_month_s_was(self, session: Session) -> None:
        first = tracker(session)
        lead = next(
            at for at, column in enumerate(first.mapping.tables[0].columns) if column.path == ("Lead",)
        )
        columns = list(first.mapping.tables[0].columns)
        columns[lead] = replace(columns[lead], target=Target("project", "sponsor"), chosen=True)
        first.choose_map(0, replace(first.mapping.tables[0], columns=tuple(columns)))
        first.apply()
        then = TrackerImport(session, replace(book(), name="tracker July.xlsx"))
        assert then.mapping.tables[0].columns[lead].target == Target("project", "sponsor")
        then_changed = TrackerImport(
            session,
            replace(book([*TRACKER[:3], [*ONE[:3], "Head of Homes", *ONE[4:]]]), name="tracker July.xlsx"),
        )
        then_changed.apply()
        assert project(session, "DX-01").sponsor == "Head of Homes"
        (kept,) = session.records.all(ImportMapping)
        assert kept.headings == " | ".join(HEAD)

    def test_a_mapping_s_file_is_used_again_and_nothing_else_is_written_over(
        self, session: Session, tmp_path: Path
    ) -> None:
        found = tracker(session)
        path = tmp_path / "ours.json"
        keep_mapping(path, found.mapping)
        keep_mapping(path, found.mapping)
        assert read_mapping_file(path) == found.mapping
        other = tmp_path / "tracker.xlsx"
        other.write_bytes(b"not a mapping")
        with pytest.raises(MappingError, match="no mapping"):
            keep_mapping(other, found.mapping)
        assert other.read_bytes() == b"not a mapping"
        with pytest.raises(MappingError, match="could not be read"):
            read_mapping_file(tmp_path / "gone.json")


def test_an_import_as_json_says_what_its_plan_does(session: Session) -> None:
    found = tracker(session, book([*TRACKER[:4], [*TWO[:7], "31/02/2025"], TOTAL]))
    told = told_import(found, found.plan)
    assert (told.workbook, told.programme, told.period) == ("tracker.xlsx", "Living well", "2024-06")
    assert (told.counts.new, told.applied) == (2, False)
    assert [(item.cell, item.field) for item in told.refused] == [("H5", "Planned end")]
    assert (told.totals[0].cell, told.totals[0].printed) == ("F6", 35_050_000)
    lead = next(column for column in told.tables[0].columns if column.heading == "Lead")
    assert (lead.cell, lead.fills) == ("D3", "Project: Lead")


class TestMonthSaid:
    @pytest.mark.parametrize(
        "above",
        [
            ["Reporting month:", date(2024, 5, 1)],
            ["Owner", "Ann", "Month", "May-24"],
            ["Position as at 31 May 2024"],
            ["Reporting period: May 2024"],
        ],
    )
    def test_a_new_programme_reports_the_month_that_stands_above_the_table(
        self, session: Session, above: list[object]
    ) -> None:
        found = TrackerImport(session, book([["Transformation tracker"], above, [], HEAD, ONE, TWO]))
        assert found.plan.has_refusals is False
        assert found.open_period == "2024-05"
        found.apply()
        assert {item.period for item in session.records.all(StatusUpdate)} == {"2024-05"}

    @pytest.mark.parametrize(
        "above",
        [
            ["Next board", date(2024, 5, 1)],
            ["Month", 5],
            ["Month", date(2024, 9, 1)],
            ["As at the last board"],
        ],
    )
    def test_what_is_no_month_that_has_been_reported_leaves_it_to_today(
        self, session: Session, above: list[object]
    ) -> None:
        found = TrackerImport(session, book([["Transformation tracker"], above, [], HEAD, ONE, TWO]))
        assert found.plan.has_refusals is False
        assert found.open_period == "2024-07"

    def test_a_month_that_has_not_begun_is_told(self, session: Session) -> None:
        rows = [["Transformation tracker"], ["Reporting month", "March 2027"], [], HEAD, ONE, TWO]
        found = TrackerImport(session, book(rows))
        assert found.plan.told[0] == (
            "Projects!A2 shows March 2027, which has not begun, and this goes into July 2024:"
            " choose the month if that is wrong."
        )
        found.choose_where(period="2027-03")
        assert not any("March 2027, " in each for each in found.plan.told)

    def test_a_sheet_of_another_month_than_the_open_one_is_told_first(self, session: Session) -> None:
        tracker(session).apply()
        rows = [["Transformation tracker"], ["Reporting month", "May 2024"], [], HEAD, ONE, TWO]
        found = TrackerImport(session, book(rows))
        assert found.plan.told[0].startswith("Projects!A2 shows May 2024, and this goes into June 2024")
        found.choose_where(period="2024-05")
        assert not any("shows May 2024" in each for each in found.plan.told)


def test_a_refusal_names_its_project_and_what_goes_with_it(session: Session) -> None:
    head = ["Ref", "Project", "2024/25 target (£000)", "2024/25 forecast (£000)", "2024/25 delivered (£000)"]
    found = TrackerImport(session, book([head, ["DX-01", "Reablement first", 250, 20, 30]]))
    (refused,) = refusals(found.plan)
    assert refused.words == "DX-01 Reablement first: 2024/25 at July 2024"
    assert refused.sentence.endswith("Not taken with it: Delivered in E2 (30).")


def test_a_reference_that_names_a_project_stands_for_it_already(session: Session) -> None:
    """Kept or made now: none of them is refused, so none is to be chosen."""
    tracker(session).apply()
    three = ["DX-03", "Telecare", "Independence", "Head of Care", "Amber", 10, 8, "30/09/2025"]
    risks = [["Risk ID", "Project ref", "Risk description", "Likelihood", "Impact"]]
    risks += [[f"R{at}", ref, "Staff leave", 2, 3] for at, ref in enumerate(("DX-01", "DX-03", "DX-09"))]
    found = TrackerImport(session, book([*TRACKER[:5], three], sheet(risks, "Risks")))
    met = found.meanings(1, Target("risk", "project_id")).met
    assert [(each.text, each.stands_for) for each in met] == [
        ("DX-01", "DX-01 Reablement first"), ("DX-03", "Telecare"), ("DX-09", None),
    ]  # fmt: skip


def test_of_an_e_mail_the_attached_workbooks_are_told_and_not_imported(session: Session) -> None:
    mail = replace(
        workbook(sheet([["See attached"]], "E-mail")), attached=(replace(book(), name="Tracker.xlsx"),)
    )
    plan = TrackerImport(session, mail).plan
    assert not plan.puts
    assert "To import “Tracker.xlsx”, save what is attached to it and choose that." in plan.told[0]
