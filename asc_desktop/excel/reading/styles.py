"""How cells of an .xlsx look: number formats, plain fills with theme and tint worked out, bold and struck text."""

import colorsys
import re
from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element

from msgspec import structs

from asc_desktop.domain.importing.sheets import Style
from asc_desktop.excel.reading.archive import Archive, attribute, local
from asc_desktop.excel.reading.serials import built_in, shown_as

WHITE: Final = "FFFFFF"

_PALETTE: Final = (
    "000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF"
    "800000008000000080808000800080008080C0C0C08080809999FF993366FFFFCCCCFFFF660066FF80800066CCCCCCFF"
    "000080FF00FFFFFF0000FFFF8000808000000080800000FF00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CCCC99FFFFCC99"
    "3366FF33CCCC99CC00FFCC00FF9900FF6600666699969696003366339966003300333300993300993366333399333333"
)
"""Excel's colours from before they were free, six letters each."""

INDEXED: Final = [_PALETTE[at : at + 6] for at in range(0, len(_PALETTE), 6)]
_FOREGROUND, _BACKGROUND = 64, 65
_OFFICE_THEME: Final = {
    "lt1": "FFFFFF", "dk1": "000000", "lt2": "EEECE1", "dk2": "1F497D", "accent1": "4F81BD", "accent2": "C0504D",
    "accent3": "9BBB59", "accent4": "8064A2", "accent5": "4BACC6", "accent6": "F79646", "hlink": "0000FF",
    "folHlink": "800080",
}  # fmt: skip
"""The colours of a theme in the order in which styles count them, and what they are where there is no theme."""

_RGB = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_NO = frozenset({"0", "false", "none", "off"})


class Styles:
    """The styles of a workbook, each once; a cell names them by the number that the file gives them."""

    def __init__(self) -> None:
        """Begin with how an unformatted cell looks."""
        self.styles: list[Style] = [Style()]
        self._places: dict[Style, int] = {Style(): 0}
        self.by_format: list[tuple[int, int, bool]] = [(0, 0, False)]
        """For each of the file's cell formats: the place of its style, what numbers are shown as, whether it has a
        fill that can be seen."""

    def place(self, style: Style) -> int:
        """Return the place of a style, which it is given where it has none yet."""
        found = self._places.get(style)
        if found is None:
            found = self._places[style] = len(self.styles)
            self.styles.append(style)
        return found

    def of_runs(self, place: int, *, struck: bool, bold: bool) -> int:
        """Return the place of a style whose text is struck or bold as well."""
        style = self.styles[place]
        return self.place(structs.replace(style, struck=style.struck or struck, bold=style.bold or bold))

    def read(self, archive: Archive, name: str, theme: str) -> None:
        """Read the file's cell formats. What is missing or unsound in them is as of an unformatted cell."""
        if not archive.holds(name):
            return
        parts = {local(child.tag): child for child in archive.root(name)}
        colours = Colours(archive, theme, parts.get("colors"))
        formats = {
            _number(child.get("numFmtId"), -1): child.get("formatCode", "")
            for child in parts.get("numFmts", ())
        }
        fonts = [(_is_on(child, "b"), _is_on(child, "strike")) for child in parts.get("fonts", ())]
        fills = [colours.of_fill(child) for child in parts.get("fills", ())]
        found = []
        for child in parts.get("cellXfs", ()):
            number = _number(child.get("numFmtId"), 0)
            number_format = formats.get(number) or built_in(number)
            font, fill = _number(child.get("fontId"), 0), _number(child.get("fillId"), 0)
            bold, struck = fonts[font] if 0 <= font < len(fonts) else (False, False)
            colour = fills[fill] if 0 <= fill < len(fills) else ""
            place = self.place(
                Style(number_format=number_format, fill=colour, bold=bold, struck=struck),
            )
            found.append((place, shown_as(number_format), colour not in {"", WHITE}))
        self.by_format = found or self.by_format


class Colours:
    """What a workbook's colours come to, as ``RRGGBB``; nothing where they come to none. A tint is from -1 to 1."""

    def __init__(self, archive: Archive, theme: str, own: Element | None) -> None:
        self._theme = _theme(archive, theme)
        palette = (
            next((child for child in own if local(child.tag) == "indexedColors"), ())
            if own is not None
            else ()
        )
        changed = [_rgb(child.get("rgb", "")) for child in palette]
        self._indexed = [*changed, *INDEXED[len(changed) :]]

    def of_fill(self, fill: Element) -> str:
        """Return a plain fill's colour; nothing for a pattern, a gradient or none."""
        pattern = next((child for child in fill if local(child.tag) == "patternFill"), None)
        if pattern is None or pattern.get("patternType") != "solid":
            return ""
        return next((self._of(child) for child in pattern if local(child.tag) == "fgColor"), "")

    def _of(self, colour: Element) -> str:
        try:
            tint = float(colour.get("tint", "0"))
        except ValueError:
            tint = 0.0
        if "rgb" in colour.attrib:
            return self.plain(colour.attrib["rgb"], tint)
        if "theme" in colour.attrib:
            return self.themed(_number(colour.attrib["theme"], -1), tint)
        return self.indexed(_number(colour.get("indexed"), -1), tint)

    def plain(self, rgb: str, tint: float) -> str:
        """Return a colour that is given by itself."""
        return _tinted(_rgb(rgb), tint)

    def themed(self, number: int, tint: float) -> str:
        """Return one of the theme's colours."""
        return _tinted(_at(self._theme, number), tint)

    def indexed(self, number: int, tint: float) -> str:
        """Return one of the palette's colours, or of the screen's own two."""
        base = {_FOREGROUND: "000000", _BACKGROUND: WHITE}.get(number) or _at(self._indexed, number)
        return _tinted(base, tint)


def _tinted(colour: str, tint: float) -> str:
    """Return a colour made lighter, for a tint above nought, or darker, as Excel works it out."""
    if not colour or not tint:
        return colour
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    tint = min(1.0, max(-1.0, tint))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))


def _theme(archive: Archive, name: str) -> list[str]:
    if not archive.holds(name):
        return list(_OFFICE_THEME.values())
    scheme = next(
        (element for element in archive.root(name).iter() if local(element.tag) == "clrScheme"), None
    )
    if scheme is None:
        return list(_OFFICE_THEME.values())
    found = {local(child.tag): next((_theme_colour(inner) for inner in child), "") for child in scheme}
    return [found.get(key, "") for key in _OFFICE_THEME]


def _theme_colour(colour: Element) -> str:
    return _rgb(colour.get("lastClr") or colour.get("val") or "")


def _rgb(text: str) -> str:
    found = _RGB.fullmatch(text.strip())
    return found[1].upper() if found else ""


def _at(colours: list[str], number: int) -> str:
    return colours[number] if 0 <= number < len(colours) else ""


def _is_on(font: Iterable[Element], name: str) -> bool:
    return any(local(child.tag) == name and attribute(child, "val").lower() not in _NO for child in font)


def _number(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise
