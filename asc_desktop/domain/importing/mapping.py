"""How the columns of found tables become fields of records: what was found or chosen, and what is kept of it in a file.

A mapping speaks of headings, field keys and a portfolio's own words, never of ids, cells or rows: it can be passed on
to another council and is found again by the headings of next month's workbook.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

SURE_ENOUGH = 0.7
"""From here on a column needs no person's look."""
VERSION = 1
"""Of the mapping's file; a newer one is refused with a sentence."""


class Target(Struct, frozen=True, order=True):
    """What a column fills: a field of a record type, for one year or month where the column is of one.

    ``table`` and ``key`` are the record type's and the field's own. ``year`` (its first calendar year, 0 for none) and
    ``period`` (``YYYY-MM``, empty for none) are those that the column's heading names. ``number`` tells several
    records of one type in a row apart (*Milestone 1*, *Milestone 2*): 0 where there is one. ``own`` is the label of a
    field of the council's own, whose ``table`` is then the record that has it and whose ``key`` is empty.

    The special targets have an empty ``table``: key ``year``, ``period``, ``measure`` or ``value`` in a table in long
    form, whose rows say what their value is of, and key ``reference`` for what only joins rows to those of another
    sheet.
    """

    table: str
    key: str = ""
    year: int = 0
    period: str = ""
    number: int = 0
    own: str = ""


class ColumnMap(Struct, frozen=True, kw_only=True):
    """What becomes of one column. ``target`` is None where it is left out.

    ``path`` are its headings as found, and ``at`` its place in the workbook that it was made from, which tells two
    columns of one heading apart by their order. ``way`` is how its values are read (a unit, a decimal mark, a scale or
    an order of dates, as ``domain/pasting`` names them), empty for as they stand; ``splits`` whether a cell of several
    lines or bullets is several records. ``own_kind`` is the kind of an own field that is to be made. ``sure`` from 0
    to 1 and ``why`` say how it was found; ``chosen`` that a person chose it.
    """

    path: tuple[str, ...]
    at: int = 0
    target: Target | None = None
    way: str = ""
    splits: bool = False
    own_kind: Literal["", "text", "number", "money", "date", "choice", "flag"] = ""
    sure: float = 0.0
    why: str = ""
    chosen: bool = False

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should look at it."""
        return not self.chosen and self.sure < SURE_ENOUGH


class TableMap(Struct, frozen=True, kw_only=True):
    """How one table is read: ``record`` is the table of what each of its rows is first of all.

    ``sheet`` is the name of its sheet, a help where two tables have one set of headings. ``group`` is what the words
    of group rows fill, one target a level, the outermost first; None where a level is left out. ``meanings`` has what
    a text, a letter, a colour (``fill:RRGGBB``) or an emoji in a column stands for, by the target's table and key:
    stored choices, or the names of records, and nothing where it is to be left out. ``given`` is what rows get in
    fields of which the table says nothing, in words. ``skip`` says that the table is not taken at all.
    """

    sheet: str
    record: str
    columns: tuple[ColumnMap, ...] = ()
    group: tuple[Target | None, ...] = ()
    meanings: Mapping[str, Mapping[str, str]] = {}
    given: Mapping[str, str] = {}
    skip: bool = False
    sure: float = 0.0
    why: str = ""


class TrackerMapping(Struct, frozen=True, kw_only=True):
    """The mapping of a workbook: one ``TableMap`` a table, in the workbook's order. Its JSON is the mapping's file."""

    format: Literal["asc-desktop-mapping"] = "asc-desktop-mapping"
    version: int = VERSION
    name: str = ""
    tables: tuple[TableMap, ...] = field(default=())


def meaning_key(target: Target) -> str:
    """Return the key of a target's meanings in ``TableMap.meanings``: ``status_update.status_id``, or an own label."""
    return f"{target.table}.{target.key}" if not target.own else f"{target.table}:{target.own}"
