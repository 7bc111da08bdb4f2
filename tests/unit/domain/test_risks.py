"""The rules of risks: scores, levels, movement, targets, overdue actions, and what is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from asc_desktop.domain.checks.checker import problems
from asc_desktop.domain.dates import shift_period
from asc_desktop.domain.records.assurance import Risk, RiskAction, RiskScore
from asc_desktop.domain.records.delivery import Portfolio, Programme, Project, Theme
from asc_desktop.domain.report.changes import compare
from asc_desktop.domain.report.views_risks import RiskReport
from asc_desktop.domain.rules.risks import LEVELS, bands, level_of, movement_of, score_at, target_state
from tests.unit.domain.portfolio import OPEN, Desk

ORDER = [level for level, _ in LEVELS]


def settings(low: int = 4, medium: int = 9, high: int = 15) -> Portfolio:
    return Portfolio(id="portfolio", name="P", low_risk_to=low, medium_risk_to=medium, high_risk_to=high)


class RiskDesk(Desk):
    """The small portfolio with risks."""

    def risk(self, **more: Any) -> Risk:
        values = {"ref": "R-1", "description": "Homes close", "raised_period": "2024-04", **more}
        return self.add(Risk(**{"id": "risk", "programme_id": "prog", **values}))

    def score(self, likelihood: int, impact: int, period: str = OPEN, risk: str = "risk") -> RiskScore:
        return self.add(
            RiskScore(id=f"{risk}{period}", risk_id=risk, period=period, likelihood=likelihood, impact=impact)
        )

    def action(self, **more: Any) -> RiskAction:
        values = {"id": self._id(), "risk_id": "risk", "action": "Visit homes", **more}
        return self.add(RiskAction(**values))

    def said(self, record: Any) -> dict[str, str]:
        return {problem.key: problem.sentence for problem in problems(record, self.records)}

    def reported(self, period: str = OPEN) -> RiskReport:
        (risk,) = self.build(period).risks
        return risk


@pytest.fixture
def desk() -> RiskDesk:
    return RiskDesk()


# ------------------------------------------------------------------------------------------------------ levels


@pytest.mark.parametrize(
    ("score", "level"),
    [(1, "low"), (4, "low"), (5, "medium"), (9, "medium"), (10, "high"), (15, "high"), (16, "very_high"),
     (25, "very_high")],
)  # fmt: skip
def test_a_limit_belongs_to_the_level_that_it_ends(score: int, level: str) -> None:
    assert level_of(score, settings()) == level


LIMITS = st.lists(st.integers(1, 25), min_size=3, max_size=3, unique=True).map(sorted)


@given(LIMITS)
def test_the_bands_hold_each_score_once_and_agree_with_the_level(limits: list[int]) -> None:
    scheme = settings(*limits)
    held = {score: level for level, first, last in bands(scheme) for score in range(first, last + 1)}
    assert held == {score: level_of(score, scheme) for score in range(1, 26)}
    assert sum(last - first + 1 for _, first, last in bands(scheme)) == 25


@given(LIMITS, st.integers(1, 25), st.integers(1, 25))
def test_a_higher_score_is_never_of_a_lower_level(limits: list[int], one: int, other: int) -> None:
    scheme = settings(*limits)
    low, high = sorted((one, other))
    assert ORDER.index(level_of(low, scheme)) <= ORDER.index(level_of(high, scheme))


# ---------------------------------------------------------------------------------------- in force, and movement


def test_a_score_is_in_force_until_another_is_reported() -> None:
    risk = Risk(id="r", programme_id="p", ref="R", description="x", raised_period="2024-04")
    april = RiskScore(id="a", risk_id="r", period="2024-04", likelihood=3, impact=3)
    june = RiskScore(id="b", risk_id="r", period="2024-06", likelihood=4, impact=3)
    found = [score_at(risk, [june, april], period) for period in ("2024-03", "2024-04", "2024-05", "2024-06")]
    assert found == [None, april, april, june]


@pytest.mark.parametrize(
    ("before", "now", "movement"),
    [((4, 4), (4, 5), "worsening"), ((4, 5), (3, 5), "improving"), ((3, 4), (3, 4), "no_change"),
     ((3, 4), (4, 3), "no_change"), ((2, 5), (5, 2), "no_change"), ((1, 5), (2, 3), "worsening")],
)  # fmt: skip
def test_movement_compares_scores_with_the_period_before(
    desk: RiskDesk, before: tuple[int, int], now: tuple[int, int], movement: str
) -> None:
    desk.risk()
    desk.score(*before, "2024-04")
    desk.score(*now)
    assert desk.reported().movement == movement
    assert desk.reported("2024-05").movement == "no_change"


def test_a_change_two_periods_ago_is_no_change_now(desk: RiskDesk) -> None:
    desk.risk()
    desk.score(5, 5, "2024-04")
    desk.score(2, 2, "2024-05")
    assert [desk.reported(period).movement for period in ("2024-04", "2024-05", "2024-06")] == [
        "new", "improving", "no_change",
    ]  # fmt: skip


def test_a_risk_is_new_when_raised_and_when_first_scored(desk: RiskDesk) -> None:
    desk.risk(raised_period="2024-05")
    assert desk.reported("2024-05").movement == ""
    assert desk.reported("2024-05").level_label == "Not scored"
    desk.score(3, 3)
    assert desk.reported().movement == "new"


def test_a_closed_risk_has_no_movement_and_leaves_the_matrix(desk: RiskDesk) -> None:
    desk.risk(closed_period="2024-05")
    desk.score(5, 5, "2024-04")
    desk.score(1, 1, "2024-05")
    report = desk.build()
    assert (report.risks[0].open, report.risks[0].movement) == (False, "")
    assert report.risk_matrix.open_risks == 0
    assert not any(cell.risk_ids for cells in report.risk_matrix.cells.values() for cell in cells)
    before = desk.build("2024-04")
    assert before.risks[0].open
    assert before.risks[0].closed_period is None


SCORES = st.dictionaries(
    st.integers(0, 6).map(lambda months: shift_period("2024-04", months)),
    st.tuples(st.integers(1, 5), st.integers(1, 5)),
)


@given(SCORES, st.integers(0, 7).map(lambda months: shift_period("2024-04", months)))
def test_movement_agrees_with_the_scores_in_force(scores: dict[str, tuple[int, int]], period: str) -> None:
    risk = Risk(id="r", programme_id="p", ref="R", description="x", raised_period="2024-04")
    held = [
        RiskScore(id=month, risk_id="r", period=month, likelihood=likelihood, impact=impact)
        for month, (likelihood, impact) in scores.items()
    ]
    now, before = score_at(risk, held, period), score_at(risk, held, shift_period(period, -1))
    movement = movement_of(risk, held, period)
    assert (movement == "") == (now is None)
    if now and before and period != risk.raised_period:
        change = now.likelihood * now.impact - before.likelihood * before.impact
        assert movement == ("worsening" if change > 0 else "improving" if change < 0 else "no_change")
    elif now:
        assert movement == "new"


@pytest.mark.parametrize(
    ("current", "target", "state"),
    [(20, 12, "above"), (12, 12, "met"), (8, 12, "below"), (None, 12, "none"), (8, None, "none")],
)
def test_how_a_score_stands_to_its_target(current: int | None, target: int | None, state: str) -> None:
    assert target_state(current, target) == state


# ------------------------------------------------------------------------------------------ actions, attention


def test_an_action_is_overdue_from_the_day_after_it_was_due(desk: RiskDesk) -> None:
    desk.risk()
    desk.score(4, 5)
    desk.action(due_date="2024-06-12")
    desk.action(due_date="2024-06-30")
    desk.action(due_date="2024-06-01", done_date="2024-06-20")
    desk.action()
    risk = desk.reported()
    assert [action.state for action in risk.actions] == ["Done", "Overdue", "Open", "Open"]
    assert (risk.days_overdue, risk.actions_overdue) == (18, 1)
    (row,) = (row for row in desk.build().attention if row.kind == "risk_overdue")
    assert (row.why, row.due_date) == ("Action on a Very high risk overdue 18 days", "2024-06-12")
    assert (row.page, row.record_id) == ("risks", "risk")


def test_what_was_done_later_was_still_open_then(desk: RiskDesk) -> None:
    desk.risk()
    desk.action(due_date="2024-05-10", done_date="2024-06-20")
    assert desk.reported("2024-05").actions[0].state == "Overdue"
    assert desk.reported("2024-06").actions[0].state == "Done"


def test_a_very_high_risk_that_worsened_needs_attention(desk: RiskDesk) -> None:
    desk.risk(project_id="p")
    desk.score(4, 4, "2024-05")
    desk.score(4, 5)
    (row,) = (row for row in desk.build().attention if row.kind == "risk_worse")
    assert (row.project_id, row.project_ref) == ("p", "R-1")
    assert row.why == "Risk worsened from 16 to 20, Very high"
    desk.score(3, 5)
    desk.score(2, 5, "2024-05")
    assert not [row for row in desk.build().attention if row.kind == "risk_worse"]


# ------------------------------------------------------------------------------------------------- the report


def test_the_matrix_holds_each_open_risk_once_by_each_rating(desk: RiskDesk) -> None:
    desk.risk(inherent_likelihood=5, inherent_impact=5, target_likelihood=2, target_impact=3)
    desk.score(4, 5)
    desk.risk(id="other", ref="R-2")
    matrix = desk.build().risk_matrix
    where = {
        basis: [(cell.likelihood, cell.impact, cell.risk_ids) for cell in cells if cell.risk_ids]
        for basis, cells in matrix.cells.items()
    }
    assert where["inherent"] == [(5, 5, ("risk",)), (3, 3, ("other",))]
    assert where["current"] == [(4, 5, ("risk",))]
    assert where["target"] == [(2, 3, ("risk",))]
    assert (matrix.open_risks, matrix.not_scored) == (2, 1)
    assert [(cell.likelihood, cell.impact) for cell in matrix.cells["current"][:6]] == [
        (5, 1), (5, 2), (5, 3), (5, 4), (5, 5), (4, 1),
    ]  # fmt: skip


def test_a_theme_has_the_risks_linked_to_it_or_to_its_projects(desk: RiskDesk) -> None:
    desk.risk(theme_id="theme")
    desk.risk(id="of-project", ref="R-2", project_id="p")
    desk.risk(id="elsewhere", ref="R-3", theme_id="other")
    desk.risk(id="none", ref="R-4")
    assert {risk.ref for risk in desk.build(theme="theme").risks} == {"R-1", "R-2"}
    assert len(desk.build().risks) == 4
    linked = {risk.ref: (risk.linked, risk.theme) for risk in desk.build().risks}
    assert linked["R-2"] == ("P-1 Supported Living", "Prevention")
    assert linked["R-3"] == ("Commissioning", "Commissioning")
    assert linked["R-4"] == ("", "")


def test_the_highest_score_comes_first_and_closed_ones_last(desk: RiskDesk) -> None:
    for ref, likelihood in (("R-1", 2), ("R-2", 5), ("R-3", 5)):
        desk.risk(id=ref, ref=ref, closed_period=OPEN if ref == "R-2" else None)
        desk.score(likelihood, 4, risk=ref)
    assert [risk.ref for risk in desk.build().risks] == ["R-3", "R-1", "R-2"]


# ------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize("key", ["likelihood", "impact"])
@pytest.mark.parametrize(
    ("value", "end"), [(6, "cannot be above 5."), (0, "cannot be below 1."), (-1, "cannot be below 1.")]
)
def test_likelihood_and_impact_are_from_one_to_five(desk: RiskDesk, key: str, value: int, end: str) -> None:
    desk.risk()
    values: dict[str, Any] = {"likelihood": 3, "impact": 3, key: value}
    said = desk.said(RiskScore(id="s", risk_id="risk", period=OPEN, **values))
    assert said == {key: f"{key.capitalize()} {end}"}


def test_a_period_is_scored_once(desk: RiskDesk) -> None:
    desk.risk()
    desk.score(3, 3)
    again = RiskScore(id="again", risk_id="risk", period=OPEN, likelihood=2, impact=2)
    assert desk.said(again) == {"period": "R-1 already has a risk score for June 2024."}


def test_no_score_is_for_a_month_to_come_before_it_was_raised_or_after_it_closed(desk: RiskDesk) -> None:
    desk.risk(closed_period="2024-05")
    said = [
        desk.said(RiskScore(id="s", risk_id="risk", period=period)).get("period")
        for period in ("2024-03", "2024-04", "2024-05", "2024-06")
    ]
    assert said == [
        "It cannot be scored before it was raised, in April 2024.",
        None,
        None,
        "It cannot be scored after it was closed, in May 2024.",
    ]
    desk.risk()
    assert desk.said(RiskScore(id="s", risk_id="risk", period="2024-07")) == {
        "period": "July 2024 is after the open month, June 2024."
    }


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"closed_period": "2024-03"}, {"closed_period": "It cannot be closed before it was raised, in April 2024."}),
        ({"closed_period": "2024-07"}, {"closed_period": "July 2024 is after the open month, June 2024."}),
        ({"raised_period": "2024-07"}, {"raised_period": "July 2024 is after the open month, June 2024."}),
        ({"inherent_impact": 6}, {"inherent_impact": "Inherent impact cannot be above 5."}),
        ({"target_likelihood": 2}, {"target_impact": "A target needs both likelihood and impact. Enter the impact."}),
        (
            {"target_impact": 2},
            {"target_likelihood": "A target needs both impact and likelihood. Enter the likelihood."},
        ),
        (
            {"target_likelihood": 4, "target_impact": 4},
            {"target_impact": "The target score, 16, cannot be above the inherent score, 9."},
        ),
    ],
)  # fmt: skip
def test_a_risk_is_refused(desk: RiskDesk, values: dict[str, Any], said: dict[str, str]) -> None:
    assert desk.said(desk.risk(**values)) == said


def far(desk: RiskDesk) -> None:
    """Add another programme with a theme and a project."""
    desk.add(Programme(id="far", name="Far", first_year=2024, last_year=2025, open_period=OPEN))
    desk.add(Theme(id="away", programme_id="far", name="Away"))
    desk.add(Project(id="far-p", theme_id="away", ref="F-1", name="Far project"))


def test_a_risk_is_linked_only_to_what_is_of_its_own_programme(desk: RiskDesk) -> None:
    far(desk)
    risk = desk.risk(theme_id="theme", project_id="p")
    assert desk.said(risk) == {}
    assert desk.said(replace(risk, project_id="far-p")) == {
        "project_id": "F-1 is a project of Far, not of ASC."
    }
    assert desk.said(replace(risk, theme_id="away")) == {"theme_id": "Away is a theme of Far, not of ASC."}


def test_neither_project_nor_theme_leaves_its_risk_behind(desk: RiskDesk) -> None:
    far(desk)
    risk = desk.risk(project_id="p")
    said = {"theme_id": "R-1, a risk of ASC, names this project."}
    assert desk.said(replace(desk.records.get(Project, "p"), theme_id="away")) == said
    moved = replace(desk.records.get(Theme, "theme"), programme_id="far")
    assert desk.said(moved) == {"programme_id": "R-1, a risk of ASC, names P-1."}
    desk.add(replace(risk, theme_id="theme", project_id=None))
    assert desk.said(moved) == {"programme_id": "R-1, a risk of ASC, names this theme."}


def test_a_risks_periods_hold_its_scores_and_actions(desk: RiskDesk) -> None:
    desk.risk()
    desk.score(3, 3, "2024-04")
    desk.score(3, 3, "2024-06")
    desk.action(due_date="2024-05-20")
    assert desk.said(desk.risk(raised_period="2024-05")) == {
        "raised_period": "It has a score for April 2024, before May 2024."
    }
    assert desk.said(desk.risk(closed_period="2024-05")) == {
        "closed_period": "It has a score for June 2024. Close it then or later."
    }
    desk.rows["risk_score"].clear()
    assert desk.said(desk.risk(raised_period="2024-06")) == {
        "raised_period": "An action of it is due on 20 May 2024, before June 2024."
    }


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"due_date": "2024-03-31"}, {"due_date": "It cannot be due before its risk was raised, in April 2024."}),
        ({"done_date": "2024-03-31"}, {"done_date": "It cannot be done before its risk was raised, in April 2024."}),
        ({"done_date": "2024-07-01"}, {"done_date": "It cannot be done after 30 Jun 2024, when the open month ends."}),
        ({"action": ""}, {"action": "Mitigating action is needed."}),
    ],
)  # fmt: skip
def test_an_action_is_refused(desk: RiskDesk, values: dict[str, Any], said: dict[str, str]) -> None:
    desk.risk()
    assert desk.said(desk.action(**values)) == said


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ((4, 4, 15), {"medium_risk_to": "Medium must end above where low does, at 4."}),
        ((4, 9, 9), {"high_risk_to": "High must end above where medium does, at 9."}),
        ((4, 9, 26), {"high_risk_to": "High risk up to cannot be above 25."}),
        ((4, 9, 15), {}),
    ],
)
def test_the_limits_stand_in_order(
    desk: RiskDesk, limits: tuple[int, int, int], said: dict[str, str]
) -> None:
    assert desk.said(settings(*limits)) == said


def test_the_open_period_stays_at_what_risks_report(desk: RiskDesk) -> None:
    desk.risk()
    desk.score(3, 3)
    back = Programme(id="prog", name="ASC", first_year=2023, last_year=2027, open_period="2024-05")
    assert desk.said(back) == {
        "open_period": "Risk R-1 is reported for June 2024 already. Open June 2024 or a later month."
    }


def test_the_words_that_an_earlier_release_had_for_a_level_are_no_change(desk: RiskDesk) -> None:
    desk.risk()
    desk.score(4, 4)
    now = desk.build()
    board_had = replace(now, risks=tuple(replace(item, level_label="Very High") for item in now.risks))
    assert compare(board_had, now).of_kind("risk") == ()
    desk.score(5, 4)
    (row,) = compare(board_had, desk.build()).of_kind("risk")
    assert (row.before, row.after) == ("Very high, 16", "Very high, 20")
