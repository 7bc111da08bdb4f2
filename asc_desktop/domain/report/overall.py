"""Each programme of a report as a whole: its colour by the figures, why, and its lead's own commentary."""

from collections.abc import Sequence
from typing import Final

from asc_desktop.domain.dates import year_label
from asc_desktop.domain.records.delivery import Portfolio, Programme
from asc_desktop.domain.records.governance import ProgrammeCommentary
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.model import ProjectReport, ThemeReport
from asc_desktop.domain.report.overview_words import amounts_of_year
from asc_desktop.domain.report.views_overall import OverallReport
from asc_desktop.domain.rules.position import Position, total
from asc_desktop.domain.rules.status import RAG_WORDS, delivery_rag, savings_rag, worst
from asc_desktop.domain.words import number_of

OVERALL_RULE: Final = (
    "The worse of savings and delivery. Savings: as one project’s, on the programme’s own totals for the year. "
    "Delivery: red where a third or more of the live projects are red, amber where any is, green where none is. "
    "What the programme’s lead judges is shown next to it."
)


def overall_section(
    context: ReportContext, projects: Sequence[ProjectReport], themes: Sequence[ThemeReport]
) -> tuple[OverallReport, ...]:
    """Return each programme in the scope as a whole; none where one theme alone is looked at."""
    if context.scope.theme_id is not None:
        return ()
    return tuple(
        _overall(
            programme,
            _commentary(context, programme),
            [project for project in projects if project.programme_id == programme.id],
            total(theme.position for theme in themes if theme.programme_id == programme.id),
            context,
        )
        for programme in context.programmes
    )


def _overall(
    programme: Programme,
    said: ProgrammeCommentary | None,
    projects: Sequence[ProjectReport],
    position: Position,
    context: ReportContext,
) -> OverallReport:
    live = [project for project in projects if not project.is_closed]
    red = sum(project.delivery_rag == "red" for project in live)
    reported = any(project.savings_rag != "grey" for project in projects)
    savings = savings_rag(position, context.settings, reported=reported)
    delivery = delivery_rag(len(live), red)
    return OverallReport(
        id=programme.id,
        programme=programme.name,
        lead=programme.lead or "",
        rag=worst((savings, delivery)),
        why=(
            _savings_words(savings, position, context.settings, year_label(context.year)),
            _delivery_words(delivery, len(live), red),
        ),
        lead_rag=(said.rag or "") if said else "",
        commentary=said.commentary if said else "",
    )


def _commentary(context: ReportContext, programme: Programme) -> ProgrammeCommentary | None:
    held = context.records.of(ProgrammeCommentary, "programme_id", programme.id)
    return next((item for item in held if item.period == context.scope.period), None)


def _savings_words(rag: str, position: Position, settings: Portfolio, year: str) -> str:
    if not position.to_find_pence:
        return f"Savings are not rated: nothing is to be found in {year}."
    if rag == "grey":
        return f"Savings are not rated: nothing has been reported for {year}."
    amount = amounts_of_year(position)
    of_all = f"the {amount(position.to_find_pence)} to find in {year}"
    if rag == "blue":
        return f"Savings are blue: {of_all} is delivered and validated."
    if not position.gross_gap_pence:
        return f"Savings are green: {of_all} is forecast in full."
    percent = 100 * position.gross_gap_pence / position.to_find_pence
    green, amber = settings.green_shortfall_percent, settings.amber_shortfall_percent
    limits = {
        "green": f"green up to {green}%",
        "amber": f"amber up to {amber}%",
        "red": f"red above {amber}%",
    }
    return (
        f"Savings are {RAG_WORDS[rag].lower()}: {amount(position.gross_gap_pence)} ({percent:.1f}%) of {of_all} "
        f"is not forecast; {limits[rag]}."
    )


def _delivery_words(rag: str, live: int, red: int) -> str:
    if not live:
        return "Delivery is not rated: no project is live."
    if not red:
        return f"Delivery is green: none of {number_of(live, 'live project')} is red."
    verb = "is" if red == 1 else "are"
    return (
        f"Delivery is {RAG_WORDS[rag].lower()}: {red} of {number_of(live, 'live project')} {verb} red; "
        "red from a third of them, amber below."
    )
