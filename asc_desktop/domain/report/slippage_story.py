"""How targets and forecasts moved from board to board: how many savings slipped, by how much, and when.

A board is a frozen report, or the report as it now stands, which comes last. A forecast *falls* at a board that was
told less for a year than the board before; a line that is not in a report has no figure there. Amounts are in pence.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

from asc_desktop.domain.dates import year_label
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.delivery import SavingsTarget
from asc_desktop.domain.report.model import LineReport, Report, StatusCount, StatusCounts, StatusView
from asc_desktop.domain.words import number_of

LEVELS: Final = (
    ("line", "Lines"),
    ("project", "Projects"),
    ("theme", "Themes"),
    ("programme", "All savings"),
)
"""What a story may be of."""


MOST_BOARDS: Final = 60
"""How many boards back charts and stories go: five years of months."""


class BoardYear(Struct, frozen=True):
    """What a board was told of a line in a year."""

    target_pence: int
    forecast_pence: int
    delivered_pence: int
    slipped_out_pence: int
    to_find_pence: int


class BoardLine(Struct, frozen=True):
    """What a board was told of a line."""

    id: str
    name: str
    project_id: str
    project_ref: str
    project: str
    theme: str
    counts_in: str
    in_scope: bool
    years: Mapping[str, BoardYear]


class BoardLines(Struct, frozen=True):
    """The savings of a board's report."""

    lines: tuple[BoardLine, ...]


class BoardProject(Struct, frozen=True):
    """What a board was told of a project."""

    id: str
    status: StatusView | None


class ReceivedReport(Struct, frozen=True):
    """As much of a frozen report as charts and stories over many boards tell of: a small part of it."""

    period: str
    period_label: str
    status_scheme: tuple[StatusView, ...]
    projects: tuple[BoardProject, ...]
    savings: BoardLines


class Board(Struct, frozen=True):
    """What a board received: the snapshot's id, or empty for the report as it stands, its name and its report."""

    id: str
    name: str
    report: ReceivedReport | Report


class StoryPoint(Struct, frozen=True):
    """What a board was told of a year: the approved target, the forecast, and what had slipped to later years."""

    target_pence: int
    forecast_pence: int
    delivered_pence: int
    slipped_out_pence: int


class StoryRow(Struct, frozen=True):
    """A line, project, theme or the whole programme in one year, from its first target to the last board.

    ``points`` stand in the order of the boards, None where the board was told nothing of it. ``target_change_pence`` is
    the last approved target less the first one set; ``forecast_change_pence`` the last forecast less the first board's.
    ``falls`` counts the boards at which the forecast fell, ``fell_pence`` is by how much together; ``first_fall`` and
    ``last_fall`` name the first and the last of them.
    """

    id: str
    level: str
    subject_id: str
    name: str
    project_id: str
    project_ref: str
    project: str
    theme: str
    year: str
    original_pence: int
    points: tuple[StoryPoint | None, ...]
    target_pence: int
    target_change_pence: int
    first_forecast_pence: int
    forecast_pence: int
    forecast_change_pence: int
    slipped_out_pence: int
    falls: int
    fell_pence: int
    first_fall: str
    last_fall: str


class BoardFall(Struct, frozen=True):
    """At one board: how many lines were forecast at less than before for some year, and by how much together.

    ``slipped_out_pence`` is what had slipped to later years by then, over all years; ``slipped_lines`` how many lines.
    """

    id: str
    name: str
    period_label: str
    lines: int
    fell_pence: int
    slipped_lines: int
    slipped_out_pence: int


class SlippageStory(Struct, frozen=True):
    """The boards in order, every row that has a figure, and what fell at each board; ``sentence`` sums it up."""

    boards: tuple[str, ...]
    years: tuple[str, ...]
    rows: tuple[StoryRow, ...]
    falls: tuple[BoardFall, ...]
    sentence: str


