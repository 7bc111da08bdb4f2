"""The chase list: everything that is due from people, as of a day, by who is to do it.

Updates of the month, mitigations, actions against risks, issues, milestones and decisions. What is overdue is listed
however old it is; what is not, where it falls due within ``COMING_DAYS``. Closed projects, and what was closed,
resolved or done, are left out. Like the updates it is no part of a report: it changes with the day.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from asc_desktop.domain import dates
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.model import ProjectReport, Report
from asc_desktop.domain.report.updates import (
    NO_LEAD,
    WAITING,
    MonthUpdates,
    contact_of,
    month_updates,
    papers_words,
    role_key,
)
from asc_desktop.domain.words import number_of

COMING_DAYS: Final = 30
"""How many days ahead something is listed before it is due."""
KINDS: Final = (
    ("update", "Update"),
    ("milestone", "Milestone"),
    ("mitigation", "Mitigation"),
    ("action", "Risk action"),
    ("issue", "Issue"),
    ("decision", "Decision"),
)
"""What may be due, in words, in the order in which one day's are listed."""
KIND_WORDS: Final = dict(KINDS)
_ORDER: Final = {kind: at for at, (kind, _) in enumerate(KINDS)}
_PAGES: Final = {
    "update": "updates",
    "milestone": "milestones",
    "mitigation": "exceptions",
    "action": "risks",
    "issue": "issues",
    "decision": "decisions",
}
_NO_DAY: Final = "9999-12-31"


