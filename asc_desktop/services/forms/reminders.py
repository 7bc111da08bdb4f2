"""Reminders as drafts of e-mails: one to each lead of whom something is still to come. Nothing is sent."""

from collections.abc import Sequence
from pathlib import Path

from asc_desktop import _files
from asc_desktop.domain.dates import date_label, period_label
from asc_desktop.domain.report.updates import NO_LEAD, LeadChase, MonthUpdates, contact_of, due_words
from asc_desktop.domain.words import number_of
from asc_desktop.services.forms.drafts import ENDING, new_draft
from asc_desktop.services.session import Session

_NOT_IN_NAMES = '<>:"/\\|?*'
_LONGEST_LEAD = 80


class ReminderError(Exception):
    """Not every reminder was written; the text is a sentence for a person."""


def write_reminders(session: Session, updates: MonthUpdates, folder: Path) -> list[Path]:
    """Write a reminder for each lead who is waited for into a folder, in the place of earlier ones of the month.

    Raises ReminderError with a sentence that says which is not written.
    """
    written: list[Path] = []
    for item in updates.chase:
        path = folder / _name(item, updates.period)
        contact = contact_of(session.records, item.lead)
        subject = f"Reminder: your update for {period_label(updates.period)}"
        draft = new_draft(subject, reminder_text(item, updates, session.store.who), contact)
        try:
            _files.make_folder(folder)
            _files.write_file(path, draft.as_bytes())
        except OSError as error:
            done = (
                f" {number_of(len(written), 'reminder was', 'reminders were')} written before it."
                if written
                else ""
            )
            raise ReminderError(
                f"“{path.name}” was not written to “{folder}”: {_files.reason(error)}.{done}"
            ) from error
        written.append(path)
    return written


def reminder_text(item: LeadChase, updates: MonthUpdates, asked_by: str) -> str:
    """Return what a reminder says."""
    whom = item.name or (item.lead if item.lead != NO_LEAD else "colleague")
    lines = [
        f"Dear {whom},",
        "",
        f"We have not received your update for {period_label(updates.period)} yet:",
        "",
        *(f"    {row.title} ({row.form}): {due_words(row)}" for row in item.projects),
        "",
        *_papers_words(updates),
        "Please fill in the form that you have and reply with it attached. If it has gone astray, tell us.",
        "",
        "Thank you",
        asked_by,
    ]
    return "\n".join(lines) + "\n"


def _papers_words(updates: MonthUpdates) -> Sequence[str]:
    papers = updates.papers
    if papers is None or papers.days_left < 0:
        return ()
    return (f"The papers for {papers.board} are due on {date_label(papers.due_on)}.", "")


def _name(item: LeadChase, period: str) -> str:
    lead = "".join(letter for letter in item.lead if letter not in _NOT_IN_NAMES and letter.isprintable())
    return f"Reminder {period_label(period)} - {lead[:_LONGEST_LEAD].strip(' .')}{ENDING}"
