"""Decisions through the services: the suggested end of call-in, copies, headings, funding, and where they are found."""

from datetime import date

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.assurance import BudgetLine
from asc_desktop.domain.records.delivery import Portfolio, Programme
from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.records.governance import (
    Decision,
    DecisionFunding,
    DecisionImplication,
    DecisionOption,
    DecisionSupplier,
    FundingSource,
)  # fmt: skip
from asc_desktop.domain.records.office import Activity
from asc_desktop.domain.records.place import place_of
from asc_desktop.domain.report.model import Scope
from asc_desktop.services import decisions, editing, find, history
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.session import Session


def decision_of(session: Session, ref: str) -> Decision:
    return next(item for item in session.records.all(Decision) if item.ref == ref)


def source_of(session: Session, name: str) -> FundingSource:
    return next(item for item in session.records.all(FundingSource) if item.name == name)


@pytest.mark.parametrize(
    ("decided", "expires"),
    [
        ("2024-07-25", "2024-08-01"),  # a Thursday, with nothing in the way
        ("2024-08-22", "2024-08-30"),  # the late summer bank holiday
        ("2024-03-27", "2024-04-05"),  # Good Friday and Easter Monday
        ("2024-12-24", "2025-01-03"),  # Christmas, Boxing Day and New Year's Day
        ("2027-12-24", "2028-01-05"),  # Christmas Day on a Saturday: the Monday and Tuesday in its place
        ("2023-05-05", "2023-05-15"),  # the coronation's own bank holiday
    ],
)
def test_call_in_runs_five_working_days_without_englands_bank_holidays(
    session: Session, decided: str, expires: str
) -> None:
    held = replace(decision_of(session, "5150"), decision_date=decided)
    assert decisions.suggested_expiry(session, held) == expires


def test_england_does_not_keep_scotlands_days() -> None:
    assert not decisions.is_bank_holiday(date(2024, 1, 2))
    assert decisions.is_bank_holiday(date(2024, 8, 26))


def test_the_portfolios_own_number_of_days_counts(session: Session) -> None:
    (portfolio,) = session.records.all(Portfolio)
    editing.apply_cells(session, Portfolio, [(portfolio.id, "call_in_days", "3")])
    assert decisions.suggested_expiry(session, decision_of(session, "5150")) == "2024-07-30"


def test_nothing_is_suggested_for_what_cannot_be_called_in(session: Session) -> None:
    held = decision_of(session, "5150")
    assert decisions.suggested_expiry(session, replace(held, subject_to_call_in=0)) is None
    assert decisions.suggested_expiry(session, replace(held, decision_date=None)) is None


def test_a_date_of_decision_brings_the_expiry_and_what_a_person_chose_stays(session: Session) -> None:
    programme = session.records.all(Programme)[0]
    held = decisions.add_decision(
        session, {"programme_id": programme.id, "ref": "D-1", "subject": "Sensors", "subject_to_call_in": 1}
    )
    assert held.call_in_expires is None
    decisions.apply_cells(session, [(held.id, "decision_date", "25 Jul 2024")])
    assert decision_of(session, "D-1").call_in_expires == "2024-08-01"
    # The suggestion follows the date for as long as nobody has chosen another day.
    decisions.apply_cells(session, [(held.id, "decision_date", "26 Jul 2024")])
    assert decision_of(session, "D-1").call_in_expires == "2024-08-02"
    decisions.apply_cells(session, [(held.id, "call_in_expires", "9 Aug 2024")])
    decisions.apply_cells(session, [(held.id, "decision_date", "25 Jul 2024")])
    assert decision_of(session, "D-1").call_in_expires == "2024-08-09"
    # A day before the decision can no longer be meant.
    decisions.apply_cells(session, [(held.id, "decision_date", "2 Sep 2024")])
    assert decision_of(session, "D-1").call_in_expires == "2024-09-09"


