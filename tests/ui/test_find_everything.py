"""Ctrl+K in the window: every command, button, record, note and heading of the guide, by whatever people call it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QPushButton
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.assurance import RiskAction
from asc_desktop.domain.records.delivery import Mitigation, Project, SavingsLine, StatusUpdate, Theme
from asc_desktop.domain.report.model import Scope
from asc_desktop.services.editing import apply_cells
from asc_desktop.services.find import Finder
from asc_desktop.services.find_hits import Hit
from asc_desktop.services.find_records import closed_projects
from asc_desktop.services.find_words import words_of
from asc_desktop.ui.dialogs.find import FindDialog
from asc_desktop.ui.dialogs.guide import GuideDialog
from asc_desktop.ui.pages.registry import BUTTONS, DESTINATIONS
from asc_desktop.ui.plain import shown_words
from asc_desktop.ui.shell.findable import button_deeds, guide_deeds, guide_headings, press
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.workspace import Workspace


@pytest.fixture
def window(sample_window: MainWindow) -> MainWindow:
    return sample_window


def dialog_of(window: MainWindow, qtbot: QtBot) -> FindDialog:
    assert window.workspace is not None
    assert window.pages is not None
    deeds = [*button_deeds(window.pages.currentWidget(), window.show_page), *guide_deeds(window.show_guide)]
    dialog = FindDialog(window.workspace, window._menus.actions, window, deeds)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Mitigation, lambda item: item.action),
        (RiskAction, lambda item: item.action),
        (SavingsLine, lambda item: item.name),
        (StatusUpdate, lambda item: item.narrative),
    ],
)
def test_what_has_no_page_of_its_own_is_found_and_gone_to(
    workspace: Workspace, qtbot: QtBot, visits: list[tuple[str, dict[str, object]]], kind: type, words: object
) -> None:
    assert callable(words)
    latest = {
        item.project_id: item for item in sorted(workspace.records.all(StatusUpdate), key=lambda u: u.period)
    }
    pool = latest.values() if kind is StatusUpdate else workspace.records.all(kind)
    record = next(item for item in pool if words(item))
    dialog = FindDialog(workspace, [])
    qtbot.addWidget(dialog)
    dialog.box.setText(" ".join(words_of(words(record))[:8]))
    at = next(at for at, hit in enumerate(dialog.hits) if hit.id == record.id)
    dialog.list.setCurrentIndex(dialog.list.model().index(at, 0))
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    assert visits, "Enter goes to what it belongs to"


def test_a_note_shows_the_part_that_was_looked_for(workspace: Workspace) -> None:
    theme = workspace.records.all(Theme)[0]
    long = " ".join(f"word{number}" for number in range(60)) + " the quokka clause " + "after " * 30
    apply_cells(workspace.session, Theme, [(theme.id, "description", long)])
    (hit,) = workspace.finder.find("quokka")
    assert (hit.id, hit.label) == (theme.id, "Note")
    assert "the quokka clause" in hit.title
    assert hit.title.startswith("…")
    assert theme.name in hit.context


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("People’s Café", "people's cafe"),
        ("People’s Café", "peoples"),
        ("People's Cafe", "people’s café"),
        ("Cynllun Gŵyl y Môr", "gwyl mor"),
    ],
)
def test_accents_and_apostrophes_make_no_difference(written: str, typed: str) -> None:
    finder = Finder(
        [Hit("1", "project", "Project", written, ""), Hit("2", "project", "Project", "Other", "")]
    )
    assert [hit.title for hit in finder.find(typed)] == [written]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kpi", "New measure…"),
        ("audit", "History"),
        ("options", "Settings…"),
        ("shortcuts", "Keys"),
        ("manual", "User guide"),
        ("remove exempt", "Remove exempt mark"),
        ("contrast", "Dark"),
    ],
)
def test_things_are_found_by_what_else_they_are_called(
    window: MainWindow, qtbot: QtBot, typed: str, found: str
) -> None:
    dialog = dialog_of(window, qtbot)
    dialog.box.setText(typed)
    assert found in [hit.title.lstrip("0123456789 ") for hit in dialog.hits[:5]], "before records of the kind"


def test_closed_projects_and_what_is_theirs_are_marked(workspace: Workspace) -> None:
    report = workspace.session.report(Scope(None, workspace.session.open_period(None)))
    assert closed_projects(workspace.session.records) == report.closed_ids != frozenset()
    project = workspace.session.records.get(Project, min(report.closed_ids))
    hit = next(
        item for item in workspace.finder.find(f"{project.ref} {project.name}", 50) if item.id == project.id
    )
    assert "Closed project" in hit.context
    live = next(item for item in report.projects if not item.is_closed)
    assert (
        "Closed"
        not in next(item for item in workspace.finder.find(live.ref, 50) if item.id == live.id).context
    )


def test_the_total_is_said(window: MainWindow, qtbot: QtBot) -> None:
    dialog = dialog_of(window, qtbot)
    dialog.box.setText("re")
    total = dialog._all().search("re", 1).total
    assert total > len(dialog.hits) == 50
    assert dialog._count.text().startswith(f"The best 50 of {total:,} found.")
    dialog.box.setText("p-033")
    assert dialog._count.text().startswith(f"{len(dialog.hits)} found.")


def test_every_button_of_a_pages_header_is_found_from_any_page(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("history")
    assert window.pages is not None
    from_afar = {
        (deed.hit.context, deed.hit.title)
        for deed in button_deeds(window.pages.currentWidget(), window.show_page)
    } | {("", shown_words(action.text())) for action in window._menus.actions}
    for place in DESTINATIONS:
        page = window.show_page(place.key)
        assert page is not None
        qtbot.wait(0)
        shown = {
            shown_words(button.text()) for button in page.findChildren(QAbstractButton) if button.isVisible()
        }
        assert set(BUTTONS.get(place.key, ())) <= shown, place.key
        for button in page.findChildren(QPushButton):
            words = shown_words(button.text())
            if (
                button.property("kind") == "primary"
                and button.isVisible()
                and not any(map(str.isdigit, words))
            ):
                assert {("", words), (f"On {place.title}", words)} & from_afar, (place.key, words)


def test_a_button_of_another_page_is_pressed_there(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("overview")
    dialog = dialog_of(window, qtbot)
    dialog.box.setText("funding sources")
    assert (dialog.hits[0].label, dialog.hits[0].context) == ("Button", "On Decisions")
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    assert window.pages is not None
    page = window.pages.currentWidget()
    assert window.pages.current_key == "decisions"
    (segment,) = [
        button
        for button in page.findChildren(QAbstractButton)
        if button.text() == "Funding sources" and button.isVisible()
    ]
    assert segment.isChecked()


def test_a_button_that_is_not_to_be_had_says_why(window: MainWindow, qtbot: QtBot) -> None:
    page = window.show_page("changes")
    assert page is not None
    with qtbot.waitSignal(page.workspace.said) as said:
        press(page, "Fly to the moon")
    assert said.args == ["“Fly to the moon” is not offered on Changes now."]


def test_every_heading_of_the_guide_is_found_and_opens_there(window: MainWindow, qtbot: QtBot) -> None:
    headings = [heading for _, heading in guide_headings()]
    assert len(headings) > 20
    dialog = dialog_of(window, qtbot)
    for heading in headings:
        dialog.box.setText(heading)
        assert heading in [hit.title for hit in dialog.hits if hit.label == "Guide"], heading
    guide = GuideDialog(window, headings[-1])
    qtbot.addWidget(guide)
    guide.show()
    assert guide.browser.textCursor().block().text() == headings[-1]
    assert guide.browser.verticalScrollBar().value() > 0
