"""Formulas that give the report's own figures again from the pack's tables."""

import re
from collections.abc import Iterable

_PLAIN = re.compile(r"^[A-Za-z][^*?~]{0,200}$")
"""Labels that SUMIFS compares as they are. It reads * ? ~ as wildcards, and = < > and numbers as conditions."""


def exact_labels(labels: Iterable[str]) -> bool:
    """Return whether any label would be misread by SUMIFS, which also takes capitals and small letters as the same."""
    every = list(labels)
    folded = {label.casefold() for label in every}
    return len(folded) < len(set(every)) or not all(_PLAIN.match(label) for label in every)


def sum_where(table: str, column: str, conditions: Iterable[tuple[str, str]], *, exact: bool) -> str:
    """Return the sum of a table's column where each other column equals a cell or a quoted text."""
    if exact:
        tests = "".join(f"EXACT({table}[{name}],{cell})*" for name, cell in conditions)
        # The comma lets SUMPRODUCT pass over empty cells.
        return f"=SUMPRODUCT({tests}1,{table}[{column}])"
    tests = "".join(f",{table}[{name}],{cell}" for name, cell in conditions)
    return f"=SUMIFS({table}[{column}]{tests})"


def count_where(table: str, conditions: Iterable[tuple[str, str]], *, exact: bool) -> str:
    """Return how many rows of a table have each of these values."""
    if exact:
        return (
            "=SUMPRODUCT(" + "*".join(f"EXACT({table}[{name}],{cell})" for name, cell in conditions) + "*1)"
        )
    return "=COUNTIFS(" + ",".join(f"{table}[{name}],{cell}" for name, cell in conditions) + ")"


def with_rest(formula: str, rest: float) -> str:
    """Return a formula plus what it cannot see: the rest of a true total whose exempt records are left out."""
    return formula if not rest else f"{formula}{'+' if rest > 0 else '-'}{abs(rest):.15g}"


def check_against(cells: str, values: Iterable[int]) -> str:
    """Return ``OK`` where a row of cells has the report's figures (in pence), else by how many pounds it differs."""
    figures = ",".join(_plain_number(pence) for pence in values)
    difference = f"ROUND(SUMPRODUCT(ABS({cells}-{{{figures}}})),2)"
    return f'=IF({difference}=0,"OK",{difference})'


def _plain_number(pence: int) -> str:
    pounds, part = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{pounds}" + (f".{part:02d}" if part else "")
