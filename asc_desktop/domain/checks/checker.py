"""What is wrong with a record: its own fields, and the rules between fields and between records.

Each problem is a sentence to show beside one field. The records given are those that the record is to stand among:
they may hold its old self, its new self or neither. Whether a period is closed is not asked here.
"""

from collections import deque
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from itertools import islice, pairwise
from typing import Any, TypeVar, cast

from msgspec.structs import replace

from asc_desktop.domain import dates
from asc_desktop.domain.checks import activity as activity_rules
from asc_desktop.domain.checks import boards as board_rules
from asc_desktop.domain.checks import budget as budget_rules
from asc_desktop.domain.checks import closed as closed_rules
from asc_desktop.domain.checks import decisions as decision_rules
from asc_desktop.domain.checks import measures as measure_rules
from asc_desktop.domain.checks import own as own_rules
from asc_desktop.domain.checks import publication as publication_rules
from asc_desktop.domain.checks import reconciliation as reconciliation_rules
from asc_desktop.domain.checks import risks as risk_rules
from asc_desktop.domain.checks import snapshots as snapshot_rules
from asc_desktop.domain.checks.fields import dangling_references, read_fields, stored_problems
from asc_desktop.domain.checks.movement import (
    after_open,
    line_words,
    movement_caps,
    movement_shape,
    named_elsewhere,
    target_change_problems,
    target_problems,
)
from asc_desktop.domain.checks.periods import programme_reports, project_reports, theme_reports
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.assurance import (
    BudgetTotal,
    Measure,
    MeasureProfile,
    MeasureTarget,
    MeasureValue,
)
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    Milestone,
    Mitigation,
    Movement,
    Portfolio,
    Programme,
    Project,
    ProjectDependency,
    ProjectException,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    StatusUpdate,
    TargetChange,
    Theme,
    Workstream,
)
from asc_desktop.domain.records.fields import Field, Kind, Problem, Record, field_of, fields_of, owner_field
from asc_desktop.domain.records.office import ExemptMark
from asc_desktop.domain.records.place import belongs_to, holder_id, lineage, programme_of
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.domain.rules.position import position_ledger
from asc_desktop.domain.words import number_of

__all__ = ["Problem", "all_problems", "cleaned", "is_accepted", "is_refused", "over_allocations", "problems"]

R = TypeVar("R", bound=Record)
_STAND_INS = {Kind.TEXT: "…", Kind.LONG_TEXT: "…", Kind.DECIMAL: "0"}
"""What stands for a needed value that is not typed yet, while another field is asked about."""


def cleaned(record: R) -> R:
    """Return the record with each value as its field keeps it; raise FieldError for the first that is refused."""
    changed: dict[str, Any] = {}
    for field in fields_of(type(record)):
        value = getattr(record, field.key)
        kept = field.check(value)
        if kept != value or type(kept) is not type(value):
            changed[field.key] = kept
    return replace(record, **changed) if changed else record


def problems(record: Record, records: Records, *, is_cleaned: bool = False) -> list[Problem]:
    """Return what is wrong with a new or edited record, by field; nothing where it may be kept.

    Of one that ``cleaned`` gave, each value is known to be one of its field.
    """
    if is_cleaned:
        found = list(dangling_references(record, records))
    else:
        record, found = read_fields(record, records)
    # The rules between fields read values that the fields admit, in the form that they keep.
    if found:
        return found
    found += _rule_problems(record, records)
    if not found and isinstance(record, Movement):
        found += movement_caps(record, records)
    return found


def is_refused(record: Record, key: str, records: Records) -> bool:
    """Whether the rules between records refuse what a record names in a field, as far as it is filled in.

    Of one whose owner is not known yet nothing can be said.
    """
    if owner_field(type(record)) is not None and records.owner_of(record) is None:
        return False
    return any(problem.key == key for problem in _rule_problems(record, records))


def is_accepted(record: Record, key: str, records: Records) -> bool:
    """Whether nothing is wrong with what a record has in a field, as far as its other fields are filled in."""
    filled = {
        field.key: _STAND_INS[field.kind]
        for field in fields_of(type(record))
        if field.required and field.kind in _STAND_INS and not getattr(record, field.key)
    }
    read, found = read_fields(replace(record, **cast("Any", filled)), records)
    found = found or list(_rule_problems(read, records))
    return all(problem.key != key for problem in found)


