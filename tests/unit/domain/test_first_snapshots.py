"""What boards received from the first release on opens in this one, to the byte."""

import base64
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.snapshots import canonical_text, decoded, sha256_of

DATA = Path(__file__).parents[2] / "data"
FROZEN = {
    digest: zlib.decompress(base64.b85decode(content)).decode()
    for path in DATA.glob("snapshots-*.json")
    for digest, content in json.loads(path.read_text(encoding="ascii")).items()
}
STRUCTURES = 56
"""How many structures a report was made of in the first release."""


def had(now: Any, then: Any) -> Any:
    """What is now written, without the keys that there were not then."""
    if isinstance(then, dict):
        return {key: had(value, then[key]) for key, value in now.items() if key in then}
    if isinstance(then, list):
        return [had(*pair) for pair in zip(now, then, strict=True)]
    return now


def structures(value: Any) -> Iterator[type]:
    if isinstance(value, Struct):
        yield type(value)
        for name in value.__struct_fields__:
            yield from structures(getattr(value, name))
    elif isinstance(value, Mapping):
        yield from (kind for item in value.values() for kind in structures(item))
    elif isinstance(value, tuple):
        yield from (kind for item in value for kind in structures(item))


@pytest.mark.parametrize("digest", FROZEN)
def test_a_snapshot_of_an_earlier_release_opens_to_the_byte(digest: str) -> None:
    """So every field that it lacks has a default, and no other changed its name, its place or its kind."""
    text = FROZEN[digest]
    assert sha256_of(text) == digest
    now = json.loads(canonical_text(decoded(text, Report)))
    assert json.dumps(had(now, json.loads(text)), ensure_ascii=False, separators=(",", ":")) == text


def test_they_hold_every_structure_that_there_was() -> None:
    assert len({kind for text in FROZEN.values() for kind in structures(decoded(text, Report))}) >= STRUCTURES