def first_targets(targets: Iterable[SavingsTarget]) -> dict[tuple[str, str], int]:
    """Return the first targets by line and year label, in pence."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for target in targets:
        found[target.line_id, year_label(target.year)] += target.target_pence
    return dict(found)


def slippage_story(boards: Sequence[Board], originals: Mapping[tuple[str, str], int]) -> SlippageStory:
    """Return the story of every line, project, theme and year over these boards, in their order.

    ``originals`` are the first targets; a line without one began with the target of the first board that had it.
    """
    told = [_Told(board) for board in boards]
    lines: dict[tuple[str, str], BoardLine | LineReport] = {}
    for board in told:
        lines |= board.lines
    rows = [
        _line_row(key, line, told, originals)
        for key, line in lines.items()
        if any(board.points.get(key) for board in told)
    ]
    names = tuple(board.name for board in boards)
    every = [*rows, *_sums(rows, names)]
    every.sort(
        key=lambda row: (
            -row.fell_pence,
            row.forecast_change_pence,
            row.project_ref,
            row.name,
            row.year,
            row.id,
        )
    )
    return SlippageStory(
        boards=names,
        years=tuple(sorted({row.year for row in rows})),
        rows=tuple(every),
        falls=tuple(_falls(rows, boards)),
        sentence=_sentence(rows, boards),
    )


def status_over_boards(boards: Sequence[Board]) -> tuple[StatusCounts, ...]:
    """Return each board's projects by delivery status, in the order of the last board's scheme."""
    scheme: dict[str, StatusView] = {}
    for board in reversed(boards):
        for status in board.report.status_scheme:
            scheme.setdefault(status.id, status)
    return tuple(
        StatusCounts(
            board.id or "now",
            board.name,
            tuple(
                StatusCount(status, len(found), found)
                for status in scheme.values()
                for found in [
                    tuple(
                        project.id
                        for project in board.report.projects
                        if project.status and project.status.id == status.id
                    )
                ]
            ),
        )
        for board in boards
    )


class _Told:
    """What one board was told, by line and year; nothing of lines that count elsewhere, nor of empty years."""

    def __init__(self, board: Board) -> None:
        self.name = board.name
        self.lines: dict[tuple[str, str], BoardLine | LineReport] = {}
        self.points: dict[tuple[str, str], StoryPoint] = {}
        for line in board.report.savings.lines:
            if not line.in_scope:
                continue
            for year, position in line.years.items():
                self.lines[line.id, year] = line
                if position.target_pence or position.forecast_pence or position.to_find_pence:
                    self.points[line.id, year] = StoryPoint(
                        position.target_pence,
                        position.forecast_pence,
                        position.delivered_pence,
                        position.slipped_out_pence,
                    )
        self.held = {line_id for line_id, _ in self.lines}

    def point(self, key: tuple[str, str]) -> StoryPoint | None:
        """Return what was told of a line's year: nothing at all where the line was not there."""
        return self.points.get(key) or (_NIL if key[0] in self.held else None)


_NIL = StoryPoint(0, 0, 0, 0)


def _line_row(
    key: tuple[str, str],
    line: BoardLine | LineReport,
    told: Sequence[_Told],
    originals: Mapping[tuple[str, str], int],
) -> StoryRow:
    points = tuple(board.point(key) for board in told)
    first = next(point for point in points if point)
    subject = _Subject(
        "line",
        line.id,
        line.name,
        line.project_id,
        line.project_ref,
        line.project,
        line.counts_in or line.theme,
    )
    return _row(
        subject, key[1], originals.get(key, first.target_pence), points, [board.name for board in told]
    )


class _Subject(Struct, frozen=True):
    """What a row is of."""

    level: str
    id: str
    name: str
    project_id: str = ""
    project_ref: str = ""
    project: str = ""
    theme: str = ""


