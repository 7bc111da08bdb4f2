"""The pages in the order of the navigation. Each is imported when it is first visited."""

from importlib import import_module
from typing import Final, cast

from msgspec import Struct

from asc_desktop.ui.pages.base import Page


class Destination(Struct, frozen=True):
    """A page as the navigation knows it, under a heading or none, and where its class is."""

    key: str
    title: str
    icon: str
    module: str
    class_name: str
    heading: str = ""

    def load(self) -> type[Page]:
        """Return the page's class."""
        return cast(
            "type[Page]", getattr(import_module(f"asc_desktop.ui.pages.{self.module}.page"), self.class_name)
        )


DESTINATIONS = (
    Destination("overview", "Overview", "overview", "overview", "OverviewPage"),
    Destination("projects", "Projects", "projects", "projects", "ProjectsPage"),
    Destination("updates", "Updates", "updates", "updates", "UpdatesPage"),
    Destination("savings", "Savings", "savings", "savings", "SavingsPage"),
    Destination("exceptions", "Exceptions", "exceptions", "exceptions", "ExceptionsPage"),
    Destination("milestones", "Milestones", "milestones", "milestones", "MilestonesPage"),
    Destination("structure", "Themes", "themes", "structure", "StructurePage"),
    Destination("performance", "Performance", "performance", "performance", "PerformancePage", "Assurance"),
    Destination("activity", "Activity", "activity", "activity", "ActivityPage", "Assurance"),
    Destination("risks", "Risks", "risks", "risks", "RisksPage", "Assurance"),
    Destination("issues", "Issues", "issues", "issues", "IssuesPage", "Assurance"),
    Destination("budget", "Budget", "budget", "budget", "BudgetPage", "Assurance"),
    Destination("decisions", "Decisions", "decisions", "decisions", "DecisionsPage", "Assurance"),
    Destination(
        "reconciliation",
        "Reconciliation",
        "reconciliation",
        "reconciliation",
        "ReconciliationPage",
        "Assurance",
    ),
    Destination("pack", "Board pack", "board-pack", "pack", "BoardPackPage", "Reporting"),
    Destination("publication", "Publication", "publication", "publication", "PublicationPage", "Reporting"),
    Destination("changes", "Changes", "changes", "changes", "ChangesPage", "Reporting"),
    Destination("history", "History", "history", "history", "HistoryPage", "Reporting"),
    Destination("settings", "Settings", "settings", "settings", "SettingsPage"),
)

BUTTONS: Final[dict[str, tuple[str, ...]]] = {
    "updates": ("Chase list", "Contacts"),
    "savings": ("Record movement…", "By source plan", "Slippage"),
    "exceptions": ("New exception…",),
    "milestones": ("New milestone…", "Dependencies"),
    "structure": ("Status scheme and limits",),
    "performance": ("New measure…",),
    "activity": ("New activity…",),
    "risks": ("New risk…", "Heat map"),
    "issues": ("New issue…",),
    "budget": ("New budget line…",),
    "decisions": ("New decision…", "Funding sources"),
    "reconciliation": ("New control total…", "Paste a published table…"),
    "pack": ("Export both", "Export PDF", "Export Excel"),
    "changes": ("Slippage story", "Board versions"),
}
"""The buttons of pages that Ctrl+K finds before a page is visited: until then there is nothing to read them from."""
