"""The frozen views of the council's own fields and their values in the report."""

from msgspec import Struct


class OwnValueReport(Struct, frozen=True):
    """What one record has in an own field: the value as fields keep it, and in words. ``record`` names the record."""

    id: str
    record_id: str
    ref: str
    record: str
    value: str | int | None
    words: str


class OwnFieldReport(Struct, frozen=True):
    """A field of the council's own with what it holds of the report's records; empty ones are left out.

    ``record_table`` is the table of the records that have it, and ``records`` their plural in words.
    """

    id: str
    record_table: str
    records: str
    label: str
    kind: str
    kind_label: str
    choices: tuple[str, ...]
    help: str
    in_pack: bool
    values: tuple[OwnValueReport, ...]
