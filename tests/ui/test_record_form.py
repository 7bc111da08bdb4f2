"""The generic form and dialog: what is typed is saved or refused beside its field, and never lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    Milestone,
    Mitigation,
    Portfolio,
    Programme,
    Project,
    ProjectException,
    SavingsPosition,
)
from asc_desktop.domain.records.fields import Field, FieldError, Kind, Record, fields_of
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.models.edits import CellEdit, EditRefused, read_cell
from asc_desktop.ui.theme import apply_theme
from asc_desktop.ui.widgets.form.editors import (
    DateEditor,
    FlagEditor,
    LineEditor,
    LongTextEditor,
    make_editor,
)
from asc_desktop.ui.widgets.form.editors_list import ComboEditor, SearchEditor, SuggestEditor
from asc_desktop.ui.widgets.form.field_box import mnemonics
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.widgets.form.rows import Heading, default_rows
from tests.ui.conftest import FakeAsker

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
POPUPS = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
THEMES = [("theme-1", "Prevention"), ("theme-2", "Care Placement")]
PROJECT = Project(
    id="p",
    ref="P-033",
    name="Supported Living",
    theme_id="theme-2",
    description="Moves.",
    start_date="2024-07-18",
)


def choices(field: Field, row: Any) -> Sequence[tuple[str, str]]:
    if field.key == "theme_id":
        return THEMES
    if field.key == "workstream_id" and getattr(row, "theme_id", "") == "theme-1":
        return [("ws-1", "Front door")]
    return [("ws-2", "Placements")] if field.key == "workstream_id" else []


class Desk:
    """Keeps one record, takes edits and refuses some."""

    def __init__(self, record: Record) -> None:
        self.record: Any = record
        self.calls: list[CellEdit] = []
        self.refuse = ""
        self.form: RecordForm | None = None

    def apply(self, edits: list[CellEdit]) -> None:
        self.calls += edits
        if self.refuse:
            raise EditRefused([(edits[0].record_id, edits[0].key, self.refuse)])
        field = next(field for field in fields_of(type(self.record)) if field.key == edits[0].key)
        self.record = replace(self.record, **{field.key: field.parse(edits[0].text)})
        if self.form is not None:
            self.form.set_record(self.record)


@pytest.fixture
def desk() -> Desk:
    return Desk(PROJECT)


@pytest.fixture
def form(qtbot: QtBot, desk: Desk) -> Iterator[RecordForm]:
    rows = [
        ("ref", "theme_id"),
        "name",
        Heading("Dates"),
        ("start_date", "end_date"),
        "workstream_id",
        "description",
        "archived",
    ]
    made = RecordForm(Project, rows, workspace=None, choices=choices, commit=desk.apply)
    desk.form = made
    made.set_record(desk.record)
    yield from shown(qtbot, made)


def shown(qtbot: QtBot, made: RecordForm) -> Iterator[RecordForm]:
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = QVBoxLayout(holder)
    layout.addWidget(made)
    layout.addWidget(QPushButton("After"))
    holder.resize(500, 560)
    holder.show()
    holder.activateWindow()
    made.box(made.keys[0]).take_focus()
    qtbot.waitUntil(made.editor(made.keys[0]).hasFocus)
    yield made


def press(*keys: Key | tuple[Key, Qt.KeyboardModifier] | str) -> None:
    """Press keys where a person's would go: to the list that is open, else to where the keyboard is."""
    for key in keys:
        target = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert target is not None
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        elif isinstance(key, tuple):
            QTest.keyClick(target, *key)
        else:
            QTest.keyClick(target, key)


def enter(form: RecordForm, key: str, text: str, *then: Key) -> None:
    """Type over a field, as a person does who tabs into it."""
    form.box(key).take_focus()
    press((Key.Key_A, CTRL), text, *then)


