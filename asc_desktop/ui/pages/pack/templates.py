"""The choice of a template, and what can be done with one: save, rename, delete, and pass on as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from asc_desktop.domain.report.pack_plan import TEMPLATES, PackPlan
from asc_desktop.domain.words import file_words
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.pack_templates import (
    PackPlanError,
    Template,
    delete_template,
    export_template,
    read_template,
    rename_template,
    save_template,
    templates,
)
from asc_desktop.ui.keys import UNDO
from asc_desktop.ui.plain import ask_words
from asc_desktop.ui.widgets.choice_box import ChoiceBox
from asc_desktop.ui.widgets.read_only import close_actions, only_to_change
from asc_desktop.ui.workspace import Workspace

_FILTER = "Pack template (*.json)"
_LAST = "pack-template"


class TemplateChoice(QObject):
    """The list of templates and its menu. ``plan`` is as the template has it, before a person changes it."""

    chosen = Signal()
    """Another template was chosen, or the one in force was saved, renamed or taken in."""

    def __init__(self, workspace: Workspace, page: QWidget, current: Callable[[], PackPlan]) -> None:
        """Begin with the template of last time; ``current`` tells the pack as it is chosen now."""
        super().__init__(page)
        self._workspace = workspace
        self._page = page
        self._current = current
        self._held: list[Template] = []
        self.box = ChoiceBox("Template")
        self.box.setMinimumContentsLength(10)
        self.box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.activated.connect(self._on_activated)
        self.button = QPushButton("Template")
        self.button.setProperty("kind", "menu")
        self.button.setAccessibleName("What to do with the template")
        menu = QMenu(self.button)
        self.button.setMenu(menu)
        self.save_as = self._add(menu, "Save &as…", self.ask_save_as)
        self.rename = self._add(menu, "&Rename…", self.ask_rename)
        self.delete = self._add(menu, "&Delete", self.ask_delete)
        menu.addSeparator()
        self._add(menu, "&Export to a file…", self.ask_export)
        take_in = self._add(menu, "&Import from a file…", self.ask_import)
        only_to_change(self.save_as, self.rename, self.delete, take_in)
        menu.aboutToShow.connect(self._refresh_menu)
        menu.aboutToShow.connect(lambda: close_actions(menu.actions(), self.button))

    @property
    def template(self) -> Template:
        """The template in force."""
        at = self.box.currentIndex()
        return self._held[at] if 0 <= at < len(self._held) else Template(TEMPLATES[0])

    def refresh(self) -> None:
        """List the templates as they now are; the one in force stays so by its name."""
        held = templates(self._workspace.session)
        wanted = self.template.plan.name if self._held else self._workspace.memory.get(_LAST)
        if held == self._held:
            return
        self._held = held
        self.box.clear()
        self.box.addItems([item.plan.name for item in held])
        self._select(wanted or "")

    def mark_changed(self) -> None:
        """Show beside the name whether the pack is no longer as its template has it."""
        for at, item in enumerate(self._held):
            is_changed = at == self.box.currentIndex() and self._current() != item.plan
            words = f"{item.plan.name} (changed)" if is_changed else item.plan.name
            if self.box.itemText(at) != words:
                self.box.setItemText(at, words)

    # ------------------------------------------------------------------------------------------------ actions

    def ask_save_as(self) -> None:
        """Ask for a name and keep the pack as it is chosen under it."""
        name = ask_words(self._page, "Save template", "Name of the template", self.template.plan.name)
        if name and name.strip():
            now = self._current()
            self._save(PackPlan(name.strip(), now.sections, now.audience))

    def ask_rename(self) -> None:
        """Ask for another name for the portfolio's own template."""
        template = self.template
        name = ask_words(self._page, "Rename template", "Name of the template", template.plan.name)
        if not name or not name.strip():
            return

        def change(_reason: str | None) -> bool:
            rename_template(self._workspace.session, template, name)
            return True

        if self._workspace.attempt_told(change, "The template was not renamed"):
            self._settle(name.strip())

    def ask_delete(self) -> None:
        """Delete the portfolio's own template; undo brings it back."""
        template = self.template
        if not template.is_own:
            return

        def change(_reason: str | None) -> bool:
            delete_template(self._workspace.session, template)
            return True

        if self._workspace.attempt_told(change, "The template was not deleted"):
            self._workspace.said.emit(f"Deleted the template {template.plan.name}. {UNDO} restores it.")
            self._settle(template.plan.name)

    def ask_export(self) -> None:
        """Ask for a file and write the pack as it is chosen to it, as a template for others."""
        plan = self._current()
        name = file_words(plan.name) or "Template"
        chosen, _ = QFileDialog.getSaveFileName(self._page, "Export template", f"{name}.json", _FILTER)
        if not chosen:
            return
        path = Path(chosen)
        try:
            export_template(plan, path if path.suffix else path.with_suffix(".json"))
        except PackPlanError as error:
            self._workspace.asker.tell("The template was not exported", str(error))
            return
        self._workspace.said.emit(f"Template written: {path.name}")

    def ask_import(self) -> None:
        """Ask for a template's file and keep it in the portfolio."""
        chosen, _ = QFileDialog.getOpenFileName(self._page, "Import template", "", _FILTER)
        if not chosen:
            return
        try:
            plan = read_template(Path(chosen))
        except PackPlanError as error:
            self._workspace.asker.tell("The template was not taken in", str(error))
            return
        taken = any(item.is_own and item.plan.name.casefold() == plan.name.casefold() for item in self._held)
        if taken and not self._workspace.asker.confirm(
            f"There is a template “{plan.name}” already.",
            "The one in the file would take its place.",
            "Replace it",
        ):
            return
        self._save(plan)

    # ------------------------------------------------------------------------------------------------ inside

    def _save(self, plan: PackPlan) -> None:
        def change(_reason: str | None) -> str:
            return save_template(self._workspace.session, plan)

        try:
            saved = self._workspace.attempt(change)
        except EditRefused as refused:
            self._workspace.asker.tell("The template was not saved", str(refused))
            return
        if saved:
            self._settle(plan.name)
            self._workspace.said.emit(f"Template saved: {plan.name}")

    def _settle(self, name: str) -> None:
        """List the templates anew with one in force."""
        self._held = []
        self.box.clear()
        self._held = templates(self._workspace.session)
        self.box.addItems([item.plan.name for item in self._held])
        self._select(name)
        self.chosen.emit()

    def _select(self, name: str) -> None:
        names = [item.plan.name for item in self._held]
        self.box.setCurrentIndex(names.index(name) if name in names else 0)

    def _on_activated(self, _index: int) -> None:
        self._workspace.memory.set(_LAST, self.template.plan.name)
        self.chosen.emit()

    def _refresh_menu(self) -> None:
        self.rename.setVisible(self.template.is_own)
        self.delete.setVisible(self.template.is_own)

    def _add(self, menu: QMenu, words: str, does: Callable[[], None]) -> QAction:
        action = menu.addAction(words)
        action.triggered.connect(lambda _=False: does())
        return action
