"""Exceptions with their mitigations, projects, and milestones."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from asc_desktop.domain.dates import date_label, period_label, period_short_label
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.report.model import ExceptionReport, MitigationReport, ProjectReport
from asc_desktop.domain.rules.status import RAG_LETTERS
from asc_desktop.domain.words import number_of
from asc_desktop.ui.pdf.composer import BAD, MUTED, SMALL, Composer, group_row, letter, money, named, text
from asc_desktop.ui.pdf.tables import Cell, Chip, Column, Part, Row, Text
from asc_desktop.ui.pdf.type_setter import Run, Style

_STATES = {"done": "Done", "overdue": "Overdue", "due": "Due"}


def write_exceptions(pack: Composer) -> None:
    """Write exceptions side by side with their mitigations, as committee papers print them, by programme and theme."""
    report = pack.report
    older = sum(1 for item in report.exceptions if not item.open and item.closed_period != report.period)
    note = f"Overdue is judged at {date_label(report.as_at)}."
    if older:
        note += f" {number_of(older, 'exception')} closed in earlier months: not shown."
    pack.section("exceptions", "Exceptions and mitigations", f"{note} {pack.closed}".rstrip())
    opened = [item for item in report.exceptions if item.open]
    closed = [item for item in report.exceptions if item.closed_period == report.period]
    if not opened:
        pack.paragraph(
            f"No exception {'shown here ' if pack.is_partial else ''}is open at the end of {report.period_label}."
            if report.projects
            else "No projects yet, so no exceptions. Add a project, then record what keeps it from its plan."
        )
    else:
        pack.table(_COLUMNS, list(_exception_rows(pack, opened)))
    with_some = {item.theme for item in opened}
    without = [theme.name for theme in report.themes if theme.name not in with_some]
    if opened and without and not pack.is_partial:
        pack.gap(6)
        pack.paragraph(f"No open exceptions: {'; '.join(without)}.", SMALL, colour=MUTED)
    if closed:
        pack.heading(f"Closed in {report.period_label}")
        pack.table(_COLUMNS, [_exception_row(item, ()) for item in closed])


_COLUMNS = (
    Column("Project", share=23),
    Column("At stake £", align="right"),
    Column("Exception", share=34),
    Column("Mitigations", share=43),
)


def _exception_rows(pack: Composer, opened: list[ExceptionReport]) -> Iterable[Row]:
    report = pack.report
    place = {theme.name: index for index, theme in enumerate(report.themes)}
    order = {name: index for index, name in enumerate(report.programmes)}
    several = len({item.programme for item in opened}) > 1
    told: set[str] = set()
    ranked = sorted(opened, key=lambda item: (order.get(item.programme, 0), place.get(item.theme, 0)))
    for (programme, theme), held in groupby(ranked, key=lambda item: (item.programme, item.theme)):
        yield group_row(f"{programme}: {theme}" if several else theme)
        for item in held:
            project = report.project_by_id.get(item.project_id)
            more: tuple[Part, ...] = ()
            if project is not None and item.project_id not in told and project.position.no_plan_pence:
                amount = format_pounds(project.position.no_plan_pence)
                more = (text(f"• {amount} of {report.year} has no plan yet.", bold=True, colour=BAD),)
            told.add(item.project_id)
            yield _exception_row(item, more)


def _exception_row(item: ExceptionReport, more: tuple[Part, ...]) -> Row:
    about = ", ".join(part for part in (item.project_ref, item.category, item.years) if part)
    raised = f"Raised {period_label(item.raised_period)}"
    if item.open:
        raised += f", open {number_of(item.days_open, 'day')}"
    status = item.delivery_status
    chip = Chip(status.name, status.rag, status.shape) if status else Chip("Not reported", "grey")
    actions: tuple[Part, ...] = tuple(_mitigation(action) for action in item.mitigations)
    if not actions:
        none = "No mitigation recorded."
        actions = (text(none, bold=True, colour=BAD) if item.open else text(none, colour=MUTED),)
    project: Cell = (
        text(item.project, bold=True), chip, text(about, SMALL, colour=MUTED), text(raised, SMALL, colour=MUTED),
    )  # fmt: skip
    return Row((project, money(item.amount_pence, bold=True), (text(item.description),), (*actions, *more)))


def _mitigation(action: MitigationReport) -> Text:
    """Return ``• action. Owner, due 31 Aug 2024. Expected effect`` with how overdue it is in red."""
    words = action.action.strip()
    words = f"• {words}{'' if words.endswith(('.', '!', '?', ':')) else '.'}"
    about = [action.owner.strip()] if action.owner else []
    if action.done_date:
        about.append(f"done {date_label(action.done_date)}")
    elif action.due_date:
        about.append(f"due {date_label(action.due_date)}")
    elif not about:
        about.append("No owner or date")
    joined = ", ".join(about)
    small = Style(SMALL, colour=MUTED)
    runs = [Run(words, Style()), Run(f" {joined[0].upper()}{joined[1:]}.", small)]
    effect = action.effect.strip()
    if action.effect_pence is not None and not action.movement:
        amount = format_pounds(action.effect_pence)
        effect = f"{effect.rstrip('.')} ({amount})" if effect else amount
    if effect:
        runs.append(Run(f" Expected effect: {effect.rstrip('.')}.", small))
    if action.movement:
        runs.append(Run(f" {action.movement}.", small))
    if action.days_overdue:
        runs.append(Run(f" Overdue {number_of(action.days_overdue, 'day')}.", Style(bold=True, colour=BAD)))
    return Text(tuple(runs))


# -------------------------------------------------------------------------------------------------- projects


def write_projects(pack: Composer) -> None:
    """Write every project: statuses, the year's figures and the narrative, by theme."""
    report = pack.report
    pack.section(
        "projects",
        "Projects",
        f"Figures are of {report.year}: £, gross and incremental. Suggested is what the figures suggest. Letters: G "
        "green, A amber, R red, B blue (done), – not rated. A letter without a colour was repeated. "
        f"{pack.closed}".rstrip(),
    )
    if not report.projects:
        pack.paragraph("No projects yet. Add a project, with its theme and source plan, to see it here.")
        return
    recent = report.projects[0].recent
    columns = (
        Column("Project", share=5),
        Column("Delivery status", most=168),
        *(Column(words, align="centre") for words in ("Sav- ings", "Mile- stones", "Sug- gested")),
        *(Column(period_short_label(item.period), align="centre", least=24) for item in recent),
        *(Column(words, align="right") for words in ("Target", "Forecast", "Variance")),
        Column("Narrative", share=7),
    )
    several = len(report.programmes) > 1 and len({item.programme for item in report.projects}) > 1
    rows = []
    places = {name: place for place, name in enumerate(report.programmes)}
    themes = {theme.id: place for place, theme in enumerate(report.themes)}
    ranked = sorted(
        report.projects,
        key=lambda item: (places.get(item.programme, 0), themes.get(item.theme_id, len(themes)), item.theme),
    )
    for (programme, theme), held in groupby(ranked, key=lambda item: (item.programme, item.theme)):
        rows.append(group_row(f"{programme}: {theme}" if several else theme))
        rows += [_project_row(item, report.savings_shown_as) for item in held]
    pack.table(columns, rows, SMALL)


