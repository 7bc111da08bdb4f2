"""The decisions that a board is asked for, as the Cover and the Summary list them, in those sheets' columns."""

from typing import Final

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.report.views_decisions import DecisionReport
from asc_desktop.excel.workbook import SheetWriter

_SUBJECT, _VALUE, _KIND, _CALL_IN = 1, 9, 10, 13
_LAST: Final = 16


def write_decisions(page: SheetWriter, decisions: list[DecisionReport]) -> None:
    """Write decisions in the Summary's columns: reference, subject, value, who takes it and its call-in."""
    plain, right = page.styles.header(), page.styles.header(align="right")
    page.fill(range(len(page.columns)), plain)
    for column, words, style in (
        (0, "Ref", plain), (_SUBJECT, "Decision", plain), (_VALUE, "Value", right),
        (_KIND, "Taken by", page.styles.header(indent=1, align="left")), (_CALL_IN, "Call-in", plain),
    ):  # fmt: skip
        page.text(column, words, style)
    page.end_row(16, keep=True)
    for decision in decisions:
        _write_decision(page, decision)


def _write_decision(page: SheetWriter, decision: DecisionReport) -> None:
    cell, bold = page.styles.cell(), page.styles.cell(bold=True)
    inset = page.styles.cell(indent=1, align="left")
    page.text(0, decision.ref, bold)
    subject = f"{decision.subject}{' (key decision)' if decision.key_decision else ''}"
    page.merged(_SUBJECT, _VALUE - 1, subject, cell)
    page.money(_VALUE, decision.value_pence, page.styles.pounds())
    page.merged(_KIND, _CALL_IN - 1, decision.kind_label, inset)
    page.merged(_CALL_IN, _LAST, call_in_words(decision), cell)
    page.end_row(
        max(
            page.fitted_over(
                [
                    (_SUBJECT, _VALUE - 1, subject),
                    (_KIND, _CALL_IN - 1, f"{decision.kind_label}   "),
                    (_CALL_IN, _LAST, call_in_words(decision)),
                ]
            ),
            page.fitted([(0, f"{decision.ref}  ")]),
        ),
        keep=True,
    )


def call_in_words(decision: DecisionReport) -> str:
    """Return whether a decision may be called in, and until when where that is known."""
    if not decision.subject_to_call_in:
        return "Not subject to call-in"
    if decision.call_in_expires:
        return f"Subject to call-in until {date_label(decision.call_in_expires)}"
    return "Subject to call-in"
