"""Record a movement, or change one: which shortfall, how it is treated, and how much of it.

    dialog = MovementDialog(workspace, new_movement("slip", line_id, 2024, workspace.period), self)
    dialog.open()  # the change is made through the services before it closes

What is refused is said beside its field, and nothing that was typed is lost.
"""

from __future__ import annotations

from typing import cast

from msgspec.structs import replace
from PySide6.QtWidgets import QPushButton, QWidget

from asc_desktop.domain import dates
from asc_desktop.domain.checks.checker import problems
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.delivery import APPROVALS, MOVEMENT_KINDS, Movement
from asc_desktop.domain.records.fields import FieldError, field_of
from asc_desktop.domain.rules.ledger import LineLedger
from asc_desktop.domain.rules.movement_ends import (
    LineAmount,
    MovementRoom,
    donors,
    shortfalls,
    targets_left,
)
from asc_desktop.services import reporting
from asc_desktop.services.errors import EditRefused
from asc_desktop.ui.dialogs.form_rows import (
    BlocksDialog,
    FieldBlock,
    LinePicker,
    text_field,
    words_field,
)
from asc_desktop.ui.dialogs.movement_words import EXPLANATIONS, TO_LABELS, limits, line_words
from asc_desktop.ui.models.columns import plain_pounds
from asc_desktop.ui.plain import set_tip
from asc_desktop.ui.widgets.choice_box import ChoiceBox
from asc_desktop.ui.widgets.labels import make_label
from asc_desktop.ui.widgets.segmented import SegmentedControl
from asc_desktop.ui.workspace import Workspace

YEARS_BEYOND = 2
"""How many years before and after those of the programme may be chosen."""

_BLOCKS = {"to_year": "to_line_id", "from_year": "from_line_id"}
"""Whose block another key's problem is said in."""


