"""A portfolio drawn at random, in the words of no council."""

from random import Random

from tests.trackers.facts import Facts, Hazard, Obstacle, Saving, Scheme, Step

STATUSES = (
    "Not started", "On target", "Experiencing obstacles", "At risk", "Compromised", "Closed or completed",
)  # fmt: skip
FIRST_YEAR = 2024
PERIOD = "2024-09"

_WHAT = (
    "Reablement", "Shared Lives", "Extra care", "Day opportunities", "Direct payments", "Front door", "Telecare",
    "Respite", "Supported living", "Brokerage", "Home care", "Transport", "Carers’ offer", "Hospital discharge",
    "Continuing healthcare", "Fairer charging", "Equipment store", "Sensory", "Transitions", "Workforce",
)  # fmt: skip
_HOW = (
    "redesign", "recommissioning", "reviews", "expansion", "pathway & pilot", "digital tools", "pricing",
    "strengths-based practice", "in-house offer", "market shaping – phase 2", "(West)", "co-production",
)  # fmt: skip
_THEMES = ("Prevention", "Independence & choice", "Commissioning", "Workforce", "Digital", "Income")
_ROLES = (
    "Head of Commissioning", "Principal Social Worker", "AD Operations", "Head of Provider Services",
    "Finance Business Partner", "Transformation Lead", "Director of Adult Social Care", "Interim Head of Digital",
)  # fmt: skip
_PLANS = ("MTFS plan A", "Recovery plan", "Budget proposals")
_NARRATIVES = (
    "Recruitment is behind plan; two posts are out to advert.",
    "On course. The pilot begins next month.\nEvaluation follows.",
    "Provider talks go on: 3 of 7 have agreed, and the others want an uplift of 6%.",
    "Panel agreed on 12/06; legal advice is awaited",
    "“Soft” launch done – feedback good; next: full roll-out, staff briefings",
)
_STEPS = (
    "Business case agreed", "Tender issued", "Contract let", "Staff consulted", "Go live", "First reviews done",
    "Evaluation reported", "Lease signed",
)  # fmt: skip
_OBSTACLES = (
    "Two providers left the framework", "Recruitment is slower than planned", "The system’s upgrade is late",
    "Landlord withdrew from 1 of 3 sites", "Awaiting the cabinet’s decision",
)  # fmt: skip
_ACTIONS = (
    "Reopen the framework", "Use agency cover until the autumn", "Escalate to the supplier’s director",
    "Find another site", "Bring the paper forward", "Agree a phased start", "Hold weekly check-ins",
)  # fmt: skip
_HAZARDS = (
    "Savings are counted twice across two schemes", "A provider fails", "Demand grows faster than planned",
    "Key staff leave", "The data are late or wrong", "Challenge to the consultation",
)  # fmt: skip


def draw_facts(rng: Random, *, schemes: int, most_lines: int = 1, step_pence: int = 100) -> Facts:
    """Draw a portfolio; amounts are whole multiples of ``step_pence``, so that a tracker's unit can hold them."""
    style = rng.choice(("AD-{:02}", "P{:03}", "ASC/{:02}", "T{}", "DX.{:02}"))
    themes = rng.sample(_THEMES, rng.randint(1, min(4, schemes)))
    names = [f"{what} {how}" for what in _WHAT for how in _HOW]
    rng.shuffle(names)
    drawn = [
        _scheme(rng, style.format(number + 1), names[number], themes, most_lines, step_pence)
        for number in range(schemes)
    ]
    hazards = [
        Hazard(
            ref=f"R{number + 1:02}",
            description=f"{text} ({number + 1})",
            owner=rng.choice(_ROLES),
            project=rng.choice(["", rng.choice(drawn).ref]),
            likelihood=rng.randint(1, 5),
            impact=rng.randint(1, 5),
            actions=tuple(sorted(rng.sample(_ACTIONS, rng.randint(0, 3)))),
        )
        for number, text in enumerate(rng.choices(_HAZARDS, k=rng.randint(1, 6)))
    ]
    return Facts(schemes=tuple(sorted(drawn)), hazards=tuple(sorted(hazards)))


def _scheme(rng: Random, ref: str, name: str, themes: list[str], most_lines: int, step_pence: int) -> Scheme:
    start = _day(rng, 2024) if rng.random() < 0.8 else ""
    return Scheme(
        ref=ref,
        name=name,
        theme=rng.choice(themes),
        lead=rng.choice(_ROLES),
        sponsor=rng.choice(["", *_ROLES]),
        description=rng.choice(["", f"Changes how {name.casefold()} is offered, and to whom."]),
        start=start,
        end=_day(rng, 2026) if rng.random() < 0.8 else "",
        plan=rng.choice(["", *_PLANS]),
        status=rng.choice(STATUSES),
        narrative=rng.choice(["", *_NARRATIVES]),
        savings=tuple(
            sorted(_saving(rng, f"{name}: saving {n + 1}", step_pence) for n in range(rng.randint(1, most_lines)))
        ),
        steps=tuple(sorted(_step(rng, text) for text in rng.sample(_STEPS, rng.randint(0, 4)))),
        obstacles=tuple(
            sorted(
                Obstacle(
                    description=text,
                    amount=rng.randint(1, 400) * step_pence if rng.random() < 0.6 else -1,
                    actions=tuple(sorted(rng.sample(_ACTIONS, rng.randint(0, 3)))),
                )
                for text in rng.sample(_OBSTACLES, rng.choice([0, 0, 1, 2]))
            )
        ),
    )  # fmt: skip


def _saving(rng: Random, name: str, step_pence: int) -> Saving:
    years = range(FIRST_YEAR, FIRST_YEAR + 4)
    targets = {year: _pence(rng, step_pence) for year in years if rng.random() < 0.8}
    reported = [year for year in years if rng.random() < 0.6]
    forecasts = {year: _pence(rng, step_pence) for year in reported}
    return Saving(
        name=name,
        kind=rng.choice(("cashable", "avoidance", "income")),
        recurrence=rng.choice(("recurring", "one_off")),
        targets=tuple(targets.items()),
        forecasts=tuple(forecasts.items()),
        delivered=tuple(
            (year, rng.randint(0, forecast // step_pence) * step_pence)
            for year, forecast in forecasts.items()
        ),
    )


def _pence(rng: Random, step_pence: int) -> int:
    return rng.choice([0, rng.randint(1, 60), rng.randint(1, 2_000)]) * step_pence


def _step(rng: Random, name: str) -> Step:
    return Step(
        name=name,
        baseline=_day(rng, 2024) if rng.random() < 0.9 else "",
        forecast=_day(rng, 2025),
        actual=f"2024-0{rng.randint(1, 9)}-{rng.randint(1, 28):02}" if rng.random() < 0.3 else "",
    )


def _day(rng: Random, year: int) -> str:
    return f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
