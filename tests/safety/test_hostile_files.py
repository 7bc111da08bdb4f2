"""Files made to do harm, opened as the window and the command line do: refused in a sentence, or harmless.

Each is examined as in use: in a process apart, whose memory and time have limits.
"""

import contextlib
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.snapshots import SnapshotError
from asc_desktop.services.errors import StoreError
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.services.session import Session
from asc_desktop.storage import examination
from tests.safety.hostile import CASES, Made


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, with something to undo."""
    path = tmp_path_factory.mktemp("good") / "ASC.ascp"
    context = Context(who="Ann", machine="PC", now=lambda: datetime.now(UTC))
    session = PortfolioFiles(context).create_sample(path)
    session.close()
    return path


@pytest.fixture
def files(tmp_path: Path) -> PortfolioFiles:
    return PortfolioFiles(
        Context(who="Ann", machine="PC", now=lambda: datetime.now(UTC), own_folder=tmp_path / "own")
    )


@pytest.fixture
def received(tmp_path: Path, good: Path) -> Callable[[Made], Path]:
    def receive(make: Made) -> Path:
        path = tmp_path / "received" / "ASC.ascp"
        path.parent.mkdir()
        shutil.copyfile(good, path)
        make(path)
        return path

    return receive


def use(files: PortfolioFiles, session: Session) -> None:
    """Do with a portfolio what reads all of it, and take back what can be taken back."""
    for scope in (None, *(programme.id for programme in session.records.all(Programme))):
        for period in (session.open_period(scope), "2024-04"):
            session.report(Scope(scope, period))
    for snapshot in session.records.all(Snapshot):
        with contextlib.suppress(SnapshotError):
            session.frozen.report(snapshot)
    session.history()
    session.people()
    files.check(session)
    session.undo()


def folder_of(path: Path) -> dict[str, int]:
    return {
        entry.name: hash(entry.read_bytes())
        for entry in path.parent.iterdir()
        if entry.stat().st_size < 1 << 30
    }


@pytest.mark.slow
@pytest.mark.parametrize("make", CASES.values(), ids=CASES)
def test_a_hostile_file_is_refused_in_a_sentence_or_does_no_harm(
    files: PortfolioFiles, received: Callable[[Made], Path], make: Made
) -> None:
    path = received(make)
    before = folder_of(path)
    try:
        session = files.open(path)
    except StoreError as error:
        sentence = str(error)
    else:
        try:
            use(files, session)
            assert session.store.check() == []
        finally:
            session.close()
        return
    assert sentence.startswith("“ASC.ascp” ")
    assert "\n" not in sentence
    assert len(sentence) < 1_000
    assert "not saved" not in sentence
    assert folder_of(path) == before


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 100


@pytest.mark.parametrize(
    "name",
    [
        "open period of a thirteenth month",
        "date of nothing",
        "colour purple",
        "blob in a column of money",
        "history of another column",
        "action at the end of the clock",
        "last year in a thousand million",
    ],
)
def test_it_is_the_examination_that_refuses_them(
    files: PortfolioFiles,
    received: Callable[[Made], Path],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    """The control: believed, they are opened."""
    monkeypatch.setattr(examination.Proof, "fault", lambda _: "")
    files.open(received(CASES[name])).close()


def test_what_takes_too_much_is_ended(
    received: Callable[[Made], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limits themselves: more memory than there is for it, then no time at all."""
    path = received(CASES["history of a long text"])
    assert "memory" not in examination.examine(path, apart=True)
    with monkeypatch.context() as patch:
        patch.setattr(examination, "_ROOM", 10_000_000)
        patch.setattr(examination, "_ROOM_PER_BYTE", 0)
        assert "more memory or time" in examination.examine(path, apart=True)
    monkeypatch.setattr(examination, "_SECONDS", 0)
    monkeypatch.setattr(examination, "_BYTES_A_SECOND", 1 << 40)
    assert "more memory or time" in examination.examine(path, apart=True)


@pytest.mark.parametrize(
    "name",
    [
        "view in a table’s place",
        "view without end as the history",
        "view beside",
        "virtual table",
        "table beside",
        "index on an expression",
        "condition that takes a gigabyte",
        "column that is worked out",
        "column of another order of letters",
        "column beside",
        "table that is not strict",
    ],
)
def test_what_a_file_is_made_of_is_ours_alone(received: Callable[[Made], Path], name: str) -> None:
    """Nothing more is found on the way to a sentence than what it takes to write one."""
    fault = examination.examine(received(CASES[name]), apart=False)
    assert "not one of ours" in fault or "is not ours" in fault or "not as this version describes it" in fault
