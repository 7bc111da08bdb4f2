"""Reads a workbook that came back as the answers to a form.

Only what the portfolio keeps of the form says what was asked: nothing that a file says of itself is believed.
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from asc_desktop.domain import dates
from asc_desktop.domain.forms.answers import Said, read_answer
from asc_desktop.domain.forms.form import (
    ACTUAL_KEY,
    CONFIRMED,
    MILESTONES,
    Form,
    FormRow,
    ProjectForm,
    Question,
    is_date_open,
)
from asc_desktop.domain.forms.located import Placed, PlacedRow, locate, mentioned
from asc_desktop.domain.forms.returned import Answer, AnswerState, Returned
from asc_desktop.domain.forms.standing import Standing
from asc_desktop.domain.importing.sheets import UNSTORED_WORDS, Workbook
from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.words import listed, number_of, shortened

_MOST_NAMED = 5


def read_return(workbook: Workbook, form: Form, records: Records) -> Returned:
    """Return what a workbook answers to a form as the portfolio keeps it."""
    reader = _Reader(workbook, form, records)
    for sheet in form.projects:
        reader.take(sheet)
    return Returned(
        number=form.number,
        period=form.period,
        lead=form.lead,
        file=workbook.name,
        form=form,
        answers=tuple(reader.answers),
        told=tuple(reader.told()),
        projects=tuple(reader.projects),
        confirmed=frozenset(reader.confirmed),
        absent=tuple(sheet.project_id for sheet in form.projects if sheet.project_id not in reader.projects),
        gone=tuple(reader.gone),
        opened=reader.opened,
        alike=reader.alike,
    )


class _Reader:
    """Reads the sheets of one form that came back."""

    def __init__(self, workbook: Workbook, form: Form, records: Records) -> None:
        self._workbook, self._form = workbook, form
        self._placed = locate(workbook, form)
        self._standing = Standing(form, records)
        self._words = {known_as(row.words) for row in form.rows if row.words}
        self.answers: list[Answer] = []
        self.projects: list[str] = []
        self.confirmed: set[str] = set()
        self.gone: list[str] = []
        self._absent: list[str] = []
        self._beside: list[str] = []
        self._changed_words: list[str] = []
        self._notes: list[str] = []
        self.opened = ""
        self._known = self._strange = 0

    def take(self, sheet: ProjectForm) -> None:
        """Take the answers of one project's sheet, or of the lead's own."""
        held = [row for row in sheet.rows if row.code in self._placed]
        if not held:
            self._absent.append(_sheet_words(sheet))
            return
        self.projects.append(sheet.project_id)
        answers: list[Answer] = []
        gone: list[str] = []
        for row in sheet.rows:
            if not row.table:
                continue
            placed = self._placed.get(row.code, ())
            if not placed and not row.is_new:
                gone.append(shortened(row.words, 60))
            answers += self._of_row(sheet, row, placed)
        if gone:
            rows = number_of(len(gone), "row is", "rows are")
            self.gone.append(
                f"{_sheet_words(sheet)}: {rows} no longer in the file and changed nothing: {_some(gone)}."
            )
            self._notes.append(self.gone[-1])
        answers += self._confirmation(sheet, answers)
        self.opened = self.opened or self._standing.opened_instead(sheet)
        if refusal := self._standing.refusal_of(sheet):
            self._notes.append(refusal)
            answers = [_refused(answer, refusal) for answer in answers]
        elif doubt := self._standing.doubt_of(sheet):
            self._notes.append(doubt)
            answers = [_doubted(answer, doubt) for answer in answers]
        self.answers += answers

    @property
    def alike(self) -> float:
        """Which share of the rows found has words of the form."""
        return self._known / max(1, self._known + self._strange)

    def told(self) -> Iterator[str]:
        """Yield what a person is to know of it beside its answers."""
        # The formulas of a form only count what is missing; one that stands for an answer is refused there.
        yield from (sentence for sentence in self._workbook.told if UNSTORED_WORDS not in sentence)
        if self._absent:
            yield (
                f"Nothing came back of {listed(self._absent)}: no row of "
                f"{'its' if len(self._absent) == 1 else 'their'} sheet is in the file."
            )
        yield from self._notes
        for code, at in mentioned(self._workbook, self._form).items():
            if code not in self._placed:
                yield (
                    f"{at}: {code} is in the middle of other words, so it was not read. "
                    "Type the answer, or ask for a line that starts with the code."
                )
        for sentences in (self._changed_words, self._beside):
            yield from sentences[:_MOST_NAMED]
            if len(sentences) > _MOST_NAMED:
                yield f"There are {len(sentences) - _MOST_NAMED:,} more of this kind."

    # ------------------------------------------------------------------------------------------------ rows

    def _of_row(self, sheet: ProjectForm, row: FormRow, placed: Sequence[PlacedRow]) -> list[Answer]:
        for each in placed:
            is_known = row.is_new or known_as(each.words) in self._words
            self._known, self._strange = self._known + is_known, self._strange + (not is_known)
        right = [each for each in placed if self._has_its_words(row, each)]
        wrong = [each for each in placed if self._has_words_of_another(row, each)]
        taken = right or [each for each in placed if each not in wrong] or wrong
        if not right and taken:
            self._tell_of_words(row, taken[0], is_of_another=taken is wrong)
        self._tell_of_what_stands_beside(row, taken)
        answers = [self._answer(sheet, row, question, taken) for question in row.asked]
        for each in placed:
            if each.unread:
                answers = self._with_unread(answers, row, each)
        if taken and all(each.runs_on for each in taken):
            why = "It goes on over the lines below it: see where the answer ends."
            answers = [_doubted(answer, why) for answer in answers]
        if taken and taken is wrong:
            why = (
                f"Next to the code of “{shortened(row.words)}” is “{shortened(taken[0].words)}”: the rows were "
                "sorted or moved in part. Nothing of this row was taken."
            )
            answers = [_refused(answer, why) for answer in answers]
        elif taken and not right and not row.is_new:
            why = (
                f"The row was “{shortened(row.words)}” and now reads “{shortened(taken[0].words)}”: see whether it is "
                "the same."
            )
            answers = [_doubted(answer, why) for answer in answers]
        if row.table == MILESTONES and taken:
            answers = self._with_date_open(answers)
        return self._as_new(answers) if row.is_new else answers

    def _with_unread(self, answers: list[Answer], row: FormRow, placed: PlacedRow) -> list[Answer]:
        """Return answers with one refused that nothing was read of, for what may be meant for it."""
        why = f"It is not clear which answer to {row.code} is meant by “{shortened(placed.unread)}”. It was not taken."
        left = next((item for item in answers if item.state is AnswerState.MISSING and not item.cell), None)
        if left is None:
            self._notes.append(f"{placed.at}: {why[0].lower()}{why[1:]}")
            return answers
        refused = replace(
            left,
            sheet=placed.sheet,
            line=placed.row,
            cell=placed.at,
            text=placed.unread,
            state=AnswerState.REFUSED,
            sentence=why,
        )
        return [refused if item is left else item for item in answers]

    def _with_date_open(self, answers: list[Answer]) -> list[Answer]:
        """Return a milestone's answers with its day open where that has passed and nothing says that it is done."""
        days = {
            answer.key: answer.now if answer.new == answer.sent else answer.new
            for answer in answers
            if answer.state in {AnswerState.UNCHANGED, AnswerState.CHANGED}
        }
        if len(days) < len(answers) or not is_date_open(days, self._form.period):
            return answers
        why = "The day expected has passed: a new one is needed, or the day on which it was done."
        return [
            replace(answer, state=AnswerState.MISSING, needed=True, sentence=why)
            if answer.key == ACTUAL_KEY
            else answer
            for answer in answers
        ]

    @staticmethod
    def _has_its_words(row: FormRow, placed: PlacedRow) -> bool:
        return row.is_new or known_as(placed.words) == known_as(row.words)

    def _has_words_of_another(self, row: FormRow, placed: PlacedRow) -> bool:
        said = known_as(placed.words)
        return bool(row.words) and said != known_as(row.words) and said in self._words

    def _tell_of_words(self, row: FormRow, placed: PlacedRow, *, is_of_another: bool) -> None:
        end = (
            "which is another row: nothing of it was taken" if is_of_another else "see whether it is the same"
        )
        self._changed_words.append(
            f"{placed.at}: {row.code} was “{shortened(row.words)}” and now reads “{shortened(placed.words)}”; {end}."
        )

    def _tell_of_what_stands_beside(self, row: FormRow, placed: Sequence[PlacedRow]) -> None:
        """Tell of values that were only shown and were changed all the same."""
        for question in row.questions:
            cells = [each.cells[question.code] for each in placed if question.code in each.cells]
            for cell in cells if not question.asked else ():
                said = read_answer(cell, self._workbook, question)
                if not said.is_as_sent and not (said.is_empty and not question.shown):
                    self._beside.append(
                        f"{cell.at}: {question.words} of “{shortened(row.words)}” is not asked for. It was "
                        f"{f'“{question.shown}”' if question.shown else 'empty'} and now reads "
                        f"“{shortened(said.text)}”; that was not taken."
                    )

    def _as_new(self, answers: list[Answer]) -> list[Answer]:
        """Return the answers of a row for a new record: none where it was left empty; open where it is half filled."""
        if all(not answer.text for answer in answers):
            return []
        lacking = [answer.label for answer in answers if answer.state is AnswerState.MISSING]
        if not lacking:
            return answers
        why = f"The row is half filled: {listed(lacking)} {'is' if len(lacking) == 1 else 'are'} needed too."
        return [
            replace(answer, sentence=why) if answer.state is AnswerState.MISSING else _doubted(answer, why)
            for answer in answers
        ]

    # ------------------------------------------------------------------------------------------------ answers

    def _answer(
        self, sheet: ProjectForm, row: FormRow, question: Question, placed: Sequence[PlacedRow]
    ) -> Answer:
        now, is_made = self._standing.now(row, question)
        answer = Answer(
            code=question.code,
            row_code=row.code,
            project_id=sheet.project_id,
            table=row.table,
            record_id=self._standing.record_id(row),
            key=question.key,
            label=question.label,
            record_words=self._standing.words(sheet, row),
            sent=question.sent,
            now=now,
            new=question.sent,
            state=AnswerState.UNCHANGED,
            needed=question.needed,
            is_made=is_made,
            slot=f"{self._standing.slot(row)}:{question.key}",
        )
        cells = [each.cells[question.code] for each in placed if question.code in each.cells]
        if not cells:
            if row.is_new and not placed:
                return answer
            where = "Its column is no longer in the file." if placed else "Its row is no longer in the file."
            return replace(
                answer, state=AnswerState.MISSING, needed=question.needed and now is None, sentence=where
            )
        said, cell, clash = self._one_of(cells, question)
        answer = replace(
            answer, sheet=cell.sheet, line=cell.row, cell=cell.at, text=said.text, sentence=said.sentence
        )
        if clash:
            return replace(answer, state=AnswerState.REFUSED, sentence=clash)
        answer = _judged(answer, said, question)
        if answer.state is not AnswerState.UNCHANGED and (gone := self._standing.gone(sheet, row)):
            return replace(answer, state=AnswerState.REFUSED, sentence=gone)
        return answer

    def _one_of(self, cells: Sequence[Placed], question: Question) -> tuple[Said, Placed, str]:
        """Return what is said in the cells of a question, and where; and why it is refused if they differ.

        A code that stands twice, as on a copy of the sheet, does no harm where one alone was filled in.
        """
        options = self._standing.options(question)
        said = [(read_answer(cell, self._workbook, question, options), cell) for cell in cells]
        changed = [pair for pair in said if not pair[0].is_as_sent]
        first, cell = changed[0] if changed else said[0]
        other = next((pair for pair in changed if pair[0].is_other_than(first)), None)
        if other is None:
            return first, cell, ""
        return first, cell, (
            f"{question.code} appears twice with two answers, “{shortened(first.text)}” in {cell.at} and "
            f"“{shortened(other[0].text)}” in {other[1].at}. Neither was taken."
        )  # fmt: skip

    def _confirmation(self, sheet: ProjectForm, answers: Sequence[Answer]) -> list[Answer]:
        """Take whether the lead stands by a sheet; return the question that is open where nothing says."""
        row = next((row for row in sheet.rows if not row.table), None)
        if row is None:
            self.confirmed.add(sheet.project_id)
            return []
        question = row.questions[0]
        cells = [
            each.cells[question.code]
            for each in self._placed.get(row.code, ())
            if question.code in each.cells
        ]
        read = [read_answer(cell, self._workbook, question) for cell in cells]
        if any(said.new for said in read):
            self.confirmed.add(sheet.project_id)
            return []
        words = _sheet_words(sheet)
        moved = [answer.label for answer in answers if answer.cell and answer.now != answer.sent]
        stays = (
            f" Changed here since it was sent, and stays so: {listed(moved[:_MOST_NAMED])}." if moved else ""
        )
        if any(answer.state is not AnswerState.UNCHANGED or answer.new != answer.sent for answer in answers):
            self._notes.append(
                f"{words}: it is not ticked that all of it is right, so only what was changed can be taken."
            )
            return []
        return [
            Answer(
                code=question.code,
                row_code=row.code,
                project_id=sheet.project_id,
                table="",
                record_id="",
                key=CONFIRMED,
                label=question.label,
                record_words=words,
                cell=cells[0].at if cells else "",
                sheet=cells[0].sheet if cells else "",
                line=cells[0].row if cells else 0,
                text=read[0].text if read else "",
                new=1,
                state=AnswerState.MISSING,
                sentence=(
                    "Nothing on the sheet was changed, and the question whether all of it is right for "
                    f"{dates.period_label(self._form.period)} is not answered.{stays}"
                ),
                needed=True,
            )
        ]


