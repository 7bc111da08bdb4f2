"""The state that a set of actions comes to."""

import random

from msgspec import structs

from asc_desktop.domain.merging.actions import DELETE, INSERT, KEEP, UPDATE, Action, Entry
from asc_desktop.domain.merging.fold import fold
from asc_desktop.domain.records.fields import Value


def action(
    clock: int, *entries: Entry, replica: str = "a", kind: str = "edit", target: str | None = None
) -> Action:
    return Action(
        id=f"{replica}-{clock}", clock=clock, replica=replica, at="2024-06-03T10:00:00Z", who="Somebody", words="Edit",
        kind=kind, target=target, entries=entries,
    )  # fmt: skip


def entry(operation: str, **values: Value) -> Entry:
    return Entry("project", "p", operation, {key: (None, value) for key, value in values.items()})


ADDED = action(1, entry(INSERT, ref="P-001", name="Old", theme_id="t", archived=0))


def name_of(*actions: Action) -> Value:
    return fold([ADDED, *actions]).tables["project"]["p"]["name"]


def test_the_last_of_a_field_wins_and_another_field_stays() -> None:
    lead, name = (
        action(3, entry(UPDATE, lead="Director")),
        action(2, entry(UPDATE, name="New", lead="Nobody")),
    )
    row = fold([lead, name, ADDED]).tables["project"]["p"]
    assert (row["name"], row["lead"]) == ("New", "Director")


def test_what_was_heard_first_makes_no_difference() -> None:
    actions = [ADDED, *(action(clock, entry(UPDATE, name=str(clock))) for clock in range(2, 9))]
    for seed in range(10):
        random.Random(seed).shuffle(actions)
        assert fold(actions).tables["project"]["p"]["name"] == "8"


def test_one_clock_is_parted_by_replica_then_by_id() -> None:
    of_a = structs.replace(action(2, entry(UPDATE, name="A")), id="z")
    assert name_of(action(2, entry(UPDATE, name="B"), replica="b"), of_a) == "B"
    assert name_of(of_a, structs.replace(of_a, id="y", entries=(entry(UPDATE, name="Y"),))) == "A"


def test_an_insert_leaves_blanks_and_defaults_in_what_it_does_not_name() -> None:
    row = fold([action(1, entry(INSERT, ref="P-1", name="N", theme_id="t"))]).tables["project"]["p"]
    assert (row["lead"], row["archived"]) == (None, 0)
    line = Entry("savings_line", "l", INSERT, {"name": (None, "L")})
    assert fold([action(1, line)]).tables["savings_line"]["l"]["kind"] == "cashable"


def test_what_is_deleted_is_written_on_in_the_shade_and_kept_as_it_was_left() -> None:
    gone, later = action(2, entry(DELETE)), action(3, entry(UPDATE, name="New"), replica="b")
    assert fold([ADDED, gone, later]).tables["project"] == {}
    row = fold([ADDED, gone, later, action(4, entry(KEEP))]).tables["project"]["p"]
    assert (row["name"], row["ref"]) == ("New", "P-001")


def test_an_undo_takes_back_its_own_change_and_no_later_one() -> None:
    change, undo = (
        action(2, entry(UPDATE, name="New")),
        action(4, entry(UPDATE, name="Old"), kind="undo", target="a-2"),
    )
    assert name_of(change, undo) == "Old"
    assert name_of(change, undo, action(3, entry(UPDATE, name="Theirs"), replica="b")) == "Theirs"


def test_a_redo_is_the_change_at_its_first_place() -> None:
    change, undo = (
        action(2, entry(UPDATE, name="New")),
        action(4, entry(UPDATE, name="Old"), kind="undo", target="a-2"),
    )
    redo = action(5, entry(UPDATE, name="New"), kind="redo", target="a-2")
    assert name_of(change, undo, redo) == "New"
    assert name_of(change, undo, redo, action(3, entry(UPDATE, name="Theirs"), replica="b")) == "Theirs"


def test_a_deletion_that_is_undone_never_was() -> None:
    gone, undo = action(2, entry(DELETE)), action(4, entry(INSERT, name="Old"), kind="undo", target="a-2")
    assert name_of(gone, undo, action(3, entry(UPDATE, name="Theirs"), replica="b")) == "Theirs"


def test_what_was_inserted_and_undone_is_dead_with_its_values() -> None:
    undo = action(3, entry(DELETE), kind="undo", target="a-1")
    row = fold([ADDED, undo]).row(("project", "p"))
    assert row is not None
    assert (row.alive, row.values["name"], row.life) == (False, "Old", undo)


def test_one_row_inserted_in_two_copies_has_what_either_named() -> None:
    again = action(3, entry(INSERT, ref="P-001", name="Again", theme_id="t"), replica="b")
    row = fold([ADDED, action(2, entry(UPDATE, lead="Director")), again]).tables["project"]["p"]
    assert (row["name"], row["lead"]) == ("Again", "Director")


def test_another_sqlite_tool_inserts_over_a_row_whole() -> None:
    again = action(3, entry(INSERT, ref="P-001", name="Again", theme_id="t"), kind="outside")
    assert (
        fold([ADDED, action(2, entry(UPDATE, lead="Director")), again]).tables["project"]["p"]["lead"] is None
    )


def test_what_is_deleted_and_inserted_anew_has_nothing_of_before() -> None:
    gone, again = action(3, entry(DELETE)), action(4, entry(INSERT, ref="P-001", name="Again", theme_id="t"))
    assert (
        fold([ADDED, action(2, entry(UPDATE, lead="X")), gone, again]).tables["project"]["p"]["lead"] is None
    )


def test_only_some_rows_are_folded_where_only_some_are_asked_for() -> None:
    other = action(2, Entry("project", "q", INSERT, {"name": (None, "Q")}))
    assert list(fold([ADDED, other], {("project", "q")}).tables["project"]) == ["q"]
