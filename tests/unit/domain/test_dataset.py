from threading import Thread
from typing import cast

import pytest

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Project, SavingsLine, SavingsPosition, Theme
from asc_desktop.domain.records.fields import Record
from tests.unit.domain.portfolio import Desk


def test_records_are_found_by_id(desk: Desk) -> None:
    records = desk.records
    assert records.find(Project, "p") is records.get(Project, "p")
    assert records.find(Project, "nobody") is None
    assert records.find(Project, None) is None
    with pytest.raises(KeyError):
        records.get(Project, "nobody")


def test_records_are_found_by_what_they_belong_to(desk: Desk) -> None:
    assert [line.id for line in desk.records.of(SavingsLine, "project_id", "p")] == ["pl"]
    assert desk.records.of(SavingsLine, "project_id", "nobody") == ()


def test_a_title_is_the_words_for_a_record(desk: Desk) -> None:
    assert desk.records.title("project", "p") == "Supported Living"
    assert desk.records.title("project", None) == desk.records.title("project", "nobody") == ""


def test_users_name_the_field_that_points(desk: Desk) -> None:
    desk.add(SavingsLine(id="memo", project_id="q", name="Memo", counts_in_theme_id="theme"))
    theme = desk.records.get(Theme, "theme")
    assert [(user.id, key) for user, key in desk.records.users_of(theme)] == [
        ("p", "theme_id"),
        ("memo", "counts_in_theme_id"),
    ]


def test_a_change_moves_a_record_between_owners(desk: Desk) -> None:
    records = desk.records
    assert len(records.of(SavingsLine, "project_id", "p")) == 1
    moved = SavingsLine(id="pl", project_id="q", name="Rates")
    records.apply({"savings_line": {"pl": moved}})
    assert records.of(SavingsLine, "project_id", "p") == ()
    assert {line.id for line in records.of(SavingsLine, "project_id", "q")} == {"pl", "ql"}
    records.apply({"savings_line": {"pl": None, "never": None}})
    assert {line.id for line in records.of(SavingsLine, "project_id", "q")} == {"ql"}
    assert records.find(SavingsLine, "pl") is None


def test_records_with_changes_leave_those_that_they_are_made_of_alone() -> None:
    records = Records({"theme": [Theme(id="t", programme_id="g", name="One")]})
    assert len(records.of(Theme, "programme_id", "g")) == 1
    other = records.with_changes({})
    other.apply({"theme": {"t": None, "u": Theme(id="u", programme_id="g", name="Two")}})
    assert [item.id for item in other.of(Theme, "programme_id", "g")] == ["u"]
    assert [item.id for item in records.all(Theme)] == ["t"]
    assert [item.id for item in records.of(Theme, "programme_id", "g")] == ["t"]


def test_what_has_not_changed_is_the_same_object(desk: Desk) -> None:
    records = desk.records
    lines, of_p, of_q = (
        records.all(SavingsLine),
        records.of(SavingsLine, "project_id", "p"),
        records.of(SavingsLine, "project_id", "q"),
    )
    records.apply({"project": {"p": None}})
    assert records.all(SavingsLine) is lines
    assert records.of(SavingsLine, "project_id", "p") is of_p
    records.apply({"savings_line": {"pl": SavingsLine(id="pl", project_id="p", name="Renamed")}})
    assert [line.name for line in records.of(SavingsLine, "project_id", "p")] == ["Renamed"]
    assert {line.name for line in records.all(SavingsLine)} >= {"Renamed"}
    assert records.of(SavingsLine, "project_id", "q") is of_q


def test_what_was_reported_of_a_record_comes_in_order_of_time(desk: Desk) -> None:
    desk.report("pl", 20, period="2024-06")
    desk.report("pl", 10, period="2024-04")
    desk.report("pl", 15, period="2024-05")
    periods = [item.period for item in desk.records.of(SavingsPosition, "line_id", "pl")]
    assert periods == ["2024-04", "2024-05", "2024-06"]


def test_what_looks_up_while_another_thread_does_finds_everything() -> None:
    found: list[tuple[SavingsLine, ...]] = []

    class Slow:
        """A line that another thread looks for when the first one has come as far as this."""

        id = "slow"

        @property
        def project_id(self) -> str:
            if not found:
                found.append(())
                other = Thread(target=lambda: found.append(records.of(SavingsLine, "project_id", "p")))
                other.start()
                other.join()
            return "p"

    lines = [SavingsLine(id="first", project_id="p", name="One"), Slow()]
    records = Records({"savings_line": cast("list[Record]", lines)})
    assert records.of(SavingsLine, "project_id", "p") == tuple(lines)
    assert found[1:] == [tuple(lines)]
