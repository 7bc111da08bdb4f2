"""What two copies disagree in, in words, and what each way of settling it comes to."""

import pytest

from asc_desktop.domain.merging.conflicts import Choice, corrects
from tests.unit.domain.merging.copies import (
    by_newest,
    chosen,
    compared,
    conflicts_of,
    inserted,
    settled,
    state_of,
    two,
)

TARGET = "savings_target-1"


def test_a_change_of_one_side_comes_in_without_a_question() -> None:
    ours, theirs = two()
    theirs.change("project", "project-1", lead="Director")
    ours.change("project", "project-1", name="Reablement")
    merging = compared(ours, theirs)
    assert merging.conflicts == ()
    result = settled(merging)
    assert result.settlements == ()
    row = state_of(merging, result)["project"]["project-1"]
    assert (row["lead"], row["name"]) == ("Director", "Reablement")
    [told] = result.incoming
    assert (told.what, told.record_words, told.label, told.old, told.new, told.who) == (
        "changed", "P-001 Reablement", "Lead", "nothing", "Director", "Programme manager",
    )  # fmt: skip


def test_nothing_new_is_nothing_to_do() -> None:
    ours, theirs = two()
    ours.change("project", "project-1", name="Reablement")
    merging = compared(ours, theirs)
    result = settled(merging, rule="newest")
    assert (merging.theirs, merging.conflicts, result.settlements, result.changed) == ((), (), (), ())


def test_the_same_value_on_both_sides_is_no_conflict() -> None:
    ours, theirs = two()
    for copy in (ours, theirs):
        copy.change("project", "project-1", lead="Director")
    assert conflicts_of(ours, theirs) == []


@pytest.mark.parametrize(
    ("choice", "pence"),
    [
        (Choice("ours"), 41_000_000),
        (Choice("theirs"), 38_500_000),
        (Choice("newest"), 38_500_000),
        (Choice("value", 40_000_000), 40_000_000),
    ],
)
def test_one_field_with_two_values_is_settled_as_it_is_chosen(choice: Choice, pence: int) -> None:
    ours, theirs = two()
    ours.change("savings_target", TARGET, target_pence=41_000_000)
    theirs.change("savings_target", TARGET, target_pence=38_500_000)
    [conflict] = conflicts_of(ours, theirs)
    assert conflict.sentence == (
        "P-001 Base 1, 2024/25, approved target: £410,000 here (Finance officer, 3 Jun 2024),"
        " £385,000 in the copy (Programme manager, 3 Jun 2024)."
    )
    assert (conflict.kind, conflict.before) == ("both", 1_000_000)
    assert chosen(ours, theirs, choice)["savings_target"][TARGET]["target_pence"] == pence


def test_what_is_not_chosen_is_unsettled_until_a_rule_settles_it() -> None:
    ours, theirs = two()
    theirs.change("project", "project-1", name="Theirs")
    ours.change("project", "project-1", lead="Ours")
    ours.change("project", "project-1", name="Ours")
    merging = compared(ours, theirs)
    assert settled(merging).unsettled == merging.conflicts
    assert settled(merging, rule="newest").unsettled == ()
    assert state_of(merging, settled(merging, rule="newest"))["project"]["project-1"]["name"] == "Ours"
    assert state_of(merging, settled(merging, rule="theirs"))["project"]["project-1"]["name"] == "Theirs"


def test_one_month_reported_twice_is_one_report_with_what_either_said() -> None:
    ours, theirs = two()
    slot = {"project_id": "project-1", "period": "2024-06"}
    ours.add("status_update", "status-b", **slot, status_id="delivery_status-1", narrative="On course")
    theirs.add("status_update", "status-a", **slot, status_id="delivery_status-1")
    assert conflicts_of(ours, theirs) == []
    [(row_id, row)] = by_newest(ours, theirs)["status_update"].items()
    assert (row_id, row["narrative"]) == ("status-a", "On course")


