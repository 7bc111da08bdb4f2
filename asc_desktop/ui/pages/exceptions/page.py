"""The exceptions: the list of them, overdue first, beside the editor of one with its mitigations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout

from asc_desktop.domain.report.model import ExceptionReport
from asc_desktop.ui.pages.base import Page, projects_asked
from asc_desktop.ui.pages.exceptions.editor import ExceptionEditor
from asc_desktop.ui.pages.exceptions.list import ExceptionFilters, ExceptionsList
from asc_desktop.ui.pages.exceptions.new import NewExceptionDialog
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.list_banner import ListBanner
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.workspace import Workspace

MARGIN = 16
GAP = 10
TWO_COLUMNS_FROM = 900
"""The width, in pixels, from which the list and the editor stand side by side."""

_LIST_SHARE, _EDITOR_SHARE = 45, 55


class ExceptionsPage(Page):
    """Every exception of the programme; one of them is edited beside the list, or in its place in a narrow window."""

    key: ClassVar[str] = "exceptions"
    title: ClassVar[str] = "Exceptions"
    icon: ClassVar[str] = "exceptions"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._is_empty = True
        self._is_narrow = False
        self._shows_editor = False
        self._header = PageHeader(self.title)
        self.filters = ExceptionFilters(self)
        for widget in self.filters.widgets:
            self._header.add_widget(widget)
        self.new_button = self._header.add_primary("New exception…", "add")
        set_tip(self.new_button, "Record an exception with its first mitigations (Ctrl+Shift+E)")
        self.new_button.clicked.connect(self.record_new)
        only_to_change(self.new_button)
        self.list = ExceptionsList(workspace, self.filters, self._actions_for)
        self.editor = ExceptionEditor(workspace)
        self._banner = ListBanner("Show all exceptions")
        self._banner.cleared.connect(self.filters.clear_all)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(GAP)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(self.editor)
        self._splitter.setStretchFactor(0, _LIST_SHARE)
        self._splitter.setStretchFactor(1, _EDITOR_SHARE)
        self._splitter.setSizes([_LIST_SHARE * 10, _EDITOR_SHARE * 10])
        self._empty = self.make_beginning(
            "No exceptions yet",
            "An exception says what keeps a project from its plan, and what is done about it. "
            "Add a programme with its projects first.",
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 10, MARGIN, 12)
        layout.setSpacing(GAP)
        layout.addWidget(self._header)
        layout.addWidget(self._banner)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self._empty, 1)
        self._connect()
        self._arrange()

    # ------------------------------------------------------------------------------------------------ as a page

    def refresh(self) -> None:
        """Show the exceptions as they now are; selection, scroll position and what is half typed stay."""
        is_empty = self._is_empty = self.workspace.is_empty
        self._empty.setVisible(is_empty)
        self._splitter.setVisible(not is_empty)
        for widget in (*self.filters.widgets, self.new_button):
            widget.setVisible(not is_empty)
        self._show_banner()
        if is_empty:
            self.editor.show_exception(None)
            self._header.set_title(self.title, "")
            return
        report = self.workspace.report
        figure = next(item for item in report.key_figures if item.key == "exceptions")
        self._header.set_title(self.title, f"{figure.text} open, {figure.note}")
        self.list.show_report(report)
        self._show_current()

    def show_only(self, what: Mapping[str, object]) -> None:
        """Show one exception, or those of some projects: ``exception_id``, ``project_id`` or ``project_ids``.

        ``new`` asks for a new one.
        """
        if what.get("new"):
            self.record_new()
            return
        exception_id = what.get("exception_id")
        if isinstance(exception_id, str):
            self._go_to(exception_id)
            return
        chosen = projects_asked(what)
        if not chosen:
            return
        words = what.get("title") or self._project_words(chosen)
        self._banner.say(f"Exceptions of: {words}")
        self.filters.show_projects(chosen)
        if not self.list.model.rows:
            # Better those that are closed than nothing.
            self.filters.show_state("all")
        self._show_editor(shown=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put list and editor side by side, or one in the other's place."""
        super().resizeEvent(event)
        self._arrange()

    # ------------------------------------------------------------------------------------------------ actions

    def record_new(self) -> None:
        """Ask for a new exception with its first mitigations; of the one project that is looked at, if it is one."""
        if self.workspace.is_empty:
            return
        asked = self.filters.state.project_ids
        dialog = NewExceptionDialog(self.workspace, next(iter(asked)) if len(asked) == 1 else "", self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.recorded.connect(self._go_to)
        dialog.open()

    # ------------------------------------------------------------------------------------------------ inside

    def _connect(self) -> None:
        self.list.view.current_row_changed.connect(lambda _: self._show_current())
        self.list.view.activated_row.connect(self._open)
        self.list.view.clicked.connect(self._on_clicked)
        self.filters.changed.connect(self._show_banner)
        self.filters.changed.connect(self._show_current)
        self.editor.back_asked.connect(lambda: self._show_editor(shown=False))
        for keys, act in (("F6", self._switch), ("Alt+Left", self._go_back)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _on_clicked(self) -> None:
        if self._is_narrow:
            self._open(self.list.view.current_row)

    def _switch(self) -> None:
        """Put the keyboard on the other side: from the list into the editor, or back."""
        focused = QApplication.focusWidget()
        if focused is not None and self.editor.isAncestorOf(focused):
            self._go_back()
        else:
            self._open(self.list.view.current_row)

    def _go_back(self) -> None:
        if self._is_narrow:
            self._show_editor(shown=False)
        self.list.view.setFocus()

    def _show_current(self) -> None:
        """Show the list's current exception in the editor, the first one where there is none."""
        if self._is_empty:
            return
        view, shown = self.list.view, self.editor.exception
        row = view.current_row if self._is_narrow else view.hold_row(shown.id if shown else "")
        self.editor.show_exception(row)

    def _open(self, row: ExceptionReport | None) -> None:
        if row is not None:
            self.editor.show_exception(row)
            self._show_editor(shown=True)
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to(self, exception_id: str) -> None:
        found = next((item for item in self.workspace.report.exceptions if item.id == exception_id), None)
        if found is None:
            self.workspace.said.emit(
                "That exception was raised after this period, or is of another programme."
            )
            return
        self.list.show_report(self.workspace.report)
        self.filters.admit(found)
        self.list.view.select_row(found.id)
        self.editor.show_exception(found)
        self._show_editor(shown=True)

    def _show_editor(self, *, shown: bool) -> None:
        self._shows_editor = shown
        self._arrange()
        if not shown and self._is_narrow:
            self.list.view.setFocus()

    def _arrange(self) -> None:
        was_narrow, self._is_narrow = self._is_narrow, self.width() < TWO_COLUMNS_FROM
        in_place = self._is_narrow and self._shows_editor and not self._is_empty
        self._header.setVisible(not in_place)
        self.list.setVisible(not in_place)
        self.editor.setVisible(not self._is_narrow or self._shows_editor)
        self.editor.set_narrow(narrow=self._is_narrow)
        if was_narrow and not self._is_narrow:
            self._show_current()

    def _actions_for(self, row_ids: list[str]) -> list[QAction]:
        row = self.list.model.find(row_ids[0]) if len(row_ids) == 1 else None
        if row is None:
            return []
        self.editor.show_exception(row)
        return self.editor.actions_of()

    def _show_banner(self) -> None:
        self._banner.setVisible(bool(self.filters.state.project_ids) and not self.workspace.is_empty)

    def _project_words(self, project_ids: frozenset[str]) -> str:
        if len(project_ids) > 1:
            return f"{len(project_ids)} projects"
        project = self.workspace.report.project_by_id.get(next(iter(project_ids)))
        return f"{project.ref} {project.name}" if project else "a project of another programme"
