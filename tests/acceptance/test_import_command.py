"""A council's tracker through the command line, each command a process of its own: preview, import, again, refusals."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
import xlsxwriter

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.records.delivery import Programme, Project, SavingsTarget, Theme
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.services.history import history
from tests.commands import run

HEADINGS = (
    "Ref", "Project", "SRO", "BRAG", "Commentary this month", "Planned end", "2024/25", "2025/26", "Total",
)  # fmt: skip
THEMES: dict[str, list[tuple[Any, ...]]] = {
    "Independent living": [
        ("IL-01", "Reablement first", "Head of Provision", "G", "Teams begin.", date(2024, 9, 2), 250, 400.5),
        ("IL-02", "Extra care homes", "Head of Housing", "A", "A month late.", date(2025, 1, 6), 0, 1250),
    ],
    "Fair prices": [
        ("FP-01", "Supported living rates", "Head of Care", "G", "Talks go on.", date(2024, 7, 1), 610, 90),
    ],
}  # fmt: skip


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A tracker as a council keeps one: a title, a line of units, themes as bands, and totals."""
    return written(tmp_path / "Savings tracker.xlsx")


def written(path: Path, *, end: object = None, brag: str = "G") -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("📊 Tracker")
    bold, day = (
        book.add_format({"bold": True, "bg_color": "#1F3864"}),
        book.add_format({"num_format": "dd/mm/yyyy"}),
    )
    sheet.write(0, 1, "Adult Social Care: savings tracker")
    sheet.write(1, 1, "£000")
    for at, text in enumerate(HEADINGS, start=1):
        sheet.write(3, at, text, bold)
    row, lines = 4, []
    for theme, projects in THEMES.items():
        sheet.merge_range(row, 1, row, len(HEADINGS), theme, bold)
        row += 1
        for project in projects:
            *words, ends, first, second = project
            for at, text in enumerate(words, start=1):
                sheet.write(row, at, brag if (at, project[0]) == (4, "FP-01") else text)
            sheet.write(row, 6, end if end is not None and project[0] == "FP-01" else ends, day)
            sheet.write(row, 7, first)
            sheet.write(row, 8, second)
            sheet.write_formula(row, 9, f"=SUM(H{row + 1}:I{row + 1})", None, first + second)
            lines.append((first, second))
            row += 1
    sheet.write(row, 2, "Total", bold)
    for at, letter in enumerate("HI"):
        total = sum(line[at] for line in lines)
        sheet.write_formula(row, 7 + at, f"=SUM({letter}6:{letter}{row})", bold, total)
    book.close()
    return path


def imported(folder: Path, *arguments: str) -> CompletedProcess[str]:
    return run(folder, "import", *arguments)


def test_a_portfolio_begins_with_a_tracker(workbook: Path) -> None:
    folder = workbook.parent
    new = ("ours.ascp", workbook.name, "--new", "--programme", "Living well", "--period", "2024-06")
    tried = imported(folder, *new)
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert not (folder / "ours.ascp").exists()
    assert "New            3" in tried.stdout
    assert max(map(len, tried.stdout.splitlines())) <= 80

    done = imported(folder, *new, "--apply")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 projects" in done.stdout
    with_file = PortfolioFiles(Context(who="T", machine="t", now=lambda: datetime.now(UTC)))
    session = with_file.open(folder / "ours.ascp")
    try:
        records = session.records
        (programme,) = records.all(Programme)
        assert (programme.name, programme.open_period) == ("Living well", "2024-06")
        themes = {theme.id: theme.name for theme in records.all(Theme)}
        assert {item.ref: themes[item.theme_id] for item in records.all(Project)} == {
            "IL-01": "Independent living", "IL-02": "Independent living", "FP-01": "Fair prices",
        }  # fmt: skip
        targets: dict[int, int] = {}
        for item in records.all(SavingsTarget):
            targets[item.year] = targets.get(item.year, 0) + item.target_pence
        assert {year: format_pounds(pence) for year, pence in targets.items()} == {
            2024: "£860,000", 2025: "£1,740,500",
        }  # fmt: skip
        assert {item.end_date for item in records.all(Project)} == {"2024-09-02", "2025-01-06", "2024-07-01"}
        one = next(item for item in records.all(Project) if item.ref == "IL-01")
        assert one.source is not None
        assert one.source.startswith("Savings tracker.xlsx, 📊 Tracker!B6")
        told = [row for row in history(session, limit=500) if row.record_id == one.id]
        assert {row.action for row in told} == {"Import Savings tracker.xlsx"}
        assert {row.field: row.read_from for row in told}["Sponsor"] == "Savings tracker.xlsx, 📊 Tracker D6"
        entries = len(session.history(limit=100_000))
    finally:
        session.close()

    again = imported(folder, "ours.ascp", workbook.name, "--apply", "--json")
    assert again.returncode == 0
    found: dict[str, Any] = json.loads(again.stdout)
    assert (found["applied"], found["action"], found["counts"]["same"]) == (True, "", 3)
    assert {total["verdict"] for total in found["totals"]} == {"agrees"}
    session = with_file.open(folder / "ours.ascp")
    assert len(session.history(limit=100_000)) == entries
    session.undo()
    assert session.records.all(Project) == ()
    session.close()


