"""The budget's table: lines in groups with subtotals, edited like a worksheet; what can be done with a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QWidget

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.assurance import BudgetLine
from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.domain.report.budget import group_key
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_budget import BudgetLineReport
from asc_desktop.domain.rules.budget import NET, BudgetFigures, footings, sum_of
from asc_desktop.domain.words import named
from asc_desktop.services import budget, editing
from asc_desktop.services.editing import CellEdit
from asc_desktop.services.new_records_assurance import new_budget_lines
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.keys import FILTER, MOVE_DOWN, MOVE_UP
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.budget.columns import budget_columns, group_cells
from asc_desktop.ui.pages.shared.elsewhere import Elsewhere
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.pages.shared.units import MoneyUnit
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.card import table_card
from asc_desktop.ui.widgets.commands import add_keys, menu_action
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.remembered import remember_folds
from asc_desktop.ui.widgets.table.filter_box import FilterBox
from asc_desktop.ui.widgets.table.pinned import PinnedColumn
from asc_desktop.ui.widgets.table.row_order import RowOrder
from asc_desktop.ui.widgets.table.total import StickyTotal
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

_NONE: Final = "No budget lines yet"
_FIRST: Final = (
    "Add the first line and its group. Its budget, actual and forecast are then typed or pasted here."
)
ROWS: Final[tuple[FormRow, ...]] = ("name", ("group_name", "is_reserve"), "source")


class BudgetPanel(QWidget):
    """The table with its filter above it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._shown: tuple[MoneyUnit, str] | None = None
        self._report: Report | None = None
        self.model = RecordTableModel([], sink=self._apply, own_order=True, parent=self)
        self.view = RecordTableView(
            self.model, "budget", workspace=workspace, row_actions=self._actions_for, own=BudgetLine
        )
        remember_folds(self.model, "budget", workspace.memory)
        self.view.new_rows = new_budget_lines(looked_at(workspace))
        self.view.setAccessibleName("Budget lines by group")
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self._none = none = self.view.set_empty("budget", _NONE, _FIRST)
        none.add_action("New budget line…", primary=True, changes=True).clicked.connect(self.new_line)
        self._elsewhere = Elsewhere(workspace, none, BudgetLine, "budget lines")
        StickyTotal(self.view)
        PinnedColumn(self.view)
        self.view.selection_summary.connect(lambda summary: workspace.said.emit(summary.words))
        self.box = FilterBox("budget lines")
        self.box.setPlaceholderText("Filter lines")
        set_tip(self.box, f"Filter lines ({FILTER})")
        self.box.follow(self.model)
        self.box.left_down.connect(self.view.setFocus)
        card = table_card(self.view)
        bar = row_of(self.box, 1)
        column_of(bar, (card, 1), into=self, margins=0, spacing=6)
        add_keys(self, {FILTER: self.box.setFocus})
        self._order = RowOrder(self.view, self._siblings, self._put)

    # ------------------------------------------------------------------------------------------- what is shown

    def show_report(self, report: Report, unit: MoneyUnit) -> None:
        """Show a report's lines in a unit; the columns are made anew only where unit or period is another."""
        self._report = report
        elsewhere = self._elsewhere.offer(has_any=bool(report.budget.lines))
        self._none.set_message(_NONE, f"{_FIRST} {elsewhere}".rstrip())
        wanted = (unit, report.period)
        groups = {group.key: group for group in report.budget.groups}
        with self.model.at_once():
            if wanted != self._shown:
                self._shown = wanted
                self.model.set_columns(budget_columns(unit, report.period))
            self.model.set_rows(report.budget.lines)
            self.model.set_grouping(
                Grouping(
                    "Group",
                    key=lambda row: row.group_key,
                    label=lambda key: groups[key].label,
                    order=list(groups),
                    footers=_footers(
                        [(group.key, group.is_reserve) for group in groups.values()],
                        {group.key: group.programme for group in groups.values()},
                    ),
                )
            )
            if report.budget.lines:
                self.model.set_total(NET, lambda rows: dict(group_cells(sum_of(_figures(rows)))))
            else:
                self.model.set_total(NET, None)
        self.model.refresh()

    def select_line(self, line_id: str) -> None:
        """Go to a line."""
        if self.view.select_row(line_id):
            self.view.setFocus()

    # ------------------------------------------------------------------------------------------------- editing

    def paste(self) -> None:
        """Paste the clipboard at the current cell, or say what is missing for that."""
        self.view.setFocus()
        self.view.blocks.paste()

    def new_line(self) -> RecordDialog:
        """Ask for a new line, beginning in the current line's group."""
        row = self.view.current_row
        line = self._line(row.id) if row is not None else None
        programme_id = self._workspace.programme_id
        values: dict[str, Value] = {}
        rows: list[FormRow] = [*ROWS]
        if line is not None:
            values |= {"group_name": line.group_name, "is_reserve": line.is_reserve}
        if programme_id is None:
            rows.insert(0, "programme_id")
        else:
            values["programme_id"] = programme_id
        dialog = RecordDialog(
            self._workspace,
            BudgetLine,
            values=values,
            fixed=["programme_id"] if programme_id else [],
            rows=rows,
            parent=self.window(),
        )
        dialog.finished.connect(lambda _: self._after(dialog))
        dialog.open()
        return dialog

    def _after(self, dialog: RecordDialog) -> None:
        if dialog.record is not None:
            self.select_line(dialog.record.id)
        dialog.deleteLater()

    def _apply(self, edits: list[CellEdit]) -> None:
        if self._shown is None:
            return
        unit, workspace = self._shown[0], self._workspace
        meant = [
            edit._replace(text=unit.meant(edit.text)) if edit.key in budget.AMOUNT_KEYS else edit
            for edit in edits
        ]
        workspace.apply(
            lambda reason: budget.apply_budget_cells(
                workspace.session, meant, workspace.period, reason=reason
            )
        )

    # ------------------------------------------------------------------------------------------------- actions

    def _actions_for(self, row_ids: list[str]) -> Sequence[QAction]:
        lines = [line for row_id in row_ids if (line := self._line(row_id)) is not None]
        if not lines:
            return ()
        session, period = self._workspace.session, self._workspace.period
        ids, month = [line.id for line in lines], period_label(period)
        found: list[QAction] = []

        def add(words: str, does: Callable[[], object]) -> None:
            found.append(menu_action(words, does))

        if len(lines) == 1:
            only = lines[0]
            add("Edit line…", lambda: self._edit(only))
            add(f"Move up\t{MOVE_UP}", lambda: self._order.step(-1))
            add(f"Move down\t{MOVE_DOWN}", lambda: self._order.step(1))
            head = self._head_ids().get(group_key(only), "")
            add("Move group up", lambda: self._order.step(-1, head))
            add("Move group down", lambda: self._order.step(1, head))
            add("Rename group…", lambda: self._rename_group(only))
        add(
            f"Report {month} as before",
            lambda: self._told(lambda why: budget.confirm_positions(session, ids, period, reason=why)),
        )
        add(
            f"Withdraw what was reported for {month}",
            lambda: self._told(lambda why: budget.withdraw_positions(session, ids, period, reason=why)),
        )
        is_back = all(line.retired for line in lines)
        add(
            "Restore" if is_back else "Archive",
            lambda: self._told(lambda _: budget.retire_lines(session, ids, retired=not is_back)),
        )
        add("Delete…", lambda: self._delete(lines))
        return found

    def _told(self, change: Callable[[str | None], object]) -> None:
        self._workspace.attempt_told(change)

    def _siblings(self, row_id: str) -> Sequence[str]:
        """Return a line's, or a heading's, neighbours: the lines of a group, the groups of a programme."""
        groups = self._report.budget.groups if self._report is not None else ()
        line = self.model.find(row_id)
        if line is not None:
            return next((group.line_ids for group in groups if group.key == line.group_key), ())
        heads = self._head_ids()
        own = next((group for group in groups if heads.get(group.key) == row_id), None)
        return [
            heads[group.key]
            for group in groups
            if own is not None
            and group.key in heads
            and (group.programme_id, group.is_reserve) == (own.programme_id, own.is_reserve)
        ]

    def _head_ids(self) -> dict[str, str]:
        """Return the id of each group's heading in the table, by the group's key."""
        return {head.key: head.id for head in self.model.headings if not head.is_total}

    def _put(self, row_id: str, beside: str, after: bool) -> None:
        session = self._workspace.session
        if self._line(row_id) is not None:
            self._told(lambda _: budget.put_line(session, row_id, beside, after=after))
        elif self._report is not None:
            # A group is known to the services by any of its lines.
            heads = self._head_ids()
            first = {heads.get(group.key): group.line_ids[0] for group in self._report.budget.groups}
            self._told(lambda _: budget.put_group(session, first[row_id], first[beside], after=after))

    def _edit(self, line: BudgetLine) -> None:
        dialog = RecordDialog(self._workspace, BudgetLine, record=line, rows=ROWS, parent=self.window())
        dialog.open()

    def _rename_group(self, line: BudgetLine) -> None:
        workspace = self._workspace

        def save(typed: dict[str, str]) -> Record | None:
            def rename(_: str | None) -> bool:
                budget.rename_group(
                    workspace.session, line.programme_id, line.group_name, typed["group_name"]
                )
                return True

            return line if workspace.attempt(rename) else None

        dialog = RecordDialog(
            workspace, BudgetLine, record=line, rows=["group_name"], save=save, parent=self.window()
        )
        dialog.setWindowTitle(f"Rename group {line.group_name}")
        dialog.open()

    def _delete(self, lines: Sequence[BudgetLine]) -> None:
        what = named([f"budget line {item.name}" for item in lines], "budget line")
        sentence = "Everything reported of it goes too. Undo restores it. To keep its figures, archive it."
        if self._workspace.asker.confirm(f"Delete {what}?", sentence, "Delete"):
            self._told(lambda why: editing.delete_records(self._workspace.session, lines, reason=why))

    def _line(self, line_id: str) -> BudgetLine | None:
        return self._workspace.records.find(BudgetLine, line_id)


def _figures(rows: Sequence[BudgetLineReport]) -> list[BudgetFigures]:
    return [row.figures for row in rows if row.figures is not None]


def _footers(
    groups: Sequence[tuple[str, bool]],
    programmes: Mapping[str, str],
) -> Callable[[str, Sequence[BudgetLineReport]], list[tuple[str, Mapping[str, object]]]]:
    """Return what gives the rows below a group, from the rows shown of it and of the groups before."""
    below = footings(groups, programmes)
    shown: dict[str, Sequence[BudgetLineReport]] = {}
    reserves = dict(groups)

    def rows_of(kind: str, key: str) -> list[BudgetLineReport]:
        if kind == "group":
            return list(shown[key])
        if kind == "programme":
            return [
                row
                for held, rows in shown.items()
                if programmes[held] == programmes[key] and not reserves[held]
                for row in rows
            ]
        return [row for held, rows in shown.items() if reserves[held] == (kind == "reserves") for row in rows]

    def footers(key: str, rows: Sequence[BudgetLineReport]) -> list[tuple[str, Mapping[str, object]]]:
        if key in shown and next(iter(reserves)) == key:
            shown.clear()
        shown[key] = rows
        return [(words, group_cells(sum_of(_figures(rows_of(kind, key))))) for words, kind in below[key]]

    return footers
