"""The frozen views of what changed between two reports: since the last board, or between any two snapshots."""

from msgspec import Struct


class ChangeRow(Struct, frozen=True):
    """One change. ``before`` and ``after`` are in words, empty where the record stood in only one of the reports.

    ``change`` is ``new``, ``gone`` or ``changed``; ``effect`` is ``worse``, ``better`` or ``neutral``.
    ``amount_pence`` is what is after less what was before, None where no money is meant; ``difference`` says how much
    in words: ``£42,000 less``, ``7 days later``. ``page`` is where the record is shown; ``project_id`` may be empty,
    and so is ``programme`` where what changed is of none, such as a field of the council's own.
    """

    id: str
    kind: str
    kind_label: str
    record_id: str
    project_id: str
    project_ref: str
    project: str
    what: str
    before: str
    after: str
    difference: str
    amount_pence: int | None
    change: str
    change_label: str
    effect: str
    effect_label: str
    page: str
    programme: str = ""


class FigureChange(Struct, frozen=True):
    """One of the six key figures before and after; ``pence`` or ``count`` is the change, and the other None."""

    key: str
    label: str
    before: str
    after: str
    difference: str
    pence: int | None
    count: int | None
    effect: str
    effect_label: str
    shows: str


class KindCount(Struct, frozen=True):
    """How many changes of a kind there are, and of them how many are worse and how many better."""

    kind: str
    label: str
    count: int
    worse: int
    better: int


class ReportChanges(Struct, frozen=True):
    """What changed from one report to another of the same programme; the worst first, then the largest amount.

    ``before_name`` and ``after_name`` are what the two are called: a snapshot's name, or the period as it stands now.
    ``kinds`` lists the kinds that changed, in the order in which a pack tells of them. ``notes`` are sentences about
    what cannot be compared.
    """

    programme: str
    before_name: str
    before_period: str
    before_label: str
    after_name: str
    after_period: str
    after_label: str
    sentence: str
    figures: tuple[FigureChange, ...]
    kinds: tuple[KindCount, ...]
    rows: tuple[ChangeRow, ...]
    notes: tuple[str, ...]

    def of_kind(self, kind: str) -> tuple[ChangeRow, ...]:
        """Return the changes of a kind, in order."""
        return tuple(row for row in self.rows if row.kind == kind)
