"""Write the board pack."""

import argparse
from collections.abc import Iterable
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
from asc_desktop.domain.records.office import AUDIENCES
from asc_desktop.domain.report.pack_files import PackPlanError, chosen_sections
from asc_desktop.domain.report.pack_plan import SECTIONS, TEMPLATES, PackPlan
from asc_desktop.domain.report.pack_warnings import NEWS, WARNING_WORDS, PackWarning
from asc_desktop.services.pack_templates import ENDING, find_template, read_template
from asc_desktop.services.packs import KINDS, LATEST, NONE, PackRequest, prepare, write_files
from asc_desktop.services.session import Session
from asc_desktop.services.snapshots import SnapshotError, find_snapshot

HELP = "Write the board pack of a programme and period as an Excel workbook or a PDF."

_ALL = "all"
_NOTHING = "none"
_WITHHOLDS = "discloses"
"""The warning that keeps a pack from being written: what is published cannot be taken back."""
_WAIVABLE = tuple(kind for kind in WARNING_WORDS if kind not in NEWS)
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
        help="the snapshot that changes are told from: its name, the beginning of it, its id, or “none” (default: the "
        "latest of a period before)",
    )
    parser.add_argument(
        "--waive",
        metavar="KIND,...",
        default="",
        help=f"the warnings to let pass: {', '.join(_WAIVABLE)}, or “{_ALL}”. Any other warning is said and makes the "
        f"exit status 1; while “{_WITHHOLDS}” stands nothing is written",
    )


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Write it; an older file of the name is replaced only when the new one is whole."""
    for path in options.output:
        if path.suffix.lower() not in KINDS:
            raise CommandError(
                f"The board pack is an Excel workbook or a PDF: give {path.name} the ending .xlsx or .pdf."
            )
    waived = _waived(options.waive)
    with opened(environment, options.file) as session:
        scope = chosen_scope(session, options.programme, options.period)
        try:
            request = PackRequest(scope, _plan(session, options), _compared(session, options.compare), waived)
            pack = prepare(session, request)
        except (PackPlanError, SnapshotError) as error:
            raise CommandError(str(error)) from error
    standing = set(pack.standing)
    _print_warnings(warning for warning in pack.warnings if warning not in standing)
    for warning in pack.standing:
        say_error(f"{warning.kind}: {warning.sentence}")
    kinds = ",".join(dict.fromkeys(warning.kind for warning in pack.standing))
    if any(warning.kind == _WITHHOLDS for warning in standing):
        say_error(f"The pack was not written. Settle what is said above, or let it pass with --waive {kinds}")
        return FOUND
    report = pack.document.report
    written = write_files(pack, options.output, draw=environment.draw_pack)
    for number, path in enumerate(written):
        what = "board pack" if number < len(options.output) else "confidential appendix"
        print(f"Wrote the {what} of {report.programme}, {report.period_label}, to {path}.")
    if standing:
        say_error(f"Settle what is said above before it goes out, or let it pass with --waive {kinds}")
        return FOUND
    return DONE


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


def _waived(words: str) -> frozenset[str]:
    kinds = {kind.strip().casefold() for kind in words.split(",") if kind.strip()}
    if _ALL in kinds:
        return frozenset(_WAIVABLE)
    unknown = sorted(kinds - set(_WAIVABLE))
    if unknown:
        raise CommandError(
            f"“{unknown[0]}” is no kind of warning. The kinds are: {', '.join(_WAIVABLE)}; “{_ALL}” waives every one."
        )
    return frozenset(kinds)


def _print_warnings(warnings: Iterable[PackWarning]) -> None:
    for warning in warnings:
        print(f"{'Note' if warning.is_news else 'Waived'}: {warning.sentence}")
