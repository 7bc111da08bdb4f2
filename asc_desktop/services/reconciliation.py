"""Published tables as a person pastes them: kept, with control totals for the rows that mean something."""

from collections.abc import Mapping
from difflib import get_close_matches

from asc_desktop.domain.records.delivery import Project, SavingsLine, SourcePlan, Theme
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.governance import ControlTotal, PublishedTable
from asc_desktop.domain.rules.published_tables import ParsedTable, is_total, year_named
from asc_desktop.services.editing import build_record
from asc_desktop.services.session import Session

NOTHING, EVERYTHING = "", "all"

_ENOUGH = 0.72
"""How alike a row's heading and a name must be for the one to be suggested for the other."""


def row_meanings(session: Session, programme_id: str) -> list[tuple[str, str]]:
    """Return what a row of a table may mean: a key, and its words."""
    records = session.records
    themes = sorted(records.of(Theme, "programme_id", programme_id), key=lambda item: item.position)
    own = {item.id for item in themes}
    plans = sorted(records.all(SourcePlan), key=lambda item: item.position)
    lines = [
        line
        for line in records.all(SavingsLine)
        if (project := records.find(Project, line.project_id)) and project.theme_id in own
    ]
    return [
        (NOTHING, "Leave out"),
        (EVERYTHING, "All lines"),
        *((f"theme:{item.id}", f"Theme: {item.name}") for item in themes),
        *((f"plan:{item.id}", f"Plan: {item.name}") for item in plans),
        *sorted(
            ((f"line:{item.id}", f"Line: {item.words(session.records)}") for item in lines),
            key=lambda pair: pair[1],
        ),
    ]


def suggested_meaning(label: str, meanings: list[tuple[str, str]]) -> str:
    """Return what a row's heading most likely means; nothing where no name is like it."""
    if not label or (is_total(label) and len(label.split()) == 1):
        return EVERYTHING
    names = {_plain(words.partition(": ")[2] or words): key for key, words in meanings if key}
    found = get_close_matches(_plain(label), list(names), n=1, cutoff=_ENOUGH)
    return names[found[0]] if found else NOTHING


def keep_table(
    session: Session,
    programme_id: str,
    values: Mapping[str, str],
    table: ParsedTable,
    meanings: Mapping[int, str],
    *,
    are_reductions: bool,
    reason: str | None = None,
) -> PublishedTable:
    """Keep a published table, and a control total for each year of the rows that mean something, as one change.

    Savings printed ``are_reductions`` in brackets are kept as positive amounts. Raises EditRefused.
    """
    record = build_record(session, PublishedTable, {**values, "programme_id": programme_id})
    made: list[Record] = []
    for at, meaning in meanings.items():
        if meaning == NOTHING:
            continue
        row = table.rows[at]
        for column, cell in zip(table.columns, row.cells, strict=True):
            year = year_named(column)
            if cell.pence is None or (year is None and not is_total(column)):
                continue
            kind, _, chosen = meaning.partition(":")
            made.append(
                ControlTotal(
                    id=session.new_id(),
                    programme_id=programme_id,
                    name=row.label or "Total",
                    published_pence=-cell.pence if are_reductions else cell.pence,
                    precision_pence=record.precision_pence,
                    year=year,
                    theme_id=chosen if kind == "theme" else None,
                    source_plan_ids=chosen if kind == "plan" else None,
                    line_ids=chosen if kind == "line" else None,
                    source=record.source or record.name,
                )
            )
    words = f" with {len(made)} control totals" if made else ""
    with session.edit(f"Add published table {record.name[:60]}{words}", reason=reason) as edit:
        edit.put(record, *made)
    return record


def _plain(words: str) -> str:
    return words.casefold().replace("&", "and")
