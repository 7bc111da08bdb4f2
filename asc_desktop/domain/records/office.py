"""The records of activity, publication, boards and the pack. ``delivery.py`` says how values are kept."""

from typing import Annotated, ClassVar

from asc_desktop.domain.records import describe
from asc_desktop.domain.records.fields import Record

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

_SOURCE = "Where the figures come from: the paper and its table, or “illustrative”."
_ORDER = "Place in lists, lowest first."


class Activity(Record, frozen=True):
    """Work counted in units, such as reviews: planned and done by month, at a cost, with an effect on savings."""

    table: ClassVar[str] = "activity"
    noun: ClassVar[str] = "activity"
    takes_own_fields = True
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "name"),)
    page = "activity"
    markable = True
    led_by = "project_id"
    found_by = ("project_id",)

    programme_id: Annotated[str, describe.reference("Programme", "programme", required=True)] = ""
    name: Annotated[str, describe.text("Activity", required=True)] = ""
    unit: Annotated[str, describe.text(
        "Counted in", required=True, limit=40, help="In the plural: reviews.",
    )] = "reviews"  # fmt: skip
    project_id: Annotated[
        str | None, describe.reference("Project", "project", within=("programme",), exempt_with=True)
    ] = None
    line_id: Annotated[str | None, describe.reference(
        "Savings line", "savings_line", within=("project_id", "programme"),
        help="The saving that this activity brings; a forecast is offered to it.", exempt_with=True,
    )] = None  # fmt: skip
    planned_total: Annotated[int | None, describe.integer(
        "Planned in all", low=0, high=10_000_000, help="Empty for the sum of the months planned.",
    )] = None  # fmt: skip
    unit_cost_pence: Annotated[int | None, describe.money("Cost of one", low=0)] = None
    funding_pence: Annotated[int | None, describe.money(
        "Funding", low=0, help="What may be spent on it in all.",
    )] = None  # fmt: skip
    position: Annotated[int, describe.integer("Order", hidden=True, help=_ORDER)] = 0
    archived: Annotated[int, describe.flag("Archived")] = 0
    source: Annotated[str | None, describe.text("Source", help=_SOURCE, limit=500)] = None


class ActivityMonth(Record, frozen=True):
    """What was planned and done in a month. Done is empty until it is reported."""

    table: ClassVar[str] = "activity_month"
    noun: ClassVar[str] = "month of activity"
    plural: ClassVar[str] = "months of activity"
    title: ClassVar[str] = "period"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("activity_id", "period"),)
    in_months = "ahead"
    names_owner = True

    activity_id: Annotated[str, describe.reference("Activity", "activity", required=True, owns=True)] = ""
    period: Annotated[str, describe.period("Month", required=True)] = ""
    planned: Annotated[int | None, describe.integer(
        "Planned", low=0, high=10_000_000, closed_months="plan",
    )] = None  # fmt: skip
    done: Annotated[int | None, describe.integer("Done", low=0, high=10_000_000)] = None


class ActivityOutcome(Record, frozen=True):
    """How often a unit of an activity ends so, and what one that does is worth in a year."""

    table: ClassVar[str] = "activity_outcome"
    noun: ClassVar[str] = "outcome"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("activity_id", "name"),)
    markable = True
    found_by = ("activity_id",)

    activity_id: Annotated[str, describe.reference("Activity", "activity", required=True, owns=True)] = ""
    name: Annotated[str, describe.text("Outcome", required=True, help="Such as: package reduced.")] = ""
    rate: Annotated[str, describe.decimal("Rate", required=True, low=0, high=100, unit="%")] = "0"
    effect_pence: Annotated[int | None, describe.money(
        "Average effect of one", low=0, help="In a full year.",
    )] = None  # fmt: skip
    is_growth: Annotated[int, describe.flag(
        "Growth", help="A cost that is shown separately and never subtracted from the saving.",
    )] = 0  # fmt: skip
    position: Annotated[int, describe.integer("Order", hidden=True, help=_ORDER)] = 0


