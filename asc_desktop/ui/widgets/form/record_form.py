"""The one form: an editor for each field of a record type, made from the fields' descriptions.

form = RecordForm(
    Project,
    ["name", ("ref", "lead"), Heading("Dates"), ("start_date", "end_date"), "description"],
    workspace=workspace,
    commit=lambda edits: workspace.apply_cells(Project, edits),
)
form.set_record(project)

With `commit` each field is saved when it is left, or with Enter (Ctrl+Enter in long text); Escape takes back what was
typed. Without it the form only collects, as in `RecordDialog`. A refused value stays in its editor with the sentence
below, also while another record is looked at.

The council's own fields of the record type come after these, and are saved with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QVBoxLayout,
    QWidget,
)

from asc_desktop.domain.records.council import OwnField
from asc_desktop.domain.records.fields import FieldError, Kind, Record, Value, field_of
from asc_desktop.domain.records.own import as_field, fields_for, own_id, own_key, value_of
from asc_desktop.services import own_fields
from asc_desktop.ui.keys import SAVE_TEXT, TAKE_BACK
from asc_desktop.ui.models.columns import text_to_edit
from asc_desktop.ui.models.edits import (
    CellEdit,
    ChoicesProvider,
    EditRefused,
    EditSink,
    Option,
    options_of,
    read_cell,
)
from asc_desktop.ui.widgets.boxes import column_of, fill
from asc_desktop.ui.widgets.form.editors import (
    DateEditor,
    FieldEditor,
    LineEditor,
    LongTextEditor,
    likely,
    make_editor,
    suggestions,
)
from asc_desktop.ui.widgets.form.editors_list import PASSING, ComboEditor, SearchEditor, SuggestEditor
from asc_desktop.ui.widgets.form.exempt_chip import ExemptChip
from asc_desktop.ui.widgets.form.field_box import FieldBox, mnemonics
from asc_desktop.ui.widgets.form.line_layout import LineLayout
from asc_desktop.ui.widgets.form.rows import FormRow, Heading, default_rows, paired
from asc_desktop.ui.widgets.form.unneeded_undo import is_unneeded_undo
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.unresolved import refused_words
from asc_desktop.ui.workspace import Workspace

OWN_HEADING = "Your own fields"
_GAP = 12
_LEAST_WIDTH = 220
_OWN_TEXT_HEIGHT = 52
_OWN_LINE_HEIGHT = 36
_LINES_IN_DIALOG = 2
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class RecordForm(QWidget):
    """The fields of one record. `reserved` letters are left to the window's menus; `known` is not asked for."""

    changed = Signal(str)
    """The key of a field in which a person changed something."""
    committed = Signal(str)
    """The key of a field whose value was saved."""

    def __init__(
        self,
        record_type: type[Record],
        rows: Sequence[FormRow] | None = None,
        *,
        workspace: Workspace | None,
        choices: ChoicesProvider | None = None,
        commit: EditSink | None = None,
        show_help: bool = False,
        reserved: str = "",
        known: Mapping[str, Value] | None = None,
    ) -> None:
        super().__init__()
        self._known = dict(known or {})
        self._record_type = record_type
        self._workspace = workspace
        self._choices = workspace.choices if choices is None and workspace is not None else choices
        self._commit = commit
        self._near = _now(workspace)
        self._shows_help, self._reserved = show_help, reserved
        self._own: tuple[OwnField, ...] = ()
        self._record: Any = None
        self._loaded: dict[str, str] = {}
        self._drafts: dict[str, dict[str, tuple[str, str]]] = {}
        self._boxes: dict[str, FieldBox] = {}
        self._is_committing = False
        self._is_read_only = bool(workspace is not None and workspace.why_closed)
        self.setAccessibleName(record_type.noun.capitalize())
        self._exempt = ExemptChip(workspace) if workspace is not None else None
        self._own_area = QWidget(self)
        self._build(default_rows(record_type) if rows is None else rows)
        self._give_letters()
        self.set_record(None)

    def reserve(self, letters: str) -> None:
        """Leave these letters to what is around the form."""
        self._reserved += letters
        self._give_letters()

    def _give_letters(self) -> None:
        labels = [box.field.label for box in self._boxes.values()]
        for box, letter in zip(self._boxes.values(), mnemonics(labels, self._reserved), strict=True):
            box.set_mnemonic(letter)

    def _build(self, rows: Sequence[FormRow]) -> None:
        spacing = 8 if self._shows_help else 10
        layout = column_of(into=self, margins=0, spacing=spacing)
        self.setMinimumWidth(_LEAST_WIDTH)
        if self._exempt is not None:
            layout.addWidget(self._exempt)
        self._add_rows(layout, rows)
        fill(QVBoxLayout(self._own_area), (), margins=0, spacing=spacing)
        layout.addWidget(self._own_area)
        self._own_area.hide()
        layout.addStretch(0)

    def _add_rows(self, layout: QBoxLayout, rows: Sequence[FormRow]) -> None:
        for row in rows:
            if isinstance(row, Heading):
                layout.addWidget(make_label(row.text, "card-title"))
                continue
            boxes = [self._make_box(key) for key in ([row] if isinstance(row, str) else row)]
            # One alone takes half.
            places = 1 if isinstance(row, str) else max(len(boxes), 2)
            is_long = any(box.field.kind is Kind.LONG_TEXT for box in boxes)
            layout.addLayout(LineLayout(boxes, places, _GAP), int(is_long))

    def _make_box(self, key: str) -> FieldBox:
        own = self._own_of(key)
        field = as_field(own) if own is not None else field_of(self._record_type, key)
        editor = make_editor(field, options=options_of(field, self._choices), near=self._near)
        if isinstance(editor, ComboEditor) and field.kind is not Kind.REFERENCE and own is None:
            editor.offer_when_asked(lambda: self._accepted(key))
        if own is not None and isinstance(editor, LongTextEditor):
            # Mostly a code or a word or two: it may have several lines all the same.
            editor.setFixedHeight(_OWN_LINE_HEIGHT if self._shows_help else _OWN_TEXT_HEIGHT)
        elif self._shows_help and isinstance(editor, LongTextEditor):
            # In a dialog all of the fields are to be in sight; on a higher screen it grows.
            editor.begin_with(_LINES_IN_DIALOG)
        choices = self._choices
        if field.again and choices is not None and isinstance(editor, LineEditor):
            editor.suggest(lambda: [words for _, words in choices(field, self._record)])
        box = FieldBox(field, editor, show_help=self._shows_help)
        editor.installEventFilter(self)
        editor.edited.connect(lambda: self._on_edited(key))
        editor.chosen.connect(lambda: self._on_chosen(key))
        self._boxes[key] = box
        return box

    def _own_of(self, key: str) -> OwnField | None:
        return next((own for own in self._own if own_key(own.id) == key), None)

    def _renew_own(self) -> None:
        """Make the editors of the own fields anew where these are others: added, renamed, retired, put in order."""
        workspace, kind = self._workspace, self._record_type
        held = (
            fields_for(workspace.records, kind.table)
            if workspace is not None and kind.takes_own_fields
            else ()
        )
        if held == self._own:
            return
        for own in self._own:
            key = own_key(own.id)
            self._boxes.pop(key).editor.removeEventFilter(self)
            self._loaded.pop(key, None)
        emptied = cast("QVBoxLayout", self._own_area.layout())
        for part in self._own_area.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            part.hide()
            part.deleteLater()
        while (item := emptied.takeAt(0)) is not None:
            if (line := item.layout()) is not None:
                line.deleteLater()
        self._own = held
        rows = paired([as_field(own) for own in held], is_wide=lambda field: field.kind is Kind.LONG_TEXT)
        self._add_rows(emptied, [Heading(OWN_HEADING), *rows] if rows else [])
        self._own_area.setVisible(bool(held))
        self._give_letters()

    def _renew_near(self) -> None:
        """Suggest the months and years around the month that is looked at, where that is another than before."""
        near = _now(self._workspace)
        if near == self._near:
            return
        self._near = near
        for box in self._boxes.values():
            if isinstance(box.editor, SuggestEditor):
                box.editor.set_options(suggestions(box.field, near))
            elif isinstance(box.editor, DateEditor):
                box.editor.near = near

    def _stored(self, key: str) -> Value:
        """Return what the record has in a field; None while there is no record."""
        own = self._own_of(key)
        if own is None:
            return cast("Value", getattr(self._record, key, None))
        if self._record is None or self._workspace is None:
            return None
        return value_of(self._workspace.records, own, str(self._record.id))

    # ------------------------------------------------------------------------------------------------ contents

    @property
    def record(self) -> Any:
        """Return the record shown, or None."""
        return self._record

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the fields' keys in reading order."""
        return tuple(self._boxes)

    def editor(self, key: str) -> FieldEditor:
        """Return a field's editor."""
        return self._boxes[key].editor

    def box(self, key: str) -> FieldBox:
        """Return a field's label, editor and sentence together."""
        return self._boxes[key]

    def set_record(self, record: Any) -> None:
        """Show a record, or nothing. What is half typed stays; that of another record waits until it is shown again.

        Three texts of a field are told apart: what is stored, what was put into the box, and what is in it now. A field
        is typed in where the last two differ. It keeps its words while the same record comes again, and what counts as
        put into it is then what is stored now, so that it is still changed, or no longer is, against that.
        """
        is_same = record is not None and self._record is not None and record.id == self._record.id
        if not is_same:
            self._put_drafts_by()
        self._renew_own()
        self._renew_near()
        self._record = record
        self._offer_options(except_typed=is_same)
        for key, box in self._boxes.items():
            stored = text_to_edit(box.field, self._stored(key))
            is_typed = is_same and box.editor.value_text() != self._loaded.get(key)
            if not is_typed:
                box.show_value(stored)
                box.set_problem("")
            self._loaded[key] = self._as_loaded(box, stored) if is_typed else box.editor.value_text()
            box.editor.set_read_only(self._is_read_only or (record is None and self._commit is not None))
        if self._exempt is not None:
            self._exempt.set_record_id(str(record.id) if record is not None else "")
        if not is_same and record is not None:
            for key, (text, sentence) in self._drafts.pop(record.id, {}).items():
                if key in self._boxes:
                    self._boxes[key].show_value(text)
                    self._boxes[key].set_problem(sentence)

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Put stored values into fields, as if typed: what a new record begins with."""
        for key, value in values.items():
            if key in self._boxes:
                self._boxes[key].show_value(text_to_edit(self._boxes[key].field, value))
        self._offer_options(except_typed=False)

    def values(self) -> dict[str, str]:
        """Return every built-in field as typed, for `Field.parse`; a reference is an id."""
        return {key: box.editor.value_text() for key, box in self._boxes.items() if not own_id(key)}

    def own_values(self) -> dict[str, str]:
        """Return what was typed into own fields that hold something else than the record, by their keys."""
        return {key: self._boxes[key].editor.value_text() for key in self.changed_keys if own_id(key)}

    @property
    def changed_keys(self) -> tuple[str, ...]:
        """Return the fields that hold something else than the record."""
        return tuple(
            key for key, box in self._boxes.items() if box.editor.value_text() != self._loaded.get(key)
        )

    # ------------------------------------------------------------------------------------------------ problems

    @property
    def problems(self) -> dict[str, str]:
        """Return the sentences that are shown."""
        return {key: box.problem for key, box in self._boxes.items() if box.problem}

    def set_problems(self, problems: Mapping[str, str]) -> list[str]:
        """Show each sentence beside its field and go to the first; return those whose field is not in the form."""
        for key, box in self._boxes.items():
            box.set_problem(problems.get(key, ""))
        first = next((box for box in self._boxes.values() if box.problem), None)
        if first is not None:
            first.take_focus()
        return [sentence for key, sentence in problems.items() if key not in self._boxes]

    def check(self) -> dict[str, str]:
        """Return a sentence for each field whose text cannot be read, by key."""
        found = {}
        for key, box in self._boxes.items():
            try:
                read_cell(box.field, box.editor.value_text(), self._choices, self.draft_record())
            except FieldError as error:
                found[key] = error.sentence
        return found

    def draft_record(self) -> Any:
        """Return the record as it would be with what is typed, as far as that can be read."""
        values: dict[str, Any] = {}
        for key, box in self._boxes.items():
            if own_id(key):
                continue
            try:
                values[key] = (
                    box.editor.value_text() or None
                    if box.field.kind is Kind.REFERENCE
                    else box.field.parse(box.editor.value_text())
                )
            except FieldError:
                continue
        if isinstance(self._record, self._record_type):
            return replace(self._record, **values)
        made: Any = self._record_type
        return made(id="", **{**values, **self._known})

    # ------------------------------------------------------------------------------------------------ saving

    def commit(self, key: str) -> bool:
        """Save a field if it was changed; return whether it now holds what is saved."""
        box = self._boxes[key]
        if self._commit is None:
            self._offer_options_after(key)
        if self._commit is None or self._record is None or self._is_committing or self._is_read_only:
            return True
        text = box.editor.value_text()
        if text == self._loaded.get(key):
            box.set_problem("")
            return True
        row_id = str(self._record.id)
        self._is_committing = True
        try:
            read_cell(box.field, text, self._choices, self._record)
            self._save(CellEdit(row_id, key, text))
        except FieldError as error:
            self._refuse(row_id, key, text, error.sentence)
            return False
        except EditRefused as error:
            mine = [problem.sentence for problem in error.problems if problem.key == key]
            self._refuse(row_id, key, text, (mine or [str(error) or "This change was refused."])[0])
            return False
        finally:
            self._is_committing = False
        if self._record is not None and self._record.id == row_id and self._boxes.get(key) is box:
            self._settle(box, key)
        self.committed.emit(key)
        return True

    def _save(self, edit: CellEdit) -> None:
        workspace = self._workspace
        if own_id(edit.key) and workspace is not None:
            workspace.apply(lambda reason: own_fields.set_values(workspace.session, [edit], reason=reason))
        elif self._commit is not None:
            self._commit([edit])

    def commit_all(self) -> bool:
        """Save every changed field; return whether all were taken. For a window that is about to close."""
        taken = [self.commit(key) for key in tuple(self._boxes)]
        return all(taken)

    def unresolved(self) -> list[str]:
        """Return what was refused in the fields, also of records not shown just now, in words."""
        if self._commit is None:
            return []
        shown = [(box.editor.value_text(), box.field.label) for box in self._boxes.values() if box.problem]
        kept = [
            (text, self._boxes[key].field.label)
            for drafts in self._drafts.values()
            for key, (text, sentence) in drafts.items()
            if sentence and key in self._boxes
        ]
        return [refused_words(text, label) for text, label in (*shown, *kept)]

    def drop_unresolved(self) -> None:
        """Show the stored values again."""
        if self._commit is not None:
            self._drafts.clear()
            for key in list(self.problems):
                self.restore(key)

    def restore(self, key: str) -> None:
        """Take back what was typed in a field."""
        box = self._boxes[key]
        box.show_value(text_to_edit(box.field, self._stored(key)))
        self._loaded[key] = box.editor.value_text()
        box.set_problem("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save on leaving and on Enter, before the page takes that key; take back on Escape.

        Undo and redo are the window's where nothing that was typed can be taken back: the field would do nothing.
        """
        if event.type() == QEvent.Type.ShortcutOverride and self._commit is not None:
            if isinstance(watched, LongTextEditor) and SAVE_TEXT.matches(cast("QKeyEvent", event)):
                event.accept()
            if is_unneeded_undo(event, watched):
                event.ignore()
                return True
        elif event.type() in {QEvent.Type.FocusOut, QEvent.Type.KeyPress}:
            key = next((key for key, box in self._boxes.items() if box.editor is watched), None)
            if key is not None and event.type() == QEvent.Type.FocusOut:
                reason = cast("QFocusEvent", event).reason()
                editor = self._boxes[key].editor
                if reason not in PASSING and isinstance(editor, ComboEditor):
                    # Here, since the editor itself hears of it after this.
                    editor.settle()
                if reason != Qt.FocusReason.PopupFocusReason:
                    self._leave(key)
            elif key is not None and self._take_key(key, cast("QKeyEvent", event)):
                return True
        return super().eventFilter(watched, event)

    def _take_key(self, key: str, event: QKeyEvent) -> bool:
        editor = self._boxes[key].editor
        if self._commit is None:
            return False
        if event.key() in _ENTER:
            if isinstance(editor, ComboEditor):
                editor.settle()
            if isinstance(editor, LongTextEditor) and not SAVE_TEXT.matches(event):
                return False
            self._leave(key)
            return True
        if TAKE_BACK.matches(event) and key in self.changed_keys:
            self.restore(key)
            return True
        return False

    def _leave(self, key: str) -> None:
        if self.commit(key) and not self._is_read_only:
            self._boxes[key].editor.tidy()
            if self._commit is not None and self._record is not None and not self._boxes[key].problem:
                self._loaded[key] = self._boxes[key].editor.value_text()

    def _settle(self, box: FieldBox, key: str) -> None:
        """Hold what was saved: the record as it now is, where it was shown anew, else what was typed."""
        self._loaded[key] = box.editor.value_text()
        box.set_problem("")
        stored = self._stored(key)
        try:
            is_shown_anew = (
                read_cell(box.field, box.editor.value_text(), self._choices, self._record) == stored
            )
        except FieldError:
            is_shown_anew = False
        if is_shown_anew:
            box.show_value(text_to_edit(box.field, stored))
            self._loaded[key] = box.editor.value_text()

    def _refuse(self, row_id: str, key: str, text: str, sentence: str) -> None:
        if self._record is not None and self._record.id == row_id:
            self._boxes[key].set_problem(sentence)
        else:
            # Another record was shown while the first was being saved.
            self._drafts.setdefault(row_id, {})[key] = (text, sentence)

    def _put_drafts_by(self) -> None:
        if self._record is None or self._commit is None or self._is_committing:
            return
        kept = {
            key: (self._boxes[key].editor.value_text(), self._boxes[key].problem) for key in self.changed_keys
        }
        if kept:
            self._drafts[str(self._record.id)] = kept

    def _offer_options(self, *, except_typed: bool) -> None:
        """Read again what references may be: it can depend on the record."""
        record = self._record if self._commit is not None else None
        for key, box in self._boxes.items():
            editor = box.editor
            if box.field.kind is not Kind.REFERENCE or not isinstance(editor, SearchEditor):
                continue
            if except_typed and editor.value_text() != self._loaded.get(key):
                continue
            row = record if record is not None else self.draft_record()
            editor.set_options(self._options_of(key, row))

    def _as_loaded(self, box: FieldBox, stored: str) -> str:
        """Return how the editor would give a stored value back."""
        typed = box.editor.value_text()
        box.editor.blockSignals(True)
        box.editor.set_value_text(stored)
        given = box.editor.value_text()
        box.editor.set_value_text(typed)
        box.editor.blockSignals(False)
        return given

    def _on_edited(self, key: str) -> None:
        if self._boxes[key].problem and self._commit is None:
            self._boxes[key].set_problem("")
        self.changed.emit(key)

    def _on_chosen(self, key: str) -> None:
        if self._commit is not None:
            self._leave(key)
        else:
            self._offer_options_after(key)

    def _offer_options_after(self, key: str) -> None:
        """Offer in other fields what goes with what was given in this one."""
        if not isinstance(self._boxes[key].editor, ComboEditor):
            return
        for other, box in self._boxes.items():
            if other != key and box.field.kind is Kind.REFERENCE and isinstance(box.editor, SearchEditor):
                box.editor.set_options(self._options_of(other, self.draft_record()))

    def _accepted(self, key: str) -> Sequence[Option]:
        """Return the choices, months or years that the rules take beside the other fields, and what is here."""
        box = self._boxes[key]
        offered = likely(box.field, self._near)
        if self._workspace is None:
            return offered
        row = self._record if self._commit is not None else self.draft_record()
        taken, here = set(self._workspace.accepted(box.field, row, offered)), box.editor.value_text()
        return [option for option in offered if option in taken or option[0] == here]

    def _options_of(self, key: str, row: Any) -> Sequence[Option]:
        """Return what a reference may be, and what it is though that is no longer offered: it is shown by its words."""
        field, held = self._boxes[key].field, str(self._stored(key) or "")
        offered = options_of(field, self._choices, row)
        if not held or self._workspace is None or held in dict(offered):
            return offered
        records = self._workspace.records
        named = records.with_id(held)
        return [*offered, (held, named.words(records))] if named is not None else offered


def _now(workspace: Workspace | None) -> str:
    """Return the month around which months and years are suggested."""
    return workspace.near if workspace is not None else ""
