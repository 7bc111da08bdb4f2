"""A tracker workbook on its way into a portfolio: what is found, how it is mapped, what it would do, and doing it.

Each step is worked out when it is asked for and kept until something that it is made of is chosen otherwise. All but
``apply`` is worked out of plain memory, so that another thread may do it (``work_out``) while the window paints.
"""

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from asc_desktop._collector import collector_rests
from asc_desktop.domain import dates
from asc_desktop.domain.dates import year_of_period
from asc_desktop.domain.importing.columns.file import mapping_for
from asc_desktop.domain.importing.columns.mapped import map_as, map_tables
from asc_desktop.domain.importing.columns.targets import record_choices, targets_for
from asc_desktop.domain.importing.found import FoundTable, PutRight
from asc_desktop.domain.importing.mapping import TableMap, Target, TrackerMapping
from asc_desktop.domain.importing.plan import Chosen, Plan, State, Where
from asc_desktop.domain.importing.planning.drafting import Ids
from asc_desktop.domain.importing.planning.made import make_plan
from asc_desktop.domain.importing.planning.months import MonthSaid, month_said
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.domain.importing.structure.find import find_tables
from asc_desktop.domain.importing.totals.held import errors_told, hold_totals
from asc_desktop.domain.importing.totals.kept import control_totals
from asc_desktop.domain.records.council import OwnField
from asc_desktop.domain.records.delivery import Programme, SavingsTarget
from asc_desktop.domain.records.fields import Value
from asc_desktop.domain.records.governance import ControlTotal
from asc_desktop.domain.words import listed
from asc_desktop.services.importing.applied import Applied
from asc_desktop.services.importing.applying import apply_plan
from asc_desktop.services.importing.likeness import Likeness
from asc_desktop.services.importing.mappings import remembered, to_remember
from asc_desktop.services.importing.meanings import Meanings, Met, meanings_of
from asc_desktop.services.importing.plan_words import PlanWords
from asc_desktop.services.importing.vocabulary import read_vocabulary
from asc_desktop.services.session import Session

__all__ = ["Meanings", "Met", "TrackerImport"]

_YEARS_BACK, _YEARS_ON = 2, 5
"""The years of figures that may be chosen, round this one, where no programme says which it has."""


