"""A report as canonical text and back again: what a snapshot keeps, and how a later version opens it.

The text is ``as_json`` without spaces, in the order of the report's own fields and mappings, so that equal reports give
equal bytes. Reading follows the type hints of the structs alone: a key that is no longer known is passed over, and
a field that the text lacks is empty, as its kind is (no words, nothing, an empty tuple).
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Struct, structs

from asc_desktop.domain.report.model import Report, as_json

T = TypeVar("T")

_Reader = Callable[[Any], Any]
_PLAIN = {str, int, bool}
_NOTHING: Any = object()
"""Stands for a value that the text lacks, so that one reader gives the value and the empty default."""


def canonical_text(report: Report) -> str:
    """Return a report as the text that is kept and hashed."""
    return json.dumps(as_json(report), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def report_from_text(text: str) -> Report:
    """Return the report that a canonical text holds; raise ValueError where it is no report at all."""
    return report_from_json(json.loads(text))


def report_from_json(data: object) -> Report:
    """Return the report whose ``as_json`` these dictionaries and lists are; raise ValueError where they are none."""
    if not isinstance(data, Mapping) or "period" not in data or "programme" not in data:
        raise ValueError("This is not a report.")
    return decode(Report, data)


def decode(kind: type[T], data: object) -> T:
    """Return a struct, with everything in it, from what ``as_json`` made of it."""
    hint: Any = kind  # mypy takes a class's __hash__ for its instances'
    return cast("T", _reader(hint)(data))


@cache
def _reader(hint: Any) -> _Reader:
    """Return what reads a value of a type hint; given ``_NOTHING`` or another kind of value, the empty default."""
    if isinstance(hint, type) and issubclass(hint, Struct):
        return _struct_reader(hint)
    origin, parts = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return _union_reader(parts)
    if origin is tuple:
        return _tuple_reader(parts)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping_reader(*parts)
    return _plain_reader(hint) if hint in _PLAIN else lambda data: None if data is _NOTHING else data


def _struct_reader(kind: type) -> _Reader:
    hints = get_type_hints(kind)
    readers = [(field.name, hints[field.name], _default(field)) for field in structs.fields(kind)]

    def read(data: Any) -> Any:
        held = data if isinstance(data, Mapping) else {}
        values = {
            name: default
            if name not in held and default is not _NOTHING
            else _reader(hint)(held.get(name, _NOTHING))
            for name, hint, default in readers
        }
        return kind(**values)

    return read


def _default(field: structs.FieldInfo) -> Any:
    return _NOTHING if field.default is NODEFAULT else field.default


def _union_reader(parts: tuple[Any, ...]) -> _Reader:
    readers = [_reader(part) for part in parts if part is not NoneType]
    simple = tuple(part for part in parts if part in _PLAIN)

    def read(data: Any) -> Any:
        if data is None or (data is _NOTHING and NoneType in parts):
            return None
        if isinstance(data, simple):
            return data
        return readers[0](data)

    return read


def _tuple_reader(parts: tuple[Any, ...]) -> _Reader:
    if parts[-1] is not Ellipsis:
        readers = [_reader(part) for part in parts]
        return lambda data: tuple(
            read(data[place] if isinstance(data, list | tuple) and place < len(data) else _NOTHING)
            for place, read in enumerate(readers)
        )
    each = _reader(parts[0])
    return lambda data: tuple(map(each, data)) if isinstance(data, list | tuple) else ()


def _mapping_reader(key: Any, value: Any) -> _Reader:
    each = _reader(value)
    of_key: _Reader = int if key is int else str
    return lambda data: (
        {of_key(name): each(item) for name, item in data.items()} if isinstance(data, Mapping) else {}
    )


def _plain_reader(kind: type) -> _Reader:
    # By type and not isinstance: True is no amount.
    return lambda data: data if type(data) is kind else kind()
