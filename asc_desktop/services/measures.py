"""Performance measures as a person types them: values, targets, profiles and the measures' own fields, in one edit.

A cell is known by the measure's id and a key: a field of the measure, ``target``, ``profile`` or ``approved_from`` of
the year that is looked at, or ``actual``, ``expected``, ``override_rag``, ``override_reason`` or ``comment`` with its
month: ``actual:2024-06``. An emptied value, target or expectation is removed.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, cast

from msgspec.structs import replace

from asc_desktop.domain import dates
from asc_desktop.domain.records.assurance import Measure, MeasureProfile, MeasureTarget, MeasureValue
from asc_desktop.domain.records.delivery import Portfolio, Programme
from asc_desktop.domain.records.fields import FieldError, Record, Value, field_of
from asc_desktop.domain.report.closed_months import closed_for, last_closed
from asc_desktop.domain.rules.measures import MeasureHistory, approved_month, decimal_text
from asc_desktop.domain.words import named, shortened
from asc_desktop.services.editing import CellEdit, parse_cell
from asc_desktop.services.errors import EditRefused, Problem, told_as
from asc_desktop.services.session import Session

TARGET_KEYS = ("target", "profile", "approved_from")
VALUE_KEYS = ("actual", "override_rag", "override_reason", "comment")
_COUNTED = frozenset({"actual", "expected", "target", "baseline"})
"""What is counted in the measure's own unit."""
_LONGEST_NAME = 60


def month_key(key: str, period: str) -> str:
    """Return the key of a month's cell: ``actual:2024-06``."""
    return f"{key}:{period}"


def starting_tolerances(session: Session) -> dict[str, Value]:
    """Return the tolerances that a new measure begins with: the portfolio's."""
    settings = session.records.find(Portfolio, "portfolio") or Portfolio(id="portfolio")
    return {
        "green_tolerance": settings.measure_green_within,
        "amber_tolerance": settings.measure_amber_within,
    }


def apply_measure_cells(
    session: Session, edits: Sequence[CellEdit], year: int, *, reason: str | None = None
) -> None:
    """Apply typed cells as one transaction; raise EditRefused with a sentence for each cell and apply none of them.

    A target under a monthly profile takes the last month of its profile with it, so that the profile still ends there.
    A new target or profile is approved from the open month on where months before it are closed, so that those keep
    the rating that they had; while a closed month is looked at, its own target is corrected.
    """
    change = _Change(session, year)
    for cell in sorted(edits, key=lambda cell: _rank(cell.key)):
        change.take(cell)
    if change.refused:
        raise EditRefused(change.refused)
    with told_as(change.problem_at), session.edit(_action(session, edits), reason=reason) as edit:
        edit.put(*change.puts())
        edit.delete(*change.deletes())


def _rank(key: str) -> int:
    """Values before what is said of them, and a target before its profile and the months of that."""
    name = key.partition(":")[0]
    if name in {"override_rag", "expected", "approved_from"}:
        return 2
    return 1 if name in {"profile", "override_reason", "comment"} else 0


