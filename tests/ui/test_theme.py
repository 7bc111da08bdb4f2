"""The palettes keep WCAG AA, the fonts are the bundled ones, and a change of theme reaches every widget."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from asc_desktop._paths import resource_path
from asc_desktop.ui.fonts import BOLD, FAMILY, ui_font
from asc_desktop.ui.palette import DARK, HIGH_CONTRAST, LIGHT, SHAPES, ColourRole, Palette
from asc_desktop.ui.theme import ThemeHub, apply_theme, current_palette, system_contrast_palette
from tests.contrast import contrast_ratio

PALETTES = [LIGHT, DARK, HIGH_CONTRAST]
TEXT_MINIMUM = 4.5  # WCAG 2 AA, 1.4.3
GRAPHIC_MINIMUM = 3.0  # WCAG 2 AA, 1.4.11


@pytest.fixture
def hub(qapp: QApplication) -> Iterator[ThemeHub]:
    hub = apply_theme(qapp, "light")
    yield hub
    hub.set_mode("light")


def test_contrast_of_black_on_white_is_twenty_one() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast_ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", PALETTES, ids=lambda p: p.name)
def test_text_is_readable_on_every_background(palette: Palette) -> None:
    pairs = [
        (text, ground)
        for text in (palette.text, palette.text_muted, palette.negative, palette.positive, palette.link)
        for ground in (palette.window, palette.surface, palette.surface_alt)
    ]
    pairs += [
        (palette.accent_text, palette.accent),
        (palette.accent_text, palette.accent_hover),
        (palette.nav_text, palette.nav_background),
        (palette.nav_muted, palette.nav_background),
        (palette.nav_selected_text, palette.nav_selected),
        (palette.badge_text, palette.badge_background),
        (palette.warning_text, palette.warning_background),
        (palette.info_text, palette.info_background),
        (palette.selection_text, palette.selection),
    ]
    poor = [
        (text, ground, round(contrast_ratio(text, ground), 2))
        for text, ground in pairs
        if contrast_ratio(text, ground) < TEXT_MINIMUM
    ]
    assert poor == []


@pytest.mark.parametrize("palette", PALETTES, ids=lambda p: p.name)
def test_rag_words_are_readable_on_their_chips_and_segments(palette: Palette) -> None:
    poor = [
        (role, name, round(ratio, 2))
        for role in get_args(ColourRole)
        for name, ratio in (
            ("soft", contrast_ratio(palette.hue(role).text_on_soft, palette.hue(role).soft)),
            ("solid", contrast_ratio(palette.hue(role).text_on_solid, palette.hue(role).solid)),
        )
        if ratio < TEXT_MINIMUM
    ]
    assert poor == []


@pytest.mark.parametrize("palette", PALETTES, ids=lambda p: p.name)
def test_focus_and_controls_stand_out(palette: Palette) -> None:
    for colour in (palette.focus, palette.control_border):
        assert contrast_ratio(colour, palette.surface) >= GRAPHIC_MINIMUM
        assert contrast_ratio(colour, palette.window) >= GRAPHIC_MINIMUM - 0.3


def test_every_rag_colour_has_a_shape_of_its_own() -> None:
    rag = [SHAPES[role] for role in ("green", "amber", "red", "blue", "grey")]
    assert len(set(rag)) == len(rag)


def test_an_unknown_role_is_grey_and_never_green() -> None:
    assert LIGHT.hue("never heard of") == LIGHT.grey


def test_figures_have_one_width_and_the_bundled_face(hub: ThemeHub) -> None:
    metrics = QFontMetricsF(ui_font())
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")
    assert QFontInfo(ui_font()).family() == FAMILY
    assert QFontInfo(ui_font(weight=BOLD)).weight() == BOLD


def test_a_change_of_theme_reaches_the_application_and_says_so(
    hub: ThemeHub, qtbot: QtBot, qapp: QApplication
) -> None:
    with qtbot.waitSignal(hub.changed):
        hub.set_mode("dark")
    assert current_palette() == DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window)
    with qtbot.assertNotEmitted(hub.changed):
        hub.set_mode("dark")


def test_applying_the_theme_again_keeps_the_one_hub(hub: ThemeHub, qapp: QApplication) -> None:
    assert apply_theme(qapp, "high-contrast") is hub
    assert current_palette() == HIGH_CONTRAST


def test_system_contrast_colours_are_left_as_they_are() -> None:
    system = QPalette(QColor("#000000"))
    system.setColor(QPalette.ColorRole.Window, QColor("#2d3236"))
    system.setColor(QPalette.ColorRole.WindowText, QColor("#ffffff"))
    system.setColor(QPalette.ColorRole.Highlight, QColor("#a5e3f6"))
    palette = system_contrast_palette(system)
    assert (palette.window, palette.text, palette.accent) == ("#2d3236", "#ffffff", "#a5e3f6")
    assert palette.is_dark


@pytest.mark.parametrize("name", sorted(path.stem for path in resource_path("icons").glob("*.svg")))
def test_every_icon_draws_something_in_the_colour_asked_for(hub: ThemeHub, name: str) -> None:
    image = hub.icons.pixmap(name, "#ff0000", 20, 2.0).toImage()
    assert image.width() == 40
    colours = {
        image.pixelColor(x, y).name()
        for x in range(40)
        for y in range(40)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert colours
    if not name.endswith("-control") and name != "app":
        assert colours == {"#ff0000"}


def test_a_bound_icon_follows_the_theme_and_dies_with_its_button(hub: ThemeHub, qtbot: QtBot) -> None:
    button = QPushButton()
    hub.icons.bind(button, "undo")
    light = button.icon().pixmap(20).toImage()
    hub.set_mode("dark")
    assert button.icon().pixmap(20).toImage() != light
    button.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    hub.set_mode("light")


def test_a_dressed_window_styles_all_that_is_put_into_it_and_its_lists(tmp_path: Path) -> None:
    script = """
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMainWindow, QVBoxLayout, QWidget
from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.fields import field_of
from asc_desktop.ui.theme import apply_theme
from asc_desktop.ui.widgets.form.editors_list import SearchEditor

def title(parent):
    label = QLabel("Title", parent)
    label.setProperty("role", "page-title")
    return label

app = QApplication([])
hub = apply_theme(app, "light", by_window=True)
window = QMainWindow()
hub.dress(window)
page = QWidget()
QVBoxLayout(page).addWidget(label := title(None))
editor = SearchEditor(field_of(Project, "theme_id"), [("t", "Theme")])
page.layout().addWidget(editor)
window.setCentralWidget(page)
dialog = QDialog(window)
in_dialog = title(dialog)
window.show()
dialog.show()
editor.options_list.show()
light = window.styleSheet()
hub.set_mode("dark")
same = [shown.styleSheet() == window.styleSheet() != light for shown in (window, editor.options_list)]
print(label.font().pixelSize(), in_dialog.font().pixelSize(), same, app.styleSheet() == "")
"""
    run = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert run.stdout.strip() == "20 20 [True, True] True"
