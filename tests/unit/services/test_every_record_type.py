"""Every type of record does what it declares, in a real session: a new type is walked as soon as it is one."""

import re
from collections.abc import Iterator
from typing import Any, TypeVar

import pytest
from msgspec import json
from msgspec.structs import replace

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Milestone, Project, ProjectDependency, SavingsLine, Workstream
from asc_desktop.domain.records.fields import Field, Kind, Record, field_of, fields_of, owner_field
from asc_desktop.domain.records.place import belongings, place_of, programme_of
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.closed_months import is_kept, is_reported
from asc_desktop.domain.report.exempt import exempt_records
from asc_desktop.domain.report.model import Scope
from asc_desktop.services.editing import choices_for, delete_records
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.find import find
from asc_desktop.services.find_records import record_hits
from asc_desktop.services.history import history, history_page
from asc_desktop.services.publication import mark_exempt
from asc_desktop.services.session import Session

R = TypeVar("R", bound=Record)
TYPES = [pytest.param(kind, id=kind.table) for kind in RECORD_TYPES]
WRITTEN = [kind for kind in RECORD_TYPES if not all(field.hidden for field in fields_of(kind))]
"""The types that a person has to do with."""
RAW = re.compile(r"[0-9a-f]{8}-|\d{4}-\d{2}|None")
"""What is kept and never shown: an id, a date or a period as it is stored, nothing at all."""

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}|[0-9a-f]{32}")

every_type = pytest.mark.parametrize("kind", TYPES)
every_written = pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.table) for kind in WRITTEN])


def first(session: Session, kind: type[R]) -> R:
    """Return a record of a type, of the programme whose open month is the latest."""

    def order(item: Record) -> tuple[str, str]:
        programme = programme_of(item, session.records)
        return programme.open_period if programme else "", item.id

    return max(session.records.all(kind), key=order)


def parts(kind: type[Record]) -> list[Field]:
    return [field for field in fields_of(kind) if field.owns]


def alone(session: Session, kind: type[R], owners: dict[str, Record]) -> R:
    """Return a new record that says what one must, under new ``owners``, and with others like those that it needs."""
    held, blank = first(session, kind), kind(id=session.new_id())
    values: dict[str, Any] = {}
    for field in fields_of(kind):
        if field.owns:
            owners[field.to] = owners.get(field.to) or alone(session, TYPE_BY_TABLE[field.to], owners)
            values[field.key] = owners[field.to].id
        elif field.kind is Kind.REFERENCE and field.required:
            target = TYPE_BY_TABLE[field.to]
            needed = alone(session, target, owners) if owner_field(target) else first(session, target)
            values[field.key] = needed.id
        elif kind.names_by_id and field.key in {"record_table", "record_id"}:
            values[field.key] = getattr(held, field.key)
        elif field.kind is Kind.TEXT and any(field.key in group for group in kind.unique):
            values[field.key] = session.new_id()[-12:] if field.required else None
        elif field.kind not in {Kind.REFERENCE, Kind.CHOICE} and not (
            field.required and field.kind is Kind.MONEY
        ):
            values[field.key] = getattr(held, field.key)
    made = replace(blank, **values)
    with session.edit("Add one alone") as edit:
        edit.put(made)
    return made


@every_written
def test_the_sample_has_rows_of_it(session: Session, kind: type[Record]) -> None:
    assert session.records.all(kind)


@every_type
def test_it_is_deleted_with_its_owner_and_comes_back_with_undo(session: Session, kind: type[Record]) -> None:
    for field in parts(kind):
        owners: dict[str, Record] = {}
        made = alone(session, kind, owners)
        assert getattr(made, field.key) == owners[field.to].id
        delete_records(session, [owners[field.to]])
        assert session.records.find(kind, made.id) is None
        session.undo()
        assert session.records.find(kind, made.id) == made


@every_type
def test_what_owns_it_is_what_it_belongs_to(kind: type[Record]) -> None:
    required = [field for field in fields_of(kind) if field.kind is Kind.REFERENCE and field.required]
    assert set(parts(kind)) <= set(required)
    assert not parts(kind) or required[0].owns


@every_written
def test_ctrl_k_finds_it_by_its_words_or_never(session: Session, kind: type[Record]) -> None:
    found = {hit.id for hit in record_hits(session.records)}
    held = session.records.all(kind)
    if kind.found_by is None:
        assert not found & {item.id for item in held}
        return
    shown = [item for item in held if item.id in found]
    assert shown
    for item in shown:
        words = item.own_words(session.records)
        assert item.id in {hit.id for hit in find(session.records, f"{item.ref} {words}", 100)}, words


@every_written
def test_history_names_it_in_words(session: Session, kind: type[Record]) -> None:
    page = history_page(session, table=kind.table, limit=10_000)
    assert page.rows
    for row in page.rows:
        noun, _, words = row.record.partition(": ")
        about = session.records.about_of(first(session, kind)) if kind.names_by_id else None
        assert noun in {kind.noun.capitalize(), about.noun.capitalize() if about else ""}
        # A movement or a dependency has no words of its own where nobody said why; it is then named by its project.
        assert words
        assert not RAW.search(words), row.record
        assert not ID.search(f"{row.action} {row.field} {row.old} {row.new} {row.reason}"), (
            row.field,
            row.old,
            row.new,
        )


