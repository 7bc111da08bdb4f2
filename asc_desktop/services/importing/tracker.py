"""A tracker workbook on its way into a portfolio: what is found, how it is mapped, what it would do, and doing it.

Each step is worked out when it is asked for and kept until something that it is made of is chosen otherwise. All but
``apply`` is worked out of plain memory, so that another thread may do it (``work_out``) while the window paints.
"""

from collections.abc import Sequence

from msgspec import Struct

from asc_desktop.domain.importing.found import FoundTable, PutRight
from asc_desktop.domain.importing.mapping import TableMap, Target, TrackerMapping
from asc_desktop.domain.importing.plan import Chosen, Plan
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.services.importing.applied import Applied
from asc_desktop.services.session import Session


class Met(Struct, frozen=True):
    """A text, a letter or a colour that stands in a column, how often, and what it stands for.

    ``stands_for`` is one of the options' keys, empty where it is to be left out, None where nobody knows yet.
    """

    text: str
    count: int
    stands_for: str | None


class Meanings(Struct, frozen=True):
    """What a column's texts stand for. ``options`` are what may be chosen: what is kept, and its words."""

    met: tuple[Met, ...] = ()
    options: tuple[tuple[str, str], ...] = ()


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
        self._given = mapping
        self._put_right: dict[str, PutRight] = {}
        self._tables: tuple[FoundTable, ...] | None = None
        self._mapping: TrackerMapping | None = None
        self._plan: Plan | None = None

    @property
    def tables(self) -> tuple[FoundTable, ...]:
        """Every table of every sheet, those of hidden sheets too."""
        if self._tables is None:
            self._tables = ()
        return self._tables

    @property
    def mapping(self) -> TrackerMapping:
        """How the tables are mapped; its ``tables`` are parallel to ``self.tables``."""
        if self._mapping is None:
            self._mapping = self._given or TrackerMapping()
        return self._mapping

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
            self._plan = Plan()
        return self._plan

    def put_right(self, sheet: str, right: PutRight) -> None:
        """Take what a person says of a sheet in place of what was found there."""
        self._put_right[sheet] = right
        self._tables = self._mapping = self._plan = None

    def right_of(self, sheet: str) -> PutRight:
        """Return what a person has said of a sheet so far."""
        return self._put_right.get(sheet, PutRight())

    def choose_map(self, at: int, table_map: TableMap) -> None:
        """Map a table otherwise; ``at`` is its place in ``self.tables``."""
        tables = list(self.mapping.tables)
        tables[at] = table_map
        self._mapping = TrackerMapping(name=self.mapping.name, tables=tuple(tables))
        self._plan = None

    def use(self, mapping: TrackerMapping) -> None:
        """Use a mapping from a file in place of the one that was found, for the tables whose headings it has."""
        self._given = mapping
        self._mapping = self._plan = None

    def choose(self, chosen: Chosen) -> None:
        """Take what a person corrected, ticked and joined of the plan."""
        self.chosen = chosen
        self._plan = None

    def choose_where(self, *, programme_id: str = "", programme_name: str = "", period: str = "") -> None:
        """Say into which programme and month it goes; a name makes a new programme, where there is none of it."""
        self.programme_id, self.programme_name, self.period = programme_id, programme_name, period
        self._plan = None

    def targets(self, at: int) -> Sequence[tuple[Target, str]]:
        """Return what a column of a table may fill, in words, those of one record together."""
        _ = at
        return ()

    def meanings(self, at: int, target: Target) -> Meanings:
        """Return what stands in the columns of a table that fill a target, and what each text stands for."""
        _ = at, target
        return Meanings()

    def apply(self, *, reason: str = "", keep_totals: bool = False) -> Applied:
        """Do it: after a backup, as one transaction. Where there is nothing to change, neither is made.

        ``reason`` is why closed months are corrected. ``keep_totals`` keeps the sheet's own totals as control totals.
        Raises ClosedPeriodError where closed months would change and no reason is given, EditRefused and StoreError;
        nothing is then changed.
        """
        _ = reason, keep_totals
        return Applied(sentence="There is nothing to change.")

    def mapping_json(self) -> str:
        """Return the mapping as the text of its file."""
        return ""
