"""A person at the import of a tracker, who answers what the program asks and nothing else."""

from collections.abc import Mapping

from msgspec.structs import replace

from asc_desktop.domain.importing.mapping import TableMap, Target, meaning_key
from asc_desktop.domain.importing.plan import Plan, PlannedRecord, PlannedRow, PlannedValue, State
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.services.importing.applied import Applied
from asc_desktop.services.importing.tracker import TrackerImport
from asc_desktop.services.session import Session

PROGRAMME = "Adult Social Care"


class Desk:
    """One workbook on its way into one portfolio."""

    def __init__(self, session: Session, workbook: Workbook, *, period: str = "2024-09") -> None:
        self.tracker = TrackerImport(session, workbook, period=period)
        if not session.records.all(Programme):
            self.tracker.choose_where(programme_name=PROGRAMME, period=period)

    @property
    def plan(self) -> Plan:
        return self.tracker.plan

    def answer(self, means: Mapping[str, str]) -> None:
        """Say what each text stands for that the program doesn't know, where this person does."""
        for at, table_map in enumerate(self.tracker.mapping.tables):
            answered = self._answered(at, table_map, means)
            if answered != table_map:
                self.tracker.choose_map(at, answered)

    def _answered(self, at: int, table_map: TableMap, means: Mapping[str, str]) -> TableMap:
        meanings = {key: dict(texts) for key, texts in table_map.meanings.items()}
        for target in _targets(table_map):
            asked = self.tracker.meanings(at, target)
            words = {said: kept for kept, said in asked.options}
            for met in asked.met:
                if met.stands_for is None and met.text in means:
                    kept = words[means[met.text]]
                    meanings.setdefault(meaning_key(target), {})[met.text] = kept
        return replace(table_map, meanings=meanings)

    def apply(self) -> Applied:
        return self.tracker.apply()

    # ---- what the plan says

    def rows(self, *states: State) -> list[PlannedRow]:
        return [row for row in self.plan.rows if not states or row.state in states]

    def records(self, table: str) -> list[PlannedRecord]:
        return [record for row in self.plan.rows for record in row.records if record.table == table]

    def at(self, cell: str, sheet: str = "") -> list[tuple[str, PlannedValue]]:
        """What a cell fills: each value with its record's table."""
        return [
            (record.table, value)
            for row in self.plan.rows
            for record in row.records
            for value in record.values
            if value.cell == cell and sheet in {"", value.sheet}
        ]

    def taken(self, cell: str, sheet: str = "") -> dict[str, object]:
        """What would be taken of a cell, by ``table.key``."""
        return {
            f"{table}.{value.key}": value.new
            for table, value in self.at(cell, sheet)
            if value.state in {State.NEW, State.CHANGED, State.SAME}
        }

    def refused(self) -> dict[str, str]:
        """The sentence of each refused cell."""
        return {
            value.cell: value.sentence
            for row in self.plan.rows
            for record in row.records
            for value in record.values
            if value.state is State.REFUSED
        }

    def sentences(self) -> str:
        """All that the plan says to the person, in one text."""
        said = [*self.plan.told]
        for row in self.plan.rows:
            said.append(row.sentence)
            for record in row.records:
                said.append(record.sentence)
                said += [value.sentence for value in record.values]
        said += [total.sentence for total in self.plan.totals]
        return "\n".join(text for text in said if text)


def _targets(table_map: TableMap) -> list[Target]:
    found = [column.target for column in table_map.columns if column.target is not None]
    return list(dict.fromkeys(replace(target, year=0, period="", number=0) for target in found))
