"""The tracker of a council with 53 projects, as it would be dropped on the window on the first day."""

from pathlib import Path
from random import Random

from tests.trackers.drawing import draw_facts
from tests.trackers.facts import Facts
from tests.trackers.grid import write_xlsx
from tests.trackers.layout import HEADINGS, Layout
from tests.trackers.shown import shown
from tests.trackers.writing import TrackerMaker

PROJECTS = 53
_FIELDS = ("lead", "sponsor", "description", "start", "end", "status", "narrative", "savings", "forecast", "delivered",
           "kind", "recurrence", "obstacles", "amount", "actions")  # fmt: skip


def first_day_layout() -> Layout:
    """Themes as group rows with subtotals, years over target, forecast and delivered in £000, RAG in words."""
    return Layout(
        shape="grouped",
        seed=53,
        schemes=PROJECTS,
        words={key: options[0] for key, options in HEADINGS.items()},
        shown=frozenset(_FIELDS),
        top=5,
        left=1,
        two_rows=True,
        unit="£000",
        unit_said="heading",
        totals="formula",
        notes=True,
        other_sheets=True,
    )


def first_day_facts() -> Facts:
    """What the tracker says."""
    layout = first_day_layout()
    rng = Random(layout.seed)
    return shown(draw_facts(rng, schemes=PROJECTS, step_pence=layout.step_pence), layout)


def write_first_day(path: Path) -> Path:
    """Write it."""
    layout = first_day_layout()
    return write_xlsx(path, TrackerMaker(layout, first_day_facts(), Random(layout.seed)).grids())
