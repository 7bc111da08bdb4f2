"""Ways in which a portfolio's file comes to harm, each by the luck of a seeded draw."""

import contextlib
import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from asc_desktop.domain.records.types import RECORD_TYPES
from asc_desktop.storage import schema

PAGE = 4096


@dataclass(frozen=True)
class Images:
    """A portfolio's bytes as they are, and as they were some edits ago."""

    now: bytes
    before: bytes


Harm = Callable[[Images, random.Random], bytes]


def flipped_bits(images: Images, chance: random.Random) -> bytes:
    content = bytearray(images.now)
    for _ in range(chance.choice((1, 1, 2, 8))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


def random_sector(images: Images, chance: random.Random) -> bytes:
    return _over(images.now, 512 * chance.randrange(len(images.now) // 512), chance.randbytes(512))


def zeroed_pages(images: Images, chance: random.Random) -> bytes:
    content = images.now
    for _ in range(chance.choice((1, 1, 3))):
        content = _over(content, PAGE * _page(images, chance), bytes(PAGE))
    return content


def duplicated_page(images: Images, chance: random.Random) -> bytes:
    return _over(images.now, PAGE * _page(images, chance), _at(images.now, _page(images, chance)))


def swapped_pages(images: Images, chance: random.Random) -> bytes:
    one, other = _page(images, chance), _page(images, chance)
    content = _over(images.now, PAGE * one, _at(images.now, other))
    return _over(content, PAGE * other, _at(images.now, one))


def old_pages(images: Images, chance: random.Random) -> bytes:
    """Some pages, never all of those that were changed since, are as they were before."""
    count = min(len(images.now), len(images.before)) // PAGE
    changed = [page for page in range(count) if _at(images.now, page) != _at(images.before, page)]
    content = images.now
    for page in chance.sample(changed, chance.randint(1, len(changed) // 2)):
        content = _over(content, PAGE * page, _at(images.before, page))
    return content


def shortened(images: Images, chance: random.Random) -> bytes:
    length = chance.randrange(len(images.now))
    return images.now[: length if chance.random() < 0.5 else length // PAGE * PAGE]


def lengthened(images: Images, chance: random.Random) -> bytes:
    return images.now + chance.randbytes(chance.choice((1, 100, PAGE, 3 * PAGE)))


def shifted(images: Images, chance: random.Random) -> bytes:
    place = chance.randrange(len(images.now))
    if chance.random() < 0.5:
        return images.now[:place] + images.now[place + chance.choice((1, 512, PAGE)) :]
    return images.now[:place] + chance.randbytes(chance.choice((1, 512, PAGE))) + images.now[place:]


def changed_record(images: Images, chance: random.Random) -> bytes:
    """A record is another one, or gone, and the triggers that would have told of it are as they were."""
    kind = chance.choice([kind for kind in RECORD_TYPES if _count(images, kind.table)])
    column = chance.choice(schema.column_names(kind)[1:])
    one = f"WHERE id = (SELECT id FROM {kind.table} ORDER BY id LIMIT 1 OFFSET {{}})".format(
        chance.randrange(_count(images, kind.table))
    )
    statement = chance.choice(
        (
            f"UPDATE {kind.table} SET {column} = {column} + 1 {one}",
            f"UPDATE {kind.table} SET {column} = substr({column}, 2) || 'x' {one}",
            f"UPDATE {kind.table} SET id = id || 'x' {one}",
            f"DELETE FROM {kind.table} {one}",
        )
    )
    return _by_sql(images, chance, statement)


def changed_history(images: Images, chance: random.Random) -> bytes:
    entry = f"WHERE sequence = {chance.randint(1, _count(images, 'journal'))}"
    action = f"WHERE number = {chance.randint(1, _count(images, 'journal_transaction'))}"
    statements = (
        f"UPDATE journal SET changes = replace(changes, 'e', 'o') {entry}",
        f"UPDATE journal SET changes = '{{}}' {entry}",
        f"UPDATE journal SET row_id = 'other' {entry}",
        f"UPDATE journal SET transaction_number = transaction_number + 1 {entry}",
        f"UPDATE journal SET operation = 'delete' {entry}",
        f"DELETE FROM journal {entry}",
        f"UPDATE journal_transaction SET who = 'Nobody' {action}",
        f"UPDATE journal_transaction SET at = '2024-07-18T09:00:00.000Z' {action}",
        f"UPDATE journal_transaction SET reason = 'Another' {action}",
        f"UPDATE journal_transaction SET kind = 'undo' {action}",
        f"DELETE FROM journal_transaction {action}",
        "DELETE FROM journal_transaction WHERE number = (SELECT max(number) FROM journal_transaction)",
        "DELETE FROM file_info WHERE key = 'seal'",
        "UPDATE file_info SET value = '0 ' WHERE key = 'seal'",
    )
    return _by_sql(images, chance, chance.choice(statements))


def changed_report(images: Images, chance: random.Random) -> bytes:
    """What a board received is something else, or gone."""
    place = chance.randrange(_count(images, "frozen_report"))
    one = f"WHERE id = (SELECT id FROM frozen_report LIMIT 1 OFFSET {place})"
    statements = (
        f"UPDATE frozen_report SET content = zeroblob(length(content)) {one}",
        f"UPDATE frozen_report SET content = CAST(substr(content, 2) AS BLOB) {one}",
        f"UPDATE frozen_report SET base = (SELECT max(id) FROM frozen_report) {one}",
        f"DELETE FROM frozen_report {one}",
    )
    return _by_sql(images, chance, chance.choice(statements))


def changed_schema(images: Images, chance: random.Random) -> bytes:
    table = chance.choice([kind.table for kind in RECORD_TYPES])
    statements = (
        f"DROP TRIGGER journal_{table}_{chance.choice(('insert', 'update', 'delete', 'id'))}",
        f"CREATE TRIGGER spy AFTER UPDATE ON {table} BEGIN DELETE FROM {table}; END",
        "DROP INDEX project_theme_id",
        f"CREATE INDEX stray ON {table} (id, upper(id))",
        f"CREATE VIEW stray AS SELECT * FROM {table}",
        f"CREATE TABLE stray AS SELECT * FROM {table}",
        f"ALTER TABLE {table} ADD COLUMN stray TEXT",
        f"DROP TABLE {table}",
        "PRAGMA user_version = 1",
        "PRAGMA user_version = 0",
    )
    return _by_sql(images, chance, chance.choice(statements), triggers=False)


def wrong_type(images: Images, chance: random.Random) -> bytes:
    """A table is strict no longer, and holds something that it never would."""
    held = chance.choice(("x'00ff'", "'twelve'", "1.5", "NULL"))
    return _by_sql(
        images,
        chance,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE name = 'savings_target'",
        "PRAGMA writable_schema = RESET",
        f"UPDATE savings_target SET target_pence = {held} WHERE id = (SELECT min(id) FROM savings_target)",
        *(
            ()
            if chance.random() < 0.5
            else (
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE name = 'savings_target'",
            )
        ),
    )


HARMS: tuple[Harm, ...] = (
    flipped_bits,
    random_sector,
    zeroed_pages,
    duplicated_page,
    swapped_pages,
    old_pages,
    shortened,
    lengthened,
    shifted,
    changed_record,
    changed_history,
    changed_report,
    changed_schema,
    wrong_type,
)


def _page(images: Images, chance: random.Random) -> int:
    return chance.randrange(len(images.now) // PAGE)


def _at(content: bytes, page: int) -> bytes:
    return content[page * PAGE : (page + 1) * PAGE]


def _over(content: bytes, place: int, part: bytes) -> bytes:
    return content[:place] + part + content[place + len(part) :]


def _count(images: Images, table: str) -> int:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(images.now)
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _by_sql(images: Images, chance: random.Random, *statements: str, triggers: bool = True) -> bytes:
    """Change the file by another tool, behind the back of the triggers, which are put back."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(images.now)
        held = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in held if triggers else ():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            # A text cannot be counted up, and a value may be needed: then another copy of the file is as it was.
            with contextlib.suppress(sqlite3.Error):
                connection.execute(statement)
        for _, sql in held if triggers else ():
            connection.execute(sql)
        return connection.serialize()
