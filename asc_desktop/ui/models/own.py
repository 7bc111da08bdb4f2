"""The columns of the council's own fields, made as those of any field. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from asc_desktop.domain.records.council import OwnField
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.records.own import as_field, value_of
from asc_desktop.ui.models.columns import Column, heading

_TEXT_WIDTH = 160


def own_columns(
    fields: Iterable[OwnField], records: Callable[[], Records], editable: Callable[[Any], bool]
) -> list[Column]:
    """Return a column for each field, over rows that have the ids of their records."""
    return [_column(own, records, editable) for own in fields]


def _column(own: OwnField, records: Callable[[], Records], editable: Callable[[Any], bool]) -> Column:
    described = as_field(own)
    return Column(
        key=described.key,
        label=heading(described),
        kind=described.kind,
        field=described,
        read=lambda row: value_of(records(), own, row.id),
        editable=editable,
        width=_TEXT_WIDTH if described.kind is Kind.LONG_TEXT else 0,
        tooltip=described.help,
    )
