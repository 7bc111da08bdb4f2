"""The index of the history finds what reading every row would, however the file came about."""

from __future__ import annotations

from random import Random

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.delivery import Project, StatusUpdate
from asc_desktop.services.editing import apply_cells, delete_records, new_record
from asc_desktop.services.history import HistoryFilter, HistoryRow, history
from asc_desktop.services.history_index import HistoryIndex
from asc_desktop.services.session import Session


def whole(session: Session, at_once: int = 97) -> HistoryIndex:
    index = HistoryIndex(session)
    while not index.is_complete:
        index.read(at_once)
    return index


def by_reading(session: Session, wanted: HistoryFilter) -> list[int]:
    rows = [row for row in history(session, limit=1_000_000) if wanted.passes(row)]
    return list(dict.fromkeys(place(row) for row in rows))


def place(row: HistoryRow) -> int:
    return int(row.id.split(":")[1])


@pytest.fixture
def edited(session: Session) -> Session:
    first, second = sorted(session.records.all(Project), key=lambda item: item.ref)[:2]
    apply_cells(session, Project, [(first.id, "lead", "Ann’s team"), (second.id, "name", "Café £1,234")])
    update = next(item for item in session.records.all(StatusUpdate) if item.period == "2024-05")
    with session.edit("Correct it", reason="Typed wrongly") as edit:
        edit.put(replace(update, narrative="One line\nand another quokka"))
    made = new_record(session, Project, {"ref": "N-1", "name": "Gone", "theme_id": first.theme_id})
    delete_records(session, [made])
    session.undo()
    session.redo()
    return session


def test_whatever_is_looked_for_is_found_as_reading_every_row_would(edited: Session) -> None:
    index, rng = whole(edited), Random(3)
    rows = history(edited, limit=1_000_000)
    for _ in range(120):
        row = rng.choice(rows)
        text = f"{row.action} {row.record} {row.field} {row.old} {row.new} {row.reason} {row.who} {row.at}"
        words = " ".join(
            word[rng.randint(0, 1) :][:9] for word in rng.choices(text.split(), k=rng.randint(1, 3))
        )
        wanted = HistoryFilter(
            words=words,
            who=rng.choice(["", "", row.who]),
            table=rng.choice(["", "", row.table]),
            first_day=rng.choice(["", "", row.day]),
            last_day=rng.choice(["", "", row.day]),
        )
        assert index.matching(wanted) == by_reading(edited, wanted), wanted


@pytest.mark.parametrize(
    "words", ["undone gone", "done again", "typed wrongly", "quokka another", "£1,234 café"]
)
def test_what_is_said_of_a_whole_change_is_found(edited: Session, words: str) -> None:
    found = whole(edited).matching(HistoryFilter(words=words))
    assert found == by_reading(edited, HistoryFilter(words=words)) != []


def test_words_of_two_fields_of_one_record_are_no_match(session: Session) -> None:
    project = min(session.records.all(Project), key=lambda item: item.ref)
    apply_cells(session, Project, [(project.id, "lead", "Quokka"), (project.id, "source", "Wombat")])
    index = whole(session)
    assert len(index.matching(HistoryFilter(words="quokka"))) == 1
    assert index.matching(HistoryFilter(words="quokka wombat")) == []


def test_what_is_reported_since_is_taken_in_and_a_renamed_record_asks_for_all_of_it_anew(
    session: Session,
) -> None:
    index = whole(session)
    update = max(session.records.all(StatusUpdate), key=lambda item: item.period)
    with session.edit("Report") as edit:
        edit.put(replace(update, narrative="A quokka came"))
    assert index.take_in_new()
    assert (
        index.matching(HistoryFilter(words="quokka"))
        == by_reading(session, HistoryFilter(words="quokka"))
        != []
    )
    assert index.take_in_new()
    assert len(index.matching(HistoryFilter(words="quokka"))) == 1, "once"
    project = min(session.records.all(Project), key=lambda item: item.ref)
    apply_cells(session, Project, [(project.id, "name", "Renamed")])
    assert not index.take_in_new()
