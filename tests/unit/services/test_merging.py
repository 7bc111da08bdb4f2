"""Copies of a portfolio merged, on real files: what comes in, that it goes again whole, and that all agree."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from itertools import permutations
from pathlib import Path
from typing import TypeVar

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Programme, Project, Theme
from asc_desktop.domain.records.exchange import Contact, MergedCopy
from asc_desktop.domain.records.office import ClosedVersion, Snapshot
from asc_desktop.domain.report.model import Scope
from asc_desktop.services import snapshots
from asc_desktop.services.backups import backup_rows
from asc_desktop.services.errors import DamagedFileError, NewerFileError, StoreError
from asc_desktop.services.history import HistoryFilter, done, history, people
from asc_desktop.services.merging import Choice, MergeCancelledError, UnsettledError, give_copy, open_copy
from asc_desktop.services.merging_writes import in_turn
from asc_desktop.services.session import Session
from tests.unit.services.officers import Officer, project, prove, state

T = TypeVar("T")


@pytest.fixture
def ann(sample_file: Path, tmp_path: Path) -> Officer:
    shutil.copyfile(sample_file, tmp_path / "Ann.ascp")
    return Officer("Ann", tmp_path / "Ann.ascp")


@pytest.fixture
def ben(ann: Officer) -> Officer:
    return ann.give("Ben")


@pytest.fixture
def session(ann: Officer) -> Iterator[Session]:
    with ann.at_work() as opened:
        yield opened


def new_project(ref: str, session: Session) -> Project:
    theme = project(session, "P-001").theme_id
    return Project(id=f"new-{ref}", ref=ref, name=f"Project {ref}", theme_id=theme)


# ---------------------------------------------------------------------------------------------- given


def test_a_working_copy_is_whole_and_has_a_replica_of_its_own(ann: Officer, ben: Officer) -> None:
    assert ben.state() == ann.state()
    with ann.at_work() as ours:
        here = ours.store.copies.told()
    with ben.at_work() as theirs:
        there = theirs.store.copies.told()
        assert theirs.store.check() == []
        assert theirs.undo_action is None
    assert (there.first, there.actions) == (here.first, here.actions)
    assert there.replica != here.replica


def test_a_copy_is_refused_where_a_saved_copy_is(session: Session, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="already a file"):
        give_copy(session, session.path)
    (tmp_path / "taken.ascp").write_text("a letter", encoding="utf-8")
    with pytest.raises(StoreError, match="already a file"):
        give_copy(session, tmp_path / "taken.ascp")
    with pytest.raises(StoreError, match="no folder"):
        give_copy(session, tmp_path / "nowhere" / "Ben.ascp")
    assert (tmp_path / "taken.ascp").read_text(encoding="utf-8") == "a letter"


# ---------------------------------------------------------------------------------------------- merged


def test_what_a_colleague_changed_comes_in_and_undo_takes_all_of_it_back(ann: Officer, ben: Officer) -> None:
    ann.change("P-001", lead="Here")
    ben.change("P-024", lead="There", description="Another")
    ben.change("P-030", lead="There too")
    with ann.at_work() as session:
        before = session.records.everything()
        merge = open_copy(session, ben.path)
        assert (merge.file, merge.whose, merge.new_actions) == ("Ben.ascp", "Ben", 2)
        assert not merge.is_nothing_new
        assert not merge.conflicts
        assert {(row.record_id, row.label) for row in merge.comes_in if row.table == "project"} == {
            (project(session, "P-024").id, "Lead"), (project(session, "P-024").id, "Description"),
            (project(session, "P-030").id, "Lead"),
        }  # fmt: skip
        assert session.records.everything() == before
        applied = merge.apply()
        assert applied.action == session.undo_action == "Merge Ben.ascp"
        assert "2 actions of Ben" in applied.sentence
        assert applied.backup is not None
        prove(session)
        after = state(session)
        assert (project(session, "P-024").lead, project(session, "P-001").lead) == ("There", "Here")
        assert session.undo() == "Merge Ben.ascp"
        assert sorted(session.records.everything(), key=id_of) == sorted(before, key=id_of)
        prove(session)
        session.redo()
        assert state(session) == after
        prove(session)


def test_each_long_part_of_a_merge_is_done_away(ann: Officer, ben: Officer) -> None:
    ben.change("P-024", lead="There")
    with ann.at_work() as session:
        before = session.store.copies.last()
        told: list[object] = []
        session.watch(told.append)
        seen: list[tuple[str, int]] = []

        def away(work: Callable[[], T]) -> T:
            result = work()
            seen.append((session.store.copies.last(), len(told)))
            return result

        open_copy(session, ben.path).apply(away=away)
        assert [last == before for last, _ in seen] == [True, False], "made ready, then written"
        assert [count for _, count in seen] == [0, 0], "the window is told in its own thread"
        assert len(told) == 1


def id_of(record: object) -> str:
    return str(getattr(record, "id"))  # noqa: B009 - of whichever type


def test_edits_after_a_merge_are_undone_before_it_and_leave_nothing_of_it(ann: Officer, ben: Officer) -> None:
    ann.change("P-024", lead="Ours")
    ben.change("P-024", sponsor="Theirs")
    with ben.at_work() as theirs, theirs.edit("Add") as edit:
        edit.put(new_project("X-1", theirs))
    with ann.at_work() as session:
        before = state(session)
        open_copy(session, ben.path).apply()
        with session.edit("Change what came") as edit:
            edit.put(replace(project(session, "P-024"), sponsor="Ours after all"))
        with session.edit("Delete what came") as edit:
            edit.delete(project(session, "X-1"))
        prove(session)
        for _ in range(3):
            session.undo()
            prove(session)
        assert state(session) == before
        for _ in range(3):
            session.redo()
            prove(session)
    with ann.at_work() as session:
        prove(session)
        assert project(session, "P-024").sponsor == "Ours after all"
        for _ in range(3):
            session.undo()
        prove(session)
        assert state(session) == before


def test_merging_twice_changes_nothing_and_leaves_no_trace(ann: Officer, ben: Officer) -> None:
    ben.change("P-024", lead="There")
    ann.hear(ben)
    with ann.at_work() as session:
        last, backups = session.store.copies.last(), len(backup_rows(session.path))
        merge = open_copy(session, ben.path)
        assert merge.is_nothing_new
        assert merge.whose == "Ben"
        applied = merge.apply()
        assert applied.action == ""
        assert "already" in applied.sentence
        assert session.store.copies.last() == last
        assert len(backup_rows(session.path)) == backups


def test_a_backup_is_made_before_a_merge(ann: Officer, ben: Officer) -> None:
    ben.change("P-024", lead="There")
    applied = ann.hear(ben)
    assert applied.backup is not None
    with Officer("Ann", applied.backup).at_work(read_only=True) as session:
        assert project(session, "P-024").lead != "There"


def test_a_with_b_is_b_with_a_and_both_stay_usable(ann: Officer, ben: Officer) -> None:
    ann.change("P-001", lead="Ann 1")
    ben.change("P-024", lead="Ben 1")
    ann.hear(ben)
    ben.hear(ann)
    assert ann.state() == ben.state()
    ann.change("P-024", lead="Ann 2")
    ben.change("P-001", lead="Ben 2")
    ben.hear(ann)
    ann.hear(ben)
    assert ann.state() == ben.state()
    assert (ann.lead("P-001"), ann.lead("P-024")) == ("Ben 2", "Ann 2")
    assert ann.look(ben).is_nothing_new
    assert ben.look(ann).is_nothing_new


@pytest.mark.slow
def test_three_copies_merged_in_any_order_agree(ann: Officer, tmp_path: Path) -> None:
    ben, cat = ann.give("Ben"), ann.give("Cat")
    ann.change("P-001", lead="Ann")
    with ben.at_work() as theirs, theirs.edit("Add") as edit:
        edit.put(new_project("X-1", theirs))
    ben.change("P-024", lead="Ben")
    with cat.at_work() as theirs, theirs.edit("Add") as edit:
        edit.put(replace(new_project("X-1", theirs), id="another"))
    cat.change("P-024", sponsor="Cat")
    cat.change("P-001", lead="Cat")
    states = []
    for order in permutations((ann, ben, cat)):
        folder = tmp_path / "".join(officer.who for officer in order)
        folder.mkdir()
        copies = [copied(officer, folder) for officer in order]
        copies[0].hear(copies[1], rule="newest")
        copies[0].hear(copies[2], rule="newest")
        states.append(copies[0].state())
    assert all(found == states[0] for found in states)
    refs = [item.ref for item in states[0] if isinstance(item, Project)]
    assert len(refs) == len(set(refs))
    assert sum(ref.startswith("X-1") for ref in refs) == 2


def copied(officer: Officer, folder: Path) -> Officer:
    shutil.copyfile(officer.path, folder / officer.path.name)
    return Officer(officer.who, folder / officer.path.name)


def test_where_both_changed_a_field_nothing_is_merged_before_somebody_chose(
    ann: Officer, ben: Officer
) -> None:
    ann.change("P-024", lead="Ours")
    ben.change("P-024", lead="Theirs")
    with ann.at_work() as session:
        before, last = state(session), session.store.copies.last()
        merge = open_copy(session, ben.path)
        (conflict,) = merge.conflicts
        assert conflict.kind == "both"
        assert conflict.ours is not None
        assert conflict.theirs is not None
        assert (conflict.ours.words, conflict.ours.who) == ("Ours", "Ann")
        assert (conflict.theirs.words, conflict.theirs.who) == ("Theirs", "Ben")
        with pytest.raises(UnsettledError, match="1 conflict has to be settled first") as raised:
            merge.apply()
        assert raised.value.conflicts == (conflict,)
        assert (state(session), session.store.copies.last()) == (before, last)
        merge.settle(conflict.key, Choice("theirs"))
        merge.settle(conflict.key, None)
        assert merge.unsettled == (conflict,)
        merge.settle(conflict.key, Choice("value", value="Both of them"))
        assert merge.unsettled == ()
        assert "1 conflict settled" in merge.apply().sentence
        prove(session)
        assert project(session, "P-024").lead == "Both of them"
        session.undo()
        assert state(session) == before
        prove(session)


@pytest.mark.parametrize(("rule", "lead"), [("ours", "Ours"), ("theirs", "Theirs"), ("newest", "Theirs")])
def test_a_rule_settles_what_nobody_chose(ann: Officer, ben: Officer, rule: str, lead: str) -> None:
    ann.change("P-024", lead="Ours")
    ben.change("P-030", sponsor="First")
    ben.change("P-024", lead="Theirs")
    ann.hear(ben, rule=rule)
    assert ann.lead("P-024") == lead
    # What was settled here is heard there, and settles it there too.
    ben.hear(ann)
    assert ben.state() == ann.state()


def test_what_is_done_here_while_they_are_compared_is_compared_too(ann: Officer, ben: Officer) -> None:
    ben.change("P-024", lead="Theirs")
    with ann.at_work() as session:
        merge = open_copy(session, ben.path)
        with session.edit("Meanwhile") as edit:
            edit.put(replace(project(session, "P-024"), lead="Ours"))
        with pytest.raises(UnsettledError):
            merge.apply()
        assert project(session, "P-024").lead == "Ours"
        merge.settle_all("theirs")
        merge.apply()
        assert project(session, "P-024").lead == "Theirs"
        prove(session)


def test_an_undo_in_a_copy_is_heard_and_an_undone_merge_is_not(ann: Officer, ben: Officer) -> None:
    ben.change("P-024", lead="Ben")
    ben.change("P-030", lead="Ben")
    ann.hear(ben)
    with ben.at_work() as theirs:
        theirs.undo()
    ann.hear(ben)
    assert ann.lead("P-030") != "Ben"
    with ann.at_work() as session:
        session.undo()
        session.undo()
        prove(session)
        assert project(session, "P-024").lead != "Ben"
    cat = ann.give("Cat")
    assert cat.look(ann).is_nothing_new
    ann.hear(ben)
    assert ann.lead("P-024") == "Ben"


def test_what_was_done_and_taken_back_here_says_nothing_against_what_comes(
    ann: Officer, ben: Officer
) -> None:
    ben.change("P-024", lead="There")
    with ann.at_work() as session:
        with session.edit("Change") as edit:
            edit.put(replace(project(session, "P-024"), sponsor="Ours"))
        session.undo()
    assert ann.look(ben).conflicts == ()
    ann.hear(ben)
    ben.hear(ann)
    assert ben.state() == ann.state()
    with ann.at_work() as session:
        kept = session.records.of(ClosedVersion, "record_id", project(session, "P-024").id)
    assert kept, "closed months show it as it was"


def test_what_the_program_made_of_a_merge_is_nobodys(ann: Officer, ben: Officer) -> None:
    for officer, ref in ((ann, "P-024"), (ben, "P-030")):
        with officer.at_work(read_only=True) as session:
            renamed = replace(project(session, ref), ref="X-1")
        officer.put(renamed)
    ann.hear(ben)
    merge = ben.look(ann)
    assert merge.new_actions > 1
    assert merge.whose == "Ann"
    ben.hear(ann)
    with ben.at_work(read_only=True) as session:
        assert [item.who for item in session.records.all(MergedCopy)] == ["Ann"]


def test_names_that_were_swapped_are_swapped_here_too(ann: Officer, ben: Officer) -> None:
    with ben.at_work() as theirs:
        one, two = project(theirs, "P-001"), project(theirs, "P-024")
        for renamed in (replace(one, ref="P-900"), replace(two, ref="P-001"), replace(one, ref="P-024")):
            with theirs.edit("Rename") as edit:
                edit.put(renamed)
    ann.hear(ben)
    with ann.at_work() as session:
        assert (project(session, "P-024").id, project(session, "P-001").id) == (one.id, two.id)
        session.undo()
        prove(session)
        assert project(session, "P-001").id == one.id


def test_no_record_takes_a_name_before_its_holder_gave_it_up(session: Session) -> None:
    one, two, three = (project(session, ref) for ref in ("P-001", "P-024", "P-030"))
    chain = [replace(one, ref="P-024"), replace(two, ref="P-030"), replace(three, ref="P-900")]
    steps, parked = in_turn(session.records, chain, ())
    assert [record.ref for record in steps] == ["P-900", "P-030", "P-024"]
    assert parked == []
    ring = [replace(one, ref="P-024"), replace(two, ref="P-001"), replace(three, lead="Nobody")]
    steps, parked = in_turn(session.records, ring, ())
    assert [record.id for record in steps] == [three.id]
    assert {record.id for record in parked} == {one.id, two.id}
    assert in_turn(session.records, [replace(one, ref="P-024")], [two]) == ([replace(one, ref="P-024")], [])


# ---------------------------------------------------------------------------------------------- what boards received


def test_a_report_that_a_board_received_comes_with_its_snapshot(ann: Officer, ben: Officer) -> None:
    ben.change("P-024", lead="There")
    with ben.at_work() as theirs:
        freeze(theirs)
        name = newest_snapshot(theirs).content
        report = theirs.frozen.content(newest_snapshot(theirs))
    ann.hear(ben)
    with ann.at_work() as session:
        assert newest_snapshot(session).content == name
        assert session.frozen.content(newest_snapshot(session)) == report
        assert session.store.check() == []


def freeze(session: Session) -> None:
    programme = max(session.records.all(Programme), key=lambda item: item.open_period)
    scope = Scope(programme.id, programme.open_period)
    snapshots.freeze(session, scope, name="The board of June")


def newest_snapshot(session: Session) -> Snapshot:
    return max(session.records.all(Snapshot), key=lambda item: item.period)


# ---------------------------------------------------------------------------------------------- which file


def test_the_open_portfolio_itself_is_no_copy(session: Session) -> None:
    with pytest.raises(StoreError, match="is the portfolio that is open"):
        open_copy(session, session.path)


def test_another_portfolio_is_refused(session: Session, tmp_path: Path) -> None:
    other = Officer("Cat", tmp_path / "other.ascp")
    other.files.create_sample(other.path).close()
    with pytest.raises(StoreError, match="not of this portfolio"):
        open_copy(session, other.path)


def test_what_cannot_be_read_is_refused(ben: Officer, session: Session, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"missing\.ascp"):
        open_copy(session, tmp_path / "missing.ascp")
    letter = tmp_path / "letter.ascp"
    letter.write_text("Dear Sir, " * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="not a portfolio"):
        open_copy(session, letter)
    damaged = tmp_path / "damaged.ascp"
    damaged.write_bytes(ben.path.read_bytes()[:100_000])
    with pytest.raises(DamagedFileError):
        open_copy(session, damaged)
    with sqlite3.connect(ben.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(NewerFileError, match="so it was not merged, and nothing was changed"):
        open_copy(session, ben.path)


def test_a_file_copied_in_explorer_is_merged_and_told(ann: Officer, tmp_path: Path) -> None:
    ann.change("P-001", lead="Before")
    shutil.copyfile(ann.path, tmp_path / "copy of Ann.ascp")
    twin = Officer("Ben", tmp_path / "copy of Ann.ascp")
    ann.change("P-024", lead="Ann")
    twin.change("P-024", sponsor="Ben")
    merge = ann.look(twin)
    assert any("copied in Explorer" in sentence for sentence in merge.told)
    ann.hear(twin)
    twin.hear(ann)
    assert ann.state() == twin.state()


def test_what_a_backup_put_back_has_lost_comes_again_and_is_told(
    ann: Officer, ben: Officer, tmp_path: Path
) -> None:
    shutil.copyfile(ann.path, tmp_path / "backup.ascp")
    ann.change("P-001", lead="Lost here")
    ben.hear(ann)
    shutil.copyfile(tmp_path / "backup.ascp", ann.path)
    merge = ann.look(ben)
    assert any("once done in this portfolio" in sentence for sentence in merge.told)
    ann.hear(ben)
    assert ann.lead("P-001") == "Lost here"


def test_what_another_tool_changed_in_a_copy_is_merged_once(ann: Officer, ben: Officer) -> None:
    with sqlite3.connect(ben.path) as connection:
        connection.execute("UPDATE project SET lead = 'By hand' WHERE ref = 'P-024'")
    connection.close()
    content = ben.path.read_bytes()
    merge = ann.look(ben)
    assert merge.new_actions == 1
    assert any("changed outside ASC Desktop" in sentence for sentence in merge.told)
    ann.hear(ben)
    assert ann.lead("P-024") == "By hand"
    assert ben.path.read_bytes() == content, "the copy itself stays as it is"
    # Its owner opens it later: it is the same change.
    assert ben.lead("P-024") == "By hand"
    ben.change("P-030", lead="In the window")
    merge = ann.look(ben)
    assert merge.new_actions == 1
    ann.hear(ben)
    # What was kept of the project for closed months, which the other tool did not keep.
    ben.hear(ann)
    assert ben.state() == ann.state()
    assert ben.look(ann).is_nothing_new


def test_what_another_tool_wrote_over_is_back_after_undo(ann: Officer, ben: Officer) -> None:
    with sqlite3.connect(ben.path) as connection:
        connection.execute(
            "INSERT OR REPLACE INTO contact (id, role, name) SELECT id, role, 'Written over' FROM contact LIMIT 1"
        )
    connection.close()
    before = ann.state()
    with ben.at_work() as session:
        prove(session)
        assert "Written over" in {item.name for item in session.records.all(Contact)}
        session.undo()
        prove(session)
        assert state(session) == before
        session.redo()
        prove(session)
        assert "Written over" in {item.name for item in session.records.all(Contact)}
    ann.hear(ben)
    assert ann.state() == ben.state()


def test_reading_can_be_called_off(ann: Officer, ben: Officer) -> None:
    said: list[float] = []
    with ann.at_work() as session:
        with pytest.raises(MergeCancelledError):
            open_copy(session, ben.path, is_cancelled=lambda: True)
        open_copy(session, ben.path, progress=lambda share, _: said.append(share))
    assert said == sorted(said)
    assert (said[0], said[-1]) == (0, 1)


def test_a_copy_is_compared_with_a_portfolio_that_is_only_read(ann: Officer, ben: Officer) -> None:
    ben.change("P-024", lead="There")
    with ann.at_work(read_only=True) as session:
        merge = open_copy(session, ben.path)
        assert merge.new_actions == 1
        with pytest.raises(StoreError):
            merge.apply()


# ---------------------------------------------------------------------------------------------- older files


@pytest.mark.parametrize("version", [1, 2])
def test_a_copy_of_an_older_schema_is_brought_up_to_date_apart(version: int, tmp_path: Path) -> None:
    released = Path(__file__).parents[2] / "data" / f"portfolio-{version}.ascp"
    for name in ("Ann.ascp", "Ben.ascp"):
        shutil.copyfile(released, tmp_path / name)
    ann, ben = Officer("Ann", tmp_path / "Ann.ascp"), Officer("Ben", tmp_path / "Ben.ascp")
    with sqlite3.connect(ben.path) as connection:
        connection.execute("UPDATE project SET lead = 'By hand'")
    connection.close()
    old = ben.path.read_bytes()
    with ann.at_work() as session, session.edit("Change") as edit:
        edit.put(replace(session.records.all(Theme)[0], name="Here"))
    ann.hear(ben)
    assert ben.path.read_bytes() == old
    with ann.at_work() as session:
        assert {item.lead for item in session.records.all(Project)} == {"By hand"}
        assert "Here" in {item.name for item in session.records.all(Theme)}
    # Merged again, whether brought up to date there meanwhile or not, it has nothing new.
    assert ann.look(ben).is_nothing_new
    ben.hear(ann)
    assert ben.state() == ann.state()
    assert ann.look(ben).is_nothing_new


# ---------------------------------------------------------------------------------------------- kept and told


def test_a_saved_copy_and_a_backup_have_what_was_merged(ann: Officer, ben: Officer, tmp_path: Path) -> None:
    ben.change("P-024", lead="There")
    ann.hear(ben)
    ann.change("P-030", lead="After")
    with ann.at_work() as session:
        assert session.save_copy(tmp_path / "saved.ascp")
        backup = session.back_up("test")
    saved = Officer("Ann", tmp_path / "saved.ascp")
    shutil.copyfile(backup, tmp_path / "restored.ascp")
    for officer in (saved, Officer("Ann", tmp_path / "restored.ascp")):
        with officer.at_work() as session:
            prove(session)
            assert project(session, "P-024").lead == "There"
            session.undo()
            session.undo()
            prove(session)
            assert project(session, "P-024").lead != "There"


def test_a_rescued_copy_holds_the_records_and_no_account_of_merges(
    ann: Officer, ben: Officer, tmp_path: Path
) -> None:
    from asc_desktop.storage.copying import rescued

    ben.change("P-024", lead="There")
    ann.hear(ben)
    with ann.at_work() as session:
        assert session.records.all(MergedCopy)
        records, _ = rescued(session.store._connection, session.records.everything())
    assert not [item for item in records if isinstance(item, MergedCopy)]
    assert next(item for item in records if isinstance(item, Project) and item.ref == "P-024").lead == "There"


def test_history_says_who_did_what_a_merge_brought(ann: Officer, ben: Officer) -> None:
    ben.change("P-024", lead="There")
    ben.change("P-030", lead="There too")
    ann.hear(ben)
    with ann.at_work() as session:
        rows = [row for row in history(session, limit=50) if row.merged]
        assert {row.who for row in rows} == {"Ben"}
        told = {row.record.partition(" ")[2][:5]: done(row) for row in rows if row.field == "Lead"}
        assert set(told) == {"P-024", "P-030"}
        assert told["P-024"].startswith("Merge Ben.ascp: Change P-024, ")
        assert len({row.transaction_id for row in rows}) == 2
        assert not [row for row in rows if row.table in {"merged_copy", "closed_version"}]
        assert people(session) == ["Ann", "Ben", "Tester"]
        assert HistoryFilter(who="Ben").passes(rows[0])
        session.undo()
        undone = history(session, limit=5)[0]
        assert (undone.who, done(undone)) == ("Ann", "Undone: Merge Ben.ascp")
        assert people(session) == ["Ann", "Tester"]


def test_every_action_after_a_merge_comes_after_all_that_was_heard(ann: Officer, ben: Officer) -> None:
    for number in range(5):
        ben.change("P-024", lead=f"Ben {number}")
    ann.hear(ben)
    ann.change("P-024", lead="Ann")
    with ann.at_work() as session:
        actions = session.store.copies.told().actions
    assert max(actions, key=lambda action: action.clock).who == "Ann"
    ben.hear(ann)
    assert ben.lead("P-024") == "Ann"