def _project_row(project: ProjectReport, shown_as: str) -> Row:
    status = project.shown_status
    chip = Chip(status.name, status.rag, status.shape)
    letters = tuple(
        letter(RAG_LETTERS[rag], rag)
        for rag in (project.savings_rag, project.milestone_rag, project.suggested_rag)
    )
    recent = tuple(
        letter(
            item.status.letter if item.status else "–" if item.begun else "",
            item.status.rag if item.status else "grey",
            soft=True,
            plain=not item.reported or item.status is None,
        )
        for item in project.recent
    )
    return Row((
        named(project.name, project.ref, SMALL),
        (chip,),
        *letters,
        *recent,
        money(project.target_pence, SMALL, shown_as=shown_as),
        money(project.forecast_pence, SMALL, shown_as=shown_as),
        money(project.variance_pence, SMALL, shown_as=shown_as),
        _narrative(project),
    ))  # fmt: skip


def _narrative(project: ProjectReport) -> Cell:
    """The narrative, and why a status is better than the figures where a person has said so."""
    parts: list[Part] = [text(project.narrative, SMALL)] if project.narrative else []
    if project.challenge:
        reason = (
            f"Reason given: {project.challenge_reason}"
            if project.challenge_reason
            else "No reason given yet."
        )
        parts.append(
            text(f"{project.challenge} {reason}", 10, colour=MUTED if project.challenge_reason else BAD)
        )
    return tuple(parts)
