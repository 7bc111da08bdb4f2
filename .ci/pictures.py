"""Draw the pictures of the user guide's first hour anew, from the sample: ``python .ci/pictures.py``.

Each page is drawn by ``asc-desktop pages``, made narrower and kept in few colours, so that all of them stay small.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
PICTURES = CHECKOUT / "docs" / "pictures"
PAGES = (
    "structure",
    "projects",
    "savings",
    "exceptions",
    "milestones",
    "risks",
    "overview",
    "pack",
    "changes",
    "updates",
)
WIDTH = 820


def main() -> int:
    """Draw the pages into a folder of their own and keep each, small, in ``docs/pictures``."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as scratch:
        sample, drawn = Path(scratch) / "sample.ascp", Path(scratch) / "drawn"
        program = [sys.executable, "-m", "asc_desktop"]
        subprocess.run([*program, "sample", "-o", str(sample)], cwd=CHECKOUT, check=True)
        subprocess.run(
            [*program, "pages", str(sample), "-o", str(drawn), "--size", "1240x700", "--only", *PAGES],
            cwd=CHECKOUT,
            check=True,
        )
        for key, path in zip(PAGES, _in_order(drawn), strict=True):
            _keep_small(path, PICTURES / f"page-{key}.png")
    return 0


def _in_order(drawn: Path) -> list[Path]:
    return [next(drawn.glob(f"*{key}*.png")) for key in PAGES]


def _keep_small(path: Path, kept: Path) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    picture = QImage(str(path)).scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
    few = picture.convertToFormat(QImage.Format.Format_Indexed8, Qt.ImageConversionFlag.ThresholdDither)
    few.save(str(kept))


if __name__ == "__main__":
    sys.exit(main())
