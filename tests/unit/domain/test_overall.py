"""A programme as a whole: its colour by the figures, the sentences that give the rule, and its lead's commentary."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.checks.checker import problems
from asc_desktop.domain.records.delivery import Programme, Project, Theme
from asc_desktop.domain.records.governance import ProgrammeCommentary
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.rules.status import delivery_rag
from tests.unit.domain.portfolio import OPEN, Desk


@pytest.mark.parametrize(
    ("live", "red", "colour"),
    [
        (0, 0, "grey"),
        (1, 0, "green"),
        (1, 1, "red"),
        (3, 1, "red"),
        (4, 1, "amber"),
        (50, 16, "amber"),
        (50, 17, "red"),
    ],
)
def test_delivery_is_red_from_a_third_of_the_live_projects(live: int, red: int, colour: str) -> None:
    assert delivery_rag(live, red) == colour


def said(
    desk: Desk, period: str = OPEN, rag: str | None = "amber", programme_id: str = "prog"
) -> ProgrammeCommentary:
    return desk.add(
        ProgrammeCommentary(
            id=f"{programme_id}-{period}",
            programme_id=programme_id,
            period=period,
            rag=rag,
            commentary=f"Of {period}.",
        )
    )


def test_the_worse_of_savings_and_delivery_with_both_sentences(desk: Desk) -> None:
    desk.target("pl", 1_000_000)
    desk.report("pl", 950_000)
    desk.status("red")
    desk.status("green", project="q")
    (found,) = desk.build().overall
    assert (found.id, found.programme, found.rag) == ("prog", "ASC", "red")
    assert found.why == (
        "Savings are amber: £0.05m (5.0%) of the £1.00m to find in 2024/25 is not forecast; amber up to 10%.",
        "Delivery is red: 1 of 2 live projects is red; red from a third of them, amber below.",
    )


def test_the_worse_of_savings_and_delivery_the_other_way_round(desk: Desk) -> None:
    desk.target("pl", 1_000_000)
    desk.report("pl", 800_000)
    desk.status("green")
    (found,) = desk.build().overall
    assert found.rag == "red"
    assert found.why[0].startswith("Savings are red: £0.20m (20.0%)")
    assert found.why[1] == "Delivery is green: none of 2 live projects is red."


@pytest.mark.parametrize(
    ("target", "forecast", "delivered", "words"),
    [
        (0, None, 0, "Savings are not rated: nothing is to be found in 2024/25."),
        (1_000_000, None, 0, "Savings are not rated: nothing has been reported for 2024/25."),
        (1_000_000, 1_000_000, 0, "Savings are green: the £1.00m to find in 2024/25 is forecast in full."),
        (
            1_000_000, 980_000, 0,
            "Savings are green: £0.02m (2.0%) of the £1.00m to find in 2024/25 is not forecast; green up to 2%.",
        ),
        (
            1_000_000, 1_000_000, 1_000_000,
            "Savings are blue: the £1.00m to find in 2024/25 is delivered and validated.",
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_savings(
    desk: Desk, target: int, forecast: int | None, delivered: int, words: str
) -> None:
    if target:
        desk.target("pl", target)
    if forecast is not None:
        desk.report("pl", forecast, delivered, delivered)
    (found,) = desk.build().overall
    assert found.why[0] == words


def test_a_closed_project_counts_in_the_savings_and_not_in_delivery(desk: Desk) -> None:
    desk.status("blue")
    desk.status("blue", project="q")
    (found,) = desk.build().overall
    assert found.why[1] == "Delivery is not rated: no project is live."
    assert found.rag == "grey"


def test_a_commentary_is_of_its_own_month_alone(desk: Desk) -> None:
    said(desk, "2024-05", rag="green")
    (found,) = desk.build().overall
    assert (found.lead_rag, found.commentary) == ("", "")
    said(desk, rag=None)
    (found,) = desk.build().overall
    assert (found.lead_rag, found.commentary) == ("", f"Of {OPEN}.")
    (before,) = desk.build("2024-05").overall
    assert (before.lead_rag, before.commentary) == ("green", "Of 2024-05.")


def test_each_programme_is_judged_by_its_own_figures_and_a_theme_by_none(desk: Desk) -> None:
    desk.target("pl", 1_000_000)
    desk.report("pl", 100_000)
    desk.add(Programme(id="two", name="Two", first_year=2023, last_year=2027, open_period=OPEN, position=2))
    desk.add(Theme(id="third", programme_id="two", name="Third"))
    desk.add(Project(id="r", ref="P-3", name="Third", theme_id="third"))
    desk.status("green", project="r")
    said(desk, programme_id="two")
    first, second = build_report(desk.records, Scope(None, OPEN)).overall
    assert (first.programme, first.rag, first.commentary) == ("ASC", "red", "")
    assert (second.programme, second.rag, second.lead_rag) == ("Two", "green", "amber")
    assert build_report(desk.records, Scope("prog", OPEN, "theme")).overall == ()


def test_no_commentary_on_a_month_to_come_nor_an_open_month_before_one(desk: Desk) -> None:
    held = said(desk, "2024-07")
    (problem,) = problems(held, desk.records)
    assert problem.key == "period"
    programme = desk.rows["programme"]["prog"]
    assert isinstance(programme, Programme)
    back = replace(programme, open_period="2024-06")
    assert "The programme’s commentary is reported for July 2024 already." in " ".join(
        problem.sentence for problem in problems(back, desk.records)
    )


def test_its_lead_stands_with_the_programme(desk: Desk) -> None:
    assert desk.build().overall[0].lead == ""
    programme = desk.rows["programme"]["prog"]
    assert isinstance(programme, Programme)
    desk.add(replace(programme, lead="Programme manager"))
    assert desk.build().overall[0].lead == "Programme manager"
