"""Wires the program together. The only reader of the clock, the person's name and the environment."""

from __future__ import annotations

import getpass
import os
import platform
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from asc_desktop._scratch import scratch_folder
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.main import run
from asc_desktop.services.files import Context, Places, PortfolioFiles
from asc_desktop.services.session import Session

if TYPE_CHECKING:
    # The libraries of workbooks, which the window's first page does not wait for.
    from asc_desktop.services.packs import PackDocument


def main(arguments: Sequence[str]) -> int:
    """Run the program; return its exit status."""
    own = own_folder()
    context = Context(who=_who(), machine=platform.node() or "this computer", now=_now, own_folder=own)
    files = PortfolioFiles(context, Places(os.environ, Path.home(), own / "places.json"))

    def open_window(path: Path | None) -> int:
        from asc_desktop.ui.application import run_window

        return run_window(files, path, settings_file())

    def page_keys() -> tuple[str, ...]:
        from asc_desktop.ui.pages.registry import DESTINATIONS

        return tuple(destination.key for destination in DESTINATIONS)

    def draw_pages(
        session: Session,
        folder: Path,
        *,
        size: tuple[int, int],
        theme: str,
        programme: str | None,
        only: Sequence[str] = (),
    ) -> list[Path]:
        _draw_without_display()
        from asc_desktop.ui.pictures import draw_pages as draw

        return draw(files, session, folder, size=size, theme=theme, programme=programme, only=only)

    @cache
    def drawing_application() -> object:
        # Qt draws letters only while there is an application, so it is kept.
        _draw_without_display()
        from asc_desktop.ui.application import make_application

        return make_application()

    def draw_pack(
        document: PackDocument,
        *,
        progress: Callable[[float, str], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> bytes:
        from asc_desktop.ui.pdf.pack import draw_pack as draw

        drawing_application()
        return draw(document, progress=progress, cancelled=cancelled)

    def self_test(say: Callable[[str], None]) -> bool:
        _draw_without_display()
        from asc_desktop.ui.self_test import self_test as test

        return test(files, say)

    environment = Environment(
        files=files,
        has_display=has_display(),
        open_window=open_window,
        draw_pages=draw_pages,
        draw_pack=draw_pack,
        self_test=self_test,
        page_keys=page_keys,
        debug_log=own / "debug.log",
    )
    with scratch_folder(own):
        return run(arguments, environment)


def has_display() -> bool:
    """Return whether a window would be seen by anyone."""
    if os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal")):
        return False
    if platform.system() in {"Windows", "Darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def settings_file() -> Path:
    """Return where the window remembers sizes, columns and recent files; never anything of a portfolio."""
    base = os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME")
    folder = Path(base) if base else Path.home() / ".config"
    return folder / "ASC Desktop" / "window.ini"


def own_folder() -> Path:
    """Return where the program keeps working copies and the like, for this person alone."""
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_DATA_HOME")
    folder = Path(base) if base else Path.home() / ".local" / "share"
    return folder / "ASC Desktop"


def _draw_without_display() -> None:
    """Let Qt draw into memory: pictures and the self-test need no screen, and disturb none that is there."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # Without a screen Qt warns of each window that it cannot tell a window manager its smallest size.
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "someone"


def _now() -> datetime:
    return datetime.now(UTC)