@pytest.mark.parametrize(
    ("take", "status"),
    [("ours", "delivery_status-1"), ("theirs", "delivery_status-2"), ("newest", "delivery_status-2")],
)
def test_one_month_reported_twice_unlike_is_told(take: str, status: str) -> None:
    ours, theirs = two()
    slot = {"project_id": "project-1", "period": "2024-06"}
    ours.add("status_update", "status-a", **slot, status_id="delivery_status-1")
    theirs.add("status_update", "status-b", **slot, status_id="delivery_status-2")
    [conflict] = conflicts_of(ours, theirs)
    assert conflict.sentence == (
        "P-001 Base 1, June 2024, delivery status: On track here (Finance officer, 3 Jun 2024),"
        " Behind in the copy (Programme manager, 3 Jun 2024)."
    )
    assert conflict.kind == "slot"
    tables = chosen(ours, theirs, Choice(take))  # type: ignore[arg-type]
    assert {row_id: row["status_id"] for row_id, row in tables["status_update"].items()} == {
        "status-a": status
    }


def test_what_names_the_row_of_a_slot_that_goes_names_the_one_that_stays() -> None:
    ours, theirs = two()
    for copy, row_id in ((ours, "fund-b"), (theirs, "fund-a")):
        copy.add(
            "funding_source", row_id, programme_id="programme-1", name="Grant", year=2024, provision_pence=5
        )
        copy.add(
            "decision", f"decision-{row_id}", programme_id="programme-1", ref=f"D-{row_id}", subject="Spend"
        )
        given = {"decision_id": f"decision-{row_id}", "funding_source_id": row_id}
        copy.add("decision_funding", f"of-{row_id}", **given)
    tables = by_newest(ours, theirs)
    assert list(tables["funding_source"]) == ["fund-a"]
    assert {row["funding_source_id"] for row in tables["decision_funding"].values()} == {"fund-a"}


def test_a_deletion_against_a_change_is_told_and_the_older_word_gives_way() -> None:
    ours, theirs = two()
    theirs.change("project", "project-1", lead="Director")
    ours.change("project", "project-2", lead="Somebody")
    ours.delete_project()
    [conflict] = conflicts_of(ours, theirs)
    assert conflict.sentence == (
        "P-001 Base 1: deleted here (Finance officer, 4 Jun 2024); in the copy lead became Director"
        " (Programme manager, 3 Jun 2024)."
    )
    assert "project-1" not in by_newest(ours, theirs)["project"]
    kept = chosen(ours, theirs, Choice("theirs"))
    assert kept["project"]["project-1"]["lead"] == "Director"
    assert "savings_line-1" in kept["savings_line"]
    assert TARGET in kept["savings_target"]
    assert "project-1" not in chosen(ours, theirs, Choice("ours"))["project"]


def test_a_change_after_a_deletion_keeps_the_record_whole() -> None:
    ours, theirs = two()
    ours.delete_project()
    theirs.change("project", "project-2", lead="Somebody")
    theirs.change("project", "project-1", lead="Director")
    tables = by_newest(ours, theirs)
    assert tables["project"]["project-1"]["lead"] == "Director"
    assert TARGET in tables["savings_target"]
    assert "exception-1" in tables["exception"]


def test_another_place_in_a_list_keeps_nothing_that_was_deleted() -> None:
    ours, theirs = two()
    ours.add("category_of_risk", "category-1", name="Market", position=1)
    theirs.merge(ours.actions)
    ours.delete(("category_of_risk", "category-1"))
    for place in range(2, 6):
        theirs.change("category_of_risk", "category-1", position=place)
    assert conflicts_of(ours, theirs) == []
    assert by_newest(ours, theirs)["category_of_risk"] == {}


def test_a_new_child_keeps_what_it_belongs_to_and_goes_with_it_where_that_is_chosen() -> None:
    ours, theirs = two()
    theirs.add("milestone", "milestone-1", project_id="project-1", name="Go live", baseline_date="2024-07-01")
    ours.change("project", "project-2", lead="Somebody")
    ours.delete_project()
    [conflict] = conflicts_of(ours, theirs)
    assert (conflict.kind, conflict.record_id) == ("deleted", "project-1")
    assert conflict.others == ("a milestone was added (Go live)",)
    tables = by_newest(ours, theirs)
    assert ("project-1" in tables["project"], TARGET in tables["savings_target"]) == (True, True)
    without = chosen(ours, theirs, Choice("ours"))
    assert ("project-1" in without["project"], without["milestone"]) == (False, {})


