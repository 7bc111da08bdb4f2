"""The board pack's page, with real keys and clicks: choices, order, warnings, preview, templates and files."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFileDialog,
    QInputDialog,
    QMessageBox,
    QProgressDialog,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.office import PackTemplate
from asc_desktop.domain.report.pack_plan import TEMPLATES
from asc_desktop.services.packs import NONE, PreparedPack, check_pack
from asc_desktop.ui import jobs
from asc_desktop.ui.dialogs import export
from asc_desktop.ui.dialogs.export import PackExport, write_pack_files
from asc_desktop.ui.jobs import Job
from asc_desktop.ui.pages.pack.page import BoardPackPage
from asc_desktop.ui.widgets.choice_box import ChoiceBox
from asc_desktop.ui.workspace import Workspace
from tests.ui.conftest import FakeAsker

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

KEYS = TEMPLATES[0].sections


def choose(qtbot: QtBot, box: ChoiceBox, words: str) -> None:
    """Type an option's words and press Enter."""
    box.setFocus()
    qtbot.keyClicks(box.line, words)
    qtbot.keyClick(box, Qt.Key.Key_Return)


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> BoardPackPage:
    page = BoardPackPage(workspace)
    qtbot.addWidget(page)
    workspace.data_changed.connect(lambda _: page.refresh())
    workspace.scope_changed.connect(page.refresh)
    page.resize(1150, 640)
    page.refresh()
    page.show()
    wait_for_pages(qtbot, page)
    return page


def wait_for_pages(qtbot: QtBot, page: BoardPackPage) -> None:
    """Wait until what is shown is of what is chosen."""
    qtbot.waitUntil(
        lambda: (
            not page._later.isActive() and page.maker._job is None and page.panel.preview.pages is not None
        ),
        timeout=10_000,
    )


def prepared(page: BoardPackPage) -> PreparedPack:
    assert page.prepared is not None
    return page.prepared


def sections_shown(page: BoardPackPage) -> list[str]:
    pages = page.panel.preview.pages
    assert pages is not None
    return [item.section for item in pages.pages if item.is_first]


def tick_of(page: BoardPackPage, words: str) -> QCheckBox:
    return next(item for item in page.warnings.findChildren(QCheckBox) if words in item.accessibleName())


# --------------------------------------------------------------------------------------------------- choices


def test_the_page_opens_with_the_monthly_pack_and_its_pages(page: BoardPackPage) -> None:
    assert page.templates.box.currentText() == "Board monthly"
    assert page.sections.sections == KEYS
    assert page.snapshot.currentText() == "Last board: Transformation Board, May 2024"
    assert sections_shown(page)[:3] == ["cover", "asks", "summary"]
    assert page.panel.where.text().startswith("Page 1 of ")
    assert page.panel.preview.accessibleDescription().endswith(": Cover")


def test_space_takes_a_section_out_of_the_preview(page: BoardPackPage, qtbot: QtBot) -> None:
    page.sections.setFocus()
    page.sections.setCurrentRow(KEYS.index("risks"))
    qtbot.keyClick(page.sections, Qt.Key.Key_Space)
    assert "risks" not in page.sections.sections
    assert page.templates.box.currentText() == "Board monthly (changed)"
    wait_for_pages(qtbot, page)
    assert "risks" not in sections_shown(page)


def test_a_click_on_the_box_ticks_too(page: BoardPackPage, qtbot: QtBot) -> None:
    row = page.sections.visualItemRect(page.sections.item(KEYS.index("summary")))
    qtbot.mouseClick(page.sections.viewport(), Qt.MouseButton.LeftButton, pos=row.topLeft() + QPoint(10, 12))
    assert "summary" not in page.sections.sections


