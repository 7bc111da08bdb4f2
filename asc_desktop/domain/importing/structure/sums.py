"""Sums on a sheet: what a cell's figure is, and of which cells a formula is the sum."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from msgspec import Struct

from asc_desktop.domain import spellings
from asc_desktop.domain.importing.sheets import Cell, column_number

_CALL = re.compile(r"\b(SUM|SUBTOTAL|AGGREGATE)\(", re.IGNORECASE)
_PLUS = re.compile(r"=\s*[+-]?\s*\$?[A-Z]{1,3}\$?\d+(\s*[+-]\s*\$?[A-Z]{1,3}\$?\d+)+\s*", re.IGNORECASE)
_WHERE = re.compile(
    r"(?P<sheet>'(?:[^']|'')+'!|[A-Za-z_][\w.]*!)?\$?(?P<left>[A-Z]{1,3})\$?(?P<top>\d{1,7})"
    r"(?:\s*:\s*\$?(?P<right>[A-Z]{1,3})\$?(?P<bottom>\d{1,7}))?",
    re.IGNORECASE,
)
_NO_SUM = re.compile(r"\b(AVERAGE|COUNT|MAX|MIN|MEDIAN|RANK|PRODUCT)\w*\(", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d,]*(\.\d+)?|\.\d+")
_SCALES = {"": 1, "k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000}


class Summed(Struct, frozen=True):
    """A rectangle of a sheet, its last row and column in it, that a formula adds up."""

    top: int
    left: int
    bottom: int
    right: int


def figure_of(cell: Cell | None) -> Decimal | None:
    """Return the number in a cell, that of a text such as ``£1,200`` or ``(300)`` too; None where there is none.

    Of a float the fifteen figures count that Excel itself keeps.
    """
    if cell is None:
        return None
    value = cell.value
    if cell.kind == Cell.NUMBER:
        return Decimal(f"{value:.15g}") if isinstance(value, (int, float)) else None
    if cell.kind != Cell.TEXT or not isinstance(value, str):
        return None
    signs, body = spellings.parted_sign(value)
    body = body.removeprefix("£").strip().casefold()
    number = body.rstrip("kmbn").rstrip()
    scale = _SCALES.get(body[len(number) :].strip())
    if scale is None or len(signs) > 1 or not _NUMBER.fullmatch(number) or not spellings.is_grouped(number):
        return None
    try:
        found = Decimal(number.replace(",", "")) * scale
    except InvalidOperation:  # pragma: no cover - the pattern admits numbers only
        return None
    return found if signs in {"", "+"} else -found


def summed_by(formula: str) -> tuple[Summed, ...]:
    """Return what a formula of the same sheet adds up; nothing for a formula that does anything else.

    Read are ``SUM``, ``SUBTOTAL`` and ``AGGREGATE`` over ranges and cells, and cells parted by plus signs.
    """
    if _PLUS.fullmatch(formula):
        return tuple(_places(formula))
    call = _CALL.search(formula)
    if call is None:
        return ()
    depth, end = 1, call.end()
    while end < len(formula) and depth:
        depth += {"(": 1, ")": -1}.get(formula[end], 0)
        end += 1
    inside = formula[call.end() : end - 1]
    if call[1].upper() != "SUM":
        inside = inside.partition(",")[2]
    return tuple(_places(inside))


def is_nested_blind(formula: str) -> bool:
    """Whether a formula leaves out other sums of its kind in what it adds up, as ``SUBTOTAL`` does."""
    call = _CALL.search(formula)
    return call is not None and call[1].upper() in {"SUBTOTAL", "AGGREGATE"}


def is_average(formula: str) -> bool:
    """Whether a formula works out something of other cells that is no sum: an average, a count, the largest."""
    return _NO_SUM.search(formula) is not None and not summed_by(formula)


def _places(text: str) -> Iterable[Summed]:
    for match in _WHERE.finditer(text):
        if match["sheet"]:
            continue
        left, top = column_number(match["left"]), int(match["top"]) - 1
        right = column_number(match["right"]) if match["right"] else left
        bottom = int(match["bottom"]) - 1 if match["bottom"] else top
        if 0 <= top <= bottom and left <= right:
            yield Summed(top, left, bottom, right)
