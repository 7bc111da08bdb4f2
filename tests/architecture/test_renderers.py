"""What shows a report works nothing out of it: sums, differences and shares of money are the report's own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "asc_desktop" / "ui"
FOLDERS = ("pages", "figures", "widgets", "dialogs", "shell")
ALLOWED = {"pages/shared/units.py"}
"""How an amount is written in £, £000 and £m, and how what is typed in them is read."""
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod)


def reckoned(source: str) -> Iterator[str]:
    """Return each expression that reckons with amounts, or adds up rows of a report."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ARITHMETIC):
            found = is_amount(node.left) or is_amount(node.right)
        elif isinstance(node, ast.AugAssign):
            found = is_amount(node.target) or is_amount(node.value)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"sum", "divmod"}
        ):
            found = any(is_amount(inner) or is_of_report(inner) for inner in ast.walk(node))
        else:
            continue
        if found:
            yield ast.unparse(node)


def is_amount(node: ast.expr | ast.AST) -> bool:
    match node:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name == "pence" or name.endswith("_pence")
        case ast.BinOp(left=left, right=right):
            return is_amount(left) or is_amount(right)
        case ast.Call(func=ast.Name("abs" | "round" | "max" | "min"), args=args):
            return any(map(is_amount, args))
    return False


def is_of_report(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "report"


def test_renderers_do_no_arithmetic() -> None:
    found = {
        path.relative_to(UI).as_posix(): list(reckoned(path.read_text(encoding="utf-8")))
        for folder in FOLDERS
        for path in sorted((UI / folder).rglob("*.py"))
    }
    wrong = {name: places for name, places in found.items() if places and name not in ALLOWED}
    assert wrong == {}, "work it out in domain/report and show it"
    assert all(found[name] for name in ALLOWED)


@pytest.mark.parametrize(
    "code",
    [
        "line.target_pence - line.forecast_pence",
        "total += row.amount_pence",
        "sum(item.value_pence for item in rows)",
        "sum(1 for item in report.exceptions if item.open)",
        "100 * abs(no_plan_pence) // target",
        "divmod(pence, 100)",
    ],
)
def test_each_way_of_reckoning_is_found(code: str) -> None:
    assert list(reckoned(code))


@pytest.mark.parametrize(
    "code", ["format_pounds(row.amount_pence)", "row.amount_pence > 0", "width + 2", "f'{pence}'"]
)
def test_showing_is_not(code: str) -> None:
    assert not list(reckoned(code))
