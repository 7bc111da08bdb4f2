"""The public form of the sample's report, its appendix, and the totals that would tell, record by record."""

from collections.abc import Callable
from typing import TypeVar

import pytest

from asc_desktop.domain.records.assurance import BudgetLine, BudgetPosition, Risk
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    Milestone,
    Movement,
    Programme,
    Project,
    ProjectException,
    SavingsLine,
)
from asc_desktop.domain.records.fields import Record, fields_of
from asc_desktop.domain.records.governance import (
    Decision,
    DecisionFunding,
    DecisionOption,
    DecisionSupplier,
    FundingSource,
)
from asc_desktop.domain.records.office import ExemptMark
from asc_desktop.domain.records.types import RECORD_TYPES, TYPE_BY_TABLE
from asc_desktop.domain.report.builder import build_report
from asc_desktop.domain.report.disclosure import disclosure_warnings
from asc_desktop.domain.report.exempt import carried_by, exempt_records
from asc_desktop.domain.report.model import Report, Scope
from asc_desktop.domain.report.publication import appendix_report, marking, public_report
from asc_desktop.services.sample import sample_portfolio

R = TypeVar("R", bound=Record)
Marked = Callable[..., Report]

ROWS = [item for item in sample_portfolio()[0] if item.table not in {"exempt_mark", "snapshot"}]


def tables(rows: list[Record]) -> Records:
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(row.table, []).append(row)
    return Records(found)


PLAIN = tables(ROWS)
CITY = next(item for item in PLAIN.all(Programme) if item.name.startswith("Better"))


def first(kind: type[R], **wanted: object) -> R:
    return next(
        item for item in PLAIN.all(kind) if all(getattr(item, key) == value for key, value in wanted.items())
    )


def report_of(*marked: Record, paragraph: str = "3", programme: str | None = CITY.id) -> Report:
    marks = [
        ExemptMark(
            id=f"m-{item.id}",
            record_table=item.table,
            record_id=item.id,
            paragraph=paragraph,
            reason="Because.",
        )
        for item in marked
    ]
    return build_report(tables([*ROWS, *marks]), Scope(programme, "2024-06"))


def test_without_marks_the_public_report_is_the_report() -> None:
    report = report_of()
    public = public_report(report)
    assert (public.report, public.left_out, public.sentence) == (report, (), "")
    assert appendix_report(report).marking == ""
    assert disclosure_warnings(report) == ()


def test_a_project_takes_what_belongs_to_it_and_says_how_much() -> None:
    project = first(Project, ref="P-004")
    public = public_report(report_of(project))
    assert public.sentence.startswith(
        "Left out as exempt under paragraph 3 of Schedule 12A of the Local Government Act 1972: 1 project, "
        "1 savings line, 1 exception, "
    )
    assert public.sentence.endswith(" Totals include what is left out.")
    assert [item.count for item in public.left_out if item.table == "project"] == [1]
    assert ("Exempt information", public.sentence) in public.report.notes
    assert "P-004" not in {item.project_ref for item in public.report.attention}
    assert project.id not in public.report.project_by_id
    assert public.report.exempt == {}


def test_two_paragraphs_are_told_kind_by_kind() -> None:
    line, risk = first(SavingsLine, name="Prevention offer"), first(Risk, ref="R-01")
    rows = tables([
        *ROWS,
        ExemptMark(id="a", record_table="savings_line", record_id=line.id, paragraph="3", reason="Because."),
        ExemptMark(id="b", record_table="risk", record_id=risk.id, paragraph="5", reason="Because."),
    ])  # fmt: skip
    sentence = public_report(build_report(rows, Scope(CITY.id, "2024-06"))).sentence
    assert "under paragraphs 3 and 5 of Schedule 12A" in sentence
    assert "1 savings line (paragraph 3) and 1 risk (paragraph 5)" in sentence


def test_a_risk_of_a_theme_stays_without_its_project() -> None:
    alone = next(item for item in PLAIN.all(Risk) if item.project_id and not item.theme_id)
    project = first(Project, id=alone.project_id)
    report = report_of(project)
    assert alone.id in report.exempt
    assert alone.id not in {item.id for item in public_report(report).report.risks}
    both = Risk(
        id="both", programme_id=alone.programme_id, ref="R-99", description="Of both", theme_id=project.theme_id,
        project_id=project.id, raised_period="2024-05", inherent_likelihood=3, inherent_impact=3,
    )  # fmt: skip
    mark = ExemptMark(id="m", record_table="project", record_id=project.id, reason="Because.")
    programme = alone.programme_id
    shown = public_report(build_report(tables([*ROWS, both, mark]), Scope(programme, "2024-06"))).report
    row = next(item for item in shown.risks if item.id == "both")
    assert (row.project_id, row.project_ref, row.project, row.linked) == ("", "", "", row.theme)


