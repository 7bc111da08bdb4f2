"""How the portfolio stands by now to what a form asked: the records of its rows, and what became of them since."""

from functools import cached_property

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.forms.form import Form, FormRow, ProjectForm, Question
from asc_desktop.domain.pasting.table import Option
from asc_desktop.domain.records.council import OwnField
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.delivery import DeliveryStatus, Programme, Project
from asc_desktop.domain.records.fields import Record, Value
from asc_desktop.domain.records.own import own_id, value_of
from asc_desktop.domain.records.place import programme_of
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import shortened


class Standing:
    """Looks up what one form is about."""

    def __init__(self, form: Form, records: Records) -> None:
        self._form, self._records = form, records

    def held(self, row: FormRow) -> Record | None:
        """Return the record that a row is about as it is now; None where it is not there, or not yet.

        A month's record that was made under another id since, in the window say, is the one: there is one of a month.
        """
        kind = TYPE_BY_TABLE.get(row.table)
        if kind is None:
            return None
        found = self._records.find(kind, row.record_id)
        if found is not None or row.is_new:
            return found
        for group in kind.unique:
            if group and all(key in row.given for key in group):
                for other in self._records.of(kind, group[0], str(row.given[group[0]])):
                    if all(getattr(other, key) == row.given[key] for key in group):
                        return other
        return None

    def record_id(self, row: FormRow) -> str:
        """Return the id of the record that a row is about."""
        held = self.held(row)
        return held.id if held is not None else row.record_id

    def slot(self, row: FormRow) -> str:
        """Return what rows of two forms have in common that are about one record, made or still to be made."""
        held = self.held(row)
        if held is not None or row.is_new:
            return self.record_id(row)
        for group in TYPE_BY_TABLE[row.table].unique:
            if group and all(key in row.given for key in group):
                return f"{row.table}:{':'.join(str(row.given[key]) for key in group)}"
        return row.record_id

    def now(self, row: FormRow, question: Question) -> tuple[Value, bool]:
        """Return what the portfolio has where a question asks, and whether its record is still to be made."""
        held = self.held(row)
        if held is None:
            return question.sent, bool(row.given)
        if own := own_id(question.key):
            described = self._records.find(OwnField, own)
            return (value_of(self._records, described, held.id) if described else question.sent), False
        value: Value = getattr(held, question.key, question.sent)
        return value, False

    def options(self, question: Question) -> tuple[Option, ...]:
        """Return what could be chosen with the letters and colours of statuses, as they are now."""
        found = []
        for value, words in question.choices:
            status = self._records.find(DeliveryStatus, value)
            letter, rag = (status.letter, status.rag) if status is not None else ("", "")
            found.append(Option(value, words, letter, rag))
        return tuple(found)

    @staticmethod
    def words(sheet: ProjectForm, row: FormRow) -> str:
        """Return words that name what a row is about to a person, its project's reference first.

        A row that is called as its one question is about the project itself.
        """
        if [row.words] == [question.label for question in row.questions]:
            return f"{sheet.ref} {sheet.name}".strip()
        words = shortened(row.words) if row.words else f"new {TYPE_BY_TABLE[row.table].noun}"
        return f"{sheet.ref}: {words}" if sheet.ref else words

    def gone(self, sheet: ProjectForm, row: FormRow) -> str:
        """Return the sentence that what a row is about was deleted since the form was sent; nothing if it was not."""
        if self.held(row) is None and not row.given:
            noun = TYPE_BY_TABLE[row.table].noun
            return f"The {noun} “{row.words}” was deleted since the form was sent."
        owner = row.owner_id
        if owner and owner not in self._new_ids and self._records.with_id(owner) is None:
            return f"What “{row.words or sheet.ref}” belongs to was deleted since the form was sent."
        return ""

    @cached_property
    def _new_ids(self) -> frozenset[str]:
        return frozenset(row.record_id for row in self._form.rows if row.is_new)

    def refusal_of(self, sheet: ProjectForm) -> str:
        """Return why nothing of a sheet can be taken: its project is gone, or its month is not the one that is open."""
        if sheet.project_id and self._records.find(Project, sheet.project_id) is None:
            return f"{sheet.ref} {sheet.name} was deleted since the form was sent. Nothing of its sheet was taken."
        open_period = self.opened_instead(sheet)
        if not open_period:
            return ""
        asked, opened = period_label(self._form.period), period_label(open_period)
        correct = f" A correction for {asked} needs a reason: choose that month, and change it there."
        return (
            f"{self._form.number} asked {sheet.ref or sheet.name} about {asked}, and {opened} is open now. Nothing of "
            f"the sheet was taken: ask for {opened}, or type it in where it still holds."
            f"{correct if open_period > self._form.period else ''}"
        )

    def opened_instead(self, sheet: ProjectForm) -> str:
        """Return the month that is open instead of the one that a sheet asks about; nothing where that is open."""
        programme = self._programme(sheet)
        is_other = programme is not None and programme.open_period != self._form.period
        return programme.open_period if programme is not None and is_other else ""

    def doubt_of(self, sheet: ProjectForm) -> str:
        """Return why a person is to look at all of a sheet: its project was archived; nothing if it was not."""
        project = self._records.find(Project, sheet.project_id)
        if project is None or not project.archived:
            return ""
        return f"{sheet.ref} {sheet.name} was archived since the form was sent."

    def _programme(self, sheet: ProjectForm) -> Programme | None:
        project = self._records.find(Project, sheet.project_id)
        if project is not None:
            return programme_of(project, self._records)
        named = [item for item in self._records.all(Programme) if item.name == self._form.programme]
        return named[0] if named else None
