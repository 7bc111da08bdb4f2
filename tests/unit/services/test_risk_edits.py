"""Risks through the services: scores of a period, cells of the register, new risks, and undo."""

import pytest

from asc_desktop.domain.records.assurance import Risk, RiskAction, RiskScore
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.services import editing, find, history, risks
from asc_desktop.services.errors import ClosedPeriodError, EditRefused
from asc_desktop.services.session import Session

JUNE = "2024-06"


def risk_of(session: Session, ref: str) -> Risk:
    return next(risk for risk in session.records.all(Risk) if risk.ref == ref)


def scores_of(session: Session, ref: str) -> dict[str, tuple[int, int]]:
    held = session.records.of(RiskScore, "risk_id", risk_of(session, ref).id)
    return {score.period: (score.likelihood, score.impact) for score in held}


def test_the_first_change_of_a_period_carries_the_rest_forward(session: Session) -> None:
    risk = risk_of(session, "R-05")
    risks.report_scores(session, {risk.id: {"likelihood": 4}}, JUNE)
    assert scores_of(session, "R-05") == {"2024-04": (3, 3), "2024-05": (3, 3), JUNE: (4, 3)}
    risks.report_scores(session, {risk.id: {"impact": 5}}, JUNE)
    assert scores_of(session, "R-05")[JUNE] == (4, 5)
    assert session.undo_action == "Score R-05 for June 2024"
    session.undo()
    session.undo()
    assert JUNE not in scores_of(session, "R-05")


def test_a_comment_is_of_its_own_period(session: Session) -> None:
    risk = risk_of(session, "R-12")
    held = risks.score_in_force(session, risk.id, JUNE)
    assert held is not None
    assert held.comment
    other = risk_of(session, "R-10")
    risks.report_scores(session, {other.id: {"comment": "Talks go on."}}, JUNE)
    risks.report_scores(session, {other.id: {"likelihood": 3}}, JUNE)
    now = risks.score_in_force(session, other.id, JUNE)
    assert now is not None
    assert (now.likelihood, now.comment) == (3, "Talks go on.")


def test_a_comment_is_not_carried_into_the_next_period(session: Session) -> None:
    risk = risk_of(session, "R-10")
    risks.report_scores(session, {risk.id: {"comment": "Talks go on."}}, "2024-05", reason="Left out")
    risks.report_scores(session, {risk.id: {"likelihood": 3}}, JUNE)
    now = risks.score_in_force(session, risk.id, JUNE)
    assert now is not None
    assert (now.period, now.comment) == (JUNE, None)


def test_an_edit_says_what_it_changed_where_it_is_one_field(session: Session) -> None:
    risk = risk_of(session, "R-05")
    risks.apply_cells(session, [(risk.id, "owner", "Head of Digital")], JUNE)
    assert session.undo_action == "Change Owner of R-05"
    risks.apply_cells(session, [(risk.id, "owner", "Director"), (risk.id, "source", "Board")], JUNE)
    assert session.undo_action == "Change details of R-05"


def test_several_risks_are_scored_at_once_or_not_at_all(session: Session) -> None:
    one, other = risk_of(session, "R-05"), risk_of(session, "R-10")
    edits = [(one.id, "likelihood", "5"), (other.id, "impact", "6")]
    with pytest.raises(EditRefused) as refused:
        risks.apply_cells(session, edits, JUNE)
    assert [(item.record_id, item.key, item.sentence) for item in refused.value.problems] == [
        (other.id, "impact", "Impact cannot be above 5.")
    ]
    assert JUNE not in scores_of(session, "R-05")
    risks.apply_cells(
        session, [*edits[:1], (other.id, "impact", "5"), (one.id, "owner", "Head of Digital")], JUNE
    )
    assert scores_of(session, "R-05")[JUNE] == (5, 3)
    assert scores_of(session, "R-10")[JUNE] == (2, 5)
    assert risk_of(session, "R-05").owner == "Head of Digital"
    session.undo()
    assert risk_of(session, "R-05").owner == "Performance and Insight Manager"
    assert JUNE not in scores_of(session, "R-10")


