from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from asc_desktop.domain.records import Project, Theme
from asc_desktop.storage import backups
from asc_desktop.storage.backups import (
    Backup,
    backup_folder,
    backup_list,
    is_good,
    newest_good_backup,
    superseded,
)
from asc_desktop.storage.errors import DamagedFileError, FileHeldError, StoreError
from asc_desktop.storage.recovery import recover
from asc_desktop.storage.store import Context, Store

NOW = datetime(2024, 7, 18, 12, tzinfo=UTC)


def add_theme(store: Store, name: str) -> None:
    with store.transaction(f"Add {name}") as tx:
        tx.insert(Theme(id=store.new_id(), programme_id="prog", name=name))


def test_a_backup_is_the_portfolio_with_its_history(store: Store, context: Context) -> None:
    made = store.backup("before import of tracker.xlsx")
    assert made.parent == backup_folder(store.path)
    (listed,) = backup_list(store.path)
    assert (listed.path, listed.reason) == (made, "before import of tracker xlsx")
    assert listed.made_at.date().isoformat() == "2024-07-18"
    assert is_good(made)
    with Store.open(made, context, read_only=True) as copy:
        assert copy.load() == store.load()
        assert copy.history() == store.history()
    assert {entry.suffix for entry in made.parent.iterdir()} == {".ascp", ".sha256"}


def test_a_backup_into_a_folder_of_one_s_choice(store: Store, tmp_path: Path) -> None:
    made = store.backup("", tmp_path / "stick" / "ASC")
    assert made.parent == tmp_path / "stick" / "ASC"
    assert newest_good_backup(store.path, made.parent) is not None
    assert newest_good_backup(store.path) is None


def test_backups_of_one_moment_get_names_of_their_own(store: Store) -> None:
    fixed = store._context.now()
    made = {backups.back_up(store._connection, store.path, "same", fixed) for _ in range(3)}
    assert len(made) == len(backup_list(store.path)) == 3


def test_backups_of_another_portfolio_are_not_ours(store: Store, context: Context) -> None:
    store.backup("ours")
    other = store.path.with_name("Adult social care 2.ascp")
    with Store.create(other, context) as second:
        second.backup("theirs", backup_folder(store.path))
        assert len(backup_list(other, backup_folder(store.path))) == 1
    assert len(backup_list(store.path)) == 1


def test_the_newest_good_backup_is_not_a_damaged_one(store: Store) -> None:
    first, second, third = (store.backup(str(number)) for number in range(3))
    third.write_bytes(third.read_bytes()[:-4096])
    content = bytearray(second.read_bytes())
    content[-1] ^= 1
    second.write_bytes(content)
    assert [is_good(made) for made in (first, second, third)] == [True, False, False]
    found = newest_good_backup(store.path)
    assert found is not None
    assert found.path == first


def test_a_backup_without_its_hash_is_good_if_it_is_sound(store: Store) -> None:
    made = store.backup("x")
    made.with_name(f"{made.name}.sha256").unlink()
    assert is_good(made)
    made.write_bytes(b"not a portfolio" * 100)
    assert not is_good(made)


def made_at(*moments: datetime) -> list[Backup]:
    return [Backup(path=Path(moment.isoformat()), made_at=moment, reason="") for moment in moments]


def test_retention_keeps_days_weeks_and_months() -> None:
    every_six_hours = made_at(*(NOW - timedelta(hours=6 * n) for n in range(4 * 400)))
    gone = {backup.path for backup in superseded(every_six_hours)}
    kept = [backup.made_at for backup in every_six_hours if backup.path not in gone]
    assert kept[:4] == [NOW - timedelta(hours=6 * n) for n in range(4)]
    days = [moment for moment in kept[4:] if moment > NOW - timedelta(days=12)]
    assert len({moment.date() for moment in [*kept[:4], *days]}) == 12
    assert len({moment.strftime("%G-%V") for moment in kept}) >= 10
    assert {moment.strftime("%Y-%m") for moment in kept} == {
        "2023-11", "2023-12", "2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06", "2024-07",
    }  # fmt: skip
    assert len(kept) <= 4 + 12 + 10 + 9


