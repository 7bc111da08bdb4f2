"""The frozen views of publication: exempt records, what a public report leaves out, and totals that would tell."""

from msgspec import Struct


class ExemptReport(Struct, frozen=True):
    """A record that is exempt from publication, by its own mark or with the record that it belongs to.

    ``mark_id`` is empty where another record's mark carries it; ``marked_id`` is then that record, else its own id.
    """

    record_id: str
    table: str
    kind: str
    title: str
    paragraph: str
    paragraph_words: str
    reason: str
    mark_id: str
    marked_id: str
    marked_title: str
    programme_id: str
    programme: str

    @property
    def words(self) -> str:
        """That the record is exempt, under which paragraph and why."""
        carried = "" if self.mark_id else f" with {self.marked_title}"
        return f"Exempt{carried}, {self.paragraph_words}. {self.reason}"


class LeftOut(Struct, frozen=True):
    """How many records of a kind a public report leaves out, and under which paragraphs."""

    table: str
    kind: str
    count: int
    paragraphs: tuple[str, ...]
    sentence: str


class DisclosureWarning(Struct, frozen=True):
    """A total that, less what a public report shows of it, would reveal one exempt record's figure.

    ``total`` names it in words; ``years`` are labels, empty where the total is of no year; ``amount_pence`` is the
    figure of the first of them, None where what is revealed is no amount. ``suggestion`` is a way out.
    """

    id: str
    total_kind: str
    total: str
    years: tuple[str, ...]
    record_id: str
    table: str
    title: str
    paragraph: str
    amount_pence: int | None
    sentence: str
    suggestion: str
