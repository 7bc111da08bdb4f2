"""What the commands are given: the files, the clockless services, and what draws. The application fills it in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from asc_desktop.services.files import PortfolioFiles
from asc_desktop.services.session import Session

if TYPE_CHECKING:
    from asc_desktop.services.packs import DrawPdf


class DrawPages(Protocol):
    """Draws every page of a portfolio into pictures."""

    def __call__(
        self,
        session: Session,
        folder: Path,
        *,
        size: tuple[int, int],
        theme: str,
        programme: str | None,
        only: Sequence[str] = (),
    ) -> list[Path]:
        """Return the pictures' paths; ``only`` names pages, all where it is empty."""


class Environment(Struct, frozen=True):
    """What a command may use. ``open_window`` returns the exit status when the window is closed."""

    files: PortfolioFiles
    has_display: bool
    open_window: Callable[[Path | None], int]
    draw_pages: DrawPages
    draw_pack: DrawPdf
    self_test: Callable[[Callable[[str], None]], bool]
    page_keys: Callable[[], tuple[str, ...]]
    debug_log: Path
    """Where ``--debug`` writes to where there is no standard error."""
