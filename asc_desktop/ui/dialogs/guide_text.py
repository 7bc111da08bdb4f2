"""The user guide as text: its sections, what a link leads to, and which section is about a page or dialog."""

import re
from functools import cache

from msgspec import Struct

from asc_desktop._paths import resource_path

GUIDE = "user-guide.md"
FIRST = "Your first hour"

_HEADING = re.compile(r"^(#{1,3}) (.+)$", re.MULTILINE)

DIALOGS = {
    "AskDialog": "Ask leads for their updates",
    "BackupsDialog": "Keeping data safe",
    "ControlTotalDialog": "Reconciliation",
    "ExemptDialog": "Publication",
    "FindDialog": "Find anything",
    "FreezeDialog": "Save what the board received",
    "ImportWindow": "Importing a tracker",
    "MergeDialog": "Working copies",
    "MergeWindow": "Working copies",
    "MonthlyDatesDialog": "Settings",
    "MovementDialog": "Record that a saving slipped",
    "NewExceptionDialog": "Exceptions",
    "OverrideDialog": "Performance",
    "PasteDialog": "Check savings against a published paper",
    "PastePreview": "Tables",
    "ReasonDialog": "Correct a closed month",
    "ReturnsWindow": "Taking returns in",
    "SnapshotDialog": "Changes",
    "TargetChangeDialog": "Change a savings target",
}
"""The heading that each dialog with a matter of its own opens the guide at, by the name of its class."""


class Section(Struct, frozen=True):
    """A heading of the guide with the words below it, up to the next. ``level`` is 1 for the title, then 2 and 3."""

    level: int
    heading: str
    words: str

    def has(self, searched: str) -> bool:
        """Whether each of some words is in it, whatever their case."""
        within = f"{self.heading}\n{self.words}".casefold()
        return all(word in within for word in searched.casefold().split())


@cache
def document(name: str) -> str:
    """Return the Markdown of one of the documents that came with the program."""
    return resource_path("docs", name).read_text(encoding="utf-8")


@cache
def sections() -> tuple[Section, ...]:
    """Return the guide's sections in their order."""
    text = document(GUIDE)
    found = list(_HEADING.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    return tuple(
        Section(len(match[1]), match[2], text[match.end() : end])
        for match, end in zip(found, ends, strict=True)
    )


def slug(heading: str) -> str:
    """Return what a link to a heading is called, as ``month-end-on-one-page``."""
    return re.sub(r"[^\w -]", "", heading.casefold()).strip().replace(" ", "-")


def heading_of(link: str) -> str:
    """Return the heading that a link such as ``#glossary`` leads to; nothing where there is none."""
    wanted = link.removeprefix("#")
    return next((section.heading for section in sections() if slug(section.heading) == wanted), "")
