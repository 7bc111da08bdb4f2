"""Puts what was edited in a working copy into the published file's place, and settles it with what others did there."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from asc_desktop._files import make_folder
from asc_desktop.storage import backups, copying
from asc_desktop.storage.context import Context
from asc_desktop.storage.errors import gone_error
from asc_desktop.storage.opening import Opened
from asc_desktop.storage.working_copy import WorkingCopy, free_name, newest_action


class Publishing:
    """Publishes one open working copy. May be used from any thread; ``guarded`` keeps edits apart meanwhile."""

    def __init__(
        self,
        opened: Opened,
        working: WorkingCopy,
        context: Context,
        guarded: Callable[[], AbstractContextManager[None]],
    ) -> None:
        """Take the open copy."""
        self._opened = opened
        self._working = working
        self._context = context
        self._guarded = guarded

    @property
    def is_done(self) -> bool:
        """Whether the published file has everything that was saved here."""
        with self._guarded():
            return not self._working.is_behind(newest_action(self._opened.connection))

    @property
    def done_at(self) -> datetime | None:
        """When something was published last since the file was opened."""
        return self._working.published_at

    def publish(self) -> bool:
        """Put everything saved here in the published file's place; return whether there was anything to publish.

        Takes as long as the share does; edits go on meanwhile. Raises ChangedElsewhereError, with nothing overwritten,
        where somebody else has changed that file, and NotPublishedError where it cannot be written now.
        """
        with self._working.turn:
            with self._guarded():
                newest = newest_action(self._opened.connection)
                if not self._working.is_behind(newest):
                    return False
                self._opened.confirm()
                copying.copy(self._opened.connection, self._working.outgoing, over=True)
            self._working.send(newest)
        return True

    def keep_beside(self) -> Path:
        """Save what is here beside the published file, which stays as somebody else has made it; return where."""
        return self._keep_in(self._opened.path.parent)

    def keep_among_backups(self) -> Path:
        """Save what is here in the folder of backups; the published file stays as somebody else has made it."""
        return self._keep_in(backups.backup_folder(self._opened.path))

    def put_back(self) -> None:
        """Publish where the file has gone from its place."""
        self._working.put_back()
        self.publish()

    def _keep_in(self, folder: Path) -> Path:
        with self._working.turn, self._guarded():
            if not self._opened.path.parent.is_dir():
                raise gone_error(self._opened.path)
            make_folder(folder)
            target = free_name(self._opened.path, self._context.who, self._context.now(), folder)
            copying.copy(self._opened.connection, target, over=False)
            self._working.settle_for_theirs(newest_action(self._opened.connection))
        return target
