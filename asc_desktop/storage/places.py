"""Whether a file lies in a folder that a program keeps in step with other computers, or on a share.

SQLite must not work on a file there: a sync client copies it while it is written, and a share's locks may not hold.
What can be found out is; where a folder only looks like one, the person is asked once, and the answer is kept.
"""

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path, PurePath

import msgspec
from msgspec import Struct

from asc_desktop._files import make_folder, real_path, write_file

_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_AT_HOME = ("Dropbox", "Google Drive", "iCloudDrive", "Library/Mobile Documents", "Library/CloudStorage")
_LOOKS_SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "my drive",
    "shared drives",
    "icloud",
    "sharepoint",
    "nextcloud",
    "owncloud",
    "box sync",
    "syncthing",
    "synologydrive",
    "pcloud",
)
_MARKERS = (".dropbox", ".stfolder", ".owncloudsync.log", ".sync")
_REMOTE = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "davfs", "9p", "ceph", "glusterfs"}
_REMOTE_FUSE = {
    "fuse.sshfs",
    "fuse.gvfsd-fuse",
    "fuse.rclone",
    "fuse.davfs2",
    "fuse.glusterfs",
    "fuse.smbnetfs",
}
_LOCAL_FUSE = {
    "fuseblk",
    "fuse.ntfs",
    "fuse.ntfs-3g",
    "fuse.exfat",
    "fuse.lxcfs",
    "fuse.portal",
    "fuse.fuse-overlayfs",
}
_DRIVE_REMOTE = 4
_CLOUD_TAG, _CLOUD_TAGS = 0x9000001A, 0xFFFF0FFF


class Kind(Enum):
    """What sort of place a folder is; only ``LOCAL`` ones are worked in directly."""

    LOCAL = "local"
    SYNCED = "synced"
    SHARE = "share"
    UNSURE = "unsure"


class Place(Struct, frozen=True):
    """Where a file lies; ``folder`` is the outermost one of which that is known."""

    kind: Kind
    folder: Path


class Places:
    """What is known of this computer's folders, and what the person answered."""

    def __init__(self, environ: Mapping[str, str], home: Path, kept: Path | None) -> None:
        """Take the environment, the person's folder, and where answers are kept: nowhere for None."""
        self._environ = environ
        self._home = home
        self._kept = kept

    def of(self, path: Path) -> Place:
        """Return the place of a file, which need not be there."""
        spellings = dict.fromkeys((path.absolute(), Path(os.path.realpath(real_path(path)))))
        for spelling in spellings:
            if (answer := self._answer(spelling)) is not None:
                return Place(Kind.SYNCED if answer else Kind.LOCAL, spelling.parent)
        found = [place for spelling in spellings for place in self._signs(spelling)]
        return min(found, key=lambda place: place.kind is Kind.UNSURE, default=Place(Kind.LOCAL, path.parent))

    def answer(self, folder: Path, *, is_synced: bool) -> None:
        """Keep what the person says of a folder and of those in it. Raises OSError."""
        if self._kept is not None:
            make_folder(self._kept.parent)
            content = {**self._answers(), str(folder.absolute()): is_synced}
            write_file(self._kept, msgspec.json.encode(content), private=True)

    def _signs(self, path: Path) -> Iterator[Place]:
        if name := _share_of(path):
            yield Place(Kind.SHARE, Path(name))
        for root in self._roots():
            if path.is_relative_to(root):
                yield Place(Kind.SYNCED, root)
        if _is_in_cloud(path.parent):
            yield Place(Kind.SYNCED, path.parent)
        for folder in path.parents:
            if any((folder / marker).exists() for marker in _MARKERS):
                yield Place(Kind.SYNCED, folder)
            elif folder.name.casefold().startswith(_LOOKS_SYNCED):
                yield Place(Kind.UNSURE, folder)
        yield from _mount_signs(path)

    def _roots(self) -> Iterator[Path]:
        """Return the folders that are known to be synced."""
        for variable in _VARIABLES:
            if value := self._environ.get(variable):
                yield Path(value)
        for base in (self._environ.get("APPDATA"), self._environ.get("LOCALAPPDATA"), str(self._home)):
            for folder in ("Dropbox", ".dropbox"):
                if base:
                    yield from _dropbox_roots(Path(base) / folder / "info.json")
        for name in _AT_HOME:
            yield self._home / name
        yield from _onedrive_libraries()

    def _answer(self, path: Path) -> bool | None:
        answers = self._answers()
        return next((answers[str(folder)] for folder in path.parents if str(folder) in answers), None)

    def _answers(self) -> dict[str, bool]:
        try:
            return msgspec.json.decode(self._kept.read_bytes(), type=dict[str, bool]) if self._kept else {}
        except (OSError, ValueError):
            return {}


def _dropbox_roots(info: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError, ValueError, AttributeError, TypeError, KeyError):
        for account in msgspec.json.decode(info.read_bytes()).values():
            yield Path(account["path"])


def _share_of(path: PurePath) -> str:
    """Return the share that a path names or whose drive it is on; nothing where there is none."""
    drive = path.drive.replace("/", "\\")
    if drive.startswith("\\\\?\\UNC\\"):
        return f"\\\\{drive[8:]}"
    if drive.startswith("\\\\") and drive[2:3] not in {"?", "."}:
        return drive
    return drive if drive and _drive_type(f"{drive}\\") == _DRIVE_REMOTE else ""


def _mount_signs(path: Path) -> Iterator[Place]:
    kind, mount = _mount_of(path)
    if kind in _REMOTE | _REMOTE_FUSE:
        yield Place(Kind.SHARE, mount)
    elif kind.startswith("fuse") and kind not in _LOCAL_FUSE:
        yield Place(Kind.UNSURE, mount)


def _mount_of(path: Path) -> tuple[str, Path]:
    """Return the kind of file system that a file is on, and where that begins."""
    found = ("", Path("/"))
    with contextlib.suppress(OSError):
        for line in Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape").splitlines():
            _, mount, kind, *_ = line.split(" ")
            # Blanks and the like stand there as octal numbers.
            where = Path(mount.encode("latin-1", "backslashreplace").decode("unicode_escape"))
            if path.is_relative_to(where) and len(where.parts) >= len(found[1].parts):
                found = (kind, where)
    return found


def _is_in_cloud(folder: Path) -> bool:
    """Return whether Windows marks a folder as one of a sync client's."""
    with contextlib.suppress(OSError):
        tag = getattr(folder.lstat(), "st_reparse_tag", 0)
        return bool(tag & _CLOUD_TAGS == _CLOUD_TAG)
    return False


if sys.platform == "win32":
    import ctypes
    import winreg

    def _drive_type(root: str) -> int:
        return int(ctypes.windll.kernel32.GetDriveTypeW(ctypes.c_wchar_p(root)))

    def _onedrive_libraries() -> Iterator[Path]:
        """Return the folders of OneDrive and of SharePoint's libraries, which no variable names."""
        with contextlib.suppress(OSError):
            providers = winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Software\SyncEngines\Providers\OneDrive")
            for number in range(winreg.QueryInfoKey(providers)[0]):
                with winreg.OpenKey(providers, winreg.EnumKey(providers, number)) as library:
                    yield Path(str(winreg.QueryValueEx(library, "MountPoint")[0]))
else:

    def _drive_type(_root: str) -> int:
        return 0

    def _onedrive_libraries() -> Iterator[Path]:
        return iter(())
