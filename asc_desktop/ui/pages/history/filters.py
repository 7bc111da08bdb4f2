"""The history's filters: words, a person, a kind of record, days, and one project."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from asc_desktop.domain.dates import DateError, parse_date
from asc_desktop.domain.records.fields import Field, Kind, fields_of
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.services.history import HistoryFilter
from asc_desktop.ui.plain import literal, set_tip
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.boxes import row_of
from asc_desktop.ui.widgets.choice_box import ChoiceBox
from asc_desktop.ui.widgets.flow_layout import FlowLayout
from asc_desktop.ui.widgets.form.editors import DateEditor, mark_invalid
from asc_desktop.ui.widgets.labels import make_label

PAUSE_MS = 200


class HistoryFilterBar(QWidget):
    """Says which changes are wanted. A date that cannot be read is framed and limits nothing.

    A day and a month alone are of the year of ``today``, for changes are made now whatever month is in view.
    """

    changed = Signal()
    project_dropped = Signal()

    def __init__(self, today: str) -> None:
        super().__init__()
        self._flow = FlowLayout(self, spacing=8)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.words = QLineEdit()
        self.words.setPlaceholderText("Filter changes")
        self.words.setAccessibleName("Filter changes")
        self.words.setClearButtonEnabled(True)
        self.words.setFixedWidth(210)
        search = QAction(self.words)
        theme_hub().icons.bind(search, "search", "text_muted")
        self.words.addAction(search, QLineEdit.ActionPosition.LeadingPosition)
        self.who = _combo("Who", [("", "Anyone")])
        # What the program keeps for itself has nothing to show; its corrections are told of the records themselves.
        shown = (kind for kind in RECORD_TYPES if not all(field.hidden for field in fields_of(kind)))
        kinds = sorted((kind.noun.capitalize(), kind.table) for kind in shown)
        self.table = _combo(
            "Kind of record", [("", "Any record"), *((table, words) for words, table in kinds)]
        )
        self.first_day = _day("From", today)
        self.last_day = _day("To", today)
        self.project = QPushButton()
        theme_hub().icons.bind(self.project, "close", "text_muted")
        set_tip(self.project, "Show the changes of every project again")
        self.project.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        for widget in (self.words, self.who, self.table):
            self._flow.addWidget(widget)
        for words, editor in (("From", self.first_day), ("to", self.last_day)):
            label = _side_label(words)
            label.setBuddy(editor)
            # In one piece: a label is not left behind where the line is full.
            pair = QWidget()
            row_of(label, editor, into=pair, margins=0, spacing=8)
            self._flow.addWidget(pair)
        self._flow.addWidget(self.project)
        self._told = HistoryFilter()
        self.words.textChanged.connect(self._pause.start)
        self.who.activated.connect(self._tell)
        self.table.activated.connect(self._tell)
        for editor in (self.first_day, self.last_day):
            editor.edited.connect(self._pause.start)
            editor.editingFinished.connect(editor.tidy)
        self.project.clicked.connect(self.project_dropped)

    def wanted(self) -> HistoryFilter:
        """Return the filter as it now stands."""
        return HistoryFilter(
            words=self.words.text().strip(),
            who=str(self.who.currentData() or ""),
            table=str(self.table.currentData() or ""),
            first_day=_iso(self.first_day),
            last_day=_iso(self.last_day),
        )

    def clear(self) -> None:
        """Want every change again."""
        self.words.clear()
        self.who.setCurrentIndex(0)
        self.table.setCurrentIndex(0)
        for editor in (self.first_day, self.last_day):
            editor.set_value_text("")
        self.project_dropped.emit()
        self._tell()

    def set_people(self, people: Sequence[str]) -> None:
        """Offer these people, keeping the one chosen."""
        if [self.who.itemData(at) for at in range(1, self.who.count())] == list(people):
            return
        chosen = self.who.currentData()
        self.who.clear()
        self.who.addItem("Anyone", "")
        for name in people:
            self.who.addItem(name, name)
        self.who.setCurrentIndex(max(self.who.findData(chosen), 0))

    def show_project(self, words: str) -> None:
        """Say that the changes of one project are shown, or of all."""
        self.project.setText(literal(f"Only {words}"))
        self.project.setAccessibleName(f"Only {words}. Press to show every project")
        self.project.setVisible(bool(words))
        self.updateGeometry()

    def _tell(self) -> None:
        self._pause.stop()
        wanted = self.wanted()
        if wanted != self._told:
            self._told = wanted
            self.changed.emit()


def _combo(name: str, options: Sequence[tuple[str, str]]) -> ChoiceBox:
    combo = ChoiceBox()
    combo.setAccessibleName(name)
    set_tip(combo, name)
    for stored, words in options:
        combo.addItem(words, stored)
    combo.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
    return combo


def _day(name: str, today: str) -> DateEditor:
    editor = DateEditor(Field(key="day", label=name, kind=Kind.DATE), near=today)
    editor.setAccessibleName(f"{name} this day")
    editor.setPlaceholderText("Any day")
    editor.setFixedWidth(128)
    return editor


def _side_label(words: str) -> QLabel:
    label = make_label(words, "muted")
    label.setMinimumHeight(30)
    return label


def _iso(editor: DateEditor) -> str:
    try:
        day = parse_date(editor.value_text()) if editor.text().strip() else ""
    except DateError as error:
        set_tip(editor, str(error))
        mark_invalid(editor, invalid=True)
        return ""
    set_tip(editor, "")
    mark_invalid(editor, invalid=False)
    return day
