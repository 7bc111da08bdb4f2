"""A pack's template as text: as a record keeps its sections, and as a small JSON file that officers pass on."""

from collections.abc import Iterable

from msgspec import json

from asc_desktop.domain.records.office import AUDIENCES
from asc_desktop.domain.report.pack_plan import SECTION_BY_KEY, SECTIONS, PackPlan

FORMAT = "asc-desktop pack template"
VERSION = 1
LARGEST = 64_000
"""Characters of a template's file; a longer one is something else."""

_LONGEST_NAME = 200
_AUDIENCES = frozenset(key for key, _ in AUDIENCES)


class PackPlanError(ValueError):
    """A template that cannot be read; the text is a sentence."""


def sections_text(sections: Iterable[str]) -> str:
    """Return sections as a record keeps them."""
    return ",".join(sections)


def sections_of(text: str) -> tuple[str, ...]:
    """Return the sections that a record keeps, each once; one that this program does not know is passed over."""
    keys = (key.strip() for key in text.split(","))
    return tuple(dict.fromkeys(key for key in keys if key in SECTION_BY_KEY))


def chosen_sections(words: str) -> tuple[str, ...]:
    """Return the sections that a person names by key, in that order; raise PackPlanError with those there are."""
    keys = [key.strip().casefold() for key in words.split(",") if key.strip()]
    unknown = [key for key in keys if key not in SECTION_BY_KEY]
    if unknown or not keys:
        there = ", ".join(section.key for section in SECTIONS)
        said = f"There is no section “{unknown[0]}”." if unknown else "No section is named."
        raise PackPlanError(f"{said} The sections are: {there}.")
    return tuple(dict.fromkeys(keys))


def plan_text(plan: PackPlan) -> str:
    """Return a template as a file's text."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "name": plan.name,
        "audience": plan.audience,
        "sections": list(plan.sections),
    }
    return json.format(json.encode(content), indent=2).decode() + "\n"


def plan_from_text(text: str) -> PackPlan:
    """Return the template that a file holds; raise PackPlanError where it is none, or of a later program."""
    if len(text) > LARGEST:
        raise PackPlanError("This file is too long to be a pack template.")
    try:
        content = json.decode(text)
    except (ValueError, RecursionError) as error:
        raise PackPlanError("This file is no pack template: it is not JSON.") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise PackPlanError("This file is no pack template of ASC Desktop.")
    if content.get("version") != VERSION:
        raise PackPlanError("This pack template was made by a later version of ASC Desktop.")
    name, audience, sections = content.get("name"), content.get("audience"), content.get("sections")
    if not isinstance(name, str) or not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        raise PackPlanError("The template in this file has no name that can be shown.")
    if audience not in _AUDIENCES:
        raise PackPlanError(f"The template “{name}” is for an audience that this program does not know.")
    if not isinstance(sections, list) or not all(isinstance(key, str) for key in sections):
        raise PackPlanError(f"The template “{name}” does not list its sections.")
    known = sections_of(sections_text(sections))
    if not known:
        raise PackPlanError(f"The template “{name}” has no section that this program knows.")
    return PackPlan(name.strip(), known, str(audience))
