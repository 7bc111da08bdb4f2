"""Blocks of cells as Excel puts them on the clipboard and takes them from it. No widgets, so it can be tested alone.

Excel parts cells with tabs and rows with line ends, and puts quotation marks round a cell that holds either, doubling
those within. A quotation mark in the middle of a cell means nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

Block = list[list[str]]
"""Rows of cells; the rows may differ in length."""

_TABLE = "border-collapse:collapse"
_RULED = "border:1px solid #808080;padding:2pt 5pt;vertical-align:top;"
_HEADING = "background:#e7e9ed;color:#1a1f26;font-weight:bold;text-align:left"
_NEEDS_QUOTES = ("\t", "\n", "\r")


def write_tsv(block: Sequence[Sequence[str]]) -> str:
    """Return the text that Excel pastes as these cells."""
    return "\r\n".join("\t".join(_quoted(cell) for cell in row) for row in block)


def read_tsv(text: str) -> Block:
    """Return the cells of a text copied in Excel, or typed in a plain editor."""
    text = text.removeprefix("\ufeff")
    rows: Block = [[]]
    at = 0
    while True:
        cell, at = _read_cell(text, at)
        rows[-1].append(cell)
        if at >= len(text):
            break
        if text[at] == "\t":
            at += 1
            continue
        at += 2 if text.startswith("\r\n", at) else 1
        if at >= len(text):
            break
        rows.append([])
    return rows


def write_html(
    block: Sequence[Sequence[str]], numbers: Sequence[Sequence[bool]], headings: Sequence[str] = ()
) -> str:
    """Return the table that Excel prefers to plain text: words stay words (P-012, =x), and numbers numbers.

    With headings it is for a document: ruled, each style on its own cell, since Word and Outlook keep no others.
    """
    ruled = _RULED if headings else ""
    lines = []
    if headings:
        cells = "".join(f"<th style='{ruled}{_HEADING}'>{_html_lines(label)}</th>" for label in headings)
        lines.append(f"<thead><tr>{cells}</tr></thead>")
    for row, flags in zip(block, numbers, strict=True):
        cells = "".join(
            _td(escape(cell), f"{ruled}text-align:right" if ruled else "")
            if is_number
            else _td(_html_lines(cell), f'{ruled}mso-number-format:"\\@"')
            for cell, is_number in zip(row, flags, strict=True)
        )
        lines.append(f"<tr>{cells}</tr>")
    table = f"<table border='1' cellspacing='0' style='{_TABLE}'>" if headings else "<table>"
    return (
        f'<html><head><meta charset="utf-8"></head><body>{table}' + "".join(lines) + "</table></body></html>"
    )


def _td(inner: str, style: str) -> str:
    return f"<td style='{style}'>{inner}</td>" if style else f"<td>{inner}</td>"


def tiled(block: Block, rows: int, columns: int) -> Block:
    """Return the block repeated over an area that it divides evenly, else the block as it is."""
    height, width = len(block), max(len(row) for row in block)
    if rows % height or columns % width or (rows, columns) == (height, width):
        return block
    wide = [[*row, *[""] * (width - len(row))] * (columns // width) for row in block]
    return [list(row) for _ in range(rows // height) for row in wide]


def _read_cell(text: str, at: int) -> tuple[str, int]:
    """Return the cell that begins there, and where it ends: at a tab, a line end or the text's end."""
    if text.startswith('"', at):
        quoted = _read_quoted(text, at)
        if quoted is not None:
            return quoted
    end = at
    while end < len(text) and text[end] not in _NEEDS_QUOTES:
        end += 1
    return text[at:end], end


def _read_quoted(text: str, at: int) -> tuple[str, int] | None:
    """Return a quoted cell and where it ends, or None where the quotation mark is only a mark."""
    parts: list[str] = []
    start = at + 1
    while True:
        end = text.find('"', start)
        if end < 0:
            return None
        parts.append(text[start:end])
        if text.startswith('"', end + 1):
            parts.append('"')
            start = end + 2
            continue
        end += 1
        if end < len(text) and text[end] not in _NEEDS_QUOTES:
            return None
        return "".join(parts).replace("\r\n", "\n"), end


def _quoted(cell: str) -> str:
    if any(mark in cell for mark in _NEEDS_QUOTES) or cell.startswith('"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _html_lines(cell: str) -> str:
    return escape(cell).replace("\n", "<br style='mso-data-placement:same-cell'>")
