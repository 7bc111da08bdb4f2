"""Each programme as a whole: its colour by the figures and why, what its lead judges, and the month's commentary."""

from __future__ import annotations

from typing import Final, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.governance import ProgrammeCommentary
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_overall import OverallReport
from asc_desktop.domain.rules.status import RAG_WORDS
from asc_desktop.ui.palette import ColourRole
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.status_chip import StatusChip
from asc_desktop.ui.workspace import Workspace

_ROWS: Final = ("rag", "commentary")


class OverallCard(Card):
    """What the board’s summary begins with, and where the lead’s words for the month are written."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("Overall")
        self._workspace = workspace
        self._parts: list[ProgrammePart] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self.body.addLayout(self._list)

    def show_report(self, report: Report) -> None:
        """Show a report’s programmes; nothing where it is of one theme alone."""
        self.setVisible(bool(report.overall))
        self.set_title("Overall", f"The colour by the figures and by the lead, {report.period_label}.")
        while len(self._parts) < len(report.overall):
            self._parts.append(ProgrammePart(self._workspace))
            self._list.addWidget(self._parts[-1])
        for part in self._parts[len(report.overall) :]:
            part.hide()
        for part, item in zip(self._parts, report.overall, strict=False):
            part.show_overall(item, report.period, is_named=report.has_several)
            part.show()


class ProgrammePart(QWidget):
    """One programme."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._shown: OverallReport | None = None
        self._period = ""
        self.name = make_label("", "field")
        self.by_figures, self.by_lead = StatusChip(), StatusChip()
        self.write, self.delete = QPushButton("Write commentary…"), QPushButton("Delete")
        self.write.clicked.connect(self._write)
        self.delete.setAccessibleName("Delete the commentary")
        self.delete.clicked.connect(self._delete)
        for button in (self.write, self.delete):
            button.setProperty("kind", "quiet")
            only_to_change(button)
        self.why, self.commentary = make_label("", "muted", wrap=True), make_label("", wrap=True)
        for label in (self.why, self.commentary):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column_of(
            row_of(self.name, self.by_figures, self.by_lead, 1, self.delete, self.write, spacing=8),
            self.why,
            self.commentary,
            into=self,
            margins=0,
            spacing=4,
        )

    def show_overall(self, shown: OverallReport, period: str, *, is_named: bool) -> None:
        """Show a programme at the end of a month, with its name where there are several."""
        self._shown, self._period = shown, period
        self.name.setText(shown.programme)
        self.name.setVisible(is_named)
        self.by_figures.set_status(f"{RAG_WORDS[shown.rag]}, by the figures", cast("ColourRole", shown.rag))
        if shown.lead_rag:
            self.by_lead.set_status(
                f"{RAG_WORDS[shown.lead_rag]}, by the lead", cast("ColourRole", shown.lead_rag)
            )
        self.by_lead.setVisible(bool(shown.lead_rag))
        self.why.setText(" ".join(shown.why))
        self.commentary.setText(shown.commentary or "No commentary for this month yet.")
        self.write.setText("Edit commentary…" if shown.commentary else "Write commentary…")
        self.delete.setVisible(bool(shown.commentary))

    def _held(self) -> ProgrammeCommentary | None:
        programme_id = self._shown.id if self._shown else ""
        held = self._workspace.records.of(ProgrammeCommentary, "programme_id", programme_id)
        return next((item for item in held if item.period == self._period), None)

    def _write(self) -> None:
        # Only here: the first page waits for no dialog.
        from asc_desktop.ui.dialogs.record_dialog import RecordDialog

        if self._shown is None:
            return
        held = self._held()
        given = {"programme_id": self._shown.id, "period": self._period}
        dialog = RecordDialog(
            self._workspace,
            ProgrammeCommentary,
            record=held,
            values=None if held else given,
            fixed=() if held else tuple(given),
            rows=_ROWS,
            parent=self.window(),
        )
        dialog.setWindowTitle(f"Commentary of {self._shown.programme} for {period_label(self._period)}")
        dialog.exec()
        dialog.deleteLater()

    def _delete(self) -> None:
        # Only here: so does it for none of the rules for what is changed.
        from asc_desktop.services import editing

        held = self._held()
        what = f"the commentary for {period_label(self._period)}"
        if held is None or not self._workspace.asker.confirm(
            f"Delete {what}?", "Undo restores it.", "Delete"
        ):
            return
        session = self._workspace.session
        self._workspace.attempt_told(lambda why: editing.delete_records(session, [held], reason=why))
