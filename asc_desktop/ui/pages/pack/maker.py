"""Lays the preview's pages out off the window's thread; a newer wish takes an older one's place."""

from __future__ import annotations

from PySide6.QtCore import QObject, QThread, Signal

from asc_desktop.services.packs import PackDocument
from asc_desktop.ui.pdf.composer import PackCalledOffError
from asc_desktop.ui.pdf.pack import lay_out_pack
from asc_desktop.ui.pdf.type_setter import load_print_fonts


class _LayoutThread(QThread):
    """Lays one pack out. ``laid_out`` is not sent where it is called off."""

    laid_out = Signal(object)

    def __init__(self, document: PackDocument, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document

    def run(self) -> None:
        """Lay it out."""
        try:
            pages = lay_out_pack(self._document, cancelled=self.isInterruptionRequested)
        except PackCalledOffError:
            return
        self.laid_out.emit(pages)


class PreviewMaker(QObject):
    """Makes pages of the document that was asked for last."""

    made = Signal(object)
    """PackPages."""

    busy = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # In the window's thread: fonts are registered there.
        load_print_fonts()
        self._thread: _LayoutThread | None = None
        self._next: PackDocument | None = None

    def make(self, document: PackDocument) -> None:
        """Make the pages of a document, in place of what is being made."""
        self._next = document
        if self._thread is not None:
            self._thread.requestInterruption()
            return
        self._begin()

    def make_now(self, document: PackDocument) -> None:
        """Make the pages of a document and wait for them."""
        self.stop()
        self.made.emit(lay_out_pack(document))
        self.busy.emit(False)

    def stop(self) -> None:
        """Make nothing more, and wait for what is being made to end."""
        self._next = None
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.laid_out.disconnect(self._on_laid_out)
            thread.finished.disconnect(self._on_finished)
            thread.requestInterruption()
            thread.wait()
            thread.deleteLater()

    def _begin(self) -> None:
        document, self._next = self._next, None
        if document is None:
            return
        self._thread = _LayoutThread(document, self)
        self._thread.laid_out.connect(self._on_laid_out)
        self._thread.finished.connect(self._on_finished)
        self.busy.emit(True)
        self._thread.start()

    def _on_laid_out(self, pages: object) -> None:
        if self._next is None:
            self.made.emit(pages)

    def _on_finished(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.wait()
            thread.deleteLater()
        if self._next is not None:
            self._begin()
        else:
            self.busy.emit(False)