def test_what_somebody_deleted_by_itself_does_not_come_back_with_its_owner() -> None:
    ours, theirs = two()
    ours.delete(("savings_target", TARGET))
    ours.delete_project()
    theirs.add("milestone", "milestone-1", project_id="project-1", name="Go live", baseline_date="2024-07-01")
    tables = by_newest(ours, theirs)
    assert "project-1" in tables["project"]
    assert TARGET not in tables["savings_target"]


def test_what_two_deleted_is_not_kept_for_what_one_of_them_deleted() -> None:
    ours, theirs = two()
    third, _ = two()
    third.who = "director"
    ours.delete(("savings_target", TARGET))
    theirs.change("project", "project-2", lead="Somebody")
    theirs.delete_project()
    third.add("milestone", "milestone-1", project_id="project-1", name="Go live", baseline_date="2024-07-01")
    ours.merge(theirs.actions)
    assert TARGET not in by_newest(ours, third)["savings_target"]
    assert "savings_line-1" in by_newest(ours, third)["savings_line"]


def test_a_reference_that_may_be_empty_is_emptied_by_choice_alone() -> None:
    ours, theirs = two()
    ours.add("milestone", "milestone-1", project_id="project-2", name="Go live", baseline_date="2024-07-01")
    theirs.merge(ours.actions)
    ours.delete(("milestone", "milestone-1"))
    theirs.add("project_dependency", "need", project_id="project-1", needs_project_id="project-2",
               milestone_id="milestone-1")  # fmt: skip
    [conflict] = conflicts_of(ours, theirs)
    assert conflict.record_id == "milestone-1"
    assert "milestone-1" in by_newest(ours, theirs)["milestone"]
    without = chosen(ours, theirs, Choice("ours"))
    assert (without["milestone"], without["project_dependency"]["need"]["milestone_id"]) == ({}, None)


def test_one_reference_given_to_two_projects_is_kept_by_the_first() -> None:
    ours, theirs = two()
    theirs.change("project", "project-1", lead="Somebody")
    theirs.add("project", "project-a", ref="P-054", name="Telecare", theme_id="theme-1")
    ours.add("project", "project-b", ref="P-054", name="Reablement", theme_id="theme-1")
    [conflict] = conflicts_of(ours, theirs)
    assert conflict.sentence == (
        "P-054 was given twice: Reablement here (Finance officer, 3 Jun 2024), Telecare in the copy"
        " (Programme manager, 4 Jun 2024). Both are kept, and the one in the copy becomes P-054 (b)."
    )
    assert (conflict.kind, conflict.suggested, conflict.may_be_left) == ("name", "P-054 (b)", True)

    def refs(choice: Choice) -> list[object]:
        rows = chosen(ours, theirs, choice)["project"]
        return [rows["project-b"]["ref"], rows["project-a"]["ref"]]

    assert refs(Choice("newest")) == refs(Choice("ours")) == ["P-054", "P-054 (b)"]
    assert refs(Choice("theirs")) == ["P-054 (b)", "P-054"]
    assert refs(Choice("value", "P-099")) == ["P-054", "P-099"]
    assert settled(compared(ours, theirs)).unsettled == ()


def test_a_letter_that_is_taken_gives_way_to_the_next_and_a_long_name_is_cut() -> None:
    ours, theirs = two()
    ours.add("project", "project-a", ref="P-054", name="One", theme_id="theme-1")
    ours.add("project", "project-c", ref="P-054 (b)", name="Two", theme_id="theme-1")
    theirs.add("project", "project-b", ref="P-054", name="Three", theme_id="theme-1")
    assert by_newest(ours, theirs)["project"]["project-b"]["ref"] == "P-054 (c)"
    long = "A-REFERENCE-OF-20-CH"
    ours.add("project", "project-d", ref=long, name="Four", theme_id="theme-1")
    theirs.add("project", "project-e", ref=long, name="Five", theme_id="theme-1")
    refs = {row["ref"] for row in by_newest(ours, theirs)["project"].values()}
    assert {long, "A-REFERENCE-OF-2 (b)"} <= refs


