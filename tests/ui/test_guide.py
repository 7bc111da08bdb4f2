"""The menus, labels and keys that the user guide names are those of the real window; F1 opens it beside that."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from asc_desktop.domain.glossary import TERMS, meaning_of
from asc_desktop.ui.dialogs import guide_text
from asc_desktop.ui.dialogs.guide import GuideDialog
from asc_desktop.ui.keys import listed
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.shell.main_window import MainWindow
from tests.architecture.test_word_list import found_in, texts

CHECKOUT = Path(__file__).parents[2]
TEXT = (CHECKOUT / "docs" / "user-guide.md").read_text(encoding="utf-8")
PROSE = re.sub(
    r"```.*?```|`[^`\n]*`|\]\([^)]*\)", " ", TEXT.partition("\n## The command line\n")[0], flags=re.DOTALL
)
FIRST = re.compile(r"(?<![*\w])\*(?!\*|\s)([^*]+?)(?<!\s)\*(?!\*)")
KEY = re.compile(
    r"(?:Ctrl|Alt|Shift)\+(?:Shift\+)?(?:[A-Z][a-z]+(?: (?:Up|Down))?|[A-Z](?![a-z]))|\bF\d{1,2}\b"
)
NOT_HERE = {
    "portfolio": "the word that is explained",
    "51 new, 2 refused": "what a window might show",
    "Send": "Outlook’s button",
    "n/a": "a cell",
    "TBC": "a cell",
}


def labels(text: str) -> list[str]:
    """Return what is in italics: the labels and menus that the text names."""
    return [" ".join(words.split()) for words in FIRST.findall(text)]


def bare(words: str) -> str:
    """Return a label without the letter of its menu, its key and the dots at its end."""
    return words.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…:").strip()


@pytest.fixture
def window(sample_window: MainWindow) -> MainWindow:
    return sample_window


def menus_of(window: MainWindow) -> set[str]:
    """Return each command of the menu bar with its menu: File > Open."""

    def below(menu: QMenu, path: str) -> Iterator[str]:
        for action in menu.actions():
            if action.text():
                yield f"{path} > {bare(action.text())}"
            inner = action.menu()
            if isinstance(inner, QMenu):
                yield from below(inner, f"{path} > {bare(action.text())}")

    return {
        words
        for action in window.menuBar().actions()
        if isinstance(menu := action.menu(), QMenu)
        for words in below(menu, bare(action.text()))
    }


def seen_in(window: MainWindow) -> set[str]:
    """Return every label of the window’s widgets and actions, as it is now."""
    found: set[str] = {bare(action.text()) for action in window.findChildren(QAction)}
    for widget in window.findChildren(QWidget):
        for name in ("text", "title", "accessibleName"):
            value = getattr(widget, name, None)
            if callable(value):
                found.add(bare(str(value())))
    return found


def known() -> set[str]:
    """Return every text of the program: what dialogs and row menus show is only there while they are open."""
    package = CHECKOUT / "asc_desktop"
    return {bare(words) for path in package.rglob("*.py") for _, words in texts(path.read_text("utf-8"))}


def test_every_menu_that_the_guide_names_is_in_the_window(window: MainWindow) -> None:
    named = {bare(words) for words in labels(PROSE) if " > " in words}
    assert len(named) > 12
    assert sorted(named - menus_of(window)) == []


def test_every_label_that_the_guide_names_is_in_the_program(window: MainWindow) -> None:
    named = {bare(words) for words in labels(PROSE) if " > " not in words and words not in NOT_HERE}
    assert len(named) > 80
    for destination in DESTINATIONS:
        window.show_page(destination.key)
    lacking = named - seen_in(window) - known()
    samples = {bare(record.name) for record in window.workspace.records.all(_status_type())}  # type: ignore[union-attr]
    assert sorted(lacking - samples) == []


def _status_type() -> type:
    from asc_desktop.domain.records.delivery import DeliveryStatus

    return DeliveryStatus


def test_every_key_that_the_guide_names_is_a_key_of_the_program() -> None:
    prose = PROSE.partition("\n## Keys\n")[0]
    have = "\n".join(key for _, rows in listed() for key, _ in rows)
    named = {re.sub(r"Ctrl\+comma", "Ctrl+,", key) for key in KEY.findall(prose)}
    assert len(named) > 10
    assert sorted(key for key in named if key not in have and key != "Ctrl+comma") == []


def test_the_guide_has_a_section_for_each_page_and_dialog() -> None:
    headings = {section.heading for section in guide_text.sections()}
    assert {destination.title for destination in DESTINATIONS} <= headings
    assert set(guide_text.DIALOGS.values()) <= headings
    classes = "\n".join(path.read_text("utf-8") for path in (CHECKOUT / "asc_desktop" / "ui").rglob("*.py"))
    assert [name for name in guide_text.DIALOGS if f"class {name}(" not in classes] == []


def test_the_guide_is_as_people_ask() -> None:
    whole = [section.heading for section in guide_text.sections() if section.level == 2]
    assert whole[:3] == ["Your first hour", "How do I…?", "Month end on one page"]
    below: dict[str, list[guide_text.Section]] = {}
    for section in guide_text.sections():
        if section.level == 2:
            below[section.heading] = []
        elif section.level == 3:
            below[whole[len(below) - 1]].append(section)
    steps = below["Your first hour"]
    assert [section.heading.partition(".")[0] for section in steps] == [
        str(number) for number in range(1, 11)
    ]
    assert all("](pictures/" in section.words for section in steps)
    tasks = below["How do I…?"]
    assert len(tasks) == 30
    assert tasks[0].heading == "Record that a saving slipped"
    for task in tasks:
        assert 2 <= len(re.findall(r"^\d\. ", task.words, re.MULTILINE)) <= 6, task.heading
    pages = [section.heading for section in below["Pages A to Z"]]
    assert pages == sorted(pages)


def test_the_guide_keeps_to_the_words() -> None:
    assert [(wrong, line) for line in PROSE.splitlines() for wrong in found_in(line)] == []


def test_every_link_and_picture_of_the_guide_leads_somewhere() -> None:
    for link in re.findall(r"\]\(([^)]+)\)", TEXT):
        if link.startswith("#"):
            assert guide_text.heading_of(link), link
        else:
            assert (CHECKOUT / "docs" / link.partition("#")[0]).is_file(), link
    drawn = list((CHECKOUT / "docs" / "pictures").glob("page-*.png"))
    assert len(drawn) == 10
    assert all(picture.stat().st_size < 60_000 for picture in drawn)


def test_the_glossary_is_the_one_of_packs_and_tool_tips() -> None:
    section = next(item for item in guide_text.sections() if item.heading == "Glossary")
    shown = dict(re.findall(r"^\| ([^|]+?) \| (.+) \|$", section.words, re.MULTILINE)[2:])
    assert shown == TERMS
    assert list(TERMS) == sorted(TERMS)
    assert meaning_of("No plan yet £") == TERMS["No plan yet"]
    assert meaning_of("Slipped to later years") == TERMS["Slipped"]
    assert not meaning_of("Ref")


def test_f1_opens_the_guide_at_the_page_in_view_and_leaves_the_window_usable(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_page("risks")
    guide = window._help.show()
    assert not guide.isModal()
    assert guide.browser.textCursor().block().text() == "Risks"
    current = guide.contents.currentItem()
    assert current is not None
    assert current.text(0) == "Risks"
    window.show_page("changes")
    assert window._help.show() is guide
    assert guide.browser.textCursor().block().text() == "Changes"
    guide.close()


def test_over_a_dialog_the_guide_opens_at_that_dialog(window: MainWindow, qtbot: QtBot) -> None:
    from asc_desktop.ui.dialogs.backups import BackupsDialog

    class Asked(BackupsDialog):
        """A dialog of a kind that is known, without what it lists."""

        def __init__(self, parent: QWidget) -> None:
            super(BackupsDialog, self).__init__(parent)

    dialog = Asked(window)
    dialog.setModal(True)
    dialog.show()
    guide = window._help.show()
    assert guide.parent() is dialog
    assert guide.browser.textCursor().block().text() == "Keeping data safe"
    dialog.close()


def test_the_guide_is_searched_and_its_links_are_followed(qtbot: QtBot) -> None:
    guide = GuideDialog(None, "5. Record exceptions")
    qtbot.addWidget(guide)
    guide.show()
    qtbot.waitUntil(lambda: 0 <= guide.browser.cursorRect().top() < 40)
    assert guide.contents.topLevelItemCount() == 9
    guide.search.setText("schedule 12A")
    shown = [guide.contents.topLevelItem(row).text(0) for row in range(guide.contents.topLevelItemCount())]  # type: ignore[union-attr]
    assert "Publication" in shown
    assert "Budget" not in shown
    qtbot.keyClick(guide.search, Qt.Key.Key_Return)
    assert guide.browser.textCursor().block().text() == shown[0]
    guide.show_heading("3. Set each status")
    assert 0 <= guide.browser.cursorRect().top() < 40
    guide.follow(QUrl("#glossary"))
    assert guide.browser.textCursor().block().text() == "Glossary"
    guide.follow(QUrl("report-json.md#changes"))
    assert "JSON" in guide.browser.toPlainText()[:200]
    guide.follow(QUrl("#keys"))
    assert guide.browser.textCursor().block().text() == "Keys"
    before = guide.browser.toPlainText()
    guide.follow(QUrl("https://example.org/x"))
    guide.follow(QUrl("../../etc/passwd"))
    assert guide.browser.toPlainText() == before
    guide.search.setText("zzz")
    assert guide.contents.topLevelItem(0).text(0) == "No section has “zzz”"  # type: ignore[union-attr]
    assert isinstance(guide.browser, QTextBrowser)
