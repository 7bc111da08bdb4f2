"""A portfolio written as a tracker and imported again is what it was: random portfolios in random layouts.

By default 500 trackers are tried, over all the shapes. ``pytest tests/trackers/test_round_trip.py --rounds 5000 -s`` is
the long run; it says of each shape how many there were and what was asked of the person.

Every second tracker is imported once more: nothing may change then. Each is undone, and nothing may be left.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from asc_desktop.domain.importing.plan import State
from asc_desktop.domain.records.delivery import Programme, Project
from asc_desktop.services.session import Session
from tests.trackers.columns import LETTER_OF, RAG_OF
from tests.trackers.desk import Desk
from tests.trackers.drawing import PERIOD
from tests.trackers.facts import Facts, facts_of
from tests.trackers.first_day import PROJECTS, first_day_facts, first_day_layout, write_first_day
from tests.trackers.layout import SHAPES, Layout, layouts
from tests.trackers.reading import read_here
from tests.trackers.shown import shows
from tests.trackers.writing import Tracker, draw_tracker

EXAMPLES = 500
EACH = {shape: EXAMPLES * SHAPES.count(shape) // len(SHAPES) for shape in SHAPES}

MEANS = {
    **{colour: status for status, (colour, _, _) in reversed(RAG_OF.items())},
    **{f"fill:{fill}": status for status, (_, fill, _) in RAG_OF.items()},
    **{f"{emoji} {status}": status for status, (_, _, emoji) in RAG_OF.items()},
    **{letter: status for status, letter in LETTER_OF.items()},
}
"""What a person would answer, asked what a text or a colour of the tracker stands for."""


def as_shown(facts: Facts, layout: Layout) -> Facts:
    """Leave out the names that an import has to invent: of a theme and of a line where the tracker has none."""
    has_theme = shows(layout)("theme")
    has_names = layout.shape in {"sheets", "long", "merged"}
    return Facts(
        schemes=tuple(
            sorted(
                replace(
                    scheme,
                    theme=scheme.theme if has_theme else "",
                    savings=tuple(
                        sorted(
                            replace(saving, name=saving.name if has_names else "") for saving in scheme.savings
                        )
                    ),
                )
                for scheme in facts.schemes
            )
        ),
        hazards=facts.hazards,
    )  # fmt: skip


def differences(wanted: Facts, got: Facts) -> list[str]:
    """What is not as it was, a line for each project or risk, for the person who reads the failure."""
    found = []
    for kind in ("schemes", "hazards"):
        had = {item.ref: item for item in getattr(wanted, kind)}
        has = {item.ref: item for item in getattr(got, kind)}
        for ref in sorted(had.keys() | has.keys()):
            if ref not in has:
                found.append(f"{ref} is missing")
            elif ref not in had:
                found.append(f"{ref} was made of nothing: {has[ref]}")
            else:
                found += [
                    f"{ref} {key}: {getattr(had[ref], key)!r} became {getattr(has[ref], key)!r}"
                    for key in had[ref].__dataclass_fields__
                    if getattr(had[ref], key) != getattr(has[ref], key)
                ]
    return found


def trip(session: Session, tracker: Tracker, folder: Path) -> None:
    """Import a tracker, hold what came of it against what it was written from, and undo it."""
    workbook = read_here(tracker.write(folder))
    desk = Desk(session, workbook, period=PERIOD)
    desk.answer(MEANS)
    refused = desk.refused()
    assert not refused, f"Nothing in the tracker is wrong, but refused was: {refused}"
    desk.apply()
    got = as_shown(facts_of(session.records, PERIOD), tracker.layout)
    wanted = as_shown(tracker.facts, tracker.layout)
    assert got == wanted, "\n".join(differences(wanted, got))
    if tracker.layout.seed % 2:
        again = Desk(session, workbook, period=PERIOD)
        assert {row.state for row in again.plan.rows} <= {State.SAME, State.LEFT_OUT}
        undo = session.undo_action
        again.apply()
        assert session.undo_action == undo
    session.undo()
    assert not session.records.all(Project)
    assert not session.records.all(Programme)


def test_the_tracker_of_the_first_day_needs_no_answer_and_is_taken_whole(
    session: Session, tmp_path: Path
) -> None:
    desk = Desk(session, read_here(write_first_day(tmp_path / "Tracker.xlsx")), period=PERIOD)
    assert desk.refused() == {}
    assert {total.verdict for total in desk.plan.totals} == {"agrees"}
    desk.apply()
    layout = first_day_layout()
    wanted = as_shown(first_day_facts(), layout)
    assert len(wanted.schemes) == PROJECTS
    assert as_shown(facts_of(session.records, PERIOD), layout) == wanted


@pytest.mark.slow
@pytest.mark.parametrize("shape", list(dict.fromkeys(SHAPES)))
def test_a_tracker_becomes_the_portfolio_that_it_was_written_from(
    shape: str, session: Session, tmp_path: Path, rounds: Callable[[int], int]
) -> None:
    share = rounds(EXAMPLES) * EACH[shape] // EXAMPLES
    tried: Counter[str] = Counter()

    @settings(
        max_examples=max(share, 1),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        deadline=None,
    )
    @given(layouts(shape))
    def tries(layout: Layout) -> None:
        tried[f"{layout.kind}, {layout.unit}, status as {layout.status_as}"] += 1
        tracker = draw_tracker(layout)
        trip(session, tracker, tmp_path)

    tries()
    print(f"{shape}: {sum(tried.values())} trackers")
