"""The check of a file that another program wrote into: each part of the office is named with what is wrong."""

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from asc_desktop.services.errors import DamagedFileError
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.storage.store import Store

FILES = PortfolioFiles(
    Context(who="Tester", machine="test", now=lambda: datetime(2024, 7, 1, 9, 0, tzinfo=UTC))
)

WRITTEN = (
    (
        "UPDATE risk_score SET impact = 6 WHERE period = '2024-06'",
        "Risk score A02 Too few nursing home places",
        "June 2024, Impact: Impact cannot be above 5.",
    ),
    (
        "UPDATE risk SET target_impact = 5, target_likelihood = 5, inherent_impact = 1 WHERE ref = 'A02'",
        "Risk A02",
        "The target score, 25, cannot be above the inherent score",
    ),
    (
        "UPDATE measure_value SET period = '2024-09' WHERE period = '2024-06'",
        "Measure value Adults who receive direct payments, September 2024, Month:",
        "September 2024 is after the open month, June 2024.",
    ),
    (
        "UPDATE measure_target SET target = '801' WHERE profile = 'monthly'",
        "Measure target People aged 18 to 64 helped",
        "2024/25, Target: A monthly profile must end at its target: March 2025 has 800 and the target is 801.",
    ),
    (
        "UPDATE budget_position SET period = '2024-09' WHERE period = '2024-06'",
        "Budget position Living Well and Direct Services: September 2024, Month:",
        "September 2024 is after the open month, June 2024.",
    ),
    (
        "UPDATE funding_source SET provision_pence = 69999900 WHERE name = 'Social Care Grant'",
        "Funding source Social Care Grant, 2024/25, Provision:",
        "Decisions take £700,000 of it",
    ),
    (
        "UPDATE decision SET key_decision = 0 WHERE key_decision = 1",
        "Implication KD2024/033 Additional capacity for adult social care reassessments: Climate: ",
        "Climate headings are for key decisions",
    ),
    (
        "UPDATE activity_month SET done = 1 WHERE period = '2025-02'",
        "Month of activity Adaptations fitted, February 2025, Done:",
        "Nothing can be done in a month to come.",
    ),
    (
        "UPDATE activity_outcome SET rate = '90' WHERE name = 'Package reduced'",
        "Outcome Strengths-based reviews, 2021 to 2024: Package reduced, Rate:",
        "which is more than all reviews.",
    ),
    (
        "UPDATE milestone SET actual_date = '2030-01-01' WHERE name = 'Community contracts start'",
        "Milestone P-004 Prevention offer: Community contracts start, Actual:",
        "It cannot be reached after 30 Jun 2024",
    ),
    (
        "UPDATE control_total SET explanation = NULL WHERE name = 'All plans'",
        "Control total All plans, 2024/25, Explained by:",
        "Say what explains the difference.",
    ),
    (
        "UPDATE published_table SET cells = 'nothing'",
        "Published table Savings by plan, Cells:",
        "A table needs headings",
    ),
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.ascp"
    FILES.create_sample(path).close()
    return path


def write(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute(statement).rowcount > 0
    connection.commit()
    connection.close()


@pytest.mark.parametrize(("statement", "record", "sentence"), WRITTEN)
def test_each_part_is_checked_and_named(
    sample: Path, tmp_path: Path, statement: str, record: str, sentence: str
) -> None:
    path = tmp_path / "written.ascp"
    shutil.copyfile(sample, path)
    write(path, statement)
    session = FILES.open(path)
    found = FILES.check(session)
    session.close()
    assert any(line.startswith(record) and sentence in line for line in found.broken_rules), (
        found.broken_rules
    )


def test_totals_of_budget_and_papers_that_differ_are_told(sample: Path, tmp_path: Path) -> None:
    path = tmp_path / "written.ascp"
    shutil.copyfile(sample, path)
    write(
        path, "UPDATE budget_total SET forecast_pence = forecast_pence + 100000000 WHERE group_name IS NULL"
    )
    write(
        path,
        "UPDATE control_total SET published_pence = published_pence + 100000000 WHERE name = 'CQC action plan'",
    )
    session = FILES.open(path)
    told = "\n".join(FILES.check(session).differing_totals)
    session.close()
    assert (
        "Net total for June 2024 differs from its lines: forecast £288,545,000 against £287,545,000" in told
    )
    assert "CQC action plan, 2024/25: Differs by £1,000,000: more than the lines." in told
    assert "Net, 2024/25 is printed (0.798) and should be (0.098)" in told


def test_a_file_that_cannot_be_read_after_all_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ASC.ascp"
    FILES.create_sample(path).close()

    def broken(_: Store) -> None:
        raise DamagedFileError("It cannot be read.")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "load", broken)
        for read_only in (False, True):
            with pytest.raises(DamagedFileError):
                FILES.open(path, read_only=read_only)
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    FILES.open(path).close()
