"""Cross-footing: whether the rows and columns of a published table add up, and what each that does not should be.

A total is a row or column named so, or the last one without a heading; it sums what stands between it and the total
before, or the totals before it where nothing stands between. A rule such as ``Net = Spend + Savings`` takes its place.
Each printed figure may be off by half a step of its last digit, so n figures may be off by n halves together.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.rules.published_tables import ParsedTable, TableCell, is_total

ADDS, ROUNDING, WRONG = "adds", "rounding", "wrong"

_RULE = re.compile(r"(?P<left>[^=]+)=(?P<right>.+)")
_NOT_A_SUM = re.compile(r"(?P<label>.+?)\s+is not a (sum|total)\.?", re.IGNORECASE)

Sum = tuple[int, tuple[tuple[int, int], ...]]
"""Which row or column is a sum, and of which: index and sign."""


class Finding(Struct, frozen=True):
    """One sum of the table: the cell ``row``, ``column`` holds it, printed and as its parts make it.

    ``along`` is ``row`` where the parts stand beside it, ``column`` where they stand above or below.
    """

    row: int
    column: int
    along: str
    state: str
    printed_pence: int
    should_be_pence: int
    sentence: str


class WrongCell(Struct, frozen=True):
    """A cell at the crossing of a row and a column that do not add, and that both add with when it is put right."""

    row: int
    column: int
    printed_pence: int
    should_be_pence: int
    sentence: str


class CrossFooting(Struct, frozen=True):
    """Every sum of a table, and the cells that alone explain those that do not add."""

    findings: tuple[Finding, ...]
    wrong_cells: tuple[WrongCell, ...]
    notes: tuple[str, ...]

    @property
    def state(self) -> str:
        """The worst of the findings."""
        states = {finding.state for finding in self.findings}
        return next((state for state in (WRONG, ROUNDING) if state in states), ADDS)


def cross_foot(table: ParsedTable, rules: str | None = None) -> CrossFooting:
    """Return what adds and what does not."""
    row_labels = [row.label for row in table.rows]
    row_sums, column_sums, excluded, notes = _rules(rules or "", row_labels, list(table.columns))
    live = [row.has_amounts for row in table.rows]
    down = [*row_sums, *_totals(table, row_labels, live, row_sums, excluded, along="column")]
    across = [
        *column_sums,
        *_totals(table, list(table.columns), [True] * len(table.columns), column_sums, excluded, along="row"),
    ]
    findings = [*_check(table, down, "column"), *_check(table, across, "row")]
    wrong_cells = list(_wrong_cells(table, down, across, findings))
    findings = [_in_the_light_of(table, wrong_cells, finding) for finding in findings]
    if not findings and not notes:
        notes.append("No row or column is a total, and there is no rule: there is nothing to add up.")
    return CrossFooting(tuple(findings), tuple(wrong_cells), tuple(notes))


def suggested_rules(table: ParsedTable) -> str:
    """Return the rule that a last row or column called Net asks for; nothing without one."""
    for labels in (
        [row.label for row in table.rows if row.has_amounts],
        [item for item in table.columns if item],
    ):
        named = [label for label in labels if not is_total(label)]
        if len(named) > 2 and named[-1].casefold() == "net":  # noqa: PLR2004 - a net and its parts
            return f"{named[-1]} = {' + '.join(named[:-1])}"
    return ""


def reads_as_reductions(table: ParsedTable) -> bool:
    """Whether most amounts are below zero: savings printed as what a budget is cut by."""
    amounts = [cell.pence for row in table.rows for cell in row.cells if cell.pence]
    return sum(1 if pence < 0 else -1 for pence in amounts) > 0


def _rules(
    text: str, rows: list[str], columns: list[str]
) -> tuple[list[Sum], list[Sum], set[str], list[str]]:
    row_sums, column_sums = list[Sum](), list[Sum]()
    excluded, notes = set[str](), list[str]()
    for line in (line.strip() for line in text.splitlines() if line.strip()):
        if left_out := _NOT_A_SUM.fullmatch(line):
            excluded.add(left_out["label"].strip().casefold())
            continue
        found = _RULE.fullmatch(line)
        for labels, sums in ((rows, row_sums), (columns, column_sums)):
            made = _rule_sum(found["left"], found["right"], labels) if found else None
            if made is not None:
                sums.append(made)
                break
        else:
            notes.append(
                f"The rule “{line}” names no rows or columns of this table. Write it like Net = Spend + Savings."
            )
    return row_sums, column_sums, excluded, notes


def _rule_sum(left: str, right: str, labels: list[str]) -> Sum | None:
    places = {label.casefold(): at for at, label in reversed(list(enumerate(labels))) if label}
    target = places.get(left.strip().casefold())
    parts = re.split(r"\s+([+\-−–])\s+", f" {right.strip()}")
    terms = []
    for at in range(0, len(parts), 2):
        place = places.get(parts[at].strip().casefold())
        if place is None:
            return None
        terms.append((place, -1 if at and parts[at - 1] != "+" else 1))
    return None if target is None or target in {place for place, _ in terms} else (target, tuple(terms))


def _totals(
    table: ParsedTable,
    labels: Sequence[str],
    live: list[bool],
    ruled: list[Sum],
    excluded: set[str],
    *,
    along: str,
) -> list[Sum]:
    """Return the sums that headings name, read in the way that leaves the fewest wrong."""
    skipped = {target for target, _ in ruled}
    options: list[list[Sum]] = []
    plain, every, subtotals = list[int](), list[int](), list[int]()
    last = max((at for at, is_live in enumerate(live) if is_live), default=-1)
    for at, label in enumerate(labels):
        if not live[at] or at in skipped:
            continue
        named = is_total(label) or (not label and at == last)
        if not named or label.casefold() in excluded:
            plain.append(at)
            every.append(at)
            continue
        ways = [plain, [*subtotals, *plain], every] if plain else [subtotals, every]
        sums = list(dict.fromkeys((at, tuple((term, 1) for term in way)) for way in ways if way))
        # One amount alone is no sum of itself: a table of one row and a total of it says nothing.
        if sums:
            options.append(sums)
        took_all = plain and subtotals and at == last
        subtotals = [at] if took_all or not plain else [*subtotals, at]
        plain = []
    return [
        min(sums, key=lambda item: sum(1 for each in _check(table, [item], along) if each.state == WRONG))
        for sums in options
    ]


def _check(table: ParsedTable, sums: Sequence[Sum], along: str) -> Iterator[Finding]:
    others = range(len(table.columns)) if along == "column" else range(len(table.rows))
    for (target, terms), other in product(sums, others):
        found = _finding(table, target, terms, other, along)
        if found is not None:
            yield found


def _finding(
    table: ParsedTable, target: int, terms: tuple[tuple[int, int], ...], other: int, along: str
) -> Finding | None:
    row, column = (target, other) if along == "column" else (other, target)
    if not table.rows[row].has_amounts:
        return None
    cell = table.rows[row].cells[column]
    parts = [(_cell(table, place, other, along), sign) for place, sign in terms]
    if cell.unreadable or any(part.unreadable for part, _ in parts):
        return None
    if cell.pence is None and all(part.pence is None for part, _ in parts):
        return None
    printed = cell.pence or 0
    should_be = sum(sign * (part.pence or 0) for part, sign in parts)
    state = _state(table, printed - should_be, 1 + sum(1 for part, _ in parts if part.pence is not None))
    sentence = _sentence(table, row, column, printed, should_be, state)
    return Finding(row, column, along, state, printed, should_be, sentence)


def _cell(table: ParsedTable, place: int, other: int, along: str) -> TableCell:
    return table.rows[place].cells[other] if along == "column" else table.rows[other].cells[place]


def _state(table: ParsedTable, difference: int, figures: int) -> str:
    if not difference:
        return ADDS
    return ROUNDING if 2 * abs(difference) <= figures * _step(table) else WRONG


def _step(table: ParsedTable) -> int:
    # Pennies are not rounded.
    return table.precision_pence if table.precision_pence > 1 else 0


def _sentence(table: ParsedTable, row: int, column: int, printed: int, should_be: int, state: str) -> str:
    where = cell_words(table, row, column)
    if state == ADDS:
        return f"{where} adds up to {table.printed(printed)}."
    if state == ROUNDING:
        parts = table.printed(should_be)
        return f"{where} is printed {table.printed(printed)}; its parts come to {parts}, within rounding."
    return (
        f"{where} is printed {table.printed(printed)} and should be {table.printed(should_be)}, "
        "the sum of its parts as printed."
    )


def cell_words(table: ParsedTable, row: int, column: int) -> str:
    """Return the words that name a cell to a person."""
    label = table.rows[row].label or ("The last row" if row == len(table.rows) - 1 else f"Row {row + 1}")
    heading = table.columns[column] or (
        "the last column" if column == len(table.columns) - 1 else f"column {column + 1}"
    )
    return f"{label}, {heading}"


def _wrong_cells(
    table: ParsedTable, down: Sequence[Sum], across: Sequence[Sum], findings: Sequence[Finding]
) -> Iterator[WrongCell]:
    """Yield each cell that, put right, makes both its column and its row add."""
    told = set()
    wrong = [finding for finding in findings if finding.state == WRONG]
    columns = [item for item in wrong if item.along == "column"]
    rows = [item for item in wrong if item.along == "row"]
    for of_column, of_row in product(columns, rows):
        row, column = of_row.row, of_column.column
        by_column = _needed(of_column, down, row, of_column.row)
        by_row = _needed(of_row, across, column, of_row.column)
        cell = table.rows[row].cells[column]
        if by_column is None or by_row is None or (row, column) in told or cell.pence is None:
            continue
        figures = len(table.rows) + len(table.columns)
        if abs(by_column - by_row) * 2 > figures * _step(table):
            continue
        told.add((row, column))
        should_be = cell.pence + by_column
        yield WrongCell(
            row,
            column,
            cell.pence,
            should_be,
            f"{cell_words(table, row, column)} is printed {table.printed(cell.pence)} and should be "
            f"{table.printed(should_be)}: then both its row and its column add up.",
        )


def _in_the_light_of(table: ParsedTable, wrong_cells: Sequence[WrongCell], finding: Finding) -> Finding:
    """Return a finding, its sum right after all where another cell of its row or column is the wrong one."""
    for cell in wrong_cells:
        at = (cell.row, cell.column)
        shares = cell.row == finding.row if finding.along == "row" else cell.column == finding.column
        if finding.state != WRONG or not shares or at == (finding.row, finding.column):
            continue
        printed, parts = table.printed(finding.printed_pence), table.printed(finding.should_be_pence)
        return replace(
            finding,
            should_be_pence=finding.printed_pence,
            sentence=f"{cell_words(table, finding.row, finding.column)} is printed {printed}; its parts as printed "
            f"come to {parts}, but add up once {cell_words(table, *at)} is {table.printed(cell.should_be_pence)}.",
        )
    return finding


def _needed(finding: Finding, sums: Sequence[Sum], place: int, target: int) -> int | None:
    """Return by how much the cell at a place must change for a sum to hold; None if it has no part."""
    difference = finding.printed_pence - finding.should_be_pence
    if place == target:
        return -difference
    for at, terms in sums:
        if at == target:
            return next((sign * difference for term, sign in terms if term == place), None)
    return None