def test_the_next_milestone_is_one_that_is_shown() -> None:
    before = report_of()
    project = next(item for item in before.projects if item.next_milestone)
    hidden = first(Milestone, name=project.next_milestone, project_id=project.id)
    after = public_report(report_of(hidden)).report.project_by_id[project.id]
    assert after.next_milestone != project.next_milestone
    others = {item.id: item for item in public_report(report_of(first(Milestone))).report.projects}
    assert all(
        others[item.id].next_milestone == item.next_milestone
        for item in before.projects
        if item.id != first(Milestone).project_id
    )


def test_a_mitigation_stays_without_the_words_of_an_exempt_movement() -> None:
    report = report_of()
    mitigation = next(part for item in report.exceptions for part in item.mitigations if part.movement_id)
    public = public_report(report_of(first(Movement, id=mitigation.movement_id))).report
    kept = next(part for item in public.exceptions for part in item.mitigations if part.id == mitigation.id)
    assert (kept.movement_id, kept.movement) == ("", "")
    assert mitigation.movement_id not in {item.id for item in public.movements}


def test_an_exempt_decision_leaves_no_ref_behind() -> None:
    decision = first(Decision, ref="ILL-01")
    report, public = report_of(decision), public_report(report_of(decision)).report
    assert any("ILL-01" in item.sentence for row in report.decisions for item in row.warnings)
    assert not any("ILL-01" in item.sentence for row in public.decisions for item in row.warnings)
    assert not any("ILL-01" in item.why for item in public.attention)
    assert not any("ILL-01" in source.decision_refs for source in public.funding_sources)
    assert all(part.repeat_awards == 0 for row in public.decisions for part in row.suppliers)
    assert [source.committed_pence for source in public.funding_sources] == [
        source.committed_pence for source in report.funding_sources
    ]


def test_an_exempt_supplier_is_named_in_no_warning() -> None:
    decision = first(Decision, ref="5150")
    supplier = first(DecisionSupplier, decision_id=decision.id, supplier="External reviewing agency A")
    public = public_report(report_of(supplier)).report
    row = next(item for item in public.decisions if item.ref == "5150")
    assert [item.supplier for item in row.suppliers] == ["External reviewing agency B"]
    assert not any("agency A" in item.sentence for item in row.warnings)
    assert not any("agency A" in item.why for item in public.attention)


def test_an_exempt_option_is_not_the_one_recommended() -> None:
    decision = first(Decision, ref="5150")
    option = first(DecisionOption, decision_id=decision.id, recommended=1)
    row = next(item for item in public_report(report_of(option)).report.decisions if item.ref == "5150")
    assert row.recommended == ""
    assert option.id not in {item.id for item in row.options}


def test_a_control_total_of_an_exempt_line_alone_is_left_out() -> None:
    line = first(SavingsLine, name="External adult social care placements")
    report = report_of(line)
    alone = [item for item in report.reconciliation.control_totals if item.line_ids == (line.id,)]
    assert alone
    public = public_report(report).report.reconciliation.control_totals
    assert not {item.id for item in alone} & {item.id for item in public}
    assert not any(line.id in item.line_ids for item in public)


def test_the_appendix_keeps_of_a_shown_record_its_exempt_parts_alone() -> None:
    decision = first(Decision, ref="5150")
    supplier = first(DecisionSupplier, decision_id=decision.id, supplier="External reviewing agency A")
    exception = first(ProjectException, project_id=first(Project, ref="P-024").id)
    appendix = appendix_report(report_of(supplier, exception))
    (row,) = appendix.report.decisions
    assert ([item.id for item in row.suppliers], row.options, row.funding) == ([supplier.id], (), ())
    assert [item.id for item in appendix.report.exceptions] == [exception.id]
    assert appendix.report.projects == ()
    assert appendix.paragraphs == ("3",)


@pytest.mark.parametrize(
    ("paragraphs", "words"),
    [
        (("3",), "exempt information under Paragraph 3 of Part 1 of Schedule 12A"),
        (("5", "1"), "exempt information under Paragraphs 1 and 5 of Part 1 of Schedule 12A"),
    ],
)
def test_the_marking_is_the_one_that_the_guidance_prescribes(paragraphs: tuple[str, ...], words: str) -> None:
    said = marking(paragraphs)
    assert said.startswith("NOT FOR PUBLICATION. This document contains ")
    assert words in said
    assert "(information relating to " in said
    assert marking(()) == ""