def _judged(answer: Answer, said: Said, question: Question) -> Answer:
    """Return an answer with what is said to it, held against what was sent and what is there now."""
    if said.refusal:
        return replace(answer, state=AnswerState.REFUSED, sentence=said.refusal)
    if said.is_empty and question.needed:
        is_open = answer.is_made or answer.now is None
        lacking = f"“{said.text}” is not an answer" if said.text else "its cell is empty"
        why = f"{question.words} is needed, and {lacking}."
        return replace(answer, state=AnswerState.MISSING, sentence=why, needed=is_open)
    if said.is_as_sent:
        return answer
    answer = replace(answer, new=said.new)
    if said.new == answer.now:
        return replace(answer, sentence="The portfolio has this already.")
    if answer.now != answer.sent:
        return replace(answer, state=AnswerState.BOTH, sentence=said.doubt or said.sentence)
    return replace(
        answer, state=AnswerState.CHANGED, sentence=said.doubt or said.sentence, asks=bool(said.doubt)
    )


def _refused(answer: Answer, why: str) -> Answer:
    is_open = answer.state is not AnswerState.UNCHANGED
    return replace(answer, state=AnswerState.REFUSED, sentence=why) if is_open else answer


def _doubted(answer: Answer, why: str) -> Answer:
    if answer.state is not AnswerState.CHANGED:
        return answer
    return replace(answer, asks=True, sentence=f"{answer.sentence} {why}".strip())


def _sheet_words(sheet: ProjectForm) -> str:
    return f"{sheet.ref} {sheet.name}".strip()


def _some(names: Sequence[str]) -> str:
    if len(names) <= _MOST_NAMED:
        return listed([f"“{name}”" for name in names])
    return listed([*(f"“{name}”" for name in names[:_MOST_NAMED]), f"{len(names) - _MOST_NAMED:,} more"])
