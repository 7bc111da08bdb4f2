"""Parts of a report that are remembered, each with what it was made of.

A part is made by a function of its inputs alone, which reads nothing else: so what is remembered is what would be
made, and a report after a change costs what the change touches. Records give the same tuple for as long as nothing in
it changes, so to find the inputs the same takes next to nothing.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from asc_desktop.domain.rules.ledger import Make

T = TypeVar("T")


class Remembered:
    """The parts of one report, and those of the report of the same scope before it, to be taken over."""

    def __init__(self, before: "Remembered | None" = None) -> None:
        self.held: dict[Hashable, tuple[tuple[Any, ...], object]] = {}
        self._before = before.held if before is not None else {}

    def part(self, make: Make[T], key: Hashable, /, *inputs: Any) -> T:
        """Return what ``make`` makes of the inputs, made anew where it made none of the same under this key."""
        place = (make, key)
        held = self.held.get(place) or self._before.get(place)
        if held is None or held[0] != inputs:
            held = (inputs, make(*inputs))
        self.held[place] = held
        return cast("T", held[1])

    def made(self, key: Hashable, inputs: tuple[Any, ...], make: Callable[[], T]) -> T:
        """Return what ``make`` makes and can make of these inputs alone, as ``part`` does."""
        held = self.held.get(key) or self._before.get(key)
        if held is None or held[0] != inputs:
            held = (inputs, make())
        self.held[key] = held
        return cast("T", held[1])
