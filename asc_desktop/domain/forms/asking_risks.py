"""What a form asks of risks, of what is being done about them and about exceptions, and of measures."""

from collections.abc import Sequence
from typing import Any, Final

from asc_desktop.domain.dates import period_end
from asc_desktop.domain.forms.form import FormRow
from asc_desktop.domain.forms.rows import WORDS, Asks, Maker
from asc_desktop.domain.records.assurance import Measure, MeasureValue, Risk, RiskAction, RiskScore
from asc_desktop.domain.records.delivery import Mitigation
from asc_desktop.domain.records.fields import Field, Kind, field_of
from asc_desktop.domain.rules.measures import MeasureHistory, figure_words
from asc_desktop.domain.rules.risks import score_at

MEASURE_GUIDE: Final = "Give each value for the month, in the unit that the others have."


def risk_rows(
    maker: Maker, risks: Sequence[Risk], programme_id: str, project_id: str | None
) -> list[FormRow]:
    """Return a row for each risk's score in the month, and for a project one for a new risk."""
    rows = [_score_row(maker, risk) for risk in risks]
    if project_id is None:
        return rows
    given = {"programme_id": programme_id, "project_id": project_id, "raised_period": maker.period}
    asks = [
        Asks(field_of(Risk, "description"), WORDS, None, needed=True),
        Asks(field_of(Risk, "inherent_likelihood"), 2, None, needed=True),
        Asks(field_of(Risk, "inherent_impact"), 3, None, needed=True),
    ]
    new = maker.row(Risk, maker.new_id(), "", asks, owner_id=project_id, given=given, is_new=True)
    return [*rows, new]


def _score_row(maker: Maker, risk: Risk) -> FormRow:
    held = score_at(risk, maker.records.of(RiskScore, "risk_id", risk.id), maker.period)
    there = held if held is not None and held.period == maker.period else None
    asks = [
        Asks(field_of(RiskScore, "likelihood"), 2, held.likelihood if held else None, needed=True),
        Asks(field_of(RiskScore, "impact"), 3, held.impact if held else None, needed=True),
    ]
    words = f"{risk.ref} {risk.own_words(maker.records)}"
    record_id = there.id if there else maker.new_id()
    given = {"risk_id": risk.id, "period": maker.period}
    return maker.row(RiskScore, record_id, words, asks, owner_id=risk.id, given=given)


def actions_on(
    maker: Maker, kind: type[Mitigation | RiskAction], owner: str, owner_id: str, raised: str
) -> list[FormRow]:
    """Return a row for each action on a risk or an exception that is not done before the month, and an empty one.

    None is due or done before the month in which that was raised, and none is done after the form's month.
    """
    held: Sequence[Any] = maker.records.of(kind, owner, owner_id)
    going = [item for item in held if not item.done_date or item.done_date[:7] >= maker.period]
    going.sort(key=lambda item: (item.due_date or "9", item.id))
    role, due, done = (field_of(kind, key) for key in ("owner", "due_date", "done_date"))
    first, last = f"{raised}-01", period_end(maker.period)

    def answers(owner_role: str | None, due_on: str | None, done_on: str | None) -> list[Asks]:
        return [
            Asks(role, 2, owner_role),
            Asks(due, 3, due_on, earliest=first),
            Asks(done, 4, done_on, earliest=first, latest=last),
        ]

    rows = [
        maker.row(
            kind,
            item.id,
            item.action,
            answers(item.owner, item.due_date, item.done_date),
            owner_id=owner_id,
        )
        for item in going
    ]
    asks = [Asks(field_of(kind, "action"), WORDS, None, needed=True), *answers(None, None, None)]
    new = maker.row(kind, maker.new_id(), "", asks, owner_id=owner_id, given={owner: owner_id}, is_new=True)
    return [*rows, new]


def measure_rows(maker: Maker, measures: Sequence[Measure]) -> list[FormRow]:
    """Return a row for each measure's value in the month, beside what is expected and what was reported last."""
    return [_measure_row(maker, measure) for measure in measures]


def _measure_row(maker: Maker, measure: Measure) -> FormRow:
    history = MeasureHistory.of(maker.records, measure)
    value, before = history.values.get(maker.period), history.value_before(maker.period)
    expected = history.expected(maker.period)
    actual = field_of(MeasureValue, "actual")
    asks = [
        _told("expected", "Expected", 2, "" if expected is None else figure_words(measure, expected)),
        _told("last", "Last value", 3, figure_words(measure, before.actual) if before else ""),
        Asks(
            Field(actual.key, actual.label, Kind.DECIMAL, unit=measure.unit or ""),
            4,
            value.actual if value else None,
            needed=True,
        ),
    ]
    record_id = value.id if value else maker.new_id()
    given = {"measure_id": measure.id, "period": maker.period}
    words = f"{measure.name} ({measure.unit})" if measure.unit else measure.name
    return maker.row(MeasureValue, record_id, words, asks, owner_id=measure.id, given=given)


def _told(key: str, label: str, place: int, words: str) -> Asks:
    """Return a value that only stands beside what is asked, in words."""
    return Asks(Field(key, label, Kind.TEXT), place, words or None, asked=False)