def all_problems(records: Records) -> list[tuple[Record, Problem]]:
    """Return every rule that a kept record breaks; where a field holds what it may not, only those fields.

    A movement that a later forecast has made too large breaks no rule: ``over_allocations`` lists it.
    """
    every = [record for kind in RECORD_TYPES for record in records.all(kind)]
    if of_fields := stored_problems(records):
        return of_fields
    return [(record, problem) for record in every for problem in _rule_problems(record, records)]


def over_allocations(records: Records) -> list[str]:
    """Return a sentence for each movement that no longer fits, as at the open period of its line's programme."""
    sentences = []
    for programme in sorted(records.all(Programme), key=lambda item: (item.position, item.name)):
        found = position_ledger(records, programme.open_period).over_allocations
        for over in found:
            movement = records.get(Movement, over.movement_id)
            owner = programme_of(movement, records)
            if owner is None or owner.id != programme.id:
                continue
            kind = field_of(Movement, "kind").format(movement.kind)
            of_line = f"{line_words(records, movement.from_line_id)}, {dates.year_label(movement.from_year)}"
            excess = format_pounds(over.excess_pence)
            donor = line_words(records, movement.to_line_id or movement.from_line_id)
            why = (
                f"{donor} has {excess} less than that to give"
                if over.at_donor
                else f"that is {excess} more than the shortfall now is"
            )
            sentences.append(f"{of_line}: {kind.lower()}, {format_pounds(movement.amount_pence)}; {why}.")
    return sentences


def _rule_problems(record: Record, records: Records) -> Iterator[Problem]:
    yield from _repeated(record, records)
    yield from _elsewhere(record, records)
    rule = _RULES.get(type(record))
    if rule is not None:
        yield from rule(record, records)


def _elsewhere(record: Record, records: Records) -> Iterator[Problem]:
    """Yield a problem where a reference names what does not belong to where it has to."""
    for field in _placed(type(record)):
        named = records.named(field, getattr(record, field.key))
        holder = records.with_id(holder_id(record, field, records) or "") if named else None
        if named is None or holder is None or belongs_to(named, holder.id, records):
            continue
        other = next((item for item in lineage(named, records) if type(item) is type(holder)), named)
        name, there, here = (item.ref or item.title_words(records) for item in (named, other, holder))
        yield Problem(field.key, f"{name} is a {named.noun} of {there}, not of {here}.")


@cache
def _placed(kind: type[Record]) -> tuple[Field, ...]:
    return tuple(field for field in fields_of(kind) if field.within)


def _repeated(record: Record, records: Records) -> Iterator[Problem]:
    if isinstance(record, MeasureTarget):
        return  # Its own rule compares the months of approval, of which the year's first may be left empty.
    for group in type(record).unique:
        key = group[-1]
        mine = [getattr(record, item) or None for item in group]
        if len(group) == 1 and mine[0] is None:
            continue
        for other in records.of(type(record), group[0], getattr(record, group[0]) or ""):
            if other.id != record.id and [getattr(other, item) or None for item in group] == mine:
                yield Problem(key, _repeated_sentence(record, other, group, records))
                break


def _repeated_sentence(record: Record, other: Record, group: tuple[str, ...], records: Records) -> str:
    one = f"{'an' if record.noun[0] in 'aeiou' else 'a'} {record.noun}"
    if isinstance(record, Project) and isinstance(other, Project):
        return f"{record.ref} is already the reference of {other.name}."
    if isinstance(record, ProjectDependency):
        return "This dependency is already recorded."
    if isinstance(record, ExemptMark):
        return publication_rules.ALREADY_MARKED
    if isinstance(record, BudgetTotal):
        when = dates.period_label(record.period)
        return f"There is already a typed total of {record.group_name or 'all lines'} for {when}."
    owner = field_of(type(record), group[0])
    owner_words = records.title(owner.to, getattr(record, group[0])) if owner.kind is Kind.REFERENCE else ""
    if group[-1] == "name":
        inside = f" in {owner_words}" if owner_words else ""
        return f"There is already {one} called {getattr(record, group[-1])}{inside}."
    words = " reported in ".join(
        field_of(type(record), key).format(getattr(record, key)) for key in group[1:]
    )
    return f"{owner_words} already has {one} for {words}."


def _project(record: Project, records: Records) -> Iterator[Problem]:
    if record.start_date and record.end_date and record.end_date < record.start_date:
        start = dates.date_label(record.start_date)
        yield Problem("end_date", f"The planned end cannot be before the start, {start}.")
    for line in records.of(SavingsLine, "project_id", record.id):
        if line.counts_in_theme_id == record.theme_id:
            theme = records.title(Theme.table, record.theme_id)
            yield Problem("theme_id", f"{line.name} counts in {theme} already. Empty its “Counts in” first.")
    # One sentence beside the theme says enough.
    late = list(project_reports(record, records))
    yield from late or _linked_elsewhere(record, records)


