"""Drafts of e-mails to leads: what is still to come of them, and what of their returns could not be taken.

Nothing is sent.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from asc_desktop import _files
from asc_desktop.domain.dates import date_label, period_label
from asc_desktop.domain.report.chase import LeadDues, day_words, due_line
from asc_desktop.domain.report.updates import NO_LEAD, MonthUpdates, contact_of
from asc_desktop.domain.words import file_words, number_of
from asc_desktop.services.forms.drafts import ENDING, new_draft
from asc_desktop.services.session import Session


class ReminderError(Exception):
    """Not every draft was written; the text is a sentence for a person."""


def write_reminders(
    session: Session, leads: Iterable[LeadDues], updates: MonthUpdates, folder: Path
) -> list[Path]:
    """Write a reminder for each lead of what is due from them into a folder, in the place of earlier ones of the month.

    Raises ReminderError with a sentence that says which is not written.
    """
    month = period_label(updates.period)
    drafts = {}
    for item in leads:
        text = reminder_text(item, updates, session.store.who)
        has_update = any(due.kind == "update" for due in item.dues)
        subject = f"Reminder: your update for {month}" if has_update else "Reminder: what is due from you"
        message = new_draft(subject, text, contact_of(session.records, item.lead))
        drafts[_name(f"Reminder {month}", item.lead)] = message.as_bytes()
    return _write(drafts, folder)


def write_notes(session: Session, notes: Iterable[tuple[str, str, str]], folder: Path) -> list[Path]:
    """Write the note on each returned form, of its lead, number and words, as the draft of an e-mail into a folder.

    Raises ReminderError as ``write_reminders`` does.
    """
    drafts = {}
    for lead, number, note in notes:
        contact = contact_of(session.records, lead)
        whom = (contact.name if contact else None) or lead or "colleague"
        text = f"Dear {whom},\n\n{note}\n\nThank you\n{session.store.who}\n"
        message = new_draft(f"Your update {number}: what could not be taken", text, contact)
        drafts[_name(f"Note {number}", lead or NO_LEAD)] = message.as_bytes()
    return _write(drafts, folder)


def reminder_text(item: LeadDues, updates: MonthUpdates, asked_by: str) -> str:
    """Return what a reminder says: the updates that are missing, then all else that is due."""
    whom = item.name or (item.lead if item.lead != NO_LEAD else "colleague")
    lines = [f"Dear {whom},", ""]
    missing = [due for due in item.dues if due.kind == "update"]
    others = [due for due in item.dues if due.kind != "update"]
    if missing:
        lines += [
            f"We have not received your update for {period_label(updates.period)} yet:",
            "",
            *(f"    {due.about}{f' ({due.form})' if due.form else ''}: {day_words(due)}" for due in missing),
            "",
            *_papers_words(updates),
        ]
        if any(due.form for due in missing):
            lines += [
                "Please fill in the form that you have and reply with it attached. If you cannot find it, ask us.",
                "",
            ]
    if others:
        lines += [
            "This is due from you as well:" if missing else "This is due from you:",
            "",
            *(f"    {due_line(due)}" for due in others),
            "",
            "Please reply with what has been done, or with a new date.",
            "",
        ]
    return "\n".join([*lines, "Thank you", asked_by]) + "\n"


def _papers_words(updates: MonthUpdates) -> Sequence[str]:
    papers = updates.papers
    if papers is None or papers.days_left < 0:
        return ()
    return (f"The papers for {papers.board} are due on {date_label(papers.due_on)}.", "")


def _name(what: str, lead: str) -> str:
    return f"{what} - {file_words(lead)}{ENDING}"


def _write(drafts: Mapping[str, bytes], folder: Path) -> list[Path]:
    written: list[Path] = []
    for name, content in drafts.items():
        try:
            _files.make_folder(folder)
            _files.write_file(folder / name, content)
        except OSError as error:
            done = (
                f" {number_of(len(written), 'draft was', 'drafts were')} written before it."
                if written
                else ""
            )
            why = f"“{name}” was not written to “{folder}”: {_files.reason(error)}.{done}"
            raise ReminderError(why) from error
        written.append(folder / name)
    return written
