"""Every formula worked out again by LibreOffice, which knows nothing of the report."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.changes import compare
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.pack_plan import SECTIONS, TEMPLATES, PackPlan
from asc_desktop.domain.report.publication import appendix_report, public_report
from asc_desktop.excel.formulas import check_against, count_where, exact_labels, sum_where
from asc_desktop.excel.pack import Edition, write_pack
from asc_desktop.services.sample import sample_portfolio
from tests.properties.portfolios import portfolios
from tests.unit.excel.workbooks import (
    SOFFICE,
    busy_desk,
    cells,
    empty_report,
    exempt_desk,
    full_desk,
    office,
    read,
    tables,
    tricky_desk,
)

needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
HALF_A_PENNY = 0.005
SAVINGS_ONLY = PackPlan("Savings", ("summary", "slippage", "savings", "projects"))


def random_packs(folder: Path, number: int) -> list[Path]:
    found: list[Path] = []

    @settings(
        max_examples=number,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(portfolios())
    def collect(rows: list[Record]) -> None:
        path = folder / f"random-{len(found)}.xlsx"
        write_pack(build_report(tables(rows), Scope(None, "2025-03")), path)
        found.append(path)

    collect()
    return found


def other_editions(folder: Path) -> list[Path]:
    """Packs that leave sheets or records out: what is left finds the true totals again without them."""
    report = exempt_desk().build()
    before = exempt_desk().build(period="2024-05")
    jobs: list[tuple[Report, Edition]] = [(report, Edition(plan)) for plan in (*TEMPLATES[2:], SAVINGS_ONLY)]
    jobs.append(
        (report, Edition(changes=compare(before, report), board="Board", frozen="Frozen on 3 July 2024."))
    )
    public, appendix = public_report(report), appendix_report(report)
    everything = tuple(section.key for section in SECTIONS)
    jobs += [
        (public.report, Edition(PackPlan("Public", everything, "public"), left_out=public.sentence)),
        (appendix.report, Edition(PackPlan("Appendix", everything, "appendix"))),
    ]
    found = []
    for number, (shown, edition) in enumerate(jobs):
        found.append(folder / f"edition-{number}.xlsx")
        write_pack(shown, found[-1], edition)
    return found


@pytest.mark.slow
@needs_office
def test_every_stored_value_is_what_the_formula_gives(tmp_path: Path) -> None:
    sample = tables(sample_portfolio()[0])
    reports = {
        "busy": busy_desk().build(),
        "all-programmes": busy_desk().build(programme=None),
        "theme": busy_desk().build(theme="other"),
        "full": full_desk().build(),
        "tricky": tricky_desk().build(),
        "empty": empty_report(),
        "sample": build_report(sample, Scope(None, "2024-06")),
    }
    for programme in sample.all(Programme):
        reports[f"sample-{programme.position}"] = build_report(
            sample, Scope(programme.id, programme.open_period)
        )
    packs = []
    for name, report in reports.items():
        packs.append(tmp_path / f"{name}.xlsx")
        write_pack(report, packs[-1])
    packs += other_editions(tmp_path)
    packs += random_packs(tmp_path, 12)
    checked = 0
    for path, again in zip(packs, office(tmp_path, "xlsx", packs), strict=True):
        formulas, stored, worked_out = (
            cells(path, values=False),
            cells(path, values=True),
            cells(again, values=True),
        )
        for place, formula in formulas.items():
            if not (isinstance(formula, str) and formula.startswith("=") and formula != stored.get(place)):
                continue
            value, other = stored[place], worked_out.get(place)
            where = f"{path.name} {place} {formula}: stored {value!r}, worked out {other!r}"
            if isinstance(value, str):
                assert other == value, where
            else:
                assert isinstance(other, int | float), where
                assert abs(other - value) < HALF_A_PENNY, where
            checked += 1
    assert checked > 3_000


@needs_office
def test_a_changed_cell_moves_the_totals_and_fails_the_check(tmp_path: Path) -> None:
    path = tmp_path / "pack.xlsx"
    write_pack(busy_desk().build(), path)
    before = cells(path, values=True)
    book = read(path)
    sheet = book["Savings lines"]
    column = next(cell.column for cell in sheet[4] if cell.value == "Target 2024/25")
    changed = next(row for row in sheet.iter_rows(min_row=5) if row[2].value == "Rates")[column - 1]
    changed.value += 1_000
    book.save(tmp_path / "changed.xlsx")
    book.close()
    after = cells(office(tmp_path, "xlsx", [tmp_path / "changed.xlsx"])[0], values=True)
    moved = {
        place: (before[place], value)
        for place, value in after.items()
        if before.get(place) != value and place != ("Savings lines", changed.coordinate)
    }
    by_label = {
        (before.get(("Savings by year", f"A{row}")), before.get(("Savings by year", f"B{row}"))): moved.get(
            ("Savings by year", f"C{row}")
        )
        for row in range(4, 40)
    }
    target = 1_480_000.0  # 1,050,000 and 400,000 and the 30,000 that are counted here
    assert by_label["2024/25", "The year reported"] == (target, target + 1_000)
    assert by_label["2024/25", "Prevention"] == (1_080_000.0, 1_081_000.0)
    assert by_label["2024/25", "Commissioning"] is None
    assert by_label["2024/25", "Total"] == (target, target + 1_000)
    checks = [value for place, (value, _) in moved.items() if value == "OK"]
    assert len(checks) >= 3
    assert ("This workbook’s totals agree", "A total of this workbook differs: see Notes") in moved.values()
    assert (target, target + 1_000) in [change for place, change in moved.items() if place[0] == "Summary"]


@needs_office
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_no_word_is_cut_on_any_printed_page(tmp_path: Path) -> None:
    desk = busy_desk()
    sentence = "The provider’s response to the revised specification is still outstanding, WWW mmm. "
    desk.status("amber", narrative=sentence * 4 + "Endofnarrative", challenge_reason="Endofreason")
    item = desk.exception(description=f"{sentence * 30}Endofexception")
    for number in range(9):
        desk.mitigation(
            item, action=f"{sentence * (number + 1)}Endofaction{number}", owner="Head of Commissioning",
            due_date="2024-06-01", effect=f"{sentence}Endofeffect{number}",
        )  # fmt: skip
    desk.add(desk.movement("slip", 1, reason=f"{sentence * 5}Endofwhy", approved_by="Board Endofapproval"))
    path = tmp_path / "pack.xlsx"
    write_pack(desk.build(), path)
    (pdf,) = office(tmp_path, "pdf", [path])
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "###" not in text
    pages = text.split("\f")[:-1]
    assert all(len(page.split()) > 15 for page in pages), "an empty page"
    for word in (
        "Endofnarrative", "Endofexception", "Endofwhy", "Endofapproval",
        *(f"Endofaction{number}." for number in range(9)), *(f"Endofeffect{number}." for number in range(9)),
    ):  # fmt: skip
        assert word in text, word


def test_labels_that_sumifs_would_misread_are_compared_exactly() -> None:
    assert not exact_labels(["Prevention", "Care & support (2)", "Theme 1: Front door"])
    for label in ("", "Any*", "Who?", "~", "=1", "<>", ">0", "2024", "1 June", "x" * 256):
        assert exact_labels(["Prevention", label]), label
    assert exact_labels(["care", "Care"])


def test_formulas_are_written_as_excel_files_spell_them() -> None:
    assert sum_where("T", "C 2024/25", [("A", "$B2"), ("In", '"Yes"')], exact=False) == (
        '=SUMIFS(T[C 2024/25],T[A],$B2,T[In],"Yes")'
    )
    assert sum_where("T", "C", [("A", "$B2")], exact=True) == "=SUMPRODUCT(EXACT(T[A],$B2)*1,T[C])"
    assert count_where("T", [("A", "B2"), ("D", "E$1")], exact=False) == "=COUNTIFS(T[A],B2,T[D],E$1)"
    assert check_against("A1:C1", [100, -250, 5]) == (
        '=IF(ROUND(SUMPRODUCT(ABS(A1:C1-{1,-2.50,0.05})),2)=0,"OK",'
        "ROUND(SUMPRODUCT(ABS(A1:C1-{1,-2.50,0.05})),2))"
    )
