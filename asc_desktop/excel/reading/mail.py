"""An e-mail as a file (.eml): the workbooks attached to it, and its own words as a sheet.

The words are wanted because some answer in the e-mail itself. What is quoted of an e-mail before it is left out: it is
not what this one says.
"""

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage, Message
from html.parser import HTMLParser
from pathlib import PurePath
from typing import Final

from asc_desktop.domain.importing.sheets import Cell, Sheet, Workbook
from asc_desktop.excel.reading.cells import Room
from asc_desktop.excel.reading.errors import HostileError, NotReadError
from asc_desktop.excel.reading.web import read_page

WORDS: Final = "E-mail"
"""What the sheet of an e-mail's own words is called."""

MOST_ATTACHED: Final = 50
_DEEPEST: Final = 4
"""E-mails within e-mails that are still opened."""
_PICTURES: Final = frozenset({"image", "audio", "video"})
_LINE_ENDS: Final = frozenset({"br", "p", "div", "li", "tr", "table", "h1", "h2", "h3", "blockquote"})
_UNSEEN: Final = frozenset({"style", "script", "head", "title"})
_HEADER = re.compile(rb"[!-9;-~]+:")
_TELLING: Final = (b"mime-version:", b"message-id:", b"received:", b"date:", b"x-unsent:")

ReadPart = Callable[[bytes, str], Workbook]
"""Reads an attached file, given its bytes and its name; raises NotReadError."""


def looks_like_mail(head: bytes) -> bool:
    """Whether a text begins with the headers of an e-mail, and not with those of a web page saved in one file."""
    lines = re.split(rb"\r?\n", re.split(rb"\r?\n\r?\n", head.removeprefix(b"\xef\xbb\xbf"), maxsplit=1)[0])
    if not lines or not _HEADER.match(lines[0]):
        return False
    headers = [line.lower() for line in lines if line[:1] not in {b" ", b"\t"}]
    if any(header.startswith(b"snapshot-content-location:") or b"<saved by" in header for header in headers):
        return False
    from_or_to = any(header.startswith((b"from:", b"to:", b"subject:")) for header in headers)
    return from_or_to and any(header.startswith(_TELLING) for header in headers)


def read_mail(content: bytes, name: str, read_part: ReadPart) -> Workbook:
    """Return an e-mail as a workbook of its words, with the workbooks that are attached to it.

    An attachment that cannot be read is told; pictures, which signatures are full of, are not.
    """
    message = email.message_from_bytes(content, policy=email.policy.default)
    reader = _Reader(name, read_part)
    reader.take(message, 0)
    return reader.workbook()


class _Reader:
    def __init__(self, name: str, read_part: ReadPart) -> None:
        self._name, self._read_part = name, read_part
        self._attached: list[Workbook] = []
        self._told: list[str] = []
        self._sheets: list[Sheet] = []
        self._room = Room()
        self._seen = 0

    def take(self, message: Message, depth: int) -> None:
        """Take a message's words and what is attached to it, and so of those that are attached themselves."""
        if depth > _DEEPEST:
            raise HostileError("it holds e-mails within e-mails beyond count")
        for part in _leaves(message):
            kind = part.get_content_type()
            if kind == "message/rfc822":
                for inner in part.iter_parts():
                    self.take(inner, depth + 1)
            elif part.get_filename() or part.get_content_maintype() not in {"text", *_PICTURES}:
                self._take_file(part)
            elif part.get_content_maintype() == "text":
                self._take_words(part, kind)

    def workbook(self) -> Workbook:
        """Return what was taken."""
        return Workbook(
            name=self._name,
            sheets=tuple(self._sheets),
            told=tuple(self._told),
            attached=tuple(self._attached),
        )

    def _take_file(self, part: EmailMessage) -> None:
        if part.get_content_maintype() in _PICTURES:
            return
        self._seen += 1
        if self._seen > MOST_ATTACHED:
            raise HostileError(f"it has more than {MOST_ATTACHED} attachments")
        name = PurePath((part.get_filename() or "attachment").replace("\\", "/")).name
        content = part.get_payload(decode=True)
        try:
            self._attached.append(self._read_part(content if isinstance(content, bytes) else b"", name))
        except NotReadError as error:
            self._told.append(f"Attached to the e-mail: {error.sentence(name)}")

    def _take_words(self, part: EmailMessage, kind: str) -> None:
        text = _text_of(part)
        if kind == "text/html":
            try:
                page = read_page(text, self._name, f"{WORDS}, table")
                self._sheets += page.sheets
            except NotReadError:
                pass
            text = _words_of(text)
        rows = []
        for line in _unquoted(text):
            cells = tuple(Cell(cell) if (cell := words.strip()) else None for words in line.split("\t"))
            self._room.take(len(cells), len(cells))
            rows.append(cells)
        if any(any(row) for row in rows):
            self._sheets.append(Sheet(WORDS, tuple(rows)))


def _leaves(message: Message) -> Iterator[EmailMessage]:
    """Yield the parts of a message that are not made of parts, those of attached messages not among them."""
    pending = [message]
    while pending:
        part = pending.pop()
        if not isinstance(part, EmailMessage):
            continue
        if part.get_content_type() != "message/rfc822" and part.is_multipart():
            pending += reversed(list(part.iter_parts()))
        else:
            yield part


def _text_of(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return content.decode("cp1252", "replace")


def _unquoted(text: str) -> list[str]:
    """Return the lines of an e-mail without those that it quotes with a mark."""
    return [line for line in text.splitlines() if not line.lstrip().startswith(">")]


class _Words(HTMLParser):
    """The words of a page, a line for each of its blocks, without what it quotes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = self._quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's
        self._unseen += tag in _UNSEEN
        self._quoted += tag == "blockquote"
        if tag in _LINE_ENDS:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append("\t")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        self._quoted = max(0, self._quoted - (tag == "blockquote"))
        if tag in _LINE_ENDS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not (self._unseen or self._quoted):
            self.parts.append(re.sub(r"\s+", " ", data))


def _words_of(page: str) -> str:
    words = _Words()
    words.feed(page)
    words.close()
    return "".join(words.parts)
