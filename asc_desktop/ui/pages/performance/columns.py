"""The table of measures in the paper's layout: baseline, months, target and rating, under their strategy themes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from asc_desktop.domain import dates
from asc_desktop.domain.records.assurance import Measure, MeasureTarget
from asc_desktop.domain.records.fields import Field, Kind, field_of
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_measures import MeasureMonth, MeasureReport
from asc_desktop.domain.rules.measures import figure_words
from asc_desktop.domain.rules.status import RAG_WORDS
from asc_desktop.services.measures import month_key
from asc_desktop.ui.models.arrange import Grouping
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.pages.shared.by_programme import programmes_above
from asc_desktop.ui.widgets.sparkline import SPARK_WIDTH, Spark

TREND: Final = "trend"
TREND_WORDS: Final = {"improving": "Improving", "worsening": "Worsening", "same": "No change", "": ""}
NO_THEME: Final = "No strategy theme"
_MONTH_WIDTH = 58


def figure_field(key: str, label: str) -> Field:
    """Return the field of a cell that holds a measure's figure."""
    return Field(key=key, label=label, kind=Kind.DECIMAL)


def months_shown(year: int, period: str) -> tuple[str, ...]:
    """Return the months of a year up to a period, as the paper prints them."""
    return tuple(month for month in dates.year_periods(year) if month <= period)


def measure_columns(year: int, period: str, rule_of: Callable[[str, str], str]) -> list[Column]:
    """Return the columns for a year as far as a period; ``rule_of`` says what rated a measure in a month."""
    last_year = dates.year_label(year - 1)
    return [
        field_column(Measure, "name", editable=True, width=290, hint=_about, label="Measure"),
        field_column(Measure, "priority", editable=True, width=112),
        _figure_column(
            "baseline",
            f"{last_year} actual",
            lambda row: row.baseline,
            width=122,
            tooltip="Last year’s actual",
        ),
        *(_month_column(year, month, rule_of) for month in months_shown(year, period)),
        _figure_column("target", f"{dates.year_label(year)} target", lambda row: row.target, width=118),
        view_column(
            "rag",
            "RAG",
            chip=rating_chip,
            hint=lambda row: row.rule,
            width=92,
            tooltip=f"The rating for {dates.period_label(period)}; point at one for the rule that gave it. "
            "* Rated by a person",
        ),
        view_column(
            TREND,
            "Trend",
            read=lambda row: TREND_WORDS[row.trend],
            align="right",
            width=SPARK_WIDTH + 92,
            tooltip="The year’s values, what is expected dashed, and the change since the value before",
        ),
        view_column(
            "profile",
            "Profile",
            Kind.CHOICE,
            field=field_of(MeasureTarget, "profile"),
            read=lambda row: row.profile or None,
            editable=lambda row: row.target is not None,
            width=168,
        ),
        view_column(
            "approved_from",
            "Approved from",
            Kind.PERIOD,
            field=field_of(MeasureTarget, "approved_from"),
            read=lambda row: row.target_approved_from or None,
            editable=lambda row: row.target is not None,
            width=122,
            tooltip="The first month that the target and its profile judge; earlier months keep the target before",
        ),
        field_column(Measure, "owner", editable=True, width=180),
        field_column(Measure, "strategy_theme", editable=True, width=220, hidden=True),
        field_column(Measure, "unit", editable=True, width=72, hidden=True),
        field_column(Measure, "polarity", editable=True, width=130, hidden=True),
        field_column(Measure, "source", editable=True, width=260, hidden=True),
    ]


def by_strategy_theme(report: Report) -> Grouping:
    """Return the grouping under strategy themes, those of each programme under it where there are several."""
    return Grouping(
        "Strategy theme", theme_of, above=programmes_above(report, lambda row: str(row.programme))
    )


def theme_of(row: MeasureReport, *, several_programmes: bool = False) -> str:
    """Return the heading that a measure stands under."""
    theme = row.strategy_theme or NO_THEME
    return f"{row.programme}: {theme}" if several_programmes else theme


def rating_chip(row: MeasureReport) -> Chip:
    """Return a measure's rating in words, colour and shape; why there is none, where there is none."""
    if row.rag == "grey":
        return Chip(
            "No value" if row.actual is None else "No target" if row.target is None else "Not rated", "grey"
        )
    words = RAG_WORDS[row.rag]
    return Chip(f"{words}*" if row.overridden else words, row.rag)


def month_of(row: MeasureReport, period: str) -> MeasureMonth | None:
    """Return one of a measure's months."""
    return next((month for month in row.months if month.period == period), None)


def spark_of(row: MeasureReport) -> Spark | None:
    """Return the small line of a measure's year."""
    values = tuple(None if month.actual is None else float(month.actual) for month in row.months)
    if all(value is None for value in values):
        return None
    expected = tuple(None if month.expected is None else float(month.expected) for month in row.months)
    return Spark(values, row.rag, expected)  # type: ignore[arg-type] # a rating is a colour role


def _month_column(year: int, month: str, rule_of: Callable[[str, str], str]) -> Column:
    place = dates.year_periods(year).index(month)
    key, label = month_key("actual", month), dates.period_short_label(month)[:3]
    return _figure_column(
        key,
        label,
        lambda row: row.months[place].actual,
        field=figure_field(key, f"{label} {month[:4]}"),
        # The year stands over its months once: twelve headings with it are wider than the figures, and than a window.
        band=dates.year_label(year),
        width=_MONTH_WIDTH,
        hint=lambda row: rule_of(row.id, month),
        tooltip=f"What it was in {dates.period_label(month)}",
    )


def _figure_column(
    key: str, label: str, read: Callable[[MeasureReport], str | None], *, width: int, **more: object
) -> Column:
    made: dict[str, object] = {
        "field": figure_field(key, label),
        "read": read,
        "row_words": lambda row: figure_words(row, held) if (held := read(row)) is not None else "",
        "editable": True,
        "width": width,
        **more,
    }
    return view_column(key, label, Kind.DECIMAL, **made)


def _about(row: MeasureReport) -> str:
    parts = [row.name]
    if row.priority:
        parts.append(f"Priority: {row.priority}")
    if row.source:
        parts.append(f"Source: {row.source}")
    return "\n".join(parts)