class TestSaving:
    def test_a_field_is_saved_with_enter_and_when_it_is_left(self, form: RecordForm, desk: Desk) -> None:
        enter(form, "name", "Shared Lives", Key.Key_Return)
        assert desk.calls == [CellEdit("p", "name", "Shared Lives")]
        enter(form, "ref", "P-034", Key.Key_Tab)
        assert desk.record.ref == "P-034"
        assert form.editor("theme_id").hasFocus(), "Tab follows reading order"

    @POPUPS
    def test_tab_takes_the_one_option_left_of_what_was_typed(self, form: RecordForm, desk: Desk) -> None:
        form.editor("theme_id").setFocus()
        press((Key.Key_A, CTRL), "preven", Key.Key_Tab)
        assert form.problems == {}
        assert form.values()["theme_id"] == desk.record.theme_id == "theme-1"

    def test_what_did_not_change_is_not_saved(self, form: RecordForm, desk: Desk) -> None:
        for _ in form.keys:
            press(Key.Key_Tab)
        press(Key.Key_Backtab)
        assert desk.calls == []

    def test_escape_takes_back(self, form: RecordForm, desk: Desk) -> None:
        enter(form, "name", "oops", Key.Key_Escape, Key.Key_Tab)
        assert form.values()["name"] == "Supported Living"
        assert desk.calls == []

    def test_long_text_is_saved_with_ctrl_enter_and_takes_line_breaks(
        self, form: RecordForm, desk: Desk
    ) -> None:
        enter(form, "description", "One", Key.Key_Return)
        press("two", (Key.Key_Return, CTRL))
        assert desk.record.description == "One\ntwo"

    @POPUPS
    def test_a_choice_and_a_tick_are_saved_at_once(self, qtbot: QtBot, form: RecordForm, desk: Desk) -> None:
        form.box("archived").take_focus()
        press(Key.Key_Space)
        assert desk.record.archived == 1
        editor = form.editor("theme_id")
        assert isinstance(editor, SearchEditor)
        assert editor.currentText() == "Care Placement"
        editor.setFocus()
        press((Key.Key_A, CTRL), "Prevention", Key.Key_Tab)
        assert desk.record.theme_id == "theme-1"
        workstream = form.editor("workstream_id")
        assert isinstance(workstream, ComboEditor)
        assert [workstream.itemText(at) for at in range(workstream.count())] == ["", "Front door"]

    def test_dates_are_taken_in_british_and_iso_form_and_written_out(
        self, form: RecordForm, desk: Desk
    ) -> None:
        for typed in ("1/9/2024", "2024-09-02", "3 Sept 24"):
            enter(form, "end_date", typed, Key.Key_Return)
        assert desk.record.end_date == "2024-09-03"
        assert form.values()["end_date"] == "3 Sep 2024"
        assert [edit.text for edit in desk.calls] == ["1/9/2024", "2024-09-02", "3 Sept 24"]

    def test_read_only_forms_show_and_do_not_save(self, qtbot: QtBot, desk: Desk) -> None:
        form = RecordForm(Project, workspace=FakeWorkspace("Read-only."), commit=desk.apply)  # type: ignore[arg-type]
        form.set_record(PROJECT)
        in_view = shown(qtbot, form)
        next(in_view)
        enter(form, "name", "no", Key.Key_Return)
        assert desk.calls == []
        assert form.values()["name"] == "Supported Living"
        assert not form.editor("theme_id").isEnabled()


