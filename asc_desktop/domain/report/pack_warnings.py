"""What a person should know before a pack leaves the office: pure, and from the reports alone."""

from typing import Final

from msgspec import Struct

from asc_desktop.domain.money import format_pounds
from asc_desktop.domain.report.disclosure import disclosure_warnings
from asc_desktop.domain.report.model import Report
from asc_desktop.domain.report.pack_plan import PackPlan
from asc_desktop.domain.report.publication import PublicReport, appendix_report
from asc_desktop.domain.words import first_of

WARNING_WORDS: Final = {
    "discloses": "Would reveal an exempt figure",
    "over_allocated": "Movement too large",
    "unreconciled": "Total does not reconcile",
    "not_assessed": "Implications not assessed",
    "not_updated": "Not updated",
    "exempt_left_out": "Exempt records left out",
    "exempt_included": "Exempt records included",
    "not_compared": "Nothing to compare with",
}
"""Every kind of warning in the order in which they are shown."""

NEWS: Final = frozenset({"exempt_left_out", "exempt_included", "not_compared"})
"""Kinds that only tell: a pack is written without their being waived."""

_UNEXPLAINED: Final = frozenset({"differs", "part"})


class PackWarning(Struct, frozen=True):
    """One warning: its kind, a sentence, and where it is settled: a page, and the records to show there.

    ``is_news`` where nobody has to waive it.
    """

    id: str
    kind: str
    sentence: str
    page: str
    record_ids: tuple[str, ...] = ()
    is_news: bool = False

    @property
    def words(self) -> str:
        """The kind in words."""
        return WARNING_WORDS[self.kind]


def pack_warnings(
    report: Report, plan: PackPlan, *, public: PublicReport | None = None, compared: bool = True
) -> tuple[PackWarning, ...]:
    """Return the warnings for a pack of a report; ``public`` is its public form where the pack is for the public.

    ``compared``: whether there is a snapshot that changes are told from.
    """
    found = [*_updates(report), *_movements(report), *_totals(report), *_assessments(report)]
    if public is not None:
        found += [
            PackWarning(
                f"discloses:{item.id}",
                "discloses",
                f"{item.sentence} {item.suggestion}".strip(),
                "publication",
                (item.record_id,),
            )
            for item in disclosure_warnings(report)
        ]
        if public.sentence:
            found.append(
                PackWarning(
                    "exempt_left_out", "exempt_left_out", public.sentence, "publication", is_news=True
                )
            )
    elif report.exempt:
        held = appendix_report(report)
        if held.paragraphs:
            found.append(
                PackWarning(
                    "exempt_included",
                    "exempt_included",
                    "The pack has exempt records in it, so each page is marked as not for publication.",
                    "publication",
                    is_news=True,
                )
            )
    if "changes" in plan.sections and not compared:
        sentence = "There is no board version to compare with, so the section “Changes since last board” is left out."
        found.append(PackWarning("not_compared", "not_compared", sentence, "changes", is_news=True))
    order = tuple(WARNING_WORDS)
    return tuple(sorted(found, key=lambda item: order.index(item.kind)))


def not_waived(warnings: tuple[PackWarning, ...], waived: frozenset[str]) -> tuple[PackWarning, ...]:
    """Return the warnings that still stand; ``waived`` holds kinds and ids."""
    return tuple(item for item in warnings if not item.is_news and not {item.kind, item.id} & waived)


def _updates(report: Report) -> list[PackWarning]:
    late = [row for row in report.attention if row.kind == "not_updated"]
    if not late:
        return []
    names = first_of([f"{row.project_ref} {row.project}" for row in late])
    count = "1 project was" if len(late) == 1 else f"{len(late)} of {len(report.due_projects)} projects were"
    sentence = f"{count} not updated for {report.period_label}: {names}."
    ids = tuple(row.project_id for row in late)
    return [PackWarning("not_updated", "not_updated", sentence, "updates", ids)]


def _movements(report: Report) -> list[PackWarning]:
    return [
        PackWarning(
            f"over_allocated:{item.id}",
            "over_allocated",
            f"{item.kind_label} of {format_pounds(item.amount_pence)} from {item.from_label}, {item.from_year}, is "
            f"{format_pounds(item.over_allocated_pence)} more than is left.",
            "savings",
            (item.from_project_id,),
        )
        for item in report.movements
        if item.over_allocated_pence and item.from_project_id not in report.closed_ids
    ]


def _totals(report: Report) -> list[PackWarning]:
    section = report.reconciliation
    found = [
        (item.id, item.name, item.sentence, "reconciliation")
        for item in section.control_totals
        if item.result in _UNEXPLAINED
    ]
    found += [
        (table.id, table.name, table.sentence, "reconciliation")
        for table in section.tables
        if table.state in {"wrong", "unreadable"}
    ]
    found += [
        (check.id, check.name, check.sentence, "budget")
        for check in report.budget.checks
        if check.state == "differs"
    ]
    return [
        PackWarning(f"unreconciled:{found_id}", "unreconciled", _sentence(name, words), page, (found_id,))
        for found_id, name, words, page in found
    ]


def _assessments(report: Report) -> list[PackWarning]:
    return [
        PackWarning(
            f"not_assessed:{row.record_id}",
            "not_assessed",
            f"{row.project_ref} {row.project}: {row.why}",
            "decisions",
            (row.record_id,),
        )
        for row in report.attention
        if row.kind == "decision_assessment"
    ]


def _sentence(name: str, sentence: str) -> str:
    return sentence if name in sentence else f"{name}: {sentence}"
