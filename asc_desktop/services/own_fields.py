"""The council's own fields: made, changed, put in order and deleted, and their values, as typed into any record.

A value is named by its record and by the field's key (``domain/records/own.py``), so a form or a table sends it with
the cells of built-in fields; ``apply_with`` parts them and makes one change of both.
"""

from collections.abc import Callable, Iterable, Sequence

from msgspec import structs
from msgspec.structs import replace

from asc_desktop.domain.records.council import OwnField, OwnValue
from asc_desktop.domain.records.fields import FieldError, Kind, Record, Value, field_of
from asc_desktop.domain.records.own import (
    as_field,
    choices_of,
    fields_for,
    held_in,
    own_id,
    reads,
    stored,
    words,
)
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.spellings import is_nothing
from asc_desktop.domain.words import named, number_of, shortened
from asc_desktop.services.editing import CellEdit, Rows, delete_records, take_cells
from asc_desktop.services.errors import EditRefused, Problem, told_as
from asc_desktop.services.new_rows import NewRows, RowTexts, row_name
from asc_desktop.services.session import Session

Edits = Sequence[CellEdit | tuple[str, str, str]]


def make(
    session: Session,
    record_table: str,
    label: str,
    kind: str = "text",
    *,
    choices: Iterable[str] = (),
    help: str = "",  # noqa: A002 - the field's own word
    in_pack: bool = False,
) -> OwnField:
    """Add a field to a type of record, after those that it has; raise EditRefused with a sentence."""
    held = fields_for(session.records, record_table, retired=True)
    own = OwnField(
        id=session.new_id(),
        record_table=record_table,
        label=label,
        kind=kind,
        choices="\n".join(choices) or None,
        help=help or None,
        in_pack=int(in_pack),
        position=max((other.position for other in held), default=0) + 1,
    )
    with session.edit(f"Add field {shortened(label)} to {TYPE_BY_TABLE[record_table].plural}") as edit:
        edit.put(own)
    return session.records.get(OwnField, own.id)


def change_fields(session: Session, edits: Edits, *, reason: str | None = None) -> None:
    """Change fields as typed, as one change.

    Where the kind changes, the values become those of the new kind, if each can be read as one; where a choice is
    only renamed, its values are renamed with it. Raises EditRefused with a sentence for each cell that cannot be.
    """
    rows = Rows(session, OwnField)
    take_cells(edits, rows.take)
    values: list[OwnValue] = []
    refused: list[Problem] = []
    for own in rows.changed.values():
        before = session.records.get(OwnField, own.id)
        changed, unread = _converted(session, before, own)
        values += changed
        if unread:
            refused.append(
                Problem(own.id, "choices" if own.kind == before.kind else "kind", _unread(own, unread))
            )
    if refused:
        raise EditRefused(refused)
    whose = named([f"field {shortened(own.label)}" for own in rows.changed.values()], "field")
    with session.edit(f"Change {rows.what[:1].lower()}{rows.what[1:]} of {whose}", reason=reason) as edit:
        edit.put(*rows.changed.values(), *values)


def move(session: Session, own: OwnField, by: int) -> bool:
    """Put a field so many places further among those of its type of record; return whether it moved."""
    held = list(fields_for(session.records, own.record_table, retired=True))
    at = next(place for place, other in enumerate(held) if other.id == own.id)
    to = max(0, min(at + by, len(held) - 1))
    if to == at:
        return False
    held.insert(to, held.pop(at))
    with session.edit(f"Reorder fields of {TYPE_BY_TABLE[own.record_table].plural}") as edit:
        edit.put(*(replace(other, position=place) for place, other in enumerate(held, start=1)))
    return True


def delete(session: Session, own: OwnField, *, reason: str | None = None) -> None:
    """Delete a field with its values."""
    delete_records(session, [own], reason=reason)


def count_of(session: Session, own: OwnField) -> int:
    """Return how many records have something in a field."""
    return len(session.records.of(OwnValue, "own_field_id", own.id))


def goes_with(session: Session, own: OwnField) -> str:
    """Return what is deleted with a field, in words: ``12 values``; nothing where it is empty."""
    count = count_of(session, own)
    return number_of(count, "value") if count else ""


# ------------------------------------------------------------------------------------------------------- values


def set_values(session: Session, edits: Edits, *, reason: str | None = None) -> None:
    """Set own values as typed, each named by its record and its field's key; nothing removes one.

    Raises EditRefused with a sentence for each cell that cannot be read, and sets none of them.
    """
    puts: dict[tuple[str, str], OwnValue] = {}
    gone: dict[tuple[str, str], OwnValue] = {}
    owns: dict[str, OwnField] = {}
    records: dict[str, Record] = {}

    def take(edit: CellEdit) -> None:
        own, record = _named(session, edit)
        owns[own.id], records[record.id] = own, record
        value = parse(own, edit.text)
        held = held_in(session.records, own.id, record.id)
        cell = (record.id, edit.key)
        puts.pop(cell, None)
        gone.pop(cell, None)
        if value is not None:
            kept = held or OwnValue(
                id=session.new_id(), own_field_id=own.id, record_table=record.table, record_id=record.id
            )
            puts[cell] = replace(kept, value=stored(value))
        elif held is not None:
            gone[cell] = held

    take_cells(edits, take)
    if not (puts or gone):
        return
    what = next(iter(owns.values())).label if len(owns) == 1 else "details"
    plurals = {record.plural for record in records.values()}
    names = [shortened(record.words(session.records)) for record in records.values()]
    many = plurals.pop() if len(plurals) == 1 else "records"
    action = f"Change {what} of {named(names, 'record', many)}"

    cells = {kept.id: cell for cell, kept in puts.items()}

    def of_cell(problem: Problem) -> Problem:
        record_id, key = cells.get(problem.record_id, (problem.record_id, problem.key))
        return problem._replace(record_id=record_id, key=key)

    with told_as(of_cell), session.edit(action, reason=reason) as edit:
        edit.put(*puts.values())
        edit.delete(*gone.values())


