"""Programmes, themes, workstreams, the lists of the settings, and a programme's open period.

They are added, ordered, merged, retired and deleted; what stands in one is never lost unasked.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar, cast

from msgspec.structs import replace

from asc_desktop.domain.dates import parse_year, period_label, shift_period, year_of_period, year_periods
from asc_desktop.domain.records.assurance import RiskCategory
from asc_desktop.domain.records.council import OwnValue
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Programme,
    Project,
    SavingsLine,
    SourcePlan,
    Theme,
    Workstream,
)
from asc_desktop.domain.records.fields import Record, owner_field
from asc_desktop.domain.records.office import Board
from asc_desktop.domain.records.own import held_in
from asc_desktop.domain.words import listed, number_of, one_or_number
from asc_desktop.services.editing import delete_records, dependents
from asc_desktop.services.errors import EditRefused, Problem
from asc_desktop.services.session import Session

Ordered = Programme | Theme | Workstream | SourcePlan | DeliveryStatus | Board | RiskCategory
S = TypeVar("S", bound=Ordered)

YEARS_MORE = 3
"""How many years after its first a new programme is suggested to have."""


def suggested_years(session: Session) -> tuple[int, int, str]:
    """Return the first and last year and the open month to suggest for a new programme.

    They are those of the programmes there are; in an empty portfolio this financial year, three more, and this month.
    """
    held = session.records.all(Programme)
    if held:
        return (
            min(item.first_year for item in held),
            max(item.last_year for item in held),
            max(item.open_period for item in held),
        )
    month = session.today[:7]
    first = year_of_period(month)
    return first, first + YEARS_MORE, month


def suggested_open_period(first_year: str, today: str) -> str:
    """Return the month to begin reporting with in a year as typed: this one if it is in it, else the year's first.

    Nothing where the text is no year.
    """
    try:
        year = parse_year(first_year)
    except ValueError:
        return ""
    month = today[:7]
    return month if year_of_period(month) == year else year_periods(year)[0]


def siblings(session: Session, record: S) -> list[S]:
    """Return the records among which one stands, itself if it is kept, in their order."""
    owner = session.records.owner_of(record)
    return in_order(session, type(record), owner.id if owner else None)


def in_order(session: Session, kind: type[S], owner_id: str | None = None) -> list[S]:
    """Return the records of a type in their order; a programme's themes or a theme's workstreams where named."""
    owner = owner_field(kind)
    records = (
        session.records.of(kind, owner.key, owner_id)
        if owner and owner_id is not None
        else session.records.all(kind)
    )
    return sorted(records, key=lambda record: (record.position, record.name))


def reorder(session: Session, records: Sequence[Ordered]) -> None:
    """Give these records, siblings of one type, the order in which they stand here."""
    with session.edit(f"Reorder {records[0].plural}") as edit:
        edit.put(*(replace(record, position=index) for index, record in enumerate(records, start=1)))


def move(session: Session, record: S, to: int) -> bool:
    """Put a record at a place among its siblings, the first being 0; return whether that is another than before."""
    held = siblings(session, record)
    before = [item.id for item in held]
    moved = [item for item in held if item.id != record.id]
    moved.insert(max(0, min(to, len(moved))), session.records.get(type(record), record.id))
    if [item.id for item in moved] == before:
        return False
    reorder(session, moved)
    return True


def move_projects(
    session: Session,
    projects: Sequence[Project],
    theme: Theme,
    workstream: Workstream | None = None,
    *,
    reason: str | None = None,
) -> int:
    """Move projects to a theme, and to one of its workstreams where that is named; return how many were elsewhere.

    A project keeps a workstream of the same name in the new theme, else it has none. A savings line that counted in
    the new theme then counts there as any other. Raises as every edit does.
    """
    same_name = {item.name: item.id for item in session.records.of(Workstream, "theme_id", theme.id)}
    moved: dict[str, Record] = {}
    for project in projects:
        within = session.records.find(Workstream, project.workstream_id)
        kept = workstream.id if workstream else same_name.get(within.name) if within else None
        now = replace(project, theme_id=theme.id, workstream_id=kept)
        if now != project:
            moved[project.id] = now
    if not moved:
        return 0
    what = one_or_number(len(moved), f"project {projects[0].ref}", "project")
    count = len(moved)
    with session.edit(f"Move {what} to {(workstream or theme).name}", reason=reason) as edit:
        for line in session.records.all(SavingsLine):
            if line.counts_in_theme_id == theme.id and line.project_id in moved:
                moved[line.id] = replace(line, counts_in_theme_id=None)
        edit.put(*moved.values())
    return count


def retire(session: Session, record: Record, *, retired: bool = True) -> None:
    """Take a record off the lists to choose from, or put it back; what it holds stays."""
    verb = "Archive" if retired else "Restore"
    with session.edit(f"{verb} {record.noun} {session.records.title(record.table, record.id)}") as edit:
        edit.put(replace(record, **cast("Any", {"retired": int(retired)})))


def merge_choices(session: Session, source: Ordered) -> list[Ordered]:
    """Return what a record may be merged into: a workstream's siblings, else any other of its type in use.

    A theme's own programme comes first.
    """
    held: list[Any] = in_order(session, type(source))
    if isinstance(source, Workstream):
        held = [item for item in held if item.theme_id == source.theme_id]
    if isinstance(source, Board):
        held = [item for item in held if item.programme_id == source.programme_id]
    if isinstance(source, Theme):
        order = {programme.id: at for at, programme in enumerate(in_order(session, Programme), start=1)}
        order[source.programme_id] = 0
        held.sort(key=lambda item: order[item.programme_id])
    return [item for item in held if item.id != source.id and not item.retired]


def uses(session: Session, record: Record) -> str:
    """Return what points at a record in words, ``7 projects and 2 workstreams``; nothing where nothing does."""
    return _counted({user.id: user for user, _ in session.records.users_of(record)}.values())


def _counted(records: Iterable[Record]) -> str:
    counts = Counter(type(record) for record in records)
    parts = [number_of(count, kind.noun, kind.plural) for kind, count in counts.items()]
    # Projects first: they are what a person asks about.
    parts.sort(key=lambda part: not part.endswith((Project.noun, Project.plural)))
    return listed(parts)


def merge_words(session: Session, source: Record, into: Record) -> str:
    """Return what merging would do, in a sentence or two."""
    title = session.records.title
    there, here = title(into.table, into.id), title(source.table, source.id)
    held = uses(session, source)
    verb = "goes" if held.startswith("1 ") and " and " not in held else "go"
    sentence = f"{held} {verb} to {there}." if held else f"There is nothing in {here}."
    twins = _twin_workstreams(session, source, into)
    if twins:
        names = ", ".join(sorted(title(Workstream.table, twin) for twin in twins))
        sentence += f" Workstreams of the same name become one: {names}."
    if any(held_in(session.records, value.own_field_id, into.id) for value in _own_values(session, source)):
        sentence += f" Where both have something in a field of your own, that of {there} stays."
    return f"{sentence} {here} is then deleted. Undo restores it."


def merge(session: Session, source: Record, into: Record, *, reason: str | None = None) -> None:
    """Move everything that points at one record to another of the same type, and delete the first; one transaction.

    A theme's workstreams of the same name are merged too, and a savings line that would count in its own theme then
    counts there as any other. Themes may be merged across programmes, as the officer has named where they go, but
    not into a programme that has not come to what they report. Raises ClosedPeriodError where what was reported for a
    closed period would change, as it does with delivery statuses, and no ``reason`` is given.
    """
    if type(source) is not type(into) or source.id == into.id:
        raise EditRefused([Problem(source.id, "", f"Choose another {source.noun} to merge it into.")])
    title = session.records.title
    words = f"Merge {source.noun} {title(source.table, source.id)} into {title(into.table, into.id)}"
    with session.edit(words, reason=reason) as edit:
        twins = _twin_workstreams(session, source, into)
        changed: dict[str, Record] = {}
        for user, key in session.records.users_of(source):
            if user.id in twins:
                continue
            changed[user.id] = replace(changed.get(user.id, user), **cast("Any", {key: into.id}))
        for twin_id, kept_id in twins.items():
            for project in session.records.of(Project, "workstream_id", twin_id):
                changed[project.id] = replace(
                    cast("Project", changed.get(project.id, project)), workstream_id=kept_id
                )
            edit.delete(session.records.get(Workstream, twin_id))
        if isinstance(source, Theme):
            _settle_lines(session, changed, into)
        edit.put(*changed.values())
        edit.put(
            *(
                replace(value, id=session.new_id(), record_id=into.id)
                for value in _own_values(session, source)
                if held_in(session.records, value.own_field_id, into.id) is None
            )
        )
        edit.delete(source)


def _own_values(session: Session, record: Record) -> tuple[OwnValue, ...]:
    return session.records.of(OwnValue, "record_id", record.id)


def _twin_workstreams(session: Session, source: Record, into: Record) -> dict[str, str]:
    if not isinstance(source, Theme):
        return {}
    kept = {item.name: item.id for item in session.records.of(Workstream, "theme_id", into.id)}
    return {
        item.id: kept[item.name]
        for item in session.records.of(Workstream, "theme_id", source.id)
        if item.name in kept
    }


def _settle_lines(session: Session, changed: dict[str, Record], into: Record) -> None:
    moved = {record.id for record in changed.values() if isinstance(record, Project)}
    moved.update(project.id for project in session.records.of(Project, "theme_id", into.id))
    for line in session.records.all(SavingsLine):
        current = cast("SavingsLine", changed.get(line.id, line))
        if current.counts_in_theme_id == into.id and current.project_id in moved:
            changed[line.id] = replace(current, counts_in_theme_id=None)


def goes_with(session: Session, record: Record) -> str:
    """Return what stands in a record and is deleted with it, in words; nothing where it is alone."""
    return _counted(item for item in dependents(session, [record]) if item.id != record.id)


def held_back_by(session: Session, record: Record) -> str:
    """Return what must go elsewhere before a record can be deleted, in words; nothing where nothing must."""
    going = {item.id for item in dependents(session, [record])}
    found: dict[str, Record] = {}
    for item in dependents(session, [record]):
        found |= {user.id: user for user, _ in session.records.users_of(item) if user.id not in going}
    return _counted(found.values())


def can_release(record: Record) -> bool:
    """Whether what points at a record may also point at nothing: a project needs no workstream, a risk no category."""
    return isinstance(record, Workstream | SourcePlan | RiskCategory)


def remove(session: Session, record: Record, *, release: bool = False) -> None:
    """Delete a record with the themes and workstreams that stand in it.

    Refused, with what is there, while a project or anything else points at one of them: merge it into another first,
    or ``release`` what may do without.
    """
    if not (release and can_release(record)):
        delete_records(session, [record])
        return
    with session.edit(f"Delete {record.noun} {session.records.title(record.table, record.id)}") as edit:
        edit.put(
            *(replace(user, **cast("Any", {key: None})) for user, key in session.records.users_of(record))
        )
        edit.delete(record)


def open_next_period(session: Session, programme: Programme, *others: Programme) -> str:
    """Close the open period of a programme, and of others that have the same; return the month after it, now open."""
    following = shift_period(programme.open_period, 1)
    with session.edit(f"Close {period_label(programme.open_period)}, open {period_label(following)}") as edit:
        edit.put(*(replace(item, open_period=following) for item in (programme, *others)))
    return following
