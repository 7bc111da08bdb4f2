"""What is said to a lead of the answers that could not be taken, in words that go into an e-mail."""

from collections.abc import Sequence

from asc_desktop.domain.dates import period_label
from asc_desktop.domain.forms.returned import Answer, AnswerState, Returned
from asc_desktop.domain.words import shortened

_LONGEST = 80


def note_of(returned: Returned, answers: Sequence[Answer]) -> str:
    """Return the note on answers that were refused or are missing, each with its cell and why; empty for none."""
    if not answers:
        return ""
    thanks = f"Thank you for the update for {period_label(returned.period)} ({returned.number}, “{returned.file}”)."
    lines = [
        f"{thanks} We could not take in what stands below. Please put it right in the same file and send that again.",
        "",
    ]
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
        lines.append(f"- {words.get(answer.code, answer.label)}{where}:{said} {answer.sentence}")
    return "\n".join(lines)
