"""The look-ups of the records in memory stay what they would be if they were made afresh."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Project, SavingsLine
from asc_desktop.domain.records.fields import Record

IDS = ("1", "2", "3", "4")
OWNERS = ("a", "b", "c")

lines = st.builds(
    SavingsLine,
    id=st.sampled_from(IDS),
    project_id=st.sampled_from(OWNERS),
    name=st.just("n"),
    counts_in_theme_id=st.sampled_from([None, *OWNERS]),
)
changes = st.lists(st.dictionaries(st.sampled_from(IDS), st.one_of(st.none(), lines), max_size=4), max_size=6)


@given(st.lists(lines, max_size=4), changes, st.booleans())
def test_changed_records_are_as_if_made_afresh(
    first: list[SavingsLine], steps: list[dict[str, SavingsLine | None]], asked_before: bool
) -> None:
    state: dict[str, Record] = {line.id: line for line in first}
    records = Records({"savings_line": first})
    if asked_before:
        # The indexes are made when first asked for, and kept from then on.
        records.of(SavingsLine, "project_id", "a")
        records.of(SavingsLine, "counts_in_theme_id", "a")
    for step in steps:
        change = {key: replace(line, id=key) if line else None for key, line in step.items()}
        records.apply({"savings_line": change})
        for key, line in change.items():
            if line is None:
                state.pop(key, None)
            else:
                state[key] = line
        fresh = Records({"savings_line": state.values()})
        assert {line.id: line for line in records.all(SavingsLine)} == state
        for key in ("project_id", "counts_in_theme_id"):
            for owner in (*OWNERS, ""):
                mine, theirs = (
                    sorted(found.of(SavingsLine, key, owner), key=lambda line: line.id)
                    for found in (records, fresh)
                )
                assert mine == theirs
        for key in IDS:
            assert records.find(SavingsLine, key) == state.get(key)
    assert records.all(Project) == ()
