"""Lists of choices, months and years offer what the rules take, and a date may be typed without its year."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from asc_desktop.domain.checks.checker import is_accepted
from asc_desktop.domain.records.assurance import Measure, MeasureTarget
from asc_desktop.domain.records.delivery import Milestone, Project, ProjectException
from asc_desktop.domain.records.fields import Kind, field_of, fields_of
from asc_desktop.domain.records.governance import Decision
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.services.editing import accepted, new_record
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.pages.decisions.page import DecisionsPage
from asc_desktop.ui.widgets.form.editors import DateEditor, likely
from asc_desktop.ui.widgets.form.editors_list import ComboEditor
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.workspace import Workspace

LISTED = frozenset({Kind.CHOICE, Kind.PERIOD, Kind.YEAR})


def offered(form: RecordForm, key: str) -> list[str]:
    """Return what a field's list has once it is opened, in stored values."""
    editor = form.editor(key)
    assert isinstance(editor, ComboEditor)
    editor.showPopup()
    editor.hidePopup()
    return [str(editor.itemData(at)) for at in range(editor.count()) if editor.itemData(at)]


def test_of_every_record_each_list_has_only_what_the_rules_take(workspace: Workspace) -> None:
    refused = 0
    for kind in RECORD_TYPES:
        for record in workspace.records.all(kind)[:3]:
            for field in fields_of(kind):
                if field.kind not in LISTED or field.hidden:
                    continue
                every = likely(field, workspace.near)
                left = accepted(workspace.session, field, record, every)
                assert left
                taken = {stored for stored, _ in left}
                for stored, _ in every:
                    value = int(stored) if field.kind is Kind.YEAR else stored
                    may_be = value == getattr(record, field.key) or is_accepted(
                        replace(record, **{field.key: value}), field.key, workspace.records
                    )
                    assert (stored in taken) == may_be or len(left) == len(every), (kind, field.key, stored)
                    refused += not may_be
    assert refused > 50


def test_a_month_after_the_open_one_is_not_suggested(qtbot: QtBot, workspace: Workspace) -> None:
    project = workspace.records.all(Project)[0]
    dialog = RecordDialog(
        workspace,
        ProjectException,
        values={"project_id": project.id, "raised_period": "2024-05"},
        fixed=["project_id"],
        rows=[("raised_period", "closed_period"), "description"],
    )
    qtbot.addWidget(dialog)
    dialog.show()
    assert workspace.period == "2024-06"
    assert max(offered(dialog.form, "raised_period")) == "2024-06"
    assert min(offered(dialog.form, "closed_period")) == "2024-05", "before it was raised it cannot be closed"
    dialog.form.set_values({"raised_period": "2024-06"})
    assert min(offered(dialog.form, "closed_period")) == "2024-06"


def test_a_stage_that_needs_a_day_is_offered_once_there_is_one(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = RecordDialog(
        workspace,
        Decision,
        values={"programme_id": workspace.programme_id, "stage": "draft"},
        fixed=["programme_id"],
        rows=["subject", ("stage", "decision_date")],
    )
    qtbot.addWidget(dialog)
    dialog.show()
    before = offered(dialog.form, "stage")
    assert "draft" in before
    assert "in_force" not in before
    dialog.form.set_values({"decision_date": "2024-06-10"})
    assert "in_force" in offered(dialog.form, "stage")
    dialog.form.set_values({"stage": "in_force", "decision_date": ""})
    assert "in_force" in offered(dialog.form, "stage"), (
        "what is chosen stays in sight, and is refused with a sentence"
    )
    assert dialog.form.values()["stage"] == "in_force"


def test_the_list_of_a_cell_has_only_what_its_row_takes(qtbot: QtBot, workspace: Workspace) -> None:
    draft = new_record(
        workspace.session,
        Decision,
        {
            "programme_id": workspace.programme_id or "",
            "ref": "D-99",
            "subject": "Spend it",
            "kind": "officer",
        },
    )
    page = DecisionsPage(workspace)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.refresh()
    page.show()
    view = page.list.view
    page.show_only({"record_id": draft.id})
    assert view.edit_cell(draft.id, "stage")
    editor = view.delegate.editor
    assert isinstance(editor, ComboEditor)
    stages = {editor.itemData(at) for at in range(editor.count())}
    assert draft.stage in stages
    assert "in_force" not in stages


def test_a_year_that_has_a_target_is_not_offered_for_another(qtbot: QtBot, workspace: Workspace) -> None:
    target = next(item for item in workspace.records.all(MeasureTarget) if not item.approved_from)
    dialog = RecordDialog(
        workspace,
        MeasureTarget,
        values={"measure_id": target.measure_id},
        fixed=["measure_id"],
        rows=[("year", "target")],
    )
    qtbot.addWidget(dialog)
    dialog.show()
    assert workspace.records.find(Measure, target.measure_id) is not None
    years = offered(dialog.form, "year")
    assert str(target.year) not in years
    assert years


class TestDaysWithoutAYear:
    def test_it_is_of_the_year_of_the_month_in_view(self, qtbot: QtBot, workspace: Workspace) -> None:
        milestone = workspace.records.all(Milestone)[0]
        form = RecordForm(
            Milestone,
            ["forecast_date", "name"],
            workspace=workspace,
            commit=lambda edits: workspace.apply_cells(Milestone, edits),
        )
        qtbot.addWidget(form)
        form.show()
        form.set_record(milestone)
        editor = form.editor("forecast_date")
        assert isinstance(editor, DateEditor)
        for typed, day in (("28 feb", "2024-02-28"), ("28/9", "2024-09-28"), ("1-Mar", "2024-03-01")):
            editor.setFocus()
            editor.selectAll()
            qtbot.keyClicks(editor, typed)
            qtbot.keyClick(editor, Qt.Key.Key_Return)
            stored = workspace.records.get(Milestone, milestone.id).forecast_date
            assert stored == day
        assert editor.text() == "1 Mar 2024"

    def test_a_day_that_the_year_does_not_have_is_refused(self, qtbot: QtBot) -> None:
        editor = DateEditor(field_of(Milestone, "forecast_date"), near="2023-06")
        qtbot.addWidget(editor)
        editor.setText("29 feb")
        with pytest.raises(ValueError, match="February 2023 has 28 days"):
            field_of(Milestone, "forecast_date").parse(editor.value_text())

    def test_a_cell_reads_it_likewise(self, qtbot: QtBot, workspace: Workspace) -> None:
        from asc_desktop.ui.pages.milestones.page import MilestonesPage

        page = MilestonesPage(workspace)
        qtbot.addWidget(page)
        page.resize(1300, 800)
        page.refresh()
        page.show()
        view = page.tables.milestones
        row = view.table.shown_rows[0]
        assert view.edit_cell(row.id, "forecast_date")
        editor = view.delegate.editor
        assert isinstance(editor, DateEditor)
        editor.setText("3 nov")
        editor.edited.emit()
        view.delegate.commit()
        assert workspace.records.get(Milestone, row.id).forecast_date == "2024-11-03"


def test_without_a_programme_the_years_and_months_are_today_s(empty_workspace: Workspace) -> None:
    assert empty_workspace.near == "2024-07"