def test_what_is_refused_is_said_with_its_cell_and_the_rest_is_taken(workbook: Path) -> None:
    folder = workbook.parent
    bad = written(folder / "late.xlsx", end="31/02/2025")
    done = imported(folder, "ours.ascp", bad.name, "--new", "--period", "2024-06", "--apply", "--json")
    assert done.returncode == 1, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert [(item["sheet"], item["cell"], item["text"]) for item in found["refused"]][:1] == [
        ("📊 Tracker", "G9", "31/02/2025")
    ]
    assert found["made"]["project"] == 3
    words = imported(folder, "ours.ascp", bad.name)
    assert words.returncode == 1
    assert "📊 Tracker!G9" in words.stdout
    # The row is taken without the cell: rows alone would say that nothing is refused.
    assert "Cells refused    1" in words.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("ours.ascp", "Savings tracker.xlsx"), "There is no portfolio ours.ascp. Add --new"),
        (("ours.ascp", "gone.xlsx", "--new"), "gone.xlsx"),
        (
            ("ours.ascp", "Savings tracker.xlsx", "--new", "--apply", "--sheet", "Roads"),
            "The sheets are: 📊 Tracker.",
        ),
        (
            ("ours.ascp", "Savings tracker.xlsx", "--new", "--mapping", "Savings tracker.xlsx"),
            "not a mapping",
        ),
        (("ours.ascp", "Savings tracker.xlsx", "--new", "--apply", "--period", "Juny"), "is not a month"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    workbook: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    outcome = imported(workbook.parent, *arguments)
    assert outcome.returncode == 2
    assert sentence in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert not (workbook.parent / "ours.ascp").exists()


def test_a_preview_says_whom_a_new_row_may_be_and_counts_in_words(workbook: Path) -> None:
    """A name that nearly matches would make a second project unseen."""
    folder = workbook.parent
    imported(
        folder,
        "ours.ascp",
        workbook.name,
        "--new",
        "--programme",
        "Living well",
        "--period",
        "2024-06",
        "--apply",
    )
    lines = [f"A new scheme {number},Officer" for number in range(3)]
    near = folder / "near.csv"
    near.write_text("\n".join(["Project,SRO", "Supported living rate,Head", *lines]), encoding="utf-8")
    told = " ".join(imported(folder, "ours.ascp", near.name).stdout.split())
    assert "Supported living rate: It is taken as new. It may be FP-01 Supported living rates." in told
    assert "each row is a project" in told

    issues = folder / "issues.csv"
    issues.write_text("Issue No,Issue,Priority\nI-1,A late lease,High\n", encoding="utf-8")
    assert "each row is an issue" in imported(folder, "ours.ascp", issues.name).stdout


def test_a_new_portfolio_for_which_nothing_is_taken_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("Ref,Project,RAG\nA1,,Green\nA2,,Red\n", encoding="utf-8")
    done = imported(tmp_path, "ours.ascp", "names.csv", "--new", "--apply")
    words = " ".join(done.stdout.split())
    assert "Nothing was changed" in words
    assert "ours.ascp was made and is empty; try again without --new." in words
    assert (tmp_path / "ours.ascp").exists()
