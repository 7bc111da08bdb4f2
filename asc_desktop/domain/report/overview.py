"""The overview of a report: what it says in sentences, by programme or theme, project by project, and what moved.

Worked out from the report, and from what the last boards of its programmes were told. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.report.joined import THE_LAST_BOARDS
from asc_desktop.domain.report.model import ProjectReport, Report, ThemeReport
from asc_desktop.domain.report.overview_risk import at_risk_section, kind_section
from asc_desktop.domain.report.overview_words import headline_of, sentences_of
from asc_desktop.domain.report.views_overview import (
    BoardProjectState,
    BoardState,
    GroupOverview,
    MovedReport,
    Overview,
)
from asc_desktop.domain.rules.position import Position, total
from asc_desktop.domain.rules.status import RANK

_EFFECTS: Final = {"worse": "Worse", "better": "Better", "neutral": "Neither"}
_ORDER: Final = tuple(_EFFECTS)


class ToldBoard(Struct, frozen=True):
    """What a programme's last board was told; ``name`` is the snapshot's."""

    programme_id: str
    name: str
    state: BoardState


def overview_of(report: Report, boards: Sequence[ToldBoard] = (), theme_id: str | None = None) -> Overview:
    """Return the overview of a report, of one theme where ``theme_id`` is the report's.

    ``boards`` are what the last board of each programme was told, those that have received nothing left out.
    """
    told = {board.programme_id: board for board in boards}
    known = frozenset(row.id for board in boards for row in board.state.attention)
    compared = frozenset(project.id for project in report.projects if project.programme_id in told)
    of_all = all(programme.id in told for programme in report.programmes_in_scope)
    level = "programme" if report.has_several and theme_id is None else "theme"
    groups = _programmes(report, told) if level == "programme" else _themes(report, told)
    # What has no plan is the worst of all, and a red status next.
    groups.sort(key=lambda group: (-group.no_plan_pence, -len(group.red), -len(group.amber)))
    moved = tuple(_moved(report, told))
    found = Overview(
        headline=headline_of(report),
        sentences=(),
        since=_since(boards),
        level=level,
        groups=tuple(groups),
        total=_total(report, groups),
        at_risk=at_risk_section(report, known, compared),
        kinds=kind_section(report, known, compared=of_all and bool(boards)),
        moved=moved,
    )
    return replace(found, sentences=tuple(sentences_of(found, report)))


def _since(boards: Sequence[ToldBoard]) -> str:
    if not boards:
        return ""
    return f"the board of {boards[0].state.period_label}" if len(boards) == 1 else THE_LAST_BOARDS


def _programmes(report: Report, told: Mapping[str, ToldBoard]) -> list[GroupOverview]:
    found = []
    for programme in report.programmes_in_scope:
        position = total(theme.position for theme in report.themes if theme.programme_id == programme.id)
        board = told.get(programme.id)
        before = board.state.savings.by_year.get(report.year) if board else None
        found.append(
            _group(
                report,
                (programme.id, programme.name, programme.lead),
                [project for project in report.projects if project.programme_id == programme.id],
                position,
                position.forecast_pence - before.forecast_pence if before is not None else None,
                board.name if board else "",
                programme.id,
            )
        )
    return found


def _themes(report: Report, told: Mapping[str, ToldBoard]) -> list[GroupOverview]:
    found = []
    for theme in report.themes:
        board = told.get(theme.programme_id)
        found.append(
            _group(
                report,
                (theme.id, theme.name, theme.lead),
                [project for project in report.projects if project.theme_id == theme.id],
                theme.position,
                _theme_change(report, theme, board),
                board.name if board else "",
                theme.programme_id,
            )
        )
    return found


def _theme_change(report: Report, theme: ThemeReport, board: ToldBoard | None) -> int | None:
    """Return by how much a theme's forecast differs from what its board was told; None where that is not known."""
    if board is None or board.state.year != report.year:
        return None
    before = next((item.position.forecast_pence for item in board.state.themes if item.id == theme.id), 0)
    return theme.position.forecast_pence - before


