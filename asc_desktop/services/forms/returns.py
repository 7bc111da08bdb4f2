"""Forms that came back on their way into a portfolio: read, compared, settled, and taken in, an undo step for each.

Reading looks at files and at records in memory alone, so that another thread may do it while the window paints;
``apply`` goes through the plan of an import, so that backups, origins, History and refusals are the same.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.forms.form import Form, Question
from asc_desktop.domain.forms.note import lost_in, note_of
from asc_desktop.domain.forms.returned import Answer, AnswerState, Returned
from asc_desktop.domain.forms.taking import Taking, take
from asc_desktop.domain.forms.together import Unread, compared
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.domain.records.fields import Kind, Value, field_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import number_of, shortened
from asc_desktop.services.errors import EditRefused, Problem
from asc_desktop.services.forms.kept import kept_forms, requests_of
from asc_desktop.services.forms.reading_back import read_back
from asc_desktop.services.forms.since import action_of, with_settled, with_since
from asc_desktop.services.history import value_words
from asc_desktop.services.importing.applying import apply_plan
from asc_desktop.services.session import Session

__all__ = ["AppliedReturn", "Returns", "Take", "Unread"]

Take = Literal["theirs", "ours", "value"]
"""What is taken of an answer: what came back, what the portfolio has, or something else."""


class AppliedReturn(Struct, frozen=True, kw_only=True):
    """What taking one returned form in did. ``action`` is its name in History, empty where nothing changed.

    ``taken`` counts answers, ``open`` those on which nobody has decided yet. ``note`` is for the lead: what could not
    be taken, and why; empty where all could.
    """

    number: str
    file: str
    action: str = ""
    taken: int = 0
    open: int = 0
    note: str = ""
    backup: Path | None = None
    sentence: str = ""


class Returns:
    """Any number of returned files, to be taken into one portfolio."""

    def __init__(self, session: Session) -> None:
        """Begin with none."""
        self._session = session
        self._workbooks: list[tuple[Workbook, float]] = []
        self._not_read: list[Unread] = []
        self._no_forms: tuple[Unread, ...] = ()
        self._returned: tuple[Returned, ...] = ()
        self._questions: dict[str, Question] = {}
        self._taken: dict[str, Value] = {}
        self._theirs: set[str] = set()
        self._ours: set[str] = set()

    # ------------------------------------------------------------------------------------------------ read

    def read(
        self,
        paths: Iterable[Path],
        *,
        progress: Callable[[float, str], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Read files, and those in folders, beside what was read before.

        ``progress`` gets the share that is done and words. Raises ReadingCancelledError once ``is_cancelled`` says so;
        what cannot be read is told in ``unread``.
        """
        found = list(read_back(paths, progress=progress, is_cancelled=is_cancelled))
        self._not_read += [item for item in found if isinstance(item, Unread)]
        self._workbooks += [item for item in found if not isinstance(item, Unread)]
        self.look_again()

    def take_workbook(self, workbook: Workbook, when: float = 0.0) -> None:
        """Take a workbook that is read already, saved at ``when`` (seconds since 1970); later ones win over earlier."""
        self._workbooks.append((workbook, when))
        self.look_again()

    def look_again(self) -> None:
        """Compare everything with the portfolio as it is now.

        What was settled stays so, but where what came back has become another by a later file.
        """
        found, self._no_forms = compared(self._workbooks, self._forms_of, self._session.records)
        self._returned = tuple(self._with_all_told(each) for each in found)
        self._questions = {
            question.code: question for returned in self._returned for _, question in returned.form.questions
        }
        came_back = {answer.code: answer.new for answer in self.answers if self._may_settle(answer)}
        for code in [code for code in self._theirs if came_back.get(code, ...) != self._taken[code]]:
            self.unsettle(code)

    def _forms_of(self, number: str) -> tuple[Form, ...]:
        """Return the forms that the portfolio keeps under a number."""
        return kept_forms(self._session, requests_of(self._session, number))

    def _with_all_told(self, returned: Returned) -> Returned:
        return with_settled(self._session, self._held_to_the_rules(with_since(self._session, returned)))

    def _held_to_the_rules(self, returned: Returned) -> Returned:
        """Return a returned form with what the rules would refuse of its plain answers, if all of them were taken."""
        plain = {answer.code: answer.new for answer in returned.answers if answer.is_plain}
        return _told(returned, self._taking(returned, plain), is_applied=False)

    # ------------------------------------------------------------------------------------------------ what came back

    @property
    def returned(self) -> tuple[Returned, ...]:
        """Every form that came back, the earliest first."""
        return self._returned

    @property
    def unread(self) -> tuple[Unread, ...]:
        """The files of which nothing was read, each with a sentence."""
        return (*self._not_read, *self._no_forms)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Every answer of every form."""
        return tuple(answer for returned in self._returned for answer in returned.answers)

    @property
    def open(self) -> tuple[Answer, ...]:
        """The answers on which a person is to decide and has not."""
        return tuple(answer for answer in self.answers if answer.is_open and not self._is_settled(answer))

    @property
    def plain(self) -> tuple[Answer, ...]:
        """The answers that can be taken without a person's look, and are not yet."""
        return tuple(answer for answer in self.answers if answer.is_plain and not self._is_settled(answer))

    @property
    def is_begun(self) -> bool:
        """Whether anything was decided that is lost unless it is taken in."""
        return bool(self._taken or self._ours)

    def taken(self, code: str) -> tuple[bool, Value]:
        """Return whether an answer is to be taken, and the value that is."""
        return code in self._taken, self._taken.get(code)

    def value_words(self, answer: Answer, value: Value) -> str:
        """Return a value of an answer in words; nothing for none."""
        question = self._questions.get(answer.code)
        if question is None or value is None or value == "":
            return ""
        if question.kind is Kind.MONEY:
            return format_pounds(int(value))
        offered = dict(question.choices).get(str(value))
        kind = TYPE_BY_TABLE.get(answer.table)
        if offered is not None or kind is None or question.kind is not Kind.REFERENCE:
            return offered if offered is not None else question.field.format(value)
        return value_words(self._session, field_of(kind, question.key), value)

    def _is_settled(self, answer: Answer) -> bool:
        return answer.code in self._taken or answer.code in self._ours

    # ------------------------------------------------------------------------------------------------ settled

    def accept_plain(self) -> int:
        """Take all that is plain; return how many answers that is."""
        plain = self.plain
        self._taken |= {answer.code: answer.new for answer in plain}
        self._theirs |= {answer.code for answer in plain}
        return len(plain)

    def settle(self, code: str, choice: Take, typed: str = "") -> None:
        """Decide on an answer. A ``value`` is typed as its field reads it; raises FieldError where it cannot be.

        Of two leads' answers to the same, taking one leaves the other. What was refused has nothing of theirs to take.
        Raises EditRefused for that, and LookupError for an answer on which there is nothing to decide.
        """
        answer = {item.code: item for item in self.answers if self._may_settle(item)}[code]
        if choice == "theirs" and answer.state is AnswerState.REFUSED:
            raise EditRefused([Problem(answer.record_id, answer.key, answer.sentence)])
        if choice == "theirs" and answer.state is AnswerState.MISSING and answer.table:
            raise EditRefused([Problem(answer.record_id, answer.key, f"{answer.label} was not answered.")])
        self.unsettle(code)
        if choice == "ours":
            self._ours.add(code)
            return
        self._taken[code] = answer.new if choice == "theirs" else self._questions[code].field.parse(typed)
        if choice == "theirs":
            self._theirs.add(code)
        for other in self.answers:
            if other.code != code and other.slot == answer.slot and other.slot and self._may_settle(other):
                self.unsettle(other.code)
                self._ours.add(other.code)
        self._take_what_waited(answer)

    def _take_what_waited(self, settled: Answer) -> None:
        """Take the rest of a half filled row, and what hangs on it, once nothing is lacking any more.

        What a person is to look at for another reason stays open.
        """
        if not settled.table:
            return
        of_row = [item for item in self.answers if item.row_code == settled.row_code]
        lacking = [item for item in of_row if item.state is AnswerState.MISSING]
        if settled not in lacking or not all(item.code in self._taken for item in lacking):
            return
        rows = {row.code: row for returned in self._returned for row in returned.form.rows}
        waits = f"It waits for the {TYPE_BY_TABLE[settled.table].noun} that it belongs to."
        hanging = [item for item in self.answers if rows[item.row_code].owner_id == settled.record_id]
        for item in (*of_row, *hanging):
            is_waiting = item.sentence == (settled.sentence if item in of_row else waits)
            if is_waiting and item.state is AnswerState.CHANGED and not self._is_settled(item):
                self._taken[item.code] = item.new
                self._theirs.add(item.code)

    def unsettle(self, code: str) -> None:
        """Leave an answer open again."""
        self._taken.pop(code, None)
        self._theirs.discard(code)
        self._ours.discard(code)

    @staticmethod
    def _may_settle(answer: Answer) -> bool:
        return answer.state is not AnswerState.UNCHANGED

    # ------------------------------------------------------------------------------------------------ taken in

    def note(self, returned: Returned) -> str:
        """Return the note to a lead of what could not be taken of a form, or was not answered; empty where all was."""
        return note_of(returned, self._unanswered(returned), self.lost(returned))

    def lost(self, returned: Returned) -> tuple[str, ...]:
        """Return what of a form is in none of the files that came back, now or before, as sentences."""
        back = {key for each in self._returned if each.form == returned.form for key in each.projects}
        back |= {item.project_id for item in requests_of(self._session, returned.number) if item.returned_on}
        return lost_in(returned, back)

    def apply(self, *, reason: str = "") -> list[AppliedReturn]:
        """Take in what was settled, each form as one step of undo; return what became of each.

        Raises as an edit does: forms before the one that is refused are then taken in.
        """
        return [self._apply(returned, reason) for returned in self._returned if returned.projects]

    def _apply(self, returned: Returned, reason: str) -> AppliedReturn:
        taking = self._taking(returned, self._taken_of(returned))
        for code in (*taking.refused, *taking.waiting):
            self.unsettle(code)
        before, returned = returned, _told(returned, taking, is_applied=True)
        self._returned = tuple(returned if each is before else each for each in self._returned)
        records = self._session.records
        new = [put for put in taking.plan.puts if put != records.find(type(put), put.id)]
        asked = self._requests(returned, has_news=bool(new or taking.gone))
        action = action_of(returned)
        note, left = self.note(returned), len(self._open_of(returned))
        told = AppliedReturn(number=returned.number, file=returned.file, note=note, open=left)
        if not new and not taking.gone:
            if asked:
                with self._session.edit(action) as edit:
                    edit.put(*asked)
            return replace(told, action=action if asked else "", sentence=_nothing(returned, left))
        applied = apply_plan(
            self._session,
            returned.file,
            taking.plan,
            reason=reason,
            beside=asked,
            gone=taking.gone,
            action=action,
        )
        taken = len(self._taken_of(returned))
        return replace(
            told,
            action=applied.action,
            backup=applied.backup,
            taken=taken,
            sentence=_done(returned, taken, left),
        )

    def _taking(self, returned: Returned, taken: Mapping[str, Value]) -> Taking:
        return take(returned, taken, self._session.records, new_id=self._session.new_id)

    def _taken_of(self, returned: Returned) -> dict[str, Value]:
        codes = {answer.code for answer in returned.answers if self._may_settle(answer)}
        return {code: value for code, value in self._taken.items() if code in codes}

    def _open_of(self, returned: Returned) -> list[Answer]:
        """Return the answers of a form on which nobody has decided, plain ones too."""
        return [
            answer
            for answer in returned.answers
            if (answer.is_open or answer.is_plain) and not self._is_settled(answer)
        ]

    def _unanswered(self, returned: Returned) -> list[Answer]:
        return [
            answer
            for answer in returned.answers
            if answer.is_open
            and answer.state in {AnswerState.REFUSED, AnswerState.MISSING}
            and answer.code not in self._taken
        ]

    def _requests(self, returned: Returned, *, has_news: bool) -> tuple[UpdateRequest, ...]:
        """Return what is kept of a form's projects: that they came back, and what is open; nothing if that is known.

        What is open on the sheet of the lead's own counts with the first project that came back.
        """
        file, refused = (field_of(UpdateRequest, key).limit for key in ("file", "refused"))
        found: list[UpdateRequest] = []
        back = [
            item
            for item in requests_of(self._session, returned.number)
            if item.project_id in returned.projects
        ]
        for request in back:
            if request.project_id in returned.settled and not has_news:
                continue
            sheets = {request.project_id} | ({""} if request is back[0] else set())
            left = self._open_in(returned.number, sheets)
            note = note_of(
                returned, [item for item in self._unanswered(returned) if item.project_id in sheets]
            )
            now = replace(
                request,
                in_question=left,
                refused=_cut(note, refused) or None,
                accepted_on=None if left else request.accepted_on or self._session.today,
            )
            if has_news or now != request or not request.returned_on:
                found.append(
                    replace(now, returned_on=self._session.today, file=shortened(returned.file, file))
                )
        return tuple(found)

    def _open_in(self, number: str, sheets: set[str]) -> int:
        """Return how many answers on sheets of a form nobody has decided on, in all the files that came back."""
        return sum(
            item.project_id in sheets
            for returned in self._returned
            if returned.number == number
            for item in self._open_of(returned)
        )


