"""Mappings kept: in the portfolio, where next month's workbook finds them by its headings, and in files."""

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from asc_desktop._files import reason, write_file
from asc_desktop.domain.importing.columns.file import MappingError, mapping_text, read_mapping
from asc_desktop.domain.importing.mapping import TableMap, TrackerMapping
from asc_desktop.domain.records.council import ImportMapping
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.words import shortened
from asc_desktop.services.session import Session

__all__ = ["MappingError", "keep_mapping", "read_mapping_file", "remembered", "to_remember"]


def remembered(records: Records) -> tuple[TrackerMapping, ...]:
    """Return the mappings that were used before, the latest first; one that cannot be read any more is passed over."""
    found: list[TrackerMapping] = []
    for held in sorted(records.all(ImportMapping), key=lambda item: -item.position):
        try:
            found.append(read_mapping(held.content))
        except MappingError:
            continue
    return tuple(found)


def to_remember(session: Session, mapping: TrackerMapping) -> tuple[ImportMapping, ...]:
    """Return the record that keeps a mapping, in the place of one for the same headings; nothing where it is kept."""
    held = session.records.all(ImportMapping)
    headings = _headings(mapping)
    if not headings:
        return ()
    old = next((item for item in held if item.headings == headings), None)
    latest = max((item.position for item in held), default=0)
    content = mapping_text(mapping)
    if old is not None:
        if old.content == content and old.position == latest:
            return ()
        return (replace(old, content=content, position=latest + 1),)
    name = _free_name(mapping.name or "Tracker", {item.name for item in held})
    return (
        ImportMapping(
            id=session.new_id(), name=name, headings=headings, content=content, position=latest + 1
        ),
    )


def read_mapping_file(path: Path) -> TrackerMapping:
    """Read a mapping from its file. Raises MappingError with a sentence."""
    try:
        return read_mapping(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        message = f"{path.name} is not a mapping of ASC Desktop. Choose one that Save mapping wrote."
        raise MappingError(message) from error
    except OSError as error:
        message = f"The mapping {path} could not be read: {error.strerror or error}."
        raise MappingError(message) from error


def keep_mapping(path: Path, mapping: TrackerMapping) -> None:
    """Write a mapping to a file of its own. What is there already and is no mapping is left, with a MappingError."""
    if path.exists():
        try:
            read_mapping_file(path)
        except MappingError as error:
            message = (
                f"The mapping was not saved: {path} is there already and is no mapping. Choose another name."
            )
            raise MappingError(message) from error
    try:
        write_file(path, mapping_text(mapping).encode())
    except OSError as error:
        message = f"The mapping was not saved to {path}: {reason(error)}."
        raise MappingError(message) from error


def _headings(mapping: TrackerMapping) -> str:
    """Return what a mapping is known again by: the headings of each of its tables, a line a table."""
    return "\n".join(line for table in mapping.tables if (line := _line(table)))


def _line(table: TableMap) -> str:
    return " | ".join(filter(None, (" ".join(column.path) for column in table.columns)))


def _free_name(name: str, taken: Sequence[str] | set[str]) -> str:
    limit = field_of(ImportMapping, "name").limit
    found, number = shortened(name, limit), 1
    while found in taken:
        number += 1
        found = f"{shortened(name, limit - 6)} {number}"
    return found