def test_ticking_call_in_later_suggests_too_and_both_undo_as_one(session: Session) -> None:
    programme = session.records.all(Programme)[0]
    held = decisions.add_decision(
        session,
        {"programme_id": programme.id, "ref": "D-1", "subject": "Sensors", "decision_date": "2024-07-25"},
    )
    decisions.apply_cells(session, [(held.id, "subject_to_call_in", "yes")])
    assert decision_of(session, "D-1").call_in_expires == "2024-08-01"
    session.undo()
    now = decision_of(session, "D-1")
    assert (now.subject_to_call_in, now.call_in_expires) == (0, None)


def test_what_is_typed_in_two_decisions_is_applied_to_both_or_neither(session: Session) -> None:
    one, other = decision_of(session, "5150"), decision_of(session, "ILL-01")
    edits = [(one.id, "subject", "Reviews by agencies"), (other.id, "revenue_pence", "-3")]
    with pytest.raises(EditRefused) as refused:
        decisions.apply_cells(session, edits)
    assert [(item.record_id, item.key) for item in refused.value.problems] == [(other.id, "revenue_pence")]
    assert decision_of(session, "5150").subject == one.subject


def test_the_suggested_date_is_used_where_it_differs(session: Session) -> None:
    held = decision_of(session, "5150")
    assert held.call_in_expires == "2024-08-02"
    assert decisions.use_suggested_expiry(session, [held.id]) == 1
    assert decision_of(session, "5150").call_in_expires == "2024-08-01"
    assert decisions.use_suggested_expiry(session, [held.id]) == 0
    assert session.undo_action == "Use suggested call-in date of 5150"


def test_a_copy_is_a_draft_that_promises_no_money_twice(session: Session) -> None:
    held = decision_of(session, "5150")
    copy = decisions.duplicate_decision(session, held)
    assert (copy.ref, copy.stage, copy.decision_date, copy.revenue_pence) == (
        "5151", "draft", None, 700_000_00,
    )  # fmt: skip
    options = session.records.of(DecisionOption, "decision_id", copy.id)
    assert [item.name for item in options] == [
        item.name for item in session.records.of(DecisionOption, "decision_id", held.id)
    ]
    assert session.records.of(DecisionFunding, "decision_id", copy.id) == ()
    assert session.records.of(DecisionSupplier, "decision_id", copy.id) == ()
    session.undo()
    assert session.records.find(Decision, copy.id) is None


def test_references_go_on_in_the_style_there_is(session: Session, empty_session: Session) -> None:
    assert decisions.next_reference(empty_session) == "D-01"
    assert decisions.next_reference(session, "ILL-01") == "ILL-03"
    assert decisions.next_reference(session, "Sensors") == "Sensors-1"


def test_missing_headings_are_added_at_once_and_climate_for_key_decisions_only(session: Session) -> None:
    key, other = decision_of(session, "KD2024/033"), decision_of(session, "5150")
    assert "climate_emissions" in decisions.missing_headings(session, key)
    assert not any(item.startswith("climate_") for item in decisions.missing_headings(session, other))
    assert decisions.add_missing_headings(session, key.id) == 6
    assert decisions.missing_headings(session, key) == []
    assert len(session.records.of(DecisionImplication, "decision_id", key.id)) == 17
    session.undo()
    assert len(decisions.missing_headings(session, key)) == 6


def test_one_option_is_recommended_in_place_of_another(session: Session) -> None:
    held = decision_of(session, "KD2024/033")
    options = session.records.of(DecisionOption, "decision_id", held.id)
    other = next(item for item in options if not item.recommended)
    decisions.recommend(session, other)
    now = session.records.of(DecisionOption, "decision_id", held.id)
    assert [item.id for item in now if item.recommended] == [other.id]


