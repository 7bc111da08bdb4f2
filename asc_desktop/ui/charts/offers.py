"""What any chart offers: its menu, its picture on the clipboard or in a file, and the same figures as a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QPushButton, QToolButton, QWidget

from asc_desktop._files import reason
from asc_desktop.domain.words import file_words
from asc_desktop.ui.charts.data import ChartData
from asc_desktop.ui.palette import Palette
from asc_desktop.ui.plain import message_box, set_tip
from asc_desktop.ui.theme import theme_hub

if TYPE_CHECKING:
    from asc_desktop.ui.charts.marks import ChartLayout
    from asc_desktop.ui.charts.table_view import ChartTableView


class ChartOffers(QWidget):
    """The part of a chart that is asked for things; `Chart` is the part that shows them."""

    table_shown = Signal(bool)
    """Whether the table now stands in the chart's place."""

    def __init__(self) -> None:
        super().__init__()
        self._data: ChartData | None = None
        self._table: ChartTableView | None = None
        self.more: tuple[tuple[str, Callable[[], object]], ...] = ()
        """What its menu offers besides: words, and what they do."""

    @property
    def is_table_shown(self) -> bool:
        """Return whether the table stands in the chart's place."""
        return self._table is not None

    def set_table_shown(self, *, shown: bool) -> None:
        """Show the figures as a table in the chart's place, or the chart again."""
        if shown and self._table is None and self._data is not None:
            from asc_desktop.ui.charts.table_view import ChartTableView

            self._table = ChartTableView(self._data.as_table(), self)
            self._table.setAccessibleName(f"{self._data.title}, as a table")
            self._table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            self._table.customContextMenuRequested.connect(self._show_menu_of_table)
            self._table.setGeometry(self.rect())
            self._table.show()
            self.setFocusProxy(self._table)
        elif not shown and self._table is not None:
            self.setFocusProxy(None)  # type: ignore[arg-type] # Qt takes null to mean none
            self._table.hide()
            self._table.deleteLater()
            self._table = None
        self.table_shown.emit(self._table is not None)

    def actions_menu(self) -> QMenu:
        """Return the menu that a right-click shows; it is deleted when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Copy picture", self.copy_picture)
        menu.addAction("Copy figures", self.copy_figures)
        menu.addSeparator()
        menu.addAction("Save as PNG…", lambda: self.ask_and_save("PNG picture (*.png)", ".png"))
        menu.addAction("Save as SVG…", lambda: self.ask_and_save("SVG picture (*.svg)", ".svg"))
        for words, run in self.more:
            menu.addAction(words, run)
        menu.addSeparator()
        shown = self.is_table_shown
        menu.addAction(
            "Show as chart" if shown else "Show as table", lambda: self.set_table_shown(shown=not shown)
        )
        if self._data is None:
            for action in menu.actions():
                action.setEnabled(False)
        return menu

    def table_button(self) -> QPushButton:
        """Return a button that stays down while the table is shown, whoever asked for it, for the head of a card."""
        button = QPushButton("Table")
        button.setCheckable(True)
        set_tip(button, "Show the chart’s figures as a table")
        button.toggled.connect(lambda shown: self.set_table_shown(shown=shown))
        self.table_shown.connect(button.setChecked)
        return button

    def menu_button(self) -> QToolButton:
        """Return a small button with the same menu, for the head of a card."""
        button = QToolButton()
        theme_hub().icons.bind(button, "more", "text_muted")
        button.setAccessibleName("Chart menu")
        set_tip(button, "Copy, save, or show as a table")
        button.clicked.connect(
            lambda: self.actions_menu().popup(button.mapToGlobal(QPoint(0, button.height())))
        )
        return button

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as an image."""
        from asc_desktop.ui.charts import picture

        if self._data is not None:
            QGuiApplication.clipboard().setImage(
                picture.chart_image(self._data.title, self._lay_out_picture, self._picture_size())
            )

    def copy_figures(self) -> None:
        """Put the table on the clipboard, tab-separated."""
        if self._data is not None:
            QGuiApplication.clipboard().setText(self._data.as_table().as_text())

    def write_picture(self, path: Path) -> None:
        """Write the chart as the PNG or SVG that the path's ending says, in the light colours. Raises OSError."""
        from asc_desktop.ui.charts import picture

        write = picture.save_svg if path.suffix.lower() == ".svg" else picture.save_png
        write(path, self._data.title if self._data else "", self._lay_out_picture, self._picture_size())

    def _lay_out_picture(self, size: QSizeF, palette: Palette) -> ChartLayout:
        raise NotImplementedError

    def _picture_size(self) -> QSize:
        return self.size()

    def _show_menu_of_table(self, at: QPoint) -> None:
        if self._table is not None:
            self.actions_menu().popup(self._table.viewport().mapToGlobal(at))

    def ask_and_save(self, kind: str, ending: str, write: Callable[[Path], object] | None = None) -> None:
        """Ask for a file and write into it; its picture, where nothing else is named. Say why where it cannot be."""
        title = self._data.title if self._data is not None else "Chart"
        chosen, _filter = QFileDialog.getSaveFileName(
            self, "Save the chart", f"{file_words(title, 120)}{ending}", kind
        )
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix.lower() == ending else path.with_name(path.name + ending)
        try:
            (write or self.write_picture)(path)
        except OSError as error:
            message_box(
                QMessageBox.Icon.Warning,
                "The chart was not saved",
                f"{path.name} could not be written: {reason(error)}. What was there before is as it was.",
                self,
            ).exec()
