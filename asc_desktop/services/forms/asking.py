"""Asking leads for a month's update: the forms are made, written into a folder, and kept as they were sent.

Nothing is sent. What was asked is one step of undo, and is kept only once every file is in its place.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from asc_desktop import _files
from asc_desktop.domain.dates import date_label, period_label
from asc_desktop.domain.forms.asking import USUAL, Asking, make_form
from asc_desktop.domain.forms.choosing import Choice, choose, requests_of
from asc_desktop.domain.forms.form import Form, count_of, number_words, series_of, written
from asc_desktop.domain.records.delivery import Portfolio, Programme, Project, Theme
from asc_desktop.domain.records.exchange import Contact, UpdateRequest
from asc_desktop.domain.report.frozen import pack
from asc_desktop.domain.report.updates import NO_LEAD, contact_of, role_key
from asc_desktop.domain.words import file_words, listed, number_of
from asc_desktop.services.forms.drafts import ENDING as DRAFT_ENDING
from asc_desktop.services.forms.drafts import address_of, draft_of
from asc_desktop.services.session import Session

__all__ = ["AskCancelledError", "AskError", "Asked", "Choice", "Sent", "prepare", "write_forms"]

ENDING = ".xlsx"

_LONGEST_LEAD = 80
_EVERY_ENTRY = 1_000_000
_NOTHING_KEPT = "Nobody was marked as asked."

Progress = Callable[[float, str], None]


class AskError(Exception):
    """Nobody was asked; the text is a sentence for a person."""


class AskCancelledError(Exception):
    """The person thought better of it while the forms were written: nothing was kept."""


class Asked(Struct, frozen=True, kw_only=True):
    """Forms that are made and not kept yet, each for one lead; ``told`` is what to know before.

    It holds all that the files need, so these may be written off the window's thread.
    """

    forms: tuple[Form, ...]
    period: str
    organisation: str
    contacts: Mapping[str, Contact]
    """By the form's number, of those leads that have one."""
    told: tuple[str, ...] = ()

    @property
    def projects(self) -> int:
        """How many projects are asked about."""
        return sum(bool(sheet.project_id) for form in self.forms for sheet in form.projects)

    @property
    def action(self) -> str:
        """What History calls it."""
        leads = [form.lead for form in self.forms]
        whom = number_of(len(leads), "lead") if len(leads) > 1 else leads[0] or "for projects without a lead"
        return f"Ask {whom} for {period_label(self.period)}"


class Sent(Struct, frozen=True, kw_only=True):
    """The files that were written: the forms, and the drafts of the e-mails that they go with."""

    forms: tuple[Path, ...]
    drafts: tuple[Path, ...]
    sentence: str
    told: tuple[str, ...]


def prepare(
    session: Session, choice: Choice, *, due_on: str | None = None, sections: Collection[str] = USUAL
) -> Asked:
    """Make a form for each lead of the projects that are chosen, about the programme's open month.

    Raises AskError where there is nobody to ask, or the day by which they are to answer has passed.
    """
    records = session.records
    programme = records.get(Programme, choice.programme_id)
    period = programme.open_period
    _refuse_unknown(session, choice)
    if due_on is not None and due_on < session.today:
        raise AskError(
            f"{date_label(due_on)} has passed. Give a day from today on, by which they are to answer."
        )
    chosen = choose(records, choice, period)
    if not chosen.by_lead:
        raise AskError(" ".join(["There is nobody to ask.", *chosen.told]))
    portfolio = records.find(Portfolio, "portfolio")
    asking = Asking(
        programme_id=programme.id,
        period=period,
        portfolio=session.store.copies.first(),
        portfolio_name=portfolio.name if portfolio else "",
        asked_on=session.today,
        due_on=due_on,
        asked_by=session.store.who,
        sections=sections,
        new_id=session.new_id,
    )
    series = series_of(session.store.copies.given_to())
    first = _last_number(session, series) + 1
    forms = tuple(
        make_form(records, projects, number=number_words(number, series), lead=lead, asking=asking)
        for number, (lead, projects) in enumerate(chosen.by_lead.items(), first)
    )
    told = [*chosen.told, *(_still_out(session, form) for form in forms), _leaderless(forms)]
    contacts = {form.number: contact for form in forms if (contact := contact_of(records, form.lead))}
    return Asked(
        forms=forms,
        period=period,
        organisation=(portfolio.organisation or "") if portfolio else "",
        contacts=contacts,
        told=tuple(filter(None, told)),
    )


