"""Packs as cell dumps. Where a change is meant, run with ASC_UPDATE_GOLDEN=1 and read the difference."""

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from asc_desktop import __version__
from asc_desktop.domain.report.changes import compare
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.pack_plan import TEMPLATES
from asc_desktop.domain.report.publication import public_report
from asc_desktop.excel.pack import Edition, write_pack
from tests.unit.excel.workbooks import busy_desk, empty_report, exempt_desk, full_desk, read

HERE = Path(__file__).parent


def dump(path: Path) -> str:
    """One line for each filled cell: its address, its formula where it has one, its value, and a number's format."""
    formulas, values = read(path), read(path, data_only=True)
    lines = []
    for sheet in formulas.worksheets:
        lines.append(f"== {sheet.title} ({sheet.print_area})")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                value = values[sheet.title][cell.coordinate].value
                words = [cell.coordinate]
                if cell.data_type == "f":
                    words.append(f"{cell.value}  →")
                words.append(repr(value).replace(f"ASC Desktop {__version__}", "ASC Desktop <version>"))
                if not isinstance(value, str):
                    words.append(f"[{cell.number_format}]")
                lines.append(" ".join(words))
    formulas.close()
    values.close()
    return "\n".join(lines) + "\n"


def since_may() -> Edition:
    before, after = full_desk().build(period="2024-05"), full_desk().build()
    return Edition(
        changes=compare(before, after, before_name="Board, May 2024"), board="Transformation Board"
    )


def public() -> tuple[Report, Edition]:
    found = public_report(exempt_desk().build())
    return found.report, Edition(
        replace(TEMPLATES[0], audience="public"), left_out=found.sentence, is_settled=True
    )


@pytest.mark.parametrize(
    ("name", "report", "edition"),
    [
        ("programme", busy_desk().build(), Edition()),
        ("all_programmes", busy_desk().build(programme=None), Edition()),
        ("empty", empty_report(), Edition()),
        ("everything", full_desk().build(), since_may()),
        ("public", *public()),
        ("exceptions_only", full_desk().build(), Edition(TEMPLATES[3])),
    ],
)
def test_the_pack_is_what_it_was(tmp_path: Path, name: str, report: Report, edition: Edition) -> None:
    write_pack(report, tmp_path / "pack.xlsx", edition)
    found = dump(tmp_path / "pack.xlsx")
    golden = HERE / f"pack_{name}.txt"
    if os.environ.get("ASC_UPDATE_GOLDEN"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")