def test_retention_settles() -> None:
    backups_made = made_at(*(NOW - timedelta(hours=5 * n) for n in range(1_000)))
    gone = superseded(backups_made)
    kept = [backup for backup in backups_made if backup not in gone]
    assert superseded(kept) == []
    assert superseded([]) == []


def test_retention_over_time_is_bounded_and_reaches_back() -> None:
    kept: list[Backup] = []
    for day in range(500):
        kept += made_at(NOW + timedelta(days=day))
        gone = superseded(kept)
        kept = [backup for backup in kept if backup not in gone]
    assert len(kept) <= 12 + 10 + 9
    assert kept[0].made_at < NOW + timedelta(days=500 - 230)


def test_old_backups_are_removed_with_their_hashes(store: Store) -> None:
    folder = backup_folder(store.path)
    for day in range(20):
        backups.back_up(store._connection, store.path, "daily", NOW + timedelta(days=day))
    names = sorted(entry.name for entry in folder.iterdir())
    kept = [entry.path.name for entry in backup_list(store.path)]
    assert len(kept) < 20
    assert names == sorted([*kept, *(f"{name}.sha256" for name in kept)])
    assert all(is_good(entry.path) for entry in backup_list(store.path))


def test_recovery_keeps_the_damaged_file_and_says_what_was_lost(store: Store, context: Context) -> None:
    store.backup("daily")
    add_theme(store, "Later")
    add_theme(store, "Latest")
    store.close()
    content = bytearray(store.path.read_bytes())
    root = _root_page(store.path, "savings_line")
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    store.path.write_bytes(content)
    with pytest.raises(DamagedFileError):
        Store.open(store.path, context)
    recovery = recover(store.path, context)
    assert recovery.moved_to is not None
    assert recovery.moved_to.read_bytes() == bytes(content)
    assert recovery.lost is not None
    assert [lost.action for lost in recovery.lost] == ["Add Later", "Add Latest"]
    assert "2 later actions are not in it, the last of them “Add Latest” by Ann Officer" in recovery.sentence
    assert recovery.moved_to.name in recovery.sentence
    with Store.open(store.path, context) as again:
        assert again.check() == []
        assert len(again.load()["theme"]) == 1


def _root_page(path: Path, table: str) -> int:
    import contextlib
    import sqlite3

    with contextlib.closing(sqlite3.connect(path)) as connection:
        return int(
            connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
        )


@pytest.mark.parametrize("damage", [b"", b"\0" * 8192, b"hello", None])
def test_recovery_of_a_file_that_tells_nothing(store: Store, context: Context, damage: bytes | None) -> None:
    store.backup("daily")
    store.close()
    if damage is None:
        store.path.unlink()
    else:
        store.path.write_bytes(damage)
    recovery = recover(store.path, context)
    assert recovery.lost is None
    assert "What was done after that is not in it" in recovery.sentence
    assert (recovery.moved_to is None) == (damage is None)
    with Store.open(store.path, context) as again:
        assert len(again.load()["project"]) == 3


def test_recovery_without_a_good_backup_leaves_everything(store: Store, context: Context) -> None:
    store.backup("x").write_bytes(b"spoilt")
    store.close()
    store.path.write_bytes(b"damaged too")
    before = sorted(store.path.parent.rglob("*"))
    with pytest.raises(StoreError, match="no good backup"):
        recover(store.path, context)
    assert sorted(store.path.parent.rglob("*")) == before
    assert store.path.read_bytes() == b"damaged too"


def test_recovery_of_an_open_file_is_refused(store: Store, context: Context) -> None:
    store.backup("x")
    with pytest.raises(FileHeldError):
        recover(store.path, context)
    with store.transaction("Still open") as tx:
        tx.insert(Project(id="p9", ref="P9", name="N", theme_id="theme"))
