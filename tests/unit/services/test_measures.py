"""Measures as a person types them: what is kept, what is refused and at which cell, and undo."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.assurance import Measure, MeasureProfile, MeasureTarget, MeasureValue
from asc_desktop.domain.records.delivery import Programme
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.views_measures import MeasureReport
from asc_desktop.services.editing import CellEdit, delete_records
from asc_desktop.services.errors import ClosedPeriodError, EditRefused
from asc_desktop.services.history import history
from asc_desktop.services.measures import apply_measure_cells
from asc_desktop.services.session import Session
from asc_desktop.services.snapshots import freeze

PROGRAMME = "Adult Social Care and Health performance"


def programme(session: Session) -> Programme:
    return next(item for item in session.records.all(Programme) if item.name == PROGRAMME)


def first_board(session: Session) -> None:
    """Freeze May for a board, so that April and May are closed."""
    freeze(session, Scope(programme(session).id, "2024-05"))


def measure(session: Session, words: str) -> Measure:
    return next(item for item in session.records.all(Measure) if words in item.name)


def shown(session: Session, words: str, period: str = "2024-06") -> MeasureReport:
    found = session.report(Scope(programme(session).id, period)).measures
    return next(item for item in found if words in item.name)


def apply(session: Session, words: str, *cells: tuple[str, str], reason: str | None = None) -> None:
    measure_id = measure(session, words).id
    apply_measure_cells(session, [CellEdit(measure_id, *cell) for cell in cells], 2024, reason=reason)


def refused(session: Session, words: str, *cells: tuple[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(EditRefused) as error:
        apply(session, words, *cells)
    return [(problem.key, problem.sentence) for problem in error.value.problems]


def values(session: Session, words: str) -> dict[str, str]:
    held = session.records.of(MeasureValue, "measure_id", measure(session, words).id)
    return {value.period: value.actual for value in held}


def profile(session: Session, words: str) -> dict[str, str]:
    held = session.records.of(MeasureProfile, "measure_id", measure(session, words).id)
    return {item.period: item.expected for item in sorted(held, key=lambda item: item.period)}


def test_a_value_is_changed_added_and_removed_and_undone(session: Session) -> None:
    before = values(session, "direct payments")
    apply(session, "direct payments", ("actual:2024-06", "41.9%"))
    assert values(session, "direct payments") == before | {"2024-06": "41.9"}
    assert shown(session, "direct payments").rag == "green"
    assert session.undo_action == "Report Adults who receive direct payments for June 2024"
    apply(session, "direct payments", ("actual:2024-06", ""))
    assert "2024-06" not in values(session, "direct payments")
    assert shown(session, "direct payments").rag == "grey"
    apply(session, "direct payments", ("actual:2024-06", "40"))
    assert shown(session, "direct payments").actual == "40"
    for _ in range(3):
        session.undo()
    assert values(session, "direct payments") == before


def test_months_before_a_first_board_are_history_being_entered(session: Session) -> None:
    apply(session, "direct payments", ("actual:2024-05", "40"), ("target", "41"))
    assert values(session, "direct payments")["2024-05"] == "40"
    (target,) = session.records.of(MeasureTarget, "measure_id", measure(session, "direct payments").id)
    assert (target.target, target.approved_from) == ("41", None)


def test_a_closed_month_needs_a_reason(session: Session) -> None:
    first_board(session)
    with pytest.raises(ClosedPeriodError):
        apply(session, "direct payments", ("actual:2024-05", "40"))
    apply(session, "direct payments", ("actual:2024-05", "40"), reason="The return was late")
    assert values(session, "direct payments")["2024-05"] == "40"


def test_a_month_still_to_come_is_refused_at_its_cell_and_nothing_is_kept(session: Session) -> None:
    found = refused(session, "direct payments", ("actual:2024-06", "40"), ("actual:2024-07", "41"))
    assert found == [("actual:2024-07", "July 2024 is after the open month, June 2024.")]
    assert values(session, "direct payments")["2024-06"] == "39.3"


def test_per_cent_is_refused_of_what_is_counted_in_another_unit(session: Session) -> None:
    held = measure(session, "direct payments")
    assert held.unit == "%"
    with session.edit("Count days") as edit:
        edit.put(replace(held, unit="days"))
    before = values(session, "direct payments")
    sentence = f"{held.name} is counted in days, not in per cent. Type the figure without %."
    for key in ("actual:2024-06", "expected:2024-06", "target", "baseline"):
        assert refused(session, "direct payments", (key, "88 %")) == [(key, sentence)]
    assert values(session, "direct payments") == before
    apply(session, "direct payments", ("actual:2024-06", "88"), ("green_tolerance", "2%"))
    assert values(session, "direct payments")["2024-06"] == "88"


def test_what_is_no_number_is_refused_at_its_cell(session: Session) -> None:
    assert refused(session, "direct payments", ("actual:2024-06", "about 40"), ("target", "x")) == [
        ("actual:2024-06", "“about 40” is not a number. Write it like 98.8 or 1,234.5."),
        ("target", "“x” is not a number. Write it like 98.8 or 1,234.5."),
    ]


def test_several_measures_are_one_transaction(session: Session) -> None:
    ids = [measure(session, words).id for words in ("direct payments", "review")]
    apply_measure_cells(session, [CellEdit(item, "actual:2024-06", "50") for item in ids], 2024)
    assert session.undo_action == "Report 2 measures for June 2024"
    session.undo()
    assert values(session, "review")["2024-06"] == "77.3"


def test_an_override_needs_its_reason_and_a_value(session: Session) -> None:
    assert refused(session, "review", ("override_rag:2024-06", "Amber")) == [
        ("override_rag:2024-06", "Give the reason for the override, then the rating.")
    ]
    apply(
        session, "review", ("override_rag:2024-06", "Amber"), ("override_reason:2024-06", "New counting rule")
    )
    found = shown(session, "review")
    assert (found.rag, found.computed_rag, found.overridden) == ("amber", "red", True)
    assert "New counting rule" in found.rule
    apply(session, "review", ("override_rag:2024-06", ""))
    assert shown(session, "review").rag == "red"
    apply(session, "review", ("actual:2024-06", ""))
    assert refused(session, "review", ("comment:2024-06", "None yet")) == [
        ("comment:2024-06", "There is no value for June 2024 yet. Give it first.")
    ]


def test_a_monthly_profile_begins_with_the_path_so_far_and_ends_at_the_target(session: Session) -> None:
    apply(session, "review", ("profile", "straight"))
    apply(session, "review", ("profile", "monthly"))
    months = profile(session, "review")
    assert len(months) == 12
    assert (months["2024-06"], months["2025-03"]) == ("84.4", "100")
    assert shown(session, "review").rag == "amber"
    apply(session, "review", ("expected:2024-06", "77"))
    assert shown(session, "review").rag == "green"
    for text, said in (
        ("99", "must end at its target: March 2025 has 99.0%"),
        ("", "its last month is needed"),
    ):
        ((key, sentence),) = refused(session, "review", ("expected:2025-03", text))
        assert key == "expected:2025-03"
        assert said in sentence


def test_a_new_target_takes_the_profiles_last_month_with_it(session: Session) -> None:
    apply(session, "employment", ("target", "820"))
    assert profile(session, "employment")["2025-03"] == "820"
    assert shown(session, "employment").target == "820"
    found = refused(session, "employment", ("target", "830"), ("expected:2025-03", "825"))
    assert [key for key, _ in found] == ["target", "expected:2025-03"]


def test_without_a_target_there_is_no_profile_and_no_rating(session: Session) -> None:
    apply(session, "direct payments", ("target", ""))
    assert shown(session, "direct payments").rag == "grey"
    assert refused(session, "direct payments", ("profile", "flat")) == [("profile", "Give the target first.")]
    apply(session, "direct payments", ("target", "42"), ("profile", "straight"))
    assert shown(session, "direct payments").profile == "straight"


def test_a_straight_line_needs_a_baseline_at_its_cell(session: Session) -> None:
    ((key, sentence),) = refused(session, "rated good", ("profile", "straight"))
    assert key == "profile"
    assert "baseline" in sentence
    apply(session, "rated good", ("baseline", "68"), ("profile", "straight"))
    assert shown(session, "rated good").profile == "straight"
    assert [key for key, _ in refused(session, "rated good", ("baseline", ""))] == ["baseline"]


def test_deleting_a_measure_takes_what_was_reported_with_it(session: Session) -> None:
    first_board(session)
    found = measure(session, "employment")
    with pytest.raises(ClosedPeriodError):
        delete_records(session, [found])
    delete_records(session, [found], reason="Counted elsewhere from now on")
    for kind in (MeasureTarget, MeasureProfile, MeasureValue):
        assert session.records.of(kind, "measure_id", found.id) == ()
    session.undo()
    assert len(profile(session, "employment")) == 12


class TestTargetsByMonthOfApproval:
    """A target is approved from a month: the months before keep the target, the path and the rating that they had."""

    WORDS = "direct payments"

    def ratings(self, session: Session, period: str = "2024-06") -> list[tuple[str | None, str]]:
        return [(month.expected, month.rag) for month in shown(session, self.WORDS, period).months[:3]]

    @pytest.mark.parametrize("cells", [("target", "20"), ("profile", "straight"), ("profile", "monthly")])
    def test_a_new_target_or_profile_leaves_the_months_before_as_they_were(
        self, session: Session, cells: tuple[str, str]
    ) -> None:
        first_board(session)
        april, june = shown(session, self.WORDS, "2024-04"), self.ratings(session)
        apply(session, self.WORDS, cells)
        assert shown(session, self.WORDS, "2024-04") == april
        assert self.ratings(session)[:2] == june[:2]
        now = shown(session, self.WORDS)
        assert now.target_approved_from == "2024-06"
        assert (now.target if cells[0] == "target" else now.profile) == cells[1]
        session.undo()
        assert self.ratings(session) == june

    def test_a_second_change_in_the_same_month_changes_the_same_target(self, session: Session) -> None:
        first_board(session)
        apply(session, self.WORDS, ("target", "20"))
        apply(session, self.WORDS, ("target", "30"))
        held = session.records.of(MeasureTarget, "measure_id", measure(session, self.WORDS).id)
        assert sorted((item.target, item.approved_from) for item in held) == [("30", "2024-06"), ("42", None)]

    def test_a_monthly_profile_begins_where_it_is_approved(self, session: Session) -> None:
        first_board(session)
        apply(session, self.WORDS, ("profile", "monthly"))
        assert list(profile(session, self.WORDS)) == [*(f"2024-{month:02}" for month in range(6, 13)), "2025-01",
                                                      "2025-02", "2025-03"]  # fmt: skip

    def test_an_earlier_month_of_approval_is_a_correction(self, session: Session) -> None:
        first_board(session)
        apply(session, self.WORDS, ("target", "20"))
        with pytest.raises(ClosedPeriodError, match="May 2024 is closed"):
            apply(session, self.WORDS, ("approved_from", "May 2024"))
        apply(session, self.WORDS, ("approved_from", "May 2024"), reason="The cabinet approved it in May")
        assert [expected for expected, _ in self.ratings(session)] == ["42", "20", "20"]
        assert shown(session, self.WORDS, "2024-05").target == "20"

    def test_a_month_to_come_or_of_another_year_is_refused_at_its_cell(self, session: Session) -> None:
        assert refused(session, self.WORDS, ("approved_from", "2024-07")) == [
            ("approved_from", "July 2024 is after the open month, June 2024.")
        ]
        assert refused(session, self.WORDS, ("approved_from", "2024-03")) == [
            ("approved_from", "A target for 2024/25 is approved from one of its own months.")
        ]

    @pytest.mark.parametrize("cell", [("polarity", "lower"), ("green_tolerance", "0"), ("baseline", "50")])
    def test_what_rates_the_months_gone_by_is_corrected_with_a_reason(
        self, session: Session, cell: tuple[str, str]
    ) -> None:
        first_board(session)
        april = shown(session, self.WORDS, "2024-04")
        with pytest.raises(ClosedPeriodError, match="April 2024 and May 2024 are closed"):
            apply(session, self.WORDS, cell)
        assert shown(session, self.WORDS, "2024-04") == april
        apply(session, self.WORDS, cell, reason="It was entered the wrong way round")
        assert getattr(shown(session, self.WORDS, "2024-04"), cell[0]) == cell[1]


def test_the_history_names_the_measure(session: Session) -> None:
    apply(session, "direct payments", ("actual:2024-06", "40"), ("target", "43"))
    named = {row.record for row in history(session, limit=2)}
    assert named == {
        "Measure value: Adults who receive direct payments, June 2024",
        "Measure target: Adults who receive direct payments, 2024/25",
    }
