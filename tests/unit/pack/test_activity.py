"""Activity, once for every format."""

from msgspec.structs import replace

from asc_desktop.domain.report.model import Report
from asc_desktop.pack.activity import activity
from asc_desktop.pack.document import Chart, Decimal, Facts, Heading, Money, Note, Number, Table, Words
from asc_desktop.pack.edition import WHOLE
from tests.unit.excel.workbooks import full_desk


def report_with(**changes: object) -> Report:
    report = full_desk().build()
    (item,) = report.activity
    return replace(report, activity=(replace(item, **changes),))


def test_what_is_behind_or_not_paid_for_is_red() -> None:
    section = activity(report_with(), WHOLE)
    assert section.note == "1 counted, 1 behind plan. £."
    table = section.blocks[1]
    assert isinstance(table, Table)
    (row,) = table.rows
    assert row.cells[:6] == (
        Words("Reviews, in reviews", "P-1 Supported Living", strong=True), Words("Behind", tone="bad"),
        Number(400), Number(300), Number(240), Decimal("80.0"),
    )  # fmt: skip
    assert row.cells[8] == Number(205, tone="bad")
    assert row.cells[10:] == (Money(192_696_00), Money(74_880_00))


def test_what_is_on_track_and_paid_for_is_not_and_no_pace_is_a_dash() -> None:
    held = report_with(
        behind=False, funding_short=False, recent_rate=None, warnings=(), outcomes=(), source="A paper"
    )
    section = activity(held, WHOLE)
    table = section.blocks[1]
    assert isinstance(table, Table)
    (row,) = table.rows
    assert isinstance(row.cells[1], Words)
    assert row.cells[1].tone == ""
    assert row.cells[5] == Words("–", tone="muted")
    assert row.cells[8] == Number(205)
    facts = section.blocks[-1]
    assert isinstance(facts, Facts)
    assert [(fact.label, fact.is_quiet) for fact in facts.facts] == [
        ("Savings of 2024/25", False),
        ("Source", True),
    ]


def test_growth_stands_apart_from_savings_and_each_warning_is_red() -> None:
    held = report_with()
    blocks = activity(held, WHOLE).blocks
    at = blocks.index(Heading("Reviews"))
    assert blocks[at - 1] == Chart("activity", held.activity[0].id)
    assert blocks[at + 1 : at + 3] == tuple(Note(words, tone="bad") for words in held.activity[0].warnings)
    table = blocks[at + 3]
    assert isinstance(table, Table)
    assert [row.cells[4:] for row in table.rows] == [
        (Money(None), Money(74_880_00)), (Money(192_696_00), Money(None)),
    ]  # fmt: skip


def test_nothing_is_said_where_nothing_is_counted() -> None:
    assert activity(replace(full_desk().build(), activity=()), WHOLE).blocks == ()
