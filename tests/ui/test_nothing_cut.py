"""No figure, date, reference, status or name is cut or broken: in any table, tile, chart, list or page of the pack.

Tried with the longest figures and references that there are, and with long names, in windows of several sizes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QTableView, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.pack_plan import SECTION_BY_KEY, PackPlan
from asc_desktop.excel.pack import write_pack
from asc_desktop.excel.text_fit import TextFit
from asc_desktop.services.packs import PackDocument, PackRequest, prepare
from asc_desktop.ui import cutting
from asc_desktop.ui.charts.chart import draw_charts_now
from asc_desktop.ui.cutting import cut_to, is_figure, is_whole, words_of, wrapped
from asc_desktop.ui.models.record_table import RecordTableModel
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.pdf.pack import lay_out_pack
from asc_desktop.ui.pdf.type_setter import Run, Style, TypeSetter
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.widgets.table import delegates
from asc_desktop.ui.widgets.table.needs import TableNeeds, is_words
from asc_desktop.ui.widgets.table.view import RecordTableView
from tests.ui.portfolios import MAKERS, files
from tests.unit.excel.workbooks import read

Said = list[str]
DATE = re.compile(r"\b\d{1,2} [A-Z][a-z]{2} 20\d\d\b|\b\d+ days\b")
LONGEST_NAME = 100
"""Of what is called by more than this, by a risk's whole description, a table shows the beginning."""


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> Said:
    """What was drawn as #### because there was no room for it."""
    said: Said = []
    draw = cutting.hashes

    def told(metrics: cutting.Metrics, width: float) -> str:
        caller = sys._getframe(1)
        said.append(f"“{caller.f_locals['text']}” in {width:.0f} pixels ({_drawn_by(caller)})")
        return draw(metrics, width)

    monkeypatch.setattr(delegates, "hashes", told)
    monkeypatch.setattr(cutting, "hashes", told)
    return said


def _drawn_by(frame: FrameType | None) -> str:
    """Return which of the program's modules asked for the words."""
    while frame is not None and frame.f_globals["__name__"] == cutting.__name__:
        frame = frame.f_back
    return str(frame.f_globals["__name__"]).rpartition(".ui.")[2] if frame else ""


def opened(qtbot: QtBot, folder: Path, name: str, size: tuple[int, int]) -> MainWindow:
    path = folder / f"{name}.ascp"
    make_file(name, path)
    window = MainWindow(files(), WindowMemory(folder / "window.ini"))
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    window.open_path(path)
    return window


def make_file(name: str, path: Path) -> None:
    if name == "sample":
        files().create_sample(path).close()
    else:
        MAKERS[name](path)


def looks(window: MainWindow) -> Iterator[str]:
    """Show each page of each programme, and each of its tabs, and yield where that is."""
    workspace = window.workspace
    assert workspace is not None
    for programme in workspace.session.records.all(Programme):
        workspace.choose(programme.id)
        for place in DESTINATIONS:
            page = window.show_page(place.key)
            assert page is not None
            settle(window)
            yield f"{programme.name[:12]}, {place.key}"
            for tabs in page.findChildren(QTabWidget):
                for at in range(1, tabs.count()):
                    tabs.setCurrentIndex(at)
                    settle(window)
                    yield f"{programme.name[:12]}, {place.key}, {tabs.tabText(at)}"


def settle(window: QWidget) -> None:
    for _ in range(3):
        QCoreApplication.processEvents()
    draw_charts_now(window)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


def cut_cells(window: QWidget) -> Iterator[str]:
    """Yield each cell of the one table whose figure, date, reference or status is not shown whole."""
    for view in window.findChildren(RecordTableView):
        if not view.isVisible():
            continue
        for at in range(min(view.table.rowCount(), 120)):
            for column in view.shown_columns():
                text = view.table.text_at(at, column)
                described = view.table.column(column)
                is_firm = is_figure(text) or not is_words(described)
                if is_firm and view.delegate.is_cut(view.table.index(at, column)):
                    yield f"{view.accessibleName()}, {described.label}: {text} in {view.columnWidth(column)} pixels"


