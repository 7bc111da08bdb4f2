"""Say what update forms that came back would change, and with --apply-plain take in what is plain."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from asc_desktop._files import make_folder, write_file
from asc_desktop.cli.common import DONE, FOUND, CommandError, opened
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.import_words import folded
from asc_desktop.cli.printed import add_json, print_json
from asc_desktop.domain.dates import period_label
from asc_desktop.domain.forms.returned import Answer, AnswerState, Returned
from asc_desktop.domain.words import number_of, shortened
from asc_desktop.services.errors import ClosedPeriodError, EditRefused
from asc_desktop.services.forms.drafts import ENDING as DRAFT_ENDING
from asc_desktop.services.forms.notes import note_draft
from asc_desktop.services.forms.returns import AppliedReturn, Returns
from asc_desktop.services.forms.told import told_returns
from asc_desktop.services.session import Session

HELP = "Say what update forms that came back would change, and with --apply-plain take in what is plain."

_LONGEST: Final = 120
_STATES: Final = (
    (AnswerState.CHANGED, "Changed"),
    (AnswerState.BOTH, "Changed on both sides"),
    (AnswerState.REFUSED, "Refused"),
    (AnswerState.MISSING, "Missing"),
    (AnswerState.UNCHANGED, "Unchanged"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", metavar="PORTFOLIO", type=Path, help="the portfolio (.ascp)")
    parser.add_argument(
        "returned",
        metavar="FOLDER-OR-FILES",
        type=Path,
        nargs="+",
        help="forms that came back, whatever they are called: workbooks, CSV files, e-mails (.eml), or folders of them",
    )
    parser.add_argument(
        "--apply-plain",
        action="store_true",
        help="take in every answer that needs no decision; without this nothing is changed",
    )
    parser.add_argument(
        "--notes",
        metavar="DIR",
        type=Path,
        help="write a note for each lead of what could not be taken and why, as text and as a draft (.eml)",
    )
    add_json(parser, "returns")


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Preview them, or take them in."""
    missing = next((path for path in options.returned if not path.exists()), None)
    if not options.file.exists():
        raise CommandError(f"There is no portfolio {options.file}.")
    if missing is not None:
        raise CommandError(f"There is no file or folder {missing}.")
    with opened(
        environment, options.file, read_only=not options.apply_plain, back_up=options.apply_plain
    ) as session:
        returns = Returns(session)
        returns.read(options.returned)
        applied = _apply(returns) if options.apply_plain else None
        if options.notes is not None:
            _write_notes(options.notes, session, returns)
        if options.json:
            print_json("returns", told_returns(session, returns, applied))
        else:
            for line in _lines(returns, applied):
                print(line)
        is_open = bool(returns.open)
    return FOUND if is_open or returns.unread else DONE


def _apply(returns: Returns) -> list[AppliedReturn]:
    returns.accept_plain()
    try:
        return returns.apply()
    except (ClosedPeriodError, EditRefused) as error:
        raise CommandError(str(error)) from error


def _write_notes(folder: Path, session: Session, returns: Returns) -> None:
    """Write a note for each form of which something could not be taken, as text and as the draft of an e-mail."""
    make_folder(folder)
    for returned in returns.returned:
        note = returns.note(returned)
        if note:
            lead = "".join(letter for letter in returned.lead if letter.isalnum() or letter in " -").strip()
            name = f"{returned.number} {lead}".strip()
            write_file(folder / f"{name}.txt", note.encode())
            write_file(folder / f"{name}{DRAFT_ENDING}", note_draft(session, returned, note))


def _lines(returns: Returns, applied: Sequence[AppliedReturn] | None) -> Iterator[str]:
    for unread in returns.unread:
        yield from folded(unread.sentence)
    done = {(item.number, item.file): item for item in applied or ()}
    for returned in returns.returned:
        yield from _form_lines(returns, returned)
        if (became := done.get((returned.number, returned.file))) is not None:
            yield from folded(became.sentence)
    if not returns.returned:
        yield "No form that came back was found."
    elif applied is None:
        plain = number_of(len(returns.plain), "answer is", "answers are")
        yield f"Nothing was changed. {plain} plain: add --apply-plain to take them in."


def _form_lines(returns: Returns, returned: Returned) -> Iterator[str]:
    lead = f", {returned.lead}" if returned.lead else ""
    yield from folded(f"{returned.number}, {period_label(returned.period)}{lead}: {returned.file}")
    for state, words in _STATES:
        yield f"  {words:<22}{returned.count(state):>6,}"
    for sentence in returned.told:
        yield from folded(sentence, "  ")
    for answer in returned.answers:
        if answer.state is not AnswerState.UNCHANGED or answer.new != answer.sent:
            yield from folded(_answer_words(returns, answer), "  ")


def _answer_words(returns: Returns, answer: Answer) -> str:
    was, now, new = (
        shortened(returns.value_words(answer, value), _LONGEST) or "nothing"
        for value in (answer.sent, answer.now, answer.new)
    )
    match answer.state:
        case AnswerState.CHANGED | AnswerState.UNCHANGED:
            said = f"{was} → {new}."
        case AnswerState.BOTH:
            who = f" ({answer.now_who}, {answer.now_at})" if answer.now_who else ""
            said = f"sent as {was}; they say {new}, and the portfolio has {now}{who}."
        case _:
            said = f"“{shortened(answer.text, _LONGEST)}”." if answer.text else ""
    mark = "? " if answer.is_open else ""
    return " ".join(
        filter(
            None,
            (
                f"{mark}{answer.cell or answer.code} {answer.record_words}, {answer.label}:",
                said,
                answer.sentence,
            ),
        )
    )
