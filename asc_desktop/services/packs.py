"""The board pack: what is asked for, what to know before it leaves the office, and the files that are written.

A workbook is written by ``excel``. A PDF is drawn by whoever draws, and handed in: nothing here knows Qt.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Protocol

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop._files import fill
from asc_desktop.domain.records.office import Board, Snapshot
from asc_desktop.domain.report.changes import compare
from asc_desktop.domain.report.joined import THE_LAST_BOARDS
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.pack_detail import PackDetail, pack_detail
from asc_desktop.domain.report.pack_plan import SECTIONS, TEMPLATES, PackPlan
from asc_desktop.domain.report.pack_warnings import PackWarning, not_waived, pack_warnings
from asc_desktop.domain.report.publication import appendix_report, public_report
from asc_desktop.domain.report.views_changes import ReportChanges
from asc_desktop.domain.words import file_words
from asc_desktop.excel.target import PackCancelledError, PackError, PackTargetBusyError, new_file, numbered
from asc_desktop.pack.edition import Edition, Marking, marking_of
from asc_desktop.services.changes import (
    changes_since,
    changes_since_last_boards,
    last_boards,
    report_of_last_boards,
)
from asc_desktop.services.session import Session
from asc_desktop.services.snapshots import compared_with

__all__ = [
    "LATEST",
    "NONE",
    "DrawPdf",
    "Edition",
    "Marking",
    "PackCancelledError",
    "PackDesk",
    "PackDocument",
    "PackError",
    "PackRequest",
    "PackTargetBusyError",
    "PreparedPack",
    "check_pack",
    "document_of",
    "export_pack",
    "prepare",
    "suggested_name",
    "write_files",
]

LATEST: Final = "latest"
NONE: Final = ""
APPENDIX_ENDING: Final = " - confidential appendix"
KINDS: Final = (".xlsx", ".pdf")
_KEPT: Final = "What was there before is as it was."

_APPENDIX_SECTIONS: Final = frozenset({
    "cover", "exceptions", "lines", "movements", "projects", "milestones", "measures", "budget", "risks", "activity",
    "decisions", "notes",
})  # fmt: skip
"""What lists records, of whatever plan: the appendix has everything that the public pack leaves out."""

Progress = Callable[[float, str], None]


class PackRequest(Struct, frozen=True):
    """What a pack is asked to be. ``compare`` is a snapshot's id, ``LATEST`` or ``NONE``.

    ``waived`` holds the kinds and ids of warnings that a person has seen and lets pass. ``with_closed`` lists also the
    projects that were closed before the month.
    """

    scope: Scope
    plan: PackPlan = TEMPLATES[0]
    compare: str = LATEST
    waived: frozenset[str] = frozenset()
    with_closed: bool = False


class PackDocument(Struct, frozen=True, eq=False):
    """One file's worth of pack: its report, already as its audience may see it, its edition and its marking."""

    report: Report
    edition: Edition
    marking: Marking


