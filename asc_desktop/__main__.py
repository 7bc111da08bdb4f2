"""Chooses the window or the command line: ``python -m asc_desktop`` and ``asc-desktop`` both start here."""

import gc
import io
import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with the given arguments, or those of the command line; return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments and arguments[0] == "--examine":
        # Started by the program itself, to read a file that it does not trust: nothing more is loaded.
        from asc_desktop.storage.examination import run as examine

        return examine(arguments[1:])
    if arguments and arguments[0] == "--read-workbook":
        from asc_desktop.excel.reading.apart import run as read

        return read(arguments[1:])
    # What a start makes stays, and the collector would go through it again and again. It is turned on by what starts:
    # the window once its first page is made, and any command at once.
    gc.disable()
    from asc_desktop.app import main as run

    try:
        return run(arguments)
    except BrokenPipeError:
        # The reader, such as ``head``, has seen enough. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
