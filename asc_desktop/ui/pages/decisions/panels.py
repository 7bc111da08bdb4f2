"""The parts of a decision: options, funding, suppliers, advice, implications and projects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QPushButton

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.fields import Kind, Record
from asc_desktop.domain.records.governance import (
    NOT_ASSESSED,
    Decision,
    DecisionAdvice,
    DecisionFunding,
    DecisionImplication,
    DecisionOption,
    DecisionProject,
    DecisionSupplier,
    FundingSource,
)  # fmt: skip
from asc_desktop.domain.report.views_decisions import DecisionReport
from asc_desktop.domain.words import number_of
from asc_desktop.services import decisions
from asc_desktop.ui.models.columns import Chip, Column, view_column
from asc_desktop.ui.pages.decisions.parts import PartPanel
from asc_desktop.ui.pages.shared.rows import ReportedRow, kept_column
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.commands import offer
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.read_only import only_to_change
from asc_desktop.ui.workspace import Workspace

_LEVEL_COLOURS = {NOT_ASSESSED: "grey", "none": "grey", "some": "amber", "significant": "red"}


class OptionsPanel(PartPanel):
    """The options considered, each with why it is recommended or rejected."""

    record_type: ClassVar[type[Record]] = DecisionOption
    attribute = "options"
    add_words = "Add option…"
    empty = ("No options yet", "Record what was considered, doing nothing too, and why each was rejected.")
    form_rows: ClassVar[Sequence[FormRow]] = ("name", "description", "reason")

    def columns(self) -> list[Column]:
        """Return the option, whether it is recommended, and why."""
        return [
            kept_column(DecisionOption, "name", width=190, hint=lambda row: str(row.record.name)),
            kept_column(DecisionOption, "recommended", width=104),
            kept_column(DecisionOption, "reason", width=250, hint=lambda row: str(row.record.reason or "")),
            kept_column(
                DecisionOption, "description", width=200, hint=lambda row: str(row.record.description or "")
            ),
        ]

    def extra_buttons(self) -> list[QAbstractButton]:
        """Return what recommends an option in place of another."""
        self.recommend_button = QPushButton("Recommend")
        self.recommend_button.clicked.connect(self.recommend)
        only_to_change(self.recommend_button)
        return [self.recommend_button]

    def recommend(self) -> None:
        """Recommend the option chosen in place of the one that is."""
        rows = self.chosen()
        if len(rows) == 1:
            session = self.workspace.session
            option: DecisionOption = rows[0].record
            self.workspace.attempt_told(lambda reason: decisions.recommend(session, option, reason=reason))

    def refresh_buttons(self) -> None:
        """Offer to recommend an option that is not."""
        super().refresh_buttons()
        rows = self.chosen()
        offer(
            self.recommend_button,
            possible=len(rows) == 1 and not rows[0].record.recommended,
            tip="Recommend the selected option in place of the one that is",
            why="Select one option that is not recommended.",
        )

    def words(self, decision: DecisionReport) -> str:
        """Say which is recommended."""
        return f"Recommended: {decision.recommended}" if decision.recommended else ""


class FundingPanel(PartPanel):
    """What the decision takes from each source, beside the source's provision, commitments and what is left."""

    record_type: ClassVar[type[Record]] = DecisionFunding
    attribute = "funding"
    add_words = "Add funding…"
    empty = ("No funding yet", "Choose the sources of the money. Add a source first.")
    form_rows: ClassVar[Sequence[FormRow]] = (("funding_source_id", "amount_pence"),)

    sources_wanted = Signal()
    """The funding sources are to be shown."""

    def columns(self) -> list[Column]:
        """Return the source, the amount, and the source's own figures."""
        return [
            kept_column(
                DecisionFunding,
                "funding_source_id",
                words=_words_of(self.workspace, FundingSource),
                width=186,
            ),
            kept_column(DecisionFunding, "amount_pence", label="Amount £", width=88),
            _pence("provision_pence", "Provision £"),
            _pence("committed_pence", "Committed £"),
            _pence("left_pence", "Left £"),
        ]

    def extra_buttons(self) -> list[QAbstractButton]:
        """Return the way to the sources."""
        self.sources_button = QPushButton("Funding sources")
        set_tip(self.sources_button, "Add a source, or change what it provides")
        self.sources_button.clicked.connect(self.sources_wanted)
        return [self.sources_button]

    def words(self, decision: DecisionReport) -> str:
        """Say how funding and value stand to each other."""
        value = format_pounds(decision.value_pence) if decision.value_pence is not None else "no value yet"
        said = f"Funding {format_pounds(decision.funding_pence)}; value {value}"
        gap = decision.funding_gap_pence
        if decision.value_pence is None or not gap:
            return f"{said}."
        return f"{said}: {format_pounds(abs(gap))} {'not funded yet' if gap > 0 else 'more than its value'}."