def test_a_line_alone_in_its_theme_and_year_is_told_by_the_total() -> None:
    line = first(SavingsLine, name="External adult social care placements")
    found = {item.total_kind: item for item in disclosure_warnings(report_of(line))}
    theme = found["theme"]
    assert theme.total == "Savings of the theme “Theme 3: Care Placement” in 2025/26"
    assert (theme.years, theme.amount_pence, theme.record_id) == (("2025/26",), 1_184_000_00, line.id)
    assert theme.sentence.endswith(
        "subtract the rows shown from savings of the theme “Theme 3: Care Placement” in 2025/26."
    )
    assert found["project"].suggestion == "Mark the project too."


def test_a_line_told_in_two_years_is_given_with_the_first_and_with_what_would_hide_it() -> None:
    found = {
        item.total_kind: item
        for item in disclosure_warnings(report_of(first(SavingsLine, name="Prevention offer")))
        if item.total_kind != "control_total"
    }
    assert found["theme"].sentence == (
        "A reader can work out P-004 Prevention offer (exempt, paragraph 3, £268,000 in 2024/25): subtract "
        "the rows shown from savings of the theme “Theme 1: Prevention and Independence” in 2024/25, 2025/26."
    )
    assert found["theme"].suggestion == (
        "Publish “Theme 1: Prevention and Independence” and “Theme 2: Social Work Practice” as one figure "
        "or leave “P-002 Occupational therapy and adaptations” out as well."
    )
    assert found["all"].suggestion == (
        "Leave “P-039 Telephone service for chronically sick and disabled people ended” out as well."
    )


def test_a_control_total_tells_nothing_of_a_line_in_a_year_without_a_figure() -> None:
    warnings = disclosure_warnings(report_of(first(SavingsLine, name="Prevention offer")))
    totals = {item.total for item in warnings if item.total_kind == "control_total"}
    assert {f"The control total “All plans, {year}”" for year in ("2024/25", "2025/26", "All years")} < totals
    assert not any("2026/27" in each or "2027/28" in each for each in totals)


def test_a_budget_line_of_nothing_hides_no_other() -> None:
    reserve = first(BudgetLine, name="Transfer to / (from) Revenue Reserves")
    nothing = first(BudgetLine, name="Transfer to / (from) Capital Reserves")
    assert disclosure_warnings(report_of(nothing, programme=reserve.programme_id)) == ()
    (warning,) = disclosure_warnings(report_of(reserve, nothing, programme=reserve.programme_id))
    assert (warning.total, warning.record_id) == ("Budget of “ASCH Reserves”", reserve.id)
    assert warning.sentence.startswith(
        "A reader can work out Transfer to / (from) Revenue Reserves (exempt, paragraph 3, (£12,158,000))"
    )
    assert warning.amount_pence == -12_158_000_00


@pytest.mark.parametrize(
    ("figures", "pence"), [((0, 0, 700), 700), ((0, -300, 0), -300), ((0, 300, 700), 700)]
)
def test_a_budget_line_without_a_budget_is_told_by_what_it_spends(
    figures: tuple[int, int, int], pence: int
) -> None:
    """What is in the subtotal of the actual or the forecast alone can be taken off there."""
    line = first(BudgetLine, name="Transfer to / (from) Capital Reserves")
    budget, actual, forecast = figures
    position = BudgetPosition(
        id="spent", line_id=line.id, period="2024-06",
        budget_pence=budget, actual_pence=actual, forecast_pence=forecast,
    )  # fmt: skip
    mark = ExemptMark(id="m", record_table=line.table, record_id=line.id, paragraph="3", reason="Because.")
    others = [item for item in ROWS if not (isinstance(item, BudgetPosition) and item.line_id == line.id)]
    report = build_report(tables([*others, position, mark]), Scope(line.programme_id, "2024-06"))
    (warning,) = disclosure_warnings(report)
    assert (warning.total_kind, warning.record_id, warning.amount_pence) == ("budget_group", line.id, pence)


def test_two_exempt_lines_hide_each_other() -> None:
    pair = [first(SavingsLine, name=name) for name in (
        "External adult social care placements", "External residential and nursing placements",
    )]  # fmt: skip
    found = disclosure_warnings(report_of(*pair))
    assert {item.total_kind for item in found if item.total_kind in {"all", "theme", "source_plan"}} == set()
    assert len([item for item in found if item.total_kind == "project"]) == 2


