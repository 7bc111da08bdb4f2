"""Which records are reported for a period, and the open period of the programme that they are reported to."""

from collections.abc import Iterable, Mapping
from typing import Final, cast

from asc_desktop.domain.dataset import Records
from asc_desktop.domain.fields import Record, field_of
from asc_desktop.domain.records import (
    TYPE_BY_TABLE,
    Movement,
    Programme,
    Project,
    SavingsLine,
    SavingsPosition,
    StatusUpdate,
    TargetChange,
    Theme,
)
from asc_desktop.domain.records_assurance import (
    BudgetLine,
    BudgetPosition,
    Measure,
    MeasureValue,
    Risk,
    RiskScore,
)
from asc_desktop.domain.records_office import Activity, ActivityMonth
from asc_desktop.services.errors import ClosedPeriodError

REPORTED: Final[dict[type[Record], str]] = {
    StatusUpdate: "project_id",
    SavingsPosition: "line_id",
    Movement: "from_line_id",
    TargetChange: "line_id",
    RiskScore: "risk_id",
    MeasureValue: "measure_id",
    BudgetPosition: "line_id",
    ActivityMonth: "activity_id",
}
"""Records reported for their period, which change by correction alone once it is closed: the key of their owner."""

_OWNERS: Final[dict[type[Record], str]] = {
    SavingsLine: "project_id",
    Project: "theme_id",
    Theme: "programme_id",
    Risk: "programme_id",
    Measure: "programme_id",
    BudgetLine: "programme_id",
    Activity: "programme_id",
}


def refuse_closed(changed: Iterable[Record], before: Mapping[str, Record | None], records: Records) -> None:
    """Raise ClosedPeriodError where a changed record, or what it was before, is reported for a closed period.

    A new movement or change of target that is only proposed is let through, and so is what is planned of a month of
    activity: neither changes a reported figure.
    """
    for record in changed:
        _refuse_closed(record, before[record.id], records)


def _refuse_closed(record: Record, old: Record | None, records: Records) -> None:
    for version in (record, old):
        if version is None or type(version) not in REPORTED:
            continue
        is_proposed = isinstance(version, Movement | TargetChange) and version.state == "proposed"
        if (old is None and is_proposed) or _is_plan_only(record, old):
            continue
        opened = open_period_of(version, records)
        period = cast("str", getattr(version, "period", ""))
        if opened and period < opened:
            raise ClosedPeriodError(period)


def _is_plan_only(record: Record, old: Record | None) -> bool:
    """Whether a month of activity keeps what was done in it; one removed comes as its own old self."""
    if not isinstance(record, ActivityMonth):
        return False
    before = old if isinstance(old, ActivityMonth) and old != record else None
    return (record.done, record.period) == (before.done, before.period) if before else record.done is None


def open_period_of(record: Record, records: Records) -> str:
    """Return the open period of the programme that a record is reported to; empty where it has none."""
    programme = programme_of(record, records)
    return programme.open_period if programme else ""


def programme_of(record: Record, records: Records) -> Programme | None:
    """Return the programme that a record is reported to or belongs to; None where it has none."""
    key = REPORTED.get(type(record)) or _OWNERS.get(type(record))
    if key is None:
        return record if isinstance(record, Programme) else None
    owner = records.find(TYPE_BY_TABLE[field_of(type(record), key).to], getattr(record, key))
    return programme_of(owner, records) if owner else None