class SuppliersPanel(PartPanel):
    """The awards; those that repeat within a year are told with their total."""

    record_type: ClassVar[type[Record]] = DecisionSupplier
    attribute = "suppliers"
    add_words = "Add supplier…"
    empty = (
        "No suppliers yet",
        "Record who is awarded what. Awards to one supplier within a year are pointed out.",
    )
    form_rows: ClassVar[Sequence[FormRow]] = (("supplier", "route"), ("award_pence", "award_date"))

    def columns(self) -> list[Column]:
        """Return the award, and what it repeats."""
        return [
            kept_column(DecisionSupplier, "supplier", width=180, hint=lambda row: str(row.record.supplier)),
            kept_column(DecisionSupplier, "award_pence", label="Award £", width=92),
            kept_column(
                DecisionSupplier,
                "award_date",
                width=106,
                tooltip="Empty: the day of the decision",
            ),
            view_column(
                "repeat",
                "Within a year",
                read=_repeat,
                warn=lambda row: row.report.repeat_awards > 0,
                width=170,
                tooltip="Awards to this supplier in the year that ends with this one, and their total",
            ),
            kept_column(DecisionSupplier, "route", width=180, hint=lambda row: str(row.record.route or "")),
        ]


class AdvicePanel(PartPanel):
    """Advice by kind, with its author’s role and its date."""

    record_type: ClassVar[type[Record]] = DecisionAdvice
    attribute = "advice"
    add_words = "Add advice…"
    empty = ("No advice yet", "Record what legal, finance, procurement and others advise, by role and date.")
    form_rows: ClassVar[Sequence[FormRow]] = (("kind", "author_role", "advice_date"), "advice")

    def columns(self) -> list[Column]:
        """Return the advice."""
        return [
            kept_column(DecisionAdvice, "kind", width=116),
            kept_column(
                DecisionAdvice, "author_role", width=190, hint=lambda row: str(row.record.author_role or "")
            ),
            kept_column(DecisionAdvice, "advice_date", width=106),
            kept_column(DecisionAdvice, "advice", width=280, hint=lambda row: str(row.record.advice or "")),
        ]


