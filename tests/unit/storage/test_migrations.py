"""Every released schema opens, and an upgrade is wholly done or not at all, after a backup."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.storage import migrations, opening, versions
from asc_desktop.storage.backups import backup_list, is_good
from asc_desktop.storage.errors import StoreError
from asc_desktop.storage.schema_v1 import STATEMENTS as VERSION_1
from asc_desktop.storage.schema_v2 import STATEMENTS as VERSION_2
from asc_desktop.storage.schema_v3 import STATEMENTS as VERSION_3
from asc_desktop.storage.store import Context, Store

DATA = Path(__file__).parents[2] / "data"


def test_the_migrations_end_at_the_version_that_the_program_writes(empty: Store) -> None:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        pending = migrations.MIGRATIONS.pending(Database(connection))
    assert len(pending) == versions.SCHEMA_VERSION
    assert empty._connection.execute("PRAGMA user_version").fetchone() == (versions.SCHEMA_VERSION,)


RELEASED = {1: VERSION_1, 2: (*VERSION_1, *VERSION_2), 3: (*VERSION_1, *VERSION_2, *VERSION_3)}
"""The statements of each released schema, of which ``tests/data`` keeps a portfolio with a row in every table."""


@pytest.mark.parametrize("version", RELEASED)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_portfolio_of_every_released_schema_opens(
    version: int, read_only: bool, tmp_path: Path, context: Context
) -> None:
    path = tmp_path / "old.ascp"
    shutil.copyfile(DATA / f"portfolio-{version}.ascp", path)
    with Store.open(path, context, read_only=read_only) as store:
        rows = store.load()
        made = " ".join(RELEASED[version])
        assert all(rows[kind.table] for kind in RECORD_TYPES if f"CREATE TABLE {kind.table} " in made)
        assert store.check() == []
        assert store.notices == ()
        if not read_only:
            assert store.undo() is not None
            assert store.redo() is not None


def test_the_first_version_s_risk_categories_become_a_list_under_the_same_ids(
    tmp_path: Path, context: Context
) -> None:
    path = tmp_path / "old.ascp"
    shutil.copyfile(DATA / "portfolio-1.ascp", path)
    with Store.open(path, context) as store:
        rows = store.load()
        names = [item.name for item in sorted(rows["category_of_risk"], key=lambda item: item.position)]
        assert names[0] == "Compliance and regulation"
        assert names[-1] == "Other"
        assert len(names) == 10
        assert [item.category for item in rows["risk"]] == ["compliance"]
        told = [entry for entry in store.history() if entry.table == "category_of_risk"]
        assert {(entry.operation, entry.kind, entry.who) for entry in told} == {
            ("insert", "upgrade", "ASC Desktop")
        }
        assert len(told) == 10
        # The step back is the person's own, never the program's.
        assert store.undo_action == "Add a theme"
        with pytest.raises(StoreError), store.transaction("Delete what a risk needs") as tx:
            tx.delete("category_of_risk", "compliance")
        with store.transaction("Delete what none needs") as tx:
            tx.delete("category_of_risk", "other")
        assert store.check() == []
    with Store.open(path, context) as again:
        assert len(again.load()["category_of_risk"]) == 9


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> Migrations:
    """A program one version on, whose migration makes an index anew and drops triggers on the way."""
    later = Migrations("asc_desktop")
    later(name="version_1")(migrations.version_1)
    later(name="version_2")(migrations.version_2)
    later(name="version_3")(migrations.version_3)
    later(name="version_4")(migrations.version_4)

    @later()
    def version_next(db: Database) -> None:
        db.execute("DROP TRIGGER IF EXISTS journal_theme_update")
        db.execute("DROP INDEX theme_unique_1")
        db.execute("CREATE UNIQUE INDEX theme_unique_1 ON theme (programme_id, name)")
        db.execute(f"PRAGMA user_version = {versions.SCHEMA_VERSION}")

    monkeypatch.setattr(migrations, "MIGRATIONS", later)
    monkeypatch.setattr(versions, "SCHEMA_VERSION", versions.SCHEMA_VERSION + 1)
    return later


def test_an_upgrade_is_preceded_by_a_backup_and_keeps_records_history_and_triggers(
    store: Store, context: Context, next_version: Migrations
) -> None:
    before, history = store.load(), store.history()
    store.close()
    with Store.open(store.path, context) as upgraded:
        assert upgraded.load() == before
        assert upgraded.history() == history
        assert upgraded.check() == []
        with upgraded.transaction("Edit") as tx:
            tx.delete("project", "p1")
        assert upgraded.undo() is not None
    (backup,) = backup_list(store.path)
    assert backup.reason == f"before version {versions.SCHEMA_VERSION}"
    assert is_good(backup.path)


def test_an_upgrade_of_a_read_only_copy_leaves_the_file_alone(
    store: Store, context: Context, next_version: Migrations
) -> None:
    store.close()
    before = store.path.read_bytes()
    with Store.open(store.path, context, read_only=True) as upgraded:
        assert len(upgraded.load()["project"]) == 3
    assert store.path.read_bytes() == before
    assert backup_list(store.path) == []


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(
    store: Store, context: Context, next_version: Migrations, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    before = store.path.read_bytes()

    @next_version()
    def version_broken(db: Database) -> None:
        db.execute("DELETE FROM project")
        db.execute("SELECT * FROM nowhere")

    for read_only in (False, True):
        with pytest.raises(StoreError, match="could not be brought up to this version"):
            Store.open(store.path, context, read_only=read_only)
    # It was tried on a copy, so there is nothing to take back.
    assert store.path.read_bytes() == before
    assert backup_list(store.path) == []


def test_an_implication_of_an_older_file_keeps_its_meaning(tmp_path: Path, context: Context) -> None:
    path = tmp_path / "old.ascp"
    shutil.copyfile(DATA / "portfolio-1.ascp", path)
    with contextlib.closing(sqlite3.connect(path)) as old:
        before = old.execute("SELECT * FROM decision_implication ORDER BY id").fetchall()
        (kept,) = old.execute("SELECT level FROM decision_implication").fetchone()
    with Store.open(path, context) as store:
        after = store._connection.execute("SELECT * FROM decision_implication ORDER BY id").fetchall()
        assert after == before
        assert kept == "none"


def test_an_older_file_that_another_tool_changed_is_upgraded_with_that_change(
    tmp_path: Path, context: Context
) -> None:
    path = tmp_path / "old.ascp"
    shutil.copyfile(DATA / "portfolio-1.ascp", path)
    with contextlib.closing(sqlite3.connect(path)) as old:
        old.execute("UPDATE theme SET name = 'Renamed elsewhere' WHERE id = 'theme-2'")
        old.commit()
    with Store.open(path, context) as store:
        assert "Renamed elsewhere" in {row.name for row in store.load()["theme"]}
        assert store.check() == []


def test_an_upgrade_that_is_ended_before_the_triggers_are_made_goes_on_when_it_is_opened_next(
    tmp_path: Path, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.ascp"
    shutil.copyfile(DATA / "portfolio-1.ascp", path)

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(opening, "_put_right", ended)
        with pytest.raises(KeyboardInterrupt):
            Store.open(path, context)
    with Store.open(path, context) as store:
        assert store.check() == []
