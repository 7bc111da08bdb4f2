"""Proof that an installed program works: what the command ``self-test`` runs."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from asc_desktop._paths import resource_path
from asc_desktop.domain.records.delivery import Project
from asc_desktop.services.files import SUFFIX, PortfolioFiles
from asc_desktop.services.importing.reading import read_workbook
from asc_desktop.services.packs import PackRequest, check_pack, export_pack, prepare, write_files
from asc_desktop.ui.application import make_application
from asc_desktop.ui.charts.chart import draw_charts_now
from asc_desktop.ui.pages.registry import DESTINATIONS
from asc_desktop.ui.pdf.pack import draw_pack
from asc_desktop.ui.pictures import SilentAsker, settle
from asc_desktop.ui.shell.faults import faults_raised
from asc_desktop.ui.shell.main_window import MainWindow
from asc_desktop.ui.shell.memory import WindowMemory
from asc_desktop.ui.theme import apply_theme
from asc_desktop.ui.workspace import Workspace


class SelfTestError(Exception):
    """A step did not do what it should; its text says which."""


def self_test(files: PortfolioFiles, say: Callable[[str], None]) -> bool:
    """Open the sample in a real window, visit each page, edit, undo, write a pack and check it, a line a step.

    Returns whether every step passed. Works in a temporary folder and leaves nothing behind.
    """
    with tempfile.TemporaryDirectory(prefix="asc-desktop-self-test-") as scratch:
        try:
            with faults_raised():
                _run(files, Path(scratch), say)
        except Exception as error:  # noqa: BLE001 - whatever fails here is the finding
            say(f"FAILED: {type(error).__name__}: {error}")
            return False
    say("Self-test passed.")
    return True


def _run(files: PortfolioFiles, scratch: Path, say: Callable[[str], None]) -> None:
    application = make_application()
    apply_theme(application, "light")
    path = scratch / f"Sample portfolio{SUFFIX}"
    window = MainWindow(files, WindowMemory(scratch / "window.ini"), SilentAsker())
    try:
        window.resize(1366, 768)
        window.show()
        window.use(files.create_sample(path))
        workspace = window.workspace
        if workspace is None:
            raise SelfTestError("The sample did not open.")
        say(f"The sample is open: {len(workspace.records.all(Project))} projects.")
        for destination in DESTINATIONS:
            page = window.show_page(destination.key)
            draw_charts_now(window)
            if page is not None:
                page.draw_now()
            settle(application)
            if window.grab().isNull():
                raise SelfTestError(f"The page {destination.title} did not draw.")
        say(f"Every page draws: {', '.join(destination.title for destination in DESTINATIONS)}.")
        project = min(workspace.records.all(Project), key=lambda item: item.ref)
        with workspace.session.edit("Self-test") as edit:
            edit.put(replace(project, name="Renamed by the self-test"))
        settle(application)
        window.undo()
        if workspace.records.get(Project, project.id) != project:
            raise SelfTestError("Undo did not bring the project back.")
        say("An edit was made and undone.")
        _write_workbook(workspace, scratch, say)
        _write_pdf(workspace, scratch, say)
        bill = json.loads(resource_path("sbom.json").read_text(encoding="utf-8"))
        say(f"The bill of materials is there: {len(bill['components'])} distributions.")
        window.close_file()
        session = files.open(path)
        try:
            if not files.check(session).is_clean:
                raise SelfTestError("The portfolio is not sound after it was closed.")
        finally:
            session.close()
        say("The portfolio was closed, opened again and is sound.")
    finally:
        window.close()
        window.deleteLater()
        settle(application)


def _write_workbook(workspace: Workspace, scratch: Path, say: Callable[[str], None]) -> None:
    """Write the pack as a workbook, and read it as a tracker is: in a process of its own, which must start here."""
    pack = scratch / "pack.xlsx"
    export_pack(workspace.report, pack)
    sheets = check_pack(pack)
    say(f"The board pack is written and reads back: {sheets} sheets.")
    if len(read_workbook(pack).sheets) != sheets:
        raise SelfTestError("A workbook was not read whole in a process of its own.")
    say("It is read as a tracker is, in a process of its own.")


def _write_pdf(workspace: Workspace, scratch: Path, say: Callable[[str], None]) -> None:
    """Write the pack as a PDF; its letters must be those that it is measured with, or words would be cut."""
    target = scratch / "pack.pdf"
    write_files(prepare(workspace.session, PackRequest(workspace.scope)), [target], draw=draw_pack)
    content = target.read_bytes()
    if not content.startswith(b"%PDF") or b"InterPrint" not in content:
        raise SelfTestError("The PDF of the board pack is not as it should be.")
    say(f"The board pack is written as a PDF of {content.count(b'/Type /Page' + bytes([10]))} pages.")
