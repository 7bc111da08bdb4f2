"""Risks as a person edits them: the register's cells, the score of a period, and a new risk with its first score.

A score stays in force until a later period scores again, so the first change in a period adds a score that carries the
one in force forward, and later changes in that period change that score.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, cast

from msgspec.structs import replace

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.assurance import Risk, RiskScore
from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.domain.records.references import next_free, number_in
from asc_desktop.domain.rules.risks import score_at
from asc_desktop.domain.words import named
from asc_desktop.services.editing import (
    CellEdit,
    Rows,
    build_record,
    put_rows,
    take_cells,
)
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.session import Session

SCORE_KEYS: Final = frozenset({"likelihood", "impact", "comment"})
"""Cells of a risk that are reported for the period: fields of its score."""


def score_in_force(session: Session, risk_id: str, period: str) -> RiskScore | None:
    """Return a risk's score in force at the end of a period."""
    risk = session.records.find(Risk, risk_id)
    return score_at(risk, session.records.of(RiskScore, "risk_id", risk_id), period) if risk else None


def report_scores(
    session: Session,
    values: Mapping[str, Mapping[str, Value]],
    period: str,
    *,
    reason: str | None = None,
) -> None:
    """Score risks for a period, by the risks' ids, as one transaction: any of likelihood, impact and comment.

    A likelihood or impact left out is carried forward, from the inherent score where there was none; a comment is of
    its own period. The problems of a refusal name the risk.
    """
    scores = _scores(session, period)
    for risk_id, changes in values.items():
        scores.changed[risk_id] = replace(scores.record(risk_id), **cast("Any", changes))
    put_rows(session, _score_action(session, list(scores.changed), period), scores, reason=reason)


def carry_forward(
    session: Session, risk_ids: Iterable[str], period: str, *, reason: str | None = None
) -> int:
    """Score risks for a period as they already stand, where they have not been scored for it; return how many."""
    pending: dict[str, Mapping[str, Value]] = {
        risk_id: {}
        for risk_id in risk_ids
        if (held := score_in_force(session, risk_id, period)) is not None and held.period != period
    }
    if pending:
        report_scores(session, pending, period, reason=reason)
    return len(pending)


def apply_cells(
    session: Session,
    edits: Sequence[CellEdit | tuple[str, str, str]],
    period: str,
    *,
    reason: str | None = None,
) -> None:
    """Apply typed cells of the register as one transaction: fields of the risks, and their scores for the period.

    Raises EditRefused, naming the risks, and applies none of them.
    """
    risks, scores = Rows(session, Risk), _scores(session, period)
    take_cells(edits, lambda edit: (scores if edit.key in SCORE_KEYS else risks).take(edit))
    action = _action(session, risks, scores, period)
    put_rows(session, action, risks, scores, reason=reason)


def add_risk(session: Session, values: Mapping[str, Value | str], *, reason: str | None = None) -> Risk:
    """Add a risk with its inherent score as the first one, for its programme's open period, in one transaction."""
    risk = build_record(session, Risk, values)
    first = _first_score(session, risk, session.open_period(risk.programme_id))
    try:
        with session.edit(f"Add risk {risk.ref}", reason=reason) as edit:
            edit.put(risk, first)
    except EditRefused as refused:
        # The score is the risk's own in every value, so what is wrong with it is said of the risk already.
        raise EditRefused([item for item in refused.problems if item.record_id == risk.id]) from refused
    return session.records.get(Risk, risk.id)


def next_reference(session: Session, programme_id: str, kind: type[Record] = Risk) -> str:
    """Return the next free reference of a programme's risks or issues, in the style of its highest: ``R-13``."""
    refs = [item.ref for item in session.records.of(kind, "programme_id", programme_id)]
    return next_free(refs, max(filter(number_in, refs), key=number_in, default=f"{kind.noun[0].upper()}-00"))


def _scores(session: Session, period: str) -> Rows[RiskScore]:
    """Return the scores for a period by their risks, each begun with the one in force; a comment is of its period."""

    def find(risk_id: str) -> RiskScore:
        risk = Rows(session, Risk).record(risk_id)
        held = score_in_force(session, risk_id, period)
        if held is None:
            return _first_score(session, risk, period)
        return (
            held if held.period == period else replace(held, id=session.new_id(), period=period, comment=None)
        )

    return Rows(session, RiskScore, find)


def _first_score(session: Session, risk: Risk, period: str) -> RiskScore:
    return RiskScore(
        id=session.new_id(),
        risk_id=risk.id,
        period=period,
        likelihood=risk.inherent_likelihood,
        impact=risk.inherent_impact,
    )


def _score_action(session: Session, risk_ids: list[str], period: str) -> str:
    return f"Score {_named(session, risk_ids)} for {period_label(period)}"


def _action(session: Session, risks: Rows[Risk], scores: Rows[RiskScore], period: str) -> str:
    touched = list(dict.fromkeys([*risks.changed, *scores.changed]))
    if not risks.changed:
        return _score_action(session, touched, period)
    what = "details" if scores.changed else risks.what
    return f"Change {what} of {_named(session, touched)}"


def _named(session: Session, risk_ids: Sequence[str]) -> str:
    return named([session.records.get(Risk, risk_id).ref for risk_id in risk_ids], "risk")
