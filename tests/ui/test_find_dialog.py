"""Ctrl+K: what is found, in which order, and where Enter goes."""

from random import Random

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Milestone, Programme, Project, ProjectException, Theme
from asc_desktop.services.editing import apply_cells, delete_records, new_record
from asc_desktop.services.find import Finder, _loose_score, _prefix_score, find
from asc_desktop.services.find_hits import Hit
from asc_desktop.services.find_words import words_of
from asc_desktop.services.publication import remove_marks
from asc_desktop.ui.dialogs.find import FindDialog
from asc_desktop.ui.workspace import Workspace

Visits = list[tuple[str, dict[str, object]]]


def opened(qtbot: QtBot, workspace: Workspace, commands: list[QAction] | None = None) -> FindDialog:
    dialog = FindDialog(workspace, commands or [])
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def headings(dialog: FindDialog) -> list[str]:
    return [hit.heading for hit in dialog.hits]


def test_the_beginnings_of_words_find_a_project_and_enter_opens_it(
    qtbot: QtBot, workspace: Workspace, visits: Visits
) -> None:
    dialog = opened(qtbot, workspace)
    qtbot.keyClicks(dialog.box, "supp liv")
    assert headings(dialog)[:2] == ["P-024 Supported Living", "P-025 Supported Living for people under 65"]
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    project = next(item for item in workspace.records.all(Project) if item.ref == "P-024")
    assert visits == [("projects", {"record_id": project.id})]
    assert not dialog.isVisible()


def test_arrow_keys_choose_while_typing_goes_on(qtbot: QtBot, workspace: Workspace, visits: Visits) -> None:
    dialog = opened(qtbot, workspace)
    qtbot.keyClicks(dialog.box, "supp")
    qtbot.keyClick(dialog.box, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.box, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.box, Qt.Key.Key_Up)
    assert dialog.list.currentIndex().row() == 1
    assert dialog.box.hasFocus()
    qtbot.keyClicks(dialog.box, "orted living for")
    assert headings(dialog)[0] == "P-025 Supported Living for people under 65"
    assert "Project" not in {hit.label for hit in dialog.hits[1:]}
    assert dialog.list.currentIndex().row() == 0
    qtbot.keyClick(dialog.box, Qt.Key.Key_PageDown)
    qtbot.keyClick(dialog.box, Qt.Key.Key_PageUp)
    qtbot.keyClick(dialog.box, Qt.Key.Key_Enter)
    assert visits[0][0] == "projects"


def test_a_reference_a_lead_and_an_exception_are_found(
    qtbot: QtBot, workspace: Workspace, visits: Visits
) -> None:
    dialog = opened(qtbot, workspace)
    dialog.box.setText("p-033")
    assert headings(dialog)[0] == "P-033 Best Value review of day care"
    dialog.box.setText("deputyship manager")
    assert "P-051 Expanded Deputyship service" in headings(dialog)
    dialog.box.setText("fire-safety survey")
    assert [hit.label for hit in dialog.hits][:2] == ["Exception", "Mitigation"]
    assert "P-024 Supported Living" in dialog.hits[0].context
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    exception = next(
        item for item in workspace.records.all(ProjectException) if "fire-safety" in item.description
    )
    assert visits == [("exceptions", {"record_id": exception.id})]


def test_a_theme_is_found_and_opens_the_themes_page(
    qtbot: QtBot, workspace: Workspace, visits: Visits
) -> None:
    dialog = opened(qtbot, workspace)
    dialog.box.setText("theme 3")
    assert headings(dialog)[0] == "Theme 3: Care Placement"
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    theme = next(item for item in workspace.records.all(Theme) if item.name.startswith("Theme 3"))
    assert visits == [("structure", {"record_id": theme.id})]


def test_a_project_of_another_programme_brings_its_programme_up(
    qtbot: QtBot, workspace: Workspace, visits: Visits
) -> None:
    county = workspace.programmes()[1]
    dialog = opened(qtbot, workspace)
    dialog.box.setText("il-05")
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    assert (workspace.programme_id, workspace.period) == (county.id, county.open_period)
    assert visits[0][0] == "projects"


