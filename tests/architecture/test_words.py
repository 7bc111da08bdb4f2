"""Counts in sentences come from ``domain/words.py``: no module chooses between one and several by hand."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "asc_desktop"
ALLOWED = {
    "domain/words.py": "the module itself",
    "domain/report/pack_warnings.py": "several are told with how many there are in all",
    "domain/report/settings_effect.py": "the number stands inside the sentence",
    "services/activity.py": "the number of a copy",
    "ui/dialogs/exempt.py": "a menu's letter",
    "ui/pages/savings/matrix.py": "two commands",
    "ui/pages/shared/register_editor.py": "a sentence that begins with One",
}


def counted_by_hand(source: str) -> Iterator[str]:
    """Return each choice of words by whether a number is 1 in which the other words hold the number."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.IfExp(
                test=ast.Compare(left=number, ops=[ast.Eq()], comparators=[ast.Constant(1)]),
                orelse=ast.JoinedStr(values),
            ):
                held = [ast.dump(part.value) for part in values if isinstance(part, ast.FormattedValue)]
                if ast.dump(number) in held:
                    yield ast.unparse(node)
            case ast.IfExp(body=ast.Constant(""), orelse=ast.Constant("s")):
                yield ast.unparse(node)


def test_counts_are_put_into_words_in_one_place() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): list(counted_by_hand(path.read_text(encoding="utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
    }
    by_hand = {name: places for name, places in found.items() if places}
    assert {name: places for name, places in by_hand.items() if name not in ALLOWED} == {}, (
        "use domain/words.py"
    )
    assert ALLOWED.keys() <= by_hand.keys() | {"domain/words.py"}


@pytest.mark.parametrize(
    "code",
    [
        '"1 risk" if len(risks) == 1 else f"{len(risks)} risks"',
        "f\"{count} line{'' if count == 1 else 's'}\"",
        'ref if number == 1 else f"{number:,} projects"',
    ],
)
def test_each_way_of_counting_by_hand_is_found(code: str) -> None:
    assert list(counted_by_hand(code))
