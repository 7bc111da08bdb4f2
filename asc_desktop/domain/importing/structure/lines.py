"""What each line below a table's headings is: a record, a group, a sum, a note, headings again, or nothing yet."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from asc_desktop.domain.importing.found import FoundLine, Role
from asc_desktop.domain.importing.sheets import Cell
from asc_desktop.domain.importing.structure import words
from asc_desktop.domain.importing.structure.grid import (
    Grid,
    columns_of,
    first_of,
)
from asc_desktop.domain.importing.structure.groups import with_groups
from asc_desktop.domain.importing.structure.headings import Headings
from asc_desktop.domain.importing.structure.shape import LEAST_SAME, NUMBERED, Shape, shape_of
from asc_desktop.domain.importing.structure.totals import find_sums, summed_lines
from asc_desktop.domain.pasting.columns import known_as

_MOST_LABELS = 3
"""Among how many of its first texts a line says that it is a sum."""

EMPTY = "It is empty."
NUMBER_ONLY = "It has nothing but its number or reference."
FORMULAS_ONLY = "It has nothing but its number and formulas that come to nothing."
TEMPLATE = "It is an empty line of the template."
HELD = "It is the rest of a merged cell above it."
AGAIN = "It repeats the headings."
RECORD = "It is filled like the lines around it."


def read_lines(
    grid: Grid,
    headings: Headings,
    lines: range,
    columns: int,
    roles: Mapping[int, Role],
    leading: Sequence[tuple[int, str]] = (),
) -> tuple[FoundLine, ...]:
    """Return the lines of a table from its headings on; ``roles`` are what a person said some of them are.

    ``leading`` are lines above the headings that name the group of what follows.
    """
    found = [
        FoundLine(at, Role.HEADING, why="It names the columns.", hidden=at in grid.hidden_lines)
        for at in range(headings.first, headings.last + 1)
        if headings.first >= 0 and roles.get(at, Role.HEADING) is Role.HEADING
    ]
    body = [at for at in lines if at > headings.last]
    shape = shape_of(grid, body, columns)
    judge = _Judge(grid, headings, body, shape, roles)
    judged = judge.read()
    judged = find_sums(grid, judged, shape.figures, judge.doubtful, judge.heads)
    above = [
        FoundLine(at, Role.GROUP, why=f"It is above a part of the table and names it: “{text}”.")
        for at, text in leading
    ]
    return with_groups(grid, [*above, *found, *judged], columns)


class _Judge:
    """Judges the lines of a body one after another."""

    def __init__(
        self, grid: Grid, headings: Headings, body: Sequence[int], shape: Shape, roles: Mapping[int, Role]
    ) -> None:
        self._grid = grid
        self._body = body
        self._shape = shape
        self._roles = roles
        self._paths = {
            column: {each for part in path for each in (known_as(part), part.casefold())}
            for column, path in headings.paths.items()
        }
        self._templates = self._same_lines()
        filled = [at for at in body if grid.filled(at) & shape.columns]
        self._last_full = next(
            (
                at
                for at in reversed(filled)
                if self._own(at).bit_count() * 2 > shape.usual and shape.usual > 1
            ),
            filled[-1] if filled else -1,
        )
        self._first = filled[0] if filled else -1
        self._groups_plain = self._first >= 0 and self._is_lone(self._first) and not shape.is_one_wide
        self._gap_at = next(
            (at for at in body if at > self._last_full and not grid.filled(at) & shape.columns), -1
        )
        self._labels: Counter[str] | None = None
        self.heads: set[int] = set()
        self.doubtful: set[int] = set()
        """Lines called like a sum that may be a record, and lines of figures alone: what they add up to decides."""

    def read(self) -> list[FoundLine]:
        lines = []
        for at in self._body:
            role = self._roles.get(at)
            found = FoundLine(at, role, "You chose this.") if role is not None else self._judged(at)
            lines.append(replace(found, hidden=True) if at in self._grid.hidden_lines else found)
        return lines

    def _judged(self, at: int) -> FoundLine:
        shape = self._shape
        filled = self._grid.filled(at) & shape.columns
        if not filled:
            return FoundLine(at, Role.BLANK, HELD if self._grid.is_held(at) else EMPTY)
        why = self._why_blank(at, filled)
        if why:
            return FoundLine(at, Role.BLANK, why)
        if self._says_headings(at, filled):
            return FoundLine(at, Role.HEADING, AGAIN)
        return self._as_total(at, filled) or self._as_label(at, filled) or FoundLine(at, Role.RECORD, RECORD)

    def _own(self, at: int) -> int:
        return self._grid.filled(at) & self._shape.columns & ~self._shape.numbering

    # ------------------------------------------------------------------------------------------------ blank

    def _why_blank(self, at: int, filled: int) -> str:
        own = filled & ~self._shape.numbering
        if filled != own and not self._is_number(at, filled & ~own):
            return ""
        if not own:
            return NUMBER_ONLY if self._has_other_columns() else ""
        formulas = self._grid.formula_bits[at]
        if not own & ~formulas and all(self._is_nothing(at, column) for column in columns_of(own)):
            return FORMULAS_ONLY
        return TEMPLATE if at in self._templates else ""

    def _is_number(self, at: int, filled: int) -> bool:
        """Whether what stands in a column of numbers or references is one, and no group's words or a note."""
        return all(
            NUMBERED.fullmatch(text := self._grid.text(at, column)) is not None
            and not words.is_marked_group(text)
            and not words.says_note(text)
            and not self._is_wide(at, column)
            for column in columns_of(filled)
        )

    def _has_other_columns(self) -> bool:
        return any(not self._shape.numbering >> column & 1 for column in self._shape.body.counts) or bool(
            self._paths
        )

    def _is_nothing(self, at: int, column: int) -> bool:
        cell = self._grid.cell(at, column)
        if cell is None or cell.kind in {Cell.ERROR, Cell.UNSTORED}:
            return True
        return not cell.value or str(cell.value).strip() in {"", "0", "-"}

    def _same_lines(self) -> set[int]:
        """Return lines without a name that say, beside their number, no more than others of them say too."""
        shape = self._shape
        if not shape.name or shape.usual < LEAST_SAME:
            return set()
        alike: dict[tuple[tuple[int, str], ...], list[int]] = {}
        for at in self._body:
            own = self._grid.filled(at) & shape.columns & ~shape.numbering
            if own and not own & shape.name and own.bit_count() < shape.usual:
                said = tuple((column, self._grid.text(at, column)) for column in columns_of(own))
                alike.setdefault(said, []).append(at)
        return {at for lines in alike.values() if len(lines) >= LEAST_SAME for at in lines}

    # ------------------------------------------------------------------------------------------------ headings again

    def _says_headings(self, at: int, filled: int) -> bool:
        if not self._paths or not self._grid.kinds[at].text & filled:
            return False
        first = first_of(filled)
        if " ".join(self._raw(at, first).split()).casefold() not in self._paths.get(first, ()):
            return False
        columns = list(columns_of(filled))
        same = sum(known_as(self._grid.text(at, column)) in self._paths.get(column, ()) for column in columns)
        return same * 5 >= len(columns) * 4 and (same > 1 or len(self._paths) == 1)

    # ------------------------------------------------------------------------------------------------ sums

    def _as_total(self, at: int, filled: int) -> FoundLine | None:
        """Return a line as a sum, by its words or by its formulas; a record may only be called like one."""
        texts = list(columns_of(self._grid.kinds[at].text & filled & ~self._shape.figures))
        figures = (self._grid.kinds[at].number & filled) & ~self._shape.numbering
        sums = summed_lines(self._grid, at, figures) if self._grid.formula_bits[at] & filled else ()
        summing = [column for column, lines in sums if lines]
        if summing and len(summing) * 2 >= figures.bit_count():
            label = self._grid.text(at, texts[0]) if texts else ""
            return self._as_summing(at, label, texts, sums)
        marked = next((column for column in texts[:_MOST_LABELS] if self._says_sum(at, column)), None)
        if marked is None:
            if not texts and figures and self._shape.texts:
                self.doubtful.add(at)
            return None
        label = self._grid.text(at, marked)
        others = [column for column in texts if not self._is_same(at, column, marked)]
        is_pure = words.is_pure_total(label)
        has_formulas = bool(self._grid.formula_bits[at] & filled)
        is_like = not has_formulas and self._may_be_record(at, marked)
        if is_like or (others and not (is_pure and len(others) == 1)):
            # It may be a record that is called so: what its figures add up decides.
            self.doubtful.add(at)
            return None
        dates = self._grid.kinds[at].date & filled
        if (figures or has_formulas or is_pure) and not dates:
            return FoundLine(at, Role.TOTAL, f"It is called “{label}” and has nothing but figures.")
        if not figures and not others and not dates and words.says_summary(label):
            return FoundLine(at, Role.TOTAL, f"It is called “{label}”.")
        return None

    def _may_be_record(self, at: int, column: int) -> bool:
        """Whether what begins or ends with the word of a sum may be what a record is called: Total Mobile."""
        label = self._grid.text(at, column)
        is_sum = words.is_pure_total(label) or words.is_sub(label) or words.is_cumulative(label)
        if is_sum or words.is_grand(label) or words.says_summary(label):
            return False
        look = self._grid.look(at, column)
        return look in {(False, ""), (False, "FFFFFF")} and look == self._shape.body.looks.get(column, look)

    def _says_sum(self, at: int, column: int) -> bool:
        if not words.may_be_sum(self._raw(at, column)):
            return False
        label = self._grid.text(at, column)
        return words.says_total(label) or (words.says_summary(label) and self._is_once(label))

    def _raw(self, at: int, column: int) -> str:
        cell = self._grid.cell(at, column)
        return cell.value if cell is not None and isinstance(cell.value, str) else ""

    def _is_once(self, label: str) -> bool:
        """Whether no more than one line is called so: what several are called is what they measure."""
        if self._labels is None:
            self._labels = Counter(
                known_as(text)
                for at in self._body
                for column in columns_of(self._grid.kinds[at].text & self._shape.columns)
                if words.may_be_sum(self._raw(at, column))
                and words.says_summary(text := self._grid.text(at, column))
            )
        return self._labels[known_as(label)] <= 1

    def _is_same(self, at: int, column: int, other: int) -> bool:
        return column == other or known_as(self._grid.text(at, column)) == known_as(
            self._grid.text(at, other)
        )

    def _as_summing(
        self, at: int, label: str, texts: Sequence[int], sums: Sequence[tuple[int, tuple[int, ...]]]
    ) -> FoundLine | None:
        lines = tuple(sorted({line for _, found in sums for line in found}))
        which = self._lines_in_words(lines)
        many = len(texts) > 1 and not words.is_pure_total(label)
        is_sum = words.says_total(label) or words.says_summary(label)
        if many and not is_sum:
            why = f"Its figures are the sums of {which}, and it has more than a name: take it or them, not both."
            return FoundLine(at, Role.RECORD, why, sums=lines)
        if label and not is_sum and min(lines) > at:
            return FoundLine(
                at, Role.GROUP, f"It is above {which} and its figures are their sums.", sums=lines
            )
        return FoundLine(at, Role.TOTAL, f"Its formulas add up {which}.", sums=lines)

    def _lines_in_words(self, lines: Sequence[int]) -> str:
        if len(lines) == 1:
            return self._grid.where(lines[0])
        noun = "columns" if self._grid.is_turned else "rows"
        first = self._grid.where(lines[0]).split()[-1]
        last = self._grid.where(lines[-1]).split()[-1]
        return f"{noun} {first} to {last}" if len(lines) > 2 else f"{noun} {first} and {last}"  # noqa: PLR2004

    # ------------------------------------------------------------------------------------------------ labels

    def _is_lone(self, at: int) -> bool:
        """Whether a line has one text and nothing else, or its formulas come to nothing."""
        filled = self._grid.filled(at) & self._shape.columns
        own = filled & ~self._grid.formula_bits[at]
        if own.bit_count() != 1 or not self._grid.kinds[at].text & own:
            return False
        rest = filled & ~own
        return all(self._is_nothing(at, column) for column in columns_of(rest))

    def _as_label(self, at: int, filled: int) -> FoundLine | None:
        """Return a line with one text alone as a group or a note; None where it is a record with nothing else yet."""
        shape = self._shape
        if not self._is_lone(at):
            self._look_for_head(at, filled)
            text = self._grid.text(at, first_of(filled))
            is_thin = filled.bit_count() * 2 < shape.usual and not filled & (shape.figures | shape.numbering)
            if at > self._last_full and is_thin and words.says_note(text):
                return FoundLine(at, Role.NOTE, "It is below the last record and belongs to none.")
            return None
        column = first_of(filled & ~self._grid.formula_bits[at])
        text = self._grid.text(at, column)
        if at > self._last_full:
            return self._as_note_below(at, column, text)
        is_label = not shape.is_one_wide and shape.name and column <= first_of(shape.name)
        return self._as_group(at, column, text) if is_label else None

    def _look_for_head(self, at: int, filled: int) -> None:
        """Keep a line of one label and figures that may head those below it: they decide by what they add up to."""
        shape = self._shape
        texts = self._grid.kinds[at].text & filled
        if texts.bit_count() != 1 or texts > shape.name or not filled & shape.figures:
            return
        column = first_of(texts)
        is_apart = self._grid.look(at, column) != shape.body.looks.get(column, (False, ""))
        if is_apart or words.is_marked_group(self._grid.text(at, column)):
            self.heads.add(at)

    def _as_note_below(self, at: int, column: int, text: str) -> FoundLine | None:
        is_after = not self._shape.is_one_wide and (self._is_wide(at, column) or 0 <= self._gap_at < at)
        counts = words.says_total(text) and any(map(str.isdecimal, text))
        if is_after or counts or words.says_note(text):
            return FoundLine(at, Role.NOTE, "It is alone below the last record.")
        return None

    def _as_group(self, at: int, column: int, text: str) -> FoundLine | None:
        body = self._shape.body
        is_apart = body.counts.get(column, 0) * 10 <= len(body.lines) or (
            self._grid.look(at, column) != body.looks.get(column, (False, ""))
        )
        is_marked = words.is_marked_group(text)
        if words.says_note(text) and not is_marked and (text.endswith(".") or not is_apart):
            return FoundLine(at, Role.NOTE, "It is a sentence across the table, without figures.")
        if is_apart or is_marked or self._groups_plain or self._is_wide(at, column):
            return FoundLine(at, Role.GROUP, "It is alone above the lines that follow it.")
        return None

    def _is_wide(self, at: int, column: int) -> bool:
        merge = self._grid.merge_at(at, column)
        return merge is not None and merge.right > merge.left
