"""One answer's cell: what stands in it as it is sent, what may be typed there, and what is said of anything else."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from msgspec import Struct

from asc_desktop.domain.dates import date_label, period_end, period_label
from asc_desktop.domain.forms.form import Question
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.words import beginning
from asc_desktop.excel.cell_values import clean, letters
from asc_desktop.excel.forms.book import FormBook, FormSheet
from asc_desktop.excel.styles import DATE

_TEXT: Final = "@"
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_MOST_POUNDS: Final = 100_000_000_000
_MOST: Final = 1_000_000_000_000
_SHORT_SCALE: Final = 10
"""A number of which there are no more is chosen from a list."""
_TITLE_LETTERS, _SAID_LETTERS = 32, 255
"""Of the heading over what Excel says when a cell refuses what was typed, and of what it says."""
_LONGEST_TEXT: Final = 32_767
"""What one cell holds."""


class _Look(Struct, frozen=True):
    """How a value is written: its number format, where it is set, and the value itself, if any."""

    number_format: str
    align: str
    value: str | float | date | None


class Fault(Struct, frozen=True):
    """What may be wrong with an answer that was pasted in, where no limit stops it.

    ``formula`` is true where it is, of a cell that is not empty and has none of the faults before it; ``is_so`` says
    whether it is so of what was sent.
    """

    formula: str
    words: str
    is_so: bool


def put(sheet: FormSheet, column: int, question: Question, *, last: int | None = None) -> None:
    """Write a question's cell into the row that is being written, over columns up to ``last`` where that is given."""
    look = _look(question)
    props: dict[str, Any] = {"num_format": look.number_format, "align": look.align}
    if look.align == "right":
        props["indent"] = 1
    style = sheet.book.answer(**props) if question.asked else sheet.book.told(**props)
    if last is not None and last > column:
        sheet.sheet.merge_range(sheet.row, column, sheet.row, last, "", style)
    match look.value:
        case None:
            sheet.sheet.write_blank(sheet.row, column, None, style)
        case str() as text:
            sheet.text(column, text, style)
        case date() as day:
            sheet.sheet.write_datetime(sheet.row, column, day, style)
        case number:
            sheet.sheet.write_number(sheet.row, column, number, style)
    if question.asked:
        rule = _rule(sheet.book, question, f"{letters(column)}{sheet.row + 1}")
        if rule is not None:
            sheet.sheet.data_validation(sheet.row, column, sheet.row, column, rule)


def is_set_right(question: Question) -> bool:
    """Whether its column is set flush right."""
    return question.kind in {Kind.MONEY, Kind.DECIMAL}


def is_per_cent(question: Question) -> bool:
    """Whether it is a number in per cent: 98.8% typed into a number's cell would be kept as 0.988."""
    return question.kind is Kind.DECIMAL and question.unit == "%"


def _look(question: Question) -> _Look:
    sent = question.sent
    match question.kind:
        case Kind.MONEY:
            pence = int(sent) if sent is not None else 0
            places = ".00" if pence % 100 else ""
            return _Look(f'"£"#,##0{places}', "right", None if sent is None else pence / 100)
        case Kind.DATE:
            return _Look(DATE, "left", None if sent is None else date.fromisoformat(str(sent)))
        case Kind.INTEGER:
            return _Look("0", "left", None if sent is None else float(sent))
        case Kind.DECIMAL if not is_per_cent(question):
            return _Look("General", "right", None if sent is None else float(sent))
        case Kind.DECIMAL:
            return _Look(_TEXT, "right", question.shown or None)
        case _:
            return _Look(_TEXT, "left", question.shown or None)


def _rule(book: FormBook, question: Question, cell: str) -> dict[str, Any] | None:
    """Return what Excel and LibreOffice hold a cell to, with what is said of anything else; None where all goes."""
    words = _offered(question)
    rule, how = (
        ({"validate": "list", "source": book.list_of(words)}, _choose_words(words))
        if words
        else _limits(question, cell, book.form.period)
    )
    if rule is None:
        return None
    title = beginning(question.words, _TITLE_LETTERS)
    return rule | {"error_title": title, "error_message": how, "error_type": "stop"}


def _choose_words(words: Sequence[str | int]) -> str:
    """Return what there is to choose from, as far as it can be said, and where it is."""
    where = "Press the arrow beside the cell to see the list, or Alt and the arrow down."
    offered = f"Choose one of these: {'; '.join(map(str, words))}. {where}"
    return offered if len(offered) <= _SAID_LETTERS else f"Choose one from the list. {where}"


def faults(book: FormBook, question: Question, cell: str) -> list[Fault]:
    """Return what may be wrong with what stands in a question's cell, by the same limits as typing has."""
    offered = _offered(question)
    return [_unlisted(book, question, cell, offered)] if offered else list(_beyond_limits(question, cell))


