"""Where each project's update for a month stands: asked for, in, or late.

It is no part of a report, because it changes with the day and with what comes back, and so reaches no pack. A status
typed in the window is an update as one is that came back in a form. Which updates are in is counted as a report counts
the projects that are updated: a status of the month that stands, whatever its form's state is, or one that closed the
project before. Archived projects are left out.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain import dates
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Project, StatusUpdate
from asc_desktop.domain.records.exchange import Contact, UpdateRequest
from asc_desktop.domain.records.office import Board, BoardMeeting
from asc_desktop.domain.report.context import ReportContext, update_at
from asc_desktop.domain.report.projects import has_begun
from asc_desktop.domain.rules.boards import working_days_before

STATES: Final = (
    ("late", "Late"),
    ("in_question", "In question"),
    ("returned", "Returned"),
    ("asked", "Asked"),
    ("not_asked", "Not asked"),
    ("no_status", "No status came"),
    ("typed", "Typed here"),
    ("accepted", "Accepted"),
    ("closed", "Closed"),
    ("not_begun", "Not begun"),
)
"""Where an update stands, in words: what needs a person first, what is done with last."""

STATE_WORDS: Final = dict(STATES)
WAITING: Final = frozenset({"asked", "late"})
"""The states in which something is to come back."""
RUNNING: Final = 3
"""How many months running an update must be late before that is said."""
BEFORE_PAPERS: Final = 3
"""How many working days before the papers are due answers are wanted."""
TO_ANSWER: Final = 5
"""How many working days a lead has where that leaves none."""
NO_LEAD: Final = "No lead named"


class ProjectUpdate(Struct, frozen=True):
    """Where a project's update for the month stands.

    ``id`` is the project's own. ``days_left`` are those to the due day while something is to come back, negative once
    it has passed; None where nothing is due. ``late_running`` counts the months up to this one, or to the last one
    while this one's may still come, whose update was late. ``request_id`` is the latest request's, empty where none
    was made.
    """

    id: str
    ref: str
    name: str
    theme: str
    lead: str
    state: str
    form: str = ""
    request_id: str = ""
    asked_on: str | None = None
    due_on: str | None = None
    returned_on: str | None = None
    days_left: int | None = None
    in_question: int = 0
    refused: str = ""
    file: str = ""
    status_id: str = ""
    """The status reported for the month, or the one still in force from an earlier one."""
    is_reported: bool = False
    """Whether the status is the month's own."""
    is_closed: bool = False
    """Whether the status in force closes the project: it reports nothing more."""
    late_running: int = 0
    begun: bool = True
    """Whether the project has begun by the month."""

    @property
    def is_due(self) -> bool:
        """Whether a report counts an update of the project as due."""
        return self.begun and not self.is_closed

    @property
    def title(self) -> str:
        """The project's reference and name."""
        return f"{self.ref} {self.name}".strip()

    @property
    def state_words(self) -> str:
        """The state in words."""
        return STATE_WORDS[self.state]

    @property
    def is_in(self) -> bool:
        """Whether the project is updated for the month, as a report counts it."""
        return self.is_reported or self.is_closed


class Papers(Struct, frozen=True):
    """The meeting whose pack the month is for, and the days until its papers are due; negative once that has passed."""

    board: str
    meeting_date: str
    due_on: str
    days_left: int


class MonthUpdates(Struct, frozen=True):
    """Every project of a month, by reference, and the papers that it is for."""

    period: str
    projects: tuple[ProjectUpdate, ...]
    papers: Papers | None

    def count(self, *states: str) -> int:
        """Return how many projects are in any of these states."""
        return sum(1 for item in self.projects if item.state in states)

    @property
    def due_count(self) -> int:
        """How many projects an update is due of: those that have begun and are not closed."""
        return sum(1 for item in self.projects if item.is_due)

    @property
    def in_count(self) -> int:
        """How many of the updates that are due are in."""
        return sum(1 for item in self.projects if item.is_due and item.is_in)

    @property
    def typed_count(self) -> int:
        """How many of those that are due were typed here."""
        return sum(1 for item in self.projects if item.is_due and item.state == "typed")

    @property
    def in_and_in_question(self) -> int:
        """How many of those that are in have answers beside their status which nobody has settled."""
        return sum(1 for item in self.projects if item.is_due and item.is_in and item.state == "in_question")

    @property
    def answers_in_question(self) -> int:
        """How many answers nobody has settled yet."""
        return sum(item.in_question for item in self.projects)

    @property
    def leads_waited_for(self) -> int:
        """How many leads something is to come back from."""
        return len({role_key(item.lead) for item in self.projects if item.state in WAITING})

    @property
    def late_running(self) -> tuple[ProjectUpdate, ...]:
        """The projects whose update was late three months running or longer."""
        return tuple(item for item in self.projects if item.late_running >= RUNNING)


def month_updates(context: ReportContext, today: str) -> MonthUpdates:
    """Return where the updates for a context's month stand on a day; what is late is judged by that day."""
    found = tuple(_of_project(context, project, today) for project in context.projects)
    return MonthUpdates(context.scope.period, found, _papers(context, today))


def suggested_due(papers: Papers | None, today: str) -> str:
    """Return by when to ask for answers: some working days before the papers, else some after the day that it is."""
    if papers is not None and (day := working_days_before(papers.due_on, BEFORE_PAPERS)) > today:
        return day
    return working_days_before(today, -TO_ANSWER)


def role_key(role: str | None) -> str:
    """Return what two spellings of one role have in common: case and spaces make no difference."""
    return "".join((role or "").casefold().split())


