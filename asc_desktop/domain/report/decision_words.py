"""A decision in full as a pack tells it: labels with their words, the same in the workbook and in the PDF."""

from collections.abc import Sequence

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.report.views_decisions import (
    DecisionAdviceReport,
    DecisionOptionReport,
    DecisionReport,
    DecisionStage,
    DecisionSupplierReport,
)

SOURCE = "Source"
"""The label of what a decision was taken from."""


def decision_details(decision: DecisionReport) -> list[tuple[str, str]]:
    """Return what is decided and why, the options, who is paid, the advice and what it implies; nothing empty."""
    told = (
        ("What is decided", decision.what),
        ("Why", decision.why),
        *((_option_label(option), _option_words(option)) for option in decision.options),
        *((f"Award to {item.supplier}", _award_words(item)) for item in decision.suppliers),
        *((f"{item.kind_label} advice", _advice_words(item)) for item in decision.advice),
        *(
            (f"Implications: {item.heading_label}", f"{item.level_label}. {item.explanation}".strip())
            for item in decision.implications
            if item.level != "none"
        ),
        ("Funding", _funding_words(decision)),
        ("Projects", ", ".join(f"{item.project_ref} {item.project}" for item in decision.projects)),
        (SOURCE, decision.source),
    )
    return [(label, words) for label, words in told if words.strip()]


def repeat_awards(decisions: Sequence[DecisionReport]) -> list[str]:
    """Return a sentence for each supplier with several awards within a year: those of the largest total."""
    most: dict[str, tuple[DecisionSupplierReport, str]] = {}
    for decision in decisions:
        for award in decision.suppliers:
            held = most.get(award.supplier.casefold())
            if award.repeat_awards and (held is None or award.repeat_pence > held[0].repeat_pence):
                most[award.supplier.casefold()] = (award, decision.ref)
    return [
        f"{award.supplier}: {award.repeat_awards} awards, {format_pounds(award.repeat_pence)} in all "
        f"({', '.join((*award.repeat_refs, ref))})."
        for award, ref in most.values()
    ]


def stage_next(stage: DecisionStage) -> str:
    """Return what of a stage's decisions falls due next, and when."""
    due = f"{stage.next_ref}: {stage.next_step}" if stage.next_ref else ""
    return f"{due}, {date_label(stage.next_date)}" if stage.next_date else due


def _option_label(option: DecisionOptionReport) -> str:
    return f"Option {'recommended' if option.recommended else 'rejected'}, {option.name}"


def _option_words(option: DecisionOptionReport) -> str:
    reason = f"Reason: {option.reason}" if option.reason else ""
    return " ".join(part for part in (_stopped(option.description), reason) if part) or "No reason recorded."


def _award_words(award: DecisionSupplierReport) -> str:
    parts = [format_pounds(award.award_pence) if award.award_pence is not None else "amount not stated"]
    if award.award_date:
        parts.append(date_label(award.award_date))
    if award.route:
        parts.append(award.route)
    return _stopped(", ".join(parts))


def _advice_words(advice: DecisionAdviceReport) -> str:
    about = ", ".join(
        part
        for part in (advice.author_role, date_label(advice.advice_date) if advice.advice_date else "")
        if part
    )
    return " ".join(part for part in (advice.advice, f"({about})" if about else "") if part)


def _funding_words(decision: DecisionReport) -> str:
    return "; ".join(
        f"{item.funding_source}{f', {item.year}' if item.year else ''}: {format_pounds(item.amount_pence)}, "
        f"{format_pounds(item.left_pence)} left of {format_pounds(item.provision_pence)}"
        for item in decision.funding
    )


def _stopped(words: str) -> str:
    words = words.strip()
    return words if not words or words.endswith((".", "!", "?", ":")) else f"{words}."
