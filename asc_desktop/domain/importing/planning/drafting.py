"""The records of an import as they are planned: those of the portfolio with what the rows so far make and change."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar, cast

from msgspec.structs import replace

from asc_desktop.domain import dates
from asc_desktop.domain.importing.mapping import ColumnMap
from asc_desktop.domain.importing.plan import Chosen, PlannedRecord, PlannedValue, State, Where
from asc_desktop.domain.importing.planning.identity import Index
from asc_desktop.domain.importing.planning.naming import Likely, Namer
from asc_desktop.domain.pasting.columns import known_as
from asc_desktop.domain.pasting.table import Option
from asc_desktop.domain.records.council import OwnField
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import DeliveryStatus, Programme, Theme
from asc_desktop.domain.records.fields import Field, Kind, Record, Value, field_of, fields_of
from asc_desktop.domain.records.own import as_field
from asc_desktop.domain.records.place import programme_of
from asc_desktop.domain.records.references import next_free, number_in
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.report.closed_months import closed_programmes, is_reported, month_of

R = TypeVar("R", bound=Record)

IMPORTED = "Imported"
"""The theme of projects of which nothing says the theme."""
_STARTS = {"project": "P-000", "decision": "D-00"}


class Ids:
    """The ids of what is made: the same for the same place of the same workbook, however often it is planned.

    So a row can be joined to a record that another row makes, and what was shown is what is put.
    """

    def __init__(self, new_id: Callable[[], str]) -> None:
        """Begin with none; ``new_id`` gives a fresh one."""
        self._new_id = new_id
        self._given: dict[Hashable, str] = {}

    def __call__(self, key: Hashable) -> str:
        """Return the id of what a key stands for."""
        if key not in self._given:
            self._given[key] = self._new_id()
        return self._given[key]


class Drafts:
    """The records as they would be, what is put of them, and what is to be told of all of them together."""

    def __init__(self, records: Records, where: Where, likely: Likely, chosen: Chosen, ids: "Ids") -> None:
        """Begin with the portfolio as it is."""
        self.records = records
        self.working = records.with_changes({})
        self.index = Index(self.working)
        self.namer = Namer(self.working, self.index, likely)
        self.where = where
        self.chosen = chosen
        self.id_of = ids
        self.puts: dict[str, Record] = {}
        self.told: dict[str, str] = {}
        """What a person is told, each sentence with the record that it is of, if it is of one that is made."""
        self.made: dict[str, None] = {}
        """The records that are made because rows name them, and not of rows of their own."""
        self.said: dict[tuple[str, str], tuple[Value, str]] = {}
        """What a cell says of a record's field, and where: a second one has to agree."""
        self.begun: dict[str, tuple[tuple[object, ...], tuple[str, ...], tuple[tuple[str, str], ...]]] = {}
        """Of each new record the row that makes it, what was told of it, and whom else it may be."""
        self.met: set[str] = set()
        """The records of the portfolio that the workbook names."""
        self.closed: dict[str, None] = {}
        """The closed months of which something is planned."""
        self.makes_projects = False
        """Whether projects are made where a sheet of something else names them, as there is no list of them."""
        self.programme_title = ""
        self._options: dict[str, tuple[Option, ...]] = {}
        self._own: dict[tuple[str, str], OwnField] = {}
        self._places: dict[str, int] = {}
        self._months: dict[str, str] = {}
        self._closed = closed_programmes(records)

    # ------------------------------------------------------------------------------------------------ records

    def put(self, record: Record) -> None:
        """Plan a record, in place of what it was."""
        old = self.working.find(type(record), record.id)
        if old == record:
            return
        self.working.apply({record.table: {record.id: record}})
        self.index.take(record, old)
        self.puts[record.id] = record

    def make(self, record: Record, sentence: str = "") -> PlannedRecord:
        """Plan a record that no row is of, because one needs it; ``sentence`` says why."""
        self.put(record)
        self.made[record.id] = None
        return self.planned(record, sentence)

    def unmake(self, record_id: str) -> bool:
        """Take back what was made, where nothing needs it now; return whether it did."""
        record = self.puts.get(record_id)
        if record is None or self.working.users_of(record):
            return False
        del self.puts[record_id]
        del self.made[record_id]
        self.index.drop(record)
        self.working.apply({record.table: {record_id: None}})
        return True

    def tell(self, sentence: str, of: str = "") -> None:
        """Tell the person once; what is told of a record that is made is only told where it stays."""
        self.told[sentence] = of

    def is_new(self, record: Record) -> bool:
        """Whether a record is not in the portfolio yet."""
        return self.records.find(type(record), record.id) is None

    def next_position(self, kind: type[Record]) -> int:
        """Return the place after the last one of a type."""
        if kind.table not in self._places:
            self._places[kind.table] = max((item.position for item in self.working.all(kind)), default=0)
        self._places[kind.table] += 1
        return self._places[kind.table]

    def next_reference(self, kind: type[Record], programme_id: str) -> str:
        """Return the next free reference of a type, in the style of those that there are."""
        every: tuple[Any, ...] = self.working.all(kind)
        if kind.unique[0] == ("ref",):
            taken = [item.ref for item in every]
        else:
            taken = [item.ref for item in every if item.programme_id == programme_id]
        like = max(filter(number_in, taken), key=number_in, default="")
        return next_free(taken, like or _STARTS.get(kind.table, f"{kind.noun[0].upper()}-00"))

    # ------------------------------------------------------------------------------------------------ where

    def programme(self) -> tuple[str, PlannedRecord | None]:
        """Return the programme that the import goes into, and what is planned of it where it is made now."""
        held = self.working.find(Programme, self.where.programme_id)
        if held is not None:
            return held.id, None
        every = self.working.all(Programme)
        name = self.where.programme_name or (self.programme_title if not every else "")
        same = [item for item in every if name and known_as(item.name) == known_as(name)]
        if same or (len(every) == 1 and not self.where.programme_name):
            return (same or list(every))[0].id, None
        if every and not name:
            name = self.programme_title
        return self.make_programme(name or "Programme")

    def make_programme(self, name: str) -> tuple[str, PlannedRecord]:
        """Plan a new programme; its years are fitted to what is planned, at the end."""
        period = self.period_of("")
        year = dates.year_of_period(period)
        limit = field_of(Programme, "name").limit
        made = Programme(
            id=self.id_of(("programme", known_as(name))),
            name=" ".join(name.split())[:limit],
            first_year=min(self.where.first_year or year, year),
            last_year=max(self.where.first_year or year, year),
            open_period=period,
            position=self.next_position(Programme),
        )
        planned = self.make(made, f"Its open month is {dates.period_label(period)}.")
        self.tell(
            f"A programme called “{made.name}” will be made. Its open month is {dates.period_label(period)}.",
            made.id,
        )
        return made.id, planned

    def theme_for(self, programme_id: str) -> tuple[str, PlannedRecord | None]:
        """Return the theme of a project whose row says none, and what is planned of it where it is made now."""
        themes = [item for item in self.working.of(Theme, "programme_id", programme_id) if not item.retired]
        imported = next((item for item in themes if item.name == IMPORTED), None)
        if imported is not None or len(themes) == 1:
            found = imported or themes[0]
            self.tell(f"Some projects have no theme: they go into {found.name}.", found.id)
            return found.id, None
        made = Theme(
            id=self.id_of(("theme", programme_id)),
            programme_id=programme_id,
            name=IMPORTED,
            position=self.next_position(Theme),
        )
        self.tell(f"Some projects have no theme: they go into {IMPORTED}.", made.id)
        return made.id, self.make(made, "The workbook has no theme.")

    def period_of(self, programme_id: str) -> str:
        """Return the month that a programme reports."""
        if self.where.period:
            return self.where.period
        held = self.working.find(Programme, programme_id)
        if held is not None and held.open_period:
            return held.open_period
        return self.where.today[:7]

    def open_month(self, table: str, owner_id: str) -> str:
        """Return the month that the programme of a record reports."""
        if owner_id not in self._months:
            owner = self.working.find(TYPE_BY_TABLE[table], owner_id)
            programme = programme_of(owner, self.working)
            self._months[owner_id] = self.period_of(programme.id if programme is not None else "")
        return self._months[owner_id]

    def closed_month(self, record: Record) -> str:
        """Return the closed month that a record would correct, and remember it; empty where it corrects none."""
        if not self._closed or not is_reported(type(record)):
            return ""
        period = month_of(record)
        owner = programme_of(record, self.working)
        if owner is None or period > self._closed.get(owner.id, ""):
            return ""
        self.closed[period] = None
        return period

    def planned(self, record: Record, sentence: str = "") -> PlannedRecord:
        """Return what is planned of a record that no cells of its own make."""
        key = type(record).title
        field = field_of(type(record), key)
        value: Value = getattr(record, key)
        given = PlannedValue(
            key=key,
            label=field.label,
            sheet="",
            cell="",
            text=field.format(value),
            new=value,
            state=State.NEW,
        )
        return PlannedRecord(
            table=record.table,
            record_id=record.id,
            words=record.words(self.working),
            state=State.NEW,
            values=(given,),
            sentence=sentence,
        )

    # ------------------------------------------------------------------------------------------------ fields

    def options(self, field: Field) -> tuple[Option, ...]:
        """Return what a reference to the scheme of statuses may be; nothing for any other field."""
        if field.kind is not Kind.REFERENCE or field.to != DeliveryStatus.table:
            return ()
        if field.to not in self._options:
            self._options[field.to] = tuple(
                Option(item.id, item.name, letter=item.letter, rag=item.rag)
                for item in sorted(self.records.all(DeliveryStatus), key=lambda item: item.position)
                if not item.retired
            )
        return self._options[field.to]

    def own_field(self, table: str, label: str, found: ColumnMap) -> Field:
        """Return the council's own field of a label, planned anew where there is none."""
        return as_field(self.own(table, label, found))

    def own(self, table: str, label: str, found: ColumnMap | None = None) -> OwnField:
        """Return the council's own field of a label; one that is not there yet is only put with its first value."""
        key = (table, known_as(label))
        if key not in self._own:
            held = next(
                (
                    item
                    for item in self.records.all(OwnField)
                    if item.record_table == table and known_as(item.label) == key[1]
                ),
                None,
            )
            self._own[key] = held or OwnField(
                id=self.id_of(("own", *key)),
                record_table=table,
                label=" ".join(label.split())[: field_of(OwnField, "label").limit],
                kind=(found.own_kind if found is not None else "") or "text",
                position=self.next_position(OwnField),
            )
        return self._own[key]

    def give_choices(self, table: str, label: str, found: ColumnMap, texts: list[str]) -> None:
        """Let an own field that is to be made be any of these texts, where it is a choice."""
        own = self.own(table, label, found)
        if own.kind == "choice" and self.records.find(OwnField, own.id) is None:
            held = [*(own.choices or "").splitlines(), *(" ".join(text.split()) for text in texts)]
            self._own[table, known_as(label)] = replace(
                own, choices="\n".join(dict.fromkeys(filter(None, held)))
            )

    # ------------------------------------------------------------------------------------------------ at the end

    def fit_programmes(self) -> dict[str, PlannedRecord]:
        """Let programmes reach over the years of what is planned in them, so that pages show all of it.

        Returns what is planned of those that are there already, by the id of a record that needs it.
        """
        planned: dict[str, PlannedRecord] = {}
        years: dict[str, dict[int, str]] = {}
        for record in self.puts.values():
            year = getattr(record, "year", None)
            if year and (owner := programme_of(record, self.working)) is not None:
                years.setdefault(owner.id, {}).setdefault(year, record.id)
        for programme_id, met in years.items():
            held = self.working.get(Programme, programme_id)
            first, last = min(held.first_year, *met), max(held.last_year, *met)
            if (first, last) == (held.first_year, held.last_year):
                continue
            fitted = replace(held, first_year=first, last_year=last)
            if not self.is_new(held):
                self.tell(
                    f"{held.name} will reach from {dates.year_label(first)} to {dates.year_label(last)}, as the "
                    "workbook has figures for those years."
                )
                planned[met[last if last > held.last_year else first]] = _fitted(held, fitted)
            self.put(fitted)
        return planned


