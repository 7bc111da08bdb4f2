"""The dialogs of the performance page: a new measure, and a person's own rating of a month."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QWidget

from asc_desktop.domain import dates
from asc_desktop.domain.records.assurance import Measure, MeasureTarget, MeasureValue
from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.services.errors import Problem, told_as
from asc_desktop.services.measures import apply_measure_cells, month_key, starting_tolerances
from asc_desktop.ui.dialogs.first_part import ChildPart
from asc_desktop.ui.dialogs.record_dialog import RecordDialog
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.shared.ask_new import ask_for_new
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.workspace import Workspace

MEASURE_ROWS: Final[tuple[FormRow, ...]] = (
    "name",
    ("strategy_theme", "priority"),
    ("unit", "decimals", "polarity"),
    ("baseline", "green_tolerance", "amber_tolerance"),
    ("owner",),
    "source",
)
_OVERRIDE_KEYS: Final = ("override_rag", "override_reason")


class OverrideDialog(RecordDialog):
    """Asks how a person rates a month, and why."""

    def __init__(self, workspace: Workspace, value: MeasureValue, parent: QWidget) -> None:
        self._value = value
        self._space = workspace
        super().__init__(
            workspace,
            MeasureValue,
            record=value,
            rows=["override_reason", "override_rag"],
            save=self._rate,
            parent=parent.window(),
        )
        name = workspace.records.title(Measure.table, value.measure_id)
        self.setWindowTitle(f"Rating for {dates.period_label(value.period)}: {name[:60]}")

    def _rate(self, typed: dict[str, str]) -> Record | None:
        value, session = self._value, self._space.session
        edits = [
            CellEdit(value.measure_id, month_key(key, value.period), typed[key]) for key in _OVERRIDE_KEYS
        ]
        year = dates.year_of_period(value.period)

        def rate(reason: str | None) -> bool:
            apply_measure_cells(session, edits, year, reason=reason)
            return True

        with told_as(lambda problem: Problem(value.id, problem.key.partition(":")[0], problem.sentence)):
            done = self._space.attempt(rate)
        return session.records.find(MeasureValue, value.id) if done else None


def override_rating(
    workspace: Workspace, measure_id: str, period: str, parent: QWidget
) -> OverrideDialog | None:
    """Ask for a person's rating of a month; None where there is no value to rate."""
    held = workspace.records.of(MeasureValue, "measure_id", measure_id)
    value = next((item for item in held if item.period == period), None)
    if value is None:
        return None
    dialog = OverrideDialog(workspace, value, parent)
    dialog.open()
    return dialog


def new_measure(
    workspace: Workspace, theme: str, parent: QWidget, then: Callable[[str], object]
) -> RecordDialog:
    """Ask for a new measure, beginning with a strategy theme; hand it to ``then`` by its id."""

    def values() -> dict[str, Value]:
        return {"strategy_theme": theme or None, "decimals": 1, **starting_tolerances(workspace.session)}

    target = ChildPart(
        workspace,
        MeasureTarget,
        title="Its target",
        owner="measure_id",
        keys=("target",),
        rows=[("year", "target"), ("profile",)],
        values={"year": workspace.context.year, "profile": "flat"},
    )
    return ask_for_new(workspace, Measure, parent, rows=MEASURE_ROWS, values=values, part=target, then=then)
