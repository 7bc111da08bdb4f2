"""Forms that came back as plain figures, for the command line's JSON. ``docs/returns-json.md`` describes every key.

The shape is kept from release to release, whatever becomes of the structures that it is made from.
"""

from collections.abc import Sequence

from msgspec import Struct

from asc_desktop.domain.forms.returned import Answer, AnswerState, Returned
from asc_desktop.domain.records.delivery import Project
from asc_desktop.domain.records.fields import Value
from asc_desktop.services.forms.returns import AppliedReturn, Returns
from asc_desktop.services.session import Session

VERSION = 1


class ToldAnswer(Struct, frozen=True):
    """What was answered to one question. Amounts are pence."""

    code: str
    project: str
    table: str
    record: str
    words: str
    field: str
    label: str
    cell: str
    text: str
    sent: Value
    now: Value
    new: Value
    state: str
    plain: bool
    open: bool
    sentence: str
    now_who: str
    now_at: str


class ToldAnswerCounts(Struct, frozen=True):
    """How many answers are in each state, and how many of them wait for a person."""

    unchanged: int
    changed: int
    both: int
    refused: int
    missing: int
    open: int


class ToldReturned(Struct, frozen=True):
    """One form that came back."""

    form: str
    period: str
    lead: str
    file: str
    projects: tuple[str, ...]
    confirmed: tuple[str, ...]
    counts: ToldAnswerCounts
    answers: tuple[ToldAnswer, ...]
    told: tuple[str, ...]
    note: str
    action: str
    taken: int
    sentence: str


class ToldUnread(Struct, frozen=True):
    """A file of which nothing was read."""

    file: str
    sentence: str


class ToldReturns(Struct, frozen=True):
    """All that came back."""

    format: str
    version: int
    applied: bool
    forms: tuple[ToldReturned, ...]
    unread: tuple[ToldUnread, ...]


def told_returns(
    session: Session, returns: Returns, applied: Sequence[AppliedReturn] | None = None
) -> ToldReturns:
    """Return what came back, and what became of it once it was taken in."""
    done = {(item.number, item.file): item for item in applied or ()}
    forms = tuple(
        _returned(session, returns, each, done.get((each.number, each.file))) for each in returns.returned
    )
    unread = tuple(ToldUnread(item.file, item.sentence) for item in returns.unread)
    return ToldReturns("asc-desktop-returns", VERSION, applied is not None, forms, unread)


def _returned(
    session: Session, returns: Returns, returned: Returned, done: AppliedReturn | None
) -> ToldReturned:
    refs = {"": ""} | {sheet.project_id: sheet.ref for sheet in returned.form.projects if sheet.project_id}
    return ToldReturned(
        form=returned.number,
        period=returned.period,
        lead=returned.lead,
        file=returned.file,
        projects=tuple(refs[key] for key in returned.projects),
        confirmed=tuple(sorted(refs[key] for key in returned.confirmed)),
        counts=ToldAnswerCounts(
            unchanged=returned.count(AnswerState.UNCHANGED),
            changed=returned.count(AnswerState.CHANGED),
            both=returned.count(AnswerState.BOTH),
            refused=returned.count(AnswerState.REFUSED),
            missing=returned.count(AnswerState.MISSING),
            open=sum(answer.is_open for answer in returned.answers),
        ),
        answers=tuple(_answer(session, answer) for answer in returned.answers),
        told=returned.told,
        note=returns.note(returned),
        action=done.action if done else "",
        taken=done.taken if done else 0,
        sentence=done.sentence if done else "",
    )


def _answer(session: Session, answer: Answer) -> ToldAnswer:
    project = session.records.find(Project, answer.project_id)
    return ToldAnswer(
        code=answer.code,
        project=project.ref if project else "",
        table=answer.table,
        record=answer.record_id,
        words=answer.record_words,
        field=answer.key,
        label=answer.label,
        cell=answer.cell,
        text=answer.text,
        sent=answer.sent,
        now=answer.now,
        new=answer.new,
        state=answer.state.value,
        plain=answer.is_plain,
        open=answer.is_open,
        sentence=answer.sentence,
        now_who=answer.now_who,
        now_at=answer.now_at,
    )
