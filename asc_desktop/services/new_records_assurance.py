"""What the tables of risks, measures, the budget, activity, decisions and reconciliation make of pasted rows."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from msgspec.structs import replace

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.assurance import (
    BudgetLine,
    BudgetPosition,
    Issue,
    Measure,
    MeasureTarget,
    MeasureValue,
    Risk,
    RiskAction,
    RiskScore,
)  # fmt: skip
from asc_desktop.domain.records.fields import Field, Record, field_of
from asc_desktop.domain.records.governance import ControlTotal, Decision
from asc_desktop.domain.records.office import Activity
from asc_desktop.services import budget, decisions, editing, measures, risks
from asc_desktop.services.editing import CellEdit
from asc_desktop.services.new_records import (
    Add,
    Look,
    Place,
    described,
    known_by,
    new_parts,
    new_rows,
    programme_of,
    raised_in,
    refusal,
)  # fmt: skip
from asc_desktop.services.new_rows import NewRows
from asc_desktop.services.session import Session


def new_risks(look: Look) -> NewRows:
    """Return the risks that rows make, each with its score for the programme's open period.

    A score that a row gives without an inherent one is the inherent one as well: none other is known.
    """
    fields = described(
        Risk, "ref", "description", "category", "owner", "inherent_likelihood", "inherent_impact"
    )
    fields += described(RiskScore, "likelihood", "impact")
    fields += described(
        Risk, "target_likelihood", "target_impact", "theme_id", "project_id", "raised_period", "programme_id"
    )
    fields += (*described(RiskScore, "comment"), *described(Risk, "source"))
    return new_rows(
        Risk, fields, look, _add_risk, reference="ref", name="description",
        existing=known_by(_of_programme(Risk, look), "description"),
    )  # fmt: skip


def new_risk_actions(look: Look) -> NewRows:
    """Return the mitigating actions that rows make of the risk in view."""
    return new_parts(
        RiskAction, "risk_id", described(RiskAction, "action", "owner", "due_date", "done_date"), look
    )


def new_issues(look: Look) -> NewRows:
    """Return the issues that rows make, raised in the period looked at unless they say otherwise."""
    fields = described(
        Issue, "ref", "description", "priority", "owner", "project_id", "due_date", "action", "resolved_date",
        "resolution", "raised_period", "source", "programme_id",
    )  # fmt: skip
    return new_rows(
        Issue, fields, look, _add_issue, reference="ref", name="description",
        existing=known_by(_of_programme(Issue, look), "description"),
    )  # fmt: skip


def new_measures(look: Look, year: int, periods: Sequence[str]) -> NewRows:
    """Return the measures that rows make, with their target of a year and their values of its months."""
    fields = described(Measure, "name", "unit", "polarity", "baseline")
    fields += described(MeasureTarget, "target", "profile")
    actual = field_of(MeasureValue, "actual")
    fields += tuple(
        _renamed(actual, measures.month_key("actual", period), period_label(period)) for period in periods
    )
    fields += described(
        Measure, "strategy_theme", "priority", "owner", "decimals", "green_tolerance", "amber_tolerance", "source",
        "programme_id",
    )  # fmt: skip
    return _named_in_programme(Measure, fields, look, partial(_add_measure, year))


def new_budget_lines(look: Look) -> NewRows:
    """Return the budget lines that rows make, with what is reported of them for the period looked at."""
    fields = described(BudgetLine, "name")
    fields += tuple(
        _renamed(field_of(BudgetPosition, key), key, field_of(BudgetPosition, key).label)
        for key in budget.AMOUNT_KEYS
    )
    fields += described(BudgetLine, "group_name", "is_reserve", "source", "programme_id")
    return _named_in_programme(BudgetLine, fields, look, _add_budget_line, group="group_name")


def new_activities(look: Look) -> NewRows:
    """Return the activities that rows make."""
    fields = described(
        Activity, "name", "unit", "planned_total", "unit_cost_pence", "funding_pence", "project_id", "line_id",
        "source", "programme_id",
    )  # fmt: skip
    return _named_in_programme(Activity, fields, look, partial(_add_to_programme, Activity))


def new_decisions(look: Look) -> NewRows:
    """Return the decisions that rows make, with the suggested end of call-in where they give none."""
    fields = described(
        Decision, "ref", "subject", "kind", "stage", "decision_date", "key_decision", "forward_plan_ref",
        "revenue_pence", "capital_pence", "subject_to_call_in", "call_in_expires", "start_date", "first_spend_date",
        "what", "why", "source", "programme_id",
    )  # fmt: skip
    existing = known_by(lambda session: session.records.all(Decision), "subject")
    return new_rows(Decision, fields, look, _add_decision, reference="ref", name="subject", existing=existing)


def new_control_totals(look: Look) -> NewRows:
    """Return the control totals that rows make."""
    fields = described(
        ControlTotal, "name", "published_pence", "year", "theme_id", "basis", "precision_pence", "explained_pence",
        "explanation", "source", "programme_id",
    )  # fmt: skip
    # One name may stand for several years and themes: a name alone says nothing.
    return new_rows(ControlTotal, fields, look, _add_control_total)


# ------------------------------------------------------------------------------------------------ inside


def _renamed(field: Field, key: str, label: str) -> Field:
    """Return a field that a row may leave out, under a key of its own."""
    return replace(field, key=key, label=label, required=False)


def _of_programme(kind: type[Record], look: Look) -> Callable[[Session], list[Record]]:
    """Return what gives the records of the programme looked at, or of all."""

    def records(session: Session) -> list[Record]:
        programme_id = look().programme_id
        if programme_id:
            return list(session.records.of(kind, "programme_id", programme_id))
        return list(session.records.all(kind))

    return records


def _named_in_programme(
    kind: type[Record], fields: tuple[Field, ...], look: Look, add: Add, *, group: str = ""
) -> NewRows:
    existing = known_by(_of_programme(kind, look), "name")
    return new_rows(kind, fields, look, add, name="name", group=group, existing=existing)


def _add_to_programme(
    kind: type[Record], session: Session, values: dict[str, str], place: Place, reason: str | None
) -> str:
    owned = {**values, "programme_id": programme_of(session, values, place)}
    return editing.new_record(session, kind, owned, reason=reason).id


def _add_issue(session: Session, values: dict[str, str], place: Place, reason: str | None) -> str:
    programme_id = programme_of(session, values, place)
    ref = risks.next_reference(session, programme_id, Issue)
    begins = {"ref": ref, "raised_period": raised_in(session, programme_id, place)}
    return _add_to_programme(
        Issue, session, {**begins, **values, "programme_id": programme_id}, place, reason
    )


def _add_risk(session: Session, values: dict[str, str], place: Place, reason: str | None) -> str:
    scored = _taken(values, "likelihood", "impact", "comment")
    programme_id = programme_of(session, values, place)
    begins = {
        "ref": risks.next_reference(session, programme_id),
        "raised_period": raised_in(session, programme_id, place),
    }
    begins |= {f"inherent_{key}": scored[key] for key in ("likelihood", "impact") if key in scored}
    risk = risks.add_risk(session, {**begins, **values, "programme_id": programme_id}, reason=reason)
    if scored:
        period = session.open_period(programme_id)
        risks.apply_cells(session, _cells(risk.id, scored), period, reason=reason)
    return risk.id


def _add_measure(
    year: int, session: Session, values: dict[str, str], place: Place, reason: str | None
) -> str:
    later = _taken(values, *measures.TARGET_KEYS, *(key for key in values if ":" in key))
    begins = {key: str(value) for key, value in measures.starting_tolerances(session).items()}
    if "decimals" not in values:
        begins["decimals"] = str(_decimals_of(later.values()))
    measure_id = _add_to_programme(Measure, session, {**begins, **values}, place, reason)
    if later:
        measures.apply_measure_cells(session, _cells(measure_id, later), year, reason=reason)
    return measure_id


def _decimals_of(figures: Iterable[str]) -> int:
    """Return how many decimals the most exact of some figures has, so that none is shown shorter than it was pasted."""
    parts = [text.strip().rstrip("%").rpartition(".") for text in figures]
    most: int = field_of(Measure, "decimals").high or 0
    return min(max((len(part) for _, dot, part in parts if dot and part.isdigit()), default=0), most)


def _add_budget_line(session: Session, values: dict[str, str], place: Place, reason: str | None) -> str:
    reported = _taken(values, *budget.AMOUNT_KEYS)
    group = values.get("group_name", "")
    if group and "is_reserve" not in values:
        # A group holds reserves only or none: those it has say which, else its name.
        lines = session.records.of(BudgetLine, "programme_id", programme_of(session, values, place))
        held = next(
            (line.is_reserve for line in lines if line.group_name == group), "reserve" in group.casefold()
        )
        values = {**values, "is_reserve": str(int(held))}
    line_id = _add_to_programme(BudgetLine, session, values, place, reason)
    if reported:
        budget.apply_budget_cells(session, _cells(line_id, reported), place.period, reason=reason)
    return line_id


def _add_decision(session: Session, values: dict[str, str], place: Place, reason: str | None) -> str:
    begins = {"ref": decisions.next_reference(session)}
    owned = {**begins, **values, "programme_id": programme_of(session, values, place)}
    return decisions.add_decision(session, owned, reason=reason).id


def _add_control_total(session: Session, values: dict[str, str], place: Place, reason: str | None) -> str:
    total_id = _add_to_programme(ControlTotal, session, values, place, reason)
    total = session.records.get(ControlTotal, total_id)
    twins = [
        other
        for other in session.records.of(ControlTotal, "programme_id", total.programme_id)
        if (other.name.casefold(), other.year, other.theme_id, other.basis)
        == (total.name.casefold(), total.year, total.theme_id, total.basis)
    ]
    if len(twins) > 1:
        raise refusal("name", f"There is a control total “{total.name}” for the same year and theme already.")
    return total_id


def _taken(values: dict[str, str], *keys: str) -> dict[str, str]:
    """Take some of a row's texts out of it."""
    return {key: values.pop(key) for key in keys if key in values}


def _cells(record_id: str, values: dict[str, str]) -> list[CellEdit]:
    return [CellEdit(record_id, key, text) for key, text in values.items()]
