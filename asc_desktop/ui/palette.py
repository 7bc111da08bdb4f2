"""The colours of the window: light, dark and high contrast.

No Qt in this module, so a renderer or a test can read the colours without a display. Colours are ``#rrggbb`` text.

A `ColourRole` names what a colour *means* in a chart or chip. RAG is never colour alone: `SHAPES` gives each role the
shape that stands beside its words, the same in chips, legends and tables.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

ColourRole = Literal["green", "green_light", "amber", "red", "blue", "grey", "neutral", "accent"]
"""green_light: promised, not yet delivered. neutral: a target or baseline. accent: the program's own."""

Shape = Literal["circle", "triangle", "diamond", "square", "dash", "none"]


SHAPES: Final[dict[ColourRole, Shape]] = {
    "green": "circle",
    "green_light": "circle",
    "amber": "triangle",
    "red": "diamond",
    "blue": "square",
    "grey": "dash",
    "neutral": "none",
    "accent": "none",
}


class Hue(Struct, frozen=True, eq=False):
    """One meaning's colours: a solid fill, a soft fill, and text readable on each (4.5:1 or better)."""

    solid: str
    soft: str
    text_on_soft: str
    text_on_solid: str


class Palette(Struct, frozen=True, eq=False):
    """Every colour a page may use. Pages name a colour by its use, never by its value."""

    name: str
    is_dark: bool
    window: str
    surface: str
    surface_alt: str
    border: str
    control_border: str
    text: str
    text_muted: str
    accent: str
    accent_hover: str
    accent_text: str
    link: str
    nav_background: str
    nav_text: str
    nav_muted: str
    nav_selected: str
    nav_selected_text: str
    badge_background: str
    badge_text: str
    warning_background: str
    warning_border: str
    warning_text: str
    info_background: str
    info_border: str
    info_text: str
    selection: str
    selection_text: str
    focus: str
    negative: str
    positive: str
    grid: str
    green: Hue
    green_light: Hue
    amber: Hue
    red: Hue
    blue: Hue
    grey: Hue
    neutral: Hue
    accent_hue: Hue

    def hue(self, role: str) -> Hue:
        """Return the role's colours; a role nobody has heard of is grey, since no value is grey and never green."""
        hues: dict[str, Hue] = {
            "green": self.green,
            "green_light": self.green_light,
            "amber": self.amber,
            "red": self.red,
            "blue": self.blue,
            "neutral": self.neutral,
            "accent": self.accent_hue,
        }
        return hues.get(role, self.grey)


LIGHT: Final = Palette(
    name="light",
    is_dark=False,
    window="#f3f5f8",
    surface="#ffffff",
    surface_alt="#f2f5f9",
    border="#dde3ea",
    control_border="#8794a3",
    text="#17212e",
    text_muted="#566273",
    accent="#0b5a8f",
    accent_hover="#094a76",
    accent_text="#ffffff",
    link="#0b5a8f",
    nav_background="#12283d",
    nav_text="#c9d4e0",
    nav_muted="#8fa1b5",
    nav_selected="#234868",
    nav_selected_text="#ffffff",
    badge_background="#e8a33d",
    badge_text="#1d1503",
    warning_background="#fff6e6",
    warning_border="#efcf93",
    warning_text="#4a3206",
    info_background="#e8f1fa",
    info_border="#b5d0ea",
    info_text="#12354f",
    selection="#dcebf7",
    selection_text="#17212e",
    focus="#0b5a8f",
    negative="#b3261e",
    positive="#00703c",
    grid="#e6eaef",
    green=Hue("#00703c", "#dcf0e3", "#00602f", "#ffffff"),
    green_light=Hue("#82b89b", "#e6f3eb", "#00602f", "#0c1f14"),
    amber=Hue("#dd8416", "#feebcf", "#8f4300", "#1d1200"),
    red=Hue("#b3261e", "#fbdcda", "#a01b14", "#ffffff"),
    blue=Hue("#1f4f93", "#dbe6f7", "#1b468a", "#ffffff"),
    grey=Hue("#9ba6b3", "#e6eaef", "#4c5866", "#131a22"),
    neutral=Hue("#5a6675", "#e9edf2", "#3d4856", "#ffffff"),
    accent_hue=Hue("#0b5a8f", "#dcebf7", "#0b5a8f", "#ffffff"),
)

