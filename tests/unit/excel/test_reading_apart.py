"""Reading in a process apart: what comes back, how far it is, calling it off, and files that are not to be had."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from asc_desktop import _apart
from asc_desktop.domain.importing.sheets import Area, Cell, Sheet, Style, Workbook
from asc_desktop.excel.reading import apart
from asc_desktop.services.importing.reading import ReadingCancelledError, ReadingError, read_workbook
from tests.unit.excel import raw


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "Réports – “new”"
    folder.mkdir()
    return raw.workbook(
        folder / "tracker 2024.xlsx",
        '<row r="2"><c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="str"><v>£ – 📊</v></c></row>',
        after='<mergeCells><mergeCell ref="B2:C2"/></mergeCells>',
    )


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_the_same_comes_back_as_is_read_here(path: Path, scratch: Path) -> None:
    from asc_desktop.excel.reading.copy import read_copy

    said: list[tuple[float, str]] = []
    book = read_workbook(path, progress=lambda share, words: said.append((share, words)))
    assert book == read_copy(path, path.name)
    assert book.name == "tracker 2024.xlsx"
    shares = [share for share, _ in said]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1
    assert said[0][1] == "Copying “tracker 2024.xlsx”…"
    assert list(scratch.iterdir()) == []


def test_all_that_a_workbook_holds_passes_from_one_process_to_the_other(path: Path) -> None:
    import msgspec

    sheet = Sheet(
        "a",
        ((Cell(1.5, Cell.NUMBER, 1), None, Cell(True, Cell.FLAG), Cell(2**53, Cell.NUMBER)), ()),
        "very hidden",
        frozenset({1}),
        frozenset({2}),
        (Area(0, 0, 1, 1),),
        {(0, 0): "note"},
        {(0, 1): "=A1"},
        ((Area(0, 0, 0, 0), ("x", "y")),),
        {(0, 1): 1},
    )
    answer = apart.Answer(Workbook("n", (sheet,), (Style(), Style("0%", "FF0000", bold=True)), ("told",)))
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(answer), type=apart.Answer) == answer


def test_it_is_read_in_another_process(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asc_desktop.excel.reading.copy.read_copy", None)
    assert read_workbook(path).sheets


@pytest.mark.parametrize("after", [0, 2])
def test_calling_it_off_ends_the_process_and_leaves_nothing(
    path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    started = []
    really = _apart.subprocess.Popen

    def start(*args: object, **options: object) -> object:
        started.append(really(*args, **options))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(_apart.subprocess, "Popen", start)
    asked: Iterator[bool] = iter([False] * after + [True] * 9)
    with pytest.raises(ReadingCancelledError):
        read_workbook(path, is_cancelled=lambda: next(asked))
    assert list(scratch.iterdir()) == []
    assert all(process.poll() is not None for process in started)
    assert len(started) == (1 if after else 0)


def test_what_the_progress_raises_ends_the_reading(path: Path) -> None:
    class EnoughError(Exception):
        pass

    def say(_share: float, words: str) -> None:
        if words.startswith("Reading"):
            raise EnoughError

    with pytest.raises(EnoughError):
        read_workbook(path, progress=say)


def test_a_process_that_ends_without_a_word_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0)
    with pytest.raises(ReadingError) as told:
        read_workbook(path)
    assert str(told.value) == (
        "“tracker 2024.xlsx” was not read: reading it takes more memory or time than any tracker should. Nothing was "
        "taken from it. If you trust it, copy its cells into a new workbook and choose that."
    )


def test_what_is_wrong_is_told_with_the_files_own_name(tmp_path: Path) -> None:
    path = tmp_path / "notes.xlsx"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(ReadingError, match=r"^“notes\.xlsx” is a PDF, in which there are no cells\."):
        read_workbook(path)


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(
        ReadingError, match=r"^There is no file “none\.xlsx” in “.+”\. Look for it in another folder\.$"
    ):
        read_workbook(tmp_path / "none.xlsx")
    with pytest.raises(ReadingError, match=r"is a folder\. Choose the workbook that is in it"):
        read_workbook(tmp_path)


def test_the_mark_beside_an_open_workbook_is_none(tmp_path: Path) -> None:
    """It has the suffix of a workbook and the name of whoever has that open, and was read as a table of one cell."""
    mark = tmp_path / "~$tracker.xlsx"
    mark.write_bytes(b"\x07Officer" + b" " * 47 + "Officer".encode("utf-16-le"))
    with pytest.raises(ReadingError, match=r"has a workbook open: choose “tracker\.xlsx” beside it"):
        read_workbook(mark)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files.")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(ReadingError, match="is no file"):
        read_workbook(tmp_path / "pipe.csv")


def test_a_file_that_is_too_large(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LARGEST", 100)
    with pytest.raises(ReadingError, match=r"more than any tracker \(100\)"):
        read_workbook(path)


def failing(number: int, windows: int | None = None) -> OSError:
    error = PermissionError(number, "No") if number in {errno.EACCES, errno.EPERM} else OSError(number, "No")
    if windows is not None:
        error.winerror = windows  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (failing(errno.EACCES), "You may not read “tracker 2024.xlsx”."),
        (failing(errno.EACCES, 32), "is open in another program that lets nobody else read it"),
        (failing(errno.EINVAL, 362), "is kept in the cloud and has not come down to this computer"),
        (failing(errno.ENOSPC), "The disk has no room"),
        (failing(errno.EIO), "could not be read: No. See that its disk or share is connected."),
    ],
)
def test_a_file_that_is_not_to_be_had(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    def blocks(_path: Path) -> Iterator[bytes]:
        yield b"PK"
        raise error

    monkeypatch.setattr(apart, "blocks", blocks)
    with pytest.raises(ReadingError) as told:
        read_workbook(path)
    assert words in str(told.value)


@pytest.mark.parametrize("attribute", [0x1000, 0x40000, 0x400000])
def test_a_placeholder_of_the_cloud_that_does_not_come_down(
    path: Path, monkeypatch: pytest.MonkeyPatch, attribute: int
) -> None:
    class About:
        st_file_attributes = attribute
        st_size = 100
        st_mode = 0o100644

    monkeypatch.setattr(Path, "stat", lambda *_args, **_options: About())

    def blocks(_path: Path) -> Iterator[bytes]:
        raise failing(errno.EINVAL)

    monkeypatch.setattr(apart, "blocks", blocks)
    with pytest.raises(ReadingError, match="is kept in the cloud and has not come down to this computer"):
        read_workbook(path)


def test_who_has_it_open_is_told(path: Path) -> None:
    name = "Ann Bell"
    path.with_name(f"~${path.name}").write_bytes(
        bytes([len(name)])
        + name.encode("cp1252").ljust(54)
        + bytes([len(name), 0])
        + name.encode("utf-16-le")
    )
    assert read_workbook(path).told[0] == (
        "It seems to be open in Excel by Ann Bell: what is changed there and not saved is not in what was read."
    )


def test_a_file_is_read_while_it_is_open_and_is_left_as_it_is(path: Path) -> None:
    before = path.read_bytes(), path.stat().st_mtime_ns
    with path.open("rb+"):
        assert read_workbook(path).sheets
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_what_is_too_long_for_a_tracker_is_refused_or_left_out_by_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A million rows would be looked through for tables for many minutes."""
    monkeypatch.setattr("asc_desktop.services.importing.reading.MOST_ROWS", 3)
    long = tmp_path / "long.csv"
    long.write_text("Ref,Project\n" + "".join(f"P{at},A\n" for at in range(5)), encoding="utf-8")
    with pytest.raises(ReadingError, match=r"“long.csv” has 6 rows, and 3 is the most"):
        read_workbook(long)

    two = openpyxl.Workbook()
    two.active.append(["Ref"])
    data = two.create_sheet("Data")
    for at in range(5):
        data.append([at])
    two.save(tmp_path / "two.xlsx")
    found = read_workbook(tmp_path / "two.xlsx")
    assert [sheet.name for sheet in found.sheets] == ["Sheet"]
    assert "The sheet “Data” has 5 rows" in " ".join(found.told)
