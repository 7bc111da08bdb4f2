"""A month as its people go through it: 12 leads asked, ten forms filled in LibreOffice, a copy merged, a whole pack.

Two forms are spoiled, one comes twice and one late; two leads answer in another way. What the report says at the end is
held against what each person typed. Each step is then taken back.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from asc_desktop.domain.forms.choosing import Choice as Whom
from asc_desktop.domain.forms.form import Form, FormRow, Question
from asc_desktop.domain.forms.returned import Answer, AnswerState
from asc_desktop.domain.records.assurance import Risk
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Mitigation,
    ProjectException,
)
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.pack_plan import TEMPLATES
from asc_desktop.domain.report.pack_warnings import pack_warnings
from asc_desktop.domain.report.updates import month_updates
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.services.forms.asking import prepare, write_forms
from asc_desktop.services.forms.returns import Returns
from asc_desktop.services.merging import Choice, give_copy, open_copy
from asc_desktop.services.reporting import report_status
from asc_desktop.services.session import Session
from tests.acceptance.month import (
    MONTH,
    STATUSES,
    YEAR,
    Clock,
    Lead,
    State,
    Told,
    begin_month,
    project_of,
    state_of,
    sums_by_theme,
)
from tests.office import Filled, fill, needs_office

pytestmark = [needs_office, pytest.mark.slow]

RANG_UP, ON_THE_COPY = "Performance and Insight Manager", "Digital Systems Manager"
SPOILED, TORN, TWICE, LATE = (
    "Head of Assessment", "Head of Contracting and Brokerage", "Head of Commissioning", "Principal Social Worker",
)  # fmt: skip


class Month:
    """The portfolio through the month, what people typed, and what all was like after each step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock(2024, 7, 29)
        self.session = files("Ann Officer", self.clock).create_sample(folder / "ours.ascp")
        self.programme = begin_month(self.session)
        self.steps: list[tuple[str, State | None]] = []
        self.step(str(self.session.undo_action))
        self.told = Told()
        self.forms: dict[str, Form] = {}
        self.leads: dict[str, Lead] = {}
        self.back: dict[str, Path] = {}

    @property
    def report(self) -> Report:
        return self.session.report(Scope(self.programme.id, MONTH))

    def states(self) -> dict[str, list[str]]:
        """Where the updates stand: the projects by state."""
        context = self.session.context(Scope(self.programme.id, MONTH))
        found: dict[str, list[str]] = {}
        for item in month_updates(context, self.session.today).projects:
            found.setdefault(item.state, []).append(item.ref)
        return found

    def not_updated(self) -> list[str]:
        warnings = pack_warnings(self.report, TEMPLATES[0])
        return [item.sentence for item in warnings if item.kind == "not_updated"]

    def refs(self, lead: str) -> list[str]:
        return [sheet.ref for sheet in self.forms[lead].projects if sheet.ref]

    def step(self, *actions: str) -> None:
        """Remember what was done since, each a step of undo, and what all is like after the last of them."""
        assert self.session.undo_action == actions[-1]
        self.steps += [(action, None) for action in actions[:-1]]
        self.steps.append((actions[-1], state_of(self.session)))


def files(who: str, clock: Clock) -> PortfolioFiles:
    return PortfolioFiles(Context(who=who, machine=who, now=clock))


@pytest.fixture
def month(tmp_path: Path) -> Iterator[Month]:
    month = Month(tmp_path)
    yield month
    month.session.close()


def test_a_month_from_asking_to_a_pack_with_nothing_missing(month: Month) -> None:
    ask_everybody(month)
    give_copy(month.session, month.folder / "theirs.ascp")
    work_on_the_copy(month)
    fill_in_ten_forms(month)
    take_in_what_came_by_the_day(month)
    chase_and_take_in_the_rest(month)
    merge_the_copy(month)
    assert month.states() == {
        "accepted": sorted(ref for lead in month.leads for ref in month.refs(lead)),
        "typed": sorted(month.refs(RANG_UP) + month.refs(ON_THE_COPY)),
    }
    assert month.not_updated() == []
    the_report_says_what_was_typed(month)
    every_step_can_be_taken_back(month)


