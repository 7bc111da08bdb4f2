"""A table laid out at random is found as it was laid out: every line what it is, every column called what it is."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from asc_desktop.domain.importing.found import Role
from asc_desktop.domain.importing.sheets import address, column_letters, column_number
from asc_desktop.domain.importing.structure.find import find_tables
from tests.unit.importing.sheets import BOLD, GROUP, HEAD, sheet, workbook

GROUPS = ("Prevention", "Commissioning", "Workforce")
NAMES = (
    "Reablement",
    "Supported living review",
    "Direct payments",
    "Shared lives",
    "Brokerage",
    "Telecare",
    "Carers offer",
)
LEADS = ("Head of Commissioning", "Service Manager", "Director")
TEXTS = {
    "Lead": LEADS,
    "Status": ("On track", "Late", "Not started"),
    "Notes": ("Provider talks go on.", "Panel agreed it."),
}


@dataclass
class Laid:
    """A sheet under way: its rows with their styles, formulas, merges, and what each line of the table is."""

    left: int
    rows: list[list[object]]
    styles: dict[int, int]
    merges: list[str]
    formulas: dict[str, str]
    roles: dict[int, Role]

    def add(self, cells: list[object], role: Role | None = None, style: int = 0) -> int:
        at = len(self.rows)
        self.rows.append([*[None] * self.left, *cells])
        if style:
            self.styles[at] = style
        if role is not None:
            self.roles[at] = role
        return at


@st.composite
def laid_out(draw: st.DrawFn) -> tuple[Laid, list[tuple[str, ...]]]:
    left = draw(st.integers(0, 2))
    laid = Laid(left, [], {}, [], {}, {})
    is_styled = draw(st.booleans())
    for _ in range(draw(st.integers(0, 2))):
        laid.add(["Adult social care transformation"])
        laid.add([])
    texts = draw(st.permutations(sorted(TEXTS)))[: draw(st.integers(1, 3))]
    years = ["2024/25", "2025/26", "2026/27"][: draw(st.integers(1, 3))]
    shape = draw(st.sampled_from(("plain", "units", "bands")))
    heads = ["Ref", "Project", *texts]
    paths: list[tuple[str, ...]] = [(each,) for each in heads]
    style = HEAD if is_styled else 0
    if shape == "bands":
        band = [None] * len(heads)
        for year in years:
            first = address(len(laid.rows), left + len(band)), address(len(laid.rows), left + len(band) + 1)
            laid.merges.append(":".join(first))
            band += [year, None]
            paths += [(year, "Target"), (year, "Forecast")]
        laid.add(list(band), Role.HEADING, style)
        laid.add([*heads, *["Target", "Forecast"] * len(years)], Role.HEADING, style)
    else:
        laid.add([*heads, *years], Role.HEADING, style)
        paths += [(year,) if shape == "plain" else (year, "£000") for year in years]
        if shape == "units":
            laid.add([*[None] * len(heads), *["£000"] * len(years)], Role.HEADING, style)
    _body(draw, laid, texts, len(paths) - len(heads), is_styled=is_styled)
    return laid, paths


def _body(draw: st.DrawFn, laid: Laid, texts: list[str], figures: int, *, is_styled: bool) -> None:
    groups = draw(st.sampled_from(((), GROUPS[:2], GROUPS)))
    has_totals = draw(st.booleans())
    is_typed = draw(st.booleans())
    before = len(texts) + 2
    number = 0
    records: list[int] = []
    for group in groups or ("",):
        if group:
            laid.add([group], Role.GROUP, GROUP if is_styled else 0)
        since: list[int] = []
        for _ in range(draw(st.integers(2, 4))):
            number += 1
            words: list[object] = [draw(st.sampled_from(TEXTS[each])) for each in texts]
            amounts = [draw(st.integers(1, 900)) for _ in range(figures)]
            name = f"{NAMES[number % len(NAMES)]} {number}"
            since.append(laid.add([f"DX-{number:02}", name, *words, *amounts], Role.RECORD))
        if group and has_totals:
            _total(laid, f"Sub-total {group}", since, before, figures, is_typed=is_typed)
        records += since
    for blank in range(draw(st.integers(0, 2))):
        laid.add([f"DX-{90 + blank}"], Role.BLANK)
    if has_totals:
        _total(laid, "Grand total", records, before, figures, is_typed=is_typed)
    if draw(st.booleans()):
        laid.add([])
        laid.add(["Note: figures are provisional until the outturn."], Role.NOTE, BOLD if is_styled else 0)


def _total(laid: Laid, label: str, lines: list[int], before: int, figures: int, *, is_typed: bool) -> None:
    columns = range(laid.left + before, laid.left + before + figures)
    sums = [sum(int(laid.rows[at][column]) for at in lines) for column in columns]  # type: ignore[call-overload]
    at = laid.add([None, label, *[None] * (before - 2), *sums], Role.TOTAL)
    if not is_typed:
        for column in columns:
            letters = address(0, column).rstrip("1")
            laid.formulas[address(at, column)] = "=" + "+".join(f"{letters}{line + 1}" for line in lines)


@settings(max_examples=150, deadline=None)
@given(laid_out())
def test_a_table_is_found_as_it_was_laid_out(drawn: tuple[Laid, list[tuple[str, ...]]]) -> None:
    laid, paths = drawn
    a_sheet = sheet(laid.rows, styles=laid.styles, merges=laid.merges, formulas=laid.formulas)
    tables = find_tables(a_sheet, workbook(a_sheet))
    assert len(tables) == 1
    (table,) = tables
    found = {line.at: line.role for line in table.lines}
    assert {at: found.get(at) for at in laid.roles} == laid.roles
    assert {at for at, role in found.items() if role is Role.RECORD} == {
        at for at, role in laid.roles.items() if role is Role.RECORD
    }
    assert [column.path for column in table.columns] == paths
    group = ""
    for line in table.lines:
        if line.role is Role.GROUP:
            group = str(a_sheet.rows[line.at][laid.left].value)  # type: ignore[union-attr]
        if line.role is Role.RECORD:
            assert line.group == ((group,) if group else ())


@settings(max_examples=100, deadline=None)
@given(laid_out())
def test_what_a_sum_is_of_adds_up(drawn: tuple[Laid, list[tuple[str, ...]]]) -> None:
    laid, paths = drawn
    a_sheet = sheet(laid.rows, styles=laid.styles, merges=laid.merges, formulas=laid.formulas)
    (table,) = find_tables(a_sheet, workbook(a_sheet))
    last = laid.left + len(paths) - 1
    for line in table.lines:
        if line.role is Role.TOTAL:
            assert sum(int(laid.rows[at][last]) for at in line.sums) == laid.rows[line.at][last]  # type: ignore[call-overload]


@given(st.integers(0, 20_000))
def test_letters_of_a_column_lead_back_to_it(column: int) -> None:
    """Also those of a formula that somebody typed small."""
    letters = column_letters(column)
    assert column_number(letters) == column_number(letters.lower()) == column
