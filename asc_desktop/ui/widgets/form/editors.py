"""An editor for each kind of field, the same in a table's cell and in a form.

Every editor speaks text: `set_value_text` takes, and `value_text` gives, what `Field.parse` reads (a reference's id
for a reference). `edited` is sent when a person changes something, `chosen` when a choice is complete in itself.
None of them limits what can be typed: a slip is told in a sentence, never swallowed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import cast

from PySide6.QtCore import (
    QCoreApplication,
    QDate,
    QEvent,
    QLocale,
    QObject,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QDragEnterEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QWidget,
)

from asc_desktop.domain import dates, money
from asc_desktop.domain.records.fields import Field, Kind
from asc_desktop.ui.keys import CALENDAR
from asc_desktop.ui.models.columns import plain_pounds
from asc_desktop.ui.models.edits import Option
from asc_desktop.ui.theme import theme_hub
from asc_desktop.ui.widgets.boxes import column_of
from asc_desktop.ui.widgets.form.editors_list import (
    ComboEditor,
    SearchEditor,
    SuggestEditor,
    containing_completer,
)
from asc_desktop.ui.widgets.form.placeholder import placeholder
from asc_desktop.ui.widgets.tick import TickBox

_LINES = 3
"""The least lines of a long text in sight."""
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_TABS = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab})
_YEARS_BACK, _YEARS_ON = 3, 8
_MONTHS_BACK, _MONTHS_ON = 24, 12


class LineEditor(QLineEdit):
    """One line of text, or a number. Amounts stand at the right and are written out when left."""

    edited = Signal()
    chosen = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._said: Callable[[], Sequence[str]] | None = None
        self.setPlaceholderText(placeholder(field))
        if field.kind in {Kind.MONEY, Kind.INTEGER, Kind.DECIMAL}:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.textEdited.connect(self.edited)

    def suggest(self, said: Callable[[], Sequence[str]]) -> None:
        """Offer what was said before while a person types; asked for when the keyboard comes."""
        self._said = said

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Know what was said before."""
        super().focusInEvent(event)
        if self._said is None or event.reason() == Qt.FocusReason.PopupFocusReason:
            return
        if self.completer() is None:
            offered = containing_completer(self)
            offered.setModel(QStringListModel(self))
            self.setCompleter(offered)
            offered.activated.connect(self.edited)
            # After the completer's own filter, and so before it.
            cast("QListView", offered.popup()).installEventFilter(self)
        cast("QStringListModel", self.completer().model()).setStringList([*self._said()])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let a key that ends the edit end it at once, though names are offered; Enter takes one of them."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(watched, QListView):
            return super().eventFilter(watched, event)
        pressed = cast("QKeyEvent", event)
        if pressed.key() not in _ENTER | _TABS:
            return super().eventFilter(watched, event)
        index = watched.currentIndex()
        watched.hide()
        if index.isValid():
            self.setText(str(index.data()))
            self.edited.emit()
        if index.isValid() and pressed.key() in _ENTER:
            self.chosen.emit()
        else:
            QCoreApplication.sendEvent(self, QKeyEvent(pressed))
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Leave a file to the window: its path is hardly what the field is to say."""
        _take_drag(event, super().dragEnterEvent)

    def value_text(self) -> str:
        """Return what was typed."""
        return self.text()

    def set_value_text(self, text: str) -> None:
        """Show a value."""
        self.setText(text)
        self.setCursorPosition(0)

    def set_read_only(self, read_only: bool) -> None:
        """Let the text be copied but not changed."""
        self.setReadOnly(read_only)

    def tidy(self) -> None:
        """Write what was typed as it will be shown, where it can be read: £1.2m becomes 1,200,000."""
        text = self.text().strip()
        tidied = text
        try:
            if self._field.kind is Kind.MONEY and text:
                pence = money.parse_pence(text)
                tidied = "" if pence is None else plain_pounds(pence, grouped=True)
            elif self._field.kind is Kind.DATE and text:
                tidied = dates.date_label(dates.parse_date(self.value_text()))
        except ValueError:
            return
        if tidied != self.text():
            self.setText(tidied)


class DateEditor(LineEditor):
    """A date as a person types it, with a calendar for those who would rather point."""

    def __init__(self, field: Field, parent: QWidget | None = None, *, near: str = "") -> None:
        super().__init__(field, parent)
        self.near = near
        self._button = QAction("Open calendar", self)
        theme_hub().icons.bind(self._button, "calendar", "text_muted")
        self._button.triggered.connect(self.open_calendar)
        self.addAction(self._button, QLineEdit.ActionPosition.TrailingPosition)
        self._popup: QFrame | None = None

    def value_text(self) -> str:
        """Return what was typed; a day and a month alone, such as ``28 feb``, are of the year of the month in view."""
        return dates.with_year(self.text(), self.near[:4])

    def set_read_only(self, read_only: bool) -> None:
        """Let the date be copied but not changed."""
        super().set_read_only(read_only)
        self._button.setVisible(not read_only)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar with Alt+Down or F4, as a list is."""
        if (CALENDAR.matches(event) or event.key() == Qt.Key.Key_F4) and not self.isReadOnly():
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def open_calendar(self) -> QCalendarWidget:
        """Show the calendar at the date typed, or today's, and return it."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setFrameShape(QFrame.Shape.StyledPanel)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(popup)
        calendar.setAccessibleName(f"Calendar for {self._field.label}")
        calendar.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setGridVisible(False)
        with suppress(dates.DateError):
            day = dates.parse_date(self.value_text())
            calendar.setSelectedDate(QDate.fromString(day, Qt.DateFormat.ISODate))
        column_of(calendar, into=popup, margins=4)
        calendar.clicked.connect(self._take)
        calendar.activated.connect(self._take)
        self._popup = popup
        popup.destroyed.connect(self._forget_popup)
        popup.move(self.mapToGlobal(self.rect().bottomLeft()))
        popup.show()
        calendar.setFocus()
        return calendar

    def _take(self, day: QDate) -> None:
        self.setText(dates.date_label(day.toString(Qt.DateFormat.ISODate)))
        if self._popup is not None:
            self._popup.close()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.edited.emit()
        self.chosen.emit()

    def _forget_popup(self) -> None:
        self._popup = None


class FlagEditor(TickBox):
    """Yes or no."""

    edited = Signal()
    chosen = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self.clicked.connect(self._on_clicked)

    def value_text(self) -> str:
        """Return 1 or 0."""
        return "1" if self.isChecked() else "0"

    def set_value_text(self, text: str) -> None:
        """Tick or not; what cannot be read is not ticked."""
        try:
            self.setChecked(bool(self._field.parse(text)))
        except ValueError:
            self.setChecked(False)

    def set_read_only(self, read_only: bool) -> None:
        """Show without letting it be changed."""
        self.setEnabled(not read_only)

    def tidy(self) -> None:
        """Do nothing: a tick is always tidy."""

    def _on_clicked(self) -> None:
        self.edited.emit()
        self.chosen.emit()


class LongTextEditor(QPlainTextEdit):
    """Several lines. Tab leaves it, as it leaves every field."""

    edited = Signal()
    chosen = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_loading = False
        self._lines = _LINES
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder(field))
        self.setMinimumHeight(self.sizeHint().height())
        self.textChanged.connect(self._on_changed)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Leave a file to the window."""
        _take_drag(event, super().dragEnterEvent)

    def value_text(self) -> str:
        """Return the text."""
        return self.toPlainText()

    def set_value_text(self, text: str) -> None:
        """Show a text."""
        self._is_loading = True
        self.setPlainText(text)
        self._is_loading = False

    def set_read_only(self, read_only: bool) -> None:
        """Let the text be copied but not changed."""
        self.setReadOnly(read_only)

    def tidy(self) -> None:
        """Do nothing: a text is kept as it was typed."""

    def begin_with(self, lines: int) -> None:
        """Have room for so many lines, and for more only where there is some to spare."""
        self._lines = lines
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Return Qt's least, which is higher than two lines; less where fewer are asked for."""
        least = super().minimumSizeHint()
        return least if self._lines == _LINES else QSize(least.width(), self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """Return room for a few lines; a form with more gives more."""
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * self._lines + 18)

    def _on_changed(self) -> None:
        if not self._is_loading:
            self.edited.emit()


