"""Which record the rows of a found table are, judged by how much of its columns each record explains."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from asc_desktop.domain.importing.columns.alone import DATES, costs_of_no_year, left_alone
from asc_desktop.domain.importing.columns.candidate import Candidate
from asc_desktop.domain.importing.columns.fit import Column
from asc_desktop.domain.importing.columns.left import Left, derived_why, left_of
from asc_desktop.domain.importing.columns.match import beside, candidates, hinted, of_document
from asc_desktop.domain.importing.columns.takes import MEASURE, NAMED_BY, OWNED_BY, VALUE
from asc_desktop.domain.importing.columns.year import total_of_months
from asc_desktop.domain.importing.found import FoundTable, Lies
from asc_desktop.domain.importing.mapping import ColumnMap, TableMap, Target
from asc_desktop.domain.importing.sheets import Workbook
from asc_desktop.domain.importing.vocabulary import Vocabulary
from asc_desktop.domain.records.dataset import Records
from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.words import listed, shortened

_LEAST = 0.5
"""A column is given to a field where it is at least so sure."""
_NEARLY = 0.95
_NAME_FIRST = 0.03
"""What a row is called is looked for before the names of its companions."""
_SHEET_WORDS = 1.6
_MORE_OF_IT = 0.1
_OTHER_SHEET, _NEARLY_SURE = 0.5, 0.8
_NO_NAME, _NO_OWNER, _REPEATED = 0.35, 0.9, 1.2


class Known(Struct, frozen=True):
    """What the whole import knows: the financial years are 0 where they are not known."""

    workbook: Workbook
    vocabulary: Vocabulary
    records: Records
    this_year: int
    first_year: int


class Explained(Struct, frozen=True):
    """What the columns of a table fill where its rows are of one record table, and how well that explains it.

    ``taken`` is by the columns' places, and ``alone`` why others fill nothing that their headings name.
    ``sheet_words`` says how well the sheet's name or title is one for the record.
    """

    record: str
    taken: Mapping[int, Candidate]
    score: float
    sheet_words: float
    alone: Mapping[int, str] = {}


def explain(
    table: FoundTable,
    columns: Sequence[Column],
    record: str,
    known: Known,
    copies: Mapping[int, Left],
    kept: Mapping[int, ColumnMap],
) -> Explained:
    """Return what a table's columns fill where its rows are of a record table, but for copies and what is kept."""
    months = {column.when.period for column in columns if column.when.period}
    found: list[tuple[float, int, Candidate]] = []
    for at, column in enumerate(columns):
        if at in copies or at in kept or not column.found.path:
            continue
        every = candidates(column, record, known.vocabulary, is_lone_month=len(months) == 1)
        worked_out = left_of(column, known.vocabulary)
        bar = max(_LEAST, worked_out.score * _NEARLY if worked_out else 0.0)
        names = Target(record, NAMED_BY.get(record, "name"))
        found += [
            (each.score + (_NAME_FIRST if each.target == names else 0.0), -at, each)
            for each in every
            if each.score >= bar
        ]
    taken = _given_out(found, {each.target for each in kept.values() if each.target})
    without = {*copies, *kept, *of_document(columns, known.vocabulary)}
    taken |= beside(columns, taken, without, known.vocabulary)
    taken |= hinted(columns, taken, without, record, known.vocabulary)
    taken = _without_lone_value(taken, record)
    taken = _with_worked_out(taken, columns, record, known, copies, kept)
    taken |= total_of_months(columns, taken, record, known.vocabulary)
    mapped_before = [each.target for each in kept.values() if each.target]
    alone = costs_of_no_year(taken, columns, record)
    taken = {at: each for at, each in taken.items() if at not in alone}
    while more := left_alone(taken, mapped_before, record):
        alone |= more
        taken = {at: each for at, each in taken.items() if at not in more}
    held = {
        **{at: each.target for at, each in taken.items()},
        **{at: each.target for at, each in kept.items()},
    }
    targets = {target for target in held.values() if target}
    words = _sheet_words(table, record, known.vocabulary)
    score = _in_all(taken.values()) + words * _SHEET_WORDS
    keys = {f"{target.table}.{target.key}" for target in targets}
    name = NAMED_BY.get(record, "name")
    has_groups = any(line.group for line in table.records)
    is_named = any(
        target == Target(record, name) and not (not columns[at].profile.filled and has_groups)
        for at, target in held.items()
    )
    is_dated = record != "milestone" or any(f"milestone.{key}" in keys for key in DATES)
    is_changed = record != "target_change" or "target_change.change_pence" in keys
    if not is_dated or not is_changed or not (is_named or {"risk.ref", "risk_score.likelihood"} <= keys):
        score *= _NO_NAME
    if record in OWNED_BY and f"{record}.{OWNED_BY[record]}" not in keys and not has_groups:
        score -= _NO_OWNER
    score -= _repeats(columns, held, record)
    if not words and table.lies is not Lies.FORM and _is_named_for_another(table, known.vocabulary):
        score *= _OTHER_SHEET
    return Explained(record, taken, score, words, alone)


