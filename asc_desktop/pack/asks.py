"""For the board: how each programme is and why, the commentary, and what is to decide, to approve and to note."""

from collections.abc import Iterator

from asc_desktop.domain.report.boards import next_board_words
from asc_desktop.domain.report.model import MovementReport, Report
from asc_desktop.domain.report.views_change_requests import ChangeRequestReport
from asc_desktop.domain.report.views_decisions import DecisionReport
from asc_desktop.domain.report.views_overall import OverallReport
from asc_desktop.pack.document import (
    Block,
    Cell,
    Column,
    Day,
    Heading,
    Letter,
    Money,
    Note,
    Section,
    Words,
    table_of,
)  # fmt: skip
from asc_desktop.pack.edition import Edition

_OVERALL = (
    Column("Programme", 260, "name"),
    Column("By the figures", 90, "letter"),
    Column("By the lead", 90, "letter"),
    Column("Why", 772, "name", span=4),
)
_DECISIONS = (
    Column("Decision", 260, "name"),
    Column("Ref", 90),
    Column("Value £", 90, "money"),
    Column("Taken by", 180, "name"),
    Column("Recommended", 300, "name"),
    Column("What comes next", 180, "name"),
    Column("On", 90, "day"),
)
_MOVEMENTS = (
    Column("From", 260, "name"),
    Column("From year", 90),
    Column("Amount £", 90, "money", total=True),
    Column("Type", 180, "name"),
    Column("To", 300, "name"),
    Column("To year", 180),
)
_REQUESTS = (
    Column("Savings line", 260, "name"),
    Column("Year", 90),
    Column("Change £", 90, "money", total=True),
    Column("Request", 180, "name"),
    Column("Reason", 300, "name"),
)
_DECIDE = "for_decision"
_COMING = ("advice", "forward_plan")


def asks(report: Report, _edition: Edition) -> Section:
    """Return the section; it has no blocks where there is neither a project nor a decision.

    Where nothing is asked of the board it says so.
    """
    if not (report.projects or report.decisions):
        return Section("asks", "For the board", "", ())
    blocks = [*_overall(report.overall), *_asked(report), *_coming(report)]
    note = "How the programme is, what the board is asked to decide and approve, and what comes next."
    return Section("asks", "For the board", note, tuple(blocks))


def _overall(overall: tuple[OverallReport, ...]) -> Iterator[Block]:
    if not overall:
        return
    yield table_of("", _OVERALL, map(_overall_cells, overall))
    for item in overall:
        if item.commentary:
            yield Heading("Commentary" if len(overall) == 1 else f"Commentary: {item.programme}")
            yield Note(item.commentary, is_quiet=False)


def _overall_cells(item: OverallReport) -> tuple[Cell, ...]:
    return (
        Words(item.programme, item.lead, strong=True),
        Letter(item.rag),
        Letter(item.lead_rag) if item.lead_rag else Words(""),
        Words(" ".join(item.why)),
    )


def _asked(report: Report) -> Iterator[Block]:
    decide = [item for item in report.decisions if item.stage == _DECIDE]
    proposed = [item for item in report.movements if item.state == "proposed"]
    if not (decide or proposed or report.change_requests):
        yield Heading("To decide and approve")
        yield Note("Nothing waits for the board’s decision or approval.", is_quiet=False)
    if decide:
        yield Heading("To decide")
        yield table_of("Decisions_asked", _DECISIONS, map(_decision_cells, decide))
    if proposed:
        yield Heading("To approve: movements of savings")
        yield table_of("Movements_asked", _MOVEMENTS, map(_movement_cells, proposed))
    if report.change_requests:
        yield Heading("To approve: changes to savings targets")
        yield table_of("Changes_asked", _REQUESTS, map(_request_cells, report.change_requests))


def _coming(report: Report) -> Iterator[Block]:
    coming = [item for item in report.decisions if item.stage in _COMING]
    board = next_board_words(report.boards)
    if not (coming or board):
        return
    yield Heading("To note: what comes next")
    if board:
        yield Note(f"{board}.", is_quiet=False)
    if coming:
        coming.sort(key=lambda item: (item.next_date or "9999", item.ref))
        yield table_of("Decisions_to_come", _DECISIONS, map(_decision_cells, coming))


def _decision_cells(item: DecisionReport) -> tuple[Cell, ...]:
    return (
        Words(item.subject, "Key decision" if item.key_decision else "", strong=True),
        Words(item.ref),
        Money(item.value_pence),
        Words(item.kind_label),
        Words(item.recommended),
        Words(item.next_step),
        Day(item.next_date),
    )


def _movement_cells(item: MovementReport) -> tuple[Cell, ...]:
    return (
        Words(item.from_label, item.reason, strong=True),
        Words(item.from_year),
        Money(item.amount_pence),
        Words(item.kind_label),
        Words(item.to_label or (item.from_label if item.to_year else "")),
        Words(item.to_year),
    )


def _request_cells(item: ChangeRequestReport) -> tuple[Cell, ...]:
    return (
        Words(item.label, strong=True),
        Words(item.year),
        Money(item.change_pence),
        Words(item.reference),
        Words(item.reason),
    )
