"""What the layout promises: DESIGN's import contracts, a command line without Qt, and a README that CI obeys."""

import ast
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGE = CHECKOUT / "asc_desktop"

# Written in pieces, or this file would break its own rule.
PRIVATE = re.compile(
    r"\.\./" + r"shared\b|(?<![\w.])/(?:work|root)" + r"/|pypi" + r"\.org|python" + r"hosted"
)


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, timeout=120, check=False
    )


def repository_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := CHECKOUT / name).is_file()]


def test_import_contracts_hold() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    outcome = run_python(code)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_domain_imports_the_standard_library_msgspec_and_zstandard_only() -> None:
    """Records and reports are made of msgspec, and frozen reports kept by zstandard; neither needs another package."""
    foreign = {
        f"{path.relative_to(CHECKOUT)}: {name}"
        for path in (PACKAGE / "domain").rglob("*.py")
        for name in imported_modules(path)
        if name.partition(".")[0] not in {*sys.stdlib_module_names, "msgspec", "zstandard"}
        and not name.startswith("asc_desktop.domain")
    }
    assert foreign == set()


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def test_command_line_loads_no_qt() -> None:
    modules = ["asc_desktop.__main__", "asc_desktop.cli"]
    modules += [found.name for found in pkgutil.walk_packages([str(PACKAGE / "cli")], "asc_desktop.cli.")]
    code = (
        f"import importlib, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
        "print([name for name in sys.modules if name.partition('.')[0] in"
        " ('PySide6', 'shiboken6', 'pyqtgraph')])"
    )
    outcome = run_python(code)
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.strip() == "[]"


def test_readme_gives_the_commands_that_ci_runs() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8").splitlines()
    ci = (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8")
    # Indented by four: .ci/run takes the line from the README by just this form.
    assert "    python run.py test" in readme
    assert "    python run.py demo" in readme
    assert r"python run\.py test" in ci


def test_ci_leaves_out_on_other_pythons_what_is_slow_and_nothing_else() -> None:
    ci = (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8")
    (further,) = re.findall(r"run\.py --venv \S+ test (.*)$", ci, re.MULTILINE)
    assert further == '-q -m "not slow"'
    said = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert "on each of the others all that is not marked `slow`" in said


@pytest.mark.parametrize("command", ["demo", "test"])
def test_run_script_knows_the_readme_commands(command: str) -> None:
    outcome = subprocess.run(
        [sys.executable, "run.py", "--help"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert f"python run.py {command}" in outcome.stdout


def test_repository_names_nothing_outside_itself() -> None:
    found = {
        f"{path.relative_to(CHECKOUT)}: {match.group()}"
        for path in repository_files()
        if b"\0" not in (raw := path.read_bytes())
        and (match := PRIVATE.search(raw.decode("utf-8", errors="replace")))
    }
    assert found == set()


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(CHECKOUT))
        for path in PACKAGE.rglob("*.py")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_nothing_made_in_python_is_left_on_the_clipboard() -> None:
    """Such data outlives Python, and Qt's last act is to call into it: the program would crash on leaving."""
    makers = {
        f"{path.relative_to(CHECKOUT)}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "QMimeData"
    }
    assert makers == set()
