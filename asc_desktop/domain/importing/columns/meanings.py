"""What texts, letters, colours and emoji in a column stand for among a field's choices, as far as that is known.

What is not known is left for the person to say. Of what is proposed, each is shown before it is used.
"""

import re
from collections.abc import Mapping, Sequence

from asc_desktop.domain import spellings
from asc_desktop.domain.importing.colours import colour_of_fill
from asc_desktop.domain.importing.columns.fit import Column
from asc_desktop.domain.importing.columns.special import figure_of
from asc_desktop.domain.importing.columns.takes import MEASURE, field_taken
from asc_desktop.domain.importing.mapping import ColumnMap, Target, meaning_key
from asc_desktop.domain.importing.vocabulary import Vocabulary
from asc_desktop.domain.pasting.choices import option_of
from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.pasting.table import Option
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import DeliveryStatus
from asc_desktop.domain.records.fields import Kind

_AROUND = re.compile(r"^[^\w(]+|[^\w)%.]+$")
_MOST_MET = 200


def options_for(target: Target, records: Records) -> tuple[Option, ...]:
    """Return what may be chosen for a target with a fixed list of choices; nothing for any other.

    The value is what a mapping keeps: a stored choice, or a status's name.
    """
    if target == MEASURE:
        return ()
    if not (target.table and target.key):
        return ()
    field = field_taken(target)
    if field.kind is Kind.CHOICE:
        return tuple(Option(stored, words) for stored, words in field.choices)
    if field.to == DeliveryStatus.table:
        statuses = sorted(records.all(DeliveryStatus), key=lambda status: status.position)
        return tuple(
            Option(status.name, status.name, letter=status.letter, rag=status.rag)
            for status in statuses
            if not status.retired
        )
    return ()


def meanings_of(
    record: str,
    columns: Sequence[Column],
    maps: Sequence[ColumnMap],
    vocabulary: Vocabulary,
    records: Records,
) -> dict[str, dict[str, str]]:
    """Return what the texts of mapped columns stand for, by the target's table and key, as far as it is known."""
    found: dict[str, dict[str, str]] = {}
    for column, made in zip(columns, maps, strict=True):
        if made.target is None or made.target.own:
            continue
        if made.target == MEASURE:
            known = {text: figure_of(text, record, vocabulary) for text in _texts(column)}
            known = {text: key for text, key in known.items() if key}
        else:
            known = _of_choices(made.target, column, vocabulary, records)
        if known:
            found.setdefault(meaning_key(made.target), {}).update(known)
    return found


def meant(text: str, target: Target, options: Sequence[Option], vocabulary: Vocabulary) -> str | None:
    """Return the value of the option that a text stands for; None where that is not known."""
    bare = _AROUND.sub("", text).strip() or text
    whole = next((each for each in options if known_as(each.words) in {known_as(text), known_as(bare)}), None)
    if whole is not None:
        return whole.value
    if target.table == "status_update":
        return _status_of(text, bare, options, vocabulary)
    if option := option_of(bare, options):
        return option.value
    stored = vocabulary.choice_of(f"{target.table}.{target.key}", bare)
    return stored if any(option.value == stored for option in options) else None


def _of_choices(target: Target, column: Column, vocabulary: Vocabulary, records: Records) -> dict[str, str]:
    options = options_for(target, records)
    if not options:
        return {}
    found = {
        text: value
        for text in _texts(column)
        if (value := meant(text, target, options, vocabulary)) is not None
    }
    if target.table == "status_update":
        found |= _of_fills(column, options)
        if "C" in found and not {"B", "b"} & set(_texts(column)):
            # Complete to most councils, and perhaps a letter of this portfolio's own: only the person knows which.
            found.pop("C")
    return found


def _of_fills(column: Column, options: Sequence[Option]) -> dict[str, str]:
    """Return what fills stand for, where cells have nothing but one; one alone in every cell is decoration."""
    profile = column.profile
    is_decoration = len(profile.fills) == 1 and profile.records > 1
    if not profile.coloured or len(profile.held) >= profile.records or is_decoration:
        return {}
    named = {fill: _by_rag(colour_of_fill(fill), options) for fill in profile.fills}
    return {f"fill:{fill}": option.value for fill, option in named.items() if option}


def _status_of(text: str, bare: str, options: Sequence[Option], vocabulary: Vocabulary) -> str | None:
    rag = vocabulary.colour_of(text) or (vocabulary.colour_of(bare) if bare != text else "")
    lettered = option_of(bare, options)
    if lettered and (not rag or lettered.rag == rag or len(spellings.plain(bare)) <= 2):  # noqa: PLR2004 - a letter
        return lettered.value
    signs = vocabulary.signs_of(text)
    if len(signs) > 1 or (signs and rag and rag not in signs):
        return None
    named = _by_rag(rag, options)
    return named.value if named else None


def _by_rag(rag: str, options: Sequence[Option]) -> Option | None:
    """Return the one status of a colour; of several the one whose letter is the colour's own."""
    found = [option for option in options if rag and option.rag == rag]
    if len(found) > 1:
        found = [option for option in found if option.letter.casefold() == rag[0]]
    return found[0] if len(found) == 1 else None


def _texts(column: Column) -> Mapping[str, None]:
    """Return what a column says, each text once, in the order met."""
    met = dict.fromkeys(text.strip() for text in column.profile.texts)
    return met if len(met) <= _MOST_MET else {}