def ask_everybody(month: Month) -> None:
    assert month.not_updated()
    asked = prepare(month.session, Whom(month.programme.id), due_on="2024-08-05")
    assert (len(asked.forms), asked.projects, asked.told) == (12, 53, ())
    sent = write_forms(month.session, asked, month.folder / "forms")
    month.step("Ask 12 leads for July 2024")
    month.forms = {form.lead: form for form in asked.forms}
    for at, (form, path) in enumerate(zip(asked.forms, sent.forms, strict=True)):
        assert path.name.startswith(form.number)
        if form.lead not in {RANG_UP, ON_THE_COPY}:
            month.leads[form.lead] = Lead(form, path, 100 * at)


# ---------------------------------------------------------------------------------------------- ten leads


def fill_in_ten_forms(month: Month) -> None:
    """Fill in the forms in one LibreOffice; they come back under names and in kinds of the leads' own."""
    jobs: list[Filled] = []
    for at, (who, lead) in enumerate(month.leads.items()):
        target = month.folder / f"my update {at}{('.xlsx', '.ods', '.xls')[at % 3]}"
        gone: list[tuple[str, int]] = []
        if who == SPOILED:
            lead.put(first_row(lead, "status_id"), "status_id", "Fine, thanks")
            lead.put(first_row(lead, "forecast_pence"), "forecast_pence", "about ninety thousand")
        if who == TORN:
            sheet, address = lead.cell(first_row(lead, "narrative").code, 2)
            gone.append((sheet, int(address[1:])))
        month.back[who] = target
        jobs.append(Filled(lead.path, dict(lead.typed), target, gone))
    again = month.leads[TWICE]
    again.put(first_row(again, "forecast_pence"), "forecast_pence", "£123,456")
    month.back["again"] = month.folder / "corrected (2).xlsx"
    jobs.append(Filled(again.path, dict(again.typed), month.back["again"]))
    assert len(month.leads) == 10
    fill(jobs, month.folder)
    for who, path in month.back.items():
        saved = month.clock.now.timestamp() + (11 if who == "again" else 3) * 86_400
        os.utime(path, (saved, saved))


def first_row(lead: Lead, key: str) -> FormRow:
    """Return the first row that asks for something of a record which is there, of this year where it is of a year."""
    return next(
        row
        for row in lead.form.rows
        if not row.is_new
        and row.given.get("year", 2024) == 2024
        and any(question.key == key for question in row.asked)
    )


def take_in_what_came_by_the_day(month: Month) -> None:
    """Nine forms on the day: what is plain with one press, and what two of them spoiled after a call to their leads."""
    month.clock.go_to(8, 5)
    returns = Returns(month.session)
    returns.read([path for who, path in month.back.items() if who not in {LATE, "again"}])
    assert not returns.unread
    assert {item.lead for item in returns.returned} == set(month.leads) - {LATE}
    returns.accept_plain()
    spoiled, torn = month.leads[SPOILED], month.leads[TORN]
    assert {answer.code: answer.text for answer in returns.open} == {
        question(spoiled, "status_id").code: "Fine, thanks",
        question(spoiled, "forecast_pence").code: "about ninety thousand",
    }
    (form,) = [item for item in returns.returned if item.lead == TORN]
    assert any("1 row is no longer in the file and changed nothing" in sentence for sentence in form.told)
    noted = {item.lead: note for item in returns.returned if (note := returns.note(item))}
    assert set(noted) == {SPOILED, TORN}
    assert "about ninety thousand" in noted[SPOILED]
    assert "1 row is no longer in the file and changed nothing" in noted[TORN]
    first = returns.apply()
    month.step(*(item.action for item in first))
    assert month.states()["in_question"] == [spoiled.form.projects[0].ref]
    # They say on the telephone what they meant.
    for lead, key, typed in (
        (spoiled, "status_id", "At risk"),
        (spoiled, "forecast_pence", "£812,345"),
        (torn, "narrative", "Said on the telephone."),
    ):
        returns.settle(question(lead, key).code, "value", typed)
    # What stood beside the two that were refused waited for them.
    waited = [answer for answer in returns.open if answer.sentence.startswith("It waits for ")]
    assert {answer.key for answer in waited} == {"narrative", "delivered_pence"}
    for answer in waited:
        returns.settle(answer.code, "theirs")
    second = [item for item in returns.apply() if item.action]
    assert sorted(item.number for item in second) == sorted({spoiled.form.number, torn.form.number})
    month.step(*(item.action for item in second))
    for who, lead in month.leads.items():
        if who != LATE:
            month.told.take(lead.told)
    ref = spoiled.form.projects[0].ref
    month.told.statuses[ref] = "At risk"
    month.told.forecasts[ref, saving(spoiled), YEAR] = 812_345
    month.told.narratives[torn.form.projects[0].ref] = "Said on the telephone."


