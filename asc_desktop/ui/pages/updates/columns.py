"""The projects of a month and their updates as rows of a table: columns, groups, and the filter by where they stand."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from asc_desktop.domain.records.delivery import DeliveryStatus, StatusUpdate
from asc_desktop.domain.records.fields import Kind, field_of
from asc_desktop.domain.report.model import NOT_BEGUN, NOT_REPORTED, Report
from asc_desktop.domain.report.updates import NO_LEAD, STATES, ProjectUpdate, contact_of
from asc_desktop.domain.report.updates import RUNNING as MONTHS_RUNNING
from asc_desktop.domain.report.updates import WAITING as STATES_WAITING
from asc_desktop.domain.words import number_of
from asc_desktop.services.projects import STATUS_KEY
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.columns import Chip, Column, view_column
from asc_desktop.ui.pages.shared.by_programme import by_programme, programmes_above
from asc_desktop.ui.workspace import Workspace

GROUPINGS: Final = (("lead", "Lead"), ("theme", "Theme"), ("state", "State"), ("", "None"))
"""How projects may be gathered: key and words."""

WAITING: Final = "waiting"
RUNNING: Final = "running"
BACK: Final = "back"
NOT_IN: Final = "not_in"
FILTERS: Final = (
    *STATES,
    (WAITING, "Asked, nothing back yet"),
    (BACK, "Back, to take in"),
    (RUNNING, "Late three months running"),
    (NOT_IN, "Not updated"),
)
"""What may be listed alone: a state, all that is to come back or to be taken in, or what is late month after month."""

_COLOURS: Final = {
    "late": "red",
    "in_question": "amber",
    "returned": "blue",
    "asked": "grey",
    "not_asked": "grey",
    "no_status": "amber",
    "typed": "green",
    "accepted": "green",
    "closed": "grey",
    "not_begun": "grey",
}


def update_columns(workspace: Workspace) -> list[Column]:
    """Return the columns, the ones that matter most first; the status of the month is typed here."""

    def email(row: ProjectUpdate) -> str:
        contact = contact_of(workspace.records, row.lead)
        return (contact.email or "") if contact else ""

    def status_chip(row: ProjectUpdate) -> Chip:
        held = workspace.records.find(DeliveryStatus, row.status_id)
        status = held or (NOT_REPORTED if row.begun else NOT_BEGUN)
        return Chip(status.name, status.rag, status.shape, dimmed=not row.is_reported)  # type: ignore[arg-type]

    return [
        view_column("title", "Project", width=224, hint=lambda row: str(row.title)),
        view_column(
            "state",
            "Update",
            chip=state_chip,
            hint=state_hint,
            read=lambda row: row.state,
            sort_key=[key for key, _ in STATES].index,
            words=dict(STATES).__getitem__,
            width=126,
            tooltip="State of the month’s update",
        ),
        view_column("due_on", "Due", Kind.DATE, width=102, warn=lambda row: row.state == "late"),
        view_column(
            "days_left",
            "Days",
            Kind.INTEGER,
            words=days_words,
            warn=lambda row: row.state == "late",
            align="left",
            width=88,
            tooltip="Days to the due day while nothing is back yet",
        ),
        Column(
            key=STATUS_KEY,
            label="Status",
            kind=Kind.REFERENCE,
            field=field_of(StatusUpdate, STATUS_KEY),
            read=lambda row: row.status_id or None,
            words=lambda status_id: workspace.records.title(DeliveryStatus.table, status_id),
            editable=True,
            chip=status_chip,
            carried=lambda row: not row.is_reported,
            width=180,
            tooltip="Delivery status for the month; type one and the update is in. An outline means an earlier month’s",
        ),
        view_column(
            "returned_on", "Returned", Kind.DATE, width=102, tooltip="The day on which its form came back"
        ),
        view_column(
            "in_question",
            "In question",
            Kind.INTEGER,
            read=lambda row: row.in_question or None,
            width=84,
            tooltip="Answers that nobody has settled yet",
        ),
        view_column("form", "Form", width=68),
        view_column("lead", "Lead", width=170, hint=lambda row: str(row.lead)),
        view_column("asked_on", "Asked on", Kind.DATE, width=102),
        view_column(
            "late_running",
            "Late running",
            Kind.INTEGER,
            read=lambda row: row.late_running or None,
            words=lambda months: number_of(months, "month"),
            align="left",
            width=96,
            tooltip="How many months running the update came after its day, or not at all",
        ),
        view_column("theme", "Theme", width=180, hidden=True),
        view_column("email", "E-mail of the lead", read=email, width=220, hidden=True),
        view_column("file", "Returned file", width=180, hidden=True),
    ]


def stands(row: ProjectUpdate, key: str) -> bool:
    """Whether a project is listed by one of the filters; an empty one lists all."""
    if key == WAITING:
        return row.state in STATES_WAITING
    if key == BACK:
        return row.state in {"returned", "in_question"}
    if key == NOT_IN:
        return row.is_due and not row.is_in
    if key == RUNNING:
        return row.late_running >= MONTHS_RUNNING
    return key in {"", row.state}


def state_chip(row: ProjectUpdate) -> Chip:
    """Return where an update stands, with its colour and shape."""
    return Chip(row.state_words, _COLOURS[row.state], "dash" if row.state == "not_asked" else None)


def state_hint(row: ProjectUpdate) -> str:
    """Return what a person should know of where an update stands, in a sentence; nothing where the word says all."""
    if row.state == "in_question":
        stands = " The month’s status is as reported." if row.is_in else ""
        return f"{number_of(row.in_question, 'answer is', 'answers are')} still to be settled.{stands}"
    if row.state == "returned":
        return "It is back and not taken in yet."
    if row.state == "no_status":
        return (
            "Its form is taken in, but brought no status for the month. Type one, or choose Status as before."
        )
    if row.state == "closed":
        return "It was closed before and reports nothing more."
    if row.refused:
        return f"Refused of the return: {row.refused}"
    return ""


def days_words(days: int) -> str:
    """Return how far a due day is: ``3 days left``, ``today``, ``2 days late``."""
    if days == 0:
        return "today"
    return f"{number_of(days, 'day')} left" if days > 0 else f"{number_of(-days, 'day')} late"


def update_grouping(key: str, report: Report) -> Grouping | None:
    """Return how to gather projects; None for one list. Programmes, where there are several, are above the groups."""
    programmes = {project.id: project.programme for project in report.projects}

    def programme(row: ProjectUpdate) -> str:
        return programmes.get(row.id, "")

    found = _grouping(key)
    if found is None:
        return by_programme(report, programme)
    return replace(found, above=programmes_above(report, programme))


def _grouping(key: str) -> Grouping | None:
    if not key:
        return None
    if key == "state":
        words = dict(STATES)
        return Grouping(
            "State", lambda row: row.state, words.__getitem__, order=[state for state, _ in STATES]
        )
    if key == "lead":
        return Grouping("Lead", lambda row: row.lead or NO_LEAD, column="lead")
    return Grouping("Theme", lambda row: row.theme, column="theme")
