"""The table of answers: what was sent, what we have, what came back, and what is taken of it, decided in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from asc_desktop.domain.records.fields import Field, Kind
from asc_desktop.ui.dialogs.forms.answer_rows import CAME_BACK, TAKE, AnswerRow, why_words
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.columns import Chip, Column, view_column
from asc_desktop.ui.models.edits import Option

_COLOURS: Final = {
    "Plain": "blue",
    "Taken": "green",
    "Left as it is": "grey",
    "As it was sent": "grey",
    "Not answered": "grey",
    "Needs a look": "amber",
    "Changed here too": "amber",
    "Missing": "amber",
    "Refused": "red",
}
_WENT_WIDTH: Final = 244
"""Of ``12 plain, 34 to look at and 5 refused``."""


def answer_columns() -> list[Column]:
    """Return the columns of the answers, the ones that matter most first."""
    take = Field(key=TAKE, label="Take", kind=Kind.REFERENCE, required=False)
    return [
        view_column(
            "what", "Of", width=210, read=lambda row: row.answer.record_words,
            hint=lambda row: str(row.answer.record_words),
        ),
        view_column("label", "Field", width=140, read=lambda row: row.answer.label),
        view_column("verdict", "It is", chip=_verdict_chip, width=136),
        view_column("now", "We have", width=150, hint=_now_hint),
        view_column(
            CAME_BACK, "Came back", width=170, editable=lambda row: row.may_settle, typed_as=_typed_as,
            hint=lambda row: str(row.came_back), tooltip="Type here what is to be taken instead",
        ),
        view_column(
            TAKE, "Take", Kind.REFERENCE, field=take, read=lambda row: row.decided,
            row_words=lambda row: row.take_words, editable=lambda row: row.may_settle, width=138,
            warn=lambda row: row.is_open,
        ),
        view_column("since", "Changed here by", width=150, hint=lambda row: str(row.since)),
        view_column("why", "Why", width=300, read=why_words, hint=why_words),
        view_column("cell", "Cell", width=100, read=lambda row: row.answer.cell),
        view_column("sent", "As it was sent", width=150, hidden=True),
    ]  # fmt: skip


def file_columns() -> list[Column]:
    """Return the columns of the files."""
    return [
        view_column("file", "File", width=150, hint=lambda row: f"{row.file}: {row.what}"),
        view_column(
            "went",
            "How it went",
            width=_WENT_WIDTH,
            warn=lambda row: row.is_bad,
            hint=lambda row: str(row.went),
        ),
        view_column("what", "What it is", width=220, hidden=True, hint=lambda row: str(row.what)),
    ]


def by_form() -> Grouping:
    """Return how answers are gathered: by the form that they are of."""
    return Grouping("Form", lambda row: str(row.form))


def take_options(_field: Field, row: Any = None) -> Sequence[Option]:
    """Return what may be taken of an answer."""
    return row.offered if isinstance(row, AnswerRow) else ()


def _typed_as(row: AnswerRow) -> Field:
    """Return what an answer is typed as: its choices in words, where it has any, else as text."""
    words = ("Yes", "No") if row.is_confirmation else tuple(words for _, words in row.question.choices)
    if not words:
        return Field(CAME_BACK, row.answer.label, Kind.TEXT)
    return Field(CAME_BACK, row.answer.label, Kind.CHOICE, choices=tuple((item, item) for item in words))


def _verdict_chip(row: AnswerRow) -> Chip:
    return Chip(row.verdict, _COLOURS[row.verdict])


def _now_hint(row: AnswerRow) -> str:
    sent = f"It was sent as “{row.sent}”." if row.sent != row.now else ""
    return " ".join(filter(None, (row.now, sent)))
