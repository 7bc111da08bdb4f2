"""Write the forms by which leads are asked for a month's update."""

import argparse
from pathlib import Path

from asc_desktop.cli.common import DONE, CommandError, chosen_scope, opened
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.printed import Form, Forms, add_json, print_json
from asc_desktop.domain.dates import DateError, parse_date
from asc_desktop.domain.forms.asking import SECTIONS, USUAL
from asc_desktop.domain.forms.choosing import Choice
from asc_desktop.domain.records.delivery import Programme, Theme
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.updates import month_updates, suggested_due
from asc_desktop.services.forms.asking import Asked, AskError, Sent, prepare, write_forms
from asc_desktop.services.session import Session

HELP = "Write the forms by which project leads are asked for the open month, into a folder. Nothing is sent."

_KEYS = tuple(key for key, _ in SECTIONS)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the portfolio (.ascp)")
    parser.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        type=Path,
        required=True,
        help="the folder to write the forms to; made where there is none",
    )
    parser.add_argument(
        "--programme",
        metavar="P",
        help="the programme's name or the beginning of it (default: the first programme)",
    )
    parser.add_argument(
        "--lead",
        metavar="ROLE",
        action="append",
        default=[],
        help="only projects of this lead; may be given several times (default: every lead)",
    )
    parser.add_argument(
        "--theme", metavar="T", action="append", default=[], help="only projects of this theme; likewise"
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help="ask about projects that are updated already, and about those that are asked and waited for, too "
        "(default: those that are neither)",
    )
    parser.add_argument(
        "--sections",
        metavar="A,B,C",
        help=f"what is asked besides the status: {', '.join(_KEYS[1:])} (default: all but measures and own)",
    )
    parser.add_argument(
        "--due",
        metavar="DATE",
        help="the day by which they are to answer (default: three working days before the papers are due; five from "
        "today where no papers are due)",
    )
    parser.add_argument(
        "--drafts", action="store_true", help="write a draft of an e-mail for each, with the form attached"
    )
    add_json(parser, "forms")


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Write them, and keep in the portfolio what was asked."""
    due_on = _day(options.due)
    sections = _sections(options.sections)
    with opened(environment, options.file, read_only=False) as session:
        choice = _choice(session, options)
        try:
            asked = prepare(session, choice, due_on=due_on or _usual_day(session, choice), sections=sections)
            sent = write_forms(session, asked, options.output, drafts=options.drafts)
        except AskError as error:
            raise CommandError(str(error)) from error
    if options.json:
        print_json("forms", _told(asked, sent))
        return DONE
    for sentence in sent.told:
        print(f"Note: {sentence}")
    for path in (*sent.forms, *sent.drafts):
        print(path)
    print(sent.sentence)
    return DONE


def _told(asked: Asked, sent: Sent) -> Forms:
    drafts = {path.stem: str(path) for path in sent.drafts}
    forms = tuple(
        Form(
            form.number,
            form.period,
            form.lead,
            form.due_on,
            tuple(sheet.ref for sheet in form.projects if sheet.project_id),
            str(path),
            drafts.get(path.stem, ""),
        )
        for form, path in zip(asked.forms, sent.forms, strict=True)
    )
    return Forms(forms, sent.sentence, sent.told)


def _usual_day(session: Session, choice: Choice) -> str:
    """Return the day that the window offers too."""
    programme = session.records.get(Programme, choice.programme_id)
    context = session.context(Scope(programme.id, programme.open_period))
    return suggested_due(month_updates(context, session.today).papers, session.today)


def _day(words: str | None) -> str | None:
    try:
        return parse_date(words) if words else None
    except DateError as error:
        raise CommandError(str(error)) from error


def _sections(words: str | None) -> frozenset[str]:
    if words is None:
        return USUAL
    keys = {word.strip().casefold() for word in words.split(",") if word.strip()}
    unknown = sorted(keys - set(_KEYS))
    if unknown:
        raise CommandError(f"“{unknown[0]}” is no section of a form. The sections are: {', '.join(_KEYS)}.")
    return frozenset(keys)


def _choice(session: Session, options: argparse.Namespace) -> Choice:
    programme_id = chosen_scope(session, options.programme, None).programme_id
    if programme_id is None:
        raise CommandError("Forms are of one programme, since each has an open month of its own. Name one.")
    themes = session.records.of(Theme, "programme_id", programme_id)
    return Choice(
        programme_id,
        "all" if options.all else "to ask",
        tuple(_theme(themes, words) for words in options.theme),
        tuple(options.lead),
    )


def _theme(themes: tuple[Theme, ...], words: str) -> str:
    folded = words.strip().casefold()
    exact = [item for item in themes if item.name.casefold() == folded]
    found = exact or [item for item in themes if item.name.casefold().startswith(folded)]
    if len(found) == 1:
        return found[0].id
    names = "; ".join(item.name for item in sorted(themes, key=lambda item: (item.position, item.name)))
    raise CommandError(f"There is no single theme “{words}”. The themes are: {names}.")
