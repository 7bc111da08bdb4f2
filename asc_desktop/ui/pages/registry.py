"""The pages in the order of the navigation. Each is imported when it is first visited."""

from importlib import import_module
from typing import cast

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
