"""The timeline on A3: every row once, its heading over it on each page, nothing below the foot."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from asc_desktop.ui.charts.data_timeline import TimelineData, TimelineGroup, TimelineRow
from asc_desktop.ui.charts.timeline import plot_rect
from asc_desktop.ui.charts.timeline_view import ROW_HEIGHT, TimelineView, total_height
from asc_desktop.ui.pages.milestones.page import MilestonesPage
from asc_desktop.ui.pdf.timeline import CHART, timeline_pages, timeline_pdf
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker

FIRST = 738_000
VIEW = TimelineView(left=FIRST, scale=2.0, top=300.0, chosen="x")


def row(name: str) -> TimelineRow:
    return TimelineRow(name, "2024-01-01", "2025-03-31", (), name, (name,), ("p", name), ("e", name))


def data(*sizes: int) -> TimelineData:
    return TimelineData(
        title="Milestones of A programme, June 2024",
        groups=tuple(
            TimelineGroup(f"Theme {at}", tuple(row(f"P-{at}-{n:03d}") for n in range(size)), ("t", at))
            for at, size in enumerate(sizes)
        ),
        links=(),
        today="2024-06-30",
        today_label="Month end",
        legend=(("On time", "green"),),
        columns=("Theme", "Project"),
    )


@pytest.mark.parametrize(
    "sizes",
    [(3,), (40, 12), (54,), (300,), (26, 1, 1, 1, 40), (25, 30), (26, 30), (27, 30), (28, 30), (0, 2)],
)
def test_every_row_is_on_one_page_under_its_heading(qtbot: QtBot, sizes: tuple[int, ...]) -> None:
    whole = data(*sizes)
    view, pages = timeline_pages(whole, VIEW, 730)
    room = plot_rect(whole, CHART).height()
    shown = [item.label for page in pages for group in page.groups for item in group.rows]
    assert shown == [item.label for group in whole.groups for item in group.rows]
    for page in pages:
        assert total_height(page, view) <= room
        for group in page.groups:
            assert all(
                item.label.startswith(f"P-{group.label.split()[1].rstrip(',')}-") for item in group.rows
            )
            assert group.rows or group.label == "Theme 0" == whole.groups[0].label
    begun: set[object] = set()
    for page in pages:
        for group in page.groups:
            assert group.label.endswith(", continued") == (group.key in begun)
            begun.add(group.key)
    assert view.top == 0
    assert view.chosen is None
    assert len(pages) == 1 or view.row_height == ROW_HEIGHT


def test_the_days_in_sight_are_the_days_on_paper(qtbot: QtBot) -> None:
    view, _ = timeline_pages(data(3), VIEW, 730)
    assert view.left == VIEW.left
    assert view.scale * 730 == pytest.approx(plot_rect(data(3), CHART).width())


def test_folded_rows_stay_folded(qtbot: QtBot) -> None:
    _, pages = timeline_pages(data(100, 2), TimelineView(FIRST, 2.0, folded=frozenset([("t", 0)])), 730)
    assert [item.label for page in pages for group in page.groups for item in group.rows] == [
        "P-1-000",
        "P-1-001",
    ]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs a reader of PDF")
def test_the_pdf_is_a3_across_with_every_row_and_its_place_among_the_pages(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "t.pdf"
    path.write_bytes(timeline_pdf(data(100), VIEW, 730))
    assert re.search(rb"/MediaBox \[0 0 1191\S* 842", path.read_bytes())
    outcome = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    text = outcome.stdout
    assert [*dict.fromkeys(re.findall(r"P-0-\d{3}", text))] == [f"P-0-{n:03d}" for n in range(100)]
    assert text.count("Milestones of A programme, June 2024") == text.count("Theme 0") == 4
    assert "Page 4 of 4" in text
    assert "Theme 0, continued" in text


@pytest.mark.qt_log_ignore(r"QPainter::begin\(\): Returned false", extend=True)
def test_the_page_saves_and_prints_what_it_shows(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asker: FakeAsker
) -> None:
    page = MilestonesPage(workspace)
    qtbot.addWidget(page)
    page.resize(1150, 640)
    page.refresh()
    page.timeline.chart.draw_now()
    actions = {action.text(): action for action in page.timeline.chart.actions_menu().actions()}
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "plan"), ""))
    actions["Save as PDF on A3…"].trigger()
    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF")

    asked: list[QPrinter] = []

    def accept(dialog: QPrintDialog) -> int:
        printer = dialog.printer()
        asked.append(printer)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        return int(QPrintDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    actions["Print on A3…"].trigger()
    assert b"1191" in (tmp_path / "printed.pdf").read_bytes()

    def accept_a_printer_that_fails(dialog: QPrintDialog) -> int:
        accept(dialog)
        dialog.printer().setOutputFileName(str(tmp_path / "no such folder" / "printed.pdf"))
        return int(QPrintDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrintDialog, "exec", accept_a_printer_that_fails)
    actions["Print on A3…"].trigger()
    assert "did not start. Choose another printer" in asker.told[-1]
