"""Take a council's tracker workbook into a portfolio, or say what that would do."""

import argparse
import contextlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from asc_desktop.cli.common import DONE, FOUND, CommandError, made_path, opened
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.import_words import folded, heading, preview_lines, refusal_lines
from asc_desktop.cli.printed import add_json, print_json
from asc_desktop.domain.dates import DateError, parse_period
from asc_desktop.domain.importing.mapping import TrackerMapping
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.services.errors import ClosedPeriodError, EditRefused
from asc_desktop.services.importing.mappings import MappingError, keep_mapping, read_mapping_file
from asc_desktop.services.importing.reading import ReadingError, read_workbook
from asc_desktop.services.importing.told import told_import
from asc_desktop.services.importing.tracker import TrackerImport
from asc_desktop.services.session import Session

HELP = "Say what a tracker workbook would change in a portfolio, and with --apply take it in."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="PORTFOLIO", type=Path, help="the portfolio (.ascp)")
    parser.add_argument(
        "workbook",
        metavar="WORKBOOK",
        type=Path,
        help="the tracker: .xlsx, .xlsm, .xls, .xlsb, .ods, .csv or .tsv; it is only read",
    )
    parser.add_argument(
        "--sheet",
        metavar="S",
        action="append",
        default=[],
        help="take this sheet alone, hidden or not; may be given several times (default: all but hidden ones)",
    )
    parser.add_argument("--mapping", metavar="M", type=Path, help="use a mapping that --save-mapping wrote")
    parser.add_argument(
        "--save-mapping", metavar="F", type=Path, help="write the mapping that is used, as JSON"
    )
    parser.add_argument(
        "--programme",
        metavar="NAME",
        help="the programme’s name or the beginning of it; in a portfolio without one, what to call the first",
    )
    parser.add_argument(
        "--period", metavar="YYYY-MM", help="the month that is reported (default: the open month)"
    )
    parser.add_argument("--reason", metavar="TEXT", help="why closed months are corrected, where they are")
    parser.add_argument("--new", action="store_true", help="make the portfolio, which must not exist yet")
    parser.add_argument(
        "--keep-totals", action="store_true", help="keep the workbook’s own totals as control totals"
    )
    parser.add_argument("--apply", action="store_true", help="take it in; without this nothing is changed")
    add_json(parser, "import")


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Preview it, or do it."""
    path = made_path(options.file) if options.new else options.file
    _refuse_missing(path, options)
    workbook = _read(options.workbook)
    mapping = _mapping(options.mapping)
    # What can be wrong is said before a new portfolio is made.
    sheets, period = _sheets(workbook, options.sheet), _period(options.period)
    with _session(environment, path, options) as session:
        tracker = TrackerImport(session, workbook, mapping=mapping)
        programme_id, name = _programme(session, options.programme)
        tracker.choose_where(programme_id=programme_id, programme_name=name, period=period)
        tracker.choose_sheets(sheets)
        if options.save_mapping is not None:
            _save_mapping(options.save_mapping, tracker)
        return _apply(tracker, path, options) if options.apply else _preview(tracker, path, options)


def _refuse_missing(path: Path, options: argparse.Namespace) -> None:
    if options.new and path.exists():
        raise CommandError(f"There is already a file {path}. Leave --new out to import into it.")
    if not (options.new or path.exists()):
        raise CommandError(
            f"There is no portfolio {path}. Add --new to make it, or make it first: asc-desktop new {path}"
        )


def _read(path: Path) -> Workbook:
    try:
        return read_workbook(path)
    except ReadingError as error:
        raise CommandError(str(error)) from error


def _mapping(path: Path | None) -> TrackerMapping | None:
    if path is None:
        return None
    try:
        return read_mapping_file(path)
    except MappingError as error:
        raise CommandError(str(error)) from error


@contextlib.contextmanager
def _session(environment: Environment, path: Path, options: argparse.Namespace) -> Iterator[Session]:
    """Open the portfolio: to be changed with --apply alone. One that is not made yet is tried on an empty one."""
    if not options.new:
        with opened(environment, path, read_only=not options.apply, back_up=options.apply) as session:
            yield session
        return
    if options.apply:
        environment.files.create(path, path.stem).close()
        with opened(environment, path, read_only=False) as session:
            yield session
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.closing(environment.files.create(Path(folder) / path.name, path.stem)) as session,
    ):
        yield session


def _period(text: str | None) -> str:
    try:
        return parse_period(text) if text else ""
    except DateError as error:
        raise CommandError(str(error)) from error


def _programme(session: Session, words: str | None) -> tuple[str, str]:
    """Return the id of the programme that is meant, or the name of one that is to be made."""
    programmes = sorted(session.records.all(Programme), key=lambda item: (item.position, item.name))
    if words is None or not programmes:
        return "", words or ""
    folded = words.strip().casefold()
    exact = [item for item in programmes if item.name.casefold() == folded]
    found = exact or [item for item in programmes if item.name.casefold().startswith(folded)]
    if len(found) != 1:
        names = "; ".join(item.name for item in programmes)
        raise CommandError(
            f"There is no single programme “{words}”. The programmes are: {names}. Another one is added in the window."
        )
    return found[0].id, ""


def _sheets(workbook: Workbook, wanted: Sequence[str]) -> set[str] | None:
    """Return the sheets that are asked for by name; None where none is."""
    names = {sheet.name.strip().casefold(): sheet.name for sheet in workbook.sheets}
    missing = [name for name in wanted if name.strip().casefold() not in names]
    if missing:
        raise CommandError(f"There is no sheet “{missing[0]}”. The sheets are: {'; '.join(names.values())}.")
    return {names[name.strip().casefold()] for name in wanted} or None


def _save_mapping(path: Path, tracker: TrackerImport) -> None:
    try:
        keep_mapping(path, tracker.mapping)
    except MappingError as error:
        raise CommandError(str(error)) from error


def _preview(tracker: TrackerImport, path: Path, options: argparse.Namespace) -> int:
    plan = tracker.plan
    if options.json:
        print_json("import", told_import(tracker, plan))
    else:
        _print(heading(tracker, path.name))
        _print(preview_lines(tracker, plan))
        print("Nothing was changed. Add --apply to take it in.")
    return FOUND if plan.has_refusals else DONE


def _apply(tracker: TrackerImport, path: Path, options: argparse.Namespace) -> int:
    plan = tracker.plan
    try:
        applied = tracker.apply(reason=options.reason or "", keep_totals=options.keep_totals)
    except ClosedPeriodError as error:
        raise CommandError(f"{error} Say why with --reason.") from error
    except EditRefused as error:
        raise CommandError(f"Nothing was changed. {error} {_made_empty(path, options)}".strip()) from error
    if options.json:
        print_json("import", told_import(tracker, plan, applied))
    else:
        _print(heading(tracker, path.name))
        _print(refusal_lines(applied.refused))
        _print(folded(applied.sentence))
        if not applied.action:
            _print(folded(_made_empty(path, options)))
    return FOUND if applied.refused else DONE


def _made_empty(path: Path, options: argparse.Namespace) -> str:
    """Return the sentence that a portfolio was made and has nothing in it; nothing where none was made."""
    return f"{path.name} was made and is empty; try again without --new." if options.new else ""


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
