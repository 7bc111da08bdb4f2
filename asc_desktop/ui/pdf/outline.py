"""Bookmarks, links and the language of a PDF, which Qt's writer has no words for.

They are added as PDF itself provides for changes: new objects after the end of the file, with a cross-reference table
that names the one before (ISO 32000-1, 7.5.6). What Qt wrote stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

_LANGUAGE = "en-GB"
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_SIZE = re.compile(rb"/Size (\d+)")
_INFO = re.compile(rb"/Info (\d+) 0 R")
_ID = re.compile(rb"/ID \[[^\]]*\]")
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_ENTRY_BYTES = 20


class OutlineError(Exception):
    """The PDF is not laid out as Qt's writer lays one out."""


class Bookmark(Struct, frozen=True):
    """A bookmark to a page, counted from 0, and a distance from its top in points; ``level`` 0 or, below it, 1."""

    words: str
    level: int
    page: int
    top: float


class PageLink(Struct, frozen=True):
    """A place on a page that leads to another: left, top, right and bottom in points from the page's top left."""

    page: int
    edges: tuple[float, ...]
    target: int


def with_outline(pdf: bytes, bookmarks: Sequence[Bookmark], links: Sequence[PageLink]) -> bytes:
    """Return a PDF of Qt's with bookmarks, links and its language; raise OutlineError where it is no such PDF."""
    if not bookmarks:
        return pdf
    file = _Read(pdf)
    added = _Added(file.size)
    high = file.page_height()
    roots = added.reserve(1)[0]
    _add_bookmarks(added, roots, bookmarks, file.pages, high)
    by_page: dict[int, list[int]] = {}
    for link in links:
        left, top, right, bottom = link.edges
        by_page.setdefault(link.page, []).append(
            added.add(
                f"<< /Type /Annot /Subtype /Link /Border [0 0 0] /Rect [{left:.2f} {high - bottom:.2f} {right:.2f} "
                f"{high - top:.2f}] /Dest [{file.pages[link.target]} 0 R /XYZ 0 {high:.2f} null] >>"
            )
        )
    for page, placed in by_page.items():
        number = file.pages[page]
        body = re.sub(rb"/Annots (\d+ 0 R|\[[^\]]*\])", b"", file.body(number))
        names = " ".join(f"{item} 0 R" for item in placed)
        added.put(number, body.rstrip()[:-2] + f"/Annots [{names}]\n>>".encode("ascii"))
    catalog = file.body(file.root).rstrip()[:-2]
    added.put(
        file.root,
        catalog
        + f"/Outlines {roots} 0 R\n/PageMode /UseOutlines\n/Lang ({_LANGUAGE})\n"
        "/ViewerPreferences << /DisplayDocTitle true >>\n>>".encode("ascii"),
    )
    return pdf + added.section(len(pdf), file)


def _add_bookmarks(
    added: _Added, roots: int, bookmarks: Sequence[Bookmark], pages: Sequence[int], high: float
) -> None:
    numbers = added.reserve(len(bookmarks))
    above: list[int | None] = []
    last_root: int | None = None
    for place, bookmark in enumerate(bookmarks):
        if bookmark.level == 0 or last_root is None:
            last_root = place
            above.append(None)
        else:
            above.append(last_root)
    for place, bookmark in enumerate(bookmarks):
        mates = [other for other in range(len(bookmarks)) if above[other] == above[place]]
        at = mates.index(place)
        children = [other for other in range(len(bookmarks)) if above[other] == place]
        parent = above[place]
        parts = [
            f"<< /Title {_text(bookmark.words)} /Parent {roots if parent is None else numbers[parent]} 0 R"
        ]
        if at:
            parts.append(f"/Prev {numbers[mates[at - 1]]} 0 R")
        if at + 1 < len(mates):
            parts.append(f"/Next {numbers[mates[at + 1]]} 0 R")
        if children:
            # A count below nothing: closed until it is opened.
            ends = f"/First {numbers[children[0]]} 0 R /Last {numbers[children[-1]]} 0 R"
            parts.append(f"{ends} /Count -{len(children)}")
        parts.append(f"/Dest [{pages[bookmark.page]} 0 R /XYZ 0 {high - bookmark.top:.2f} null] >>")
        added.put(numbers[place], " ".join(parts).encode("ascii"))
    first = [number for number, parent in zip(numbers, above, strict=True) if parent is None]
    added.put(
        roots,
        f"<< /Type /Outlines /First {first[0]} 0 R /Last {first[-1]} 0 R /Count {len(first)} >>".encode(
            "ascii"
        ),
    )