def write_forms(
    session: Session,
    asked: Asked,
    folder: Path,
    *,
    drafts: bool = False,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Sent:
    """Write every form into a folder, with ``drafts`` the e-mails that they go with, and keep what was asked.

    All of it or nothing: where a file cannot be written, or the portfolio refuses, those that were are removed again.
    Raises AskError with a sentence, AskCancelledError, and what an edit raises.
    """
    contents = file_contents(asked, drafts=drafts, progress=progress, is_cancelled=is_cancelled)
    placed = place(folder, contents)
    try:
        keep(session, asked)
    except BaseException:
        take_away(placed)
        raise
    return sent(asked, placed)


def file_contents(
    asked: Asked,
    *,
    drafts: bool = False,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> dict[str, bytes]:
    """Return what goes into each file, by its name. Any thread may do this, and it takes longest."""
    # Loaded when forms are written: the window's first page needs no workbooks.
    from asc_desktop.excel.forms.writer import workbook_of

    found: dict[str, bytes] = {}
    for number, form in enumerate(asked.forms):
        if is_cancelled is not None and is_cancelled():
            raise AskCancelledError
        if progress is not None:
            progress(number / len(asked.forms), f"Writing {form.number} for {form.lead or NO_LEAD}…")
        content = workbook_of(form, asked.organisation)
        name = file_name(form)
        found[f"{name}{ENDING}"] = content
        if drafts:
            draft = draft_of(
                form, f"{name}{ENDING}", content, asked.contacts.get(form.number), asked.organisation
            )
            found[f"{name}{DRAFT_ENDING}"] = draft
    return found


def place(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder, which is made where there is none: all of them, or none."""
    placed: list[Path] = []
    path = folder
    try:
        _files.make_folder(folder)
        with ExitStack() as stack:
            for name, content in contents.items():
                path = folder / name
                stack.enter_context(_placing(path, content, placed))
    except BaseException as error:
        left = take_away(placed)
        if isinstance(error, OSError):
            raise AskError(_failure(error, path, folder, left)) from error
        raise
    return sorted(placed, key=lambda item: list(contents).index(item.name))


def keep(session: Session, asked: Asked) -> None:
    """Keep the forms as they are sent, and that each project was asked: one change, which undo takes back whole."""
    with session.edit(asked.action) as edit:
        for form in asked.forms:
            kept = pack(written(form))
            edit.frozen.append(kept)
            edit.put(
                *(
                    UpdateRequest(
                        id=session.new_id(),
                        project_id=sheet.project_id,
                        period=form.period,
                        form=form.number,
                        lead=form.lead or None,
                        asked_on=form.asked_on,
                        due_on=form.due_on,
                        content=kept.id,
                    )
                    for sheet in form.projects
                    if sheet.project_id
                )
            )


def sent(asked: Asked, placed: Sequence[Path]) -> Sent:
    """Return what was written, in sentences too."""
    forms = tuple(path for path in placed if path.suffix == ENDING)
    drafts = tuple(path for path in placed if path.suffix == DRAFT_ENDING)
    what = number_of(len(forms), "form")
    if drafts:
        what += f" and {number_of(len(drafts), 'draft of an e-mail', 'drafts of e-mails')}"
    sentence = (
        f"{what} for {number_of(asked.projects, 'project')}, {period_label(asked.period)}, "
        f"{'is' if len(placed) == 1 else 'are'} in “{placed[0].parent}”. Nothing was sent: that is for you to do."
    )
    told = list(asked.told)
    unknown = [
        form.lead for form in asked.forms if form.lead and not address_of(asked.contacts.get(form.number))
    ]
    if drafts and unknown:
        told.append(
            f"No e-mail address is known of {listed(unknown)}, so that the draft has none: add it there, or keep it "
            "among the contacts and ask again."
        )
    return Sent(forms=forms, drafts=drafts, sentence=sentence, told=tuple(told))


def file_name(form: Form) -> str:
    """Return what a form's file is called, without its ending: ``F-0012 June 2024 - Head of Housing``."""
    lead = file_words(form.lead or NO_LEAD, _LONGEST_LEAD)
    return f"{form.number} {period_label(form.period)} - {lead}"


def _refuse_unknown(session: Session, choice: Choice) -> None:
    themes = {theme.id for theme in session.records.of(Theme, "programme_id", choice.programme_id)}
    leads = [item.lead or "" for item in session.records.all(Project) if item.theme_id in themes]
    known = {role_key(lead): " ".join(lead.split()) for lead in sorted(leads)}
    for lead in choice.leads:
        if role_key(lead) not in known:
            names = "; ".join(sorted(filter(None, known.values())))
            raise AskError(f"No project names “{lead}” as its lead. The leads are: {names}.")


def _last_number(session: Session, series: int) -> int:
    """Return the last count of a series ever given, of forms that were undone too: they may be out all the same."""
    held = [item.form for item in session.records.all(UpdateRequest)]
    entries = session.history(table=UpdateRequest.table, limit=_EVERY_ENTRY)
    held += [str(value) for entry in entries for value in entry.changes.get("form", ())]
    return max((count_of(number, series) for number in held), default=0)


def _still_out(session: Session, form: Form) -> str:
    """Say which forms of the month are out with the same projects; nothing where there is none."""
    out = {
        request.form: request
        for sheet in form.projects
        if sheet.project_id
        for request in requests_of(session.records, sheet.project_id, form.period)
        if not request.returned_on
    }
    if not out:
        return ""
    earlier = listed(
        [f"{number} of {date_label(request.asked_on)}" for number, request in sorted(out.items())]
    )
    return (
        f"{form.lead or NO_LEAD}: {earlier} has not come back. {form.number} asks about the same "
        f"{period_label(form.period)} again; whichever comes back is taken."
    )


def _leaderless(forms: Sequence[Form]) -> str:
    form = next((form for form in forms if not form.lead), None)
    if form is None:
        return ""
    projects = [sheet.ref for sheet in form.projects if sheet.project_id]
    verb = "names" if len(projects) == 1 else "name"
    return f"{form.number} is for {number_of(len(projects), 'project')} that {verb} no lead ({listed(projects)})."


@contextmanager
def _placing(path: Path, content: bytes, placed: list[Path]) -> Iterator[None]:
    """Write a file beside its place, and put it there at the end."""
    with _files.new_file(path, over=False) as part:
        if path.exists():
            raise FileExistsError(str(path))
        _files.fill(part, content)
        yield
    placed.append(path)


def take_away(placed: Sequence[Path]) -> list[Path]:
    """Remove files that were placed again; return those that would not go."""
    for path in placed:
        with suppress(OSError):
            _files.remove_file(path)
    return [path for path in placed if path.exists()]


def _failure(error: OSError, path: Path, folder: Path, left: Sequence[Path]) -> str:
    if isinstance(error, FileExistsError):
        said = (
            f"There is a “{path.name}” in “{folder}” already. Choose another folder, or move that file away."
        )
    else:
        said = f"The forms were not written to “{folder}”: {_files.reason(error)}."
    stay = (
        f" Do not send {listed([item.name for item in left])}, which could not be removed again."
        if left
        else ""
    )
    return f"{said} {_NOTHING_KEPT}{stay}"
