"""Edits that any page makes: cells of any record, new records, copies, archive and removal."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar, cast

from msgspec.structs import replace

from asc_desktop.domain.records.council import OwnValue
from asc_desktop.domain.records.delivery import (
    Milestone,
    Mitigation,
    Project,
    ProjectCost,
    ProjectException,
    SavingsLine,
    SavingsTarget,
)
from asc_desktop.domain.records.fields import (
    Field,
    FieldError,
    Kind,
    Record,
    Value,
    field_of,
    fields_of,
    not_in_list,
)
from asc_desktop.domain.records.place import belongs_to, holder_id
from asc_desktop.domain.records.references import next_free
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.spellings import excel_error, is_nothing
from asc_desktop.domain.words import named, one_or_number, shortened
from asc_desktop.services.errors import EditRefused, Problem, told_as
from asc_desktop.services.said_before import one_spelling, said_before
from asc_desktop.services.session import Session

R = TypeVar("R", bound=Record)


class CellEdit(NamedTuple):
    """One cell as typed: the record's id, the field's key and the text; a reference is an id or a record's words."""

    record_id: str
    key: str
    text: str


def choices_for(session: Session, field: Field, record: Record | None = None) -> list[tuple[str, str]]:
    """Return what a reference may point at: id and words, retired and archived records left out.

    Of a record, only what its field is ``within``: a workstream of its theme, a line of its project or programme; and
    of a field that is ``checked`` only what the rules between records take. Of a text that is said again and again,
    what was said before.
    """
    if field.again:
        return [(name, name) for name in said_before(session, field)]
    near = _near(session, field, record)
    return _in_words(session, [item for item in near if _is_taken(session, field, record, item)])


def _near(session: Session, field: Field, record: Record | None) -> list[Record]:
    records = session.records
    held = [item for item in records.all(TYPE_BY_TABLE[field.to]) if not (item.retired or item.archived)]
    near = holder_id(record, field, records) if record is not None else None
    return held if near is None else [item for item in held if belongs_to(item, near, records)]


def _is_taken(session: Session, field: Field, record: Record | None, item: Record) -> bool:
    if record is None or not field.checked or getattr(record, field.key) == item.id:
        return True
    # With the first list of choices: the first page does not wait for the rules.
    from asc_desktop.domain.checks.checker import is_refused

    return not is_refused(replace(record, **cast("Any", {field.key: item.id})), field.key, session.records)


def accepted(
    session: Session, field: Field, record: Record | None, options: Sequence[tuple[str, str]]
) -> Sequence[tuple[str, str]]:
    """Return those choices, months or years that the rules take of a record, and the one that it has.

    All of them where none is left: whatever is chosen then is refused with a sentence.
    """
    if record is None or field.key not in {own.key for own in fields_of(type(record))}:
        return options
    # With the first list that is opened: the first page does not wait for the rules.
    from asc_desktop.domain.checks.checker import is_accepted

    held = getattr(record, field.key)

    def is_taken(text: str) -> bool:
        value: Value = int(text) if field.kind is Kind.YEAR else text
        changed = replace(record, **cast("Any", {field.key: value}))
        return value == held or is_accepted(changed, field.key, session.records)

    return [option for option in options if is_taken(option[0])] or options


def _in_words(session: Session, held: Sequence[Record]) -> list[tuple[str, str]]:
    records = session.records
    found = [(item.position, item.words(records), item.id) for item in held]
    return [
        (item_id, words)
        for _, words, item_id in sorted(found, key=lambda item: (item[0], item[1].casefold()))
    ]


def parse_cell(session: Session, record: Record, key: str, text: str) -> Value:
    """Return the stored value for a typed text; raise FieldError with a sentence.

    A reference may be typed as an id or as the words that name its record. A name that other records have is spelt as
    there.
    """
    field = field_of(type(record), key)
    if field.kind is not Kind.REFERENCE or not text.strip():
        return one_spelling(session, record, field, field.parse(text))
    wanted = " ".join(text.split())
    if session.records.find(TYPE_BY_TABLE[field.to], wanted) is not None:
        return wanted
    # What the rules refuse is named too: they say why.
    options = _in_words(session, _near(session, field, record))
    exact = [item for item, words in options if words.casefold() == wanted.casefold()]
    starts = [item for item, words in options if words.casefold().startswith(wanted.casefold())]
    named = [
        item for item, _ in options if session.records.title(field.to, item).casefold() == wanted.casefold()
    ]
    for found in (exact, named):
        if len(found) == 1:
            return found[0]
    if is_nothing(wanted) or excel_error(wanted):
        return field.parse(wanted)
    if len(starts) == 1:
        return starts[0]
    raise not_in_list(field, wanted)


class RowGone(Exception):  # noqa: N818 - told as a refusal of the cell
    """The row of a typed cell is no longer there; what it is of is named."""


