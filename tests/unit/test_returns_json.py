"""Forms that came back as JSON: every key is documented, and none has gone since it was first documented."""

import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

from msgspec import Struct

from asc_desktop.services.forms import told
from asc_desktop.services.forms.told import ToldReturns

DOCUMENT = Path(__file__).parents[2] / "docs" / "returns-json.md"

FIRST = {
    "ToldAnswer": "code project table record words field label cell text sent now new state plain open sentence "
    "now_who now_at",
    "ToldAnswerCounts": "unchanged changed both refused missing open",
    "ToldReturned": "form period lead file projects confirmed counts answers told note action taken sentence",
    "ToldReturns": "format version applied forms unread",
    "ToldUnread": "file sentence",
}
"""The keys of version 1: whoever reads them finds them in every later release."""


def reachable(kind: Any, found: set[type]) -> set[type]:
    if isinstance(kind, type) and issubclass(kind, Struct) and kind not in found:
        found.add(kind)
        for hint in get_type_hints(kind, vars(told)).values():
            reachable(hint, found)
    for part in get_args(kind):
        reachable(part, found)
    return found


def test_every_key_is_documented() -> None:
    documented = set(re.findall(r"`([a-z_]+)`", DOCUMENT.read_text(encoding="utf-8")))
    keys = {name for kind in reachable(ToldReturns, set()) for name in kind.__struct_fields__}
    assert sorted(keys - documented) == []


def test_no_key_of_the_first_version_is_gone() -> None:
    now = {kind.__name__: set(kind.__struct_fields__) for kind in reachable(ToldReturns, set())}
    gone = {name: set(keys.split()) - now.get(name, set()) for name, keys in FIRST.items()}
    assert {name: keys for name, keys in gone.items() if keys} == {}
