"""What of a portfolio a layout can say: what it leaves out is what an import must leave empty."""

from collections.abc import Callable
from dataclasses import replace

from tests.trackers.facts import Facts, Hazard, Obstacle, Saving, Step
from tests.trackers.layout import Layout

ROWS_OF_ONE_SHEET = frozenset({"rows", "grouped", "merged", "across", "forms"})


def shown(facts: Facts, layout: Layout) -> Facts:
    """What of a portfolio a layout says; each thing that it leaves out is what an import must leave empty."""
    has = shows(layout)
    schemes = []
    for scheme in facts.schemes:
        status = scheme.status
        if layout.status_as in {"colour", "fill", "emoji"} and status == "Compromised":
            status = "At risk"
        savings = tuple(_shown_saving(saving, has, layout) for saving in scheme.savings)
        schemes.append(
            replace(
                scheme,
                theme=scheme.theme if has("theme") else "",
                lead=scheme.lead if has("lead") else "",
                sponsor=scheme.sponsor if has("sponsor") else "",
                description=scheme.description if has("description") else "",
                start=scheme.start if has("start") else "",
                end=scheme.end if has("end") else "",
                plan=scheme.plan if has("plan") else "",
                status=status if has("status") else "",
                narrative=scheme.narrative if has("narrative") else "",
                savings=tuple(sorted(savings)) if has("savings") else (),
                steps=_shown_steps(scheme.steps, layout) if has("steps") else (),
                obstacles=_shown_obstacles(scheme.obstacles, has, layout) if has("obstacles") else (),
            )
        )
    hazards: tuple[Hazard, ...] = ()
    if layout.shape == "sheets" and has("hazards"):
        hazards = tuple(
            replace(hazard, actions=hazard.actions if has("actions") else ()) for hazard in facts.hazards
        )
    return Facts(schemes=tuple(sorted(schemes)), hazards=hazards)


def shows(layout: Layout) -> Callable[[str], bool]:
    """Whether a layout shows a field: some only make sense beside others."""

    def has(key: str) -> bool:
        if key == "theme" and layout.shape == "grouped":
            return True
        if key not in layout.shown:
            return False
        if key in {"kind", "recurrence", "forecast", "delivered"}:
            needs = "forecast" if key == "delivered" else "savings"
            return has(needs)
        if key == "narrative":
            return has("status")
        if key in {"amount", "actions"} and layout.shape != "sheets":
            return has("obstacles")
        return True

    return has


def _shown_saving(saving: Saving, has: Callable[[str], bool], layout: Layout) -> Saving:
    targets = saving.targets or ((2024, layout.step_pence * 3),)
    return replace(
        saving,
        name=saving.name if layout.shape in {"sheets", "long", "merged"} else "",
        kind=saving.kind if has("kind") else "cashable",
        recurrence=saving.recurrence if has("recurrence") else "recurring",
        targets=targets,
        forecasts=saving.forecasts if has("forecast") else (),
        delivered=(
            saving.delivered
            if has("delivered")
            else tuple((year, 0) for year, _ in saving.forecasts) if has("forecast") else ()
        ),
    )  # fmt: skip


def _shown_steps(steps: tuple[Step, ...], layout: Layout) -> tuple[Step, ...]:
    return steps[:1] if layout.shape in ROWS_OF_ONE_SHEET else steps


def _shown_obstacles(
    obstacles: tuple[Obstacle, ...], has: Callable[[str], bool], layout: Layout
) -> tuple[Obstacle, ...]:
    found = obstacles[:1] if layout.shape in ROWS_OF_ONE_SHEET else obstacles
    return tuple(
        replace(
            item,
            amount=item.amount if has("amount") else -1,
            actions=item.actions if has("actions") else (),
        )
        for item in found
    )
