"""The PDF as its words and figures, row by row. Where a change is meant, run with ASC_UPDATE_GOLDEN=1 and read it.

What is red is marked, since a colour is what a reader acts on. Pages are left out: rows may move from one to another.
"""

import os
from collections import defaultdict
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from asc_desktop import __version__
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.pack_plan import TEMPLATES
from asc_desktop.excel.pack import Edition
from asc_desktop.services.packs import document_of
from asc_desktop.services.sample import sample_portfolio
from asc_desktop.ui.charts.marks import ChipMark
from asc_desktop.ui.palette import LIGHT
from asc_desktop.ui.pdf.pack import lay_out_pack
from asc_desktop.ui.pdf.pages import ChartMark, PackPage, PackPages, Words
from tests.golden.test_pack_dumps import HERE, public, since_may
from tests.unit.excel.workbooks import busy_desk, empty_report, full_desk

SAME_ROW = 3.0
"""Pixels: words whose baselines are no further apart stand in one row."""


def dump(pages: PackPages) -> str:
    """One line for each row of words of each section: what stands in it from left to right."""
    lines = []
    for page in pages.pages:
        if page.is_first:
            lines.append(f"== {page.title}")
        lines.extend(rows_of(page))
    return "\n".join(lines).replace(f"ASC Desktop {__version__}", "ASC Desktop <version>") + "\n"


def rows_of(page: PackPage) -> Iterator[str]:
    row: list[tuple[float, str]] = []
    at = 0.0
    for down, across, text in sorted(placed(page)):
        if row and down - at > SAME_ROW:
            yield " | ".join(words for _, words in sorted(row))
            row = []
        if not row:
            at = down
        row.append((across, text))
    if row:
        yield " | ".join(words for _, words in sorted(row))


def placed(page: PackPage) -> Iterator[tuple[float, float, str]]:
    for x, y, marks in page.groups:
        for mark in marks:
            match mark:
                case Words():
                    red = "!" if mark.colour == LIGHT.negative else ""
                    yield y + mark.baseline, x + mark.x, f"{red}{mark.text}"
                case ChipMark():
                    yield y + mark.rect.bottom() - 5, x + mark.rect.x(), f"[{mark.role} {mark.text}]"
                case ChartMark():
                    yield y + mark.y, x + mark.x, f"Chart: {mark.words}"
                case _:
                    pass


def sample() -> Report:
    """Return the sample portfolio's report of all programmes: something of everything that a pack can have in it."""
    tables: dict[str, list[Record]] = defaultdict(list)
    for record in sample_portfolio()[0]:
        tables[record.table].append(record)
    return build_report(Records(tables), Scope(None, "2024-06"))


@pytest.mark.parametrize(
    ("name", "report", "edition"),
    [
        ("programme", busy_desk().build(), Edition()),
        ("all_programmes", busy_desk().build(programme=None), Edition()),
        ("empty", empty_report(), Edition()),
        ("everything", full_desk().build(), since_may()),
        ("public", *public()),
        ("exceptions_only", full_desk().build(), Edition(TEMPLATES[3])),
        ("sample", sample(), Edition()),
    ],
)
def test_the_pdf_says_what_it_did(qapp: QApplication, name: str, report: Report, edition: Edition) -> None:
    found = dump(lay_out_pack(document_of(report, edition)))
    golden = HERE / f"pdf_{name}.txt"
    if os.environ.get("ASC_UPDATE_GOLDEN"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")
