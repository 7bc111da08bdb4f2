"""What the commands ``merge`` and ``changes-in`` print: what comes in and what is disputed, in lines of 80 letters."""

from collections.abc import Iterator

from asc_desktop.cli.import_words import folded
from asc_desktop.domain.dates import moment_label
from asc_desktop.domain.words import number_of, shortened
from asc_desktop.services.merging import Applied, Conflict, CopyMerge, Incoming

_LONGEST = 200
_MOST = 40
"""Changes that are printed; how many more there are is said."""
_TAKEN = {"ours": "ours", "theirs": "theirs", "newest": "the newest", "value": "what was typed"}


def merge_lines(merge: CopyMerge, portfolio: str, applied: Applied | None) -> Iterator[str]:
    """Yield the lines of a preview, or of what was done."""
    actions = number_of(merge.new_actions, "new action")
    yield from folded(f"{merge.file} of {merge.whose} into {portfolio}: {actions}")
    for sentence in merge.told:
        yield from folded(sentence, "  ")
    if applied is not None and applied.action:
        yield from folded(applied.sentence)
        return
    if merge.is_nothing_new:
        yield "Everything in it is in this portfolio already. Nothing was changed."
        return
    yield from _incoming(merge)
    if merge.conflicts:
        yield "Conflicts"
    for conflict in merge.conflicts:
        yield from _conflict(merge, conflict)
    if merge.unsettled:
        left = number_of(len(merge.unsettled), "conflict has", "conflicts have")
        yield from folded(
            f"{left} to be settled, in the window one by one or here by --settle ours, theirs or newest. "
            "Nothing was changed."
        )
    else:
        yield "Nothing was changed. Add --apply to merge it."


def _incoming(merge: CopyMerge) -> Iterator[str]:
    rows = merge.comes_in
    if rows:
        yield "Comes in"
    for row in rows[:_MOST]:
        yield from folded(_change(row), "  ")
    if len(rows) > _MOST:
        yield f"  … and {number_of(len(rows) - _MOST, 'more change')}; --json has all of them."


def _change(row: Incoming) -> str:
    label = f", {row.label}" if row.label else ""
    said = f": {row.old or 'nothing'} → {row.new or 'nothing'}" if row.label else f": {row.what}"
    by = f" ({row.who}, {moment_label(row.at)})" if row.who and row.at else ""
    return f"{row.record_words}{label}{shortened(said, _LONGEST)}{by}"


def _conflict(merge: CopyMerge, conflict: Conflict) -> Iterator[str]:
    label = f", {conflict.label}" if conflict.label else ""
    yield from folded(f"{conflict.record_words}{label}: {conflict.sentence}", "  ")
    for side, said in (("ours", conflict.ours), ("theirs", conflict.theirs)):
        if said is not None:
            by = f" ({said.who}, {moment_label(said.at)})" if said.who and said.at else ""
            yield from folded(f"{side}: {shortened(said.words or 'nothing', _LONGEST)}{by}", "    ")
    choice = merge.choices.get(conflict.key)
    if choice is not None:
        yield f"    settled: {_TAKEN[choice.take]}"
