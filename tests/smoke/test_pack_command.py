"""The command ``pack``, each time in a process of its own: what it writes, what it holds back, and its exit status."""

from pathlib import Path

import pytest

from tests.commands import run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pack")
    assert run(path, "sample", "-o", "sample.ascp").returncode == 0
    return path


def test_a_warning_that_stands_is_said_and_makes_the_status_one(folder: Path) -> None:
    outcome = run(folder, "pack", "sample.ascp", "-o", "told.xlsx", "--waive", "unreconciled")
    assert outcome.returncode == 1
    assert "not_updated: 4 of 50 projects were not updated" in outcome.stderr
    assert "--ignore not_updated" in outcome.stderr
    assert "Ignored: Spend and savings" in outcome.stdout
    assert (folder / "told.xlsx").exists()


def test_what_would_reveal_an_exempt_figure_is_not_written(folder: Path) -> None:
    public = ["pack", "sample.ascp", "-o", "public.xlsx", "-o", "public.pdf", "--audience", "public"]
    outcome = run(folder, *public, "--waive", "unreconciled,not_updated")
    assert outcome.returncode == 1
    assert "discloses: " in outcome.stderr
    assert not list(folder.glob("public*"))
    outcome = run(folder, *public, "--waive", "all,discloses")
    assert outcome.returncode == 0
    assert outcome.stderr == ""
    assert sorted(path.name for path in folder.glob("public*")) == [
        "public - confidential appendix.pdf",
        "public - confidential appendix.xlsx",
        "public.pdf",
        "public.xlsx",
    ]


def test_sections_templates_and_snapshots_are_chosen(folder: Path) -> None:
    outcome = run(
        folder,
        "pack", "sample.ascp", "-o", "some.pdf", "--programme", "Improving", "--template", "exceptions",
        "--sections", "risks,exceptions,changes", "--compare", "Programme Board, January",
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stderr
    content = (folder / "some.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    titles = content.replace(b"\n", b"")
    for words in ("Exceptions and mitigations", "Changes since last board"):
        assert words.encode("utf-16-be").hex().upper().encode() in titles
    assert "Projects".encode("utf-16-be").hex().upper().encode() not in titles


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--sections", "cover,riks"], "There is no section “riks”"),
        (["--template", "Weekly"], "There is no single template “Weekly”"),
        (["--template", "missing.json"], "cannot be read"),
        (["--compare", "Nobody"], "There is no single board version “Nobody”"),
        (["--waive", "everything"], "There is no warning"),
    ],
)
def test_a_choice_that_is_not_to_be_had_is_said_in_a_sentence(
    folder: Path, more: list[str], sentence: str
) -> None:
    outcome = run(folder, "pack", "sample.ascp", "-o", "never.xlsx", *more)
    assert outcome.returncode == 2
    assert sentence in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert not (folder / "never.xlsx").exists()