class MovementDialog(BlocksDialog):
    """A movement to fill in, perhaps for a mitigation, which is then tied to it.

    It is recorded when the dialog is accepted, and is then at `recorded`.
    """

    def __init__(
        self,
        workspace: Workspace,
        movement: Movement,
        parent: QWidget | None = None,
        *,
        mitigation_id: str | None = None,
    ) -> None:
        super().__init__(workspace, parent)
        self._workspace = workspace
        self._mitigation_id = mitigation_id
        self._movement = movement
        self.recorded: Movement | None = None
        is_new = workspace.records.find(Movement, movement.id) is None
        self._ledger = LineLedger(workspace.records, leave_out=movement.id)
        self._words = line_words(workspace, movement)
        self._room: MovementRoom | None = None
        self.setWindowTitle("Record movement" if is_new else "Change movement")
        self._make_fields(movement)
        self._lay_out("Record movement" if is_new else "Keep changes")
        self._fill_ends()
        self._connect()
        if not movement.from_line_id:
            self._from_line.setFocus()
        elif movement.state == "approved" and not movement.approved_by:
            self.blocks["approved_by"].go_to()
        else:
            self._amount.setFocus()

    # ------------------------------------------------------------------------------------------------ its parts

    def _make_fields(self, movement: Movement) -> None:
        self._kind = ChoiceBox()
        for key, words in MOVEMENT_KINDS:
            self._kind.addItem(words, key)
        self._kind.set_current_data(movement.kind)
        self._from_line, self._from_year = LinePicker(), ChoiceBox()
        self._to_line, self._to_year = LinePicker(), ChoiceBox()
        for years, name in ((self._from_year, "Year of the shortfall"), (self._to_year, "Year it goes to")):
            years.setAccessibleName(name)
        amount = plain_pounds(movement.amount_pence, grouped=True) if movement.amount_pence else ""
        self._amount = text_field(amount)
        set_tip(self._amount, "Type an amount like 33,899, 34k or £1.2m.")
        self._all = QPushButton("All")
        self._reason = words_field(movement.reason or "")
        self._state = SegmentedControl(APPROVALS, name="State")
        self._state.set_current(movement.state)
        self._approved_by = text_field(movement.approved_by or "", field_of(Movement, "approved_by").limit)
        self.blocks = {
            "kind": FieldBlock("Type", self._kind),
            "from_line_id": FieldBlock("Shortfall of", self._from_line, self._from_year),
            "to_line_id": FieldBlock("Slips to", self._to_line, self._to_year),
            "amount_pence": FieldBlock("Amount £", self._amount, self._all),
            "reason": FieldBlock("Why", self._reason),
            "state": FieldBlock("State", self._state),
            "approved_by": FieldBlock("Approved by", self._approved_by),
        }
        self.blocks["approved_by"].set_help("A board, a role or a change request.")

    def _lay_out(self, action: str) -> None:
        month = dates.period_label(self._movement.period)
        said = f"Choose where a shortfall goes. It counts from {month}."
        if self._workspace.is_closed(self._movement.period):
            said = (
                f"{said} {month} is closed, so this is a correction and needs a reason. The amount left is worked out "
                "from the latest figures reported, because no pound may be moved twice."
            )
        self.save = self.lay_out(action, make_label(said, "muted", wrap=True), wide=620)
        self._all.setAutoDefault(False)

    def _connect(self) -> None:
        self._kind.activated.connect(self._on_kind)
        self._from_year.activated.connect(lambda _: self._fill_ends())
        self._to_year.activated.connect(lambda _: self._fill_ends())
        self._from_line.line_chosen.connect(self._on_from_line)
        self._to_line.line_chosen.connect(lambda _: self._show_room())
        self._amount.textChanged.connect(lambda _: self._check_amount())
        self._all.clicked.connect(self._take_all)
        self._state.chosen.connect(lambda _: self._explain())
        self._approved_by.textChanged.connect(lambda _: self.blocks["approved_by"].set_problem(""))

    # -------------------------------------------------------------------------------------------- what is typed

    @property
    def kind(self) -> str:
        """The treatment chosen."""
        return str(self._kind.currentData())

    def typed(self) -> Movement:
        """Return the movement as it is filled in; an amount that cannot be read is 0."""
        kind, year = self.kind, cast("int", self._from_year.currentData())
        to_line: str | None = self._to_line.line_id or None
        to_year: int | None = cast("int | None", self._to_year.currentData())
        if kind == "write_off":
            to_line = to_year = None
        elif kind in {"offset", "transfer"}:
            to_year = year
        try:
            amount = field_of(Movement, "amount_pence").parse(self._amount.text())
        except FieldError:
            amount = 0
        return replace(
            self._movement,
            kind=kind,
            from_line_id=self._from_line.line_id,
            from_year=year,
            to_line_id=to_line,
            to_year=to_year,
            amount_pence=int(amount or 0),
            reason=self._reason.toPlainText().strip() or None,
            approved_by=self._approved_by.text().strip() or None,
            state=self._state.current,
        )

    def accept(self) -> None:
        """Record it, or say beside each field why not."""
        self.clear_problems()
        found = self._own_problems()
        if not found:
            movement = self.typed()
            try:
                self.recorded = self._workspace.attempt(
                    lambda reason: reporting.record_movement(
                        self._workspace.session, movement, reason=reason, mitigation_id=self._mitigation_id
                    )
                )
            except EditRefused as refused:
                found = [(_BLOCKS.get(item.key, item.key), item.sentence) for item in refused.problems]
        if found:
            self.show_problems(found)
        elif self.recorded is not None:
            super().accept()

    def _own_problems(self) -> list[tuple[str, str]]:
        found = []
        if not self._from_line.line_id:
            found.append(("from_line_id", "Choose the savings line that falls short, from the list."))
        if self.kind != "write_off" and not self._to_line.line_id:
            found.append(("to_line_id", "Choose the other savings line, from the list."))
        try:
            field_of(Movement, "amount_pence").parse(self._amount.text())
        except FieldError as error:
            found.append(("amount_pence", error.sentence))
        return found

    # ------------------------------------------------------------------------------------- what may be chosen

    def _fill_ends(self) -> None:
        """Offer the lines and years that the treatment allows, keeping what is chosen."""
        kind = self.kind
        shown = self._from_year.currentData()
        year = shown if shown is not None else self._movement.from_year
        self._fill_years(self._from_year, [*self._years(), year], year)
        records, ledger = self._workspace.records, self._ledger
        starts = (targets_left if kind == "transfer" else shortfalls)(records, ledger, year)
        note = "target" if kind == "transfer" else "unexplained"
        first = not self._from_line.count()
        start = self._movement.from_line_id if first else self._from_line.line_id
        self._from_line.set_lines(self._offered(starts, note, start), start)
        self.blocks["from_line_id"].set_label("Target of" if kind == "transfer" else "Shortfall of")
        block = self.blocks["to_line_id"]
        block.setVisible(kind != "write_off")
        block.set_label(TO_LABELS.get(kind, ""))
        self._to_year.setVisible(kind in {"slip", "early"})
        self._fill_to(kind, year, start, first=first)
        self._explain()
        self._show_room()

    def _fill_to(self, kind: str, year: int, start: str, *, first: bool) -> None:
        to_year = self._to_year.currentData() if self._to_year.count() else self._movement.to_year
        years = [item for item in self._years() if (item > year if kind == "slip" else item < year)]
        suggested = year + 1 if kind == "slip" else year - 1
        if kind in {"slip", "early"}:
            chosen = to_year if to_year in years else suggested
            self._fill_years(self._to_year, [*years, chosen], chosen)
            to_year = chosen
        chosen_line = (self._movement.to_line_id or "") if first else self._to_line.line_id
        if kind in {"slip", "early"} and not chosen_line:
            chosen_line = start
        if kind in {"offset", "early"}:
            donor_year = cast("int", to_year) if kind == "early" else year
            giving = donors(self._workspace.records, self._ledger, donor_year)
            offered = self._offered(giving, "to give", chosen_line, but=start if kind == "offset" else "")
            block = self.blocks["to_line_id"]
            label = dates.year_label(donor_year)
            block.set_help(
                f"The lines with a surplus in {label} that nobody has been given, the most first."
                if giving
                else f"No savings line has free surplus in {label}."
            )
        else:
            self.blocks["to_line_id"].set_help("")
            lines = [start, *(line for line in self._words if line != start)]
            own = kind == "slip"
            offered = [
                (line, self._words[line]) for line in lines if line in self._words and (own or line != start)
            ]
        if kind in {"offset", "transfer"} and chosen_line == start:
            chosen_line = ""
        self._to_line.set_lines(offered, chosen_line if chosen_line in self._words else "")

    def _offered(
        self, found: list[LineAmount], note: str, chosen: str, but: str = ""
    ) -> list[tuple[str, str]]:
        lines = [
            (item.line_id, f"{self._words[item.line_id]} — {format_pounds(item.pence)} {note}")
            for item in found
            if item.line_id in self._words and item.line_id != but
        ]
        if chosen in self._words and chosen != but and chosen not in {line for line, _ in lines}:
            lines.append((chosen, self._words[chosen]))
        return lines

    def _years(self) -> list[int]:
        years = self._workspace.context.years
        return list(range(years[0] - YEARS_BEYOND, years[-1] + YEARS_BEYOND + 1))

    @staticmethod
    def _fill_years(combo: ChoiceBox, years: list[int], chosen: int) -> None:
        combo.clear()
        for year in sorted(set(years)):
            combo.addItem(dates.year_label(year), year)
        combo.set_current_data(chosen)

    def _on_kind(self) -> None:
        self.blocks["to_line_id"].set_problem("")
        if self.kind in {"slip", "early"}:
            # These stay with their own line unless a person says otherwise.
            self._to_line.set_lines([(self._from_line.line_id, "")], self._from_line.line_id)
        self._fill_ends()

    def _on_from_line(self, line_id: str) -> None:
        self.blocks["from_line_id"].set_problem("")
        if self.kind in {"slip", "early"}:
            self._to_line.set_lines([(line_id, "")], line_id)
        self._fill_ends()

    # ------------------------------------------------------------------------------------------- what it says

    def _explain(self) -> None:
        self.blocks["kind"].set_help(EXPLANATIONS[self.kind])
        proposed = self._state.current == "proposed"
        self.blocks["state"].set_help(
            ""
            if not proposed
            else "No target moves until it is approved."
            if self.kind == "transfer"
            else "It counts as a plan straight away. Reports mark it “proposed” until it is approved."
        )

    def _show_room(self) -> None:
        movement = self.typed()
        line = movement.from_line_id
        needs_other = self.kind != "write_off" and not movement.to_line_id
        self._room = (
            None if not line or needs_other else reporting.room_for(self._workspace.session, movement)
        )
        block = self.blocks["from_line_id"]
        year = dates.year_label(movement.from_year)
        if line:
            here = self._ledger.at(line, movement.from_year)
            left = (
                f"The approved target for {year} is {format_pounds(here.target_pence)}."
                if self.kind == "transfer"
                else f"{format_pounds(here.no_plan_pence)} of the {format_pounds(here.to_find_pence)} to find"
                f" in {year} has no plan yet."
            )
            block.set_help(left)
        else:
            block.set_help(f"The lines with something left to explain in {year} are listed, the most first.")
        room = self._room
        most = room.most_pence if room else 0
        self._all.setText(f"All of it ({format_pounds(most)})" if room else "All")
        self._all.setEnabled(most > 0)
        set_tip(
            self._all,
            "Choose the savings lines first"
            if room is None
            else "Nothing is left to move"
            if not most
            else "Take as much as may be moved",
        )
        self.blocks["amount_pence"].set_help(limits(room) if room else "")
        self._check_amount()

    def _check_amount(self) -> None:
        """Say at once where the amount is too much; an empty field is still being filled in."""
        block = self.blocks["amount_pence"]
        if not self._amount.text().strip() or self._room is None:
            block.set_problem("")
            return
        try:
            field_of(Movement, "amount_pence").parse(self._amount.text())
        except FieldError as error:
            block.set_problem(error.sentence)
            return
        # As if proposed: who approved it is asked for when it is kept, not while it is typed.
        found = problems(replace(self.typed(), state="proposed"), self._workspace.records)
        block.set_problem(" ".join(problem.sentence for problem in found if problem.key == "amount_pence"))

    def _take_all(self) -> None:
        if self._room is not None:
            self._amount.setText(plain_pounds(self._room.most_pence, grouped=True))
            self._amount.setFocus()
