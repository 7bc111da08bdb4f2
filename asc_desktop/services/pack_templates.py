"""Pack templates: those that every portfolio offers, and the portfolio's own, kept, passed on and taken in as files."""

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop._files import reason, write_file
from asc_desktop.domain.records.office import PackTemplate
from asc_desktop.domain.report.pack_files import (
    LARGEST,
    PackPlanError,
    plan_from_text,
    plan_text,
    sections_of,
    sections_text,
)
from asc_desktop.domain.report.pack_plan import TEMPLATES, PackPlan
from asc_desktop.services.errors import EditRefused, Problem
from asc_desktop.services.session import Session

__all__ = [
    "PackPlanError",
    "Template",
    "delete_template",
    "export_template",
    "find_template",
    "read_template",
    "rename_template",
    "save_template",
    "templates",
]

ENDING = ".json"


class Template(Struct, frozen=True):
    """A template to choose; ``record_id`` is empty where every portfolio offers it."""

    plan: PackPlan
    record_id: str = ""

    @property
    def is_own(self) -> bool:
        """Whether it is the portfolio's own, to be renamed and deleted."""
        return bool(self.record_id)


def templates(session: Session) -> list[Template]:
    """Return the templates: the built-in ones first, each as the portfolio has changed it, then its own."""
    own = sorted(session.records.all(PackTemplate), key=lambda item: (item.position, item.name))
    held = {item.name.casefold(): _template(item) for item in own}
    found = [held.pop(plan.name.casefold(), Template(plan)) for plan in TEMPLATES]
    return [*found, *held.values()]


def find_template(session: Session, words: str) -> PackPlan:
    """Return the template of a name, or of the beginning of one; raise PackPlanError with those there are."""
    every = [item.plan for item in templates(session)]
    folded = words.strip().casefold()
    exact = [plan for plan in every if plan.name.casefold() == folded]
    found = exact or [plan for plan in every if folded and plan.name.casefold().startswith(folded)]
    if len(found) == 1:
        return found[0]
    names = "; ".join(plan.name for plan in every)
    raise PackPlanError(f"There is no single template “{words}”. The templates are: {names}.")


def save_template(session: Session, plan: PackPlan) -> str:
    """Keep a template in the portfolio, in place of one of its name; return its id. Raises EditRefused."""
    if not plan.sections:
        raise EditRefused([Problem("", "sections", "Choose at least one section.")])
    own = session.records.all(PackTemplate)
    held = next((item for item in own if item.name.casefold() == plan.name.strip().casefold()), None)
    position = 1 + max((item.position for item in own), default=0)
    record = held or PackTemplate(id=session.new_id(), name=plan.name.strip(), position=position)
    record = replace(record, audience=plan.audience, sections=sections_text(plan.sections))
    with session.edit(f"Save pack template {plan.name.strip()}") as edit:
        edit.put(record)
    return record.id


def rename_template(session: Session, template: Template, name: str) -> None:
    """Give one of the portfolio's own templates another name; raise EditRefused where it is taken or empty."""
    record = session.records.get(PackTemplate, template.record_id)
    if any(
        item.id != record.id and item.name.casefold() == name.strip().casefold()
        for item in session.records.all(PackTemplate)
    ):
        raise EditRefused([Problem(record.id, "name", f"There is a template “{name.strip()}” already.")])
    with session.edit(f"Rename pack template {record.name}") as edit:
        edit.put(replace(record, name=name.strip()))


def delete_template(session: Session, template: Template) -> None:
    """Delete one of the portfolio's own templates; a built-in one that it stood for is there again."""
    record = session.records.get(PackTemplate, template.record_id)
    with session.edit(f"Delete pack template {record.name}") as edit:
        edit.delete(record)


def export_template(plan: PackPlan, path: Path) -> None:
    """Write a template to a file; raise PackPlanError where that cannot be."""
    try:
        write_file(path, plan_text(plan).encode())
    except OSError as error:
        raise PackPlanError(f"The template could not be written to “{path}”: {reason(error)}.") from error


def read_template(path: Path) -> PackPlan:
    """Return the template that a file holds; raise PackPlanError with a sentence where it is none."""
    try:
        # Some editors begin a file with a mark of its encoding.
        with path.open(encoding="utf-8-sig") as file:
            return plan_from_text(file.read(LARGEST + 1))
    except UnicodeDecodeError as error:
        raise PackPlanError(f"“{path.name}” is no pack template: it is not text.") from error
    except OSError as error:
        raise PackPlanError(f"“{path}” cannot be read: {error.strerror or error}.") from error


def _template(record: PackTemplate) -> Template:
    return Template(PackPlan(record.name, sections_of(record.sections), record.audience), record.id)
