"""The frozen views of dependencies between projects in the report."""

from msgspec import Struct


class DependencyReport(Struct, frozen=True):
    """A project that needs another, and whether what it needs comes too late for it.

    ``expected_date`` is when the needed milestone was reached or is expected, by the period's last day at the
    earliest; of the needed project's planned end where no milestone is named. ``own_date`` is what waits for it: the
    milestone ``own_milestone_id``, or the planned end where that is empty. ``days_past`` is the one less the other,
    negative where there is time left; None without both. ``late`` never of a project that is closed.
    """

    id: str
    project_id: str
    project_ref: str
    project: str
    theme: str
    needs_project_id: str
    needs_project_ref: str
    needs_project: str
    needs_theme: str
    milestone_id: str
    milestone: str
    description: str
    baseline_date: str | None
    forecast_date: str | None
    actual_date: str | None
    expected_date: str | None
    reached: bool
    slip_days: int | None
    own_milestone_id: str
    own_step: str
    own_date: str | None
    days_past: int | None
    late: bool
    sentence: str
