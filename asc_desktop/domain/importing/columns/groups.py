"""What the words of group rows fill: a theme's name above its projects, a project's above its milestones."""

import re
from collections.abc import Sequence

from asc_desktop.domain.importing.found import FoundTable
from asc_desktop.domain.importing.mapping import Target
from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Programme, Project, SourcePlan, Theme
from asc_desktop.domain.records.fields import Record

_THEME, _WORKSTREAM, _PLAN, _PROGRAMME = (
    Target("project", "theme_id"),
    Target("project", "workstream_id"),
    Target("project", "source_plan_id"),
    Target("theme", "programme_id"),
)
_WORDS: tuple[tuple[str, Target], ...] = (
    ("programme", _PROGRAMME), ("workstream", _WORKSTREAM), ("work stream", _WORKSTREAM), ("plan", _PLAN),
    ("mtfs", _PLAN), ("theme", _THEME),
)  # fmt: skip
_OF_PROJECTS = frozenset({"milestone", "savings_line", "exception", "project_cost", "project_dependency"})
_BY_RECORD = {
    "risk": (Target("risk", "theme_id"), Target("risk", "category")),
    "issue": (Target("issue", "project_id"),),
    "budget_line": (Target("budget_line", "group_name"),),
    "measure": (Target("measure", "strategy_theme"), Target("measure", "priority")),
    "activity": (Target("activity", "project_id"),),
    "workstream": (Target("workstream", "theme_id"),),
    "target_change": (Target("target_change", "line_id"),),
}
_TOLD_BY = 0.5
_SECTION = Target("project", own="Section")
_STATES = frozenset(
    {"closed", "completed", "complete", "live", "active", "current", "open", "pipeline", "on hold", "paused", "new",
     "future", "proposed", "planned", "in progress", "in delivery", "delivered", "archived", "cancelled", "stopped"}
)  # fmt: skip
_OF_PROJECT = re.compile(
    r"\W*\b(projects?|schemes?|proposals?|initiatives?|savings?|workstreams?)\b\W*", re.IGNORECASE
)
"""What is said of a state besides: *Closed projects*."""


def group_targets(
    table: FoundTable, record: str, filled: Sequence[Target | None], records: Records
) -> tuple[Target | None, ...]:
    """Return what each level of a table's group rows fills, the outermost first; None where it fills nothing.

    What a column fills already is not filled by a group.
    """
    levels = max((len(line.group) for line in table.records), default=0)
    free = [target for target in filled if target]
    targets: list[Target | None] = []
    for level in range(levels):
        words = tuple(dict.fromkeys(line.group[level] for line in table.records if level < len(line.group)))
        target = _target(words, record, [*free, *filter(None, targets)], records, is_last=level == levels - 1)
        targets.append(target)
    return tuple(targets)


def say_themes(table: FoundTable, records: Records) -> bool:
    """Whether the words of a level of group rows are themes, by what they call themselves or by the portfolio."""
    levels = max((len(line.group) for line in table.records), default=0)
    for level in range(levels):
        words = tuple(dict.fromkeys(line.group[level] for line in table.records if level < len(line.group)))
        if (_of_known(words, records) or _by_words(words)) == _THEME:
            return True
    return False


def _target(
    words: Sequence[str], record: str, used: Sequence[Target], records: Records, *, is_last: bool
) -> Target | None:
    if record in _OF_PROJECTS:
        # Of several levels the innermost is the project; those above are its theme or programme, which it knows itself.
        project = Target(record, "project_id")
        return project if is_last and project not in used else None
    if record != "project":
        return next((each for each in _BY_RECORD.get(record, ()) if each not in used), None)
    found = _of_known(words, records) or _by_words(words)
    if found is None and all(_says_state(text) for text in words):
        # How far they are is no theme: it is kept as the heading under which they stand.
        return _SECTION if _SECTION not in used else None
    if found and found not in used:
        return found
    order = (_THEME, _WORKSTREAM) if _THEME not in used else (_WORKSTREAM,)
    return next((each for each in order if each not in used), None) if not found else None


def _of_known(words: Sequence[str], records: Records) -> Target | None:
    """Return what the words are names of in the portfolio, where at least half of them are."""
    kinds: tuple[tuple[type[Record], Target], ...] = (
        (Theme, _THEME), (Programme, _PROGRAMME), (SourcePlan, _PLAN),
    )  # fmt: skip
    for kind, target in kinds:
        names = {known_as(record.title_words(records)) for record in records.all(kind)}
        hits = sum(known_as(word) in names for word in words)
        if hits and hits >= len(words) * _TOLD_BY:
            return target
    return None


def _says_state(text: str) -> bool:
    """Whether words say how far projects are and not what they are about."""
    return _OF_PROJECT.sub(" ", text.casefold()).strip(" :-–—▶►()") in _STATES


def _by_words(words: Sequence[str]) -> Target | None:
    """Return what the words call themselves: *Theme 1: Prevention*, *Workstream A*."""
    for word, target in _WORDS:
        if words and all(word in text.casefold() for text in words):
            return target
    return None


def project_names(records: Records) -> set[str]:
    """Return what projects are called, by reference and by name."""
    return {known_as(name) for project in records.all(Project) for name in (project.ref, project.name)} - {""}