def test_a_closed_period_is_corrected_with_a_reason(session: Session) -> None:
    risk = risk_of(session, "R-05")
    with pytest.raises(ClosedPeriodError):
        risks.report_scores(session, {risk.id: {"likelihood": 5}}, "2024-05")
    risks.report_scores(session, {risk.id: {"likelihood": 5}}, "2024-05", reason="Typed wrongly")
    assert scores_of(session, "R-05")["2024-05"] == (5, 3)


def test_a_score_after_the_risk_was_closed_names_the_risk(session: Session) -> None:
    risk = risk_of(session, "R-12")
    with pytest.raises(EditRefused) as refused:
        risks.report_scores(session, {risk.id: {"likelihood": 5}}, JUNE)
    assert [(item.record_id, item.key) for item in refused.value.problems] == [(risk.id, "period")]


def test_carrying_forward_scores_only_what_is_not_scored(session: Session) -> None:
    ids = [risk_of(session, ref).id for ref in ("R-01", "R-05", "R-10")]
    assert risks.carry_forward(session, ids, JUNE) == 2
    assert scores_of(session, "R-05")[JUNE] == (3, 3)
    assert session.undo_action == "Score 2 risks for June 2024"
    assert risks.carry_forward(session, ids, JUNE) == 0


def test_a_new_risk_has_its_inherent_score_first(session: Session) -> None:
    programme = next(item for item in session.records.all(Programme) if item.open_period == JUNE)
    ref = risks.next_reference(session, programme.id)
    assert ref == "R-13"
    values = {
        "programme_id": programme.id, "ref": ref, "description": "A provider fails", "raised_period": "May 2024",
        "inherent_likelihood": "4", "inherent_impact": "5",
    }  # fmt: skip
    added = risks.add_risk(session, values)
    assert scores_of(session, "R-13") == {JUNE: (4, 5)}
    session.undo()
    assert session.records.find(Risk, added.id) is None
    with pytest.raises(EditRefused) as refused:
        risks.add_risk(session, values | {"raised_period": "July 2024", "ref": "R-01"})
    assert {item.key for item in refused.value.problems} == {"raised_period", "ref"}
    with pytest.raises(EditRefused) as refused:
        risks.add_risk(session, values | {"inherent_impact": "6"})
    assert [item.sentence for item in refused.value.problems] == ["Inherent impact cannot be above 5."]


def test_references_go_on_in_the_programmes_own_style(session: Session) -> None:
    county = next(item for item in session.records.all(Programme) if "performance" in item.name)
    assert risks.next_reference(session, county.id) == "A19"
    assert risks.next_reference(session, "nobody") == "R-01"


def test_a_risk_goes_with_its_scores_and_actions_and_comes_back(session: Session) -> None:
    risk = risk_of(session, "R-02")
    editing.delete_records(session, [risk], reason="Entered twice")
    assert not session.records.of(RiskScore, "risk_id", risk.id)
    assert not session.records.of(RiskAction, "risk_id", risk.id)
    session.undo()
    assert len(session.records.of(RiskScore, "risk_id", risk.id)) == 3
    assert len(session.records.of(RiskAction, "risk_id", risk.id)) == 2


def test_history_names_the_risk_of_a_score_and_an_action(session: Session) -> None:
    risk = risk_of(session, "R-05")
    risks.report_scores(session, {risk.id: {"likelihood": 4}}, JUNE)
    editing.new_record(session, RiskAction, {"risk_id": risk.id, "action": "Match the figures"})
    rows = history.history(session)
    assert {"Risk score: R-05, June 2024", "Mitigating action: R-05, Match the figures"} <= {
        row.record for row in rows
    }


def test_a_risk_is_found_by_its_reference_or_words(session: Session) -> None:
    for words in ("R-05", "disagree ledger"):
        (hit, *_) = find.find(session.records, words)
        assert (hit.kind, hit.ref) == ("risk", "R-05")
