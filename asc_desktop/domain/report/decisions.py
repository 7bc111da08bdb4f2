"""The decisions of the report: their pipeline, their warnings and the funding that they draw on."""

from collections.abc import Iterable, Iterator

from asc_desktop.domain import dates
from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.delivery import Programme, Project
from asc_desktop.domain.records.governance import (
    ADVICE_KINDS,
    DECISION_KINDS,
    DECISION_STAGES,
    IMPLICATION_HEADINGS,
    IMPLICATION_LEVELS,
    NOT_ASSESSED,
    Decision,
    DecisionAdvice,
    DecisionFunding,
    DecisionImplication,
    DecisionOption,
    DecisionProject,
    DecisionSupplier,
    FundingSource,
)  # fmt: skip
from asc_desktop.domain.report.context import ReportContext
from asc_desktop.domain.report.model import AttentionRow
from asc_desktop.domain.report.views_decisions import (
    DecisionAdviceReport,
    DecisionFundingReport,
    DecisionImplicationReport,
    DecisionOptionReport,
    DecisionProjectReport,
    DecisionReport,
    DecisionStage,
    DecisionSupplierReport,
    DecisionWarning,
    FundingSourceReport,
)
from asc_desktop.domain.rules.decisions import (
    Award,
    awards_by_supplier,
    counted_funding,
    is_before_expiry,
    missing_climate,
    repeat_awards,
    stage_due,
    value_pence,
)
from asc_desktop.domain.spellings import same_name
from asc_desktop.domain.words import first_of, number_of

EARLY = frozenset({"draft", "advice", "withdrawn"})
"""Stages at which a decision need not name its funding and assess its headings yet, or any more."""

_NAMED = 5
"""How many other awards a warning names: a council's framework has had dozens of awards."""
_ATTENTION = {
    "spend_early": "decision_early",
    "start_early": "decision_early",
    "call_in_unknown": "decision_call_in",
    "call_in_expired": "decision_call_in",
    "stage_behind": "decision_stage",
    "funding_differs": "decision_funding",
    "repeat_award": "decision_repeat",
    "not_assessed": "decision_assessment",
}
"""The warnings that the needs-attention list names, and the kinds of their rows there."""

_STAGE_ORDER = {key: index for index, (key, _) in enumerate(DECISION_STAGES)}
_NO_DAY = "9999"


def decision_section(context: ReportContext) -> tuple[DecisionReport, ...]:
    """Return the decisions of the programmes in scope, what falls due next first; of a theme, those on its projects."""
    programmes = {programme.id for programme in context.programmes}
    awards = awards_by_supplier(context.records)
    sources = {source.id: source for source in funding_section(context)}
    found = [
        _decision(context, item, awards, sources)
        for item in context.records.all(Decision)
        if item.programme_id in programmes and _is_in_theme(context, item)
    ]
    found.sort(key=lambda item: (item.next_date or _NO_DAY, _STAGE_ORDER[item.stage], item.ref, item.id))
    return tuple(found)


def funding_section(context: ReportContext) -> tuple[FundingSourceReport, ...]:
    """Return the funding sources of the programmes in scope, by year and name; of a theme, the same ones."""
    order = {programme.id: index for index, programme in enumerate(context.programmes)}
    found = [item for item in context.records.all(FundingSource) if item.programme_id in order]
    found.sort(key=lambda item: (order[item.programme_id], item.year, item.name, item.id))
    several = len({item.year for item in found}) > 1
    return tuple(_source(context, item, several=several) for item in found)


def decision_pipeline(decisions: Iterable[DecisionReport]) -> tuple[DecisionStage, ...]:
    """Return every stage in order with its decisions, empty ones too."""
    every = list(decisions)
    return tuple(
        _stage(key, words, [item for item in every if item.stage == key]) for key, words in DECISION_STAGES
    )


