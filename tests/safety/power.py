"""A disk that loses power: what a program did to a folder, and what may be left of it.

What was written and not synced is there, lost or torn, sector by sector. What was done to a folder's names and not
synced is there or not, each by itself and in no order; a rename is whole or has not happened. What was synced is there.
"""

import os
import random
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

_HEADER = struct.Struct("=IiqII")
_OPEN, _WRITE, _TRUNCATE, _SYNC, _CLOSE, _RENAME, _LINK, _UNLINK, _MKDIR = range(1, 10)
_SECTOR = 512
MARK = "mark-"
"""The beginning of the names of empty files by which the program says how far it is."""

Image = Mapping[str, bytes]
"""What a disk holds: the content of each file, by its path below the folder."""


def build_recorder(folder: Path) -> Path:
    """Compile what records; raise OSError or CalledProcessError where there is no compiler for it."""
    made = folder / "recorder.so"
    source = Path(__file__).with_name("recorder.c")
    subprocess.run(
        [os.environ.get("CC", "gcc"), "-shared", "-fPIC", "-O1", "-o", made, source, "-ldl", "-lpthread"],
        check=True,
        capture_output=True,
    )
    return made


def record(recorder: Path, root: Path, log: Path, *command: object) -> None:
    """Run a Python program and record what it does below ``root``."""
    subprocess.run(
        [sys.executable, *map(str, command)],
        check=True,
        capture_output=True,
        env=os.environ | {"LD_PRELOAD": str(recorder), "RECORD_ROOT": str(root), "RECORD_LOG": str(log)},
    )


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the program."""

    kind: int
    descriptor: int
    place: int
    first: bytes
    second: bytes


@dataclass(eq=False, slots=True)
class Inode:
    """A file, or a folder: what is safe of it, and what came since."""

    is_folder: bool = False
    content: bytearray = field(default_factory=bytearray)
    names: dict[str, "Inode"] = field(default_factory=dict)
    seen: dict[str, "Inode"] = field(default_factory=dict)
    waiting: list[tuple[int, object, object]] = field(default_factory=list)


class Disk:
    """What a program's calls make of a folder."""

    def __init__(self, before: Path, root: Path) -> None:
        """Begin with what is in a copy of the folder, all of it safe; the calls name it ``root``."""
        self._root = PurePosixPath(root)
        self.top = _read(before)
        self._open: dict[int, Inode] = {}
        self.marks = 0

    def do(self, call: Call, *, syncs: bool) -> None:
        """Take up the next call; where ``syncs`` is False, what it makes safe stays unsafe."""
        match call.kind:
            case 1:
                self._do_open(call)
            case 2:
                self._open[call.descriptor].waiting.append((_WRITE, call.place, call.first))
            case 3:
                self._open[call.descriptor].waiting.append((_TRUNCATE, call.place, None))
            case 4:
                if syncs:
                    _make_safe(self._open[call.descriptor])
            case 5:
                self._open.pop(call.descriptor, None)
            case _:
                self._do_names(call)

    def image(self, chance: random.Random) -> dict[str, bytes]:
        """Return what the disk may hold if the power goes now."""
        kept = chance.choice((0.0, 0.15, 0.5, 0.85, 1.0))
        named = chance.choice((kept, kept, 1.0))
        return dict(_left(self.top, "", kept, named, chance, {}))

    def whole(self) -> dict[str, bytes]:
        """Return what the program sees."""
        return dict(_left(self.top, "", 1.0, 1.0, random.Random(0), {}))

    def _do_open(self, call: Call) -> None:
        parent, name = self._at(call.first)
        inode = parent.seen.get(name) if name else self.top
        if inode is None:
            if name.startswith(MARK):
                self.marks += 1
            inode = Inode()
            parent.seen[name] = inode
            parent.waiting.append((_LINK, name, inode))
        elif call.place & os.O_TRUNC:
            inode.waiting.append((_TRUNCATE, 0, None))
        self._open[call.descriptor] = inode

    def _do_names(self, call: Call) -> None:
        parent, name = self._at(call.first)
        match call.kind:
            case 6:
                other, new = self._at(call.second)
                assert other is parent, "renamed into another folder"
                parent.seen[new] = parent.seen.pop(name)
                parent.waiting.append((_RENAME, name, (new, parent.seen[new])))
            case 7:
                other, new = self._at(call.second)
                other.seen[new] = parent.seen[name]
                other.waiting.append((_LINK, new, parent.seen[name]))
            case 8:
                del parent.seen[name]
                parent.waiting.append((_UNLINK, name, None))
            case _:
                parent.seen[name] = Inode(is_folder=True)
                parent.waiting.append((_LINK, name, parent.seen[name]))

    def _at(self, path: bytes) -> tuple[Inode, str]:
        parts = PurePosixPath(os.fsdecode(path)).relative_to(self._root).parts
        inode = self.top
        for part in parts[:-1]:
            inode = inode.seen[part]
        return inode, parts[-1] if parts else ""