class Due(Struct, frozen=True):
    """One thing that is due from somebody. ``days_left`` is negative once it is overdue, None without a day.

    ``lead`` is who is to do it: the owner, else the lead of the project. ``page`` and ``record_id`` are where it is
    settled; ``about`` names the project or the record that it belongs to; ``form`` is the update form that is out.
    """

    id: str
    kind: str
    lead: str
    about: str
    what: str
    due_on: str | None
    days_left: int | None
    page: str
    record_id: str
    project_id: str = ""
    form: str = ""

    @property
    def kind_words(self) -> str:
        """What it is, in words."""
        return KIND_WORDS[self.kind]

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed."""
        return self.days_left is not None and self.days_left < 0


class LeadDues(Struct, frozen=True):
    """Everything due from one role: the address where a contact has one, and what is due, first day first."""

    lead: str
    name: str
    email: str
    dues: tuple[Due, ...]

    @property
    def due_on(self) -> str | None:
        """The first day on which something is or was due."""
        return self.dues[0].due_on


class ChaseList(Struct, frozen=True):
    """What is due from people on a day, first day first and what has none last, and the updates of the open month."""

    today: str
    updates: MonthUpdates
    dues: tuple[Due, ...]


def chase_list(context: ReportContext, report: Report, today: str) -> ChaseList:
    """Return what is due from people on a day; ``report`` and its context are of the month that is open."""
    updates = month_updates(context, today)
    live = {project.id: project for project in report.live_projects}
    found = [
        *_updates(updates, live),
        *_milestones(report, live, today),
        *_mitigations(report, live, today),
        *_risk_actions(report, live, today),
        *_issues(report, live, today),
        *_decisions(report, live, context.records, today),
    ]
    found.sort(key=lambda due: (due.due_on or _NO_DAY, _ORDER[due.kind], due.about, due.id))
    return ChaseList(today, updates, tuple(found))


def by_lead(found: Iterable[Due], records: Records) -> tuple[LeadDues, ...]:
    """Return what is due from each role; who has been waited for longest comes first."""
    gathered: dict[str, list[Due]] = defaultdict(list)
    for due in found:
        gathered[role_key(due.lead)].append(due)
    leads = []
    for held in gathered.values():
        contact = contact_of(records, held[0].lead)
        name, email = (contact.name, contact.email) if contact else (None, None)
        leads.append(LeadDues(held[0].lead or NO_LEAD, name or "", email or "", tuple(held)))
    return tuple(sorted(leads, key=lambda item: (item.due_on or _NO_DAY, item.lead)))


def chase_text(leads: Iterable[LeadDues], chase: ChaseList) -> str:
    """Return what is due as lines for an e-mail: each role with its address, and each thing with its day."""
    lines = [f"Due from people, on {dates.date_label(chase.today)}"]
    if chase.updates.papers is not None:
        lines.append(papers_words(chase.updates.papers))
    for item in leads:
        name = f", {item.name}" if item.name else ""
        email = f" <{item.email}>" if item.email else ""
        lines += ["", f"{item.lead}{name}{email}"]
        lines += [f"- {due_line(due)}" for due in item.dues]
    return "\n".join(lines) + "\n"


def due_line(due: Due) -> str:
    """Return one thing in a line: what it is, of what, and when it is due."""
    what = f" – {due.what.rstrip('.')}" if due.what else ""
    form = f" ({due.form})" if due.form else ""
    return f"{due.kind_words}, {due.about.rstrip('.')}{what}{form}: {day_words(due)}"


def day_words(due: Due) -> str:
    """Return ``due 10 Jul 2024, 3 days late``, ``due today``, or that no day was set."""
    if due.due_on is None or due.days_left is None:
        return "no day set"
    if due.days_left == 0:
        return "due today"
    words = f"due {dates.date_label(due.due_on)}"
    return f"{words}, {number_of(-due.days_left, 'day')} late" if due.is_overdue else words


def _updates(updates: MonthUpdates, live: Mapping[str, ProjectReport]) -> Iterator[Due]:
    """Yield what forms are to bring, and for those not asked what the papers need."""
    papers = updates.papers
    for row in updates.projects:
        if row.id not in live or row.is_in or row.state not in {*WAITING, "not_asked"}:
            continue
        due_on, days_left = row.due_on, row.days_left
        if row.state == "not_asked" and papers is not None:
            due_on, days_left = papers.due_on, papers.days_left
        yield Due(
            f"update:{row.id}",
            "update",
            row.lead,
            row.title,
            f"Status for {dates.period_label(updates.period)}",
            due_on,
            days_left,
            _PAGES["update"],
            row.id,
            row.id,
            row.form if row.state in WAITING else "",
        )


def _milestones(report: Report, live: Mapping[str, ProjectReport], today: str) -> Iterator[Due]:
    for item in report.milestones:
        project = live.get(item.project_id)
        due_on = item.forecast_date or item.baseline_date
        if project is None or item.actual_date is not None or not _is_near(due_on, today):
            continue
        yield _due(
            "milestone",
            item.id,
            project.lead,
            _title(project),
            item.name,
            due_on,
            today,
            project,
        )


def _mitigations(report: Report, live: Mapping[str, ProjectReport], today: str) -> Iterator[Due]:
    for exception in report.exceptions:
        project = live.get(exception.project_id)
        if project is None or not exception.open:
            continue
        for item in exception.mitigations:
            if not item.done_date and _is_near(item.due_date, today):
                lead = item.owner or project.lead
                about = _title(project)
                yield _due(
                    "mitigation",
                    item.id,
                    lead,
                    about,
                    item.action,
                    item.due_date,
                    today,
                    project,
                )


def _risk_actions(report: Report, live: Mapping[str, ProjectReport], today: str) -> Iterator[Due]:
    for risk in report.risks:
        if not risk.open or _is_of_closed(risk.project_id, live):
            continue
        for item in risk.actions:
            if not item.done_date and _is_near(item.due_date, today):
                about = f"{risk.ref} {risk.description}".strip()
                lead, project = item.owner or risk.owner, live.get(risk.project_id)
                yield _due("action", item.id, lead, about, item.action, item.due_date, today, project)


def _issues(report: Report, live: Mapping[str, ProjectReport], today: str) -> Iterator[Due]:
    for item in report.issues:
        if item.open and _is_near(item.due_date, today) and not _is_of_closed(item.project_id, live):
            project = live.get(item.project_id)
            lead = item.owner or (project.lead if project else "")
            about = f"{item.ref} {item.description}".strip()
            yield _due("issue", item.id, lead, about, item.action, item.due_date, today, project)


def _decisions(
    report: Report, live: Mapping[str, ProjectReport], records: Records, today: str
) -> Iterator[Due]:
    for item in report.decisions:
        if not item.next_step or not _is_near(item.next_date, today):
            continue
        project = next((live[link.project_id] for link in item.projects if link.project_id in live), None)
        programme = records.find(Programme, item.programme_id)
        lead = project.lead if project and project.lead else (programme.lead if programme else None)
        about = f"{item.ref} {item.subject}".strip()
        yield _due(
            "decision",
            item.id,
            lead or "",
            about,
            item.next_step,
            item.next_date,
            today,
            project,
        )


def _due(
    kind: str,
    record_id: str,
    lead: str,
    about: str,
    what: str,
    due_on: str | None,
    today: str,
    project: ProjectReport | None,
) -> Due:
    days_left = dates.days_between(today, due_on) if due_on else None
    lead = " ".join(lead.split())
    project_id = project.id if project else ""
    return Due(
        f"{kind}:{record_id}", kind, lead, about, what, due_on, days_left, _PAGES[kind], record_id, project_id
    )


def _title(project: ProjectReport) -> str:
    return f"{project.ref} {project.name}".strip()


def _is_near(due_on: str | None, today: str) -> bool:
    return due_on is not None and dates.days_between(today, due_on) <= COMING_DAYS


def _is_of_closed(project_id: str, live: Mapping[str, ProjectReport]) -> bool:
    return bool(project_id) and project_id not in live
