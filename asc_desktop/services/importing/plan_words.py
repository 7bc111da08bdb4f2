"""The values of a plan in words, those too that name records which the plan itself makes."""

from functools import cached_property

from asc_desktop.domain.importing.plan import Plan
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.council import OwnField
from asc_desktop.domain.records.fields import Field, Kind, Record, Value, fields_of
from asc_desktop.domain.records.own import as_field
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.services.history import value_words
from asc_desktop.services.session import Session

_OWN = "own:"


class PlanWords:
    """Says the values of one plan."""

    def __init__(self, session: Session, plan: Plan) -> None:
        self._session = session
        self._puts = {record.id: record for record in plan.puts}

    def value(self, table: str, key: str, value: Value) -> str:
        """Return a value in words; nothing for none."""
        field = self._fields(table).get(key)
        if field is None or value is None or value == "":
            return "" if value is None else str(value)
        if field.kind is Kind.MONEY:
            # Nothing beside it says the unit, as the heading of a column would.
            return format_pounds(int(value))
        new = self._puts.get(str(value)) if field.kind is Kind.REFERENCE else None
        return new.title_words(self._session.records) if new else value_words(self._session, field, value)

    def made(self, kind: type[Record]) -> Record | None:
        """Return the first record of a type that the plan makes; None where it makes none."""
        find = self._session.records.find
        every = (record for record in self._puts.values() if type(record) is kind)
        return next((record for record in every if find(kind, record.id) is None), None)

    def _fields(self, table: str) -> dict[str, Field]:
        if table not in self._described:
            own = [item for item in self._every_own if item.record_table == table]
            self._described[table] = {field.key: field for field in fields_of(TYPE_BY_TABLE[table])} | {
                f"{_OWN}{item.label}": as_field(item) for item in own
            }
        return self._described[table]

    @cached_property
    def _described(self) -> dict[str, dict[str, Field]]:
        return {}

    @cached_property
    def _every_own(self) -> tuple[OwnField, ...]:
        new = (record for record in self._puts.values() if isinstance(record, OwnField))
        return (*self._session.records.all(OwnField), *new)
