"""Heading rows such as councils have, in words of our own, each with what its columns hold and what they should fill.

A line is a heading, what its cells hold, and the field: ``Lead officer | role | project.lead``. A band stands before
its heading with ``>``. The field is empty where the column is left out, and begins with ``own`` where it becomes a
field of the council's own.
"""

from collections.abc import Sequence

from msgspec import Struct

from tests.unit.importing.tables import Heading, Held

_VALUES: dict[str, tuple[Held, ...]] = {
    "ref": ("DX-01", "DX-02", "DX-03", "DX-04"),
    "refs": ("DX-01", "DX-01", "DX-02", "DX-02"),
    "no": (1, 2, 3, 4),
    "name": ("Proactive reviews", "Reablement at home", "Telecare first", "Market shaping"),
    "names": ("Proactive reviews", "Proactive reviews", "Telecare first", "Telecare first"),
    "theme": ("Prevention", "Prevention", "Income", "Income"),
    "role": ("Head of Reviews", "Head of Income", "Head of Reviews", "Programme Manager"),
    "rag": ("G", "A", "R", "G"),
    "ragw": ("Green", "Amber", "Red", "Green"),
    "status": ("On track", "Off track", "Complete", "Not started"),
    "state": ("Open", "Closed", "Open", "Open"),
    "emoji": ("🟢 On track", "🟡 Some concerns", "🔴 Off track", "🟢"),
    "date": ("2024-04-01", "2025-03-31", "2024-09-30", "2024-12-01"),
    "ukdate": ("01/04/2024", "31/03/2025", "30/09/2024", "01/12/2024"),
    "k": (120, 84, 300, 45),
    "pounds": (120_000, 84_500, 300_000, 45_250),
    "m": (1.2, 0.84, 3.0, 0.45),
    "pct": (0.1, 0.25, 0.5, 1),
    "num": (12.5, 40, 7, 98.8),
    "long": (
        "Work has gone well this month and the new team is in place, with reviews well ahead of the plan.",
        "The contract was signed late, so that savings begin in September and not in June as was planned.",
        "Waiting for the decision of the board, which meets next month; a paper has been drafted for it.",
        "All reviews in the first cohort are done and letters have been sent to people and their families.",
    ),
    "text": ("North", "South", "East and West", "All wards"),
    "flag": ("Y", "N", "Y", "Y"),
    "level": (3, 4, 2, 5),
    "lw": ("High", "Medium", "Low", "High"),
    "score": (12, 16, 4, 25),
    "year": ("2024/25", "2025/26", "2024/25", "2025/26"),
    "month": ("Jun 24", "Jun 24", "Jun 24", "Jun 24"),
    "kind": ("Cashable", "Cost avoidance", "Income", "Cashable"),
    "recur": ("Recurring", "One-off", "Recurring", "Recurring"),
    "": (None, None, None, None),
}  # fmt: skip


class Case(Struct, frozen=True):
    """A heading row: the sheet's name, what the rows are, and its lines."""

    name: str
    sheet: str
    record: str
    lines: tuple[tuple[str, str, str], ...]

    @property
    def headings(self) -> list[Heading]:
        """The headings, a band before its own where there is one."""
        return [_path(heading) for heading, _, _ in self.lines]

    @property
    def rows(self) -> Sequence[Sequence[Held]]:
        """Four rows of what the columns hold."""
        return [[_VALUES[kind][at] for _, kind, _ in self.lines] for at in range(4)]

    @property
    def fields(self) -> list[str]:
        """What the columns should fill."""
        return [field for _, _, field in self.lines]


def _path(heading: str) -> Heading:
    parts = tuple(part.strip() for part in heading.split(">"))
    return parts if len(parts) > 1 else heading.replace("\\n", "\n")


def _case(text: str) -> Case:
    first, *rest = text.strip().splitlines()
    name, sheet, record = (part.strip() for part in first.split("|"))
    lines = [tuple(part.strip() for part in line.split("|")) for line in rest]
    return Case(name, sheet, record, tuple(lines))  # type: ignore[arg-type]


