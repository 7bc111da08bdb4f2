"""Files of changes that were damaged, or made to do harm: each is refused in a sentence, and nothing is changed."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
import zstandard as zstd
from msgspec.structs import replace

from asc_desktop.domain.merging.actions import Action, Entry
from asc_desktop.domain.merging.packs import LARGEST, Changes, Head, decode, encode
from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.report.frozen import FrozenReport, kept, pack
from asc_desktop.services.errors import EditRefused, StoreError
from asc_desktop.services.files import Context, PortfolioFiles
from asc_desktop.services.merging import changes_out, give_copy, open_copy
from asc_desktop.services.session import Session

MAGIC = b"ASC Desktop changes 1\n"


def files_of(who: str) -> PortfolioFiles:
    return PortfolioFiles(Context(who=who, machine="test", now=lambda: datetime.now(UTC)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our portfolio, and what Ben changed in a copy of it as a file of changes."""
    folder = tmp_path_factory.mktemp("changes")
    ours = files_of("Ann").create_sample(folder / "ours.ascp")
    give_copy(ours, folder / "ben.ascp")
    ours.close()
    ben = files_of("Ben").open(folder / "ben.ascp")
    project = ben.records.all(Project)[0]
    for lead in ("Head of Provision", "Head of Reablement"):
        with ben.edit("Change the lead") as edit:
            edit.put(replace(project, lead=lead))
    changes_out(ben, folder / "ours.ascp", folder / "good.aschanges")
    ben.close()
    return folder


@pytest.fixture
def ours(made: Path, tmp_path: Path) -> Iterator[Session]:
    shutil.copyfile(made / "ours.ascp", tmp_path / "ours.ascp")
    session = files_of("Ann").open(tmp_path / "ours.ascp")
    yield session
    session.close()


@pytest.fixture
def good(made: Path) -> Changes:
    return decode((made / "good.aschanges").read_bytes())


def sealed(body: bytes) -> bytes:
    """Return a file with a body of somebody's own making, and the hash that belongs to it."""
    return MAGIC + hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def squeezed(content: object) -> bytes:
    return sealed(zstd.ZstdCompressor().compress(msgspec.msgpack.encode(content)))


def with_action(good: Changes, **parts: object) -> bytes:
    """Return the changes with something of the last action otherwise."""
    last = msgspec.to_builtins(good.actions[-1]) | parts
    builtins = msgspec.to_builtins(good, builtin_types=(bytes,))
    builtins["actions"] = [*builtins["actions"][:-1], last]
    return squeezed(builtins)


def with_entry(good: Changes, **parts: object) -> bytes:
    """Return the changes with something of an entry of the last action otherwise."""
    entry = msgspec.to_builtins(good.actions[-1].entries[0]) | parts
    return with_action(good, entries=[entry])


def with_value(good: Changes, column: str, value: object, table: str = "project") -> bytes:
    return with_entry(good, table=table, changes={column: [None, value]})


def nested() -> bytes:
    return sealed(zstd.ZstdCompressor().compress(b"\x91" * 1_000_000 + b"\xc0"))


def bomb(*, says_how_much: bool) -> bytes:
    """Return a file of some kilobytes that unpacks into more than is ever read."""
    body = zstd.ZstdCompressor(write_content_size=says_how_much).compress(bytes(200_000_000))
    assert len(body) < 100_000
    return sealed(body)


def without_reports(changes: Changes, *reports: FrozenReport) -> bytes:
    return encode(replace(changes, kept=reports))


