"""The frozen views of reconciliation in the report."""

from msgspec import Struct

from asc_desktop.domain.rules.cross_footing import Finding, WrongCell


class ControlTotalReport(Struct, frozen=True):
    """A published total beside its savings lines; ``difference_pence`` is published less lines.

    ``result`` is ``agrees``, ``rounding``, ``explained``, ``part`` (partly explained) or ``differs``; ``left_pence`` is
    what no explanation covers, nothing where it is within rounding.
    """

    id: str
    programme: str
    name: str
    source: str
    year: str
    selection: str
    basis: str
    precision_pence: int
    published_pence: int
    lines_pence: int
    difference_pence: int
    explained_pence: int | None
    left_pence: int
    explanation: str
    result: str
    result_label: str
    sentence: str
    line_ids: tuple[str, ...]


class PublishedTableReport(Struct, frozen=True):
    """A published table and what its cross-footing found; ``rows`` hold the heading and the cells as printed.

    ``state`` is ``adds``, ``rounding``, ``wrong``, ``explained`` (wrong, with an explanation) or ``unreadable``.
    """

    id: str
    programme: str
    name: str
    source: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    precision_pence: int
    state: str
    state_label: str
    sentence: str
    findings: tuple[Finding, ...]
    wrong_cells: tuple[WrongCell, ...]
    notes: tuple[str, ...]
    explanation: str


class ReconciliationReport(Struct, frozen=True):
    """Control totals in the order of their papers, and published tables."""

    control_totals: tuple[ControlTotalReport, ...]
    tables: tuple[PublishedTableReport, ...]
