"""What the system and SQLite say, and the sentence that the officer is given for it."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from asc_desktop.storage.errors import (
    DiskFullError,
    FileHeldError,
    MovedFileError,
    ReadOnlyFileError,
    SaveACopyError,
    StoreError,
    from_os,
    from_sqlite,
)
from asc_desktop.storage.store import Context, Store


class WindowsError(OSError):
    """An error as Windows raises it: a number of its own, beside one that says less."""

    def __init__(self, number: int, errno_: int = errno.EINVAL) -> None:
        super().__init__(errno_, "as Windows says it")
        self.winerror = number


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (OSError(errno.ENOSPC, ""), DiskFullError, "is full"),
        (OSError(errno.EDQUOT, ""), DiskFullError, "is full"),
        (OSError(errno.EACCES, ""), ReadOnlyFileError, "cannot be changed"),
        (OSError(errno.EROFS, ""), ReadOnlyFileError, "cannot be changed"),
        (OSError(errno.ENOENT, ""), StoreError, "There is no file “a.ascp”"),
        (OSError(errno.ENAMETOOLONG, ""), StoreError, "is too long"),
        (OSError(errno.ENOTDIR, ""), StoreError, "is not a folder"),
        (OSError(errno.ENOLCK, ""), ReadOnlyFileError, "has no file locks"),
        (OSError(errno.EIO, ""), DiskFullError, "could not be read or written to"),
        (OSError(errno.EHOSTDOWN, ""), DiskFullError, "See that it is connected"),
        (WindowsError(5), ReadOnlyFileError, "cannot be changed"),
        (WindowsError(32, errno.EACCES), FileHeldError, "open in another program"),
        (WindowsError(112), DiskFullError, "is full"),
        (WindowsError(123), StoreError, "not a name that this disk can take"),
        (WindowsError(206), StoreError, "is too long"),
        (WindowsError(267), StoreError, "is not a folder"),
        (WindowsError(1224), FileHeldError, "open in another program"),
        (WindowsError(59), StoreError, ""),
    ],
)
def test_each_cause_has_a_sentence_of_its_own(
    tmp_path: Path, error: OSError, kind: type[StoreError], words: str
) -> None:
    (tmp_path / "a.ascp").touch()
    told = from_os(error, tmp_path / "a.ascp")
    assert type(told) is kind
    assert words in str(told)


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES, errno.EIO, errno.ENOLCK])
def test_every_sentence_that_advises_a_copy_is_of_the_kind_that_offers_one(
    tmp_path: Path, error: int
) -> None:
    (tmp_path / "a.ascp").touch()
    told = from_os(OSError(error, ""), tmp_path / "a.ascp")
    assert "save a copy" in str(told)
    assert isinstance(told, SaveACopyError)


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("SQLITE_FULL", DiskFullError, "is full"),
        ("SQLITE_IOERR_WRITE", DiskFullError, "could not be read or written to"),
        ("SQLITE_IOERR_LOCK", ReadOnlyFileError, "has no file locks"),
        ("SQLITE_IOERR_RDLOCK", ReadOnlyFileError, "has no file locks"),
        ("SQLITE_READONLY_DBMOVED", MovedFileError, "was moved, deleted or replaced"),
        ("SQLITE_READONLY", ReadOnlyFileError, "cannot be changed"),
        ("SQLITE_BUSY", FileHeldError, "open in another program"),
    ],
)
def test_what_sqlite_says(tmp_path: Path, name: str, kind: type[StoreError], words: str) -> None:
    error = sqlite3.OperationalError("")
    error.sqlite_errorcode = getattr(sqlite3, name)
    (tmp_path / "a.ascp").touch()
    told = from_sqlite(error, tmp_path / "a.ascp")
    assert type(told) is kind
    assert words in str(told)


def test_a_file_that_sqlite_cannot_open_is_looked_at(tmp_path: Path) -> None:
    error = sqlite3.OperationalError("")
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    assert "There is no file" in str(from_sqlite(error, tmp_path / "gone.ascp"))
    there = tmp_path / "there.ascp"
    there.touch()
    assert "you may not write in its folder" in str(from_sqlite(error, there))
    there.chmod(0o444)
    assert "marked read-only" in str(from_sqlite(error, there))


@pytest.mark.parametrize("name", ["x" * 250, "y" * 243 + ".ascp"])
def test_a_name_too_long_for_its_lock_file_says_so(
    tmp_path: Path, store: Store, context: Context, name: str
) -> None:
    store.close()
    path = store.path.rename(tmp_path / name)
    for read_only in (False, True):
        with pytest.raises(StoreError, match="is too long"):
            Store.open(path, context, read_only=read_only)
    with pytest.raises(StoreError, match="is too long"):
        Store.create(tmp_path / f"new {name}"[:250], context)
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("read_only", [False, True])
def test_pipes_devices_and_folders_are_named_and_none_is_waited_for(
    tmp_path: Path, context: Context, read_only: bool
) -> None:
    os.mkfifo(tmp_path / "pipe.ascp")
    (tmp_path / "device.ascp").symlink_to("/dev/null")
    (tmp_path / "folder.ascp").mkdir()
    for name, words in (("pipe", "is a pipe"), ("device", "is a device"), ("folder", "is a folder")):
        with pytest.raises(StoreError, match=words):
            Store.open(tmp_path / f"{name}.ascp", context, read_only=read_only)
    (tmp_path / "round.ascp").symlink_to("round.ascp")
    with pytest.raises(StoreError, match="no file"):
        Store.open(tmp_path / "round.ascp", context, read_only=read_only)


NOBODY = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from asc_desktop.storage.errors import StoreError
from asc_desktop.storage.store import Context, Store
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
for read_only in (False, True):
    try:
        with Store.open(Path(sys.argv[1]), Context("Ann", "PC", lambda: datetime.now(UTC)), read_only=read_only):
            print("opened")
    except StoreError as error:
        print(type(error).__name__, error)
"""


