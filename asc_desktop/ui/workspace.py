"""What every page shares: the open portfolio, the programme and period being looked at, and how edits are made."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from msgspec import Struct
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget

from asc_desktop.domain import dates
from asc_desktop.domain.records.dataset import Changes, Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Field, Record
from asc_desktop.domain.records.place import Place, place_of
from asc_desktop.domain.report.closed_months import programmes_of, view_of
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.exempt import exempt_records
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.views_publication import ExemptReport
from asc_desktop.domain.words import number_of
from asc_desktop.services import editing
from asc_desktop.services.errors import ClosedPeriodError, EditRefused, NotSaved, SaveACopyError, StoreError
from asc_desktop.services.session import Session

if TYPE_CHECKING:
    from asc_desktop.services.find import Finder
    from asc_desktop.services.find_records import RecordHits

T = TypeVar("T")

READ_ONLY = "The file is open read-only."
"""Why nothing can be changed, wherever a button, a menu or a table says so."""


class Correction(Struct, frozen=True):
    """Why closed months are corrected; ``goes_on`` for all that follows, until the open month is looked at again."""

    reason: str
    goes_on: bool = False


class Asker(Protocol):
    """How a page speaks to the person: the window shows dialogs, a test answers for itself."""

    def reason_for_correction(self, sentence: str) -> "Correction | None":
        """Ask why a closed period is corrected; None where the person thinks better of it."""

    def confirm(self, question: str, sentence: str, action: str) -> bool:
        """Ask whether to go on; ``action`` is the word on the button that does."""

    def choose(self, question: str, sentence: str, actions: Sequence[str]) -> str | None:
        """Ask which of some ways to go; the first is the best. None where the person thinks better of it."""

    def tell(self, heading: str, sentence: str) -> None:
        """Say what went wrong, what was kept and what to do."""


class LayoutMemory(Protocol):
    """Remembers how a person arranged things, by name."""

    def get(self, name: str) -> str | None:
        """Return what was remembered."""

    def set(self, name: str, value: str) -> None:
        """Remember."""


class Dialogs(Protocol):
    """The dialogs that any table or form opens: they are made of tables and forms, and so are given from above."""

    def ask_exempt(self, workspace: "Workspace", record_ids: Sequence[str], parent: QWidget) -> object:
        """Ask for the exempt mark of records."""

    def exempt_actions(
        self, workspace: "Workspace", record_ids: Sequence[str], parent: QWidget
    ) -> list[QAction]:
        """Return what can be done about the publication of records."""

    def preview_paste(self, paste: Any, parent: QWidget) -> QDialog:
        """Return what shows a table's paste before it is done."""


