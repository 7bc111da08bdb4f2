"""Amounts in the unit that the matrix shows: £, £000 or £m, to read, to type and to copy."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from msgspec import Struct, structs
from msgspec.structs import replace

from asc_desktop.domain.money import REDUCTIONS, SAVINGS_KEYS, format_pounds, shown_saving
from asc_desktop.domain.records.delivery import Portfolio
from asc_desktop.domain.records.fields import Field, FieldError, Record, Value, field_of
from asc_desktop.domain.spellings import parted_sign
from asc_desktop.ui.workspace import Workspace

LIKELY_POUNDS: Final = 10_000
"""From here on a bare number typed in £000 or £m is one in pounds: no line saves £10m in a year."""

ShownAs = Callable[[], str]
"""How the portfolio shows savings now: a table may outlive a change of that."""

_BARE = re.compile(r"[\d.,]+(e\+?\d{1,2})?", re.IGNORECASE)
"""A number alone: neither a pound sign nor a letter says what it is worth."""


class MoneyUnit(Struct, frozen=True):
    """A unit: its heading, the letter that ``parse_pence`` knows it by, and how many pence one of it is.

    With ``reductions`` a saving is shown in brackets, and read with or without them.
    """

    key: str
    label: str
    letter: str
    pence: int
    decimals: int
    reductions: bool = False

    @property
    def typing_help(self) -> str:
        """How to type an amount where this unit is shown."""
        if self.key == "pounds":
            return "Amounts are in £: 120000, 120,000 or 120k."
        meant = format_pounds(120 * self.pence if self.key == "thousands" else self.pence * 12 // 10)
        bare = "120" if self.key == "thousands" else "1.2"
        return (
            f"Amounts are in {self.label}: {bare} means {meant}. "
            f"With a pound sign or a letter they are read as written: {meant}, {bare}{self.letter}."
        )

    def words(self, pence: int) -> str:
        """Return the amount rounded to the unit, halves away from zero; a negative in brackets."""
        if self.reductions:
            pence = -pence
        if self.key == "pounds":
            return format_pounds(pence, sign=False)
        step = self.pence // 10**self.decimals
        count = (abs(pence) + step // 2) // step
        whole, part = divmod(count, 10**self.decimals)
        text = f"{whole:,}" + (f".{part:0{self.decimals}d}" if self.decimals else "")
        return f"({text})" if pence < 0 and count else text

    def plain(self, pence: int) -> str:
        """Return the exact amount in the unit as a plain number: ``-1234.5``, which Excel and ``meant`` take."""
        whole, part = divmod(abs(pence), self.pence)
        digits = f"{part:0{len(str(self.pence)) - 1}d}".rstrip("0")
        return f"{'-' if pence < 0 else ''}{whole}" + (f".{digits}" if digits else "")

    def is_bare(self, text: str) -> bool:
        """Whether a typed text is a number alone, which is taken to be in the unit."""
        return bool(self.letter and _BARE.fullmatch(parted_sign(text)[1]))

    def meant(self, text: str) -> str:
        """Return a typed text for ``parse_pence``: a bare number is taken to be in the unit."""
        signs, number = parted_sign(text)
        is_bare = self.is_bare(text)
        if len(signs) > 1 or not any(map(str.isdigit, number)) or not (self.reductions or is_bare):
            return text
        number += self.letter if is_bare else ""
        if self.reductions:
            return number
        return f"({number})" if signs == "(" else signs + number


POUNDS: Final = MoneyUnit("pounds", "£", "", 100, 0)
THOUSANDS: Final = MoneyUnit("thousands", "£000", "k", 100_000, 0)
MILLIONS: Final = MoneyUnit("millions", "£m", "m", 100_000_000, 3)
UNITS: Final = {unit.key: unit for unit in (POUNDS, THOUSANDS, MILLIONS)}


def savings_unit(key: str, shown_as: str) -> MoneyUnit:
    """Return a unit for savings, as the portfolio shows them."""
    return replace(UNITS[key], reductions=shown_as == REDUCTIONS)


class UnitField(Field, frozen=True):
    """A field of money that is typed in a unit; ``most_pence`` is what no bare number means, where it is not £10m."""

    money_unit: MoneyUnit = POUNDS
    most_pence: int = 0

    def parse(self, raw: str) -> Value:
        """Return the pence for what was typed; raise FieldError with a sentence."""
        pence = super().parse(self.money_unit.meant(raw))
        unit = self.money_unit
        most = self.most_pence or LIKELY_POUNDS * unit.pence
        if isinstance(pence, int) and abs(pence) >= most and unit.is_bare(raw):
            plain = format_pounds(abs(pence) * 100 // unit.pence)
            message = (
                f"Amounts are in {unit.label} here, so this would be {format_pounds(pence)}. "
                f"Choose £ above the table, or type {plain} or {format_pounds(pence)} with its pound sign."
            )
            raise FieldError(self, message)
        return pence


class SavingField(Field, frozen=True):
    """A field of a saving in pounds, typed with or without brackets where it is shown as a reduction."""

    shown_as: ShownAs = lambda: ""

    def parse(self, raw: str) -> Value:
        """Return the pence for what was typed; raise FieldError with a sentence."""
        return super().parse(savings_unit("pounds", self.shown_as()).meant(raw))


def shown_as_of(workspace: Workspace) -> ShownAs:
    """Return what tells how the portfolio shows savings now."""

    def shown_as() -> str:
        held = workspace.records.find(Portfolio, "portfolio")
        return held.savings_shown_as if held is not None else ""

    return shown_as


def saving_field(record_type: type[Record], key: str, shown_as: ShownAs) -> SavingField:
    """Return a record's field of a saving as a person types it."""
    described = field_of(record_type, key)
    return SavingField(**structs.asdict(described), shown_as=shown_as)


def saving_words(key: str, shown_as: ShownAs) -> Callable[[int], str] | None:
    """Return what prints an amount of a saving in pounds; None for one that is an amount either way."""
    if key not in SAVINGS_KEYS:
        return None
    return lambda pence: format_pounds(shown_saving(pence, shown_as()), sign=False)