def decision_attention(decisions: Iterable[DecisionReport]) -> Iterator[AttentionRow]:
    """Yield a row for each warning that needs a person, and for each call-in that is running."""
    for item in decisions:
        linked = item.projects[0].project_id if item.projects else ""
        about = (linked, item.ref, item.subject)
        kinds = set()
        for warning in item.warnings:
            kind = _ATTENTION.get(warning.kind)
            if kind is None or kind in kinds or (warning.kind == "not_assessed" and item.stage in EARLY):
                continue
            kinds.add(kind)
            yield AttentionRow(
                f"{kind}:{item.id}", kind, *about, warning.sentence, item.value_pence, item.next_date,
                "decisions", item.id,
            )  # fmt: skip


def _is_in_theme(context: ReportContext, decision: Decision) -> bool:
    if context.scope.theme_id is None:
        return True
    links = context.records.of(DecisionProject, "decision_id", decision.id)
    return any(link.project_id in context.project_ids for link in links)


def _stage(key: str, words: str, decisions: list[DecisionReport]) -> DecisionStage:
    due = next((item for item in decisions if item.next_date), None)
    return DecisionStage(
        stage=key,
        stage_label=words,
        decisions=len(decisions),
        value_pence=sum(item.value_pence or 0 for item in decisions),
        next_ref=due.ref if due else "",
        next_step=due.next_step if due else "",
        next_date=due.next_date if due else None,
        decision_ids=tuple(item.id for item in decisions),
    )


def _source(context: ReportContext, item: FundingSource, *, several: bool) -> FundingSourceReport:
    taken = sorted(counted_funding(context.records, item.id), key=lambda pair: (pair[1].ref, pair[1].id))
    committed = sum(funding.amount_pence for funding, _ in taken)
    year = dates.year_label(item.year)
    return FundingSourceReport(
        id=item.id,
        name=item.name,
        label=f"{item.name}, {year}" if several else item.name,
        programme_id=item.programme_id,
        programme=context.records.title(Programme.table, item.programme_id),
        year=year,
        provision_pence=item.provision_pence,
        committed_pence=committed,
        left_pence=item.provision_pence - committed,
        decision_ids=tuple(decision.id for _, decision in taken),
        decision_refs=tuple(decision.ref for _, decision in taken),
        source=item.source or "",
    )


def _decision(
    context: ReportContext,
    item: Decision,
    awards: dict[str, list[Award]],
    sources: dict[str, FundingSourceReport],
) -> DecisionReport:
    records = context.records
    options = tuple(
        DecisionOptionReport(
            option.id, option.name, option.description or "", bool(option.recommended), option.reason or ""
        )
        for option in sorted(
            records.of(DecisionOption, "decision_id", item.id),
            key=lambda option: (option.position, option.id),
        )
    )
    funding = tuple(_funding(context, item, sources))
    suppliers = tuple(_suppliers(context, item, awards))
    implications = tuple(_implications(context, item))
    missing = missing_climate(item, records.of(DecisionImplication, "decision_id", item.id))
    value = value_pence(item)
    funded = sum(part.amount_pence for part in funding)
    step, day = _next(context, item)
    return DecisionReport(
        id=item.id,
        ref=item.ref,
        subject=item.subject,
        programme_id=item.programme_id,
        programme=records.title(Programme.table, item.programme_id),
        kind=item.kind,
        kind_label=dict(DECISION_KINDS)[item.kind],
        stage=item.stage,
        stage_label=dict(DECISION_STAGES)[item.stage],
        key_decision=bool(item.key_decision),
        forward_plan_ref=item.forward_plan_ref or "",
        revenue_pence=item.revenue_pence,
        capital_pence=item.capital_pence,
        value_pence=value,
        funding_pence=funded,
        funding_gap_pence=(value or 0) - funded,
        what=item.what or "",
        why=item.why or "",
        decision_date=item.decision_date,
        subject_to_call_in=bool(item.subject_to_call_in),
        call_in_expires=item.call_in_expires if item.subject_to_call_in else None,
        start_date=item.start_date,
        first_spend_date=item.first_spend_date,
        next_step=step,
        next_date=day,
        days_left=dates.days_between(context.as_at, day) if day else None,
        recommended=next((option.name for option in options if option.recommended), ""),
        options=options,
        funding=funding,
        suppliers=suppliers,
        advice=tuple(_advice(context, item)),
        implications=implications,
        missing_climate=missing,
        projects=tuple(_projects(context, item)),
        warnings=tuple(_warnings(context, item, options, funded, suppliers, implications, missing)),
        source=item.source or "",
    )


