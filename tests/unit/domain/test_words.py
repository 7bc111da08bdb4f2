import pytest

from asc_desktop.domain.words import (
    beginning,
    file_words,
    first_of,
    listed,
    named,
    number_of,
    one,
    plural,
    shortened,
)


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 risks"), (1, "1 risk"), (2, "2 risks"), (1_204, "1,204 risks")]
)
def test_so_many_of_a_noun(number: int, words: str) -> None:
    assert number_of(number, "risk") == words


@pytest.mark.parametrize(
    ("noun", "many"),
    [
        ("day", "days"),
        ("activity", "activities"),
        ("status", "statuses"),
        ("batch", "batches"),
        ("box", "boxes"),
    ],
)
def test_a_regular_plural(noun: str, many: str) -> None:
    assert plural(noun) == many


def test_a_verb_agrees_with_its_number() -> None:
    assert number_of(1, "total differs", "totals differ") == "1 total differs"
    assert number_of(2, "total differs", "totals differ") == "2 totals differ"


def test_one_is_named_and_several_are_counted() -> None:
    assert named(["P-01"], "project") == "P-01"
    assert named(["P-01", "P-02"], "project") == "2 projects"
    assert named(["Net", "Gross"], "total that moved", "totals that moved") == "2 totals that moved"


@pytest.mark.parametrize(
    ("parts", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_in_words(parts: list[str], words: str) -> None:
    assert listed(parts) == words


def test_a_long_text_is_cut_at_its_end() -> None:
    assert shortened("four", 4) == "four"
    assert shortened("four five", 6) == "four…"


def test_a_noun_with_its_article() -> None:
    assert [one(noun) for noun in ("project", "issue", "exception", "risk")] == [
        "a project",
        "an issue",
        "an exception",
        "a risk",
    ]


@pytest.mark.parametrize(
    ("text", "longest", "cut"),
    [
        ("Rents  rise", 10, "Rents rise"),
        ("Rents rise", 9, "Rents…"),
        ("Rents rise again", 11, "Rents rise…"),
        ("Rents rise again", 12, "Rents rise…"),
        ("Rents, rise", 8, "Rents…"),
        ("Supercalifragilistic", 6, "Super…"),
    ],
)
def test_the_beginning_of_a_text_ends_with_a_whole_word(text: str, longest: int, cut: str) -> None:
    assert beginning(text, longest) == cut


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Savings slipped to later years, 2024/25", "Savings slipped to later years, 2024-25"),
        ("P-001 Reviews: forecast for 2024/25", "P-001 Reviews - forecast for 2024-25"),
        ('What "now"? A|B <c> *d\\e', "What now A-B c d-e"),
        ("Café\nCŵn.", "CaféCŵn"),
        ("...", ""),
        ("x" * 90, "x" * 80),
    ],
)
def test_words_of_a_file_name_keep_all_that_a_name_may_hold(title: str, name: str) -> None:
    assert file_words(title) == name


def test_of_many_the_first_are_named_and_the_others_counted() -> None:
    assert first_of([]) == ""
    assert first_of(["a", "b", "c"]) == "a; b; c"
    assert first_of(["a", "b", "c", "d"], between=", ") == "a, b, c and 1 more"
    assert first_of([str(at) for at in range(2_000)], most=1) == "0 and 1,999 more"