HOSTILE: dict[str, tuple[Callable[[Changes], bytes], str]] = {
    "nothing after the first line": (lambda _: MAGIC, "damaged, or was cut short"),
    "a newer version's first line": (lambda _: b"ASC Desktop changes 2\nwhatever", "newer version"),
    "cut short": (lambda good: encode(good)[:-20], "damaged, or was cut short"),
    "a byte turned over": (lambda good: turned(encode(good)), "damaged, or was cut short"),
    "another hash": (lambda good: MAGIC + b"0" * 64 + b"\n" + encode(good)[87:], "damaged, or was cut short"),
    "not compressed": (lambda _: sealed(b"PK\x03\x04 nothing of ours"), "cannot be read"),
    "more after the end": (lambda good: sealed(encode(good)[87:] + b"more"), "cannot be read"),
    "a bomb": (lambda _: bomb(says_how_much=True), "more than any portfolio"),
    "a bomb that says nothing": (lambda _: bomb(says_how_much=False), "more than any portfolio"),
    "nested a million deep": (lambda _: nested(), "cannot be read"),
    "another structure": (lambda _: squeezed({"actions": "all of them"}), "cannot be read"),
    "another format": (lambda good: encode(replace(good, format="tar")), "no file of changes"),
    "a newer version": (lambda good: encode(replace(good, version=2)), "newer version"),
    "another portfolio": (lambda good: encode(replace(good, portfolio="other")), "not of this portfolio"),
    "an unknown table": (lambda good: with_entry(good, table="sqlite_schema"), "unknown kind"),
    "a table of the store": (lambda good: with_entry(good, table="file_info"), "unknown kind"),
    "an unknown column": (lambda good: with_value(good, "lead) = 1; --", "x"), "unknown kind"),
    "the id as a column": (lambda good: with_value(good, "id", "other"), "unknown kind"),
    "an unknown operation": (lambda good: with_entry(good, operation="drop"), "unknown kind"),
    "what only a settlement does": (lambda good: with_entry(good, operation="keep"), "unknown kind"),
    "a made-up account of a merge": (
        lambda good: with_value(good, "file", "x", "merged_copy"), "unknown kind",
    ),
    "a merge as an action": (lambda good: with_action(good, kind="merge"), "an unknown kind"),
    "an unknown kind": (lambda good: with_action(good, kind="root"), "an unknown kind"),
    "an undo of nothing": (lambda good: with_action(good, kind="undo"), "without saying which"),
    "an edit with a target": (lambda good: with_action(good, target="other"), "without saying which"),
    "words for an amount": (
        lambda good: with_value(good, "target_pence", "1; DROP", "savings_target"), "wrong kind",
    ),
    "a number for a name": (lambda good: with_value(good, "name", 7), "wrong kind"),
    "a fraction of a penny": (
        lambda good: with_value(good, "target_pence", 1.5, "savings_target"), "cannot be read",
    ),
    "true for an amount": (
        lambda good: with_value(good, "target_pence", True, "savings_target"), "cannot be read",
    ),
    "a list for a value": (lambda good: with_value(good, "lead", ["a"]), "cannot be read"),
    "more than SQLite counts": (
        lambda good: with_value(good, "target_pence", (1 << 63) + 1, "savings_target"), "wrong kind",
    ),
    "a text that ends early": (lambda good: with_value(good, "lead", "Head\0of"), "wrong kind"),
    "no name of a record": (lambda good: with_entry(good, row_id=""), "no name that can be read"),
    "a name without end": (lambda good: with_entry(good, row_id="x" * 101), "no name that can be read"),
    "no name of an action": (lambda good: with_action(good, id=""), "no name that can be read"),
    "one action twice": (
        lambda good: encode(replace(good, actions=(*good.actions, good.actions[-1]))), "one action twice",
    ),
    "before all time": (lambda good: with_action(good, clock=0), "an unknown kind"),
    "after all time": (lambda good: with_action(good, clock=1 << 52), "an unknown kind"),
    "far after everything": (lambda good: with_action(good, clock=(1 << 40) - 1), "later than any portfolio"),
    "no time of day": (lambda good: with_action(good, at="yesterday"), "no time that can be read"),
    "a time without a zone": (lambda good: with_action(good, at="2024-07-18T09:00:00"), "no time that can be read"),
    "a person of ten thousand letters": (lambda good: with_action(good, who="x" * 10_001), "more words than any"),
    "a report under another name": (
        lambda good: without_reports(good, replace(kept(b"one"), content=b"two")), "board version in it is damaged",
    ),
    "a report that is none": (lambda good: without_reports(good, kept(b"one")), "board version in it is damaged"),
    "a report whose other half is missing": (
        lambda good: without_reports(good, kept(pack("a").content, "0" * 64)), "board version in it is damaged",
    ),
    "a report that is a bomb": (
        lambda good: without_reports(good, kept(zstd.compress(bytes(200_000_000)))), "board version in it is damaged",
    ),
    "many reports that are large": (
        lambda good: without_reports(
            good, *(kept(zstd.compress(bytes([at]) * 99_000_000)) for at in range(4))
        ),
        "longer than those of any portfolio",
    ),
    "what follows nothing that is here": (
        lambda good: encode(replace(good, follows=(replace(good.follows[0], count=900),))), "have not reached",
    ),
    "what follows another history": (
        lambda good: encode(replace(good, follows=(replace(good.follows[0], digest="0" * 64),))), "same copy",
    ),
    "less than nothing": (
        lambda good: encode(replace(good, follows=(Head(good.follows[0].replica, -1, "0" * 64),))), "same copy",
    ),
    "an action that ours differ about the same change": (
        lambda good: encode(replace(good, actions=(replace(good.actions[0], id=good.portfolio), *good.actions))),
        "differ about the same change",
    ),
}  # fmt: skip


