"""The overview's projects by £ at risk, and the kinds of what needs a person.

The pounds of a live project that are at risk in a year are those with no plan yet, those that are planned for by a
movement which is only proposed, and of a project whose status is red those that are still forecast: each pound once.
Where its open exceptions put more at stake than that, it is what they put at stake.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from asc_desktop.domain.report.attention import KIND_WORDS, KINDS
from asc_desktop.domain.report.model import AttentionRow, ProjectReport, Report
from asc_desktop.domain.report.overview_words import amounts_of
from asc_desktop.domain.report.views_overview import AtRiskReport, KindOverview, ReasonReport
from asc_desktop.domain.words import number_of

AT_RISK_WORDS: Final = (
    "What has no plan yet or is only proposed, and of a red project its forecast remaining; "
    "or what its open exceptions put at stake, where that is more"
)

_NO_RISK: Final = frozenset({"surplus"})
"""Kinds that need a person and put nothing at risk."""

_RED: Final = frozenset(
    {"challenge", "over_allocated", "decision_early", "risk_worse", "overdue", "risk_overdue", "no_plan"}
)
_SHORT: Final = {
    "challenge": "Status too good",
    "decision_early": "Begins too early",
    "no_plan": "No plan",
    "not_updated": "Not updated",
}
_SHORT_OF_SEVERAL: Final = {"overdue": "mitigation", "risk_overdue": "risk action"}


def at_risk_section(
    report: Report, known: frozenset[str], compared: frozenset[str]
) -> tuple[AtRiskReport, ...]:
    """Return every live project with a reason, the most at risk first.

    ``known`` are the ids of what the last boards were told needed a person, ``compared`` the projects of programmes
    whose board was told anything.
    """
    reasons: dict[str, list[AttentionRow]] = defaultdict(list)
    for row in report.attention:
        if row.project_id and row.kind not in _NO_RISK:
            reasons[row.project_id].append(row)
    stakes: Counter[str] = Counter()
    amount = amounts_of(report)
    for item in report.exceptions:
        if item.open:
            stakes[item.project_id] += item.amount_pence or 0
    found = [
        _at_risk(
            project,
            reasons[project.id],
            stakes[project.id],
            known,
            amount,
            is_compared=project.id in compared,
        )
        for project in report.live_projects
    ]
    listed = [item for item in found if item.at_risk_pence or item.reasons]
    return tuple(
        sorted(listed, key=lambda item: (-item.at_risk_pence, -len(item.reasons), item.ref, item.id))
    )


def at_risk_pence(project: ProjectReport, stake_pence: int) -> int:
    """Return a live project's pounds at risk, in pence; ``stake_pence`` is what its open exceptions put at stake."""
    position = project.position
    pence = position.no_plan_pence + position.proposed_pence
    if project.delivery_rag == "red":
        pence += position.still_forecast_pence
    return max(pence, stake_pence)


def kind_section(report: Report, known: frozenset[str], *, compared: bool) -> tuple[KindOverview, ...]:
    """Return how many things of each kind need a person; none is new where no board was told of all."""
    counts = Counter(row.kind for row in report.attention)
    new = Counter(row.kind for row in report.attention if compared and row.id not in known)
    return tuple(
        KindOverview(kind, KIND_WORDS[kind], counts[kind], new[kind]) for kind in KINDS if counts[kind]
    )


def _at_risk(
    project: ProjectReport,
    rows: Sequence[AttentionRow],
    stake: int,
    known: frozenset[str],
    amount: Callable[[int], str],
    *,
    is_compared: bool,
) -> AtRiskReport:
    reasons = tuple(_reasons(rows, known, stake, amount, is_compared=is_compared))
    return AtRiskReport(
        id=project.id,
        ref=project.ref,
        name=project.name,
        programme=project.programme,
        theme=project.theme,
        lead=project.lead,
        status=project.status,
        at_risk_pence=at_risk_pence(project, stake),
        reasons=reasons,
        is_new=any(reason.is_new for reason in reasons),
    )


def _reasons(
    rows: Sequence[AttentionRow],
    known: frozenset[str],
    stake: int,
    amount: Callable[[int], str],
    *,
    is_compared: bool,
) -> Iterator[ReasonReport]:
    by_kind: dict[str, list[AttentionRow]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    for kind in sorted(by_kind, key=lambda kind: (kind != "no_plan", KINDS.index(kind))):
        held = by_kind[kind]
        is_new = is_compared and any(row.id not in known for row in held)
        yield ReasonReport(kind, _words(kind, held, amount), "red" if kind in _RED else "amber", is_new)
    if stake and "overdue" not in by_kind:
        yield ReasonReport("exception", f"Exception {amount(stake)}", "amber", is_new=False)


def _words(kind: str, rows: Sequence[AttentionRow], amount: Callable[[int], str]) -> str:
    if kind == "no_plan":
        return f"{_SHORT[kind]} {amount(sum(row.amount_pence or 0 for row in rows))}"
    if kind in _SHORT_OF_SEVERAL:
        return f"{number_of(len(rows), _SHORT_OF_SEVERAL[kind])} overdue".capitalize()
    return _SHORT.get(kind, KIND_WORDS[kind])
