"""The chase list of what is looked at: as of today, and of the month that is open whichever is in view."""

from asc_desktop.domain.report.chase import ChaseList, chase_list
from asc_desktop.domain.report.model import Scope
from asc_desktop.services.session import Session


def chase_of(session: Session, programme_id: str | None) -> ChaseList:
    """Return what is due from people today in a programme, or in all of them."""
    scope = Scope(programme_id, session.open_period(programme_id))
    return chase_list(session.context(scope), session.report(scope), session.today)
