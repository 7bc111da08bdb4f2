"""The public form of a report, and the confidential appendix to it.

A public report leaves every exempt record out of every list, and out of the words and links of those that stay,
while totals, counts and key figures stay true: ``disclosure`` says where one of them would tell. What is left out
follows from ``Report.exempt`` alone, so a kept report gives the same public form as the live one. Ids are compared,
and text only where the program wrote it: what an officer wrote in a narrative is published as it stands, since
nothing is classified automatically.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from asc_desktop.domain.records.types import TYPE_BY_TABLE
from asc_desktop.domain.report.exempt import PARAGRAPH_WORDS
from asc_desktop.domain.report.model import (
    AttentionRow,
    MilestoneReport,
    MitigationReport,
    ProjectReport,
    Report,
)
from asc_desktop.domain.report.views_decisions import (
    DecisionReport,
    DecisionStage,
    DecisionSupplierReport,
    DecisionWarning,
    FundingSourceReport,
)
from asc_desktop.domain.report.views_publication import ExemptReport, LeftOut
from asc_desktop.domain.report.views_reconciliation import ControlTotalReport
from asc_desktop.domain.report.views_risks import RiskReport
from asc_desktop.domain.rules.budget import BudgetFigures
from asc_desktop.domain.rules.position import Position
from asc_desktop.domain.words import listed

T = TypeVar("T")

_FIGURES = (str, int, type(None), Position, BudgetFigures)
_HEADINGS = frozenset({
    "key_figures", "status_scheme", "status_by_theme", "status_over_time", "themes", "decision_pipeline", "bridge",
    "slippage", "groups", "bands", "programmes", "years", "notes",
})  # fmt: skip
"""What a report is ordered by, which an appendix needs too."""
_LINKS: dict[type, tuple[str, ...]] = {
    MitigationReport: ("movement_id", "movement"),
    AttentionRow: ("project_id",),
    RiskReport: ("project_id", "project_ref", "project", "linked"),
}
"""By view: a reference that is emptied where its record is exempt, with its words; any other takes its row with it."""
_WITHOUT_NAMES = frozenset({
    "challenge", "no_plan", "slipping", "surplus", "no_forecast", "not_updated", "overdue", "risk_overdue",
    "risk_worse", "measure_red", "budget_total",
})  # fmt: skip
"""Kinds of attention whose sentences name no other record, so that a line called Forecast takes none of them away."""


class PublicReport(Struct, frozen=True):
    """A report to publish, and what it leaves out: by kind, and in a sentence that is empty where that is nothing."""

    report: Report
    left_out: tuple[LeftOut, ...]
    sentence: str


class AppendixReport(Struct, frozen=True):
    """The exempt records of a report and nothing else in its lists; ``marking`` belongs on every page."""

    report: Report
    paragraphs: tuple[str, ...]
    marking: str


def public_report(report: Report) -> PublicReport:
    """Return the report without its exempt records, and how many of each kind that is."""
    cut = _Cut(report)
    pruned = cut.public(report)
    pruned = replace(
        pruned,
        exempt={},
        projects=_with_next_milestone(pruned, cut),
        decision_pipeline=tuple(_stage(stage, pruned.decisions) for stage in pruned.decision_pipeline),
    )
    left_out = _counted(cut.dropped.values())
    sentence = _left_out_sentence(left_out)
    if sentence:
        pruned = replace(pruned, notes=(*pruned.notes, ("Exempt information", sentence)))
    return PublicReport(pruned, left_out, sentence)


def appendix_report(report: Report) -> AppendixReport:
    """Return the report with only its exempt records in its lists; its totals stay those of the whole."""
    cut = _Cut(report)
    kept = cast("Report", cut.appendix(report))
    held = {record_id: item for record_id, item in report.exempt.items() if record_id in cut.dropped}
    paragraphs = tuple(sorted({item.paragraph for item in held.values()}))
    kept = replace(kept, exempt=held)
    return AppendixReport(kept, paragraphs, marking(paragraphs))


def marking(paragraphs: Iterable[str]) -> str:
    """Return the marking that each page with exempt information bears, for these paragraphs; empty without any."""
    held = sorted(set(paragraphs))
    if not held:
        return ""
    noun = "Paragraph" if len(held) == 1 else "Paragraphs"
    about = "; ".join(PARAGRAPH_WORDS[paragraph] for paragraph in held)
    return (
        f"NOT FOR PUBLICATION. This document contains exempt information under {noun} {listed(held)} of Part 1 of "
        "Schedule 12A of the Local Government Act 1972, as amended, and it would not be in the public interest for "
        f"this information to be disclosed (information relating to {about})."
    )


def _counted(dropped: Iterable[ExemptReport]) -> tuple[LeftOut, ...]:
    by_table: dict[str, list[ExemptReport]] = defaultdict(list)
    for item in dropped:
        by_table[item.table].append(item)
    found = []
    for table, kind in TYPE_BY_TABLE.items():
        items = by_table.get(table)
        if items:
            noun = kind.noun if len(items) == 1 else kind.plural
            paragraphs = tuple(sorted({item.paragraph for item in items}))
            words = f"{len(items)} {noun} ({_paragraphs(paragraphs)})"
            found.append(LeftOut(table, noun, len(items), paragraphs, words))
    return tuple(found)


def _paragraphs(paragraphs: tuple[str, ...]) -> str:
    return f"{'paragraph' if len(paragraphs) == 1 else 'paragraphs'} {listed(paragraphs)}"


def _left_out_sentence(left_out: tuple[LeftOut, ...]) -> str:
    if not left_out:
        return ""
    every = tuple(sorted({paragraph for item in left_out for paragraph in item.paragraphs}))
    kinds = [f"{item.count} {item.kind}" if len(every) == 1 else item.sentence for item in left_out]
    return (
        f"Left out as exempt under {_paragraphs(every)} of Schedule 12A of the Local Government Act 1972: "
        f"{listed(kinds)}. Totals include what is left out."
    )


def _stage(stage: DecisionStage, decisions: tuple[DecisionReport, ...]) -> DecisionStage:
    """Return a stage whose next step is one that is shown."""
    due = next((item for item in decisions if item.stage == stage.stage and item.next_date), None)
    return replace(
        stage,
        next_ref=due.ref if due else "",
        next_step=due.next_step if due else "",
        next_date=due.next_date if due else None,
    )


def _with_next_milestone(report: Report, cut: "_Cut") -> tuple[ProjectReport, ...]:
    """Return the projects with a next milestone that is shown."""
    if not any(item.table == "milestone" for item in cut.exempt.values()):
        return report.projects
    nearest: dict[str, tuple[str, str, str | None]] = {}
    for item in report.milestones:
        day = item.forecast_date or item.baseline_date
        if item.state != "done" and (day or "9999") < nearest.get(item.project_id, ("99999",))[0]:
            nearest[item.project_id] = (day or "9999", item.name, day)
    nothing = ("", "", None)
    return tuple(
        replace(
            project,
            next_milestone=nearest.get(project.id, nothing)[1],
            next_milestone_date=nearest.get(project.id, nothing)[2],
        )
        for project in report.projects
    )


class _Cut:
    """What one report has to leave out; ``dropped`` gathers what was, by id."""

    def __init__(self, report: Report) -> None:
        self.exempt: Mapping[str, ExemptReport] = report.exempt
        self.dropped: dict[str, ExemptReport] = {}
        self._refs = {item.ref for item in report.decisions if item.id in self.exempt}
        self._refs |= {item.ref for item in report.projects if item.id in self.exempt}
        suppliers = (part for item in report.decisions for part in item.suppliers)
        self._names = (
            {item.name for item in report.projects if item.id in self.exempt}
            | {item.name for item in report.milestones if item.id in self.exempt}
            | {line.name for line in report.savings.lines if line.id in self.exempt}
            | {part.supplier for part in suppliers if part.id in self.exempt}
        )
        self._needs = {
            (item.milestone_id, item.project_ref)
            for item in report.dependencies
            if self.exempt.keys().isdisjoint((item.id, item.project_id))
        }
        words = "|".join(re.escape(words) for words in sorted({*self._names, *self._refs}) if words)
        self._telling = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None

    def public(self, value: T) -> T:
        """Return a part of the report without what is exempt; the part itself where nothing of it is."""
        if not self.exempt or isinstance(value, _FIGURES):
            return value
        if isinstance(value, tuple):
            kept = tuple(self.public(item) for item in value if not self._drops(item))
            same = len(kept) == len(value) and all(a is b for a, b in zip(kept, value, strict=True))
            return value if same else cast("T", kept)
        if isinstance(value, Mapping):
            return cast(
                "T", {key: self.public(item) for key, item in value.items() if key not in self.exempt}
            )
        if not isinstance(value, Struct):
            return value
        repaired = self._repaired(value)
        changed: dict[str, Any] = {}
        for name in repaired.__struct_fields__:
            if isinstance(value, Report) and name == "exempt":
                continue
            held = getattr(repaired, name)
            kept_part = self.public(held)
            if kept_part is not held:
                changed[name] = kept_part
        return cast("T", replace(repaired, **changed) if changed else repaired)

    def appendix(self, value: Any) -> Any:
        """Return a part of the report with only the exempt records in its lists."""
        changed: dict[str, Any] = {}
        for name in value.__struct_fields__:
            held = getattr(value, name)
            if name.endswith("_ids") and isinstance(held, tuple):
                changed[name] = tuple(item for item in held if item in self.exempt)
            elif isinstance(held, tuple) and name not in _HEADINGS:
                changed[name] = self._only(held)
            elif isinstance(held, tuple) and held and isinstance(held[0], Struct):
                changed[name] = tuple(self.appendix(item) for item in held)
            elif isinstance(held, Mapping) and name != "exempt":
                changed[name] = {key: self._appendix_entry(item) for key, item in held.items()}
            elif isinstance(held, Struct) and not isinstance(held, _FIGURES):
                changed[name] = self.appendix(held)
        return replace(value, **changed) if changed else value

    def _appendix_entry(self, value: Any) -> Any:
        if isinstance(value, tuple):
            if value and isinstance(value[0], Struct):
                return tuple(self.appendix(item) for item in value)
            return tuple(item for item in value if item in self.exempt)
        return value

    def _only(self, rows: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the exempt rows whole, and of other rows those with an exempt part, with that part alone."""
        kept = []
        for row in rows:
            if self._drops(row):
                kept.append(row)
            elif isinstance(row, Struct) and hasattr(row, "id"):
                parts = {
                    name: self._only(getattr(row, name))
                    for name in row.__struct_fields__
                    if _is_list_of_records(getattr(row, name))
                }
                if any(parts.values()):
                    kept.append(replace(row, **parts))
        return tuple(kept)

    def _drops(self, row: Any) -> bool:
        """Whether a row of a list is exempt, which is then counted."""
        if isinstance(row, str):
            return row in self.exempt or row in self._refs
        if not isinstance(row, Struct) or isinstance(row, _FIGURES):
            return False
        row_id = str(getattr(row, "id", ""))
        held = self.exempt.get(row_id)
        if held is not None:
            self.dropped[row_id] = held
        return held is not None or row_id.partition(":")[2] in self.exempt or self._drops_by_link(row)

    def _drops_by_link(self, row: Any) -> bool:
        match row:
            case AttentionRow():
                return self._drops_attention(row)
            case ControlTotalReport():
                return self._tells_control_total(row)
            case DecisionWarning():
                return self._tells(row.sentence)
        links = _LINKS.get(type(row), ())
        return any(
            name.endswith("_id") and name not in links and getattr(row, name) in self.exempt
            for name in row.__struct_fields__
        )

    def _drops_attention(self, row: AttentionRow) -> bool:
        if row.record_id in self.exempt:
            return True
        if not row.record_id and row.project_id in self.exempt:
            return True
        return row.kind not in _WITHOUT_NAMES and self._tells(row.why)

    def _tells_control_total(self, row: ControlTotalReport) -> bool:
        alone = bool(row.line_ids) and all(line_id in self.exempt for line_id in row.line_ids)
        return alone or row.name in self._names or self._tells(row.selection)

    def _tells(self, sentence: str) -> bool:
        """Whether words that the program wrote name an exempt project, line, milestone, supplier or decision."""
        return self._telling is not None and self._telling.search(sentence) is not None

    def _repaired(self, row: Any) -> Any:
        """Return a view with the links and words emptied that would name an exempt record.

        A list of rows is cut elsewhere. This is for what one row that stays says of another that goes: a reference in a
        tuple, a name beside it, a count of such rows. Tuples that go by pairs are cut together.
        """
        match row:
            case DecisionSupplierReport() if self._refs.intersection(row.repeat_refs):
                return replace(row, repeat_awards=0, repeat_pence=0, repeat_refs=())
            case FundingSourceReport() if any(item in self.exempt for item in row.decision_ids):
                pairs = zip(row.decision_ids, row.decision_refs, strict=True)
                shown = tuple((held, ref) for held, ref in pairs if held not in self.exempt)
                return replace(
                    row, decision_ids=tuple(a for a, _ in shown), decision_refs=tuple(b for _, b in shown)
                )
            case DecisionReport():
                return self._repaired_decision(row)
            case MilestoneReport() if any((row.id, ref) not in self._needs for ref in row.needed_by):
                return replace(
                    row, needed_by=tuple(ref for ref in row.needed_by if (row.id, ref) in self._needs)
                )
        # The id comes first among a type's links, then the words that name what it points at: all go or none.
        links = _LINKS.get(type(row), ())
        if links and getattr(row, links[0]) in self.exempt:
            row = replace(row, **dict.fromkeys(links, ""))
            return replace(row, linked=row.theme) if isinstance(row, RiskReport) else row
        return row

    def _repaired_decision(self, row: DecisionReport) -> DecisionReport:
        if any(item.recommended and item.id in self.exempt for item in row.options):
            options = (item.name for item in row.options if item.recommended and item.id not in self.exempt)
            row = replace(row, recommended=next(options, ""))
        return row


def _is_list_of_records(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and hasattr(value[0], "id")
