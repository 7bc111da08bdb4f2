"""Whose each row of a block is: by its reference, else by its name, and by place only where it has neither."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from asc_desktop.domain import spellings
from asc_desktop.domain.pasting.columns import Placing, known_as, names_of
from asc_desktop.domain.pasting.headings import Headings
from asc_desktop.domain.pasting.table import Block, Chosen, PasteTable, RowKind, RowsBy

_TOTAL = re.compile(r"\b(sub-?)?totals?\b|\bsum\b", re.IGNORECASE)
_MOST_WORDS = 3


class Row(Struct, frozen=True):
    """What a row is, before its cells are read."""

    at: int
    kind: RowKind
    words: str
    record_id: str = ""
    sentence: str = ""
    group: str = ""


class _Finder:
    """Finds records by reference and name; the same name several times in the order of the rows, if as often."""

    def __init__(self, table: PasteTable, names: Iterable[str]) -> None:
        self._by_reference: dict[str, list[str]] = defaultdict(list)
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._owners = {row.id: {known_as(name) for name in row.owners} for row in table.rows if row.owners}
        for row in table.rows:
            if row.reference:
                self._by_reference[known_as(row.reference)].append(row.id)
            for name in names_of(row):
                self._by_name[name].append(row.id)
        self._asked = Counter(known_as(name) for name in names)
        self._met: Counter[str] = Counter()

    def find(self, reference: str, name: str, owner: str = "") -> tuple[str, str]:
        """Return the id of the record, or nothing with a sentence where it could be several.

        One that is a part of another than ``owner``, where that is given, only has the same name.
        """
        found = self._by_reference.get(known_as(reference), []) if reference.strip() else []
        if len(found) == 1:
            return found[0], ""
        if reference.strip() and self._by_reference:
            # A reference that is nobody's is another record, whatever it is called.
            return "", ""
        key = known_as(name)
        # A column of names may have the references in it.
        found = (self._by_name.get(key) or self._by_reference.get(key) or []) if key else []
        if owner.strip():
            whose = known_as(owner)
            found = [each for each in found if whose in self._owners.get(each, {whose})]
        if len(found) > 1 and len(found) == self._asked[key]:
            self._met[key] += 1
            return found[self._met[key] - 1], ""
        if len(found) > 1:
            return "", f"{len(found)} rows are called “{name.strip()}”, so it is not known which is meant."
        return (found[0], "") if found else ("", "")


def by_name_or_place(
    block: Block, headings: Headings, placing: Placing, table: PasteTable, chosen: Chosen
) -> RowsBy:
    """Return how rows find their records, unless a person chose: by name where the block has more than names."""
    if chosen.rows_by is not None and not chosen.as_new:
        return chosen.rows_by
    has_names = placing.reference_at is not None or placing.name_at is not None
    if chosen.as_new:
        return RowsBy.NAME
    if not has_names or placing.has_only_names:
        return RowsBy.PLACE
    if table.can_make:
        return RowsBy.NAME
    finder = _Finder(table, ())
    body = block[headings.last + 1 :]
    known = any(any(finder.find(*_called(row, placing, table))) for row in body)
    return RowsBy.NAME if known else RowsBy.PLACE


def find_rows(
    block: Block, headings: Headings, placing: Placing, table: PasteTable, rows_by: RowsBy
) -> list[Row]:
    """Return what each row of the block is, in order."""
    rows = [
        Row(
            at,
            RowKind.HEADING if any(cell.strip() for cell in block[at]) else RowKind.EMPTY,
            words_of(block[at]),
        )
        for at in range(headings.last + 1)
    ]
    body = list(enumerate(block))[headings.last + 1 :]
    if rows_by is RowsBy.PLACE:
        return rows + _by_place(body, table)
    return rows + _by_name(body, placing, table)


def words_of(row: Sequence[str]) -> str:
    """Return the words by which a person knows a row of the block again."""
    cells = [" ".join(spellings.plain(cell).split()) for cell in row if cell.strip()]
    named = [cell for cell in cells if any(map(str.isalpha, cell))]
    return " · ".join((named[:1] or cells)[:_MOST_WORDS]) if cells else ""


def _by_place(body: Sequence[tuple[int, Sequence[str]]], table: PasteTable) -> list[Row]:
    rows = []
    for place, (at, cells) in enumerate(body):
        words = words_of(cells)
        if place < len(table.places):
            rows.append(Row(at, RowKind.FOUND, words, table.places[place]))
        elif not words:
            rows.append(Row(at, RowKind.EMPTY, words))
        elif table.can_make:
            rows.append(Row(at, RowKind.NEW, words))
        else:
            rows.append(Row(at, RowKind.UNPLACED, words, sentence="There is no row left for it below."))
    return rows


def _by_name(body: Sequence[tuple[int, Sequence[str]]], placing: Placing, table: PasteTable) -> list[Row]:
    finder = _Finder(table, (_called(cells, placing, table)[1] for _, cells in body))
    totals = {known_as(words) for words in table.totals}
    rows: list[Row] = []
    taken: dict[str, str] = {}
    group = ""
    # Where a new record has no group, a name alone is a record of which nothing else is known.
    may_be_group = len(body[0][1] if body else ()) > 1 and (bool(table.group) or not table.can_make)
    for at, cells in body:
        words = words_of(cells)
        if not words:
            rows.append(Row(at, RowKind.EMPTY, ""))
            continue
        reference, name = _called(cells, placing, table)
        record_id, doubt = finder.find(reference, name, _cell(cells, placing, table.owner))
        if record_id in taken:
            sentence = f"“{taken[record_id]}”, further up, is for the same {table.noun}."
            rows.append(Row(at, RowKind.UNPLACED, words, sentence=sentence))
        elif record_id:
            taken[record_id] = words
            rows.append(Row(at, RowKind.FOUND, words, record_id))
        elif may_be_group and name.strip() and sum(1 for cell in cells if cell.strip()) == 1:
            group = words
            rows.append(Row(at, RowKind.GROUP, words, sentence="A heading above rows, without figures."))
        elif known_as(words) in totals or (_TOTAL.search(words) and _has_figures_alone(cells, words)):
            rows.append(Row(at, RowKind.TOTAL, words, sentence="A sum of other rows: it is worked out here."))
        else:
            rows.append(_new_row(at, words, reference, name, group, doubt, table))
    return rows


def _has_figures_alone(cells: Sequence[str], words: str) -> bool:
    """Whether a row has figures, and nothing else beside its words."""
    others = [cell for cell in cells if cell.strip() and words_of([cell]) != words]
    return bool(others) and not any(any(map(str.isalpha, cell)) for cell in others)


def _new_row(
    at: int, words: str, reference: str, name: str, group: str, doubt: str, table: PasteTable
) -> Row:
    if doubt:
        return Row(at, RowKind.UNPLACED, words, sentence=doubt)
    if not table.can_make:
        sentence = f"No {table.noun} here is called so."
        return Row(at, RowKind.UNPLACED, words, sentence=sentence)
    if table.is_taken(reference.strip(), name.strip()):
        sentence = f"There is such a {table.noun} already, which this table does not show."
        return Row(at, RowKind.UNPLACED, words, sentence=sentence)
    return Row(at, RowKind.NEW, words, group=group)


def _cell(cells: Sequence[str], placing: Placing, key: str) -> str:
    """Return what a row has for a key; nothing where the block has no column for it."""
    at = placing.keys.index(key) if key and key in placing.keys else len(cells)
    return cells[at] if at < len(cells) else ""


def _called(cells: Sequence[str], placing: Placing, table: PasteTable) -> tuple[str, str]:
    """Return a row's reference and name."""

    def cell(at: int | None) -> str:
        return cells[at] if at is not None and at < len(cells) else ""

    return cell(placing.reference_at), table.name_of(cell(placing.name_at))