NEEDED = "Needed. "
"""How what is read out of a field begins that has to be filled in."""

FieldEditor = LineEditor | ComboEditor | FlagEditor | LongTextEditor


def _take_drag(event: QDragEnterEvent, take: Callable[[QDragEnterEvent], None]) -> None:
    if event.mimeData().hasUrls():
        event.ignore()
    else:
        take(event)


def make_editor(
    field: Field, parent: QWidget | None = None, *, options: Sequence[Option] = (), near: str = ""
) -> FieldEditor:
    """Return an editor for a field, named for screen readers.

    `options` is what a reference may be. `near` is a period or a year around which periods and years are suggested, and
    the year of a date that is typed without one.
    """
    editor = _make(field, parent, options, near)
    editor.setAccessibleName(f"{field.label} {field.unit}".strip())
    needed = NEEDED if field.required else ""
    editor.setAccessibleDescription(f"{needed}{field.help}".strip())
    return editor


def _make(  # noqa: PLR0911 - one return a kind
    field: Field, parent: QWidget | None, options: Sequence[Option], near: str
) -> FieldEditor:
    match field.kind:
        case Kind.LONG_TEXT:
            return LongTextEditor(field, parent)
        case Kind.DATE:
            return DateEditor(field, parent, near=near)
        case Kind.FLAG:
            return FlagEditor(field, parent)
        case Kind.CHOICE:
            return SearchEditor(field, field.choices, parent)
        case Kind.REFERENCE:
            return SearchEditor(field, options, parent)
        case Kind.PERIOD | Kind.YEAR:
            return SuggestEditor(field, suggestions(field, near), parent)
        case _:
            return LineEditor(field, parent)


def likely(field: Field, near: str) -> Sequence[Option]:
    """Return what a field that is no reference offers: its choices, or the periods or years around one."""
    return field.choices if field.kind is Kind.CHOICE else suggestions(field, near)


def suggestions(field: Field, near: str) -> list[Option]:
    """Return the periods or years to suggest around one; none where there is none to begin from."""
    if not near:
        return []
    return _periods(near) if field.kind is Kind.PERIOD else _years(near)


def mark_invalid(editor: QWidget, *, invalid: bool) -> None:
    """Frame an editor in red, or no longer."""
    if bool(editor.property("invalid")) != invalid:
        editor.setProperty("invalid", invalid)
        editor.style().unpolish(editor)
        editor.style().polish(editor)


def _periods(near: str) -> list[Option]:
    middle = near[:7] if len(near) > 4 else f"{near}-04"
    around = [dates.shift_period(middle, by) for by in range(-_MONTHS_BACK, _MONTHS_ON + 1)]
    return [(period, dates.period_label(period)) for period in reversed(around)]


def _years(near: str) -> list[Option]:
    first = dates.year_of_period(near) if len(near) > 4 else int(near)
    return [(str(year), dates.year_label(year)) for year in range(first - _YEARS_BACK, first + _YEARS_ON)]
