"""The sheet of the council's own fields."""

from types import SimpleNamespace
from typing import Any

import pytest

from asc_desktop.domain.report.own_tables import NOTE
from asc_desktop.excel.sheets import own_fields
from asc_desktop.excel.text_fit import TextFit


@pytest.mark.parametrize("count", [1, 2, 9])
def test_the_line_under_the_title_is_not_cut_off_where_there_are_few_fields(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends where the way back to the contents stands, in the last column."""
    table = SimpleNamespace(fields=range(count))
    monkeypatch.setattr(own_fields, "own_tables", lambda _report: [table])
    book: Any = SimpleNamespace(report=None)
    widths = own_fields.columns(book)
    line = f"Adult Social Care and Health Transformation, September 2024 (open). {NOTE}"
    assert TextFit().line_count(line, sum(widths[:-1]), 10) == 1
