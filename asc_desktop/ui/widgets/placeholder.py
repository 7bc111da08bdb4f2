"""What stands in an empty editor: how a value is typed."""

from asc_desktop.domain.fields import Field, Kind


def placeholder(field: Field) -> str:
    """Return the words in an empty editor."""
    examples = {
        Kind.DATE: "18 Jul 2024",
        Kind.PERIOD: "June 2024",
        Kind.YEAR: "2024/25",
        Kind.YEARS: "2024/25, 2025/26",
    }
    return examples.get(field.kind, "")
