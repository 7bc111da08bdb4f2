"""What changed between two reports. Pure, and the same both ways round: what was worse one way is better the other."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from asc_desktop.domain.money import format_pounds, words_for
from asc_desktop.domain.report import counts
from asc_desktop.domain.report.attention import figure_shown_as
from asc_desktop.domain.report.change_facts import KIND_LABELS, Fact, Key, facts_of
from asc_desktop.domain.report.change_own import own_facts
from asc_desktop.domain.report.model import KeyFigure, Report
from asc_desktop.domain.report.views_changes import ChangeRow, FigureChange, KindCount, ReportChanges
from asc_desktop.domain.words import listed, number_of

EFFECTS: Final = {"worse": "Worse", "better": "Better", "neutral": "Neither"}
"""In the order in which changes are listed."""

CHANGES: Final = {"new": "New", "gone": "Gone", "changed": "Changed"}

_KINDS = tuple(KIND_LABELS)
_FIGURE_RANK = {"target": 0, "forecast": 1, "slipped": -1, "no_plan": -1, "exceptions": -1, "updated": 1}
"""Whether more of a key figure is better (1), worse (-1) or neither."""

_COUNTED: Final = {"exceptions": "open exceptions", "updated": "projects updated"}
"""The figures that count what is of live projects, in words."""


def compare(
    before: Report,
    after: Report,
    *,
    before_name: str = "",
    after_name: str = "",
    corrections: Iterable[ChangeRow] = (),
    for_pack: bool = False,
) -> ReportChanges:
    """Return what changed from one report to another, the worst first.

    ``corrections`` are changes to what had been reported by then, made afterwards; the journal tells of them.
    ``for_pack`` leaves out the council's own fields that are not for board packs.
    """
    owns = {own.id for own in after.own_fields if own.in_pack} if for_pack else None
    shown_as = after.savings_shown_as
    was = facts_of(before, after, shown_as) | own_facts(before, after, owns)
    now = facts_of(after, before, shown_as) | own_facts(after, before, owns)
    programmes = {project.id: project.programme for report in (before, after) for project in report.projects}
    rows = [
        row if row.programme else replace(row, programme=programmes.get(row.project_id, ""))
        for row in (*_rows(was, now), *corrections)
    ]
    rows.sort(key=_order)
    return ReportChanges(
        programme=after.programme,
        before_name=before_name or before.period_label,
        before_period=before.period,
        before_label=before.period_label,
        after_name=after_name or after.period_label,
        after_period=after.period,
        after_label=after.period_label,
        sentence=_sentence(rows, before_name or before.period_label),
        figures=tuple(_figures(before, after)),
        kinds=tuple(_kinds(rows)),
        rows=tuple(rows),
        notes=tuple(_notes(before, after, before_name or before.period_label)),
    )


def correction_row(key: str, fact: Fact, before: str, pence: int | None) -> ChangeRow:
    """Return the row of a correction to a frozen period: ``fact`` is as it now is, ``before`` the words until then.

    ``pence`` is by how much an amount was corrected; None where it is no amount.
    """
    change = "new" if not before else "changed" if fact.words else "gone"
    difference = _pence_words(pence) if pence else ""
    return _row(
        ("correction", fact.record_id, key), fact, before, fact.words, change, pence, difference, "neutral"
    )


def _rows(before: dict[Key, Fact], after: dict[Key, Fact]) -> Iterator[ChangeRow]:
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        fact = new or old
        if fact is None or (old and new and old.words == new.words):
            continue
        if (old is None or new is None) and _goes_without_saying(fact, before, after):
            continue
        nothing = fact.absent_words
        was = old.words if old else nothing
        now = new.words if new else nothing
        change = "changed" if was and now else "new" if now else "gone"
        size = _size(old, new)
        yield _row(
            key,
            fact,
            was,
            now,
            change,
            size if fact.unit == "pence" else None,
            _difference(size, fact.unit) if change == "changed" else "",
            _effect(old, new, fact.absent_rank),
        )


def _goes_without_saying(fact: Fact, before: dict[Key, Fact], after: dict[Key, Fact]) -> bool:
    """Whether a fact of one report only goes with the row of what it belongs to, or has nothing to compare."""
    return fact.within or (fact.owner is not None and (fact.owner in before) != (fact.owner in after))


def _size(old: Fact | None, new: Fact | None) -> int | None:
    if (old and old.number is None) or (new and new.number is None):
        return None
    return ((new.number if new else 0) or 0) - ((old.number if old else 0) or 0)


def _difference(size: int | None, unit: str) -> str:
    """Return how much more or less, later or earlier, in words; nothing where there is no number."""
    if not size:
        return ""
    if unit == "pence":
        return _pence_words(size)
    if unit == "days":
        days = number_of(abs(size), "day")
        return f"{days} {'later' if size > 0 else 'earlier'}"
    return f"{number_of(abs(size), unit.removesuffix('s'), unit)} {'more' if size > 0 else 'fewer'}"


def _pence_words(pence: int) -> str:
    return f"{format_pounds(abs(pence))} {'more' if pence > 0 else 'less'}"


def _effect(old: Fact | None, new: Fact | None, absent_rank: int | None) -> str:
    was = old.rank if old else absent_rank
    now = new.rank if new else absent_rank
    if was is None or now is None or was == now:
        return "neutral"
    return "better" if now > was else "worse"


def _row(
    key: Key,
    fact: Fact,
    before: str,
    after: str,
    change: str,
    pence: int | None,
    difference: str,
    effect: str,
) -> ChangeRow:
    kind, record_id, _ = key
    return ChangeRow(
        id=":".join(key),
        kind=kind,
        kind_label=KIND_LABELS[kind],
        record_id=record_id,
        project_id=fact.project_id,
        project_ref=fact.project_ref,
        project=fact.project,
        what=fact.what,
        before=before,
        after=after,
        difference=difference,
        amount_pence=pence,
        change=change,
        change_label=CHANGES[change],
        effect=effect,
        effect_label=EFFECTS[effect],
        page=fact.page,
        programme=fact.programme,
    )


def _order(row: ChangeRow) -> tuple[int, int, int, str, str]:
    place = tuple(EFFECTS).index(row.effect)
    return place, -abs(row.amount_pence or 0), _KINDS.index(row.kind), row.project_ref, row.id


def _kinds(rows: list[ChangeRow]) -> Iterator[KindCount]:
    effects = Counter((row.kind, row.effect) for row in rows)
    for kind, label in KIND_LABELS.items():
        worse, better, neutral = (effects[kind, effect] for effect in EFFECTS)
        if worse or better or neutral:
            yield KindCount(kind, label, worse + better + neutral, worse, better)


def _figures(before: Report, after: Report) -> Iterator[FigureChange]:
    held = {figure.key: figure for figure in before.key_figures}
    words = words_for(*(figure.pence or 0 for figure in (*before.key_figures, *after.key_figures)))
    for now in after.key_figures:
        was = held.get(now.key)
        if was is not None:
            # A board may have seen savings shown the other way round, and amounts written otherwise.
            both = (_counted(was, before), _counted(now, after))
            shown = [figure_shown_as(figure, after.savings_shown_as, words) for figure in both]
            yield _figure(shown[0], shown[1], words)


def _counted(figure: KeyFigure, report: Report) -> KeyFigure:
    """Return a figure that counts projects or exceptions as both reports are counted: without closed projects.

    A report of an earlier release counted those too.
    """
    if figure.key == "exceptions":
        count = counts.open_exceptions(report)
        return replace(figure, count=count, text=str(count))
    if figure.key == "updated":
        count = counts.projects_updated(report)
        return replace(figure, count=count, text=counts.updated_words(count, len(report.due_projects)))
    return figure


def _figure(was: KeyFigure, now: KeyFigure, words: Callable[[int], str]) -> FigureChange:
    pence = None if was.pence is None or now.pence is None else now.pence - was.pence
    count = _count_change(was, now)
    size = pence if pence is not None else count or 0
    rank = size * _FIGURE_RANK.get(now.key, 0)
    effect = "better" if rank > 0 else "worse" if rank < 0 else "neutral"
    difference = "unchanged"
    if size:
        amount = f"{abs(size):,}" if pence is None else words(abs(size))
        if pence is not None and amount == words(0):
            amount = format_pounds(abs(size))
        difference = f"{'▲' if size > 0 else '▼'} {amount}"
        if now.key == "updated":
            # Not by how much the two counts differ: fewer may be due, of those that are closed by now.
            difference = f"{amount} {'fewer' if size > 0 else 'more'} not updated"
    label, shows = now.label, now.shows
    return FigureChange(
        now.key, label, was.text, now.text, difference, pence, count, effect, EFFECTS[effect], shows
    )


def _count_change(was: KeyFigure, now: KeyFigure) -> int | None:
    """Return how many more there are; of how many of a whole, how many fewer are lacking: of more there are more."""
    if was.count is None or now.count is None:
        return None
    lacking = [
        int(whole) - count if whole.isdigit() else None
        for figure, count in ((was, was.count), (now, now.count))
        for whole in [figure.text.partition(" of ")[2].replace(",", "")]
    ]
    if lacking[0] is None and lacking[1] is None:
        return now.count - was.count
    # Where none is due, none is lacking.
    return (lacking[0] or 0) - (lacking[1] or 0)


def _sentence(rows: list[ChangeRow], since: str) -> str:
    if not rows:
        return f"Nothing has changed since {since}."
    effects = Counter(row.effect for row in rows)
    parts = [
        f"{effects[effect]:,} {words}"
        for effect, words in (("worse", "for the worse"), ("better", "for the better"))
        if effects[effect]
    ]
    changes = number_of(len(rows), "change")
    return f"{changes} since {since}{': ' if parts else ''}{', '.join(parts)}."


def _notes(before: Report, after: Report, name: str) -> Iterator[str]:
    if before.programme != after.programme:
        yield f"These are reports of different programmes: {before.programme}, and {after.programme}."
    if before.year != after.year:
        yield (
            f"The key figures are of {before.year} and {after.year}, so they and the budget do not compare: "
            "budgets and savings RAG of different years are left out."
        )
    told = [
        f"{figure.text} {words}"
        for figure in before.key_figures
        if (words := _COUNTED.get(figure.key)) and figure.text != _counted(figure, before).text
    ]
    if told:
        yield (
            f"{name[:1].upper()}{name[1:]} counted closed projects too: {listed(told)}. "
            "Here they are left out of both counts."
        )
