"""Which of a RAG's colours a cell's fill is."""

from colorsys import rgb_to_hsv

_LEAST_SATURATION, _LEAST_VALUE = 0.2, 0.25
_HUES = ((15, "red"), (70, "amber"), (175, "green"), (265, "blue"), (330, ""), (361, "red"))
"""The hue, in degrees, up to which a colour is called so."""


def colour_of_fill(fill: str) -> str:
    """Return which of red, amber, green, blue and grey a fill's ``RRGGBB`` is; nothing where it is hardly a colour."""
    red, green, blue = (int(fill[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, saturation, value = rgb_to_hsv(red, green, blue)
    if saturation < _LEAST_SATURATION:
        return "grey" if _LEAST_VALUE < value < 0.88 else ""  # noqa: PLR2004 - lighter is paper
    if value < _LEAST_VALUE:
        return ""
    return next(name for most, name in _HUES if hue * 360 < most)
