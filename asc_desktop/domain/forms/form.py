"""An update form: what is asked of one lead for a month, as it was sent.

The portfolio keeps it as text (``written`` and ``read``) and the workbook carries the same, so that a return can be
compared with what was sent. Values are stored values, as fields have them; ``shown`` is how the field reads. A form
that an earlier release wrote opens: a key that is added has a default.
"""

import re
from collections.abc import Iterator, Mapping
from zlib import crc32

import msgspec
from msgspec import Struct

from asc_desktop.domain.dates import period_end
from asc_desktop.domain.records.delivery import Milestone
from asc_desktop.domain.records.fields import Field, Kind, Value

CONFIRMED = "confirmed"
"""The key of the one question that is no field: whether the lead stands by the whole sheet. Its row has no table."""

MILESTONES = Milestone.table
FORECAST_KEY = "forecast_date"
ACTUAL_KEY = "actual_date"

_FIRST_SERIES, _IN_A_SERIES = 1_000, 10_000
_NUMBER = re.compile(r"F-(\d{4,})")


class FormError(ValueError):
    """Text that is no form."""


class Question(Struct, frozen=True, kw_only=True):
    """One value of a row: asked for, or beside it to be read.

    ``key`` is the field's, ``own:ID`` for one of the council's own, or ``CONFIRMED``. ``choices`` are pairs of stored
    value and words, of a reference too: what could be chosen when it was sent. ``needed`` ones may not be left empty,
    in a new row only once it was begun. ``place`` is how many columns to the right of the row's code it stands.
    """

    code: str
    place: int
    key: str
    label: str
    heading: str = ""
    """The words over its column, where it stands in one with a heading."""
    kind: Kind
    choices: tuple[tuple[str, str], ...] = ()
    sent: Value = None
    shown: str = ""
    asked: bool = True
    needed: bool = False
    low: int | None = None
    high: int | None = None
    limit: int = 0
    unit: str = ""
    earliest: str | None = None
    latest: str | None = None
    """Of a day: the first and the last that the record takes, as it was when the form was sent."""

    @property
    def words(self) -> str:
        """What the form calls it, which is what a lead knows it by."""
        return self.heading or self.label

    @property
    def field(self) -> Field:
        """What describes its values, by which an answer is read; a reference is a choice of those offered."""
        kind = Kind.CHOICE if self.kind is Kind.REFERENCE else self.kind
        return Field(
            self.key, self.label, kind, choices=self.choices, low=self.low, high=self.high, limit=self.limit,
            unit=self.unit,
        )  # fmt: skip


class FormRow(Struct, frozen=True, kw_only=True):
    """One row of a sheet, known by its code wherever it went: a record as it is, or as an answer would make it.

    A record that is not there yet has its id already, so that the same return twice makes one. ``given`` has what such
    a record holds beside the answers: whose it is, its year, its month. Several rows may be about one record.
    """

    code: str
    words: str
    table: str
    record_id: str
    owner_id: str = ""
    is_new: bool = False
    """Whether it is a blank row for what the portfolio does not have: it may be left empty as a whole."""
    given: Mapping[str, Value] = {}
    questions: tuple[Question, ...] = ()

    @property
    def asked(self) -> tuple[Question, ...]:
        """What is to be answered."""
        return tuple(question for question in self.questions if question.asked)


class FormSection(Struct, frozen=True, kw_only=True):
    """Rows of one kind under a heading, with a line that says how to fill them.

    ``headings`` are those of the columns from the words of the rows on; none where each row has one question, over the
    room of all.
    """

    key: str
    title: str
    guide: str
    headings: tuple[str, ...] = ()
    rows: tuple[FormRow, ...] = ()


class ProjectForm(Struct, frozen=True, kw_only=True):
    """One sheet: a project's, or, with no project, that of the risks and measures that are the lead's own."""

    project_id: str
    ref: str
    name: str
    about: str = ""
    """What the lead may want to know of it, in a line."""
    sections: tuple[FormSection, ...] = ()

    @property
    def rows(self) -> Iterator[FormRow]:
        """Every row of the sheet, from the top."""
        return (row for section in self.sections for row in section.rows)


class Form(Struct, frozen=True, kw_only=True):
    """What one lead is asked for a month. ``lead`` is empty where the projects name none.

    ``portfolio`` is the id of the first action in the portfolio's journal: all copies of it share that, and no other
    has it.
    """

    number: str
    id: str
    portfolio: str
    portfolio_name: str
    programme: str
    period: str
    lead: str
    asked_on: str
    due_on: str | None
    asked_by: str
    projects: tuple[ProjectForm, ...] = ()

    @property
    def rows(self) -> Iterator[FormRow]:
        """Every row of every sheet."""
        return (row for project in self.projects for row in project.rows)

    @property
    def questions(self) -> Iterator[tuple[FormRow, Question]]:
        """Every question that is asked, with its row."""
        return ((row, question) for row in self.rows for question in row.asked)


def missing_in(row: FormRow, answers: Mapping[str, Value], period: str, *, is_begun: bool = True) -> int:
    """Return how many answers a row still lacks; ``answers`` are by key, in full.

    One that is not ``is_begun`` (nothing is filled in, in what hangs on it neither) lacks nothing if it is new. A
    milestone's date may not lie in the months up to the form's without the day on which it was done.
    """
    if row.is_new and not is_begun:
        return 0
    lacking = sum(answers.get(question.key) in {None, ""} for question in row.asked if question.needed)
    return lacking + (row.table == MILESTONES and is_date_open(answers, period))


def is_date_open(answers: Mapping[str, Value], period: str) -> bool:
    """Whether a milestone's forecast has passed by the end of the month, and nobody says that it was done."""
    forecast = answers.get(FORECAST_KEY)
    return bool(forecast) and str(forecast) <= period_end(period) and not answers.get(ACTUAL_KEY)


def number_words(count: int, series: int = 0) -> str:
    """Return the number of a form by its count from 1: ``F-0012``, or ``F-43210012`` in a series of its own."""
    return f"F-{series:04d}{count:04d}" if series else f"F-{count:04d}"


def series_of(copy: str) -> int:
    """Return the series of a copy that was given to somebody, by its replica; 0 where it is none.

    Two copies ask apart, and what they asked is known by its number in either once they are merged.
    """
    return _FIRST_SERIES + crc32(copy.encode()) % (10_000 - _FIRST_SERIES) if copy else 0


def count_of(number: str, series: int = 0) -> int:
    """Return the count that a form's number says; 0 where it is no number of a form of the series."""
    found = _NUMBER.fullmatch(number)
    count = int(found[1]) if found else 0
    held, in_series = divmod(count, _IN_A_SERIES) if count >= _FIRST_SERIES * _IN_A_SERIES else (0, count)
    return in_series if held == series else 0


def row_code(number: str, count: int) -> str:
    """Return the code of a form's row: ``F-0012/007``."""
    return f"{number}/{count:03d}"


def written(form: Form) -> str:
    """Return a form as the text that is kept."""
    return msgspec.json.encode(form).decode()


def read(text: str | bytes) -> Form:
    """Return the form that a text keeps; raise FormError where it is none."""
    try:
        return msgspec.json.decode(text, type=Form)
    except (msgspec.DecodeError, ValueError) as error:
        raise FormError("This is no update form, or it was changed.") from error
