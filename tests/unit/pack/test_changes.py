"""What changed since the last board, once for every format."""

from pathlib import Path

from msgspec.structs import replace

from asc_desktop.domain.report.views_changes import ReportChanges
from asc_desktop.excel.pack import write_pack
from asc_desktop.pack.changes import changes, changes_table, record_words
from asc_desktop.pack.document import Heading, Note, Section, Table, Words
from asc_desktop.pack.edition import WHOLE
from tests.golden.test_pack_dumps import since_may
from tests.unit.excel.workbooks import full_desk, read


def said() -> Section:
    return changes(full_desk().build(), since_may())


def since() -> ReportChanges:
    held = since_may().changes
    assert held is not None
    return held


def test_nothing_is_said_where_there_is_nothing_to_compare_with() -> None:
    assert changes(full_desk().build(), WHOLE).blocks == ()


def test_every_kind_is_counted_and_its_changes_are_told_together() -> None:
    section = said()
    at = section.blocks.index(Heading("Every change"))
    counts, table = section.blocks[at + 1], section.blocks[at + 2]
    assert isinstance(counts, Note)
    assert isinstance(table, Table)
    assert "Savings forecast: 3 changes, 1 worse, 2 better. Approved target: 1 change." in counts.text
    kinds = [row.cells[0].text for row in table.rows if isinstance(row.cells[0], Words)]
    assert kinds.count("Savings forecast") == 3
    assert kinds == sorted(kinds, key=kinds.index)


def test_worse_is_red_better_is_green_and_both_have_a_mark() -> None:
    told = {row.cells[-1] for row in changes_table(since().rows).rows}
    assert told == {
        Words("▼ Worse", strong=True, tone="bad"),
        Words("▲ Better", strong=True, tone="good"),
        Words("Neither", tone="muted"),
    }


def test_the_programme_is_said_where_there_are_several() -> None:
    one, two, *_ = since().rows
    alone = changes_table((one, two))
    assert all(isinstance(cell, Words) and not cell.below for cell in (row.cells[1] for row in alone.rows))
    several = changes_table((one, replace(two, programme="Other")))
    assert [row.cells[1].below for row in several.rows if isinstance(row.cells[1], Words)] == [
        one.programme,
        "Other",
    ]


def test_a_text_that_no_row_can_hold_is_told_whole_under_its_table(tmp_path: Path) -> None:
    told = " ".join(f"word{number}" for number in range(2_000))
    held = since()
    row = replace(held.rows[0], after=told)
    edition = replace(since_may(), changes=replace(held, rows=(row, *held.rows[1:])))
    write_pack(full_desk().build(), tmp_path / "pack.xlsx", edition)
    book = read(tmp_path / "pack.xlsx")
    values = [
        str(cell.value)
        for cells in book["Changes since last board"].iter_rows()
        for cell in cells
        if cell.value
    ]
    book.close()
    begun = next(at for at, value in enumerate(values) if value.endswith("… In full under the table."))
    at = values.index("In full")
    assert begun < at
    assert values[at + 1].startswith(f"{record_words(row)}, now: word0 word1 ")
    assert " ".join(values[at + 1 :]).split()[-1] == "word1999"
