"""Write the board pack."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from asc_desktop.cli.common import (
    DONE,
    FOUND,
    CommandError,
    add_scope_arguments,
    chosen_scope,
    opened,
    say_error,
)
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.parser import did_you_mean
from asc_desktop.cli.printed import Packed, PackWarningTold, add_json, print_json
from asc_desktop.domain.records.office import AUDIENCES
from asc_desktop.domain.report.pack_files import PackPlanError, chosen_sections
from asc_desktop.domain.report.pack_plan import SECTIONS, TEMPLATES, PackPlan
from asc_desktop.domain.report.pack_warnings import NEWS, WARNING_WORDS
from asc_desktop.services.pack_templates import ENDING, find_template, read_template
from asc_desktop.services.packs import KINDS, LATEST, NONE, PackRequest, PreparedPack, prepare, write_files
from asc_desktop.services.session import Session
from asc_desktop.services.snapshots import SnapshotError, find_snapshot

HELP = "Write the board pack of a programme and month as an Excel workbook or a PDF."

_ALL = "all"
_NOTHING = "none"
_WITHHOLDS = "discloses"
"""The warning that keeps a pack from being written: what is published cannot be taken back."""
_IGNORABLE = tuple(kind for kind in WARNING_WORDS if kind not in NEWS)
_AUDIENCE_KEYS = tuple(key for key, _ in AUDIENCES if key != "appendix")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the portfolio (.ascp)")
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        type=Path,
        required=True,
        action="append",
        help="the file to write, .xlsx or .pdf; may be given twice for both",
    )
    add_scope_arguments(parser)
    names = ", ".join(f"“{plan.name}”" for plan in TEMPLATES)
    parser.add_argument(
        "--template",
        metavar="NAME|FILE",
        default=TEMPLATES[0].name,
        help=f"a template by its name or the beginning of it, or a template's file (default: {TEMPLATES[0].name}; "
        f"there are {names} and the portfolio's own)",
    )
    parser.add_argument(
        "--sections",
        metavar="A,B,C",
        help=f"the sections in place of the template's, in this order: {', '.join(item.key for item in SECTIONS)}",
    )
    parser.add_argument(
        "--audience",
        choices=_AUDIENCE_KEYS,
        help="in place of the template's; “public” leaves exempt records out and writes them to a second file, the "
        "confidential appendix",
    )
    parser.add_argument(
        "--compare",
        metavar="SNAPSHOT",
        help=(
            "the board version to list changes since: its name, the beginning of it, its id, or “none” "
            "(default: the latest of an earlier month)"
        ),
    )
    parser.add_argument(
        "--ignore",
        "--waive",
        dest="ignore",
        metavar="KIND,...",
        default="",
        help=f"the warnings to ignore: {', '.join(_IGNORABLE)}. “{_ALL}” is all but “{_WITHHOLDS}”, which has to be "
        f"named. Any other warning is printed and makes the exit status 1; nothing is written while “{_WITHHOLDS}” is "
        "unresolved",
    )
    parser.add_argument(
        "--closed",
        action="store_true",
        help="list projects closed in earlier months too; without it they are only in the totals",
    )
    add_json(parser, "pack")


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Write it; an older file of the name is replaced only when the new one is whole."""
    for path in options.output:
        if path.suffix.lower() not in KINDS:
            raise CommandError(
                f"The board pack is an Excel workbook or a PDF: give {path.name} the ending .xlsx or .pdf."
            )
    waived = _ignored(options.ignore)
    with opened(environment, options.file) as session:
        scope = chosen_scope(session, options.programme, options.period)
        try:
            request = PackRequest(
                scope,
                _plan(session, options),
                _compared(session, options.compare),
                waived,
                with_closed=options.closed,
            )
            pack = prepare(session, request)
        except (PackPlanError, SnapshotError) as error:
            raise CommandError(str(error)) from error
    withheld = any(warning.kind == _WITHHOLDS for warning in pack.standing)
    written = [] if withheld else write_files(pack, options.output, draw=environment.draw_pack)
    report = pack.document.report
    sentences = [
        f"Wrote the {'board pack' if number < len(options.output) else 'confidential appendix'} of "
        f"{report.programme}, {report.period_label}, to {path}."
        for number, path in enumerate(written)
    ]
    if options.json:
        files = tuple(str(path) for path in written)
        print_json("pack", Packed(files, " ".join(sentences), tuple(_told(pack))))
    else:
        for warning in _told(pack):
            if warning.state != "open":
                print(f"{warning.state.capitalize()}: {warning.sentence}")
        for sentence in sentences:
            print(sentence)
    return _open_warnings(pack, withheld=withheld)


def _told(pack: PreparedPack) -> Iterator[PackWarningTold]:
    standing = set(pack.standing)
    for warning in pack.warnings:
        state = "note" if warning.is_news else "open" if warning in standing else "ignored"
        yield PackWarningTold(warning.kind, warning.sentence, state)


def _open_warnings(pack: PreparedPack, *, withheld: bool) -> int:
    """Print the warnings that nobody ignored, and how that is done; return the exit status."""
    if not pack.standing:
        return DONE
    for warning in pack.standing:
        say_error(f"{warning.kind}: {warning.sentence}")
    kinds = ",".join(dict.fromkeys(warning.kind for warning in pack.standing))
    what = (
        "The pack was not written. Resolve the warnings above"
        if withheld
        else "Resolve the warnings above first"
    )
    say_error(f"{what}, or ignore them with --ignore {kinds}")
    return FOUND


def _plan(session: Session, options: argparse.Namespace) -> PackPlan:
    path = Path(options.template)
    is_file = path.suffix.lower() == ENDING
    plan = read_template(path) if is_file else find_template(session, options.template)
    if options.sections:
        plan = replace(plan, sections=chosen_sections(options.sections))
    if options.audience:
        plan = replace(plan, audience=options.audience)
    return plan


def _compared(session: Session, words: str | None) -> str:
    if words is None:
        return LATEST
    return NONE if words.strip().casefold() == _NOTHING else find_snapshot(session, words).id


def _ignored(words: str) -> frozenset[str]:
    kinds = {kind.strip().casefold() for kind in words.split(",") if kind.strip()}
    unknown = sorted(kinds - {*_IGNORABLE, _ALL})
    if unknown:
        raise CommandError(
            f"There is no warning “{unknown[0]}”.{did_you_mean(unknown[0], _IGNORABLE)} The warnings are: "
            f"{', '.join(_IGNORABLE)}; “{_ALL}” ignores all but “{_WITHHOLDS}”."
        )
    everything = frozenset(_IGNORABLE) - {_WITHHOLDS} if _ALL in kinds else frozenset()
    return everything | (kinds - {_ALL})
