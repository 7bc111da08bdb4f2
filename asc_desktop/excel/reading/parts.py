"""Which parts an .xlsx is made of: its sheets in their order, and what each of them leads to."""

import posixpath
from typing import Literal

from msgspec import Struct

from asc_desktop.excel.reading.archive import Archive, attribute, local
from asc_desktop.excel.reading.errors import DamagedError

State = Literal["visible", "hidden", "very hidden"]

_STATES: dict[str, State] = {"hidden": "hidden", "veryHidden": "very hidden"}

_USUAL = {"styles": "xl/styles.xml", "sharedStrings": "xl/sharedStrings.xml", "theme": "xl/theme/theme1.xml"}


class Relation(Struct, frozen=True):
    """What a part leads to: the last word of its type (``worksheet``, ``comments``), and the part's name."""

    kind: str
    target: str


class SheetPart(Struct, frozen=True):
    """A sheet of the workbook. ``kind`` is ``worksheet``, ``chartsheet`` or of some other kind without cells."""

    name: str
    state: State
    kind: str
    part: str


class Parts(Struct, frozen=True, kw_only=True):
    """The workbook's own part. ``names`` are the defined names in small letters, by their sheet's place or None."""

    part: str
    sheets: tuple[SheetPart, ...]
    names: dict[tuple[int | None, str], str]
    from_1904: bool
    is_worked_out_on_opening: bool
    relations: dict[str, Relation]

    def first(self, kind: str) -> str:
        """Return the first part of a kind that the workbook leads to, or where such a part usually is."""
        found = (lead.target for lead in self.relations.values() if lead.kind == kind)
        return next(found, _USUAL.get(kind, ""))


def workbook_part(archive: Archive) -> str:
    """Return the name of the workbook's own part; nothing where the archive is none of Excel's."""
    named = (found.target for found in relations(archive, "").values() if found.kind == "officeDocument")
    usual = ("xl/workbook.xml", "xl/workbook.bin")
    return next((name for name in (*named, *usual) if archive.holds(name)), "")


def relations(archive: Archive, part: str) -> dict[str, Relation]:
    """Return what a part leads to inside the archive, by the ids that it uses; of the archive itself for nothing."""
    folder, name = posixpath.split(part)
    about = posixpath.join(folder, "_rels", f"{name}.rels")
    if not archive.holds(about):
        return {}
    found = {}
    for child in archive.root(about):
        if child.get("TargetMode") != "External":
            target = child.get("Target", "").replace("\\", "/")
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[child.get("Id", "")] = Relation(child.get("Type", "").rpartition("/")[2], target)
    return found


def read_parts(archive: Archive, part: str) -> Parts:
    """Read the workbook's own part; raises DamagedError."""
    leads = relations(archive, part)
    sheets: list[SheetPart] = []
    names: dict[tuple[int | None, str], str] = {}
    from_1904 = worked_out = False
    for child in archive.root(part):
        match local(child.tag):
            case "workbookPr":
                from_1904 = child.get("date1904", "0") in {"1", "true"}
            case "calcPr":
                worked_out = child.get("fullCalcOnLoad", "0") in {"1", "true"}
            case "sheets":
                for sheet in child:
                    lead = leads.get(_relation_id(sheet.attrib))
                    if lead is None:
                        raise DamagedError(f"the sheet “{sheet.get('name', '')}” is not there")
                    sheets.append(
                        SheetPart(
                            sheet.get("name", ""),
                            _STATES.get(sheet.get("state", ""), "visible"),
                            lead.kind,
                            lead.target,
                        )
                    )
            case "definedNames":
                for name in child:
                    place = name.get("localSheetId")
                    at = int(place) if place and place.isdecimal() else None
                    names[at, attribute(name, "name").casefold()] = name.text or ""
    if len({sheet.name.casefold() for sheet in sheets}) != len(sheets):
        raise DamagedError("two of its sheets have one name")
    return Parts(
        part=part,
        sheets=tuple(sheets),
        names=names,
        from_1904=from_1904,
        is_worked_out_on_opening=worked_out,
        relations=leads,
    )


def _relation_id(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.endswith("}id")), "")