class Workspace(QObject):
    """The open portfolio and what is being looked at. Pages read from here and ask it to change things."""

    data_changed = Signal(object)
    """Changes: after an edit, an undo or a redo."""

    scope_changed = Signal()
    """The programme or the period was chosen anew."""

    navigate = Signal(str, object)
    """A page's key, and what to show there: a dictionary such as ``{"project_ids": (…)}``."""

    copy_asked = Signal()
    """The person wants a copy of the portfolio saved elsewhere."""

    said = Signal(str)
    """A short sentence for the status bar."""

    def __init__(self, session: Session, asker: Asker, memory: LayoutMemory, dialogs: Dialogs) -> None:
        super().__init__()
        self.session = session
        self.asker = asker
        self.memory = memory
        self.dialogs = dialogs
        programmes = self.programmes()
        self._programme_id = programmes[0].id if programmes else None
        self._period = session.open_period(self._programme_id)
        self._exempt: Mapping[str, ExemptReport] | None = None
        self._finder: Finder | None = None
        self.standing_reason = ""
        """Why every change to a closed month is made now; empty where the reason is asked for each time."""
        self._hits: tuple[RecordHits, RecordHits] | None = None
        """What finds the records in view, and those that are there now."""
        self._look()
        self.may_leave: Callable[[], bool] = lambda: True
        """Whether the person goes on from what is in view; given by the pages."""
        self.let_go: Callable[[], int] = lambda: 0
        """Takes away what was refused in view, and returns how many values that was; given by the pages."""
        self.go_beside_page: Callable[[int], bool] = lambda _by: False
        """Puts the keyboard on what is beside the page, and returns whether there is any; given by the window."""
        self._stop = session.watch(self._on_change)

    @property
    def records(self) -> Records:
        """The records to look things up in: those that the report is made of, for a closed month as it was closed."""
        return self.context.records if self._period else self.session.records

    @property
    def is_empty(self) -> bool:
        """Whether there is no programme yet; every page then says what to do first."""
        return not self.programmes()

    @property
    def programme_id(self) -> str | None:
        """The programme being looked at; None for all of them."""
        return self._programme_id

    @property
    def period(self) -> str:
        """The period being looked at; empty in an empty portfolio."""
        return self._period

    @property
    def period_words(self) -> str:
        """The period being looked at, in words; empty in an empty portfolio."""
        return dates.period_label(self._period) if self._period else ""

    @property
    def shows_closed(self) -> bool:
        """Whether a closed month is looked at, which is shown as it was closed."""
        return bool(self._period) and self.is_closed(self._period)

    @property
    def has_closed(self) -> bool:
        """Whether any programme looked at has closed a month."""
        return self.is_closed(min(self.periods(), default=""))

    def is_closed(self, period: str) -> bool:
        """Whether any programme looked at has closed a period; months before the first board are not closed."""
        return bool(view_of(self.session.records, Scope(self._programme_id, period)).closed)

    @property
    def scope(self) -> Scope:
        """What the pages' report is about. Not to be asked for in an empty portfolio."""
        return Scope(self._programme_id, self._period)

    @property
    def report(self) -> Report:
        """The report being looked at, kept until something changes."""
        return self.session.report(self.scope)

    @property
    def awaits_figures(self) -> bool:
        """Whether the figures shown are those before a change; the page in view shows the new ones next."""
        return bool(self._period) and not self.session.has_report(self.scope)

    @property
    def context(self) -> ReportContext:
        """What the report starts from, for the matrix and the histories."""
        return self.session.context(self.scope)

    @property
    def exempt(self) -> Mapping[str, ExemptReport]:
        """What is exempt from publication, by record id, as the report has it; asked for at each painting."""
        if self._exempt is None:
            self._exempt = exempt_records(self.records)
        return self._exempt

    @property
    def finder(self) -> "Finder":
        """What finds anything that can be found from here; kept until something changes."""
        if self._finder is None:
            from asc_desktop.services.find import Finder
            from asc_desktop.services.find_records import RecordHits, entries_in_view

            self._hits = self._hits or (RecordHits(), RecordHits())
            # What belongs to the programme being looked at comes before as good a match elsewhere.
            near = {"", self._programme_id}
            entries = entries_in_view(self.records, self.session.records, self.period_words, *self._hits)
            entries.sort(key=lambda entry: entry[0].programme_id not in near)
            self._finder = Finder.of(entries, self._hits[0].notes(self.records))
        return self._finder

    @property
    def why_closed(self) -> str:
        """Why nothing can be changed in this window, in a sentence; empty where it can."""
        return READ_ONLY if self.session.read_only else ""

    def may_change(self) -> bool:
        """Return whether anything can be changed; say in the status bar why not."""
        if self.why_closed:
            self.said.emit(f"{self.why_closed} Nothing was changed.")
        return not self.why_closed

    def programmes(self) -> list[Programme]:
        """Return the programmes in order."""
        return sorted(self.session.records.all(Programme), key=lambda item: (item.position, item.name))

    def periods(self) -> list[str]:
        """Return the periods to choose from, the newest first: the open one, back to the first year's April."""
        chosen = [item for item in self.programmes() if self._programme_id in {None, item.id}]
        if not chosen:
            return []
        last = max(item.open_period for item in chosen)
        first = f"{min(item.first_year for item in chosen)}-04"
        found, period = [], last
        while period >= min(first, last):
            found.append(period)
            period = dates.shift_period(period, -1)
        return found

    def choose(self, programme_id: str | None, period: str | None = None) -> None:
        """Look at a programme (None: all), at its open period unless another is named.

        What was refused on the page in view is asked about first; the person may stay.
        """
        period = period or self.session.open_period(programme_id)
        if (programme_id, period) != (self._programme_id, self._period) and self.may_leave():
            if programme_id != self._programme_id or not self.is_closed(period):
                self.standing_reason = ""
            self._programme_id, self._period = programme_id, period
            self._exempt = self._finder = None
            self._look()
            self.scope_changed.emit()

    def place_of(self, record_id: str) -> Place | None:
        """Return where a record is shown, be it there now or in the closed month looked at; None where it is gone."""
        held = (self.session.records, self.records)
        found = ((record, records) for records in held if (record := records.with_id(record_id)) is not None)
        return next((place_of(record, records) for record, records in found), None)

    def go_to(self, place: Place) -> None:
        """Show a record where it is kept, in its programme."""
        if place.programme_id and self.programme_id not in {None, place.programme_id}:
            self.choose(place.programme_id)
        self.navigate.emit(place.page, place.shows)

    def look_where_shown(self, record_id: str) -> bool:
        """Look at the open month if a record is there now and not in the closed one looked at; say so.

        Return False where the person stays, since what was refused on the page in view is asked about.
        """
        record = self.session.records.with_id(record_id)
        if record is None or self.records.with_id(record_id) is not None:
            return True
        then, owners = self.period_words, programmes_of(record, self.session.records)
        before = self._period
        self.choose(self._programme_id if self._programme_id in owners else min(owners, default=None))
        if self._period == before:
            return False
        self.said.emit(f"This is not in {then}, which is closed. Now showing {self.period_words}.")
        return True

    def attempt(self, change: Callable[[str | None], T]) -> T | None:
        """Make a change, given the reason for a correction (None at first); return what it returns.

        Asks for the reason where a closed period would change. Tells the person when the file could not be written.
        EditRefused is left to the caller, who shows each sentence beside its field. None where nothing was changed.
        A change that is part of a greater one asks and tells nothing: that is for whoever makes the greater one.
        """
        if self.session.is_joined:
            return change(None)
        if not self.may_change():
            return None
        try:
            try:
                return change(None)
            except ClosedPeriodError as error:
                return self._correct(change, str(error))
        except SaveACopyError as error:
            if self.asker.confirm("The change was not saved.", str(error), "Save a copy…"):
                self.copy_asked.emit()
            return None
        except StoreError as error:
            self.asker.tell("The change was not saved", str(error))
            return None

    def apply(self, change: Callable[[str | None], object]) -> None:
        """Make a typed change as ``attempt`` does; raise EditRefused where it was not made, NotSaved where given up.

        What was typed then stays where it was typed: the person may have thought better of the reason alone.
        """
        made: list[object] = []
        self.attempt(lambda reason: made.append(change(reason)))
        if not made:
            raise NotSaved

    def attempt_told(
        self, change: Callable[[str | None], T], heading: str = "That cannot be done"
    ) -> T | None:
        """Make a change as ``attempt`` does; show a refusal in a message where there is no field to show it beside."""
        try:
            return self.attempt(change)
        except EditRefused as refused:
            if self.session.is_joined:
                raise
            self.asker.tell(heading, str(refused))
            return None

    def delete(
        self,
        records: Sequence[Record],
        question: str = "",
        sentence: str = "",
        refused: str = "That cannot be done",
    ) -> bool:
        """Delete records with what belongs to them, after a question if there is one; return whether that was done.

        Why it was not is told under the heading ``refused``.
        """

        def change(reason: str | None) -> bool:
            editing.delete_records(self.session, records, reason=reason)
            return True

        if not records or (question and not self.asker.confirm(question, sentence, "Delete")):
            return False
        return bool(self.attempt_told(change, refused))

    def apply_cells(self, record_type: type[Record], edits: Sequence[tuple[str, str, str]]) -> None:
        """Apply typed cells (record id, key, text) as one change; raises EditRefused."""
        self.apply(lambda reason: editing.apply_cells(self.session, record_type, edits, reason=reason))

    def choices(self, field: Field, row: Any = None) -> list[tuple[str, str]]:
        """Return what a reference field of a record, or of a table's row of one, may point at: ids and words."""
        return editing.choices_for(self.session, field, getattr(row, "record", row))

    def accepted(
        self, field: Field, row: Any, options: Sequence[tuple[str, str]]
    ) -> Sequence[tuple[str, str]]:
        """Return those choices, months or years of a record, or of a table's row of one, that the rules take."""
        record = getattr(row, "record", row)
        if not isinstance(record, Record):
            record = self.records.with_id(str(getattr(row, "id", "")))
        return editing.accepted(self.session, field, record, options)

    @property
    def near(self) -> str:
        """Return the month around which months and years are suggested: the one looked at, else today's."""
        return self.period or self.session.today[:7]

    def undo(self) -> None:
        """Take back the latest change and say which."""
        action = self._told(self.session.undo)
        self.said.emit(f"Undone: {action}.{self._let_go()}" if action else "There is nothing to undo.")

    def redo(self) -> None:
        """Do the change again that was taken back last, and say which."""
        action = self._told(self.session.redo)
        self.said.emit(
            f"Done again: {action}.{self._let_go()}" if action else "There is nothing to do again."
        )

    def _let_go(self) -> str:
        """Take away what was refused on the page in view, whose ground is no longer there; say so."""
        count = self.let_go()
        gone = number_of(count, "value that was refused is", "values that were refused are")
        return f" {gone} no longer shown." if count else ""

    def close(self) -> None:
        """Stop listening and close the file."""
        self._stop()
        self.session.close()

    def _told(self, change: Callable[[], T]) -> T | None:
        return self.attempt(lambda _: change())

    def _correct(self, change: Callable[[str | None], T], sentence: str) -> T | None:
        if not (reason := self.standing_reason):
            given = self.asker.reason_for_correction(sentence)
            if given is None or not given.reason:
                return None
            reason = given.reason
            if given.goes_on and self.shows_closed:
                self.standing_reason = reason
        with self.session.correcting(reason):
            return change(reason)

    def _look(self) -> None:
        self.session.in_view = self.scope if self._period else None

    def _on_change(self, changes: Changes) -> None:
        self._exempt = self._finder = None
        known = {programme.id for programme in self.programmes()}
        is_gone = self._programme_id is not None and self._programme_id not in known
        # A period that was opened and is taken back is looked at no longer.
        if is_gone or self._period not in self.periods():
            if is_gone or not self._period:
                self._programme_id = next((item.id for item in self.programmes()), None)
            self._period = self.session.open_period(self._programme_id)
            self._look()
            self.scope_changed.emit()
        self.data_changed.emit(changes)
