"""Lays the preview's pages out off the window's thread; a newer wish takes an older one's place."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from asc_desktop.services.packs import PackDocument
from asc_desktop.ui.jobs import Job
from asc_desktop.ui.pdf.composer import PackCalledOffError
from asc_desktop.ui.pdf.pack import lay_out_pack
from asc_desktop.ui.pdf.type_setter import load_print_fonts


class PreviewMaker(QObject):
    """Makes pages of the document that was asked for last."""

    made = Signal(object)
    """PackPages."""

    busy = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # In the window's thread: fonts are registered there.
        load_print_fonts()
        self._job: Job | None = None
        self._next: PackDocument | None = None

    def make(self, document: PackDocument) -> None:
        """Make the pages of a document, in place of what is being made."""
        self._next = document
        if self._job is not None:
            self._job.requestInterruption()
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
        job, self._job = self._job, None
        if job is not None:
            job.drop()

    def _begin(self) -> None:
        document, self._next = self._next, None
        if document is None:
            return
        self._job = Job(lambda job: lay_out_pack(document, cancelled=job.isInterruptionRequested), self)
        self._job.ended.connect(self._on_ended)
        self.busy.emit(True)
        self._job.start()

    def _on_ended(self) -> None:
        job, self._job = self._job, None
        if job is None:
            return
        try:
            pages = job.outcome()
        except PackCalledOffError:
            pages = None
        if self._next is not None:
            self._begin()
            return
        if pages is not None:
            self.made.emit(pages)
        self.busy.emit(False)
