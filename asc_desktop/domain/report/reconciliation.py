"""Reconciliation in the report: control totals against lines, and published tables by themselves."""

from collections.abc import Iterator

from asc_desktop.domain import dates
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.records.governance import ControlTotal, PublishedTable
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.model import AttentionRow
from asc_desktop.domain.report.views_reconciliation import (
    ControlTotalReport,
    PublishedTableReport,
    ReconciliationReport,
)
from asc_desktop.domain.rules.cross_footing import WRONG, cross_foot
from asc_desktop.domain.rules.ledger import LineLedger
from asc_desktop.domain.rules.published_tables import TableError, parse_table
from asc_desktop.domain.rules.reconciliation import (
    DIFFERS,
    EXPLAINED,
    PART,
    RESULT_LABELS,
    ids_of,
    lines_pence,
    outcome,
    selected_lines,
)

ALL_YEARS = "All years"

_STATES = {
    "adds": "Adds up",
    "rounding": "Adds up within rounding",
    "wrong": "Does not add up",
    "explained": "Explained",
    "unreadable": "Cannot be read",
}


def reconciliation_section(context: ReportContext) -> ReconciliationReport:
    """Return the control totals and tables of the programmes in scope; of one theme too, as papers are the whole's."""
    return _section(context.records, [item.id for item in context.programmes], context.ledger)


def reconciliation_attention(reconciliation: ReconciliationReport) -> Iterator[AttentionRow]:
    """Yield the control totals that differ and the tables that do not add up, where nobody has explained it all."""
    for total in reconciliation.control_totals:
        if total.result in {DIFFERS, PART}:
            yield AttentionRow(
                f"control_total:{total.id}", "control_total", "", "", f"{total.name}, {total.year}",
                total.sentence, abs(total.left_pence), None, "reconciliation", total.id,
            )  # fmt: skip
    for table in reconciliation.tables:
        if table.state in {"wrong", "unreadable"}:
            amounts = [abs(item.printed_pence - item.should_be_pence) for item in table.wrong_cells]
            amounts += [abs(item.printed_pence - item.should_be_pence) for item in table.findings]
            yield AttentionRow(
                f"published_table:{table.id}", "published_table", "", "", table.name, table.sentence,
                max(amounts, default=0) or None, None, "reconciliation", table.id,
            )  # fmt: skip


def reconciliation_differences(records: Records) -> list[str]:
    """Return a sentence for each unexplained difference, as at the open period of each programme."""
    sentences = []
    for programme in sorted(records.all(Programme), key=lambda item: (item.position, item.name)):
        if not programme.open_period:
            continue
        totals = records.of(ControlTotal, "programme_id", programme.id)
        tables = records.of(PublishedTable, "programme_id", programme.id)
        if not (totals or tables):
            continue
        section = _section(records, [programme.id], LineLedger(records, programme.open_period))
        sentences += [f"{row.project}: {row.why}" for row in reconciliation_attention(section)]
    return sentences


def _section(records: Records, programme_ids: list[str], ledger: LineLedger) -> ReconciliationReport:
    totals = [item for owner in programme_ids for item in records.of(ControlTotal, "programme_id", owner)]
    totals.sort(key=lambda item: (item.source or "", item.name.casefold(), item.year or 9999, item.id))
    tables = [item for owner in programme_ids for item in records.of(PublishedTable, "programme_id", owner)]
    return ReconciliationReport(
        control_totals=_by_need([_control_total(item, records, ledger) for item in totals]),
        tables=tuple(
            table_report(item, records)
            for item in sorted(tables, key=lambda item: (item.source or "", item.name, item.id))
        ),
    )


def _by_need(totals: list[ControlTotalReport]) -> tuple[ControlTotalReport, ...]:
    """Return the totals with the papers first that differ from the lines by more than rounding."""
    differing = {item.source for item in totals if item.result in {EXPLAINED, PART, DIFFERS}}
    return tuple(sorted(totals, key=lambda item: item.source not in differing))


def _control_total(total: ControlTotal, records: Records, ledger: LineLedger) -> ControlTotalReport:
    lines = selected_lines(total, records)
    pence = lines_pence(total, lines, records, ledger)
    found = outcome(total.published_pence, pence, int(total.precision_pence), total.explained_pence)
    return ControlTotalReport(
        id=total.id,
        programme=records.title(Programme.table, total.programme_id),
        name=total.name,
        source=total.source or "",
        year=ALL_YEARS if total.year is None else dates.year_label(total.year),
        selection=selection_words(total, records),
        basis=field_of(ControlTotal, "basis").format(total.basis),
        precision_pence=int(total.precision_pence),
        published_pence=total.published_pence,
        lines_pence=pence,
        difference_pence=found.difference_pence,
        explained_pence=total.explained_pence,
        left_pence=found.left_pence,
        explanation=total.explanation or "",
        result=found.result,
        result_label=RESULT_LABELS[found.result],
        sentence=found.sentence,
        line_ids=tuple(line.id for line in lines),
    )


def selection_words(total: ControlTotal, records: Records) -> str:
    """Return which lines a control total is of."""
    plans = [
        records.title("source_plan", item) or "a plan no longer there"
        for item in ids_of(total.source_plan_ids)
    ]
    lines = ids_of(total.line_ids)
    parts = [" and ".join(plans)] if plans else []
    if total.theme_id:
        parts.append(records.title("theme", total.theme_id))
    if len(lines) == 1:
        parts.append(records.title("savings_line", lines[0]) or "a line no longer there")
    elif lines:
        parts.append(f"{len(lines)} chosen lines")
    return "; ".join(parts) or "All lines"


def table_report(record: PublishedTable, records: Records) -> PublishedTableReport:
    """Return a published table with what its cross-footing found."""
    programme = records.title(Programme.table, record.programme_id)
    precision = int(record.precision_pence)
    try:
        table = parse_table(record.cells, precision)
    except TableError as error:
        return PublishedTableReport(
            record.id, programme, record.name, record.source or "", (), (), precision, "unreadable",
            _STATES["unreadable"], str(error), (), (), (), record.explanation or "",
        )  # fmt: skip
    found = cross_foot(table, record.rules)
    state = "explained" if found.state == WRONG and record.explanation else found.state
    wrong = [item.sentence for item in found.wrong_cells] or [
        item.sentence for item in found.findings if item.state == WRONG
    ]
    rounded = sum(1 for item in found.findings if item.state == "rounding")
    sentence = " ".join(wrong) if wrong else f"{len(found.findings)} sums add up"
    if not wrong:
        sentence += f", {rounded} of them within rounding." if rounded else "."
    return PublishedTableReport(
        id=record.id,
        programme=programme,
        name=record.name,
        source=record.source or "",
        columns=table.columns,
        rows=tuple((row.label, *(cell.text for cell in row.cells)) for row in table.rows),
        precision_pence=precision,
        state=state,
        state_label=_STATES[state],
        sentence=sentence,
        findings=found.findings,
        wrong_cells=found.wrong_cells,
        notes=(*table.notes, *found.notes),
        explanation=record.explanation or "",
    )
