"""Several files that came back, compared with each other: which is of which form, and what two of them say of the same.

Of one form that came back twice the later file wins, and says so. What two leads answer differently is in question.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.forms.carried import carried_in
from asc_desktop.domain.forms.form import Form, FormError
from asc_desktop.domain.forms.located import numbers_in
from asc_desktop.domain.forms.reading import read_return
from asc_desktop.domain.forms.returned import Answer, AnswerState, Returned, passed_over
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.words import number_of, shortened

FormsOf = Callable[[str], Sequence[Form]]
"""Gives the forms that the portfolio keeps under a number: several where two copies asked apart and were merged."""


class Unread(Struct, frozen=True):
    """A file of which nothing was read, and why, in a sentence."""

    file: str
    sentence: str


def compared(
    workbooks: Iterable[tuple[Workbook, float]], forms_of: FormsOf, records: Records
) -> tuple[tuple[Returned, ...], tuple[Unread, ...]]:
    """Return every form that came back, and the files that are none; the workbooks come with when they were saved."""
    returned: list[Returned] = []
    unread: list[Unread] = []
    for workbook, when in sorted(workbooks, key=lambda pair: pair[1]):
        for found in _forms_in(workbook, when, forms_of, records):
            if isinstance(found, Unread):
                unread.append(found)
            else:
                returned.append(found)
    for at, earlier in enumerate(returned):
        for place in range(at + 1, len(returned)):
            if returned[place].form == earlier.form:
                returned[at], returned[place] = _twice(returned[at], returned[place])
    return tuple(_in_question(returned)), tuple(unread)


def _forms_in(
    workbook: Workbook, when: float, forms_of: FormsOf, records: Records
) -> Iterator[Returned | Unread]:
    numbers = numbers_in(workbook)
    if not numbers:
        yield Unread(
            workbook.name,
            f"“{workbook.name}” is no update form: no row in it has a form’s code, such as F-0012/007, at its left.",
        )
    try:
        carried = carried_in(workbook)
    except FormError:
        carried = None
    for number in numbers:
        own = carried if carried is not None and carried.number == number else None
        known = [form for form in forms_of(number) if own is None or form.id == own.id]
        if not known:
            whose = f" of “{own.portfolio_name}”" if own is not None else ""
            yield Unread(
                workbook.name,
                f"“{workbook.name}” is form {number}{whose}, which was not sent from this portfolio, or was sent from "
                "a copy of it that is not merged yet. Nothing of it was taken.",
            )
            continue
        found = [replace(read_return(workbook, form, records), when=when) for form in known]
        best = max(found, key=lambda each: each.alike)
        if own is None:
            # Answers in the words of an e-mail, or one sheet as CSV: nothing is lost of what was never in it.
            best = replace(best, absent=(), gone=())
        if best.alike < _ALIKE:
            yield Unread(
                workbook.name,
                f"“{workbook.name}” is marked as form {number}, and its rows are not those that this portfolio sent "
                "under that number. Nothing of it was taken.",
            )
        else:
            yield best


_ALIKE = 0.5
"""The share of the rows found that are to be rows of the form."""


def _twice(earlier: Returned, later: Returned) -> tuple[Returned, Returned]:
    """Return two files of one form: the later one wins, and what it leaves as it was sent is in question."""
    both = set(earlier.projects) & set(later.projects)
    if not both:
        return earlier, later
    kept: list[Answer] = []
    replaced: list[tuple[Answer, Answer]] = []
    for answer in earlier.answers:
        new = later.by_code.get(answer.code)
        if answer.project_id not in both or answer.state is AnswerState.UNCHANGED:
            kept.append(answer)
        elif _says_nothing(new) and answer.state in {AnswerState.CHANGED, AnswerState.BOTH}:
            why = f"The later file “{later.file}” leaves this as it was sent."
            kept.append(replace(answer, asks=True, sentence=f"{answer.sentence} {why}".strip()))
        else:
            kept.append(passed_over(answer))
            if new is not None and new.text != answer.text:
                replaced.append((answer, new))
    left = {answer.project_id for answer in kept if answer.state is not AnswerState.UNCHANGED}
    projects = tuple(each for each in earlier.projects if each not in both or each in left)
    earlier = replace(earlier, answers=tuple(kept), projects=projects, confirmed=earlier.confirmed - both)
    if not replaced:
        told = f"It came back before as “{earlier.file}”, with the same answers: this later file is taken."
    else:
        instead = {new.code: old for old, new in replaced}
        later = replace(
            later, answers=tuple(_with_earlier(answer, instead, earlier) for answer in later.answers)
        )
        count = number_of(len(replaced), "answer differs", "answers differ")
        told = f"It came back before as “{earlier.file}”: {count}, and this later file is taken."
    return earlier, replace(later, told=(*later.told, told))


def _says_nothing(answer: Answer | None) -> bool:
    return answer is None or (
        answer.state in {AnswerState.UNCHANGED, AnswerState.MISSING} and answer.new == answer.sent
    )


def _with_earlier(answer: Answer, instead: dict[str, Answer], earlier: Returned) -> Answer:
    old = instead.get(answer.code)
    if old is None:
        return answer
    why = f"It replaces “{shortened(old.text)}” of the earlier file “{earlier.file}”."
    return replace(answer, sentence=f"{answer.sentence} {why}".strip())


def _in_question(returned: Sequence[Returned]) -> Iterator[Returned]:
    """Yield the forms with what two leads answer differently in question, each answer saying the other."""
    said: dict[str, list[tuple[Returned, Answer]]] = {}
    for each in returned:
        for answer in each.answers:
            if answer.state in {AnswerState.CHANGED, AnswerState.BOTH}:
                said.setdefault(answer.slot, []).append((each, answer))
    for each in returned:
        yield replace(
            each, answers=tuple(_against_others(each, item, said.get(item.slot, ())) for item in each.answers)
        )


def _against_others(returned: Returned, answer: Answer, said: Sequence[tuple[Returned, Answer]]) -> Answer:
    others = [
        f"{other.lead or other.number} answers “{shortened(item.text or 'nothing')}” in {other.number}, “{other.file}”."
        for other, item in said
        if other.number != returned.number and item.new != answer.new
    ]
    if not others or answer.state not in {AnswerState.CHANGED, AnswerState.BOTH}:
        return answer
    return replace(answer, asks=True, sentence=" ".join(filter(None, (answer.sentence, *others))))