def cut_names(window: QWidget) -> Iterator[str]:
    """Yield each row of the one table that is not called by its whole name: that is the last thing to be cut."""
    for view in window.findChildren(RecordTableView):
        if not view.isVisible():
            continue
        shown = view.shown_columns()
        named = (at for at in shown if is_words(view.table.column(at)) and not are_figures(view, at))
        column = next(named, None)
        for at in range(min(view.table.rowCount(), 120) if column is not None else 0):
            name = view.table.text_at(at, column)
            is_named = view.table.row_at(at) is not None and len(name) <= LONGEST_NAME
            if is_named and view.delegate.is_cut(view.table.index(at, column)):
                yield f"{view.accessibleName()}: {name}"


def are_figures(view: RecordTableView, column: int) -> bool:
    """Whether a column has figures or references alone."""
    texts = [text for row in view.table.rows if (text := view.table.text_of_row(row, column))]
    return bool(texts) and all(map(is_figure, texts))


def cut_in_plain_tables(window: QWidget) -> Iterator[str]:
    """Yield each figure that one of Qt's own tables cuts: those of charts, and published tables."""
    for view in window.findChildren(QTableView):
        if isinstance(view, RecordTableView) or not view.isVisible():
            continue
        metrics, model = QFontMetrics(view.font()), view.model()
        for row in range(min(model.rowCount(), 60)):
            for column in range(model.columnCount()):
                text = str(model.index(row, column).data() or "")
                if is_figure(text) and metrics.horizontalAdvance(text) + 6 > view.columnWidth(column):
                    yield f"{view.accessibleName()}: {text} in {view.columnWidth(column)} pixels"


def cut_labels(window: QWidget) -> Iterator[str]:
    """Yield each label with a figure in it that is narrower than its words, or runs out of what it is in."""
    for label in window.findChildren(QLabel):
        words = label.text()
        if label.isVisible() and cutting.HASH in words:
            yield f"label “{label.accessibleName()}” in {label.width()} pixels"
        if not label.isVisible() or not any(map(str.isdigit, words)) or label.wordWrap():
            continue
        wide = max(map(label.fontMetrics().horizontalAdvance, words.split("\n")))
        if label.contentsRect().width() + 1 < wide:
            yield f"label “{words}” in {label.width()} pixels"
        area = around(label)
        if area is not None:
            right = label.mapTo(area.viewport(), QPoint(label.width(), 0)).x()
            if right > area.viewport().width() + 1:
                yield f"label “{words}” runs out of its box by {right - area.viewport().width()} pixels"


