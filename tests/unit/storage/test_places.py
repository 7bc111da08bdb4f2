"""Synced folders and shares, recognised by what each leaves; what cannot be recognised is asked once."""

import json
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pytest

from asc_desktop.storage import places
from asc_desktop.storage.places import Kind, Places


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def known(home: Path) -> Places:
    return Places({"OneDriveCommercial": str(home / "Council")}, home, home / "own" / "places.json")


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("Documents", Kind.LOCAL),
        ("Council/Programme", Kind.SYNCED),
        ("Council-like", Kind.LOCAL),
        ("Dropbox/Programme", Kind.SYNCED),
        ("Google Drive/My Drive", Kind.SYNCED),
        ("Library/CloudStorage/OneDrive-Council", Kind.SYNCED),
        ("OneDrive - A County Council/Programme", Kind.UNSURE),
        ("Old/Nextcloud", Kind.UNSURE),
    ],
)
def test_known_folders(known: Places, home: Path, folder: str, kind: Kind) -> None:
    assert known.of(home / folder / "a.ascp").kind is kind


def test_dropbox_says_itself_where_it_is(known: Places, home: Path, tmp_path: Path) -> None:
    (home / ".dropbox").mkdir()
    info = {"business": {"path": str(tmp_path / "Moved elsewhere")}}
    (home / ".dropbox" / "info.json").write_text(json.dumps(info))
    assert known.of(tmp_path / "Moved elsewhere" / "deep" / "a.ascp").kind is Kind.SYNCED
    (home / ".dropbox" / "info.json").write_text('{"business": 7}')
    assert known.of(tmp_path / "Moved elsewhere" / "deep" / "a.ascp").kind is Kind.LOCAL


def test_a_mark_of_a_sync_client_is_seen(known: Places, tmp_path: Path) -> None:
    (tmp_path / "kept in step" / ".stfolder").mkdir(parents=True)
    assert known.of(tmp_path / "kept in step" / "below" / "a.ascp").kind is Kind.SYNCED


def test_a_link_leads_to_the_folder_that_counts(known: Places, home: Path, tmp_path: Path) -> None:
    (home / "Council").mkdir()
    (tmp_path / "short cut").symlink_to(home / "Council")
    (tmp_path / "a.ascp").symlink_to(home / "Council" / "a.ascp")
    assert known.of(tmp_path / "short cut" / "a.ascp").kind is Kind.SYNCED
    assert known.of(tmp_path / "a.ascp").kind is Kind.SYNCED


def test_what_the_person_says_of_the_nearest_folder_counts_and_is_remembered(
    known: Places, home: Path
) -> None:
    known.answer(home / "Old", is_synced=False)
    known.answer(home / "Old" / "Nextcloud", is_synced=True)
    known.answer(home / "Documents", is_synced=True)
    again = Places({}, home, home / "own" / "places.json")
    assert again.of(home / "Old" / "Dropbox copy" / "a.ascp").kind is Kind.LOCAL
    assert again.of(home / "Old" / "Nextcloud" / "below" / "a.ascp").kind is Kind.SYNCED
    assert again.of(home / "Documents" / "a.ascp").kind is Kind.SYNCED
    (home / "own" / "places.json").write_text("{")
    assert again.of(home / "Documents" / "a.ascp").kind is Kind.LOCAL


@pytest.mark.parametrize(
    ("path", "share"),
    [
        (r"\\server\adults\a.ascp", r"\\server\adults"),
        (r"\\?\UNC\server\adults\a.ascp", r"\\server\adults"),
        (r"\\?\C:\a.ascp", ""),
        (r"S:\a.ascp", "S:"),
        (r"C:\a.ascp", ""),
    ],
)
def test_shares_of_windows(monkeypatch: pytest.MonkeyPatch, path: str, share: str) -> None:
    monkeypatch.setattr(places, "_drive_type", lambda root: 4 if root == "S:\\" else 3)
    assert places._share_of(PureWindowsPath(path)) == share


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("//server/adults {} cifs rw 0 0", Kind.SHARE),
        ("server:/adults {} nfs4 rw 0 0", Kind.SHARE),
        ("gvfsd-fuse {} fuse.gvfsd-fuse rw 0 0", Kind.SHARE),
        ("thing {} fuse.thing rw 0 0", Kind.UNSURE),
        ("/dev/sdb1 {} fuseblk rw 0 0", Kind.LOCAL),
        ("/dev/sdb1 {} ext4 rw 0 0", Kind.LOCAL),
    ],
)
def test_shares_of_linux(
    known: Places, home: Path, monkeypatch: pytest.MonkeyPatch, line: str, kind: Kind
) -> None:
    mount = home / "the share"
    table = "/dev/sda / ext4 rw 0 0\n" + line.format(str(mount).replace(" ", "\\040")) + "\n"
    really: Callable[..., str] = Path.read_text
    monkeypatch.setattr(
        Path, "read_text", lambda path, **how: table if str(path) == "/proc/mounts" else really(path, **how)
    )
    assert known.of(mount / "below" / "a.ascp").kind is kind
    assert known.of(home / "a.ascp").kind is Kind.LOCAL
