"""What the tests of the page Updates and of its dialogs begin with."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.ui.pages.updates.page import UpdatesPage
from asc_desktop.ui.widgets.table.view import RecordTableView
from asc_desktop.ui.workspace import Workspace

CONTENT = "0" * 64


def shown(qtbot: QtBot, page: UpdatesPage) -> UpdatesPage:
    qtbot.addWidget(page)
    page.workspace.data_changed.connect(lambda _: page.refresh())
    page.workspace.scope_changed.connect(page.refresh)
    page.resize(1170, 660)
    page.refresh()
    page.show()
    return page


def project(workspace: Workspace, ref: str) -> Project:
    return next(item for item in workspace.records.all(Project) if item.ref == ref)


def ask(workspace: Workspace, *refs: str, **more: Any) -> None:
    values = {"asked_on": "2024-06-24", "due_on": "2024-06-28", "form": "F-0099", "content": CONTENT} | more
    with workspace.session.edit("Ask for updates") as edit:
        for ref in refs:
            held = project(workspace, ref)
            edit.put(
                UpdateRequest(
                    id=workspace.session.new_id(),
                    project_id=held.id,
                    period=workspace.period,
                    lead=held.lead,
                    **values,
                )
            )


def cell(page: UpdatesPage, ref: str, key: str) -> str:
    held = project(page.workspace, ref)
    return page.model.text_at(page.model.position(held.id), page.model.column_at(key))


def actions(page: UpdatesPage, *refs: str) -> dict[str, QAction]:
    rows = [project(page.workspace, ref).id for ref in refs]
    return {action.text().replace("&", ""): action for action in page._actions_for(rows)}


def type_into(qtbot: QtBot, view: RecordTableView, row_id: str, key: str, typed: str) -> None:
    assert view.select_row(row_id, key)
    qtbot.keyClicks(view, typed[0])
    assert view.delegate.editor is not None
    qtbot.keyClicks(view.delegate.editor, typed[1:])
    qtbot.keyClick(view.delegate.editor, Qt.Key.Key_Return)
