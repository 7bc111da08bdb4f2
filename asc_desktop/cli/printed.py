"""What commands print with ``--json``: which structure, under which name and number, and its JSON Schema.

Each begins with ``format``, ``version`` (of the structure: it grows where a key changes its meaning or goes) and
``program`` (the version that wrote it). What was frozen is printed as it was hashed, without them.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct, json, to_builtins

from asc_desktop import __version__
from asc_desktop._files import write_file
from asc_desktop.cli.common import CommandError

SCHEMA = "https://json-schema.org/draft/2020-12/schema"


class Written(Struct, frozen=True):
    """What a command wrote: the files in order, and the sentence that it prints of them."""

    files: tuple[str, ...]
    sentence: str


class PackWarningTold(Struct, frozen=True):
    """One warning about a pack; ``state`` is ``note``, ``ignored`` or ``open``."""

    kind: str
    sentence: str
    state: str


class Packed(Struct, frozen=True):
    """The files of a board pack (none where it was not written), and what there is to know about it."""

    files: tuple[str, ...]
    sentence: str
    warnings: tuple[PackWarningTold, ...]


class Checked(Struct, frozen=True):
    """What a check found, each as a sentence."""

    is_clean: bool
    damage: tuple[str, ...]
    broken_rules: tuple[str, ...]
    over_allocations: tuple[str, ...]
    differing_totals: tuple[str, ...]


class BackupTold(Struct, frozen=True):
    """One backup; ``number`` is the one by which it is shown and restored, ``actions`` how many its history has."""

    number: int
    made_at: str
    reason: str
    size: str
    actions: int
    file: str


class Backups(Struct, frozen=True):
    """A portfolio's backups, newest first; of one that is shown, also what it holds and what it lacks."""

    backups: tuple[BackupTold, ...]
    contents: str = ""
    lacks: tuple[str, ...] = ()


class ProgrammeTold(Struct, frozen=True):
    """A programme; years are labels such as ``2024/25``, the open month is ``YYYY-MM``."""

    id: str
    name: str
    lead: str
    first_year: str
    last_year: str
    open_period: str
    themes: int
    projects: int
    closed_projects: int
    snapshots: int


class Programmes(Struct, frozen=True):
    """The programmes of a portfolio in their order."""

    programmes: tuple[ProgrammeTold, ...]


class SnapshotTold(Struct, frozen=True):
    """One snapshot; the board is empty where it was for none. ``is_whole``: whether it matches its SHA-256."""

    id: str
    name: str
    programme: str
    period: str
    board: str
    frozen_on: str
    frozen_by: str
    sha256: str
    is_whole: bool


class Snapshots(Struct, frozen=True):
    """The snapshots of a portfolio, oldest first, and a sentence for each that is not what was frozen."""

    snapshots: tuple[SnapshotTold, ...]
    told: tuple[str, ...]


class Form(Struct, frozen=True):
    """One form as it was written. No address is among it."""

    number: str
    period: str
    lead: str
    due_on: str | None
    projects: tuple[str, ...]
    file: str
    draft: str


class Forms(Struct, frozen=True):
    """The forms that were written."""

    forms: tuple[Form, ...]
    sentence: str
    told: tuple[str, ...]


class Printed(Struct, frozen=True):
    """One structure that is printed: its format's name, its number, the page of ``docs`` that lists its keys."""

    format: str
    document: str
    kind: Callable[[], type[Struct]]
    version: int = 1


def _report() -> type[Struct]:
    from asc_desktop.domain.report.model import Report

    return Report


def _changes() -> type[Struct]:
    from asc_desktop.domain.report.views_changes import ReportChanges

    return ReportChanges


def _import() -> type[Struct]:
    from asc_desktop.services.importing.told import ToldImport

    return ToldImport


def _merge() -> type[Struct]:
    from asc_desktop.services.merging_told import ToldMerge

    return ToldMerge


