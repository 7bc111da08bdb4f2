"""What the page of themes shows of a report: the tiles, and the columns of its tables. No sums of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from asc_desktop.domain.money import shown_saving, words_for
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.report import counts
from asc_desktop.domain.report.model import ExceptionReport, ProjectReport, Report, Scope, ThemeReport
from asc_desktop.domain.rules.position import Position
from asc_desktop.domain.words import number_of
from asc_desktop.ui.models.columns import Chip, Column, view_column
from asc_desktop.ui.pages.shared.columns import money, rag
from asc_desktop.ui.pages.shared.units import ShownAs, saving_words
from asc_desktop.ui.widgets.key_figure import Tone
from asc_desktop.ui.workspace import Workspace


class Tile(Struct, frozen=True):
    """A key figure: its words, and the page that lists what is behind it."""

    key: str
    label: str
    value: str
    note: str
    tone: Tone
    page: str


class YearRow(Struct, frozen=True):
    """A year's savings; ``id`` is the year's label."""

    id: str
    position: Position


def scope_of(workspace: Workspace, programme_id: str) -> Scope:
    """Return what to report of a programme: the period being looked at if it has come to that, else its own."""
    opened = workspace.session.open_period(programme_id)
    if workspace.programme_id == programme_id:
        return workspace.scope
    if workspace.programme_id is None and workspace.period:
        return Scope(programme_id, min(workspace.period, opened))
    return Scope(programme_id, opened)


def tiles_of(
    *, projects: int, position: Position, open_exceptions: int, overdue: int, year: str, shown_as: str
) -> tuple[Tile, ...]:
    """Return the tiles of a theme or of a programme."""
    plan = position.no_plan_pence
    words = words_for(position.target_pence, position.forecast_pence, plan)
    return (
        Tile("projects", "Projects", f"{projects:,}", "", "normal", "projects"),
        Tile(
            "target",
            f"Target {year}",
            words(shown_saving(position.target_pence, shown_as)),
            _slipped_in(position, words),
            "normal",
            "savings",
        ),
        Tile(
            "forecast",
            "Forecast for year",
            words(shown_saving(position.forecast_pence, shown_as)),
            _against_target(position, words),
            "normal",
            "savings",
        ),
        Tile(
            "no_plan",
            "No plan yet",
            words(plan),
            "still to be explained" if plan else "all accounted for" if position.to_find_pence else "",
            "bad" if plan else "normal",
            "savings",
        ),
        Tile(
            "exceptions",
            "Open exceptions",
            f"{open_exceptions:,}",
            f"{overdue} overdue" if overdue else "none overdue",
            "bad" if overdue else "normal",
            "exceptions",
        ),
    )


def _against_target(position: Position, words: Callable[[int], str]) -> str:
    if not position.variance_pence:
        return "on target" if position.to_find_pence else "no target this year"
    return f"{words(abs(position.variance_pence))} {'short' if position.variance_pence < 0 else 'over'}"


def _slipped_in(position: Position, words: Callable[[int], str]) -> str:
    slipped = position.slipped_in_pence
    return f"and {words(slipped)} slipped in" if slipped else "gross, incremental"


def project_columns(shown_as: ShownAs) -> list[Column]:
    """Return the columns of the projects of a theme, a workstream or a source plan."""

    def chip(row: ProjectReport) -> Chip:
        status = row.shown_status
        return Chip(status.name, status.rag, status.shape, dimmed=not row.updated)  # type: ignore[arg-type]

    return [
        view_column("ref", "Ref", width=60),
        view_column("name", "Project", width=150, hint=lambda row: str(row.name)),
        view_column("status", "Status", read=lambda row: row.delivery_status, chip=chip, width=180),
        rag("savings_rag", "Savings", "What the savings figures come to"),
        money("target_pence", "Target £", width=86, shown_as=shown_as),
        money("forecast_pence", "Forecast £", width=86, shown_as=shown_as),
        money(
            "variance_pence",
            "Variance £",
            width=86,
            warn=lambda row: row.variance_pence < 0,
            shown_as=shown_as,
        ),
    ]


def position_cells(position: Position) -> Mapping[str, object]:
    """Return the cells of a total under the projects."""
    return {
        "target_pence": position.target_pence,
        "forecast_pence": position.forecast_pence,
        "variance_pence": position.variance_pence,
    }


_YEAR_AMOUNTS = (
    ("target_pence", "Target £", ""),
    ("slipped_in_pence", "Slip in £", "Slipped in from earlier years"),
    ("delivered_pence", "Delivered £", ""),
    ("still_forecast_pence", "Forecast remaining £", "Forecast and not delivered yet"),
    ("not_delivered_pence", "Not delivered £", "Forecast of a year that has ended, and not delivered in it"),
    ("slipped_out_pence", "Slip out £", "Slipped out to later years"),
    ("offset_in_pence", "Offset £", "By other projects"),
    ("no_plan_pence", "No plan yet £", "What nothing explains yet"),
    ("surplus_pence", "Surplus £", "Forecast above what is to find"),
)


def year_columns(shown_as: ShownAs) -> list[Column]:
    """Return the columns of the savings by year."""
    columns = [view_column("id", "Year", width=72)]
    for key, label, tooltip in _YEAR_AMOUNTS:
        columns.append(_amount(key, label, tooltip, shown_as))
    return columns


def _amount(key: str, label: str, tooltip: str, shown_as: ShownAs) -> Column:
    return view_column(
        key,
        label,
        Kind.MONEY,
        read=lambda row: getattr(row.position, key),
        warn=lambda row: key == "no_plan_pence" and row.position.no_plan_pence > 0,
        width=84,
        tooltip=tooltip,
        words=saving_words(key, shown_as),
    )


def exception_columns() -> list[Column]:
    """Return the columns of a theme's open exceptions."""
    return [
        view_column("project", "Project", read=_project, width=180, hint=_project),
        view_column("description", "Exception", width=260, hint=lambda row: str(row.description)),
        view_column("amount_pence", "£ at stake", Kind.MONEY, width=92),
        view_column(
            "overdue",
            "Overdue",
            read=lambda row: row.days_overdue or None,
            words=lambda days: number_of(days, "day"),
            warn=lambda row: row.days_overdue > 0,
            width=82,
            tooltip="How long its most overdue mitigation has been so",
        ),
        view_column("raised_period", "Raised", Kind.PERIOD, width=104),
    ]


