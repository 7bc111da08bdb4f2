"""The sample portfolio, built from the reviewable tables in ``resources/sample``.

Each file is a CSV table of one record type, in British words: money in pounds, years as 2024/25, and the names or refs
of other records in place of ids. A column is named after the field that it fills, without the ending ``_pence`` or
``_id``. Where a table has a ``key`` column, other tables name its rows by that. Every cell is checked as if typed.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from asc_desktop._paths import resource_path
from asc_desktop.domain.dates import DateError, parse_year
from asc_desktop.domain.records.assurance import (
    BudgetLine,
    BudgetPosition,
    BudgetTotal,
    Measure,
    MeasureProfile,
    MeasureTarget,
    MeasureValue,
    Risk,
    RiskAction,
    RiskCategory,
    RiskScore,
)
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Milestone,
    Mitigation,
    Movement,
    Portfolio,
    Programme,
    Project,
    ProjectCost,
    ProjectDependency,
    ProjectException,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    SourcePlan,
    StatusUpdate,
    TargetChange,
    Theme,
    Workstream,
)
from asc_desktop.domain.records.fields import Field, FieldError, Kind, Record, Value, fields_of
from asc_desktop.domain.records.governance import (
    ControlTotal,
    Decision,
    DecisionAdvice,
    DecisionFunding,
    DecisionImplication,
    DecisionOption,
    DecisionProject,
    DecisionSupplier,
    FundingSource,
    PublishedTable,
)
from asc_desktop.domain.records.office import (
    Activity,
    ActivityMonth,
    ActivityOutcome,
    Board,
    BoardMeeting,
    ExemptMark,
    PackTemplate,
    Snapshot,
)
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.decode import canonical_text, sha256_of
from asc_desktop.domain.report.frozen import FrozenReport, pack
from asc_desktop.domain.report.model import Scope

_IDS = UUID("5c0a1e6e-5a0b-5d0c-9b1e-4a5c7e5d1a7a")
"""The namespace of the sample's ids, so that the same row has the same id in every copy."""

_LISTS = {"source_plan_ids": "source_plan", "line_ids": "savings_line"}
"""Fields of several ids, whose cells hold names parted by semicolons."""

_KEY = "key"
_ORDER = "position"
"""The order in lists is the order of the rows."""


class SampleError(ValueError):
    """A cell of the sample that cannot be read; the text says where and why."""


@dataclass(frozen=True, slots=True)
class _Table:
    """One file, the type of its records, and the columns that tell its rows apart."""

    kind: type[Record]
    file: str
    key: tuple[str, ...]


_TABLES = (
    _Table(Portfolio, "portfolio.csv", ()),
    _Table(Programme, "programmes.csv", ("name",)),
    _Table(Theme, "themes.csv", ("name",)),
    _Table(Workstream, "workstreams.csv", ("name",)),
    _Table(SourcePlan, "source_plans.csv", ("name",)),
    _Table(DeliveryStatus, "delivery_statuses.csv", ("name",)),
    _Table(Project, "projects.csv", ("ref",)),
    _Table(StatusUpdate, "status_updates.csv", ("project", "period")),
    _Table(SavingsLine, "savings_lines.csv", (_KEY,)),
    _Table(SavingsTarget, "savings_targets.csv", ("line", "year")),
    _Table(TargetChange, "target_changes.csv", ("reference", "line", "year")),
    _Table(SavingsPosition, "savings_positions.csv", ("line", "year", "period")),
    _Table(Movement, "movements.csv", (_KEY,)),
    _Table(ProjectException, "exceptions.csv", (_KEY,)),
    _Table(Mitigation, "mitigations.csv", ("exception", "action")),
    _Table(Milestone, "milestones.csv", (_KEY,)),
    _Table(ProjectCost, "project_costs.csv", ("project", "year", "name")),
    _Table(ProjectDependency, "dependencies.csv", ("project", "needs_project", "milestone")),
    _Table(RiskCategory, "risk_categories.csv", ("name",)),
    _Table(Risk, "risks.csv", ("ref",)),
    _Table(RiskScore, "risk_scores.csv", ("risk", "period")),
    _Table(RiskAction, "risk_actions.csv", ("risk", "action")),
    _Table(Measure, "measures.csv", (_KEY,)),
    _Table(MeasureTarget, "measure_targets.csv", ("measure", "year")),
    _Table(MeasureProfile, "measure_profiles.csv", ("measure", "period")),
    _Table(MeasureValue, "measure_values.csv", ("measure", "period")),
    _Table(BudgetLine, "budget_lines.csv", (_KEY,)),
    _Table(BudgetPosition, "budget_positions.csv", ("line", "period")),
    _Table(BudgetTotal, "budget_totals.csv", ("programme", "group_name", "period")),
    _Table(ControlTotal, "control_totals.csv", ("programme", "source", "name", "year")),
    _Table(PublishedTable, "published_tables.csv", ("name",)),
    _Table(Decision, "decisions.csv", ("ref",)),
    _Table(DecisionOption, "decision_options.csv", ("decision", "name")),
    _Table(FundingSource, "funding_sources.csv", (_KEY,)),
    _Table(DecisionFunding, "decision_funding.csv", ("decision", "funding_source")),
    _Table(DecisionSupplier, "decision_suppliers.csv", ("decision", "supplier")),
    _Table(DecisionAdvice, "decision_advice.csv", ("decision", "kind", "author_role")),
    _Table(DecisionImplication, "decision_implications.csv", ("decision", "heading")),
    _Table(DecisionProject, "decision_projects.csv", ("decision", "project")),
    _Table(Activity, "activities.csv", ("name",)),
    _Table(ActivityMonth, "activity_months.csv", ("activity", "period")),
    _Table(ActivityOutcome, "activity_outcomes.csv", ("activity", "name")),
    _Table(Board, "boards.csv", ("name",)),
    _Table(BoardMeeting, "board_meetings.csv", ("board", "meeting_date")),
    _Table(ExemptMark, "exempt_marks.csv", ("record_table", "record")),
    _Table(Snapshot, "snapshots.csv", ("name",)),
    _Table(PackTemplate, "pack_templates.csv", ("name",)),
)
"""Every table of the sample, parents before children."""


