"""Disclosure by subtraction: totals of a public report that, less what is shown of them, leave one exempt figure.

A public report keeps its totals true. Where exactly one marked record is left out of what a total is made of, anyone
can take the rows shown from the total and read that record's figure; where two or more are, only their sum. Lines that
one marked project carries count as one. The warnings follow from the report alone, and name the exempt record: they
are for the officer who publishes, never for the pack.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.report.model import LineReport, Report
from asc_desktop.domain.report.views_publication import DisclosureWarning
from asc_desktop.domain.rules.budget import BudgetFigures
from asc_desktop.domain.rules.position import Position, total

ALL_SAVINGS = "All savings"


def disclosure_warnings(report: Report) -> tuple[DisclosureWarning, ...]:
    """Return each total that would tell one exempt record's figure, the totals in the order of a report."""
    if not report.exempt:
        return ()
    search = _Search(report)
    return tuple(
        warning
        for found in (
            search.savings(),
            search.project_totals(),
            search.statuses(),
            search.budget(),
            search.funding(),
            search.decisions(),
            search.risks(),
            search.control_totals(),
        )
        for warning in found
    )


class _Part(Struct, frozen=True):
    """One row of what a total is made of, and the amount that it adds; None where it adds something not in pounds."""

    id: str
    pence: int | None
    years: tuple[str, ...] = ()


