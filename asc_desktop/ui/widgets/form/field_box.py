"""One field of a form: its label, its editor, what helps and what is wrong, one under another."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from asc_desktop.domain.records.fields import Field, Kind
from asc_desktop.ui.models.columns import heading
from asc_desktop.ui.plain import literal, set_tip
from asc_desktop.ui.widgets.boxes import row_of
from asc_desktop.ui.widgets.form.editors import NEEDED, FieldEditor, FlagEditor, mark_invalid
from asc_desktop.ui.widgets.form.editors_list import ComboEditor, SearchEditor
from asc_desktop.ui.widgets.form.placeholder import how_typed
from asc_desktop.ui.widgets.labels import make_label

_SHOW_COUNT_FROM = 0.8
_ALWAYS_COUNTED = 2_000


class FieldBox(QWidget):
    """A labelled editor. The sentence of a problem stands below it and is read out with it."""

    def __init__(self, field: Field, editor: FieldEditor, *, show_help: bool = False) -> None:
        super().__init__()
        self.field = field
        self.editor = editor
        self._description = editor.accessibleDescription()
        self._is_marked = field.required
        self._label = make_label("", "field")
        self._label.setBuddy(editor)
        self._count = make_label("", "muted")
        self._help = make_label(field.help if show_help else "", "muted", wrap=True)
        self._problem = make_label("", "negative", wrap=True)
        top = row_of(self._label, 1, self._count, spacing=6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(top)
        layout.addWidget(editor, 1 if field.kind is Kind.LONG_TEXT else 0)
        layout.addWidget(self._help)
        layout.addWidget(self._problem)
        if field.kind is not Kind.LONG_TEXT:
            layout.addStretch(1)
        # A row shares its width evenly, whatever the editors would like.
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._help.setVisible(bool(self._help.text()))
        self._problem.hide()
        set_tip(self._label, field.help)
        set_tip(editor, f"{field.help} {how_typed(field)}".strip())
        if not isinstance(editor, FlagEditor):
            editor.setSizePolicy(QSizePolicy.Policy.Expanding, editor.sizePolicy().verticalPolicy())
        editor.edited.connect(self.count)
        self.set_mnemonic("")
        self.count()

    @property
    def problem(self) -> str:
        """Return the sentence that is shown in red."""
        return self._problem.text()

    def set_mnemonic(self, letter: str) -> None:
        """Underline a letter of the label, which Alt and that letter then go to."""
        words = heading(self.field)
        at = words.casefold().find(letter.casefold()) if letter else -1
        shown = literal(words) if at < 0 else f"{words[:at]}&{words[at:]}"
        if isinstance(self.editor, FlagEditor):
            self._label.hide()
            self.editor.setText(shown)
        else:
            self._label.setText(f"{shown} *" if self._is_marked else shown)

    def mark_optional(self) -> None:
        """Leave out the mark of what is needed: all of the form may be left empty."""
        self._is_marked = False
        self._description = self._description.removeprefix(NEEDED)
        self.editor.setAccessibleDescription(self._description)
        self.set_mnemonic("")

    def longest_width(self) -> int:
        """Return the width at which whatever may be chosen here is shown whole; 0 where nothing is chosen."""
        return self.editor.longest_width() if isinstance(self.editor, SearchEditor) else 0

    @property
    def takes_words(self) -> bool:
        """Whether what is typed here may be as long as a name."""
        return self.field.kind is Kind.TEXT and not isinstance(self.editor, SearchEditor)

    def set_problem(self, sentence: str) -> None:
        """Say what is wrong; nothing when it is right."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(f"{sentence} {self._description}".strip())
        mark_invalid(self.editor, invalid=bool(sentence))

    def count(self) -> None:
        """Say how much room is left, where it is getting short."""
        limit = self.field.limit
        if not limit or self.field.kind not in {Kind.TEXT, Kind.LONG_TEXT}:
            self._count.hide()
            return
        used = len(self.editor.value_text())
        is_counted = self.field.kind is Kind.LONG_TEXT and limit <= _ALWAYS_COUNTED
        self._count.setVisible(is_counted or used > limit * _SHOW_COUNT_FROM)
        self._count.setText(f"{used - limit:,} too many" if used > limit else f"{used:,} of {limit:,}")
        role = "negative" if used > limit else "muted"
        if self._count.property("role") != role:
            self._count.setProperty("role", role)
            self._count.style().unpolish(self._count)
            self._count.style().polish(self._count)

    def add_below(self, widget: QWidget) -> None:
        """Put something that helps to fill it in below the editor."""
        row = row_of(widget, 1, spacing=0)
        cast("QVBoxLayout", self.layout()).insertLayout(2, row)

    def show_value(self, text: str) -> None:
        """Put a value into the editor."""
        self.editor.set_value_text(text)
        self.count()

    def take_focus(self) -> None:
        """Put the keyboard into the editor, on all that a line has: what is typed takes its place."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        line = self.editor.line if isinstance(self.editor, ComboEditor) else self.editor
        if isinstance(line, QLineEdit):
            line.selectAll()


def mnemonics(labels: list[str], reserved: str) -> list[str]:
    """Return a letter for each label, no two the same and none of the reserved; empty where none is left.

    The first letters of words come before the letters within.
    """
    taken = set(reserved.casefold())
    chosen = []
    for label in labels:
        initials = [word[0] for word in label.split()]
        letter = next(
            (
                each
                for each in [*initials, *label]
                if each.isascii() and each.isalpha() and each.casefold() not in taken
            ),
            "",
        )
        if letter:
            taken.add(letter.casefold())
        chosen.append(letter)
    return chosen
