"""How a table's columns share its room: nobody has less than they must, and the edge cuts no column at first."""

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from asc_desktop.ui.widgets.table.needs import Need, shared

WIDTHS = st.integers(40, 300)


@st.composite
def needs(draw: st.DrawFn) -> Need:
    least, more, most = draw(WIDTHS), draw(st.integers(0, 80)), draw(st.integers(0, 200))
    grows = draw(st.booleans())
    if not grows:
        return Need(least, least, least, grows=False)
    return Need(least, least + more, least + more + most, grows=True)


@given(st.lists(needs(), min_size=1, max_size=9), st.integers(60, 1_400))
def test_the_room_is_filled_to_its_edge_by_whole_columns(held: list[Need], room: int) -> None:
    widths = shared(room, held, [int(need.grows) for need in held])
    assert all(width >= need.least for width, need in zip(widths, held, strict=True))
    ends = list(accumulate(widths))
    if ends[-1] > room and ends[0] <= room:
        assert room in ends
    elif ends[0] <= room:
        assert ends[-1] == room


def test_what_is_over_goes_to_the_name_where_it_is_in_sight() -> None:
    ref, name, money = (
        Need(60, 60, 60, grows=False),
        Need(140, 140, 200, grows=True),
        Need(90, 90, 90, grows=False),
    )
    assert shared(400, [ref, name, money, money, money], [0, 1, 0, 0, 0]) == [60, 160, 90, 90, 90]
    assert shared(200, [money, money, money], [0, 0, 0]) == [100, 100, 90]