class TestRefusals:
    def test_a_bad_date_says_why_beside_its_field(self, form: RecordForm, desk: Desk) -> None:
        enter(form, "start_date", "31 June 2024", Key.Key_Tab)
        box = form.box("start_date")
        assert box.problem == "June 2024 has 30 days, so there is no 31 June."
        assert box.findChildren(QLabel)[-1].isVisible()
        assert form.values()["start_date"] == "31 June 2024"
        assert form.editor("start_date").property("invalid") is True
        assert "30 days" in form.editor("start_date").accessibleDescription()
        assert desk.calls == []
        enter(form, "start_date", "30 June 2024", Key.Key_Return)
        assert (box.problem, desk.record.start_date) == ("", "2024-06-30")

    def test_the_services_sentence_is_shown_and_the_text_stays(self, form: RecordForm, desk: Desk) -> None:
        desk.refuse = "Another project has the reference P-001."
        enter(form, "ref", "P-001", Key.Key_Tab)
        assert form.problems == {"ref": "Another project has the reference P-001."}
        form.set_record(replace(PROJECT, name="Changed elsewhere"))
        assert form.values()["ref"] == "P-001"
        assert form.values()["name"] == "Changed elsewhere"
        assert form.problems
        desk.refuse = ""
        assert form.commit_all()
        assert desk.record.ref == "P-001"

    def test_what_was_refused_waits_while_another_record_is_looked_at(
        self, form: RecordForm, desk: Desk
    ) -> None:
        enter(form, "end_date", "soon", Key.Key_Tab)
        form.set_record(replace(PROJECT, id="q", name="Another"))
        assert form.values()["end_date"] == ""
        assert form.problems == {}
        form.set_record(PROJECT)
        assert form.values()["end_date"] == "soon"
        assert "end_date" in form.problems

    def test_a_needed_field_cannot_be_emptied(self, form: RecordForm, desk: Desk) -> None:
        enter(form, "name", " ", Key.Key_Tab)
        assert form.problems == {"name": "Project is needed."}
        assert desk.calls == []

    @POPUPS
    def test_references_must_be_in_the_list(self, form: RecordForm) -> None:
        enter(form, "theme_id", "Nowhere", Key.Key_Tab)
        assert form.problems == {"theme_id": "“Nowhere” is not in the list for Theme."}
        assert form.values()["theme_id"] == "Nowhere"

    def test_problems_from_outside_go_to_their_fields(self, form: RecordForm) -> None:
        others = form.set_problems({"name": "Too like another.", "gone": "No field for this."})
        assert others == ["No field for this."]
        assert form.problems == {"name": "Too like another."}
        assert form.editor("name").hasFocus()


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("£1.2m", 120_000_000),
        ("1,234.5", 123_450),
        ("1e3", 100_000),
        ("£500k", 50_000_000),
        ("1,000", 100_000),
    ],
)
def test_money_is_taken_as_people_write_it(qtbot: QtBot, typed: str, pence: int) -> None:
    desk = Desk(SavingsPosition(id="s", line_id="l", year=2024, period="2024-06"))
    form = RecordForm(
        SavingsPosition, [("forecast_pence", "delivered_pence")], workspace=None, commit=desk.apply
    )
    desk.form = form
    form.set_record(desk.record)
    for made in shown(qtbot, form):
        editor = made.editor("forecast_pence")
        assert isinstance(editor, LineEditor)
        editor.selectAll()
        editor.insert(typed)
        press(Key.Key_Return)
        assert desk.record.forecast_pence == pence
        assert made.values()["forecast_pence"] == f"{pence // 100:,}" + (".50" if pence % 100 else "")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("(300)", "cannot be below 0"),
        ("12,34", "not in the thousands"),
        ("lots", "is not an amount of money"),
        ("0.001", "part of a penny"),
        ("9999999999999", "more than £100bn"),
        ("-", "Forecast is needed."),
    ],
)
def test_money_that_cannot_be_is_refused(qtbot: QtBot, typed: str, sentence: str) -> None:
    desk = Desk(SavingsPosition(id="s", line_id="l", year=2024, period="2024-06"))
    form = RecordForm(SavingsPosition, ["forecast_pence"], workspace=None, commit=desk.apply)
    form.set_record(desk.record)
    for made in shown(qtbot, form):
        enter(made, "forecast_pence", typed, Key.Key_Tab)
        assert sentence in made.problems["forecast_pence"]
        assert made.values()["forecast_pence"] == typed
        assert desk.calls == []


