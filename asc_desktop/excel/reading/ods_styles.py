"""How cells of an .ods look, in Excel's terms."""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

from asc_desktop.domain.importing.sheets import Style
from asc_desktop.excel.reading.archive import Archive, attribute, local
from asc_desktop.excel.reading.styles import WHITE, Styles

_COLOUR = re.compile(r"#([0-9A-Fa-f]{6})")
_DATA_STYLES: Final = frozenset(
    {
        "number-style",
        "currency-style",
        "percentage-style",
        "date-style",
        "time-style",
        "boolean-style",
        "text-style",
    }
)
_DAYS: Final = {
    ("day", ""): "d", ("day", "long"): "dd", ("month", ""): "m", ("month", "long"): "mm", ("year", ""): "yy",
    ("year", "long"): "yyyy", ("hours", ""): "h", ("hours", "long"): "hh", ("minutes", ""): "m",
    ("minutes", "long"): "mm", ("seconds", ""): "s", ("seconds", "long"): "ss", ("am-pm", ""): "AM/PM",
    ("day-of-week", ""): "ddd", ("day-of-week", "long"): "dddd",
}  # fmt: skip
_BARE = frozenset(" -/.,:()%+")


class OdsStyles:
    """The styles of a spreadsheet by their names; one that is not there looks like an unformatted cell."""

    def __init__(self, styles: Styles) -> None:
        """Take where styles are kept, each once."""
        self._styles = styles
        self._elements: dict[tuple[str, str], Element] = {}
        self._formats: dict[str, str] = {}
        self._places: dict[str, tuple[int, bool]] = {}

    def add(self, elements: Iterable[Element]) -> None:
        """Take the children of one of the two lists of styles that there are."""
        for element in elements:
            tag, name = local(element.tag), attribute(element, "name")
            if tag == "style":
                self._elements[attribute(element, "family"), name] = element
            elif tag in _DATA_STYLES:
                self._formats[name] = _number_format(element)

    def read(self, archive: Archive) -> None:
        """Take the named styles, which have a part of their own."""
        if archive.holds("styles.xml"):
            for child in archive.root("styles.xml"):
                if local(child.tag) in {"styles", "automatic-styles"}:
                    self.add(child)

    def is_shown(self, table_style: str) -> bool:
        """Whether a sheet of a style is shown."""
        return all(
            attribute(about, "display") != "false" for about in self._elements.get(("table", table_style), ())
        )

    def of_cell(self, name: str) -> tuple[int, bool]:
        """Return the place of a style, and whether it has a fill that can be seen."""
        if name not in self._places:
            style = self._style(name)
            self._places[name] = self._styles.place(style), style.fill not in {"", WHITE}
        return self._places[name]

    def _style(self, name: str) -> Style:
        number_format, fill, bold, struck = "General", "", False, False
        for element in reversed(tuple(self._line(name))):
            number_format = self._formats.get(attribute(element, "data-style-name"), number_format)
            for about in element:
                if local(about.tag) == "table-cell-properties" and (
                    colour := attribute(about, "background-color")
                ):
                    found = _COLOUR.fullmatch(colour)
                    fill = found[1].upper() if found else ""
                elif local(about.tag) == "text-properties":
                    weight, through = (
                        attribute(about, "font-weight"),
                        attribute(about, "text-line-through-style"),
                    )
                    bold = weight in {"bold", "600", "700", "800", "900"} if weight else bold
                    struck = through != "none" if through else struck
        return Style(number_format=number_format, fill=fill, bold=bold, struck=struck)

    def _line(self, name: str) -> Iterator[Element]:
        """Yield a style and those that it is made of, itself first."""
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            element = self._elements.get(("table-cell", name))
            if element is None:
                return
            yield element
            name = attribute(element, "parent-style-name")


def _number_format(element: Element) -> str:
    """Return a format as Excel would write it, as far as it says whether a number is money, a share or thousands."""
    parts = []
    for child in element:
        tag, long = local(child.tag), attribute(child, "style")
        match tag:
            case "number" | "scientific-number" | "fraction":
                places = attribute(child, "decimal-places") or "0"
                digits = "#,##0" if attribute(child, "grouping") == "true" else "0"
                decimals = f".{'0' * min(int(places), 10)}" if places.isdecimal() and int(places) else ""
                factor = attribute(child, "display-factor")
                parts.append(digits + decimals + {"1000": ",", "1000000": ",,"}.get(factor, ""))
            case "currency-symbol" | "text":
                text = child.text or ""
                parts.append(text if set(text) <= _BARE else f'"{text}"')
            case "text-content":
                parts.append("@")
            case "month" if attribute(child, "textual") == "true":
                parts.append("mmmm" if long else "mmm")
            case _:
                parts.append(_DAYS.get((tag, long), ""))
    return "".join(parts) or "General"
