"""The dialogs of reconciliation: a control total with the lines it is of, and a published table to be pasted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLayout,
    QLineEdit,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from asc_desktop.domain.records.delivery import SavingsLine, SourcePlan
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.governance import PRECISIONS, ControlTotal, PublishedTable
from asc_desktop.domain.rules.cross_footing import cross_foot, reads_as_reductions, suggested_rules
from asc_desktop.domain.rules.published_tables import ParsedTable, TableError, parse_table
from asc_desktop.domain.rules.reconciliation import ids_of
from asc_desktop.services import editing
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.reconciliation import keep_table, row_meanings, suggested_meaning
from asc_desktop.ui.dialogs.change_dialog import ChangeDialog
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.pages.reconciliation.table import TableGrid, finding_words
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.boxes import row_of
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.choice_box import ChoiceBox
from asc_desktop.ui.widgets.commands import ok_and_cancel
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.tick import TickBox
from asc_desktop.ui.widgets.tick_list import TickList
from asc_desktop.ui.workspace import Workspace

_ROWS: Final[tuple[FormRow, ...]] = (
    "name",
    ("published_pence", "precision_pence"),
    ("year", "basis"),
    "theme_id",
    "explanation",
    ("explained_pence",),
    "source",
)

_MOST_ROWS: Final = 4
"""How many names are in sight at once."""


class PickList(TickList):
    """Names to tick, any number of them."""

    def __init__(self, name: str, options: Sequence[tuple[str, str]], ticked: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for key, words in options:
            item = QListWidgetItem(words, self)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setCheckState(Qt.CheckState.Checked if key in ticked else Qt.CheckState.Unchecked)
        rows = min(self.count(), _MOST_ROWS)
        self.setFixedHeight(rows * max(self.sizeHintForRow(0), 0) + 2 * self.frameWidth() + 4)

    @property
    def ticked(self) -> list[str]:
        """Return the keys of what is ticked."""
        items = [self.item(at) for at in range(self.count())]
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]


class ControlTotalDialog(RecordDialog):
    """Asks for a published total and the savings lines that it is of."""

    def __init__(
        self, workspace: Workspace, programme_id: str, total: ControlTotal | None, parent: QWidget
    ) -> None:
        self._space = workspace
        self._total = total
        self._owner = programme_id
        super().__init__(
            workspace,
            ControlTotal,
            record=total,
            values={} if total else {"programme_id": programme_id},
            fixed=() if total else ("programme_id",),
            rows=_ROWS,
            save=self._keep,
            parent=parent.window(),
        )
        records = workspace.records
        self.plans = PickList(
            "Source plans",
            [
                (item.id, item.name)
                for item in sorted(records.all(SourcePlan), key=lambda item: item.position)
            ],
            ids_of(total.source_plan_ids) if total else (),
        )
        self.lines = PickList(
            "Savings lines",
            sorted(
                ((item.id, item.words(workspace.session.records)) for item in records.all(SavingsLine)),
                key=lambda pair: pair[1],
            ),
            ids_of(total.line_ids) if total else (),
        )
        layout = cast("QLayout", self.form.layout())
        for words, widget in (
            ("Source plans (leave blank for every plan)", self.plans),
            ("Savings lines (leave blank for all lines in the plans and theme)", self.lines),
        ):
            label = make_label(words, "muted")
            for part in (label, widget):
                layout.addWidget(part)
                # Where there is nothing to tick there is nothing to ask.
                part.setVisible(widget.count() > 0)
        self.fit(self._scroll, 640)

    def _keep(self, typed: dict[str, str]) -> Record | None:
        session, total = self._space.session, self._total
        ids = {"source_plan_ids": ",".join(self.plans.ticked), "line_ids": ",".join(self.lines.ticked)}
        if total is None:
            values = {**typed, **ids, "programme_id": self._owner}
            return self._space.attempt(
                lambda reason: editing.new_record(session, ControlTotal, values, reason=reason)
            )
        edits = [(total.id, key, typed[key]) for key in self.form.changed_keys]
        edits += [(total.id, key, text) for key, text in ids.items() if text != (getattr(total, key) or "")]

        def change(reason: str | None) -> Record | None:
            editing.apply_cells(session, ControlTotal, edits, reason=reason)
            return session.records.find(ControlTotal, total.id)

        return self._space.attempt(change) if edits else total


class PasteDialog(ChangeDialog):
    """Reads a pasted table as it is typed, says what does not add up, and makes control totals of its rows."""

    def __init__(self, workspace: Workspace, programme_id: str, parent: QWidget) -> None:
        super().__init__(workspace, parent.window())
        self._space = workspace
        self._owner = programme_id
        self._meanings = row_meanings(workspace.session, programme_id)
        self._table: ParsedTable | None = None
        self.kept: PublishedTable | None = None
        self.setWindowTitle("Paste a published table")
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("Cells")
        self.text.setPlaceholderText(
            "Copy the table with its headings in Excel, Word or a PDF, and paste it here."
        )
        self.text.setTabChangesFocus(True)
        self.text.setMaximumHeight(110)
        self.name, self.source, self.rules = QLineEdit(), QLineEdit(), QLineEdit()
        set_tip(self.rules, "How the rows add up. Type it like Net = Spend + Savings.")
        self.precision = ChoiceBox()
        for stored, words in PRECISIONS:
            self.precision.addItem(words, stored)
        self.reductions = TickBox("Savings are printed as &reductions, in brackets")
        self.grid = TableGrid()
        self.found = make_label("", wrap=True)
        self.notice = Callout("", "warning")
        self.notice.hide()
        self._lay_out()
        self.text.textChanged.connect(self._read_anew)
        self.precision.activated.connect(lambda _: self._read())
        self.rules.editingFinished.connect(self._read)
        clipboard = QGuiApplication.clipboard().text()
        if "\t" in clipboard:
            self.text.setPlainText(clipboard)
        self.begin_at(900, 640)

    def accept(self) -> None:
        """Keep the table and its control totals as one change; where that is refused, say why and stay."""
        if self._table is None:
            self._say(self.found.text() or "Paste a table first.")
            return
        values = {
            "name": self.name.text(),
            "source": self.source.text(),
            "rules": self.rules.text(),
            "precision_pence": str(self.precision.currentData()),
            "cells": self.text.toPlainText(),
        }
        table, meanings = self._table, self.meanings
        try:
            self.kept = self._space.attempt(
                lambda reason: keep_table(
                    self._space.session,
                    self._owner,
                    values,
                    table,
                    meanings,
                    are_reductions=self.reductions.isChecked(),
                    reason=reason,
                )
            )
        except EditRefused as refused:
            self._say(str(refused))
            return
        if self.kept is not None:
            super().accept()

    @property
    def meanings(self) -> dict[int, str]:
        """Return what each row was said to mean."""
        return {at: str(box.currentData()) for at, box in self._boxes().items() if box.currentData()}

    def _boxes(self) -> dict[int, QComboBox]:
        last = self.grid.columnCount() - 1
        found = {at: self.grid.cellWidget(at, last) for at in range(self.grid.rowCount())}
        return {at: box for at, box in found.items() if isinstance(box, QComboBox)}

    def _lay_out(self) -> None:
        fields = QFormLayout()
        fields.addRow("&Name *", self.name)
        fields.addRow("&Source", self.source)
        more = row_of(self.precision, make_label("Rule"), (self.rules, 1))
        fields.addRow("Printed", more)
        for widget, words in (
            (self.name, "Name"), (self.source, "Source"), (self.rules, "Rule"), (self.precision, "Precision"),
        ):  # fmt: skip
            widget.setAccessibleName(words)
        buttons, self.ok_button = ok_and_cancel(self, "Add", default=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(self.notice)
        layout.addWidget(self.text)
        layout.addLayout(fields)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self.found)
        layout.addWidget(self.reductions)
        layout.addWidget(buttons)

    def _read_anew(self) -> None:
        """Read a new text: its precision and its rule are suggested."""
        try:
            table = parse_table(self.text.toPlainText())
        except TableError:
            self._read()
            return
        at = self.precision.findData(str(table.precision_pence))
        if at >= 0:
            self.precision.setCurrentIndex(at)
        if not self.rules.text():
            self.rules.setText(suggested_rules(table))
        self.reductions.setChecked(reads_as_reductions(table))
        self._read()

    def _read(self) -> None:
        chosen = self.meanings
        try:
            table = parse_table(self.text.toPlainText(), int(self.precision.currentData()))
        except TableError as error:
            self._table = None
            self.grid.show_table((), ())
            self.found.setText(str(error) if self.text.toPlainText().strip() else "")
            return
        kept = chosen if self._table is not None and len(self._table.rows) == len(table.rows) else None
        self._table = table
        result = cross_foot(table, self.rules.text())
        self.grid.show_table(
            (*table.columns, "Make control totals"),
            [(row.label, *(cell.text for cell in row.cells), "") for row in table.rows],
            result.findings,
            result.wrong_cells,
        )
        has_rule = bool(self.rules.text().strip())
        for at, row in enumerate(table.rows):
            if row.has_amounts:
                suggested = "" if has_rule else suggested_meaning(row.label, self._meanings)
                self._offer(at, row.label, kept.get(at, "") if kept is not None else suggested)
        self.found.setText(finding_words(result.findings, result.wrong_cells, (*table.notes, *result.notes)))

    def _offer(self, at: int, label: str, meaning: str) -> None:
        box = ChoiceBox(f"What {label or 'this row'} means")
        for key, words in self._meanings:
            box.addItem(words, key)
        box.setCurrentIndex(max(box.findData(meaning), 0))
        last = self.grid.columnCount() - 1
        self.grid.setCellWidget(at, last, box)
        self.grid.setColumnWidth(last, 240)

    def _say(self, sentence: str) -> None:
        self.notice.set_message(sentence)
        self.notice.show()
