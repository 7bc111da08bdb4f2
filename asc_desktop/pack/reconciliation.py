"""Reconciliation: published totals beside the savings lines, and the published tables with what does not add up."""

from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_reconciliation import (
    ControlTotalReport,
    PublishedTableReport,
    ReconciliationReport,
)
from asc_desktop.domain.words import number_of
from asc_desktop.pack.document import (
    Block,
    Cell,
    Check,
    Column,
    Heading,
    Money,
    Note,
    Section,
    Tone,
    Words,
    table_of,
)  # fmt: skip
from asc_desktop.pack.edition import Edition

_FINE = frozenset({"agrees", "rounding", "explained"})
_BAD = frozenset({"wrong", "unreadable"})
_PUBLISHED, _LINES, _DIFFERENCE, _EXPLAINED = "Published £", "Lines come to £", "Difference £", "Explained £"
_COLUMNS = (
    Column("Source", 150),
    Column("Control total", 150, "name"),
    Column("Year", 66),
    Column("Lines", 176, "name"),
    Column(_PUBLISHED, 92, "money"),
    Column(_LINES, 92, "money"),
    Column(_DIFFERENCE, 84, "money", less=(_PUBLISHED, _LINES)),
    Column(_EXPLAINED, 84, "money"),
    Column("Check", 72, "check", less=(_DIFFERENCE, _EXPLAINED)),
    Column("Result", 100, "name"),
    Column("Explained by", 200, "name"),
)


def reconciliation(report: Report, _edition: Edition) -> Section:
    """Return the section; it has no blocks where nothing was published."""
    held = report.reconciliation
    return Section(
        "reconciliation",
        "Reconciliation and checks",
        f"{_headline(held)} £.",
        (*_totals(held), *(block for table in held.tables for block in _published(table))),
    )


def _headline(held: ReconciliationReport) -> str:
    left = sum(1 for item in held.control_totals if item.result not in _FINE)
    words = f"{left} differ without an explanation"
    if not left:
        words = "every difference is explained or within rounding"
    wrong = sum(1 for item in held.tables if item.state in _BAD)
    if wrong:
        words += f"; {number_of(wrong, 'published table does', 'published tables do')} not add up"
    return f"{number_of(len(held.control_totals), 'control total')}: {words}."


def _totals(held: ReconciliationReport) -> tuple[Block, ...]:
    if not held.control_totals:
        return ()
    rule = Note(
        "The difference is what was published less the approved targets of the lines. A check is OK where what is not "
        "explained is at most half a step of the last digit that was printed."
    )
    return (rule, table_of("ControlTotals", _COLUMNS, map(_total, held.control_totals), gathered=1))


def _total(item: ControlTotalReport) -> tuple[Cell, ...]:
    return (
        Words(item.source or "No source"),
        Words(item.name),
        Words(item.year),
        Words(item.selection),
        Money(item.published_pence),
        Money(item.lines_pence),
        Money(item.difference_pence),
        Money(item.explained_pence or 0),
        Check(item.left_pence, item.precision_pence / 2 if item.precision_pence > 1 else 0),
        Words(item.result_label, tone="good" if item.result in _FINE else "bad"),
        Words(item.explanation),
    )


def _published(table: PublishedTableReport) -> tuple[Block, ...]:
    """Return what the cross-footing of a published table found: each cell that is wrong, and why if anybody said."""
    tone: Tone = "bad" if table.state in _BAD else ""
    source = f" ({table.source})" if table.source else ""
    sentences = (
        f"{table.state_label}{source}. {table.sentence}",
        *(cell.sentence for cell in table.wrong_cells if cell.sentence not in table.sentence),
        *table.notes,
    )
    return (
        Heading(f"Published table: {table.name}"),
        *(Note(sentence, tone=tone) for sentence in sentences),
        *((Note(f"Explained: {table.explanation}"),) if table.explanation else ()),
    )
