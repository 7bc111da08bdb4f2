"""What a field names by ids is said by the words of its records, in History and where two copies disagree."""

from asc_desktop.domain.merging.words import value_words
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import Project, SourcePlan
from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.records.governance import ControlTotal
from asc_desktop.domain.records.office import ExemptMark

RECORDS = Records(
    {
        "source_plan": [SourcePlan(id="s1", name="Winter plan"), SourcePlan(id="s2", name="Care plan")],
        "project": [Project(id="p1", ref="P-001", name="Reablement", source_plan_id="s2")],
    }
)


def words(kind: type[ControlTotal | ExemptMark | Project], key: str, value: str | None) -> str:
    return RECORDS.words_of(field_of(kind, key), value)


def test_several_are_named_one_after_another() -> None:
    assert words(ControlTotal, "source_plan_ids", "s1,s2") == "Winter plan, Care plan"
    assert words(ControlTotal, "source_plan_ids", "s2,gone") == "Care plan, (deleted)"


def test_one_of_any_type_is_named() -> None:
    assert words(ExemptMark, "record_id", "p1") == "P-001 Reablement"
    assert words(Project, "source_plan_id", "s2") == "Care plan"
    assert words(Project, "source_plan_id", "s9") == "(deleted)"


def test_nothing_is_nothing_and_a_text_is_itself() -> None:
    assert words(ControlTotal, "source_plan_ids", None) == ""
    assert words(Project, "name", "s1") == "s1"


def test_two_copies_that_disagree_about_them_are_told_in_words() -> None:
    total = ControlTotal(id="t", name="Total", source_plan_ids="s1")
    assert value_words(total, "source_plan_ids", "s1", RECORDS) == "Winter plan"