def calls_in(log: Path) -> list[Call]:
    """Return what was recorded."""
    content, at, found = log.read_bytes(), 0, []
    while at < len(content):
        kind, descriptor, place, first, second = _HEADER.unpack_from(content, at)
        at += _HEADER.size
        found.append(
            Call(kind, descriptor, place, content[at : at + first], content[at + first : at + first + second])
        )
        at += first + second
    return found


def images(
    before: Path, root: Path, calls: list[Call], count: int, *, seed: int, syncs: bool = True
) -> Iterator[tuple[int, Image]]:
    """Return what may be left at ``count`` moments, with how many marks had been made by then.

    ``before`` is a copy of the folder as it was; the calls name it ``root``.
    """
    chance = random.Random(seed)
    moments = sorted(_moment(calls, chance) for _ in range(count))
    disk, done = Disk(before, root), 0
    for moment in moments:
        for call in calls[done:moment]:
            disk.do(call, syncs=syncs)
        done = moment
        yield disk.marks, disk.image(chance)


def _moment(calls: list[Call], chance: random.Random) -> int:
    """Return any moment; or, as often, one just after a name was given or taken, where most can go wrong."""
    kinds = chance.choice((set(range(10)), {_RENAME, _LINK, _UNLINK, _MKDIR}, {_RENAME}))
    named = [at for at, call in enumerate(calls, start=1) if call.kind in kinds]
    return min(chance.choice(named) + chance.randrange(3), len(calls)) if named else len(calls)


def put_down(image: Image, folder: Path) -> Path:
    """Write an image into a folder, in place of what is there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in image.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def _read(path: Path) -> Inode:
    if not path.is_dir():
        return Inode(content=bytearray(path.read_bytes()))
    names = {entry.name: _read(entry) for entry in path.iterdir()}
    return Inode(is_folder=True, names=names, seen=dict(names))


def _make_safe(inode: Inode) -> None:
    if inode.is_folder:
        inode.names = dict(inode.seen)
    else:
        for kind, place, data in inode.waiting:
            _change(inode.content, kind, int(str(place)), data)
    inode.waiting.clear()


def _change(content: bytearray, kind: int, place: int, data: object) -> None:
    if kind == _TRUNCATE:
        _grow(content, place)
        del content[place:]
        return
    assert isinstance(data, bytes)
    _grow(content, place)
    content[place : place + len(data)] = data


def _grow(content: bytearray, size: int) -> None:
    content.extend(bytes(max(0, size - len(content))))


def _left(
    folder: Inode, path: str, kept: float, named: float, chance: random.Random, found: dict[int, bytes]
) -> Iterator[tuple[str, bytes]]:
    names = dict(folder.names)
    for kind, name, what in folder.waiting:
        if chance.random() < named:
            _rename(names, kind, str(name), what)
    for name, inode in names.items():
        if inode.is_folder:
            yield from _left(inode, f"{path}{name}/", kept, named, chance, found)
        else:
            # One file under two names holds the same.
            if id(inode) not in found:
                found[id(inode)] = _content(inode, kept, chance)
            yield path + name, found[id(inode)]


def _rename(names: dict[str, Inode], kind: int, name: str, what: object) -> None:
    if kind == _LINK:
        assert isinstance(what, Inode)
        names[name] = what
    else:
        names.pop(name, None)
    if kind == _RENAME:
        assert isinstance(what, tuple)
        names[what[0]] = what[1]


def _content(inode: Inode, kept: float, chance: random.Random) -> bytes:
    content = bytearray(inode.content)
    for kind, place, data in inode.waiting:
        at = int(str(place))
        if chance.random() < kept:
            _change(content, kind, at, data)
        elif isinstance(data, bytes):
            # Torn: some sectors of it, or none; and where it made the file longer, perhaps only that.
            if chance.random() < 0.5:
                _grow(content, at + len(data))
            for start in range(0, len(data), _SECTOR):
                if chance.random() < kept / 2:
                    _change(content, kind, at + start, data[start : start + _SECTOR])
    return bytes(content)
