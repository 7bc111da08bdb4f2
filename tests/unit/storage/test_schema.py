import contextlib
import sqlite3

import pytest

from asc_desktop.domain.records.fields import Kind, fields_of
from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.storage import schema
from asc_desktop.storage.store import Store


def test_the_file_is_exactly_what_the_records_describe(empty: Store) -> None:
    held = schema.read_schema(empty._connection)
    assert held == schema.described_schema()
    assert {kind.table for kind in RECORD_TYPES} < held.keys()
    assert all(table.strict for table in held.values())


def test_every_table_has_its_four_triggers_and_the_journal_is_append_only(empty: Store) -> None:
    names = {
        row[0] for row in empty._connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    }
    expected = {
        f"journal_{kind.table}_{event}"
        for kind in RECORD_TYPES
        for event in ("insert", "update", "delete", "id")
    }
    assert names == expected | {
        f"{table}_no_{event}"
        for table in ("journal", "journal_transaction", "frozen_report")
        for event in ("update", "delete")
    }


@pytest.mark.parametrize("kind", RECORD_TYPES, ids=lambda kind: kind.table)
def test_columns_are_as_strict_as_their_fields(empty: Store, kind: type) -> None:
    columns = {row[1]: row for row in empty._connection.execute(f"PRAGMA table_info({kind.table})")}
    assert list(columns) == list(schema.column_names(kind))
    for field in fields_of(kind):
        _, _, column_type, not_null, _, _ = columns[field.key]
        assert not_null == (field.required or field.kind is Kind.FLAG)
        assert column_type == ("INTEGER" if field.is_numeric or field.kind is Kind.FLAG else "TEXT")


def test_every_reference_is_enforced_and_indexed(empty: Store) -> None:
    for kind in RECORD_TYPES:
        wanted = {(field.key, field.to) for field in fields_of(kind) if field.kind is Kind.REFERENCE}
        held = {
            (row[3], row[2]) for row in empty._connection.execute(f"PRAGMA foreign_key_list({kind.table})")
        }
        assert held == wanted
        for key, _ in wanted:
            plan = empty._connection.execute(
                f"EXPLAIN QUERY PLAN SELECT id FROM {kind.table} WHERE {key} = ?", ("x",)
            ).fetchall()
            assert "USING" in plan[0][3], f"{kind.table}.{key} is scanned"


def test_history_of_a_record_reads_no_more_than_it_must(empty: Store) -> None:
    plan = empty._connection.execute(
        "EXPLAIN QUERY PLAN SELECT 1 FROM journal WHERE row_id IN (SELECT value FROM json_each('[]'))"
    ).fetchall()
    assert any("journal_row_id" in row[3] for row in plan)


def test_triggers_use_nothing_that_an_untrusted_schema_may_not() -> None:
    assert not any("json" in sql for sql in schema.trigger_statements().values())


def test_text_goes_into_no_integer_column(empty: Store) -> None:
    with contextlib.suppress(sqlite3.IntegrityError):
        empty._connection.execute(
            "INSERT INTO theme (id, programme_id, name, position) VALUES ('a', 'b', 'c', 'd')"
        )
        pytest.fail("STRICT tables refuse text in an integer column.")
