"""The form in which frozen reports are kept: read again to the letter, and never anything but what was kept."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from asc_desktop.domain.report import frozen
from asc_desktop.domain.report.frozen import FrozenReport, kept, pack, unpack

PARTS = st.lists(
    st.sampled_from(["", "a", "b", '"line":7', "narrative — “so”", '{"id":"x1"', "}"]), max_size=40
)
TEXTS = PARTS.map(",".join)


def nothing(_: str) -> FrozenReport | None:
    return None


def figures(month: int) -> str:
    """A report of a thousand lines, of which some differ from month to month."""
    return json.dumps(
        [{"line": f"{line:04x}", "pence": line * (month if line % 9 == 0 else 7)} for line in range(1000)]
    )


@given(TEXTS, TEXTS)
def test_a_text_is_read_as_it_was_packed(text: str, other: str) -> None:
    before = pack(other)
    assert before.base is None
    packed = pack(text, before)
    assert packed.is_whole
    assert unpack(packed, {before.id: before}.get) == text.encode()
    assert unpack(pack(text), nothing) == text.encode()


@given(TEXTS, TEXTS)
def test_a_text_is_read_with_a_dictionary_also_where_it_is_not_worth_it(text: str, other: str) -> None:
    before = pack(other)
    beside = frozen._compressed(text.encode(), other.encode())
    assert unpack(kept(beside, before.id), {before.id: before}.get) == text.encode()


def test_a_month_takes_a_third_of_the_room_with_another_as_its_dictionary() -> None:
    may, june = pack(figures(5)), pack(figures(6), pack(figures(5)))
    assert june.base == may.id
    assert len(june.content) * 3 <= len(pack(figures(6)).content)
    assert unpack(june, {may.id: may}.get) == figures(6).encode()


def test_another_text_is_kept_alone() -> None:
    assert pack(figures(6), pack("Quite another text")).base is None


def test_a_damaged_report_before_does_no_harm_to_the_next() -> None:
    before = pack(figures(5))
    assert (
        unpack(pack(figures(6), replace(before, content=before.content[:-9])), nothing) == figures(6).encode()
    )


def test_the_name_covers_the_bytes_and_their_dictionary() -> None:
    report = pack(figures(6), pack(figures(5)))
    assert report.is_whole
    assert not replace(report, content=report.content + b"\0").is_whole
    assert not replace(report, base=kept(b"other").id).is_whole
    assert not replace(report, base=None).is_whole


@pytest.mark.parametrize(
    "harm", ["cut", "grown", "no base", "base of a base", "another base", "too long", "rubbish", "nothing"]
)
def test_what_is_damaged_is_refused(harm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    may = pack(figures(5))
    june = pack(figures(6), may)
    held = {may.id: may, june.id: june}
    report = {
        "cut": replace(june, content=june.content[:-3]),
        "grown": replace(june, content=june.content + june.content),
        "no base": replace(june, base="nothing"),
        "base of a base": replace(june, base=june.id),
        "another base": replace(june, base=None),
        "rubbish": kept(b"rubbish"),
        "nothing": kept(b""),
    }.get(harm, june)
    if harm == "too long":
        monkeypatch.setattr(frozen, "MOST_BYTES", len(figures(6)) - 1)
    with pytest.raises(ValueError, match=r"^It"):
        unpack(report, held.get)