def test_a_contact_of_one_role_is_one_contact() -> None:
    ours, theirs = two()
    ours.add("contact", "contact-b", role="Lead", name="Ann")
    theirs.add("contact", "contact-a", role="Lead", email="ann@example.gov.uk")
    [(row_id, row)] = by_newest(ours, theirs)["contact"].items()
    assert (row_id, row["name"], row["email"]) == ("contact-a", "Ann", "ann@example.gov.uk")


def test_what_the_program_keeps_is_never_asked_about() -> None:
    ours, theirs = two()
    for copy, file in ((ours, "a.xlsx"), (theirs, "b.xlsx")):
        copy.add("origin", f"origin-{file}", record_table="project", record_id="project-1", file=file)
    assert conflicts_of(ours, theirs) == []
    assert list(by_newest(ours, theirs)["origin"]) == ["origin-a.xlsx"]
    theirs.add("origin", "origin-2", record_table="project", record_id="project-2", file="b.xlsx")
    keys = [(table, f"{table}-2") for table in ("savings_target", "savings_line", "exception", "project")]
    for _ in range(4):
        ours.change("project", "project-1", lead=str(ours.clock))
    ours.delete(*keys)
    assert conflicts_of(ours, theirs) == []
    assert "origin-2" not in by_newest(ours, theirs)["origin"]


def test_a_saving_moved_twice_is_told_at_both_movements_and_may_be_left() -> None:
    ours, theirs = two()
    for copy, row_id in ((ours, "movement-a"), (theirs, "movement-b")):
        copy.add("movement", row_id, kind="slip", from_line_id="savings_line-1", from_year=2024, to_year=2025,
                 amount_pence=600_000, period="2024-06")  # fmt: skip
    conflicts = conflicts_of(ours, theirs)
    assert [(item.kind, item.record_id, item.may_be_left) for item in conflicts] == [
        ("over", "movement-a", True),
        ("over", "movement-b", True),
    ]
    assert "shortfall has no plan yet. Enter " in conflicts[0].sentence
    assert conflicts[0].ours is not None
    assert conflicts[0].ours.words.endswith(", £6,000)")
    merging = compared(ours, theirs)
    assert settled(merging).unsettled == ()
    assert len(state_of(merging, settled(merging))["movement"]) == 2
    assert len(state_of(merging, settled(merging, rule="ours"))["movement"]) == 2
    assert list(chosen(ours, theirs, Choice("ours"))["movement"]) == ["movement-a"]


def freeze(copy: object) -> None:
    """Let a board have June's report, so that the months up to it are closed."""
    copy.add("snapshot", "snapshot-1", name="June", period="2024-06", frozen_on="2024-07-01", frozen_by="Ann",  # type: ignore[attr-defined]
             sha256="0" * 64, content="0" * 64)  # fmt: skip
    copy.change("programme", "programme-1", open_period="2024-07")  # type: ignore[attr-defined]


def test_a_report_of_a_month_that_was_closed_here_is_taken_with_a_reason_or_left_out() -> None:
    ours, theirs = two()
    slot = {"line_id": "savings_line-1", "year": 2024, "period": "2024-06"}
    ours.add("savings_position", "position-1", **slot, forecast_pence=100)
    theirs.merge(ours.actions)
    freeze(ours)
    theirs.change("savings_position", "position-1", forecast_pence=500)
    [conflict] = [item for item in conflicts_of(ours, theirs) if item.kind == "closed"]
    assert conflict.sentence == (
        "P-001 Base 1, 2024/25 at June 2024: June 2024 was closed here, and in the copy it was changed after that:"
        " forecast became £5 (Programme manager, 4 Jun 2024)."
    )
    assert (conflict.needs_reason, conflict.ours) == (True, None)
    takes = [Choice("theirs"), Choice("newest"), Choice("ours")]
    assert [corrects(conflict, take) for take in takes] == [True, True, False]
    merging = compared(ours, theirs)
    for take, pence in (("theirs", 500), ("ours", 100)):
        result = settled(merging, {conflict.key: Choice(take, reason="Late figure")}, "newest")  # type: ignore[arg-type]
        assert state_of(merging, result)["savings_position"]["position-1"]["forecast_pence"] == pence
        assert result.reason == "Late figure"