def sample_records() -> list[Record]:
    """Return every record of the sample portfolio, as ``sample_portfolio`` does."""
    return sample_portfolio()[0]


def sample_portfolio() -> tuple[list[Record], list[FrozenReport]]:
    """Return every record of the sample portfolio, parents before children, with the same ids every time.

    Also the reports that its snapshots froze. Raises SampleError where a cell of the tables is wrong, which is a fault
    in what was shipped.
    """
    return _with_content(_read_folder(resource_path("sample")))


def _read_folder(folder: Path) -> list[Record]:
    ids: dict[tuple[str, str], str] = {}
    records: list[Record] = []
    for table in _TABLES:
        records.extend(
            _record(table, place, row, ids, order) for order, (place, row) in enumerate(_rows(folder, table))
        )
    return records


def _with_content(records: list[Record]) -> tuple[list[Record], list[FrozenReport]]:
    """Return the records, each snapshot holding the report of its period as the other records tell it; and those."""
    tables: dict[str, list[Record]] = {}
    for record in records:
        tables.setdefault(record.table, []).append(record)
    held = Records(tables)
    found: list[Record] = []
    frozen: list[FrozenReport] = []
    for record in records:
        if isinstance(record, Snapshot):
            report = build_report(held, Scope(record.programme_id, record.period))
            text = canonical_text(replace(report, period_open=False))
            frozen.append(pack(text))
            found.append(replace(record, content=frozen[-1].id, sha256=sha256_of(text)))
        else:
            found.append(record)
    return found, frozen


def _rows(folder: Path, table: _Table) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each row with the words that say where it stands."""
    with (folder / table.file).open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        for row in reader:
            place = f"{table.file}, line {reader.line_num}"
            if None in row or None in row.values():
                raise SampleError(f"{place}: the row has not as many cells as the heading.")
            if table.kind is SavingsTarget:
                yield from ((place, target) for target in _targets_by_year(place, row))
            else:
                yield place, row


def _targets_by_year(place: str, row: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield one target for each year of a row; an empty cell is a year without one."""
    for heading, cell in row.items():
        if heading == "line" or not cell.strip():
            continue
        try:
            parse_year(heading)
        except DateError as error:
            raise SampleError(f"{place}: {error}") from error
        yield {"line": row["line"], "year": heading, "target": cell}


def _record(
    table: _Table, place: str, row: Mapping[str, str], ids: dict[tuple[str, str], str], order: int
) -> Record:
    fields = {_heading(field, row): field for field in fields_of(table.kind)}
    unknown = [heading for heading in row if heading not in fields and heading != _KEY]
    if unknown:
        raise SampleError(f"{place}: {table.kind.noun} has no field “{unknown[0]}”.")
    values = {
        field.key: _value(place, field, row[heading], ids)
        for heading, field in fields.items()
        if heading in row
    }
    if any(field.key == _ORDER for field in fields.values()):
        values.setdefault(_ORDER, order)
    if table.kind is ExemptMark:
        # The one field that names a record of any table.
        values["record_id"] = _id_of(place, fields["record"], row["record_table"], row["record"].strip(), ids)
    name = _name(table, row)
    known = (table.kind.table, name)
    if known in ids:
        raise SampleError(f"{place}: there are two rows for “{name}”.")
    ids[known] = Portfolio.table if table.kind is Portfolio else str(uuid5(_IDS, "\n".join(known)))
    make: Any = table.kind  # mypy knows the fields of no record in particular
    made: Record = make(id=ids[known], **values)
    return made


def _heading(field: Field, row: Mapping[str, str]) -> str:
    """Return the heading that stands for a field: its key, or its key without ``_pence`` or ``_id``."""
    short = field.key.removesuffix("_pence").removesuffix("_id")
    return short if short in row and field.key not in row else field.key


def _name(table: _Table, row: Mapping[str, str]) -> str:
    """Return the words by which other tables name a row."""
    return " / ".join(row[column].strip() for column in table.key)


def _value(place: str, field: Field, cell: str, ids: Mapping[tuple[str, str], str]) -> Value:
    try:
        value = field.parse(cell)
    except FieldError as error:
        raise SampleError(f"{place}, {field.label}: {error.sentence}") from error
    if value is not None and field.key in _LISTS:
        return ",".join(
            _id_of(place, field, _LISTS[field.key], name.strip(), ids) for name in str(value).split(";")
        )
    if field.kind is not Kind.REFERENCE or value is None:
        return value
    return _id_of(place, field, field.to, str(value), ids)


def _id_of(place: str, field: Field, table: str, name: str, ids: Mapping[tuple[str, str], str]) -> str:
    found = ids.get((table, name))
    if found is None:
        raise SampleError(f"{place}, {field.label}: there is no {table.replace('_', ' ')} “{name}”.")
    return found
