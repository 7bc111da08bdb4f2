"""A mapping as a file, and a mapping of before found again by the headings of a workbook."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from asc_desktop.domain.importing.columns.file import (
    MappingError,
    mapping_for,
    mapping_text,
    read_mapping,
)
from asc_desktop.domain.importing.columns.takes import TAKES, fields_taken
from asc_desktop.domain.importing.mapping import ColumnMap, TableMap, Target, TrackerMapping
from tests.unit.importing.tables import Held, a_table, column, mapped, words

_words = st.text(max_size=12)
_fields = st.sampled_from(
    [(taken.table, taken.field.key) for record in TAKES for taken in fields_taken(record)]
)
_targets = st.one_of(
    st.builds(
        lambda field, year, period, number: Target(*field, year=year, period=period, number=number),
        _fields,
        st.integers(0, 2100),
        st.sampled_from(["", "2024-06"]),
        st.integers(0, 5),
    ),
    st.builds(lambda own: Target("project", own=own), _words.filter(bool)),
    st.sampled_from([Target("", "year"), Target("", "value")]),
)
_columns = st.builds(
    ColumnMap,
    path=st.lists(_words, max_size=3).map(tuple),
    at=st.integers(0, 300),
    target=st.none() | _targets,
    way=_words,
    splits=st.booleans(),
    own_kind=st.sampled_from(["", "text", "number", "money", "date", "choice", "flag"]),
    sure=st.floats(0, 1),
    why=_words,
    chosen=st.booleans(),
)
_tables = st.builds(
    TableMap,
    sheet=_words,
    record=st.just("project"),
    columns=st.lists(_columns, max_size=4).map(tuple),
    group=st.lists(st.none() | _targets, max_size=2).map(tuple),
    meanings=st.dictionaries(_words, st.dictionaries(_words, _words, max_size=3), max_size=3),
    given=st.dictionaries(_words, _words, max_size=3),
    skip=st.booleans(),
    sure=st.floats(0, 1),
    why=_words,
)
_mappings = st.builds(TrackerMapping, name=_words, tables=st.lists(_tables, max_size=3).map(tuple))


@given(_mappings)
def test_a_mapping_comes_back_from_its_file_as_it_was(mapping: TrackerMapping) -> None:
    """Whatever is mapped, its file says all of it."""
    assert read_mapping(mapping_text(mapping)) == mapping


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The mapping is damaged and was not used: it is not JSON"),
        ("{", "The mapping is damaged and was not used: it is not JSON"),
        ("[" * 100_000, "The mapping is damaged and was not used: it is not JSON"),
        ("[]", "This file is not a mapping of ASC Desktop. Choose one that Save mapping wrote."),
        ('{"format": "other"}', "This file is not a mapping of ASC Desktop."),
        ('{"format": "asc-desktop-mapping"}', "The mapping does not say its version"),
        ('{"format": "asc-desktop-mapping", "version": true}', "The mapping does not say its version"),
        ('{"format": "asc-desktop-mapping", "version": 99}', "The mapping was saved by a newer ASC Desktop"),
        (
            '{"format": "asc-desktop-mapping", "version": 1, "tables": 3}',
            "The mapping has a value that it cannot",
        ),
        (" " * 5_000_001, "The file is far too large for a mapping."),
    ],
)
def test_what_is_no_mapping_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    """Damaged, newer, edited to nonsense, or another file altogether."""
    with pytest.raises(MappingError) as refused:
        read_mapping(text)
    assert str(refused.value).startswith(sentence)


def test_a_target_of_what_there_is_not_is_refused() -> None:
    """A mapping edited by hand that names a field or a record that does not exist is not used."""
    mapping = TrackerMapping(
        tables=(TableMap(sheet="S", record="project", columns=(ColumnMap(path=("A",)),)),)
    )
    said: dict[str, Any] = json.loads(mapping_text(mapping))
    said["tables"][0]["record"] = "poject"
    with pytest.raises(MappingError, match="poject"):
        read_mapping(json.dumps(said))
    said["tables"][0]["record"] = "project"
    said["tables"][0]["columns"][0]["target"] = {"table": "project", "key": "nmae"}
    with pytest.raises(MappingError, match="nmae"):
        read_mapping(json.dumps(said))


HEADINGS = ["Ref", "Scheme", "Who", "Colour", "2024/25 £000"]
ROWS: list[list[Held]] = [["A1", "Reviews", "Ann", "Lime", 120], ["A2", "Telecare", "Bob", "Rose", 80]]


def chosen() -> TrackerMapping:
    """Return a mapping as a person put it right: *Who* is the sponsor, *Colour* the status, with what colours mean."""
    found = mapped(HEADINGS, ROWS, sheet="June")
    put_right = {
        "Who": Target("project", "sponsor"),
        "Colour": Target("status_update", "status_id"),
    }
    columns = tuple(
        replace(each, target=put_right[each.path[0]], own_kind="", chosen=True)
        if each.path[0] in put_right
        else each
        for each in found.columns
    )
    meanings = {"status_update.status_id": {"Lime": "On target", "Rose": "At risk"}}
    return TrackerMapping(name="June", tables=(replace(found, columns=columns, meanings=meanings),))


def test_what_was_chosen_before_is_found_again_whatever_the_order() -> None:
    """Next month's workbook has another name, another order and a column more."""
    headings = ["2024/25 £000", "WHO ", "Ref.", "Scheme", "Colour", "2025/26 £000"]
    rows: list[list[Held]] = [
        [120, "Ann", "A1", "Reviews", "Lime", 30],
        [80, "Bob", "A2", "Telecare", "Sky", 20],
    ]
    found = mapped(headings, rows, sheet="July", remembered=[chosen()])
    assert [words(each.target) for each in found.columns] == [
        "savings_target.target_pence 2024",
        "project.sponsor",
        "project.ref",
        "project.name",
        "status_update.status_id",
        "savings_target.target_pence 2025",
    ]
    assert found.meanings["status_update.status_id"] == {"Lime": "On target", "Rose": "At risk"}
    assert column(found, "Scheme").why == "Mapped so before."
    assert found.why == "Its headings are those of a mapping used before: its rows are projects."


