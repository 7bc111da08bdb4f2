"""Every type of record, in one list."""

from asc_desktop.domain.records.assurance import ASSURANCE_TYPES
from asc_desktop.domain.records.council import COUNCIL_TYPES
from asc_desktop.domain.records.delivery import DELIVERY_TYPES
from asc_desktop.domain.records.exchange import EXCHANGE_TYPES
from asc_desktop.domain.records.fields import Record
from asc_desktop.domain.records.governance import GOVERNANCE_TYPES
from asc_desktop.domain.records.office import OFFICE_TYPES

RECORD_TYPES: tuple[type[Record], ...] = (
    *DELIVERY_TYPES, *ASSURANCE_TYPES, *GOVERNANCE_TYPES, *OFFICE_TYPES, *COUNCIL_TYPES,
    *EXCHANGE_TYPES,
)  # fmt: skip
"""Every tracked table, parents before children."""

TYPE_BY_TABLE: dict[str, type[Record]] = {kind.table: kind for kind in RECORD_TYPES}
