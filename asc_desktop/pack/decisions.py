"""Decisions and funding: the pipeline, each decision with what comes next, what each fund has left, the reasons."""

from collections.abc import Sequence

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.report.decision_words import SOURCE, decision_details, repeat_awards, stage_next
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.views_decisions import DecisionReport, DecisionStage, FundingSourceReport
from asc_desktop.domain.words import number_of
from asc_desktop.pack.document import (
    Block,
    Cell,
    Chart,
    Column,
    Day,
    Fact,
    Facts,
    Heading,
    Money,
    Note,
    Number,
    Section,
    Tie,
    Words,
    table_of,
)  # fmt: skip
from asc_desktop.pack.edition import Edition

_TABLE = "Decisions"
_STAGE, _VALUE = "Stage", "Value £"
_PIPELINE = (
    Column(_STAGE, 360, "name", span=2),
    Column("Decisions", 124, "number"),
    Column(_VALUE, 100, "money"),
    Column("Next", 628, "name", span=6),
)
_COLUMNS = (
    Column("Ref", 84),
    Column("Decision", 246, "name"),
    Column("Taken by", 124, "name"),
    Column(_STAGE, 100),
    Column(_VALUE, 88, "money", total=True),
    Column("Funded £", 88, "money", total=True),
    Column("Decided", 82, "day"),
    Column("Call-in expires", 86, "day"),
    Column("What comes next", 150, "name"),
    Column("To look at", 200, "name"),
)
_FUNDING = (
    Column("Source", 330, "name", span=2),
    Column("Year", 124),
    Column("Provision £", 100, "money", total=True),
    Column("Committed £", 88, "money", total=True),
    Column("Left £", 88, "money", total=True, less=("Provision £", "Committed £")),
    Column("Decisions that draw on it", 518, "name", span=4),
)


def decisions(report: Report, _edition: Edition) -> Section:
    """Return the section; it has no blocks where there is neither a decision nor a fund."""
    return Section(
        "decisions",
        "Decisions and funding",
        f"{_headline(report.decisions)} As at {date_label(report.as_at)}. £.",
        (*_pipeline(report), *_funding(report), *_awards(report), *_in_full(report)),
    )


def _headline(held: Sequence[DecisionReport]) -> str:
    """Return how many decisions wait for the board, and how many have a warning."""
    waiting = sum(1 for item in held if item.stage == "for_decision")
    warned = sum(1 for item in held if item.warnings)
    words = f"{number_of(len(held), 'decision')}, {waiting} for decision"
    return f"{words}, {warned} with a warning." if warned else f"{words}."


def _pipeline(report: Report) -> tuple[Block, ...]:
    if not report.decisions:
        return (Note("No decision recorded.", is_quiet=False),) if report.funding_sources else ()
    order = [stage.stage for stage in report.decision_pipeline]
    ranked = sorted(report.decisions, key=lambda item: order.index(item.stage))
    stages = [stage for stage in report.decision_pipeline if stage.decisions]
    left = sum(stage.decisions for stage in stages) - len(ranked)
    words = (
        f"The pipeline counts every decision; {number_of(left, 'decision is', 'decisions are')} not listed."
    )
    return (
        Heading("Pipeline"),
        table_of("", _PIPELINE, (_stage(stage, report.decisions) for stage in stages)),
        *((Note(words),) if left else ()),
        Heading("Decisions"),
        table_of(_TABLE, _COLUMNS, map(_decision, ranked)),
    )


def _stage(stage: DecisionStage, every: Sequence[DecisionReport]) -> tuple[Cell, ...]:
    held = [item for item in every if item.stage == stage.stage]
    is_whole = len(held) == stage.decisions
    is_told = is_whole and sum(item.value_pence or 0 for item in held) == stage.value_pence
    return (
        Words(stage.stage_label),
        Number(stage.decisions, tie=Tie(_TABLE, _STAGE, stage.stage_label) if is_whole else None),
        Money(stage.value_pence, tie=Tie(_TABLE, _STAGE, stage.stage_label, _VALUE) if is_told else None),
        Words(stage_next(stage)),
    )


def _decision(item: DecisionReport) -> tuple[Cell, ...]:
    about = [
        "Key decision" if item.key_decision else "",
        f"Forward plan {item.forward_plan_ref}" if item.forward_plan_ref else "",
        f"Recommended: {item.recommended}" if item.recommended else "",
    ]
    is_short = bool(item.funding_gap_pence) and any(one.kind == "funding_differs" for one in item.warnings)
    warnings = "\n".join(one.sentence for one in item.warnings)
    return (
        Words(item.ref, strong=True),
        Words(item.subject, ". ".join(part for part in about if part), strong=True),
        Words(item.kind_label),
        Words(item.stage_label),
        Money(item.value_pence),
        Money(item.funding_pence, warns=is_short),
        Day(item.decision_date),
        Day(item.call_in_expires) if item.subject_to_call_in else Words("Not subject", tone="muted"),
        Words(_next_words(item)),
        Words(warnings, tone="bad" if warnings else ""),
    )


def _next_words(item: DecisionReport) -> str:
    """Return what comes next, and when."""
    if not item.next_step or not item.next_date:
        return item.next_step
    days = item.days_left
    left = f" ({number_of(days, 'day')})" if days is not None and days >= 0 else ""
    return f"{item.next_step}, {date_label(item.next_date)}{left}"


def _funding(report: Report) -> tuple[Block, ...]:
    if not report.funding_sources:
        return ()
    table = table_of("", _FUNDING, map(_source, report.funding_sources))
    return (Heading("Funding by source"), Chart("funding"), table)


def _source(source: FundingSourceReport) -> tuple[Cell, ...]:
    return (
        Words(source.name, strong=True),
        Words(source.year),
        Money(source.provision_pence),
        Money(source.committed_pence),
        Money(source.left_pence, warns=source.left_pence < 0),
        Words(", ".join(source.decision_refs)),
    )


def _awards(report: Report) -> tuple[Block, ...]:
    """Return each supplier with several awards within a year, once: the award that completes the largest total."""
    sentences = repeat_awards(report.decisions)
    notes = (Note(sentence, is_quiet=False) for sentence in sentences)
    return (Heading("Repeat awards within a year"), *notes) if sentences else ()


def _in_full(report: Report) -> tuple[Block, ...]:
    """Return what is decided and why, the options, who is paid, the advice and what it implies, of each."""
    blocks: list[Block] = []
    for decision in report.decisions:
        facts = tuple(
            Fact(label, words, is_quiet=label == SOURCE) for label, words in decision_details(decision)
        )
        if facts:
            blocks += [Heading(f"{decision.ref} {decision.subject}".strip()), Facts(facts)]
    return tuple(blocks)