def _returns() -> type[Struct]:
    from asc_desktop.services.forms.told import ToldReturns

    return ToldReturns


FORMATS: Final = {
    "report": Printed("asc-desktop-report", "report-json.md", _report),
    "compare": Printed("asc-desktop-compare", "report-json.md", _changes),
    "import": Printed("asc-desktop-import", "import-json.md", _import),
    "returns": Printed("asc-desktop-returns", "returns-json.md", _returns),
    "merge": Printed("asc-desktop-merge", "merge-json.md", _merge),
    "forms": Printed("asc-desktop-forms", "commands-json.md", lambda: Forms),
    "check": Printed("asc-desktop-check", "commands-json.md", lambda: Checked),
    "programmes": Printed("asc-desktop-programmes", "commands-json.md", lambda: Programmes),
    "snapshots": Printed("asc-desktop-snapshots", "commands-json.md", lambda: Snapshots),
    "backups": Printed("asc-desktop-backups", "commands-json.md", lambda: Backups),
    "pack": Printed("asc-desktop-pack", "commands-json.md", lambda: Packed),
    "written": Printed("asc-desktop-written", "commands-json.md", lambda: Written),
}
"""By the name under which ``schema`` prints each; ``changes-in`` prints what ``merge`` does, and every command that
only writes files prints ``written``."""


def add_json(parser: argparse.ArgumentParser, name: str) -> None:
    """Add ``--json`` to a command: the same flag everywhere."""
    parser.add_argument(
        "--json", action="store_true", help=f"print it as JSON; docs/{FORMATS[name].document} lists the keys"
    )


def add_output(parser: argparse.ArgumentParser) -> None:
    """Add ``-o`` to a command that prints."""
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        type=Path,
        help="write it to this file and print only its name; a name that ends in .json is written as JSON",
    )


def wants_json(options: argparse.Namespace) -> bool:
    """Return whether the result goes out as JSON: asked for, or by the name of the file that it goes to."""
    output: Path | None = getattr(options, "output", None)
    return options.json or (output is not None and output.suffix.lower() == ".json")


def json_text(name: str, told: Struct) -> str:
    """Return a command's result as JSON, a key a line, headed by its format, version and program."""
    printed = FORMATS[name]
    head = {"format": printed.format, "version": printed.version, "program": f"ASC Desktop {__version__}"}
    return json.format(json.encode({**head, **to_builtins(told), **head}), indent=2).decode()


def print_json(name: str, told: Struct) -> None:
    """Print a command's result as JSON."""
    print(json_text(name, told))


def put_out(text: str, output: Path | None, end: str = "\n") -> None:
    """Print a text, or write it to a file and print its name; raise CommandError where it cannot be written."""
    if output is None:
        print(text, end=end)
        return
    if output.is_dir():
        raise CommandError(f"“{output}” is a folder. Name a file to write to.")
    write_file(output, f"{text}{end}".encode())
    print(f"Wrote {output}.")


def print_written(
    options: argparse.Namespace, files: Sequence[Path], sentence: str, *, each: bool = False
) -> None:
    """Print what was written, in a sentence (with ``each`` after a line a file), or as JSON."""
    if options.json:
        print_json("written", Written(tuple(str(path) for path in files), sentence))
        return
    if each:
        for path in files:
            print(path)
    print(sentence)


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of what is printed under a name: every key is there, further ones may come."""
    printed = FORMATS[name]
    kind = printed.kind()
    schema = json.schema(kind)
    for part in schema["$defs"].values():
        if "properties" in part:
            part["required"] = list(part["properties"])
    whole = schema["$defs"][kind.__name__]
    head = {
        "format": {"const": printed.format},
        "version": {"const": printed.version},
        "program": {"type": "string"},
    }
    whole["properties"] = {**head, **whole["properties"], **head}
    whole["required"] = list(whole["properties"])
    return {"$schema": SCHEMA, "title": printed.format, **schema}
