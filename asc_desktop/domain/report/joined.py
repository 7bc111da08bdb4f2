"""What the last boards of several programmes received, as one report to compare all programmes together with.

Each programme's board met in its own month. What is joined is what comparing reads (``change_facts``, ``changes``): the
records of each report, once each, and the key figures added up. Everything else is the latest report's.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Protocol, TypeVar

from msgspec.structs import replace

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.money import words_for
from asc_desktop.domain.report.attention import figure_shown_as
from asc_desktop.domain.report.counts import NONE_DUE, updated_words
from asc_desktop.domain.report.model import ALL_PROGRAMMES, KeyFigure, LineReport, ProjectReport, Report
from asc_desktop.domain.report.slippage_story import BoardLines, ReceivedReport
from asc_desktop.domain.report.views_budget import BudgetLineReport
from asc_desktop.domain.report.views_own import OwnFieldReport
from asc_desktop.domain.rules.position import Position, total
from asc_desktop.domain.words import listed

THE_LAST_BOARDS = "the last boards"
"""What the joined report is called in a sentence: *12 changes since the last boards*."""

_TERMS = {
    "target": "target_pence",
    "forecast": "forecast_pence",
    "slipped": "slipped_out_pence",
    "no_plan": "no_plan_pence",
}
"""The figures that are amounts of the year, and which term of its position each is."""

_OF = " of "


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_HasId)


def joined(before: Sequence[Report], now: Report) -> Report:
    """Return the reports of programmes, one or more of them, as one to compare with all programmes ``now``.

    The key figures are of the year of ``now``, as each board was told of it. Savings RAG and budgets of a board of
    another year do not compare, and so are taken as they are now. A theme that only has its programme's name before its
    own now is the same theme.
    """
    latest = max(before, key=lambda report: report.period)
    return replace(
        latest,
        programme=ALL_PROGRAMMES,
        year=now.year,
        key_figures=_figures(before, now),
        status_scheme=_once(report.status_scheme for report in before),
        savings=replace(latest.savings, lines=_lines(before)),
        movements=_once(report.movements for report in before),
        projects=_projects(before, now),
        exceptions=_once(report.exceptions for report in before),
        milestones=_once(report.milestones for report in before),
        measures=_once(report.measures for report in before),
        risks=_once(report.risks for report in before),
        issues=_once(report.issues for report in before),
        budget=replace(latest.budget, lines=_budget_lines(before, now)),
        decisions=_once(report.decisions for report in before),
        activity=_once(report.activity for report in before),
        attention=_once(report.attention for report in before),
        own_fields=_own_fields(before),
        exempt={key: item for report in before for key, item in report.exempt.items()},
    )


def shared_themes(now: Report) -> frozenset[str]:
    """Return the names that themes of several programmes have, which the report of all tells apart."""
    return frozenset(
        theme.name.removeprefix(f"{theme.programme}: ")
        for theme in now.themes
        if theme.name.startswith(f"{theme.programme}: ")
    )


def joined_board(
    month: str, received: Sequence[tuple[str, ReceivedReport]], shared: frozenset[str]
) -> ReceivedReport:
    """Return what the boards of several programmes had been told by a month, as what one board was told.

    ``received`` are the programmes' names, each with the last report that its board had by then. Themes of ``shared``
    names have their programme's name before their own, as in the report of all programmes.
    """

    def label(programme: str, theme: str) -> str:
        return f"{programme}: {theme}" if theme in shared else theme

    lines = [
        replace(line, theme=label(programme, line.theme), counts_in=label(programme, line.counts_in))
        if shared
        else line
        for programme, report in received
        for line in report.savings.lines
        if line.in_scope
    ]
    return ReceivedReport(
        period=month,
        period_label=period_label(month),
        status_scheme=_once(report.status_scheme for _, report in received),
        projects=_once(report.projects for _, report in received),
        savings=BoardLines(_once([lines])),
    )


def boards_note(before: Sequence[Report], missing: Sequence[str], now: Report) -> str:
    """Return which boards are compared, in a sentence, where that is not plain: other months, or programmes with none.

    ``missing`` are the names of programmes whose boards have received nothing.
    """
    sentences = []
    if len({report.period for report in before}) > 1:
        months = listed([f"{report.programme} of {report.period_label}" for report in before])
        sentences.append(f"The last boards are those of {months}.")
    if missing:
        have = "has" if len(missing) == 1 else "have"
        sentences.append(
            f"{listed(missing)} {have} had no board yet, so everything there counts as new "
            f"in {now.period_label}."
        )
    others = [report.programme for report in before if report.year != now.year]
    if others:
        sentences.append(
            f"The last board of {listed(others)} was not in {now.year}, so savings RAG and budgets "
            "are not compared there."
        )
    return " ".join(sentences)


def _once(parts: Iterable[Iterable[T]]) -> tuple[T, ...]:
    """Return every record once, as the first report that has it does."""
    found: dict[str, T] = {}
    for item in chain.from_iterable(parts):
        found.setdefault(item.id, item)
    return tuple(found.values())


def _lines(before: Sequence[Report]) -> tuple[LineReport, ...]:
    """Return every line once: as the programme told it whose totals count it."""
    every = [line for report in before for line in report.savings.lines]
    return _once([[line for line in every if line.in_scope], every])


def _projects(before: Sequence[Report], now: Report) -> tuple[ProjectReport, ...]:
    labels: Mapping[str, str] = {theme.id: theme.name for theme in now.themes}
    return _once([_as_now(item, report, now, labels) for item in report.projects] for report in before)


def _as_now(project: ProjectReport, report: Report, now: Report, labels: Mapping[str, str]) -> ProjectReport:
    """Return what a board was told of a project, under the names and with the colours that compare with now's."""
    label = labels.get(project.theme_id, "")
    if label == f"{project.programme}: {project.theme}":
        project = replace(project, theme=label)
    after = now.project_by_id.get(project.id)
    if report.year != now.year and after is not None:
        project = replace(project, savings_rag=after.savings_rag)
    return project


