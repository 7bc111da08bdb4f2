"""What a plan says of columns of which little is sure."""

from msgspec.structs import replace

from asc_desktop.domain.importing.found import FoundTable
from asc_desktop.domain.importing.mapping import ColumnMap, TableMap, Target
from asc_desktop.domain.importing.planning.doubts import doubts
from asc_desktop.domain.importing.sheets import Area

TABLE = FoundTable(sheet="Projects", area=Area(0, 0, 5, 5))
UNIT = "No unit is named, and such small amounts are mostly in £m: check the unit."


def column(heading: str, year: int, sure: float = 0.3) -> ColumnMap:
    why = f"Headed “{heading}”, a word for Target. Of {year}/{year % 100 + 1}. {UNIT}"
    return ColumnMap(
        path=(heading,), target=Target("savings_target", "target_pence", year), sure=sure, why=why
    )


def said(*columns: ColumnMap, skip: bool = False) -> list[str]:
    return list(doubts([(TABLE, TableMap(sheet="Projects", record="project", columns=columns, skip=skip))]))


def test_columns_in_doubt_for_one_reason_are_named_in_one_sentence() -> None:
    columns = [column(f"{year}", year) for year in range(2024, 2029)]
    assert said(*columns) == [f"Look again at Projects, “2024”, “2025”, “2026” and 2 more columns: {UNIT}"]


def test_what_is_sure_chosen_left_out_or_the_councils_own_is_in_no_doubt() -> None:
    doubtful = column("2024", 2024)
    own = replace(doubtful, target=Target("project", own="Code"))
    for each in (
        column("2024", 2024, sure=0.9),
        replace(doubtful, chosen=True),
        replace(doubtful, target=None),
        own,
    ):
        assert said(each) == []
    assert said(doubtful, skip=True) == []
    assert len(said(doubtful)) == 1
