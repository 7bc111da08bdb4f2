"""Board pack: what goes into it and for whom, what stands against it, and its pages as they will print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QFormLayout, QWidget

from asc_desktop.domain.dates import year_label, year_of_period
from asc_desktop.domain.records.office import AUDIENCES
from asc_desktop.domain.report.pack_detail import pack_detail
from asc_desktop.domain.report.pack_plan import PackPlan
from asc_desktop.domain.report.pack_warnings import PackWarning, not_waived
from asc_desktop.services.changes import last_boards
from asc_desktop.services.packs import LATEST, NONE, PackDesk, PackDocument, PackRequest, PreparedPack
from asc_desktop.services.snapshots import SnapshotError, compared_with, snapshots_of
from asc_desktop.ui.keys import EXPORT, EXPORT_PDF
from asc_desktop.ui.pages.base import Page
from asc_desktop.ui.pages.pack.checks import WarningList
from asc_desktop.ui.pages.pack.maker import PreviewMaker
from asc_desktop.ui.pages.pack.preview import PreviewPanel
from asc_desktop.ui.pages.pack.sections import SectionList
from asc_desktop.ui.pages.pack.templates import TemplateChoice
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.board import Board, page_board
from asc_desktop.ui.widgets.boxes import column_of, row_of, splitter
from asc_desktop.ui.widgets.callout import Callout
from asc_desktop.ui.widgets.card import Card
from asc_desktop.ui.widgets.choice_box import ChoiceBox
from asc_desktop.ui.widgets.commands import add_keys
from asc_desktop.ui.widgets.empty_state import EmptyState
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.page_header import PageHeader
from asc_desktop.ui.widgets.tick import TickBox
from asc_desktop.ui.widgets.year_menu import YearBox
from asc_desktop.ui.workspace import Workspace

XLSX: Final = ".xlsx"
PDF: Final = ".pdf"
_SETTLE_MS: Final = 120
"""How long choices may follow each other before the pages are laid out."""

_LEFT: Final = 376
_LEAST_LEFT: Final = (316, 240)
SIDE_BY_SIDE_FROM: Final = 700
"""The width, in pixels, from which the pages are beside what goes into the pack."""
_AUDIENCES: Final = tuple((key, words) for key, words in AUDIENCES if key != "appendix")


class BoardPackPage(Page):
    """Choices and warnings at the left, the preview at the right."""

    key: ClassVar[str] = "pack"
    title: ClassVar[str] = "Board pack"
    icon: ClassVar[str] = "board-pack"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._desk = PackDesk(workspace.session)
        self._prepared: PreparedPack | None = None
        self._audience = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SETTLE_MS)
        self._later.timeout.connect(self._prepare)
        self.maker = PreviewMaker(self)
        self.panel = PreviewPanel()
        self.sections = SectionList()
        self.warnings = WarningList()
        self.templates = TemplateChoice(workspace, self, lambda: self.plan)
        self._years: dict[str, str] = {}
        """The year of each snapshot, by its id."""
        self.snapshot = YearBox("Compared with", lambda key: self._years.get(str(key), ""))
        self.audience = ChoiceBox("Audience")
        for box in (self.snapshot, self.audience):
            box.setMinimumContentsLength(12)
            box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for key, words in _AUDIENCES:
            name, _, what = words.partition(": ")
            self.audience.addItem(name, key)
            self.audience.setItemData(self.audience.count() - 1, what, Qt.ItemDataRole.ToolTipRole)
        self.closed = TickBox("List closed projects")
        set_tip(
            self.closed,
            "List projects that were closed in earlier months too. Every total includes them either way.",
        )
        self.problem = Callout("", "warning")
        self.problem.hide()
        self.header = PageHeader(self.title)
        self._make_buttons()
        self._area = self._lay_out()
        self._empty = EmptyState(
            "board-pack",
            "Nothing to put in a pack yet",
            "Add a programme and its projects first. The pack then fills itself from them.",
        )
        self._empty.add_action("Add a programme", primary=True).clicked.connect(
            lambda: workspace.navigate.emit("structure", {"new": True})
        )
        column_of(self._area, self._empty, into=self, margins=0)
        self._connect()

    # ------------------------------------------------------------------------------------------------ as a page

    @property
    def plan(self) -> PackPlan:
        """The pack as it is chosen now."""
        return PackPlan(
            self.templates.template.plan.name, self.sections.sections, str(self.audience.currentData())
        )

    @property
    def prepared(self) -> PreparedPack | None:
        """The pack that the preview shows, with its warnings; None before the first."""
        return self._prepared

    def refresh(self) -> None:
        """Follow the records and the scope; choices that still are to be had stay."""
        is_empty = self.workspace.is_empty
        self._empty.setVisible(is_empty)
        self._area.setVisible(not is_empty)
        if is_empty:
            self.maker.stop()
            return
        report = self.workspace.report
        words = f"{report.programme}, {report.period_label} ({'open' if report.period_open else 'closed'})"
        self.header.set_title(self.title, words)
        self.closed.setVisible(bool(pack_detail(report).closed))
        is_first = self._audience == ""
        self.templates.refresh()
        if is_first:
            self._take_template()
        self._fill_snapshots()
        self.templates.mark_changed()
        self._prepare()

    def show_only(self, what: Mapping[str, object]) -> None:
        """Begin an export: ``{"export": ".xlsx"}``; or come with a snapshot to compare with: ``{"compare": id}``."""
        compared = what.get("compare")
        if isinstance(compared, str) and (at := self.snapshot.findData(compared)) >= 0:
            self.snapshot.setCurrentIndex(at)
            self._prepare()
        suffix = what.get("export")
        if suffix in {XLSX, PDF}:
            self.export(str(suffix))

    def draw_now(self) -> None:
        """Lay the pages out and wait for them."""
        if self._prepared is not None and not self.workspace.is_empty:
            self.maker.make_now(self._document(self._prepared))

    def retire(self) -> None:
        """End what is being laid out: the file is about to be closed."""
        self._later.stop()
        self.maker.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End what is being laid out."""
        self.retire()
        super().closeEvent(event)

    def export(self, *suffixes: str) -> None:
        """Ask where the pack goes and write it, as a workbook, a PDF or both."""
        if self._later.isActive() or self._prepared is None:
            self._prepare()
        if self._prepared is None:
            return
        from asc_desktop.ui.dialogs.export import PackExport

        PackExport(self.workspace, self).ask(self._prepared, suffixes)

    # ------------------------------------------------------------------------------------------------- layout

    def _make_buttons(self) -> None:
        self.both_button = self.header.add_button("Export both")
        self.pdf_button = self.header.add_button("Export PDF", "export")
        self.excel_button = self.header.add_primary("Export Excel", "export")
        set_tip(self.both_button, "Write the workbook and the PDF into the same folder")
        set_tip(self.pdf_button, f"Write the pages as a PDF ({EXPORT_PDF})")
        set_tip(self.excel_button, f"Write the workbook ({EXPORT})")
        self.excel_button.clicked.connect(lambda: self.export(XLSX))
        self.pdf_button.clicked.connect(lambda: self.export(PDF))
        self.both_button.clicked.connect(lambda: self.export(XLSX, PDF))
        add_keys(self, {EXPORT_PDF: lambda: self.export(PDF)})

    def _lay_out(self) -> QWidget:
        board = Board()
        column = column_of(into=board, margins=(0, 0, 6, 0), spacing=10)
        choices = Card("What goes into it")
        row = row_of((self.templates.box, 1), self.templates.button, spacing=6)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(4)
        form.addRow(make_label("Template", "field"), row)
        form.addRow(make_label("Compared with", "field"), self.snapshot)
        form.addRow(make_label("Audience", "field"), self.audience)
        form.addRow("", self.closed)
        choices.body.addLayout(form)
        choices.body.addWidget(self.problem)
        self.checks_card = Card("Before it goes out")
        self.checks_card.body.addWidget(self.warnings)
        parts = Card("Sections", "Tick what goes in. Drag to put in order, or Alt with Up or Down.")
        parts.body.addWidget(self.sections)
        for card in (choices, self.checks_card, parts):
            column.addWidget(card)
        column.addStretch(1)
        left = board.scrolling()
        left.setMinimumSize(*_LEAST_LEFT)
        self._split = splitter((left, 0), (self.panel, 1), sizes=(_LEFT, 900), handle=None)
        return page_board(self.header, (self._split, 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the pages beside what goes into the pack, or below."""
        super().resizeEvent(event)
        is_wide = self.width() >= SIDE_BY_SIDE_FROM
        self._split.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)

    def _connect(self) -> None:
        self.templates.chosen.connect(self._on_template)
        self.snapshot.activated.connect(lambda _: self._on_choice())
        self.closed.toggled.connect(lambda _: self._on_choice())
        self.audience.activated.connect(lambda _: self._on_choice())
        self.sections.changed.connect(self._on_choice)
        self.warnings.waived_changed.connect(self._on_waived)
        self.warnings.asked.connect(self._go_to)
        self.panel.file_chosen.connect(lambda _: self._show_file())
        self.maker.made.connect(self.panel.preview.show_pages)
        self.maker.busy.connect(lambda busy: self.panel.busy.set_full_text("Laying out…" if busy else ""))

    # ------------------------------------------------------------------------------------------------ choices

    def _take_template(self) -> None:
        plan = self.templates.template.plan
        self.sections.set_sections(plan.sections)
        self.audience.setCurrentIndex(max(0, self.audience.findData(plan.audience)))
        self._audience = plan.audience

    def _on_template(self) -> None:
        self._take_template()
        self._on_choice()

    def _on_choice(self) -> None:
        set_tip(self.snapshot, self.snapshot.currentText())
        self.templates.mark_changed()
        self._later.start()

    def _on_waived(self) -> None:
        """Count what still stands; the pages are the same."""
        if self._prepared is not None:
            standing = not_waived(self._prepared.warnings, self.warnings.waived)
            self._prepared = replace(self._prepared, standing=standing)
            self._show_standing()

    def _fill_snapshots(self) -> None:
        """Offer the latest snapshot before the period, none, and each by its name."""
        chosen = self.snapshot.currentData()
        scope = self.workspace.scope
        latest = compared_with(self.workspace.session, scope)
        lasts = last_boards(self.workspace.session, scope) if latest is None else []
        words = latest.name if latest else "that of each programme" if lasts else "no version yet"
        options = [(LATEST, f"Last board: {words}")]
        frozen = snapshots_of(self.workspace.session, scope.programme_id)
        self._years = {item.id: year_label(year_of_period(item.period)) for item in frozen}
        options += [(item.id, item.name) for item in frozen]
        options.append((NONE, "Nothing"))
        self.snapshot.clear()
        for key, words in options:
            self.snapshot.addItem(words, key)
        self.snapshot.setCurrentIndex(max(0, self.snapshot.findData(chosen)))
        set_tip(self.snapshot, self.snapshot.currentText())

    def _request(self, compare: str) -> PackRequest:
        return PackRequest(
            self.workspace.scope,
            self.plan,
            compare,
            self.warnings.waived,
            with_closed=self.closed.isChecked(),
        )

    def _prepare(self) -> None:
        """Gather the pack as it is chosen, say what stands against it, and lay its pages out."""
        self._later.stop()
        if self.workspace.is_empty:
            return
        try:
            self._prepared = self._desk.prepare(self._request(str(self.snapshot.currentData())))
            self.problem.hide()
        except SnapshotError as error:
            self.problem.set_message(str(error), "warning", "It is not compared with anything")
            self.problem.show()
            self._prepared = self._desk.prepare(self._request(NONE))
        self.warnings.show_warnings(self._prepared.warnings)
        self._on_waived()
        self.panel.files.setVisible(self._prepared.appendix is not None)
        if self._prepared.appendix is None:
            self.panel.files.set_current("pack")
        self._show_file()

    def _show_standing(self) -> None:
        standing = len(self._prepared.standing) if self._prepared is not None else 0
        self.checks_card.set_title(f"Before it goes out ({standing})" if standing else "Before it goes out")

    def _show_file(self) -> None:
        if self._prepared is not None:
            self.maker.make(self._document(self._prepared))

    def _document(self, pack: PreparedPack) -> PackDocument:
        """Return the file that the preview is of."""
        if self.panel.files.current == "appendix" and pack.appendix is not None:
            return pack.appendix
        return pack.document

    def _go_to(self, warning: PackWarning) -> None:
        what: dict[str, object] = {}
        if warning.page in {"updates", "savings"}:
            what = {"project_ids": warning.record_ids, "title": warning.words}
            if warning.page == "updates":
                what["stands"] = "not_in"
        elif warning.record_ids:
            what = {"record_id": warning.record_ids[0]}
        self.workspace.navigate.emit(warning.page, what)
