"""Decisions and funding: the pipeline, each decision with what comes next, what each fund has left, the reasons."""

from typing import Any, Final

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.report.decision_words import SOURCE, decision_details, repeat_awards, stage_next
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_decisions import DecisionReport, FundingSourceReport
from asc_desktop.domain.words import number_of
from asc_desktop.excel.formulas import with_rest
from asc_desktop.excel.styles import MUTED, NEGATIVE, SMALL_POINTS
from asc_desktop.excel.workbook import PackBook, SheetWriter, clean, pounds

NAME: Final = "Decisions and funding"
TABLE: Final = "Decisions"
_COLUMNS: Final = (
    ("Ref", 84),
    ("Decision", 276),
    ("Taken by", 130),
    ("Stage", 100),
    ("Value", 92),
    ("Funded", 92),
    ("Decided", 82),
    ("Call-in expires", 86),
    ("What comes next", 270),
)
_REF, _SUBJECT, _KIND, _STAGE, _VALUE, _FUNDED, _DECIDED, _CALL_IN, _NEXT = range(9)
_LAST: Final = len(_COLUMNS) - 1
_COUNT: Final = '0;-0;"–"'


def is_needed(book: PackBook) -> bool:
    """Return whether there is anything to show."""
    return bool(book.report.decisions or book.report.funding_sources)


def columns(book: PackBook) -> list[int]:
    """Return the widths of the sheet's columns."""
    every = [sum(item.value_pence or 0 for item in book.report.decisions)]
    every += [item.provision_pence for item in book.report.funding_sources]
    money = book.fit.money_pixels(every, least=92)
    return [money if place in {_VALUE, _FUNDED} else pixels for place, (_, pixels) in enumerate(_COLUMNS)]


def write(book: PackBook, page: SheetWriter) -> None:
    """Write the sheet."""
    report = book.report
    page.title("Decisions and funding", f"{report.programme}, {book.period_words}. {_headline(report)} £.")
    if report.decisions:
        _write_pipeline(page, report)
        _write_decisions(page, report)
    else:
        page.paragraph("No decision recorded.")
    if report.funding_sources:
        _write_funding(page, report)
    _write_repeat_awards(page, report)
    for decision in report.decisions:
        _write_detail(page, decision)
    page.finish()


def _headline(report: Report) -> str:
    """Return how many decisions wait for the board, and how many have a warning."""
    waiting = sum(1 for item in report.decisions if item.stage == "for_decision")
    warned = sum(1 for item in report.decisions if item.warnings)
    words = f"{number_of(len(report.decisions), 'decision')}, {waiting} for decision"
    return f"{words}, {warned} with a warning." if warned else f"{words}."


def _write_pipeline(page: SheetWriter, report: Report) -> None:
    page.heading("Pipeline")
    plain, right = page.styles.header(), page.styles.header(align="right")
    page.fill(range(len(_COLUMNS)), plain)
    for column, words, style in (
        (_REF, "Stage", plain), (_KIND, "Decisions", right), (_VALUE, "Value", right),
    ):  # fmt: skip
        page.text(column, words, style)
    page.merged(_DECIDED, _LAST, "Next", page.styles.header(indent=1, align="left"))
    page.end_row(17, keep=True)
    shown = [stage for stage in report.decision_pipeline if stage.decisions]
    for stage in shown:
        page.fill(range(len(_COLUMNS)), page.styles.cell())
        page.merged(_REF, _SUBJECT, stage.stage_label, page.styles.cell())
        held = [item for item in report.decisions if item.stage == stage.stage]
        condition = f'{TABLE}[Stage],"{stage.stage_label}"'
        page.formula(
            _KIND,
            with_rest(f"=COUNTIF({condition})", stage.decisions - len(held)),
            stage.decisions,
            page.styles.cell(align="right", num_format=_COUNT),
        )
        rest = stage.value_pence - sum(item.value_pence or 0 for item in held)
        page.formula(
            _VALUE,
            with_rest(f"=SUMIF({condition},{TABLE}[Value])", pounds(rest)),
            pounds(stage.value_pence),
            page.styles.pounds(),
        )
        due = stage_next(stage)
        page.merged(_DECIDED, _LAST, due, page.styles.cell(indent=1, align="left"))
        page.end_row(page.fitted_over([(_DECIDED, _LAST, due)]), keep=stage is not shown[-1])
    page.gap()


def _write_decisions(page: SheetWriter, report: Report) -> None:
    page.heading("Decisions")
    header = page.row
    page.end_row(28, keep=True)
    for decision in report.decisions:
        _write_decision(page, decision)
    sides = {
        _VALUE: page.styles.header(align="right"),
        _FUNDED: page.styles.header(align="right"),
        _DECIDED: page.styles.header(align="left", indent=1),
    }
    page.sheet.add_table(
        header,
        0,
        page.row - 1,
        _LAST,
        {
            "name": TABLE,
            "style": None,
            "autofilter": False,
            "columns": [
                {"header": name, "header_format": sides.get(place, page.styles.header())}
                for place, (name, _) in enumerate(_COLUMNS)
            ],
        },
    )
    page.fill(range(len(_COLUMNS)), page.styles.total())
    page.text(_SUBJECT, "Total", page.styles.total())
    for column, pence in (
        (_VALUE, sum(item.value_pence or 0 for item in report.decisions)),
        (_FUNDED, sum(item.funding_pence for item in report.decisions)),
    ):
        formula = f"=SUM({TABLE}[{_COLUMNS[column][0]}])"
        page.formula(column, formula, pounds(pence), page.styles.total_pounds())
    page.end_row(17)
    page.gap()