def test_what_was_added_to_a_month_closed_here_goes_where_it_is_left_out() -> None:
    ours, theirs = two()
    freeze(ours)
    theirs.add(
        "status_update", "status-1", project_id="project-1", period="2024-06", status_id="delivery_status-1"
    )
    theirs.add(
        "status_update", "status-2", project_id="project-1", period="2024-07", status_id="delivery_status-1"
    )
    assert [item.record_id for item in conflicts_of(ours, theirs)] == ["status-1"]
    assert list(chosen(ours, theirs, Choice("ours"))["status_update"]) == ["status-2"]
    assert list(chosen(ours, theirs, Choice("theirs"))["status_update"]) == ["status-1", "status-2"]


def test_a_closed_month_keeps_what_a_record_was_when_a_change_comes_in() -> None:
    ours, theirs = two()
    freeze(ours)
    theirs.change("project", "project-1", name="Reablement")
    one, other = compared(ours, theirs), compared(theirs, ours)
    [(row_id, row)] = state_of(one, settled(one, rule="newest"))["closed_version"].items()
    assert (row["record_id"], row["programme_id"], row["period"]) == ("project-1", "programme-1", "2024-06")
    assert '"name":"Base 1"' in str(row["content"])
    assert list(state_of(other, settled(other, rule="newest"))["closed_version"]) == [row_id]


def test_settlements_are_the_same_whoever_settles_by_the_rule_and_come_after_all() -> None:
    ours, theirs = two()
    ours.add("project", "project-a", ref="P-054", name="One", theme_id="theme-1")
    theirs.add("project", "project-b", ref="P-054", name="Two", theme_id="theme-1")
    here, there = (
        settled(compared(ours, theirs), rule="newest"),
        settled(compared(theirs, ours), rule="newest"),
    )
    assert here.settlements == there.settlements
    [made] = here.settlements
    assert (made.kind, made.who, here.clock) == ("derived", "ASC Desktop", made.clock)
    assert made.clock > max(ours.clock, theirs.clock)


def test_a_merge_is_settled_again_and_again_alike() -> None:
    ours, theirs = two()
    freeze(ours)
    ours.change("project", "project-1", name="Ours")
    theirs.change("project", "project-1", name="Theirs", lead="Director")
    merging = compared(ours, theirs)
    choices = {conflict.key: Choice("theirs") for conflict in merging.conflicts}
    first, second = settled(merging, choices), settled(merging, choices)
    assert first.settlements == second.settlements
    assert first.puts == second.puts
    assert settled(merging, rule="newest").settlements != first.settlements


def test_what_a_person_chose_stays_when_another_copy_comes() -> None:
    ours, theirs = two()
    third, _ = two()
    third.who = "director"
    theirs.change("project", "project-2", lead="Somebody")
    theirs.delete_project()
    ours.change("project", "project-1", lead="Director")
    ours.merge(theirs.actions, lambda _conflict: Choice("ours"))
    third.change("project", "project-2", sponsor="Chief executive")
    ours.merge(third.actions)
    assert ours.tables["project"]["project-1"]["lead"] == "Director"
    assert TARGET in ours.tables["savings_target"]