def _project(row: ExceptionReport) -> str:
    return f"{row.project_ref} {row.project}"


def theme_columns(shown_as: ShownAs) -> list[Column]:
    """Return the columns of a programme's themes."""
    return [
        view_column("name", "Theme", width=180, hint=lambda row: str(row.name)),
        view_column("lead", "Lead", width=130, hint=lambda row: str(row.lead)),
        view_column("projects", "Projects", Kind.INTEGER, width=76),
        _amount("target_pence", "Target £", "", shown_as),
        _amount("forecast_pence", "Forecast £", "", shown_as),
        _amount("no_plan_pence", "No plan yet £", "What nothing explains yet", shown_as),
        view_column("open_exceptions", "Exceptions", Kind.INTEGER, width=88, tooltip="Open exceptions"),
    ]


def theme_of(report: Report, theme_id: str) -> ThemeReport | None:
    """Return a theme's own figures; None for a retired one that holds nothing."""
    return next((theme for theme in report.themes if theme.id == theme_id), None)


def programme_cells(report: Report) -> Mapping[str, object]:
    """Return the cells of the total under the themes."""
    position = report.savings.by_year[report.year]
    return {
        "projects": len(report.projects),
        "target_pence": position.target_pence,
        "forecast_pence": position.forecast_pence,
        "no_plan_pence": position.no_plan_pence,
        "open_exceptions": counts.open_exceptions(report),
    }
