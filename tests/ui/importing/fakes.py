"""A tracker as the import window is handed one, with a plan that follows what is chosen in the simplest way."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from asc_desktop.domain.importing.found import FoundColumn, FoundLine, FoundTable, Role
from asc_desktop.domain.importing.mapping import ColumnMap, TableMap, Target, TrackerMapping
from asc_desktop.domain.importing.plan import (
    HeldTotal,
    Missing,
    Plan,
    PlannedRecord,
    PlannedRow,
    PlannedValue,
    State,
)
from asc_desktop.domain.importing.sheets import Area, Cell, Sheet, Style, Workbook
from asc_desktop.services.importing.applied import Applied, refusals
from asc_desktop.services.importing.tracker import Meanings, Met, TrackerImport
from asc_desktop.services.session import Session

STYLES = (
    Style(),
    Style(fill="1F4E79", bold=True),
    Style(fill="00B050"),
    Style(number_format="#,##0"),
    Style(bold=True),
)
GRID: tuple[tuple[object, ...], ...] = (
    ("Moorside Council: adult social care tracker",),
    (),
    ("", "Ref", "Project", "SRO", "RAG", "Saving 2026/27 £000", "Notes"),
    ("", "Reablement"),
    ("", "T-01", "Reablement at home", "A. Officer", "G", 120.0, "On course"),
    ("", "T-02", "Equipment recycling", "B. Officer", "A", 80.0, ""),
    ("", "T-03", "Day centres", "C. Officer", "Purple", 40.5, "Out to consultation"),
    ("", "T-04", "Night visits", "D. Officer", "", "tbc", ""),
    ("", "Total", "", "", "", 240.5, ""),
    ("", "Source: finance, June"),
)
HEADINGS = ("Ref", "Project", "SRO", "RAG", "Saving 2026/27 £000", "Notes")
ROLES = {
    2: Role.HEADING,
    3: Role.GROUP,
    4: Role.RECORD,
    5: Role.RECORD,
    6: Role.RECORD,
    7: Role.RECORD,
    8: Role.TOTAL,
    9: Role.NOTE,
}
STATUS = Target("status_update", "status_id")
TARGETS = (
    (Target("project", "ref"), "Project: Reference"),
    (Target("project", "name"), "Project: Name"),
    (Target("project", "lead"), "Project: Lead"),
    (STATUS, "Status: Status"),
    (Target("status_update", "narrative"), "Status: Narrative"),
    (Target("savings_target", "amount_pence", year=2026), "Saving 2026/27: Target"),
    (Target("theme", "name"), "Theme: Name"),
)
OPTIONS = (("s-green", "On track"), ("s-amber", "Experiencing obstacles"), ("s-red", "At risk"))


def _cell(value: object, row: int) -> Cell | None:
    if value == "":
        return None
    if isinstance(value, float):
        return Cell(value, Cell.NUMBER, 3)
    style = 1 if row == 2 else 4 if row in {3, 8} else 2 if value == "G" else 0
    return Cell(str(value), Cell.TEXT, style)


def a_workbook() -> Workbook:
    rows = tuple(tuple(_cell(value, at) for value in row) for at, row in enumerate(GRID))
    projects = Sheet("Projects", rows, hidden_rows=frozenset({7}), merges=(Area(0, 0, 0, 5),))
    lists = Sheet("Lists", ((Cell("RAG"),), (Cell("G"),), (Cell("A"),)), state="hidden")
    return Workbook("Tracker June.xlsx", (projects, lists), STYLES)


def a_table() -> FoundTable:
    lines = tuple(FoundLine(at, role, why=f"Row {at + 1} looks so.") for at, role in ROLES.items())
    columns = tuple(FoundColumn(at, (heading,)) for at, heading in enumerate(HEADINGS, start=1))
    return FoundTable("Projects", Area(2, 1, 9, 6), lines=lines, columns=columns, why="It has headings.")


def a_mapping() -> TrackerMapping:
    found = (*(target for target, _ in TARGETS[:4]), TARGETS[5][0], None)
    sure = (1.0, 1.0, 0.95, 0.8, 0.9, 0.3)
    why = ("Headed so.", "Headed so.", "A word for Lead.", "A word for Status.", "", "Nothing is called so.")
    columns = tuple(
        ColumnMap(
            path=(heading,),
            at=at + 1,
            target=found[at],
            sure=sure[at],
            why=why[at],
            way="£000|point" if at == 4 else "",
        )
        for at, heading in enumerate(HEADINGS)
    )
    projects = TableMap(sheet="Projects", record="project", columns=columns, group=(Target("theme", "name"),))
    lists = TableMap(sheet="Lists", record="", columns=(ColumnMap(path=("RAG",), at=0),), skip=True)
    return TrackerMapping(tables=(projects, lists))


class FakeTracker(TrackerImport):
    """One that knows what it found beforehand; what was asked of it is kept."""

    def __init__(self, session: Session, workbook: Workbook | None = None) -> None:
        super().__init__(session, workbook or a_workbook(), mapping=a_mapping())
        self.applied: list[tuple[str, bool]] = []
        self.told: tuple[str, ...] = ("A programme is made: “Moorside Council”.",)
        lists = FoundTable(
            "Lists", Area(0, 0, 2, 0), lines=(FoundLine(0, Role.HEADING),), columns=(FoundColumn(0, ("RAG",)),)
        )  # fmt: skip
        self._fake = (a_table(), lists)

    @property
    def mapping(self) -> TrackerMapping:
        if self._mapping is None:
            self._mapping = a_mapping()
        return self._mapping

    @property
    def is_remembered(self) -> bool:
        return False

    def value_words(self, table: str, key: str, value: object) -> str:
        return str(value or "")

    @property
    def tables(self) -> tuple[FoundTable, ...]:
        right = self.right_of("Projects")
        if not (right.roles or right.headings):
            return self._fake
        lines = tuple(
            replace(line, role=Role.HEADING if line.at in right.headings else right.roles.get(line.at, line.role))
            for line in self._fake[0].lines
        )  # fmt: skip
        return (replace(self._fake[0], lines=lines), self._fake[1])

    @property
    def is_worked_out(self) -> bool:
        return self._plan is not None

    def work_out(self) -> Plan:
        if self._plan is None:
            self._plan = self._planned()
        return self._plan

    def targets(self, at: int) -> Sequence[tuple[Target, str]]:
        return TARGETS if at == 0 else ()

    def meanings(self, at: int, target: Target) -> Meanings:
        if target != STATUS or at != 0:
            return Meanings()
        chosen = self.mapping.tables[0].meanings.get("status_update.status_id", {})
        known = {"G": "s-green", "A": "s-amber", **chosen}
        return Meanings(tuple(Met(text, 1, known.get(text)) for text in ("G", "A", "Purple")), OPTIONS)

    def apply(self, *, reason: str = "", keep_totals: bool = False) -> Applied:
        self.applied.append((reason, keep_totals))
        return Applied(
            action="Import Tracker June.xlsx",
            made={"project": 3},
            refused=refusals(self.plan),
            sentence="3 projects were made; 1 row was refused.",
        )

    def _planned(self) -> Plan:
        if self.mapping.tables[0].skip:
            return Plan()
        rows = tuple(
            self._row(line.at) for line in self.tables[0].lines if line.role is Role.RECORD
        )  # fmt: skip
        total = HeldTotal(
            sheet="Projects", cell="F9", label="Total", column="Saving 2026/27 £000", is_money=True,
            printed=24_050_000, taken=24_050_000, verdict="agrees", sentence="",
        )  # fmt: skip
        return Plan(
            rows=rows,
            missing=(Missing("project", "p-9", "P-009 Falls prevention"),),
            totals=(total,),
            unmapped=(("Projects", "G", "Notes"),)
            if self.mapping.tables[0].columns[5].target is None
            else (),
            told=self.told,
        )

    def _row(self, at: int) -> PlannedRow:
        words = [str(value) for value in GRID[at]]
        left_out = ("Projects", "B", at) in self.chosen.rows
        known = {"G", "A", *self.mapping.tables[0].meanings.get("status_update.status_id", {})}
        values = []
        for column, (key, label) in enumerate(
            (("ref", "Reference"), ("name", "Name"), ("lead", "Lead"), ("status_id", "Status")), start=1
        ):
            cell = f"{'ABCDEFG'[column]}{at + 1}"
            text = self.chosen.texts.get(("Projects", cell), words[column])
            is_bad = key == "status_id" and text not in known and bool(text)
            values.append(
                PlannedValue(
                    key=key,
                    label=label,
                    sheet="Projects",
                    cell=cell,
                    text=words[column],
                    typed=text,
                    new=text,
                    state=State.REFUSED if is_bad else State.NEW,
                    sentence=f"“{text}” stands for no status." if is_bad else "",
                )
            )
        state = State.LEFT_OUT if left_out else State.NEW
        if any(value.state is State.REFUSED for value in values) and not left_out:
            state = State.REFUSED
        likely = (("p-2", "P-002 Recycled equipment"),) if at == 5 else ()
        record = PlannedRecord(
            table="project", record_id=f"new-{at}", words=f"{words[1]} {words[2]}", state=state,
            values=tuple(values), likely=likely,
        )  # fmt: skip
        return PlannedRow(
            sheet="Projects", side="B", line=at, words=record.words, state=state, records=(record,)
        )
