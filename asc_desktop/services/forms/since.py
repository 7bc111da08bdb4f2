"""What happened since a form was sent, as the journal tells it: who changed what, and what was settled before."""

from collections.abc import Iterable

from msgspec.structs import replace

from asc_desktop.domain.dates import moment_label
from asc_desktop.domain.forms.returned import Answer, AnswerState, Returned, passed_over
from asc_desktop.domain.records.exchange import UpdateRequest
from asc_desktop.domain.records.fields import field_of
from asc_desktop.domain.records.own import held_in, own_id
from asc_desktop.domain.words import listed, shortened
from asc_desktop.services.forms.kept import requests_of
from asc_desktop.services.session import Session
from asc_desktop.storage.journal import JournalEntry

_ALL = 1_000_000
_LONGEST_FILE = 80


def action_of(returned: Returned) -> str:
    """Return what History calls the taking in of a form that came back."""
    return f"{_beginning(returned)}{shortened(returned.file, _LONGEST_FILE)}"


def with_since(session: Session, returned: Returned) -> Returned:
    """Return a form that came back with who changed what since, and when.

    Where that was an earlier return of the same form, the later file wins, and says so; what it leaves as it was sent
    is in question. So is what changed here where the lead stands by the sheet, and by what was sent therefore.
    """
    moved = {
        answer.code: _row_of(session, answer) for answer in returned.answers if answer.now != answer.sent
    }
    if not moved:
        return returned
    entries = session.history(record_ids=set(moved.values()), limit=_ALL)
    answers = tuple(
        _with_last(answer, _last(entries, moved[answer.code], answer.key), returned)
        if answer.code in moved
        else answer
        for answer in returned.answers
    )
    return replace(returned, answers=answers)


def with_settled(session: Session, returned: Returned) -> Returned:
    """Return a form that came back with nothing in question that a person settled when the same file came before.

    That is what was in question on sheets of which nothing was left open then, and an answer in whose place something
    else was taken. A file that was saved since is another one.
    """
    requests = {item.project_id: item for item in requests_of(session, returned.number)}
    back = [item for key in returned.projects if (item := requests.get(key)) is not None]
    limit = field_of(UpdateRequest, "file").limit
    same = [item for item in back if item.returned_on and item.file == shortened(returned.file, limit)]
    rows = {item.id for item in same} | {
        _row_of(session, answer) for answer in returned.answers if same and answer.is_open
    }
    taken = [
        entry
        for entry in (session.history(record_ids=rows, limit=_ALL) if rows else ())
        if entry.action == action_of(returned) and entry.at.timestamp() > returned.when
    ]
    done = {entry.row_id for entry in taken}
    sheets = {item.project_id for item in same if item.id in done and item.accepted_on}
    if sheets and len(sheets) == len(back):
        sheets |= {""}
    # A record that was made then names every field, those too on which nobody decided.
    instead = {(entry.row_id, key) for entry in taken if entry.operation == "update" for key in entry.changes}

    def is_settled(answer: Answer) -> bool:
        field = "value" if own_id(answer.key) else answer.key
        return answer.is_open and (
            answer.project_id in sheets or (_row_of(session, answer), field) in instead
        )

    if not any(map(is_settled, returned.answers)):
        return returned
    why = "This was settled when the same file came back before."
    answers = tuple(passed_over(answer, why) if is_settled(answer) else answer for answer in returned.answers)
    refs = [sheet.ref for sheet in returned.form.projects if sheet.project_id in sheets - {""}]
    told = [f"This file was taken in before, and all of {listed(refs)} was settled then."] if refs else []
    return replace(returned, answers=answers, told=(*returned.told, *told), settled=frozenset(sheets))


def _row_of(session: Session, answer: Answer) -> str:
    """Return the id of the row that holds an answer: a value of the council's own is one by itself."""
    if own := own_id(answer.key):
        held = held_in(session.records, own, answer.record_id)
        return held.id if held is not None else answer.record_id
    return answer.record_id


def _last(entries: Iterable[JournalEntry], row_id: str, key: str) -> JournalEntry | None:
    """Return the newest entry that set a field; the entries come newest first."""
    field = "value" if own_id(key) else key
    return next((entry for entry in entries if entry.row_id == row_id and field in entry.changes), None)


def _with_last(answer: Answer, last: JournalEntry | None, returned: Returned) -> Answer:
    if last is not None:
        answer = replace(answer, now_who=last.who, now_at=moment_label(last.at))
    is_as_sent = answer.state is AnswerState.UNCHANGED and answer.new == answer.sent and bool(answer.cell)
    is_replaced = (
        last is not None
        and last.action.startswith(_beginning(returned))
        and last.at.timestamp() <= returned.when
    )
    if is_replaced and answer.state is AnswerState.BOTH:
        why = "It replaces the answer of this form when it came back before."
        return replace(answer, state=AnswerState.CHANGED, sentence=f"{answer.sentence} {why}".strip())
    if is_replaced and is_as_sent:
        why = "This form had another answer when it came back before, and now leaves it as it was sent."
        return replace(answer, state=AnswerState.BOTH, sentence=why)
    if is_as_sent and answer.project_id in returned.confirmed:
        why = "This was changed here since it was sent; the sheet confirms what was sent."
        return replace(answer, state=AnswerState.BOTH, sentence=why)
    return answer


def _beginning(returned: Returned) -> str:
    return f"Take in {returned.number}, "
