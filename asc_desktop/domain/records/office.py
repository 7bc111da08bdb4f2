"""The records of activity, publication, boards and the pack. ``records.py`` says how values are kept."""

from dataclasses import dataclass
from typing import ClassVar

from asc_desktop.domain.records.fields import (
    Record,
    choice,
    day,
    decimal,
    flag,
    integer,
    long_text,
    money,
    period,
    reference,
    text,
)

PARAGRAPHS = (
    ("1", "1: an individual"), ("2", "2: likely to reveal an individual’s identity"),
    ("3", "3: financial or business affairs"), ("4", "4: consultations or negotiations on labour relations"),
    ("5", "5: legal professional privilege"), ("6", "6: notices, orders and directions"),
    ("7", "7: prevention, investigation or prosecution of crime"),
)  # fmt: skip
"""Schedule 12A of the Local Government Act 1972, part 1."""
AUDIENCES = (
    ("confidential", "Board members: everything, marked where exempt"),
    ("public", "The public: exempt records left out"),
    ("appendix", "Confidential appendix: exempt records only"),
)  # fmt: skip

_SOURCE = "Where the figures come from: the paper and its table, or the word illustrative."
_ORDER = "Place in lists, lowest first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Record):
    """Work counted in units, such as reviews: planned and done by month, at a cost, with an effect on savings."""

    table: ClassVar[str] = "activity"
    noun: ClassVar[str] = "activity"
    plural: ClassVar[str] = "activities"
    title: ClassVar[str] = "name"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "name"),)
    page = "activity"
    markable = True
    led_by = "project_id"
    found_by = ("project_id",)

    programme_id: str = reference("Programme", "programme", required=True, default="")
    name: str = text("Activity", required=True)
    unit: str = text("Counted in", required=True, default="reviews", limit=40, help="In the plural: reviews.")
    project_id: str | None = reference("Project", "project", exempt_with=True)
    line_id: str | None = reference(
        "Savings line",
        "savings_line",
        help="The saving that this activity brings; a forecast is offered to it.",
        exempt_with=True,
    )
    planned_total: int | None = integer(
        "Planned in all", low=0, high=10_000_000, help="Empty for the sum of the months planned."
    )
    unit_cost_pence: int | None = money("Cost of one", low=0)
    funding_pence: int | None = money("Funding", low=0, help="What may be spent on it in all.")
    position: int = integer("Order", default=0, hidden=True, help=_ORDER)
    archived: int = flag("Archived")
    source: str | None = text("Source", help=_SOURCE, limit=500)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityMonth(Record):
    """What was planned and done in a month. Done is empty until it is reported."""

    table: ClassVar[str] = "activity_month"
    noun: ClassVar[str] = "month of activity"
    plural: ClassVar[str] = "months of activity"
    title: ClassVar[str] = "period"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("activity_id", "period"),)
    in_months = "ahead"
    names_owner = True

    activity_id: str = reference("Activity", "activity", required=True, owns=True, default="")
    period: str = period("Month", required=True, default="")
    planned: int | None = integer("Planned", low=0, high=10_000_000, closed_months="plan")
    done: int | None = integer("Done", low=0, high=10_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityOutcome(Record):
    """How often a unit of an activity ends so, and what one that does is worth in a year."""

    table: ClassVar[str] = "activity_outcome"
    noun: ClassVar[str] = "outcome"
    plural: ClassVar[str] = "outcomes"
    title: ClassVar[str] = "name"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("activity_id", "name"),)
    markable = True

    activity_id: str = reference("Activity", "activity", required=True, owns=True, default="")
    name: str = text("Outcome", required=True, help="Such as: package reduced.")
    rate: str = decimal("Rate", required=True, default="0", low=0, high=100, unit="%")
    effect_pence: int | None = money("Average effect of one", low=0, help="In a full year.")
    is_growth: int = flag("Growth", help="A cost that is shown beside the saving and never taken off it.")
    position: int = integer("Order", default=0, hidden=True, help=_ORDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptMark(Record):
    """That a record, of any type, is exempt from publication, and why."""

    table: ClassVar[str] = "exempt_mark"
    noun: ClassVar[str] = "exempt mark"
    plural: ClassVar[str] = "exempt marks"
    title: ClassVar[str] = "reason"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("record_id",),)
    page = "publication"
    in_months = "now"

    record_table: str = text("Kind of record", required=True, default="", limit=40, hidden=True)
    record_id: str = text("Record", required=True, default="", limit=60, hidden=True)
    paragraph: str = choice("Paragraph of Schedule 12A", PARAGRAPHS, required=True, default="3")
    reason: str = long_text(
        "Why", required=True, default="", help="Why the public interest lies in keeping it from publication."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Board(Record):
    """A board that a programme reports to."""

    table: ClassVar[str] = "board"
    noun: ClassVar[str] = "board"
    plural: ClassVar[str] = "boards"
    title: ClassVar[str] = "name"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "name"),)
    page = "settings"
    found_by = ()

    programme_id: str = reference("Programme", "programme", required=True, owns=True, default="")
    name: str = text("Board", required=True)
    position: int = integer("Order", default=0, hidden=True, help=_ORDER)
    retired: int = flag("Retired")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardMeeting(Record):
    """A meeting of a board, and the period whose pack it receives."""

    table: ClassVar[str] = "board_meeting"
    noun: ClassVar[str] = "board meeting"
    plural: ClassVar[str] = "board meetings"
    title: ClassVar[str] = "meeting_date"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("board_id", "meeting_date"),)
    page = "settings"

    board_id: str = reference("Board", "board", required=True, owns=True, default="")
    meeting_date: str = day("Meets on", required=True, default="")
    period: str | None = period("Reports", help="The month whose pack the meeting receives.")
    papers_due: str | None = day("Papers due")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot(Record):
    """A report as a board received it, kept to the digit. Never changed once taken."""

    table: ClassVar[str] = "snapshot"
    noun: ClassVar[str] = "snapshot"
    plural: ClassVar[str] = "snapshots"
    title: ClassVar[str] = "name"
    page = "changes"
    in_months = "now"

    name: str = text("Snapshot", required=True)
    programme_id: str | None = reference("Programme", "programme", help="Empty for all programmes together.")
    period: str = period("Period", required=True, default="")
    board_id: str | None = reference("Board", "board")
    meeting_date: str | None = day("Meeting")
    frozen_on: str = day("Frozen on", required=True, default="")
    frozen_by: str = text("Frozen by", required=True, default="")
    sha256: str = text("SHA-256", required=True, default="", limit=64, hidden=True)
    content: str = long_text("Report", required=True, default="", limit=64, hidden=True)
    """The name under which the report is kept: see ``domain/report/frozen.py``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackTemplate(Record):
    """Which sections a kind of pack has, and in what order."""

    table: ClassVar[str] = "pack_template"
    noun: ClassVar[str] = "pack template"
    plural: ClassVar[str] = "pack templates"
    title: ClassVar[str] = "name"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("name",),)
    page = "pack"
    in_months = "now"

    name: str = text("Template", required=True)
    audience: str = choice("Audience", AUDIENCES, required=True, default="confidential")
    sections: str = text("Sections", required=True, default="", limit=1000, hidden=True)
    position: int = integer("Order", default=0, hidden=True, help=_ORDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedVersion(Record):
    """What a record was while a programme's months up to one were the last closed, kept when it changed afterwards.

    The program's own, written with each change and never by a person. ``content`` is the record's fields as JSON, None
    where the record was not there; the programme is an id, which outlives it until the programme's own versions go.
    """

    table: ClassVar[str] = "closed_version"
    noun: ClassVar[str] = "record as it was closed"
    plural: ClassVar[str] = "records as they were closed"
    title: ClassVar[str] = "period"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("record_id", "programme_id", "period"),)
    in_months = "now"

    programme_id: str = text("Programme", required=True, default="", limit=60, hidden=True)
    period: str = period("Closed up to", required=True, default="", hidden=True)
    record_table: str = text("Kind of record", required=True, default="", limit=40, hidden=True)
    record_id: str = text("Record", required=True, default="", limit=60, hidden=True)
    content: str | None = long_text("Record as it was", limit=0, hidden=True)


OFFICE_TYPES: tuple[type[Record], ...] = (
    Activity, ActivityMonth, ActivityOutcome, ExemptMark, Board, BoardMeeting, Snapshot, PackTemplate,
    ClosedVersion,
)  # fmt: skip
