"""The parts of the import window that need no window: what a cell shows, what a person says of a sheet, tips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QApplication

from asc_desktop.domain.importing.found import Lies, PutRight, Role
from asc_desktop.domain.importing.mapping import TableMap
from asc_desktop.domain.importing.plan import HeldTotal
from asc_desktop.domain.importing.sheets import Area, Cell, Sheet, Style, Workbook
from asc_desktop.ui.dialogs.importing import put_right
from asc_desktop.ui.dialogs.importing.cell_words import NOT_STORED, cell_words
from asc_desktop.ui.dialogs.importing.found_step import found_words
from asc_desktop.ui.dialogs.importing.meanings_step import fill_words
from asc_desktop.ui.dialogs.importing.picture_model import PictureModel
from asc_desktop.ui.dialogs.importing.preview_step import differing_first
from tests.ui.importing.fakes import a_table


@pytest.mark.parametrize(
    ("value", "kind", "number_format", "shown"),
    [
        (40.5, Cell.NUMBER, "#,##0", "41"),
        (1234567, Cell.NUMBER, "£#,##0", "£1,234,567"),
        (-1234.5, Cell.NUMBER, "#,##0.00;(#,##0.00)", "-1,234.50"),
        (0.125, Cell.NUMBER, "0.0%", "12.5%"),
        (0.1, Cell.NUMBER, "General", "0.1"),
        (1e300, Cell.NUMBER, "#,##0", "1e+300"),
        ("2026-06-18", Cell.DATE, "dd/mm/yyyy", "18 Jun 2026"),
        ("2026-06-18T09:30:00", Cell.DATE, "General", "18 Jun 2026 09:30"),
        ("", Cell.UNSTORED, "General", NOT_STORED),
        (True, Cell.FLAG, "General", "TRUE"),
        ("#REF!", Cell.ERROR, "General", "#REF!"),
        ("two\nlines", Cell.TEXT, "General", "two lines"),
    ],
)
def test_a_cell_shows_what_excel_would(value: object, kind: int, number_format: str, shown: str) -> None:
    assert cell_words(Cell(value, kind), Style(number_format=number_format)) == shown  # type: ignore[arg-type]


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["General", "#,##0", "0.00%", "@"]))
def test_any_number_is_shown(value: float, number_format: str) -> None:
    assert cell_words(Cell(value, Cell.NUMBER), Style(number_format=number_format))


def test_another_heading_row_takes_the_place_of_the_one_there_was() -> None:
    right = put_right.is_heading(PutRight(headings=frozenset({2, 40})), [4], a_table(), more=False)
    assert right.headings == frozenset({4, 40})
    assert put_right.is_heading(PutRight(), [3], a_table(), more=True).headings == frozenset({2, 3})


def test_a_heading_said_to_be_a_record_is_a_heading_no_longer() -> None:
    right = put_right.is_role(PutRight(headings=frozenset({2, 3})), [2], Role.RECORD, a_table())
    assert (right.headings, right.roles) == (frozenset({3}), {2: Role.RECORD})


def test_how_a_table_lies_forgets_what_was_said_of_its_lines() -> None:
    before = PutRight(headings=frozenset({2, 40}), roles={5: Role.TOTAL, 50: Role.NOTE})
    right = put_right.lies_so(before, a_table(), Lies.ACROSS)
    assert right.lies == {(2, 1): Lies.ACROSS}
    assert (right.headings, right.roles) == (frozenset({40}), {50: Role.NOTE})


def test_an_area_is_one_table_in_place_of_what_it_meets() -> None:
    before = PutRight(apart=(Area(0, 0, 3, 3), Area(20, 0, 22, 3)), dropped=frozenset({(5, 1), (30, 0)}))
    right = put_right.is_one_table(before, Area(2, 0, 9, 4))
    assert right.apart == (Area(20, 0, 22, 3), Area(2, 0, 9, 4))
    assert right.dropped == frozenset({(30, 0)})


@pytest.mark.parametrize(
    ("fill", "name"),
    [("FF0000", "red"), ("FFC000", "amber"), ("00B050", "green"), ("0070C0", "blue"), ("BFBFBF", "grey")],
)
def test_a_fill_is_called_by_its_colour(fill: str, name: str) -> None:
    assert fill_words(f"fill:{fill}")[0] == name


def test_no_tip_of_a_cell_is_taken_for_html(qapp: QApplication) -> None:
    hostile = "<b>bold</b> <img src='//server/x.png'>"
    sheet = Sheet("S", ((Cell(hostile),),), comments={(0, 0): hostile}, formulas={(0, 0): f"={hostile}"})
    picture = PictureModel()
    picture.show_sheet(Workbook("w.xlsx", (sheet,)), sheet)
    tip = picture.data(picture.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert "bold" in str(tip)
    assert not Qt.mightBeRichText(str(tip))


def test_rows_of_a_table_that_is_not_taken_are_no_projects() -> None:
    """A key above the table was called four projects."""
    table = a_table()
    taken = found_words(table, TableMap(sheet="Projects", record="project"))
    left = found_words(table, TableMap(sheet="Projects", record="project", skip=True))
    assert taken.partition(" ")[2].startswith("project")
    assert left.partition(" ")[2].startswith("row")


def test_totals_that_differ_come_before_those_that_agree() -> None:
    totals = [
        HeldTotal(
            sheet="S", cell=cell, label="", column="", is_money=True, printed=0, taken=0, verdict=verdict
        )
        for cell, verdict in (
            ("A1", "agrees"),
            ("A2", "differs"),
            ("A3", "within rounding"),
            ("A4", "differs"),
        )
    ]
    assert [total.cell for total in differing_first(totals)] == ["A2", "A4", "A1", "A3"]
