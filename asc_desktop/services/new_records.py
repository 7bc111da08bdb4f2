"""What each table makes of pasted rows: projects and what belongs to them. ``new_records_assurance`` has the others.

A row that names its project, theme or programme belongs there; one that does not belongs to what is looked at, and is
refused where that could be several. Each record is made by the service that its own dialog uses.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.dates import year_label
from asc_desktop.domain.records import place as places
from asc_desktop.domain.records.delivery import (
    Milestone,
    Mitigation,
    Programme,
    Project,
    ProjectDependency,
    ProjectException,
    SavingsLine,
    SavingsTarget,
    StatusUpdate,
    Theme,
)
from asc_desktop.domain.records.fields import Field, FieldError, Kind, Record, field_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.spellings import is_nothing
from asc_desktop.domain.words import one_or_number
from asc_desktop.services import editing, projects, reporting
from asc_desktop.services.editing import choices_for
from asc_desktop.services.errors import EditRefused, Problem
from asc_desktop.services.new_rows import NewRows, RowTexts, row_name
from asc_desktop.services.session import Session


class Place(Struct, frozen=True):
    """What is looked at while rows are pasted; empty where it is several, or nothing.

    ``owner_id`` is the record that the table's rows are parts of: the project, the exception or the risk in view.
    """

    programme_id: str = ""
    period: str = ""
    theme_id: str = ""
    owner_id: str = ""


Look = Callable[[], Place]
Add = Callable[[Session, dict[str, str], Place, str | None], str]
"""Adds the record of one row and returns its id; its texts are without the empty ones, its references ids."""


def new_projects(look: Look) -> NewRows:
    """Return the projects that rows make: with a theme, a reference and, where it is given, a delivery status."""
    fields = described(
        Project, "ref", "name", "theme_id", "workstream_id", "source_plan_id", "lead", "sponsor"
    )
    fields += described(StatusUpdate, "status_id", "narrative")
    fields += described(Project, "description", "start_date", "end_date", "source")
    return new_rows(
        Project,
        fields,
        look,
        _add_project,
        reference="ref",
        name="name",
        existing=known_by(lambda session: session.records.all(Project), "name"),
    )


def new_savings_lines(look: Look, years: Sequence[int], *, of_one: bool = False) -> NewRows:
    """Return the savings lines that rows make, with the first approved target of each of these years.

    ``of_one``, here and below, is for the table of one project, whose rows are known by their names alone.
    """
    target = field_of(SavingsTarget, "target_pence")
    fields = described(SavingsLine, "project_id", "name")
    fields += tuple(
        replace(
            target,
            key=reporting.year_key("target_pence", year),
            label=f"{year_label(year)} target",
            required=False,
        )
        for year in years
    )
    fields += described(SavingsLine, "kind", "recurrence", "counts_in_theme_id", "source")
    return _parts_of_projects(SavingsLine, "name", fields, look, _add_line, of_one=of_one)


def new_milestones(look: Look, *, of_one: bool = False) -> NewRows:
    """Return the milestones that rows make."""
    fields = described(Milestone, "project_id", "name", "baseline_date", "forecast_date", "actual_date")
    return _parts_of_projects(Milestone, "name", fields, look, partial(_add_part, Milestone), of_one=of_one)


def new_dependencies(look: Look) -> NewRows:
    """Return the dependencies that rows make."""
    fields = described(ProjectDependency, "project_id", "needs_project_id", "milestone_id", "description")
    return new_rows(ProjectDependency, fields, look, partial(_add_part, ProjectDependency))


def new_exceptions(look: Look, *, of_one: bool = False) -> NewRows:
    """Return the exceptions that rows make, raised in the period looked at unless they say otherwise."""
    fields = described(
        ProjectException,
        "project_id",
        "description",
        "category",
        "amount_pence",
        "years",
        "raised_period",
        "closed_period",
        "source",
    )
    return _parts_of_projects(ProjectException, "description", fields, look, _add_exception, of_one=of_one)


def new_mitigations(look: Look) -> NewRows:
    """Return the mitigations that rows make of the exception in view."""
    fields = described(Mitigation, "action", "owner", "due_date", "done_date", "effect", "effect_pence")
    return new_parts(Mitigation, "exception_id", fields, look)


def new_parts(kind: type[Record], owner_key: str, fields: tuple[Field, ...], look: Look) -> NewRows:
    """Return what rows make of actions of one record, known by their words."""

    def existing(session: Session, _reference: str, words: str) -> str | None:
        return same_words(session.records.of(kind, owner_key, look().owner_id), "action", words)

    def add(session: Session, values: dict[str, str], place: Place, reason: str | None) -> str:
        if not place.owner_id:
            noun = TYPE_BY_TABLE[field_of(kind, owner_key).to].noun
            raise refusal(owner_key, f"Choose the {noun} that it belongs to first.")
        return editing.new_record(session, kind, {owner_key: place.owner_id, **values}, reason=reason).id

    return new_rows(kind, fields, look, add, name="action", existing=existing)


# ------------------------------------------------------------------------------------------------ what all share


def described(kind: type[Record], *keys: str) -> tuple[Field, ...]:
    """Return fields of a record type."""
    return tuple(field_of(kind, key) for key in keys)


def new_rows(
    kind: type[Record],
    fields: tuple[Field, ...],
    look: Look,
    add: Add,
    *,
    reference: str = "",
    name: str = "",
    group: str = "",
    existing: Callable[[Session, str, str], str | None] = lambda _session, _reference, _name: None,
) -> NewRows:
    """Return the description of rows of which each is added by ``add``, all in one transaction."""

    def make(session: Session, rows: Sequence[RowTexts], reason: str | None) -> list[str]:
        made: list[str] = []
        refused: list[Problem] = []
        action = f"Add {one_or_number(len(rows), kind.noun, kind.noun, kind.plural)}"
        with session.together(action, reason=reason):
            for at, row in enumerate(rows):
                try:
                    made.append(add(session, _values(session, fields, row, look()), look(), reason))
                except EditRefused as error:
                    refused += [Problem(row_name(at), item.key, item.sentence) for item in error.problems]
            if refused:
                raise EditRefused(refused)
        return made

    return NewRows(
        noun=kind.noun,
        plural=kind.plural,
        fields=fields,
        make=make,
        existing=existing,
        options=lambda session, field: (
            choices_for(session, field) if field.kind is Kind.REFERENCE else field.choices
        ),
        reference=reference,
        name=name,
        group=group,
        title=kind.title,
    )


def _values(session: Session, fields: tuple[Field, ...], row: RowTexts, place: Place) -> dict[str, str]:
    """Return what a row says, in the fields' order and with ids for references; raise EditRefused for those unknown."""
    values: dict[str, str] = {}
    refused: list[Problem] = []
    for field in fields:
        text = row.get(field.key, "").strip()
        if not text or is_nothing(text):
            continue
        if field.kind is Kind.REFERENCE:
            try:
                text = _named(session, field, text, values.get("theme_id", ""), place.programme_id)
            except FieldError as error:
                refused.append(Problem("", field.key, error.sentence))
                continue
        values[field.key] = text
    if refused:
        raise EditRefused(refused)
    return values