class Rows(Generic[R]):
    """What typed cells make of the records behind rows, by the rows' ids.

    ``find`` gives the record that a row's cells change where it is not the one of the row's id: one kept for the
    period, or one that begins there.
    """

    def __init__(
        self, session: Session, kind: type[R], find: Callable[[str], R | None] | None = None
    ) -> None:
        self._session = session
        self._kind = kind
        self._find = find or (lambda row_id: session.records.find(kind, row_id))
        self.changed: dict[str, R] = {}
        self.keys: dict[str, set[str]] = {}
        """Which cells were typed, row by row."""

    def record(self, row_id: str) -> R:
        """Return a row's record as it now is; raise RowGone where there is none."""
        found = self.changed.get(row_id) or self._find(row_id)
        if found is None:
            raise RowGone(self._kind.noun)
        return found

    def take(self, edit: CellEdit) -> None:
        """Take a typed cell in; raise FieldError or RowGone."""
        record = self.record(edit.record_id)
        values: dict[str, Any] = {edit.key: parse_cell(self._session, record, edit.key, edit.text)}
        if edit.key == "theme_id" and isinstance(record, Project) and values[edit.key] != record.theme_id:
            # A workstream belongs to one theme.
            values["workstream_id"] = None
        self.changed[edit.record_id] = replace(record, **values)
        self.keys.setdefault(edit.record_id, set()).add(edit.key)

    @property
    def what(self) -> str:
        """The label of what was typed, where it was one field only."""
        labels = {field_of(self._kind, key).label for keys in self.keys.values() for key in keys}
        return labels.pop() if len(labels) == 1 else "details"

    def drop_empty(self, keys: Sequence[str]) -> list[R]:
        """Leave out the records of which all these fields are empty; return those of them that are kept, to remove."""
        empty = {
            row_id: record
            for row_id, record in self.changed.items()
            if all(getattr(record, key) is None for key in keys)
        }
        for row_id in empty:
            del self.changed[row_id]
        return [
            record
            for record in empty.values()
            if self._session.records.find(self._kind, record.id) is not None
        ]


def take_cells(edits: Sequence[CellEdit | tuple[str, str, str]], take: Callable[[CellEdit], object]) -> None:
    """Take typed cells in one by one; raise EditRefused with a sentence for each that cannot be."""
    refused: list[Problem] = []
    for record_id, key, text in edits:
        try:
            take(CellEdit(record_id, key, text))
        except FieldError as error:
            refused.append(Problem(record_id, key, error.sentence))
        except RowGone as gone:
            refused.append(Problem(record_id, key, f"This {gone} is no longer there."))
    if refused:
        raise EditRefused(refused)


def put_rows(
    session: Session, action: str, *tables: Rows[Any], reason: str | None = None, gone: Sequence[Record] = ()
) -> None:
    """Keep what typed cells made of rows, and remove ``gone``, as one transaction; a refusal tells of the rows."""
    rows = {record.id: row_id for table in tables for row_id, record in table.changed.items()}
    with (
        told_as(lambda problem: problem._replace(record_id=rows.get(problem.record_id, problem.record_id))),
        session.edit(action, reason=reason) as edit,
    ):
        edit.put(*(record for table in tables for record in table.changed.values()))
        edit.delete(*gone)


def apply_cells(
    session: Session,
    record_type: type[Record],
    edits: Sequence[CellEdit | tuple[str, str, str]],
    *,
    reason: str | None = None,
) -> None:
    """Apply typed cells of existing records as one transaction; raise EditRefused and apply none of them."""
    rows = Rows(session, record_type)
    take_cells(edits, rows.take)
    put_rows(session, _action_for(session, record_type, rows), rows, reason=reason)


def new_record(
    session: Session,
    record_type: type[R],
    values: Mapping[str, Value | str],
    *,
    reason: str | None = None,
    record_id: str = "",
) -> R:
    """Add a record with these values, as typed or as stored; raise EditRefused with a sentence for each field.

    A record of a type that has an order stands last. ``record_id`` is one that ``Session.new_id`` gave before.
    """
    record = build_record(session, record_type, values, id=record_id or session.new_id())
    if "position" not in values and any(field.key == "position" for field in fields_of(record_type)):
        places = [item.position for item in session.records.all(record_type)]
        record = replace(record, **cast("Any", {"position": max(places, default=0) + 1}))
    title = shortened(record.title_words(session.records))
    with session.edit(f"Add {record_type.noun} {title}".strip(), reason=reason) as edit:
        edit.put(record)
    return session.records.get(record_type, record.id)


def build_record(
    session: Session, record_type: type[R], values: Mapping[str, Value | str], **owner: str
) -> R:
    """Return a new record with these values, not yet added; raise EditRefused with a sentence for each field.

    ``owner`` sets references to records that are new in the same edit, by id, and its own ``id`` where it has one.
    """
    record = record_type(**cast("Any", {"id": session.new_id(), **owner}))
    refused = []
    for key, value in values.items():
        try:
            typed = parse_cell(session, record, key, value) if isinstance(value, str) else value
            record = replace(record, **cast("Any", {key: typed}))
        except FieldError as error:
            refused.append(Problem(record.id, key, error.sentence))
    told = {problem.key for problem in refused}
    refused += [
        Problem(record.id, field.key, f"{field.label} is needed.")
        for field in fields_of(record_type)
        if field.required and field.key not in told and _is_empty(field, getattr(record, field.key))
    ]
    if refused:
        raise EditRefused(refused)
    return record


