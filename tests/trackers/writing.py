"""A portfolio written as a tracker in a drawn layout."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.trackers.columns import KINDS, RECURRENCES, Cell, Column, ColumnMaker
from tests.trackers.drawing import draw_facts
from tests.trackers.facts import Facts, Saving, Scheme
from tests.trackers.grid import Grid, csv_text, write_xlsx
from tests.trackers.layout import Layout
from tests.trackers.shown import shown

_HEAD = {"bold": True, "bg_color": "#D9E2F3", "text_wrap": True}


@dataclass
class Tracker:
    """A drawn portfolio and its layout; ``facts`` is what a right import makes of the file."""

    layout: Layout
    facts: Facts
    grids: list[Grid] = field(default_factory=list)

    def write(self, folder: Path) -> Path:
        """Write it as the layout's kind of file."""
        if self.layout.kind == "csv":
            path = folder / "Tracker.csv"
            days = {"american": "%m/%d/%Y", "words": "%d %B %Y"}.get(self.layout.dates_as, "%d/%m/%Y")
            path.write_text(csv_text(self.grids[0], days=days), encoding="utf-8-sig", newline="")
            return path
        return write_xlsx(folder / "Tracker.xlsx", self.grids)


def draw_tracker(layout: Layout) -> Tracker:
    """Draw a portfolio for a layout, leave out of it what the layout doesn't show, and lay it out."""
    rng = Random(layout.seed)
    most = 3 if layout.shape in {"sheets", "long", "merged"} else 1
    facts = shown(
        draw_facts(rng, schemes=layout.schemes, most_lines=most, step_pence=layout.step_pence), layout
    )
    tracker = Tracker(layout, facts)
    maker = TrackerMaker(layout, facts, rng)
    tracker.grids = maker.grids()
    return tracker


