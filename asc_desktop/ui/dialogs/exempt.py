"""Marking records exempt from publication: the question, and the menu entries that any table offers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.office import ExemptMark
from asc_desktop.domain.words import number_of
from asc_desktop.services import publication
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace


class ExemptDialog(RecordDialog):
    """Asks for the paragraph and the reason of one or more records' marks."""

    def __init__(self, workspace: Workspace, records: Sequence[Record], parent: QWidget | None) -> None:
        session = workspace.session
        paragraph, reason = publication.suggested_mark(session, records)
        super().__init__(
            workspace,
            ExemptMark,
            values={"paragraph": paragraph, "reason": reason},
            rows=("paragraph", "reason"),
            save=lambda typed: workspace.attempt(
                lambda _: publication.mark_exempt(session, records, typed["paragraph"], typed["reason"])
            ),
            parent=parent,
        )
        is_marked = all(publication.mark_of(session, record.id) for record in records)
        self.setWindowTitle(f"{'Change exempt mark of' if is_marked else 'Mark exempt'}: {_named(records)}")
        self.ok_button.setText("Save" if is_marked else "Mark exempt")


def ask_exempt(workspace: Workspace, record_ids: Sequence[str], parent: QWidget | None) -> bool:
    """Ask for the mark of records and put it on them; return whether any of them can be marked."""
    records = [item for each in record_ids if (item := publication.markable_record(workspace.session, each))]
    if not records:
        return False
    dialog = ExemptDialog(workspace, records, parent.window() if parent else None)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return True


def remove_exempt(workspace: Workspace, record_ids: Sequence[str]) -> None:
    """Take the marks of records off, and say how many that were."""
    removed = workspace.attempt_told(lambda _: publication.remove_marks(workspace.session, record_ids))
    if removed is not None:
        words = f"{number_of(removed, 'exempt mark')} removed."
        workspace.said.emit(words if removed else "There is no exempt mark to remove.")


def exempt_actions(workspace: Workspace, record_ids: Sequence[str], parent: QWidget) -> list[QAction]:
    """Return what can be done about the publication of records; nothing where none of them can be marked."""
    session = workspace.session
    ids = [each for each in record_ids if publication.markable_record(session, each) is not None]
    if not ids or session.read_only:
        return []
    marked = [each for each in ids if publication.mark_of(session, each) is not None]
    words = "Change e&xempt mark…" if len(marked) == len(ids) else "Mark e&xempt…"
    change = menu_action(words, lambda: ask_exempt(workspace, ids, parent), changes=False)
    actions = [change]
    if marked:
        actions.append(
            menu_action(
                "Remove exempt mar&k" if len(marked) == 1 else f"Remove {len(marked)} exempt mar&ks",
                lambda: remove_exempt(workspace, marked),
                changes=False,
            )
        )
    return actions


def records_in_focus() -> list[str]:
    """Return the ids of what the keyboard is on: a table's selected rows, or the record of a form."""
    widget = QApplication.focusWidget()
    while widget is not None:
        if isinstance(widget, RecordTableView):
            return widget.exempt.record_ids(widget.selected_row_ids())
        if isinstance(widget, RecordForm) and widget.record is not None:
            return [str(widget.record.id)]
        widget = widget.parentWidget()
    return []


def _named(records: Sequence[Record]) -> str:
    return records[0].noun if len(records) == 1 else publication.mixed_words(records)
