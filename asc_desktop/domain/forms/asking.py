"""What a form asks: each section of a project's sheet, made of the records as they are when it is asked."""

from collections.abc import Callable, Collection, Sequence
from typing import Final

from msgspec import Struct

from asc_desktop.domain.dates import date_label, period_end, period_label, shift_period
from asc_desktop.domain.forms.asking_risks import MEASURE_GUIDE, actions_on, measure_rows, risk_rows
from asc_desktop.domain.forms.asking_savings import milestones, savings
from asc_desktop.domain.forms.form import CONFIRMED, Form, FormRow, FormSection, ProjectForm
from asc_desktop.domain.forms.rows import WORDS, Asks, Maker
from asc_desktop.domain.records.assurance import Measure, Risk, RiskAction
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Mitigation,
    Programme,
    Project,
    ProjectException,
    StatusUpdate,
    Theme,
)
from asc_desktop.domain.records.fields import Field, Kind, field_of
from asc_desktop.domain.records.own import as_field, fields_for, value_of
from asc_desktop.domain.report.context import update_at
from asc_desktop.domain.report.updates import role_key
from asc_desktop.domain.rules.risks import is_closed as is_risk_closed
from asc_desktop.domain.words import beginning

SECTIONS: Final[tuple[tuple[str, str], ...]] = (
    ("status", "Delivery status"),
    ("savings", "Savings"),
    ("milestones", "Milestones"),
    ("exceptions", "Exceptions"),
    ("risks", "Risks"),
    ("measures", "Measures"),
    ("own", "Fields of your own"),
)
"""What can be asked, in the order of the sheet; the status always is."""

USUAL: Final = frozenset({"status", "savings", "milestones", "exceptions", "risks"})
"""What is asked unless somebody chooses otherwise."""

_LONGEST_TITLE = 90


class Asking(Struct, frozen=True, kw_only=True):
    """What is the same for every form that is asked at once."""

    programme_id: str
    period: str
    portfolio: str
    portfolio_name: str
    asked_on: str
    due_on: str | None
    asked_by: str
    sections: Collection[str] = USUAL
    new_id: Callable[[], str]


def make_form(
    records: Records, projects: Sequence[Project], *, number: str, lead: str, asking: Asking
) -> Form:
    """Return the form that asks a lead about projects, as the records are now."""
    maker = Maker(records, number, asking.period, asking.new_id)
    sheets = [_project_sheet(maker, project, asking) for project in projects]
    own = _own_sheet(maker, lead, asking)
    programme = records.get(Programme, asking.programme_id)
    return Form(
        number=number,
        id=asking.new_id(),
        portfolio=asking.portfolio,
        portfolio_name=asking.portfolio_name,
        programme=programme.name,
        period=asking.period,
        lead=lead,
        asked_on=asking.asked_on,
        due_on=asking.due_on,
        asked_by=asking.asked_by,
        projects=tuple(sheets + own),
    )


def _project_sheet(maker: Maker, project: Project, asking: Asking) -> ProjectForm:
    sections = _status(maker, project)
    if "savings" in asking.sections:
        sections += savings(maker, project)
    if "milestones" in asking.sections:
        sections += milestones(maker, project)
    if "exceptions" in asking.sections:
        sections += _exceptions(maker, project)
    if "risks" in asking.sections:
        risks = maker.records.of(Risk, "project_id", project.id)
        sections += _risks(maker, risks, asking.programme_id, project.id)
    if "own" in asking.sections:
        sections += _own_fields(maker, project)
    return ProjectForm(
        project_id=project.id,
        ref=project.ref,
        name=project.name,
        about=_about(maker, project),
        sections=(*sections, _confirm(maker)),
    )


def _own_sheet(maker: Maker, lead: str, asking: Asking) -> list[ProjectForm]:
    """Return the sheet of the risks and measures that a lead owns and no project has; none where there are none."""
    if not lead:
        return []
    sections: list[FormSection] = []
    if "risks" in asking.sections:
        held = maker.records.of(Risk, "programme_id", asking.programme_id)
        mine = [risk for risk in held if not risk.project_id and role_key(risk.owner) == role_key(lead)]
        sections += _risks(maker, mine, asking.programme_id, None)
    if "measures" in asking.sections:
        measures = maker.records.of(Measure, "programme_id", asking.programme_id)
        mine_too = [item for item in measures if not item.archived and role_key(item.owner) == role_key(lead)]
        rows = measure_rows(maker, sorted(mine_too, key=lambda item: (item.position, item.name)))
        if rows:
            headings = ("Measure", "Expected", "Last value", f"Value for {period_label(maker.period)}")
            sections.append(maker.section("measures", "Measures", MEASURE_GUIDE, rows, headings))
    if not sections:
        return []
    name = "Risks and measures of yours" if "measures" in asking.sections else "Risks of yours"
    about = "What you own that is of the whole programme, and not of one project."
    return [ProjectForm(project_id="", ref="", name=name, about=about, sections=(*sections, _confirm(maker)))]


def _about(maker: Maker, project: Project) -> str:
    theme = maker.records.find(Theme, project.theme_id)
    held = update_at(maker.records.of(StatusUpdate, "project_id", project.id), maker.period)
    status = maker.records.title(DeliveryStatus.table, held.status_id) if held else ""
    last = f"Last update: {period_label(held.period)}, {status}." if held else "There is no update of it yet."
    return f"Theme: {theme.name}. {last}" if theme else last


