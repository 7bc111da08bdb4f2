"""A private copy of a file is read as what it is."""

from collections.abc import Callable
from pathlib import Path, PurePath

from msgspec import structs

from asc_desktop._files import fill
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.excel.reading.archive import Archive
from asc_desktop.excel.reading.errors import NotReadError
from asc_desktop.excel.reading.kinds import SUFFIXES, Kind, kind_of
from asc_desktop.excel.reading.merged import without_covered
from asc_desktop.excel.reading.parts import workbook_part
from asc_desktop.excel.reading.xlsx import read_xlsx

_MARK, _LARGEST_MARK = "~$", 1_024
"""How the name of the file begins which Excel keeps beside an open workbook, and more bytes than are in it."""


def read_copy(path: Path, name: str, say: Callable[[float], None] = lambda _share: None) -> Workbook:
    """Read a copy of the file of a name; ``say`` gets the share that is done. Raises NotReadError."""
    suffix = PurePath(name).suffix.lower()
    if name.startswith(_MARK) and path.stat().st_size < _LARGEST_MARK:
        raise NotReadError(
            f"only marks that somebody has a workbook open: choose “{name.removeprefix(_MARK)}” beside it."
        )
    kind = kind_of(path, suffix)
    workbook = without_covered(_read(path, kind, name, say))
    promised = SUFFIXES.get(suffix)
    if promised in {kind, None}:
        return workbook
    return structs.replace(
        workbook,
        told=(
            f"Its name suggests another kind, but it is {kind.value} and was read as that.",
            *workbook.told,
        ),
    )


def _read(path: Path, kind: Kind, name: str, say: Callable[[float], None]) -> Workbook:
    match kind:
        case Kind.XLSX:
            archive = Archive(path)
            try:
                return read_xlsx(archive, workbook_part(archive), name, say)
            finally:
                archive.close()
        case Kind.ODS:
            from asc_desktop.excel.reading.ods import read_ods

            archive = Archive(path)
            try:
                return read_ods(archive, name, say)
            finally:
                archive.close()
        case Kind.TEXT:
            from asc_desktop.excel.reading.delimited import read_delimited

            return read_delimited(path.read_bytes(), name, PurePath(name).stem)
        case Kind.HTML:
            from asc_desktop.excel.reading.delimited import decoded
            from asc_desktop.excel.reading.web import read_page

            text, told = decoded(path.read_bytes())
            page = read_page(text, name, PurePath(name).stem)
            return structs.replace(page, told=(*told, *page.told))
        case Kind.MAIL:
            from asc_desktop.excel.reading.mail import read_mail

            return read_mail(path.read_bytes(), name, lambda content, part: _read_part(path, content, part))
    from asc_desktop.excel.reading.older import read_xls, read_xlsb

    return read_xls(path, name) if kind is Kind.XLS else read_xlsb(path, name)


def _read_part(path: Path, content: bytes, name: str) -> Workbook:
    """Read a file that is attached to an e-mail, whose copy is at ``path``: from a copy beside that."""
    part = path.with_name(f"{path.name}-attached")
    fill(part, content)
    try:
        return read_copy(part, name)
    finally:
        part.unlink()
