"""What new target amounts come to: for each line and year from what to what, and together."""

from collections.abc import Mapping

from msgspec import Struct

from asc_desktop.domain.rules.position import Cell, Positions


class TargetStep(Struct, frozen=True):
    """One approved target and what it is to become, in pence."""

    line_id: str
    year: int
    old_pence: int
    new_pence: int

    @property
    def change_pence(self) -> int:
        """What the change request takes the target up by; negative where it lowers it."""
        return self.new_pence - self.old_pence


def target_steps(ledger: Positions, wanted: Mapping[Cell, int]) -> list[TargetStep]:
    """Return a step for each line and year whose target is to be another; the others are left out."""
    steps = [
        TargetStep(line_id, year, ledger.at(line_id, year).target_pence, pence)
        for (line_id, year), pence in wanted.items()
    ]
    return [step for step in steps if step.change_pence]


def total_change(steps: list[TargetStep]) -> int:
    """Return by how much the steps take the approved targets up together, in pence."""
    return sum(step.change_pence for step in steps)