def _linked_elsewhere(record: Project, records: Records) -> Iterator[Problem]:
    theme = records.find(Theme, record.theme_id)
    found = named_elsewhere(record, theme.programme_id, records) if theme else iter(())
    for words in islice(found, 1):
        yield Problem("theme_id", f"{words}, names this project.")


def _theme(record: Theme, records: Records) -> Iterator[Problem]:
    late = list(theme_reports(record, records))
    owners: list[tuple[Theme | Project, str]] = [(record, "this theme")]
    owners += [(project, project.ref) for project in records.of(Project, "theme_id", record.id)]
    named = (
        Problem("programme_id", f"{words}, names {what}.")
        for owner, what in owners
        for words in named_elsewhere(owner, record.programme_id, records)
    )
    yield from late or islice(named, 1)


def _portfolio(record: Portfolio, _: Records) -> Iterator[Problem]:
    if record.amber_shortfall_percent < record.green_shortfall_percent:
        yield Problem(
            "amber_shortfall_percent",
            f"Amber cannot end before green does, at {record.green_shortfall_percent}%.",
        )
    if record.amber_slip_days < record.green_slip_days:
        days = number_of(record.green_slip_days, "day")
        yield Problem("amber_slip_days", f"Amber cannot end before green does, at {days}.")
    if Decimal(record.measure_amber_within) < Decimal(record.measure_green_within):
        sentence = f"Amber cannot end before green does, at {record.measure_green_within}%."
        yield Problem("measure_amber_within", sentence)
    yield from risk_rules.risk_limit_problems(record)


def _programme(record: Programme, records: Records) -> Iterator[Problem]:
    if record.last_year < record.first_year:
        first = dates.year_label(record.first_year)
        yield Problem("last_year", f"The last year cannot be before the first, {first}.")
        return
    first_period = dates.year_periods(record.first_year)[0]
    last_period = dates.shift_period(dates.year_periods(record.last_year)[-1], board_rules.LATE_REPORTS)
    if not first_period <= record.open_period <= last_period:
        first, last = dates.period_label(first_period), dates.period_label(last_period)
        yield Problem("open_period", f"The open month must be from {first} to {last}, as the years are.")
    yield from programme_reports(record, records)
    yield from risk_rules.programme_risk_problems(record, records)
    yield from budget_rules.programme_budget_problems(record, records)
    yield from measure_rules.programme_measures(record, records)
    yield from board_rules.programme_board_problems(record, records)
    yield from snapshot_rules.programme_snapshots(record, records)
    yield from activity_rules.programme_activity_problems(record, records)


def _workstream(record: Workstream, records: Records) -> Iterator[Problem]:
    for project in records.of(Project, "workstream_id", record.id):
        if project.theme_id != record.theme_id:
            theme = records.title(Theme.table, project.theme_id)
            yield Problem("theme_id", f"{project.ref} {project.name} is in this workstream and in {theme}.")
            return


def _status_update(record: StatusUpdate, records: Records) -> Iterator[Problem]:
    yield from after_open("period", record.period, programme_of(record, records))


def _savings_line(record: SavingsLine, records: Records) -> Iterator[Problem]:
    project = records.get(Project, record.project_id)
    if record.counts_in_theme_id == project.theme_id:
        theme = records.title(Theme.table, project.theme_id)
        yield Problem(
            "counts_in_theme_id", f"{theme} is the project’s own theme. Leave “Counts in” empty for that."
        )
    yield from activity_rules.line_activity_problems(record, records)


def _savings_position(record: SavingsPosition, records: Records) -> Iterator[Problem]:
    delivered = format_pounds(record.delivered_pence)
    if record.forecast_pence < record.delivered_pence:
        yield Problem(
            "forecast_pence", f"The forecast for the year cannot be below the {delivered} already delivered."
        )
    if record.validated_pence > record.delivered_pence:
        yield Problem("validated_pence", f"No more can be validated than the {delivered} delivered.")
    yield from after_open("period", record.period, programme_of(record, records))


def _exception(record: ProjectException, records: Records) -> Iterator[Problem]:
    raised = dates.period_label(record.raised_period)
    if record.closed_period and record.closed_period < record.raised_period:
        yield Problem("closed_period", f"It cannot be closed before it was raised, in {raised}.")
    yield from after_open("raised_period", record.raised_period, programme_of(record, records))
    first_day = f"{record.raised_period}-01"
    for mitigation in records.of(Mitigation, "exception_id", record.id):
        for day, words in ((mitigation.due_date, "due"), (mitigation.done_date, "done")):
            if day and day < first_day:
                sentence = f"A mitigation of it is {words} on {dates.date_label(day)}, before {raised}."
                yield Problem("raised_period", sentence)
                return