class ImplicationsPanel(PartPanel):
    """The implications by heading. The eight climate headings are for key decisions."""

    record_type: ClassVar[type[Record]] = DecisionImplication
    attribute = "implications"
    add_words = "Add heading…"
    empty = ("No implications yet", "Add all headings, then note the implications under each.")
    form_rows: ClassVar[Sequence[FormRow]] = (
        ("heading", "level"),
        "explanation",
        ("cleared_by", "cleared_on"),
    )

    def columns(self) -> list[Column]:
        """Return the heading, the level and who cleared it."""
        return [
            kept_column(
                DecisionImplication, "heading", width=230, hint=lambda row: str(row.report.heading_label)
            ),
            kept_column(DecisionImplication, "level", width=122, chip=_level_chip),
            kept_column(
                DecisionImplication,
                "explanation",
                width=210,
                hint=lambda row: str(row.record.explanation or ""),
            ),
            kept_column(DecisionImplication, "cleared_by", width=140),
            kept_column(DecisionImplication, "cleared_on", width=106),
        ]

    def extra_buttons(self) -> list[QAbstractButton]:
        """Return what adds every heading that is missing."""
        self.all_button = QPushButton("Add missing headings")
        self.all_button.clicked.connect(self.add_missing)
        only_to_change(self.all_button)
        return [self.all_button]

    def add_missing(self) -> None:
        """Add every heading that is missing, as not assessed."""
        decision = self.decision
        if decision is None:
            return
        session = self.workspace.session
        done = self.workspace.attempt_told(
            lambda reason: decisions.add_missing_headings(session, decision.id, reason=reason)
        )
        if done:
            self.workspace.said.emit(f"{number_of(done, 'heading')} added.")

    def refresh_buttons(self) -> None:
        """Say how many headings are missing."""
        super().refresh_buttons()
        missing = self._missing()
        self.all_button.setText(f"Add missing headings ({missing})" if missing else "Add missing headings")
        offer(
            self.all_button,
            possible=missing > 0,
            tip="Add every heading that is missing, marked “not assessed”",
            why="Every heading is there.",
        )

    def words(self, decision: DecisionReport) -> str:
        """Say which climate headings a key decision has not answered."""
        if not decision.key_decision:
            return "Not a key decision: the climate headings do not apply."
        missing = [words.removeprefix("Climate: ") for words in decision.missing_climate]
        return f"Climate headings not answered: {'; '.join(missing)}." if missing else ""

    def _missing(self) -> int:
        record = self.workspace.records.find(Decision, self.decision.id if self.decision else "")
        return len(decisions.missing_headings(self.workspace.session, record)) if record else 0


class ProjectsPanel(PartPanel):
    """The projects that the decision is about."""

    record_type: ClassVar[type[Record]] = DecisionProject
    attribute = "projects"
    add_words = "Link project…"
    empty = (
        "No projects linked",
        "Link the projects that this decision is about, so that it is seen with them.",
    )
    form_rows: ClassVar[Sequence[FormRow]] = ("project_id",)

    def columns(self) -> list[Column]:
        """Return the project."""
        return [
            view_column("ref", "Reference", read=lambda row: row.report.project_ref, width=96),
            kept_column(DecisionProject, "project_id", words=_words_of(self.workspace, Project), width=420),
        ]

    def extra_buttons(self) -> list[QAbstractButton]:
        """Return the way to a project."""
        self.open_button = QPushButton("Open project")
        self.open_button.clicked.connect(self.open_project)
        return [self.open_button]

    def open_project(self) -> None:
        """Go to the project chosen."""
        rows = self.chosen()
        if len(rows) == 1:
            self.workspace.navigate.emit("projects", {"project_id": rows[0].record.project_id})

    def refresh_buttons(self) -> None:
        """Offer to open the project that is selected."""
        super().refresh_buttons()
        possible = len(self.chosen()) == 1
        offer(self.open_button, possible=possible, tip="Go to the project", why="Select a project first.")


def _pence(key: str, label: str) -> Column:
    return view_column(
        key,
        label,
        Kind.MONEY,
        read=lambda row: getattr(row.report, key),
        width=90,
        tooltip="Of the whole source",
    )


def _repeat(row: ReportedRow) -> str | None:
    if not row.report.repeat_awards:
        return None
    return f"{row.report.repeat_awards} awards, {format_pounds(row.report.repeat_pence)}"


def _level_chip(row: ReportedRow) -> Chip:
    level = row.report.level
    return Chip(row.report.level_label, _LEVEL_COLOURS[level], "none" if level == NOT_ASSESSED else None)


def _words_of(workspace: Workspace, record_type: type[Record]) -> Callable[[str], str]:
    def words(record_id: str) -> str:
        record = workspace.records.find(record_type, record_id)
        return record.words(workspace.session.records) if record else ""

    return words
