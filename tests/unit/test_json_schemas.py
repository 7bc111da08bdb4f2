"""What commands print as JSON is what its schema and its document say, on the sample and on an empty portfolio."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from asc_desktop import __version__
from asc_desktop.cli.environment import Environment
from asc_desktop.cli.main import run
from asc_desktop.cli.printed import FORMATS, schema_of
from tests.commands import environment_on
from tests.documented import DOCS, undocumented

MAY = "Transformation Board, May"
SAMPLE_PROGRAMMES = (
    "Better Lives",
    "Improving Lives",
    "Adult Social Care and Health",
    "Reassessment",
    "All programmes",
)


@pytest.fixture(scope="module")
def environment() -> Environment:
    return environment_on(date(2024, 7, 9))


@pytest.fixture(scope="module")
def files(environment: Environment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    environment.files.create_sample(folder / "sample.ascp").close()
    (folder / "tracker.csv").write_text(
        "Ref,Project,Theme\nDX-01,Night care,Independence\n", encoding="utf-8"
    )
    environment.files.create(folder / "empty.ascp", "Empty").close()
    run(["copy", str(folder / "sample.ascp"), "-o", str(folder / "copy.ascp")], environment)
    return folder


LINES: list[tuple[str, str]] = [
    *(("report", f'report sample.ascp --programme "{name}"') for name in SAMPLE_PROGRAMMES),
    ("report", 'report sample.ascp --programme "Improving Lives" --month 2018-12'),
    ("compare", f'compare sample.ascp "{MAY}"'),
    ("compare", f'compare sample.ascp "Transformation Board, April" "{MAY}"'),
    ("check", "check sample.ascp"),
    ("check", "check empty.ascp"),
    ("programmes", "programmes sample.ascp"),
    ("programmes", "programmes empty.ascp"),
    ("snapshots", "snapshot list sample.ascp"),
    ("backups", "backups sample.ascp"),
    ("merge", "merge sample.ascp copy.ascp"),
    ("import", "import sample.ascp tracker.csv"),
    ("returns", "returns sample.ascp ."),
    ("forms", "forms sample.ascp -o forms --all"),
    ("written", "save-copy sample.ascp -o other.ascp"),
    ("written", "backup sample.ascp"),
    ("backups", "backups sample.ascp --show 1"),
    ("pack", "pack sample.ascp -o pack.xlsx"),
]


@pytest.mark.parametrize(("name", "line"), LINES, ids=[line for _, line in LINES])
def test_what_is_printed_is_as_its_schema_says(
    environment: Environment,
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    line: str,
) -> None:
    import shlex

    monkeypatch.chdir(files)
    assert run([*shlex.split(line), "--json"], environment) in {0, 1}
    printed = json.loads(capsys.readouterr().out)
    assert list(printed)[:3] == ["format", "version", "program"]
    assert printed["format"] == f"asc-desktop-{name}"
    assert printed["program"] == f"ASC Desktop {__version__}"
    errors = [error.message for error in Draft202012Validator(schema_of(name)).iter_errors(printed)]
    assert errors == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_schema_refuses_what_lacks_a_key_or_has_one_of_another_kind(name: str) -> None:
    schema = schema_of(name)
    Draft202012Validator.check_schema(schema)
    whole = schema["$defs"][FORMATS[name].kind().__name__]
    key = next(key for key in whole["properties"] if key not in {"format", "version", "program"})
    validator = Draft202012Validator(schema)
    assert not validator.is_valid({"format": f"asc-desktop-{name}", "version": 1, "program": "x"})
    assert any(f"'{key}' is a required property" in error.message for error in validator.iter_errors({}))


@pytest.mark.parametrize("name", FORMATS)
def test_every_key_is_documented(name: str) -> None:
    printed = FORMATS[name]
    assert undocumented(printed.document, printed.kind()) == []


def test_what_may_be_null_is_said_to_be_where_it_is_listed() -> None:
    """Each key that may be null is named on a line, or in a paragraph, of its document that mentions null."""
    unsaid = {
        f"{name}: {part}.{key}"
        for name, printed in FORMATS.items()
        for part, described in schema_of(name)["$defs"].items()
        for key, value in described.get("properties", {}).items()
        if _may_be_null(value) and not _said_to_be_null(printed.document, key)
    }
    assert unsaid == set()


def _may_be_null(value: dict[str, Any]) -> bool:
    return any(choice.get("type") == "null" for choice in value.get("anyOf", ()))


def _said_to_be_null(document: str, key: str) -> bool:
    text = (DOCS / document).read_text(encoding="utf-8")
    blocks = re.split(r"\n\n|\n(?=\|)", text)
    return any(f"`{key}`" in block and "null" in block for block in blocks)
