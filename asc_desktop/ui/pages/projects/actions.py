"""What can be done with projects: add, copy, archive, bring back, delete, and carry statuses forward."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.delivery import Project, Theme
from asc_desktop.domain.records.fields import Value
from asc_desktop.domain.report.archiving import archived_savings
from asc_desktop.domain.report.model import ProjectReport
from asc_desktop.domain.words import named, number_of, them
from asc_desktop.services import editing, reporting
from asc_desktop.ui.pages.projects.dialogs import ask_for_new, ask_to_edit
from asc_desktop.ui.pages.shared.move_to_theme import move_action
from asc_desktop.ui.plain import literal
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.read_only import close_actions, only_to_change
from asc_desktop.ui.workspace import Workspace

_KEEPS = {
    True: "It keeps its history and can be restored.",
    False: "They keep their history and can be restored.",
}
"""What becomes of one project that is archived, or of several."""


class ProjectActions(QObject):
    """The commands of the page. `chosen` gives the ids of the projects that they are about."""

    made = Signal(str)
    """The id of a project that was added."""

    def __init__(self, workspace: Workspace, parent: QWidget, chosen: Callable[[], Sequence[str]]) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._parent = parent
        self._chosen = chosen
        self.new = self._action("New project…", "add", self.add_project)
        self.details = self._action("Edit details…", "", self.edit_details)
        self.duplicate = self._action("Duplicate", "copy", self.duplicate_project)
        self.archive = self._action("Archive", "", lambda: self.set_archived(archived=True))
        self.bring_back = self._action("Restore", "undo", lambda: self.set_archived(archived=False))
        self.delete = self._action("Delete…", "delete", self.delete_projects)
        self.carry = self._action("Repeat last month’s status…", "", self.carry_chosen)
        only_to_change(
            self.new, self.details, self.duplicate, self.archive, self.bring_back, self.delete, self.carry
        )
        self.exceptions = self._action("Show its exceptions", "exceptions", self.show_exceptions)
        self.savings = self._action("Show its savings", "savings", self.show_savings)

    def fill(self, menu: QMenu) -> None:
        """Add the commands that the chosen projects can do."""
        menu.addAction(self.new)
        menu.addActions(self.for_chosen())
        close_actions(menu.actions(), menu)

    def for_chosen(self) -> list[QAction]:
        """Return the commands that the chosen projects can do."""
        projects = self._projects()
        some = len(projects)
        if not some:
            return []
        words = named([literal(item.ref) for item in projects], "project")
        archived = [project for project in projects if project.archived]
        self.archive.setText(f"Archive {words}")
        self.bring_back.setText(f"Restore {words}")
        self.delete.setText(f"Delete {words}…")
        its = "its" if some == 1 else "their"
        self.exceptions.setText(f"Show {its} exceptions")
        self.savings.setText(f"Show {its} savings")
        found = [self.details, self.duplicate] if some == 1 else []
        pending = self.to_carry(project.id for project in projects)
        if pending and self._workspace.report.period_open:
            of_them = named([literal(item.ref) for item in pending], "project")
            self.carry.setText(f"Repeat last month’s status for {of_them}…")
            found.append(self.carry)
        if len(archived) < some:
            found.append(self.archive)
        if archived:
            found.append(self.bring_back)
        move = move_action(self._workspace, projects, self._parent)
        if move is not None:
            found.append(move)
        return [*found, self.delete, self.exceptions, self.savings]

    # ---------------------------------------------------------------------------------------------- adding

    def add_project(self) -> None:
        """Ask for a new project; it begins with the next reference and the theme of the project selected."""
        workspace = self._workspace
        theme_id = None if workspace.is_empty else self._likely_theme()
        if theme_id is None:
            workspace.asker.tell(
                "No themes yet", "A project belongs to a theme. Add one on the Themes page first."
            )
            return
        chosen = self._projects()
        refs = [project.ref for project in chosen] or [
            project.ref for project in workspace.report.projects[:1]
        ]
        source_plan_id = chosen[0].source_plan_id if chosen else None

        def begins() -> dict[str, Value]:
            ref = editing.next_reference(workspace.session, *refs[:1])
            return {"ref": ref, "theme_id": theme_id, "source_plan_id": source_plan_id}

        added = ask_for_new(workspace, Project, begins, self._parent)
        if added is not None:
            self.made.emit(added.id)

    def edit_details(self) -> None:
        """Edit every field of the project chosen."""
        projects = self._projects()
        if projects:
            ask_to_edit(self._workspace, projects[0], self._parent)

    def duplicate_project(self) -> None:
        """Copy the project chosen, with its lines, targets, costs and milestones."""
        projects = self._projects()
        if not projects:
            return
        copy = self._workspace.attempt_told(
            lambda _: editing.duplicate_project(self._workspace.session, projects[0]),
            "The project was not copied",
        )
        if copy is not None:
            self.made.emit(copy.id)
            self._workspace.said.emit(f"{projects[0].ref} duplicated as {copy.ref}.")

    # ----------------------------------------------------------------------------------------- taking away

    def set_archived(self, *, archived: bool) -> None:
        """Take the chosen projects out of every list and total, or bring them back.

        Where that takes savings out of the totals, how much is asked first; what a board has received is refused.
        """
        projects = [project for project in self._projects() if bool(project.archived) != archived]
        if not projects:
            return
        words = named([item.ref for item in projects], "project")
        if archived:
            savings = archived_savings(self._workspace.records, projects)
            takes = f"This takes {savings.words} out of every total. "
            if (savings.words and not savings.frozen_years) and not self._workspace.asker.confirm(
                f"Archive {words}?", f"{takes}{_KEEPS[len(projects) == 1]}", "Archive"
            ):
                return
        self._put_away(projects, archived=archived)

    def _put_away(self, projects: list[Project], *, archived: bool) -> None:
        def change(_reason: str | None) -> bool:
            editing.archive_projects(self._workspace.session, projects, archived=archived)
            return True

        done = self._workspace.attempt_told(
            change,
            "The projects were not archived" if len(projects) > 1 else "The project was not archived",
        )
        words = named([item.ref for item in projects], "project")
        if done:
            self._workspace.said.emit(
                f"{words} {'archived. Archived lists them.' if archived else 'restored.'}"
            )

    def delete_projects(self) -> None:
        """Delete the chosen projects after a question, which offers to archive them where that is possible."""
        projects = self._projects()
        if not projects:
            return
        one = len(projects) == 1
        words = named([f"{item.ref} {item.name}" for item in projects], "project")
        live = [project for project in projects if not project.archived]
        they = them(len(projects))
        savings = archived_savings(self._workspace.records, live)
        may_archive = bool(live) and not savings.frozen_years
        sentences = [
            f"{'Its' if one else 'Their'} status updates, savings lines, exceptions and milestones are deleted too."
        ]
        if savings.words:
            sentences.append(f"This takes {savings.words} out of every total.")
        if self._workspace.has_closed:
            leaving = "; archiving leaves those months as they were" if may_archive else ""
            sentences.append(f"Closed months then lose {they} too, and a reason is needed{leaving}.")
        instead = f"\n\nYou can archive {they} instead. {_KEEPS[one]}" if may_archive else ""
        chosen = self._workspace.asker.choose(
            f"Delete {words}?",
            f"{' '.join(sentences)} Undo restores everything.{instead}",
            ("Archive", "Delete") if may_archive else ("Delete",),
        )
        if chosen == "Archive":
            self._put_away(live, archived=True)
        elif chosen == "Delete":
            self._workspace.delete(
                projects, refused="It cannot be deleted" if one else "They cannot be deleted"
            )

    # ------------------------------------------------------------------------------------- carrying forward

    def to_carry(self, project_ids: Iterable[str] | None = None) -> list[ProjectReport]:
        """Return the projects, of those given or of all, whose earlier status can be reported again for this month."""
        report, programmes = self._workspace.report, self._workspace.programmes()
        still_open = {item.id for item in programmes if item.open_period >= report.period}
        asked = None if project_ids is None else set(project_ids)
        return [
            project
            for project in report.projects
            if not project.updated
            and project.reported_period
            and project.programme_id in still_open
            and (asked is None or project.id in asked)
        ]

    def carry_chosen(self) -> None:
        """Report what is in force again for those of the chosen projects that were not updated yet."""
        self.carry_forward(self.to_carry(self._chosen()))

    def carry_forward(self, pending: Sequence[ProjectReport]) -> None:
        """Report what is in force again, unchanged, for these projects, after a question."""
        if not pending:
            return
        workspace = self._workspace
        label = period_label(workspace.period)
        count = number_of(len(pending), "project")
        if workspace.asker.confirm(
            f"Repeat last month’s status for {count}?",
            f"The last status and narrative are reported again, unchanged, for {label}, and count as updates. "
            "One undo reverses all of them.",
            "Repeat",
        ):
            done = workspace.attempt_told(
                lambda _: reporting.carry_forward(
                    workspace.session, [project.id for project in pending], workspace.period
                ),
                "No status was repeated",
            )
            if done:
                workspace.said.emit(f"Status repeated for {count} in {label}.")

    # ------------------------------------------------------------------------------------------ going elsewhere

    def show_exceptions(self) -> None:
        """Go to the exceptions of the chosen projects."""
        self._go("exceptions", "Exceptions")

    def show_savings(self) -> None:
        """Go to the savings of the chosen projects."""
        self._go("savings", "Savings")

    def _go(self, page: str, what: str) -> None:
        projects = self._projects()
        if projects:
            words = named([item.ref for item in projects], "project")
            self._workspace.navigate.emit(
                page, {"project_ids": tuple(item.id for item in projects), "title": f"{what} of {words}"}
            )

    # --------------------------------------------------------------------------------------------------- inside

    def _projects(self) -> list[Project]:
        found = (self._workspace.records.find(Project, project_id) for project_id in self._chosen())
        return [project for project in found if project is not None]

    def _likely_theme(self) -> str | None:
        """Return the theme of the project selected, else the first of the scope; None where there is none."""
        chosen = self._projects()
        if chosen and not self._is_retired(chosen[0].theme_id):
            return chosen[0].theme_id
        return next((theme.id for theme in self._workspace.context.themes if not theme.retired), None)

    def _is_retired(self, theme_id: str) -> bool:
        theme = self._workspace.records.find(Theme, theme_id)
        return theme is None or bool(theme.retired)

    def _action(self, words: str, icon: str, does: Callable[[], None]) -> QAction:
        action = QAction(words, self)
        if icon:
            theme_hub().icons.bind(action, icon)
        action.triggered.connect(lambda _checked=False: does())
        return action
