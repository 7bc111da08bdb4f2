"""What stands in an empty editor: how a value is typed."""

from asc_desktop.domain.records.fields import Field, Kind


def placeholder(field: Field) -> str:
    """Return the words in an empty editor: an example that nobody takes for a value."""
    examples = {
        Kind.DATE: "e.g. 18 Jul 2024",
        Kind.PERIOD: "e.g. June 2024",
        Kind.YEAR: "e.g. 2024/25",
        Kind.YEARS: "e.g. 2024/25, 2025/26",
    }
    return examples.get(field.kind, "")
