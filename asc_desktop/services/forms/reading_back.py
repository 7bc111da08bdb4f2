"""The files that came back, one after another: of folders, and what is attached to e-mails."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from asc_desktop.domain.forms.located import numbers_in
from asc_desktop.domain.forms.together import Unread
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.services.importing.reading import ReadingError, read_workbook

MOST_FILES: Final = 500
"""That are read at once: each takes a process of its own for a second."""
_NOT_MEANT: Final = ("~$", ".", "thumbs.db", "desktop.ini")
"""How the names of files begin that stand in a folder and that nobody put there."""


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Return files, and in place of a folder those in it and in its folders, by name; each once."""
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        within = sorted(item for item in path.rglob("*") if item.is_file())
        meant = [item for item in within if not item.name.lower().startswith(_NOT_MEANT)]
        found |= dict.fromkeys(meant)
    return list(found)


def read_back(
    paths: Iterable[Path],
    *,
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Iterator[tuple[Workbook, float] | Unread]:
    """Yield each workbook with when its file was saved, and what could not be read with its sentence.

    Of an e-mail these are the workbooks attached to it, and its words where they have codes of a form.
    """
    every = files_of(paths)
    files = every[:MOST_FILES]
    if len(every) > MOST_FILES:
        left = len(every) - MOST_FILES
        yield Unread(
            every[MOST_FILES].name,
            f"There are {len(every):,} files, and {MOST_FILES:,} are read at once: the last {left:,}, from "
            f"“{every[MOST_FILES].name}” on, were not. Choose those by themselves.",
        )
    for at, path in enumerate(files):

        def say(share: float, words: str, at: int = at) -> None:
            if progress is not None:
                progress((at + share) / len(files), words)

        try:
            workbook = read_workbook(path, progress=say, is_cancelled=is_cancelled)
            saved = path.stat().st_mtime
        except ReadingError as error:
            yield Unread(path.name, str(error))
        except OSError:
            yield Unread(
                path.name, f"“{path.name}” was taken away while it was read. Nothing of it was taken."
            )
        else:
            yield from _parts(workbook, saved)


def _parts(workbook: Workbook, saved: float) -> Iterator[tuple[Workbook, float] | Unread]:
    """Yield a workbook; of an e-mail what is attached to it, and its words where they have codes of a form."""
    yield from ((attached, saved) for attached in workbook.attached)
    if not workbook.attached or numbers_in(workbook):
        yield workbook, saved
    else:
        yield from (Unread(workbook.name, sentence) for sentence in workbook.told)
