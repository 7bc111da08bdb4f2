"""The savings forecast of one activity, offered to its savings line. Nothing is written without a click."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.report.views_activity import ActivityReport
from asc_desktop.services.activity import BASES, ForecastOffer, forecast_offer, use_as_forecast
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.workspace import Workspace

EXPLANATION: Final = (
    "An effect counts from the month after: of one done in April, eleven twelfths fall in that financial year and "
    "one twelfth in the next. Growth is never subtracted."
)
_ROWS: Final = (
    ("units", "Units in the year"),
    ("full_effect_pence", "What they save in a full year"),
    ("in_year_pence", "Saved this year"),
    ("next_year_pence", "Saved next year"),
    ("carried_pence", "Falls in the year from the year before"),
)


class ForecastPanel(QWidget):
    """How the year's savings come about, the line's forecast now, what it would be, and the button that makes it so."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._activity: ActivityReport | None = None
        self.basis = SegmentedControl(BASES, name="Count")
        self.basis.chosen.connect(lambda _: self._show_offer())
        self._figures = {key: make_label("") for key, _ in _ROWS}
        self._labels = {key: make_label(words, "muted") for key, words in _ROWS}
        self.now = make_label("", "heading")
        self.would = make_label("", "heading")
        self.sentence = make_label("", "muted", wrap=True)
        self.warning = make_label("", "negative", wrap=True)
        self.use = QPushButton("Use as forecast…")
        self.use.setProperty("kind", "primary")
        self.use.clicked.connect(self.ask)
        only_to_change(self.use)
        self._lay_out()

    def show_activity(self, activity: ActivityReport | None) -> None:
        """Show an activity's forecast and what using it would change."""
        self._activity = activity
        if activity is None:
            return
        year = activity.this_year
        self.warning.setText(year.warning)
        self.warning.setVisible(bool(year.warning))
        units = f"{year.units:,} {activity.unit}"
        if year.projected:
            units += f": {year.done:,} done, {year.projected:,} projected"
        self._labels["units"].setText(f"In {year.year}")
        self._figures["units"].setText(units)
        for key in ("full_effect_pence", "in_year_pence", "next_year_pence", "carried_pence"):
            self._figures[key].setText(format_pounds(getattr(year, key)))
        self._show_offer()

    def ask(self) -> None:
        """Ask once more, saying both amounts, and make the forecast the line's."""
        offer = self._offer()
        if offer is None or offer.refusal:
            return
        year = dates.year_label(offer.year)
        if not self._workspace.asker.confirm(
            f"Make {format_pounds(offer.would_pence)} the forecast of {offer.line}?",
            " ".join(
                words
                for words in (
                    f"For {year} it is {_now_words(offer)} now.",
                    self.warning.text(),
                    "Undo takes it back.",
                )
                if words
            ),
            "Use as forecast",
        ):
            return
        done = self._workspace.attempt_told(
            lambda _: use_as_forecast(self._workspace.session, offer.activity_id, offer.period, offer.basis),
            "The forecast was not changed",
        )
        if done is not None:
            self._workspace.said.emit(
                f"The {year} forecast of {offer.line} is {format_pounds(offer.would_pence)}."
            )

    def _offer(self) -> ForecastOffer | None:
        if self._activity is None:
            return None
        return forecast_offer(
            self._workspace.session, self._activity.id, self._workspace.period, self.basis.current
        )

    def _show_offer(self) -> None:
        offer = self._offer()
        if offer is None:
            return
        self.now.setText(_now_words(offer))
        self.would.setText(format_pounds(offer.would_pence))
        words = offer.refusal or f"For {offer.line}, {dates.year_label(offer.year)}."
        if len(offer.names) > 1:
            words += f" Together with the other activities that bring it: {', '.join(offer.names)}."
        self.sentence.setText(words)
        self.use.setEnabled(not offer.refusal)
        set_tip(self.use, offer.refusal or "Report it as the line’s forecast for the open month")
        self.use.setAccessibleDescription(self.use.toolTip())

    def _lay_out(self) -> None:
        rows = QGridLayout()
        rows.setHorizontalSpacing(18)
        rows.setVerticalSpacing(4)
        for at, (key, _) in enumerate(_ROWS):
            rows.addWidget(self._labels[key], at, 0)
            rows.addWidget(self._figures[key], at, 1, Qt.AlignmentFlag.AlignRight)
        rows.setColumnStretch(2, 1)
        offer = QHBoxLayout()
        offer.setSpacing(28)
        for heading, label in (("Forecast now", self.now), ("It would be", self.would)):
            pair = column_of(make_label(heading, "muted"), label, spacing=0)
            offer.addLayout(pair)
        offer.addStretch(1)
        offer.addWidget(self.use, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.basis)
        layout.addWidget(self.warning)
        layout.addLayout(offer)
        layout.addWidget(self.sentence)
        layout.addLayout(rows)
        layout.addWidget(make_label(EXPLANATION, "muted", wrap=True))
        layout.addStretch(1)


def _now_words(offer: ForecastOffer) -> str:
    return format_pounds(offer.now_pence) if offer.now_pence is not None else "not reported"
