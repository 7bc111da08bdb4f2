"""Records made out of pasted rows: what a table says of the records that it can make.

A table's view has such a description as its ``new_rows``. Rows that find no record among the table's become records by
it, in one transaction with whatever else the paste changes. The descriptions themselves stand with the services of
their record types.
"""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from asc_desktop.domain.records.fields import Field
from asc_desktop.services.errors import EditRefused, Problem
from asc_desktop.services.session import Session

RowTexts = Mapping[str, str]
"""One row by field key. Each text is such as its field reads: an amount in pounds with its sign, an ISO date, a stored
choice, a reference's id or its words. A key that is left out was not in the block."""


class NewRows(Struct, frozen=True, kw_only=True):
    """The records that a table can make of pasted rows.

    ``fields`` are what a row may hold, in the order in which a block without headings is read. ``reference`` and
    ``name`` are the keys of the fields by which a record is known to a person, ``group`` that of one which a label
    alone above rows fills; empty where there is none. ``existing`` gives the id of the record that a reference or a
    name already belongs to, in the table or not, else None: such a row is never made twice. ``options`` gives what a
    choice or a reference may be: stored value or id, and words. ``title`` is the key of the field that names a record
    to a person, also where several have one name; ``owner`` that of the one that says whose part it then is.

    ``make`` makes the records in one call of ``Session.edit`` or several, and returns their ids in the rows' order. It
    raises EditRefused, whose problems name rows by ``row_name``.
    """

    noun: str
    plural: str
    fields: tuple[Field, ...]
    make: Callable[[Session, Sequence[RowTexts], str | None], list[str]]
    existing: Callable[[Session, str, str], str | None] = lambda _session, _reference, _name: None
    options: Callable[[Session, Field], Sequence[tuple[str, str]]] = lambda _session, field: field.choices
    reference: str = ""
    name: str = ""
    group: str = ""
    title: str = ""
    owner: str = ""

    def check(self, session: Session, rows: Sequence[RowTexts], reason: str | None) -> list[Problem]:
        """Return what is wrong with rows, each problem named by ``row_name``; nothing is kept."""
        try:
            with session.trial(reason=reason):
                self.make(session, rows, reason)
        except EditRefused as refused:
            return list(refused.problems)
        return []


def row_name(at: int) -> str:
    """Return what a problem calls the row at a place, the first being 0."""
    return f"row {at}"
