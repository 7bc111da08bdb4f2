"""The records of what goes out and comes back: whom one asks, what was asked of whom, and the copies that were merged.

None of them is in any report or pack.
"""

from typing import Annotated, ClassVar

from asc_desktop.domain.records import describe
from asc_desktop.domain.records.fields import Record


class Contact(Record, frozen=True):
    """Somebody who is asked for updates, by the role that projects name as their lead."""

    table: ClassVar[str] = "contact"
    noun: ClassVar[str] = "contact"
    title: ClassVar[str] = "role"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("role",),)
    same_by_name = True
    page = "updates"
    in_months = "now"
    found_by = ("name",)

    role: Annotated[str, describe.text(
        "Role", required=True, again="role", help="As projects name their lead. Contacts are in no pack and no report.",
    )] = ""  # fmt: skip
    name: Annotated[str | None, describe.text("Name", help="The first line of an e-mail to them.")] = None
    email: Annotated[str | None, describe.text("E-mail", limit=254)] = None


class UpdateRequest(Record, frozen=True):
    """That a project's update for a month was asked for by a form, and what came of it.

    ``form`` is the number of the workbook, which has a sheet for each of its projects; ``content`` the name under which
    the form is kept as it was sent (``domain/report/frozen.py`` says how). ``in_question`` counts answers that nobody
    has settled yet. What came of it the program keeps by itself: of two copies that took one form in the last holds,
    and nobody is asked which file it was.
    """

    table: ClassVar[str] = "update_request"
    noun: ClassVar[str] = "request for an update"
    plural: ClassVar[str] = "requests for updates"
    title: ClassVar[str] = "form"
    unique: ClassVar[tuple[tuple[str, ...], ...]] = (("form", "project_id"),)
    page = "updates"
    in_months = "now"

    project_id: Annotated[str, describe.reference("Project", "project", required=True, owns=True)] = ""
    period: Annotated[str, describe.period("Month", required=True)] = ""
    form: Annotated[str, describe.text("Form", required=True, limit=20)] = ""
    lead: Annotated[str | None, describe.text("Asked of")] = None
    asked_on: Annotated[str, describe.day("Asked on", required=True)] = ""
    due_on: Annotated[str | None, describe.day("Due")] = None
    returned_on: Annotated[str | None, describe.day("Returned on", hidden=True)] = None
    accepted_on: Annotated[str | None, describe.day("Accepted on", hidden=True)] = None
    in_question: Annotated[int, describe.integer("Answers in question", low=0, hidden=True)] = 0
    file: Annotated[str | None, describe.text("Returned file", limit=300, hidden=True)] = None
    refused: Annotated[str | None, describe.long_text("What was refused", hidden=True)] = None
    content: Annotated[
        str, describe.text("Form as sent", required=True, limit=64, hidden=True, opaque=True)
    ] = ""


class MergedCopy(Record, frozen=True):
    """A colleague's copy, or a file of changes, that was merged into this portfolio; gone once that is undone.

    ``content`` is the name under which the actions heard from it are kept, whole and in their own words.
    """

    table: ClassVar[str] = "merged_copy"
    noun: ClassVar[str] = "merged copy"
    plural: ClassVar[str] = "merged copies"
    title: ClassVar[str] = "file"
    in_months = "now"

    file: Annotated[str, describe.text("File", required=True, limit=300, hidden=True)] = ""
    who: Annotated[str, describe.text("Whose", required=True, hidden=True)] = ""
    replica: Annotated[str, describe.text("Replica", required=True, limit=60, hidden=True, opaque=True)] = ""
    actions: Annotated[int, describe.integer("Actions heard", low=0, hidden=True)] = 0
    content: Annotated[
        str, describe.text("What was heard", required=True, limit=64, hidden=True, opaque=True)
    ] = ""


EXCHANGE_TYPES: tuple[type[Record], ...] = (Contact, UpdateRequest, MergedCopy)
"""The tables of forms and copies."""
