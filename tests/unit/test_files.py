"""The one writer of files: the old file whole or the new one, whatever fails, and nothing left lying about."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from asc_desktop import _files
from asc_desktop._files import (
    TargetInUseError,
    is_running,
    keep_aside,
    make_folder,
    new_file,
    remove_file,
    sweep,
    write_file,
)

posix_only = pytest.mark.skipif(
    os.name == "nt", reason="Windows keeps no such modes, and asks leave for links"
)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "Board pack.xlsx"
    path.write_bytes(b"old")
    return path


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_the_new_file_takes_the_old_ones_place(target: Path) -> None:
    write_file(target, b"new")
    assert target.read_bytes() == b"new"
    write_file(target, (block for block in (b"a", b"b")))
    assert target.read_bytes() == b"ab"
    assert names(target.parent) == [target.name]


def test_the_old_file_stays_until_the_new_one_is_whole(target: Path) -> None:
    with new_file(target) as part:
        part.write_bytes(b"half")
        assert target.read_bytes() == b"old"
        assert part.parent == target.parent
    assert target.read_bytes() == b"half"


@pytest.mark.parametrize("at", ["_flush", "_move"])
def test_whatever_fails_the_old_file_is_whole_and_nothing_is_left(
    target: Path, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(_files, at, fail)
    with pytest.raises(OSError, match="No space"):
        write_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert names(target.parent) == [target.name]


def test_a_block_that_raises_leaves_the_old_file(target: Path) -> None:
    def torn() -> None:
        with new_file(target) as part:
            part.write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        torn()
    assert target.read_bytes() == b"old"
    assert names(target.parent) == [target.name]


def test_nothing_is_written_over_where_that_is_not_meant(target: Path) -> None:
    with pytest.raises(FileExistsError):
        write_file(target, b"new", over=False)
    assert target.read_bytes() == b"old"
    other = target.with_name("Other.xlsx")
    write_file(other, b"new", over=False)
    assert other.read_bytes() == b"new"
    assert names(target.parent) == sorted([target.name, other.name])


def test_where_the_file_system_has_no_second_names(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    other = target.with_name("Other.xlsx")
    write_file(other, b"new", over=False)
    assert other.read_bytes() == b"new"
    with pytest.raises(FileExistsError):
        write_file(other, b"newer", over=False)
    keep_aside(target, target.with_name("aside"))
    assert target.with_name("aside").read_bytes() == target.read_bytes() == b"old"
    with pytest.raises(FileExistsError):
        keep_aside(target, other)
    assert names(target.parent) == sorted([target.name, other.name, "aside"])


def test_a_file_kept_aside_keeps_its_own_name_too(target: Path) -> None:
    aside = target.with_name("aside")
    keep_aside(target, aside)
    write_file(target, b"new")
    assert (aside.read_bytes(), target.read_bytes()) == (b"old", b"new")
    with pytest.raises(FileExistsError):
        keep_aside(target, aside)
    assert aside.read_bytes() == b"old"


@posix_only
def test_a_link_is_followed(target: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link.xlsx"
    link.parent.mkdir()
    link.symlink_to(target)
    write_file(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert names(link.parent) == ["link.xlsx"]


@posix_only
def test_who_may_read_the_file_is_as_before(target: Path) -> None:
    target.chmod(0o640)
    write_file(target, b"new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    private = target.with_name("faults.log")
    write_file(private, b"", private=True)
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    target.chmod(0o644)
    write_file(target, b"", private=True)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_file_marked_read_only_is_left(target: Path) -> None:
    target.chmod(0o444)
    with pytest.raises(TargetInUseError):
        write_file(target, b"new")
    assert target.read_bytes() == b"old"
    target.chmod(0o644)


@pytest.mark.parametrize("code", [5, 32, 33])
def test_what_a_scanner_holds_for_a_moment_is_waited_for(
    target: Path, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    move, asked = _files._move, []

    def held(part: Path, path: Path, *, over: bool) -> None:
        asked.append(part)
        if len(asked) < 3:
            error = PermissionError(errno.EACCES, "in use")
            error.winerror = code  # type: ignore[attr-defined, unused-ignore]
            raise error
        move(part, path, over=over)

    monkeypatch.setattr(_files, "_move", held)
    write_file(target, b"new")
    assert target.read_bytes() == b"new"
    assert len(asked) == 3


def test_what_is_held_for_longer_is_refused_as_in_use(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object, **__: object) -> None:
        error = PermissionError(errno.EACCES, "in use")
        error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
        raise error

    monkeypatch.setattr(_files, "_move", held)
    monkeypatch.setattr(_files, "_PATIENCE_SECONDS", 0.1)
    with pytest.raises(TargetInUseError):
        write_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert names(target.parent) == [target.name]


def test_what_an_ended_process_left_half_written_is_removed(target: Path) -> None:
    process = dead_process()
    left = target.with_name(f"~${_files._MACHINE}-{process}-3.new")
    left.write_bytes(b"half")
    journal = left.with_name(f"{left.name}-journal")
    journal.write_bytes(b"half")
    running = target.with_name(f"~${_files._MACHINE}-{os.getppid()}-3.new")
    running.write_bytes(b"being written")
    elsewhere = target.with_name(f"~$00000000-{process}-3.new")
    elsewhere.write_bytes(b"by another machine")
    foreign = target.with_name("~$Board pack.xlsx")
    foreign.write_bytes(b"Excel's own")
    write_file(target, b"new")
    assert not left.exists()
    assert not journal.exists()
    assert all(path.exists() for path in (running, elsewhere, foreign))


def test_what_another_machine_left_is_removed_after_a_day(target: Path) -> None:
    old, of_before = target.with_name("~$00000000-1-1.new"), target.with_name("~$ASC.ascp.4120.new")
    for path in (old, of_before):
        path.write_bytes(b"half")
        age = path.stat().st_mtime - 90_000
        os.utime(path, (age, age))
    sweep(target.parent)
    assert names(target.parent) == [target.name]


def test_a_name_that_an_ended_process_left_is_passed_over(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_files, "_numbers", iter(range(7, 20)))
    left = target.with_name(f"~${_files._MACHINE}-{os.getpid()}-7.new")
    left.write_bytes(b"of a process that had our number")
    write_file(target, b"new")
    assert target.read_bytes() == b"new"
    assert left.read_bytes() == b"of a process that had our number"


def test_the_name_while_writing_is_short(target: Path) -> None:
    with new_file(target.with_name("n" * 200)) as part:
        assert len(part.name) < 40


def test_which_processes_run() -> None:
    assert is_running(os.getpid())
    assert is_running(os.getppid())
    assert not is_running(dead_process())


def test_folders_are_made_and_files_removed(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    make_folder(folder)
    make_folder(folder)
    write_file(folder / "c", b"")
    remove_file(folder / "c")
    remove_file(folder / "c")
    assert names(folder) == []