def _is_empty(field: Field, value: Value) -> bool:
    return value in {None, ""} or (field.kind is Kind.YEAR and value == 0)


def delete_records(session: Session, records: Sequence[Record], *, reason: str | None = None) -> None:
    """Remove records with everything that belongs to them; raise EditRefused where something else needs them.

    What was reported for a closed period goes only with a reason.
    """
    first = records[0]
    one = f"{first.noun} {shortened(first.words(session.records))}"
    words = one_or_number(len(records), one, first.noun, first.plural)
    with session.edit(f"Delete {words}", reason=reason) as edit:
        edit.delete(*dependents(session, records))


def dependents(session: Session, records: Sequence[Record]) -> list[Record]:
    """Return what belongs to records and would go with them, and the records themselves."""
    doomed: dict[str, Record] = {}
    for record in records:
        _gather(session, record, doomed)
    return list(doomed.values())


def _gather(session: Session, record: Record, doomed: dict[str, Record]) -> None:
    if record.id in doomed:
        return
    for user, key in session.records.users_of(record):
        if field_of(type(user), key).owns:
            _gather(session, user, doomed)
    doomed[record.id] = record


def next_reference(session: Session, like: str = "P-001") -> str:
    """Return the next free project reference in the style of another: ``IL-13`` after ``IL-12``."""
    return next_free([project.ref for project in session.records.all(Project)], like)


def duplicate_project(session: Session, project: Project) -> Project:
    """Add a copy of a project with its savings lines, targets, costs and milestones; not what was reported of it."""
    copy = replace(
        project,
        id=session.new_id(),
        ref=next_reference(session, project.ref),
        name=_copied_name(project.name),
        archived=0,
    )
    with session.edit(f"Duplicate project {project.ref}") as edit:
        edit.put(copy, *_own_values(session, project.id, copy.id))
        for line in session.records.of(SavingsLine, "project_id", project.id):
            new_line = replace(line, id=session.new_id(), project_id=copy.id)
            edit.put(new_line, *_own_values(session, line.id, new_line.id))
            for target in session.records.of(SavingsTarget, "line_id", line.id):
                edit.put(replace(target, id=session.new_id(), line_id=new_line.id))
        for cost in session.records.of(ProjectCost, "project_id", project.id):
            edit.put(replace(cost, id=session.new_id(), project_id=copy.id))
        for milestone in session.records.of(Milestone, "project_id", project.id):
            again = replace(milestone, id=session.new_id(), project_id=copy.id, actual_date=None)
            edit.put(again, *_own_values(session, milestone.id, again.id))
    return session.records.get(Project, copy.id)


def _own_values(session: Session, record_id: str, copy_id: str) -> list[OwnValue]:
    """Return what a record has in the council's own fields, for its copy."""
    held = session.records.of(OwnValue, "record_id", record_id)
    return [replace(value, id=session.new_id(), record_id=copy_id) for value in held]


def _copied_name(name: str) -> str:
    ending = " (copy)"
    return name[: field_of(Project, "name").limit - len(ending)].rstrip() + ending


def archive_projects(session: Session, projects: Sequence[Project], *, archived: bool = True) -> None:
    """Take projects out of every list and total, or bring them back."""
    verb = "Archive" if archived else "Restore"
    words = named([item.ref for item in projects], "project")
    with session.edit(f"{verb} {words}") as edit:
        edit.put(*(replace(project, archived=int(archived)) for project in projects))


def add_exception(
    session: Session, values: Mapping[str, Value | str], mitigations: Sequence[Mapping[str, Value | str]]
) -> ProjectException:
    """Add an exception with its mitigations as one transaction; raise EditRefused with all that is wrong with them.

    A mitigation may bring an ``id``, which its problems then name.
    """
    exception_id = session.new_id()
    built: list[Record] = []
    refused: list[Problem] = []
    wanted: list[tuple[type[Record], Mapping[str, Value | str], dict[str, str]]] = [
        (ProjectException, values, {"id": exception_id}),
        *((Mitigation, mitigation, {"exception_id": exception_id}) for mitigation in mitigations),
    ]
    for kind, item, owner in wanted:
        own = {"id": str(item["id"])} if "id" in item else {}
        typed = {key: value for key, value in item.items() if key != "id"}
        try:
            built.append(build_record(session, kind, typed, **owner, **own))
        except EditRefused as error:
            refused.extend(error.problems)
    if refused:
        raise EditRefused(refused)
    project = session.records.find(Project, cast("ProjectException", built[0]).project_id)
    with session.edit(f"Record exception of {project.ref if project else ''}".strip()) as edit:
        edit.put(*built)
    return session.records.get(ProjectException, exception_id)


def _action_for(session: Session, record_type: type[Record], rows: Rows[Record]) -> str:
    if len(rows.changed) == 1:
        record = session.records.get(record_type, next(iter(rows.changed)))
        return f"Change {rows.what} of {shortened(record.words(session.records)) or record_type.noun}"
    return f"Change {rows.what} of {len(rows.changed)} {record_type.plural}"