DARK: Final = Palette(
    name="dark",
    is_dark=True,
    window="#12171e",
    surface="#1b222b",
    surface_alt="#222b36",
    border="#323d4a",
    control_border="#718093",
    text="#e6ebf1",
    text_muted="#a3b0be",
    accent="#2a74a9",
    accent_hover="#2f7cb4",
    accent_text="#ffffff",
    link="#7cbcea",
    nav_background="#0c1218",
    nav_text="#bcc8d5",
    nav_muted="#8495a7",
    nav_selected="#203b54",
    nav_selected_text="#ffffff",
    badge_background="#e8a33d",
    badge_text="#1d1503",
    warning_background="#33290f",
    warning_border="#6d5620",
    warning_text="#f6e3b6",
    info_background="#15293b",
    info_border="#2b4f70",
    info_text="#cfe3f5",
    selection="#1f3f5b",
    selection_text="#ffffff",
    focus="#6cb2e6",
    negative="#ff8b82",
    positive="#5fc98f",
    grid="#2a3440",
    green=Hue("#2f9e66", "#143626", "#7fdcab", "#04140b"),
    green_light=Hue("#8fcfae", "#1b3a2b", "#9be3bd", "#0a1c12"),
    amber=Hue("#e39a35", "#3d2a0c", "#f8c476", "#1d1200"),
    red=Hue("#e5655c", "#431b19", "#ffb0aa", "#200403"),
    blue=Hue("#5f97e0", "#1a2f50", "#a9cbfa", "#04101f"),
    grey=Hue("#7b8896", "#2b3541", "#c0cad5", "#05080b"),
    neutral=Hue("#93a1b0", "#2b3541", "#cbd4de", "#0b0f14"),
    accent_hue=Hue("#4a9ad4", "#1a3a55", "#a6d3f5", "#03111c"),
)

_HC_HUE: Final = Hue("#ffffff", "#000000", "#ffffff", "#000000")

HIGH_CONTRAST: Final = Palette(
    name="high-contrast",
    is_dark=True,
    window="#000000",
    surface="#000000",
    surface_alt="#1a1a1a",
    border="#ffffff",
    control_border="#ffffff",
    text="#ffffff",
    text_muted="#ffffff",
    accent="#ffff00",
    accent_hover="#ffff99",
    accent_text="#000000",
    link="#ffff00",
    nav_background="#000000",
    nav_text="#ffffff",
    nav_muted="#ffffff",
    nav_selected="#ffff00",
    nav_selected_text="#000000",
    badge_background="#ffffff",
    badge_text="#000000",
    warning_background="#000000",
    warning_border="#ffff00",
    warning_text="#ffffff",
    info_background="#000000",
    info_border="#ffffff",
    info_text="#ffffff",
    selection="#ffff00",
    selection_text="#000000",
    focus="#00ffff",
    negative="#ff9a94",
    positive="#7dffb2",
    grid="#666666",
    green=Hue("#35d07f", "#000000", "#35d07f", "#000000"),
    green_light=Hue("#b6f5d1", "#000000", "#b6f5d1", "#000000"),
    amber=Hue("#ffb52e", "#000000", "#ffb52e", "#000000"),
    red=Hue("#ff7a70", "#000000", "#ff9a94", "#000000"),
    blue=Hue("#7db4ff", "#000000", "#9cc6ff", "#000000"),
    grey=Hue("#cccccc", "#000000", "#ffffff", "#000000"),
    neutral=_HC_HUE,
    accent_hue=Hue("#ffff00", "#000000", "#ffff00", "#000000"),
)
