"""Which fields the rows of a table may fill: those of the record that a row is first of all, and of its companions."""

from functools import cache

from msgspec import Struct

from asc_desktop.domain.importing.mapping import Target
from asc_desktop.domain.records.fields import Field, Kind, fields_of, owner_field
from asc_desktop.domain.records.types import TYPE_BY_TABLE

_OF_A_PROJECT = (
    "status_update", "savings_line", "savings_target", "savings_position", "milestone", "exception", "mitigation",
    "project_cost", "project_dependency",
)  # fmt: skip
TAKES: dict[str, tuple[str, ...]] = {
    "project": ("project", "theme", *_OF_A_PROJECT),
    "savings_line": ("savings_line", "savings_target", "savings_position"),
    "risk": ("risk", "risk_score", "risk_action"),
    "issue": ("issue",),
    "milestone": ("milestone",),
    "exception": ("exception", "mitigation"),
    "mitigation": ("mitigation",),
    "decision": ("decision",),
    "measure": ("measure", "measure_target", "measure_profile", "measure_value"),
    "budget_line": ("budget_line", "budget_position"),
    "activity": ("activity", "activity_month"),
    "project_cost": ("project_cost",),
    "project_dependency": ("project_dependency",),
    "target_change": ("target_change",),
    "workstream": ("workstream",),
    "programme": ("programme",),
}
"""By the table of what a row is first of all, the tables that it may fill, itself first."""

NAMED_BY = {
    "risk": "description", "issue": "description", "exception": "description", "decision": "subject",
    "mitigation": "action", "target_change": "reference", "project_dependency": "needs_project_id",
}  # fmt: skip
"""The field without which a row names no record; ``name`` for all others."""

OWNED_BY = {
    "savings_line": "project_id", "milestone": "project_id", "exception": "project_id", "mitigation": "exception_id",
    "project_cost": "project_id", "project_dependency": "project_id", "target_change": "line_id",
    "workstream": "theme_id",
}  # fmt: skip
"""The field that says whose a row's record is, where that is no programme."""

YEARLY = frozenset({"savings_target", "savings_position", "project_cost", "measure_target"})
"""Tables with a record for each year."""
MONTHLY = frozenset(
    {"status_update", "savings_position", "risk_score", "measure_profile", "measure_value", "budget_position",
     "activity_month"}
)  # fmt: skip
"""Tables with a record for each month."""
NUMBERED = frozenset({"milestone", "exception", "mitigation"})
"""Companions of which a row may have several."""

YEAR, PERIOD, MEASURE, VALUE, REFERENCE = (
    Target("", key) for key in ("year", "period", "measure", "value", "reference")
)

_TIME_KEYS = frozenset({"year", "period"})
_UNSAID = frozenset({"movement_id", "milestone_id", "retired", "decimals"})


class Taken(Struct, frozen=True):
    """A field that a column may fill, and the table that has it."""

    table: str
    field: Field

    @property
    def noun(self) -> str:
        """What the record is called."""
        return TYPE_BY_TABLE[self.table].noun


@cache
def fields_taken(record: str) -> tuple[Taken, ...]:
    """Return the fields that columns of a table may fill, where its rows are first of all of a record table."""
    return tuple(
        Taken(table, field)
        for table in TAKES[record]
        for field in fields_of(TYPE_BY_TABLE[table])
        if _is_taken(record, table, field)
    )


@cache
def field_taken(target: Target) -> Field:
    """Return the field of a target that has one."""
    return next(field for field in fields_of(TYPE_BY_TABLE[target.table]) if field.key == target.key)


def _is_taken(record: str, table: str, field: Field) -> bool:
    if table == "theme":
        return field.key == "programme_id"
    if field.hidden or field.key in _UNSAID:
        return False
    if field.key in _TIME_KEYS and table in YEARLY | MONTHLY:
        return False
    owner = owner_field(TYPE_BY_TABLE[table])
    is_owner = owner is not None and owner.key == field.key
    return table == record or not (is_owner and field.kind is Kind.REFERENCE)