class TestDescriptions:
    def test_every_record_type_makes_a_form(self, qtbot: QtBot) -> None:
        for record_type in RECORD_TYPES:
            form = RecordForm(record_type, workspace=None, choices=choices)
            qtbot.addWidget(form)
            seen = [field.key for field in fields_of(record_type) if not field.hidden]
            assert sorted(form.keys) == sorted(seen)
            names = [form.editor(key).accessibleName() for key in form.keys]
            assert all(names)

    def test_labels_are_buddies_with_letters_of_their_own(self, qtbot: QtBot) -> None:
        form = RecordForm(Project, workspace=None, reserved="feh")
        qtbot.addWidget(form)
        letters = []
        for key in form.keys:
            editor = form.editor(key)
            labels = [label for label in form.box(key).findChildren(QLabel) if label.buddy() is editor]
            assert len(labels) == 1
            text = editor.text() if isinstance(editor, FlagEditor) else labels[0].text()
            if "&" in text:
                letters.append(text[text.index("&") + 1].casefold())
        assert len(letters) == len(set(letters)) > 5
        assert not set(letters) & set("feh")
        assert mnemonics(["Up", "Up", "Up"], "") == ["U", "p", ""]

    def test_needed_fields_are_marked_and_units_stand_in_labels(self, qtbot: QtBot) -> None:
        form = RecordForm(SavingsPosition, workspace=None)
        qtbot.addWidget(form)
        label = form.box("forecast_pence").findChildren(QLabel)[0].text().replace("&", "")
        assert label == "Forecast £ *"
        assert form.editor("forecast_pence").accessibleDescription().startswith("Needed.")
        assert "For the whole year" in form.editor("forecast_pence").toolTip()

    def test_a_short_limit_is_counted_down_and_never_cuts(self, form: RecordForm, desk: Desk) -> None:
        enter(form, "ref", "P" * 18)
        count = form.box("ref").findChildren(QLabel)[1]
        assert (count.text(), count.isVisible()) == ("18 of 20", True)
        press("PPPP", Key.Key_Tab)
        assert count.text() == "2 too many"
        assert form.problems["ref"] == "Ref may have 20 characters at most; this has 22."
        assert form.values()["ref"] == "P" * 22

    def test_ten_thousand_characters_are_taken(self, form: RecordForm, desk: Desk) -> None:
        editor = form.editor("description")
        assert isinstance(editor, LongTextEditor)
        editor.setPlainText("=x\x07" * 3_400)
        assert form.commit("description")
        assert desk.record.description == "=x" * 3_400

    def test_default_rows_leave_out_what_is_fixed(self) -> None:
        rows = default_rows(Milestone, without=["project_id"])
        assert rows == ["name", ("baseline_date", "forecast_date"), ("actual_date",)]


