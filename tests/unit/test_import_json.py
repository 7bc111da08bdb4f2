"""An import as JSON: every key is documented, and none has gone since it was first documented."""

import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

from msgspec import Struct

from asc_desktop.services.importing import told
from asc_desktop.services.importing.told import ToldImport

DOCUMENT = Path(__file__).parents[2] / "docs" / "import-json.md"

FIRST = {
    "ToldColumn": "cell heading fills sure why",
    "ToldCounts": "new changed same refused left_out",
    "ToldImport": "format version workbook programme period applied action counts made changed tables rows refused "
    "totals left_columns missing told",
    "ToldLeftColumn": "sheet cell heading",
    "ToldLikely": "id words",
    "ToldMissing": "table id words",
    "ToldRecord": "table id words state sentence values likely",
    "ToldRefusal": "sheet cell words field text sentence",
    "ToldRow": "sheet row words state sentence records",
    "ToldTable": "sheet area title record taken sure why columns",
    "ToldTotal": "sheet cell label column is_money printed taken verdict outside sentence",
    "ToldValue": "field label sheet cell text old new state sentence",
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
    keys = {name for kind in reachable(ToldImport, set()) for name in kind.__struct_fields__}
    assert sorted(keys - documented) == []


def test_no_key_of_the_first_version_is_gone() -> None:
    now = {kind.__name__: set(kind.__struct_fields__) for kind in reachable(ToldImport, set())}
    gone = {name: set(keys.split()) - now.get(name, set()) for name, keys in FIRST.items()}
    assert {name: keys for name, keys in gone.items() if keys} == {}