def contact_of(records: Records, lead: str) -> Contact | None:
    """Return the contact of a role, however it is spaced or capitalised; None where there is none."""
    wanted = role_key(lead)
    return next((item for item in records.all(Contact) if wanted and role_key(item.role) == wanted), None)


def roles_without_contact(records: Records, projects: Iterable[Project]) -> tuple[str, ...]:
    """Return the roles that lead projects and have no contact, each once and in the order of the alphabet."""
    known = {role_key(item.role) for item in records.all(Contact)}
    named = {role_key(item.lead): " ".join(item.lead.split()) for item in projects if item.lead}
    return tuple(sorted(words for key, words in named.items() if key and key not in known))


def projects_led(role: str, projects: Iterable[Project]) -> int:
    """Return how many of some projects name a role as their lead."""
    wanted = role_key(role)
    return sum(1 for item in projects if wanted and role_key(item.lead) == wanted)


def papers_words(papers: Papers) -> str:
    """Return for which board papers are due and when, or were, in a sentence."""
    verb = "were" if papers.days_left < 0 else "are"
    return f"Papers for {papers.board} {verb} due on {dates.date_label(papers.due_on)}."


def _of_project(context: ReportContext, project: Project, today: str) -> ProjectUpdate:
    period = context.scope.period
    requests = context.records.of(UpdateRequest, "project_id", project.id)
    updates = context.updates(project.id)
    update = update_at(updates, period)
    status = context.terms.status_of(update)
    request = _latest(requests, period)
    reported = {item.period for item in updates}
    closed = bool(status and status.closed)
    begun = has_begun(updates, project.start_date, period)
    state = _state(request, is_reported=period in reported, is_closed=closed, today=today)
    if state == "not_asked" and not begun:
        state = "not_begun"
    row = ProjectUpdate(
        id=project.id,
        ref=project.ref,
        name=project.name,
        theme=context.theme_labels.get(project.theme_id, ""),
        lead=" ".join((project.lead or "").split()),
        state=state,
        status_id=update.status_id if update else "",
        is_reported=period in reported,
        is_closed=closed,
        late_running=_late_running(requests, reported, period, state),
        begun=begun,
    )
    if request is None:
        return row
    return _with_request(row, request, today)


def _with_request(row: ProjectUpdate, request: UpdateRequest, today: str) -> ProjectUpdate:
    due = request.due_on
    return replace(
        row,
        lead=row.lead or " ".join((request.lead or "").split()),
        form=request.form,
        request_id=request.id,
        asked_on=request.asked_on,
        due_on=due,
        returned_on=request.returned_on,
        days_left=dates.days_between(today, due) if due and row.state in WAITING else None,
        in_question=request.in_question,
        refused=request.refused or "",
        file=request.file or "",
    )


def is_waited_for(records: Records, project_id: str, period: str) -> bool:
    """Whether an update is to come back of a project: another form in a lead's hands is more harm than help."""
    request = _latest(records.of(UpdateRequest, "project_id", project_id), period)
    reported = {item.period for item in records.of(StatusUpdate, "project_id", project_id)}
    return _state(request, is_reported=period in reported, is_closed=False, today="") in WAITING


def _latest(requests: Iterable[UpdateRequest], period: str) -> UpdateRequest | None:
    """Return the request of a month in which something happened last: a form may be asked for anew."""
    return max(
        (item for item in requests if item.period == period),
        key=lambda item: (item.accepted_on or item.returned_on or item.asked_on, item.form),
        default=None,
    )


def _state(request: UpdateRequest | None, *, is_reported: bool, is_closed: bool, today: str) -> str:
    if request is not None and request.returned_on is not None:
        if request.in_question:
            return "in_question"
        if request.accepted_on is None:
            return "returned"
        return "accepted" if is_reported or is_closed else "no_status"
    if is_reported:
        return "typed"
    if request is None:
        return "closed" if is_closed else "not_asked"
    return "late" if request.due_on is not None and request.due_on < today else "asked"


def _late_running(requests: Sequence[UpdateRequest], reported: set[str], period: str, state: str) -> int:
    if state in {"closed", "not_begun"}:
        return 0
    if state in {"asked", "not_asked"}:
        # This month's may still come in time.
        period = dates.shift_period(period, -1)
    elif state == "late":
        return 1 + _late_before(requests, reported, dates.shift_period(period, -1))
    return _late_before(requests, reported, period)


def _late_before(requests: Sequence[UpdateRequest], reported: set[str], period: str) -> int:
    count = 0
    while _was_late(_latest(requests, period), is_reported=period in reported):
        count += 1
        period = dates.shift_period(period, -1)
    return count


def _was_late(request: UpdateRequest | None, *, is_reported: bool) -> bool:
    """Whether what was asked for a month came after its day, or not at all. What nobody asked for is not late."""
    if request is None or request.due_on is None:
        return False
    if request.returned_on is None:
        return not is_reported
    return request.returned_on > request.due_on


def _papers(context: ReportContext, today: str) -> Papers | None:
    """Return the papers that come due first from today on; where all are past, the last."""
    found = [
        Papers(board.name, item.meeting_date, item.papers_due, dates.days_between(today, item.papers_due))
        for programme in context.programmes
        for board in context.records.of(Board, "programme_id", programme.id)
        if not board.retired
        for item in context.records.of(BoardMeeting, "board_id", board.id)
        if item.period == context.scope.period and item.papers_due
    ]
    coming = [item for item in found if item.days_left >= 0]
    if coming:
        return min(coming, key=lambda item: (item.due_on, item.board))
    return max(found, key=lambda item: (item.due_on, item.board), default=None)
