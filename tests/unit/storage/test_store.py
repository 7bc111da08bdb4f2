import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import get_type_hints

import pytest
from msgspec import structs

from asc_desktop.domain.records.delivery import Programme, Project, ProjectDependency, StatusUpdate, Theme
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.storage.errors import StoreError
from asc_desktop.storage.store import Context, Store


def project(store: Store, record_id: str) -> Project:
    return next(row for row in store.load()["project"] if row.id == record_id)


def rename(store: Store, record_id: str, name: str, action: str = "Rename") -> None:
    with store.transaction(action) as tx:
        tx.update(structs.replace(project(store, record_id), name=name))


def test_a_new_portfolio_is_empty_sound_and_alone_in_its_folder(empty: Store, path: Path) -> None:
    assert empty.load() == {kind.table: [] for kind in RECORD_TYPES}
    assert empty.check() == []
    assert empty.notices == ()
    assert empty.last_saved is None
    assert (empty.undo_action, empty.redo_action) == (None, None)
    empty.close()
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_create_refuses_a_file_that_is_there(store: Store, path: Path, context: Context) -> None:
    with pytest.raises(StoreError, match="already a file"):
        Store.create(path, context)
    assert len(store.load()["project"]) == 3


def test_create_refuses_a_folder_that_is_not_there(tmp_path: Path, context: Context) -> None:
    with pytest.raises(StoreError, match="no folder"):
        Store.create(tmp_path / "nowhere" / "a.ascp", context)


def test_what_is_written_is_loaded_as_the_same_records(store: Store, path: Path, context: Context) -> None:
    before = store.load()
    assert before["project"][0] == Project(id="p1", ref="P1", name="Project 1", theme_id="theme")
    store.close()
    with Store.open(path, context) as again:
        assert again.load() == before


@pytest.mark.parametrize("kind", RECORD_TYPES, ids=lambda kind: kind.table)
def test_every_record_type_keeps_every_field(store: Store, kind: type[Record]) -> None:
    full = _filled(kind)
    connection = store._connection
    connection.execute("PRAGMA foreign_keys = OFF")
    with store.transaction("Fill") as tx:
        tx.insert(full)
    assert full in store.load()[kind.table]
    assert store.undo() is not None
    assert full not in store.load()[kind.table]
    assert store.redo() is not None
    assert full in store.load()[kind.table]


def _filled(kind: type[Record]) -> Record:
    values: dict[str, str | int] = {}
    for name in kind.__struct_fields__:
        values[name] = 7 if "int" in str(get_type_hints(kind)[name]) else f"{name} “text”"
    return kind(**values)  # type: ignore[arg-type]


def test_records_share_what_they_say_alike(store: Store) -> None:
    one, other, *_ = store.load()["project"]
    assert isinstance(one, Project)
    assert isinstance(other, Project)
    assert one.theme_id is other.theme_id
    assert one.ref != other.ref


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "@SUM(A1)",
        "-2+3",
        "😀 naïve “quotes” £1.2m — dash",
        'back\\slash "and" \\" mixed \\\\',
        "two\nlines\r\nand\ttab",
        "x" * 32_767,
        "😀" * 32_767,
        "\x01\x1f\u2028\ufeff",
        "null",
        "'; DROP TABLE project; --",
        "{}[],:",
    ],
)
@pytest.mark.parametrize("column", ["name", "description"])
def test_any_text_survives_the_table_the_journal_undo_and_redo(store: Store, text: str, column: str) -> None:
    old = project(store, "p1")
    new = structs.replace(old, **{column: text})
    with store.transaction("Write") as tx:
        tx.update(new)
    assert project(store, "p1") == new
    assert store.history(limit=1)[0].changes == {column: (getattr(old, column), text)}
    assert store.check() == []
    store.undo()
    assert project(store, "p1") == old
    store.redo()
    assert project(store, "p1") == new
    with store.transaction("Delete") as tx:
        tx.delete("project", "p1")
    store.undo()
    assert project(store, "p1") == new
    assert store.check() == []


