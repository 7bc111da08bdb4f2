"""Which columns are left out, and why: what is worked out from others, and what says again what another says."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from asc_desktop.domain import spellings
from asc_desktop.domain.dates import DateError, date_label, parse_date, period_label
from asc_desktop.domain.importing.columns.fit import Column
from asc_desktop.domain.importing.columns.values import Held
from asc_desktop.domain.importing.mapping import Target
from asc_desktop.domain.importing.sheets import Cell
from asc_desktop.domain.importing.vocabulary import Derived, Vocabulary, heading_words
from asc_desktop.domain.pasting.day_order import DAY_FIRST, MONTH_FIRST, with_day_first

_MOSTLY = 0.9


class Left(Struct, frozen=True):
    """That a column is left out: how surely, and why."""

    score: float
    why: str


def left_of(column: Column, vocabulary: Vocabulary) -> Left | None:
    """Return that a column's heading says it is worked out from others, as far as the heading alone tells."""
    found = _derived(column, vocabulary)
    return Left(found[0][0], found[0][1].why) if found else None


def derived_why(column: Column, vocabulary: Vocabulary, targets: Iterable[Target]) -> str:
    """Return why a column is left out as worked out from others that fill ``targets``; nothing where it is not."""
    has = {f"{target.table}.{target.key}" for target in targets}
    years = {target.year for target in targets if target.year}
    when = column.when
    if when.several and column.profile.share(column.profile.numbers) > _MOSTLY / 2 and years:
        return "It spans several years, which are each taken by themselves."
    for _, derived in _derived(column, vocabulary):
        if sum(need in has for need in derived.needs) >= derived.least:
            return derived.why
    return ""


def copies_of(columns: Sequence[Column]) -> dict[int, Left]:
    """Return the columns that say again, in every row, what another says: a date as text, a second one of its name."""
    found: dict[int, Left] = {}
    for at, column in enumerate(columns):
        for other_at, other in enumerate(columns):
            if at == other_at or other_at in found or at in found:
                continue
            why = _why_copy(column, other, is_after=at > other_at)
            if why:
                found[at] = Left(0.9, why)
                break
    return found


def _derived(column: Column, vocabulary: Vocabulary) -> Sequence[tuple[float, Derived]]:
    """Return what a heading may say is worked out, the likeliest first."""
    heading = column.when.rest if column.when.is_any else column.heading
    return vocabulary.worked_out(heading) if heading.strip() else ()


def _why_copy(column: Column, other: Column, *, is_after: bool) -> str:
    """Return why one column says nothing that another does not; nothing where it says something."""
    same_name = bool(column.found.path) and heading_words(column.heading) == heading_words(other.heading)
    is_text_of_dates = bool(other.profile.real_dates) and not column.profile.real_dates
    if not column.profile.filled or not (same_name or is_text_of_dates):
        return ""
    texts, others = _by_row(column), _by_row(other)
    if texts.keys() != others.keys():
        return ""
    if same_name and is_after and all(_same(texts[row], others[row]) for row in texts):
        return f"It has the same values as the other “{other.heading}” in every row."
    if other.profile.real_dates == other.profile.filled and column.profile.real_dates == 0:
        if not all(each.cell.kind == Cell.TEXT for each in texts.values()):
            return ""
        if all(_is_text_of(texts[row].text, str(others[row].cell.value)) for row in texts):
            return f"It repeats the dates of “{other.heading}” as text."
    return ""


def _by_row(column: Column) -> Mapping[int, Held]:
    return {each.row: each for each in column.profile.said}


def _same(one: Held, other: Held) -> bool:
    return " ".join(one.text.split()).casefold() == " ".join(other.text.split()).casefold()


def _is_text_of(text: str, day: str) -> bool:
    """Whether a text is an ISO date written otherwise: ``18/06/2024`` either way round, ``18 Jun 2024``, ``Jun-24``."""
    body = spellings.plain(text)
    day = day[:10]
    for way in (DAY_FIRST, MONTH_FIRST):
        try:
            if parse_date(with_day_first(body, way)) == day:
                return True
        except DateError:
            continue
    month = {period_label(day[:7]).casefold(), f"{day[5:7]}/{day[:4]}", date_label(day)[-8:].casefold()}
    short = date_label(day)[-8:]
    month |= {f"{short[:3]}-{short[-2:]}".casefold(), f"{short[:3]} {short[-2:]}".casefold()}
    return body.casefold() in month
