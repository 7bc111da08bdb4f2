"""The overview's ten projects with the most at risk, under counts of each kind of what needs a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.overview_risk import AT_RISK_WORDS
from asc_desktop.domain.report.views_overview import AtRiskReport, KindOverview, Overview
from asc_desktop.ui.models.columns import Chip, Column, view_column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.overview.whole import WholeTable
from asc_desktop.ui.palette import Shape
from asc_desktop.ui.plain import literal, set_tip
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

TOP: Final = 10
IN_SIGHT: Final = 5
"""How many projects the first screen has room for, whatever is above them."""

_NOTHING: Final = ("Nothing is at risk", "No live project is short of a plan or waits for anybody.")
_NO_PROJECT: Final = ("No projects yet", "Add them on the Projects page. Each belongs to a theme.")
_EVERY_CLOSED: Final = (
    "Every project is closed",
    "Only live projects are listed here. The sums above have those that are closed.",
)
_WARNED: Final = frozenset({"red", "amber"})


class AtRiskCard(Card):
    """One row a project, with its reasons as chips and its lead; Enter or a double click opens the project."""

    kind_chosen = Signal(str)
    """The kind whose whole list is asked for, empty for all of them."""
    opened = Signal(object)
    """The row whose project is asked for."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(" ", margins=False)
        self.kinds = KindStrip()
        self.kinds.chosen.connect(self.kind_chosen)
        self._header.addWidget(self.kinds, 10)
        self._model = RecordTableModel(at_risk_columns(), own_order=True)
        self.view = RecordTableView(
            self._model, "overview-at-risk", workspace=workspace, row_actions=self._actions_for
        )
        self.view.setAccessibleName("Projects with the most at risk")
        self.view.activated_row.connect(self.opened)
        self._empty = self.view.set_empty("tick", *_NOTHING)
        self.whole = WholeTable(self.view, when_empty=IN_SIGHT)
        self.body.setContentsMargins(1, 0, 1, 4)
        self.body.addWidget(self.view, 0, Qt.AlignmentFlag.AlignTop)

    def show_overview(self, overview: Overview) -> None:
        """Show the projects and the kinds."""
        top = overview.at_risk[:TOP]
        count = (
            f"Top {len(top)} of {len(overview.at_risk)}" if len(overview.at_risk) > len(top) else "Projects"
        )
        self.set_title(f"{count} by £ at risk" if top else "£ at risk")
        self._title.setMinimumWidth(self._title.sizeHint().width())
        self.kinds.show_kinds(overview.kinds)
        total = overview.total
        none = _EVERY_CLOSED if total.closed else _NO_PROJECT
        self._empty.set_message(*(_NOTHING if total.live else none))
        self._model.set_rows(top)

    @property
    def head_height(self) -> int:
        """Return the height of what is above the table, and of the edge below it."""
        return self._head.sizeHint().height() + 5

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        row = self._model.find(row_ids[0]) if len(row_ids) == 1 else None
        if row is None:
            return []
        return [menu_action("&Open the project", lambda: self.opened.emit(row), changes=False)]


class KindStrip(QWidget):
    """A button for each kind with its count, as many as there is room for, and one for the whole list."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._kinds: tuple[KindOverview, ...] = ()
        self._buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self._row.addStretch(1)
        self.every = self._button("", "")
        self._row.addWidget(self.every)

    def show_kinds(self, kinds: Sequence[KindOverview]) -> None:
        """Show other counts."""
        if tuple(kinds) == self._kinds and self._buttons:
            return
        self._kinds = tuple(kinds)
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        for at, kind in enumerate(kinds):
            button = self._button(f"{kind.label} {kind.count:,}", kind.kind)
            if kind.new:
                set_tip(button, f"{kind.new:,} new since the last board")
            self._buttons.append(button)
            self._row.insertWidget(1 + at, button)
        total = sum(kind.count for kind in kinds)
        self.every.setText(f"All {total:,}…")
        self.every.setAccessibleName(f"All {total:,} that need attention")
        self.every.setVisible(bool(kinds))
        self._fit()

    def sizeHint(self) -> QSize:
        """Return room for every kind."""
        width = sum(button.sizeHint().width() + 2 for button in (*self._buttons, self.every))
        return QSize(width, self.every.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return room for the whole list's button alone."""
        return self.every.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the kinds that there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - self.every.sizeHint().width() - 8
        for button in self._buttons:
            room -= button.sizeHint().width() + 2
            button.setVisible(room >= 0)
        self._row.setGeometry(self.rect())

    def _button(self, words: str, kind: str) -> QPushButton:
        button = QPushButton(literal(words))
        button.setProperty("kind", "quiet")
        button.clicked.connect(lambda: self.chosen.emit(kind))
        return button


def at_risk_columns() -> list[Column]:
    """Return the columns of the projects at risk."""
    return [
        view_column("name", "Project", read=_project, hint=_place, width=230),
        view_column("at_risk_pence", "£ at risk", Kind.MONEY, width=104, tooltip=AT_RISK_WORDS),
        view_column("reasons", "Why", chips=chips_of, hint=reason_words, width=330),
        view_column("lead", "Lead", hint=lambda row: row.lead, width=180),
        view_column("theme", "Theme", hidden=True),
        view_column("programme", "Programme", hidden=True),
    ]


def chips_of(row: AtRiskReport) -> list[Chip]:
    """Return a project's status, where it warns, and its reasons."""
    found = []
    if row.status is not None and row.status.rag in _WARNED:
        found.append(Chip(row.status.name, row.status.rag, cast("Shape", row.status.shape)))
    for reason in row.reasons:
        words = f"New: {reason.words[:1].lower()}{reason.words[1:]}" if reason.is_new else reason.words
        found.append(Chip(words, reason.rag, "none"))
    return found


def reason_words(row: AtRiskReport) -> str:
    """Return every reason, one a line."""
    return "\n".join(chip.text for chip in chips_of(row))


def _project(row: AtRiskReport) -> str:
    return f"{row.ref} {row.name}"


def _place(row: AtRiskReport) -> str:
    return f"{row.ref} {row.name}\n{row.programme}, {row.theme}"
