"""One conflict in full: both values side by side, who said each and when, and how it is to be settled."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from asc_desktop.domain.merging.conflicts import Choice, Conflict, Said
from asc_desktop.domain.records.fields import Field, FieldError, Kind
from asc_desktop.ui.dialogs.merging.rows import (
    NOTHING,
    TYPED,
    ConflictRow,
    said_by,
    said_words,
    typed_field,
    value_words,
    ways_of,
)
from asc_desktop.ui.models.columns import text_to_edit
from asc_desktop.ui.widgets.board import scrolling
from asc_desktop.ui.widgets.boxes import column_of, row_of
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.form.editors import FieldEditor, LongTextEditor, make_editor, mark_invalid
from asc_desktop.ui.widgets.labels import ElidedLabel, make_label
from asc_desktop.ui.widgets.segmented import SegmentedControl

_LINE_WIDTH = 260
_SHORT = 60
"""How long a value may be to stand in large letters."""
_SHORT_HEIGHT = 108
QWIDGETSIZE_MAX = 16_777_215


class SaidBox(Card):
    """What one side says: its value in full, by whom and when."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.words = make_label("", wrap=True)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.by = ElidedLabel("", "muted")
        held = QWidget()
        column_of(self.words, 1, into=held, margins=0)
        # Above the value, so that it is in sight however long that is.
        self.body.addWidget(self.by)
        self.body.addWidget(scrolling(held), 1)
        self.body.setSpacing(4)

    def show_said(self, words: str, said: Said | None, whose: str, *, is_short: bool) -> None:
        """Show what one side says; ``whose`` is the file that it stands in. What is short stands in large letters."""
        self.set_title(whose)
        self.words.setText(words)
        _set_role(self.words, "heading" if is_short else "")
        self.words.setAccessibleName(f"{whose}: {words}")
        self.by.set_full_text(said_by(said))