def _group(
    report: Report,
    named: tuple[str, str, str],
    projects: Sequence[ProjectReport],
    position: Position,
    change: int | None,
    last_board: str,
    programme_id: str,
) -> GroupOverview:
    live = [project for project in projects if not project.is_closed]
    meeting = min(
        (item for item in report.boards if item.programme_id == programme_id and item.next_meeting),
        key=lambda item: item.next_meeting or "",
        default=None,
    )

    def of_rag(*rags: str) -> tuple[str, ...]:
        return tuple(project.id for project in live if project.delivery_rag in rags)

    return GroupOverview(
        *named,
        live=len(live),
        closed=len(projects) - len(live),
        red=of_rag("red"),
        amber=of_rag("amber"),
        green=of_rag("green"),
        other=of_rag("grey", "blue"),
        target_pence=position.target_pence,
        forecast_pence=position.forecast_pence,
        no_plan_pence=position.no_plan_pence,
        surplus_pence=position.surplus_pence,
        change_pence=change,
        last_board=last_board,
        next_board=meeting.next_meeting if meeting else None,
        next_board_name=meeting.name if meeting else "",
    )


def _total(report: Report, groups: Sequence[GroupOverview]) -> GroupOverview:
    """Return the line of all groups together; its change is that of the groups whose change is known."""
    changes = [group.change_pence for group in groups if group.change_pence is not None]
    return _group(
        report,
        ("", "Total", ""),
        report.projects,
        report.savings.by_year[report.year],
        sum(changes) if changes else None,
        "",
        "",
    )


def _moved(report: Report, told: Mapping[str, ToldBoard]) -> Iterator[MovedReport]:
    """Yield what moved of each project since its board, the worst first."""
    before = {item.id: item for board in told.values() for item in board.state.projects}
    of_year = {key for key, board in told.items() if board.state.year == report.year}
    order = {status.id: at for at, status in enumerate(report.status_scheme)}
    rows = []
    for project in report.projects:
        if project.programme_id not in told:
            continue
        was = before.get(project.id)
        pence = None
        if was is not None and project.programme_id in of_year:
            pence = project.forecast_pence - was.forecast_pence
        row = _moved_row(project, was, pence, order)
        if row is not None:
            rows.append(row)
    yield from sorted(rows, key=lambda row: (_ORDER.index(row.effect), -abs(row.pence or 0), row.ref, row.id))


def _moved_row(
    project: ProjectReport, was: BoardProjectState | None, pence: int | None, order: Mapping[str, int]
) -> MovedReport | None:
    after = project.status.name if project.status else "Not reported"
    if was is None:
        before, effect = "New project", "neutral"
    else:
        before = was.status.name if was.status else "Not reported"
        step = _badness(project, order) - _badness(was, order)
        if before == after and not pence:
            return None
        effect = _effect(step, pence or 0)
    return MovedReport(
        id=project.id,
        ref=project.ref,
        name=project.name,
        programme=project.programme,
        before=before,
        after=after,
        pence=pence,
        effect=effect,
        effect_label=_EFFECTS[effect],
    )


def _effect(step: int, pence: int) -> str:
    """Return whether a project is worse: by its status or by its forecast, whatever the other did."""
    if step > 0 or pence < 0:
        return "worse"
    return "better" if step < 0 or pence > 0 else "neutral"


def _badness(project: ProjectReport | BoardProjectState, order: Mapping[str, int]) -> int:
    """Return how bad a project's status is: by its colour, within one by the scheme, which goes from better to worse.

    A status that closes is the best, and one that is not there yet as good as green.
    """
    status = project.status
    if status is None:
        return 0
    return 0 if status.closed else RANK[status.rag] * len(order) + order.get(status.id, 0)