def _status(maker: Maker, project: Project) -> list[FormSection]:
    records, period = maker.records, maker.period
    held = update_at(records.of(StatusUpdate, "project_id", project.id), period)
    is_there = held is not None and held.period == period
    record_id = held.id if held is not None and is_there else maker.new_id()
    statuses = sorted(records.all(DeliveryStatus), key=lambda item: (item.position, item.name))
    offered = tuple(
        (item.id, item.name)
        for item in statuses
        if not item.retired or (held is not None and item.id == held.status_id)
    )
    asks = [
        Asks(
            field_of(StatusUpdate, "status_id"),
            2,
            held.status_id if held else None,
            choices=offered,
            needed=True,
        ),
        Asks(field_of(StatusUpdate, "narrative"), 2, held.narrative if held else None, needed=True),
    ]
    if held is not None and held.challenge_reason:
        asks.append(Asks(field_of(StatusUpdate, "challenge_reason"), 2, held.challenge_reason))
    given = {"project_id": project.id, "period": period}
    rows = [
        maker.row(StatusUpdate, record_id, ask.field.label, [ask], owner_id=project.id, given=given)
        for ask in asks
    ]
    return [maker.section("status", f"Status in {period_label(period)}", _status_guide(held, period), rows)]


def _status_guide(held: StatusUpdate | None, period: str) -> str:
    month = period_label(period)
    if held is None:
        return f"Choose the project’s status in {month}, and explain it in a few lines."
    if held.period == period:
        return f"These are the answers that we have for {month}. Change what is no longer true."
    said = period_label(held.period)
    return f"These are the answers that you gave for {said}. Change what is no longer true for {month}."


def _exceptions(maker: Maker, project: Project) -> list[FormSection]:
    held = [
        item
        for item in maker.records.of(ProjectException, "project_id", project.id)
        if not item.closed_period or item.closed_period == maker.period
    ]
    held.sort(key=lambda item: (item.raised_period, item.id))
    describe, closed = field_of(ProjectException, "description"), field_of(ProjectException, "closed_period")
    category, amount = field_of(ProjectException, "category"), field_of(ProjectException, "amount_pence")
    month = ((maker.period, period_label(maker.period)),)
    rows = [
        maker.row(
            ProjectException,
            item.id,
            item.description,
            [
                Asks(category, 2, item.category, asked=False),
                Asks(amount, 3, item.amount_pence),
                Asks(closed, 4, item.closed_period, choices=month),
            ],
            owner_id=project.id,
        )
        for item in held
    ]
    given = {"project_id": project.id, "raised_period": maker.period}
    new = maker.row(
        ProjectException,
        maker.new_id(),
        "",
        [
            Asks(describe, WORDS, None, needed=True),
            Asks(category, 2, None, needed=True),
            Asks(amount, 3, None),
        ],
        owner_id=project.id,
        given=given,
        is_new=True,
    )
    guide = (
        "What keeps the project from its plan. Choose the month under Closed where one is over. The empty row is for "
        "a new one."
    )
    headings = ("Exception", "Category", "Amount at stake", "Closed")
    sections = [maker.section("exceptions", "Exceptions", guide, [*rows, new], headings)]
    about = [
        (item.id, item.raised_period, f"“{beginning(item.description, _LONGEST_TITLE)}”") for item in held
    ]
    about.append((new.record_id, maker.period, "the new exception, if you added one"))
    for exception_id, raised, words in about:
        rows = actions_on(maker, Mitigation, "exception_id", exception_id, raised)
        sections.append(_actions(maker, "mitigations", words, rows, is_first=len(sections) == 1))
    return sections


def _actions(maker: Maker, key: str, words: str, rows: Sequence[FormRow], *, is_first: bool) -> FormSection:
    """Return what is being done about something; how to fill it in is said once."""
    headings = ("Mitigation" if key == "mitigations" else "Action", "Owner (a role)", "Due", "Done on")
    last = date_label(period_end(maker.period))
    guide = f"Say who does it and by when. If it was done by {last}, give the day." if is_first else ""
    return maker.section(key, f"What is being done about {words}", guide, rows, headings)


def _risks(
    maker: Maker, risks: Sequence[Risk], programme_id: str, project_id: str | None
) -> list[FormSection]:
    """Return the risks with their scores, and what is done about each; for a project also a row for a new one."""
    held = sorted(
        (risk for risk in risks if not is_risk_closed(risk, shift_period(maker.period, -1))),
        key=lambda item: item.ref,
    )
    rows = risk_rows(maker, held, programme_id, project_id)
    if not rows:
        return []
    guide = (
        f"Score each from 1 (low) to 5 (high) as it is in {period_label(maker.period)}."
        f"{' The empty row is for a new one.' if project_id else ''}"
    )
    sections = [maker.section("risks", "Risks", guide, rows, ("Risk", "Likelihood", "Impact"))]
    for risk in held:
        words = f"{risk.ref} “{beginning(risk.own_words(maker.records), _LONGEST_TITLE)}”"
        actions = actions_on(maker, RiskAction, "risk_id", risk.id, risk.raised_period)
        sections.append(_actions(maker, "actions", words, actions, is_first=len(sections) == 1))
    return sections


def _own_fields(maker: Maker, project: Project) -> list[FormSection]:
    rows = []
    for own in fields_for(maker.records, Project.table):
        ask = Asks(as_field(own), 2, value_of(maker.records, own, project.id))
        rows.append(maker.row(Project, project.id, own.label, [ask], owner_id=project.id))
    guide = "What your council keeps of each project. Change what has changed."
    return [maker.section("own", "Your council’s own fields", guide, rows)] if rows else []


def _confirm(maker: Maker) -> FormSection:
    label = f"This sheet is right for {period_label(maker.period)}"
    ask = Asks(Field(CONFIRMED, label, Kind.FLAG), 2, None, choices=(("1", "Yes"),), needed=True)
    row = maker.row(None, "", label, [ask])
    guide = "If nothing has changed, this is all that you need to fill in."
    return maker.section("confirm", "When you are done", guide, [row])
