"""The overview's programmes or themes, one a line: live projects by colour, target, forecast, no plan, surplus."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.views_overview import GroupOverview, Overview
from asc_desktop.domain.words import number_of
from asc_desktop.ui.figures.projects import ProjectsBehind
from asc_desktop.ui.models.columns import Chip, Column, view_column
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.overview.whole import WholeTable
from asc_desktop.ui.pages.shared.columns import money
from asc_desktop.ui.pages.shared.units import ShownAs, shown_as_of
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.table.total import StickyTotal
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

_NAMES: Final = {"programme": "Programme", "theme": "Theme"}
_COLOURS: Final = (("red", "Red"), ("amber", "Amber"), ("green", "Green"), ("other", "Other"))
_RAGS: Final = {"red": "red", "amber": "amber", "green": "green", "other": "grey"}


class GroupsCard(Card):
    """A line for each programme or theme, the worst first, and one for all; Enter or a double click opens it."""

    opened = Signal(str)
    """The id of a programme or theme to look at alone."""
    listed = Signal(object)
    """The projects to list, as a chart gives them."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(margins=False)
        self._level, self._shape = "", ("", False)
        self._shown_as = shown_as_of(workspace)
        self._model = RecordTableModel(
            group_columns("programme", self._shown_as, has_other=True), own_order=True
        )
        self.view = RecordTableView(
            self._model, "overview-groups", workspace=workspace, row_actions=self._actions_for
        )
        self.view.activated_row.connect(lambda row: self.opened.emit(row.id))
        self.whole = WholeTable(self.view)
        self._total = StickyTotal(self.view)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.addWidget(self.view, 0, Qt.AlignmentFlag.AlignTop)

    def show_overview(self, overview: Overview, year: str) -> None:
        """Show the programmes or themes."""
        shape = (overview.level, bool(overview.total.other))
        if shape != self._shape:
            self._shape, self._level = shape, overview.level
            self._model.set_columns(
                group_columns(overview.level, self._shown_as, has_other=bool(overview.total.other))
            )
        self.setAccessibleName(f"By {overview.level}")
        self.view.setAccessibleName(f"Live projects and savings by {overview.level}, {year}")
        total = overview.total
        cells = {column.key: column.read(total) for column in self._model.columns[1:]}
        with self._model.at_once():
            self._model.set_rows(overview.groups)
            several = len(overview.groups) > 1
            self._model.set_total("Total", (lambda _: cells) if several else None)
        self.setVisible(bool(overview.groups))

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        row = self._model.find(row_ids[0]) if len(row_ids) == 1 else None
        if not isinstance(row, GroupOverview):
            return []
        live = (*row.red, *row.amber, *row.green, *row.other)
        offered: list[tuple[str, Callable[[], object]]] = [
            (f"&Look at this {self._level} alone", partial(self.opened.emit, row.id)),
            *self._lists(row, (("live", live), *((key, getattr(row, key)) for key, _ in _COLOURS[:3]))),
        ]
        return [menu_action(words, done, changes=False) for words, done in offered]

    def _lists(
        self, row: GroupOverview, kinds: tuple[tuple[str, tuple[str, ...]], ...]
    ) -> list[tuple[str, Callable[[], object]]]:
        return [
            (
                f"List {number_of(len(ids), f'{key} project')}",
                partial(self.listed.emit, ProjectsBehind(ids, f"{key.capitalize()}: {row.name}")),
            )
            for key, ids in kinds
            if ids
        ]


def group_columns(level: str, shown_as: ShownAs, *, has_other: bool) -> list[Column]:
    """Return the columns of the programmes or themes; a theme's next board is its programme's, which the page names."""
    found = [
        view_column("name", _NAMES[level], hint=_lead, width=190),
        view_column("live", "Live", Kind.INTEGER, width=48, tooltip="Projects that are not closed"),
        *(_colour(key, label) for key, label in _COLOURS if has_other or key != "other"),
        money("target_pence", "Target £", width=104, shown_as=shown_as),
        money("forecast_pence", "Forecast £", width=104, shown_as=shown_as),
        view_column(
            "no_plan_pence", "No plan yet £", Kind.MONEY, width=106, warn=lambda row: bool(row.no_plan_pence)
        ),
        view_column("surplus_pence", "Surplus £", Kind.MONEY, width=100),
        view_column(
            "change_pence",
            "Since board £",
            Kind.MONEY,
            width=110,
            hint=lambda row: (
                f"Forecast now, compared with {row.last_board}" if row.last_board else "No board yet"
            ),
            tooltip="How much more or less is forecast than its last board was shown",
        ),
        view_column("next_board", "Next board", Kind.DATE, width=104, hint=_next_board),
        view_column("closed", "Closed", Kind.INTEGER, width=64, hidden=True),
    ]
    return [column for column in found if level == "programme" or column.key != "next_board"]


def _colour(key: str, label: str) -> Column:
    def chip(row: GroupOverview) -> Chip | None:
        count = len(getattr(row, key))
        return Chip(str(count), _RAGS[key]) if count else None

    tip = (
        "Not started, not reported or not rated" if key == "other" else f"Live projects whose status is {key}"
    )
    return view_column(
        key,
        label,
        Kind.INTEGER,
        chip=chip,
        sort_key=int,
        read=lambda row: len(getattr(row, key)) or None,
        align="left",
        width=56,
        tooltip=tip,
    )


def _lead(row: GroupOverview) -> str:
    return f"{row.name}: {row.lead}" if row.lead else row.name


def _next_board(row: GroupOverview) -> str:
    return f"{row.next_board_name}, {date_label(row.next_board)}" if row.next_board else "No meeting is dated"