def _budget_lines(before: Sequence[Report], now: Report) -> tuple[BudgetLineReport, ...]:
    held = {line.id: line for line in now.budget.lines}
    return _once(
        [line if report.year == now.year else held.get(line.id, line) for line in report.budget.lines]
        for report in before
    )


def _own_fields(before: Sequence[Report]) -> tuple[OwnFieldReport, ...]:
    fields = _once(report.own_fields for report in before)
    return tuple(
        replace(
            own,
            values=_once(same.values for report in before for same in report.own_fields if same.id == own.id),
        )
        for own in fields
    )


def _figures(before: Sequence[Report], now: Report) -> tuple[KeyFigure, ...]:
    """Return the key figures that every report has, added up."""
    told = total(
        line.years[now.year]
        for report in before
        for line in report.savings.lines
        if line.in_scope and now.year in line.years
    )
    by_key = [{figure.key: figure for figure in report.key_figures} for report in before]
    words = words_for(*(getattr(told, term) for term in _TERMS.values()))
    return tuple(
        _money(figure, told, now.savings_shown_as, words)
        if figure.key in _TERMS
        else _count(figure, [held[figure.key] for held in by_key])
        for figure in now.key_figures
        if all(figure.key in held for held in by_key)
    )


def _money(figure: KeyFigure, told: Position, shown_as: str, words: Callable[[int], str]) -> KeyFigure:
    return figure_shown_as(replace(figure, pence=getattr(told, _TERMS[figure.key])), shown_as, words)


def _count(figure: KeyFigure, figures: Sequence[KeyFigure]) -> KeyFigure:
    count = sum(item.count or 0 for item in figures)
    if figure.key != "updated":
        return replace(figure, count=count, text=f"{count}")
    # "49 of 53": of how many there are stands in these words alone.
    wholes = [item.text.partition(_OF)[2] for item in figures if item.text != NONE_DUE]
    return replace(figure, count=count, text=updated_words(count, sum(map(int, wholes))))
