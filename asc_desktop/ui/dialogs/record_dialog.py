"""The dialog that asks for a new record or changes one, with the one form."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final, cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFrame,
    QScrollArea,
    QWidget,
)

from asc_desktop.domain.records.fields import Field, Kind, Record, Value, given_of
from asc_desktop.domain.words import shortened
from asc_desktop.services import editing, own_fields
from asc_desktop.ui.dialogs.change_dialog import ChangeDialog
from asc_desktop.ui.dialogs.first_part import FirstPart
from asc_desktop.ui.models.edits import (
    EditRefused,
    Option,
)
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.commands import ok_and_cancel
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.widgets.form.rows import FormRow, default_rows
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.workspace import Workspace

_WIDTH: Final = 680
_ANOTHER: Final = "t"
"""The letter of the button that adds another."""
_CANCEL, _DONE = "Cancel", "Done"
_CHOSEN: Final = frozenset({Kind.REFERENCE, Kind.CHOICE})


class RecordDialog(ChangeDialog):
    """A new record, or all the fields of one, saved when OK is pressed. `record` is what was saved.

    `values` are stored values to begin with; those of the `fixed` keys are saved and not asked for. What is refused is
    said beside its field, and everything typed stays. `save` takes the place of the ordinary way: it is given what was
    typed, by key, and returns the record, or None where the person thought better of it; it raises EditRefused.
    """

    def __init__(
        self,
        workspace: Workspace,
        record_type: type[Record],
        *,
        record: Record | None = None,
        values: Mapping[str, Value] | None = None,
        fixed: Sequence[str] = (),
        rows: Sequence[FormRow] | None = None,
        save: Callable[[dict[str, str]], Record | None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(workspace, parent)
        self._workspace = workspace
        self._record_type = record_type
        self._edited = record
        self._fixed: dict[str, Value] = {key: (values or {})[key] for key in fixed}
        self._save = save or (self._save_new if record is None else self._save_changes)
        self._part: FirstPart | None = None
        self._part_first: QWidget | None = None
        self._again: Callable[[], Mapping[str, Value]] | None = None
        self._moving: Collection[str] = ()
        self.record: Record | None = None
        self.setWindowTitle(f"{'New' if record is None else 'Edit'} {record_type.noun}")
        self.form = RecordForm(
            record_type,
            default_rows(record_type, without=fixed) if rows is None else rows,
            workspace=workspace,
            choices=self._choices,
            show_help=True,
            known=self._fixed,
        )
        self._notice = Callout("", "warning")
        self._notice.hide()
        self._lay_out("Add" if record is None else "Save")
        self.form.set_record(record)
        begins = {} if record is not None else given_of(record_type)
        self.form.set_values({**begins, **(values or {})})
        self.fit(self._scroll, _WIDTH)
        self._first = next(iter(self.form.keys), "")
        if self._first:
            self.form.box(self._first).take_focus()

    def add_part(self, part: FirstPart) -> None:
        """Ask below the form for what the record begins with besides; it is saved with it."""
        self._part = part
        self._body.addWidget(part)
        before: QWidget = self.form.editor(self.form.keys[-1]) if self.form.keys else self.form
        for field in part.findChildren(QWidget):
            is_tabbed = field.focusPolicy() & Qt.FocusPolicy.TabFocus and field.focusProxy() is None
            if is_tabbed and field.window() is self:
                QWidget.setTabOrder(before, field)
                self._part_first = self._part_first or field
                before = field

    def offer_another(
        self, again: Callable[[], Mapping[str, Value]], *, moving: Collection[str] = ()
    ) -> None:
        """Let several be added one after another, each beginning with what ``again`` returns; ``record`` is the last.

        What was chosen stays chosen, but for ``moving`` fields, in which the next one is another.
        """
        self._again, self._moving = again, moving
        self.form.reserve(_ANOTHER)
        another = self._buttons.addButton("Add, &then another", QDialogButtonBox.ButtonRole.ActionRole)
        another.setAutoDefault(False)
        another.clicked.connect(self.add_another)
        # As wide from the first as it is when there is something to be done with: no button moves under the pointer.
        self._cancel.setText(_DONE)
        width = self._cancel.sizeHint().width()
        self._cancel.setText(_CANCEL)
        self._cancel.setMinimumWidth(max(width, self._cancel.sizeHint().width()))

    def start_in_part(self) -> None:
        """Put the keyboard into the part below the form, now and for each record: the form is filled in already."""
        self._first = ""
        self._take_first()

    def start_at(self, key: str) -> None:
        """Put the keyboard into a field, where it goes again for each record that is added."""
        self._first = key
        self._take_first()

    def accept(self) -> None:
        """Save; where it is refused, say why beside each field and stay."""
        if self._is_saved():
            super().accept()

    def add_another(self) -> None:
        """Save, and begin with the next one."""
        if self._is_saved():
            self._begin_again()

    def reject(self) -> None:
        """Close it; what was added stays, and is what the dialog was for."""
        if self._again is not None and self.record is not None:
            super().accept()
        else:
            super().reject()

    def _is_saved(self) -> bool:
        problems = self.form.check()
        if self._part is not None and not self._part.check() and not problems:
            return False
        if not problems:
            try:
                saved = self._save_all(self.form.values(), self.form.own_values())
            except EditRefused as refused:
                problems = {problem.key: problem.sentence for problem in refused.problems}
            else:
                self.record = saved or self.record
                return saved is not None
        others = self.form.set_problems(problems)
        self._notice.set_message(" ".join(others))
        self._notice.setVisible(bool(others))
        first = next(iter(self.form.problems), None)
        if first is not None:
            self._bring_into_sight(self.form.box(first))
        return False

    def _bring_into_sight(self, box: QWidget) -> None:
        """Scroll to all of a field, and to what is said of it, which is laid out only now."""
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self._scroll.ensureWidgetVisible(box, 0, 8)

    def _begin_again(self) -> None:
        """Empty the form but for what was chosen, and say what was added; to leave is then to be done."""
        added = self.record
        if self._again is None or added is None:
            return
        kept = {
            key: text
            for key, text in self.form.values().items()
            if text and key not in self._moving and self.form.box(key).field.kind in _CHOSEN
        }
        begins = {**given_of(self._record_type), **self._again()}
        self.form.set_record(None)
        self.form.set_values({**begins, **kept})
        self._notice.hide()
        if self._part is not None:
            self._part.begin_again()
        self._foot.setText(f"Added: {shortened(added.words(self._workspace.session.records), 40)}")
        self._cancel.setText(_DONE)
        self._take_first()
        # Nothing of the next one is filled in that Escape would have to ask about.
        self._began = self.contents()

    def _take_first(self) -> None:
        missing = (
            key for key, text in self.form.values().items() if self.form.box(key).field.required and not text
        )
        key = self._first or next(missing, "")
        if key or self._part_first is None:
            box = self.form.box(key or next(iter(self.form.keys)))
            box.take_focus()
            self._scroll.ensureWidgetVisible(box)
        else:
            self._part_first.setFocus()
            self._scroll.ensureWidgetVisible(self._part_first)

    @property
    def notice(self) -> str:
        """Return what was refused and belongs to no field in sight."""
        return self._notice.accessibleName() if self._notice.isVisibleTo(self) else ""

    def _lay_out(self, ok: str) -> None:
        buttons, self.ok_button = ok_and_cancel(self, ok)
        self._cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        self._buttons = buttons
        holder = QWidget()
        self._body = column_of(self._notice, (self.form, 1), into=holder, margins=(0, 0, 8, 0), spacing=10)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(holder)
        layout = column_of((self._scroll, 1), into=self, margins=(18, 12, 12, 12), spacing=10)
        self._foot = make_label("* needed", "muted")
        foot = row_of(self._foot, (buttons, 1))
        layout.addLayout(foot)

    def _choices(self, field: Field, row: Any) -> Sequence[Option]:
        return self._workspace.choices(field, row)

    def _save_all(self, typed: dict[str, str], own: dict[str, str]) -> Record | None:
        """Save what was typed, that in own fields and in the part too, as one change."""
        part = self._part if self._part is not None and self._part.is_filled else None
        if not own and part is None:
            return self._save(typed)
        session, kind = self._workspace.session, self._record_type
        title = shortened(typed.get(kind.title, "") or "")
        words = f"Add {kind.noun} {title}".strip()
        if self._edited is not None:
            words = f"Change details of {shortened(self._edited.words(session.records))}"

        def change(reason: str | None) -> Record | None:
            with session.together(words, reason=reason):
                record = self._save(typed)
                if record is not None:
                    edits = [(record.id, key, text) for key, text in own.items()]
                    own_fields.set_values(session, edits, reason=reason)
                if record is not None and part is not None:
                    _save_part(part, record, reason)
            return record

        return self._workspace.attempt(change)

    def _save_new(self, typed: dict[str, str]) -> Record | None:
        return self._workspace.attempt(
            lambda reason: editing.new_record(
                self._workspace.session, self._record_type, {**typed, **self._fixed}, reason=reason
            )
        )

    def _save_changes(self, typed: dict[str, str]) -> Record | None:
        edited = cast("Record", self._edited)
        edits = [(edited.id, key, typed[key]) for key in self.form.changed_keys if key in typed]

        def change(reason: str | None) -> Record | None:
            editing.apply_cells(self._workspace.session, self._record_type, edits, reason=reason)
            return self._workspace.records.find(self._record_type, edited.id)

        return self._workspace.attempt(change) if edits else edited


def _save_part(part: FirstPart, record: Record, reason: str | None) -> None:
    """Save a part; what is refused in one of its fields is said there."""
    try:
        part.keep(record, reason)
    except EditRefused as refused:
        others = part.take(refused.problems)
        raise EditRefused([problem._replace(key="") for problem in others]) from refused