def _in_all(taken: Iterable[Candidate]) -> float:
    """Return how much is explained: of one figure's many years and months each but the first says little more."""
    by_field: dict[tuple[str, str], list[float]] = {}
    for each in taken:
        by_field.setdefault((each.target.table, each.target.key), []).append(each.score)
    return sum(max(scores) + _MORE_OF_IT * (len(scores) - 1) for scores in by_field.values())


def _given_out(found: Iterable[tuple[float, int, Candidate]], used: set[Target]) -> dict[int, Candidate]:
    """Give each column its likeliest target, no target to two columns."""
    taken: dict[int, Candidate] = {}
    used = set(used)
    for _, at, candidate in sorted(found, key=lambda each: (each[0], each[1]), reverse=True):
        if -at not in taken and candidate.target not in used:
            taken[-at] = candidate
            used.add(candidate.target)
    return taken


def _without_lone_value(taken: dict[int, Candidate], record: str) -> dict[int, Candidate]:
    """Leave a column of values out where no column says which figure each of them is, and the other way round.

    Amounts under years are values too, of the figure that their row says they are.
    """
    targets = {each.target for each in taken.values()}
    if (MEASURE in targets) == (VALUE in targets) or record == "measure":
        return taken
    if MEASURE in targets and any(each.table == "savings_target" and each.year for each in targets):
        return taken
    return {at: each for at, each in taken.items() if each.target not in {MEASURE, VALUE}}


def _with_worked_out(
    taken: dict[int, Candidate],
    columns: Sequence[Column],
    record: str,
    known: Known,
    copies: Mapping[int, Left],
    kept: Mapping[int, ColumnMap],
) -> dict[int, Candidate]:
    """Give what seems worked out from other columns, and is not, to the field that is still free for it."""
    targets = [each.target for each in taken.values()] + [
        each.target for each in kept.values() if each.target
    ]
    left: list[tuple[float, int, Candidate]] = []
    for at, column in enumerate(columns):
        if at in taken or at in copies or at in kept or not column.found.path:
            continue
        if left_of(column, known.vocabulary) and not derived_why(column, known.vocabulary, targets):
            every = candidates(column, record, known.vocabulary, is_lone_month=False)
            left += [
                (each.score, -at, each) for each in every if each.score >= _LEAST and each.target != VALUE
            ]
    return taken | _given_out(left, set(targets)) if left else taken


def _sheet_words(table: FoundTable, record: str, vocabulary: Vocabulary) -> float:
    """Return how well the sheet's name is one for a record; its title only where the name is none for any."""

    def score(text: str, kind: str) -> float:
        match = vocabulary.match(text, vocabulary.sheets[kind]) if text else None
        return match.score if match else 0.0

    if record not in vocabulary.sheets:
        return 0.0
    is_named = any(score(table.sheet, kind) > _LEAST for kind in vocabulary.sheets)
    return score(table.sheet if is_named else table.title, record)


def _is_named_for_another(table: FoundTable, vocabulary: Vocabulary) -> bool:
    """Whether the sheet's name is plainly one for some record: its rows are hardly of another."""
    matches = (vocabulary.match(table.sheet, words, extra=False) for words in vocabulary.sheets.values())
    return any(match and match.score > _NEARLY_SURE for match in matches)


def _repeats(columns: Sequence[Column], held: Mapping[int, Target | None], record: str) -> float:
    """Return what is taken off where the column that names the rows names many of them alike.

    A project's reference that repeats beside other names is its own project's, and the names are its savings lines'.
    """
    if MEASURE in held.values():
        return 0.0
    name, reference = Target(record, NAMED_BY.get(record, "name")), Target("project", "ref")
    repeated = {target for at, target in held.items() if target and _is_repeated(columns[at])}
    if name in repeated:
        return _REPEATED
    return _REPEATED if reference in repeated and name in held.values() else 0.0


def _is_repeated(column: Column) -> bool:
    profile = column.profile
    return profile.filled > 1 and profile.distinct * 4 < profile.filled * 3


def sure_of(best: Explained, every: Sequence[Explained]) -> float:
    """Return how sure it is that the best explanation is the right one: by how far it leads."""
    others = [each.score for each in every if each.record != best.record]
    if not others or best.score <= 0:
        return 1.0 if not others else 0.0
    lead = (best.score - max(others)) / best.score
    return round(min(1.0, 0.4 + lead * 2.0), 2)


def why_record(table: FoundTable, best: Explained, before: TableMap | None, vocabulary: Vocabulary) -> str:
    """Return the sentence that says why the rows of a table are what they are taken to be."""
    plural = TYPE_BY_TABLE[best.record].plural
    if before:
        return f"Its headings are those of a mapping used before: its rows are {plural}."
    name = NAMED_BY.get(best.record, "name")
    telling = [
        table.columns[at].heading
        for at, each in best.taken.items()
        if each.target.table == best.record
        and each.target.key in {"ref", name, OWNED_BY.get(best.record, "")}
    ]
    if best.sheet_words:
        match = vocabulary.match(table.sheet, vocabulary.sheets[best.record])
        called = (
            f"Its sheet is called “{table.sheet}”" if match else f"It is headed “{shortened(table.title)}”"
        )
        return f"{called}, so its rows are {plural}."
    if telling:
        return f"It has {listed([f'“{each}”' for each in telling])}, so its rows are {plural}."
    return f"Most of its columns are of {plural}."