class _Search:
    """The totals of one report."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._exempt = report.exempt

    def savings(self) -> Iterator[DisclosureWarning]:
        """Yield the totals of savings: of all, of a theme and of a source plan."""
        counted = [line for line in self._report.savings.lines if line.in_scope]
        yield from self._by_year("all", ALL_SAVINGS, "Savings of all lines", counted, "")
        groups: tuple[tuple[str, str, Callable[[LineReport], str]], ...] = (
            ("theme", "theme", lambda line: line.counts_in),
            ("source_plan", "source plan", lambda line: line.source_plan),
        )
        for kind, words, key in groups:
            held: dict[str, list[LineReport]] = defaultdict(list)
            for line in counted:
                held[key(line)].append(line)
            for label, lines in held.items():
                others = [name for name in held if name != label]
                merge = f"Publish “{label}” and “{others[0]}” as one figure" if others else ""
                yield from self._by_year(kind, label, f"Savings of the {words} “{label}”", lines, merge)

    def project_totals(self) -> Iterator[DisclosureWarning]:
        """Yield the projects that are shown, with an exempt line."""
        held: dict[str, list[LineReport]] = defaultdict(list)
        for line in self._report.savings.lines:
            held[line.project_id].append(line)
        for project in self._report.projects:
            if project.id not in self._exempt:
                label = f"{project.ref} {project.name}"
                words = f"Savings of the project “{label}”"
                yield from self._by_year("project", label, words, held[project.id], "Mark the project too")

    def statuses(self) -> Iterator[DisclosureWarning]:
        """Yield the counts by delivery status."""
        for theme in self._report.status_by_theme:
            for count in theme.counts:
                parts = [_Part(project_id, None) for project_id in count.project_ids]
                words = f"Projects of “{theme.label}” that are {count.status.name}"
                yield from self._alone(
                    "status",
                    f"{theme.label}, {count.status.name}",
                    words,
                    parts,
                    "Publish the counts of all themes only",
                )

    def budget(self) -> Iterator[DisclosureWarning]:
        """Yield the subtotals and totals of the budget monitor."""
        budget = self._report.budget
        figures = {line.id: line.figures for line in budget.lines}
        for group in budget.groups:
            parts = [_budget_part(line_id, figures.get(line_id)) for line_id in group.line_ids]
            yield from self._alone(
                "budget_group",
                group.label,
                f"Budget of “{group.label}”",
                parts,
                "Publish the total without its groups",
            )
        lines = [line for line in budget.lines if not line.is_reserve]
        parts = [_budget_part(line.id, line.figures) for line in lines]
        yield from self._alone(
            "budget_total", "Budget before reserves", "The budget before reserves", parts, ""
        )

    def funding(self) -> Iterator[DisclosureWarning]:
        """Yield what funding sources have committed."""
        held: dict[str, list[_Part]] = defaultdict(list)
        for decision in self._report.decisions:
            for part in decision.funding:
                held[part.funding_source_id].append(_Part(part.id, part.amount_pence))
        for source in self._report.funding_sources:
            if source.id not in self._exempt:
                words = f"What is committed of “{source.label}”"
                yield from self._alone("funding_source", source.label, words, held[source.id], "")

    def decisions(self) -> Iterator[DisclosureWarning]:
        """Yield the values of the pipeline's stages and the funding of decisions."""
        values = {decision.id: decision.value_pence for decision in self._report.decisions}
        for stage in self._report.decision_pipeline:
            parts = [_Part(item, values[item]) for item in stage.decision_ids if values.get(item)]
            words = f"The value of decisions at “{stage.stage_label}”"
            yield from self._alone(
                "decision_stage", stage.stage_label, words, parts, "Publish no value by stage"
            )
        for decision in self._report.decisions:
            if decision.id not in self._exempt:
                parts = [_Part(part.id, part.amount_pence) for part in decision.funding]
                label = f"{decision.ref} {decision.subject}"
                yield from self._alone(
                    "decision", label, f"The funding of “{label}”", parts, "Mark the decision too"
                )

    def risks(self) -> Iterator[DisclosureWarning]:
        """Yield the counts of risks by level."""
        for band in self._report.risk_matrix.bands:
            parts = [
                _Part(risk.id, None) for risk in self._report.risks if risk.open and risk.level == band.level
            ]
            words = f"The number of {band.level_label.lower()} risks"
            yield from self._alone(
                "risk_level", band.level_label, words, parts, "Publish the number of risks only"
            )

    def control_totals(self) -> Iterator[DisclosureWarning]:
        """Yield the control totals that stay, since they have lines that are shown."""
        lines = {line.id: line for line in self._report.savings.lines}
        for item in self._report.reconciliation.control_totals:
            parts = [
                _Part(line_id, _amount([line], (item.year,)))
                for line_id in item.line_ids
                if (line := lines.get(line_id)) is not None
            ]
            if any(part.id not in self._exempt for part in parts):
                label = f"{item.name}, {item.year}"
                yield from self._alone("control_total", label, f"The control total “{label}”", parts, "")

    def _by_year(
        self, kind: str, label: str, words: str, lines: Iterable[LineReport], merge: str
    ) -> Iterator[DisclosureWarning]:
        held = list(lines)
        hidden = [line for line in held if line.id in self._exempt]
        years: dict[str, list[str]] = defaultdict(list)
        for year in self._report.years if hidden else ():
            roots = {self._root(line.id) for line in hidden if _has_figure(line.years.get(year))}
            if len(roots) == 1:
                years[roots.pop()].append(year)
        for root, told in years.items():
            own = [line for line in hidden if self._root(line.id) == root]
            ways = [merge, self._smallest(held, tuple(told))]
            yield self._warning(
                kind,
                label,
                words,
                own[0].id,
                tuple(told),
                _amount(own, tuple(told)),
                " or ".join(filter(None, ways)),
            )

    def _alone(
        self, kind: str, label: str, words: str, parts: list[_Part], suggestion: str
    ) -> Iterator[DisclosureWarning]:
        # A part of nothing adds nothing that could be taken off.
        hidden = [part for part in parts if part.id in self._exempt and part.pence != 0]
        if len({self._root(part.id) for part in hidden}) == 1:
            amounts = [part.pence for part in hidden if part.pence is not None]
            pence = sum(amounts) if amounts else None
            yield self._warning(kind, label, words, hidden[0].id, (), pence, suggestion)

    def _warning(
        self,
        kind: str,
        label: str,
        words: str,
        record_id: str,
        years: tuple[str, ...],
        pence: int | None,
        suggestion: str,
    ) -> DisclosureWarning:
        about = self._exempt[self._root(record_id)]
        when = f" in {', '.join(years)}" if years else ""
        worth = (
            f", {format_pounds(pence)}{' in ' + years[0] if len(years) > 1 else ''}"
            if pence is not None
            else ""
        )
        return DisclosureWarning(
            id=f"{kind}:{label}:{about.record_id}",
            total_kind=kind,
            total=f"{words}{when}",
            years=years,
            record_id=about.record_id,
            table=about.table,
            title=about.title,
            paragraph=about.paragraph,
            amount_pence=pence,
            sentence=(
                f"A reader can work out {about.title} (exempt, paragraph {about.paragraph}{worth}): "
                f"subtract the rows shown from {words[:1].lower()}{words[1:]}{when}."
            ),
            suggestion=f"{suggestion[:1].upper()}{suggestion[1:]}." if suggestion else _ANOTHER,
        )

    def _root(self, record_id: str) -> str:
        """Return the marked record that makes a record exempt."""
        return self._exempt[record_id].marked_id

    def _smallest(self, lines: list[LineReport], years: tuple[str, ...]) -> str:
        """Return the words that name the smallest line that could be left out beside the exempt one."""
        shown = [line for line in lines if line.id not in self._exempt and _amount([line], years)]
        least = min(shown, key=lambda line: (_amount([line], years), line.id), default=None)
        return f"leave “{least.project_ref} {least.name}” out as well" if least else ""


_ANOTHER = "Leave another of its rows out as well, or publish no total of them."


def _has_figure(position: Position | None) -> bool:
    return position is not None and bool(
        position.target_pence or position.forecast_pence or position.delivered_pence
    )


def _amount(lines: list[LineReport], years: tuple[str, ...]) -> int:
    """Return the lines' target in the first of the years, or their forecast where they have none, in pence."""
    held = [line.years[year] for line in lines for year in years[:1] if year in line.years]
    found = total(held) if held else total(line.all_years for line in lines)
    return found.target_pence or found.forecast_pence


def _budget_part(line_id: str, figures: BudgetFigures | None) -> _Part:
    if figures is None:
        return _Part(line_id, None)
    # Any of its figures can be taken off: the first that there is, is said.
    return _Part(line_id, figures.budget_pence or figures.forecast_pence or figures.actual_pence)
