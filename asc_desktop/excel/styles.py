"""The pack's colours, number formats and cell formats.

The colours are those of the window's light palette; a test holds the two together, since this layer may not import the
window's.
"""

from typing import Any, Final, NamedTuple

from asc_desktop.domain.money import SAVINGS_KEYS

FONT: Final = "Arial"
"""On every Windows and Mac; its widths are in ``text_fit``."""

BODY_POINTS: Final = 9.5
SMALL_POINTS: Final = 8.5

TEXT: Final = "#17212e"
MUTED: Final = "#566273"
ACCENT: Final = "#0b5a8f"
RULE: Final = "#c9d2dc"
BORDER: Final = "#dde3ea"
HEADER_FILL: Final = "#e9eef4"
TOTAL_FILL: Final = "#f2f5f9"
WHITE: Final = "#ffffff"
NEGATIVE: Final = "#b3261e"
POSITIVE: Final = "#00602f"


class Hue(NamedTuple):
    """One meaning's colours: a solid fill, a soft fill, and text readable on each."""

    solid: str
    soft: str
    text_on_soft: str
    text_on_solid: str


HUES: Final[dict[str, Hue]] = {
    "green": Hue("#00703c", "#dcf0e3", "#00602f", "#ffffff"),
    "amber": Hue("#dd8416", "#feebcf", "#8f4300", "#1d1200"),
    "red": Hue("#b3261e", "#fbdcda", "#a01b14", "#ffffff"),
    "blue": Hue("#1f4f93", "#dbe6f7", "#1b468a", "#ffffff"),
    "grey": Hue("#9ba6b3", "#e6eaef", "#4c5866", "#131a22"),
    "green_light": Hue("#82b89b", "#e6f3eb", "#00602f", "#0c1f14"),
    "neutral": Hue("#5a6675", "#e9edf2", "#3d4856", "#ffffff"),
    "accent": Hue("#0b5a8f", "#dcebf7", "#0b5a8f", "#ffffff"),
}
"""RAG colours, and a chart's own: ``green_light`` is promised and not yet delivered, ``neutral`` a target."""

SERIES_TONES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "green": (("#00703c", "#ffffff"), ("#82b89b", "#0c1f14"), ("#004d29", "#ffffff")),
    "amber": (("#dd8416", "#1d1200"), ("#f3c27f", "#1d1200"), ("#8f4300", "#ffffff")),
    "red": (("#b3261e", "#ffffff"), ("#6f120d", "#ffffff"), ("#e58a84", "#2b0503")),
    "blue": (("#1f4f93", "#ffffff"), ("#8fb4de", "#0c1a2e"), ("#12305c", "#ffffff")),
    "grey": (("#9ba6b3", "#131a22"), ("#d3dae1", "#131a22"), ("#5a6675", "#ffffff")),
}
"""Fill and label colour by RAG, for the first, second and third status that share it in one chart."""

BAR_COLOURS: Final[dict[str, str]] = {
    "target_pence": "#5a6675",
    "slipped_in_pence": "#9ba6b3",
    "delivered_pence": "#00703c",
    "still_forecast_pence": "#82b89b",
    "not_delivered_pence": "#e58a84",
    "slipped_out_pence": "#dd8416",
    "delivered_early_pence": "#8fb4de",
    "offset_in_pence": "#1f4f93",
    "written_off_pence": "#d3dae1",
    "no_plan_pence": "#b3261e",
    "surplus_pence": "#5a8fc8",
}
"""The savings bridge and the slippage chart."""

VARIANCE_COLOURS: Final[dict[str, str]] = {"over": "#b3261e", "under": "#00703c"}
"""The budget's variance chart."""

LINE_COLOURS: Final[dict[str, str]] = {"planned": "#5a6675", "done": "#00703c", "projected": "#1f4f93"}
"""An activity's chart."""

POUNDS: Final = '"£"#,##0_);("£"#,##0);"–"_)'
MILLIONS: Final = '"£"#,##0.00,,"m";("£"#,##0.00,,"m");"£"0.00"m"'
POUNDS_REDUCED: Final = '("£"#,##0);"£"#,##0_);"–"_)'
MILLIONS_REDUCED: Final = '("£"#,##0.00,,"m");"£"#,##0.00,,"m";"£"0.00"m"'
"""Savings as reductions: the cell holds what it holds otherwise, and shows it in brackets."""

AXIS_MILLIONS: Final = '[>=1000000]"£"0.0,,"m";[<0]"(£"0.0,,"m)";"£"#,##0'
"""Below nothing too, where a surplus is subtracted: −£2,000,000 was £2000000 there."""
PERCENT: Final = "0.00%_);(0.00%)"
DATE: Final = "d mmm yyyy"
COUNT: Final = '#,##0;-#,##0;"–"'

Props = dict[str, Any]


