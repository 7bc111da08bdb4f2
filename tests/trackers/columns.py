"""The columns of a tracker: each with its headings, and what each of its cells says and looks like."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from tests.trackers.facts import Facts, Obstacle, Saving, Scheme
from tests.trackers.grid import Content
from tests.trackers.layout import Layout
from tests.trackers.shown import shows

RAG_OF = {
    "Not started": ("Grey", "A6A6A6", "⚪"),
    "On target": ("Green", "00B050", "🟢"),
    "Experiencing obstacles": ("Amber", "FFC000", "🟠"),
    "At risk": ("Red", "FF0000", "🔴"),
    "Compromised": ("Red", "C00000", "🔴"),
    "Closed or completed": ("Blue", "0070C0", "🔵"),
}
LETTER_OF = {"Not started": "N", "On target": "G", "Experiencing obstacles": "A", "At risk": "R", "Compromised": "C",
             "Closed or completed": "B"}  # fmt: skip
KINDS = {"cashable": "Cashable", "avoidance": "Cost avoidance", "income": "Income"}
RECURRENCES = {"recurring": "Recurring", "one_off": "One-off"}
_TEXTS = ("lead", "sponsor", "description", "plan", "narrative")
_PER_POUND = {"£": 1, "£000": 1_000, "£m": 1_000_000}


@dataclass(frozen=True)
class Cell:
    """What a column says in a row: its content, and how it looks."""

    value: Content = None
    look: tuple[tuple[str, object], ...] = ()


@dataclass
class Column:
    """A column to be written: its heading paths, and its cell in each row."""

    path: tuple[str, ...]
    cells: list[Cell]
    money: bool = False
    of_project: bool = False


class ColumnMaker:
    """Makes the columns of a portfolio in a layout."""

    def __init__(self, layout: Layout, facts: Facts, rng: Random) -> None:
        self.layout, self.facts, self.rng = layout, facts, rng
        self.has = shows(layout)

    def _word(self, key: str) -> str:
        word = self.layout.words[key]
        word = word.upper() if self.layout.capitals else word
        return f"📌 {word}" if self.layout.emoji and len(word) % 2 else word

    def _texts(self, key: str, values: Sequence[Content], *, of_project: bool = False) -> Column:
        return Column((self._word(key),), [Cell(value or None) for value in values], of_project=of_project)

    def _days(self, key: str, values: Sequence[str], *, of_project: bool = False) -> Column:
        cells = [self._day(value) for value in values]
        if self.layout.dates_as == "american" and not any(value and int(value[8:]) > 12 for value in values):
            cells = [
                Cell(date.fromisoformat(value)) if value and self.layout.kind == "xlsx" else self._words_of(value)
                for value in values
            ]  # fmt: skip
        if self.layout.tbc:
            cells = [
                cell if cell.value is not None or self.rng.random() < 0.5 else Cell("TBC") for cell in cells
            ]
        return Column((self._word(key),), cells, of_project=of_project)

    def _words_of(self, value: str) -> Cell:
        return Cell(f"{date.fromisoformat(value):%d %B %Y}") if value else Cell()

    def _day(self, value: str) -> Cell:
        if not value:
            return Cell()
        day = date.fromisoformat(value)
        if self.layout.dates_as == "cells" and self.layout.kind == "xlsx":
            return Cell(day, (("num_format", self.layout.date_format),))
        form = {"american": "%m/%d/%Y", "words": "%d %B %Y"}.get(self.layout.dates_as, "%d/%m/%Y")
        return Cell(day.strftime(form))

    def _status(self, name: str) -> Cell:
        if not name:
            return Cell()
        colour, fill, emoji = RAG_OF[name]
        as_ = self.layout.status_as
        if as_ == "fill" and self.layout.kind == "xlsx":
            return Cell(None, (("bg_color", f"#{fill}"),))
        if as_ == "emoji":
            return Cell(f"{emoji} {name}")
        if as_ == "letter":
            return Cell(LETTER_OF[name])
        return Cell(colour if as_ in {"colour", "fill"} else name)

    def _money(self, path: tuple[str, ...], values: Sequence[int | None]) -> Column:
        layout = self.layout
        if layout.unit_said == "format":
            look = {"£": "£#,##0.00", "£000": '£#,##0.0,"k"', "£m": '£0.000,,"m"'}[layout.unit]
            return Column(
                path,
                [
                    Cell(None if value is None else value / 100, (("num_format", look),))
                    for value in values
                ],
                money=True,
            )  # fmt: skip
        per = _PER_POUND[layout.unit] * 100
        return Column(path, [Cell(None if value is None else value / per) for value in values], money=True)

    def _unit(self, heading: str) -> str:
        layout = self.layout
        if layout.unit_said != "heading" or (layout.unit == "£" and layout.seed % 2):
            return heading
        return f"{heading} ({layout.unit})" if layout.seed % 3 else f"{heading} {layout.unit}"

    def _year_columns(self, savings: Sequence[Saving | None]) -> list[Column]:
        measures = [key for key in ("target", "forecast", "delivered") if key == "target" or self.has(key)]
        years = range(2024, 2028)
        columns = []
        outer_is_year = bool(self.layout.seed % 2) or len(measures) == 1
        pairs = (
            [(year, measure) for year in years for measure in measures]
            if outer_is_year
            else [(year, measure) for measure in measures for year in years]
        )
        for year, measure in pairs:
            label = self.layout.years.format(a=year, b=(year + 1) % 100, c=year % 100)
            word = self._word(measure)
            of = {"target": "targets", "forecast": "forecasts", "delivered": "delivered"}[measure]
            values = [dict(getattr(saving, of)).get(year) if saving else None for saving in savings]
            if len(measures) == 1:
                bare = self.layout.seed % 5 == 0
                path: tuple[str, ...] = (self._unit(label if bare else f"{label} {word}"),)
            elif self.layout.two_rows:
                path = (label, self._unit(word)) if outer_is_year else (word, self._unit(label))
            else:
                path = (self._unit(f"{label} {word}" if self.layout.seed % 4 else f"{word} {label}"),)
            columns.append(self._money(path, values))
        return columns

    def _project_columns(self, schemes: Sequence[Scheme], *, whole: bool) -> list[Column]:
        """The columns of projects; ``whole`` with what is one to a project."""
        has, texts = self.has, self._texts
        first = [
            texts("ref", [s.ref for s in schemes], of_project=True),
            texts("name", [s.name for s in schemes], of_project=True),
        ]
        rest: list[Column] = []
        if has("theme") and self.layout.shape != "grouped":
            rest.append(texts("theme", [s.theme for s in schemes], of_project=True))
        rest += [
            texts(key, [getattr(s, key) for s in schemes], of_project=True) for key in _TEXTS if has(key)
        ]
        rest += [
            self._days(key, [getattr(s, key) for s in schemes], of_project=True)
            for key in ("start", "end")
            if has(key)
        ]
        if has("status"):
            rest.append(
                Column((self._word("status"),), [self._status(s.status) for s in schemes], of_project=True)
            )
        if self.layout.hidden_column:
            rest.append(Column(("Sort key",), [Cell(n * 10) for n, _ in enumerate(schemes)], of_project=True))
        if whole:
            rest += self._companions(schemes)
        if self.layout.shuffled:
            self.rng.shuffle(rest)
        if whole and has("savings") and self.layout.shape != "merged":
            rest += self._saving_columns([s.savings[0] if s.savings else None for s in schemes])
        return first + rest

    def _companions(self, schemes: Sequence[Scheme]) -> list[Column]:
        has = self.has
        steps = [s.steps[0] if s.steps else None for s in schemes]
        columns: list[Column] = []
        if has("steps"):
            columns.append(self._texts("step", [s.name if s else "" for s in steps], of_project=True))
            for key, name in (("baseline", "Milestone baseline date"), ("forecast", "Milestone forecast date"),
                              ("actual", "Milestone actual date")):  # fmt: skip
                column = self._days(
                    "baseline", [getattr(s, key) if s else "" for s in steps], of_project=True
                )
                columns.append(replace(column, path=(name,)))
        if has("obstacles"):
            found = [s.obstacles[0] if s.obstacles else None for s in schemes]
            columns.append(
                self._texts("exception", [o.description if o else "" for o in found], of_project=True)
            )
            columns += self._obstacle_columns(found)
        return columns

    def _obstacle_columns(self, found: Sequence[Obstacle | None]) -> list[Column]:
        columns = []
        if self.has("amount"):
            amounts = [o.amount if o and o.amount >= 0 else None for o in found]
            column = self._money((self._unit(self._word("amount")),), amounts)
            columns.append(replace(column, of_project=True))
        if self.has("actions"):
            columns.append(
                self._texts(
                    "actions", [self._bullets(o.actions) if o else "" for o in found], of_project=True
                )
            )
        return columns

    def _bullets(self, actions: Sequence[str]) -> str:
        if len(actions) == 1:
            return actions[0]
        mark = {"lines": "", "dots": "• ", "dashes": "- "}
        return "\n".join(
            f"{number}. {text}" if self.layout.bullets == "numbers" else f"{mark[self.layout.bullets]}{text}"
            for number, text in enumerate(actions, 1)
        )

    def _saving_columns(self, savings: Sequence[Saving | None], *, named: bool = False) -> list[Column]:
        columns: list[Column] = []
        if named:
            columns.append(self._texts("line", [s.name if s else "" for s in savings]))
        if self.has("kind"):
            columns.append(self._texts("kind", [KINDS[s.kind] if s else "" for s in savings]))
        if self.has("recurrence"):
            columns.append(
                self._texts("recurrence", [RECURRENCES[s.recurrence] if s else "" for s in savings])
            )
        return columns + self._year_columns(savings)

    def _joins(self, schemes: Sequence[Scheme]) -> list[Column]:
        by = self.layout.joined_by
        columns = []
        if by in {"both", "ref"}:
            columns.append(Column(("Project ref",), [Cell(s.ref) for s in schemes]))
        if by in {"both", "name"}:
            columns.append(Column(("Project",), [Cell(s.name) for s in schemes]))
        return columns

    def _hazard_columns(self) -> list[Column]:
        hazards = self.facts.hazards
        columns = [
            self._texts("risk_ref", [h.ref for h in hazards]),
            self._texts("risk", [h.description for h in hazards]),
            self._texts("owner", [h.owner for h in hazards]),
            Column(("Project ref",), [Cell(h.project or None) for h in hazards]),
            self._texts("likelihood", [h.likelihood for h in hazards]),
            self._texts("impact", [h.impact for h in hazards]),
            Column(("Risk score",), [Cell(h.likelihood * h.impact) for h in hazards]),
        ]
        if self.has("actions"):
            columns.append(self._texts("actions", [self._bullets(h.actions) for h in hazards]))
        return columns
