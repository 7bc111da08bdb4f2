"""What every section of a report starts from: the records in scope and the ledger, worked out once."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from asc_desktop.domain import dates
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    DeliveryStatus,
    Portfolio,
    Programme,
    Project,
    SavingsLine,
    StatusUpdate,
    Theme,
)  # fmt: skip
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.report.model import Scope, StatusView
from asc_desktop.domain.report.remembered import Remembered
from asc_desktop.domain.rules.ledger import LineLedger

T = TypeVar("T")


class Terms(NamedTuple):
    """What is the same for every part of a report: its period and what the portfolio settles for all."""

    period: str
    as_at: str
    year: int
    scheme: tuple[StatusView, ...]
    """In order; ``statuses`` are the same by id, and mappings are equal in whatever order."""
    statuses: Mapping[str, StatusView]
    settings: Portfolio
    theme_labels: Mapping[str, str]

    def status_of(self, update: StatusUpdate | None) -> StatusView | None:
        """Return the status that an update reports."""
        return self.statuses.get(update.status_id) if update else None


class ReportContext(Struct, frozen=True, dict=True):
    """The records in a scope at the end of its period; retired themes stay while they hold a project or a line."""

    records: Records
    scope: Scope
    remembered: Remembered = msgspec.field(default_factory=Remembered)

    @cached_property
    def settings(self) -> Portfolio:
        """The portfolio's own row; the defaults where it is missing."""
        return self.records.find(Portfolio, "portfolio") or Portfolio(id="portfolio", name="Portfolio")

    @cached_property
    def programmes(self) -> list[Programme]:
        """The programmes in scope, in order; raises KeyError where the scope names one that does not exist."""
        if self.scope.programme_id:
            return [self.records.get(Programme, self.scope.programme_id)]
        return sorted(self.records.all(Programme), key=lambda item: (item.position, item.name))

    @cached_property
    def year(self) -> int:
        """The period's financial year."""
        return dates.year_of_period(self.scope.period)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The financial years of the programmes in scope, with any year outside them that a line has a figure in."""
        found = {self.year}
        for programme in self.programmes:
            found.update(range(programme.first_year, programme.last_year + 1))
        for line in self.counted_lines:
            found.update(self.ledger.of(line.id).years)
        return tuple(range(min(found), max(found) + 1))

    @cached_property
    def as_at(self) -> str:
        """The ISO date of the period's last day; what is overdue is judged by it."""
        return dates.period_end(self.scope.period)

    @cached_property
    def themes(self) -> list[Theme]:
        """The themes in scope, in order."""
        order = {programme.id: index for index, programme in enumerate(self.programmes)}
        chosen = [
            theme
            for theme in self.records.all(Theme)
            if theme.programme_id in order
            and (self.scope.theme_id is None or theme.id == self.scope.theme_id)
            and not (theme.retired and not self._is_used(theme))
        ]
        return sorted(chosen, key=lambda item: (order[item.programme_id], item.position, item.name))

    @cached_property
    def theme_ids(self) -> frozenset[str]:
        """The ids of the themes in scope."""
        return frozenset(theme.id for theme in self.themes)

    @cached_property
    def theme_labels(self) -> dict[str, str]:
        """A label for each theme of the portfolio; with its programme's name where two share theirs."""
        every = self.records.all(Theme)
        shared: dict[str, int] = defaultdict(int)
        for theme in every if len(self.programmes) > 1 else self.themes:
            shared[theme.name] += 1
        return {
            theme.id: f"{self.records.title('programme', theme.programme_id)}: {theme.name}"
            if shared[theme.name] > 1
            else theme.name
            for theme in every
        }

    @cached_property
    def projects(self) -> list[Project]:
        """The projects in scope by reference; archived ones left out."""
        return sorted(
            (
                item
                for item in self.records.all(Project)
                if item.theme_id in self.theme_ids and not item.archived
            ),
            key=lambda item: (item.ref, item.name),
        )

    @cached_property
    def project_ids(self) -> frozenset[str]:
        """The ids of the projects in scope."""
        return frozenset(project.id for project in self.projects)

    @cached_property
    def lines(self) -> list[tuple[SavingsLine, Project, str]]:
        """Each line to show, its project and the id of the theme whose totals count it.

        A line is shown where its project or the theme that counts it is in scope.
        """
        shown = []
        for line in self.records.all(SavingsLine):
            project = self.records.find(Project, line.project_id)
            if project is None or project.archived:
                continue
            counted_in = line.counts_in_theme_id or project.theme_id
            if project.id in self.project_ids or counted_in in self.theme_ids:
                shown.append((line, project, counted_in))
        return sorted(shown, key=lambda item: (item[1].ref, item[0].name, item[0].id))

    @cached_property
    def counted_lines(self) -> list[SavingsLine]:
        """The lines in the scope's totals, each once."""
        return [line for line, _, counted_in in self.lines if counted_in in self.theme_ids]

    @cached_property
    def ledger(self) -> LineLedger:
        """Every line's position by year at the end of the period."""
        return LineLedger(self.records, self.scope.period, remember=self.remembered.part)

    @cached_property
    def ledger_before(self) -> LineLedger:
        """The ledger of the period's year a month earlier, for what has changed since."""
        return self.ledger.earlier(dates.shift_period(self.scope.period, -1), self.year)

    @cached_property
    def scheme(self) -> tuple[StatusView, ...]:
        """The delivery statuses in the scheme's order, retired ones last."""
        return tuple(
            StatusView(item.id, item.name, item.rag, item.letter, item.shape, bool(item.closed))
            for item in sorted(
                self.records.all(DeliveryStatus), key=lambda item: (item.retired, item.position, item.name)
            )
        )

    @cached_property
    def status_by_id(self) -> dict[str, StatusView]:
        """The delivery statuses by id."""
        return {status.id: status for status in self.scheme}

    @cached_property
    def terms(self) -> Terms:
        """What is the same for every part of the report."""
        found = Terms(
            self.scope.period,
            self.as_at,
            self.year,
            self.scheme,
            self.status_by_id,
            self.settings,
            self.theme_labels,
        )
        kept: Terms = self.remembered.part(_itself, "terms", found)
        return kept

    def section(self, make: Callable[["ReportContext"], T], *reads: type[Record]) -> T:
        """Return a section of the report; it can read the records of these types and no others."""
        return self.remembered.made(
            make,
            tuple(self.records.all(kind) for kind in reads),
            lambda: make(ReportContext(self.records.only(*reads), self.scope)),
        )

    def updates(self, project_id: str) -> tuple[StatusUpdate, ...]:
        """Return a project's status updates up to the period, the earliest first."""
        held = self.records.of(StatusUpdate, "project_id", project_id)
        return held[: bisect_right(held, self.scope.period, key=attrgetter("period"))]

    def year_labels(self) -> tuple[str, ...]:
        """Return the years' labels."""
        return tuple(dates.year_label(year) for year in self.years)

    def _is_used(self, theme: Theme) -> bool:
        return bool(
            self.records.of(Project, "theme_id", theme.id)
            or self.records.of(SavingsLine, "counts_in_theme_id", theme.id)
        )


def _itself(part: T) -> T:
    return part


def update_at(updates: Sequence[StatusUpdate], period: str) -> StatusUpdate | None:
    """Return which of a project's updates, the earliest first, is in force at a period."""
    count = bisect_right(updates, period, key=attrgetter("period"))
    return updates[count - 1] if count else None
