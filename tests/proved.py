"""A portfolio made once, of which tests open copies: it is proved when it is made, and not at each opening again."""

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from asc_desktop.services.files import PortfolioFiles
from asc_desktop.storage.examination import KnownFiles


@contextlib.contextmanager
def proved(path: Path, files: PortfolioFiles) -> Iterator[Path]:
    """Prove a file and let copies of these very bytes be known meanwhile, as files are that were left here."""
    files.open(path).close()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    holds = KnownFiles.holds
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(KnownFiles, "holds", lambda known, found: found == digest or holds(known, found))
        yield path