def _write_decision(page: SheetWriter, decision: DecisionReport) -> None:
    styles = page.styles
    marks = [words for words, on in (("Key decision", decision.key_decision),) if on]
    if decision.forward_plan_ref:
        marks.append(f"forward plan {decision.forward_plan_ref}")
    subject = "\n".join(part for part in (decision.subject, ", ".join(marks)) if part)
    words = {
        _REF: decision.ref,
        _SUBJECT: subject,
        _KIND: decision.kind_label,
        _STAGE: decision.stage_label,
        _NEXT: _next_words(decision),
    }
    for column, text in words.items():
        page.text(column, text, styles.cell(bold=True) if column == _REF else styles.cell())
    page.money(_VALUE, decision.value_pence, styles.pounds())
    gap = bool(decision.funding_gap_pence) and any(
        item.kind == "funding_differs" for item in decision.warnings
    )
    page.money(
        _FUNDED,
        decision.funding_pence,
        styles.pounds(bold=True, font_color=NEGATIVE) if gap else styles.pounds(),
    )
    page.day(_DECIDED, decision.decision_date, styles.date(indent=1))
    if decision.subject_to_call_in:
        page.day(_CALL_IN, decision.call_in_expires, styles.date())
    else:
        page.text(_CALL_IN, "Not subject", styles.cell(font_color=MUTED))
    page.end_row(page.fitted(list(words.items())))


def _next_words(decision: DecisionReport) -> str:
    """Return what comes next and when, and below it each warning."""
    parts = []
    if decision.next_step:
        days = decision.days_left
        left = f" ({number_of(days, 'day')})" if days is not None and days >= 0 else ""
        when = f", {date_label(decision.next_date)}{left}" if decision.next_date else ""
        parts.append(f"{decision.next_step}{when}")
    parts += [f"• {item.sentence}" for item in decision.warnings]
    return clean("\n".join(parts))


def _write_funding(page: SheetWriter, report: Report) -> None:
    page.heading("Funding by source")
    plain, right = page.styles.header(), page.styles.header(align="right")
    page.fill(range(len(_COLUMNS)), plain)
    for column, words, style in (
        (_REF, "Source", plain), (_KIND, "Year", plain), (_STAGE, "Provision", right), (_VALUE, "Committed", right),
        (_FUNDED, "Left", right),
    ):  # fmt: skip
        page.text(column, words, style)
    page.merged(_DECIDED, _LAST, "Decisions that draw on it", page.styles.header(indent=1, align="left"))
    page.end_row(17, keep=True)
    first = page.row + 1
    for source in report.funding_sources:
        _write_source(page, source)
    page.fill(range(len(_COLUMNS)), page.styles.total())
    page.text(_REF, "All sources", page.styles.total())
    for column, key in ((_STAGE, "provision_pence"), (_VALUE, "committed_pence"), (_FUNDED, "left_pence")):
        name = "ABCDEFGHI"[column]
        pence = sum(getattr(source, key) for source in report.funding_sources)
        page.formula(
            column, f"=SUM({name}{first}:{name}{page.row})", pounds(pence), page.styles.total_pounds()
        )
    page.end_row(17)
    page.gap()


def _write_source(page: SheetWriter, source: FundingSourceReport) -> None:
    styles = page.styles
    refs = ", ".join(source.decision_refs)
    page.merged(_REF, _SUBJECT, source.name, styles.cell())
    page.text(_KIND, source.year, styles.cell())
    page.money(_STAGE, source.provision_pence, styles.pounds())
    page.money(_VALUE, source.committed_pence, styles.pounds())
    row = page.row + 1
    loud = {"bold": True, "font_color": NEGATIVE} if source.left_pence < 0 else {}
    page.formula(_FUNDED, f"=D{row}-E{row}", pounds(source.left_pence), styles.pounds(**loud))
    page.merged(_DECIDED, _LAST, refs, styles.cell(indent=1, align="left"))
    page.end_row(page.fitted_over([(_REF, _SUBJECT, source.name), (_DECIDED, _LAST, f"{refs}   ")]))


def _write_repeat_awards(page: SheetWriter, report: Report) -> None:
    """Write each supplier with several awards within a year, once: the award that completes the largest total."""
    sentences = repeat_awards(report.decisions)
    if not sentences:
        return
    page.heading("Repeat awards within a year")
    for sentence in sentences:
        page.paragraph(sentence)
    page.gap()


# ----------------------------------------------------------------------------------------- each one in full


def _write_detail(page: SheetWriter, decision: DecisionReport) -> None:
    """Write what is decided and why, the options, who is paid, the advice and what it implies."""
    shown = decision_details(decision)
    if not shown:
        return
    page.heading(f"{decision.ref} {decision.subject}", points=11)
    for label, words in shown:
        muted: dict[str, Any] = {"font_color": MUTED, "font_size": SMALL_POINTS} if label == SOURCE else {}
        page.labelled(label, words, **muted)
    page.gap()
