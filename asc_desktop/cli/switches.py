"""Switches of every command: what those who work on the program need to see of a run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from asc_desktop._files import make_folder, write_file
from asc_desktop.cli.common import CommandError

_DEBUG = "--debug"
_ENDING = ".prof"
_NO_FILE = f"--profile needs the name of the file to write, which ends in {_ENDING}: --profile run{_ENDING}"


def add_switches(parser: argparse.ArgumentParser) -> None:
    """Describe the switches in the help."""
    parser.add_argument(_DEBUG, action="store_true", help="write every error in full; anywhere on the line")
    parser.add_argument(
        "--profile",
        metavar="OUT.prof",
        help="write where the time went, for python -m pstats; before anything else on the line",
    )


def split(arguments: Sequence[str]) -> tuple[bool, Path | None, Sequence[str]]:
    """Return whether to debug, where the profile goes if anywhere, and what the rest of the line asks for.

    Without the ending a name forgotten would be taken from the line's next word, and a portfolio written over.
    """
    debug, profile, at = False, None, 0
    if _DEBUG in arguments:
        debug, arguments = True, [word for word in arguments if word != _DEBUG]
    while at < len(arguments):
        word, _, value = arguments[at].partition("=")
        if word == "--profile":
            if not value:
                at += 1
                value = arguments[at] if at < len(arguments) else ""
            profile = Path(value)
            if profile.suffix != _ENDING:
                raise CommandError(_NO_FILE)
        else:
            break
        at += 1
    return debug, profile, arguments[at:]


@contextmanager
def watched(*, debug: bool, profile: Path | None, log: Path) -> Iterator[None]:
    """While the block runs, write errors in full and take its time, where that is asked for.

    Errors go to standard error, or to ``log`` where a window has none. They may hold a record's words.
    """
    if debug:
        _write_errors(log)
    if profile is None:
        yield
        return
    import marshal
    from cProfile import Profile

    taken = Profile()
    taken.enable()
    try:
        yield
    finally:
        taken.create_stats()
        try:
            write_file(profile, marshal.dumps(taken.stats))
        except OSError as error:
            raise CommandError(
                f"The profile “{profile}” cannot be written: {error.strerror or error}."
            ) from error


def _write_errors(log: Path) -> None:
    import faulthandler
    import logging

    if sys.stderr is None:
        make_folder(log.parent)
        logging.basicConfig(level=logging.DEBUG, filename=log, encoding="utf-8")
    else:
        logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
        faulthandler.enable()
    logging.captureWarnings(capture=True)