_CELL: Final[Props] = {"text_wrap": True, "bottom": 1, "bottom_color": BORDER}
_POUNDS: Final[Props] = {"num_format": POUNDS, "align": "right", "text_wrap": False}
_TOTAL: Final[Props] = {
    "bold": True,
    "bg_color": TOTAL_FILL,
    "top": 1,
    "top_color": MUTED,
    "text_wrap": True,
}
_KINDS: Final[dict[str, Props]] = {
    "plain": {},
    "cell": _CELL,
    "pounds": _CELL | _POUNDS,
    "date": _CELL | {"num_format": DATE, "align": "left", "text_wrap": False},
    "header": {
        "bold": True,
        "font_size": SMALL_POINTS,
        "bg_color": HEADER_FILL,
        "text_wrap": True,
        "valign": "bottom",
        "bottom": 1,
        "bottom_color": RULE,
        "top": 1,
        "top_color": RULE,
    },
    "total": _TOTAL,
    "total_pounds": _TOTAL | _POUNDS,
}


class Styles:
    """Cell formats by their kind and properties, each made once for a workbook."""

    def __init__(self, workbook: Any, *, reductions: bool = False) -> None:
        """Begin with no formats; ``reductions`` shows savings in brackets, as the portfolio has it."""
        self._workbook = workbook
        self._reductions = reductions
        self._known: dict[tuple[Any, ...], Any] = {}
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **props: Any) -> Any:
        """Return the format with these XlsxWriter properties on top of the pack's font and alignment."""
        return self._kind("plain", props)

    def cell(self, **props: Any) -> Any:
        """A cell of a table: wrapped, with a hairline below."""
        return self._kind("cell", props)

    def pounds(self, **props: Any) -> Any:
        """Pounds in a table."""
        return self._kind("pounds", props)

    def saving(self, key: str, **props: Any) -> Any:
        """An amount of a position in a table, ``key`` saying which: some are shown as reductions."""
        if self._reductions and key in SAVINGS_KEYS:
            return self.pounds(num_format=POUNDS_REDUCED, **props)
        return self.pounds(**props)

    def total_saving(self, key: str, **props: Any) -> Any:
        """The same in a total."""
        if self._reductions and key in SAVINGS_KEYS:
            return self.total_pounds(num_format=POUNDS_REDUCED, **props)
        return self.total_pounds(**props)

    def millions(self, key: str, **props: Any) -> Any:
        """An amount of a position in millions, in a key figure."""
        is_reduced = self._reductions and key in SAVINGS_KEYS
        return self.get(num_format=MILLIONS_REDUCED if is_reduced else MILLIONS, **props)

    def date(self, **props: Any) -> Any:
        """A date in a table."""
        return self._kind("date", props)

    def header(self, **props: Any) -> Any:
        """A table's column heading."""
        return self._kind("header", props)

    def total(self, **props: Any) -> Any:
        """A total's label."""
        return self._kind("total", props)

    def total_pounds(self, **props: Any) -> Any:
        """A total in pounds."""
        return self._kind("total_pounds", props)

    def rag(self, colour: str, *, soft: bool = False, **props: Any) -> Any:
        """A RAG letter on its colour; ``soft`` for an earlier period, or for words."""
        key = ("rag", colour, soft, *props.items())
        found = self._known.get(key)
        if found is None:
            hue = HUES.get(colour, HUES["grey"])
            fill, text = (hue.soft, hue.text_on_soft) if soft else (hue.solid, hue.text_on_solid)
            chip: Props = {
                "bold": True,
                "bg_color": fill,
                "font_color": text,
                "align": "center",
                "valign": "vcenter",
                "border": 1,
                "border_color": WHITE,
            }
            found = self._known[key] = self._make(chip | props)
        return found

    def chip(self, colour: str, **props: Any) -> Any:
        """A delivery status in words on its soft colour."""
        return self.rag(colour, soft=True, align="left", text_wrap=True, **props)

    def status_words(self, colour: str, **props: Any) -> Any:
        """A delivery status in words of its colour, with no fill."""
        hue = HUES.get(colour, HUES["grey"])
        words: Props = {
            "bold": True,
            "font_color": hue.text_on_soft,
            "text_wrap": True,
            "align": "left",
            "indent": 1,
        }
        return self.get(**(words | props))

    def _kind(self, kind: str, props: Props) -> Any:
        key = (kind, *props.items())
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._make(_KINDS[kind] | props)
        return found

    def _make(self, props: Props) -> Any:
        key = tuple(sorted(props.items()))
        found = self._made.get(key)
        if found is None:
            base = {
                "font_name": FONT,
                "font_scheme": "none",
                "font_size": BODY_POINTS,
                "font_color": TEXT,
                "valign": "top",
            }
            found = self._made[key] = self._workbook.add_format(base | props)
        return found
