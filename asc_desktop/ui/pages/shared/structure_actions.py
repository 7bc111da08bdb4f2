"""What can be done with programmes, themes and the records of the settings, each with its questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QMenu, QWidget

from asc_desktop.domain.dates import parse_year, period_label, shift_period, year_label
from asc_desktop.domain.records.assurance import RiskCategory
from asc_desktop.domain.records.delivery import DeliveryStatus, Programme, SourcePlan, Theme, Workstream
from asc_desktop.domain.records.fields import Record, Value, owner_field
from asc_desktop.domain.records.office import Board
from asc_desktop.services import structure
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.structure import Ordered
from asc_desktop.ui.dialogs.merge import MergeDialog
from asc_desktop.ui.dialogs.next_month import open_next
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.keys import CLEAR, EDIT, MOVE_DOWN, MOVE_UP
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.workspace import Workspace

_NEW_ROWS: dict[type[Record], Sequence[FormRow]] = {
    Programme: ("name", ("first_year", "last_year"), "open_period", "lead"),
    Theme: ("programme_id", "name", "lead"),
    Workstream: ("theme_id", "name", "lead"),
    SourcePlan: ("name",),
    DeliveryStatus: ("name", ("rag", "shape"), ("letter", "closed")),
    Board: ("programme_id", "name"),
    RiskCategory: ("name",),
}


class StructureActions:
    """The commands. ``made`` is told the id of what was added, ``renames`` is asked to begin renaming a record."""

    def __init__(
        self,
        workspace: Workspace,
        window: QWidget,
        made: Callable[[str], None],
        renames: Callable[[str], None],
    ) -> None:
        self._workspace = workspace
        self._session = workspace.session
        self._window = window
        self._made = made
        self._renames = renames

    def find(self, record_id: str) -> Ordered | None:
        """Return a record of the structure by its id."""
        record = self._workspace.records.with_id(record_id)
        return record if isinstance(record, Ordered) else None

    def fill_menu(self, menu: QMenu, record_id: str) -> None:
        """Put what a record can do into a menu."""
        record = self.find(record_id)
        if record is None:
            return
        for kind, words in ((Theme, "New &theme…"), (Workstream, "New &workstream…")):
            owner = owner_field(kind)
            if owner is not None and owner.to == record.table:
                menu.addAction(words).triggered.connect(lambda _=False, kind=kind: self.new(kind, record_id))
        if isinstance(record, Programme):
            now, following = record.open_period, shift_period(record.open_period, 1)
            words = f"&Close {period_label(now)} and open {period_label(following)}…"
            menu.addAction(words).triggered.connect(lambda: self.open_next(record_id))
        if not menu.isEmpty():
            menu.addSeparator()
        rename = menu.addAction("&Rename")
        rename.setShortcut(EDIT.sequence)
        rename.triggered.connect(lambda: self._renames(record_id))
        held = [item.id for item in structure.siblings(self._session, record)]
        for words, key, by, possible in (
            ("Move &up", MOVE_UP, -1, held[0] != record_id),
            ("Move &down", MOVE_DOWN, 1, held[-1] != record_id),
        ):
            action = menu.addAction(words)
            action.setShortcut(key.sequence)
            action.setEnabled(possible)
            action.triggered.connect(lambda _=False, by=by: self.move(record_id, by))
        menu.addSeparator()
        merge = menu.addAction("&Merge into…")
        merge.setEnabled(bool(structure.merge_choices(self._session, record)))
        set_tip(merge, "" if merge.isEnabled() else f"There is no other {record.noun} to merge it into.")
        merge.triggered.connect(lambda: self.merge(record_id))
        menu.addAction("&Restore" if record.retired else "&Archive").triggered.connect(
            lambda: self.retire(record_id)
        )
        delete = menu.addAction("&Delete…")
        delete.setShortcut(CLEAR.sequence)
        delete.triggered.connect(lambda: self.delete(record_id))
        menu.setToolTipsVisible(True)
        if self._session.read_only:
            for action in menu.actions():
                action.setEnabled(False)
                set_tip(action, "The file is open read-only.")

    # ------------------------------------------------------------------------------------------------ adding, naming

    def new(self, kind: type[Record], owner_id: str = "") -> None:
        """Ask for a new record; ``owner_id`` is the programme or theme that it is to stand in."""
        values: dict[str, Value] = {}
        if kind in {Theme, Board}:
            values["programme_id"] = owner_id or self._workspace.programme_id or ""
        if kind is Workstream:
            values["theme_id"] = owner_id
        if kind is Programme:
            first, last, month = structure.suggested_years(self._session)
            values |= {"first_year": first, "last_year": last, "open_period": month}
        dialog = RecordDialog(
            self._workspace, kind, values=values, rows=_NEW_ROWS[kind], parent=self._window.window()
        )
        dialog.setObjectName("new-structure")
        if kind is Programme:
            _follow_first_year(dialog, self._session.today)
        elif values:
            # What it stands in is known as a rule, so the name comes first.
            dialog.start_at("name")
            dialog.offer_another(lambda: values)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.record is not None:
            self._made(dialog.record.id)

    def rename(self, record_id: str, name: str) -> str:
        """Give a record another name; return why that cannot be, or nothing."""
        record = self.find(record_id)
        if record is None or name.strip() == record.name:
            return ""
        try:
            self._workspace.apply_cells(type(record), [(record_id, "name", name)])
        except EditRefused as refused:
            return str(refused)
        return ""

    # ------------------------------------------------------------------------------------------------ order

    def move(self, record_id: str, by: int) -> None:
        """Move a record up or down among its siblings."""
        record = self.find(record_id)
        if record is not None:
            held = [item.id for item in structure.siblings(self._session, record)]
            self.move_to(record_id, held.index(record_id) + by)

    def move_to(self, record_id: str, place: int) -> None:
        """Move a record to a place among its siblings."""
        record = self.find(record_id)
        if record is not None:
            self._workspace.attempt_told(lambda _: structure.move(self._session, record, place))

    # ------------------------------------------------------------------------------------------------ going

    def merge(self, record_id: str) -> None:
        """Ask where everything in a record goes, and move it there."""
        record = self.find(record_id)
        choices = structure.merge_choices(self._session, record) if record is not None else []
        if record is None or not choices:
            return
        dialog = MergeDialog(
            self._workspace,
            f"Merge {record.noun}",
            f"Merge {record.name} into:",
            self._options(choices),
            lambda into: self._merge_words(record, into),
            "Merge",
            self._window.window(),
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._merge(record, dialog.choice)

    def retire(self, record_id: str) -> None:
        """Take a record off the lists to choose from, or bring it back."""
        record = self.find(record_id)
        if record is not None:
            retired = not record.retired
            self._workspace.attempt_told(lambda _: structure.retire(self._session, record, retired=retired))

    def delete(self, record_id: str) -> None:
        """Delete a record; where projects stand in it, ask first where they go."""
        record = self.find(record_id)
        if record is None:
            return
        held = structure.held_back_by(self._session, record)
        if not held:
            along = structure.goes_with(self._session, record)
            sentence = f"It goes with its {along}. Undo restores it." if along else "Undo restores it."
            if self._workspace.asker.confirm(f"Delete {record.noun} {record.name}?", sentence, "Delete"):
                self._workspace.attempt_told(lambda _: structure.remove(self._session, record))
            return
        options = self._options(structure.merge_choices(self._session, record))
        if structure.can_release(record):
            options.append(("", f"No {record.noun}"))
        if not options:
            self._workspace.asker.tell(
                f"{record.name} cannot be deleted",
                f"It holds {held}, and there is no other {record.noun} for them. Add one first.",
            )
            return
        dialog = MergeDialog(
            self._workspace,
            f"Delete {record.noun}",
            f"{record.name} holds {held}. Move them to:",
            options,
            lambda into: self._merge_words(record, into),
            "Move and delete",
            self._window.window(),
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._merge(record, dialog.choice)

    def open_next(self, programme_id: str) -> None:
        """Close a programme's open period and open the next, once the person agrees."""
        open_next(self._workspace, [self._workspace.records.get(Programme, programme_id)])

    def _merge(self, record: Ordered, into_id: str) -> None:
        into = self.find(into_id)

        def change(reason: str | None) -> bool:
            if into is None:
                structure.remove(self._session, record, release=True)
            else:
                structure.merge(self._session, record, into, reason=reason)
            return True

        if self._workspace.attempt_told(change, f"{record.name} was not merged") and into is not None:
            self._made(into.id)

    def _merge_words(self, record: Ordered, into_id: str) -> str:
        into = self.find(into_id)
        if into is not None:
            return structure.merge_words(self._session, record, into)
        held = structure.held_back_by(self._session, record)
        return f"{held} stay where they are, without a {record.noun}. Undo restores it."

    def _options(self, records: Sequence[Ordered]) -> list[tuple[str, str]]:
        return [(record.id, record.words(self._session.records)) for record in records]


def _follow_first_year(dialog: RecordDialog, today: str) -> None:
    """Follow the first year with the last year and the open month until a person chooses those."""
    form = dialog.form
    suggested = {key: form.values()[key] for key in ("last_year", "open_period")}
    began = form.values()["first_year"]

    def follow(key: str) -> None:
        nonlocal began
        typed = form.values()
        month = structure.suggested_open_period(typed["first_year"], today)
        if key != "first_year" or not month:
            return
        last = parse_year(suggested["last_year"]) + parse_year(typed["first_year"]) - parse_year(began)
        began = typed["first_year"]
        for which, text in (("last_year", year_label(last)), ("open_period", period_label(month))):
            if typed[which] == suggested[which]:
                suggested[which] = text
                form.set_values({which: last if which == "last_year" else month})

    form.changed.connect(follow)