def _fitted(held: Programme, fitted: Programme) -> PlannedRecord:
    """Return what is planned of a programme that gets other years, as an edit of those two fields."""
    values = tuple(
        PlannedValue(
            key=key,
            label=field_of(Programme, key).label,
            sheet="",
            cell="",
            text=dates.year_label(new),
            old=old,
            new=new,
            state=State.CHANGED,
        )
        for key in ("first_year", "last_year")
        if (new := getattr(fitted, key)) != (old := getattr(held, key))
    )
    first, last = dates.year_label(fitted.first_year), dates.year_label(fitted.last_year)
    from_first = f" from {first}" if fitted.first_year != held.first_year else ""
    to_last = f" to {last}" if fitted.last_year != held.last_year else ""
    return PlannedRecord(
        table=Programme.table,
        record_id=held.id,
        words=f"Programme {held.name}: years{from_first}{to_last}",
        state=State.CHANGED,
        values=values,
        sentence="The workbook has figures for years that it does not reach yet.",
    )


def blank(kind: type[R], record_id: str, values: Mapping[str, Value]) -> R:
    """Return a record of these values and the type's own for the rest."""
    return kind(**cast("Any", {"id": record_id, **values}))


def lacking(record: Record) -> list[Field]:
    """Return the fields that a record cannot be without and has nothing in."""
    return [
        field
        for field in fields_of(type(record))
        if field.required
        and (
            getattr(record, field.key) in {None, ""}
            or (field.kind is Kind.YEAR and not getattr(record, field.key))
        )
    ]
