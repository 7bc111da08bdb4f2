"""Changes since last board: the six figures then and now, and every change by kind, the worst first."""

from collections.abc import Sequence
from typing import Final

from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_changes import ChangeRow, FigureChange, ReportChanges
from asc_desktop.domain.words import number_of
from asc_desktop.pack.document import (
    Block,
    Cell,
    Column,
    Heading,
    Money,
    Note,
    Section,
    Table,
    Tone,
    Words,
    table_of,
)
from asc_desktop.pack.edition import Edition

_FIGURES = (
    Column("Key figure", 310, "name", span=2),
    Column("Then", 190),
    Column("Now", 180),
    Column("Change", 310, "name", span=2),
    Column("Change £", 86, "money"),
    Column("Better or worse", 104),
)
_COLUMNS = (
    Column("Kind", 96),
    Column("Project or record", 214, "name"),
    Column("What", 190, "name"),
    Column("Then", 180, "name"),
    Column("Now", 180, "name"),
    Column("Change", 130, "name"),
    Column("Change £", 86, "money"),
    Column("Better or worse", 104),
)
_MARKS: Final = {"worse": "▼", "better": "▲"}
_TONES: Final[dict[str, Tone]] = {"worse": "bad", "better": "good"}


def changes(_report: Report, edition: Edition) -> Section:
    """Return the section; it has no blocks where there is nothing to compare with."""
    held = edition.changes
    if held is None:
        return Section("changes", "Changes since last board", "", ())
    return Section(
        "changes",
        "Changes since last board",
        f"From {held.before_name} to {held.after_name}. {held.sentence}",
        (
            *(Note(words) for words in held.notes),
            Heading("The six figures"),
            table_of("", _FIGURES, map(_figure, held.figures)),
            *_rows(held),
        ),
    )


def changes_table(rows: Sequence[ChangeRow], *, by_kind: bool = False) -> Table:
    """Return the table of some changes; which programme one is of is said where there are several."""
    several = len({row.programme for row in rows if row.programme}) > 1
    return table_of(
        "Changes", _COLUMNS, (_cells(row, several=several) for row in rows), gathered=int(by_kind)
    )


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


def effect(row: ChangeRow | FigureChange) -> Words:
    """Return whether it is better or worse, with its mark: a colour alone says nothing."""
    words = f"{_MARKS.get(row.effect, '')} {row.effect_label}".strip()
    return Words(words, strong=row.effect in _MARKS, tone=_TONES.get(row.effect, "muted"))


def _rows(held: ReportChanges) -> tuple[Block, ...]:
    if not held.rows:
        return (Note("Nothing else has changed.", is_quiet=False),)
    counts = " ".join(_counted(kind.label, kind.count, kind.worse, kind.better) for kind in held.kinds)
    every = [row for kind in held.kinds for row in held.of_kind(kind.kind)]
    return (Heading("Every change"), Note(counts), changes_table(every, by_kind=True))


def _counted(label: str, count: int, worse: int, better: int) -> str:
    """Return how many changes there are of a kind, as ``Forecasts: 4 changes, 3 worse, 1 better``."""
    words = f"{label}: {number_of(count, 'change')}"
    return f"{words}, {worse} worse, {better} better." if worse or better else f"{words}."


def _figure(item: FigureChange) -> tuple[Cell, ...]:
    return (
        Words(item.label, strong=True),
        Words(item.before),
        Words(item.after, strong=True),
        Words(item.difference),
        Money(item.pence),
        effect(item),
    )


def _cells(row: ChangeRow, *, several: bool) -> tuple[Cell, ...]:
    return (
        Words(row.kind_label),
        Words(record_words(row), row.programme if several else "", strong=True),
        Words(what_words(row)),
        Words(row.before or "–", tone="muted"),
        Words(now_words(row)),
        Words(difference_words(row)),
        Money(row.amount_pence),
        effect(row),
    )