def _named(session: Session, field: Field, text: str, theme_id: str, programme_id: str) -> str:
    """Return the id of the record that a text names in full: its id, its words, its title or its reference.

    Where several have the name, that of the row's theme or of the programme looked at is meant. Raises FieldError where
    there is none, or still several. Never by a beginning, as in a cell that is typed.
    """
    wanted = " ".join(text.split()).casefold()
    found = []
    for record_id, words in choices_for(session, field):
        record = session.records.get(TYPE_BY_TABLE[field.to], record_id)
        names = {record_id, words, session.records.title(field.to, record_id), record.ref}
        if wanted in {name.casefold() for name in names}:
            found.append(record)
    if len(found) > 1:
        nearer = [
            record
            for record in found
            if {theme_id, programme_id} & {item.id for item in places.lineage(record, session.records)}
        ]
        found = nearer or found
    if len(found) == 1:
        return found[0].id
    several = f"There are {len(found)} of the name “{text}”" if found else f"“{text}” is not in the list"
    raise FieldError(field, f"{several} for {field.label}.")


def same_words(records: Sequence[Record], key: str, words: str) -> str | None:
    """Return the id of the one record whose words are these, capitals and spaces aside; None for none or several."""
    wanted = " ".join(words.split()).casefold()
    found = [item.id for item in records if " ".join(str(getattr(item, key)).split()).casefold() == wanted]
    return found[0] if wanted and len(found) == 1 else None


def known_by(
    records: Callable[[Session], Sequence[Record]], name: str
) -> Callable[[Session, str, str], str | None]:
    """Return what finds the record of a reference, or of a name where a row has no reference."""

    def existing(session: Session, ref: str, words: str) -> str | None:
        every = records(session)
        return same_words(every, "ref", ref) if ref.strip() else same_words(every, name, words)

    return existing


def refusal(key: str, sentence: str) -> EditRefused:
    """Return the refusal of one field of a row."""
    return EditRefused([Problem("", key, sentence)])


def programme_of(session: Session, values: Mapping[str, str], place: Place) -> str:
    """Return the programme that a row belongs to; raise EditRefused where nothing tells which.

    What the row says comes first: its programme, that of its project or of its theme. Then the one looked at.
    """
    owner = places.programme_of(session.records.find(Project, values.get("project_id")), session.records)
    theme = session.records.find(Theme, values.get("theme_id"))
    told = (
        values.get("programme_id"),
        owner.id if owner else "",
        theme.programme_id if theme else "",
        place.programme_id,
    )
    every = [item.id for item in session.records.all(Programme) if not item.retired]
    found = next((programme_id for programme_id in told if programme_id), every[0] if len(every) == 1 else "")
    if not found:
        raise refusal(
            "programme_id",
            "Its programme is missing. Choose one at the top, or paste a column Programme.",
        )
    return found


