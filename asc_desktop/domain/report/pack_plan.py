"""What a board pack is made of: its sections in order, who it is for, and the templates to begin from."""

from msgspec import Struct


class PackSection(Struct, frozen=True):
    """One section of a pack, the same in the workbook and in the PDF; ``help`` says what it holds."""

    key: str
    title: str
    help: str


SECTIONS = (
    PackSection("cover", "Cover", "The six figures and what the board is asked to decide"),
    PackSection(
        "asks", "For the board", "How each programme is, what to decide and approve, and what comes next"
    ),
    PackSection("summary", "Summary", "Key figures, top changes, decisions needed and the main charts"),
    PackSection(
        "changes", "Changes since last board", "What changed since the board version it is compared with"
    ),
    PackSection("exceptions", "Exceptions and mitigations", "Open exceptions, overdue mitigations first"),
    PackSection("savings", "Savings by year", "By theme and by source plan, each year and all years"),
    PackSection("lines", "Savings lines", "Every line with its position in each year"),
    PackSection("slippage", "Slippage", "What was due in each year and where it went"),
    PackSection("movements", "Movements", "Slips, offsets, early deliveries, write-offs and transfers"),
    PackSection("projects", "Projects", "Delivery, savings and overall RAG, last five months, narrative"),
    PackSection("milestones", "Milestones", "Baseline, forecast and actual dates, with slip"),
    PackSection("measures", "Measures", "Performance against target, month by month"),
    PackSection("budget", "Budget", "Lines in groups, reserves apart, variance and change"),
    PackSection("risks", "Risks", "The register and the five by five matrix"),
    PackSection("issues", "Issues", "What has happened and must be settled, the most pressing first"),
    PackSection("actions", "Action log", "Everything open that somebody owns, by owner and day"),
    PackSection("activity", "Activity", "Planned and done, unit cost, projected finish"),
    PackSection(
        "decisions", "Decisions and funding", "The pipeline, call-in dates and what each fund has left"
    ),
    PackSection("own_fields", "Further details", "The council’s own fields that are marked for board packs"),
    PackSection("reconciliation", "Reconciliation and checks", "Published totals against the lines"),
    PackSection("notes", "Notes", "Basis, definitions, tolerances and the board version’s mark"),
)
"""Every section, in the order in which a pack has them unless its template says otherwise."""

SECTION_BY_KEY = {section.key: section for section in SECTIONS}


class PackPlan(Struct, frozen=True):
    """One pack: a title, its sections by key in order, and its audience (``confidential``, ``public``, ``appendix``).

    A section with nothing to show is left out by who writes it.
    """

    name: str
    sections: tuple[str, ...]
    audience: str = "confidential"


def _keys(*left_out: str) -> tuple[str, ...]:
    return tuple(section.key for section in SECTIONS if section.key not in left_out)


TEMPLATES = (
    PackPlan("Board monthly", _keys("actions")),
    PackPlan("Committee quarterly", _keys("lines", "movements", "actions", "activity"), "public"),
    PackPlan(
        "Theme lead’s",
        ("cover", "summary", "exceptions", "savings", "projects", "milestones", "risks", "actions", "notes"),
    ),
    PackPlan("Exceptions only", ("cover", "exceptions", "movements", "notes")),
)
"""The templates that every portfolio offers; a template of the same name in the portfolio takes its place."""