def test_alt_and_arrows_put_a_section_in_its_place(page: BoardPackPage, qtbot: QtBot) -> None:
    page.sections.setFocus()
    page.sections.setCurrentRow(KEYS.index("exceptions"))
    for _ in range(2):
        qtbot.keyClick(page.sections, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert page.sections.sections[:4] == ("cover", "asks", "exceptions", "summary")
    qtbot.keyClick(page.sections, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    wait_for_pages(qtbot, page)
    assert sections_shown(page)[:4] == ["cover", "asks", "summary", "exceptions"]
    # At the top it stays where it is.
    page.sections.setCurrentRow(0)
    qtbot.keyClick(page.sections, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert page.sections.sections[0] == "cover"


def test_a_drag_puts_a_section_in_its_place(page: BoardPackPage, qtbot: QtBot) -> None:
    # What a drop does to the list's model.
    page.sections.model().moveRow(page.sections.rootIndex(), 3, page.sections.rootIndex(), 0)
    assert page.sections.sections[0] == KEYS[3]
    wait_for_pages(qtbot, page)
    assert sections_shown(page)[0] == KEYS[3]


def test_another_template_is_taken_whole(page: BoardPackPage, qtbot: QtBot) -> None:
    choose(qtbot, page.templates.box, TEMPLATES[3].name)
    assert page.plan == TEMPLATES[3]
    wait_for_pages(qtbot, page)
    assert sections_shown(page) == ["cover", "exceptions", "movements", "notes"]


def test_the_public_has_a_second_file_to_look_at(page: BoardPackPage, qtbot: QtBot) -> None:
    assert page.panel.files.isHidden()
    choose(qtbot, page.audience, page.audience.itemText(1))
    wait_for_pages(qtbot, page)
    # The sample's public totals reveal an exempt figure, so nobody may take it for a paper that can be published.
    marking = prepared(page).document.marking.short
    assert marking == "NOT FOR PUBLICATION: its totals reveal what is exempt"
    assert not page.panel.files.isHidden()
    button = next(item for item in page.panel.files.findChildren(QPushButton) or page.panel.files.children()
                  if getattr(item, "accessibleName", str)() == "File in view: Appendix")  # fmt: skip
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    wait_for_pages(qtbot, page)
    assert sections_shown(page) == ["cover", "exceptions", "lines", "notes"]


def test_nothing_to_compare_with_can_be_chosen(page: BoardPackPage, qtbot: QtBot) -> None:
    choose(qtbot, page.snapshot, page.snapshot.itemText(page.snapshot.count() - 1))
    assert page.snapshot.currentData() == NONE
    wait_for_pages(qtbot, page)
    assert "changes" not in sections_shown(page)
    assert "Nothing to compare with" in {warning.words for warning in prepared(page).warnings}


def test_choices_stay_when_the_records_or_the_scope_change(
    page: BoardPackPage, workspace: Workspace, qtbot: QtBot
) -> None:
    page.sections.setFocus()
    page.sections.setCurrentRow(KEYS.index("summary"))
    qtbot.keyClick(page.sections, Qt.Key.Key_Space)
    workspace.choose(workspace.programmes()[1].id)
    wait_for_pages(qtbot, page)
    assert "summary" not in page.sections.sections
    assert prepared(page).document.report.programme == "Improving Lives Portfolio"
    assert not page.warnings.findChildren(QCheckBox)


# -------------------------------------------------------------------------------------------------- warnings


def test_warnings_are_ticked_by_kind_and_counted(page: BoardPackPage, qtbot: QtBot) -> None:
    assert page.checks_card._title.full_text == "Before it goes out (2)"
    tick = tick_of(page, "Not updated")
    tick.setFocus()
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    assert page.checks_card._title.full_text == "Before it goes out (1)"
    assert {warning.kind for warning in prepared(page).standing} == {"unreconciled"}
    # The keyboard is where it was.
    assert tick_of(page, "Not updated").isChecked()
    assert QApplication.focusWidget() is tick_of(page, "Not updated")
    qtbot.keyClick(tick_of(page, "Not updated"), Qt.Key.Key_Space)
    assert len(prepared(page).standing) == 2


def test_a_link_leads_to_where_a_warning_is_settled(
    page: BoardPackPage, workspace: Workspace, qtbot: QtBot
) -> None:
    asked: list[tuple[str, object]] = []
    workspace.navigate.connect(lambda key, what: asked.append((key, what)))
    for place in ("Updates", "Reconciliation"):
        link = next(
            item for item in page.warnings.findChildren(QPushButton) if item.text() == f"Go to {place}"
        )
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert [key for key, _ in asked] == ["updates", "reconciliation"]
    assert len(asked[0][1]["project_ids"]) == 4  # type: ignore[index]


def test_many_warnings_of_a_kind_open_on_demand(page: BoardPackPage, qtbot: QtBot) -> None:
    choose(qtbot, page.audience, page.audience.itemText(1))
    wait_for_pages(qtbot, page)
    more = next(item for item in page.warnings.findChildren(QPushButton) if item.text().startswith("Show "))
    before = len(page.warnings.findChildren(QCheckBox))
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert len(page.warnings.findChildren(QCheckBox)) > before
    single = tick_of(page, "Ignore 3:")
    qtbot.mouseClick(single, Qt.MouseButton.LeftButton, pos=QPoint(8, single.height() // 2))
    assert len(page.warnings.waived) == 1


# --------------------------------------------------------------------------------------------------- preview


def test_keys_go_from_page_to_page(page: BoardPackPage, qtbot: QtBot) -> None:
    preview = page.panel.preview
    preview.setFocus()
    qtbot.keyClick(preview, Qt.Key.Key_PageDown)
    assert preview.current == 1
    assert page.panel.where.text().startswith("Page 2 of ")
    assert preview.accessibleDescription().endswith(": For the board")
    qtbot.keyClick(preview, Qt.Key.Key_End)
    assert preview.current == len(preview.pages.pages) - 1  # type: ignore[union-attr]
    assert not page.panel.next.isEnabled()
    qtbot.mouseClick(page.panel.previous, Qt.MouseButton.LeftButton)
    assert preview.current == len(preview.pages.pages) - 2  # type: ignore[union-attr]
    qtbot.keyClick(preview, Qt.Key.Key_Home)
    assert preview.current == 0


def test_the_page_fits_the_width_or_is_seen_whole(page: BoardPackPage, qtbot: QtBot) -> None:
    page.resize(1500, 480)
    preview = page.panel.preview
    wide = preview.zoom
    page.panel.zoom.set_current("page")
    preview.set_fit("page")
    assert preview.zoom < wide
    preview.setFocus()
    qtbot.keyClick(preview, Qt.Key.Key_Plus)
    assert preview.fit == "free"
    before = preview.zoom
    place = QPointF(50, 50)
    wheel = QWheelEvent(
        place, preview.mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(preview.viewport(), wheel)
    assert preview.zoom > before
    qtbot.keyClick(preview, Qt.Key.Key_0)
    assert preview.zoom == pytest.approx(wide, rel=0.05)


def test_the_preview_is_painted_as_the_page_is(page: BoardPackPage) -> None:
    picture = page.panel.preview.viewport().grab().toImage()
    colours = {
        picture.pixelColor(x, y).name() for x in range(0, picture.width(), 3) for y in range(0, 320, 3)
    }
    assert "#ffffff" in colours
    assert len(colours) > 20


# ------------------------------------------------------------------------------------------------- templates


def test_a_pack_is_kept_as_a_template_and_renamed_and_deleted(
    page: BoardPackPage, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answering(name: str) -> Callable[..., tuple[str, bool]]:
        return lambda *_args, **_more: (name, True)

    page.sections.setFocus()
    page.sections.setCurrentRow(KEYS.index("summary"))
    qtbot.keyClick(page.sections, Qt.Key.Key_Space)
    monkeypatch.setattr(QInputDialog, "getText", answering("Short"))
    page.templates.save_as.trigger()
    assert page.templates.box.currentText() == "Short"
    kept = next(item for item in workspace.records.all(PackTemplate) if item.name == "Short")
    assert "summary" not in kept.sections.split(",")
    monkeypatch.setattr(QInputDialog, "getText", answering("Shorter"))
    page.templates.rename.trigger()
    assert page.templates.box.currentText() == "Shorter"
    page.templates.delete.trigger()
    assert page.templates.box.currentText() == "Board monthly"
    assert page.sections.sections == KEYS
    workspace.undo()
    assert "Shorter" in [page.templates.box.itemText(at) for at in range(page.templates.box.count())]


def test_a_template_travels_as_a_file(
    page: BoardPackPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asker: FakeAsker
) -> None:
    path = tmp_path / "ours.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    page.templates.ask_export()
    path.write_text(
        path.read_text(encoding="utf-8").replace("Board monthly", "From elsewhere"), encoding="utf-8"
    )
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    page.templates.ask_import()
    assert page.templates.box.currentText() == "From elsewhere"
    path.write_text("nonsense", encoding="utf-8")
    page.templates.ask_import()
    assert "not JSON" in asker.told[-1]


# ----------------------------------------------------------------------------------------------------- files


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "Our pack.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QMessageBox, "exec", lambda _: 0)
    return path


def test_both_files_are_written_beside_each_other(
    page: BoardPackPage, workspace: Workspace, qtbot: QtBot, target: Path, asker: FakeAsker
) -> None:
    said: list[str] = []
    workspace.said.connect(said.append)
    qtbot.mouseClick(page.both_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert said == ["Board pack written: Our pack.xlsx, Our pack.pdf"]
    assert check_pack(target) > 6
    assert target.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert "This pack has 2 warnings." in asker.questions[-1]
    qtbot.wait(50)


def test_where_the_old_pdf_is_open_both_files_go_under_the_name_that_is_offered(
    page: BoardPackPage,
    workspace: Workspace,
    qtbot: QtBot,
    target: Path,
    asker: FakeAsker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = target.with_suffix(".pdf")
    for path in (target, held):
        path.write_bytes(b"the old one")
    whole = Path.open

    def refuse(self: Path, mode: str = "r", *more: Any, **options: Any) -> Any:
        if self == held and "+" in mode:
            raise PermissionError(errno.EACCES, "sharing violation", str(self))
        return whole(self, mode, *more, **options)

    monkeypatch.setattr(Path, "open", refuse)
    said: list[str] = []
    workspace.said.connect(said.append)
    qtbot.mouseClick(page.both_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert "It has not been changed. Write the new one to Our pack (2).pdf instead?" in asker.questions[-1]
    assert said == ["Board pack written: Our pack (2).xlsx, Our pack (2).pdf"]
    assert target.read_bytes() == b"the old one"
    assert held.read_bytes() == b"the old one"
    qtbot.wait(50)


def test_nothing_is_written_where_the_person_thinks_better_of_it(
    page: BoardPackPage, qtbot: QtBot, target: Path, asker: FakeAsker
) -> None:
    asker.agrees = False
    qtbot.mouseClick(page.excel_button, Qt.MouseButton.LeftButton)
    assert not target.exists()
    assert "4 of 50 projects were not updated" in asker.questions[-1]


def test_what_was_let_pass_is_not_asked_about_again(
    page: BoardPackPage, workspace: Workspace, qtbot: QtBot, target: Path, asker: FakeAsker
) -> None:
    for words in ("Not updated", "Total does not reconcile"):
        tick = tick_of(page, words)
        tick.setFocus()
        qtbot.keyClick(tick, Qt.Key.Key_Space)
    said: list[str] = []
    workspace.said.connect(said.append)
    page.setFocus()
    qtbot.keyClick(
        page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert said == ["Board pack written: Our pack.pdf"]
    assert not asker.questions
    qtbot.wait(50)


def test_an_empty_portfolio_says_what_to_do_first(qtbot: QtBot, empty_workspace: Workspace) -> None:
    page = BoardPackPage(empty_workspace)
    qtbot.addWidget(page)
    page.refresh()
    page.show()
    asked: list[str] = []
    empty_workspace.navigate.connect(lambda key, _: asked.append(key))
    button = next(item for item in page.findChildren(QPushButton) if item.text() == "Add a programme")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == ["structure"]


def test_closing_while_pages_are_laid_out_leaves_no_thread(qtbot: QtBot, workspace: Workspace) -> None:
    page = BoardPackPage(workspace)
    qtbot.addWidget(page)
    page.refresh()
    page.show()
    page.close()
    assert page.maker._job is None


@pytest.mark.parametrize("name", ["pack.xlsx", "pack.pdf"])
def test_a_pack_called_off_half_way_leaves_nothing(
    page: BoardPackPage, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    target = tmp_path / "here" / name
    target.parent.mkdir()
    pack = prepared(page)
    job = Job(lambda job: write_pack_files(pack, [target], job), page)
    job.progressed.connect(lambda *_: job.requestInterruption(), Qt.ConnectionType.DirectConnection)
    with qtbot.waitSignal(job.ended, timeout=20_000):
        job.start()
    assert job.outcome() is None
    assert not list(target.parent.iterdir())


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_what_a_pack_is_written_from_stays_open_until_it_is_written_or_cancelled(
    page: BoardPackPage,
    workspace: Workspace,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_cancelled: bool,
) -> None:
    monkeypatch.setattr(jobs, "SAID_AFTER_MS", 0)
    is_seen = threading.Event()

    def slowly(pack: PreparedPack, paths: Sequence[Path], job: Job) -> list[Path] | None:
        is_seen.wait(10)
        return write_pack_files(pack, paths, job)

    def look() -> None:
        # Modal: neither the window nor a snapshot's can be closed under it.
        box = QApplication.activeModalWidget()
        if isinstance(box, QProgressDialog):
            timer.stop()
            if is_cancelled:
                box.findChild(QPushButton).click()
            is_seen.set()

    monkeypatch.setattr(export, "write_pack_files", slowly)
    said: list[str] = []
    workspace.said.connect(said.append)
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(10)
    PackExport(workspace, page).write(prepared(page), [target])
    assert is_seen.is_set()
    assert target.exists() is not is_cancelled
    assert said == [
        "Export cancelled. Your old file has not changed."
        if is_cancelled
        else "Board pack written: Our pack.xlsx"
    ]
