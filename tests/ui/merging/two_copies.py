"""Two officers change the same portfolio apart, as real files: one conflict of each kind, and plain changes beside."""

from __future__ import annotations

from msgspec.structs import replace

from asc_desktop.domain import dates
from asc_desktop.domain.records.delivery import (
    Mitigation,
    Movement,
    Programme,
    Project,
    ProjectException,
    SavingsPosition,
    StatusUpdate,
)
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.model import Scope
from asc_desktop.services import editing
from asc_desktop.services.session import Session
from asc_desktop.services.snapshots import freeze

PERIOD, EARLIER = "2024-06", "2019-02"
OUR_TEXT = "Two providers have signed. The third waits for its lawyers."
THEIR_TEXT = "Three providers have signed.\n\nRecruitment of the reviewers began on 10 June and is on time."


def change(session: Session, record: Record, **fields: object) -> None:
    """Change fields of a record as they stand in a file."""
    held = session.records.get(type(record), record.id)
    with session.edit(f"Change the {record.noun}") as edit:
        edit.put(replace(held, **fields))


def add(session: Session, record: Record) -> None:
    """Add a record."""
    with session.edit(f"Add the {record.noun}") as edit:
        edit.put(record)


def project(session: Session, ref: str = "P-001") -> Project:
    """Return a project by its reference."""
    return next(item for item in session.records.all(Project) if item.ref == ref)


def update(session: Session, ref: str, period: str = PERIOD) -> StatusUpdate:
    """Return a project's update for a month."""
    held = session.records.of(StatusUpdate, "project_id", project(session, ref).id)
    return next(item for item in held if item.period == period)


def disagree(ours: Session, theirs: Session) -> None:
    """Bring about one conflict of each kind."""
    both(ours, theirs)
    deleted(ours, theirs)
    named(ours, theirs)
    over(ours, theirs)
    closed(ours, theirs)


def both(ours: Session, theirs: Session) -> None:
    """Report another forecast, and write another narrative."""
    line = next(
        item
        for item in ours.records.all(SavingsPosition)
        if item.period == PERIOD and item.forecast_pence > 40_000_000
    )
    change(ours, line, forecast_pence=45_000_000)
    change(theirs, line, forecast_pence=41_000_000)
    change(ours, update(ours, "P-031"), narrative=OUR_TEXT)
    change(theirs, update(ours, "P-031"), narrative=THEIR_TEXT)


def deleted(ours: Session, theirs: Session) -> None:
    """Delete an exception here, which gets another mitigation in the copy."""
    mitigation = ours.records.all(Mitigation)[0]
    exception = ours.records.get(ProjectException, mitigation.exception_id)
    editing.delete_records(ours, [exception])
    add(theirs, replace(mitigation, id=theirs.new_id(), action="Recruit to post"))


def named(ours: Session, theirs: Session) -> None:
    """Give one reference to two projects."""
    like = project(ours)
    add(ours, replace(like, id=ours.new_id(), ref="P-900", name="Day centres"))
    add(theirs, replace(like, id=theirs.new_id(), ref="P-900", name="Falls prevention"))


def over(ours: Session, theirs: Session) -> None:
    """Slip more than half of one shortfall on each side."""
    programme = next(item for item in ours.records.all(Programme) if item.open_period == PERIOD)
    report = ours.report(Scope(programme.id, PERIOD))
    line, year, short = next(
        (line.id, dates.parse_year(year), position.no_plan_pence)
        for line in report.savings.lines
        for year, position in line.years.items()
        if position.no_plan_pence > 0
    )
    for session in (ours, theirs):
        slip = Movement(
            id=session.new_id(), kind="slip", from_line_id=line, from_year=year, to_line_id=line, to_year=year + 1,
            amount_pence=short * 2 // 3, reason="It comes a year later.", state="proposed", period=PERIOD,
        )  # fmt: skip
        add(session, slip)


def closed(ours: Session, theirs: Session) -> None:
    """Close a month here in which the copy goes on."""
    held = next(item for item in ours.records.all(StatusUpdate) if item.period == EARLIER)
    programme = next(item for item in ours.records.all(Programme) if item.open_period == EARLIER)
    freeze(ours, Scope(programme.id, EARLIER))
    change(theirs, held, narrative="Sent after the month was closed.")
