"""The forms that the sample's requests for updates were sent with, as the records before them told."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import count

from msgspec.structs import replace

from asc_desktop.domain.forms.asking import Asking, make_form
from asc_desktop.domain.forms.form import Form, FormRow, written
from asc_desktop.domain.records.assurance import RiskScore
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    Portfolio,
    Project,
    ProjectException,
    SavingsPosition,
    StatusUpdate,
    Theme,
)
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.frozen import FrozenReport, pack

_REPORTED: tuple[type[Record], ...] = (StatusUpdate, SavingsPosition, RiskScore)
"""What came back in the forms: as they went out, none of their month was there."""

_SLOT = ("project_id", "line_id", "risk_id", "year", "period")
_ASKED_BY = "Transformation Programme Manager"


def forms_sent(records: Records, id_of: Callable[[str], str]) -> dict[str, FrozenReport]:
    """Return each form as it is kept, by its number; ``id_of`` gives the same id for the same words every time."""
    requests: dict[str, list[UpdateRequest]] = defaultdict(list)
    for request in records.all(UpdateRequest):
        requests[request.form].append(request)
    return {number: pack(written(_form(records, asked, id_of))) for number, asked in requests.items()}


def _form(records: Records, requests: list[UpdateRequest], id_of: Callable[[str], str]) -> Form:
    first, numbers = requests[0], count(1)
    projects = [records.get(Project, request.project_id) for request in requests]
    portfolio = records.get(Portfolio, "portfolio")
    asking = Asking(
        programme_id=records.get(Theme, projects[0].theme_id).programme_id,
        period=first.period,
        portfolio=portfolio.id,
        portfolio_name=portfolio.name,
        asked_on=first.asked_on,
        due_on=first.due_on,
        asked_by=_ASKED_BY,
        new_id=lambda: id_of(f"{first.form}\n{next(numbers)}"),
    )
    before = _before(records, first.period)
    form = make_form(before, projects, number=first.form, lead=first.lead or "", asking=asking)
    return _with_ids(form, records)


def _before(records: Records, period: str) -> Records:
    """Return the records as they were before anything was reported of a month."""
    changes: dict[str, dict[str, Record | None]] = {}
    for kind in _REPORTED:
        since = [item for item in records.all(kind) if getattr(item, "period", "") >= period]
        changes[kind.table] = {item.id: None for item in since}
    raised = [item for item in records.all(ProjectException) if item.raised_period >= period]
    changes[ProjectException.table] = {item.id: None for item in raised}
    return records.with_changes(changes)


def _with_ids(form: Form, records: Records) -> Form:
    """Return a form in which what was reported since has the ids that it was given when it was asked for."""
    there: dict[tuple[object, ...], str] = {}
    for kind in _REPORTED:
        for item in records.all(kind):
            there[kind.table, *(getattr(item, key, None) for key in _SLOT)] = item.id

    def known(row: FormRow) -> FormRow:
        place: Mapping[str, object] = row.given
        found = there.get((row.table, *(place.get(key) for key in _SLOT)))
        return replace(row, record_id=found) if found else row

    return replace(
        form,
        projects=tuple(
            replace(
                project,
                sections=tuple(
                    replace(section, rows=tuple(map(known, section.rows))) for section in project.sections
                ),
            )
            for project in form.projects
        ),
    )