class DrawPdf(Protocol):
    """Draws a document as a PDF."""

    def __call__(
        self, document: PackDocument, *, progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> bytes:
        """Return the PDF; raise PackCancelledError where it is called off."""


class PreparedPack(Struct, frozen=True, eq=False):
    """A pack ready to write, and its warnings. ``appendix`` is the second file of a pack for the public."""

    document: PackDocument
    appendix: PackDocument | None
    warnings: tuple[PackWarning, ...]
    standing: tuple[PackWarning, ...]
    """The warnings that were not waived."""


def suggested_name(report: Report, suffix: str = ".xlsx") -> str:
    """Return a file name for a report's pack that Windows accepts: ``Board pack - Programme - 2024-06.xlsx``."""
    return f"Board pack - {file_words(report.programme) or 'Portfolio'} - {report.period}{suffix}"


class PackDesk:
    """Prepares one pack after another of a portfolio.

    What changed since a board is worked out once for a report: it takes longest, and no choice of sections changes it.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._told: tuple[Report, tuple[str, ...], bool, ReportChanges] | None = None

    def prepare(self, request: PackRequest) -> PreparedPack:
        """Gather what a pack shows. What comes back never changes, so it may be written off the window's thread.

        Raises SnapshotError where the snapshot to compare with is damaged.
        """
        report, plan = self._session.report(request.scope), request.plan
        snapshot = _snapshot(self._session, request)
        boards = [snapshot] if snapshot else _last_boards(self._session, request)
        is_public = plan.audience == "public"
        public = public_report(report) if is_public else None
        changes = self._changes(request.scope, report, boards, public.report if public else None)
        board_id = snapshot.board_id if snapshot else None
        board = self._session.records.title(Board.table, board_id) if board_id else ""
        warnings = pack_warnings(report, plan, public=public, compared=bool(boards))
        shown = public.report if public else report
        detail = PackDetail(shown) if request.with_closed else pack_detail(shown)
        appendix = None if plan.audience == "confidential" else _appendix(report, plan, board)
        if public is not None:
            edition = Edition(
                plan,
                changes,
                board,
                left_out=public.sentence,
                reveals=sum(item.kind == "discloses" for item in warnings),
                is_settled=all(item.is_news for item in warnings),
                closed=detail.closed,
            )
            document = document_of(detail.report, edition)
        else:
            document = appendix or document_of(
                detail.report, Edition(plan, changes, board, closed=detail.closed)
            )
            appendix = None
        return PreparedPack(document, appendix, warnings, not_waived(warnings, request.waived))

    def _changes(
        self, scope: Scope, report: Report, boards: Sequence[Snapshot], public: Report | None
    ) -> ReportChanges | None:
        if not boards:
            return None
        told, ids = self._told, tuple(snapshot.id for snapshot in boards)
        if told is None or told[0] is not report or told[1:3] != (ids, public is not None):
            if public is not None:
                changes = _public_changes(self._session, scope, boards, report, public)
            elif boards[0].programme_id == scope.programme_id:
                changes = changes_since(self._session, scope, boards[0], for_pack=True)
            else:
                changes = changes_since_last_boards(self._session, scope, for_pack=True)
            told = self._told = (report, ids, public is not None, changes)
        return told[3]


def prepare(session: Session, request: PackRequest) -> PreparedPack:
    """Gather what one pack shows, as ``PackDesk`` does."""
    return PackDesk(session).prepare(request)


def document_of(report: Report, edition: Edition) -> PackDocument:
    """Return a document with the marking that its report and audience ask for."""
    return PackDocument(report, edition, marking_of(report, edition))


def write_files(
    pack: PreparedPack,
    paths: Sequence[Path],
    *,
    draw: DrawPdf | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Path]:
    """Write a pack to each path, as a workbook or a PDF by its ending, with the appendix of each beside it.

    Return every file written, in order. ``draw`` draws the PDFs. ``progress`` gets the share done, 0 to 1, and words.
    Raises PackTargetBusyError, with another name to offer, where an old file is open elsewhere; PackCancelledError;
    PackError otherwise. No file takes an old one's place before all are whole.
    """
    jobs = _jobs(pack, paths)
    was_there = any(_is_there(path) for path, _ in jobs)
    try:
        with ExitStack() as places:
            parts = [places.enter_context(new_file(path)) for path, _ in jobs]
            for number, (part, (path, document)) in enumerate(zip(parts, jobs, strict=True)):
                fill(part, _content(path, document, draw, _part_of(progress, number, len(jobs)), cancelled))
    except PackTargetBusyError as error:
        raise _busy(error, pack, paths) from error
    except PackError as error:
        if not was_there:
            raise
        raise PackError(f"{error} {_KEPT}") from error
    return [path for path, _ in jobs]


def _jobs(pack: PreparedPack, paths: Sequence[Path]) -> list[tuple[Path, PackDocument]]:
    """Return each file to write with what is in it."""
    jobs = [(path, pack.document) for path in paths]
    if pack.appendix is not None:
        jobs += [
            (path.with_name(f"{path.stem}{APPENDIX_ENDING}{path.suffix}"), pack.appendix) for path in paths
        ]
    return jobs


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _busy(error: PackTargetBusyError, pack: PreparedPack, paths: Sequence[Path]) -> PackTargetBusyError:
    """Return the error with a name under which every file of the pack is free, the appendix's too."""
    number = 2
    while any(_is_there(path) for path, _ in _jobs(pack, [numbered(path, number) for path in paths])):
        number += 1
    base = next((path for path in paths if path.suffix == error.path.suffix), paths[0])
    return PackTargetBusyError(error.path, numbered(base, number))


def export_pack(
    report: Report,
    path: Path,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write a report's monthly board pack as a workbook, compared with nothing and with no warning looked at."""
    from asc_desktop.excel.pack import write_pack

    write_pack(report, path, progress=progress, cancelled=cancelled)


def check_pack(path: Path) -> int:
    """Read a pack back; return its number of sheets, or raise where it is not as it should be."""
    from asc_desktop.excel.verify import verify_pack

    return verify_pack(path)


def _content(
    path: Path,
    document: PackDocument,
    draw: DrawPdf | None,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> bytes:
    """Return what is to become the file at ``path``."""
    if path.suffix.lower() != ".pdf":
        # Loaded when a workbook is written: the preview is of the PDF.
        from asc_desktop.excel.pack import workbook_of

        return workbook_of(document.report, document.edition, progress=progress, cancelled=cancelled)
    if draw is None:
        raise PackError("A PDF cannot be drawn here. Choose the Excel workbook.")
    return draw(document, progress=progress, cancelled=cancelled)


def _part_of(progress: Progress | None, number: int, jobs: int) -> Progress | None:
    if progress is None:
        return None
    return lambda share, words: progress((number + share) / jobs, words)


def _snapshot(session: Session, request: PackRequest) -> Snapshot | None:
    if request.compare == NONE:
        return None
    if request.compare == LATEST:
        return compared_with(session, request.scope)
    return session.records.find(Snapshot, request.compare)


def _last_boards(session: Session, request: PackRequest) -> list[Snapshot]:
    """Return each programme's last board version, where all are compared with the latest and have none together."""
    return last_boards(session, request.scope) if request.compare == LATEST else []


def _public_changes(
    session: Session, scope: Scope, boards: Sequence[Snapshot], report: Report, public: Report
) -> ReportChanges:
    """Compare the public forms of both reports. What has become exempt since is left out of the older one too."""
    is_own = boards[0].programme_id == scope.programme_id
    name = boards[0].name if is_own else THE_LAST_BOARDS
    before = session.frozen.report(boards[0]) if is_own else report_of_last_boards(session, scope)
    before = replace(before, exempt={**before.exempt, **report.exempt})
    return compare(public_report(before).report, public, before_name=name, for_pack=True)


def _appendix(report: Report, plan: PackPlan, board: str) -> PackDocument | None:
    """Return the confidential appendix; None where nothing of the report is exempt."""
    held = appendix_report(report)
    if not held.paragraphs:
        return None
    kept = tuple(section.key for section in SECTIONS if section.key in _APPENDIX_SECTIONS)
    appendix = PackPlan(f"{plan.name}: confidential appendix", kept, "appendix")
    left_out = "Only what is exempt is listed here; totals are of everything."
    return document_of(held.report, Edition(appendix, None, board, left_out=left_out))
