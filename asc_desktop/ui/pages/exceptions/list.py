"""The list of exceptions, and the controls that narrow it: words, state, theme, category, or what a click asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QSizePolicy, QWidget

from asc_desktop.domain.records.delivery import EXCEPTION_CATEGORIES
from asc_desktop.domain.report.model import ExceptionReport, Report
from asc_desktop.services.new_records import new_exceptions
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.exceptions.columns import STATES, ExceptionFilter, by_theme, exception_columns
from asc_desktop.ui.pages.shared.looked_at import looked_at
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.choice_menu import ChoiceMenu
from asc_desktop.ui.widgets.search_filters import SearchFilters
from asc_desktop.ui.widgets.table.view import RecordTableView, RowActions
from asc_desktop.ui.workspace import Workspace

SEARCH_WIDTH: Final = 170


class ExceptionFilters(SearchFilters):
    """The controls above the list of exceptions."""

    def __init__(self, parent: QWidget) -> None:
        self.themes = ChoiceMenu("Theme", "All themes")
        self.categories = ChoiceMenu("Category", "All categories")
        self.categories.set_options([(words, words) for _, words in EXCEPTION_CATEGORIES])
        super().__init__(parent, "exceptions", SEARCH_WIDTH, STATES, self.themes, self.categories)

    @property
    def state(self) -> ExceptionFilter:
        """What is asked for, but for the words typed."""
        return ExceptionFilter(self.states.current, self.themes.key, self.categories.key, self._project_ids)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the state keeps exceptions out."""
        return bool(self.state != ExceptionFilter(self.states.current) or self.search.text())

    def show_themes(self, themes: Mapping[str, str]) -> None:
        """Offer these themes: labels and words."""
        self.themes.set_options(list(themes.items()))

    def show_projects(self, project_ids: frozenset[str]) -> None:
        """Show the exceptions of these projects alone, of all of them if there are none; drop the other filters."""
        self._project_ids = project_ids
        self.clear_rest()

    def show_state(self, state: str) -> None:
        """Show the open, overdue, closed or all of them."""
        self.states.set_current(state)
        self.changed.emit()

    def admit(self, item: ExceptionReport) -> None:
        """Widen the filters until they let an exception through."""
        if not self.state.admits_state(item):
            self.states.set_current("open" if item.open else "closed")
        if not self.state.admits(item) or self.search.text():
            self.clear_all()
        else:
            self.changed.emit()


class ExceptionsList(Card):
    """The table of exceptions. Overdue ones come first, within their theme where it is grouped."""

    def __init__(self, workspace: Workspace, filters: ExceptionFilters, row_actions: RowActions) -> None:
        super().__init__(margins=False)
        self._workspace = workspace
        self._filters = filters
        self._report: Report | None = None
        self._themes: dict[str, str] = {}
        self.model = RecordTableModel(exception_columns())
        self.view = RecordTableView(
            self.model, "exceptions", memory=workspace.memory, row_actions=row_actions
        )
        self.view.new_rows = new_exceptions(looked_at(workspace))
        self.view.notice.connect(workspace.said)
        self.view.setAccessibleName("Exceptions")
        self.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._empty = self.view.set_empty("exceptions", "No exceptions")
        self._clear = self._empty.add_action("Clear filters")
        self._clear.clicked.connect(filters.clear_all)
        self.body.setContentsMargins(1, 1, 1, 4)
        self.body.addWidget(self.view, 1)
        filters.changed.connect(self._list)
        filters.search.left_down.connect(self.view.setFocus)

    def show_report(self, report: Report) -> None:
        """List the report's exceptions."""
        self._report = report
        themes = self._theme_words()
        self._filters.show_themes(themes)
        if themes != self._themes:
            self._themes = themes
            self.model.set_grouping(by_theme(themes))
        self._list()

    def _theme_words(self) -> dict[str, str]:
        """Return each theme's label with the words of its heading: with its programme where there are several."""
        context = self._workspace.context
        several = len(context.programmes) > 1
        words = {}
        for theme in context.themes:
            label = context.theme_labels[theme.id]
            programme = context.records.title("programme", theme.programme_id)
            words[label] = f"{programme}: {theme.name}" if several else label
        return words

    def _list(self) -> None:
        if self._report is None:
            return
        asked = self._filters.state
        shown = [item for item in self._report.exceptions if asked.admits(item)]
        self._say_why_empty()
        self.model.set_rows(shown)
        self.model.set_filter_text(self._filters.search.text())

    def _say_why_empty(self) -> None:
        narrowed = self._filters.is_narrowed
        self._clear.setVisible(narrowed)
        state = self._filters.states.current
        if narrowed:
            self._empty.set_message("Nothing matches", "No exception is like that.")
        elif state == "overdue":
            self._empty.set_message("Nothing is overdue", "Every mitigation is done or not yet due.")
        elif state == "closed":
            self._empty.set_message("No closed exceptions", "An exception is closed once it is settled.")
        else:
            words = "Record one when a project will miss its date or its saving."
            self._empty.set_message("No open exceptions" if state == "open" else "No exceptions yet", words)
