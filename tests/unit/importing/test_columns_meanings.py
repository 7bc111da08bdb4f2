"""What the texts, letters, emoji and colours of a column stand for; what is not known is left for a person to say."""

import pytest

from asc_desktop.domain.importing.colours import colour_of_fill
from asc_desktop.domain.importing.columns.meanings import meant, options_for
from asc_desktop.domain.importing.mapping import Target
from asc_desktop.domain.importing.sheets import Cell, Style
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import DeliveryStatus
from asc_desktop.services.importing.vocabulary import read_vocabulary
from tests.unit.importing.tables import Held, mapped, scheme

STATUS = Target("status_update", "status_id")


def status(text: str, *more: DeliveryStatus) -> str | None:
    """Return which status of the default scheme a text stands for."""
    records = Records({"delivery_status": scheme(*more)})
    return meant(text, STATUS, options_for(STATUS, records), read_vocabulary())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("On target", "On target"),
        ("on  TARGET", "On target"),
        ("G", "On target"),
        ("Green", "On target"),
        ("green ", "On target"),
        ("On track", "On target"),
        ("🟢", "On target"),
        ("🟢 On Track", "On target"),
        ("✅", "On target"),
        ("🟡 Some concerns", "Experiencing obstacles"),
        ("A", "Experiencing obstacles"),
        ("AMBER", "Experiencing obstacles"),
        ("Amber/Red", "Experiencing obstacles"),
        ("Red", "At risk"),
        ("R", "At risk"),
        ("🔴 Off track", "At risk"),
        ("Off Track", "At risk"),
        ("At risk", "At risk"),
        ("Compromised", "Compromised"),
        ("B", "Closed or completed"),
        ("Blue", "Closed or completed"),
        ("Complete", "Closed or completed"),
        ("Closed", "Closed or completed"),
        ("Not Started", "Not started"),
        ("Yet to start", "Not started"),
        ("N", "Not started"),
    ],
)
def test_statuses_that_councils_use(text: str, name: str) -> None:
    """Words, letters and emoji stand for the scheme's statuses."""
    assert status(text) == name


@pytest.mark.parametrize("text", ["In progress", "Phase 2", "🟢 Off track", "🟢🔴", "?", "Paused", "X", "●"])
def test_what_is_not_known_is_left_to_the_person(text: str) -> None:
    """Nothing is guessed, and an emoji that contradicts its words says nothing."""
    assert status(text) is None


def test_of_two_statuses_of_one_colour_neither_is_guessed() -> None:
    """Two greens without the colour's letter: a person says which."""
    more = DeliveryStatus(id="x", name="On target, watch", rag="blue", letter="W", position=9)
    assert status("Blue", more) == "Closed or completed"
    other = DeliveryStatus(id="y", name="Done", rag="blue", letter="B", position=9)
    assert status("Blue", other) is None
    assert status("B", other) is None


def test_c_beside_red_amber_and_green_is_asked_about_where_no_b_is() -> None:
    """The default scheme's own C is Compromised; to most councils C is complete: either would be a guess."""
    rows: list[list[Held]] = [["One", "R"], ["Two", "A"], ["Three", "G"], ["Four", "C"]]
    found = mapped(["Project", "BRAG"], rows)
    assert "C" not in found.meanings["status_update.status_id"]
    rows[0][1] = "B"
    assert mapped(["Project", "BRAG"], rows).meanings["status_update.status_id"]["C"] == "Compromised"


@pytest.mark.parametrize(
    ("fill", "colour"),
    [
        ("FF0000", "red"),
        ("C00000", "red"),
        ("FFC7CE", "red"),
        ("FFC000", "amber"),
        ("FFFF00", "amber"),
        ("ED7D31", "amber"),
        ("00B050", "green"),
        ("92D050", "green"),
        ("C6EFCE", ""),
        ("0070C0", "blue"),
        ("00B0F0", "blue"),
        ("808080", "grey"),
        ("BFBFBF", "grey"),
        ("FFFFFF", ""),
        ("F2F2F2", ""),
        ("000000", ""),
        ("7030A0", ""),
    ],
)
def test_the_colours_of_excels_palette(fill: str, colour: str) -> None:
    """Excel's standard colours; what is hardly a colour is none."""
    assert colour_of_fill(fill) == colour


def test_fills_without_words_are_statuses() -> None:
    """A column of coloured cells and nothing in them is a status by colour."""
    styles = (Style(), Style(fill="00B050"), Style(fill="FFC000"), Style(fill="FF0000"))
    rows: list[list[Held]] = [[name, Cell("", Cell.TEXT, at)] for at, name in enumerate(("A", "B", "C", "D"))]
    found = mapped(["Project", "RAG"], rows, styles=styles)
    assert found.columns[1].target == STATUS
    assert found.meanings["status_update.status_id"] == {
        "fill:00B050": "On target",
        "fill:FFC000": "Experiencing obstacles",
        "fill:FF0000": "At risk",
    }


def test_kinds_and_recurrence_of_savings() -> None:
    """A council's own words for kinds of saving become the program's."""
    rows: list[list[Held]] = [
        ["One", "Budget reduction", "Ongoing", 120],
        ["Two", "Demand management", "Non-recurrent", 80],
        ["Three", "Fees and charges", "One-off", 60],
        ["Four", "Invest to save", "R", 60],
    ]
    found = mapped(["Project", "Type of saving", "Recurrence", "2024/25 £000"], rows)
    assert found.meanings["savings_line.kind"] == {
        "Budget reduction": "cashable",
        "Demand management": "avoidance",
        "Fees and charges": "income",
    }
    assert found.meanings["savings_line.recurrence"] == {
        "Ongoing": "recurring",
        "Non-recurrent": "one_off",
        "One-off": "one_off",
        "R": "recurring",
    }