@pytest.mark.parametrize("number", [0, -1, 9_223_372_036_854_775_807, -9_223_372_036_854_775_808])
def test_any_whole_number_survives(store: Store, number: int) -> None:
    old = next(iter(store.load()["theme"]))
    new = structs.replace(old, position=number, retired=number)
    with store.transaction("Write") as tx:
        tx.update(new)
    assert store.load()["theme"] == [new]
    assert store.check() == []


@pytest.mark.parametrize("text", ["with\0nul", "half a \ud800 pair"])
def test_text_that_cannot_be_stored_is_refused_and_nothing_is_lost(store: Store, text: str) -> None:
    before = store.load()
    with pytest.raises(StoreError, match="characters that cannot be stored"):
        rename(store, "p1", text)
    assert store.load() == before
    rename(store, "p1", "Fine")
    assert store.check() == []


def test_a_number_too_large_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="too large"), store.transaction("Write") as tx:
        tx.insert(Theme(id="t", programme_id="prog", name="T", position=1 << 63))
    assert len(store.load()["theme"]) == 1


def test_changes_name_every_record_that_the_transaction_touched(store: Store) -> None:
    new = Project(id="p4", ref="P4", name="New", theme_id="theme")
    changed = structs.replace(project(store, "p1"), lead="Head of service")
    with store.transaction("Several") as tx:
        tx.insert(new)
        tx.update(changed)
        tx.delete("project", "p2")
    assert tx.changes == {"project": {"p4": new, "p1": changed, "p2": None}}


def test_a_transaction_that_changes_nothing_leaves_no_trace(store: Store) -> None:
    before, saved = store.history(), store.last_saved
    with store.transaction("Nothing") as tx:
        pass
    assert tx.changes == {}
    with store.transaction("The same again") as tx:
        tx.update(project(store, "p1"))
    assert tx.changes == {}
    assert (store.history(), store.last_saved, store.undo_action) == (before, saved, None)


def test_an_exception_in_the_block_rolls_everything_back_and_passes_as_it_is(store: Store) -> None:
    before = store.load()

    def half() -> None:
        with store.transaction("Half") as tx:
            tx.delete("project", "p1")
            raise FileNotFoundError("the workbook")

    with pytest.raises(FileNotFoundError):
        half()
    assert store.load() == before
    assert store.check() == []
    rename(store, "p1", "Works again")


def test_a_refused_edit_rolls_everything_back_even_if_the_block_swallows_it(store: Store) -> None:
    before = store.load()
    twice = Project(id="p9", ref="P1", name="Same ref", theme_id="theme")

    def half() -> None:
        with store.transaction("Half") as tx:
            tx.delete("project", "p3")
            with pytest.raises(StoreError):
                tx.insert_many([Project(id="p8", ref="P8", name="Fine", theme_id="theme"), twice])

    with pytest.raises(StoreError, match="another project already has the same Ref"):
        half()
    assert store.load() == before
    assert store.check() == []


def test_a_transaction_takes_nothing_after_its_end(store: Store) -> None:
    with store.transaction("Done") as tx:
        tx.delete("project", "p3")
    with pytest.raises(RuntimeError, match="has ended"):
        tx.delete("project", "p2")


def test_transactions_do_not_nest(store: Store) -> None:
    with store.transaction("Outer") as tx:
        tx.delete("project", "p3")
        with pytest.raises(RuntimeError, match="open already"), store.transaction("Inner"):
            pass
        with pytest.raises(RuntimeError, match="inside a transaction"):
            store.backup("now")
    assert len(store.load()["project"]) == 2


def test_references_are_checked_at_the_end_so_the_order_of_edits_is_free(store: Store) -> None:
    with store.transaction("Children first") as tx:
        tx.insert(Project(id="p5", ref="P5", name="Child", theme_id="later"))
        tx.insert(Theme(id="later", programme_id="prog2", name="Later"))
        tx.insert(Programme(id="prog2", name="Two", first_year=2024, last_year=2027, open_period="2024-06"))
    with store.transaction("Parents first") as tx:
        tx.delete("programme", "prog2")
        tx.delete("theme", "later")
        tx.delete("project", "p5")
    assert store.check() == []