def around(widget: QWidget) -> QScrollArea | None:
    """Return what a widget scrolls in and cannot be scrolled sideways."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return parent if parent is not None and parent.horizontalScrollBarPolicy() == never else None


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("billions", (1366, 768)),
        pytest.param("billions", (1920, 1080), marks=pytest.mark.slow),
        pytest.param("billions", (1024, 700), marks=pytest.mark.slow),
        ("reductions", (1366, 768)),
        ("welsh", (1366, 768)),
        ("sample", (1366, 768)),
        pytest.param("one", (1366, 768), marks=pytest.mark.slow),
    ],
)
def test_no_page_cuts_a_figure(
    qtbot: QtBot, tmp_path: Path, hashed: Said, name: str, size: tuple[int, int]
) -> None:
    window = opened(qtbot, tmp_path, name, size)
    found: dict[str, str] = {}
    for where in looks(window):
        # Labels cut their words before they are laid out too; what is shown of them is looked at below.
        hashed.clear()
        window.grab()
        if list(cut_labels(window)):
            # A backup that was just made says so in a label that is laid out with the next event.
            settle(window)
        for said in (
            *hashed,
            *cut_cells(window),
            *cut_names(window),
            *cut_in_plain_tables(window),
            *cut_labels(window),
        ):
            found.setdefault(said, where)
    window.close()
    assert not found, "\n".join(f"{where}: {said}" for said, where in found.items())


@pytest.mark.parametrize("name", ["billions", "reductions", "welsh"])
def test_no_page_of_the_pack_breaks_a_figure(
    qapp: QApplication, tmp_path: Path, hashed: Said, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    broken: Said = []
    cut, lines = TypeSetter._cut, TypeSetter.lines

    def told(self: TypeSetter, word: str, *rest: object) -> Iterator[str]:
        if any(map(str.isdigit, word)) and len(word) <= 30:
            broken.append(word)
        return cut(self, word, *rest)  # type: ignore[arg-type]

    def told_of_lines(self: TypeSetter, runs: list[Run], width: float) -> object:
        found = lines(self, runs, width)
        text = "".join(run.text for run in runs)
        shown = ["".join(part.text for _, part in line.runs) for line in found]
        broken.extend(
            f"{date} in {width:.0f} pixels"
            for date in DATE.findall(text)
            if not any(date in line for line in shown)
        )
        # A heading may have its month over its year.
        if len(found) > 1 and is_figure(text) and not runs[0].style.bold:
            broken.append(f"{text} in {width:.0f} pixels")
        return found

    monkeypatch.setattr(TypeSetter, "_cut", told)
    monkeypatch.setattr(TypeSetter, "lines", told_of_lines)
    for document in documents(tmp_path, name):
        assert lay_out_pack(document).pages
    assert not broken + hashed, "\n".join(dict.fromkeys(broken + hashed))


def test_a_figure_at_the_edge_of_a_table_is_not_drawn_in_part(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(qtbot, tmp_path, "billions", (1366, 768))
    settle(window)
    page = window.show_page("savings")
    assert page is not None
    settle(window)
    view = page.matrix.view
    view.setFixedWidth(470)
    settle(window)
    drawn: list[tuple[int, int, str]] = []
    within = delegates.RecordDelegate._within_edges

    def told(self: delegates.RecordDelegate, room: QRect, *rest: Any) -> tuple[QRect, list[str]]:
        place, shown = within(self, room, *rest)
        if not self.is_apart:
            # All of these are right-aligned.
            wide = rest[1].horizontalAdvance(shown[0])
            drawn.append((place.right() + 1 - wide, place.right() + 1, shown[0]))
        return place, shown

    monkeypatch.setattr(delegates.RecordDelegate, "_within_edges", told)
    bar = view.horizontalScrollBar()
    assert bar.maximum() > 100
    for value in range(0, bar.maximum(), 7):
        bar.setValue(value)
        drawn.clear()
        view.viewport().grab()
        assert any("#" not in text for _, _, text in drawn)
        covered = view.delegate.covered
        for left, right, text in drawn:
            assert not text or (left >= covered and right <= view.viewport().width() + 1), (value, text)
    window.close()


class TestCutting:
    """The one place that cuts words."""

    @pytest.fixture
    def metrics(self, qapp: QApplication) -> QFontMetrics:
        return QFontMetrics(qapp.font())

    @pytest.mark.parametrize(
        "text",
        ["£16,739", "(£1,516,000)", "18 Jul 2024", "June 2024", "2024/25", "P-001", "12 → 14", "94.3%", "16 days",
         "LI-01/ASC-2024-TRANS", "49 of 53", "£8.70m → £12,757.26m"],
    )  # fmt: skip
    def test_a_figure_is_whole_or_hashes(self, metrics: QFontMetrics, text: str) -> None:
        wide = metrics.horizontalAdvance(text)
        assert is_figure(text)
        assert cut_to(text, metrics, wide) == text
        for width in range(wide):
            assert set(cut_to(text, metrics, width)) == {"#"}
            assert set("".join(wrapped(text, metrics, width, 2))) == {"#"}

    def test_a_name_ends_before_a_figure_that_would_be_broken(self, metrics: QFontMetrics) -> None:
        text = "Savings of £1,516,000 in June"
        for width in range(metrics.horizontalAdvance(text) + 1):
            shown = cut_to(text, metrics, width)
            assert "£1,516,000" in shown or not any(map(str.isdigit, shown)), shown
        assert cut_to(text, metrics, metrics.horizontalAdvance("Savings of £1,5…")) == "Savings of…"

    @pytest.mark.parametrize("text", ["On target", "Theme 1", "Reablement", ""])
    def test_words_are_no_figure(self, text: str) -> None:
        assert not is_figure(text)

    def test_two_lines_hold_what_one_cannot(self, metrics: QFontMetrics) -> None:
        text = "Proactive reviews and timely assessments"
        width = metrics.horizontalAdvance("Proactive reviews and")
        assert wrapped(text, metrics, width, 2) == ["Proactive reviews and", "timely assessments"]
        assert is_whole(text, wrapped(text, metrics, width, 2))
        assert not is_whole(text, wrapped(text, metrics, width - 30, 2))

    @pytest.mark.parametrize(
        "firm",
        ["16 Jul 2024", "May 2024", "31 March", "18 days", "9.5 pts", "30 June 2024", "1 day", "94.3 %"],
    )
    def test_no_line_breaks_within_a_date_or_a_count_of_days(self, metrics: QFontMetrics, firm: str) -> None:
        text = f"Overdue since {firm}, so said the board"
        firmest = metrics.horizontalAdvance(f"{firm},") + 1
        for width in range(firmest, metrics.horizontalAdvance(text), 3):
            assert any(firm in line for line in wrapped(text, metrics, width, 9)), width
        for narrow in range(8, firmest, 8):
            runs = [Run(text, Style())]
            assert "".join(
                run.text for line in TypeSetter().lines(runs, narrow) for _, run in line.runs
            ).replace(" ", "") == text.replace(" ", ""), "no letter is lost where there is no room"

    def test_a_headings_pound_sign_stays_with_a_word(self) -> None:
        assert words_of("Growth so far £") == ("Growth", "so", "far £")
        assert words_of("£ at stake, 12 Decembers and May 1") == (
            "£", "at", "stake,", "12", "Decembers", "and", "May", "1"
        )  # fmt: skip

    def test_each_line_has_all_the_words_that_fit_and_a_tables_rows_the_height_for_them(
        self, qtbot: QtBot
    ) -> None:
        view = RecordTableView(RecordTableModel([]), "lines", workspace=None)
        qtbot.addWidget(view)
        needs, chosen = TableNeeds(view), Random(1)
        metrics = view.fontMetrics()
        said = "a of the reviews £1,234 iiiii WWWWW Gwasanaethau i bobl hŷn â’r P-001 18 Jul 2024 ↑ Worsening"
        pool = said.split()
        for _ in range(400):
            text = " ".join(chosen.choices(pool, k=chosen.randint(1, 12)))
            room = chosen.randint(60, 260)
            lines = wrapped(text, metrics, room, 4)
            for at, line in enumerate(lines[:-1]):
                following = words_of(" ".join(lines[at + 1 :]))[0]
                assert metrics.horizontalAdvance(f"{line} {following}") > room, (line, following)
            if not is_figure(text):
                assert needs.lines(text, room, 4) == len(lines), (text, room)


def test_nothing_else_cuts_words() -> None:
    """Qt's own way would cut figures again."""
    source = Path(cutting.__file__).parent
    users = [path.name for path in source.rglob("*.py") if ".elidedText(" in path.read_text(encoding="utf-8")]
    assert users == ["cutting.py"]


