"""Changes since last board: the six figures then and now, and every change by kind, the worst first."""

from typing import Any, Final

from asc_desktop.domain.report.views_changes import ChangeRow, FigureChange
from asc_desktop.domain.words import number_of
from asc_desktop.excel.styles import MUTED, NEGATIVE, POSITIVE, SMALL_POINTS
from asc_desktop.excel.workbook import PackBook, SheetWriter

NAME: Final = "Changes since last board"
_COLUMNS: Final = (
    ("Project or record", 262),
    ("What", 218),
    ("Then", 208),
    ("Now", 208),
    ("Change", 146),
    ("Change £", 86),
    ("Effect", 84),
)
_RECORD, _WHAT, _THEN, _NOW, _DIFFERENCE, _AMOUNT, _EFFECT = range(7)
_HEADER_ROW: Final = 3
_MARKS: Final = {"worse": "▼", "better": "▲"}
_COLOURS: Final = {"worse": NEGATIVE, "better": POSITIVE}


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to compare with."""
    return book.edition.changes is not None


def columns(book: PackBook) -> list[int]:
    """Return the widths of the sheet's columns."""
    rows = book.edition.changes.rows if book.edition.changes else ()
    money = book.fit.money_pixels((item.amount_pence or 0 for item in rows), least=86)
    return [money if place == _AMOUNT else pixels for place, (_, pixels) in enumerate(_COLUMNS)]


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet."""
    changes = book.edition.changes
    if changes is None:
        return
    page.title(
        "Changes since last board",
        f"{changes.programme}, {changes.after_label}. {changes.sentence}",
    )
    sides = {
        _AMOUNT: page.styles.header(align="right"),
        _EFFECT: page.styles.header(align="left", indent=1),
    }
    for column, (words, _) in enumerate(_COLUMNS):
        page.text(column, words, sides.get(column, page.styles.header()))
    page.end_row(18, keep=True)
    page.heading("The six figures", points=11)
    for figure in changes.figures:
        _write_figure(page, figure)
    for kind in changes.kinds:
        page.gap(6)
        page.heading(counted(kind.label, kind.count, kind.worse, kind.better), points=11)
        for row in changes.of_kind(kind.kind):
            _write_row(page, row)
    if not changes.rows:
        page.gap()
        page.paragraph("Nothing else has changed.")
    for note in changes.notes:
        page.gap(5)
        page.paragraph(note, font_color=MUTED, font_size=SMALL_POINTS)
    page.finish(freeze=(_HEADER_ROW + 1, 1), repeat=(_HEADER_ROW, _HEADER_ROW))


def counted(label: str, count: int, worse: int, better: int) -> str:
    """Return how many changes there are of a kind: ``Forecasts: 4 changes, 3 worse, 1 better``."""
    words = f"{label}: {number_of(count, 'change')}"
    return f"{words}, {worse} worse, {better} better" if worse or better else words


def record_words(row: ChangeRow) -> str:
    """Return which project, or other record, a change is of."""
    return f"{row.project_ref} {row.project}".strip() or row.what


def what_words(row: ChangeRow) -> str:
    """Return what of it changed."""
    return row.what if row.project or row.project_ref else row.change_label


def now_words(row: ChangeRow) -> str:
    """Return how it stands now; that it is gone where it does."""
    return row.after or row.change_label


def difference_words(row: ChangeRow) -> str:
    """Return by how much it changed, or that it is new or gone."""
    return row.difference or ("" if row.change == "changed" else row.change_label)


def effect_props(effect: str) -> dict[str, Any]:
    """Return how a worse or better mark looks."""
    colour = _COLOURS.get(effect)
    return {"bold": True, "font_color": colour} if colour else {"font_color": MUTED}


def effect_words(effect: str, label: str) -> str:
    """Return the mark and its word: a colour alone says nothing."""
    return f"{_MARKS.get(effect, '')} {label}".strip()


def _write_figure(page: SheetWriter, figure: FigureChange) -> None:
    cell = page.styles.cell()
    page.text(_RECORD, figure.label, page.styles.cell(bold=True))
    for column, words in (
        (_WHAT, ""),
        (_THEN, figure.before),
        (_NOW, figure.after),
        (_DIFFERENCE, figure.difference),
    ):
        page.text(column, words, cell)
    page.money(_AMOUNT, figure.pence, page.styles.pounds())
    page.text(_EFFECT, effect_words(figure.effect, figure.effect_label), _effect_style(page, figure.effect))
    page.end_row(page.fitted([(_RECORD, f"{figure.label}   "), (_DIFFERENCE, figure.difference)]), keep=True)


def _write_row(page: SheetWriter, row: ChangeRow) -> None:
    cell = page.styles.cell()
    words = {
        _RECORD: record_words(row),
        _WHAT: what_words(row),
        _THEN: row.before or "–",
        _NOW: now_words(row),
        _DIFFERENCE: difference_words(row),
    }
    parts = {
        column: page.book.fit.split(text, page.columns[column], 9.5, 26) for column, text in words.items()
    }
    # Words that no row can hold go on in the rows below.
    for index in range(max(len(part) for part in parts.values())):
        shown = {column: part[index] if index < len(part) else "" for column, part in parts.items()}
        for column, text in shown.items():
            page.text(column, text, page.styles.cell(bold=True) if column == _RECORD else cell)
        page.money(_AMOUNT, None if index else row.amount_pence, page.styles.pounds())
        page.text(
            _EFFECT,
            "" if index else effect_words(row.effect, row.effect_label),
            _effect_style(page, row.effect),
        )
        page.end_row(page.fitted([*shown.items(), (_RECORD, f"{shown[_RECORD]}   ")]))


def _effect_style(page: SheetWriter, effect: str) -> Any:
    return page.styles.cell(align="left", indent=1, text_wrap=False, **effect_props(effect))
