"""The exceptions: the list of them, overdue first, beside the editor of one with its mitigations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from asc_desktop.domain.records.delivery import EXCEPTION_CATEGORIES, ProjectException
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.model import ExceptionReport, Report
from asc_desktop.services.new_records import Look, new_exceptions
from asc_desktop.services.new_rows import NewRows
from asc_desktop.ui.keys import NEW_EXCEPTION
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.pages.exceptions.columns import by_theme, exception_columns
from asc_desktop.ui.pages.exceptions.editor import ExceptionEditor
from asc_desktop.ui.pages.exceptions.new import NewExceptionDialog
from asc_desktop.ui.pages.shared.register_filters import Choice, State, open_states
from asc_desktop.ui.pages.shared.register_page import RegisterPage
from asc_desktop.ui.workspace import Workspace


class ExceptionsPage(RegisterPage):
    """Every exception of the programme, by theme; one of them is edited beside the list."""

    key: ClassVar[str] = "exceptions"
    title: ClassVar[str] = "Exceptions"
    icon: ClassVar[str] = "exceptions"
    kind: ClassVar[type[Record]] = ProjectException
    editor_type = ExceptionEditor
    editor: ExceptionEditor
    shares: ClassVar[tuple[int, int]] = (45, 55)
    search_width: ClassVar[int] = 170
    is_typed_in: ClassVar[bool] = False
    leaves_out_closed: ClassVar[bool] = True
    new_tip: ClassVar[str] = f"Record an exception with its first mitigations ({NEW_EXCEPTION})"
    beginning: ClassVar[str] = (
        "An exception records what keeps a project from its plan, and what is being done. Add a programme "
        "and its projects first."
    )

    def __init__(self, workspace: Workspace) -> None:
        self._themes: dict[str, str] = {}
        super().__init__(workspace)

    def items(self, report: Report) -> Iterable[ExceptionReport]:
        """Return the report's exceptions."""
        return report.exceptions

    def roles_of(self, item: ExceptionReport) -> Iterable[str | None]:
        """Return the lead of the project and the owners of the mitigations."""
        return (self.lead_of(item.project_id), *(mitigation.owner for mitigation in item.mitigations))

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return exception_columns()

    def states(self) -> tuple[State, ...]:
        """Return open, overdue, closed and all."""
        return open_states(
            ProjectException,
            begin="Record one when a project will miss its date or its saving.",
            end="An exception is closed once it is settled.",
            overdue="Every mitigation is done or not yet due.",
        )

    def choices(self) -> Mapping[str, Choice]:
        """Return the themes and the categories."""
        categories = tuple((words, words) for _, words in EXCEPTION_CATEGORIES)
        return {
            "theme": Choice("Theme", "All themes", lambda item: item.theme),
            "category": Choice("Category", "All categories", lambda item: item.category, categories),
        }

    def new_rows(self, look: Look) -> NewRows:
        """Return the exceptions that rows make."""
        return new_exceptions(look)

    def summary(self, report: Report) -> str:
        """Return how many are open, and what of them is overdue."""
        figure = next(item for item in report.key_figures if item.key == "exceptions")
        return f"{figure.text} open, {figure.note}"

    def gather(self, report: Report) -> None:
        """Do nothing: the list is gathered by theme, those of each programme under it, as themes change."""

    def show_more(self, report: Report | None) -> None:
        """Offer the themes, and group by them."""
        themes = self._theme_words() if report is not None else {}
        if themes != self._themes:
            self._themes = themes
            self.filters.menus["theme"].set_options(list(themes.items()))
            self.list.model.set_grouping(by_theme(self._headings() if themes else {}, report))

    def record_new(self) -> None:
        """Ask for a new exception with its first mitigations; of the one project that is looked at, if it is one."""
        if self.workspace.is_empty:
            return
        asked = self.filters.asked.key
        project_id = next(iter(asked)) if isinstance(asked, frozenset) and len(asked) == 1 else ""
        dialog = NewExceptionDialog(self.workspace, project_id, self)
        dialog.recorded.connect(self.go_to)
        dialog.open()

    def _headings(self) -> dict[str, str]:
        """Return the words of each theme's heading by its label; its programme's name is above it."""
        context = self.workspace.context
        return {context.theme_labels[theme.id]: theme.name for theme in context.themes}

    def _theme_words(self) -> dict[str, str]:
        """Return each theme's label with the words of the filter: with its programme where there are several."""
        context = self.workspace.context
        several = len(context.programmes) > 1
        words = {}
        for theme in context.themes:
            label = context.theme_labels[theme.id]
            programme = context.records.title("programme", theme.programme_id)
            words[label] = f"{programme}: {theme.name}" if several else label
        return words
