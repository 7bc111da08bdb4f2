"""The projects that may be asked, as rows to tick: whose each is, where it stands, and the lead's address. No Qt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from msgspec import Struct

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.forms.choosing import Choice, Chosen, choose
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report.updates import NO_LEAD, MonthUpdates, contact_of, is_waited_for
from asc_desktop.domain.words import number_of
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.columns import Column, view_column

TICK: Final = "ticked"


class AskRow(Struct, frozen=True):
    """A project that may be asked."""

    id: str
    title: str
    lead: str
    email: str
    so_far: str
    ticked: bool
    is_asked: bool
    """Whether something is to come back of it already."""

    @property
    def lead_words(self) -> str:
        """Whose it is."""
        return self.lead or NO_LEAD


def ask_rows(
    records: Records,
    choice: Choice,
    updates: MonthUpdates,
    unticked: Collection[str],
    ticked: Collection[str],
) -> tuple[list[AskRow], Chosen]:
    """Return the projects of a choice by lead, and what is told of those left out.

    One that is waited for already is not ticked.
    """
    chosen = choose(records, choice, updates.period)
    stands = {row.id: row for row in updates.projects}
    rows = []
    for lead, projects in chosen.by_lead.items():
        contact = contact_of(records, lead)
        for project in projects:
            held = stands.get(project.id)
            is_asked = is_waited_for(records, project.id, updates.period)
            so_far = ""
            if held is not None and held.asked_on:
                so_far = f"{held.state_words}, {held.form} of {date_label(held.asked_on)}"
            elif held is not None:
                so_far = held.state_words
            rows.append(
                AskRow(
                    id=project.id,
                    title=f"{project.ref} {project.name}".strip(),
                    lead=lead,
                    email=(contact.email or "") if contact else "",
                    so_far=so_far,
                    ticked=project.id in ticked or (project.id not in unticked and not is_asked),
                    is_asked=is_asked,
                )
            )
    return rows, chosen


def asked_words(rows: Sequence[AskRow]) -> str:
    """Return how many forms there will be, and what a person should know of them first."""
    ticked = [row for row in rows if row.ticked]
    leads = {row.lead for row in ticked}
    if not ticked:
        return "Tick the projects to ask about."
    words = f"{number_of(len(leads), 'form')} for {number_of(len(ticked), 'project')}."
    without = {row.lead for row in ticked if not row.email}
    if without:
        words += f" {number_of(len(without), 'lead has', 'leads have')} no e-mail address: see Contacts."
    waits = sum(row.is_asked and not row.ticked for row in rows)
    if waits:
        words += f" {number_of(waits, 'project is', 'projects are')} asked already, and not ticked."
    return words


def ask_columns() -> list[Column]:
    """Return the columns."""
    return [
        view_column(TICK, "Ask", Kind.FLAG, editable=True, width=52),
        view_column("title", "Project", width=290, hint=lambda row: str(row.title)),
        view_column("so_far", "So far", width=200, hint=lambda row: str(row.so_far)),
        view_column(
            "email",
            "E-mail of the lead",
            read=lambda row: row.email or "No address",
            warn=lambda row: not row.email,
            width=230,
        ),
    ]


def by_lead() -> Grouping:
    """Return how projects are gathered: a form a lead."""
    return Grouping("Lead", lambda row: str(row.lead_words))