def _text(words: str) -> str:
    """Return words as a PDF string in UTF-16, whatever letters they have."""
    return f"<FEFF{words.encode('utf-16-be', 'replace').hex().upper()}>"


class _Read:
    """What must be known of the PDF that Qt wrote."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        start = _START.search(pdf)
        if start is None:
            raise OutlineError("no end")
        self.start = int(start[1])
        trailer = pdf[pdf.rindex(b"trailer") :]
        self.size = self._number(_SIZE, trailer)
        self.root = self._number(_ROOT, trailer)
        self.kept = b"\n".join(
            found[0] for pattern in (_INFO, _ID) if (found := pattern.search(trailer)) is not None
        )
        self._offsets = self._table()
        tree = self._number(re.compile(rb"/Pages (\d+) 0 R"), self.body(self.root))
        kids = re.search(rb"/Kids\s*\[([^\]]*)\]", self.body(tree))
        if kids is None:
            raise OutlineError("no pages")
        self.pages = [int(number) for number in _REFERENCE.findall(kids[1])]

    def body(self, number: int) -> bytes:
        """Return what stands between an object's first and last line."""
        begin = self._pdf.index(b"obj", self._offsets[number]) + 3
        return self._pdf[begin : self._pdf.index(b"endobj", begin)].strip()

    def page_height(self) -> float:
        """Return the height of the pages, in points."""
        box = re.search(rb"/MediaBox \[([^\]]*)\]", self.body(self.pages[0]))
        if box is None:
            raise OutlineError("no page size")
        return float(box[1].split()[3])

    def _table(self) -> dict[int, int]:
        head = re.compile(rb"xref\s+0 (\d+)\s+").match(self._pdf, self.start)
        if head is None:
            raise OutlineError("no table")
        return {
            number: int(
                self._pdf[head.end() + number * _ENTRY_BYTES : head.end() + number * _ENTRY_BYTES + 10]
            )
            for number in range(1, int(head[1]))
        }

    @staticmethod
    def _number(pattern: re.Pattern[bytes], text: bytes) -> int:
        found = pattern.search(text)
        if found is None:
            raise OutlineError(pattern.pattern.decode("ascii"))
        return int(found[1])


class _Added:
    """Objects that follow the end of a PDF, new ones and ones that take an old one's place."""

    def __init__(self, first: int) -> None:
        self._next = first
        self._bodies: dict[int, bytes] = {}

    def reserve(self, count: int) -> list[int]:
        """Return so many free numbers."""
        found = list(range(self._next, self._next + count))
        self._next += count
        return found

    def add(self, body: str) -> int:
        """Add an object; return its number."""
        number = self.reserve(1)[0]
        self.put(number, body.encode("ascii"))
        return number

    def put(self, number: int, body: bytes) -> None:
        """Set an object."""
        self._bodies[number] = body

    def section(self, length: int, file: _Read) -> bytes:
        """Return what is to be put after a PDF of so many bytes."""
        out = bytearray(b"\n")
        entries: dict[int, int] = {}
        for number in sorted(self._bodies):
            entries[number] = length + len(out)
            out += f"{number} 0 obj\n".encode("ascii") + self._bodies[number] + b"\nendobj\n"
        table = length + len(out)
        out += b"xref\n"
        for number, offset in entries.items():
            out += f"{number} 1\n{offset:010d} 00000 n \n".encode("ascii")
        out += (
            b"trailer\n<<\n" + f"/Size {self._next}\n/Root {file.root} 0 R\n/Prev {file.start}\n".encode("ascii")
            + file.kept + b"\n>>\n" + f"startxref\n{table}\n%%EOF\n".encode("ascii")
        )  # fmt: skip
        return bytes(out)
