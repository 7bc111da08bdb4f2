"""A merge as its window is handed one, with every kind of conflict, that follows what is chosen in the simplest way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from asc_desktop.domain.merging.conflicts import Choice, Conflict, Rule, Said
from asc_desktop.domain.words import shortened
from asc_desktop.services.merging import Applied, Away, CopyMerge, Incoming

T = TypeVar("T")
ANN, BEA = "Ann Officer", "Bea Commissioner"
THEN, LATER = "2024-06-14T09:42:10.000Z", "2024-06-17T15:05:00.000Z"
OURS_TEXT = "Two providers have signed. The third waits for its lawyers."
THEIRS_TEXT = "Three providers have signed.\n\nRecruitment of the reviewers began on 10 June and is on time."

CONFLICTS = (
    Conflict(
        key="forecast", kind="both", table="savings_position", record_id="f-1", field="forecast_pence",
        record_words="P-033 Supported Living: forecast 2024/25, June 2024", label="Forecast",
        sentence="The forecast was changed in both.",
        ours=Said(45_000_000, "450,000", ANN, THEN), theirs=Said(41_000_000, "410,000", BEA, LATER),
        before=63_489_900,
    ),
    Conflict(
        key="narrative", kind="both", table="status_update", record_id="s-1", field="narrative",
        record_words="P-031 Shared Lives: status for June 2024", label="Narrative",
        sentence="The narrative was written in both.",
        ours=Said(OURS_TEXT, shortened(OURS_TEXT), ANN, THEN),
        theirs=Said(THEIRS_TEXT, shortened(THEIRS_TEXT), BEA, LATER),
    ),
    Conflict(
        key="deleted", kind="deleted", table="exception", record_id="e-1",
        record_words="P-034 Supported Living under 65s: Fewer moves than planned", label="Exception",
        sentence="Fewer moves than planned: deleted here; in the copy a mitigation was added (Recruit to post).",
        ours=Said(None, "Deleted", ANN, THEN),
        theirs=Said(None, "a mitigation was added (Recruit to post)", BEA, LATER),
        others=("a mitigation was added (Recruit to post)",),
    ),
    Conflict(
        key="name", kind="name", table="project", record_id="p-9", field="ref",
        record_words="P-054 Falls prevention", label="Reference",
        sentence="P-054 was given twice: Day centres here, Falls prevention in the copy. Both are kept, and the one in "
        "the copy becomes P-054 (b).",
        ours=Said("P-054", "Day centres", ANN, THEN), theirs=Said("P-054", "Falls prevention", BEA, LATER),
        suggested="P-054 (b)", may_be_left=True,
    ),
    Conflict(
        key="over", kind="over", table="movement", record_id="m-1", field="amount_pence",
        record_words="P-033 Supported Living, offset", label="Amount",
        sentence="This is £70,000 more than is left. Each side keeps this rule; both together do not.",
        theirs=Said(None, "a movement was added (£120,000)", BEA, LATER),
        may_be_left=True,
    ),
    Conflict(
        key="closed", kind="closed", table="status_update", record_id="s-2",
        record_words="P-036 Jackdawe transition, May 2024", label="May 2024",
        sentence="P-036 Jackdawe transition: May 2024 was closed here, and in the copy it was changed after that.",
        theirs=Said(None, "delivery status became Experiencing obstacles", BEA, LATER),
        needs_reason=True,
    ),
)  # fmt: skip
"""One of each kind, and a long text."""

COMES_IN = (
    Incoming(
        table="project", record_id="p-9", record_words="P-054 Falls prevention", noun="project", what="added",
        who=BEA, at=LATER,
    ),
    Incoming(
        table="savings_position", record_id="f-2", record_words="P-034 Supported Living under 65s: 2024/25",
        noun="savings position", what="changed", label="Delivered to date", old="£61,000", new="£74,500",
        who=BEA, at=LATER,
    ),
    Incoming(
        table="milestone", record_id="m-2", record_words="P-031 Shared Lives: Recruit to post", noun="milestone",
        what="changed", label="Forecast date", old="31 Jul 2024", new="31 Aug 2024", who="Cai Analyst", at=THEN,
    ),
    Incoming(
        table="issue", record_id="i-2", record_words="P-031: Landlord is selling", noun="issue", what="deleted",
        who=BEA, at=LATER,
    ),
)  # fmt: skip


def _here(work: Callable[[], T]) -> T:
    return work()


class FakeMerge(CopyMerge):
    """One that knows beforehand what is in conflict and what comes in; what was asked of it is kept."""

    def __init__(
        self,
        conflicts: tuple[Conflict, ...] = CONFLICTS,
        comes_in: tuple[Incoming, ...] = COMES_IN,
        told: tuple[str, ...] = (),
    ) -> None:
        self._conflicts, self._told = conflicts, told
        self.chosen: dict[str, Choice] = {}
        self.applied: list[str] = []
        self._comes_in = comes_in

    @property
    def file(self) -> str:
        return "Care Placement working copy.ascp"

    @property
    def whose(self) -> str:
        return BEA

    @property
    def new_actions(self) -> int:
        return 24

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return self._conflicts

    @property
    def told(self) -> tuple[str, ...]:
        return self._told

    @property
    def is_nothing_new(self) -> bool:
        return not self._comes_in

    @property
    def comes_in(self) -> tuple[Incoming, ...]:
        return self._comes_in

    @property
    def unsettled(self) -> tuple[Conflict, ...]:
        return tuple(
            conflict
            for conflict in self.conflicts
            if conflict.key not in self.chosen and not conflict.may_be_left
        )

    @property
    def choices(self) -> Mapping[str, Choice]:
        return self.chosen

    def settle(self, key: str, choice: Choice | None) -> None:
        if choice is not None:
            self.chosen[key] = choice

    def settle_all(self, rule: Rule, *, reason: str = "") -> None:
        for conflict in self.unsettled:
            self.chosen[conflict.key] = Choice(rule, reason=reason)

    def apply(self, *, reason: str = "", away: Away = _here) -> Applied:
        away(lambda: self.applied.append(reason))
        sentence = "24 changes came in. One Undo takes all of it back."
        return Applied(sentence=sentence, action="Merge", backup=Path("backups") / "ours.ascp")