def test_the_lines_of_one_marked_project_are_one_figure() -> None:
    project = first(Project, ref="P-013")
    found = [item for item in disclosure_warnings(report_of(project)) if item.total_kind == "theme"]
    assert [item.record_id for item in found] == [project.id]
    assert found[0].amount_pence == 122_247_00


def test_counts_and_sums_of_every_kind_are_looked_at() -> None:
    county = next(item for item in PLAIN.all(Programme) if "performance" in item.name)
    risk = next(item for item in PLAIN.all(Risk) if item.programme_id == county.id)
    budget = next(item for item in PLAIN.all(BudgetLine) if item.programme_id == county.id)
    kinds = {item.total_kind for item in disclosure_warnings(report_of(risk, budget, programme=county.id))}
    assert kinds == {"risk_level", "budget_group", "budget_total"}
    neighbour = first(Programme, name="Reassessment capacity")
    source = first(FundingSource, programme_id=neighbour.id, name="Transformation Funding reserves")
    funding = first(DecisionFunding, funding_source_id=source.id)
    found = {
        item.total_kind: item for item in disclosure_warnings(report_of(funding, programme=neighbour.id))
    }
    assert set(found) == {"funding_source", "decision"}
    assert found["funding_source"].amount_pence == 280_000_00
    status = disclosure_warnings(report_of(first(Project, ref="P-004")))
    assert "Projects of “Theme 1: Prevention and Independence” that are At risk" in {
        item.total for item in status
    }


def test_what_is_exempt_itself_has_no_total_that_would_tell() -> None:
    project = disclosure_warnings(report_of(first(Project, ref="P-013")))
    assert "project" not in {item.total_kind for item in project}
    decision = first(Decision, ref="KD2024/033")
    neighbour = decision.programme_id
    told = [item.total for item in disclosure_warnings(report_of(decision, programme=neighbour))]
    assert told == [
        "What is committed of “Base budget”",
        "What is committed of “Market Sustainability and Improvement Fund”",
        "What is committed of “Transformation Funding reserves”",
        "The value of decisions at “In force”",
    ]
    source = first(FundingSource, programme_id=neighbour, name="Transformation Funding reserves")
    (warning,) = disclosure_warnings(report_of(source, programme=neighbour))
    assert (
        warning.total == "The funding of “KD2024/033 Additional capacity for adult social care reassessments”"
    )
    line = first(SavingsLine, name="External adult social care placements")
    report = report_of(line)
    alone = {
        f"The control total “{item.name}, {item.year}”"
        for item in report.reconciliation.control_totals
        if item.line_ids == (line.id,)
    }
    assert alone
    assert not alone & {item.total for item in disclosure_warnings(report)}


def test_a_risk_is_told_by_the_count_of_its_own_level_while_it_is_open() -> None:
    open_risk, closed = first(Risk, ref="A03"), first(Risk, ref="R-12")
    found = disclosure_warnings(report_of(open_risk, programme=open_risk.programme_id))
    assert [(item.total, item.amount_pence) for item in found] == [("The number of very high risks", None)]
    assert disclosure_warnings(report_of(closed, programme=closed.programme_id)) == ()


def test_what_is_carried_stands_in_tables_that_refer_to_their_parent() -> None:
    held = exempt_records(
        tables(
            [
                *ROWS,
                ExemptMark(
                    id="m", record_table="project", record_id=first(Project, ref="P-001").id, reason="B"
                ),
            ]
        )
    )
    tables_found = {item.table for item in held.values()}
    assert {
        "project",
        "savings_line",
        "milestone",
        "activity",
        "activity_outcome",
        "decision_project",
    } <= tables_found
    assert "savings_line" in {kind.table for kind, _ in carried_by("project")}
    assert all(item.marked_title.startswith("P-001 ") for item in held.values())


def test_every_type_that_belongs_to_a_markable_one_goes_with_it_or_has_no_row_of_its_own() -> None:
    in_the_row_of_their_owner = {
        "savings_target", "target_change", "savings_position", "measure_target", "measure_profile", "measure_value",
        "budget_position",
    }  # fmt: skip
    carried = {(kind.table, field.key) for owner in RECORD_TYPES for kind, field in carried_by(owner.table)}
    for kind in RECORD_TYPES:
        for field in fields_of(kind):
            if (
                field.to
                and TYPE_BY_TABLE[field.to].markable
                and field.required
                and kind.table not in in_the_row_of_their_owner
            ):
                assert (kind.table, field.key) in carried, f"{kind.table}.{field.key}"
