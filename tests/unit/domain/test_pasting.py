"""A pasted block judged as a whole: rows by name, columns by heading or place, each column read one way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from msgspec.structs import replace

from asc_desktop.domain.pasting.reader import read_block
from asc_desktop.domain.pasting.reading import Reading, with_problems
from asc_desktop.domain.pasting.table import (
    CellState,
    Chosen,
    Option,
    PasteColumn,
    PasteRow,
    PasteTable,
    RowKind,
    RowsBy,
)  # fmt: skip
from asc_desktop.domain.records.fields import Field, Kind, Value

STATUSES = (
    Option("s1", "On target", "G", "green"),
    Option("s2", "Experiencing obstacles", "O", "amber"),
    Option("s3", "At risk", "AR", "red"),
    Option("s4", "Compromised", "C", "red", names=("Compromised wholly", "No 4")),
)


@dataclass
class Sheet:
    """A table of named rows: kinds by key, stored values by row and key, which keys cannot be edited."""

    kinds: Mapping[str, Field]
    rows: Mapping[str, Mapping[str, Value]]
    locked: frozenset[str] = frozenset()
    unit: str = "£"
    can_make: bool = False
    group: str = ""
    totals: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    shown: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def table(self, at: int = 0, key: str = "") -> PasteTable:
        """The table with the anchor at a row and a column; the first of each unless named."""
        keys = list(self.kinds)
        across = keys[keys.index(key or keys[0]) :]
        ids = list(self.rows)
        return PasteTable(
            columns=tuple(
                PasteColumn(
                    key=each,
                    label=described.label,
                    field=described,
                    unit=self.unit,
                    options=lambda _row, described=described: (
                        STATUSES if described.kind is Kind.REFERENCE else ()
                    ),
                    stored=lambda row_id, each=each: self.rows[row_id].get(each),
                    shown=lambda row_id, each=each: (self.shown.get((row_id, each), ""),),
                    can_edit=lambda row_id, each=each: bool(row_id) and each not in self.locked,
                    is_for_new=each not in self.locked or each == self.group,
                )
                for each, described in self.kinds.items()
            ),
            across=tuple(across),
            rows=tuple(
                PasteRow(row_id, str(held.get("ref") or ""), str(held.get("name") or ""))
                for row_id, held in self.rows.items()
            ),
            places=tuple(ids[at:]),
            noun="line",
            plural="lines",
            reference="ref" if "ref" in self.kinds else "",
            name="name" if "name" in self.kinds else "",
            totals=self.totals,
            can_make=self.can_make,
            group=self.group,
            is_taken=lambda reference, name: reference in self.taken or name in self.taken,
        )


def text(label: str) -> Field:
    return Field(label, label, Kind.TEXT)


def money(label: str, **more: bool) -> Field:
    return Field(label, label, Kind.MONEY, required=more.get("required", False))


def block_of(words: str) -> list[list[str]]:
    return [line.split("|") for line in words.strip("\n").split("\n")]


def one(kind: Kind, texts: Sequence[str], stored: Sequence[Value] = (), **more: object) -> Reading:
    """A column pasted into one of its kind, under nothing else."""
    described = Field("x", "Value", kind, **more)  # type: ignore[arg-type]
    held = [*stored, *[None] * (len(texts) - len(stored))]
    sheet = Sheet({"x": described}, {f"r{at}": {"x": value} for at, value in enumerate(held)})
    return read_block([[each] for each in texts], sheet.table())


def values(reading: Reading) -> list[Value]:
    return [cell.new for row in reading.rows for cell in row.cells]


def states(reading: Reading) -> list[CellState]:
    return [cell.state for cell in reading.cells]


def kinds(reading: Reading) -> list[RowKind]:
    return [row.kind for row in reading.rows]


class TestDates:
    def test_one_cell_says_which_comes_first_for_the_column(self) -> None:
        found = one(Kind.DATE, ["04/06/2026", "04/15/2026"])
        assert values(found) == ["2026-04-06", "2026-04-15"]
        assert not found.is_plain
        assert found.columns[0].note == "“04/15/2026” has the month first."
        found = one(Kind.DATE, ["04/06/2026", "15/04/2026 00:00"])
        assert values(found) == ["2026-06-04", "2026-04-15"]
        assert found.is_plain

    def test_a_column_that_says_nothing_is_asked_once_and_read_as_chosen(self) -> None:
        texts = ["04/06/2026", "05/06/2026"]
        found = one(Kind.DATE, texts)
        assert (found.columns[0].asks, found.is_plain) == (True, False)
        assert values(found) == ["2026-06-04", "2026-06-05"]
        table = found.table
        chosen = read_block([[each] for each in texts], table, Chosen(ways={0: "month"}))
        assert values(chosen) == ["2026-04-06", "2026-05-06"]
        assert not chosen.columns[0].asks

    def test_the_twelfth_proves_nothing(self) -> None:
        for texts in (["04/12/2026", "05/12/2026"], ["12/04/2026", "12/05/2026"]):
            assert one(Kind.DATE, texts).columns[0].asks

    def test_another_column_of_the_block_says_it_too(self) -> None:
        sheet = Sheet({"a": Field("a", "A", Kind.DATE), "b": Field("b", "B", Kind.DATE)}, {"r": {}, "s": {}})
        found = read_block([["15/04/2026", "04/06/2026"], ["16/04/2026", "05/06/2026"]], sheet.table())
        assert found.is_plain
        found = read_block([["04/15/2026", "04/06/2026"], ["04/16/2026", "05/06/2026"]], sheet.table())
        assert [column.asks for column in found.columns] == [False, True]
        assert values(found) == ["2026-04-15", "2026-04-06", "2026-04-16", "2026-05-06"]

    def test_a_contradictory_column_is_asked_and_refuses_what_does_not_fit(self) -> None:
        found = one(Kind.DATE, ["15/04/2026", "04/15/2026"])
        assert found.columns[0].asks
        assert states(found) == [CellState.BECOMES, CellState.REFUSED]

    @pytest.mark.parametrize("texts", [["2026-04-06", "6 Apr 2026"], ["06/06/2026"], ["04/06/2026"]])
    def test_what_leaves_no_doubt_is_plain(self, texts: list[str]) -> None:
        assert one(Kind.DATE, texts).is_plain


class TestNumbers:
    @pytest.mark.parametrize(
        ("texts", "expected"),
        [
            (["98,8", "1.234,5"], ["98.8", "1234.5"]),
            (["98,8", "1,234"], ["98.8", "1.234"]),
            (["1.234.567"], ["1234567"]),
            (["0,123"], ["0.123"]),
            (["98.8", "1,234.5"], ["98.8", "1234.5"]),
            (["1,234", "12%"], ["1234", "12"]),
            (["1,234.5", "1,234"], ["1234.5", "1234"]),
            (["-98,8", "(1.234,5)"], ["-98.8", "-1234.5"]),
        ],
    )
    def test_the_decimal_mark_is_the_columns(self, texts: list[str], expected: list[str]) -> None:
        assert values(one(Kind.DECIMAL, texts)) == expected

    def test_a_decimal_comma_goes_to_a_preview_and_a_point_does_not(self) -> None:
        assert not one(Kind.DECIMAL, ["98,8"]).is_plain
        assert one(Kind.DECIMAL, ["98.8", "1,234"]).is_plain

    def test_a_mixed_column_is_asked_and_refuses_the_others_either_way(self) -> None:
        found = one(Kind.DECIMAL, ["98,8", "98.8"])
        assert found.columns[0].asks
        assert states(found) == [CellState.REFUSED, CellState.BECOMES]
        other = read_block([["98,8"], ["98.8"]], found.table, Chosen(ways={0: "comma"}))
        assert states(other) == [CellState.BECOMES, CellState.REFUSED]

    def test_a_comma_in_one_column_puts_the_others_in_doubt(self) -> None:
        sheet = Sheet({"a": Field("a", "A", Kind.DECIMAL), "b": Field("b", "B", Kind.DECIMAL)}, {"r": {}})
        found = read_block([["98,8", "1.234"]], sheet.table())
        assert values(found) == ["98.8", "1234"]
        assert [column.asks for column in found.columns] == [False, True]

    def test_errors_of_excel_are_refused_in_every_kind(self) -> None:
        for kind in set(Kind) - {Kind.REFERENCE, Kind.CHOICE}:
            for error in ("#N/A", "#REF!", "########"):
                found = one(kind, [error])
                assert states(found) == [CellState.REFUSED], kind
                assert not found.is_plain

    def test_scores_in_words_and_from_nought_to_one_are_put_on_the_scale(self) -> None:
        assert values(one(Kind.INTEGER, ["HIGH", "medium", "Low"], low=1, high=5)) == [5, 3, 1]
        assert values(one(Kind.INTEGER, ["Very high", "high", "3"], low=1, high=5)) == [5, 4, 3]
        found = one(Kind.INTEGER, ["0.2", "0.21", "1", "0", "80%"], low=1, high=5)
        assert values(found) == [1, 2, 5, 1, 4]
        assert found.columns[0].asks
        assert values(one(Kind.INTEGER, ["0,2", "0,21", "1"], low=1, high=5)) == [1, 2, 5]
        assert one(Kind.INTEGER, ["1", "1"], low=1, high=5).is_plain
        assert one(Kind.INTEGER, ["5", "1"], low=1, high=5).is_plain
        again = read_block([["HIGH"], ["Low"]], found.table, Chosen(ways={0: "words_234"}))
        assert values(again) == [4, 2]


class TestUnits:
    def read(self, texts: Sequence[str], stored: Sequence[Value], unit: str, heading: str = "") -> Reading:
        sheet = Sheet(
            {"x": money("Budget")}, {f"r{at}": {"x": each} for at, each in enumerate(stored)}, unit=unit
        )
        block = [[heading]] * bool(heading) + [[each] for each in texts]
        return read_block(block, sheet.table())

    def test_pounds_in_a_table_of_thousands_are_known_by_what_they_replace(self) -> None:
        found = self.read(["147000", "36,000"], [14_500_000, 3_500_000], "£000")
        assert values(found) == [14_700_000, 3_600_000]
        assert (found.is_plain, found.columns[0].asks) == (False, False)

    def test_millions_in_a_table_of_thousands_too(self) -> None:
        found = self.read(["35.9", "(1.2)"], [3_564_300_000, -120_000_000], "£000")
        assert values(found) == [3_590_000_000, -120_000_000]
        assert not found.is_plain

    def test_pounds_stay_pounds_in_a_table_of_pounds_unless_all_say_otherwise(self) -> None:
        found = self.read(["268", "391"], [26_800_000, 39_140_000], "£")
        assert values(found) == [26_800_000, 39_100_000]
        for texts in (["268"], ["268", "391000"], ["268", "391", "391000"]):
            found = self.read(texts, [26_800_000, 39_140_000, 39_140_000], "£")
            assert values(found)[0] == 26_800
        assert self.read(["268"], [26_800_000], "£").columns[0].asks

    def test_amounts_like_those_held_are_in_the_tables_unit(self) -> None:
        sheet = Sheet({"x": money("Budget")}, {"r": {"x": 16_735_400_000}}, unit="£000")
        assert read_block([["147000"]], sheet.table()).is_plain

    @pytest.mark.parametrize(
        ("texts", "stored"),
        [(["147000"], [None]), (["1.2", "0.45"], [None, None]), (["147000"], [1_000_000_000])],
    )
    def test_what_could_be_either_is_asked(self, texts: list[str], stored: list[Value]) -> None:
        found = self.read(texts, stored, "£000")
        assert found.columns[0].asks
        assert not found.is_plain
        again = read_block([[each] for each in texts], found.table, Chosen(ways={0: "£|point"}))
        assert values(again)[0] == round(float(texts[0]) * 100)

    def test_columns_of_one_block_are_in_one_unit_unless_their_headings_or_what_they_replace_say_otherwise(
        self,
    ) -> None:
        kinds = {"name": text("Name"), "x": money("Budget"), "y": money("Forecast")}
        block = [
            ["Name", "Budget", "Forecast"],
            ["One", "147,000", "152,250.50"],
            ["Two", "98,000", "(1,200)"],
        ]
        rows: dict[str, dict[str, Value]] = {"a": {"name": "One"}, "b": {"name": "Two"}}
        found = read_block(block, Sheet(kinds, rows, unit="£000").table())
        assert [edit[2] for edit in found.edits] == ["£147000", "£152250.50", "£98000", "-£1200"]
        assert found.columns[2].note == "Other columns are in £."
        assert found.columns[2].asks
        block[0][2] = "Forecast £000"
        found = read_block(block, Sheet(kinds, rows, unit="£000").table())
        assert found.edits[1][2] == "£152250500.00"
        block[0][2] = "Forecast"
        rows["a"]["y"] = 15_225_000_000
        found = read_block(block, Sheet(kinds, rows, unit="£000").table())
        assert found.edits[1][2] == "£152250500.00", "it is like what it replaces"

    @pytest.mark.parametrize(
        ("heading", "pence"),
        [
            ("£m", 120_000_000), ("Budget £000", 120_000), ("£ 000", 120_000), ("Budget (£)", 120),
            ("£'000", 120_000), ("Budget £ million", 120_000_000),
        ],
    )  # fmt: skip
    def test_a_heading_says_the_unit(self, heading: str, pence: int) -> None:
        found = self.read(["1.2", "£1.2"], [None, None], "£000", heading)
        assert found.has_heading
        assert values(found) == [pence, pence]
        assert not found.is_plain

    def test_an_amount_that_says_its_own_unit_keeps_it(self) -> None:
        found = self.read(["£147,000", "1.2m", "£500k"], [14_500_000, 120_000_000, None], "£000")
        assert values(found) == [14_700_000, 120_000_000, 50_000_000]
        assert found.is_plain

    def test_a_dash_is_nought_where_an_amount_is_needed(self) -> None:
        sheet = Sheet({"x": money("Budget", required=True)}, {"a": {"x": 5}, "b": {"x": 5}})
        assert values(read_block([["12"], ["-"]], sheet.table())) == [1200, 0]
        assert values(one(Kind.MONEY, ["12", "-"])) == [1200, None]


class TestChoices:
    def read(self, texts: Sequence[str], chosen: Chosen | None = None) -> Reading:
        sheet = Sheet({"x": Field("x", "Status", Kind.REFERENCE)}, {f"r{at}": {} for at in range(len(texts))})
        return read_block([[each] for each in texts], sheet.table(), chosen)

    def test_whole_names_letters_and_colours_of_one_status(self) -> None:
        found = self.read(["on TARGET", "C", "ar", "Green", "Amber", "no 4"])
        assert values(found) == ["s1", "s4", "s3", "s1", "s2", "s4"]
        assert found.is_plain

    @pytest.mark.parametrize("text", ["A", "At", "On t", "Red", "R", "Blue", "Target"])
    def test_beginnings_and_colours_of_several_never_match(self, text: str) -> None:
        found = self.read([text, text, "C"])
        assert states(found) == [CellState.REFUSED, CellState.REFUSED, CellState.BECOMES]
        assert found.columns[0].unknown == (text,)
        assert not found.is_plain

    def test_what_a_text_means_is_chosen_once_for_the_column(self) -> None:
        found = self.read(["A", "Red", "A"], Chosen(meanings={(0, "A"): "s2", (0, "Red"): ""}))
        assert values(found) == ["s2", None, "s2"]
        assert states(found) == [CellState.BECOMES, CellState.LEFT_OUT, CellState.BECOMES]


PAPER = """
(501)|211|Strategic Commissioning & Integration|(35,643)|(16,944)|(35,933)|(290)|0.81%
7,426|1,729|Living Well and Direct Services|167,354|51,403|176,509|9,155|5.47%
6,120|3,516|Forecast prior to use of reserves|290,068|77,009|299,704|9,636|3.32%
||ASCH Reserves|||||
(1)|(0)|Transfer to / (from) Revenue Reserves|(12,158)|-|(12,159)|(1)|0.01%
-|-|Somewhere else|-|-|-|-|0.00%
(1)|(0)|Subtotal|(12,158)|-|(12,159)|(1)|0.01%
6,119|3,516|Net Department Total|277,910|77,009|287,545|9,635|3.47%
"""
HEADINGS = (
    "Previous forecast Variance £ 000|Change in forecast £ 000|Department|Final Budget £ 000|Actual £ 000"
    "|Year-End Forecast £ 000|Latest Forecast Variance £ 000|Var as a % of budget"
)


@pytest.fixture
def budget() -> Sheet:
    labels = {
        "name": text("Budget line"), "previous": money("Previous variance"), "change": money("Change"),
        "budget": money("Budget", required=True), "actual": money("Actual", required=True),
        "forecast": money("Forecast", required=True), "variance": money("Variance"),
        "percent": Field("percent", "% of budget", Kind.DECIMAL), "group": text("Group"),
    }  # fmt: skip
    held = dict.fromkeys(("budget", "actual", "forecast"), 5_000_000_000)
    return Sheet(
        labels,
        {
            "scale": {"name": "Living Well and Direct Services", **held},
            "strategic": {"name": "Strategic Commissioning and Integration", **held},
            "revenue": {"name": "Transfer to / (from) Revenue Reserves", **held},
        },
        locked=frozenset({"previous", "change", "variance", "percent", "group"}),
        unit="£000",
        group="group",
        totals=frozenset({"Forecast prior to use of reserves"}),
    )


class TestRows:
    @pytest.mark.parametrize("headings", ["", HEADINGS + "\n"])
    def test_a_papers_table_finds_its_lines_by_name(self, budget: Sheet, headings: str) -> None:
        found = read_block(block_of(headings + PAPER.strip("\n")), budget.table())
        assert found.rows_by is RowsBy.NAME
        assert [column.key for column in found.columns] == [
            "previous", "change", "name", "budget", "actual", "forecast", "variance", "percent",
        ]  # fmt: skip
        assert kinds(found)[bool(headings) :] == [
            RowKind.FOUND, RowKind.FOUND, RowKind.TOTAL, RowKind.GROUP, RowKind.FOUND,
            RowKind.UNPLACED, RowKind.TOTAL, RowKind.TOTAL,
        ]  # fmt: skip
        edits = {(record_id, key) for record_id, key, _ in found.edits}
        assert edits == {
            (record_id, key)
            for record_id in ("strategic", "scale", "revenue")
            for key in ("budget", "actual", "forecast")
        }
        new = {
            cell.key: cell.new for cell in found.rows[bool(headings)].cells if cell.key in {"budget", "name"}
        }
        assert new == {"name": "Strategic Commissioning and Integration", "budget": -3_564_300_000}
        unplaced = next(row for row in found.rows if row.kind is RowKind.UNPLACED)
        assert (unplaced.words, unplaced.sentence) == ("Somewhere else", "No line here is called so.")
        assert not found.is_plain

    def test_rows_that_are_not_there_become_new_where_the_table_makes_them(self, budget: Sheet) -> None:
        budget.can_make = True
        found = read_block(block_of(PAPER), budget.table())
        assert [row.words for row in found.new_rows] == ["Somewhere else"]
        assert {cell.key: cell.new for cell in found.new_rows[0].cells if cell.state is CellState.BECOMES} == {
            "name": "Somewhere else", "budget": 0, "actual": 0, "forecast": 0, "group": "ASCH Reserves",
        }  # fmt: skip
        budget.taken = frozenset({"Somewhere else"})
        again = read_block(block_of(PAPER), budget.table())
        assert again.new_rows == ()
        assert "already" in next(row for row in again.rows if row.words == "Somewhere else").sentence

    def test_figures_beside_names_in_their_own_order_never_go_by_place(self, budget: Sheet) -> None:
        block = [
            ["Strategic Commissioning and Integration", "70000"],
            ["Living Well and Direct Services", "80000"],
        ]
        found = read_block(block, budget.table(key="budget"))
        assert found.edits == (("strategic", "budget", "£70000000"), ("scale", "budget", "£80000000"))
        assert not found.is_plain

    def test_references_come_before_names_and_rename(self) -> None:
        sheet = Sheet(
            {"ref": text("Reference"), "name": text("Name"), "x": text("Lead")},
            {"a": {"ref": "P-1", "name": "One"}, "b": {"ref": "P-2", "name": "Two"}},
        )
        found = read_block([["P-2", "Two anew", "Head"], ["p-1", "one", "Lead"]], sheet.table())
        assert found.edits == (("b", "name", "Two anew"), ("b", "x", "Head"), ("a", "x", "Lead"))
        assert not found.is_plain
        in_order = read_block([["P-1", "One", "Head"], ["P-2", "Two", "Lead"]], sheet.table())
        assert in_order.is_plain

    def test_a_row_is_known_by_what_else_it_is_called(self) -> None:
        sheet = Sheet(
            {"name": text("Line"), "x": text("Lead")},
            {"a": {"name": "P-1 Care: Beds"}, "b": {"name": "P-1 Care: Staff"}, "c": {"name": "P-2 Home"}},
        )
        table = sheet.table()
        rows = tuple(replace(row, also=(row.name[:3], row.name.partition(": ")[2])) for row in table.rows)
        found = read_block([["P-2", "1"], ["Staff", "2"], ["P-1", "3"]], replace(table, rows=rows))
        assert found.edits == (("c", "x", "1"), ("b", "x", "2"))
        assert "2 rows are called" in found.rows[2].sentence

    def test_a_list_of_names_alone_renames_by_place(self, budget: Sheet) -> None:
        found = read_block([["Community"], ["Quality"]], budget.table())
        assert found.is_plain
        assert [record_id for record_id, _, _ in found.edits] == ["scale", "strategic"]
        budget.can_make = True
        assert read_block([["Community"], ["Quality"]], budget.table()).is_plain
        cased = read_block([["LIVING WELL & Direct Services"]], budget.table())
        assert cased.edits == (("scale", "name", "LIVING WELL & Direct Services"),), (
            "its spelling is corrected"
        )
        moved = read_block([["Strategic Commissioning and Integration"]], budget.table())
        assert not moved.is_plain, "the name of another line is no new name"

    def test_unknown_names_with_figures_are_never_put_by_place_unasked(self, budget: Sheet) -> None:
        block = [["Transport", "", "", "100", "50", "100"]]
        found = read_block(block, budget.table())
        assert not found.is_plain
        by_name = read_block(block, budget.table(), Chosen(rows_by=RowsBy.NAME))
        assert (kinds(by_name), by_name.edits) == ([RowKind.UNPLACED], ())

    def test_a_name_with_the_word_total_is_no_sum_unless_figures_alone_follow(self) -> None:
        sheet = Sheet({"name": text("Name"), "x": text("Lead")}, {"a": {"name": "One"}}, can_make=True)
        found = read_block([["Total mobile working", "Head of Reviews"], ["Net total", "12"]], sheet.table())
        assert kinds(found) == [RowKind.NEW, RowKind.TOTAL]

    def test_two_rows_of_one_name_are_taken_in_order_or_not_at_all(self) -> None:
        sheet = Sheet(
            {"name": text("Name"), "x": text("Lead")},
            {"a": {"name": "Other"}, "b": {"name": "Care"}, "c": {"name": "Other"}},
        )
        found = read_block([["Other", "1"], ["Other", "2"]], sheet.table())
        assert [record_id for record_id, _, _ in found.edits] == ["a", "c"]
        once = read_block([["Care", "1"], ["Other", "2"]], sheet.table())
        assert kinds(once) == [RowKind.FOUND, RowKind.UNPLACED]
        assert "2 rows are called “Other”" in once.rows[1].sentence
        twice = read_block([["Care", "1"], ["Care", "2"]], sheet.table())
        assert kinds(twice) == [RowKind.FOUND, RowKind.UNPLACED]

    def test_rows_below_the_last_are_said_with_their_words_or_made(self) -> None:
        sheet = Sheet({"x": text("Lead"), "y": text("Source")}, {"a": {}, "b": {}})
        found = read_block([["One", "1"], ["Two", "2"], ["", ""]], sheet.table(at=1))
        assert kinds(found) == [RowKind.FOUND, RowKind.UNPLACED, RowKind.EMPTY]
        assert (found.rows[1].words, found.is_plain) == ("Two", False)
        sheet.can_make = True
        made = read_block([["One", "1"], ["Two", "2"]], sheet.table(at=1))
        assert kinds(made) == [RowKind.FOUND, RowKind.NEW]
        assert not made.is_plain

    def test_as_new_makes_every_row_that_is_not_known(self) -> None:
        sheet = Sheet({"name": text("Name"), "x": text("Lead")}, {"a": {"name": "One"}}, can_make=True)
        found = read_block([["One", "1"], ["Two", "2"]], sheet.table(), Chosen(as_new=True))
        assert kinds(found) == [RowKind.FOUND, RowKind.NEW]
        assert not found.is_plain

    def test_a_block_that_fits_by_place_is_plain(self) -> None:
        sheet = Sheet({"x": text("Lead"), "y": text("Source")}, {"a": {"x": "1"}, "b": {}})
        found = read_block([["1", "2"], ["3", ""]], sheet.table())
        assert found.is_plain
        assert found.edits == (("a", "y", "2"), ("b", "x", "3"))

    def test_a_read_only_column_is_said_unless_it_shows_the_same(self) -> None:
        sheet = Sheet(
            {"x": text("Lead"), "y": text("Level")}, {"a": {}}, frozenset({"y"}), shown={("a", "y"): "High"}
        )
        assert read_block([["1", "High"]], sheet.table()).is_plain
        found = read_block([["1", "Low"]], sheet.table())
        assert found.cells[1].sentence == "Level cannot be pasted into."
        assert (states(found)[1], found.is_plain) == (CellState.LEFT_OUT, False)
        wide = read_block([["1", "High", "more"]], sheet.table())
        assert wide.cells[2].sentence == "There is no column left for it."
        assert not wide.is_plain


def test_a_column_of_names_may_have_references_in_it() -> None:
    sheet = Sheet(
        {"ref": text("Ref"), "name": text("Project"), "x": text("Lead")},
        {"a": {"ref": "P01", "name": "Reablement"}, "b": {"ref": "P02", "name": "P03"}},
        can_make=True,
    )
    found = read_block([["Project", "Lead"], ["p01", "A"], ["P03", "B"], ["P09", "C"]], sheet.table())
    assert found.edits == (("a", "x", "A"), ("b", "x", "B"))
    assert kinds(found) == [RowKind.HEADING, RowKind.FOUND, RowKind.FOUND, RowKind.NEW]


class TestHeadings:
    @pytest.mark.parametrize("first", [["Lead"], ["lead"], ["LEAD:"]])
    def test_a_heading_is_no_value(self, first: list[str]) -> None:
        sheet = Sheet({"x": text("Lead"), "y": text("Source")}, {"a": {}, "b": {}})
        found = read_block([first, ["Head of Reviews"]], sheet.table(key="y"))
        assert found.edits == (("a", "x", "Head of Reviews"),)
        kept = read_block([first, ["Head of Reviews"]], sheet.table(key="y"), Chosen(has_heading=False))
        assert [key for _, key, _ in kept.edits] == ["y", "y"]

    def test_columns_are_found_by_their_headings_in_any_order(self) -> None:
        sheet = Sheet(
            {"name": text("Name"), "x": text("Lead officer"), "y": text("Source")},
            {"a": {"name": "One"}, "b": {"name": "Two"}},
        )
        found = read_block(
            [["Source", "Something else", "Name"], ["S", "?", "two"]], sheet.table(at=0, key="x")
        )
        assert found.edits == (("b", "y", "S"),)
        assert found.cells[1].sentence == "No column here is called so."

    @pytest.mark.parametrize("first", [" £-   ", "£0", "£000.00", "£5"])
    def test_an_amount_is_no_unit(self, first: str) -> None:
        sheet = Sheet({"x": money("Budget")}, {"a": {"x": 1}, "b": {"x": 1}})
        assert not read_block([[first], ["5"]], sheet.table()).has_heading

    def test_a_row_of_values_is_no_heading(self) -> None:
        sheet = Sheet(
            {"name": text("Name"), "x": text("Lead")}, {"a": {"name": "Lead"}, "b": {"name": "Two"}}
        )
        assert not read_block([["Lead", "Someone"], ["Two", "Other"]], sheet.table()).has_heading
        assert not read_block([["One", "Head"], ["Two", "Other"]], sheet.table()).has_heading
        assert not read_block([["Lead"]], sheet.table(key="x")).has_heading
        alone = Sheet({"x": text("Lead")}, {"a": {}})
        assert read_block([["Lead"]], alone.table()).edits == (("a", "x", "Lead"),)

    @pytest.mark.parametrize(
        ("heading", "column"),
        [
            ("Apr-26", "Apr 2026"),
            ("April 2026", "Apr 2026"),
            ("Apr 26", "April 2026 actual"),
            ("2026/27 £000", "2026/27 Target"),
            ("26/27", "2026/27"),
            ("2026-2027", "2026/27"),
        ],
    )
    def test_months_and_years_are_the_same_however_they_are_spelled(self, heading: str, column: str) -> None:
        sheet = Sheet(
            {"name": text("Name"), "other": text("May 2026 2027/28"), "x": money(column)},
            {"a": {"name": "One"}},
        )
        found = read_block([["Name", heading], ["One", "£5"]], sheet.table())
        assert found.has_heading
        assert [edit[:2] for edit in found.edits] == [("a", "x")]

    @pytest.mark.parametrize("cell", ["26/28", "04/06/2026", "2026", "12-13-14"])
    def test_other_figures_are_no_year(self, cell: str) -> None:
        sheet = Sheet({"name": text("Name"), "x": text("2026/27 Target")}, {"a": {}})
        assert not read_block([["Name", cell], ["One", "5"]], sheet.table()).has_heading

    def test_a_heading_names_what_its_last_word_says(self) -> None:
        sheet = Sheet(
            {"name": text("Name"), "forecast": text("Forecast"), "variance": text("Variance")},
            {"a": {"name": "One"}},
        )
        found = read_block([["Name", "Latest forecast variance"], ["One", "5"]], sheet.table())
        assert found.edits == (("a", "variance", "5"),)
        found = read_block([["Name", "Forecast of the variance"], ["One", "5"]], sheet.table())
        assert found.edits == (("a", "forecast", "5"),)


def test_what_the_rules_refuse_is_of_its_cell_or_of_its_row() -> None:
    sheet = Sheet(
        {"name": text("Name"), "x": text("Lead"), "y": text("Source")}, {"a": {"name": "One"}}, can_make=True
    )
    block = [["One", "1", "2"], ["Two", "3", "4"], ["Three", "5", "6"]]
    found = read_block(block, sheet.table())
    told = with_problems(found, [("a", "x", "No."), ("row 1", "", "Too many.")])
    assert told.edits == (("a", "y", "2"),)
    assert [row.words for row in told.new_rows] == ["Two"]
    assert told.rows[2].sentence == "Too many."
    whole = with_problems(found, [("a", "", "Closed.")])
    assert whole.edits == ()


def test_what_the_block_does_not_say_is_given_to_every_new_row() -> None:
    sheet = Sheet(
        {"name": text("Name"), "x": text("Lead"), "group": text("Group")},
        {"a": {"name": "One"}},
        can_make=True,
    )
    block = [["One", "1"], ["Two", "2"]]
    found = with_problems(read_block(block, sheet.table()), [("row 0", "group", "Group is needed.")])
    assert (found.missing, found.new_rows) == (("group",), ())
    again = read_block(block, sheet.table(), Chosen(given={"group": "Care"}))
    assert {cell.key: cell.new for cell in again.new_rows[0].cells} == {
        "name": "Two",
        "x": "2",
        "group": "Care",
    }
    assert again.edits == (("a", "x", "1"),), "a row that is there keeps its own"
    other = with_problems(again, [("row 0", "x", "No."), ("a", "group", "No.")])
    assert other.missing == ()
    own = [["Two", "2", "Own"], ["Three", "3", ""]]
    mixed = read_block(own, sheet.table(), Chosen(given={"group": "Care"}))
    groups = [[cell.new for cell in row.cells if cell.key == "group"] for row in mixed.new_rows]
    assert groups == [["Own"], ["Care"]], "what a row says of itself comes first"


def test_a_column_that_no_new_record_has_is_neither_asked_for_nor_lost(budget: Sheet) -> None:
    budget.can_make = True
    found = read_block([["Somewhere else", "-", "5", "1", "2", "3"]], budget.table())
    assert {cell.key: cell.state for cell in found.rows[0].cells if cell.state is CellState.LEFT_OUT} == {
        "change": CellState.LEFT_OUT
    }
    assert with_problems(found, [("row 0", "variance", "No.")]).missing == ()


def test_rows_are_known_by_a_month_however_it_is_spelled() -> None:
    sheet = Sheet(
        {"name": Field("name", "Month", Kind.PERIOD), "x": text("Done")},
        {"a": {"name": "2024-04"}, "b": {"name": "2024-05"}},
        locked=frozenset({"name"}),
    )
    table = replace(sheet.table(), named=lambda words: str(sheet.kinds["name"].parse(words)))
    found = read_block([["May-24", "5"], ["April 2024", "4"]], table)
    assert found.edits == (("b", "x", "5"), ("a", "x", "4"))


def test_an_empty_block_changes_nothing() -> None:
    sheet = Sheet({"x": text("Lead")}, {"a": {"x": "kept"}})
    assert read_block([], replace(sheet.table(), places=())).edits == ()
