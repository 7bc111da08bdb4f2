"""The overview in sentences: what is forecast, what has no plan and where, the surplus, what is red, what got worse."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from asc_desktop.domain.money import format_pounds, words_for
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_overview import GroupOverview, Overview
from asc_desktop.domain.rules.position import Position
from asc_desktop.domain.words import listed, number_of

_MOST_PLACES: Final = 2
"""How many places a sentence names where one of them does not have most of it."""

_SMALL_PENCE: Final = 1_000_000
"""£10,000: what is less is written in pounds, since it would be £0.00m or £0.01m."""


def headline_of(report: Report) -> str:
    """Return the first sentence: what is forecast of the year's target."""
    position, amount = report.savings.by_year[report.year], amounts_of(report)
    if not position.target_pence:
        if position.forecast_pence:
            return f"{amount(position.forecast_pence)} is forecast for {report.year}, which has no savings target."
        return f"There is no savings target for {report.year}."
    share = round(100 * position.forecast_pence / position.target_pence)
    more = position.forecast_pence - position.target_pence
    if more > 0:
        return (
            f"{amount(position.forecast_pence)} is forecast for {report.year}, {amount(more)} above "
            f"the savings target of {amount(position.target_pence)}."
        )
    return (
        f"{amount(position.forecast_pence)} of the {amount(position.target_pence)} savings target "
        f"for {report.year} is forecast ({share}%)."
    )


def sentences_of(overview: Overview, report: Report) -> Iterator[str]:
    """Yield the sentences after the first."""
    position, amount = report.savings.by_year[report.year], amounts_of(report)
    if position.no_plan_pence:
        closed = sum(project.position.no_plan_pence for project in report.projects if project.is_closed)
        part = "all" if closed == position.no_plan_pence else amount(closed)
        of_closed = f", {part} of it in closed projects" if closed else ""
        places = _places(overview.groups, lambda group: group.no_plan_pence, amount)
        yield f"{amount(position.no_plan_pence)} has no plan yet{places}{of_closed}."
    elif position.gross_gap_pence:
        yield "Every shortfall has a plan."
    if position.surplus_pence:
        places = _places(overview.groups, lambda group: group.surplus_pence, amount, 1)
        where = "Surplus elsewhere" if position.gross_gap_pence else "The surplus"
        yield f"{where} is {amount(position.surplus_pence)}{places}."
    if report.projects:
        yield _red(overview.total)
    if overview.since:
        yield _since(overview, amount)


def amounts_of(report: Report) -> Callable[[int], str]:
    """Return how a report's sentences write amounts."""
    return amounts_of_year(report.savings.by_year[report.year])


def amounts_of_year(year: Position) -> Callable[[int], str]:
    """Return how sentences of a year write amounts: in millions, and in pounds where all of them or one is small."""
    words = words_for(year.target_pence, year.forecast_pence)
    return lambda pence: format_pounds(pence) if abs(pence) < _SMALL_PENCE else words(pence)


def _places(
    groups: Sequence[GroupOverview],
    pence_of: Callable[[GroupOverview], int],
    amount: Callable[[int], str],
    most_places: int = _MOST_PLACES,
) -> str:
    """Return where most of an amount is; nothing where there is one place only."""
    held = sorted((group for group in groups if pence_of(group) > 0), key=pence_of, reverse=True)
    if len(groups) < 2 or not held:  # noqa: PLR2004 - with one place there is nothing to tell apart
        return ""
    if len(held) == 1:
        return f", all in {held[0].name}"
    every = sum(map(pence_of, held))
    if 2 * pence_of(held[0]) > every:
        return f", most in {held[0].name} ({amount(pence_of(held[0]))})"
    named = [f"{group.name} ({amount(pence_of(group))})" for group in held[:most_places]]
    only = len(held) == most_places
    return f", {'in' if only else 'the most in'} {listed(named)}"


def _red(total: GroupOverview) -> str:
    if not total.live:
        return "Every project is closed."
    if not total.red:
        return "No live project is red."
    return f"{len(total.red)} of {number_of(total.live, 'live project')} {_is(len(total.red))} red."


def _since(overview: Overview, amount: Callable[[int], str]) -> str:
    """Return what got worse since the board, by status and by forecast; never the falls alone without the net."""
    worse = sum(row.effect == "worse" for row in overview.moved)
    change = overview.total.change_pence
    parts = []
    if change is not None and change:
        way = "risen" if change > 0 else "fallen"
        parts.append(f"the forecast has {way} by {amount(abs(change))}")
    elif change is not None:
        parts.append("the forecast has not changed")
    parts.append(f"{number_of(worse, 'project')} got worse" if worse else "no project got worse")
    return f"Since {overview.since}, {listed(parts)}."


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