def _row(
    subject: _Subject,
    year: str,
    original: int,
    points: tuple[StoryPoint | None, ...],
    boards: Sequence[str],
) -> StoryRow:
    held = [(name, point) for name, point in zip(boards, points, strict=True) if point]
    falls = [
        (name, was.forecast_pence - now.forecast_pence)
        for (_, was), (name, now) in pairwise(held)
        if now.forecast_pence < was.forecast_pence
    ]
    first, last = held[0][1], held[-1][1]
    return StoryRow(
        id=f"{subject.level}:{subject.id}:{year}",
        level=subject.level,
        subject_id=subject.id,
        name=subject.name,
        project_id=subject.project_id,
        project_ref=subject.project_ref,
        project=subject.project,
        theme=subject.theme,
        year=year,
        original_pence=original,
        points=points,
        target_pence=last.target_pence,
        target_change_pence=last.target_pence - original,
        first_forecast_pence=first.forecast_pence,
        forecast_pence=last.forecast_pence,
        forecast_change_pence=last.forecast_pence - first.forecast_pence,
        slipped_out_pence=last.slipped_out_pence,
        falls=len(falls),
        fell_pence=sum(pence for _, pence in falls),
        first_fall=falls[0][0] if falls else "",
        last_fall=falls[-1][0] if falls else "",
    )


def _sums(lines: Sequence[StoryRow], boards: Sequence[str]) -> Iterator[StoryRow]:
    """Yield the rows of each project, each theme and all savings, by year: the lines' own, added up."""
    groups: dict[tuple[_Subject, str], list[StoryRow]] = defaultdict(list)
    for row in lines:
        own = (row.project_id, row.project_ref, row.project, row.theme)
        for subject in (
            _Subject("project", row.project_id, row.project, *own),
            _Subject("theme", row.theme, row.theme, theme=row.theme),
            _Subject("programme", "", "All savings"),
        ):
            groups[subject, row.year].append(row)
    for (subject, year), members in groups.items():
        points = tuple(_added([row.points[place] for row in members]) for place in range(len(boards)))
        yield _row(subject, year, sum(row.original_pence for row in members), points, boards)


def _added(points: Iterable[StoryPoint | None]) -> StoryPoint | None:
    held = [point for point in points if point]
    if not held:
        return None
    return StoryPoint(
        sum(point.target_pence for point in held),
        sum(point.forecast_pence for point in held),
        sum(point.delivered_pence for point in held),
        sum(point.slipped_out_pence for point in held),
    )


def _falls(lines: Sequence[StoryRow], boards: Sequence[Board]) -> Iterator[BoardFall]:
    latest: dict[str, StoryPoint] = {}
    for place, board in enumerate(boards):
        fell: Counter[str] = Counter()
        slipped: Counter[str] = Counter()
        for row in lines:
            now = row.points[place]
            if now is None:
                continue
            was = latest.get(row.id)
            if was and now.forecast_pence < was.forecast_pence:
                fell[row.subject_id] += was.forecast_pence - now.forecast_pence
            if now.slipped_out_pence:
                slipped[row.subject_id] += now.slipped_out_pence
            latest[row.id] = now
        yield BoardFall(
            id=board.id or "now",
            name=board.name,
            period_label=board.report.period_label,
            lines=len(fell),
            fell_pence=fell.total(),
            slipped_lines=len(slipped),
            slipped_out_pence=slipped.total(),
        )


def _forecast_at(lines: Sequence[StoryRow], place: int) -> int:
    """Return the forecast of every line and year that one of the boards was told, in pence."""
    return sum(point.forecast_pence for row in lines if (point := row.points[place]))


def _sentence(lines: Sequence[StoryRow], boards: Sequence[Board]) -> str:
    if len(boards) < 2:  # noqa: PLR2004 - a first board has none before it to compare with
        return "There is one report only, so nothing can have moved yet."
    fell = {row.subject_id for row in lines if row.falls}
    since = f"since {boards[0].name}"
    if not fell:
        return f"No forecast has fallen {since}."
    count = number_of(len(fell), "saving")
    pence = sum(row.fell_pence for row in lines)
    first, last = _forecast_at(lines, 0), _forecast_at(lines, -1)
    change = abs(last - first)
    net = f"{format_pounds(change)} {'higher' if last > first else 'lower'} than" if change else "the same as"
    return (
        f"The forecast of {count} has fallen at some board {since}: falls of {format_pounds(pence)} over all years. "
        f"With rises and new savings, the whole forecast is now {net} at {boards[0].name}: {format_pounds(last)}."
    )