class TrackerMaker(ColumnMaker):
    """Lays a portfolio out."""

    def grids(self) -> list[Grid]:
        shape = self.layout.shape
        schemes = list(self.facts.schemes)
        self.rng.shuffle(schemes)
        if shape == "forms":
            grids = [self._form(scheme) for scheme in schemes]
        elif shape == "across":
            grids = [self._across(schemes)]
        elif shape == "merged":
            grids = [self._merged(schemes)]
        elif shape == "grouped":
            grids = [self._grouped(schemes)]
        elif shape == "rows":
            grids = [self._down("Projects", self._project_columns(schemes, whole=True))]
        else:
            grids = self._sheets(schemes)
        if self.layout.other_sheets and self.layout.kind == "xlsx":
            grids = [self._instructions(), *grids, self._lists()]
        return grids

    def _sheets(self, schemes: list[Scheme]) -> list[Grid]:
        has = self.has
        grids = [self._down("Projects", self._project_columns(schemes, whole=False))]
        lines = [(s, saving) for s in schemes for saving in s.savings]
        if has("savings") and lines:
            if self.layout.shape == "long":
                grids.append(self._long(lines))
            else:
                columns = self._joins([s for s, _ in lines])
                columns += self._saving_columns([saving for _, saving in lines], named=True)
                grids.append(self._down("Savings", columns))
        steps = [(s, step) for s in schemes for step in s.steps]
        if has("steps") and steps:
            columns = self._joins([s for s, _ in steps])
            columns.append(self._texts("step", [step.name for _, step in steps]))
            columns.append(self._days("baseline", [step.baseline for _, step in steps]))
            columns.append(self._days("step_forecast", [step.forecast for _, step in steps]))
            columns.append(self._days("actual", [step.actual for _, step in steps]))
            grids.append(self._down("Milestones", columns))
        found = [(s, item) for s in schemes for item in s.obstacles]
        if has("obstacles") and found:
            columns = self._joins([s for s, _ in found])
            columns.append(self._texts("exception", [item.description for _, item in found]))
            columns += self._obstacle_columns([item for _, item in found])
            grids.append(self._down("Exceptions", columns))
        if self.facts.hazards:
            grids.append(self._down("Risk register", self._hazard_columns()))
        return grids

    def _long(self, lines: Sequence[tuple[Scheme, Saving]]) -> Grid:
        rows = [
            (scheme, saving, year, measure, pence)
            for scheme, saving in lines
            for measure, of in (("Target", "targets"), ("Forecast", "forecasts"), ("Delivered", "delivered"))
            for year, pence in getattr(saving, of)
            if measure == "Target" or self.has(measure.casefold())
        ]
        columns = self._joins([row[0] for row in rows])
        columns.append(self._texts("line", [row[1].name for row in rows]))
        if self.has("kind"):
            columns.append(self._texts("kind", [KINDS[row[1].kind] for row in rows]))
        if self.has("recurrence"):
            columns.append(self._texts("recurrence", [RECURRENCES[row[1].recurrence] for row in rows]))
        labels = [self.layout.years.format(a=row[2], b=(row[2] + 1) % 100, c=row[2] % 100) for row in rows]
        columns.append(Column(("Year",), [Cell(label) for label in labels]))
        columns.append(Column(("Measure",), [Cell(row[3]) for row in rows]))
        columns.append(self._money((self._unit("Value"),), [row[4] for row in rows]))
        return self._down("Savings", columns)

    def _grid(self, name: str) -> tuple[Grid, int, int]:
        """A sheet with what stands above its table, and where the table begins."""
        layout = self.layout
        grid = Grid(f"📊 {name}" if layout.emoji else name)
        top, left = layout.top, layout.left
        if top >= 2:
            grid.put(0, left, "Adult Social Care Transformation: tracker", bold=True, font_size=14)
        if layout.control_block and top >= 6:
            for at, (label, value) in enumerate(
                (("Document owner", "PMO"), ("Version", "0.7"), ("Last updated", "30/09/2024"))
            ):
                grid.put(2 + at, left, label, bold=True)
                grid.put(2 + at, left + 1, value)
        return grid, top, left

    def _place(self, grid: Grid, columns: list[Column], top: int, left: int) -> int:
        """Write headings; return the first row below them."""
        deep = max(len(column.path) for column in columns)
        at = 0
        while at < len(columns):
            column = columns[at]
            if len(column.path) < deep:
                grid.put(top + deep - 1, left + at, column.path[-1], **_HEAD)
                at += 1
                continue
            band = at
            while (
                deep > 1
                and band + 1 < len(columns)
                and len(columns[band + 1].path) == deep
                and columns[band + 1].path[0] == column.path[0]
            ):
                band += 1
            if deep > 1:
                if self.layout.merged_band:
                    grid.merge(top, left + at, top, left + band, column.path[0], **_HEAD)
                else:
                    grid.put(top, left + at, column.path[0], **_HEAD)
            for each in range(at, band + 1):
                grid.put(top + deep - 1, left + each, columns[each].path[-1], **_HEAD)
            at = band + 1
        below = top + deep
        grid.roles.update(dict.fromkeys(range(top, below), "heading"))
        if self.layout.unit_said == "row" and any(column.money for column in columns):
            for at, column in enumerate(columns):
                if column.money:
                    grid.put(below, left + at, self.layout.unit, italic=True)
            grid.roles[below] = "heading"
            below += 1
        return below

    def _cells(self, grid: Grid, columns: list[Column], row: int, left: int, at: int) -> None:
        grid.roles[row] = "record"
        for place, column in enumerate(columns):
            cell = column.cells[at]
            grid.put(row, left + place, cell.value, **dict(cell.look))

    def _total(
        self,
        grid: Grid,
        columns: list[Column],
        row: int,
        left: int,
        lines: Sequence[tuple[int, int]],
        word: str,
    ) -> None:
        """A totals row over lines, each the sheet's row and the place in the columns."""
        said = False
        grid.roles[row] = "total"
        for place, column in enumerate(columns):
            if column.money:
                numbers = [
                    column.cells[at].value or 0 for row_, at in lines if (row_, left + place) in grid.cells
                ]
                value = round(sum(n for n in numbers if isinstance(n, (int, float))), 6)
                letter = _letters(left + place)
                formula = f"=SUM({letter}{lines[0][0] + 1}:{letter}{lines[-1][0] + 1})"
                grid.put(
                    row,
                    left + place,
                    value,
                    formula if self.layout.totals == "formula" else "",
                    **{"bold": True, **dict(column.cells[lines[0][1]].look)},
                )
            elif not said and place < 2:
                grid.put(row, left + place, word, bold=True)
                said = True

    def _after(self, grid: Grid, columns: list[Column], row: int, left: int) -> None:
        """Numbered rows of the template, and notes."""
        if self.layout.notes:
            grid.put(row + 1, left, "Note: figures are provisional until the quarter closes.", italic=True)
            grid.put(row + 2, left, "* RAG is the project lead’s own view.", italic=True)
        if self.layout.hidden_column:
            grid.hidden_columns += [left + at for at, c in enumerate(columns) if c.path == ("Sort key",)]

    def _down(self, name: str, columns: list[Column]) -> Grid:
        grid, top, left = self._grid(name)
        row = self._place(grid, columns, top, left)
        count = len(columns[0].cells)
        lines = []
        for at in range(count):
            self._cells(grid, columns, row, left, at)
            lines.append((row, at))
            row += 1
        if name == "Projects":
            row = self._blank_rows(grid, row, left)
        if self.layout.totals != "none" and any(column.money for column in columns):
            self._total(grid, columns, row, left, lines, "Total")
            row += 1
        self._after(grid, columns, row, left)
        return grid

    def _blank_rows(self, grid: Grid, row: int, left: int) -> int:
        for number in range(self.layout.blanks):
            grid.put(row, left, f"XX-{number + 90}")
            grid.roles[row] = "blank"
            row += 1
        return row

    def _grouped(self, schemes: list[Scheme]) -> Grid:
        schemes = sorted(schemes, key=lambda scheme: scheme.theme)
        columns = self._project_columns(schemes, whole=True)
        grid, top, left = self._grid("Projects")
        row = self._place(grid, columns, top, left)
        has_money = any(column.money for column in columns)
        at = 0
        for theme in dict.fromkeys(scheme.theme for scheme in schemes):
            words = f"▶ {theme}" if self.layout.emoji else theme
            grid.roles[row] = "group"
            if self.layout.merged_band:
                grid.merge(row, left, row, left + len(columns) - 1, words, bold=True, bg_color="#E2EFDA")
            else:
                grid.put(row, left, words, bold=True)
            row += 1
            lines = []
            while at < len(schemes) and schemes[at].theme == theme:
                self._cells(grid, columns, row, left, at)
                lines.append((row, at))
                row += 1
                at += 1
            if self.layout.totals != "none" and has_money:
                self._total(grid, columns, row, left, lines, f"Subtotal {theme}")
                row += 1
        self._after(grid, columns, row, left)
        return grid

    def _merged(self, schemes: list[Scheme]) -> Grid:
        """Several lines of savings to a project, whose own cells are merged down over them."""
        of_lines = [(s, saving) for s in schemes for saving in (s.savings or (None,))]
        columns = self._project_columns([s for s, _ in of_lines], whole=True)
        if self.has("savings"):
            columns += self._saving_columns([saving for _, saving in of_lines], named=True)
        grid, top, left = self._grid("Projects")
        first = row = self._place(grid, columns, top, left)
        lines = []
        for at, (scheme, _) in enumerate(of_lines):
            grid.roles[row] = "record"
            begins = at == 0 or of_lines[at - 1][0] is not scheme
            span = sum(other is scheme for other, _ in of_lines)
            for place, column in enumerate(columns):
                cell = column.cells[at]
                if not column.of_project:
                    grid.put(row, left + place, cell.value, **dict(cell.look))
                elif begins and (cell.value is not None or cell.look):
                    grid.merge(row, left + place, row + span - 1, left + place, cell.value, **dict(cell.look))
            lines.append((row, at))
            row += 1
        if self.layout.totals != "none" and self.has("savings"):
            self._total(grid, columns, row, left, lines, "Total")
            row += 1
        self._after(grid, columns, row, left)
        assert first < row
        return grid

    def _across(self, schemes: list[Scheme]) -> Grid:
        columns = self._project_columns(schemes, whole=True)
        grid, top, left = self._grid("Projects")
        for place, column in enumerate(columns):
            grid.put(top + place, left, " ".join(column.path), bold=True)
            for at, cell in enumerate(column.cells):
                grid.put(top + place, left + 1 + at, cell.value, **dict(cell.look))
        return grid

    def _form(self, scheme: Scheme) -> Grid:
        columns = self._project_columns([scheme], whole=True)
        grid, top, left = self._grid(scheme.ref.replace("/", " "))
        for place, column in enumerate(columns):
            grid.put(top + place, left, " ".join(column.path), bold=True)
            cell = column.cells[0]
            grid.put(top + place, left + 1, cell.value, **dict(cell.look))
        return grid

    def _instructions(self) -> Grid:
        grid = Grid("📖 How to use" if self.layout.emoji else "Instructions")
        grid.rows(0, 1, [["How to use this tracker"], [None], ["Update your rows by the 5th of each month."],
                         ["Do not insert columns."]])  # fmt: skip
        return grid

    def _lists(self) -> Grid:
        grid = Grid("Lists", hidden=True)
        grid.rows(0, 0, [["Status", "RAG"], ["On target", "G"], ["At risk", "R"], ["Not started", "N"]])
        return grid


def _letters(column: int) -> str:
    return (
        chr(ord("A") + column)
        if column < 26
        else chr(ord("A") + column // 26 - 1) + chr(ord("A") + column % 26)
    )
