"""The bar over the pages: the file, the programme, the period, and finding anything."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy

from asc_desktop.domain.dates import period_label, shift_period, year_label, year_of_period
from asc_desktop.domain.report.model import ALL_PROGRAMMES
from asc_desktop.domain.words import shortened
from asc_desktop.services.backups import shown_name
from asc_desktop.ui.keys import FIND, PERIOD, PROGRAMME
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.boxes import row_of
from asc_desktop.ui.widgets.choice_box import ChoiceBox
from asc_desktop.ui.widgets.labels import ElidedLabel, make_label
from asc_desktop.ui.widgets.year_menu import YearBox
from asc_desktop.ui.workspace import Workspace

Option = tuple[str, str | None]
"""The words of a choice, and the id or the period that it means."""

NEXT_MONTH: Final = "next"
"""What the first choice of month means: to open another."""
HEIGHT = 46
_WIDEST: Final = 440
"""The most that the programme takes: names of sixty letters are whole, and give way in a narrow window."""
_CLOSED: Final = "Closed month"
_CORRECTING_TIP: Final = (
    "Every change to a closed month is now a correction for this reason, and is not asked about again. Choose the open "
    "month to end that."
)
_CLOSED_TIP = (
    "What was changed since is not shown here. A change made here is a correction: it asks for a reason, and the next "
    "board pack lists it. To change something from now on, choose the open month first."
)


_FIND: Final = f"Find anything   {FIND}"


class TopBar(QFrame):
    """Chooses what all pages look at."""

    find_asked = Signal()

    next_month_asked = Signal()
    """The person wants the open month closed and the next one opened."""

    def __init__(self) -> None:
        super().__init__()
        self._workspace: Workspace | None = None
        self._is_compact = False
        self._offered: dict[ChoiceBox, list[Option]] = {}
        self.setObjectName("topBar")
        self.setFixedHeight(HEIGHT)
        self._file = ElidedLabel("", "heading")
        self._closed = make_label("", "warning")
        self._programme_label = make_label("Programme", "muted")
        self._programme = ChoiceBox("Programme")
        set_tip(self._programme, f"The programme that every page shows ({PROGRAMME})")
        self._programme.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self._programme.setMinimumWidth(120)
        self._programme.setMaximumWidth(_WIDEST)
        self._period_label = make_label("Month", "muted")
        self._period = YearBox("Month", _year_of)
        set_tip(self._period, f"The month that every page shows ({PERIOD})")
        self._period.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        # The programme gives way before the month, whose last word says whether it is closed.
        self._period.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._find = QPushButton(_FIND)
        self._find.setProperty("kind", "quiet")
        self._find.setAccessibleName("Find anything")
        theme_hub().icons.bind(self._find, "search")
        layout = row_of(self._file, 1, self._closed, into=self, margins=(16, 6, 16, 6), spacing=8)
        for widget in (self._programme_label, self._programme, self._period_label, self._period, self._find):
            layout.addWidget(widget)
        self._programme.activated.connect(self._choose_programme)
        self._period.activated.connect(self._choose_period)
        self._find.clicked.connect(self.find_asked)
        self.set_workspace(None)

    def set_workspace(self, workspace: Workspace | None) -> None:
        """Show a portfolio's programmes and periods; none without one."""
        self._workspace = workspace
        self._find.setVisible(workspace is not None)
        self.refresh()

    def set_compact(self, *, compact: bool) -> None:
        """Leave the words out in a narrow window."""
        self._is_compact = compact
        for label in (self._programme_label, self._period_label):
            label.setVisible(not compact and self._shows_choices())
        self._closed.setVisible(self._shows_closed())
        self._find.setText("" if compact else _FIND)
        self._file.setVisible(not compact and bool(self._file.full_text))

    def take_keyboard(self) -> None:
        """Put the keyboard on what is first in the bar."""
        first = self._programme if self._programme.isVisible() else self._find
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_programme(self) -> None:
        """Put the keyboard on the programme."""
        self._programme.setFocus()

    def focus_period(self) -> None:
        """Put the keyboard on the period."""
        self._period.setFocus()

    def refresh(self) -> None:
        """Show the programmes and periods as they now are."""
        workspace = self._workspace
        for widget in (self._programme_label, self._programme, self._period_label, self._period):
            widget.setVisible(self._shows_choices())
        if workspace is None:
            self._file.set_full_text("")
            self._closed.hide()
            return
        session = workspace.session
        self._file.set_full_text(shown_name(session.path) + (" (read-only)" if session.read_only else ""))
        programmes: list[Option] = [(programme.name, programme.id) for programme in workspace.programmes()]
        if len(programmes) > 1:
            programmes.append((ALL_PROGRAMMES, None))
        self._offer(self._programme, programmes, workspace.programme_id)
        opened = session.open_period(workspace.programme_id)
        months: list[Option] = [
            (
                period_label(period)
                + (" (open)" if period == opened else " (closed)" if workspace.is_closed(period) else ""),
                period,
            )
            for period in workspace.periods()
        ]
        if opened and not workspace.why_closed:
            months.insert(0, (f"Start {period_label(shift_period(opened, 1))}…", NEXT_MONTH))
        self._offer(self._period, months, workspace.period)
        reason = workspace.standing_reason
        self._closed.setText(f"Correcting: {shortened(reason, 40)}" if reason else _CLOSED)
        set_tip(self._closed, f"{reason}\n\n{_CORRECTING_TIP}" if reason else _CLOSED_TIP)
        self._closed.setVisible(self._shows_closed())

    def _offer(self, box: ChoiceBox, options: list[Option], chosen: str | None) -> None:
        """Offer these options; a box that offers them already is left as it is, and is not laid out again."""
        if self._offered.get(box) != options:
            self._offered[box] = options
            box.clear()
            for words, value in options:
                box.addItem(words, value)
        box.setCurrentIndex(next((at for at, (_, value) in enumerate(options) if value == chosen), -1))

    def _shows_closed(self) -> bool:
        return self._workspace is not None and self._workspace.shows_closed and not self._is_compact

    def _shows_choices(self) -> bool:
        return self._workspace is not None and not self._workspace.is_empty

    def _choose_programme(self, index: int) -> None:
        if self._workspace is not None:
            self._workspace.choose(self._programme.itemData(index))
            # The person may have stayed.
            self.refresh()

    def _choose_period(self, index: int) -> None:
        if self._workspace is not None:
            period = self._period.itemData(index)
            if period == NEXT_MONTH:
                self.refresh()
                self.next_month_asked.emit()
                return
            self._workspace.choose(self._workspace.programme_id, period)
            self.refresh()


def _year_of(choice: object) -> str:
    """Return the year of a month; none of the choice that starts the next one."""
    return "" if choice == NEXT_MONTH else year_label(year_of_period(str(choice)))
