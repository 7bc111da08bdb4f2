"""The pack's sheet of risks: the matrix, the levels counted by formulas, the register, and long words in full."""

from pathlib import Path
from typing import Any

import pytest

from asc_desktop.domain.records.assurance import Risk, RiskAction, RiskCategory, RiskScore
from asc_desktop.excel.pack import write_pack
from tests.unit.domain.portfolio import Desk
from tests.unit.excel.workbooks import cells


def risky_desk() -> Desk:
    """Four risks: one that worsened, one new, one closed, one not scored."""
    desk = Desk()
    desk.add(RiskCategory(id="other", name="Other"))
    for ref, more in (
        ("R-1", {"project_id": "p", "owner": "Head of Commissioning", "target_likelihood": 1, "target_impact": 2}),
        ("R-2", {"raised_period": "2024-06", "theme_id": "other"}),
        ("R-3", {"closed_period": "2024-05"}),
        ("R-4", {}),
    ):  # fmt: skip
        values: dict[str, Any] = {"raised_period": "2024-04", "description": f"={ref} may happen", **more}
        desk.add(Risk(id=ref, ref=ref, programme_id="prog", category="other", **values))
    for ref, period, likelihood, impact in (
        ("R-1", "2024-04", 3, 4), ("R-1", "2024-06", 5, 4), ("R-2", "2024-06", 1, 3), ("R-3", "2024-04", 5, 5),
    ):  # fmt: skip
        desk.add(
            RiskScore(id=f"{ref}{period}", risk_id=ref, period=period, likelihood=likelihood, impact=impact)
        )
    desk.add(
        RiskAction(
            id="late", risk_id="R-1", action="Agree fees", owner="Head of Finance", due_date="2024-06-20"
        )
    )
    desk.add(RiskAction(id="done", risk_id="R-1", action="Tell the board", done_date="2024-06-03"))
    return desk


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("risks") / "pack.xlsx"
    write_pack(risky_desk().build(), path)
    return path


def sheet(path: Path, *, values: bool = True) -> dict[str, Any]:
    return {
        address: value for (name, address), value in cells(path, values=values).items() if name == "Risks"
    }


def test_the_matrix_holds_the_open_risks_by_their_current_scores(written: Path) -> None:
    found = sheet(written)
    # Likelihood 5 is the first row, impact 1 the column D.
    assert (found["C5"], found["D10"]) == ("Likelihood 5", "Impact 1")
    assert found["G5"] == "1: R-1"
    assert found["F9"] == "1: R-2"
    assert found["H5"] == 25


def test_levels_are_counted_by_formulas_with_their_values_beside_them(written: Path) -> None:
    values, formulas = sheet(written), sheet(written, values=False)
    assert [(values[f"A{row}"], values[f"B{row}"]) for row in range(5, 9)] == [
        (1, "Very high, score 16 to 25"), (0, "High, score 10 to 15"), (0, "Medium, score 5 to 9"),
        (1, "Low, score 1 to 4"),
    ]  # fmt: skip
    assert formulas["A5"] == '=COUNTIF(Risks[Level],"Very high")'
    assert values["B9"] == "1 not scored"


def test_what_moved_and_the_register_say_the_same(written: Path) -> None:
    found = sheet(written)
    assert [found["I5"], found["I6"]] == ["↑ R-1 worsening from 12 to 20, Very high", "• R-2 new, at 3, Low"]
    header = next(row for row in range(11, 16) if found.get(f"A{row}") == "Ref")
    first = {found[f"{column}{header}"]: found.get(f"{column}{header + 1}") for column in "ABCDEFGHIJ"}
    assert first == {
        "Ref": "R-1",
        "Risk": "=R-1 may happen",
        "Category": "Other",
        "Inherent": 9,
        "Current": 20,
        "Level": "Very high",
        "Movement": "↑ Worsening",
        "Target": 2,
        "Owner and link": "Head of Commissioning\nP-1 Supported Living",
        "Mitigating actions": "• Agree fees Head of Finance, due 20 Jun 2024. Overdue 10 days.\n"
        "• Tell the board done 3 Jun 2024.",
    }
    assert "R-3 =R-3 may happen Closed May 2024." in found.values()


def test_long_words_go_on_under_the_table_whole(tmp_path: Path) -> None:
    desk = risky_desk()
    words = "Homes close and people must move. " * 120
    desk.add(Risk(id="R-9", ref="R-9", programme_id="prog", raised_period="2024-06", description=words))
    write_pack(desk.build(), tmp_path / "pack.xlsx")
    found = sheet(tmp_path / "pack.xlsx")
    assert any(str(value).endswith("In full under the table.") for value in found.values())
    at = list(found.values()).index("In full")
    assert " ".join(" ".join(map(str, list(found.values())[at + 2 :])).split()).startswith(words.strip())


def test_there_is_no_sheet_without_risks(tmp_path: Path) -> None:
    write_pack(Desk().build(), tmp_path / "pack.xlsx")
    assert not sheet(tmp_path / "pack.xlsx")
