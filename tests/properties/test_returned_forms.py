"""Any answers typed into any cells of a form come back as the fields read them, or refused with their cells.

Nothing passes in silence, and what is typed for one project never becomes another's.
"""

from collections.abc import Mapping
from itertools import count
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from asc_desktop.domain import spellings
from asc_desktop.domain.forms.form import Form, Question
from asc_desktop.domain.forms.reading import read_return
from asc_desktop.domain.forms.returned import AnswerState, Returned
from asc_desktop.domain.forms.taking import take
from asc_desktop.domain.importing.planning.says import says_none
from asc_desktop.domain.importing.sheets import Cell, Sheet, Workbook
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.fields import FieldError, Kind
from asc_desktop.domain.records.own import own_id
from tests.unit.forms.forms import asked_desk, form_of

RECORDS: Records = asked_desk().records
FORM: Form = form_of(asked_desk())
ASKED = [question for row, question in FORM.questions if row.table]
ROW_OF = {question.code: row for row in FORM.rows for question in row.questions}
SHEET_OF = {row.code: sheet for sheet in FORM.projects for row in sheet.rows}

_TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40),
    st.sampled_from(
        ["£1.2m", "950k", "1,200", "12 June 2024", "12/06/24", "2024-06-12", "Yes", "no", "On track", "TBC", "n/a", "-",
         "3", "98.8%", "High", "Low", "R", "nil", "June 2024", "#REF!", "=1+1", "(500)", "  two  words ", "3 - medium"]
    ),
    st.integers(-10_000_000, 10_000_000).map(str),
)  # fmt: skip


def written(typed: Mapping[str, str], rng: Random | None = None) -> Workbook:
    """Return a form's workbook with texts typed into cells; its rows sorted anyhow within their sections by ``rng``."""
    sheets = []
    for at, project in enumerate(FORM.projects):
        rows: list[tuple[Cell | None, ...]] = []
        for section in project.sections:
            rows.append((None, *(Cell(heading) for heading in section.headings)))
            ordered = list(section.rows)
            if rng is not None:
                rng.shuffle(ordered)
            for row in ordered:
                cells: dict[int, Cell | None] = {0: Cell(row.code), 1: Cell(row.words) if row.words else None}
                for question in row.questions:
                    text = typed.get(question.code, question.shown)
                    cells[question.place] = Cell(text) if text else None
                rows.append(tuple(cells.get(column) for column in range(max(cells) + 1)))
        sheets.append(Sheet(f"Sheet {at}", tuple(rows)))
    return Workbook("back.xlsx", tuple(sheets))


def expected(question: Question, text: str) -> object:
    """Return what the field itself makes of a text; FieldError's sentence counts as refused."""
    if question.kind in {Kind.CHOICE, Kind.REFERENCE}:
        return ...
    try:
        return question.field.parse(text)
    except FieldError:
        return ...


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from([question.code for question in ASKED]), _TEXTS, max_size=12))
def test_what_is_typed_comes_back_or_is_refused_with_its_cell(typed: dict[str, str]) -> None:
    returned = read_return(written(typed), FORM, RECORDS)
    questions = {question.code: question for question in ASKED}
    for code, question in questions.items():
        answer = returned.by_code.get(code)
        text = typed.get(code, question.shown)
        if answer is None:
            assert ROW_OF[code].is_new
            assert not any(typed.get(other.code, "").strip() for other in ROW_OF[code].asked)
            continue
        if code not in typed or text.split() == question.shown.split():
            assert answer.state in {AnswerState.UNCHANGED, AnswerState.MISSING}
            assert answer.new == question.sent
            continue
        assert answer.text == text
        assert answer.cell.startswith("Sheet ")
        if answer.state is AnswerState.REFUSED:
            assert answer.sentence
            assert expected(question, text) is ... or _is_refused_by_more(question, text)
        elif answer.state is AnswerState.MISSING:
            assert answer.sentence
            assert says_none(text, question.field) is not None or expected(question, text) is None
        elif answer.new == question.sent:
            assert _means_nothing(question, text) or _reads_as_sent(question, text)
        elif answer.new is not None and expected(question, text) is not ...:
            assert answer.new == expected(question, text)
    assert_nothing_crosses(returned, typed)


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(st.sampled_from([question.code for question in ASKED]), _TEXTS, max_size=12),
    st.randoms(use_true_random=False),
)
def test_rows_may_be_sorted_anyhow(typed: dict[str, str], rng: Random) -> None:
    plain, sorted_anyhow = (read_return(written(typed, each), FORM, RECORDS) for each in (None, rng))
    assert {item.code: (item.state, item.new, item.text) for item in plain.answers} == {
        item.code: (item.state, item.new, item.text) for item in sorted_anyhow.answers
    }


def _is_refused_by_more(question: Question, text: str) -> bool:
    """Whether a text is refused by its list, or says what the field would take for nothing."""
    return bool(question.choices) or spellings.excel_error(text) != ""


def _means_nothing(question: Question, text: str) -> bool:
    return question.sent in {None, 0} and (
        says_none(text, question.field) is not None or expected(question, text) in {None, ...}
    )


def _reads_as_sent(question: Question, text: str) -> bool:
    return expected(question, text) in {question.sent, ...}


def assert_nothing_crosses(returned: Returned, typed: Mapping[str, str]) -> None:
    """Take all that is plain, and see that it is only of the projects into whose sheets anything was typed."""
    plain = {answer.code: answer.new for answer in returned.answers if answer.is_plain}
    ids = count(1)
    taking = take(returned, plain, RECORDS, new_id=lambda: f"made{next(ids)}")
    touched = {SHEET_OF[ROW_OF[code].code].project_id for code in typed}
    known = {row.record_id: SHEET_OF[row.code].project_id for row in FORM.rows}
    for put in taking.plan.puts:
        named = getattr(put, "record_id", put.id)
        if named in known:
            assert known[named] in touched
        if RECORDS.find(Project, named) is not None:
            assert named in touched
    for code, value in plain.items():
        row, question = ROW_OF[code], next(item for item in ASKED if item.code == code)
        if code in taking.refused or code in taking.waiting or own_id(question.key):
            continue
        put = next((item for item in taking.plan.puts if item.id == row.record_id), None)
        assert put is not None
        assert getattr(put, question.key) == value
