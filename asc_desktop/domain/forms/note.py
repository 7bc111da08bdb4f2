"""What is said to a lead of the answers that could not be taken, in words that go into an e-mail."""

from collections.abc import Collection, Sequence

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.forms.returned import Answer, AnswerState, Returned
from asc_desktop.domain.words import listed, shortened

_LONGEST = 80


def lost_in(returned: Returned, back: Collection[str]) -> tuple[str, ...]:
    """Return what of a form is no longer in its file, as sentences: whole sheets, and rows.

    A sheet of which something came back in another file, ``back`` by its project, is not lost.
    """
    absent = [
        f"{sheet.ref} {sheet.name}".strip()
        for sheet in returned.form.projects
        if sheet.project_id in returned.absent and sheet.project_id not in back
    ]
    if not absent:
        return returned.gone
    its = "its sheet" if len(absent) == 1 else "their sheets"
    sentence = (
        f"Nothing came back of {listed(absent)}: no row of {its} is in the file. The small codes at the left of a "
        "sheet belong to it."
    )
    return sentence, *returned.gone


def note_of(returned: Returned, answers: Sequence[Answer], lost: Sequence[str] = ()) -> str:
    """Return the note on answers that were refused or are missing, each with its cell and why; empty for none.

    ``lost`` is what is no longer in the file. Of a month that is over the note says what helps then.
    """
    if not answers and (not lost or returned.is_over):
        return ""
    thanks = f"Thank you for the update for {period_label(returned.period)} ({returned.number}, “{returned.file}”)."
    lines = [f"{thanks} {_what_to_do(returned)}", ""]
    words = {question.code: question.words for _, question in returned.form.questions}
    about = ""
    for answer in answers:
        if answer.record_words != about:
            lines += [""] if about else []
            about = answer.record_words
            lines.append(f"{about}:")
        where = f" ({answer.cell})" if answer.cell else ""
        said = (
            f" “{shortened(answer.text, _LONGEST)}”."
            if answer.text and answer.state is AnswerState.REFUSED
            else ""
        )
        why = "" if returned.is_over else answer.sentence
        lines.append(f"- {words.get(answer.code, answer.label)}{where}:{said} {why}".rstrip())
    if lost and not returned.is_over:
        lines += ["", *lost] if answers else lost
    return "\n".join(lines)


def _what_to_do(returned: Returned) -> str:
    if not returned.is_over:
        return (
            "We could not take in the answers below. Please correct them in the same file and send it again."
        )
    month, opened = period_label(returned.period), period_label(returned.opened)
    return (
        f"{opened} is open here by now, so nothing of the form could be taken in, and to send it again does not help. "
        f"Please let us know what must be corrected for {month}, and why: we can put that in as a correction, with "
        f"your reason. What is true for {opened} belongs in the form for {opened}."
    )
