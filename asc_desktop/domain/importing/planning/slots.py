"""What a row says, put together by the record that each of its cells fills."""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.importing.mapping import Target
from asc_desktop.domain.importing.plan import LinePlace
from asc_desktop.domain.importing.planning.lists import parts_of
from asc_desktop.domain.importing.planning.says import Read, Says
from asc_desktop.domain.importing.planning.values import read_text
from asc_desktop.domain.importing.sheets import Cell, Style
from asc_desktop.domain.records.fields import Field

_MOST_WORDS = 80


class Given(Struct, frozen=True, gc=False):
    """A cell that fills a field: what for, where it is, what it says; ``cell`` is empty for the words of a group."""

    target: Target
    field: Field
    cell: str
    read: Read
    heading: str = ""
    raw: tuple[Cell, Style, str, str] | None = None
    """The cell as it stands with its way and its unit, where another column of the row says which field it fills."""


class Slot(Struct):
    """What a row says of one record: by field, and of the council's own fields by label."""

    table: str
    number: int = 0
    year: int = 0
    period: str = ""
    part: int = 0
    values: dict[str, Given] = {}
    owns: dict[str, Given] = {}

    @property
    def has_values(self) -> bool:
        """Whether any of its cells says something that is taken."""
        return any(given.read.says is Says.VALUE for _, given in self.cells())

    @property
    def has_refusals(self) -> bool:
        """Whether any of its cells says what cannot be read."""
        return any(given.read.says is Says.REFUSED for _, given in self.cells())

    @property
    def place(self) -> tuple[object, ...]:
        """What tells it from every other slot of its row."""
        return self.table, self.number, self.year, self.period, self.part

    def cells(self) -> Iterator[tuple[str, Given]]:
        """Yield its cells with the keys that planned values have."""
        yield from self.values.items()
        for label, given in self.owns.items():
            yield f"own:{label}", given


class RowDraft(Struct):
    """A line of a table, its slots, and what its columns without a record say (a year, a month, a measure, a value)."""

    sheet: str
    line: int
    words: str
    group: tuple[str, ...]
    slots: list[Slot]
    special: dict[str, Given]
    is_struck: bool = False
    first_cell: str = ""
    table: tuple[int, int] = (0, 0)
    """Where its table begins, since another beside it has lines of the same numbers."""
    side: str = ""

    @property
    def place(self) -> tuple[str, tuple[int, int], int]:
        """What tells the line from every other of the workbook."""
        return self.sheet, self.table, self.line

    @property
    def chosen_by(self) -> LinePlace:
        """By what a person chose something of the line, which holds where the table is put right above it."""
        return self.sheet, self.side, self.line


_Key = tuple[str, int, int, str]


class Heap:
    """A row's cells, put together by the record that each fills."""

    def __init__(self) -> None:
        self.special: dict[str, Given] = {}
        self._slots: dict[tuple[_Key, int], Slot] = {}
        self._split: dict[_Key, list[Given]] = {}

    def take(self, given: Given, *, splits: bool) -> None:
        """Take a cell in; ``splits`` says that it may hold several records."""
        target = given.target
        if not target.table:
            self.special[target.key] = given
        elif target.own:
            _keep(self._slot(replace(target, year=0, period="")).owns, target.own, given)
        elif splits and given.read.says is Says.VALUE and isinstance(given.read.new, str):
            self._split.setdefault(_key_of(target), []).append(given)
        else:
            _keep(self._slot(target).values, target.key, given)

    def offer(self, given: Given) -> None:
        """Take the words of a group in, where the row itself says nothing there."""
        target = given.target
        if target.own:
            self._slot(target).owns.setdefault(target.own, given)
            return
        held = self._slot(target).values if target.table else self.special
        held.setdefault(target.key, given)

    def slots(self) -> list[Slot]:
        """Return what the row says, by record; a cell of several is several."""
        for key, givens in self._split.items():
            self._spread(key, givens)
        self._split = {}
        return [slot for slot in self._slots.values() if slot.values or slot.owns]

    def _slot(self, target: Target) -> Slot:
        key = _key_of(target)
        if (key, 0) not in self._slots:
            self._slots[key, 0] = _blank_slot(key)
        return self._slots[key, 0]

    def _spread(self, key: _Key, givens: Sequence[Given]) -> None:
        """Make a slot of each part of cells that hold several; what the row says once holds of each of them."""
        whole = self._slots.pop((key, 0), None)
        parts = [parts_of(str(given.read.new)) for given in givens]
        most = max(map(len, parts))
        for at in range(most):
            slot = _blank_slot(key, at)
            if whole is not None:
                slot.values |= whole.values
                slot.owns |= whole.owns
            for given, held in zip(givens, parts, strict=True):
                text = held[at] if len(held) == most else held[0] if len(held) == 1 else ""
                if text:
                    read = read_text(text, given.field)
                    slot.values[given.target.key] = replace(given, read=replace(read, text=text))
            self._slots[key, at] = slot


def _key_of(target: Target) -> _Key:
    return target.table, target.number, target.year, target.period


def _blank_slot(key: _Key, part: int = 0) -> Slot:
    table, number, year, period = key
    return Slot(table=table, number=number, year=year, period=period, part=part, values={}, owns={})


def _keep(held: dict[str, Given], key: str, given: Given) -> None:
    """Keep what a cell says; where another column of the row says otherwise, neither is known to be right."""
    other = held.get(key)
    if other is None or other.read.says is not Says.VALUE:
        held[key] = given
    elif given.read.says is Says.VALUE and given.read.new != other.read.new:
        sentence = (
            f"{other.cell} has “{one_line(other.read.text)}” and {given.cell} “{one_line(given.read.text)}”."
        )
        held[key] = replace(
            other, read=Read(Says.REFUSED, other.read.text, other.read.typed, sentence=sentence)
        )


def one_line(text: str) -> str:
    """Return a text in one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _MOST_WORDS else f"{line[: _MOST_WORDS - 1].rstrip()}…"
