"""Find anything: projects, exceptions, themes and what else has a name, by the beginnings of its words.

Every typed word must begin a word of what is found, in its title or in the words beside it. Where nothing does, a word
that stands inside another and a word with one slip of the keyboard will do.
"""

import heapq
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import itemgetter
from typing import TypeVar

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.records.assurance import BudgetLine, Measure, Risk, RiskCategory
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import (
    Milestone,
    Programme,
    Project,
    ProjectException,
    SourcePlan,
    Theme,
    Workstream,
)  # fmt: skip
from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.records.governance import Decision
from asc_desktop.domain.records.office import Activity, Board

S = TypeVar("S", Programme, Theme, Workstream, SourcePlan, Board)

_WORDS = re.compile(r"[^\W_]+", re.UNICODE)
_SHORTEST_TYPO = 4
"""A word of fewer letters is not taken for another with a slip."""
_LONGEST_NAME = 12
"""A title of more words is a sentence, in which scattered words say less."""

_START, _RUN, _TITLE, _MIXED, _BESIDE, _INSIDE, _TYPO = range(7)
"""How well words fit, the best first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is, its title, and words that tell it from others of the same name.

    ``kind`` is the record's table, or ``command``. ``ref`` is a project's. ``programme_id`` is empty where it belongs
    to none.
    """

    id: str
    kind: str
    label: str
    title: str
    context: str
    programme_id: str = ""
    ref: str = ""

    @property
    def heading(self) -> str:
        """The title, after the reference if there is one."""
        return f"{self.ref} {self.title}".strip()


_Entry = tuple[Hit, tuple[str, ...], tuple[str, ...], tuple[str, ...]]


class Finder:
    """Everything that can be found, taken in once, so that each key press is quick."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self._entries: list[_Entry] = [
            (hit, words_of(hit.ref), words_of(hit.title), words_of(f"{hit.label} {hit.context}"))
            for hit in hits
        ]

    def find(self, text: str, limit: int = 20) -> list[Hit]:
        """Return the best matches first, at most ``limit``; those that fit as well stand as they were given."""
        typed = words_of(text)
        if not typed:
            return []
        found = self._scored(typed, _prefix_score) or self._scored(typed, _loose_score)
        return [hit for _, _, hit in heapq.nsmallest(limit, found, key=itemgetter(0, 1))]

    def _scored(
        self, typed: tuple[str, ...], score_of: Callable[[tuple[str, ...], _Entry], int | None]
    ) -> list[tuple[int, int, Hit]]:
        scored = ((score_of(typed, entry), order, entry[0]) for order, entry in enumerate(self._entries))
        return [(score, order, hit) for score, order, hit in scored if score is not None]


def find(records: Records, words: str, limit: int = 20) -> list[Hit]:
    """Return the records that the words find, the best first. ``Finder`` is for one who asks again and again."""
    return Finder(record_hits(records)).find(words, limit)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text for comparison; ``P-033`` is ``p`` and ``033``."""
    return tuple(_WORDS.findall(text.casefold()))


def hits_in_view(shown: Records, now: Records, month: str) -> list[Hit]:
    """Return what can be found while a month is looked at: what it shows, then what is there now under other words.

    ``month`` is that month in words. What it does not show says so.
    """
    found = record_hits(shown)
    if shown is now:
        return found
    then = {hit.id: hit.heading for hit in found}
    for hit in record_hits(now):
        if hit.id not in then:
            found.append(replace(hit, context=_joined([f"Not in {month}", hit.context])))
        elif then[hit.id] != hit.heading:
            found.append(replace(hit, context=_joined([f"{then[hit.id]} in {month}", hit.context])))
    return found