def test_more_than_a_source_has_left_is_refused_with_what_is_left(session: Session) -> None:
    grant = source_of(session, "Social Care Grant")
    values = {"decision_id": decision_of(session, "ILL-02").id, "funding_source_id": grant.id}
    with pytest.raises(EditRefused) as refused:
        editing.new_record(session, DecisionFunding, {**values, "amount_pence": 300_001_00})
    assert refused.value.problems[0].key == "amount_pence"
    assert "Only £300,000 is left of Social Care Grant" in refused.value.problems[0].sentence
    editing.new_record(session, DecisionFunding, {**values, "amount_pence": 300_000_00})


def test_only_the_programmes_own_sources_are_offered(session: Session) -> None:
    (held, *_) = session.records.of(DecisionFunding, "decision_id", decision_of(session, "KD2024/033").id)
    offered = editing.choices_for(session, field_of(DecisionFunding, "funding_source_id"), held)
    # The programme's two others pay for the decision already, and none does twice.
    used = session.records.of(DecisionFunding, "decision_id", held.decision_id)
    assert len(used) == 3
    assert {words for _, words in offered} == {"Base budget, 2023/24"}


def test_a_deleted_decision_takes_its_parts_and_frees_its_funding(session: Session) -> None:
    grant = source_of(session, "Social Care Grant")
    with pytest.raises(EditRefused):
        editing.delete_records(session, [grant])
    editing.delete_records(session, [decision_of(session, "5150")])
    assert session.records.of(DecisionFunding, "funding_source_id", grant.id) == ()
    editing.delete_records(session, [grant])
    session.undo()
    session.undo()
    assert decision_of(session, "5150")


def test_a_programme_goes_with_its_decisions_and_sources(session: Session) -> None:
    programme = next(item for item in session.records.all(Programme) if item.name == "Reassessment capacity")
    editing.delete_records(session, session.records.of(Activity, "programme_id", programme.id))
    editing.delete_records(session, [programme])
    assert all(item.programme_id != programme.id for item in session.records.all(Decision))


def test_decisions_and_budget_lines_are_found(session: Session) -> None:
    assert (find.find(session.records, "5150")[0].kind, find.find(session.records, "5150")[0].id) == (
        "decision", decision_of(session, "5150").id,
    )  # fmt: skip
    line = session.records.all(BudgetLine)[0]
    assert line.id in {hit.id for hit in find.find(session.records, line.name) if hit.kind == "budget_line"}


def test_history_leads_to_the_decision_of_a_part(session: Session) -> None:
    held = decision_of(session, "5150")
    (funding,) = session.records.of(DecisionFunding, "decision_id", held.id)
    editing.apply_cells(session, DecisionFunding, [(funding.id, "amount_pence", "650,000")])
    row = history.history(session)[0]
    assert row.record == "Funding: 5150, Social Care Grant, 2024/25"
    place = place_of(session.records.get(DecisionFunding, row.record_id), session.records)
    assert place is not None
    assert (place.page, place.shows, place.noun) == ("decisions", {"record_id": held.id}, "decision")


def test_of_many_awards_to_one_supplier_five_are_named_and_all_are_counted(session: Session) -> None:
    programme_id = decision_of(session, "5150").programme_id
    with session.edit("Award a framework") as edit:
        for number in range(8):
            day, decision_id = f"2024-05-0{number + 1}", session.new_id()
            lot = {"ref": f"FW-{number}", "subject": f"Lot {number}", "decision_date": day}
            edit.put(Decision(id=decision_id, programme_id=programme_id, **lot))
            award = {"supplier": "Sensors Ltd", "award_pence": 1_000_00, "award_date": day}
            edit.put(DecisionSupplier(id=session.new_id(), decision_id=decision_id, **award))
    report = session.report(Scope(programme_id, session.open_period(programme_id)))
    last = next(item for item in report.decisions if item.ref == "FW-7")
    (sentence,) = (item.sentence for item in last.warnings if item.kind == "repeat_award")
    assert sentence == (
        "Sensors Ltd: 8 awards within a year, £8,000 in all (also FW-0, FW-1, FW-2, FW-3, FW-4 and 2 more)."
    )
