"""What an empty editor shows, and how what belongs there is typed."""

from asc_desktop.domain.records.fields import Field, Kind


def placeholder(field: Field) -> str:
    """Return the words in an empty editor: what emptiness means there, and never an example, which reads as a value."""
    return field.empty


def how_typed(field: Field) -> str:
    """Return a sentence that shows how a value is typed, for a tip; nothing where that needs no words."""
    examples = {
        Kind.DATE: "Type a date like 18 Jul 2024 or 18/7/24.",
        Kind.PERIOD: "Type a month like June 2024 or 06/2024.",
        Kind.YEAR: "Type a year like 2024/25.",
        Kind.YEARS: "Type years like 2024/25, 2025/26.",
    }
    return examples.get(field.kind, "")