def record_hits(records: Records) -> list[Hit]:
    """Return everything of a portfolio that can be found: projects first, exceptions last."""
    programme_of = {theme.id: theme.programme_id for theme in records.all(Theme)}
    several = len(records.all(Programme)) > 1
    hits: list[Hit] = []
    projects = sorted(records.all(Project), key=lambda item: (item.archived, item.ref, item.name))
    for project in projects:
        context = [
            records.title("theme", project.theme_id),
            project.lead or "",
            records.title("programme", programme_of.get(project.theme_id, "")) if several else "",
            "Archived" if project.archived else "",
        ]
        hits.append(
            Hit(project.id, "project", "Project", project.name, _joined(context),
                programme_of.get(project.theme_id, ""), project.ref)
        )  # fmt: skip
    hits += _structure_hits(records, programme_of, several=several)
    hits += _exception_hits(records, programme_of)
    hits += _measure_hits(records, several=several)
    hits += _risk_hits(records, several=several)
    hits += _budget_hits(records, several=several)
    hits += _decision_hits(records, several=several)
    hits += _activity_hits(records, several=several)
    hits += _milestone_hits(records, programme_of)
    return hits


def _measure_hits(records: Records, *, several: bool) -> list[Hit]:
    return [
        Hit(item.id, "measure", "Measure", item.name,
            _joined([
                item.strategy_theme or "", item.priority or "",
                records.title("programme", item.programme_id) if several else "",
            ]),
            item.programme_id)
        for item in sorted(records.all(Measure), key=lambda item: (item.position, item.name))
        if not item.archived
    ]  # fmt: skip


def _activity_hits(records: Records, *, several: bool) -> list[Hit]:
    return [
        Hit(item.id, "activity", "Activity", item.name,
            _joined([
                records.title("project", item.project_id),
                records.title("programme", item.programme_id) if several else "",
            ]),
            item.programme_id)
        for item in sorted(records.all(Activity), key=lambda item: (item.position, item.name))
        if not item.archived
    ]  # fmt: skip


def _milestone_hits(records: Records, programme_of: Mapping[str, str]) -> list[Hit]:
    found = [
        (project, item)
        for item in records.all(Milestone)
        if not (project := records.get(Project, item.project_id)).archived
    ]
    return [
        Hit(item.id, "milestone", "Milestone", item.name, f"{project.ref} {project.name}",
            programme_of.get(project.theme_id, ""))
        for project, item in sorted(found, key=lambda pair: (pair[0].ref, pair[1].name))
    ]  # fmt: skip


def _risk_hits(records: Records, *, several: bool) -> list[Hit]:
    category = partial(records.title, RiskCategory.table)
    return [
        Hit(item.id, "risk", "Risk", " ".join(item.description.split()),
            _joined([
                category(item.category), item.owner or "", "Closed" if item.closed_period else "",
                records.title("programme", item.programme_id) if several else "",
            ]),
            item.programme_id, item.ref)
        for item in sorted(records.all(Risk), key=lambda item: (bool(item.closed_period), item.ref))
    ]  # fmt: skip


def _budget_hits(records: Records, *, several: bool) -> list[Hit]:
    return [
        Hit(item.id, "budget_line", "Budget line", item.name,
            _joined([
                item.group_name, "Reserve" if item.is_reserve else "",
                records.title("programme", item.programme_id) if several else "",
            ]),
            item.programme_id)
        for item in sorted(records.all(BudgetLine), key=lambda item: (item.position, item.name))
    ]  # fmt: skip


def _decision_hits(records: Records, *, several: bool) -> list[Hit]:
    stage = field_of(Decision, "stage")
    return [
        Hit(item.id, "decision", "Decision", item.subject,
            _joined([
                stage.format(item.stage), item.forward_plan_ref or "",
                records.title("programme", item.programme_id) if several else "",
            ]),
            item.programme_id, item.ref)
        for item in sorted(records.all(Decision), key=lambda item: (item.stage == "withdrawn", item.ref))
    ]  # fmt: skip


