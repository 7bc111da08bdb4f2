"""A merge as JSON: every key is documented, and none has gone since it was first documented."""

import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

from msgspec import Struct

from asc_desktop.services import merging_told
from asc_desktop.services.merging_told import ToldMerge

DOCUMENT = Path(__file__).parents[2] / "docs" / "merge-json.md"

FIRST = {
    "ToldChange": "table id words what label old new who at",
    "ToldConflict": "key kind table id words field label sentence ours theirs before others suggested may_be_left "
    "needs_reason settled",
    "ToldMerge": "format version file whose new_actions applied action sentence unsettled conflicts comes_in told",
    "ToldSaid": "value words who at",
}
"""The keys of version 1: whoever reads them finds them in every later release."""


def reachable(kind: Any, found: set[type]) -> set[type]:
    if isinstance(kind, type) and issubclass(kind, Struct) and kind not in found:
        found.add(kind)
        for hint in get_type_hints(kind, vars(merging_told)).values():
            reachable(hint, found)
    for part in get_args(kind):
        reachable(part, found)
    return found


def test_every_key_is_documented() -> None:
    documented = set(re.findall(r"`([a-z_]+)`", DOCUMENT.read_text(encoding="utf-8")))
    keys = {name for kind in reachable(ToldMerge, set()) for name in kind.__struct_fields__}
    assert sorted(keys - documented) == []


def test_no_key_of_the_first_version_is_gone() -> None:
    now = {kind.__name__: set(kind.__struct_fields__) for kind in reachable(ToldMerge, set())}
    gone = {name: set(keys.split()) - now.get(name, set()) for name, keys in FIRST.items()}
    assert {name: keys for name, keys in gone.items() if keys} == {}
