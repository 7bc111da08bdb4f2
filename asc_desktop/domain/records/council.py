"""What a council adds to the program's own fields, and what is kept of the workbooks that records were read from.

A record of these names another by its table and id alone, since any type may have one: it goes with that record, and
undo brings both back.
"""

from typing import Annotated, ClassVar

import msgspec

from asc_desktop.domain.records import describe
from asc_desktop.domain.records.assurance import ASSURANCE_TYPES
from asc_desktop.domain.records.delivery import DELIVERY_TYPES
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.governance import GOVERNANCE_TYPES
from asc_desktop.domain.records.office import OFFICE_TYPES

OWN_KINDS = (
    ("text", "Text"),
    ("number", "Number"),
    ("money", "Money"),
    ("date", "Date"),
    ("choice", "Choice"),
    ("flag", "Yes or no"),
)
HOLDERS: tuple[type[Record], ...] = tuple(
    kind
    for kind in (*DELIVERY_TYPES, *ASSURANCE_TYPES, *GOVERNANCE_TYPES, *OFFICE_TYPES)
    if kind.takes_own_fields
)
"""The types of record to which a council may add fields."""

_ORDER = "Place in lists, lowest first."


class OwnField(Record, frozen=True):
    """A field that the council has added to a type of record. ``domain/records/own.py`` describes it as any other."""

    table: ClassVar[str] = "own_field"
    noun: ClassVar[str] = "field of your own"
    plural: ClassVar[str] = "fields of your own"
    title: ClassVar[str] = "label"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("record_table", "label"),)
    page = "settings"
    found_by = ("record_table",)

    record_table: Annotated[str, describe.choice(
        "Of", tuple((kind.table, kind.plural.capitalize()) for kind in HOLDERS), required=True,
        help="The kind of record that has the field.",
    )] = "project"  # fmt: skip
    label: Annotated[str, describe.text("Field", required=True, limit=80)] = ""
    kind: Annotated[str, describe.choice("Kind", OWN_KINDS, required=True)] = "text"
    choices: Annotated[str | None, describe.long_text(
        "Choices", limit=4000, help="One a line, in the order in which they are offered. For a choice alone.",
    )] = None  # fmt: skip
    help: Annotated[
        str | None, describe.text("Help", limit=300, help="Shown next to the field in forms.")
    ] = None
    in_pack: Annotated[int, describe.flag("In board packs", help="Whether board packs show it.")] = 0
    position: Annotated[int, describe.integer("Order", hidden=True, help=_ORDER)] = 0
    retired: Annotated[
        int, describe.flag("Archived", help="Not shown or offered any more; its values stay.")
    ] = 0


class OwnValue(Record, frozen=True):
    """What one record holds in a field of the council's own; none where the field is empty.

    ``value`` is the stored value as text: pence in digits, an ISO date, 1 or 0, a number as fields keep it.
    """

    table: ClassVar[str] = "own_value"
    noun: ClassVar[str] = "value of your own field"
    plural: ClassVar[str] = "values of your own fields"
    title: ClassVar[str] = "own_field_id"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("record_id", "own_field_id"),)
    names_by_id = True

    own_field_id: Annotated[str, describe.reference(
        "Field", "own_field", required=True, owns=True, hidden=True,
    )] = ""  # fmt: skip
    record_table: Annotated[str, describe.text("Kind of record", required=True, limit=40, hidden=True)] = ""
    record_id: Annotated[str, describe.text("Record", required=True, limit=60, hidden=True)] = ""
    value: Annotated[str, describe.long_text("Value", required=True)] = ""


class ImportMapping(Record, frozen=True):
    """How the columns of a council's workbook become fields, kept to be found again by its ``headings``.

    ``content`` is the mapping's file, JSON.
    """

    table: ClassVar[str] = "import_mapping"
    noun: ClassVar[str] = "import mapping"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("name",),)
    same_by_name = True
    page = "settings"
    in_months = "now"

    name: Annotated[str, describe.text("Mapping", required=True, hidden=True)] = ""
    headings: Annotated[str, describe.long_text("Headings", required=True, limit=0, hidden=True)] = ""
    content: Annotated[str, describe.long_text("Mapping file", required=True, limit=0, hidden=True)] = ""
    position: Annotated[int, describe.integer("Order", hidden=True, help=_ORDER)] = 0


class Origin(Record, frozen=True):
    """Where a record was last read from: the file's name, the sheet, and the cells, such as ``B7:H7``.

    ``cells`` has the cell of each field that was read, as JSON by the field's key, with its sheet where that is another
    (``Savings!D4``). ``import_id`` is another for each import, so that the journal tells of every one where it read the
    record.
    """

    table: ClassVar[str] = "origin"
    noun: ClassVar[str] = "origin"
    title: ClassVar[str] = "file"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("record_id",),)
    names_by_id = True
    in_months = "now"

    record_table: Annotated[str, describe.text("Kind of record", required=True, limit=40, hidden=True)] = ""
    record_id: Annotated[str, describe.text("Record", required=True, limit=60, hidden=True)] = ""
    file: Annotated[str, describe.text("File", required=True, limit=300, hidden=True)] = ""
    sheet: Annotated[str | None, describe.text("Sheet", limit=100, hidden=True)] = None
    cell: Annotated[str | None, describe.text("Cells", limit=60, hidden=True)] = None
    cells: Annotated[str | None, describe.long_text("Cell of each field", limit=0, hidden=True)] = None
    import_id: Annotated[str | None, describe.text("Import", limit=60, hidden=True, opaque=True)] = None

    def place_of(self, key: str) -> str:
        """Return the sheet and the cell of a field in words, those of the whole record where it has none of its own."""
        try:
            cell = msgspec.json.decode(self.cells or "{}", type=dict[str, str]).get(key, "")
        except msgspec.DecodeError:
            cell = ""
        sheet, _, alone = cell.rpartition("!")
        return " ".join(part for part in (sheet or self.sheet, alone) if part) if cell else self.place

    @property
    def place(self) -> str:
        """The sheet and the cells in words: ``Projects B7:H7``."""
        return " ".join(part for part in (self.sheet, self.cell) if part)

    @property
    def where(self) -> str:
        """The file, the sheet and the cells in words: ``tracker.xlsx, Projects B7:H7``."""
        return ", ".join(part for part in (self.file, self.place) if part)


COUNCIL_TYPES: tuple[type[Record], ...] = (OwnField, OwnValue, ImportMapping, Origin)
