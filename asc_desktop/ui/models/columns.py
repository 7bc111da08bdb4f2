"""One column of a table: what it reads from a row, and how that is shown, sorted, copied and edited.

field_column(Project, "name", editable=True, width=240)  # from a record type's field
field_column(Project, "theme_id", words=theme_names.get)  # a reference needs words
view_column("variance_pence", "Variance", Kind.MONEY)  # from a report's frozen view
view_column("status", "Status", chip=lambda row: Chip(row.status, row.rag))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Any, Literal, Protocol

from msgspec import Struct

from asc_desktop.domain.records.fields import Field, Kind, Record, field_of
from asc_desktop.ui.palette import Shape

Align = Literal["left", "right", "centre"]

_DIGITS = re.compile(r"\d+")
_RIGHT = frozenset({Kind.MONEY, Kind.INTEGER, Kind.DECIMAL})
_WIDTHS = {
    Kind.TEXT: 160,
    Kind.LONG_TEXT: 240,
    Kind.MONEY: 104,
    Kind.DATE: 104,
    Kind.PERIOD: 120,
    Kind.YEAR: 80,
    Kind.YEARS: 120,
    Kind.INTEGER: 80,
    Kind.DECIMAL: 80,
    Kind.FLAG: 72,
    Kind.CHOICE: 140,
    Kind.REFERENCE: 180,
}
_CHIP_WIDTH = 190
_AS_IT_IS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.INTEGER, Kind.REFERENCE})
# ISO dates and periods stand in time's order as text.
_ORDERED_AS_KEPT = frozenset(
    {Kind.MONEY, Kind.INTEGER, Kind.FLAG, Kind.YEAR, Kind.YEARS, Kind.DATE, Kind.PERIOD}
)


class Row(Protocol):
    """A record, or a frozen view of one in a report."""

    @property
    def id(self) -> str:
        """Return what tells this row from every other."""


class Chip(Struct, frozen=True):
    """A status in words, colour role and shape; None takes the colour's own shape. Dimmed: carried forward."""

    text: str
    rag: str
    shape: Shape | None = None
    dimmed: bool = False


class Column(Struct, frozen=True, kw_only=True, dict=True):
    """A column. Make one with `field_column` or `view_column`.

    `read` takes a row's stored value. `words` turns that value into what is shown, in place of the field's own
    format; `row_words` does so from the row, where the unit is the row's own. `band` is a heading shared with the
    neighbours that have the same. `chips` draws several chips, of which those that do not fit are counted, and the
    words of all are the cell's. `hint` gives a cell's tooltip and `warn` says that a figure is to be shown as bad,
    each from the row; `aside` that a row stands apart, in italics; `carried` that its value is an earlier month's,
    so that typing the same again is news: it makes it this month's; `typed_as` which field it is typed as, where
    that is the row's own. An amount below nothing is shown as bad unless `negative_is_bad` is false. `width` 0
    leaves it to the kind.
    """

    key: str
    label: str
    kind: Kind
    field: Field
    read: Callable[[Any], Any]
    editable: bool | Callable[[Any], bool] = False
    width: int = 0
    align: Align | None = None
    tooltip: str = ""
    band: str = ""
    chip: Callable[[Any], Chip | None] | None = None
    chips: Callable[[Any], Sequence[Chip]] | None = None
    words: Callable[[Any], str] | None = None
    row_words: Callable[[Any], str] | None = None
    hint: Callable[[Any], str] | None = None
    warn: Callable[[Any], bool] | None = None
    aside: Callable[[Any], bool] | None = None
    carried: Callable[[Any], bool] | None = None
    typed_as: Callable[[Any], Field] | None = None
    sort_key: Callable[[Any], Any] | None = None
    hidden: bool = False
    negative_is_bad: bool = True

    # Chosen from the others once, and not at each cell: ten thousand rows are sorted and searched through these two.
    @cached_property
    def show(self) -> Callable[[Any], str]:
        """What turns a value into what is shown."""
        return self.words or (str if self.kind in _AS_IT_IS else self.field.format)

    @cached_property
    def order(self) -> Callable[[Any], Any]:
        """What gives a value's place among the others."""
        return _order_of(self)

    @property
    def side(self) -> Align:
        """Return where the cell's words stand."""
        if self.align is not None:
            return self.align
        return "right" if self.kind in _RIGHT else "centre" if self.kind is Kind.FLAG else "left"

    @property
    def unit_label(self) -> str:
        """Return the unit that a bare amount is in: ``£``, ``£000`` or ``£m``."""
        return "£"

    @property
    def start_width(self) -> int:
        """Return the width in pixels before a person chose one."""
        return self.width or (_CHIP_WIDTH if self.chip else _WIDTHS[self.kind])

    def text(self, row: Any) -> str:
        """Return what the cell shows."""
        if self.chip is not None:
            chip = self.chip(row)
            return chip.text if chip else ""
        if self.row_words is not None:
            return self.row_words(row)
        return self.text_of(self.read(row))

    def text_of(self, value: Any) -> str:
        """Return the words for a value of this column, a subtotal's for one."""
        if isinstance(value, str) and self.kind in _RIGHT:
            return value
        return "" if value is None else self.show(value)

    def edit_text(self, row: Any) -> str:
        """Return what an editor begins with: a stored choice, a reference's id, else what a person would type."""
        return text_to_edit(self.field, self.read(row))

    def copied(self, value: Any) -> str:
        """Return a value for the clipboard: amounts as plain numbers, dates so that Excel reads them everywhere."""
        if value is None:
            return ""
        if self.kind is Kind.MONEY and isinstance(value, int):
            return plain_pounds(value)
        if self.kind in {Kind.INTEGER, Kind.DECIMAL, Kind.DATE}:
            return str(value)
        return self.show(value)

    def can_edit(self, row: Any) -> bool:
        """Whether a person may change this cell."""
        return self.editable(row) if callable(self.editable) else self.editable


