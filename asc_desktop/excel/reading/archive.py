"""A zipped workbook and the XML in it, held to limits: what unpacks into too much is refused before it is unpacked.

XML is read with the standard library's parser in C and not with defusedxml's, which is of Python and takes several
times as long. What that one refuses is refused here as well: an entity can be declared in a document type alone, and
a document type stands before the first element, up to which each part is read beforehand.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final
from xml.etree.ElementTree import Element, ParseError, XMLPullParser
from xml.parsers import expat

from asc_desktop.excel.reading.errors import DamagedError, EncryptedError, HostileError

MOST_ENTRIES: Final = 10_000
MOST_BYTES: Final = 1 << 30
"""Of what is unpacked, all of it together."""

_RATIO, _SMALL = 200, 50 << 20
_BLOCK = 1 << 18
_ENCRYPTED = 0x1

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)
"""What the standard library raises over an archive that is not sound."""


class Archive:
    """An open archive. Names of parts are found whatever their case and slashes are."""

    def __init__(self, path: Path) -> None:
        """Open it; raises DamagedError, EncryptedError or HostileError."""
        try:
            self._zip = zipfile.ZipFile(path)
        except BROKEN as error:
            raise DamagedError("its list of contents, at its end, is missing") from error
        entries = self._zip.infolist()
        size, packed = sum(entry.file_size for entry in entries), path.stat().st_size
        if len(entries) > MOST_ENTRIES:
            raise HostileError(f"it is made of {len(entries):,} files, and a workbook of some dozens")
        if size > MOST_BYTES or (size > _SMALL and size > _RATIO * packed):
            raise HostileError(f"it unpacks from {packed:,} bytes into {size:,}")
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise EncryptedError
        self._entries = {_plain(entry.filename): entry for entry in reversed(entries)}

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def names(self) -> tuple[str, ...]:
        """Return the names of all parts, in small letters."""
        return tuple(self._entries)

    def holds(self, name: str) -> bool:
        """Return whether there is a part of a name."""
        return _plain(name) in self._entries

    def size(self, name: str) -> int:
        """Return how many bytes a part unpacks into, by its own word; 0 where there is none."""
        entry = self._entries.get(_plain(name))
        return entry.file_size if entry else 0

    def blocks(self, name: str) -> Iterator[bytes]:
        """Return a part's bytes, a piece at a time; raises DamagedError."""
        entry = self._entries.get(_plain(name))
        if entry is None:
            raise DamagedError(f"a part of it, {PurePosixPath(name).name}, is not there")
        try:
            with self._zip.open(entry) as file:
                yield from _pieces(file)
        except BROKEN as error:
            raise DamagedError(f"a part of it, {PurePosixPath(name).name}, does not unpack") from error

    def ends(self, name: str, read: Callable[[int], None] = lambda _bytes: None) -> Iterator[Element]:
        """Return each element of a part as it ends, the root last; ``read`` gets the bytes of each piece.

        Raises DamagedError or HostileError.
        """
        parser: XMLPullParser[Any] = XMLPullParser(("end",))
        try:
            for block in without_document_type(self.blocks(name)):
                parser.feed(block)
                for _, element in _events(parser):
                    yield element
                read(len(block))
            parser.close()
            for _, element in _events(parser):
                yield element
        except (ParseError, expat.ExpatError, UnicodeError, LookupError) as error:
            raise DamagedError(f"a part of it, {PurePosixPath(name).name}, is not sound XML") from error

    def root(self, name: str) -> Element:
        """Return a part as a tree; raises DamagedError or HostileError."""
        root = None
        for element in self.ends(name):
            root = element
        if root is None:
            raise DamagedError(f"a part of it, {PurePosixPath(name).name}, is empty")
        return root


def without_document_type(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Return the pieces of an XML document as they are; raise HostileError where a document type is declared."""
    parser = expat.ParserCreate()
    has_begun = False

    def on_start(_tag: str, _attributes: object) -> None:
        nonlocal has_begun
        has_begun = True

    def on_document_type(*_about: object) -> None:
        raise HostileError("it declares entities of its own, by which a small file grows without end")

    parser.StartElementHandler = on_start
    parser.StartDoctypeDeclHandler = on_document_type
    for block in blocks:
        if not has_begun:
            parser.Parse(block, False)  # noqa: FBT003 - it takes no keyword
        yield block
    if not has_begun:
        # Expat from 2.6 puts off a long token until more than it has come; the end of the document is more.
        parser.Parse(b"", True)  # noqa: FBT003


def local(tag: str) -> str:
    """Return a tag's name without its namespace: workbooks of the strict kind have another."""
    return tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """Return an attribute whatever its namespace is; nothing where there is none."""
    if name in element.attrib:
        return element.attrib[name]
    return next((value for key, value in element.attrib.items() if local(key) == name), "")


def _events(parser: "XMLPullParser[Any]") -> Iterator[Any]:
    # Ends alone were asked for: each comes with its element.
    return parser.read_events()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
