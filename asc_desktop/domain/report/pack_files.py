"""A pack's template as text: as a record keeps its sections, and as a small JSON file that officers pass on."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, cast

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
    content = _content(text)
    name, audience, sections = content.get("name"), content.get("audience"), content.get("sections")
    if not isinstance(name, str) or not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        raise PackPlanError("The template in this file has no name that can be shown.")
    if audience not in _AUDIENCES:
        raise PackPlanError(f"The template “{name}” is for an audience that this program does not know.")
    _refuse_sections(name, sections)
    return PackPlan(name.strip(), sections_of(sections_text(cast("list[str]", sections))), str(audience))


def _content(text: str) -> dict[str, Any]:
    """Return what a template’s text holds, of this version."""
    try:
        content = json.decode(text)
    except (ValueError, RecursionError) as error:
        raise PackPlanError("This file is no pack template: it is not JSON.") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise PackPlanError("This file is no pack template of ASC Desktop.")
    version = content.get("version")
    if version is None:
        raise PackPlanError(
            f'This pack template does not give its version. Add a line “"version": {VERSION},”.'
        )
    if version != VERSION:
        raise PackPlanError(
            f"This pack template is of version {version}, and this program reads version {VERSION}. "
            "A later version of ASC Desktop may have made it."
        )
    return content


def _refuse_sections(name: str, sections: object) -> None:
    if not isinstance(sections, list) or not all(isinstance(key, str) for key in sections):
        raise PackPlanError(f"The template “{name}” does not list its sections.")
    if not sections:
        raise PackPlanError(f"The template “{name}” lists no section.")
    for key in sections:
        if key.strip() not in SECTION_BY_KEY:
            raise PackPlanError(
                f"The template “{name}” has a section “{key}”, which there is none of. {_meant(key)}"
            )


def _meant(key: str) -> str:
    """Return which section was likely meant, or all there are."""
    near = get_close_matches(key.strip().casefold(), SECTION_BY_KEY, n=1)
    if near:
        return f"Did you mean “{near[0]}”?"
    return f"The sections are: {', '.join(SECTION_BY_KEY)}."
