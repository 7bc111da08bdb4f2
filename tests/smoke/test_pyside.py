"""PySide6 itself: a release that cannot carry the program shows here, not in an officer's hands."""

from pytestqt.qtbot import QtBot


def test_a_hundred_thousand_void_calls(qtbot: QtBot) -> None:
    # PySide6 6.12.0 on Python 3.11 loses a reference to None in each call that returns nothing, and the process
    # aborts after a few thousand: "Fatal Python error: none_dealloc".
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    qtbot.addWidget(label)
    for count in range(100_000):
        label.setText(str(count))
    assert label.text() == "99999"