def _mitigation(record: Mitigation, records: Records) -> Iterator[Problem]:
    exception = records.get(ProjectException, record.exception_id)
    raised = dates.period_label(exception.raised_period)
    for key, day, word in (("due_date", record.due_date, "due"), ("done_date", record.done_date, "done")):
        if day and day < f"{exception.raised_period}-01":
            yield Problem(key, f"It cannot be {word} before its exception was raised, in {raised}.")
    yield from _after_open_end("done_date", record.done_date, "done", exception.project_id, records)
    movement = records.find(Movement, record.movement_id)
    if movement is not None:
        ends = (movement.from_line_id, movement.to_line_id)
        lines = [line for line in (records.find(SavingsLine, end) for end in ends) if line is not None]
        if exception.project_id not in {line.project_id for line in lines}:
            project = records.title(Project.table, exception.project_id)
            yield Problem("movement_id", f"That movement is neither from nor to a savings line of {project}.")


def _milestone(record: Milestone, records: Records) -> Iterator[Problem]:
    if not (record.baseline_date or record.forecast_date):
        yield Problem("forecast_date", "A milestone needs a baseline or a forecast date.")
    yield from _after_open_end("actual_date", record.actual_date, "reached", record.project_id, records)
    for link in records.of(ProjectDependency, "milestone_id", record.id):
        if link.needs_project_id != record.project_id:
            user = records.get(Project, link.project_id)
            needed = records.title(Project.table, link.needs_project_id)
            yield Problem("project_id", f"{user.ref} needs it as a milestone of {needed}.")
            return


def _after_open_end(
    key: str, day: str | None, word: str, project_id: str, records: Records
) -> Iterator[Problem]:
    programme = programme_of(records.find(Project, project_id), records)
    end = dates.period_end(programme.open_period) if programme and programme.open_period else ""
    if day and end and day > end:
        yield Problem(key, f"It cannot be {word} after {dates.date_label(end)}, when the open month ends.")


def _dependency(record: ProjectDependency, records: Records) -> Iterator[Problem]:
    if record.needs_project_id == record.project_id:
        yield Problem("needs_project_id", "A project cannot need itself.")
        return
    chain = _chain(record, records)
    if chain:
        refs = [records.get(Project, project_id).ref for project_id in (record.project_id, *chain)]
        words = ", ".join(f"{ref} needs {needed}" for ref, needed in pairwise(refs))
        yield Problem("needs_project_id", f"This would go round in a circle: {words}.")


def _chain(record: ProjectDependency, records: Records) -> list[str]:
    """Return the shortest way from what a project needs back to the project; empty where there is none."""
    come_from = {record.needs_project_id: ""}
    queue = deque(come_from)
    while queue:
        here = queue.popleft()
        if here == record.project_id:
            way = [here]
            while come_from[way[-1]]:
                way.append(come_from[way[-1]])
            return way[::-1]
        for link in records.of(ProjectDependency, "project_id", here):
            if link.id != record.id and link.needs_project_id not in come_from:
                come_from[link.needs_project_id] = here
                queue.append(link.needs_project_id)
    return []


_Rule = Callable[[Any, Records], Iterator[Problem]]

_RULES: dict[type[Record], _Rule] = {
    Portfolio: _portfolio,
    Programme: _programme,
    Theme: _theme,
    Workstream: _workstream,
    Project: _project,
    StatusUpdate: _status_update,
    SavingsLine: _savings_line,
    SavingsTarget: target_problems,
    TargetChange: target_change_problems,
    SavingsPosition: _savings_position,
    Movement: movement_shape,
    ProjectException: _exception,
    Mitigation: _mitigation,
    Milestone: _milestone,
    ProjectDependency: _dependency,
    **risk_rules.RULES,
    **board_rules.RULES,
    **budget_rules.RULES,
    **reconciliation_rules.RULES,
    **decision_rules.RULES,
    **snapshot_rules.RULES,
    **activity_rules.RULES,
    **publication_rules.RULES,
    **closed_rules.RULES,
    **own_rules.RULES,
    Measure: measure_rules.measure_problems,
    MeasureTarget: measure_rules.target_problems,
    MeasureProfile: measure_rules.profile_problems,
    MeasureValue: measure_rules.value_problems,
}
