"""The files that came back, one after another: of folders, and what is attached to e-mails."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from asc_desktop.domain.forms.located import numbers_in
from asc_desktop.domain.forms.together import Unread
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.services.importing.reading import ReadingError, read_workbook

MOST_FILES: Final = 2_000
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
        found |= dict.fromkeys(meant[:MOST_FILES])
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
    files = files_of(paths)
    for at, path in enumerate(files):

        def say(share: float, words: str, at: int = at) -> None:
            if progress is not None:
                progress((at + share) / len(files), words)

        try:
            workbook = read_workbook(path, progress=say, is_cancelled=is_cancelled)
            saved = path.stat().st_mtime
        except ReadingError as error:
            yield Unread(path.name, str(error))
            continue
        except OSError:
            yield Unread(
                path.name, f"“{path.name}” was taken away while it was read. Nothing of it was taken."
            )
            continue
        if not workbook.attached:
            yield workbook, saved
            continue
        for attached in workbook.attached:
            yield attached, saved
        if numbers_in(workbook):
            yield workbook, saved
        else:
            for sentence in workbook.told:
                yield Unread(path.name, sentence)