def test_a_command_is_found_by_its_words_and_done(qtbot: QtBot, workspace: Workspace) -> None:
    done: list[str] = []
    pack, off = QAction("Export board &pack…"), QAction("Export nothing")
    pack.setShortcut("Ctrl+E")
    pack.triggered.connect(lambda: done.append("pack"))
    off.setEnabled(False)
    dialog = opened(qtbot, workspace, [pack, off])
    assert headings(dialog) == ["Export board pack…"]
    dialog.box.setText("exp pac")
    assert (dialog.hits[0].label, dialog.hits[0].context) == ("Command", "Ctrl+E")
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    assert done == ["pack"]
    assert not dialog.isVisible()


def test_a_click_goes_there(qtbot: QtBot, workspace: Workspace, visits: Visits) -> None:
    dialog = opened(qtbot, workspace)
    dialog.box.setText("brokerage")
    place = dialog.list.visualRect(dialog.list.model().index(0, 0)).center()
    qtbot.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(visits) == 1


def test_nothing_found_says_so_and_enter_does_nothing(
    qtbot: QtBot, workspace: Workspace, visits: Visits
) -> None:
    dialog = opened(qtbot, workspace)
    dialog.box.setText("zzz qqq")
    assert headings(dialog) == []
    assert "zzz qqq" in dialog._nothing.text()
    assert dialog._nothing.isVisible()
    qtbot.keyClick(dialog.box, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert visits == []


def test_escape_closes_and_goes_nowhere(qtbot: QtBot, workspace: Workspace, visits: Visits) -> None:
    dialog = opened(qtbot, workspace)
    dialog.box.setText("brokerage")
    qtbot.keyClick(dialog.box, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert visits == []


def test_an_empty_portfolio_still_finds_commands(qtbot: QtBot, empty_workspace: Workspace) -> None:
    dialog = opened(qtbot, empty_workspace, [QAction("New programme…")])
    dialog.box.setText("new")
    assert headings(dialog) == ["New programme…"]
    assert not dialog.list.model().rowCount(dialog.list.model().index(0, 0))
    assert QModelIndex().data() is None


def hit(title: str, context: str = "", ref: str = "") -> Hit:
    return Hit(f"{ref}{title}", "project", "Project", title, context, ref=ref)


def test_titles_come_before_words_beside_them_and_starts_before_all() -> None:
    finder = Finder(
        [
            hit("Review", "Direct services"),
            hit("Income of direct services"),
            hit("Direct payments"),
            hit("Payments made in a direct way"),
        ]
    )
    assert [found.title for found in finder.find("direct")] == [
        "Direct payments",
        "Income of direct services",
        "Payments made in a direct way",
        "Review",
    ]
    assert finder.find("dir pay")[0].title == "Direct payments"


def test_one_slip_of_the_keyboard_is_forgiven_only_where_nothing_fits() -> None:
    finder = Finder([hit("Supported Living"), hit("Transport"), hit("Homecare")])
    for typed in ("spuported", "suported", "suppprted", "suppoted"):
        assert [found.title for found in finder.find(typed)] == ["Supported Living"], typed
    assert [found.title for found in finder.find("port")] == ["Supported Living", "Transport"]
    assert [found.title for found in finder.find("care")] == ["Homecare"]
    assert finder.find("xyz") == []
    assert finder.find("  ") == []


def test_looking_words_up_finds_what_reading_every_entry_would(workspace: Workspace) -> None:
    rng = Random(1)

    finder = Finder.of(workspace.finder._entries, ())

    def read_every_entry(text: str) -> list[Hit]:
        typed = words_of(text)
        for score_of in (_prefix_score, _loose_score):
            scored = [(score_of(typed, entry), at) for at, entry in enumerate(finder._entries)]
            if found := sorted((score, at) for score, at in scored if score is not None):
                return [finder._entries[at][0] for _, at in found]
        return []

    words = sorted({word for entry in finder._entries for part in entry[1:] for word in part})
    for _ in range(200):
        chosen = [rng.choice(words) for _ in range(rng.randint(1, 3))]
        typed = [word[rng.randint(0, 1) :][: rng.randint(1, 8)] or word for word in chosen]
        text = " ".join(typed) + rng.choice(["", "", "x"])
        assert finder.find(text, len(finder._entries)) == read_every_entry(text), text


def test_what_changed_is_found_by_its_new_words_alone(workspace: Workspace) -> None:
    project = next(item for item in workspace.records.all(Project) if item.ref == "P-024")
    assert workspace.finder.find("supported living")[0].id == project.id
    workspace.apply_cells(Project, [(project.id, "name", "Zebra crossings")])
    assert [hit.id for hit in workspace.finder.find("zebra cr")][:1] == [project.id]
    assert project.id not in [hit.id for hit in workspace.finder.find("supported living")]
    workspace.undo()
    assert workspace.finder.find("zebra cr") == []


def test_the_limit_keeps_the_best(workspace: Workspace) -> None:
    assert len(find(workspace.records, "p", 5)) == 5
    assert find(workspace.records, "better lives", 1)[0].id == workspace.records.all(Programme)[0].id


def test_a_measure_is_found_and_shown_in_its_own_programme(
    qtbot: QtBot, workspace: Workspace, visits: Visits
) -> None:
    dialog = opened(qtbot, workspace)
    qtbot.keyClicks(dialog.box, "direct payments adults")
    hit = next(item for item in dialog.hits if item.kind == "measure")
    dialog.list.setCurrentIndex(dialog.list.model().index(dialog.hits.index(hit), 0))
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    assert visits == [("performance", {"record_id": hit.id})]
    assert workspace.programme_id == hit.programme_id


def test_a_milestone_is_found_by_its_name_and_its_project(
    qtbot: QtBot, workspace: Workspace, visits: Visits
) -> None:
    dialog = opened(qtbot, workspace)
    dialog.box.setText("community contracts start")
    hit = dialog.hits[0]
    assert (hit.label, hit.context) == ("Milestone", "P-004 Prevention offer")
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    assert visits == [("milestones", {"record_id": hit.id})]


def test_in_a_closed_month_what_it_shows_is_found_and_what_is_there_now(
    qtbot: QtBot, workspace: Workspace
) -> None:
    session = workspace.session
    by_ref = {item.ref: item for item in session.records.all(Project)}
    renamed = by_ref["P-024"]
    gone = next(item for item in session.records.all(Milestone) if item.project_id == by_ref["P-001"].id)
    delete_records(session, [gone])
    apply_cells(session, Project, [(renamed.id, "name", "Quite another name")])
    made = new_record(session, Project, {"ref": "NEW-1", "name": "Zebra", "theme_id": renamed.theme_id})
    workspace.choose(workspace.programme_id, "2024-05")
    dialog = opened(qtbot, workspace)

    def found(words: str) -> list[tuple[str, str]]:
        dialog.box.setText(words)
        return [(hit.id, hit.context.split(" · ")[0]) for hit in dialog.hits]

    assert gone.id in dict(found(gone.name))
    assert found("P-024 supported")[0][0] == renamed.id
    assert found("quite another") == [(renamed.id, "P-024 Supported Living in May 2024")]
    assert found("zebra") == [(made.id, "Not in May 2024")]
    workspace.choose(workspace.programme_id, "2024-06")
    dialog = opened(qtbot, workspace)
    assert gone.id not in dict(found(gone.name))
    dialog.box.setText("P-024")
    assert [hit.id for hit in dialog.hits if hit.label == "Project"].count(renamed.id) == 1


def test_what_is_exempt_bears_a_padlock_and_says_so(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = opened(qtbot, workspace)
    qtbot.keyClicks(dialog.box, "some providers will not accept")
    found = dialog.hits[0]
    index = dialog.list.model().index(0, 0)
    spoken = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert "Exempt, paragraph 3: financial or business affairs." in spoken
    assert spoken == index.data(Qt.ItemDataRole.ToolTipRole)
    marked = dialog.list.grab().toImage()
    remove_marks(workspace.session, [found.id])
    assert "Exempt" not in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert dialog.list.grab().toImage() != marked