def turned(content: bytes) -> bytes:
    at = len(content) // 2
    return content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :]


def read(ours: Session, path: Path) -> str:
    """Return the sentence that refuses a file."""
    before, last = ours.records.everything(), ours.store.copies.last()
    with pytest.raises((StoreError, EditRefused)) as raised:
        open_copy(ours, path).apply()
    assert ours.records.everything() == before
    assert ours.store.copies.last() == last
    assert ours.store.check() == []
    return str(raised.value)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_damaged_or_hostile_is_refused_and_nothing_is_changed(
    ours: Session, good: Changes, tmp_path: Path, name: str
) -> None:
    make, words = HOSTILE[name]
    path = tmp_path / "from Ben.aschanges"
    path.write_bytes(make(good))
    sentence = read(ours, path)
    assert words in sentence
    assert "Nothing was changed" in sentence
    assert "Traceback" not in sentence
    assert path.read_bytes() == make(good)


def test_what_is_too_large_is_not_read(ours: Session, tmp_path: Path) -> None:
    path = tmp_path / "from Ben.aschanges"
    with path.open("wb") as file:
        file.write(MAGIC)
        file.truncate(LARGEST + 1)
    assert "larger than any file of changes" in read(ours, path)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", None),
        ("name", "x" * 5_000),
        ("theme_id", "nobody"),
        ("archived", 7),
        ("start_date", "31/02/2024"),
    ],
)
def test_what_a_field_refuses_is_refused_with_its_record(
    ours: Session, good: Changes, tmp_path: Path, column: str, value: object
) -> None:
    path = tmp_path / "from Ben.aschanges"
    path.write_bytes(with_value(good, column, value))
    assert read(ours, path)


def test_control_the_file_as_it_was_written_is_merged(ours: Session, made: Path) -> None:
    merge = open_copy(ours, made / "good.aschanges")
    assert merge.whose == "Ben"
    assert merge.new_actions == 2
    merge.apply()
    assert ours.records.all(Project)[0].lead == "Head of Reablement"
    assert ours.store.check() == []


def test_what_is_read_is_what_was_written(good: Changes) -> None:
    assert decode(encode(good)) == good
    assert all(isinstance(action, Action) for action in good.actions)
    assert all(isinstance(entry, Entry) for action in good.actions for entry in action.entries)