def _cut(note: str, limit: int) -> str:
    """Return a note that fits its field."""
    return note if not limit or len(note) <= limit else f"{note[: limit - 1].rstrip()}…"


def _told(returned: Returned, taking: Taking, *, is_applied: bool) -> Returned:
    """Return a form with what the rules refuse, and in question what waits for other answers, and those.

    Until it is applied, what waits for an answer beside it is still plain: that may be settled before.
    """
    beside = {returned.by_code[code].record_id for code in taking.wanted}

    def told(answer: Answer) -> Answer:
        if why := taking.refused.get(answer.code):
            return replace(answer, state=AnswerState.REFUSED, sentence=why)
        if why := taking.waiting.get(answer.code):
            return replace(answer, asks=is_applied or answer.record_id not in beside, sentence=why)
        if answer.code in taking.wanted and answer.state in {AnswerState.MISSING, AnswerState.UNCHANGED}:
            return replace(answer, state=AnswerState.MISSING, needed=True)
        return answer

    if not (taking.refused or taking.waiting or taking.wanted):
        return returned
    return replace(returned, answers=tuple(map(told, returned.answers)))


def _nothing(returned: Returned, left: int) -> str:
    if left:
        return f"{returned.number} changed nothing: {number_of(left, 'answer is', 'answers are')} still open."
    return f"{returned.number} changed nothing: the portfolio already has the same values."


def _done(returned: Returned, taken: int, left: int) -> str:
    still = f" {number_of(left, 'answer is', 'answers are')} still open." if left else ""
    return f"{returned.number} was taken in: {number_of(taken, 'answer')}.{still} Undo takes all of it back."