def _next(context: ReportContext, item: Decision) -> tuple[str, str | None]:
    """Return what comes next of a decision and when; nothing for one that is withdrawn or has begun."""
    if item.stage == "call_in":
        return "Call-in expires", item.call_in_expires
    if item.stage in {"withdrawn", "called_in"}:
        return "", None
    if item.stage != "in_force":
        return "Decision due" if item.decision_date else "", item.decision_date
    if item.start_date and item.start_date > context.as_at:
        return "Work starts", item.start_date
    return "", None


def _warnings(
    context: ReportContext,
    item: Decision,
    options: tuple[DecisionOptionReport, ...],
    funded: int,
    suppliers: tuple[DecisionSupplierReport, ...],
    implications: tuple[DecisionImplicationReport, ...],
    missing: tuple[str, ...],
) -> Iterator[DecisionWarning]:
    if item.stage == "withdrawn":
        return
    yield from _call_in_warnings(context, item)
    value = value_pence(item)
    if (value or 0) != funded and (funded or item.stage not in EARLY):
        worth = format_pounds(value) if value is not None else "not given"
        sentence = f"Its funding adds up to {format_pounds(funded)}; its value is {worth}."
        yield DecisionWarning("funding_differs", sentence)
    for supplier in suppliers:
        if supplier.repeat_awards:
            refs = first_of(supplier.repeat_refs, _NAMED, ", ") or item.ref
            yield DecisionWarning(
                "repeat_award",
                f"{supplier.supplier}: {supplier.repeat_awards} awards within a year, "
                f"{format_pounds(supplier.repeat_pence)} in all (also {refs}).",
            )
    if item.key_decision and not item.forward_plan_ref:
        yield DecisionWarning("no_forward_plan", "A key decision without a forward plan reference.")
    # Climate headings are those of a key decision, whose unanswered ones are named next.
    open_ones = [
        part.heading_label
        for part in implications
        if part.level == NOT_ASSESSED and part.heading_label not in missing
    ]
    if open_ones:
        count = number_of(len(open_ones), "heading is", "headings are")
        yield DecisionWarning("not_assessed", f"{count} not assessed: {first_of(open_ones, _NAMED)}.")
    if missing:
        words = first_of([words.removeprefix("Climate: ") for words in missing], _NAMED)
        count = number_of(len(missing), "climate heading")
        yield DecisionWarning("climate_missing", f"{count} not answered: {words}.")
    if options and not any(option.recommended for option in options):
        yield DecisionWarning("no_recommended", "None of its options is recommended.")


