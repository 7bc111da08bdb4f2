"""Forecast, delivered and validated savings of a project's lines for the period's year."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.delivery import SavingsLine, SavingsPosition
from asc_desktop.domain.records.fields import FieldError, field_of
from asc_desktop.domain.report.model import ProjectReport
from asc_desktop.services import reporting
from asc_desktop.services.errors import EditRefused
from asc_desktop.ui.models.columns import plain_pounds
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.form.auto_save import AutoSaveLine
from asc_desktop.ui.widgets.labels import ElidedLabel, make_label
from asc_desktop.ui.workspace import Workspace

HEADINGS = (
    ("forecast_pence", "Forecast £"),
    ("delivered_pence", "Delivered to date £"),
    ("validated_pence", "Validated £"),
)


class _LineRow(NamedTuple):
    name: ElidedLabel
    fields: dict[str, AutoSaveLine]


class FiguresBlock(QWidget):
    """A row of amounts for each savings line; a lone line's has no name above it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._line_ids: list[str] = []
        self._rows: list[_LineRow] = []
        self._to_find = ElidedLabel("", "muted")
        self._none = make_label("This project has no savings lines.", "muted")
        self.add_line = QPushButton("Add a savings line…")
        self.add_line.setProperty("kind", "quiet")
        self._title = make_label("", "field")
        self._headings = [make_label(heading, "muted") for _, heading in HEADINGS]
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        for at, heading in enumerate(self._headings):
            heading.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
            self._grid.addWidget(heading, 0, at)
            self._grid.setColumnStretch(at, 1)
        layout = column_of(
            self._title, self._to_find, self._grid, self._none, into=self, margins=0, spacing=4
        )
        layout.addWidget(self.add_line, 0, Qt.AlignmentFlag.AlignLeft)

    def fields(self) -> list[AutoSaveLine]:
        """Return every amount's field, in reading order."""
        return [field for row in self._rows[: len(self._line_ids)] for field in row.fields.values()]

    def refresh(self, project: ProjectReport) -> None:
        """Show what is in force; amounts that are being typed stay."""
        lines = sorted(
            self._workspace.records.of(SavingsLine, "project_id", project.id),
            key=lambda line: (line.name, line.id),
        )
        while len(self._rows) < len(lines):
            self._add_row()
        # A row that is shown for another line keeps what was half typed for its own.
        self._line_ids = [line.id for line in lines]
        year = dates.year_label(self._workspace.context.year)
        for heading in self._headings:
            heading.setVisible(bool(lines))
        for at, row in enumerate(self._rows):
            is_used = at < len(lines)
            for field in row.fields.values():
                field.setVisible(is_used)
            if is_used:
                self._show_line(row, lines[at])
                row.name.set_full_text(lines[at].name)
            row.name.setVisible(is_used and len(lines) > 1)
        position = project.position
        self._title.setText(f"Savings of {year}")
        words = f"To find: {format_pounds(position.to_find_pence)}"
        if position.slipped_in_pence:
            words += f", of which {format_pounds(position.slipped_in_pence)} slipped in from earlier years"
        self._to_find.set_full_text(words if lines else "")
        self._none.setVisible(not lines)
        self.add_line.setVisible(not lines)

    def _add_row(self) -> None:
        index = len(self._rows)
        name = ElidedLabel("")
        self._grid.addWidget(name, 2 * index + 1, 0, 1, len(HEADINGS))
        fields = {}
        for at, (key, _) in enumerate(HEADINGS):
            field = AutoSaveLine("", numeric=True)
            field.committed.connect(self._saver(index, key))
            self._grid.addWidget(field, 2 * index + 2, at, Qt.AlignmentFlag.AlignTop)
            fields[key] = field
        self._rows.append(_LineRow(name, fields))

    def _show_line(self, row: _LineRow, line: SavingsLine) -> None:
        context = self._workspace.context
        held = reporting.position_in_force(
            self._workspace.session, line.id, context.year, context.scope.period
        )
        is_carried = held is not None and held.period != context.scope.period
        carried = f"Repeated from {dates.period_label(held.period)}" if held and is_carried else ""
        year = dates.year_label(context.year)
        for key, heading in HEADINGS:
            field = row.fields[key]
            label = f"{heading} {year}"
            field.editor.setAccessibleName(label if len(self._line_ids) == 1 else f"{line.name}: {label}")
            field.editor.setPlaceholderText("" if held else "not reported")
            text = plain_pounds(getattr(held, key), grouped=True) if held else ""
            field.show_value(text, owner=f"{line.id}:{context.scope.period}", carried=carried)

    def _saver(self, index: int, key: str) -> Callable[[str], None]:
        return lambda text: self._save(index, key, text)

    def _save(self, index: int, key: str, text: str) -> None:
        workspace = self._workspace
        field = self._rows[index].fields[key]
        cell = (self._line_ids[index], workspace.context.year)
        try:
            pence = field_of(SavingsPosition, key).parse(text)
        except FieldError as error:
            field.show_problem(error.sentence)
            return
        amounts = {cell: {key: int(pence or 0)}}

        def report(reason: str | None) -> None:
            reporting.report_positions(workspace.session, amounts, workspace.period, reason=reason)

        try:
            workspace.apply(report)
        except EditRefused as refused:
            field.show_problem(str(refused))
            return
        # The same amount in other words, such as 410k for 410,000, changes nothing that would refresh it.
        field.settle()
        self._show_line(self._rows[index], workspace.records.get(SavingsLine, cell[0]))
