"""The answers of returned forms as rows of a table, and the files that they came in. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.forms.form import Question
from asc_desktop.domain.forms.returned import Answer, AnswerState, Returned
from asc_desktop.domain.records.fields import Value
from asc_desktop.domain.words import listed, number_of, shortened
from asc_desktop.services.forms.returns import Returns

THEIRS: Final = "theirs"
OURS: Final = "ours"
TYPED: Final = "value"
OPEN: Final = ""
TAKE: Final = "take"
CAME_BACK: Final = "came_back"

LOOK: Final = "look"
CHANGED: Final = "changed"
PLAIN: Final = "plain"
REFUSED: Final = "refused"
EVERY: Final = "every"
_SHOWN: Final = (
    (LOOK, "what needs a look"),
    (CHANGED, "all that is not as it was sent"),
    (PLAIN, "what is plain"),
    (REFUSED, "what is refused"),
    (EVERY, "every answer"),
)

_TAKE_WORDS: Final = {
    OPEN: "Not decided",
    THEIRS: "What came back",
    OURS: "What we have",
    TYPED: "What is typed here",
}
_CONFIRM_WORDS: Final = {OPEN: "Not decided", THEIRS: "The whole sheet is right", OURS: "Not confirmed"}
"""The same for the question whether all of a sheet is right."""


class AnswerRow(Struct, frozen=True, dict=True):
    """One answer, what is decided on it, and its words. ``at`` is the place of its form among those that came back."""

    id: str
    at: int
    answer: Answer
    question: Question
    form: str
    lead: str = ""
    decided: str = OPEN
    """What is taken: ``theirs``, ``ours``, ``value``, or nothing yet."""
    taken: Value = None
    is_open: bool = False
    """Whether it waits for a person."""

    @property
    def is_confirmation(self) -> bool:
        """Whether it is no value, but the question whether all of a sheet is right."""
        return not self.answer.table

    @property
    def may_settle(self) -> bool:
        """Whether anything may be decided on it."""
        return self.answer.state is not AnswerState.UNCHANGED

    @property
    def offered(self) -> tuple[tuple[str, str], ...]:
        """What may be taken, as keys and words; what is typed is offered once it is."""
        answer = self.answer
        has_theirs = answer.state in {AnswerState.CHANGED, AnswerState.BOTH} or (
            answer.state is AnswerState.MISSING and self.is_confirmation
        )
        keys = [OPEN, *([THEIRS] if has_theirs else []), OURS, *([TYPED] if self.decided == TYPED else [])]
        return tuple((key, self._ways[key]) for key in keys)

    @property
    def take_words(self) -> str:
        """What is decided, in words; nothing where nothing is to be."""
        return self._ways[self.decided] if self.may_settle else ""

    @cached_property
    def sent(self) -> str:
        """What stood in the form as it was sent."""
        return self._words(self.answer.sent)

    @cached_property
    def now(self) -> str:
        """What the portfolio has."""
        return self._words(self.answer.now)

    @cached_property
    def came_back(self) -> str:
        """What came back, or is typed in its place."""
        if self.decided == TYPED:
            return self._words(self.taken)
        if self.is_confirmation and self.decided == THEIRS:
            return "Yes"
        if self.answer.state in {AnswerState.REFUSED, AnswerState.MISSING}:
            return self.answer.text
        return self._words(self.answer.new)

    @property
    def since(self) -> str:
        """Who changed ours since the form was sent, and when."""
        return ", ".join(filter(None, (self.answer.now_who, self.answer.now_at)))

    @property
    def verdict(self) -> str:
        """What becomes of it, in a word or two."""
        if self.decided == OURS:
            return "Left as it is"
        if self.decided:
            return "Taken"
        answer = self.answer
        if answer.is_plain:
            return "Plain"
        if answer.state is AnswerState.CHANGED:
            return "Needs a look"
        return {
            AnswerState.UNCHANGED: "As it was sent",
            AnswerState.BOTH: "Changed here too",
            AnswerState.REFUSED: "Refused",
            AnswerState.MISSING: "Missing" if answer.needed else "Not answered",
        }[answer.state]

    def is_shown(self, which: str) -> bool:
        """Whether one of the choices of what to list has it."""
        state = self.answer.state
        if which == LOOK:
            return self.answer.is_open
        if which == CHANGED:
            return state is not AnswerState.UNCHANGED and (
                state is not AnswerState.MISSING or self.answer.is_open
            )
        if which == PLAIN:
            return self.answer.is_plain
        if which == REFUSED:
            return state is AnswerState.REFUSED
        return True

    @property
    def _ways(self) -> Mapping[str, str]:
        return _CONFIRM_WORDS if self.is_confirmation else _TAKE_WORDS

    def _words(self, value: Value) -> str:
        return self.question.field.format(value)


class FileRow(Struct, frozen=True):
    """A file that came back, or all of them: what it is and how it went."""

    id: str
    file: str
    what: str
    went: str
    at: int = -1
    is_bad: bool = False


def answer_rows(returns: Returns) -> list[AnswerRow]:
    """Return every answer of every form that came back."""
    waits = {answer.code for answer in (*returns.open, *returns.plain)}
    found = []
    for at, returned in enumerate(returns.returned):
        questions = {question.code: question for _, question in returned.form.questions}
        for answer in returned.answers:
            is_taken, value = returns.taken(answer.code)
            decided = OPEN
            if answer.state is AnswerState.UNCHANGED:
                is_taken = False
            if is_taken:
                decided = THEIRS if value == answer.new and answer.state is not AnswerState.REFUSED else TYPED
            elif (answer.is_open or answer.is_plain) and answer.code not in waits:
                decided = OURS
            found.append(
                AnswerRow(
                    id=f"{at}\t{answer.code}",
                    at=at,
                    answer=answer,
                    question=questions[answer.code],
                    form=_form_words(returned),
                    lead=returned.lead,
                    decided=decided,
                    taken=value if is_taken else None,
                    is_open=answer.is_open and answer.code in waits,
                )
            )
    return found


def file_rows(returns: Returns, rows: Sequence[AnswerRow]) -> list[FileRow]:
    """Return the files that came back: all together first, those of which nothing was read last."""
    found = [
        FileRow(
            id=f"file{at}",
            file=returned.file,
            what=f"{_form_words(returned)}, {period_label(returned.period)}",
            went=_went([row for row in rows if row.at == at]),
            at=at,
        )
        for at, returned in enumerate(returns.returned)
    ]
    unread = [
        FileRow(id=f"unread{at}", file=item.file, what=item.sentence, went="Not taken", at=-2, is_bad=True)
        for at, item in enumerate(returns.unread)
    ]
    if len(found) > 1:
        every = FileRow(id="all", file="All forms", what=number_of(len(found), "form"), went=_went(rows))
        found.insert(0, every)
    return [*found, *unread]


def shown_options(rows: Sequence[AnswerRow]) -> list[tuple[str, str]]:
    """Return what may be listed, with how many answers each has; those without any are left out."""
    counts = [(key, words, sum(row.is_shown(key) for row in rows)) for key, words in _SHOWN]
    return [(key, f"{words} ({count:,})") for key, words, count in counts if count or key == EVERY]


def _form_words(returned: Returned) -> str:
    return f"{returned.number} {returned.lead}".strip()


def _went(rows: Sequence[AnswerRow]) -> str:
    """Return how many answers of a form are what, in a few words."""
    plain = sum(row.answer.is_plain for row in rows)
    refused = sum(row.answer.state is AnswerState.REFUSED for row in rows)
    look = sum(row.answer.is_open for row in rows) - refused
    parts = [
        f"{plain:,} plain" if plain else "",
        f"{look:,} to look at" if look else "",
        f"{refused:,} refused" if refused else "",
    ]
    return listed([part for part in parts if part]) or "Nothing was changed"


def why_words(row: AnswerRow) -> str:
    """Return the sentence that says what a person should know of an answer, on one line."""
    return shortened(row.answer.sentence, 500)