def _call_in_warnings(context: ReportContext, item: Decision) -> Iterator[DecisionWarning]:
    expires = item.call_in_expires if item.subject_to_call_in else None
    for kind, day, words in (
        ("spend_early", item.first_spend_date, "First spend"),
        ("start_early", item.start_date, "Work starts"),
    ):
        if is_before_expiry(day, expires):
            on, end = dates.date_label(day), dates.date_label(expires)
            yield DecisionWarning(kind, f"{words} on {on}, before call-in has expired on {end}.")
        elif day and item.decision_date and day < item.decision_date:
            on, end = dates.date_label(day), dates.date_label(item.decision_date)
            yield DecisionWarning(kind, f"{words} on {on}, before the decision on {end}.")
    if due := stage_due(item, context.as_at):
        day, stages = dates.date_label(item.decision_date or ""), dict(DECISION_STAGES)
        sentence = (
            f"It is dated {day}, and its stage is still {stages[item.stage]}. "
            f"Once it is decided, move it to {stages[due]}."
        )
        yield DecisionWarning("stage_behind", sentence)
    if item.subject_to_call_in and item.decision_date and not item.call_in_expires:
        yield DecisionWarning("call_in_unknown", "It is subject to call-in, and no expiry is recorded.")
    if item.stage == "call_in" and expires and expires < context.as_at:
        end = dates.date_label(expires)
        yield DecisionWarning(
            "call_in_expired", f"Call-in expired on {end}; move it to In force or Called in."
        )


def _funding(
    context: ReportContext, item: Decision, sources: dict[str, FundingSourceReport]
) -> Iterator[DecisionFundingReport]:
    found = context.records.of(DecisionFunding, "decision_id", item.id)
    for part in sorted(found, key=lambda part: (-part.amount_pence, part.id)):
        source = sources.get(part.funding_source_id)
        if source is not None:
            yield DecisionFundingReport(
                part.id, source.id, source.name, source.year, part.amount_pence,
                source.provision_pence, source.committed_pence, source.left_pence,
            )  # fmt: skip


def _suppliers(
    context: ReportContext, item: Decision, awards: dict[str, list[Award]]
) -> Iterator[DecisionSupplierReport]:
    found = context.records.of(DecisionSupplier, "decision_id", item.id)
    for part in sorted(found, key=lambda part: (part.supplier, part.id)):
        repeats = repeat_awards(part.id, awards.get(same_name(part.supplier), []))
        others = dict.fromkeys(award.decision_ref for award in repeats if award.decision_id != item.id)
        yield DecisionSupplierReport(
            id=part.id,
            supplier=part.supplier,
            award_pence=part.award_pence,
            award_date=part.award_date or item.decision_date,
            route=part.route or "",
            repeat_awards=len(repeats),
            repeat_pence=sum(award.pence for award in repeats),
            repeat_refs=tuple(others),
        )


def _advice(context: ReportContext, item: Decision) -> Iterator[DecisionAdviceReport]:
    kinds = [key for key, _ in ADVICE_KINDS]
    found = context.records.of(DecisionAdvice, "decision_id", item.id)
    for part in sorted(
        found, key=lambda part: (kinds.index(part.kind), part.advice_date or _NO_DAY, part.id)
    ):
        yield DecisionAdviceReport(
            part.id,
            part.kind,
            dict(ADVICE_KINDS)[part.kind],
            part.author_role or "",
            part.advice_date,
            part.advice or "",
        )


def _implications(context: ReportContext, item: Decision) -> Iterator[DecisionImplicationReport]:
    headings = [key for key, _ in IMPLICATION_HEADINGS]
    found = context.records.of(DecisionImplication, "decision_id", item.id)
    for part in sorted(found, key=lambda part: headings.index(part.heading)):
        yield DecisionImplicationReport(
            id=part.id,
            heading=part.heading,
            heading_label=dict(IMPLICATION_HEADINGS)[part.heading],
            level=part.level,
            level_label=dict(IMPLICATION_LEVELS)[part.level],
            explanation=part.explanation or "",
            cleared_by=part.cleared_by or "",
            cleared_on=part.cleared_on,
        )


def _projects(context: ReportContext, item: Decision) -> Iterator[DecisionProjectReport]:
    found = [
        DecisionProjectReport(link.id, project.id, project.ref, project.name)
        for link in context.records.of(DecisionProject, "decision_id", item.id)
        if (project := context.records.find(Project, link.project_id)) is not None
    ]
    yield from sorted(found, key=lambda row: (row.project_ref, row.project_id))
