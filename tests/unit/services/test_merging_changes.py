"""Files of changes: only what is new travels, what is missing or went on twice is told, and all copies agree."""

import shutil
from pathlib import Path

import pytest

from asc_desktop.domain.merging.packs import decode
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.model import Scope
from asc_desktop.services import snapshots
from asc_desktop.services.errors import StoreError
from asc_desktop.services.merging import changes_out
from tests.unit.services.officers import Officer


@pytest.fixture
def ann(sample_file: Path, tmp_path: Path) -> Officer:
    shutil.copyfile(sample_file, tmp_path / "Ann.ascp")
    return Officer("Ann", tmp_path / "Ann.ascp")


@pytest.fixture
def ben(ann: Officer) -> Officer:
    return ann.give("Ben")


def sent(officer: Officer, since: Path, name: str) -> Path:
    target = officer.path.with_name(f"{name}.aschanges")
    with officer.at_work() as session:
        changes_out(session, since, target)
    return target


def kept(path: Path, name: str) -> Path:
    """Put a copy of a file aside as it is now."""
    aside = path.with_name(f"{name}{path.suffix}")
    shutil.copyfile(path, aside)
    return aside


def test_only_what_is_new_travels_and_each_file_follows_the_one_before(ann: Officer, ben: Officer) -> None:
    ann.change("P-001", lead="First")
    first = sent(ann, ben.path, "first")
    assert [action.words for action in decode(first.read_bytes()).actions] == ["Change P-001"]
    assert first.stat().st_size < ann.path.stat().st_size / 50
    ann.change("P-024", lead="Second")
    second = sent(ann, first, "second")
    assert [action.words for action in decode(second.read_bytes()).actions] == ["Change P-024"]
    ben.hear(first)
    ben.hear(second)
    assert ben.state() == ann.state()
    assert ben.look(first).is_nothing_new
    assert "already" in ben.hear(second).sentence


def test_what_was_received_says_what_the_other_has(ann: Officer, ben: Officer) -> None:
    ann.change("P-001", lead="Ann")
    first = sent(ann, ben.path, "first")
    ben.hear(first)
    ben.change("P-024", lead="Ben")
    answer = sent(ben, first, "answer")
    assert [action.who for action in decode(answer.read_bytes()).actions] == ["Ben"]
    ann.hear(answer)
    assert ann.state() == ben.state()
    with pytest.raises(StoreError, match="nothing new since"):
        sent(ann, answer, "empty")
    assert not ann.path.with_name("empty.aschanges").exists()


def test_changes_on_both_sides_are_conflicts_as_of_a_whole_copy(ann: Officer, ben: Officer) -> None:
    given = kept(ben.path, "given")
    ben.change("P-024", lead="Theirs")
    ann.change("P-024", lead="Ours")
    changes = sent(ben, given, "changes")
    by_changes, by_copy = ann.look(changes), ann.look(ben)
    assert by_changes.conflicts == by_copy.conflicts
    assert len(by_changes.conflicts) == 1
    ann.hear(changes, rule="ours")
    ben.hear(sent(ann, changes, "back"))
    assert ben.lead("P-024") == ann.lead("P-024") == "Ours"
    assert ben.state() == ann.state()


def test_a_gap_is_told_and_nothing_is_merged(ann: Officer, ben: Officer) -> None:
    ann.change("P-001", lead="First")
    first = sent(ann, ben.path, "first")
    ann.change("P-024", lead="Second")
    second = sent(ann, first, "second")
    before = ben.state()
    with pytest.raises(StoreError, match="follows changes that have not reached this portfolio"):
        ben.look(second)
    assert ben.state() == before
    ben.hear(first)
    ben.hear(second)
    assert ben.state() == ann.state()


def test_changes_cannot_be_written_since_what_was_never_heard(ann: Officer, ben: Officer) -> None:
    ben.change("P-024", lead="Ben")
    unheard = sent(ben, ann.path, "unheard")
    ann.change("P-001", lead="Ann")
    with pytest.raises(StoreError, match="holds changes that are not in this portfolio"):
        sent(ann, unheard, "answer")
    ann.hear(unheard)
    ben.hear(sent(ann, unheard, "answer"))
    assert ann.state() == ben.state()


def test_a_fork_is_told_and_a_whole_copy_merges_it(ann: Officer, ben: Officer) -> None:
    twin = Officer("Cat", kept(ann.path, "Cat"))
    ann.change("P-001", lead="Ann")
    twin.change("P-024", lead="Cat")
    of_ann = sent(ann, ben.path, "of Ann")
    of_twin = sent(twin, ben.path, "of Cat")
    ben.hear(of_ann)
    with pytest.raises(StoreError, match="was changed as the same copy"):
        sent(twin, ann.path, "answer")
    with pytest.raises(StoreError, match="went on as one and the same copy"):
        sent(twin, of_ann, "answer")
    twin.change("P-030", lead="Cat")
    with pytest.raises(StoreError, match="went on as one and the same copy"):
        ann.look(sent(twin, of_twin, "later"))
    ann.hear(twin)
    assert (ann.lead("P-001"), ann.lead("P-030")) == ("Ann", "Cat")


def test_changes_of_another_portfolio_are_refused(ann: Officer, ben: Officer, tmp_path: Path) -> None:
    other = Officer("Dee", tmp_path / "other.ascp")
    other.files.create_sample(other.path).close()
    elsewhere = other.give("Eve")
    other.change("P-001", lead="Dee")
    changes = sent(other, elsewhere.path, "other")
    with pytest.raises(StoreError, match="not of this portfolio"):
        ann.look(changes)
    ann.change("P-001", lead="Ann")
    with pytest.raises(StoreError, match="not of this portfolio"):
        sent(ann, changes, "answer")
    with pytest.raises(StoreError, match="not of this portfolio"):
        sent(ann, elsewhere.path, "answer")


def test_a_file_is_never_written_over(ann: Officer, ben: Officer) -> None:
    ann.change("P-001", lead="First")
    first = sent(ann, ben.path, "first")
    content = first.read_bytes()
    with pytest.raises(StoreError, match="already a file"):
        sent(ann, ben.path, "first")
    assert first.read_bytes() == content


def test_what_a_board_received_travels_with_the_changes(ann: Officer, ben: Officer) -> None:
    with ann.at_work() as session:
        programme = max(session.records.all(Programme), key=lambda item: item.open_period)
        snapshots.freeze(session, Scope(programme.id, programme.open_period), name="The board of June")
        frozen = snapshots.find_snapshot(session, "The board of June")
        content = session.frozen.content(frozen)
    changes = sent(ann, ben.path, "frozen")
    ben.hear(changes)
    with ben.at_work() as session:
        assert session.frozen.content(session.records.get(Snapshot, frozen.id)) == content
        assert session.store.check() == []
    # Its dictionary is where the others have it already.
    assert {item.id for item in decode(changes.read_bytes()).kept} == {frozen.content}


def test_an_undone_merge_does_not_stand_between_later_changes(ann: Officer, ben: Officer) -> None:
    ann.change("P-024", lead="Ann")
    ben.change("P-024", lead="Ben")
    ann.hear(ben, rule="ours")
    ben.hear(ann)
    with ann.at_work() as session:
        session.undo()
    ann.change("P-030", lead="Ann")
    given = sent(ann, kept(ben.path, "given"), "later")
    ben.hear(given)
    assert ben.lead("P-030") == "Ann"
    ann.hear(ben)
    assert ann.state() == ben.state()