def test_what_was_put_in_the_place_of_a_row_stays_where_its_owner_is_kept() -> None:
    ours, theirs = two()
    ours.delete(("savings_target", TARGET))
    ours.add("savings_target", "target-new", line_id="savings_line-1", year=2024, target_pence=777)
    for name in range(5):
        theirs.change("project", "project-2", lead=str(name))
    theirs.delete_project()
    assert [item.record_id for item in conflicts_of(ours, theirs)] == ["project-1", "target-new"]
    assert by_newest(ours, theirs)["savings_target"].keys() == {"savings_target-2"}
    ours.add("milestone", "milestone-1", project_id="project-1", name="Go live", baseline_date="2024-07-01")
    tables = by_newest(ours, theirs)
    assert "project-1" in tables["project"]
    assert tables["savings_target"]["target-new"]["target_pence"] == 777


def test_what_a_rule_had_kept_on_both_sides_is_compared_as_any_record() -> None:
    ours, theirs = two()
    third, _ = two()
    third.who = "director"
    third.delete_project()
    for copy in (ours, theirs):
        copy.change("project", "project-2", lead="Somebody")
        copy.change("project", "project-1", name=f"Of the {copy.who}")
        copy.merge(third.actions)
    names = [item for item in conflicts_of(ours, theirs) if item.field == "name"]
    assert [(item.kind, item.ours and item.ours.words) for item in names] == [
        ("both", "Of the finance officer")
    ]


def test_a_deletion_is_told_once_by_the_first_of_what_it_took() -> None:
    ours, theirs = two()
    theirs.change("savings_target", TARGET, target_pence=500)
    theirs.add(
        "own_value",
        "own-1",
        own_field_id="own_field-1",
        record_table="project",
        record_id="project-1",
        value="W",
    )
    ours.delete_project()
    [conflict] = conflicts_of(ours, theirs)
    assert (conflict.record_id, conflict.others) == (
        "project-1",
        (
            "approved target of the savings target 2024/25 became £5",
            "Ward became W",
        ),
    )


def test_what_is_new_about_a_deleted_record_is_against_its_deletion() -> None:
    ours, theirs = two()
    theirs.add(
        "own_value",
        "own-1",
        own_field_id="own_field-1",
        record_table="project",
        record_id="project-1",
        value="W",
    )
    ours.delete_project()
    assert [item.record_id for item in conflicts_of(ours, theirs)] == ["project-1"]
    tables = by_newest(ours, theirs)
    assert ("project-1" in tables["project"], list(tables["own_value"])) == (True, ["own-1"])
    without = chosen(ours, theirs, Choice("ours"))
    assert ("project-1" in without["project"], without["own_value"]) == (False, {})


def test_what_a_side_says_of_a_slot_is_what_was_said_last_there() -> None:
    ours, theirs = two()
    third, _ = two()
    third.who = "zoo keeper"
    slot = {"project_id": "project-1", "period": "2024-06", "status_id": "delivery_status-1"}
    for name in range(3):
        ours.change("project", "project-2", lead=str(name))
    ours.add("status_update", "status-a", **slot, narrative="Ours")
    theirs.add("status_update", "status-b", **slot, narrative="Theirs")
    ours.merge(theirs.actions)
    third.add("status_update", "status-c", **slot, narrative="Third")
    [conflict] = conflicts_of(ours, third)
    assert conflict.ours is not None
    assert conflict.ours.words == "Ours"


def test_what_was_kept_for_something_that_is_gone_does_not_go_in_silence() -> None:
    ours, theirs = two()
    theirs.add("milestone", "milestone-1", project_id="project-1", name="Go live", baseline_date="2024-07-01")
    ours.change("project", "project-2", lead="Somebody")
    ours.delete_project()
    ours.merge(theirs.actions)
    assert "project-1" in ours.tables["project"]
    theirs.delete(("milestone", "milestone-1"))
    ours.change("project", "project-2", lead="Somebody else")
    [conflict] = conflicts_of(ours, theirs)
    assert conflict.sentence == (
        "P-001 Base 1: deleted here (Finance officer, 4 Jun 2024); in the copy it is still there (Base, 1 May 2024)."
    )
    assert "project-1" not in by_newest(ours, theirs)["project"]
    assert "project-1" in chosen(ours, theirs, Choice("theirs"))["project"]


