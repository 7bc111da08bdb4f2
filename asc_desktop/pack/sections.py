"""Every section that is said once, by key: the one list of them, for whoever draws."""

from collections.abc import Callable
from typing import Final

from asc_desktop.domain.report.model import Report
from asc_desktop.pack.actions import actions
from asc_desktop.pack.activity import activity
from asc_desktop.pack.asks import asks
from asc_desktop.pack.changes import changes
from asc_desktop.pack.decisions import decisions
from asc_desktop.pack.document import Section
from asc_desktop.pack.edition import Edition
from asc_desktop.pack.issues import issues
from asc_desktop.pack.milestones import milestones
from asc_desktop.pack.movements import movements
from asc_desktop.pack.own_fields import own_fields
from asc_desktop.pack.reconciliation import reconciliation

BUILDERS: Final[dict[str, Callable[[Report, Edition], Section]]] = {
    "asks": asks,
    "changes": changes,
    "movements": movements,
    "milestones": milestones,
    "issues": issues,
    "actions": actions,
    "activity": activity,
    "decisions": decisions,
    "own_fields": own_fields,
    "reconciliation": reconciliation,
}
