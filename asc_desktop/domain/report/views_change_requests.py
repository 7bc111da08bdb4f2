"""The frozen view of change requests to savings targets in the report."""

from msgspec import Struct


class ChangeRequestReport(Struct, frozen=True):
    """A request to change a line's target in a year, still to be approved; ``change_pence`` may be negative."""

    id: str
    line_id: str
    project_id: str
    label: str
    year: str
    change_pence: int
    reference: str
    reason: str
    period: str
