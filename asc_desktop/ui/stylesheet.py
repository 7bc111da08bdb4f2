"""The small style sheet: only what Fusion and the palette cannot say.

Labels choose their look with a property: ``label.setProperty("role", "muted")``. Roles: ``page-title``, ``card-title``,
``heading``, ``muted``, ``field`` (a form label), ``negative``, ``warning``. Buttons: ``kind`` is ``primary``, ``quiet``, or ``menu``
for one that opens a menu. A field that holds something wrong: ``invalid`` is ``"true"``; one whose value is carried forward: ``carried``. Set properties before the
widget is shown; afterwards the style must be told: ``widget.style().polish(widget)``.
"""

from __future__ import annotations

from pathlib import Path

from asc_desktop.ui.palette import Palette


def style_sheet(palette: Palette, icons: Path) -> str:
    """Return the style sheet for a palette; `icons` is the folder of icon files."""
    p = palette
    down = (icons / "chevron-down-control.svg").as_posix()
    up = (icons / "chevron-up-control.svg").as_posix()
    return f"""
QToolTip {{ background: {p.surface if p.is_dark else p.text}; color: {p.text if p.is_dark else p.surface};
  border: 1px solid {p.border if p.is_dark else p.text}; padding: 4px 6px; }}
QLabel[role="page-title"] {{ font-size: 20px; font-weight: 700; }}
QLabel[role="card-title"] {{ font-size: 13px; font-weight: 600; }}
QLabel[role="heading"] {{ font-size: 15px; font-weight: 600; }}
QLabel[role="muted"] {{ color: {p.text_muted}; font-size: 12px; }}
QLabel[role="field"] {{ color: {p.text_muted}; font-size: 12px; font-weight: 600; }}
QLabel[role="warning"] {{
    color: {p.warning_text}; background: {p.warning_background}; font-size: 12px; font-weight: 600;
    border-radius: 4px; padding: 3px 8px;
}}
QLabel[role="waiting"] {{ background: {p.surface}; border: 1px solid {p.control_border}; border-radius: 5px; padding: 14px 22px; }}
QLabel[role="negative"] {{ color: {p.negative}; }}

QPushButton {{ background: {p.surface}; border: 1px solid {p.border}; border-radius: 5px; padding: 6px 12px;
  font-weight: 500; min-height: 17px; }}
QPushButton:hover {{ background: {p.surface_alt}; border-color: {p.control_border}; }}
QPushButton:pressed {{ background: {p.border}; }}
QPushButton:checked {{ background: {p.selection}; color: {p.selection_text}; border-color: {p.control_border}; }}
QPushButton:focus {{ border: 1px solid {p.focus}; }}
QPushButton:disabled {{ color: {p.control_border}; }}
QPushButton[kind="primary"] {{ background: {p.accent}; color: {p.accent_text}; border-color: {p.accent}; font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ background: {p.accent_hover}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {p.text}; padding: 5px 11px; }}
QPushButton[kind="primary"]:disabled {{ background: {p.border}; color: {p.text_muted}; border-color: {p.border}; }}
QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent; color: {p.link}; padding: 6px 6px; }}
QPushButton[kind="quiet"]:hover {{ background: {p.surface_alt}; }}
QPushButton[kind="quiet"]:focus {{ border-color: {p.focus}; }}
QPushButton[kind="quiet"]:disabled {{ color: {p.control_border}; }}
QPushButton::menu-indicator {{ image: url("{down}"); width: 12px; height: 12px; right: 7px; subcontrol-position: right center; }}
QPushButton[kind="menu"] {{ padding-left: 9px; padding-right: 18px; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 4px; }}
QToolButton:hover {{ background: {p.surface_alt}; border-color: {p.border}; }}
QToolButton:focus {{ border-color: {p.focus}; }}
QToolButton:checked {{ background: {p.selection}; color: {p.selection_text}; }}
QToolButton::menu-indicator {{ image: none; }}

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {{ background: {p.surface}; color: {p.text};
  border: 1px solid {p.control_border}; border-radius: 4px; padding: 4px 7px;
  selection-background-color: {p.selection}; selection-color: {p.selection_text}; }}
QLineEdit, QComboBox, QAbstractSpinBox {{ min-height: 18px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{
  border: 2px solid {p.focus}; padding: 3px 6px; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled,
QLineEdit:read-only, QPlainTextEdit:read-only {{ background: {p.surface_alt}; border-color: {p.border}; }}
QLineEdit[carried="true"], QPlainTextEdit[carried="true"] {{ color: {p.text_muted}; }}
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"], QAbstractSpinBox[invalid="true"] {{
  border: 2px solid {p.negative}; padding: 3px 6px; }}
QAbstractItemView QLineEdit {{ border: none; border-radius: 0; padding: 0 4px; min-height: 0; }}
QSpinBox QLineEdit, QDoubleSpinBox QLineEdit {{ padding-left: 6px; }}
QComboBox QLineEdit {{ border: none; border-radius: 0; padding: 0; min-height: 0; background: transparent; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 22px; background: transparent; }}
QAbstractSpinBox QLineEdit {{ border: none; border-radius: 0; padding: 0; min-height: 0; background: transparent; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url("{down}"); width: 14px; height: 14px; }}
QComboBox QAbstractItemView, QListView#options {{ background: {p.surface}; border: 1px solid {p.control_border}; outline: none; padding: 2px; }}
QComboBox QAbstractItemView::item, QListView#options::item {{ min-height: 24px; padding: 0 6px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none; width: 18px; background: transparent; }}
QAbstractSpinBox::up-arrow {{ image: url("{up}"); width: 10px; height: 10px; }}
QAbstractSpinBox::down-arrow {{ image: url("{down}"); width: 10px; height: 10px; }}

QTabWidget::pane {{ border: none; border-top: 1px solid {p.border}; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{ background: transparent; color: {p.text_muted}; border: none; border-bottom: 2px solid transparent;
  padding: 7px 10px; }}
QTabBar::tab:hover {{ color: {p.text}; }}
QTabBar::tab:selected {{ color: {p.text}; font-weight: 600; border-bottom-color: {p.accent}; }}
QTabBar::tab:focus {{ border-bottom-color: {p.focus}; background: {p.surface_alt}; }}

QTableView, QTreeView, QListView {{ background: {p.surface}; border: none; outline: none; gridline-color: {p.border};
  selection-background-color: {p.selection}; selection-color: {p.selection_text}; }}
QHeaderView {{ background: {p.surface_alt}; border: none; }}
QHeaderView::section {{ background: {p.surface_alt}; color: {p.text_muted}; font-size: 12px; font-weight: 600; border: none;
  border-bottom: 1px solid {p.border}; padding: 5px 8px; }}
QTableCornerButton::section {{ background: {p.surface_alt}; border: none; }}

QScrollArea {{ background: transparent; border: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {p.control_border}; border-radius: 3px; border: none; }}
QScrollBar::handle:vertical {{ min-height: 28px; margin: 0 3px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; margin: 3px 0; }}
QScrollBar::handle:hover {{ background: {p.text_muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QMenuBar {{ background: {p.surface}; border-bottom: 1px solid {p.border}; }}
QMenuBar::item {{ background: transparent; padding: 5px 9px; }}
QMenuBar::item:selected {{ background: {p.selection}; color: {p.selection_text}; }}
QMenu {{ background: {p.surface}; border: 1px solid {p.border}; padding: 4px; }}
QMenu::item {{ padding: 5px 26px 5px 24px; border-radius: 4px; }}
QMenu::item:selected {{ background: {p.selection}; color: {p.selection_text}; }}
QMenu::item:disabled {{ color: {p.control_border}; }}
QMenu::separator {{ height: 1px; background: {p.border}; margin: 4px 6px; }}
QMenu::icon {{ padding-left: 6px; }}
QStatusBar {{ background: {p.surface}; border-top: 1px solid {p.border}; color: {p.text_muted}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {p.text_muted}; font-size: 12px; padding: 0 6px; }}
QSplitter::handle {{ background: transparent; }}
"""
