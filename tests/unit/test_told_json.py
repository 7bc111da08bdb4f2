"""What commands tell as JSON: every key is documented, and none has gone since it was first documented."""

import pytest
from msgspec import Struct

from asc_desktop.services.forms.told import ToldReturns
from asc_desktop.services.importing.told import ToldImport
from asc_desktop.services.merging_told import ToldMerge
from tests.documented import keys_of, undocumented

DOCUMENTS: dict[str, type[Struct]] = {
    "import-json.md": ToldImport,
    "merge-json.md": ToldMerge,
    "returns-json.md": ToldReturns,
}
FIRST = {
    "import-json.md": {
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
    },
    "merge-json.md": {
        "ToldChange": "table id words what label old new who at",
        "ToldConflict": "key kind table id words field label sentence ours theirs before others suggested may_be_left "
        "needs_reason settled",
        "ToldMerge": "format version file whose new_actions applied action sentence unsettled conflicts comes_in told",
        "ToldSaid": "value words who at",
    },
    "returns-json.md": {
        "ToldAnswer": "code project table record words field label cell text sent now new state plain open sentence "
        "now_who now_at",
        "ToldAnswerCounts": "unchanged changed both refused missing open",
        "ToldReturned": "form period lead file projects confirmed counts answers told note action taken sentence",
        "ToldReturns": "format version applied forms unread",
        "ToldUnread": "file sentence",
    },
}
"""The keys of version 1: whoever reads them finds them in every later release."""


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_key_is_documented(document: str) -> None:
    assert undocumented(document, DOCUMENTS[document]) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_key_of_the_first_version_is_gone(document: str) -> None:
    now = keys_of(DOCUMENTS[document])
    gone = {name: set(keys.split()) - now.get(name, set()) for name, keys in FIRST[document].items()}
    assert {name: keys for name, keys in gone.items() if keys} == {}
