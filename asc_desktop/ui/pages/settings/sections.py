"""The sections of the settings that are a form, or one table."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtWidgets import QPushButton

from asc_desktop.domain.records.assurance import Risk, RiskCategory
from asc_desktop.domain.records.delivery import DeliveryStatus, Project, SourcePlan, StatusUpdate
from asc_desktop.domain.records.fields import Kind
from asc_desktop.services.structure import Ordered, in_order
from asc_desktop.ui.models.columns import Chip, Column, field_column, view_column
from asc_desktop.ui.pages.settings.parts import OrderedCard, Section, SettingsCard
from asc_desktop.ui.pages.shared.structure_actions import StructureActions
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.form.rows import FormRow
from asc_desktop.ui.workspace import Workspace

TABLE_HEIGHT = 260


class FormText(Struct, frozen=True):
    """One form of a section: its title, what it is for, its fields, and the key of its effect if it has one."""

    title: str
    subtitle: str
    rows: tuple[FormRow, ...]
    effect: str = ""


PORTFOLIO = (
    FormText(
        "Portfolio",
        "The name and the organisation are printed on packs and shown in the window.",
        ("name", "organisation"),
    ),
    FormText(
        "How savings are shown",
        "On the pages and in the board pack. Shortfalls, and what explains them, are amounts either way.",
        (("savings_shown_as",),),
        "shown_as",
    ),
)
LIMITS = (
    FormText(
        "Savings: shortfall of what is to find",
        "The limits decide the colours that are computed. They never overrule the reported status.",
        (("green_shortfall_percent", "amber_shortfall_percent"),),
        "savings",
    ),
    FormText(
        "Milestones: days after the baseline date",
        "A milestone that is overdue counts by the days since its date. An overdue mitigation is at least amber.",
        (("green_slip_days", "amber_slip_days"),),
        "milestones",
    ),
)
RISKS = (
    FormText(
        "Risk levels",
        "The score is likelihood times impact, 1 to 25. The levels colour the register and the heat map.",
        (("low_risk_to", "medium_risk_to", "high_risk_to"),),
        "risks",
    ),
)
MEASURES = (
    FormText(
        "Tolerances of new measures",
        "How far on the bad side of its expected value a measure may be. Each measure may have its own.",
        (("measure_green_within", "measure_amber_within"),),
        "measures",
    ),
)
CALL_IN = (
    FormText(
        "Call-in",
        "How long a decision may be called in. The last day is suggested when a decision is dated.",
        (("call_in_days",),),
        "call_in",
    ),
)


class FormSection(Section):
    """Forms under one another."""

    def __init__(self, workspace: Workspace, name: str, texts: tuple[FormText, ...]) -> None:
        super().__init__(name)
        self.cards = [
            SettingsCard(workspace, text.title, text.subtitle, text.rows, text.effect) for text in texts
        ]
        for card in self.cards:
            self.body.addWidget(card)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Show the settings as they now are."""
        for card in self.cards:
            card.refresh()

    def commit(self) -> None:
        """Save what is still being typed."""
        for card in self.cards:
            card.form.commit_all()


class OrderedSection(Section):
    """One table of records in their order, with what stands below it."""

    def __init__(self, workspace: Workspace, kind: type[Ordered], card: OrderedCard) -> None:
        super().__init__(card.accessibleName())
        self._workspace = workspace
        self._kind = kind
        self.card = card
        self.card.view.setMinimumHeight(TABLE_HEIGHT)
        self.body.addWidget(card, 1)

    def refresh(self) -> None:
        """Show the records as they now are."""
        self.card.show_rows(in_order(self._workspace.session, self._kind))


def statuses_section(workspace: Workspace, actions: StructureActions) -> OrderedSection:
    """Return the section of the delivery status scheme."""
    card = OrderedCard(
        workspace,
        DeliveryStatus,
        actions,
        "Delivery status scheme",
        "What a person reports of a project. Type in a cell to change it; colour, letter and shape "
        "go together in tables, charts and packs.",
        _status_columns(workspace),
    )
    return OrderedSection(workspace, DeliveryStatus, card)


def sources_section(workspace: Workspace, actions: StructureActions) -> OrderedSection:
    """Return the section of the source plans, with a link to their projects."""
    card = OrderedCard(
        workspace,
        SourcePlan,
        actions,
        "Source plans",
        (
            "The plan in which a project or its savings were first approved. Savings and control totals can be "
            "filtered by it. Funding sources are on the Decisions page."
        ),
        _plan_columns(workspace),
    )
    section = OrderedSection(workspace, SourcePlan, card)
    link = QPushButton("See their projects")
    set_tip(link, "Each plan with its projects and savings, on the Themes page")

    def go() -> None:
        row = card.view.current_row
        workspace.navigate.emit("structure", {"record_id": row.id} if row is not None else {})

    link.clicked.connect(go)
    card.add_header_widget(link)
    return section


def categories_section(workspace: Workspace, actions: StructureActions) -> OrderedSection:
    """Return the section of the risk categories."""

    def used(row: RiskCategory) -> int | None:
        return len(workspace.records.of(Risk, "category", row.id)) or None

    card = OrderedCard(
        workspace,
        RiskCategory,
        actions,
        "Risk categories",
        "The list that each risk’s category is chosen from, in the order in which it is offered. A new name shows "
        "wherever the category does.",
        [
            field_column(RiskCategory, "name", editable=True, width=280),
            view_column(
                "used", "Risks", Kind.INTEGER, read=used, width=76, tooltip="Its open and closed risks"
            ),
            field_column(RiskCategory, "retired", editable=True, width=66),
        ],
    )
    return OrderedSection(workspace, RiskCategory, card)


def _status_columns(workspace: Workspace) -> list[Column]:
    records = workspace.records

    def chip(row: DeliveryStatus) -> Chip:
        return Chip(row.name, row.rag, row.shape, dimmed=bool(row.retired))  # type: ignore[arg-type]

    def used(row: DeliveryStatus) -> int | None:
        return len(records.of(StatusUpdate, "status_id", row.id)) or None

    return [
        view_column("shown", "Shown as", read=lambda row: row.name, chip=chip, width=184),
        field_column(DeliveryStatus, "name", editable=True, width=150),
        field_column(DeliveryStatus, "rag", editable=True, width=80),
        field_column(DeliveryStatus, "letter", editable=True, width=58),
        field_column(DeliveryStatus, "shape", editable=True, width=84),
        field_column(DeliveryStatus, "closed", label="Closes", editable=True, width=62),
        view_column(
            "used", "Reported", Kind.INTEGER, read=used, width=78, tooltip="Status updates that report it"
        ),
        field_column(DeliveryStatus, "retired", editable=True, width=66),
    ]


def _plan_columns(workspace: Workspace) -> list[Column]:
    def projects(row: SourcePlan) -> int | None:
        held = workspace.records.of(Project, "source_plan_id", row.id)
        return sum(1 for item in held if not item.archived) or None

    return [
        field_column(SourcePlan, "name", editable=True, width=280),
        field_column(SourcePlan, "description", editable=True, width=300),
        view_column("projects", "Projects", Kind.INTEGER, read=projects, width=76),
        field_column(SourcePlan, "retired", editable=True, width=66),
    ]
