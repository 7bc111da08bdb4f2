"""Every text that people see keeps to ``docs/words.md``, whose tables name the words that are not used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PACKAGE = CHECKOUT / "asc_desktop"
LIST = (CHECKOUT / "docs" / "words.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading of the list."""
    section = LIST.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (.+) \|$", section, re.MULTILINE)[2:]
    return [line.split(" | ") for line in lines]


def unwanted() -> list[str]:
    """Return each word or phrase that no text may have."""
    cells = [row[0] for row in rows("Words that are not used")]
    cells += [row[2] for row in rows("One name for one thing")]
    return [word for cell in cells for word in cell.split(", ")]


ALLOWED = [row[0] for row in rows("Where such a word is right")]
PATTERN = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, unwanted()))})(?!\w)", re.IGNORECASE)

SQL = re.compile(r"(?:CREATE|SELECT|INSERT|UPDATE|DELETE|DROP) [A-Za-z0-9]")


def texts(source: str) -> Iterator[tuple[int, str]]:
    """Yield each string with its line: not docstrings, not keys; what is worked out is a gap."""
    tree = ast.parse(source)
    unseen: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            unseen.add(node.value)
        if isinstance(node, ast.JoinedStr):
            unseen.update(part for part in node.values if isinstance(part, ast.Constant))
    for node in ast.walk(tree):
        if node in unseen:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value
        elif isinstance(node, ast.JoinedStr):
            words = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values
            )
        else:
            continue
        if (" " in words.strip() or words[:1].isupper()) and not SQL.match(words.strip()):
            yield node.lineno, words


def found_in(words: str) -> list[str]:
    """Return the unwanted words of a text, once what is right there and the letters of menus are left out."""
    words = words.replace("&", "")
    for allowed in ALLOWED:
        words = re.sub(re.escape(allowed), "", words, flags=re.IGNORECASE)
    return PATTERN.findall(words)


def test_no_text_of_the_program_has_a_word_that_is_not_used() -> None:
    found = {
        f"{path.relative_to(CHECKOUT)}:{line} {wrong}: {words[:120]}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if not path.name.startswith("schema_v")  # Statements, which no release may change.
        for line, words in texts(path.read_text(encoding="utf-8"))
        for wrong in found_in(words)
    }
    assert found == set(), "docs/words.md has the words to use"


def test_each_exception_is_needed() -> None:
    every = "\n".join(
        words.casefold()
        for path in PACKAGE.rglob("*.py")
        for _, words in texts(path.read_text(encoding="utf-8"))
    )
    assert [words for words in ALLOWED if words.casefold() not in every] == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2 warnings stand against this pack.", ["stand"]),
        ("No exception is like that.", ["like that"]),
        ("Freeze the period for a board…", ["Freeze"]),
        ("Over-achievement of £7 not allocated", ["Over-achievement", "not allocated"]),
        ("The open period must be 2024/25.", ["open period"]),
        ("He said so.", ["said"]),
        ("A standard outstanding call-in period", []),
        ("Re&tire", ["Retire"]),
        ("Close the month for a board…", []),
    ],
)
def test_the_list_is_read(words: str, found: list[str]) -> None:
    assert found_in(words) == found


def test_a_text_is_found_wherever_it_is_made() -> None:
    source = '"""It says."""\ndef f(x):\n    """It tells."""\n    return {"key": f"{x} stands here"}, "word", "Said"\n'
    assert sorted(words for _, words in texts(source)) == ["Said", "… stands here"]


def test_the_list_has_its_words() -> None:
    assert {"stands", "tells", "says", "called off", "snapshot", "treatment", "retire"} <= set(unwanted())
    assert all(len(row) == 3 for row in rows("One name for one thing"))
