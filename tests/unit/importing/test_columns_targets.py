"""What a column may fill, in words, and what the words of group rows fill."""

from asc_desktop.domain.importing.columns.targets import record_choices, target_words, targets_for
from asc_desktop.domain.importing.mapping import Target, TrackerMapping
from asc_desktop.domain.records.council import OwnField
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme, SourcePlan, Theme
from tests.unit.importing.headings import CASES
from tests.unit.importing.tables import Held, column, mapped, scheme


def test_all_that_a_projects_column_may_fill() -> None:
    """Each target once, the project's own first, years and own fields among them, each with other words."""
    own = [
        OwnField(id="1", record_table="project", label="Ward"),
        OwnField(id="2", record_table="risk", label="Proximity"),
        OwnField(id="3", record_table="project", label="Old one", retired=1),
    ]
    found = targets_for(
        "project", [2024, 2025], own, [Target("status_update", "status_id", period="2024-05")]
    )
    targets = [target for target, _ in found]
    said = [words for _, words in found]
    assert len(set(targets)) == len(targets)
    assert len(set(said)) == len(said)
    assert said[0] == "Project: Ref"
    for words in (
        "Project: Lead",
        "Your own field: Ward",
        "Saving 2024/25: Approved target",
        "Saving 2025/26: Forecast",
        "Status: Delivery status",
        "Status May 2024: Delivery status",
        "Milestone 2: Baseline",
        "Project cost 2024/25: Amount",
        "Each row: the year that its figures are of",
    ):
        assert words in said
    assert not {"Your own field: Proximity", "Your own field: Old one", "Project: Order"} & set(said)


def test_whatever_is_mapped_may_be_chosen() -> None:
    """A person who looks at a mapping finds each of its targets among those offered."""
    for case in CASES:
        made = mapped(case.headings, case.rows, sheet=case.sheet)
        used = [each.target for each in made.columns if each.target]
        offered = {target for target, _ in targets_for(made.record, (), (), used)}
        assert set(used) <= offered, case.name
        assert made.record in dict(record_choices())


def test_the_words_of_a_target() -> None:
    """Noun, number, year or month, and the field."""
    assert target_words(Target("savings_position", "forecast_pence", year=2024)) == "Saving 2024/25: Forecast"
    assert target_words(Target("milestone", "baseline_date", number=2)) == "Milestone 2: Baseline"
    assert target_words(Target("project", own="Ward")) == "Your own field: Ward"


PROJECTS: list[list[Held]] = [["A1", "Reviews", 120], ["A2", "Telecare", 80], ["A3", "Reablement", 60]]
HEADINGS = ["Ref", "Project", "2024/25 £000"]


def groups_of(
    words: tuple[tuple[str, ...], ...], records: Records | None = None
) -> tuple[Target | None, ...]:
    """Return what group rows above three projects fill."""
    return mapped(HEADINGS, PROJECTS, groups=dict(enumerate(words)), records=records).group


def test_a_label_above_projects_is_their_theme() -> None:
    """Of two levels the inner one is the workstream."""
    theme, workstream = Target("project", "theme_id"), Target("project", "workstream_id")
    assert groups_of((("Prevention",), ("Prevention",), ("Income",))) == (theme,)
    assert groups_of((("Prevention", "Early help"), ("Prevention", "Equipment"), ("Income", "Charging"))) == (
        theme,
        workstream,
    )


def test_labels_that_name_what_the_portfolio_has_or_say_what_they_are() -> None:
    """A programme's or a plan's name is one, whichever level it is on."""
    records = Records(
        {
            "delivery_status": scheme(),
            "programme": [Programme(id="p", name="Adults", first_year=2024, open_period="2024-06")],
            "theme": [Theme(id="t", programme_id="p", name="Prevention")],
            "source_plan": [SourcePlan(id="s", name="Delivery Plan 2023")],
        }
    )
    plan = Target("project", "source_plan_id")
    assert groups_of(
        (("Delivery Plan 2023",), ("Delivery Plan 2023",), ("Delivery Plan 2023",)), records
    ) == (plan,)
    assert groups_of((("Adults", "Prevention"),) * 3, records) == (
        Target("theme", "programme_id"),
        Target("theme", "name"),
    )
    assert groups_of((("Workstream A",), ("Workstream A",), ("Workstream B",))) == (
        Target("project", "workstream_id"),
    )


def test_a_label_above_milestones_is_their_project() -> None:
    """Even where a column is called so, if nothing is in it."""
    rows: list[list[Held]] = [[None, "Tender", "2024-06-01"], [None, "Go live", "2024-09-01"]]
    found = mapped(
        ["Project", "Milestone", "Due date"],
        rows,
        sheet="Milestones",
        groups={0: ("Telecare",), 1: ("Telecare",)},
    )
    assert found.group == (Target("milestone", "project_id"),)


def test_a_theme_column_beside_theme_labels_is_filled_once() -> None:
    """A column says it for each row, so the label fills the next thing."""
    rows: list[list[Held]] = [["Prevention", "Reviews"], ["Income", "Charging"]]
    found = mapped(["Theme", "Project"], rows, groups={0: ("Wave",), 1: ("Wave",)})
    assert found.group == (Target("project", "workstream_id"),)


def test_a_column_that_may_be_a_theme_is_none_below_labels_that_are_themes() -> None:
    """A cabinet portfolio inserted in the third month moved every project out of its theme."""
    rows: list[list[Held]] = [["A1", "Reviews", "Cllr Ade"], ["A2", "Charging", "Cllr Ade"]]
    groups = {0: ("Theme 1 – Prevention",), 1: ("Theme 2 – Income",)}
    head = ["Ref", "Project", "Cabinet portfolio"]
    found = mapped(head, rows, groups=groups)
    assert column(found, "Cabinet portfolio").target == Target("project", own="Cabinet portfolio")
    assert found.group == (Target("project", "theme_id"),)
    before = TrackerMapping(tables=(mapped(head[:2], [row[:2] for row in rows], groups=groups),))
    again = mapped(head, rows, groups={0: ("Prevention",), 1: ("Income",)}, remembered=[before])
    assert column(again, "Cabinet portfolio").target == Target("project", own="Cabinet portfolio")
    assert column(mapped(head, rows), "Cabinet portfolio").target == Target("project", "theme_id")


def test_a_heading_that_is_a_unit_alone_is_the_value_of_the_long_form() -> None:
    """Every figure under *£* was refused as a field of the council's own that says otherwise."""
    rows: list[list[Held]] = [
        ["2024/25", "A1", "Target", 12_000], ["2024/25", "A1", "Forecast", 8_000],
        ["2025/26", "A1", "Target", 45_500], ["2025/26", "A1", "Forecast", 20_000],
    ]  # fmt: skip
    for heading in ("£", "£000", "(£m)"):
        found = mapped(["Financial year", "Project ref", "Measure", heading], rows)
        assert column(found, heading).target == Target("", "value")
        assert column(found, "Measure").target == Target("", "measure")
