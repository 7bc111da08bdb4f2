"""Reminders to leads of whom something is still to come: drafts in a folder, and what is said where that fails."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.domain.records.place import programme_of
from asc_desktop.domain.report.chase import ChaseList, by_lead
from asc_desktop.services.chase import chase_of
from asc_desktop.services.forms.reminders import ReminderError, reminder_text, write_reminders
from asc_desktop.services.session import Session
from tests.unit.services.forms.sent import project

CONTENT = "0" * 64


def remind(session: Session, chase: ChaseList, folder: Path) -> list[Path]:
    """Write reminders of the forms alone that are out."""
    leads = by_lead([due for due in chase.dues if due.form], session.records)
    return write_reminders(session, leads, chase.updates, folder)


def asked(session: Session, *refs: str, due: str = "2024-06-28") -> ChaseList:
    with session.edit("Ask") as edit:
        for ref in refs:
            held = project(session, ref)
            edit.put(
                UpdateRequest(
                    id=session.new_id(),
                    project_id=held.id,
                    period="2024-06",
                    form="F-0099",
                    lead=held.lead,
                    asked_on="2024-06-20",
                    due_on=due,
                    content=CONTENT,
                )
            )
    programme = programme_of(project(session, refs[0]), session.records)
    assert programme is not None
    return chase_of(session, programme.id)


def test_each_lead_who_is_waited_for_gets_one_with_what_is_missing(session: Session, tmp_path: Path) -> None:
    written = remind(session, asked(session, "P-010", "P-028"), tmp_path / "out")
    assert [path.name for path in written] == [
        "Reminder June 2024 - Head of Contracting and Brokerage.eml",
        "Reminder June 2024 - Principal Social Worker.eml",
    ]
    message = message_from_bytes(written[1].read_bytes(), policy=policy.default)
    assert (message["X-Unsent"], message["Subject"]) == ("1", "Reminder: your update for June 2024")
    assert "principal.social.worker@council.example" in message["To"]
    body = message.get_content()
    assert "    P-010 Wider use of advocacy (F-0099): due 28 Jun 2024, 3 days late" in body
    assert "The papers for Adult Social Care Transformation Board are due on 11 Jul 2024." in body


def test_nobody_is_reminded_of_what_is_in(session: Session, tmp_path: Path) -> None:
    assert remind(session, asked(session, "P-001"), tmp_path) == []
    assert not list(tmp_path.glob("*.eml"))


def test_written_again_they_take_the_place_of_the_earlier_ones(session: Session, tmp_path: Path) -> None:
    chase = asked(session, "P-010")
    first = remind(session, chase, tmp_path)
    assert remind(session, chase, tmp_path) == first
    assert len(list(tmp_path.glob("*.eml"))) == 1


def test_where_one_cannot_be_written_it_is_said_which(session: Session, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(
        ReminderError, match=r"Reminder June 2024 - Principal Social Worker\.eml” was not written to"
    ):
        remind(session, asked(session, "P-010"), tmp_path / "out")


def test_all_else_that_is_due_is_in_the_same_reminder(session: Session, tmp_path: Path) -> None:
    chase = asked(session, "P-010")
    leads = by_lead(chase.dues, session.records)
    assert len(write_reminders(session, leads, chase.updates, tmp_path)) == len(leads)
    both = next(item for item in leads if item.lead == "Principal Social Worker")
    assert {due.kind for due in both.dues} > {"update"}
    message = message_from_bytes(
        (tmp_path / "Reminder June 2024 - Principal Social Worker.eml").read_bytes(), policy=policy.default
    )
    body = message.get_content()
    assert body.index("We have not received your update") < body.index("This is due from you as well:")
    for due in both.dues:
        assert due.about.rstrip(".") in body
    other = next(item for item in leads if item.lead == "Head of Assessment")
    assert not any(due.form for due in other.dues)
    body = reminder_text(other, chase.updates, "Officer")
    assert "the form that you have" not in body
    assert "Please reply with what has been done, or with a new date." in body
