"""What a new record begins with besides its own fields, asked for in the form that makes it: a measure's target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from string import ascii_lowercase

from PySide6.QtWidgets import QPushButton, QWidget

from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.services import editing
from asc_desktop.services.errors import Problem
from asc_desktop.ui.models.edits import ChoicesProvider
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.form.record_form import RecordForm
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.workspace import Workspace


class FirstPart(QWidget):
    """A part of a dialog below its form, saved with the record in one change where anything is filled in."""

    @property
    def is_filled(self) -> bool:
        """Whether anything is to be saved."""
        raise NotImplementedError

    def check(self) -> bool:
        """Return whether all of it can be read; say beside each field what cannot, and go to the first."""
        raise NotImplementedError

    def keep(self, record: Record, reason: str | None) -> None:
        """Save it with a record that was made; raise EditRefused."""
        raise NotImplementedError

    def take(self, problems: Iterable[Problem]) -> list[Problem]:
        """Say beside its fields what was refused there; return the rest."""
        raise NotImplementedError

    def begin_again(self) -> None:
        """Empty it, for another record."""
        raise NotImplementedError


class ChildPart(FirstPart):
    """The first record that belongs to the new one, such as a measure's target.

    It is saved where any of its ``keys`` is filled.
    """

    def __init__(
        self,
        workspace: Workspace,
        kind: type[Record],
        *,
        title: str,
        owner: str,
        keys: Sequence[str],
        rows: Sequence[FormRow],
        values: Mapping[str, Value] | None = None,
        choices: ChoicesProvider | None = None,
    ) -> None:
        super().__init__()
        self._session = workspace.session
        self._kind, self._owner, self._keys = kind, owner, keys
        self._values = dict(values or {})
        # The letters are those of the form above it and of the buttons.
        self.form = RecordForm(
            kind, rows, workspace=workspace, choices=choices, show_help=True, reserved=ascii_lowercase
        )
        for field in self.form.keys:
            self.form.box(field).mark_optional()
        note = make_label("Leave empty what is not known yet.", "muted")
        column_of(make_label(title, "card-title"), self.form, note, into=self, margins=0, spacing=6)
        self.begin_again()

    @property
    def is_filled(self) -> bool:
        """Whether there is such a record."""
        typed = self.form.values()
        return any(typed[key].strip() for key in self._keys)

    def check(self) -> bool:
        """Return whether all of it can be read."""
        problems = self.form.check() if self.is_filled else {}
        self.form.set_problems(problems)
        return not problems

    def keep(self, record: Record, reason: str | None) -> None:
        """Add the record to the one that was made."""
        values = {**self.form.values(), self._owner: record.id}
        editing.new_record(self._session, self._kind, values, reason=reason)

    def take(self, problems: Iterable[Problem]) -> list[Problem]:
        """Say beside its fields what was refused there; return the rest."""
        found = list(problems)
        ours = {item.key: item.sentence for item in found if item.key in self.form.keys}
        self.form.set_problems(ours)
        return [item for item in found if item.key not in ours]

    def begin_again(self) -> None:
        """Begin with the same values again."""
        self.form.set_record(None)
        self.form.set_values(self._values)


def new_choice_button(
    words: str, make: Callable[[], Record | None], form: RecordForm, key: str
) -> QPushButton:
    """Return a button below a field of a form by which what is to be chosen there is made, and then chosen."""
    button = QPushButton(words)
    button.setProperty("kind", "quiet")
    button.setAutoDefault(False)

    def ask() -> None:
        made = make()
        if made is not None:
            form.set_values({key: made.id})
            form.changed.emit(key)
            form.box(key).take_focus()

    button.clicked.connect(ask)
    form.box(key).add_below(button)
    return button