def chase_and_take_in_the_rest(month: Month) -> None:
    """A week on: one form is late, one comes again with another figure, and a lead is rung up."""
    month.clock.go_to(8, 12)
    late = sorted(month.refs(LATE) + month.refs(RANG_UP) + month.refs(ON_THE_COPY))
    assert month.states()["late"] == late
    # Nobody waits for the late one's narrative: it is typed here, and then the form comes.
    lead, again = month.leads[LATE], month.leads[TWICE]
    waited_for = project_of(month.session, lead.form.projects[0].ref)
    report_status(month.session, waited_for.id, MONTH, narrative="Nothing heard.")
    month.step(f"Report {waited_for.ref} for July 2024")
    returns = Returns(month.session)
    returns.read([month.back[LATE], month.back["again"]])
    corrected = returned(returns, question(again, "forecast_pence").code)
    assert (corrected.state, corrected.now_who) == (AnswerState.CHANGED, "Ann Officer")
    assert "It replaces the answer of this form when it came back before." in corrected.sentence
    assert returns.accept_plain() > 0
    (both,) = returns.open
    assert (both.code, both.state) == (question(lead, "narrative").code, AnswerState.BOTH)
    assert (both.now, both.now_who) == ("Nothing heard.", "Ann Officer")
    returns.settle(both.code, "theirs")
    month.step(*(item.action for item in returns.apply()))
    assert not returns.open
    month.told.take(month.leads[LATE].told)
    month.told.forecasts[first_ref(again), saving(again), YEAR] = 123_456
    for at, ref in enumerate(month.refs(RANG_UP)):
        report(month.session, ref, STATUSES[at], f"{ref} by telephone.")
        month.step(f"Report {ref} for July 2024")
        month.told.statuses[ref], month.told.narratives[ref] = STATUSES[at], f"{ref} by telephone."


def returned(returns: Returns, code: str) -> Answer:
    return next(answer for answer in returns.answers if answer.code == code)


def question(lead: Lead, key: str) -> Question:
    return next(item for item in first_row(lead, key).asked if item.key == key)


def saving(lead: Lead) -> str:
    """Return the saving whose forecast is the first that a lead gives."""
    return first_row(lead, "forecast_pence").words.rsplit(", ", 1)[0]


def first_ref(lead: Lead) -> str:
    """Return the project of that saving."""
    row = first_row(lead, "forecast_pence")
    return next(sheet.ref for sheet in lead.form.projects if row in sheet.rows)


def report(session: Session, ref: str, status: str, narrative: str) -> None:
    status_id = next(item.id for item in session.records.all(DeliveryStatus) if item.name == status)
    report_status(session, project_of(session, ref).id, MONTH, status_id=status_id, narrative=narrative)


# ---------------------------------------------------------------------------------------------- a colleague's copy


def work_on_the_copy(month: Month) -> None:
    """A colleague sees to one lead's projects, and in four places does what is done otherwise here."""
    month.clock.go_to(7, 30)
    with_them = files("Priya Colleague", month.clock).open(month.folder / "theirs.ascp")
    for at, ref in enumerate(month.refs(ON_THE_COPY)):
        report(with_them, ref, STATUSES[2 - at], f"{ref} on a visit.")
        month.told.statuses[ref], month.told.narratives[ref] = STATUSES[2 - at], f"{ref} on a visit."
    shared = month.refs(RANG_UP)[0]
    report(with_them, shared, "At risk", f"{shared} by telephone.")
    exception, mitigation = disputed(with_them)
    with with_them.edit("Change the amount at stake") as edit:
        edit.put(replace(exception, amount_pence=61_000_00))
    with with_them.edit("Put the mitigation off") as edit:
        edit.put(replace(mitigation, due_date="2024-11-29"))
    with with_them.edit("Add a risk") as edit:
        edit.put(new_risk(with_them, month.programme.id, "The provider’s lease ends."))
    with_them.close()
    # The same here, otherwise.
    with month.session.edit("Change the amount at stake") as edit:
        edit.put(replace(exception, amount_pence=72_000_00))
    month.step("Change the amount at stake")
    with month.session.edit("Delete the mitigation") as edit:
        edit.delete(mitigation)
    month.step("Delete the mitigation")
    with month.session.edit("Add a risk") as edit:
        edit.put(new_risk(month.session, month.programme.id, "Agency staff cost more."))
    month.step("Add a risk")


