"""What the program puts on the clipboard beyond a plain text or a picture."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QStandardItemModel


def new_mime_data() -> QMimeData:
    """Return empty data for the clipboard or a drag, which is Qt's own object.

    One made in Python stays on the clipboard after Python has ended, and Qt's last act is then to call into it: the
    program would crash on leaving, and what was copied would be lost. A model makes it in Qt.
    """
    model = QStandardItemModel(1, 1)
    data = model.mimeData([model.index(0, 0)])
    for kind in data.formats():
        data.removeFormat(kind)
    return data


def put_table(text: str, html: str) -> None:
    """Put cells on the clipboard, as text and as a table."""
    data = new_mime_data()
    data.setText(text)
    data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)
