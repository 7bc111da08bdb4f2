"""What is wrong with a control total and a published table."""

from collections.abc import Callable, Iterator
from typing import Any

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme, SavingsLine, SourcePlan, Theme
from asc_desktop.domain.records.fields import Problem, Record
from asc_desktop.domain.records.governance import ControlTotal, PublishedTable
from asc_desktop.domain.rules.cross_footing import cross_foot
from asc_desktop.domain.rules.published_tables import TableError, parse_table
from asc_desktop.domain.rules.reconciliation import ids_of


def control_total_problems(record: ControlTotal, records: Records) -> Iterator[Problem]:
    """Yield a problem where the selection names what is not there or another programme's theme, or explains nothing."""
    theme = records.find(Theme, record.theme_id)
    if theme is not None and theme.programme_id != record.programme_id:
        programme = records.title(Programme.table, theme.programme_id)
        yield Problem("theme_id", f"{theme.name} is a theme of {programme}.")
    if any(records.find(SourcePlan, item) is None for item in ids_of(record.source_plan_ids)):
        yield Problem("source_plan_ids", "It names a source plan that is no longer there. Choose again.")
    if any(records.find(SavingsLine, item) is None for item in ids_of(record.line_ids)):
        yield Problem("line_ids", "It names a savings line that is no longer there. Choose again.")
    if record.explained_pence and not record.explanation:
        yield Problem("explanation", "Say what explains the difference.")


def published_table_problems(record: PublishedTable, _: Records) -> Iterator[Problem]:
    """Yield a problem where the cells are no table or a rule names no rows of it."""
    try:
        table = parse_table(record.cells, int(record.precision_pence))
    except TableError as error:
        yield Problem("cells", str(error))
        return
    for note in cross_foot(table, record.rules).notes:
        if note.startswith("The rule"):
            yield Problem("rules", note)


RULES: dict[type[Record], Callable[[Any, Records], Iterator[Problem]]] = {
    ControlTotal: control_total_problems,
    PublishedTable: published_table_problems,
}