def as_nobody(path: Path) -> list[str]:
    """Open a file, to change it and to look at it, as somebody who may not write everywhere."""
    done = subprocess.run(
        [sys.executable, "-c", NOBODY, path],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.fixture
def everybodys(store: Store) -> Iterator[Path]:
    """The portfolio, closed, where everybody may read and write it; the tests' own folder is for their user alone."""
    store.close()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(shutil.copyfile(store.path, Path(folder) / store.path.name))
        path.chmod(0o666)
        path.parent.chmod(0o777)
        yield path
        path.parent.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_what_may_not_be_read_or_written_is_said_for_the_file_or_its_folder(everybodys: Path) -> None:
    path, folder = everybodys, everybodys.parent
    folder.chmod(0o555)
    try:
        refused, looked = as_nobody(path)
        assert refused.startswith("ReadOnlyFileError")
        assert f"you may not write in its folder, “{folder}”" in refused
        assert looked == "opened"
        path.chmod(0o444)
        assert "marked read-only" in as_nobody(path)[0]
        path.chmod(0o000)
        assert all("You may not read “Adult social care.ascp”" in line for line in as_nobody(path))
    finally:
        folder.chmod(0o755)


EDITING = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from asc_desktop.storage.errors import StoreError
from asc_desktop.storage.store import Context, Store
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
store = Store.open(Path(sys.argv[1]), Context("Ann", "PC", lambda: datetime.now(UTC)))
print("open", flush=True)
sys.stdin.readline()
try:
    with store.transaction("Edit") as tx:
        tx.delete("project", "p1")
except StoreError as error:
    print(type(error).__name__, error, flush=True)
print(len(store.load()["project"]), flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_file_or_folder_that_is_made_read_only_while_it_is_open(everybodys: Path, what: str) -> None:
    path, folder = everybodys, everybodys.parent
    with subprocess.Popen(
        [sys.executable, "-c", EDITING, path],
        cwd=Path(__file__).parents[3],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as editor:
        assert editor.stdout is not None
        assert editor.stdin is not None
        assert editor.stdout.readline() == "open\n"
        (path if what == "file" else folder).chmod(0o444 if what == "file" else 0o555)
        editor.stdin.write("\n")
        editor.stdin.flush()
        said = editor.stdout.read().splitlines()
    # Whoever has a file open may go on writing to it; a folder that takes no journal stops an edit, with its reason.
    if what == "file":
        assert said == ["2"]
    else:
        assert said[0].startswith("ReadOnlyFileError")
        assert f"you may not write in its folder, “{folder}”" in said[0]
        assert said[1:] == ["3"]