class ConflictBox(QWidget):
    """The conflict that the keyboard is on in the table."""

    settled = Signal(str, object)
    """A conflict's key, and the Choice that a person made."""

    next_asked = Signal()
    """The person goes on to the next that is still to settle."""

    def __init__(self) -> None:
        super().__init__()
        self._row: ConflictRow | None = None
        self._field: Field | None = None
        self._editor: FieldEditor | None = None
        self._ways: SegmentedControl | None = None
        self.heading = ElidedLabel("", "heading")
        self.sentence = make_label("", wrap=True)
        self.before = make_label("", "muted", wrap=True)
        self.ours, self.theirs = SaidBox("Here"), SaidBox("In the copy")
        self._take = QVBoxLayout()
        self.typed_label = make_label("or another value", "muted")
        self._editor_place = QVBoxLayout()
        self.use_button = QPushButton("Take &what is typed")
        self.use_button.setAutoDefault(False)
        self.use_button.clicked.connect(self._take_typed)
        self.next_button = QPushButton("Ne&xt to settle")
        self.next_button.setAutoDefault(False)
        self.next_button.clicked.connect(self.next_asked)
        self.problem = make_label("", "negative", wrap=True)
        self.problem.hide()
        self._sides = QWidget()
        row_of((self.ours, 1), (self.theirs, 1), into=self._sides, margins=0, spacing=10)
        self._sides.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._sides.setMinimumHeight(_SHORT_HEIGHT)
        column_of(
            self.heading,
            self.sentence,
            (self._sides, 1),
            self.before,
            row_of(
                make_label("Take", "field"), self._take, self.typed_label, (self._editor_place, 4),
                self.use_button, 1, self.next_button, spacing=8,
            ),
            self.problem,
            1,
            into=self, margins=(0, 6, 0, 0), spacing=6,
        )  # fmt: skip

    @property
    def ways(self) -> SegmentedControl | None:
        """The choices of the conflict in view; None before there is one."""
        return self._ways

    @property
    def editor(self) -> FieldEditor | None:
        """Where another value is typed; None where none fits."""
        return self._editor

    def show_row(self, row: ConflictRow | None, whose: str, *, more: bool) -> None:
        """Show a conflict; ``more`` says whether another is still to settle. What is being typed stays."""
        self.setVisible(row is not None)
        if row is None:
            self._row = None
            return
        is_other = self._row is None or self._row.conflict != row.conflict
        self._row = row
        conflict = row.conflict
        if is_other:
            self._show_conflict(conflict, whose)
        if self._ways is not None:
            self._ways.set_current("" if row.taken not in dict(ways_of(conflict)) else row.taken)
        if is_other and self._editor is not None:
            self._editor.set_value_text(self._begins_with(row))
        self.next_button.setEnabled(more)

    def focus_choice(self) -> None:
        """Put the keyboard on the choices."""
        if self._ways is not None:
            self._ways.focus_current()

    # ------------------------------------------------------------------------------------------- what is shown

    def _show_conflict(self, conflict: Conflict, whose: str) -> None:
        self._say("")
        self._offer_ways(conflict)
        self._offer_typing(conflict)
        of = conflict.label if conflict.field else ""
        self.heading.set_full_text(": ".join(filter(None, (conflict.record_words, of))))
        # Elsewhere the two sides tell all that the sentence does.
        is_told = conflict.kind in {"name", "over"} or bool(conflict.closed_by)
        self.sentence.setText(conflict.sentence if is_told else "")
        self.sentence.setVisible(is_told)
        ours, theirs = (said_words(conflict, said) for said in (conflict.ours, conflict.theirs))
        is_short = max(len(ours), len(theirs)) <= _SHORT
        self._sides.setMaximumHeight(_SHORT_HEIGHT if is_short else QWIDGETSIZE_MAX)
        self.ours.show_said(ours, conflict.ours, "In this portfolio", is_short=is_short)
        self.theirs.show_said(theirs, conflict.theirs, whose, is_short=is_short)
        before = value_words(conflict, conflict.before)
        self.before.setText(f"Before either: {before}")
        is_known = self._field is not None or conflict.before is None
        self.before.setVisible(is_known and conflict.kind in {"both", "slot"} and before != NOTHING)

    def _offer_ways(self, conflict: Conflict) -> None:
        offered = ways_of(conflict)
        if self._ways is not None:
            self._take.removeWidget(self._ways)
            self._ways.hide()
            self._ways.deleteLater()
        self._ways = SegmentedControl(offered, name="Take")
        self._ways.set_current("")
        self._ways.chosen.connect(self._choose)
        self._take.addWidget(self._ways)

    def _offer_typing(self, conflict: Conflict) -> None:
        if self._editor is not None:
            self._editor_place.removeWidget(self._editor)
            self._editor.hide()
            self._editor.deleteLater()
            self._editor = None
        self._field = typed_field(conflict)
        for part in (self.typed_label, self.use_button):
            part.setVisible(self._field is not None)
        if self._field is None:
            return
        self._editor = make_editor(self._field)
        self._editor.setAccessibleName(f"Another value: {self._field.label}")
        if self._field.kind is not Kind.LONG_TEXT:
            self._editor.setMaximumWidth(_LINE_WIDTH)
        if isinstance(self._editor, QLineEdit):
            self._editor.returnPressed.connect(self._take_typed)
        self._editor_place.addWidget(self._editor)
        self.setTabOrder(self._editor, self.use_button)
        self.setTabOrder(self.use_button, self.next_button)

    def _begins_with(self, row: ConflictRow) -> str:
        """Return what the editor begins with: what was typed before, what is suggested, or both texts to be joined."""
        conflict = row.conflict
        if self._field is None:
            return ""
        if row.choice is not None and row.choice.take == TYPED:
            return text_to_edit(self._field, row.choice.value)
        if conflict.suggested is not None:
            return text_to_edit(self._field, conflict.suggested)
        if isinstance(self._editor, LongTextEditor):
            values = (side.value for side in (conflict.ours, conflict.theirs) if side is not None)
            return "\n\n".join(str(value) for value in values if value)
        return ""

    # ------------------------------------------------------------------------------------------- choosing

    def _choose(self, take: str) -> None:
        self._say("")
        if self._row is not None:
            self.settled.emit(self._row.id, Choice(take))  # type: ignore[arg-type]  # one of those offered

    def _take_typed(self) -> None:
        if self._row is None or self._field is None or self._editor is None:
            return
        try:
            value = self._field.parse(self._editor.value_text())
        except FieldError as error:
            self._say(error.sentence)
            self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._say("")
        self.settled.emit(self._row.id, Choice(TYPED, value))

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if self._editor is not None:
            mark_invalid(self._editor, invalid=bool(problem))


def _set_role(label: QWidget, role: str) -> None:
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)
