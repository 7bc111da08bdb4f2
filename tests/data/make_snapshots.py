"""Write reports as this version freezes them: ``python tests/data/make_snapshots.py FILE``.

Run it once, when a version is released whose reports have other fields, and keep the file for good: every later
version opens them (``tests/unit/domain/test_first_snapshots.py``).
"""

import base64
import json
import sys
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.snapshots import canonical_text, sha256_of
from asc_desktop.services.sample import sample_portfolio

_TOGETHER = ("Better Lives, Better Outcomes", "Adult Social Care and Health performance")
"""Two programmes of the sample whose reports have every structure between them."""


def write(path: Path) -> None:
    """Write each report's text, compressed, under its SHA-256."""
    rows = sample_portfolio()[0]
    records = Records(
        {kind: [row for row in rows if row.table == kind] for kind in {row.table for row in rows}}
    )
    programmes = [item for item in records.all(Programme) if item.name in _TOGETHER]
    texts = [canonical_text(build_report(records, Scope(item.id, item.open_period))) for item in programmes]
    content = {sha256_of(text): base64.b85encode(zlib.compress(text.encode(), 9)).decode() for text in texts}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="ascii")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