def disputed(session: Session) -> tuple[ProjectException, Mitigation]:
    """Return an exception and the mitigation of another, of which no form says anything."""
    held = sorted(session.records.all(ProjectException), key=lambda item: item.id)
    open_now = [item for item in held if not item.closed_period and item.amount_pence]
    mitigations = [
        item
        for item in session.records.all(Mitigation)
        if item.exception_id in {other.id for other in open_now[1:]} and not item.done_date
    ]
    return open_now[0], min(mitigations, key=lambda item: item.id)


def new_risk(session: Session, programme_id: str, description: str) -> Risk:
    return Risk(
        id=session.new_id(), programme_id=programme_id, ref="R-77", description=description,
        raised_period=MONTH, inherent_likelihood=3, inherent_impact=3,
    )  # fmt: skip


def merge_the_copy(month: Month) -> None:
    month.clock.go_to(8, 13)
    assert len(month.not_updated()) == 1
    merge = open_copy(month.session, month.folder / "theirs.ascp")
    assert merge.whose == "Priya Colleague"
    by_kind = {conflict.kind: conflict for conflict in merge.conflicts}
    assert sorted(by_kind) == ["both", "deleted", "name", "slot"]
    assert len(merge.conflicts) == 4
    both, deleted, name, slot = (by_kind[kind] for kind in sorted(by_kind))
    assert both.ours is not None
    assert both.theirs is not None
    assert (both.ours.value, both.ours.who) == (72_000_00, "Ann Officer")
    assert (both.theirs.value, both.theirs.who) == (61_000_00, "Priya Colleague")
    merge.settle(both.key, Choice("theirs"))
    merge.settle(deleted.key, Choice("theirs"))
    merge.settle(name.key, Choice("value", "R-78"))
    merge.settle(slot.key, Choice("ours"))
    assert not merge.unsettled
    applied = merge.apply()
    month.step(applied.action)
    records = month.session.records
    risks = {item.description: item.ref for item in records.all(Risk)}
    assert {risks["The provider’s lease ends."], risks["Agency staff cost more."]} == {"R-77", "R-78"}
    assert records.get(ProjectException, both.record_id).amount_pence == 61_000_00
    assert records.get(Mitigation, deleted.record_id).due_date == "2024-11-29"
    assert open_copy(month.session, month.folder / "theirs.ascp").is_nothing_new


# ---------------------------------------------------------------------------------------------- what it comes to


def the_report_says_what_was_typed(month: Month) -> None:
    told, projects = month.told, {item.ref: item for item in month.report.projects}
    assert len(told.statuses) == len(projects) == 53
    for ref, project in projects.items():
        assert project.updated, ref
        assert project.status is not None
        assert (ref, project.status.name) == (ref, told.statuses[ref])
        assert (ref, project.narrative) == (ref, told.narratives[ref])
    years = {
        (line.project_ref, line.name, year): position
        for line in month.report.savings.lines
        for year, position in line.years.items()
    }
    assert len(told.forecasts) > 20
    for key, pounds in told.forecasts.items():
        assert (key, years[key].forecast_pence) == (key, pounds * 100)
    for key, pounds in told.delivered.items():
        assert (key, years[key].delivered_pence) == (key, pounds * 100)
    by_theme = month.report.savings.by_theme
    for told_of, field in ((told.forecasts, "forecast_pence"), (told.delivered, "delivered_pence")):
        sums = sums_by_theme(told_of)
        assert {theme: getattr(by_theme[theme][YEAR], field) for theme in sums} == {
            theme: pounds * 100 for theme, pounds in sums.items()
        }
        assert getattr(month.report.savings.by_year[YEAR], field) == 100 * sum(sums.values())
    done = {(item.project_ref, item.name): item.actual_date for item in month.report.milestones}
    assert told.done
    for key, day in told.done.items():
        assert (key, done[key]) == (key, day)


def every_step_can_be_taken_back(month: Month) -> None:
    assert len(month.steps) > 20
    for at in range(len(month.steps) - 1, 0, -1):
        action, _ = month.steps[at]
        assert month.session.undo() == action
        before = month.steps[at - 1][1]
        if before is not None:
            assert state_of(month.session) == before, f"{action} was not taken back whole."
    assert month.not_updated()
