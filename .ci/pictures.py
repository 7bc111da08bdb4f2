"""Draw the pictures of pages in the README and the user guide anew, from the sample: ``python .ci/pictures.py``.

Each page is drawn by ``asc-desktop pages``. Those of the guide are made narrower and kept in few colours, so that all
of them stay small; those of the README are as drawn.
"""

import os
import shutil
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
OF_README = {"overview": "overview.png", "pack": "board-pack.png"}


def main() -> int:
    """Draw the pages into a folder of their own and keep each, small, in ``docs/pictures``."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as scratch:
        sample, drawn = Path(scratch) / "Sample portfolio.ascp", Path(scratch) / "drawn"
        program = [sys.executable, "-m", "asc_desktop"]
        subprocess.run([*program, "sample", "-o", str(sample)], cwd=CHECKOUT, check=True)
        small, whole = drawn / "small", drawn / "whole"
        for folder, size, pages in ((small, "1240x700", PAGES), (whole, "1366x768", tuple(OF_README))):
            subprocess.run(
                [*program, "pages", str(sample), "-o", str(folder), "--size", size, "--only", *pages],
                cwd=CHECKOUT,
                check=True,
            )
        for key in PAGES:
            _keep_small(_drawn(small, key), PICTURES / f"page-{key}.png")
        for key, name in OF_README.items():
            shutil.copyfile(_drawn(whole, key), PICTURES / name)
    return 0


def _drawn(folder: Path, key: str) -> Path:
    return next(folder.glob(f"*{key}*.png"))


def _keep_small(path: Path, kept: Path) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    picture = QImage(str(path)).scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
    few = picture.convertToFormat(QImage.Format.Format_Indexed8, Qt.ImageConversionFlag.ThresholdDither)
    few.save(str(kept))


if __name__ == "__main__":
    sys.exit(main())
