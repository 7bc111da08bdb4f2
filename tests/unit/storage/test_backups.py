import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from asc_desktop.domain.records.delivery import Portfolio, Project, Theme
from asc_desktop.storage import backups
from asc_desktop.storage.backups import (
    Backup,
    backup_folder,
    backup_list,
    is_good,
    newest_good_backup,
    superseded,
)
from asc_desktop.storage.connection import journal_path
from asc_desktop.storage.errors import DamagedFileError, FileHeldError, StoreError
from asc_desktop.storage.recovery import recover, restore
from asc_desktop.storage.store import Context, Store

NOW = datetime(2024, 7, 18, 12, tzinfo=UTC)


def add_theme(store: Store, name: str) -> None:
    with store.transaction(f"Add {name}") as tx:
        tx.insert(Theme(id=store.new_id(), programme_id="prog", name=name))


def test_a_backup_is_the_portfolio_with_its_history(store: Store, context: Context) -> None:
    made = store.backup("before import: ours")
    assert made.parent == backup_folder(store.path)
    (listed,) = backup_list(store.path)
    assert (listed.path, listed.reason, listed.number) == (made, "before import ours", 1)
    assert listed.made_at.date().isoformat() == "2024-07-18"
    assert is_good(made)
    with Store.open(made, context, read_only=True) as copy:
        assert copy.load() == store.load()
        assert copy.history() == store.history()
    assert {entry.suffix for entry in made.parent.iterdir()} == {".ascp", ".sha256"}


def test_backups_of_one_moment_get_names_of_their_own(store: Store) -> None:
    fixed = store._context.now()
    made = {backups.back_up(store._connection, store.path, "same", fixed) for _ in range(3)}
    assert len(made) == len(backup_list(store.path)) == 3


def test_the_names_fit_under_a_path_as_long_as_windows_lets_a_portfolio_have(
    tmp_path: Path, context: Context
) -> None:
    name = "n" * (164 - len(str(tmp_path)) - len("/.ascp")) + ".ascp"
    path = tmp_path / name
    assert len(str(path)) == 164
    with Store.create(path, context) as store, store.transaction("Create") as tx:
        tx.insert(Portfolio(id="portfolio", name="Council"))
    with Store.open(path, context) as store:
        made = store.backup("Something said at great length about why this is made " * 2)
    assert max(len(str(entry)) for entry in made.parent.iterdir()) < 259
    assert [backup.path for backup in backup_list(path)] == [made]


def earlier(store: Store, moment: str, reason: str) -> Path:
    """Make a backup under a name as earlier versions gave it."""
    made = store.backup(reason)
    named = made.with_name(f"{store.path.stem} {moment}.000Z {reason}.ascp")
    made.rename(named)
    made.with_name(f"{made.name}.sha256").rename(named.with_name(f"{named.name}.sha256"))
    return named


def test_backups_of_earlier_versions_are_known_and_kept_in_order(store: Store) -> None:
    first = earlier(store, "2031-01-01 090000", "Asked for in the window")
    add_theme(store, "Later")
    second = earlier(store, "2024-07-17 090000", "Asked for in the window")
    add_theme(store, "Latest")
    third = store.backup("closing")
    assert [backup.path for backup in backup_list(store.path)] == [third, second, first]
    assert [backup.number for backup in backup_list(store.path)] == [3, 2, 1]
    assert [backup.reason for backup in backup_list(store.path)][1:] == ["Asked for in the window"] * 2
    other = first.with_name(f"Another {first.name}")
    other.write_bytes(first.read_bytes())
    assert len(backup_list(store.path)) == 3


def test_a_clock_that_was_wrong_puts_no_backup_before_a_newer_one(store: Store, context: Context) -> None:
    """Once restored over 31 newer ones: a backup that a wrong clock had dated 2031."""
    wrong = backups.back_up(store._connection, store.path, "wrong clock", NOW.replace(year=2031))
    for day in range(40):
        add_theme(store, f"Theme {day}")
        right = backups.back_up(store._connection, store.path, "daily", NOW + timedelta(days=day))
        listed = backup_list(store.path)
        assert listed[0].path == right
        # Nor is any newer one let go of for its sake.
        assert [backup.number for backup in listed[:12]] == list(range(day + 2, max(day - 10, 0), -1))
    assert (wrong in [backup.path for backup in listed]) == (listed[-1].path == wrong)
    store.close()
    store.path.write_bytes(b"damaged")
    assert recover(store.path, context).backup.path == right


