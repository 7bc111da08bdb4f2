"""Suppliers, groups and roles that were named before are offered, and are one in whatever spelling they are typed."""

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.assurance import BudgetLine
from asc_desktop.domain.records.delivery import Project, Theme
from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.records.governance import Decision, DecisionSupplier
from asc_desktop.domain.spellings import same_name
from asc_desktop.services.editing import CellEdit, apply_cells, choices_for, new_record
from asc_desktop.services.said_before import said_before
from asc_desktop.services.session import Session

SUPPLIER = field_of(DecisionSupplier, "supplier")


def award(session: Session, supplier: str) -> DecisionSupplier:
    decision = session.records.all(Decision)[0]
    return new_record(session, DecisionSupplier, {"decision_id": decision.id, "supplier": supplier})


@pytest.mark.parametrize("typed", ["reed ltd ", "REED LTD", "Reed  Ltd.", "Reed Limited"])
def test_a_supplier_in_another_spelling_is_the_one_that_is_there(session: Session, typed: str) -> None:
    award(session, "Reed Ltd")
    award(session, "Reed Ltd")
    assert award(session, typed).supplier == "Reed Ltd"
    assert said_before(session, SUPPLIER).count("Reed Ltd") == 1
    assert not {"reed ltd", "REED LTD", "Reed Limited"} & set(said_before(session, SUPPLIER))


def test_another_name_is_another_supplier(session: Session) -> None:
    award(session, "Reed Ltd")
    assert award(session, "Reeds Ltd").supplier == "Reeds Ltd"


def test_the_most_usual_spelling_is_taken(session: Session) -> None:
    first, second = award(session, "Oak Care"), award(session, "Oak Care")
    with session.edit("Spell one otherwise") as edit:
        edit.put(replace(first, supplier="OAK CARE"), second, replace(second, id=session.new_id()))
    assert award(session, "oak care").supplier == "Oak Care"


def test_who_spells_a_record_anew_is_left_to_it(session: Session) -> None:
    made = award(session, "reed ltd")
    award(session, "reed ltd")
    apply_cells(session, DecisionSupplier, [CellEdit(made.id, "supplier", "Reed Ltd")])
    assert session.records.get(DecisionSupplier, made.id).supplier == "Reed Ltd"


def test_a_budget_line_joins_the_group_that_it_means(session: Session) -> None:
    line = session.records.all(BudgetLine)[0]
    values = {
        "programme_id": line.programme_id,
        "name": "Another",
        "group_name": f" {line.group_name.upper()} ",
    }
    assert new_record(session, BudgetLine, values).group_name == line.group_name


def test_a_role_is_offered_wherever_roles_are_named(session: Session) -> None:
    project = session.records.all(Project)[0]
    apply_cells(session, Project, [CellEdit(project.id, "lead", "Head of Lighthouses")])
    assert ("Head of Lighthouses", "Head of Lighthouses") in choices_for(session, field_of(Theme, "lead"))
    theme = session.records.all(Theme)[0]
    apply_cells(session, Theme, [CellEdit(theme.id, "lead", "head of  lighthouses")])
    assert session.records.get(Theme, theme.id).lead == "Head of Lighthouses"
    session.undo()
    session.undo()
    assert "Head of Lighthouses" not in said_before(session, field_of(Theme, "lead"))


def test_names_that_differ_in_a_letter_are_two() -> None:
    assert same_name("Reed Ltd.") == same_name("REED  limited")
    assert same_name("Reed Ltd") != same_name("Read Ltd")


def test_other_fields_offer_nothing(session: Session) -> None:
    assert said_before(session, field_of(Project, "name")) == []
