"""The command line: one module a command, each with HELP, ``add_arguments`` and ``run``, and named as the command."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from asc_desktop import __version__
from asc_desktop.cli.common import DONE, FAILED, CommandError, say_error
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.parser import Parser, did_you_mean
from asc_desktop.cli.switches import add_switches, split, watched
from asc_desktop.services.errors import StoreError

_EPILOG = """\
With no command, the window opens, with the file if one is named:  asc-desktop "Our programme.ascp"
asc-desktop help COMMAND shows what a command can do.

exit status: 0 done, 1 something was found (check, import, returns, merge,
changes-in, pack, snapshot list, self-test), 2 it could not be done"""
_HELP = "help"
"""``help COMMAND`` prints what ``COMMAND --help`` does."""


class Command(Protocol):
    """What a command's module offers."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Describe the command's arguments."""

    def run(self, options: argparse.Namespace, environment: Environment) -> int:
        """Do it; return the exit status."""


COMMANDS = (
    "demo", "sample", "new", "import", "forms", "returns", "check", "programmes", "report", "pack", "snapshot",
    "compare", "pages", "backup", "backups", "save-copy", "copy", "merge", "changes-out", "changes-in", "schema",
    "self-test",
)  # fmt: skip
"""By name, in the order of the help."""
_MODULES = {"import": "import_tracker"}
"""Where a command's own name is none that Python has for a module."""


def load(name: str) -> Command:
    """Return a command, whose module is imported only now: the window needs none of them."""
    return cast("Command", import_module(f"asc_desktop.cli.{_MODULES.get(name, name.replace('-', '_'))}"))


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with every command."""
    parser = Parser(
        prog="asc-desktop",
        description="Adult social care change programmes: projects, savings, exceptions and board packs, offline.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_switches(parser)
    parser.add_argument("--version", action="version", version=f"ASC Desktop {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for name in COMMANDS:
        command = load(name)
        described = commands.add_parser(name, help=command.HELP, description=command.HELP)
        command.add_arguments(described)
        described.set_defaults(run=command.run)
    return parser


def run(arguments: Sequence[str], environment: Environment) -> int:
    """Run what the arguments ask for; return the exit status."""
    try:
        debug, profile, rest = split(arguments)
        with watched(debug=debug, profile=profile, log=environment.debug_log):
            return _run(rest, environment)
    except CommandError as error:
        say_error(str(error))
        return FAILED


def _run(arguments: Sequence[str], environment: Environment) -> int:
    if arguments and arguments[0] == _HELP and not Path(_HELP).exists():
        arguments = [*arguments[1:], "--help"]
    if not arguments or (arguments[0] not in COMMANDS and not arguments[0].startswith("-")):
        return _open_window(arguments, environment)
    gc.enable()
    from asc_desktop.services.packs import PackError

    options = build_parser().parse_args(arguments)
    try:
        return int(options.run(options, environment))
    except (CommandError, StoreError, PackError) as error:
        say_error(str(error))
        return FAILED
    except BrokenPipeError:
        # Whoever reads, such as ``head``, has read enough. Nothing is left to be flushed into it at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        say_error(f"{_file_of(error)}: {error.strerror or error}.")
        return FAILED


def _file_of(error: OSError) -> str:
    return f"“{error.filename}” cannot be used" if error.filename else "The file cannot be used"


def _meant(word: str) -> str:
    return did_you_mean(word, (*COMMANDS, _HELP))


def _open_window(arguments: Sequence[str], environment: Environment) -> int:
    if len(arguments) > 1:
        say_error(f"“{arguments[0]}” is not a command.{_meant(arguments[0])} See asc-desktop --help.")
        return FAILED
    path = Path(arguments[0]) if arguments else None
    if path is not None and not path.exists():
        say_error(
            f"There is no file {path}, and no command of that name.{_meant(str(path))} See asc-desktop --help."
        )
        return FAILED
    if not environment.has_display:
        say_error(
            "There is no display to open a window on. See asc-desktop --help for what works without one."
        )
        return FAILED
    return environment.open_window(path)
