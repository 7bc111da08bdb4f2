"""Copies whose account of what they heard is made up: sealed and whole as files, and refused all the same."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from asc_desktop.domain.merging.actions import Action, Entry
from asc_desktop.domain.merging.heard import as_text
from asc_desktop.domain.records.exchange import MergedCopy
from asc_desktop.domain.report.frozen import FrozenReport, kept, pack
from asc_desktop.services.errors import DamagedFileError, StoreError
from asc_desktop.storage.store import Transaction
from tests.unit.services.officers import Officer, project

HEARD = Action(
    id="made-up", clock=3, replica="nobody", at="2024-07-18T09:00:00.000Z", who="Mallory", words="Change",
    entries=(Entry("project", "p", "update", {"lead": (None, "Mallory")}),),
)  # fmt: skip


def content(*actions: Action) -> FrozenReport:
    return pack(as_text(actions))


def entry(**parts: object) -> FrozenReport:
    return content(replace(HEARD, entries=(replace(HEARD.entries[0], **parts),)))


HOSTILE: dict[str, Callable[[], FrozenReport]] = {
    "no text": lambda: kept(b"\x00\x01 nothing of ours"),
    "no actions": lambda: pack('{"who": "Mallory"}'),
    "nested without end": lambda: pack("[" * 1_000_000),
    "an unknown table": lambda: entry(table="sqlite_schema"),
    "an unknown column": lambda: entry(changes={"lead = 1; --": (None, "x")}),
    "an account of another merge": lambda: entry(table="merged_copy", changes={"file": (None, "x")}),
    "a merge": lambda: content(replace(HEARD, kind="merge")),
    "a value of the wrong kind": lambda: entry(changes={"lead": (None, 7)}),
    "one action twice": lambda: content(HEARD, HEARD),
    "after all time": lambda: content(replace(HEARD, clock=1 << 50)),
}


@pytest.fixture
def ann(tmp_path: Path) -> Officer:
    ann = Officer("Ann", tmp_path / "Ann.ascp")
    ann.files.create_sample(ann.path).close()
    return ann


def forge(officer: Officer, report: FrozenReport, *, is_kept: bool = True) -> None:
    """Let a copy say that it heard something of which its records know nothing."""

    def write(transaction: Transaction) -> None:
        if is_kept:
            transaction.keep(report)
        transaction.insert(
            MergedCopy(
                id="forged", file="x.ascp", who="Mallory", replica="nobody", actions=1, content=report.id
            )
        )

    with officer.at_work() as session:
        session.merge("Merge x.ascp", write, least=4)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_copy_that_heard_what_no_portfolio_tells_is_refused_whole(ann: Officer, name: str) -> None:
    ben = ann.give("Ben")
    forge(ben, HOSTILE[name]())
    before = ann.state()
    with pytest.raises(DamagedFileError):
        ann.look(ben)
    with pytest.raises(DamagedFileError), ben.at_work():
        pass
    assert ann.state() == before


def test_a_copy_whose_account_is_missing_is_refused(ann: Officer) -> None:
    ben = ann.give("Ben")
    forge(ben, content(HEARD), is_kept=False)
    with pytest.raises(DamagedFileError, match="damaged or missing"):
        ann.look(ben)


def test_a_copy_whose_account_is_not_in_its_records_is_refused(ann: Officer) -> None:
    ben = ann.give("Ben")
    with ann.at_work() as session:
        row_id = project(session, "P-001").id
    forge(ben, entry(row_id=row_id))
    with ben.at_work() as session:
        assert session.store.check() == [
            "What this file heard of other copies does not come to the records that it holds."
        ]
    with pytest.raises(StoreError, match="do not match its history"):
        ann.look(ben)
    assert ann.lead("P-001") != "Mallory"


def test_control_a_copy_that_truly_heard_is_merged(ann: Officer, tmp_path: Path) -> None:
    ben, cat = ann.give("Ben"), ann.give("Cat")
    cat.change("P-001", lead="Cat")
    ben.hear(cat)
    shutil.copyfile(ben.path, tmp_path / "sent.ascp")
    ann.hear(tmp_path / "sent.ascp")
    assert ann.lead("P-001") == "Cat"
