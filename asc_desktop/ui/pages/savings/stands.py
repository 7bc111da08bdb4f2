"""Where it stands: the identity of a line's year, term by term, and what a movement could still explain."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QWidget,
)

from asc_desktop.domain.glossary import meaning_of
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.rules.position import Position
from asc_desktop.domain.words import listed
from asc_desktop.ui.fonts import BODY, SEMI_BOLD, ui_font
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.board import scroll
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.labels import make_label

TERMS = (
    ("", "target_pence", "Approved target"),
    ("+", "slipped_in_pence", "Slipped in"),
    ("=", "to_find_pence", "To find"),
    ("", "delivered_pence", "Delivered"),
    ("+", "still_forecast_pence", "Forecast remaining"),
    ("+", "not_delivered_pence", "Not delivered"),
    ("+", "slipped_out_pence", "Slipped to later years"),
    ("+", "delivered_early_pence", "Delivered early"),
    ("+", "offset_in_pence", "Offset by other projects"),
    ("+", "written_off_pence", "Written off"),
    ("+", "no_plan_pence", "No plan yet"),
    ("−", "surplus_pence", "Surplus"),
)
"""The terms of ``domain.position``'s identity, with the sign that each has in it."""

ALWAYS = frozenset({"target_pence", "to_find_pence", "delivered_pence", "no_plan_pence"})
"""Terms that stand there even when they are nothing."""

SURPLUS_PARTS = (
    ("offset_given_pence", "used by other lines"),
    ("early_given_pence", "used for later years"),
    ("unallocated_pence", "free"),
)


class Standing(Struct, frozen=True):
    """What is selected: its words and year, its position, and the line that a movement would start from."""

    label: str
    year: str
    position: Position
    line_id: str = ""
    year_start: int | None = None


class StandsCard(Card):
    """The position of what is selected in the matrix."""

    def __init__(self) -> None:
        super().__init__("Where the target goes", " ")
        self._standing: Standing | None = None
        self._terms: dict[str, tuple[QLabel, QLabel, QLabel]] = {}
        self._over = Callout()
        self._over.hide()
        self._notes = make_label("", "muted", wrap=True)
        inside = QWidget()
        column_of(
            self._over, self._make_terms(), self._notes, 1, into=inside, margins=(0, 0, 6, 0), spacing=6
        )
        area = QScrollArea()
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName("Where the target goes")
        scroll(area, inside)
        self.body.addWidget(area, 1)
        self.record = QPushButton("Record movement…")
        self.record.setProperty("kind", "quiet")
        self.add_header_widget(self.record)

    @property
    def standing(self) -> Standing | None:
        """What is shown."""
        return self._standing

    def show_standing(self, standing: Standing) -> None:
        """Show another line, theme or year; nothing is done where it is the same."""
        if standing == self._standing:
            return
        self._standing = standing
        position = standing.position
        self.set_title("Where the target goes", f"{standing.label}, {standing.year}")
        for _, key, _ in TERMS:
            pence: int = getattr(position, key)
            for label in self._terms[key]:
                label.setVisible(key in ALWAYS or bool(pence))
            self._terms[key][2].setText(format_pounds(pence))
        figure = self._terms["no_plan_pence"][2]
        role = "negative" if position.no_plan_pence else ""
        if (figure.property("role") or "") != role:
            figure.setProperty("role", role)
            figure.style().polish(figure)
        self._notes.setText(_notes(position))
        self._notes.setVisible(bool(self._notes.text()))
        over = position.over_allocated_pence
        if over:
            self._over.set_message(
                "The figures now leave less. Change or delete a movement.",
                "warning",
                f"Over-allocated by {format_pounds(over)}",
            )
        self._over.setVisible(bool(over))

    @property
    def notes(self) -> str:
        """Return what is said below the terms."""
        return self._notes.text()

    def _make_terms(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, (sign, key, words) in enumerate(TERMS):
            labels = (make_label(sign, "muted"), make_label(words, wrap=True), make_label(""))
            for column, label in enumerate(labels):
                right = column == 2
                grid.addWidget(
                    label, row, column, Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
                )
            labels[2].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if key == "to_find_pence":
                for label in labels[1:]:
                    label.setFont(ui_font(BODY, SEMI_BOLD))
            set_tip(labels[1], meaning_of(words))
            labels[2].setAccessibleName(words)
            self._terms[key] = labels
        return grid


def _notes(position: Position) -> str:
    sentences: list[str] = []
    if position.proposed_pence:
        sentences.append(
            f"Movements: {format_pounds(position.proposed_pence)} is proposed, not yet approved."
        )
    if position.surplus_pence:
        parts = [
            f"{format_pounds(getattr(position, key))} {words}"
            for key, words in SURPLUS_PARTS
            if getattr(position, key)
        ]
        sentences.append(f"Surplus: {listed(parts)}.")
    if position.validated_pence:
        sentences.append(
            f"Finance has validated {format_pounds(position.validated_pence)} of what is delivered."
        )
    return " ".join(sentences)
