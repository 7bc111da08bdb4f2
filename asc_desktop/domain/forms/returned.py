"""A form that came back: each of its answers beside what was sent and what the portfolio has by now.

An answer is *plain* where it changed, is read without a doubt, and nobody changed the same since the form was sent.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.forms.form import Form
from asc_desktop.domain.records.fields import Value


class AnswerState(Enum):
    """What came of an answer."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    BOTH = "changed on both sides"
    REFUSED = "refused"
    MISSING = "missing"


class Answer(Struct, frozen=True, kw_only=True):
    """What was answered to one question. Values are stored values; ``text`` is what stands in the cell.

    ``code`` is the question's, ``key`` the field's as in the question. ``cell`` is ``P-001!D7``, empty where nothing is
    there any more; ``line`` its row from 0. ``now`` is what the portfolio has, and ``now_who`` and ``now_at`` say who
    changed that since the form was sent. ``asks`` says that a person is to decide though it could be taken, ``needed``
    that it may not be left open. ``is_made`` is for records that the portfolio does not have yet, and two answers of
    one ``slot`` are about the same, whichever form asked.
    """

    code: str
    row_code: str
    project_id: str
    table: str
    record_id: str
    key: str
    label: str
    record_words: str
    sheet: str = ""
    line: int = 0
    cell: str = ""
    text: str = ""
    sent: Value = None
    now: Value = None
    new: Value = None
    state: AnswerState
    sentence: str = ""
    now_who: str = ""
    now_at: str = ""
    asks: bool = False
    needed: bool = False
    is_made: bool = False
    slot: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it can be taken without a person's look."""
        return self.state is AnswerState.CHANGED and not self.asks

    @property
    def is_open(self) -> bool:
        """Whether a person is to decide what becomes of it."""
        return (
            self.state in {AnswerState.BOTH, AnswerState.REFUSED}
            or (self.state is AnswerState.CHANGED and self.asks)
            or (self.state is AnswerState.MISSING and self.needed)
        )


def passed_over(answer: Answer, sentence: str = "") -> Answer:
    """Return an answer of which nothing is taken: it was settled before, or another file says it.

    It is no word that what was sent still stands, so a record of the month is not made of that.
    """
    new = None if answer.is_made else answer.sent
    return replace(answer, state=AnswerState.UNCHANGED, new=new, asks=False, sentence=sentence)


class Returned(Struct, frozen=True, kw_only=True, dict=True):
    """One form that came back in one file. ``projects`` are those of whose sheets anything came back.

    ``told`` are sentences for the person. ``confirmed`` are the projects whose lead says that the sheet is right.
    ``when`` is when the file was saved, in seconds, and ``alike`` the share of its rows that read as they were sent.
    """

    number: str
    period: str
    lead: str
    file: str
    form: Form
    answers: tuple[Answer, ...] = ()
    told: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    confirmed: frozenset[str] = frozenset()
    absent: tuple[str, ...] = ()
    """The projects of whose sheets no row is in the file; those of rows that are gone are in ``gone``, as sentences."""
    gone: tuple[str, ...] = ()
    settled: frozenset[str] = frozenset()
    """The projects of whose sheets nothing was left open when the same file came back before."""
    opened: str = ""
    """The month that is open now, where that is not the form's: nothing of the form can be taken."""
    when: float = 0.0
    alike: float = 1.0

    @property
    def is_over(self) -> bool:
        """Whether a later month than the form's is open by now."""
        return self.opened > self.period

    @cached_property
    def by_code(self) -> Mapping[str, Answer]:
        """Its answers by the code of their question."""
        return {answer.code: answer for answer in self.answers}

    def of_project(self, project_id: str) -> Iterator[Answer]:
        """Yield the answers on a project's sheet."""
        return (answer for answer in self.answers if answer.project_id == project_id)

    def count(self, state: AnswerState) -> int:
        """Return how many answers are in a state."""
        return sum(answer.state is state for answer in self.answers)