class ExemptMark(Record, frozen=True):
    """That a record, of any type, is exempt from publication, and why."""

    table: ClassVar[str] = "exempt_mark"
    noun: ClassVar[str] = "exempt mark"
    title: ClassVar[str] = "reason"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("record_id",),)
    names_by_id = True
    page = "publication"
    in_months = "now"

    record_table: Annotated[str, describe.text("Kind of record", required=True, limit=40, hidden=True)] = ""
    record_id: Annotated[str, describe.text("Record", required=True, limit=60, hidden=True)] = ""
    paragraph: Annotated[str, describe.choice("Paragraph of Schedule 12A", PARAGRAPHS, required=True)] = "3"
    reason: Annotated[str, describe.long_text(
        "Why", required=True, help="Why the public interest lies in keeping it from publication.",
    )] = ""  # fmt: skip


class Board(Record, frozen=True):
    """A board that a programme reports to."""

    table: ClassVar[str] = "board"
    noun: ClassVar[str] = "board"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("programme_id", "name"),)
    page = "settings"
    found_by = ()

    programme_id: Annotated[str, describe.reference("Programme", "programme", required=True, owns=True)] = ""
    name: Annotated[str, describe.text("Board", required=True)] = ""
    position: Annotated[int, describe.integer("Order", hidden=True, help=_ORDER)] = 0
    retired: Annotated[int, describe.flag("Archived")] = 0


class BoardMeeting(Record, frozen=True):
    """A meeting of a board, and the period whose pack it receives."""

    table: ClassVar[str] = "board_meeting"
    noun: ClassVar[str] = "board meeting"
    title: ClassVar[str] = "meeting_date"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("board_id", "meeting_date"),)
    page = "settings"

    board_id: Annotated[str, describe.reference("Board", "board", required=True, owns=True)] = ""
    meeting_date: Annotated[str, describe.day("Meets on", required=True)] = ""
    period: Annotated[str | None, describe.period(
        "Reports", help="The month whose pack the meeting receives.",
    )] = None  # fmt: skip
    papers_due: Annotated[str | None, describe.day("Papers due")] = None


class Snapshot(Record, frozen=True):
    """A report as a board received it, kept to the digit. Never changed once taken."""

    table: ClassVar[str] = "snapshot"
    noun: ClassVar[str] = "snapshot"
    page = "changes"
    in_months = "now"
    found_by = ("board_id", "meeting_date")

    name: Annotated[str, describe.text("Board version", required=True)] = ""
    programme_id: Annotated[str | None, describe.reference(
        "Programme", "programme", help="Empty for all programmes together.",
    )] = None  # fmt: skip
    period: Annotated[str, describe.period("Month", required=True)] = ""
    board_id: Annotated[str | None, describe.reference("Board", "board")] = None
    meeting_date: Annotated[str | None, describe.day("Meeting")] = None
    frozen_on: Annotated[str, describe.day("Saved on", required=True)] = ""
    frozen_by: Annotated[str, describe.text("Saved by", required=True)] = ""
    sha256: Annotated[str, describe.text("SHA-256", required=True, limit=64, hidden=True, opaque=True)] = ""
    content: Annotated[str, describe.long_text("Report", required=True, limit=64, hidden=True)] = ""
    """The name under which the report is kept: see ``domain/report/frozen.py``."""


class PackTemplate(Record, frozen=True):
    """Which sections a kind of pack has, and in what order."""

    table: ClassVar[str] = "pack_template"
    noun: ClassVar[str] = "pack template"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("name",),)
    page = "pack"
    in_months = "now"

    name: Annotated[str, describe.text("Template", required=True)] = ""
    audience: Annotated[str, describe.choice("Audience", AUDIENCES, required=True)] = "confidential"
    sections: Annotated[str, describe.text("Sections", required=True, limit=1000, hidden=True)] = ""
    position: Annotated[int, describe.integer("Order", hidden=True, help=_ORDER)] = 0


class ClosedVersion(Record, frozen=True):
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

    programme_id: Annotated[str, describe.text("Programme", required=True, limit=60, hidden=True)] = ""
    period: Annotated[str, describe.period("Closed up to", required=True, hidden=True)] = ""
    record_table: Annotated[str, describe.text("Kind of record", required=True, limit=40, hidden=True)] = ""
    record_id: Annotated[str, describe.text("Record", required=True, limit=60, hidden=True)] = ""
    content: Annotated[str | None, describe.long_text("Record as it was", limit=0, hidden=True)] = None


OFFICE_TYPES: tuple[type[Record], ...] = (
    Activity, ActivityMonth, ActivityOutcome, ExemptMark, Board, BoardMeeting, Snapshot, PackTemplate,
    ClosedVersion,
)  # fmt: skip
