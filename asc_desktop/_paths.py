"""Where the files that ship with the program are, however it was installed."""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_path(*parts: str) -> Path:
    """Return the path of a file or folder under ``resources/``, by the parts of its name.

    A wheel and the frozen program carry the folder as ``asc_desktop/_resources``; a checkout and an editable
    install use ``resources/`` beside the package, so that an edited icon or template shows at once.

    Raises FileNotFoundError when no such resource was shipped: a fault in the build, not in what the user did.
    """
    roots = _roots()
    for root in roots:
        candidate = root.joinpath(*parts)
        if candidate.exists():
            return candidate
    looked_in = ", ".join(str(root) for root in roots)
    raise FileNotFoundError(f"The program's file {'/'.join(parts)} is missing; looked in {looked_in}.")


def _roots() -> tuple[Path, ...]:
    """Return the folders that may hold the resources, the likeliest first."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return (Path(frozen) / "asc_desktop" / "_resources",)
    return (_PACKAGE / "_resources", _PACKAGE.parent / "resources", _PACKAGE.parent)