class _Change:
    """The records that an edit leaves behind, measure by measure."""

    def __init__(self, session: Session, year: int) -> None:
        self._session = session
        self._year = year
        view = session.in_view
        self._month = view.period if view and closed_for(session.records, view) else ""
        """The closed month that is looked at, whose target is then meant."""
        self._measures: dict[str, Measure] = {}
        self._held: dict[str, MeasureHistory] = {}
        self._targets: dict[tuple[str, int], MeasureTarget | None] = {}
        self._months: dict[tuple[str, str, type[Record]], Record | None] = {}
        self.refused: list[Problem] = []

    def take(self, edit: CellEdit) -> None:
        """Take a cell in, or note why it cannot be."""
        name, _, period = edit.key.partition(":")
        measure = self._measure(edit.record_id)
        if measure is None:
            self._refuse(edit, "This measure is no longer there.")
            return
        if name in _COUNTED and edit.text.rstrip().endswith("%") and measure.unit != "%":
            unit = measure.unit or "numbers"
            self._refuse(
                edit, f"{measure.name} is counted in {unit}, not in per cent. Type the figure without %."
            )
            return
        try:
            if name in TARGET_KEYS:
                self._take_target(edit, measure, name)
            elif period and name == "expected":
                self._take_expected(edit, measure, period)
            elif period:
                self._take_value(edit, measure, name, period)
            else:
                value: dict[str, Any] = {name: parse_cell(self._session, measure, name, edit.text)}
                self._measures[measure.id] = replace(measure, **value)
        except FieldError as error:
            self._refuse(edit, error.sentence)

    def puts(self) -> list[Record]:
        """Return the records to keep."""
        changed: Iterable[Record | None] = (
            *self._measures.values(), *self._targets.values(), *self._months.values()
        )  # fmt: skip
        return [record for record in changed if record is not None]

    def deletes(self) -> list[Record]:
        """Return the records to remove."""
        found: list[Record | None] = [
            self._held_target(measure_id)
            for (measure_id, _), record in self._targets.items()
            if record is None
        ]
        for (measure_id, period, kind), record in self._months.items():
            if record is None:
                found.append(self._kept(measure_id, period, kind))
        return [record for record in found if record is not None]

    def problem_at(self, problem: Problem) -> Problem:
        """Return a problem of a record as one of the cell that it came from."""
        for (measure_id, _), target in self._targets.items():
            if target is not None and target.id == problem.record_id:
                key = problem.key if problem.key in TARGET_KEYS else TARGET_KEYS[0]
                return Problem(measure_id, key, problem.sentence)
        for (measure_id, period, kind), record in self._months.items():
            if record is not None and record.id == problem.record_id:
                first = "expected" if kind is MeasureProfile else "actual"
                key = problem.key if problem.key in {*VALUE_KEYS, first} else first
                return Problem(measure_id, month_key(key, period), problem.sentence)
        return problem

    # ------------------------------------------------------------------------------------------- targets and paths

    def _take_target(self, edit: CellEdit, measure: Measure, name: str) -> None:
        held = self._target(measure.id)
        if name != "target" and held is None:
            self._refuse(edit, "Give the target first.")
            return
        typed = edit.text.strip()
        value = field_of(MeasureTarget, name).parse(typed) if typed or name == "profile" else None
        if value is None and name == "target":
            self._targets[measure.id, self._year] = None
            return
        if name == "approved_from" and held is not None:
            self._targets[measure.id, self._year] = replace(held, approved_from=cast("str | None", value))
            return
        held = self._approved_anew(measure, held)
        if name == "profile" and value == "monthly":
            self._begin_profile(measure, held)
        held = replace(held, **cast("Any", {name: value}))
        self._targets[measure.id, self._year] = held
        if held.profile == "monthly":
            self._put_expected(measure.id, dates.year_periods(self._year)[-1], held.target)

    def _approved_anew(self, measure: Measure, held: MeasureTarget | None) -> MeasureTarget:
        """Return the target to change: a new one from the open month on where the held one has rated closed months."""
        programme = self._session.records.find(Programme, measure.programme_id)
        closed = last_closed(self._session.records, programme) if programme else ""
        first, *_, last = dates.year_periods(self._year)
        is_past = last <= closed
        from_month = None if is_past or closed < first or self._month else dates.shift_period(closed, 1)
        if held is None:
            return MeasureTarget(
                id=self._session.new_id(), measure_id=measure.id, year=self._year, approved_from=from_month
            )
        if from_month is None or approved_month(held) >= from_month:
            return held
        return replace(held, id=self._session.new_id(), approved_from=from_month)

    def _begin_profile(self, measure: Measure, held: MeasureTarget) -> None:
        """Begin a monthly profile with the path so far, in the months that have none of an earlier one."""
        history = replace(self._history(measure.id), measure=measure, targets=(held,))
        for period in dates.year_periods(self._year):
            expected = history.expected(period)
            if self._kept_month(measure.id, period, MeasureProfile) is None and expected is not None:
                exact = Fraction(decimal_text(expected, measure.decimals))
                self._put_expected(measure.id, period, decimal_text(exact, measure.decimals))

    def _take_expected(self, edit: CellEdit, measure: Measure, period: str) -> None:
        text = edit.text.strip()
        last = dates.year_periods(self._year)[-1]
        target = self._target(measure.id)
        if text:
            expected = field_of(MeasureProfile, "expected").parse(text)
            self._put_expected(measure.id, period, str(expected))
        elif period == last and target is not None and target.profile == "monthly":
            self._refuse(edit, "A monthly profile must end at its target, so its last month is needed.")
        else:
            self._months[measure.id, period, MeasureProfile] = None

    def _put_expected(self, measure_id: str, period: str, expected: str) -> None:
        held = self._kept_month(measure_id, period, MeasureProfile) or MeasureProfile(
            id=self._session.new_id(), measure_id=measure_id, period=period
        )
        changed: dict[str, Any] = {"expected": expected}
        self._months[measure_id, period, MeasureProfile] = replace(held, **changed)

    # ------------------------------------------------------------------------------------------------- values

    def _take_value(self, edit: CellEdit, measure: Measure, name: str, period: str) -> None:
        held = self._kept_month(measure.id, period, MeasureValue)
        if name == "actual" and not edit.text.strip():
            self._months[measure.id, period, MeasureValue] = None
            return
        value: Value = field_of(MeasureValue, name).parse(edit.text)
        if held is None:
            if name != "actual":
                if value is not None:
                    self._refuse(
                        edit, f"There is no value for {dates.period_label(period)} yet. Give it first."
                    )
                return
            held = MeasureValue(id=self._session.new_id(), measure_id=measure.id, period=period)
        changed: dict[str, Any] = {name: value}
        self._months[measure.id, period, MeasureValue] = replace(held, **changed)

    # ------------------------------------------------------------------------------------------------- as it stands

    def _measure(self, measure_id: str) -> Measure | None:
        return self._measures.get(measure_id) or self._session.records.find(Measure, measure_id)

    def _history(self, measure_id: str) -> MeasureHistory:
        if measure_id not in self._held:
            measure = self._session.records.get(Measure, measure_id)
            self._held[measure_id] = MeasureHistory.of(self._session.records, measure)
        return self._held[measure_id]

    def _target(self, measure_id: str) -> MeasureTarget | None:
        key = (measure_id, self._year)
        return self._targets[key] if key in self._targets else self._held_target(measure_id)

    def _held_target(self, measure_id: str) -> MeasureTarget | None:
        history = self._history(measure_id)
        return history.target_at(self._month) if self._month else history.last_target(self._year)

    def _kept_month(self, measure_id: str, period: str, kind: type[Record]) -> Any:
        key = (measure_id, period, kind)
        return self._months[key] if key in self._months else self._kept(measure_id, period, kind)

    def _kept(self, measure_id: str, period: str, kind: type[Record]) -> Record | None:
        history = self._history(measure_id)
        return history.profile.get(period) if kind is MeasureProfile else history.values.get(period)

    def _refuse(self, edit: CellEdit, sentence: str) -> None:
        self.refused.append(Problem(edit.record_id, edit.key, sentence))


def _action(session: Session, edits: Sequence[CellEdit]) -> str:
    """Return the words of an edit: ``Report Reviews for June 2024``, ``Change target of 3 measures``."""
    measures = dict.fromkeys(edit.record_id for edit in edits)
    names = dict.fromkeys(edit.key.partition(":")[0] for edit in edits)
    periods = dict.fromkeys(period for edit in edits if (period := edit.key.partition(":")[2]))
    titles = [shortened(session.records.title(Measure.table, item), _LONGEST_NAME) for item in measures]
    of_what = named(titles, "measure")
    when = named([dates.period_label(period) for period in periods], "month")
    if list(names) == ["actual"]:
        return f"Report {of_what} for {when}"
    labels = [_label(name) for name in names]
    what = labels[0] if len(labels) == 1 else "details"
    return f"Change {what} of {of_what}" + (f" for {when}" if periods else "")


def _label(name: str) -> str:
    for kind, keys in (
        (MeasureTarget, TARGET_KEYS), (MeasureProfile, ("expected",)), (MeasureValue, VALUE_KEYS)
    ):  # fmt: skip
        if name in keys:
            return field_of(kind, name).label.lower()
    return field_of(Measure, name).label.lower()
