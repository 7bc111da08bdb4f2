"""Damaged copies of a portfolio, opened as the window and the command line do: refused in a sentence, or as they were.

``pytest tests/safety/test_damaged_copies.py --rounds 2000`` is the long run.
"""

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs

from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.report.snapshots import SnapshotError
from asc_desktop.services.errors import StoreError
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.services.session import Session
from asc_desktop.storage import examination
from asc_desktop.storage.journal import JournalEntry
from tests.safety.damage import HARMS, Images

Held = tuple[Mapping[str, Mapping[str, Record]], list[JournalEntry], list[str]]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PortfolioFiles:
    """Opens files as the program does; what it does in a process apart happens here, for there are thousands."""
    monkeypatch.setattr(
        examination,
        "_examine_apart",
        lambda copy: examination._fault_of(copy, examination._fields_fault),
    )
    return PortfolioFiles(
        Context(who="Ann", machine="PC", now=lambda: datetime.now(UTC), own_folder=tmp_path / "own")
    )


@pytest.fixture
def images(files: PortfolioFiles, tmp_path: Path) -> Images:
    """The sample after some work on it, and before the last of it."""
    path = tmp_path / "made" / "ASC.ascp"
    path.parent.mkdir()
    files.create_sample(path).close()
    session = files.open(path)
    edit(session, "Head of Service", range(0, 20, 2))
    edit(session, "Programme Manager", range(0, 20, 3))
    session.undo()
    session.close()
    before = path.read_bytes()
    session = files.open(path)
    edit(session, "Service Director", range(1, 25))
    session.close()
    return Images(path.read_bytes(), before)


def edit(session: Session, lead: str, which: range) -> None:
    projects = sorted(session.records.all(Project), key=lambda project: project.ref)
    with session.edit(f"Give projects to the {lead}") as changes:
        changes.put(*(structs.replace(projects[n], lead=lead, description=lead * 40) for n in which))


def held_by(session: Session) -> Held:
    records = {kind.table: {row.id: row for row in session.records.all(kind)} for kind in RECORD_TYPES}
    frozen = [session.frozen.text(snapshot) for snapshot in session.records.all(Snapshot)]
    return records, session.history(limit=100_000), frozen


def outcome(files: PortfolioFiles, path: Path, expected: Held) -> str:
    """Open a copy and return what came of it; a failed opening must leave everything as it was, twice."""
    content = path.read_bytes()
    sentences = []
    for _ in range(2):
        try:
            session = files.open(path)
        except StoreError as error:
            sentences.append(str(error))
            assert path.read_bytes() == content
            assert [entry.name for entry in path.parent.iterdir()] == [path.name]
            continue
        try:
            return "opened" if held_by(session) == expected else "other"
        except SnapshotError:
            return "other"
        finally:
            session.close()
    assert sentences[0] == sentences[1], "the second try is told of what the first one left"
    assert "not saved" not in sentences[0]
    assert sentences[0].startswith("“ASC.ascp” ")
    return "refused"


@pytest.fixture
def copies(
    images: Images, files: PortfolioFiles, tmp_path: Path
) -> Callable[[int], Iterator[tuple[str, str]]]:
    """Try that many copies; give the harm that each was done and what came of it."""
    path = tmp_path / "copy" / "ASC.ascp"
    path.parent.mkdir()
    path.write_bytes(images.now)
    session = files.open(path)
    expected = held_by(session)
    session.close()

    def tried(count: int) -> Iterator[tuple[str, str]]:
        for seed in range(count):
            harm = HARMS[seed % len(HARMS)]
            shutil.rmtree(path.parent)
            path.parent.mkdir()
            path.write_bytes(harm(images, random.Random(seed)))
            try:
                yield harm.__name__, outcome(files, path, expected)
            except Exception as error:
                error.add_note(f"{harm.__name__}, seed {seed}")
                raise

    return tried


@pytest.mark.slow
def test_a_damaged_copy_is_refused_or_has_every_record_as_it_was(
    copies: Callable[[int], Iterator[tuple[str, str]]], rounds: Callable[[int], int]
) -> None:
    count = rounds(150)
    found = Counter(copies(count))
    print(*(f"{harm:<18}{came:<9}{times:>6}" for (harm, came), times in sorted(found.items())), sep="\n")
    assert {came for _, came in found} == {"opened", "refused"}
    assert sum(times for (_, came), times in found.items() if came == "refused") > count // 2


@pytest.mark.slow
def test_without_the_proof_damage_would_go_unseen(
    copies: Callable[[int], Iterator[tuple[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what is done to the copies is such that only the proof finds some of it."""
    monkeypatch.setattr(examination.Proof, "fault", lambda _: "")
    with pytest.raises((AssertionError, StoreError)):
        assert "other" not in {came for _, came in copies(60)}
