"""Savings that a table prints as reductions of the budget, below nothing, and growth that stands among them."""

from collections.abc import Sequence

from msgspec.structs import replace

from asc_desktop.domain.importing.planning.rows import SIGNED
from asc_desktop.domain.importing.planning.says import Read, Says
from asc_desktop.domain.importing.planning.slots import RowDraft
from asc_desktop.domain.records.fields import Field, FieldError, Kind

_GROWTH = (
    "Most amounts of this table are below nothing, so this may be growth and no saving. Write what it is."
)


def turn_reductions(rows: Sequence[RowDraft]) -> bool:
    """Take savings that a table prints as reductions as amounts: where each one but nought is below nothing.

    Changes the rows' slots, and refuses what is below nothing where only some are; where most are, what is above
    nothing is as likely growth as a saving, and is refused too. Returns whether it turned them.
    """
    held = [
        (slot, key, given)
        for row in rows
        for slot in row.slots
        if slot.table in SIGNED
        for key, given in slot.values.items()
        if given.field.kind is Kind.MONEY and given.read.says is Says.VALUE
    ]
    amounts = [given.read.new for _, _, given in held if isinstance(given.read.new, int) and given.read.new]
    turned = bool(amounts) and all(amount < 0 for amount in amounts)
    if not turned and all(amount > 0 for amount in amounts):
        return False
    mostly_below = sum(amount < 0 for amount in amounts) * 2 > len(amounts)
    for slot, key, given in held:
        read = _signed(given.read, given.field, turned=turned)
        if mostly_below and not turned and isinstance(given.read.new, int) and given.read.new > 0:
            read = Read(Says.REFUSED, given.read.text, given.read.typed, sentence=_GROWTH)
        slot.values[key] = replace(given, read=read)
    return turned


def _signed(read: Read, field: Field, *, turned: bool) -> Read:
    assert isinstance(read.new, int)  # noqa: S101 - money is
    if turned:
        sentence = f"{read.sentence} It is printed as a reduction and taken as a saving.".strip()
        new = -read.new
        return Read(Says.VALUE, read.text, f"£{new // 100}.{new % 100:02d}", new, sentence) if new else read
    try:
        field.check(read.new)
    except FieldError as error:
        return Read(Says.REFUSED, read.text, read.typed, sentence=error.sentence)
    return read
