import uuid
from datetime import UTC, datetime, timedelta

from asc_desktop.storage.ids import IdSource

NOON = datetime(2024, 7, 18, 12, tzinfo=UTC)


def test_an_id_is_a_version_7_uuid_of_its_moment() -> None:
    made = IdSource(lambda: NOON)()
    parsed = uuid.UUID(made)
    assert str(parsed) == made
    assert (parsed.version, parsed.variant) == (7, uuid.RFC_4122)
    assert parsed.int >> 80 == int(NOON.timestamp() * 1000)


def test_ids_grow_while_the_clock_stands_still() -> None:
    new_id = IdSource(lambda: NOON)
    made = [new_id() for _ in range(10_000)]
    assert made == sorted(made)
    assert len(set(made)) == 10_000


def test_ids_grow_when_the_clock_goes_back() -> None:
    moments = iter([NOON, NOON - timedelta(hours=1), NOON - timedelta(days=1), NOON + timedelta(seconds=1)])
    new_id = IdSource(lambda: next(moments))
    made = [new_id() for _ in range(4)]
    assert made == sorted(made)
    assert uuid.UUID(made[3]).int >> 80 == int(NOON.timestamp() * 1000) + 1000


def test_two_officers_at_the_same_moment_do_not_collide() -> None:
    one, two = IdSource(lambda: NOON), IdSource(lambda: NOON)
    assert {one() for _ in range(1000)}.isdisjoint({two() for _ in range(1000)})
