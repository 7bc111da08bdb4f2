"""The frozen view of a programme as a whole: its colour, the rule that gave it, and what its lead says."""

from msgspec import Struct


class OverallReport(Struct, frozen=True):
    """One programme at the end of a month; ``id`` is the programme's.

    ``rag`` is what the figures give, ``why`` the sentences of the rule that gave it. ``lead_rag`` is what the lead
    judges, empty where nobody has; ``commentary`` is of this month alone, and empty where none is written.
    """

    id: str
    programme: str
    lead: str
    rag: str
    why: tuple[str, ...]
    lead_rag: str
    commentary: str
