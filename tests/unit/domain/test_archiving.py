"""What archiving would take out of the totals, and of which years a board has received it."""

import pytest

from asc_desktop.domain.records.delivery import Programme, Project, SavingsLine, Theme
from asc_desktop.domain.records.office import Snapshot
from asc_desktop.domain.report.archiving import ArchivedSavings, archived_savings
from tests.unit.domain.portfolio import Desk


@pytest.fixture
def desk() -> Desk:
    held = Desk()
    held.target("pl", 1000, 2023)
    held.report("pl", 900, 800, year=2023, period="2024-03")
    held.target("pl", 500, 2025)
    held.report("pl", 0, year=2026)
    held.target("ql", 70)
    return held


def frozen(desk: Desk, programme: str | None = "prog", period: str = "2024-05") -> None:
    desk.add(
        Snapshot(
            id=f"s{period}{programme}",
            programme_id=programme,
            period=period,
            name="Board",
            frozen_on=f"{period}-28",
            frozen_by="Officer",
            content="0" * 64,
        )
    )


def found(desk: Desk, *ids: str) -> ArchivedSavings:
    return archived_savings(desk.records, [desk.records.get(Project, item) for item in ids or ("p",)])


def test_it_is_every_year_with_a_figure(desk: Desk) -> None:
    savings = found(desk)
    assert (savings.years, savings.frozen_years, savings.frozen_words) == (("2023/24", "2025/26"), (), "")
    assert savings.words == "£1,500 of target, £900 of forecast and £800 delivered for 2023/24 to 2025/26"
    assert found(desk, "p", "q").words.startswith("£1,570 of target")
    assert found(desk, "q").words == "£70 of target for 2024/25"
    desk.rows["savings_target"].clear()
    desk.rows["savings_position"].clear()
    assert found(desk).words == ""


def test_the_years_that_a_board_has_received_are_frozen(desk: Desk) -> None:
    frozen(desk)
    savings = found(desk)
    assert savings.frozen_years == ("2023/24",)
    assert savings.frozen_words == "£1,000 of target, £900 of forecast and £800 delivered for 2023/24"
    assert found(desk, "q").frozen_years == ("2024/25",)
    desk.add(Programme(id="prog", name="ASC", first_year=2023, last_year=2027, open_period="2025-04"))
    assert found(desk).frozen_years == ("2023/24",)
    desk.add(Programme(id="prog", name="ASC", first_year=2023, last_year=2027, open_period="2025-05"))
    assert found(desk).frozen_years == ("2023/24", "2025/26")


def test_a_line_that_counts_elsewhere_is_frozen_with_that_programme(desk: Desk) -> None:
    desk.add(Programme(id="two", name="Other", first_year=2023, last_year=2027, open_period="2024-06"))
    desk.add(Theme(id="there", programme_id="two", name="There"))
    frozen(desk, "two")
    assert found(desk, "q").frozen_years == ()
    desk.add(SavingsLine(id="ql", project_id="q", name="Reviews", counts_in_theme_id="there"))
    assert found(desk, "q").frozen_years == ("2024/25",)
