"""What holds of every pasted block: no record gets another's figures, no row is lost, no number shifts."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.pasting.reader import read_block
from asc_desktop.domain.pasting.table import (
    CellState,
    PasteColumn,
    PasteRow,
    PasteTable,
    RowKind,
    RowsBy,
)  # fmt: skip
from asc_desktop.domain.records.fields import Field, Kind, Value

NAMES = [
    "Care",
    "Living Well",
    "Ageing & Health",
    "Transfer to / (from) Reserves",
    "P-1",
    "Total mobile",
    "A",
    "Lead",
]
KINDS = (Kind.TEXT, Kind.MONEY, Kind.DATE, Kind.DECIMAL, Kind.INTEGER, Kind.FLAG, Kind.PERIOD, Kind.YEAR)
TEXTS = st.one_of(
    st.sampled_from(
        [
            "", " ", "-", "£-", "n/a", "#N/A", "###", "Total", "Subtotal", "£000", "£m", "Lead", "Budget", "98,8",
            "1.234,5", "1,234", "(300)", "£1.2m", "04/06/2026", "04/15/2026", "15/04/2026", "HIGH", "0.5", "Yes",
            *NAMES,
        ]
    ),
    st.integers(-10_000, 10_000_000).map(str),
    st.text(max_size=12),
)  # fmt: skip


def table_of(
    fields: Mapping[str, Field],
    rows: Sequence[Mapping[str, Value]],
    *,
    at: int = 0,
    can_make: bool = False,
    locked: str = "",
) -> PasteTable:
    held = {f"r{place}": row for place, row in enumerate(rows)}
    return PasteTable(
        columns=tuple(
            PasteColumn(
                key=key,
                label=described.label,
                field=described,
                stored=lambda row_id, key=key: held[row_id].get(key),
                can_edit=lambda row_id, key=key: key != locked,
                is_for_new=True,
            )
            for key, described in fields.items()
        ),
        across=tuple(fields),
        rows=tuple(PasteRow(row_id, "", str(row.get("name") or "")) for row_id, row in held.items()),
        places=tuple(list(held)[at:]),
        name="name" if "name" in fields else "",
        can_make=can_make,
    )


@st.composite
def tables(draw: st.DrawFn) -> PasteTable:
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4))
    fields = {f"k{at}": Field(f"k{at}", f"Column {at}", kind) for at, kind in enumerate(kinds)}
    if draw(st.booleans()):
        fields = {"name": Field("name", "Name", Kind.TEXT)} | fields
    names = draw(st.lists(st.sampled_from(NAMES), max_size=5))
    return table_of(
        fields,
        [{"name": name} for name in names],
        at=draw(st.integers(0, len(names))),
        can_make=draw(st.booleans()),
        locked=draw(st.sampled_from(["", "k0"])),
    )


blocks = st.lists(st.lists(TEXTS, min_size=1, max_size=5), min_size=1, max_size=6)


@given(blocks, tables())
def test_every_row_and_cell_is_accounted_for(block: list[list[str]], table: PasteTable) -> None:
    read = read_block(block, table)
    assert [row.at for row in read.rows] == list(range(len(block)))
    for row, texts in zip(read.rows, block, strict=True):
        filled = [at for at, text in enumerate(texts) if text.strip()]
        if row.kind in {RowKind.FOUND, RowKind.NEW}:
            assert {cell.at for cell in row.cells} >= set(filled), "a cell vanished"
            assert all(
                cell.sentence for cell in row.cells if cell.state in {CellState.REFUSED, CellState.LEFT_OUT}
            )
        elif filled and row.kind is not RowKind.HEADING:
            assert row.words, "a row is not pasted and its words are not said"
            assert row.sentence
    assert len({row.record_id for row in read.rows if row.kind is RowKind.FOUND}) == sum(
        1 for row in read.rows if row.kind is RowKind.FOUND
    ), "two rows for one record"


@given(blocks, tables())
def test_what_is_plain_is_what_would_have_been_typed_there(block: list[list[str]], table: PasteTable) -> None:
    read = read_block(block, table)
    if not read.is_plain:
        return
    fields = {column.key: column.field for column in table.columns}
    typed = {(record_id, key): text for record_id, key, text in read.edits}
    for place, texts in enumerate(block):
        for at, text in enumerate(texts):
            if not text.strip() and (place >= len(table.places) or at >= len(table.across)):
                continue
            cell = (table.places[place], table.across[at])
            if cell in typed:
                assert fields[cell[1]].parse(typed[cell]) == fields[cell[1]].parse(text)


@given(blocks, tables())
def test_reading_again_as_it_was_read_changes_nothing(block: list[list[str]], table: PasteTable) -> None:
    read = read_block(block, table)
    assert read_block(block, table, read.chosen) == read


@given(st.lists(st.sampled_from(NAMES), unique=True, min_size=2), st.randoms(use_true_random=False))
def test_no_record_gets_the_figures_of_another(names: list[str], random: object) -> None:
    """Whatever the order of the rows, of the table's and of the block's, and however the names are spelled."""
    fields = {"name": Field("name", "Name", Kind.TEXT), "x": Field("x", "Figure", Kind.INTEGER)}
    table = table_of(fields, [{"name": name} for name in names])
    figures = {name: str(at + 1) for at, name in enumerate(names)}
    rows = [[name.upper().replace("&", "and") + " ", figures[name]] for name in names]
    random.shuffle(rows)  # type: ignore[attr-defined]
    read = read_block(rows, table)
    assert read.rows_by is RowsBy.NAME
    held = {row.id: row.name for row in table.rows}
    assert {held[record_id]: text for record_id, key, text in read.edits if key == "x"} == figures
    assert not any(key == "name" for _, key, _ in read.edits)


DAYS = st.integers(0, 9_000).map(lambda after: date(2010, 1, 1) + timedelta(after))


@given(st.lists(DAYS, min_size=1, max_size=8), st.dates(date(2010, 1, 13), date(2040, 12, 31)), st.booleans())
def test_dates_of_one_order_are_read_in_it(days: list[date], proof: date, month_first: bool) -> None:
    proof = proof.replace(day=13 + proof.day % 15)
    written = [
        f"{day.month:02d}/{day.day:02d}/{day.year}"
        if month_first
        else f"{day.day:02d}/{day.month:02d}/{day.year}"
        for day in (*days, proof)
    ]
    table = table_of({"x": Field("x", "Day", Kind.DATE)}, [{} for _ in written])
    read = read_block([[text] for text in written], table)
    assert [cell.new for cell in read.cells] == [day.isoformat() for day in (*days, proof)]
    assert read.is_plain is not month_first


NUMBERS = st.decimals(0, 9_999_999, places=1, allow_nan=False)


@given(st.lists(NUMBERS, min_size=1, max_size=8), st.booleans(), st.booleans())
def test_numbers_of_one_mark_are_read_with_it(numbers: list[Decimal], comma: bool, grouped: bool) -> None:
    written = [f"{number:,}" if grouped else str(number) for number in numbers]
    if comma:
        written = [text.translate(str.maketrans(",.", ".,")) for text in written]
    table = table_of({"x": Field("x", "Number", Kind.DECIMAL)}, [{} for _ in written])
    read = read_block([[text] for text in written], table)
    assert [Decimal(str(cell.new)) for cell in read.cells] == numbers
    assert read.is_plain is not comma


@given(st.text(max_size=30))
def test_a_name_is_known_by_itself(text: str) -> None:
    assert known_as(known_as(text)) == known_as(text)