def test_a_reference_to_nothing_is_refused_in_the_field_s_words(store: Store) -> None:
    before = store.load()
    sentence = "3 projects refer to a theme that is not there"
    with pytest.raises(StoreError, match=sentence), store.transaction("Orphans") as tx:
        tx.delete("theme", "theme")
    assert store.load() == before


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        (Project(id="p1", ref="P9", name="Again", theme_id="theme"), "this project is already in the portfolio"),
        (Theme(id="t", programme_id="prog", name="Independence"), "another theme already has the same Programme and "),
        (Project(id="p9", ref="P9", name=None, theme_id="theme"), "Project is needed for each project"),  # type: ignore[arg-type]
        (Project(id="p9", ref="P9", name="N", theme_id="theme", archived="x"), "value of the wrong kind"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_refusals_are_sentences(store: Store, record: Record, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence), store.transaction("Try") as tx:
        tx.insert(record)


def test_an_empty_cell_counts_in_a_unique_group(store: Store) -> None:
    with store.transaction("Needs") as tx:
        tx.insert(ProjectDependency(id="d1", project_id="p1", needs_project_id="p2"))
    with (
        pytest.raises(StoreError, match="already a dependency like this one"),
        store.transaction("Again") as tx,
    ):
        tx.insert(ProjectDependency(id="d2", project_id="p1", needs_project_id="p2"))


def test_updating_or_deleting_what_is_gone_is_refused(store: Store) -> None:
    gone = Project(id="gone", ref="X", name="X", theme_id="theme")
    with pytest.raises(StoreError, match="a project in it is no longer there"), store.transaction("U") as tx:
        tx.update(gone)
    with pytest.raises(StoreError, match="a project in it is no longer there"), store.transaction("D") as tx:
        tx.delete("project", "gone")


def test_undo_and_redo_by_name(store: Store) -> None:
    rename(store, "p1", "First", "Rename one")
    rename(store, "p2", "Second", "Rename two")
    assert (store.undo_action, store.redo_action) == ("Rename two", None)
    applied = store.undo()
    assert applied is not None
    assert applied.action == "Rename two"
    assert applied.changes == {"project": {"p2": project(store, "p2")}}
    assert project(store, "p2").name == "Project 2"
    assert (store.undo_action, store.redo_action) == ("Rename one", "Rename two")
    store.undo()
    assert (store.undo_action, store.redo_action) == (None, "Rename one")
    assert store.undo() is None
    store.redo()
    store.redo()
    assert store.redo() is None
    assert [project(store, key).name for key in ("p1", "p2")] == ["First", "Second"]
    assert store.check() == []


def test_undo_of_an_insert_says_that_the_record_is_gone(store: Store) -> None:
    with store.transaction("Add") as tx:
        tx.insert(StatusUpdate(id="u", project_id="p1", period="2024-06", status_id="on"))
    applied = store.undo()
    assert applied is not None
    assert applied.changes == {"status_update": {"u": None}}


def test_a_new_edit_ends_what_could_be_redone(store: Store) -> None:
    rename(store, "p1", "First", "One")
    rename(store, "p1", "Second", "Two")
    store.undo()
    rename(store, "p1", "Third", "Three")
    assert (store.undo_action, store.redo_action) == ("Three", None)
    store.undo()
    assert (store.undo_action, store.redo_action) == ("One", "Three")
    store.undo()
    assert project(store, "p1").name == "Project 1"
    store.redo()
    store.redo()
    assert project(store, "p1").name == "Third"


def test_undo_and_redo_outlive_the_window(store: Store, path: Path, context: Context) -> None:
    rename(store, "p1", "First", "One")
    rename(store, "p1", "Second", "Two")
    store.undo()
    store.close()
    with Store.open(path, context) as again:
        assert (again.undo_action, again.redo_action) == ("One", "Two")
        again.redo()
        again.undo()
        again.undo()
    with Store.open(path, context) as again:
        assert project(again, "p1").name == "Project 1"
        again.redo()
        again.redo()
        assert project(again, "p1").name == "Second"
        assert again.check() == []


def test_undo_takes_swapped_unique_values_back_in_order(store: Store) -> None:
    one, two = project(store, "p1"), project(store, "p2")
    with store.transaction("Swap") as tx:
        tx.update(structs.replace(one, ref="tmp"))
        tx.update(structs.replace(two, ref="P1"))
        tx.update(structs.replace(one, ref="P2"))
    store.undo()
    assert (project(store, "p1"), project(store, "p2")) == (one, two)
    store.redo()
    assert (project(store, "p1").ref, project(store, "p2").ref) == ("P2", "P1")


def test_what_cannot_be_undone_keeps_what_came_before_too(store: Store) -> None:
    rename(store, "p1", "Before")
    with store.transaction("Close June 2024", reason="The board met", undoable=False) as tx:
        tx.update(Programme(id="prog", name="ASC", first_year=2024, last_year=2027, open_period="2024-07"))
    assert (store.undo_action, store.undo()) == (None, None)
    rename(store, "p1", "After", "Later edit")
    assert store.undo_action == "Later edit"


def test_history_says_who_when_what_and_why(store: Store) -> None:
    rename(store, "p1", "First", "Rename")
    with store.transaction("Correct June", reason="Finance found it") as tx:
        tx.update(structs.replace(project(store, "p1"), name="Second", lead="Head"))
        tx.delete("project", "p3")
    newest, middle, oldest = store.history(limit=3)
    assert (newest.operation, newest.table, newest.row_id) == ("delete", "project", "p3")
    assert newest.changes["name"] == ("Project 3", None)
    assert (middle.action, middle.reason, middle.kind) == ("Correct June", "Finance found it", "edit")
    assert middle.changes == {"name": ("First", "Second"), "lead": (None, "Head")}
    assert newest.transaction_id == middle.transaction_id != oldest.transaction_id
    assert (oldest.who, oldest.at.tzinfo) == ("Ann Officer", UTC)
    assert store.people() == ["Ann Officer"]
    assert middle.at == store.last_saved
    assert isinstance(store.last_saved, datetime)


def test_each_action_says_in_which_copy_and_in_which_order_it_was_done(store: Store) -> None:
    rename(store, "p1", "First")
    store.undo()
    rows = store._connection.execute(
        "SELECT clock, replica FROM journal_transaction ORDER BY number"
    ).fetchall()
    (copy,) = store._connection.execute("SELECT value FROM file_info WHERE key = 'replica'").fetchone()
    assert copy
    assert rows == [(clock, copy) for clock in range(rows[0][0], rows[0][0] + len(rows))]
    assert len(rows) >= 3


def test_history_of_records_of_a_table_and_by_the_page(store: Store) -> None:
    for number in range(5):
        rename(store, "p1", f"Name {number}")
    rename(store, "p2", "Other")
    assert {entry.row_id for entry in store.history(record_ids=["p1", "theme"])} == {"p1", "theme"}
    assert store.history(record_ids=[]) == []
    assert {entry.table for entry in store.history(table="theme")} == {"theme"}
    first = store.history(limit=4)
    rest = store.history(before=first[-1].sequence)
    assert first + rest == store.history()
    sequences = [entry.sequence for entry in store.history()]
    assert sequences == sorted(sequences, reverse=True)


def test_a_store_may_be_used_from_any_thread(store: Store) -> None:
    def work(number: int) -> None:
        for step in range(5):
            with store.transaction(f"Thread {number}") as tx:
                tx.insert(Theme(id=f"{number}-{step}", programme_id="prog", name=f"{number} {step}"))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.load()["theme"]) == 21
    assert store.check() == []


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    for use in (store.load, store.history, store.check, lambda: rename(store, "p1", "x")):
        with pytest.raises(StoreError, match="has been closed"):
            use()
