"""The checks of approved targets, change requests and movements, and the words for a line that they share."""

from collections.abc import Iterator

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    Movement,
    Programme,
    Project,
    SavingsLine,
    SavingsTarget,
    TargetChange,
    Theme,
)
from asc_desktop.domain.records.fields import Problem, field_of
from asc_desktop.domain.records.place import programme_of
from asc_desktop.domain.rules.movement_ends import movement_room
from asc_desktop.domain.rules.position import approved_target


def named_elsewhere(owner: Project | Theme, programme_id: str, records: Records) -> Iterator[str]:
    """Yield in words what names a project or theme and is of another programme, to which this one may not go."""
    for item, key in records.users_of(owner):
        if Programme.table not in field_of(type(item), key).within:
            continue
        programme = programme_of(item, records)
        if programme and programme.id != programme_id:
            title = records.title(item.table, item.id)
            yield f"{title}, {'an' if item.noun[0] in 'aeiou' else 'a'} {item.noun} of {programme.name}"


def line_words(records: Records, line_id: str) -> str:
    """Return the words for a line in a sentence: its project's name, and its own where the project has several."""
    line = records.find(SavingsLine, line_id)
    if line is None:
        return ""
    project = records.title(Project.table, line.project_id)
    alone = len(records.of(SavingsLine, "project_id", line.project_id)) == 1
    return project if alone else f"{project}, {line.name}"


def after_open(key: str, period: str, programme: Programme | None) -> Iterator[Problem]:
    """Yield a problem where a period is later than the one that the programme is reporting."""
    if programme is not None and period > programme.open_period:
        late, now = dates.period_label(period), dates.period_label(programme.open_period)
        yield Problem(key, f"{late} is after the open month, {now}.")


def target_problems(record: SavingsTarget, records: Records) -> Iterator[Problem]:
    """Yield a problem where approved changes and transfers take more off a target than it holds."""
    taken = -approved_target(records, record.line_id, record.year, leave_out=record.id)
    if taken > record.target_pence:
        least = format_pounds(taken)
        yield Problem(
            "target_pence",
            f"Approved changes and transfers take {least} off this target, so it cannot be less than that.",
        )


def target_change_problems(record: TargetChange, records: Records) -> Iterator[Problem]:
    """Yield what is wrong with a change request."""
    yield from _approval(record)
    yield from after_open("period", record.period, programme_of(record, records))
    if record.state != "approved":
        return
    others = approved_target(records, record.line_id, record.year, leave_out=record.id)
    # An old target already below nothing may be mended in steps: only a change that lowers it is refused.
    if record.change_pence < 0 and others + record.change_pence < 0:
        target = f"{_possessive(line_words(records, record.line_id))} {dates.year_label(record.year)} target"
        yield Problem(
            "change_pence", f"{target} is {format_pounds(max(0, others))}; it cannot fall by more than that."
        )


def movement_shape(record: Movement, records: Records) -> Iterator[Problem]:
    """Yield what is wrong with a movement, its amount apart."""
    start = dates.year_label(record.from_year)
    same_line = record.to_line_id in {None, record.from_line_id}
    match record.kind:
        case "slip":
            if record.to_year is None or record.to_year <= record.from_year:
                yield Problem("to_year", f"Choose the year that it slips to, after {start}.")
        case "early":
            if record.to_year is None or record.to_year >= record.from_year:
                yield Problem("to_year", f"Choose the year in which it was delivered, before {start}.")
        case "write_off":
            if record.to_line_id:
                yield Problem("to_line_id", "A write-off goes to no other line. Leave this empty.")
            if record.to_year is not None:
                yield Problem("to_year", "A write-off goes to no other year. Leave this empty.")
        case _:
            if same_line:
                words = "offsets the shortfall" if record.kind == "offset" else "takes on the target"
                yield Problem("to_line_id", f"Choose the other savings line, which {words}.")
            if record.to_year not in {None, record.from_year}:
                noun = "An offset" if record.kind == "offset" else "A transfer of target"
                yield Problem("to_year", f"{noun} stays in its own year, {start}.")
    yield from _approval(record)
    yield from after_open("period", record.period, programme_of(record, records))


def movement_caps(record: Movement, records: Records) -> Iterator[Problem]:
    """Yield a problem where a movement, sound in shape, takes more than is left at one of its ends."""
    room = movement_room(records, record)
    if record.amount_pence <= room.most_pence:
        return
    line, year = line_words(records, record.from_line_id), dates.year_label(record.from_year)
    other = line_words(records, record.to_line_id or record.from_line_id)
    other_year = dates.year_label(record.to_year or record.from_year)
    left = format_pounds(room.most_pence) if room.most_pence else ""
    if room.most_pence == room.shortfall_pence and record.kind == "transfer":
        sentence = (
            f"Only {left} of {_possessive(line)} {year} target is left to transfer."
            if left
            else f"{line} has no {year} target left to transfer."
        )
    elif room.most_pence == room.shortfall_pence:
        sentence = (
            f"Only {left} of {_possessive(line)} {year} shortfall has no plan yet. Enter {left} or less."
            if left
            else f"{line} has no shortfall without a plan in {year}."
        )
    elif room.most_pence == room.donor_pence:
        sentence = (
            f"Only {left} of {_possessive(other)} {other_year} surplus is free. Enter {left} or less."
            if left
            else f"{other} has no free surplus in {other_year}."
        )
    else:
        sentence = (
            f"{other} gives its {other_year} surplus to others, so it can take on {left or 'no more'}"
            f"{' at most' if left else ''}."
        )
    yield Problem("amount_pence", sentence)


def _approval(record: TargetChange | Movement) -> Iterator[Problem]:
    if record.state == "approved" and not record.approved_by:
        yield Problem("approved_by", "Enter the board or role that approved it.")


def _possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"
