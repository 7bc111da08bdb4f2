import pytest

from asc_desktop.domain.forms.form import (
    Form,
    FormError,
    FormRow,
    FormSection,
    ProjectForm,
    Question,
    count_of,
    number_words,
    read,
    row_code,
    series_of,
    written,
)
from asc_desktop.domain.records.fields import FieldError, Kind

QUESTIONS = (
    Question(code="F-0012/001/1", place=2, key="a", label="A", kind=Kind.MONEY, sent=5, asked=False),
    Question(
        code="F-0012/001/2",
        place=3,
        key="status_id",
        label="Status",
        kind=Kind.REFERENCE,
        choices=(("x", "On target"),),
        sent="x",
        shown="On target",
    ),
)
ROW = FormRow(
    code="F-0012/001",
    words="Line, 2024/25",
    table="savings_position",
    record_id="s",
    given={"year": 2024},
    questions=QUESTIONS,
)
FORM = Form(
    number="F-0012",
    id="1",
    portfolio="2",
    portfolio_name="Care",
    programme="SIDP",
    period="2024-06",
    lead="Head",
    asked_on="2024-07-01",
    due_on=None,
    asked_by="Ann",
    projects=(
        ProjectForm(
            project_id="p",
            ref="P-001",
            name="Reablement",
            sections=(FormSection(key="savings", title="Savings", guide="Say.", rows=(ROW,)),),
        ),
    ),
)


def test_a_form_is_read_back_as_it_was_written() -> None:
    assert read(written(FORM)) == FORM


@pytest.mark.parametrize("text", ["", "{}", "[]", b"\xff", '{"number": 3}'])
def test_what_is_no_form_is_refused_in_a_sentence(text: str | bytes) -> None:
    with pytest.raises(FormError, match="no update form"):
        read(text)


def test_only_what_is_asked_is_a_question_of_the_form() -> None:
    assert [question.key for _, question in FORM.questions] == ["status_id"]


def test_an_answer_that_names_another_record_is_one_of_those_offered() -> None:
    question = QUESTIONS[1]
    assert question.field.parse("on target") == "x"
    with pytest.raises(FieldError, match="“Late” is not one of: On target"):
        question.field.parse("Late")


def test_numbers_and_codes_count_on() -> None:
    assert number_words(12) == "F-0012"
    assert count_of("F-0012") == 12
    assert count_of("F-12345") == 12345
    assert count_of("F-12") == count_of("June") == count_of("F-0012/001") == 0


def test_a_copy_counts_in_a_series_of_its_own() -> None:
    series = series_of("somebody’s copy")
    assert 1_000 <= series <= 9_999
    assert series_of("another copy") != series
    assert series_of("") == 0
    number = number_words(12, series)
    assert number == f"F-{series}0012"
    assert count_of(number, series) == 12
    assert count_of(number) == count_of(number, series + 1) == count_of("F-0012", series) == 0
    assert count_of("F-9999999") == 9_999_999
    assert count_of("F-10000001", 1_000) == 1
    assert row_code("F-0012", 7) == "F-0012/007"