class TestEditors:
    def test_each_kind_has_its_editor(self, qtbot: QtBot) -> None:
        wanted = {
            Kind.TEXT: LineEditor,
            Kind.MONEY: LineEditor,
            Kind.LONG_TEXT: LongTextEditor,
            Kind.DATE: DateEditor,
            Kind.PERIOD: SuggestEditor,
            Kind.YEAR: SuggestEditor,
            Kind.CHOICE: SearchEditor,
            Kind.REFERENCE: SearchEditor,
            Kind.FLAG: FlagEditor,
        }
        for kind, editor_type in wanted.items():
            editor = make_editor(Field(key="k", label="L", kind=kind), near="2024-06")
            qtbot.addWidget(editor)
            assert type(editor) is editor_type

    def test_periods_and_years_are_suggested_around_the_one_looked_at(self, qtbot: QtBot) -> None:
        period = make_editor(Field(key="k", label="L", kind=Kind.PERIOD), near="2024-06")
        year = make_editor(Field(key="k", label="L", kind=Kind.YEAR), near="2024")
        for editor, words in ((period, "June 2024"), (year, "2024/25")):
            qtbot.addWidget(editor)
            assert isinstance(editor, SuggestEditor)
            assert editor.findText(words) > 0
            editor.set_value_text("Jun 24")
            assert editor.value_text() == "Jun 24", "anything may be typed"

    @POPUPS
    def test_the_calendar_opens_at_the_date_and_gives_one_back(self, qtbot: QtBot) -> None:
        editor = make_editor(Field(key="k", label="Due", kind=Kind.DATE))
        qtbot.addWidget(editor)
        assert isinstance(editor, DateEditor)
        editor.set_value_text("18/07/2024")
        editor.show()
        QTest.keyClick(editor, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        calendar = editor.findChildren(QCalendarWidget)[0]
        assert calendar.selectedDate() == QDate(2024, 7, 18)
        assert calendar.accessibleName() == "Calendar for Due"
        with qtbot.waitSignal(editor.chosen):
            calendar.clicked.emit(QDate(2024, 7, 31))
        assert editor.value_text() == "31 Jul 2024"

    def test_the_wheel_does_not_change_a_choice(self, qtbot: QtBot) -> None:
        field = Field(key="k", label="L", kind=Kind.CHOICE, choices=(("a", "A"), ("b", "B")))
        editor = make_editor(field)
        qtbot.addWidget(editor)
        editor.set_value_text("a")
        editor.show()
        turn = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(),
            QPoint(0, -120),
            LEFT & Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(editor, turn)
        assert editor.value_text() == "a"
        assert turn.type() == QEvent.Type.Wheel

    def test_a_value_that_is_no_longer_offered_is_kept(self, qtbot: QtBot) -> None:
        field = Field(key="k", label="L", kind=Kind.CHOICE, choices=(("a", "A"),))
        editor = make_editor(field)
        qtbot.addWidget(editor)
        editor.set_value_text("retired")
        assert editor.value_text() == "retired"


class TestEmptyFields:
    @pytest.mark.parametrize("record_type", RECORD_TYPES)
    def test_none_shows_an_example_that_reads_as_data(self, qtbot: QtBot, record_type: type[Record]) -> None:
        form = RecordForm(record_type, workspace=None, choices=choices)
        qtbot.addWidget(form)
        editors = [form.editor(key) for key in form.keys]
        lines = [line for line in form.findChildren(QLineEdit) if line.isVisibleTo(form)]
        shown = [line.placeholderText() for line in lines]
        shown += [each.placeholderText() for each in editors if isinstance(each, LongTextEditor)]
        assert not [words for words in shown if re.search(r"\d|e\.g\.|example", words)]

    def test_it_may_say_what_it_means_that_nothing_is_there(self, qtbot: QtBot) -> None:
        form = RecordForm(ProjectException, workspace=None, choices=choices)
        qtbot.addWidget(form)
        editor = form.editor("closed_period")
        assert isinstance(editor, SuggestEditor)
        assert editor.line.placeholderText() == "not closed"

    def test_its_tip_shows_how_a_date_is_typed(self, qtbot: QtBot) -> None:
        form = RecordForm(Milestone, workspace=None, choices=choices)
        qtbot.addWidget(form)
        assert "18 Jul 2024" in form.editor("forecast_date").toolTip()


class TestNoIdentifier:
    GONE = "01a22a6b-3336-5548-9c0e-6dfb26b50b26"

    def test_a_choice_that_is_not_offered_is_never_shown_by_its_id(self, qtbot: QtBot) -> None:
        editor = SearchEditor(Field(key="theme_id", label="Theme", kind=Kind.REFERENCE, to="theme"), THEMES)
        qtbot.addWidget(editor)
        editor.set_value_text(self.GONE)
        assert editor.currentText() == "(no longer offered)"
        assert editor.value_text() == self.GONE
        editor.setEditText("Prevention")
        assert editor.value_text() == "theme-1"
        editor.set_value_text("theme-2")
        assert editor.value_text() == "theme-2"

    def test_its_refusal_does_not_name_it(self) -> None:
        field = Field(key="theme_id", label="Theme", kind=Kind.REFERENCE, to="theme")
        with pytest.raises(FieldError) as refused:
            read_cell(field, self.GONE, lambda _field, _row: THEMES)
        assert refused.value.sentence == "What was chosen for Theme is no longer in the list. Choose again."
        with pytest.raises(FieldError) as refused:
            read_cell(field, "Housing", lambda _field, _row: THEMES)
        assert refused.value.sentence == "“Housing” is not in the list for Theme."


class FakeWorkspace(QObject):
    """What the form and the dialog need of a workspace."""

    data_changed = Signal(object)
    period = "2024-06"
    session = None
    near = "2024-06"

    def __init__(self, why_closed: str = "") -> None:
        super().__init__()
        self.why_closed = why_closed
        self.asker = FakeAsker()
        self.exempt: dict[str, object] = {}
        self.records = Records({"project": [PROJECT]})

    def choices(self, field: Field, row: Any = None) -> Sequence[tuple[str, str]]:
        return choices(field, row)

    def accepted(
        self, field: Field, row: Any, options: Sequence[tuple[str, str]]
    ) -> Sequence[tuple[str, str]]:
        return options


class TestDialog:
    def make(self, qtbot: QtBot, record_type: type[Record] = Project, **more: Any) -> RecordDialog:
        dialog = RecordDialog(FakeWorkspace(), record_type, **more)  # type: ignore[arg-type]
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    @pytest.mark.parametrize("record_type", [Milestone, Programme])
    def test_it_is_as_tall_as_its_form(self, qtbot: QtBot, record_type: type[Record]) -> None:
        form = self.make(qtbot, record_type).form
        assert 0 <= form.height() - form.heightForWidth(form.width()) <= 30

    def test_what_was_typed_is_kept_while_problems_are_shown(self, qtbot: QtBot) -> None:
        saved: list[dict[str, str]] = []

        def save(typed: dict[str, str]) -> Record:
            saved.append(typed)
            if typed["ref"] == "P-1":
                raise EditRefused([("", "ref", "P-1 is taken."), ("", "", "The theme is full.")])
            return replace(PROJECT, ref=typed["ref"])

        dialog = self.make(qtbot, values={"theme_id": "theme-1"}, save=save)
        assert dialog.windowTitle() == "New project"
        form = dialog.form
        form.editor("ref").set_value_text("P-1")
        form.editor("start_date").set_value_text("31 June 2024")
        qtbot.mouseClick(dialog.ok_button, LEFT)
        assert set(form.problems) == {"name", "start_date"}
        assert dialog.isVisible()
        assert saved == []
        form.editor("name").set_value_text("New")
        form.editor("start_date").set_value_text("30 June 2024")
        QTest.keyClick(form.editor("name"), Key.Key_Return)
        assert form.problems == {"ref": "P-1 is taken."}
        assert dialog.notice == "The theme is full."
        assert form.values()["start_date"] == "30 June 2024"
        form.editor("ref").set_value_text("P-2")
        qtbot.mouseClick(dialog.ok_button, LEFT)
        assert not dialog.isVisible()
        assert saved[-1]["theme_id"] == "theme-1"
        assert isinstance(dialog.record, Project)
        assert dialog.record.ref == "P-2"

    def test_a_refusal_to_give_a_reason_leaves_it_open(self, qtbot: QtBot) -> None:
        dialog = self.make(qtbot, record=PROJECT, save=lambda typed: None)
        dialog.accept()
        assert dialog.isVisible()
        assert dialog.record is None
        dialog.reject()

    def test_fixed_fields_are_not_asked_for(self, qtbot: QtBot) -> None:
        dialog = self.make(qtbot, Mitigation, values={"exception_id": "e"}, fixed=("exception_id",))
        assert "exception_id" not in dialog.form.keys
        assert dialog.windowTitle() == "New mitigation"

    def test_a_choice_of_theme_offers_its_workstreams(self, qtbot: QtBot) -> None:
        dialog = self.make(qtbot)
        editor, workstream = dialog.form.editor("theme_id"), dialog.form.editor("workstream_id")
        assert isinstance(editor, SearchEditor)
        assert isinstance(workstream, SearchEditor)
        editor.setCurrentIndex(editor.findText("Prevention"))
        editor.activated.emit(editor.currentIndex())
        assert workstream.findText("Front door") >= 0

    def test_it_paints_in_each_theme(self, qtbot: QtBot) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        dialog = self.make(qtbot, ProjectException, values={"years": "2024,2025", "amount_pence": -5})
        dialog.accept()
        for mode in ("dark", "high-contrast", "light"):
            apply_theme(app, mode)  # type: ignore[arg-type]
            assert not dialog.grab().isNull()
        assert dialog.form.values()["years"] == "2024/25, 2025/26"


def test_numbers_are_kept_within_their_bounds(qtbot: QtBot) -> None:
    desk = Desk(Portfolio(id="portfolio", name="Adults"))
    form = RecordForm(Portfolio, workspace=None, commit=desk.apply)
    desk.form = form
    form.set_record(desk.record)
    for made in shown(qtbot, form):
        enter(made, "green_shortfall_percent", "101", Key.Key_Tab)
        assert made.problems == {"green_shortfall_percent": "Savings green up to cannot be above 100."}
        enter(made, "green_shortfall_percent", "5", Key.Key_Tab)
        assert desk.record.green_shortfall_percent == 5
        assert isinstance(made.editor("name"), QLineEdit)