class TrackerImport:
    """One workbook to be taken into one portfolio."""

    def __init__(
        self,
        session: Session,
        workbook: Workbook,
        *,
        mapping: TrackerMapping | None = None,
        period: str = "",
        programme_id: str = "",
    ) -> None:
        """Take the workbook as read. ``mapping`` is used where its headings are found again.

        ``period`` is the month that is reported, the programme's open one where it is empty; ``programme_id`` is
        needed where the portfolio has several programmes, and the first of them is taken otherwise.
        """
        self.workbook = workbook
        self.chosen = Chosen()
        self.period = period
        self.programme_id = programme_id
        self.programme_name = ""
        self._session = session
        self._today = session.today
        self._given = mapping
        self._sheets: frozenset[str] | None = None
        self._left_out: tuple[bool, ...] = ()
        self._put_right: dict[str, PutRight] = {}
        self._found: dict[str, tuple[FoundTable, ...]] = {}
        self._chosen_maps: dict[tuple[str, int, int], TableMap] = {}
        self._tables: tuple[FoundTable, ...] | None = None
        self._mapping: TrackerMapping | None = None
        self._plan: Plan | None = None
        self._ids = Ids(session.new_id)
        self._said: tuple[Plan, PlanWords] | None = None

    # -------------------------------------------------------------------------------------------- worked out

    @property
    def tables(self) -> tuple[FoundTable, ...]:
        """Every table of every sheet, those of hidden sheets too."""
        if self._tables is None:
            self._tables = tuple(
                table for sheet in self.workbook.sheets for table in self._tables_of(sheet.name)
            )
        return self._tables

    def _tables_of(self, name: str) -> tuple[FoundTable, ...]:
        if name not in self._found:
            self._found[name] = find_tables(
                self.workbook.sheet(name), self.workbook, self.right_of(name), read_vocabulary().knows
            )
        return self._found[name]

    @property
    def mapping(self) -> TrackerMapping:
        """How the tables are mapped; its ``tables`` are parallel to ``self.tables``."""
        if self._mapping is None:
            before = ((self._given,) if self._given else ()) + remembered(self._session.records)
            made = self._mapped(before, self._seen)
            # A sheet that is asked for is taken as it would be had nobody ever left it out.
            fresh = self._mapped((), self._seen) if self._sheets is not None and before else made
            tables = tuple(map(self._as_chosen, self.tables, made.tables, fresh.tables))
            self._mapping = replace(made, tables=tables)
            plain = made if self._sheets is None else self._mapped(before, self.workbook)
            self._left_out = tuple(found.skip for found in plain.tables)
        return self._mapping

    @property
    def is_remembered(self) -> bool:
        """Whether any table is mapped as before: as the portfolio remembers it, or as a mapping's file says."""
        before = ((self._given,) if self._given else ()) + remembered(self._session.records)
        return bool(mapping_for(self.tables, before))

    @property
    def _to_remember(self) -> TrackerMapping:
        """The mapping without that some sheets alone were asked for this time."""
        tables = self.mapping.tables
        if self._sheets is not None:
            tables = tuple(
                found if table.key in self._chosen_maps else replace(found, skip=skip)
                for table, found, skip in zip(self.tables, tables, self._left_out, strict=True)
            )
        return replace(self.mapping, tables=tables)

    def _mapped(self, before: Sequence[TrackerMapping], workbook: Workbook) -> TrackerMapping:
        return map_tables(
            workbook,
            self.tables,
            read_vocabulary(),
            self._session.records,
            before,
            open_period=self._month,
            first_year=self._first_year,
        )

    @property
    def _seen(self) -> Workbook:
        """The workbook as if the sheets that are asked for were not hidden."""
        asked = self._sheets or ()
        sheets = tuple(
            replace(sheet, state="visible") if sheet.name in asked else sheet
            for sheet in self.workbook.sheets
        )
        return replace(self.workbook, sheets=sheets) if asked else self.workbook

    def _as_chosen(self, table: FoundTable, found: TableMap, fresh: TableMap) -> TableMap:
        chosen = self._chosen_maps.get(table.key)
        if chosen is not None and _paths(chosen) == _paths(found):
            return chosen
        if self._sheets is None:
            return found
        return replace(found, skip=fresh.skip or table.sheet not in self._sheets)

    @property
    def _month(self) -> str:
        programme = self._programme
        # A new programme's open month is today's: what names a quarter and no year is of this one there too.
        return self.period or (programme.open_period if programme else self._today[:7])

    def _month_said(self, today: str) -> MonthSaid | None:
        words = read_vocabulary().special.get("period", ())
        return month_said(self.workbook, self.tables, self.mapping, words, today)

    @property
    def _first_year(self) -> int:
        programme = self._programme
        return programme.first_year if programme else 0

    @property
    def plan(self) -> Plan:
        """What the import would do."""
        return self.work_out()

    @property
    def is_worked_out(self) -> bool:
        """Whether the plan of what is now chosen is known, so that asking for it takes no time."""
        return self._plan is not None

    def work_out(self) -> Plan:
        """Work out tables, mapping and plan as far as they are not known, and return the plan.

        Any thread may do this, one at a time, for as long as neither the session nor what is chosen changes: it looks
        at records in memory and not at the file.
        """
        if self._plan is None:
            with collector_rests():
                self._plan = self._planned()
        return self._plan

    def _planned(self) -> Plan:
        said, where = self._month_said(self._today), self._where
        if said is not None and not where.period and self._programme is None:
            where = replace(where, period=said.period)
        plan = make_plan(
            self.workbook,
            self.tables,
            self.mapping,
            self._session.records,
            self.chosen,
            where,
            ids=self._ids,
            likely=Likeness(),
        )
        totals = hold_totals(self.workbook, self.tables, self.mapping, plan.rows)
        told = errors_told(self.workbook, self.tables, self.mapping)
        month = where.period or self._month
        if said is not None and month and said.period != month:
            into = dates.period_label(month)
            told = (
                f"{said.words}, and this goes into {into}: choose the other month if that is wrong.",
                *told,
            )
        later = self._month_said("") if said is None else None
        if later is not None and later.period != month:
            into = dates.period_label(month)
            told = (
                f"{later.words}, which has not begun, and this goes into {into}: choose the month if that is wrong.",
                *told,
            )
        if self.workbook.attached:
            names = listed([f"“{attached.name}”" for attached in self.workbook.attached])
            sentence = "It is an e-mail, of which the words alone were read. To import"
            told = (f"{sentence} {names}, save what is attached to it and choose that.", *told)
        return replace(plan, totals=totals, told=(*told, *plan.told))

    # ------------------------------------------------------------------------------------------------ chosen

    def put_right(self, sheet: str, right: PutRight) -> None:
        """Take what a person says of a sheet in place of what was found there."""
        self._put_right[sheet] = right
        self._found.pop(sheet, None)
        self._tables = self._mapping = self._plan = None

    def right_of(self, sheet: str) -> PutRight:
        """Return what a person has said of a sheet so far."""
        return self._put_right.get(sheet, PutRight())

    def choose_sheets(self, names: Collection[str] | None) -> None:
        """Take the tables of these sheets alone, hidden or not; None for those of every sheet that is not hidden."""
        self._sheets = None if names is None else frozenset(names)
        self._mapping = self._plan = None

    def choose_map(self, at: int, table_map: TableMap) -> None:
        """Map a table otherwise; ``at`` is its place in ``self.tables``."""
        tables = list(self.mapping.tables)
        tables[at] = table_map
        self._chosen_maps[self.tables[at].key] = table_map
        self._mapping = replace(self.mapping, tables=tuple(tables))
        self._plan = None

    def map_as(self, at: int, record: str) -> None:
        """Map a table anew, its rows being records of this table."""
        made = map_as(
            self.tables[at],
            record,
            self.workbook,
            read_vocabulary(),
            self._session.records,
            open_period=self._month,
            first_year=self._first_year,
        )
        self.choose_map(at, replace(made, skip=False))

    def use(self, mapping: TrackerMapping) -> None:
        """Use a mapping from a file in place of the one that was found, for the tables whose headings it has."""
        self._given = mapping
        self._chosen_maps.clear()
        self._mapping = self._plan = None

    def choose(self, chosen: Chosen) -> None:
        """Take what a person corrected, ticked and joined of the plan."""
        self.chosen = chosen
        self._plan = None

    def choose_where(self, *, programme_id: str = "", programme_name: str = "", period: str = "") -> None:
        """Say into which programme and month it goes; a name makes a new programme, where there is none of it."""
        self.programme_id, self.programme_name, self.period = programme_id, programme_name, period
        self._mapping = self._plan = None

    # -------------------------------------------------------------------------------------------- to choose from

    @property
    def record_choices(self) -> Sequence[tuple[str, str]]:
        """What the rows of a table may be: a record table, and its words in the plural."""
        return record_choices()

    def targets(self, at: int) -> Sequence[tuple[Target, str]]:
        """Return what a column of a table may fill, in words, those of one record together."""
        mapped = self.mapping.tables[at]
        used = [column.target for column in mapped.columns if column.target is not None]
        programme = self._programme
        this_year = year_of_period(self.period or self._today[:7])
        first, last = (
            (programme.first_year, programme.last_year)
            if programme
            else (this_year - _YEARS_BACK, this_year + _YEARS_ON)
        )
        years = range(first, last + 1)
        return targets_for(mapped.record, years, self._session.records.all(OwnField), used)

    def meanings(self, at: int, target: Target) -> Meanings:
        """Return what stands in the columns of a table that fill a target, and what each text stands for."""
        found = meanings_of(
            self.workbook, self.tables[at], self.mapping.tables[at], target, self._session.records
        )
        if all(met.stands_for is not None for met in found.met):
            return found
        joined = self._joined(self.tables[at].sheet, target)
        met = tuple(
            replace(each, stands_for=joined.get(each.text)) if each.stands_for is None else each
            for each in found.met
        )
        return replace(found, met=met)

    def _joined(self, sheet: str, target: Target) -> dict[str, str]:
        """Return the records that the texts of a reference are by reference or name, made now or not, in words."""
        return {
            value.text.strip(): self.value_words(record.table, value.key, value.new)
            for row in self.work_out().rows
            if row.sheet == sheet
            for record in row.records
            if record.table == target.table
            for value in record.values
            if value.key == target.key and value.cell and value.new and value.state is not State.REFUSED
        }

    # ------------------------------------------------------------------------------------------------ in words

    @property
    def programme_words(self) -> str:
        """The programme that it goes into; the one that the plan makes, where there is none."""
        programme = self._programme or self._words.made(Programme)
        return str(programme.title_words(self._session.records)) if programme else self.programme_name

    @property
    def open_period(self) -> str:
        """The month that is reported."""
        programme = self._programme or self._words.made(Programme)
        return self.period or (programme.open_period if isinstance(programme, Programme) else "")

    def value_words(self, table: str, key: str, value: Value) -> str:
        """Return a value of a planned record in words: a reference by the words of its record, new or not."""
        return self._words.value(table, key, value)

    @property
    def _words(self) -> PlanWords:
        plan = self.work_out()
        if self._said is None or self._said[0] is not plan:
            self._said = (plan, PlanWords(self._session, plan))
        return self._said[1]

    @property
    def _programme(self) -> Programme | None:
        """The programme that it goes into, where it is there already."""
        held = sorted(self._session.records.all(Programme), key=lambda item: (item.position, item.name))
        if self.programme_id:
            return next((item for item in held if item.id == self.programme_id), None)
        if self.programme_name:
            name = self.programme_name.strip().casefold()
            return next((item for item in held if item.name.casefold() == name), None)
        return held[0] if held else None

    @property
    def _where(self) -> Where:
        programme = self._programme
        return Where(
            programme_id=programme.id if programme else "",
            programme_name="" if programme else self.programme_name,
            period=self.period,
            today=self._today,
        )

    # ------------------------------------------------------------------------------------------------ done

    def apply(self, *, reason: str = "", keep_totals: bool = False) -> Applied:
        """Do it: after a backup, as one transaction. Where there is nothing to change, neither is made.

        ``reason`` is why closed months are corrected. ``keep_totals`` keeps the sheet's own totals as control totals.
        Raises ClosedPeriodError where closed months would change and no reason is given, EditRefused and StoreError;
        nothing is then changed.
        """
        plan = self.work_out()
        with collector_rests():
            applied = apply_plan(
                self._session,
                self.workbook.name,
                plan,
                reason=reason,
                totals=self._totals(plan) if keep_totals else (),
                beside=to_remember(self._session, self._to_remember),
            )
        self._plan = None
        return applied

    def _totals(self, plan: Plan) -> tuple[ControlTotal, ...]:
        """Return what keeps the workbook's own totals, in the programme that it goes into."""
        programme = self._programme or self._words.made(Programme)
        if programme is None:
            return ()
        held = self._session.records.of(ControlTotal, "programme_id", programme.id)
        targets = {item.id: item.line_id for item in self._session.records.all(SavingsTarget)}
        targets |= {item.id: item.line_id for item in plan.puts if isinstance(item, SavingsTarget)}
        return control_totals(
            plan.totals,
            plan.rows,
            self.workbook.name,
            programme.id,
            self._session.new_id,
            held,
            lambda target_id: targets.get(target_id, ""),
        )


def _paths(mapped: TableMap) -> list[tuple[str, ...]]:
    return [column.path for column in mapped.columns]