def _exception_hits(records: Records, programme_of: dict[str, str]) -> list[Hit]:
    hits = []
    exceptions = sorted(
        records.all(ProjectException),
        key=lambda item: (bool(item.closed_period), item.raised_period, item.id),
    )
    category = field_of(ProjectException, "category")
    for item in exceptions:
        project = records.find(Project, item.project_id)
        if project is None or project.archived:
            continue
        state = "Closed" if item.closed_period else f"Raised {period_label(item.raised_period)}"
        hits.append(
            Hit(item.id, "exception", "Exception", " ".join(item.description.split()),
                _joined([f"{project.ref} {project.name}", category.format(item.category), state]),
                programme_of.get(project.theme_id, ""))
        )  # fmt: skip
    return hits


def _structure_hits(records: Records, programme_of: dict[str, str], *, several: bool) -> list[Hit]:
    hits = [
        Hit(item.id, "programme", "Programme", item.name, item.lead or "", item.id)
        for item in _in_order(records.all(Programme))
    ]
    for theme in _in_order(records.all(Theme)):
        programme = records.title("programme", theme.programme_id) if several else ""
        hits.append(
            Hit(theme.id, "theme", "Theme", theme.name, _joined([theme.lead or "", programme]), theme.programme_id)
        )  # fmt: skip
    for workstream in _in_order(records.all(Workstream)):
        context = _joined([records.title("theme", workstream.theme_id), workstream.lead or ""])
        hits.append(
            Hit(workstream.id, "workstream", "Workstream", workstream.name, context,
                programme_of.get(workstream.theme_id, ""))
        )  # fmt: skip
    hits += [
        Hit(plan.id, "source_plan", "Source plan", plan.name, "")
        for plan in _in_order(records.all(SourcePlan))
    ]
    hits += [
        Hit(board.id, "board", "Board", board.name, records.title("programme", board.programme_id),
            board.programme_id)
        for board in _in_order(records.all(Board))
    ]  # fmt: skip
    return hits


def _in_order(records: Iterable[S]) -> list[S]:
    return sorted(records, key=lambda item: (item.position, item.name))


def _joined(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)


def _prefix_score(typed: tuple[str, ...], entry: _Entry) -> int | None:
    """Return how well words begin those of a hit; None where one begins none of them."""
    _, ref, title, beside = entry
    if _starts(typed, title) or (ref and _starts(typed, ref + title)):
        return _START
    if any(_starts(typed, title[at:]) for at in range(1, len(title))):
        return _RUN
    in_title = [any(word.startswith(part) for word in ref + title) for part in typed]
    if all(in_title):
        return _TITLE if len(title) <= _LONGEST_NAME else _MIXED
    for part, found in zip(typed, in_title, strict=True):
        if not found and not any(word.startswith(part) for word in beside):
            return None
    return _MIXED if any(in_title) else _BESIDE


def _starts(typed: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether the typed words begin the first words, one for one."""
    return len(typed) <= len(words) and all(map(str.startswith, words, typed))


def _loose_score(typed: tuple[str, ...], entry: _Entry) -> int | None:
    words = entry[1] + entry[2] + entry[3]
    worst = _INSIDE
    for part in typed:
        if any(part in word for word in words):
            continue
        if len(part) < _SHORTEST_TYPO or not any(_begins_nearly(part, word) for word in words):
            return None
        worst = _TYPO
    return worst


def _begins_nearly(part: str, word: str) -> bool:
    """Whether a word begins with these letters but for one wrong, missing, doubled or swapped."""
    at = next((index for index, (a, b) in enumerate(zip(part, word, strict=False)) if a != b), -1)
    if at < 0:
        # One begins the other: the typed word may be one letter longer.
        return len(part) <= len(word) + 1
    rest, of_word = part[at:], word[at:]
    swapped = len(rest) > 1 and len(of_word) > 1 and rest[:2] == of_word[1::-1]
    return (
        of_word[1:].startswith(rest[1:])  # wrong
        or of_word[1:].startswith(rest)  # missing
        or of_word.startswith(rest[1:])  # one too many
        or (swapped and of_word[2:].startswith(rest[2:]))
    )