def raised_in(session: Session, programme_id: str, place: Place) -> str:
    """Return when a record is raised that does not say: in the period looked at, or its programme's if earlier."""
    return min(filter(None, (place.period, session.open_period(programme_id or None))), default="")


# ------------------------------------------------------------------------------------------------ inside


def _parts_of_projects(
    kind: type[Record], name: str, fields: tuple[Field, ...], look: Look, add: Add, *, of_one: bool
) -> NewRows:
    def existing(session: Session, _reference: str, words: str) -> str | None:
        return same_words(session.records.of(kind, "project_id", look().owner_id), name, words)

    if of_one:
        return new_rows(kind, fields, look, add, name=name, existing=existing)
    # Two projects may have a line or a milestone of one name: a name alone says nothing.
    return replace(new_rows(kind, fields, look, add), owner="project_id")


def _add_project(session: Session, values: dict[str, str], place: Place, reason: str | None) -> str:
    reported = {key: values.pop(key) for key in ("status_id", "narrative") if key in values}
    if "theme_id" not in values:
        values = {"theme_id": _theme_of(session, place), **values}
    if "ref" not in values:
        theme = session.records.get(Theme, values["theme_id"])
        values["ref"] = editing.next_reference(session, *sorted(_refs_of(session, theme))[-1:])
    project = editing.new_record(session, Project, values, reason=reason)
    if "narrative" in reported and "status_id" not in reported:
        raise refusal("narrative", "A narrative needs its delivery status beside it.")
    if reported:
        update = projects.status_to_report(session, project.id, place.period)
        for key, text in reported.items():
            try:
                value: dict[str, Any] = {key: editing.parse_cell(session, update, key, text)}
            except FieldError as error:
                raise refusal(key, error.sentence) from error
            update = replace(update, **value)
        with session.edit(f"Report status of {project.ref}", reason=reason) as edit:
            edit.put(update)
    return project.id


def _theme_of(session: Session, place: Place) -> str:
    """Return the theme of a project whose row names none; raise EditRefused where it could be several."""
    themes = [
        theme.id
        for theme in session.records.all(Theme)
        if not theme.retired and place.programme_id in {"", theme.programme_id}
    ]
    if place.theme_id in themes or len(themes) == 1:
        return place.theme_id or themes[0]
    raise refusal(
        "theme_id",
        "Its theme is missing. Paste a column Theme, or select a project of the theme first."
        if themes
        else "No themes yet. Add one on the Themes page first.",
    )


def _refs_of(session: Session, theme: Theme) -> list[str]:
    """Return the references of the theme's projects, else of its programme's, of which the next one takes its style."""
    own = [project.ref for project in session.records.of(Project, "theme_id", theme.id)]
    if own:
        return own
    siblings = session.records.of(Theme, "programme_id", theme.programme_id)
    return [item.ref for other in siblings for item in session.records.of(Project, "theme_id", other.id)]


def _project_of(values: Mapping[str, str], place: Place) -> str:
    project_id = values.get("project_id") or place.owner_id
    if not project_id:
        raise refusal(
            "project_id",
            "Its project is missing. Paste a column Project with references or names.",
        )
    return project_id


def _add_part(
    kind: type[Record], session: Session, values: dict[str, str], place: Place, reason: str | None
) -> str:
    """Add a part of a project; one that the project already has by the same words is refused."""
    project_id = _project_of(values, place)
    name = kind.title
    held = session.records.of(kind, "project_id", project_id)
    words = values.get(name, "")
    if kind is not ProjectDependency and same_words(held, name, words):
        project = session.records.get(Project, project_id)
        raise refusal(name, f"{project.ref} already has the {kind.noun} “{words}”.")
    return editing.new_record(session, kind, {**values, "project_id": project_id}, reason=reason).id


def _add_line(session: Session, values: dict[str, str], place: Place, reason: str | None) -> str:
    targets = {key: values.pop(key) for key in list(values) if key.startswith("target_pence:")}
    line_id = _add_part(SavingsLine, session, values, place, reason)
    pence: dict[tuple[str, int], int] = {}
    for key, text in targets.items():
        try:
            pence[line_id, int(key.partition(":")[2])] = int(
                field_of(SavingsTarget, "target_pence").parse(text) or 0
            )
        except FieldError as error:
            raise refusal(key, error.sentence) from error
    if pence:
        reporting.set_first_targets(session, pence)
    return line_id


def _add_exception(session: Session, values: dict[str, str], place: Place, reason: str | None) -> str:
    owner = places.programme_of(session.records.find(Project, _project_of(values, place)), session.records)
    raised = raised_in(session, owner.id if owner else "", place)
    return _add_part(ProjectException, session, {"raised_period": raised, **values}, place, reason)
