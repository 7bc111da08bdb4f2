"""How the values of a mapped column are read: the unit of amounts, the decimal mark, the order of dates, the scale.

The judgements are those of pasting. What a workbook adds is its number formats: ``#,##0,`` shows pounds in thousands,
so that a heading ``£000`` over it says how the amounts look and not what is kept.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from asc_desktop.domain.importing.columns.values import Held, Profile, lettered_scale, shown_scale
from asc_desktop.domain.importing.found import FoundTable, Role
from asc_desktop.domain.importing.sheets import Cell, Sheet
from asc_desktop.domain.pasting import day_order, numbers
from asc_desktop.domain.pasting.headings import unit_of
from asc_desktop.domain.records.fields import Field, Kind

DOUBT = 0.5
"""How sure a way is at most where a person is to look at it."""
_UNIT_OF_SCALE = {1_000: "£000", 1_000_000: "£m"}
_ABBREVIATED = re.compile(r"(?:_|\()(m|k)\)?$", re.IGNORECASE)
_ABOVE, _SHORT_NOTE = 15, 80
_YEARS = re.compile(r"(?:20)?\d\d\s*[/-]\s*(?:20)?\d\d|20\d\d")
_THOUSANDS_AT_LEAST = 10_000
_SMALL, _HUNDREDS = 1_000, 100
_FAR_ABOVE = 200
"""Times the middle amount of a column from which the largest is hardly in the same unit."""


class Read(Struct, frozen=True):
    """How a column is read, why where it is not as usual, and how sure that is."""

    way: str = ""
    why: str = ""
    sure: float = 1.0


def unit_above(sheet: Sheet, table: FoundTable) -> str:
    """Return the one unit that the words above a table, or its title, name for all of its amounts; else nothing."""
    headings = {line.at for line in table.lines if line.role is Role.HEADING}
    first = min((line.at for line in table.records), default=table.area.top)
    units = {unit_of(table.title), unit_of(sheet.name)}
    for row in range(max(0, table.area.top - _ABOVE), min(first, len(sheet.rows))):
        if row in headings:
            continue
        texts = [str(cell.value) for cell in sheet.rows[row] if cell is not None and cell.kind == Cell.TEXT]
        units |= {unit_of(text) for text in texts if _names_a_unit(text)}
    named = units & {"£000", "£m"}
    return named.pop() if len(named) == 1 else ""


def _names_a_unit(text: str) -> bool:
    """Whether a text may say what unit a table is in: a short one, in which no amount stands."""
    return len(text) < _SHORT_NOTE and not any(map(str.isdigit, _YEARS.sub("", text.replace("000", ""))))


def way_of(
    field: Field, profile: Profile, heading: str, *, above: str = "", order: str = "", unit: str = ""
) -> Read:
    """Return how a column is read that fills a field.

    ``above`` is the unit that stands above the table, ``unit`` the one that other columns of the table name, and
    ``order`` the order of days and months that its other dates prove.
    """
    if field.kind is Kind.MONEY:
        return _amounts(profile, heading, above or unit, is_near=bool(above))
    texts = [each.text for each in profile.said if each.cell.kind == Cell.TEXT]
    if numbers.is_scale(field):
        judged = (
            numbers.judge_scale(list(profile.texts)) if profile.filled else numbers.NumberJudgement("plain")
        )
        return Read(judged.way, judged.note, DOUBT + 0.1 if judged.asks else 1.0)
    if field.kind in {Kind.DECIMAL, Kind.INTEGER}:
        judged = numbers.judge_decimals(texts, comma_elsewhere=False)
    elif field.kind in {Kind.DATE, Kind.PERIOD}:
        judged = day_order.judge_dates(texts, elsewhere=order)
        if judged.way == day_order.MONTH_FIRST and profile.real_dates:
            note = f"{judged.note} Others are kept as dates: check that Excel did not read those the other way round."
            return Read(judged.way, note, DOUBT)
    else:
        return Read()
    return Read(judged.way, judged.note, DOUBT if judged.asks else 1.0)


def dates_order(profiles: Sequence[Profile]) -> str:
    """Return the order of day and month that the text dates of some columns prove, if they prove one alone."""
    texts = [each.text for profile in profiles for each in profile.said if each.cell.kind == Cell.TEXT]
    day_first, month_first = day_order.order_of(texts)
    if bool(day_first) == bool(month_first):
        return ""
    return day_order.DAY_FIRST if day_first else day_order.MONTH_FIRST


def heading_unit(heading: str) -> str:
    """Return the unit that a heading names: ``£000``, ``£m``, ``£``, or nothing; ``cost_m`` counts too."""
    if unit := unit_of(heading):
        return unit
    if match := _ABBREVIATED.search(heading.strip()):
        return "£m" if match[1].casefold() == "m" else "£000"
    return ""


def _amounts(profile: Profile, heading: str, elsewhere: str, *, is_near: bool) -> Read:
    mark = numbers.judge_decimals(
        [each.text for each in profile.said if each.cell.kind == Cell.TEXT], comma_elsewhere=False
    )
    unit, why, sure = _unit(profile, heading_unit(heading), elsewhere, is_near=is_near)
    said = " ".join(filter(None, (why, mark.note)))
    return Read(f"{unit}|{mark.way}", said, min(sure, DOUBT if mark.asks else 1.0))


def _unit(profile: Profile, named: str, elsewhere: str, *, is_near: bool) -> tuple[str, str, float]:
    """Return the unit of bare amounts, why, and how sure that is."""
    bare = [each for each in profile.said if each.cell.kind == Cell.NUMBER and each.cell.value]
    if shown := _unit_shown(bare, named):
        return shown
    if named == "£" and is_near:
        return "£", f"The heading has £ and the text above the table {elsewhere}: check the unit.", 0.4
    unit = named or elsewhere
    if unit in {"£000", "£m"}:
        why = f"Its heading has {unit}." if unit == named else f"Amounts of this table are in {unit}."
        if _is_too_large(bare, unit):
            return unit, f"{why} Each would then be £10m or more: check the unit.", 0.3
        if apart := _far_above(bare, unit):
            return unit, f"{why} {apart} would be far above the others: check the unit of each.", 0.3
        return unit, why, 1.0 if unit == named or is_near else 0.6
    return _plain_pounds(profile, bare, named)


def _unit_shown(bare: Sequence[Held], named: str) -> tuple[str, str, float] | None:
    """Return the unit that number formats show amounts in, why, and how sure that is; None where they say nothing."""
    scales = {shown_scale(each.number_format) for each in bare}
    lettered = {lettered_scale(each.number_format) for each in bare if shown_scale(each.number_format) == 1}
    if scales and scales <= {1_000, 1_000_000}:
        shown = " and ".join(_UNIT_OF_SCALE[scale] for scale in sorted(scales))
        return "£", f"The cells hold pounds: their format only shows them in {shown}.", 0.9
    if scales & {1_000, 1_000_000}:
        return (
            named or "£",
            "Some cells show pounds in thousands or millions and some do not: check the unit.",
            0.3,
        )
    if lettered == {1_000} or lettered == {1_000_000}:  # noqa: PLR1714
        unit = _UNIT_OF_SCALE[next(iter(lettered))]
        if named in {"", "£", unit}:
            return unit, f"Their format shows them in {unit}.", 0.9
        return named, f"The heading has {named} and the format of the cells {unit}: check the unit.", 0.3
    return None


def _plain_pounds(profile: Profile, bare: Sequence[Held], named: str) -> tuple[str, str, float]:
    if named == "£" or not bare or profile.money * 2 >= profile.filled:
        if bare and not named and all(abs(_value(each)) < _SMALL for each in bare) and len(bare) > 1:
            return "£", "The amounts are small for pounds: check the unit.", DOUBT
        return "£", "", 1.0
    largest = max(abs(_value(each)) for each in bare)
    if largest < _SMALL and any(_is_finer_than_a_penny(each) for each in bare):
        # In pounds they would have parts of a penny.
        unit = "£m" if largest < _HUNDREDS else "£000"
        return (
            unit,
            f"No unit is named, and in pounds they would have parts of a penny: {unit} is taken, check it.",
            0.3,
        )
    if largest < _SMALL and any(_value(each) % 1 for each in bare):
        return "£", "No unit is named, and such small amounts are mostly in £m: check the unit.", 0.3
    if largest < _THOUSANDS_AT_LEAST:
        return "£", "No unit is named, and such amounts are mostly in £000: check the unit.", 0.4
    return "£", "", 0.9


def _is_too_large(bare: Sequence[Held], unit: str) -> bool:
    least = _THOUSANDS_AT_LEAST if unit == "£000" else _SMALL
    return bool(bare) and min(abs(_value(each)) for each in bare) >= least


def _far_above(bare: Sequence[Held], unit: str) -> str:
    """Return the largest amount in its unit where it may be in pounds among amounts in thousands; else nothing."""
    if not bare:
        return ""
    values = sorted(abs(_value(each)) for each in bare)
    least = _THOUSANDS_AT_LEAST if unit == "£000" else _SMALL
    is_apart = values[-1] >= max(least, _FAR_ABOVE * values[(len(values) - 1) // 2])
    return f"{values[-1]:,.10g} in {unit}" if is_apart and len(values) > 1 else ""


def _is_finer_than_a_penny(each: Held) -> bool:
    pence = _value(each) * 100
    return abs(pence - round(pence)) > 1e-6  # noqa: PLR2004 - beyond what a float adds


def _value(each: Held) -> float:
    value = each.cell.value
    return float(value) if isinstance(value, int | float) else 0.0