def test_another_workbook_is_not_taken_for_one_of_before() -> None:
    """Headings that have little in common are mapped anew."""
    _, table = a_table(["Ref", "Risk", "Likelihood", "Impact", "Owner", "Colour"], [], sheet="June")
    assert mapping_for([table], [chosen()]) == {}


def test_of_two_sheets_of_one_kind_each_has_its_own() -> None:
    """A mapping is for one table, and the sheet's name says which."""
    one, two = chosen().tables[0], replace(chosen().tables[0], sheet="Closed")
    tables = [a_table(HEADINGS, ROWS, sheet=name)[1] for name in ("Closed", "June")]
    found = mapping_for(tables, [TrackerMapping(tables=(one, two))])
    assert {at: table.sheet for at, table in found.items()} == {0: "Closed", 1: "June"}


def test_a_table_that_was_left_out_stays_left_out() -> None:
    """What a person did not take last month is not taken this month either."""
    before = TrackerMapping(tables=(replace(chosen().tables[0], skip=True),))
    assert mapped(HEADINGS, ROWS, remembered=[before]).skip


def test_a_year_that_only_the_title_names_is_that_of_the_title_now() -> None:
    """Next year's workbook has the headings of this year's, and its figures are of another year."""
    headings = ["Ref", "Project", "Target £000", "Forecast £000"]
    rows: list[list[Held]] = [["A1", "Reviews", 120, 100], ["A2", "Telecare", 80, 80]]
    last = TrackerMapping(tables=(mapped(headings, rows, title="Savings 2023/24"),))
    assert words(column(last.tables[0], "Target £000").target) == "savings_target.target_pence 2023"
    now = mapped(headings, rows, title="Savings 2024/25", remembered=[last])
    assert words(column(now, "Target £000").target) == "savings_target.target_pence 2024"
    assert words(column(now, "Forecast £000").target) == "savings_position.forecast_pence 2024"
    unsaid = column(mapped(headings, rows, remembered=[last]), "Target £000")
    assert unsaid.sure < 0.5
    assert "check the year" in unsaid.why


def test_a_month_without_a_year_is_of_the_year_reported_now() -> None:
    """*Apr* of next year's workbook is another April."""
    rows: list[list[Held]] = [["Reviews", "G", "A"], ["Telecare", "R", "G"]]
    last = TrackerMapping(tables=(mapped(["Project", "Apr", "May"], rows, period="2024-06"),))
    now = mapped(["Project", "Apr", "May"], rows, period="2025-06", remembered=[last])
    assert [words(each.target) for each in now.columns[1:]] == [
        "status_update.status_id 2025-04",
        "status_update.status_id 2025-05",
    ]
