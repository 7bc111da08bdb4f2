"""The rows and columns of the publication page."""

from __future__ import annotations

from msgspec import Struct

from asc_desktop.domain.dates import date_label
from asc_desktop.domain.records.fields import Kind
from asc_desktop.domain.records.office import ExemptMark
from asc_desktop.domain.report.views_publication import ExemptReport
from asc_desktop.services import publication
from asc_desktop.ui.models.columns import Column, field_column, view_column
from asc_desktop.ui.workspace import Workspace


class ExemptRow(Struct, frozen=True):
    """An exempt record in the page's list; ``id`` is the record's, so that any menu of a row is about it."""

    id: str
    table: str
    kind: str
    title: str
    programme: str
    paragraph: str
    reason: str
    marked_with: str
    marked_on: str
    mark_id: str


def exempt_rows(workspace: Workspace, *, carried: bool) -> list[ExemptRow]:
    """Return the exempt records of the programme being looked at, marked ones first; those carried too if asked."""
    when = publication.marked_on(workspace.session)
    return [
        _row(about, when[about.mark_id].date().isoformat() if about.mark_id in when else "")
        for about in in_scope(workspace)
        if about.mark_id or carried
    ]


def in_scope(workspace: Workspace) -> list[ExemptReport]:
    """Return what is exempt in the programme being looked at, and in none."""
    programme = workspace.programme_id
    return [item for item in workspace.exempt.values() if programme in {None, item.programme_id}]


def exempt_columns() -> list[Column]:
    """Return the columns of the list."""
    return [
        view_column("title", "Record", width=300, hint=lambda row: row.title),
        view_column("kind", "Kind", width=130),
        field_column(ExemptMark, "paragraph", editable=_is_marked, width=210, label="Paragraph"),
        field_column(
            ExemptMark, "reason", editable=_is_marked, width=320, hint=lambda row: row.reason, label="Why"
        ),
        view_column("marked_with", "Exempt with", width=180, hidden=True, hint=lambda row: row.marked_with),
        view_column("marked_on", "Marked on", Kind.DATE, width=104, words=_day),
        view_column("programme", "Programme", width=190, hidden=True),
    ]


def warning_columns() -> list[Column]:
    """Return the columns of the totals that would tell."""
    return [
        view_column("total", "Total", Kind.LONG_TEXT, width=236, hint=lambda row: row.sentence),
        view_column(
            "title", "Less what is shown, it leaves", Kind.LONG_TEXT, width=200, hint=lambda row: row.title
        ),
        view_column("amount_pence", "£ revealed", Kind.MONEY, width=92, negative_is_bad=False),
        view_column("suggestion", "A way out", Kind.LONG_TEXT, width=226, hint=lambda row: row.suggestion),
    ]


def _row(about: ExemptReport, day: str) -> ExemptRow:
    return ExemptRow(
        id=about.record_id,
        table=about.table,
        kind=about.kind[:1].upper() + about.kind[1:],
        title=about.title,
        programme=about.programme,
        paragraph=about.paragraph,
        reason=about.reason,
        marked_with="" if about.mark_id else about.marked_title,
        marked_on=day,
        mark_id=about.mark_id,
    )


def _is_marked(row: ExemptRow) -> bool:
    return bool(row.mark_id)


def _day(value: str) -> str:
    return date_label(value) if value else ""
