"""What one writing of a pack is given beside its report: its plan, what it is compared with, and its marking."""

from msgspec import Struct

from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.pack_detail import closed_words
from asc_desktop.domain.report.pack_plan import TEMPLATES, PackPlan
from asc_desktop.domain.report.publication import appendix_report, marking
from asc_desktop.domain.report.views_changes import ReportChanges
from asc_desktop.domain.words import one_or_number

PUBLIC = "PUBLIC"
INTERNAL = "For board members"
NOT_FOR_PUBLICATION = "NOT FOR PUBLICATION"
_EXEMPT = f"{NOT_FOR_PUBLICATION}: Exempt information"


class Edition(Struct, frozen=True):
    """A pack's plan, what it is compared with, which board it is for, and the words about what it leaves out.

    ``frozen`` is a sentence about the snapshot that the pack was written from, empty where it is of live figures.
    Of a pack for the public, ``reveals`` is how many exempt figures its totals would tell, and ``is_settled`` says that
    no warning stands against it, waived or not: only then does it say of itself that it may be published.
    """

    plan: PackPlan = TEMPLATES[0]
    changes: ReportChanges | None = None
    board: str = ""
    frozen: str = ""
    left_out: str = ""
    reveals: int = 0
    is_settled: bool = False
    closed: frozenset[str] = frozenset()
    """The ids of closed projects whose detail is left out, while all of it counts."""

    @property
    def closed_words(self) -> str:
        """The sentence about the closed projects that are not listed; empty where all are."""
        return closed_words(len(self.closed))

    @property
    def is_partial(self) -> bool:
        """Whether records are left out whose figures stay in the totals."""
        return self.plan.audience in {"public", "appendix"}

    @property
    def is_appendix(self) -> bool:
        """Whether this is the second file of a pack for the public, which says of itself that it is confidential."""
        return self.plan.audience == "appendix"

    @property
    def file_kind(self) -> str:
        """What the file is, for its title."""
        return "confidential appendix" if self.is_appendix else "board pack"


WHOLE = Edition()
"""The board’s monthly pack, of live figures, compared with nothing."""


class Marking(Struct, frozen=True):
    """What stands on every page, short enough for a page's header, and the sentence for the cover."""

    short: str
    full: str

    @property
    def is_exempt(self) -> bool:
        """Whether exempt records are in it."""
        return self.short.startswith(_EXEMPT)

    @property
    def is_withheld(self) -> bool:
        """Whether there is anything that may not be published."""
        return self.short.startswith(NOT_FOR_PUBLICATION)


def marking_of(report: Report, edition: Edition) -> Marking:
    """Return how a pack is marked: for the public, or with the paragraphs of the exempt records in it."""
    if edition.plan.audience == "public":
        return _public_marking(edition)
    paragraphs = appendix_report(report).paragraphs if report.exempt else ()
    if not paragraphs:
        return Marking(INTERNAL, "")
    numbers = ", ".join(paragraphs)
    noun = "paragraph" if len(paragraphs) == 1 else "paragraphs"
    short = f"{_EXEMPT}, {noun} {numbers} of Schedule 12A, Local Government Act 1972"
    return Marking(short, marking(paragraphs))


def _public_marking(edition: Edition) -> Marking:
    if edition.reveals:
        figures = one_or_number(edition.reveals, "an exempt figure", "exempt figure")
        return Marking(
            f"{NOT_FOR_PUBLICATION}: its totals reveal what is exempt",
            f"This pack may not be published as it is: its totals would reveal {figures}.",
        )
    if edition.is_settled:
        return Marking(PUBLIC, "This pack may be published.")
    return Marking(
        PUBLIC, "Not every warning against this pack is settled. Settle them before it is published."
    )
