"""The decisions: their pipeline by stage, the list beside the editor of one, and the funding that they draw on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Final, cast

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.domain.records.governance import DECISION_KINDS, DECISION_STAGES, Decision, FundingSource
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_decisions import DecisionReport
from asc_desktop.domain.words import number_of
from asc_desktop.services import decisions
from asc_desktop.services.new_records import Look
from asc_desktop.services.new_records_assurance import new_decisions
from asc_desktop.services.new_rows import NewRows
from asc_desktop.ui.dialogs.first_part import FirstPart
from asc_desktop.ui.models.columns import Column
from asc_desktop.ui.models.edits import CellEdit
from asc_desktop.ui.pages.decisions.columns import decision_columns
from asc_desktop.ui.pages.decisions.editor import DecisionEditor
from asc_desktop.ui.pages.decisions.funding import FundingSources, first_funding
from asc_desktop.ui.pages.decisions.pipeline import Pipeline
from asc_desktop.ui.pages.shared.register_filters import EVERYTHING, Asked, Choice, State
from asc_desktop.ui.pages.shared.register_page import RegisterPage
from asc_desktop.ui.pages.shared.rows import ReportedRow
from asc_desktop.ui.widgets.boxes import keep_place
from asc_desktop.ui.widgets.commands import menu_action
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.workspace import Workspace

VIEWS: Final = (("decisions", "Decisions"), ("funding", "Funding sources"))


class DecisionsPage(RegisterPage):
    """Every decision of the programme; a stage of the pipeline lists its own, and one is edited beside the list."""

    key: ClassVar[str] = "decisions"
    title: ClassVar[str] = "Decisions"
    icon: ClassVar[str] = "decisions"
    kind: ClassVar[type[Record]] = Decision
    editor_type = DecisionEditor
    editor: DecisionEditor
    new_tip: ClassVar[str] = "Record a decision that the programme needs"
    new_form: ClassVar[tuple[FormRow, ...]] = (
        "subject",
        ("kind", "stage"),
        ("ref", "forward_plan_ref"),
        ("revenue_pence", "capital_pence"),
        ("key_decision", "subject_to_call_in"),
        ("decision_date",),
        "what",
    )
    beginning: ClassVar[str] = (
        "A decision records what the council has to decide, who takes it, what pays for it and when call-in "
        "ends. Add a programme first."
    )

    def __init__(self, workspace: Workspace) -> None:
        self.views = SegmentedControl(VIEWS, name="Show")
        self.pipeline = Pipeline()
        self.funding = FundingSources(workspace)
        super().__init__(workspace)
        # The switch between the views stays where it is when it is clicked.
        keep_place(*self.filters.widgets)
        self.pipeline.stage_chosen.connect(self.show_stage)
        self.views.chosen.connect(lambda _: self.arrange())
        self.editor.sources_wanted.connect(lambda: self._show_view("funding"))
        self.editor.copied.connect(self.go_to)
        self.funding.decisions_wanted.connect(self._list_only)

    # ------------------------------------------------------------------------------------------ as a register

    def items(self, report: Report) -> Iterable[DecisionReport]:
        """Return the report's decisions."""
        return report.decisions

    def roles_of(self, item: DecisionReport) -> Iterable[str | None]:
        """Return the leads of the linked projects."""
        return [self.lead_of(link.project_id) for link in item.projects]

    def columns(self) -> Sequence[Column]:
        """Return the columns; a date of decision brings the suggested end of call-in."""
        return decision_columns()

    def states(self) -> tuple[State, ...]:
        """Return all, and those that a person should look at."""
        return (
            State(
                "all",
                "All",
                lambda _: True,
                "No decisions yet",
                "Record what the council has to decide for this programme: who takes it, its value and its stage.",
            ),
            State(
                "warned",
                "With warnings",
                lambda item: bool(item.warnings),
                "No warnings",
                "No decision needs a person to look at it.",
                may_add=False,
            ),
        )

    def choices(self) -> Mapping[str, Choice]:
        """Return who takes decisions."""
        return {"kind": Choice("Taken by", "Taken by anyone", lambda item: item.kind, DECISION_KINDS)}

    def new_rows(self, look: Look) -> NewRows:
        """Return the decisions that rows make."""
        return new_decisions(look)

    def summary(self, report: Report) -> str:
        """Return how many decisions are in call-in and how many have warnings, or how many there are."""
        found = report.decisions
        if not found:
            return ""
        words = []
        calls = next(item.decisions for item in report.decision_pipeline if item.stage == "call_in")
        if calls:
            words.append(f"{calls} in call-in")
        warned = sum(1 for item in found if item.warnings)
        if warned:
            words.append(f"{warned} with warnings")
        return ", ".join(words) or number_of(len(found), "decision")

    def new_values(self) -> dict[str, Value]:
        """Begin with the next reference, and open to call-in."""
        return {"ref": decisions.next_reference(self.workspace.session), "subject_to_call_in": 1}

    def new_part(self) -> FirstPart | None:
        """Ask what it is paid from, where it is known which programme's sources there are."""
        programme_id = self.workspace.programme_id
        return first_funding(self.workspace, programme_id) if programme_id else None

    def add_record(self, values: Mapping[str, Value | str], reason: str | None) -> Record:
        """Add a decision; one that is dated and may be called in begins with the suggested expiry."""
        return decisions.add_decision(self.workspace.session, values, reason=reason)

    def apply(self, edits: Sequence[CellEdit]) -> None:
        """Apply what was typed, and the end of call-in that follows."""
        self.editor.commit(edits)

    def show_more(self, report: Report | None) -> None:
        """Show the pipeline and the funding sources."""
        if report is not None:
            self.pipeline.show_stages(report.decision_pipeline, self._stage)
            self.funding.show_report(report)

    def show_only(self, what: Mapping[str, object]) -> None:
        """Show one decision, or funding source, by ``record_id``; ``new`` asks for one."""
        record_id = str(what.get("record_id") or "")
        if self.workspace.records.find(FundingSource, record_id) is not None:
            self._show_view("funding")
            self.funding.select(record_id)
        else:
            super().show_only(what)

    def go_to(self, record_id: str) -> None:
        """Show one decision, in the place of the funding sources."""
        self._show_view("decisions")
        super().go_to(record_id)

    def more_actions(self, rows: Sequence[ReportedRow]) -> Sequence[QAction]:
        """Return what sets the end of call-in of several decisions."""
        ids = [row.id for row in rows]
        use = menu_action("Use &suggested call-in dates", lambda: self._use_suggested(ids))
        return [use] if len(rows) > 1 else []

    def more_controls(self) -> Sequence[QWidget]:
        """Return the choice between decisions and funding sources."""
        return (self.views,)

    def above(self) -> Sequence[QWidget]:
        """Return the pipeline."""
        return (self.pipeline,)

    def instead(self) -> Sequence[QWidget]:
        """Return the funding sources."""
        return (self.funding,)

    def arrange(self) -> None:
        """Show the decisions or the funding sources."""
        super().arrange()
        some, lists = not self.workspace.is_empty, self.views.current == "decisions"
        self.pipeline.setVisible(some and lists and not self.is_alone)
        self.splitter.setVisible(some and lists)
        self.funding.setVisible(some and not lists)
        self.header.setVisible(not lists or not self.is_alone)
        for widget in self.filters.widgets:
            widget.setVisible(some and lists)
        self.header.set_title(self.title)

    def on_filtered(self) -> None:
        """Press the stage that is listed alone."""
        self.pipeline.choose(self._stage)
        super().on_filtered()

    # ------------------------------------------------------------------------------------------------ actions

    def show_stage(self, stage: str) -> None:
        """List the decisions at a stage alone, or at every stage again."""
        self._show_view("decisions")
        self.show_side(shown=False)
        words = f"At stage {dict(DECISION_STAGES)[stage]}" if stage else ""
        self.filters.ask(
            Asked("stage", stage, words, lambda item: item.stage == stage) if stage else EVERYTHING
        )

    @property
    def _stage(self) -> str:
        asked = self.filters.asked
        return str(asked.key) if asked.about == "stage" else ""

    def _list_only(self, ids: object) -> None:
        found = frozenset(cast("tuple[str, ...]", ids))
        self._show_view("decisions")
        self.show_side(shown=False)
        asked = Asked("decisions", found, "Funded by the source chosen", lambda item: item.id in found)
        self.filters.ask(asked, state="all", alone=True)

    def _show_view(self, view: str) -> None:
        self.views.set_current(view)
        self.arrange()

    def _use_suggested(self, ids: Sequence[str]) -> None:
        session = self.workspace.session
        done = self.workspace.attempt_told(
            lambda reason: decisions.use_suggested_expiry(session, ids, reason=reason)
        )
        if done is not None:
            self.workspace.said.emit(f"{number_of(done, 'date')} changed.")