@every_type
def test_history_names_it_when_it_is_gone(session: Session, kind: type[Record]) -> None:
    for field in parts(kind)[:1]:
        owners: dict[str, Record] = {}
        made = alone(session, kind, owners)
        words = next(row.record for row in history(session, record_ids=[made.id]))
        delete_records(session, [made])
        assert not ID.search(session.undo_action or "")
        gone = next(row for row in history(session, record_ids=[made.id]))
        assert (gone.operation, gone.record) == ("Deleted", words), field.key


@every_written
def test_it_is_shown_somewhere(session: Session, kind: type[Record]) -> None:
    for item in session.records.all(kind)[:20]:
        place = place_of(item, session.records)
        assert place is not None
        programme = programme_of(item, session.records)
        assert place.programme_id in {"", programme.id if programme else ""}


@every_written
def test_it_may_be_marked_exempt_or_is_refused_in_a_sentence(session: Session, kind: type[Record]) -> None:
    held = first(session, kind)
    if not kind.markable:
        with pytest.raises(EditRefused, match="cannot be marked exempt"):
            mark_exempt(session, [held], "3", "Because.")
        return
    mark_exempt(session, [held], "3", "Because.")
    found = exempt_records(session.records)
    assert found[held.id].title
    assert not RAW.search(found[held.id].title)
    for part in RECORD_TYPES:
        for field in parts(part):
            if field.to == kind.table and not part.in_row_of_owner:
                assert {item.id for item in session.records.of(part, field.key, held.id)} <= found.keys()


@every_written
def test_what_it_says_is_in_the_report(session: Session, kind: type[Record]) -> None:
    if kind.in_months == "now":
        # It is of no month's report; what a mark withholds is told by its record's own test.
        return
    programme = programme_of(first(session, kind), session.records)
    scope = Scope(programme.id if programme else None, programme.open_period if programme else "2024-06")
    before = json.encode(build_report(session.records, scope))
    assert any(json.encode(build_report(then, scope)) != before for then in changed(session, kind))


def changed(session: Session, kind: type[Record]) -> Iterator[Records]:
    """Yield the records with one field of every record of a type changed, or with none of the type."""
    other = {
        Kind.TEXT: "Another word", Kind.LONG_TEXT: "Another word", Kind.DECIMAL: "7", Kind.INTEGER: 4, Kind.MONEY: 777,
        Kind.DATE: "2024-06-03",
    }  # fmt: skip
    held = session.records.all(kind)
    for field in fields_of(kind):
        value: Any = {field.key: field.choices[-1][0] if field.choices else other.get(field.kind)}
        if value[field.key] and not field.hidden:
            yield session.records.with_changes(
                {kind.table: {item.id: replace(item, **value) for item in held}}
            )
    if not any(field.to == kind.table for user in RECORD_TYPES for field in fields_of(user)):
        yield session.records.with_changes({kind.table: dict.fromkeys(item.id for item in held)})


@every_type
def test_what_leads_its_words_has_a_reference(kind: type[Record]) -> None:
    if kind.led_by:
        target = TYPE_BY_TABLE[field_of(kind, kind.led_by).to]
        assert "ref" in {field.key for field in fields_of(target)}


def test_a_choice_waits_for_what_it_is_within(session: Session) -> None:
    workstream = session.records.all(Workstream)[0]
    project = replace(first(session, Project), theme_id=workstream.theme_id)
    field = field_of(Project, "workstream_id")
    assert workstream.id in dict(choices_for(session, field, project))
    assert choices_for(session, field, replace(project, theme_id="")) == []
    assert workstream.id in dict(choices_for(session, field))


def test_an_archived_project_is_found_and_what_is_of_it_is_not(session: Session) -> None:
    project = next(item for item in session.records.all(Project) if item.ref == "P-010")
    (milestone,) = session.records.of(Milestone, "project_id", project.id)
    with session.edit("Archive") as edit:
        edit.put(replace(project, archived=1))
    found = {hit.id for hit in record_hits(session.records)}
    assert project.id in found
    assert milestone.id not in found


def test_the_page_of_themes_is_of_every_programme(session: Session) -> None:
    place = place_of(first(session, Workstream), session.records)
    assert place is not None
    assert place.programme_id == ""


def test_what_only_points_at_a_record_does_not_belong_to_it(session: Session) -> None:
    dependency = first(session, ProjectDependency)
    needed = session.records.get(Project, dependency.needs_project_id)
    held = {item.id for item in belongings(needed, session.records)}
    assert needed.id in held
    assert dependency.id not in held


def test_a_line_is_named_by_its_project_alone_where_it_is_its_only_one(session: Session) -> None:
    line = alone(session, SavingsLine, {})
    project = session.records.get(Project, line.project_id)
    assert line.words(session.records) == f"{project.ref} {project.name}"
    other = replace(line, id=session.new_id(), name="Another")
    with session.edit("Add another") as edit:
        edit.put(other)
    assert line.words(session.records) == f"{project.ref} {project.name}: {line.name}"


def test_what_is_shown_for_later_months_is_kept_and_what_is_of_now_is_not() -> None:
    kept = {kind for kind in RECORD_TYPES if is_kept(kind)}
    assert {kind.in_months for kind in kept} == {"kept", "ahead"}
    assert {kind.in_months for kind in RECORD_TYPES if is_reported(kind)} == {"reported", "ahead"}