_TEXT = """
a plain project list | Projects | project
Project ID | ref | project.ref
Project name | name | project.name
Directorate | theme | project.theme_id
Project manager | role | project.lead
Project sponsor | role | project.sponsor
Start date | date | project.start_date
End date | date | project.end_date
RAG status | rag | status_update.status_id
Progress this month | long | status_update.narrative

a savings tracker with targets by year | Savings tracker | project
MTFS Ref | ref | project.ref
Savings proposal | name | project.name
Service area | theme | project.theme_id
Lead officer | role | project.lead
Accountable director | role | project.sponsor
2024/25 £'000 | k | savings_target.target_pence 2024
2025/26 £'000 | k | savings_target.target_pence 2025
2026/27 £'000 | k | savings_target.target_pence 2026
Total £'000 | k |
BRAG | ragw | status_update.status_id
Commentary | long | status_update.narrative

bands of years over target, forecast and delivered | MTFP | project
Ref | ref | project.ref
Scheme | name | project.name
2024/25 > Target | pounds | savings_target.target_pence 2024
2024/25 > Forecast | pounds | savings_position.forecast_pence 2024
2024/25 > Achieved | pounds | savings_position.delivered_pence 2024
2024/25 > Variance | pounds |
2025/26 > Target | pounds | savings_target.target_pence 2025
2025/26 > Forecast | pounds | savings_position.forecast_pence 2025

headings of the year before or after their words | Benefits | project
Initiative | name | project.name
Target 2024-25 | pounds | savings_target.target_pence 2024
2024-25 forecast outturn | pounds | savings_position.forecast_pence 2024
Delivered to date 24/25 | pounds | savings_position.delivered_pence 2024
Validated by finance 24/25 | pounds | savings_position.validated_pence 2024
FY26 target | pounds | savings_target.target_pence 2025

bare years | Savings | project
Unique ref | ref | project.ref
Saving | name | project.name
24-25 | k | savings_target.target_pence 2024
25-26 | k | savings_target.target_pence 2025
26-27 | k | savings_target.target_pence 2026
4 year total | k | own 4 year total

statuses across months | Status by month | project
Project | name | project.name
Apr-24 | rag | status_update.status_id 2024-04
May-24 | rag | status_update.status_id 2024-05
Jun-24 | rag | status_update.status_id 2024-06

savings lines under projects | Savings lines | savings_line
Project | names | savings_line.project_id
Savings line | name | savings_line.name
Cashable / non-cashable | kind | savings_line.kind
Recurring or one-off | recur | savings_line.recurrence
2024/25 | pounds | savings_target.target_pence 2024
2025/26 | pounds | savings_target.target_pence 2025

a highlight report | Highlight report | project
Workstream | theme | project.workstream_id
Project title | name | project.name
SRO | role | project.sponsor
PM | role | project.lead
Overall RAG | rag | status_update.status_id
Financial RAG | rag | own Financial RAG
Key achievements | long | status_update.narrative
Next steps | long | own Next steps
Next milestone | text | milestone.name
Milestone date | date | milestone.baseline_date

three milestones in a row | Projects | project
Ref | ref | project.ref
Project | name | project.name
Milestone 1 | text | milestone.name #1
Milestone 1 date | date | milestone.baseline_date #1
Milestone 2 | text | milestone.name #2
Milestone 2 date | date | milestone.baseline_date #2

numbered milestones with numbered dates | Projects | project
Ref | ref | project.ref
Project | name | project.name
Milestone 1 | text | milestone.name #1
Date 1 | date | milestone.baseline_date #1
Milestone 2 | text | milestone.name #2
Date 2 | date | milestone.baseline_date #2
Milestone 3 | text | milestone.name #3
Due date 3 | date | milestone.baseline_date #3

exceptions beside projects | Tracker | project
Ref | ref | project.ref
Project | name | project.name
Delivery status | status | status_update.status_id
Issues | long | exception.description
Mitigating actions | long | mitigation.action
Mitigation owner | role | mitigation.owner
Mitigation due | date | mitigation.due_date

projects with costs and kinds of saving | Transformation programme | project
Project code | ref | project.ref
Project | name | project.name
Type of saving | kind | savings_line.kind
Recurrent / non-recurrent | recur | savings_line.recurrence
Investment required 24/25 | pounds | project_cost.amount_pence 2024
Savings 24/25 | pounds | savings_target.target_pence 2024

capitals, colons and line breaks | PORTFOLIO | project
PROJECT REF: | ref | project.ref
PROJECT\\nNAME | name | project.name
PROJECT LEAD: | role | project.lead
RAG\\nRATING | rag | status_update.status_id
START\\nDATE | date | project.start_date
PLANNED END\\nDATE | date | project.end_date

hints in brackets | Projects | project
Ref. (unique) | ref | project.ref
Project Name (max 50 characters) | name | project.name
SRO (Senior Responsible Owner) | role | project.sponsor
RAG (R/A/G) | rag | status_update.status_id
Start date (dd/mm/yyyy) | ukdate | project.start_date
Update (max 200 words) | long | status_update.narrative

words that are misspelt | Projects | project
Refrence | ref | project.ref
Project Name | name | project.name
Accountable Oficer | role | project.sponsor
Delivery Satus | status | status_update.status_id
Comentary | long | status_update.narrative

snake case from another system | export | project
project_id | ref | project.ref
project_name | name | project.name
project_manager | role | project.lead
start_date | date | project.start_date
end_date | date | project.end_date
overall_rag | ragw | status_update.status_id
last_updated_by | role | own last_updated_by

camel case from another system | export | project
projectId | ref | project.ref
projectName | name | project.name
projectManager | role | project.lead
ragStatus | ragw | status_update.status_id

a pipeline of proposals | Proposals | project
Proposal no. | ref | project.ref
Proposal | name | project.name
Description of proposal | long | project.description
Portfolio holder | role | own Portfolio holder
Head of service | role | project.sponsor
2025/26 (£m) | m | savings_target.target_pence 2025
Equality impact assessment? | flag | own Equality impact assessment?

programmes and themes | Portfolio | project
Programme | theme | theme.programme_id
Theme | theme | theme.name
Project | name | project.name
Owner | role | project.lead
Status | status | status_update.status_id

emoji for statuses | Dashboard | project
Project | name | project.name
Health | emoji | status_update.status_id
Objective | long | project.description

a status of colours and one of words | Projects | project
Ref | ref | project.ref
Project | name | project.name
Status | state | own Status
RAG | rag | status_update.status_id

totals and shares | Savings | project
Ref | ref | project.ref
Project | name | project.name
Target 24/25 | pounds | savings_target.target_pence 2024
Delivered 24/25 | pounds | savings_position.delivered_pence 2024
% delivered | pct |
Gap | pounds |
Savings RAG | rag | status_update.status_id

amounts by month | Monthly profile | project
Ref | ref | project.ref
Project | name | project.name
2024/25 target | pounds | savings_target.target_pence 2024
Apr-24 | pounds |
May-24 | pounds |
Jun-24 | pounds |

one month to date | Savings | project
Ref | ref | project.ref
Project | name | project.name
2024/25 target | pounds | savings_target.target_pence 2024
Delivered to Jun-24 | pounds | savings_position.delivered_pence 2024 2024-06

a risk register of five levels | Risk register | risk
Risk ref | ref | risk.ref
Risk description | long | risk.description
Category | theme | risk.category
Risk owner | role | risk.owner
Likelihood | level | risk_score.likelihood
Impact | level | risk_score.impact
Score | score |
Mitigating actions | long | risk_action.action
Date raised | date | risk.raised_period
Date closed | date | risk.closed_period
Status | state | own Status

inherent, current and target | Risks | risk
ID | ref | risk.ref
Risk | long | risk.description
Inherent > Likelihood | level | risk.inherent_likelihood
Inherent > Impact | level | risk.inherent_impact
Inherent > Score | score |
Current > Likelihood | level | risk_score.likelihood
Current > Impact | level | risk_score.impact
Current > Score | score |
Target > Likelihood | level | risk.target_likelihood
Target > Impact | level | risk.target_impact

letters of a risk matrix | Risk log | risk
No. | no | risk.ref
Risk and consequence | long | risk.description
Gross L | level | risk.inherent_likelihood
Gross I | level | risk.inherent_impact
Controls | long | risk_action.action
Residual L | level | risk_score.likelihood
Residual I | level | risk_score.impact
Lead | role | risk.owner

probabilities in words | RAID - Risks | risk
Risk ID | ref | risk.ref
Title | name | risk.description
Probability | lw | risk_score.likelihood
Severity | lw | risk_score.impact
Response | long | risk_action.action
Action owner | role | risk_action.owner
Target date | date | risk_action.due_date
Project | names | risk.project_id
Direction of travel | text |
Status | state | risk.closed_period

an issue log | Issue log | issue
Issue no | ref | issue.ref
Description of issue | long | issue.description
Priority | lw | issue.priority
Assigned to | role | issue.owner
Date raised | date | issue.raised_period
Target resolution date | date | issue.due_date
Action plan | long | issue.action
Date resolved | date | issue.resolved_date
Resolution | long | issue.resolution
Project | names | issue.project_id

issues whose impact is a text | Issues | issue
ID | ref | issue.ref
Issue | long | issue.description
Impact | long | own Impact
Priority | lw | issue.priority
Owner | role | issue.owner

milestones of projects | Milestones | milestone
Project ref | ref | milestone.project_id
Milestone | name | milestone.name
Baseline date | date | milestone.baseline_date
Forecast date | date | milestone.forecast_date
Actual date | date | milestone.actual_date
Days late | num |
RAG | rag | own RAG

a plan of tasks | Plan on a page | milestone
Project | names | milestone.project_id
Task name | name | milestone.name
Owner | role | own Owner
Start date | date | own Start date
Due date | date | milestone.baseline_date
Revised due date | date | milestone.forecast_date
Completed | date | milestone.actual_date
% complete | pct | own % complete

key dates with planned and actual | Key dates | milestone
Scheme | names | milestone.project_id
Key milestone | name | milestone.name
Planned | date | milestone.baseline_date
Expected | date | milestone.forecast_date
Actual | date | milestone.actual_date
Comments | long | own Comments

exceptions reported to a board | Exceptions | exception
Project | names | exception.project_id
Exception | long | exception.description
Category | theme | exception.category
Amount at stake | pounds | exception.amount_pence
Mitigation | long | mitigation.action
Mitigation owner | role | mitigation.owner
By when | date | mitigation.due_date

measures by month | KPIs | measure
KPI | name | measure.name
Unit | text | measure.unit
Good is | text | measure.polarity
Baseline | num | measure.baseline
Target 2024/25 | num | measure_target.target 2024
Apr-24 | num | measure_value.actual 2024-04
May-24 | num | measure_value.actual 2024-05
Jun-24 | num | measure_value.actual 2024-06

measures by quarter | Performance | measure
Indicator | name | measure.name
Owner | role | measure.owner
2024/25 target | num | measure_target.target 2024
Q1 24/25 | num | measure_value.actual 2024-06
Q2 24/25 | num | measure_value.actual 2024-09

measures with one actual | Scorecard | measure
Measure | name | measure.name
Strategic outcome | theme | measure.strategy_theme
Annual target | num | measure_target.target
Actual | num | measure_value.actual
Comments | long | measure_value.comment

a budget monitor | Budget monitoring | budget_line
Service area | theme | budget_line.group_name
Budget line | name | budget_line.name
Annual budget £000 | k | budget_position.budget_pence
Actual to date £000 | k | budget_position.actual_pence
Forecast outturn £000 | k | budget_position.forecast_pence
Variance £000 | k |

a decision log | Decision log | decision
Decision ref | ref | decision.ref
Decision required | name | decision.subject
Decision maker | text | decision.kind
Decision date | date | decision.decision_date
Rationale | long | decision.why
Key decision? | flag | decision.key_decision

change requests of savings | Change requests | target_change
CR ref | ref | target_change.reference
Savings line | name | target_change.line_id
Financial year | year | target_change.year
Change £ | pounds | target_change.change_pence
Reason for change | long | target_change.reason
Approved by | role | target_change.approved_by
Status | state | target_change.state

dependencies between projects | Dependencies | project_dependency
Project | name | project_dependency.project_id
Depends on | name | project_dependency.needs_project_id
What is needed | text | project_dependency.description

costs of projects by year | Costs | project_cost
Project | name | project_cost.project_id
Cost type | text | project_cost.name
2024/25 | pounds | project_cost.amount_pence 2024
2025/26 | pounds | project_cost.amount_pence 2025

activity by month | Review activity | activity
Activity | name | activity.name
Unit cost | num | activity.unit_cost_pence
Apr-24 planned | num | activity_month.planned 2024-04
Apr-24 actual | num | activity_month.done 2024-04

figures in a year that a column names | Savings | project
Project ref | ref | project.ref
Project | name | project.name
Financial year | year | .year
Target | pounds | savings_target.target_pence
Forecast | pounds | savings_position.forecast_pence

quarters of savings | Savings | project
Ref | ref | project.ref
Project | name | project.name
Q1 24/25 | pounds |
Q2 24/25 | pounds |

a second column of one name | Projects | project
Ref | ref | project.ref
Project | name | project.name
Lead | role | project.lead
Notes | long | status_update.narrative
Notes | text | own Notes

a column without a heading | Projects | project
Ref | ref | project.ref
Project | name | project.name
 | text | own Column C

columns of nothing | Projects | project
Ref | ref | project.ref
Project | name | project.name
Blank |  |
Sponsor |  | project.sponsor

a benefits register | Benefits register | project
Benefit ID | ref | project.ref
Benefit title | name | project.name
Benefit owner | role | project.lead
Benefit type | kind | savings_line.kind
Baseline benefit 2024/25 | pounds | savings_target.target_pence 2024
Realised to date 2024/25 | pounds | savings_position.delivered_pence 2024

delivery confidence | GMPP | project
Project | name | project.name
Department | theme | project.theme_id
Delivery confidence assessment | ragw | status_update.status_id
Project start date | date | project.start_date
Project end date | date | project.end_date

a workplan of a service | Workplan | milestone
Workstream | names | milestone.project_id
Action | name | milestone.name
Lead | role | own Lead
Target date | date | milestone.baseline_date
RAG | rag | own RAG

what is wrong on a project | Project tracker | project
Project | name | project.name
RAG | rag | status_update.status_id
RAG rationale | long | status_update.narrative
Path to green | long | mitigation.action
Blockers | long | exception.description

a long list of savings with a plan each | MTFS | project
Ref no | ref | project.ref
Title | name | project.name
Source plan | theme | project.source_plan_id
Cabinet portfolio | theme | project.theme_id
Full year effect | pounds | own Full year effect
In-year target | pounds | savings_target.target_pence 2024

a form of one project | Project | project
Project name | name | project.name
Project description | long | project.description
Executive sponsor | role | project.sponsor
Target completion date | date | project.end_date
Overall status | status | status_update.status_id

workstreams named | Savings by workstream | project
Work stream | theme | project.workstream_id
Opportunity | name | project.name
Savings target 25/26 £k | k | savings_target.target_pence 2025
Savings forecast 25/26 £k | k | savings_position.forecast_pence 2025

a comma for thousands in the heading | Tracker | project
Scheme ref | ref | project.ref
Scheme name | name | project.name
Target £,000 2024/25 | k | savings_target.target_pence 2024

dates of starts and ends planned and actual | Programme plan | project
Project | name | project.name
Planned start | date | project.start_date
Planned finish | date | project.end_date
Actual finish | date | own Actual finish

risks with dates of review | Risk Register | risk
Ref | ref | risk.ref
Risk title | name | risk.description
Cause | long | own Cause
Consequence | level | risk_score.impact
Likelihood | level | risk_score.likelihood
Next review date | date | own Next review date
Comments | long | risk_score.comment

budget lines without a group | Revenue monitoring | budget_line
Service | name | budget_line.name
Net budget £000 | k | budget_position.budget_pence
Actual to date £000 | k | budget_position.actual_pence
Forecast outturn £000 | k | budget_position.forecast_pence

a plan as Microsoft Project writes it | Project schedule | milestone
ID | no | own ID
Task Name | name | milestone.name
Finish | date | milestone.forecast_date
Baseline Finish | date | milestone.baseline_date
Actual Finish | date | milestone.actual_date

measures that are rated | Performance | measure
Performance indicator | name | measure.name
Target 2024/25 | num | measure_target.target 2024
Jun-24 | num | measure_value.actual 2024-06
RAG | rag |

spending is no saving | Projects | project
Project | name | project.name
Planned spend 24/25 £ | pounds | own Planned spend 24/25 £
Budget 24/25 £ | pounds | own Budget 24/25 £
Total savings £ | pounds |
Savings 24/25 £ | pounds | savings_target.target_pence 2024

years of costs on a sheet that shows it | Project costs | project
Project | name | project.name
Owner | role | project.lead
Status | status | status_update.status_id
2024/25 £ | pounds | project_cost.amount_pence 2024
2025/26 £ | pounds | project_cost.amount_pence 2025

plan and actual by month with their totals | Savings 2024/25 | project
Project | name | project.name
Plan £ > Apr-24 | pounds |
Plan £ > May-24 | pounds |
Plan £ > Jun-24 | pounds |
Plan £ > Total | pounds | savings_target.target_pence 2024
Actual £ > Apr-24 | pounds |
Actual £ > May-24 | pounds |
Actual £ > Jun-24 | pounds |
Actual £ > Total | pounds | savings_position.delivered_pence 2024

a reference and a commentary in longer words | Major projects | project
MPA ID Number | ref | project.ref
Project Name | name | project.name
Departmental commentary on what was done about the rating | long | status_update.narrative

lines of savings under references of projects | Savings | savings_line
Project ref | refs | savings_line.project_id
Saving | name | savings_line.name
Savings type | kind | savings_line.kind
2024/25 £000 | k | savings_target.target_pence 2024

a lead with a word of the council's own | Projects | project
Project | name | project.name
Directorate lead | role | project.lead
Portfolio holder | role | own Portfolio holder

owners and dates in one heading | Projects | project
Project | name | project.name
Project manager / lead | role | project.lead
Notes/comments | long | status_update.narrative
"""

CASES: tuple[Case, ...] = tuple(_case(block) for block in _TEXT.strip().split("\n\n"))