def test_two_who_settled_one_deletion_unlike_are_told() -> None:
    ours, theirs = two()
    third, _ = two()
    third.who = "director"
    third.delete_project()
    for copy, take in ((ours, "theirs"), (theirs, "ours")):
        copy.change("project", "project-1", lead=copy.who)
        copy.merge(third.actions, lambda _conflict, take=take: Choice(take))  # type: ignore[misc]
    assert ("project-1" in ours.tables["project"], "project-1" in theirs.tables["project"]) == (False, True)
    assert [(item.kind, item.record_id) for item in conflicts_of(ours, theirs)] == [("deleted", "project-1")]
    assert "project-1" in chosen(ours, theirs, Choice("theirs"))["project"]
    assert "project-1" not in chosen(ours, theirs, Choice("ours"))["project"]


def test_what_was_deleted_after_a_merge_does_not_come_back_with_the_next() -> None:
    ours, theirs = two()
    third, _ = two()
    third.who = "director"
    slot = {"project_id": "project-1", "period": "2024-06"}
    ours.add("status_update", "status-a", **slot, status_id="delivery_status-1")
    theirs.add("status_update", "status-b", **slot, status_id="delivery_status-2")
    ours.merge(theirs.actions)
    ours.delete(("status_update", "status-a"))
    third.change("project", "project-2", lead="Somebody")
    ours.merge(third.actions)
    assert ours.tables["status_update"] == {}


def test_a_side_that_knows_all_of_the_other_is_taken_as_it_is() -> None:
    ours, theirs = two()
    ours.change("project", "project-1", name="Ours")
    theirs.merge(ours.actions)
    theirs.change("project", "project-1", name="Later")
    merging = compared(ours, theirs)
    assert merging.conflicts == ()
    assert settled(merging).settlements == ()
    assert state_of(merging, settled(merging)) == theirs.tables


def test_what_the_other_side_went_on_with_is_not_worked_out_anew() -> None:
    ours, theirs = two()
    ours.add("project", "project-a", ref="P-054", name="One", theme_id="theme-1")
    theirs.change("project", "project-2", lead="Somebody")
    theirs.add("project", "project-b", ref="P-054", name="Two", theme_id="theme-1")
    theirs.merge(ours.actions)
    theirs.change("project", "project-a", ref="P-100")
    merging = compared(ours, theirs)
    assert state_of(merging, settled(merging))["project"]["project-b"]["ref"] == "P-054 (b)"


def test_what_a_rule_made_here_gives_way_to_the_state_of_who_knows_more() -> None:
    ours, theirs = two()
    third, _ = two()
    third.who = "zoo keeper"
    ours.add("project", "project-a", ref="P-054", name="One", theme_id="theme-1")
    theirs.merge(ours.actions)
    theirs.change("project", "project-a", ref="P-100")
    third.change("project", "project-2", lead="Somebody")
    third.add("project", "project-c", ref="P-054", name="Three", theme_id="theme-1")
    for copy in (ours, theirs):
        copy.merge(third.actions)
    assert ours.tables["project"]["project-c"]["ref"] == "P-054 (b)"
    merging = compared(ours, theirs)
    assert state_of(merging, settled(merging)) == theirs.tables
    third.change("project", "project-1", sponsor="Nobody")
    assert all(action.kind != "derived" for action in compared(third, ours).theirs)


def test_records_that_come_and_go_are_told_with_who_and_when() -> None:
    ours, theirs = two()
    ours.change("project", "project-2", lead="Somebody")
    theirs.edit([inserted("theme", "theme-2", {"programme_id": "programme-1", "name": "Home"})])
    theirs.delete(("exception", "exception-2"))
    told = settled(compared(ours, theirs)).incoming
    assert [(item.what, item.noun, item.record_words, item.who, item.at) for item in told] == [
        ("added", "theme", "Home", "Programme manager", "2024-06-03T10:00:00Z"),
        ("deleted", "exception", "P-002 Base 2, Late", "Programme manager", "2024-06-04T10:00:00Z"),
    ]
