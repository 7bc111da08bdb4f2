"""What a report says of activity counted in units. Rates and shares are exact decimals as text: ``137.5``."""

from msgspec import Struct


class ActivityMonthReport(Struct, frozen=True):
    """An activity in one month: what was planned and done in it, and in all by its end.

    ``done`` and ``done_total`` are None in a month not reported; ``projected_total`` is None but from the last month
    reported, where it is what is done, to the end of the projection.
    """

    period: str
    planned: int | None
    done: int | None
    planned_total: int
    done_total: int | None
    projected_total: int | None


class ActivityOutcomeReport(Struct, frozen=True):
    """How an activity's units end: how often, what one is worth in a full year, and what they come to so far.

    ``units`` are those done times the rate, in whole units. Amounts are None without an average effect.
    """

    id: str
    name: str
    rate: str
    effect_pence: int | None
    is_growth: bool
    units: int
    per_unit_pence: int | None
    to_date_pence: int | None


class ActivityYear(Struct, frozen=True):
    """An activity in the period's financial year: units done and projected, and the savings of them.

    ``full_effect_pence`` is what those units save in a full year. Of it ``in_year_pence`` falls in the year and
    ``next_year_pence`` in the next; ``carried_pence`` falls in the year of units done in the year before. The forecast
    is what falls in the year of both. Amounts are None where the saving of a unit is not known. ``warning`` says where
    the funding does not buy the units that are projected; empty where it does.
    """

    year: str
    done: int
    projected: int
    units: int
    full_effect_pence: int | None
    in_year_pence: int | None
    next_year_pence: int | None
    carried_pence: int | None
    forecast_pence: int | None
    warning: str = ""


class ActivityPlanYear(Struct, frozen=True):
    """What was planned of an activity in a financial year, and done of it up to the period."""

    year: str
    planned: int
    done: int


class ActivityReport(Struct, frozen=True):
    """An activity at the end of the period; ``domain.activity`` says how it is projected.

    ``run_rate`` is units a month over the months reported, ``recent_rate`` over the last three of them, the pace of
    the projection. ``finish_period`` is when the planned total was or will be reached, ``projected_total`` what will be
    done by the last month planned. ``finish_note`` says in two words how that stands to the plan. ``warnings`` are
    sentences.
    """

    id: str
    name: str
    unit: str
    programme_id: str
    programme: str
    project_id: str
    project_ref: str
    project: str
    line_id: str
    line: str
    line_forecast_pence: int | None
    planned_total: int
    planned_to_date: int
    done: int
    left: int
    ahead: int
    share_done: str | None
    state: str
    state_label: str
    months_reported: int
    reported_period: str
    last_planned_period: str
    run_rate: str | None
    recent_rate: str | None
    finish_period: str | None
    finish_words: str
    finish_note: str
    projected_total: int | None
    behind: bool
    unit_cost_pence: int | None
    funding_pence: int | None
    cost_pence: int | None
    planned_cost_pence: int | None
    affordable: int | None
    funding_short: bool
    saving_per_unit_pence: int | None
    savings_pence: int | None
    growth_rate: str | None
    growth_units: int | None
    growth_per_unit_pence: int | None
    growth_pence: int | None
    this_year: ActivityYear
    months: tuple[ActivityMonthReport, ...]
    years: tuple[ActivityPlanYear, ...]
    outcomes: tuple[ActivityOutcomeReport, ...]
    warnings: tuple[str, ...]
    source: str
