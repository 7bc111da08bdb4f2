"""A cell of several actions is several, one of a single action is one, and nothing of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asc_desktop.domain.importing.planning.lists import parts_of

TWO = ("Recruit two social workers", "Use agency cover until then")


@pytest.mark.parametrize(
    "text",
    [
        "Recruit two social workers\nUse agency cover until then",
        "• Recruit two social workers\n• Use agency cover until then",
        "•Recruit two social workers\n•Use agency cover until then",
        "- Recruit two social workers\r\n- Use agency cover until then",
        "1. Recruit two social workers\n2. Use agency cover until then",
        "1) Recruit two social workers 2) Use agency cover until then",
        "1. Recruit two social workers 2. Use agency cover until then",
        "a) Recruit two social workers\nb) Use agency cover until then",
        "• Recruit two social workers • Use agency cover until then",
        "Recruit two social workers; Use agency cover until then",
        "\n\n* Recruit two social workers\n\n* Use agency cover\n  until then\n",
    ],
)
def test_lines_bullets_and_numbers_part_actions(text: str) -> None:
    assert parts_of(text) == TWO


@pytest.mark.parametrize(
    "text",
    [
        "Recruit two social workers",
        "Recruit 2. 5 days of cover",
        "Meet A; B",
        "Work with providers; review their rates each month",
        "Recruit two social workers\nand use agency cover until then",
        "Phase 1) ends in May",
        "Reduce spend by 1.5 and 2.5 per cent",
        "Talk to providers - all of them",
    ],
)
def test_one_action_stays_one(text: str) -> None:
    assert parts_of(text) == (" ".join(text.split()),)


def test_a_cell_that_says_nothing_has_no_parts() -> None:
    assert parts_of(" \n ") == ()


@given(st.lists(st.from_regex(r"[A-Z][a-z]{3,9} [a-z]{3,9}", fullmatch=True), min_size=1, max_size=6))
def test_nothing_of_a_list_is_lost(actions: list[str]) -> None:
    for mark in ("• ", "- ", "* ", ""):
        assert parts_of("\n".join(f"{mark}{action}" for action in actions)) == tuple(actions)
    assert parts_of("\n".join(f"{at}. {action}" for at, action in enumerate(actions, 1))) == tuple(actions)