def _unlisted(book: FormBook, question: Question, cell: str, offered: Sequence[str | int]) -> Fault:
    is_scale = question.kind is Kind.INTEGER
    said = f"Not {offered[0]} to {offered[-1]}" if is_scale else "Not in the list"
    looked_for, stands = (cell, question.sent) if is_scale else (f'{cell}&""', clean(question.shown))
    where = book.list_of(tuple(offered)).lstrip("=")
    return Fault(f"ISERROR(MATCH({looked_for},{where},0))", said, stands not in offered)


def _beyond_limits(question: Question, cell: str) -> Iterator[Fault]:
    sent, low, limit = question.sent, question.low, question.limit
    match question.kind:
        case Kind.MONEY:
            yield Fault(f"NOT(ISNUMBER({cell}))", "Not an amount", is_so=False)
            if low is not None:
                pounds = low // 100
                yield Fault(f"{cell}<{pounds}", f"Below £{pounds:,}", sent is not None and int(sent) < low)
        case Kind.DATE:
            yield from _day_faults(question, cell)
        case Kind.INTEGER:
            formula = f"IF(ISNUMBER({cell}),{cell}<>INT({cell}),TRUE)"
            yield Fault(formula, "Not a whole number", is_so=False)
        case Kind.DECIMAL if is_per_cent(question):
            yield Fault(f'ISERROR(VALUE(SUBSTITUTE({cell},"%","")))', "Not a number", is_so=False)
        case Kind.DECIMAL:
            yield Fault(f"NOT(ISNUMBER({cell}))", "Not a number", is_so=False)
        case _ if 0 < limit < _LONGEST_TEXT:
            yield Fault(f"LEN({cell})>{limit}", "Too long", len(question.shown) > limit)


def _day_faults(question: Question, cell: str) -> Iterator[Fault]:
    sent = str(question.sent or "")
    first, last = _FIRST_DAY.isoformat(), _LAST_DAY.isoformat()
    formula = f"IF(ISNUMBER({cell}),OR({cell}<{_day(first)},{cell}>={_day(last)}+1),TRUE)"
    yield Fault(formula, "Not a day", not first <= sent <= last)
    if question.earliest:
        words = f"Before {date_label(question.earliest)}"
        yield Fault(f"{cell}<{_day(question.earliest)}", words, sent < question.earliest)
    if question.latest:
        words = f"After {date_label(question.latest)}"
        yield Fault(f"{cell}>={_day(question.latest)}+1", words, sent > question.latest)


def _day(day: str) -> str:
    year, month, number = map(int, day.split("-"))
    return f"DATE({year},{month},{number})"


def _limits(  # noqa: PLR0911 - one return a kind
    question: Question, cell: str, period: str
) -> tuple[dict[str, Any] | None, str]:
    low, high, limit = question.low, question.high, question.limit
    match question.kind:
        case Kind.MONEY:
            least = -_MOST_POUNDS if low is None else low // 100
            no_less = ", not below nought" if low == 0 else ""
            return (
                _between("decimal", least, _MOST_POUNDS),
                f"Type pounds as a number, such as 250000{no_less}.",
            )
        case Kind.DATE:
            first = date.fromisoformat(question.earliest) if question.earliest else _FIRST_DAY
            last = date.fromisoformat(question.latest) if question.latest else _LAST_DAY
            return _between("date", first, last), _day_words(question, period)
        case Kind.INTEGER:
            least, most = -_MOST if low is None else low, _MOST if high is None else high
            return _between("integer", least, most), "Type a whole number."
        case Kind.DECIMAL if is_per_cent(question):
            rule = {"validate": "custom", "value": f'=ISNUMBER(VALUE(SUBSTITUTE({cell},"%","")))'}
            return rule, "Type per cent as a number, such as 98.8."
        case Kind.DECIMAL:
            return _between("decimal", -_MOST, _MOST), "Type a number, such as 98.8."
    if 0 < limit < _LONGEST_TEXT:
        how = f"It may have {limit:,} characters at most. Please make it shorter."
        return {"validate": "length", "criteria": "<=", "value": limit}, how
    return None, ""


def _day_words(question: Question, period: str) -> str:
    """Return how to type a day so that it is the same day wherever the computer stands, and which days there are."""
    how = f"Type a day with its month in letters, such as {date_label(period_end(period))}."
    bounds = [
        f"{date_label(day)} at the {word}"
        for day, word in ((question.earliest, "earliest"), (question.latest, "latest"))
        if day
    ]
    why = f", since this form is for {period_label(period)}" if question.latest else ""
    return f"{how} It may be {' and '.join(bounds)}{why}." if bounds else how


def _offered(question: Question) -> tuple[str | int, ...]:
    if question.choices:
        return tuple(clean(words) for _, words in question.choices)
    low, high = question.low, question.high
    if question.kind is Kind.INTEGER and low is not None and high is not None and high - low < _SHORT_SCALE:
        return tuple(range(low, high + 1))
    return ()


def _between(validate: str, low: Any, high: Any) -> dict[str, Any]:
    return {"validate": validate, "criteria": "between", "minimum": low, "maximum": high}
