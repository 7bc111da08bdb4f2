"""Nothing but the one writer of files writes, renames or copies a file."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "asc_desktop"

METHODS = frozenset({
    "write_text", "write_bytes", "touch", "symlink_to", "hardlink_to", "truncate", "ftruncate", "setFileName",
    "copyfile", "copyfileobj", "copytree", "NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp",
})  # fmt: skip
"""Names that make or change a file whatever they are called on."""

CLASSES = frozenset({"QFile", "QSaveFile", "QTemporaryFile", "ZipFile"})
OS = frozenset({"open", "write", "replace", "rename", "renames", "link", "symlink", "mknod"})
SHUTIL = frozenset({"copy", "copy2", "copyfile", "copyfileobj", "copytree", "move"})
WRITING = frozenset("wax+")

ALLOWED = {
    # Writes nothing of a portfolio, in place: the lock must stay on the file that is locked.
    "storage/holder.py": {"os.open", "os.write", "os.ftruncate"},
    # The lock of a run's folder.
    "_scratch.py": {"os.open"},
    # Nowhere: the reader of what is printed has gone.
    "__main__.py": {"os.open"},
    "cli/main.py": {"os.open"},
    # Only reads.
    "excel/reading/archive.py": {"ZipFile"},
    # Only asks whether an old pack may be written over.
    "excel/target.py": {"open"},
}
"""Whatever else writes, and what with. The writer itself is not looked at."""


def calls(source: str) -> Iterator[tuple[int, str]]:
    """Return the line and the name of each call that writes, renames or copies a file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (name := writing(node)):
            yield node.lineno, name


def writing(call: ast.Call) -> str:
    """Return what a call is that may write; nothing for any other."""
    function = call.func
    owner, name = "", getattr(function, "id", "")
    if isinstance(function, ast.Attribute):
        owner, name = getattr(function.value, "id", ""), function.attr
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    # A path's replace has one argument, a text's two; that of records has keywords.
    is_moved = isinstance(function, ast.Attribute) and len(call.args) == 1 and not call.keywords
    named = {"os": OS, "shutil": SHUTIL}.get(owner, frozenset())
    if (
        name in METHODS | CLASSES | named
        or (name == "open" and any(map(is_writing_mode, arguments)))
        or (name in {"replace", "rename"} and is_moved)
        or (name == "save" and any(not isinstance(argument, ast.Constant) for argument in arguments))
    ):
        return f"{owner}.{name}" if named else name
    return ""


def is_writing_mode(argument: ast.expr) -> bool:
    return (
        isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and len(argument.value) <= 3
        and set(argument.value) <= set("rwaxbt+")
        and bool(WRITING & set(argument.value))
    )


def test_only_the_writer_of_files_writes() -> None:
    found = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        if place == "_files.py":
            continue
        found |= {
            f"{place}:{line} {name}"
            for line, name in calls(path.read_text(encoding="utf-8"))
            if name not in ALLOWED.get(place, set())
        }
    assert found == set()


@pytest.mark.parametrize(
    "code",
    [
        "path.write_text('x')",
        "path.write_bytes(b'x')",
        "open(path, 'w')",
        "path.open('xb')",
        "path.open(mode='a')",
        "io.open(path, 'r+b')",
        "os.replace(a, b)",
        "os.open(path, os.O_WRONLY)",
        "part.replace(target)",
        "part.rename(target)",
        "shutil.copyfile(a, b)",
        "shutil.copy(a, b)",
        "image.save(str(path))",
        "generator.setFileName(name)",
        "QSaveFile(name)",
        "tempfile.NamedTemporaryFile()",
    ],
)
def test_each_way_of_writing_is_found(code: str) -> None:
    assert list(calls(code))


@pytest.mark.parametrize(
    "code",
    [
        "path.open('rb')",
        "open(path)",
        "text.replace('a', 'b')",
        "replace(record, name='x')",
        "painter.save()",
    ],
)
def test_reading_is_not(code: str) -> None:
    assert list(calls(code)) == []