def parse(own: OwnField, text: str) -> Value:
    """Return the value for what was typed; None for nothing, also of a yes or no. Raises FieldError."""
    field = as_field(own)
    if field.kind is Kind.FLAG and is_nothing(text.strip()):
        return None
    return field.parse(text)


def is_own(key: str) -> bool:
    """Whether a key names an own field."""
    return bool(own_id(key))


def apply_with(
    session: Session, edits: Edits, apply: Callable[[list[CellEdit]], object], *, reason: str | None = None
) -> None:
    """Set the own values among typed cells, and let ``apply`` have the others, as one change.

    Raises EditRefused with what either refuses, and applies nothing.
    """
    every = [CellEdit(*edit) for edit in edits]
    own = [edit for edit in every if is_own(edit.key)]
    rest = [edit for edit in every if not is_own(edit.key)]
    if not own:
        apply(rest)
    elif not rest:
        set_values(session, own, reason=reason)
    else:
        kind = _named(session, own[0])[1]
        several = len({edit.record_id for edit in every}) > 1
        words = kind.plural if several else shortened(kind.words(session.records))
        with session.together(f"Change details of {words}", reason=reason):
            _each((lambda: apply(rest)), (lambda: set_values(session, own, reason=reason)))


def with_own(new_rows: NewRows, fields: Sequence[OwnField]) -> NewRows:
    """Return what rows make with what they have in own fields, as one change."""
    if not fields:
        return new_rows

    def make_rows(session: Session, rows: Sequence[RowTexts], reason: str | None) -> list[str]:
        with session.together(f"Add {new_rows.plural}", reason=reason):
            built_in = [{key: text for key, text in row.items() if not is_own(key)} for row in rows]
            made = new_rows.make(session, built_in, reason)
            places = {record_id: row_name(at) for at, record_id in enumerate(made)}
            edits = [
                CellEdit(record_id, key, text)
                for record_id, row in zip(made, rows, strict=True)
                for key, text in row.items()
                if is_own(key) and text
            ]
            with told_as(lambda problem: problem._replace(record_id=places[problem.record_id])):
                set_values(session, edits, reason=reason)
        return made

    described = tuple(as_field(own) for own in fields)
    return structs.replace(new_rows, fields=(*new_rows.fields, *described), make=make_rows)


# ------------------------------------------------------------------------------------------------------- inside


def _each(*changes: Callable[[], object]) -> None:
    """Make every change, and raise what any of them refuses when all were tried."""
    refused: list[Problem] = []
    for change in changes:
        try:
            change()
        except EditRefused as error:
            refused += error.problems
    if refused:
        raise EditRefused(refused)


def _named(session: Session, edit: CellEdit) -> tuple[OwnField, Record]:
    """Return the field and the record that a cell names; raise EditRefused where one is gone."""
    own = session.records.find(OwnField, own_id(edit.key))
    if own is None:
        raise EditRefused([Problem(edit.record_id, edit.key, "This field is no longer there.")])
    kind = TYPE_BY_TABLE[own.record_table]
    record = session.records.find(kind, edit.record_id)
    if record is None:
        raise EditRefused([Problem(edit.record_id, edit.key, f"This {kind.noun} is no longer there.")])
    return own, record


def _converted(session: Session, before: OwnField, after: OwnField) -> tuple[list[OwnValue], list[str]]:
    """Return the values that become others with a field, and in words those that cannot."""
    changed: list[OwnValue] = []
    unread: list[str] = []
    renamed = _renamed(before, after)
    for value in session.records.of(OwnValue, "own_field_id", before.id):
        text = renamed.get(value.value, value.value)
        if not reads(after, text):
            said = words(before, value.value)
            try:
                text = stored(parse(after, said))
            except FieldError:
                text = ""
            if not text:
                unread.append(said)
                continue
        if text != value.value:
            changed.append(replace(value, value=text))
    return changed, unread


def _renamed(before: OwnField, after: OwnField) -> dict[str, str]:
    """Return the choices that are only called otherwise: as many as before, in the same places."""
    was, now = choices_of(before), choices_of(after)
    if len(was) != len(now):
        return {}
    return {old: new for old, new in zip(was, now, strict=True) if old not in now and new not in was}


def _unread(own: OwnField, unread: Sequence[str]) -> str:
    """Return the sentence that refuses a kind, or choices, which values could not be."""
    kind = field_of(OwnField, "kind").format(own.kind).lower()
    why = "is not among the choices" if own.kind == "choice" else f"cannot be read as {kind}"
    rest = f", and {number_of(len(unread) - 1, 'more', 'more')}" if len(unread) > 1 else ""
    return f"“{shortened(unread[0], 40)}”{rest} {why}. Change what the records have first."