@pytest.mark.parametrize("name", ["billions", "reductions"])
def test_no_column_of_the_workbook_is_too_narrow_for_its_amounts(tmp_path: Path, name: str) -> None:
    """Excel shows #### where it is."""
    found: dict[str, str] = {}
    for document in documents(tmp_path, name):
        write_pack(document.report, target := tmp_path / "pack.xlsx", edition=document.edition)
        for where, words in too_wide(target):
            found.setdefault(where, words)
    assert not found, "\n".join(f"{where}: {words}" for where, words in found.items())


def documents(folder: Path, name: str) -> Iterator[PackDocument]:
    """Yield the whole pack of each programme, and of all together."""
    path = folder / f"{name}.ascp"
    make_file(name, path)
    session, plan = files().open(path), PackPlan("All of it", tuple(SECTION_BY_KEY))
    try:
        for programme in (*(item.id for item in session.records.all(Programme)), None):
            scope = Scope(programme, session.open_period(programme))
            yield prepare(session, PackRequest(scope, plan)).document
    finally:
        session.close()


def too_wide(workbook: Path) -> Iterator[tuple[str, str]]:
    """Yield each amount that is wider than its column, and where it stands."""
    fit, book = TextFit(), read(workbook, data_only=True)
    for sheet in book:
        sizes = sheet.column_dimensions.values()
        widths = {at: size.width for size in sizes for at in range(size.min, size.max + 1)}
        merged = {cell for part in sheet.merged_cells.ranges for cells in part.rows for cell in cells}
        for row in sheet.iter_rows():
            for cell in row:
                value, written = cell.value, cell.number_format
                is_amount = isinstance(value, int | float) and "#,##0" in written and ",," not in written
                if not is_amount or (cell.row, cell.column) in merged:
                    continue
                words = f"£{abs(value):,.2f}" if ".00" in written else f"£{abs(value):,.0f}"
                words = f"({words})" if value < 0 else words
                pixels = round(widths[cell.column] * 7 + 5)
                if fit.width(words, cell.font.sz, bold=bool(cell.font.b)) > pixels - 2:
                    yield f"{sheet.title}, {cell.column_letter}", f"{words} in {pixels} pixels"
    book.close()
