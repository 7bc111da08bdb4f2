"""Packs by their plan: which sheets, in which order, for whom, and what the cover and every page say of it."""

from pathlib import Path
from typing import Any

import pytest

from asc_desktop.domain.report.changes import compare
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.pack_plan import SECTIONS, TEMPLATES, PackPlan
from asc_desktop.domain.report.publication import appendix_report, public_report
from asc_desktop.excel.pack import Edition, write_pack
from asc_desktop.excel.verify import verify_pack
from tests.unit.excel.workbooks import cells, exempt_desk, full_desk, read

EVERYTHING = tuple(section.key for section in SECTIONS)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "Pack.xlsx"


def sheets(path: Path) -> list[str]:
    book = read(path)
    try:
        return list(book.sheetnames)
    finally:
        book.close()


def words(path: Path, sheet: str = "") -> str:
    found = cells(path, values=True)
    return "\n".join(str(value) for (name, _), value in found.items() if sheet in {"", name})


def links(sheet: Any) -> set[str]:
    return {cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}


def since_may() -> tuple[Report, Edition]:
    report = full_desk().build()
    return report, Edition(
        changes=compare(full_desk().build(period="2024-05"), report, before_name="May board")
    )


def test_every_section_has_its_sheet_in_the_order_of_the_plan(target: Path) -> None:
    report, edition = since_may()
    write_pack(report, target, edition)
    assert sheets(target) == [
        "Cover", "For the board", "Summary", "Changes since last board", "Exceptions and mitigations",
        "Savings by year", "Savings lines", "Slippage", "Movements", "Projects", "Milestones", "Measures", "Budget",
        "Risks", "Issues", "Activity", "Decisions and funding", "Notes", "Chart data",
    ]  # fmt: skip
    backwards = PackPlan("Backwards", ("notes", "budget", "budget", "projects", "cover", "nonsense"))
    write_pack(report, target, Edition(backwards))
    assert sheets(target) == ["Notes", "Budget", "Projects", "Cover", "Chart data"]


@pytest.mark.parametrize("plan", TEMPLATES)
def test_each_template_makes_a_sound_pack(target: Path, plan: PackPlan) -> None:
    write_pack(full_desk().build(), target, Edition(plan))
    assert verify_pack(target) == len(sheets(target)) > 3


def test_a_plan_with_nothing_to_show_still_says_what_it_is(target: Path) -> None:
    write_pack(full_desk().build(), target, Edition(PackPlan("Nothing", ("reconciliation", "changes"))))
    assert sheets(target) == ["Notes"]
    assert "Nothing" in words(target)


def test_the_cover_says_what_the_board_is_asked_and_links_to_every_sheet(target: Path) -> None:
    write_pack(full_desk().build(), target, Edition(board="Transformation Board"))
    cover = words(target, "Cover")
    assert "Board pack: Board monthly, Transformation Board" in cover
    assert "Spend on agency reviews (key decision)" in cover
    assert "Spend on winter reviews" not in cover
    assert "700000" in cover
    assert "Subject to call-in until 10 Apr 2024" in cover
    book = read(target)
    assert links(book["Cover"]) == {f"'{name}'!A1" for name in book.sheetnames if name != "Cover"}
    assert {back for sheet in book.worksheets[2:] for back in links(sheet)} == {"'Cover'!A1"}
    book.close()


def test_without_a_cover_the_summary_has_the_contents(target: Path) -> None:
    write_pack(full_desk().build(), target, Edition(PackPlan("Short", ("summary", "risks", "notes"))))
    book = read(target)
    assert links(book["Summary"]) >= {"'Risks'!A1", "'Notes'!A1"}
    assert links(book["Risks"]) == {"'Summary'!A1"}
    book.close()


def test_changes_are_counted_by_kind_with_worse_and_better_marks(target: Path) -> None:
    report, edition = since_may()
    assert edition.changes is not None
    write_pack(report, target, edition)
    found = words(target, "Changes since last board")
    for kind in edition.changes.kinds:
        assert f"{kind.label}: {kind.count} change" in found
    assert found.count("▼ Worse") >= sum(kind.worse for kind in edition.changes.kinds) > 0
    assert "Top changes" in words(target, "Summary")
    assert "May board" in words(target, "Notes")


def test_every_page_is_marked_for_its_audience(target: Path) -> None:
    report = exempt_desk().build()
    public = public_report(report)
    marks = {}
    for audience, shown in (
        ("confidential", report), ("public", public.report), ("appendix", appendix_report(report).report),
    ):  # fmt: skip
        edition = Edition(PackPlan("Pack", EVERYTHING, audience), left_out=public.sentence)
        write_pack(shown, target, edition)
        book = read(target)
        marks[audience] = {sheet.oddHeader.center.text.strip() for sheet in book.worksheets}
        assert all(len(str(sheet.oddHeader)) < 2_000 for sheet in book.worksheets)
        assert book.properties.contentStatus in marks[audience]
        book.close()
    exempt = "NOT FOR PUBLICATION: Exempt information, paragraph 3 of Schedule 12A, Local Government Act 1972"
    assert marks == {"confidential": {exempt}, "public": {"PUBLIC"}, "appendix": {exempt}}


def test_a_public_pack_names_nothing_exempt_says_how_much_and_its_totals_stay_true(target: Path) -> None:
    report = exempt_desk().build()
    public = public_report(report)
    write_pack(
        public.report, target, Edition(PackPlan("Public", EVERYTHING, "public"), left_out=public.sentence)
    )
    found = words(target)
    for exempt in ("Supported Living", "Ageing well", "Spend on agency", "Homes are late"):
        assert exempt not in found
    assert public.sentence in words(target, "Cover")
    assert "Lines that this pack leaves out" in words(target, "Budget")
    formulas, values = cells(target, values=False), cells(target, values=True)
    total = next(
        place
        for place, value in values.items()
        if place[0] == "Savings by year" and value == "The year reported"
    )
    cell = ("Savings by year", f"C{total[1][1:]}")
    assert values[cell] == report.savings.by_year["2024/25"].target_pence / 100
    assert formulas[cell].startswith("=SUMIFS(SavingsLines[")
    assert "+" in formulas[cell]


def test_the_appendix_lists_only_what_is_exempt(target: Path) -> None:
    appendix = appendix_report(exempt_desk().build())
    write_pack(appendix.report, target, Edition(PackPlan("Appendix", EVERYTHING, "appendix")))
    book = read(target)
    assert "confidential appendix, " in (book.properties.title or "")
    book.close()
    found = words(target)
    assert "Supported Living" in found
    assert "Ageing well" in found
    for open_name in ("Living well", "Spend on winter", "Fees rise"):
        assert open_name not in found
    assert "NOT FOR PUBLICATION. This document contains exempt information under Paragraph 3" in found
    assert "Exempt records in this pack" in words(target, "Notes")
    assert "Negotiations." in words(target, "Notes")


def test_the_notes_say_which_snapshot_a_pack_is_of(target: Path) -> None:
    frozen = "Frozen on 3 Jul 2024 as “June board”, SHA-256 0f3a."
    write_pack(full_desk().build(), target, Edition(frozen=frozen))
    assert frozen in words(target, "Notes")
    book = read(target)
    assert frozen in book.properties.description
    assert book.properties.category == "Board pack"
    assert book.properties.subject == "Board monthly: ASC, June 2024"
    assert "2024-06" in book.properties.keywords
    book.close()