def field_column(record_type: type[Record], key: str, **overrides: Any) -> Column:
    """Return the column of a record type's field. Any of Column's attributes may be given."""
    described = field_of(record_type, key)
    made: dict[str, Any] = {
        "key": key,
        "label": heading(described),
        "kind": described.kind,
        "field": described,
        "read": attrgetter(key),
        "tooltip": described.help,
    }
    return Column(**(made | overrides))


def view_column(key: str, label: str, kind: Kind = Kind.TEXT, **overrides: Any) -> Column:
    """Return a column of a report's view, read from the attribute of that name unless `read` is given.

    One with a `chip` and no `sort_key` reads, and so sorts and copies, the chip's words.
    """
    described = overrides.pop("field", None) or Field(key=key, label=label, kind=kind)
    made: dict[str, Any] = {
        "key": key,
        "label": label,
        "kind": kind,
        "field": described,
        "read": attrgetter(key),
    }
    chip = overrides.get("chip")
    if chip is not None and "sort_key" not in overrides:
        made["read"] = lambda row: found.text if (found := chip(row)) else None
    chips = overrides.get("chips")
    if chips is not None:
        made["read"] = lambda row: ", ".join(found.text for found in chips(row)) or None
    return Column(**(made | overrides))


def _order_of(column: Column) -> Callable[[Any], Any]:
    """Return what gives a row's sort key: None or nothing for an empty cell, which comes last either way."""
    read, show, chosen = column.read, column.show, column.sort_key
    if chosen is not None:
        return lambda row: None if (value := read(row)) is None or value == "" else chosen(value)
    if column.kind in _ORDERED_AS_KEPT:
        return read
    if column.kind is Kind.DECIMAL:
        return lambda row: None if (value := read(row)) in {None, ""} else Decimal(value)
    if column.kind is Kind.CHOICE:
        ranks = {stored: at for at, (stored, _) in enumerate(column.field.choices)}
        return lambda row: None if (value := read(row)) is None else ranks.get(value, len(ranks))
    if column.kind is Kind.REFERENCE and column.row_words is not None:
        words = column.row_words
        return lambda row: natural_key(words(row)) or None
    return lambda row: None if (value := read(row)) is None else natural_key(show(value))


def heading(described: Field) -> str:
    """Return a field's label with its unit."""
    return f"{described.label} {described.unit}".strip()


def text_to_edit(described: Field, value: Any) -> str:
    """Return what an editor of the field begins with."""
    if value is None:
        return ""
    if described.kind is Kind.MONEY:
        return plain_pounds(int(value), grouped=True)
    if described.kind in {Kind.CHOICE, Kind.REFERENCE, Kind.FLAG}:
        return str(value)
    return described.format(value)


def plain_pounds(pence: int, *, grouped: bool = False) -> str:
    """Return ``-1234.50`` for -123,450 pence: a number that Excel takes, with commas if grouped."""
    whole, part = divmod(abs(pence), 100)
    shown = f"{whole:,}" if grouped else str(whole)
    return f"{'-' if pence < 0 else ''}{shown}" + (f".{part:02d}" if part else "")


def natural_key(text: str) -> str:
    """Return a key that sorts P-9 before P-10, without regard to case."""
    return _DIGITS.sub(lambda found: found[0].zfill(12), text.casefold())
