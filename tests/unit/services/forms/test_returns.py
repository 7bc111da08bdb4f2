"""Forms that come back: what is made and changed by them, by one step of undo, and what the portfolio keeps of that."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from asc_desktop.domain.forms.carried import SHEET
from asc_desktop.domain.forms.form import CONFIRMED, Form
from asc_desktop.domain.forms.returned import Answer, AnswerState
from asc_desktop.domain.records.assurance import Risk, RiskAction, RiskScore
from asc_desktop.domain.records.council import OwnValue
from asc_desktop.domain.records.delivery import (
    Mitigation,
    Project,
    ProjectException,
    SavingsLine,
    SavingsPosition,
    SavingsTarget,
    StatusUpdate,
)
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.domain.records.fields import FieldError
from asc_desktop.domain.records.place import programme_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.excel.forms.writer import workbook_of
from asc_desktop.excel.reading.copy import read_copy
from asc_desktop.services.editing import delete_records
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.forms import reading_back
from asc_desktop.services.forms.returns import Returns
from asc_desktop.services.history import history
from asc_desktop.services.importing.reading import ReadingCancelledError, read_block
from asc_desktop.services.session import Session
from asc_desktop.services.structure import open_next_period
from tests.unit.services.forms.sent import Book, ask, project, question_of, row_of

ONE, TWO = "P-001", "P-003"


@pytest.fixture
def form(session: Session) -> Form:
    return ask(session, [ONE, TWO])


def back(session: Session, path: Path) -> Returns:
    returns = Returns(session)
    returns.take_workbook(read_copy(path, path.name), 2e9)
    return returns


def taken_in(session: Session, path: Path) -> Returns:
    returns = back(session, path)
    returns.accept_plain()
    returns.apply()
    return returns


def by_key(returns: Returns, code: str) -> Answer:
    return next(item for item in returns.answers if item.code == code)


def next_month(session: Session) -> str:
    """Open July, of which nothing is reported yet."""
    programme = programme_of(project(session, ONE), session.records)
    assert programme is not None
    return open_next_period(session, programme)


def test_a_confirmed_sheet_reports_the_month_as_it_was_sent(session: Session, tmp_path: Path) -> None:
    month = next_month(session)
    form = ask(session, [ONE, TWO])
    book = Book(form)
    book.confirm(ONE)
    before = [item for item in session.records.all(StatusUpdate) if item.period == month]
    assert not before
    returns = taken_in(session, book.save(tmp_path / "a.xlsx"))
    made = [item for item in session.records.all(StatusUpdate) if item.period == month]
    assert [item.project_id for item in made] == [project(session, ONE).id]
    sent = row_of(form, "narrative", ref=ONE)
    assert made[0].narrative == question_of(sent, "narrative").sent
    lines = {line.id for line in session.records.of(SavingsLine, "project_id", project(session, ONE).id)}
    positions = [item for item in session.records.all(SavingsPosition) if item.period == month]
    assert {item.line_id for item in positions} == lines
    assert not any(item.description == "" for item in session.records.all(ProjectException))
    assert len(returns.apply()) == 1
    kept = {item.project_id: item for item in session.records.of(UpdateRequest, "form", "F-0101")}
    assert kept[project(session, ONE).id].accepted_on == "2024-07-01"
    assert kept[project(session, TWO).id].in_question == 1


def test_what_was_sent_is_not_reported_for_a_month_without_the_leads_word(
    session: Session, tmp_path: Path
) -> None:
    month = next_month(session)
    form = ask(session, [ONE])
    book = Book(form)
    book.put(row_of(form, "narrative", ref=ONE), "narrative", "All is new.")
    taken_in(session, book.save(tmp_path / "a.xlsx"))
    made = [item for item in session.records.all(StatusUpdate) if item.period == month]
    assert [item.narrative for item in made] == ["All is new."]
    assert made[0].status_id == question_of(row_of(form, "status_id", ref=ONE), "status_id").sent
    assert not [item for item in session.records.all(SavingsPosition) if item.period == month]


def test_what_is_refused_is_not_carried_into_the_new_month(session: Session, tmp_path: Path) -> None:
    month = next_month(session)
    form = ask(session, [ONE])
    book = Book(form)
    book.put(row_of(form, "status_id", ref=ONE), "status_id", "At risk")
    book.put(row_of(form, "narrative", ref=ONE), "narrative", None)
    returns = taken_in(session, book.save(tmp_path / "a.xlsx"))
    made = next(item for item in session.records.all(StatusUpdate) if item.period == month)
    assert made.narrative is None
    assert [item.state for item in returns.open] == [AnswerState.MISSING]


@pytest.mark.parametrize(
    ("key", "typed", "stored", "other", "said"),
    [
        ("status_id", "At risk", None, "narrative", "New words"),
        ("delivered_pence", "206000", 20_600_000, "forecast_pence", 820_000),
        ("forecast_pence", "820000", 82_000_000, "delivered_pence", 206_000),
        ("likelihood", "2", 2, "impact", 1),
        ("impact", "2", 2, "likelihood", 1),
    ],
)
def test_last_months_value_never_stands_in_for_one_that_was_refused(
    session: Session,
    tmp_path: Path,
    key: str,
    typed: str,
    stored: int | None,
    other: str,
    said: str | int,
) -> None:
    """A month was reported On target, as the one before, because its status could not be read."""
    next_month(session)
    form = ask(session, [ONE])
    row, beside = row_of(form, key, ref=ONE), row_of(form, other, ref=ONE)
    assert question_of(row, key).sent is not None
    book = Book(form)
    book.put(row, key, "rather well")
    book.put(beside, other, said)
    book.confirm()
    path = book.save(tmp_path / "a.xlsx")
    returns = back(session, path)
    # What waits is told so, and is plain still: the other may be settled before both are taken in.
    assert by_key(returns, question_of(beside, other).code).is_plain
    words = f"It waits for {question_of(row, key).words}."
    assert by_key(returns, question_of(beside, other).code).sentence == words
    returns.accept_plain()
    returns.apply()
    kind = TYPE_BY_TABLE[row.table]
    assert session.records.find(kind, row.record_id) is None
    waits = by_key(returns, question_of(beside, other).code)
    assert (waits.is_open, waits.is_plain) == (True, False)
    assert waits.sentence == words
    refused = by_key(returns, question_of(row, key).code)
    assert refused.state is AnswerState.REFUSED
    # Typed by a person, it is made with both.
    returns.settle(refused.code, "value", typed)
    returns.settle(waits.code, "theirs")
    returns.apply()
    made = session.records.find(kind, row.record_id)
    by_words = {words: choice for choice, words in question_of(row, key).choices}
    assert getattr(made, key) == by_words.get(typed, stored)
    assert getattr(made, other) == waits.new
    assert returns.open == ()


def test_a_status_that_is_not_in_the_file_is_waited_for(session: Session, tmp_path: Path) -> None:
    month = next_month(session)
    form = ask(session, [ONE])
    row, beside = row_of(form, "status_id", ref=ONE), row_of(form, "narrative", ref=ONE)
    status, narrative = question_of(row, "status_id").code, question_of(beside, "narrative").code
    book = Book(form)
    book.put(beside, "narrative", "New words")
    sheet, line = book.line(row.code)
    sheet.cell(line, 1).value = None
    book.confirm()
    returns = taken_in(session, book.save(tmp_path / "a.xlsx"))
    assert not [item for item in session.records.all(StatusUpdate) if item.period == month]
    lost = by_key(returns, status)
    assert (lost.state, lost.is_open) == (AnswerState.MISSING, True)
    assert {narrative, status} <= {item.code for item in returns.open}
    # Nor does one stand in that is left where nothing is here yet.
    returns.settle(status, "ours")
    returns.settle(narrative, "theirs")
    returns.apply()
    assert not [item for item in session.records.all(StatusUpdate) if item.period == month]


def test_what_was_settled_before_is_no_word_that_last_months_status_stands(
    session: Session, tmp_path: Path
) -> None:
    month = next_month(session)
    form = ask(session, [ONE])
    book = Book(form)
    book.put(row_of(form, "status_id", ref=ONE), "status_id", "rather well")
    book.put(row_of(form, "narrative", ref=ONE), "narrative", "New words")
    book.confirm()
    path = book.save(tmp_path / "a.xlsx")
    workbook = read_copy(path, path.name)
    first = Returns(session)
    first.take_workbook(workbook, 1.0)
    for item in (*first.open, *first.plain):
        first.settle(item.code, "ours")
    first.apply()
    again = Returns(session)
    again.take_workbook(workbook, 1.0)
    assert again.open == ()
    again.accept_plain()
    again.apply()
    assert not [item for item in session.records.all(StatusUpdate) if item.period == month]
    # Once it is to be made after all, the status can be said.
    for item in again.open:
        again.settle(item.code, "value", "At risk" if item.key == "status_id" else "New words")
    again.apply()
    assert [item.narrative for item in session.records.all(StatusUpdate) if item.period == month] == [
        "New words"
    ]


def test_what_changed_here_is_told_to_whoever_takes_a_sheet_that_confirms_what_was_sent(
    session: Session, form: Form, tmp_path: Path
) -> None:
    """A lead stood by On target, while somebody had made it At risk here: nothing told."""
    row = row_of(form, "status_id", ref=ONE)
    question = question_of(row, "status_id")
    held = session.records.get(StatusUpdate, row.record_id)
    other = next(stored for stored, _ in question.choices if stored != question.sent)
    with session.edit("Correct the status") as edit:
        edit.put(replace(held, status_id=other))
    book = Book(form)
    unsaid = back(session, book.save(tmp_path / "a.xlsx"))
    assert by_key(unsaid, question.code).state is AnswerState.UNCHANGED
    asked = next(item for item in unsaid.open if item.key == CONFIRMED and item.project_id == held.project_id)
    assert asked.sentence.endswith(" Changed here since it was sent, and stays so: Delivery status.")
    book.confirm()
    returns = back(session, book.save(tmp_path / "b.xlsx"))
    found = by_key(returns, question.code)
    assert (found.state, found.sent, found.now, found.new) == (
        AnswerState.BOTH,
        question.sent,
        other,
        question.sent,
    )
    assert found.sentence == "This was changed here since it was sent; the sheet confirms what was sent."
    assert (found.now_who, found.now_at[:10]) == ("Tester", "1 Jul 2024")
    assert [item.code for item in returns.open] == [question.code]
    returns.accept_plain()
    returns.apply()
    assert session.records.get(StatusUpdate, row.record_id).status_id == other
    returns.settle(question.code, "theirs")
    returns.apply()
    assert session.records.get(StatusUpdate, row.record_id).status_id == question.sent
    assert returns.open == ()


def test_a_status_typed_here_meanwhile_is_the_one_and_both_are_shown(
    session: Session, tmp_path: Path
) -> None:
    month = next_month(session)
    form = ask(session, [ONE])
    row = row_of(form, "status_id", ref=ONE)
    choices = [stored for stored, _ in question_of(row, "status_id").choices]
    sent = question_of(row, "status_id").sent
    other = next(stored for stored in choices if stored != sent)
    with session.edit("Type") as edit:
        edit.put(
            StatusUpdate(
                id=session.new_id(), project_id=project(session, ONE).id, period=month, status_id=other
            )
        )
    book = Book(form)
    third = next(
        words for stored, words in question_of(row, "status_id").choices if stored not in {sent, other}
    )
    book.put(row, "status_id", third)
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    found = by_key(returns, question_of(row, "status_id").code)
    assert (found.state, found.now, found.now_who) == (AnswerState.BOTH, other, "Tester")
    assert returns.value_words(found, found.new) == third
    returns.settle(found.code, "theirs")
    returns.apply()
    made = [item for item in session.records.all(StatusUpdate) if item.period == month]
    assert [item.status_id for item in made] == [found.new]


def test_new_rows_become_records_with_what_hangs_on_them(
    session: Session, form: Form, tmp_path: Path
) -> None:
    book = Book(form)
    new = row_of(form, "description", ref=ONE, section="exceptions")
    book.put(new, "description", "The depot has flooded")
    book.put(new, "category", "Timescale")
    book.put(new, "amount_pence", 12_000)
    hanging = next(row for row in form.rows if row.owner_id == new.record_id)
    book.put(hanging, "action", "Move the vans")
    book.put(hanging, "due_date", date(2024, 8, 1))
    risk = row_of(form, "inherent_impact", ref=ONE)
    book.put(risk, "description", "The roof may leak")
    book.put(risk, "inherent_likelihood", 4)
    book.put(risk, "inherent_impact", 2)
    refs = {item.ref for item in session.records.all(Risk)}
    taken_in(session, book.save(tmp_path / "a.xlsx"))
    exception = session.records.get(ProjectException, new.record_id)
    assert (exception.raised_period, exception.amount_pence) == ("2024-06", 1_200_000)
    assert session.records.get(Mitigation, hanging.record_id).exception_id == exception.id
    made = session.records.get(Risk, risk.record_id)
    assert made.ref not in refs
    score = session.records.of(RiskScore, "risk_id", made.id)
    assert [(item.likelihood, item.impact, item.period) for item in score] == [(4, 2, "2024-06")]
    assert session.undo_action == "Take in F-0101, a.xlsx"
    session.undo()
    assert session.records.find(ProjectException, new.record_id) is None
    assert session.records.find(Risk, risk.record_id) is None
    assert all(item.returned_on is None for item in session.records.of(UpdateRequest, "form", "F-0101"))


def test_what_waited_for_the_rest_of_a_row_is_taken_with_what_it_lacked(
    session: Session, form: Form, tmp_path: Path
) -> None:
    book = Book(form)
    new = row_of(form, "description", ref=ONE, section="exceptions")
    book.put(new, "description", "The depot has flooded")
    book.put(new, "amount_pence", 12_000)
    hanging = next(row for row in form.rows if row.owner_id == new.record_id)
    book.put(hanging, "action", "Move the vans")
    book.put(hanging, "due_date", "soon")
    book.put(row_of(form, "status_id", ref=TWO), "status_id", "Purple")
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    returns.accept_plain()
    returns.settle(question_of(new, "category").code, "value", "Timescale")
    left = {item.key for item in returns.open}
    assert left == {"due_date", "status_id"}, "what is refused stays open"
    returns.apply()
    made = session.records.get(ProjectException, new.record_id)
    assert (made.description, made.category, made.amount_pence) == (
        "The depot has flooded", question_of(new, "category").field.parse("Timescale"), 1_200_000
    )  # fmt: skip
    assert session.records.get(Mitigation, hanging.record_id).action == "Move the vans"


def test_a_row_that_lacks_two_answers_waits_for_both(session: Session, form: Form, tmp_path: Path) -> None:
    book = Book(form)
    risk = row_of(form, "inherent_impact", ref=ONE)
    book.put(risk, "description", "The roof may leak")
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    returns.settle(question_of(risk, "inherent_impact").code, "value", "3")
    assert {item.key for item in returns.open} - {CONFIRMED} == {"description", "inherent_likelihood"}
    returns.settle(question_of(risk, "inherent_likelihood").code, "value", "2")
    assert {item.key for item in returns.open} == {CONFIRMED}


def test_a_status_called_by_its_colour_is_understood_and_looked_at(
    session: Session, form: Form, tmp_path: Path
) -> None:
    asked = question_of(row_of(form, "status_id", ref=ONE), "status_id")
    assert asked.shown == "Experiencing obstacles"
    book = Book(form)
    book.put(row_of(form, "status_id", ref=ONE), "status_id", "amber")
    book.put(row_of(form, "status_id", ref=TWO), "status_id", "Amber")
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    assert by_key(returns, asked.code).state is AnswerState.UNCHANGED, "it is what was sent"
    other = by_key(returns, question_of(row_of(form, "status_id", ref=TWO), "status_id").code)
    assert (other.state, other.asks, other.new) == (AnswerState.CHANGED, True, asked.sent)
    assert "“Amber” is read as Experiencing obstacles" in other.sentence


@pytest.mark.parametrize("text", ["red", "Complete"])
def test_a_choice_that_is_none_names_those_there_are(
    session: Session, form: Form, tmp_path: Path, text: str
) -> None:
    book = Book(form)
    row = row_of(form, "status_id", ref=ONE)
    book.put(row, "status_id", text)
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    answer = by_key(returns, question_of(row, "status_id").code)
    assert answer.state is AnswerState.REFUSED
    assert answer.sentence.startswith(
        f"“{text}” is not one of: Not started, On target, Experiencing obstacles, "
    )
    assert answer.sentence in returns.note(returns.returned[0])


def test_values_of_the_councils_own_fields_are_changed_and_emptied(
    session: Session, form: Form, tmp_path: Path
) -> None:
    own = [row for row in form.projects[0].rows if row.questions[0].key.startswith("own:")]
    code, assurance = own[0], own[1]
    book = Book(form)
    book.put(code, code.questions[0].key, "41999")
    book.put(assurance, assurance.questions[0].key, None)
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    assert returns.accept_plain() == 1
    returns.settle(assurance.questions[0].code, "theirs")
    returns.apply()
    held = {
        value.own_field_id: value.value
        for value in session.records.of(OwnValue, "record_id", project(session, ONE).id)
    }
    assert held[code.questions[0].key.removeprefix("own:")] == "41999"
    assert assurance.questions[0].key.removeprefix("own:") not in held
    row = next(row for row in history(session) if row.new == "41999")
    assert row.read_from == f"a.xlsx, {ONE} {book.cell(code, code.questions[0].key).coordinate}"
    assert not back(session, tmp_path / "a.xlsx").plain
    session.undo()
    held = {
        value.own_field_id: value.value
        for value in session.records.of(OwnValue, "record_id", project(session, ONE).id)
    }
    assert held[assurance.questions[0].key.removeprefix("own:")] == "Moderate"


def test_what_the_rules_refuse_is_not_plain(session: Session, form: Form, tmp_path: Path) -> None:
    book = Book(form)
    row = row_of(form, "delivered_pence", ref=ONE)
    book.put(row, "delivered_pence", 900_000)
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    found = by_key(returns, question_of(row, "delivered_pence").code)
    assert found.state is AnswerState.REFUSED
    assert "delivered" in found.sentence.lower()
    assert found.cell == f"{ONE}!E14"
    with pytest.raises(EditRefused):
        returns.settle(found.code, "theirs")
    with pytest.raises(FieldError):
        returns.settle(found.code, "value", "lots")
    returns.settle(found.code, "value", "£300,000")
    assert not returns.open or all(item.code != found.code for item in returns.open)
    returns.apply()
    assert session.records.get(SavingsPosition, row.record_id).delivered_pence == 30_000_000


def test_what_was_decided_can_be_left_open_again(session: Session, form: Form, tmp_path: Path) -> None:
    book = Book(form)
    row = row_of(form, "forecast_pence", ref=ONE)
    book.put(row, "forecast_pence", 700_000)
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    code = question_of(row, "forecast_pence").code
    returns.settle(code, "theirs")
    assert returns.taken(code) == (True, 70_000_000)
    returns.unsettle(code)
    assert returns.taken(code) == (False, None)
    assert [item.code for item in returns.plain] == [code]
    with pytest.raises(LookupError):
        returns.settle("F-0101/999/1", "theirs")


def test_a_project_that_was_deleted_takes_nothing(session: Session, tmp_path: Path) -> None:
    other = Project(
        id=session.new_id(), ref="P-999", name="Short lived", theme_id=project(session, ONE).theme_id
    )
    with session.edit("Add a project") as edit:
        edit.put(other)
    form = ask(session, [ONE, "P-999"])
    book = Book(form)
    status = row_of(form, "status_id", ref="P-999")
    book.put(status, "status_id", "At risk")
    book.put(row_of(form, "narrative", ref=ONE), "narrative", "New words")
    delete_records(session, [other])
    returns = taken_in(session, book.save(tmp_path / "a.xlsx"))
    found = by_key(returns, question_of(status, "status_id").code)
    assert found.state is AnswerState.REFUSED
    assert (
        found.sentence
        == "P-999 Short lived was deleted since the form was sent. Nothing of its sheet was taken."
    )
    narrative = session.records.of(StatusUpdate, "project_id", project(session, ONE).id)
    assert max(narrative, key=lambda item: item.period).narrative == "New words"


def test_a_block_that_was_copied_from_a_form_is_read(session: Session, form: Form) -> None:
    row, status = row_of(form, "forecast_pence", ref=ONE), row_of(form, "status_id", ref=ONE)
    returns = Returns(session)
    returns.take_workbook(
        read_block(
            f"{status.code}\tDelivery status\tAt risk\t\t\t0\n"
            f"{row.code.replace('-', '–').lower()}\t{row.words}\t840,000\t£700,000\t210,000\tOK\n"
        )
    )
    assert not returns.unread
    assert by_key(returns, question_of(status, "status_id").code).text == "At risk"
    assert by_key(returns, question_of(row, "forecast_pence").code).new == 70_000_000
    assert by_key(returns, question_of(row, "delivered_pence").code).new == 21_000_000


def test_an_action_on_a_risk_that_was_deleted_is_refused(
    session: Session, form: Form, tmp_path: Path
) -> None:
    row = next(row for row in form.rows if row.table == RiskAction.table and not row.is_new)
    book = Book(form)
    book.put(row, "owner", "Head of Fleet")
    risk = session.records.get(Risk, row.owner_id)
    delete_records(session, [risk], reason="It was none")
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    found = by_key(returns, question_of(row, "owner").code)
    assert found.state is AnswerState.REFUSED
    assert "was deleted since the form was sent" in found.sentence


def test_a_table_of_an_e_mail_goes_before_its_words(session: Session, form: Form) -> None:
    row = row_of(form, "narrative", ref=ONE)
    block = read_block(f"{row.code}\tNarrative for the board\tFrom the table\n{row.code}: from the words\n")
    returns = Returns(session)
    returns.take_workbook(block)
    found = by_key(returns, question_of(row, "narrative").code)
    assert (found.new, found.state) == ("From the table", AnswerState.CHANGED)


def test_a_milestone_whose_day_has_passed_is_open_as_the_form_said(
    session: Session, form: Form, tmp_path: Path
) -> None:
    row = row_of(form, "forecast_date", ref=ONE)
    actual = question_of(row, "actual_date").code
    book = Book(form)
    book.put(row, "forecast_date", date(2024, 6, 12))
    book.confirm()
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    found = by_key(returns, actual)
    assert (found.state, found.is_open) == (AnswerState.MISSING, True)
    assert "a new one is needed, or the day on which it was done" in found.sentence
    book.put(row, "actual_date", date(2024, 6, 12))
    returns = back(session, book.save(tmp_path / "b.xlsx"))
    assert by_key(returns, actual).is_plain


def test_every_form_of_the_sample_comes_back_as_it_was_sent(session: Session, tmp_path: Path) -> None:
    refs = [item.ref for item in session.records.all(Project) if not item.archived]
    programme = {ref: programme_of(project(session, ref), session.records) for ref in refs}
    mine = [ref for ref in refs if programme[ref] == programme[ONE]]
    form = ask(session, mine)
    (tmp_path / "a.xlsx").write_bytes(workbook_of(form, ""))
    returns = back(session, tmp_path / "a.xlsx")
    asked = {question.code for row, question in form.questions if row.table and not row.is_new}
    assert {answer.code for answer in returns.answers if answer.table} == asked
    assert [(item.cell, item.sentence) for item in returns.answers if item.table and item.is_open] == [
        (item.cell, item.sentence)
        for item in returns.answers
        if item.state is AnswerState.MISSING and item.table
    ]
    assert all(item.new == item.sent for item in returns.answers if item.table)
    assert returns.returned[0].told == ()
    assert not returns.plain


def test_what_was_settled_is_open_again_where_a_later_file_says_otherwise(
    session: Session, form: Form, tmp_path: Path
) -> None:
    row = row_of(form, "forecast_pence", ref=ONE)
    code = question_of(row, "forecast_pence").code
    book = Book(form)
    book.put(row, "forecast_pence", 700_000)
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    returns.accept_plain()
    book.put(row, "forecast_pence", 650_000)
    returns.take_workbook(read_copy(book.save(tmp_path / "b.xlsx"), "b.xlsx"), 3e9)
    assert returns.taken(code) == (False, None)
    assert [item.new for item in returns.plain] == [65_000_000]
    returns.settle(code, "value", "£640,000")
    returns.look_again()
    assert returns.taken(code) == (True, 64_000_000)


def test_what_two_forms_together_break_is_refused_when_it_is_taken(
    session: Session, form: Form, tmp_path: Path
) -> None:
    other = ask(session, [ONE], number="F-0102", lead="Finance")
    mine, theirs = row_of(form, "forecast_pence", ref=ONE), row_of(other, "delivered_pence", ref=ONE)
    first, second = Book(form), Book(other)
    first.put(mine, "forecast_pence", 300_000)
    second.put(theirs, "delivered_pence", 400_000)
    returns = Returns(session)
    for at, (name, book) in enumerate((("a.xlsx", first), ("b.xlsx", second))):
        returns.take_workbook(read_copy(book.save(tmp_path / name), name), 2e9 + at)
    assert returns.accept_plain() == 2
    applied = returns.apply()
    assert [item.taken for item in applied] == [1, 0]
    assert applied[1].open == 1
    assert "Delivered so far (P-001!E14)" in applied[1].note
    assert [item.state for item in returns.open if item.code.startswith("F-0102")] == [AnswerState.REFUSED]
    asked = session.records.of(UpdateRequest, "form", "F-0102")
    assert asked[0].in_question == 1
    assert session.records.get(SavingsPosition, mine.record_id).delivered_pence == 20_540_000


def test_files_beyond_those_read_at_once_are_told(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_back, "MOST_FILES", 2)
    folder = tmp_path / "back"
    folder.mkdir()
    for name in ("a.csv", "b.csv", "c.csv", "d.csv", ".hidden.csv", "Thumbs.db"):
        (folder / name).write_text("Ref,Status\n", encoding="utf-8")
    returns = Returns(session)
    said: list[float] = []
    returns.read([folder, folder / "a.csv"], progress=lambda share, _words: said.append(share))
    assert {item.file for item in returns.unread} == {"a.csv", "b.csv", "c.csv"}
    assert "There are 4 files, and 2 are read at once: the last 2, from “c.csv” on, were not." in " ".join(
        item.sentence for item in returns.unread
    )
    assert said == sorted(said)
    assert 0.5 <= said[-1] <= 1


def test_reading_that_is_called_off_takes_nothing(session: Session, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Ref,Status\n", encoding="utf-8")
    returns = Returns(session)
    with pytest.raises(ReadingCancelledError):
        returns.read([tmp_path], is_cancelled=lambda: True)
    assert (returns.returned, returns.unread) == ((), ())


def test_a_sheet_that_a_person_takes_as_confirmed_reports_the_month(session: Session, tmp_path: Path) -> None:
    month = next_month(session)
    form = ask(session, [ONE])
    returns = back(session, Book(form).save(tmp_path / "a.xlsx"))
    assert [item.key for item in returns.open] == [CONFIRMED]
    returns.settle(returns.open[0].code, "theirs")
    returns.apply()
    made = [item.project_id for item in session.records.all(StatusUpdate) if item.period == month]
    assert made == [project(session, ONE).id]
    assert session.records.of(UpdateRequest, "form", "F-0101")[0].accepted_on == "2024-07-01"


@pytest.mark.parametrize("carried", [True, False])
def test_two_forms_of_one_number_are_told_apart(session: Session, tmp_path: Path, *, carried: bool) -> None:
    first, second = ask(session, [ONE]), ask(session, [TWO])
    book = Book(second)
    row = row_of(second, "narrative", ref=TWO)
    book.put(row, "narrative", "New words")
    if not carried:
        del book.book[SHEET]
    returns = back(session, book.save(tmp_path / "a.xlsx"))
    assert first.number == second.number
    assert [item.form for item in returns.returned] == [second]
    assert [item.new for item in returns.plain] == ["New words"]


def test_a_month_of_a_savings_line_that_was_deleted_is_refused(session: Session, tmp_path: Path) -> None:
    next_month(session)
    line = SavingsLine(id=session.new_id(), project_id=project(session, ONE).id, name="Short lived")
    target = SavingsTarget(id=session.new_id(), line_id=line.id, year=2024, target_pence=100_000_00)
    with session.edit("Add a line") as edit:
        edit.put(line, target)
    form = ask(session, [ONE])
    row = next(row for row in form.rows if row.owner_id == line.id)
    book = Book(form)
    book.put(row, "forecast_pence", 90_000)
    book.put(row, "delivered_pence", 10)
    delete_records(session, [line])
    found = by_key(back(session, book.save(tmp_path / "a.xlsx")), question_of(row, "forecast_pence").code)
    assert found.state is AnswerState.REFUSED
    assert found.sentence == f"What “{row.words}” belongs to was deleted since the form was sent."


def test_a_confirmation_that_the_later_file_does_not_give_again_does_not_hold(
    session: Session, tmp_path: Path
) -> None:
    month = next_month(session)
    form = ask(session, [ONE])
    row = row_of(form, "forecast_date", ref=ONE)
    early, late = Book(form), Book(form)
    early.put(row, "forecast_date", date(2024, 11, 1))
    early.confirm()
    returns = Returns(session)
    for at, (name, book) in enumerate((("a.xlsx", early), ("b.xlsx", late))):
        returns.take_workbook(read_copy(book.save(tmp_path / name), name), 2e9 + at)
    returns.settle(question_of(row, "forecast_date").code, "theirs")
    returns.apply()
    assert not [item for item in session.records.all(StatusUpdate) if item.period == month]
    assert session.records.of(UpdateRequest, "form", "F-0101")[0].in_question == 1


def test_the_later_is_the_file_that_was_saved_later_in_whatever_order_they_are_read(
    session: Session, form: Form, tmp_path: Path
) -> None:
    row = row_of(form, "forecast_pence", ref=ONE)
    returns = Returns(session)
    for name, pounds, when in (("late.xlsx", 650_000, 3e9), ("early.xlsx", 700_000, 2e9)):
        book = Book(form)
        book.put(row, "forecast_pence", pounds)
        returns.take_workbook(read_copy(book.save(tmp_path / name), name), when)
    assert [(item.cell, item.new) for item in returns.plain] == [(f"{ONE}!D14", 65_000_000)]
    assert [item.file for item in returns.returned] == ["early.xlsx", "late.xlsx"]
