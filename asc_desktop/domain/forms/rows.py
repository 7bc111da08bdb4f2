"""The rows of a form as they are made: numbered from one on over the whole form."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.dates import year_of_period
from asc_desktop.domain.forms.form import FormRow, FormSection, Question, row_code
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Field, Kind, Record, Value
from asc_desktop.domain.words import beginning

WORDS: Final = 1
"""The column of a row's words, counted from that of its code; in a new row it is an answer."""

_LONGEST_WORDS = 400


class Asks(Struct, frozen=True):
    """One value of a row before it has a code: its field, its column and what stands in it."""

    field: Field
    place: int
    sent: Value
    choices: tuple[tuple[str, str], ...] | None = None
    """What is offered; the field's own choices where it is None."""
    asked: bool = True
    needed: bool = False
    earliest: str | None = None
    latest: str | None = None


class Maker:
    """Makes the rows and sections of one form."""

    def __init__(self, records: Records, number: str, period: str, new_id: Callable[[], str]) -> None:
        self.records = records
        self.period = period
        self.year = year_of_period(period)
        self.new_id = new_id
        self._number = number
        self._count = 0

    def row(
        self,
        kind: type[Record] | None,
        record_id: str,
        words: str,
        asks: Sequence[Asks],
        *,
        owner_id: str = "",
        given: Mapping[str, Value] | None = None,
        is_new: bool = False,
    ) -> FormRow:
        """Return the next row, of a record of that type; of none where it only asks whether all is well."""
        self._count += 1
        code = row_code(self._number, self._count)
        return FormRow(
            code=code,
            words=beginning(" ".join(words.split()), _LONGEST_WORDS),
            table=kind.table if kind else "",
            record_id=record_id,
            owner_id=owner_id,
            is_new=is_new,
            given=given or {},
            questions=tuple(_question(f"{code}/{at}", ask) for at, ask in enumerate(asks, 1)),
        )

    @staticmethod
    def section(
        key: str, title: str, guide: str, rows: Sequence[FormRow], headings: tuple[str, ...] = ()
    ) -> FormSection:
        """Return a section of rows, whose questions are called by the headings where it has some."""
        headed = [_headed(row, headings) for row in rows]
        return FormSection(key=key, title=title, guide=guide, headings=headings, rows=tuple(headed))


def shown(field: Field, value: Value, choices: Sequence[tuple[str, str]] = ()) -> str:
    """Return how a value reads, a reference by the words with which it is offered."""
    if field.kind is Kind.REFERENCE:
        return dict(choices).get(str(value), "")
    return field.format(value)


def _headed(row: FormRow, headings: Sequence[str]) -> FormRow:
    if not headings:
        return row
    questions = [replace(question, heading=headings[question.place - WORDS]) for question in row.questions]
    return replace(row, questions=tuple(questions))


def _question(code: str, ask: Asks) -> Question:
    field = ask.field
    choices = field.choices if ask.choices is None else ask.choices
    if field.kind is Kind.FLAG and ask.choices is None:
        choices = (("1", "Yes"), ("0", "No"))
    return Question(
        code=code,
        place=ask.place,
        key=field.key,
        label=field.label,
        kind=field.kind,
        choices=choices,
        sent=ask.sent,
        shown=shown(field, ask.sent, choices),
        asked=ask.asked,
        needed=ask.needed,
        low=field.low,
        high=field.high,
        limit=field.limit,
        unit=field.unit,
        earliest=ask.earliest,
        latest=ask.latest,
    )
