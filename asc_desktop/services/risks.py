"""Risks as a person edits them: the register's cells, the score of a period, and a new risk with its first score.

A score stays in force until a later period scores again, so the first change in a period adds a score that carries the
one in force forward, and later changes in that period change that score.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, cast

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.assurance import Risk, RiskScore
from asc_desktop.domain.records.fields import FieldError, Value, field_of
from asc_desktop.domain.rules.risks import score_at
from asc_desktop.domain.words import named
from asc_desktop.services.editing import CellEdit, build_record, parse_cell
from asc_desktop.services.errors import EditRefused, Problem
from asc_desktop.services.session import Session

SCORE_KEYS: Final = frozenset({"likelihood", "impact", "comment"})
"""Cells of a risk that are reported for the period: fields of its score."""

_REFERENCE = re.compile(r"(.*?)(\d+)")


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
    scores = {
        risk_id: _score(session, session.records.get(Risk, risk_id), period, changes)
        for risk_id, changes in values.items()
    }
    held = {score.id: risk_id for risk_id, score in scores.items()}
    try:
        with session.edit(_score_action(session, list(scores), period), reason=reason) as edit:
            edit.put(*scores.values())
    except EditRefused as refused:
        raise EditRefused(
            [Problem(held[item.record_id], item.key, item.sentence) for item in refused.problems]
        ) from refused


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
    risks: dict[str, Risk] = {}
    scores: dict[str, dict[str, Value]] = {}
    refused: list[Problem] = []
    for risk_id, key, text in edits:
        risk = risks.get(risk_id) or session.records.find(Risk, risk_id)
        if risk is None:
            refused.append(Problem(risk_id, key, "This risk is no longer there."))
            continue
        try:
            if key in SCORE_KEYS:
                scores.setdefault(risk_id, {})[key] = field_of(RiskScore, key).parse(text)
            else:
                changed: dict[str, Any] = {key: parse_cell(session, risk, key, text)}
                risks[risk_id] = replace(risk, **changed)
        except FieldError as error:
            refused.append(Problem(risk_id, key, error.sentence))
    if refused:
        raise EditRefused(refused)
    put = {
        risk_id: _score(session, session.records.get(Risk, risk_id), period, changes)
        for risk_id, changes in scores.items()
    }
    held = {score.id: risk_id for risk_id, score in put.items()}
    touched = list(dict.fromkeys([*risks, *put]))
    try:
        with session.edit(_action(session, touched, edits, period), reason=reason) as edit:
            edit.put(*risks.values(), *put.values())
    except EditRefused as error:
        raise EditRefused(
            [
                Problem(held.get(item.record_id, item.record_id), item.key, item.sentence)
                for item in error.problems
            ]
        ) from error


def add_risk(session: Session, values: Mapping[str, Value | str], *, reason: str | None = None) -> Risk:
    """Add a risk with its inherent score as the first one, for its programme's open period, in one transaction."""
    risk = build_record(session, Risk, values)
    first = RiskScore(
        id=session.new_id(),
        risk_id=risk.id,
        period=session.open_period(risk.programme_id),
        likelihood=risk.inherent_likelihood,
        impact=risk.inherent_impact,
    )
    try:
        with session.edit(f"Add risk {risk.ref}", reason=reason) as edit:
            edit.put(risk, first)
    except EditRefused as refused:
        # The score is the risk's own in every value, so what is wrong with it is said of the risk already.
        raise EditRefused([item for item in refused.problems if item.record_id == risk.id]) from refused
    return session.records.get(Risk, risk.id)


def next_reference(session: Session, programme_id: str) -> str:
    """Return the next free reference of a programme, in the style of its highest: ``R-13`` after ``R-12``."""
    refs = [risk.ref for risk in session.records.of(Risk, "programme_id", programme_id)]
    styles = [match for ref in refs if (match := _REFERENCE.fullmatch(ref))]
    if not styles:
        return "R-01"
    last = max(styles, key=lambda match: int(match[2]))
    return f"{last[1]}{int(last[2]) + 1:0{len(last[2])}d}"


def _score(session: Session, risk: Risk, period: str, changes: Mapping[str, Value]) -> RiskScore:
    held = score_in_force(session, risk.id, period)
    if held is None:
        score = RiskScore(
            id=session.new_id(),
            risk_id=risk.id,
            period=period,
            likelihood=risk.inherent_likelihood,
            impact=risk.inherent_impact,
        )
    elif held.period != period:
        score = replace(held, id=session.new_id(), period=period, comment=None)
    else:
        score = held
    return replace(score, **cast("Any", changes))


def _score_action(session: Session, risk_ids: list[str], period: str) -> str:
    what = named([session.records.get(Risk, risk_id).ref for risk_id in risk_ids], "risk")
    return f"Score {what} for {period_label(period)}"


def _action(
    session: Session, risk_ids: list[str], edits: Sequence[CellEdit | tuple[str, str, str]], period: str
) -> str:
    keys = {key for _, key, _ in edits}
    if keys <= SCORE_KEYS:
        return _score_action(session, risk_ids, period)
    labels = {field_of(Risk, key).label for key in keys if key not in SCORE_KEYS}
    what = next(iter(labels)) if len(keys) == 1 else "details"
    whose = named([session.records.get(Risk, risk_id).ref for risk_id in risk_ids], "risk")
    return f"Change {what} of {whose}"
