"""Columns of amounts and of RAG words that several pages have."""

from __future__ import annotations

from typing import Any

from asc_desktop.domain.money import REDUCTIONS
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.model import ProjectReport
from asc_desktop.domain.rules.status import RAG_WORDS
from asc_desktop.ui.models.columns import Chip, Column, view_column
from asc_desktop.ui.pages.shared.units import MoneyUnit, ShownAs, saving_words


def money(key: str, label: str, *, shown_as: ShownAs | None = None, **more: Any) -> Column:
    """Return a column of amounts, read-only here: they are reported line by line in the editor.

    With ``shown_as`` those of a saving, printed as the portfolio shows savings.
    """
    words = saving_words(key, shown_as) if shown_as is not None else None
    width = 94 if words is not None and shown_as is not None and shown_as() == REDUCTIONS else 88
    return view_column(key, label, Kind.MONEY, width=more.pop("width", width), words=words, **more)


def rag(key: str, label: str, tooltip: str, **more: Any) -> Column:
    """Return a column of RAG words in their colours; nothing to judge by is an empty cell."""

    def chip(row: ProjectReport) -> Chip | None:
        colour = getattr(row, key)
        return None if colour == "grey" else Chip(RAG_WORDS[colour], colour)

    def hint(row: ProjectReport) -> str:
        return f"{label}: {RAG_WORDS[getattr(row, key)]}"

    return view_column(key, label, chip=chip, hint=hint, width=84, tooltip=tooltip, **more)


def suggestion_words(row: ProjectReport) -> str:
    """Return the status that the figures suggest; its colour in a word where the scheme has no such status."""
    return row.suggested_status or RAG_WORDS[row.suggested_rag]


def suggestion(label: str, tooltip: str) -> Column:
    """Return the column of what the figures suggest, in the words that the project itself says it in."""

    def chip(row: ProjectReport) -> Chip | None:
        return None if row.suggested_rag == "grey" else Chip(suggestion_words(row), row.suggested_rag)

    def hint(row: ProjectReport) -> str:
        return f"{label}: {suggestion_words(row)}"

    return view_column("suggested_rag", label, chip=chip, hint=hint, width=110, tooltip=tooltip)


class UnitColumn(Column, frozen=True, kw_only=True):
    """A column of amounts in the unit shown: typed, edited and copied in it."""

    money_unit: MoneyUnit

    @property
    def unit_label(self) -> str:
        """Return the unit shown."""
        return self.money_unit.label

    def edit_text(self, row: Any) -> str:
        """Return the exact amount in the unit."""
        value = self.read(row)
        return self.money_unit.plain(value) if isinstance(value, int) else ""

    def copied(self, value: Any) -> str:
        """Return the exact amount in the unit, for Excel."""
        return self.money_unit.plain(value) if isinstance(value, int) else ""