def test_what_was_left_behind_is_not_the_newest(store: Store, context: Context) -> None:
    first = store.backup("daily")
    for number in range(5):
        add_theme(store, f"Theme {number}")
    latest = store.backup("daily")
    store.close()
    older = next(backup for backup in backup_list(store.path) if backup.path == first)
    restored = restore(store.path, older, context)
    assert restored.moved_to is not None
    found = newest_good_backup(store.path)
    assert found is not None
    assert (found.branch, found.number, found.reason) == (2, 1, "restored")
    with Store.open(store.path, context) as again:
        assert again.is_backed_up
        add_theme(again, "Another way")
        assert not again.is_backed_up
        made = again.backup("closing")
        assert again.is_backed_up
    assert [backup.path for backup in backup_list(store.path)] == [made, found.path, latest, first]


def test_a_file_put_back_by_hand_and_worked_on_is_the_newest_too(store: Store, context: Context) -> None:
    first = store.backup("daily")
    for number in range(5):
        add_theme(store, f"Theme {number}")
    latest = store.backup("daily")
    store.close()
    store.path.write_bytes(first.read_bytes())
    with Store.open(store.path, context) as again:
        unchanged = again.backup("opening")
        # An older copy, as a sync client may bring one back, holds nothing that the newest does not.
        assert [backup.path for backup in backup_list(store.path)] == [latest, unchanged, first]
        add_theme(again, "Another way")
        made = again.backup("closing")
    assert backup_list(store.path)[0].path == made


def test_the_backup_just_made_is_never_let_go_of(store: Store, context: Context) -> None:
    older = store.backup("daily").read_bytes()
    for number in range(25):
        add_theme(store, f"Theme {number}")
        store.backup("daily")
    store.close()
    store.path.write_bytes(older)
    with Store.open(store.path, context) as again:
        # It holds less than the newest of its day, and there are many of that day.
        assert again.backup("opening").exists()


def test_a_backup_is_taken_while_nothing_else_is(store: Store) -> None:
    with store.transaction("Edit") as tx:
        tx.insert(Theme(id=store.new_id(), programme_id="prog", name="Half"))
        with pytest.raises(RuntimeError):
            store.backup("inside")
    assert backup_list(store.path) == []
    assert list(backup_folder(store.path).iterdir()) == []


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


def test_a_backup_whose_records_are_not_those_of_its_history_is_not_good(store: Store) -> None:
    made = store.backup("x")
    made.with_name(f"{made.name}.sha256").unlink()
    content = made.read_bytes()
    place = content.index(b"Independence")
    # SQLite's own check finds nothing wrong with another name.
    made.write_bytes(content[:place] + b"Interference" + content[place + 12 :])
    assert backups._fault(made) == ""
    assert not is_good(made)
    assert newest_good_backup(store.path) is None


def made_at(*moments: datetime) -> list[Backup]:
    return [
        Backup(path=Path(moment.isoformat()), made_at=moment, reason="", number=round(moment.timestamp()))
        for moment in moments
    ]


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
    assert [lost.words for lost in recovery.lost] == ["Add Later", "Add Latest"]
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


def test_there_is_a_file_of_the_name_at_every_moment(
    store: Store, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.backup("daily")
    add_theme(store, "Later")
    store.close()
    journal_path(store.path).write_bytes(b"a journal")
    told: list[tuple[bool, bool]] = []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event in {"os.rename", "os.link", "os.remove", "open"}:
            told.append((store.path.exists(), journal_path(store.path).exists()))

    watching = True
    sys.addaudithook(watch)
    recovery = recover(store.path, context)
    watching = False
    assert len(told) > 10
    assert all(is_there for is_there, _ in told)
    assert recovery.moved_to is not None
    assert journal_path(recovery.moved_to).read_bytes() == b"a journal"
    assert not journal_path(store.path).exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows asks leave for links")
def test_recovery_through_a_link_follows_it(store: Store, context: Context, tmp_path: Path) -> None:
    link = tmp_path / "desk" / "Our file.ascp"
    link.parent.mkdir()
    link.symlink_to(store.path)
    store.backup("daily")
    store.close()
    store.path.write_bytes(b"damaged")
    recovery = recover(link, context)
    assert link.is_symlink()
    assert recovery.path == store.path
    assert recovery.moved_to is not None
    assert recovery.moved_to.parent == store.path.parent
    assert list(link.parent.iterdir()) == [link]
    with Store.open(link, context) as again:
        assert len(again.load()["project"]) == 3
        again.backup("through the link")
    assert len(backup_list(link)) == len(backup_list(store.path)) == 3


def test_a_backup_that_is_damaged_is_not_restored(store: Store, context: Context) -> None:
    store.backup("daily").write_bytes(b"damaged")
    store.close()
    before = store.path.read_bytes()
    with pytest.raises(StoreError, match=r"is damaged, so “Adult social care\.ascp” has not been changed"):
        restore(store.path, backup_list(store.path)[0], context)
    assert store.path.read_bytes() == before
