"""What the documents of ``docs/`` say of JSON, and the keys that it has."""

import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

from msgspec import Struct

DOCS = Path(__file__).parents[1] / "docs"


def undocumented(document: str, *wholes: type[Struct]) -> list[str]:
    """Return the keys of some JSON that its document does not name."""
    documented = set(re.findall(r"`([a-z_0-9]+)`", (DOCS / document).read_text(encoding="utf-8")))
    return sorted({key for whole in wholes for keys in keys_of(whole).values() for key in keys} - documented)


def keys_of(whole: type[Struct]) -> dict[str, set[str]]:
    """Return the keys of a struct and of each that it holds, by their names."""
    return {kind.__name__: set(kind.__struct_fields__) for kind in _reachable(whole, set())}


def _reachable(kind: Any, found: set[type[Struct]]) -> set[type[Struct]]:
    if isinstance(kind, type) and issubclass(kind, Struct) and kind not in found:
        found.add(kind)
        for hint in get_type_hints(kind).values():
            _reachable(hint, found)
    for part in get_args(kind):
        _reachable(part, found)
    return found
