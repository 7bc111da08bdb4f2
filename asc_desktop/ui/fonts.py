"""Inter, bundled: the same letters on every machine, and figures that stand in columns.

`ui_font` is the only way to a font. Every font it returns has tabular figures (OpenType ``tnum``), so that
amounts line up in tables, tiles and charts alike. Sizes are pixels at 100% scaling; Qt scales them with the
screen.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from asc_desktop._paths import resource_path

FAMILY: Final = "Inter"
FILES: Final = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf")

SMALL: Final = 12
BODY: Final = 13
FIGURE: Final = 24

REGULAR: Final = QFont.Weight.Normal
MEDIUM: Final = QFont.Weight.Medium
SEMI_BOLD: Final = QFont.Weight.DemiBold
BOLD: Final = QFont.Weight.Bold


def load_fonts() -> None:
    """Register the bundled faces once per program; later calls do nothing."""
    # Not families(): that lists every font of the machine, which takes longer than all the rest of this.
    if FAMILY in QFontDatabase.applicationFontFamilies(0):
        return
    for name in FILES:
        QFontDatabase.addApplicationFont(str(resource_path("fonts", name)))


def ui_font(pixels: int = BODY, weight: QFont.Weight = REGULAR) -> QFont:
    """Return Inter at a size, with tabular figures."""
    # A copy, which its holder may change.
    return QFont(_made(pixels, weight))


@lru_cache
def _made(pixels: int, weight: QFont.Weight) -> QFont:
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font
