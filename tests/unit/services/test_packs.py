"""Packs as they are asked for: what stands against one, what may pass, the files written, and templates."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from asc_desktop.domain.records.delivery import Movement, Programme, Project, SavingsPosition
from asc_desktop.domain.records.governance import Decision
from asc_desktop.domain.records.office import ExemptMark, PackTemplate, Snapshot
from asc_desktop.domain.report.decision_words import decision_details
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.pack_detail import pack_detail
from asc_desktop.domain.report.pack_files import (
    PackPlanError,
    chosen_sections,
    plan_from_text,
    plan_text,
    sections_of,
)
from asc_desktop.domain.report.pack_plan import SECTIONS, TEMPLATES, PackPlan
from asc_desktop.domain.report.pack_warnings import NEWS, WARNING_WORDS, not_waived
from asc_desktop.domain.words import number_of
from asc_desktop.services.changes import changes_since_last_boards
from asc_desktop.services.decisions import add_missing_headings
from asc_desktop.services.errors import EditRefused
from asc_desktop.services.pack_templates import (
    delete_template,
    export_template,
    find_template,
    read_template,
    rename_template,
    save_template,
    templates,
)
from asc_desktop.services.packs import (
    NONE,
    Edition,
    PackCancelledError,
    PackDesk,
    PackDocument,
    PackError,
    PackRequest,
    PackTargetBusyError,
    check_pack,
    document_of,
    prepare,
    write_files,
)
from asc_desktop.services.publication import remove_marks
from asc_desktop.services.session import Session

PUBLIC = replace(TEMPLATES[1], sections=("cover", "lines", "projects", "notes"))


def scope_of(session: Session, programme: str = "Better") -> Scope:
    found = next(item for item in session.records.all(Programme) if item.name.startswith(programme))
    return Scope(found.id, found.open_period)


def drawn(
    document: PackDocument,
    *,
    progress: Callable[[float, str], None] | None,
    cancelled: Callable[[], bool] | None,
) -> bytes:
    if cancelled is not None and cancelled():
        raise PackCancelledError
    return f"PDF of {document.edition.plan.name}".encode()


# ------------------------------------------------------------------------------------------------- warnings


def test_the_city_is_warned_of_what_was_not_updated_and_of_the_wrong_net(session: Session) -> None:
    pack = prepare(session, PackRequest(scope_of(session)))
    found = {warning.kind: warning for warning in pack.warnings}
    assert found["not_updated"].sentence.startswith("4 of 50 projects were not updated for June 2024: P-010")
    assert len(found["not_updated"].record_ids) == 4
    assert "should be (0.098)" in found["unreconciled"].sentence
    assert found["unreconciled"].page == "reconciliation"
    assert found["exempt_included"].is_news
    assert {warning.kind for warning in pack.standing} == {"not_updated", "unreconciled"}


def test_a_movement_that_has_grown_too_large_stands_against_the_pack(session: Session) -> None:
    scope = scope_of(session)
    pack = prepare(session, PackRequest(scope))
    assert "over_allocated" not in {warning.kind for warning in pack.warnings}
    slip = next(item for item in pack.document.report.movements if item.kind == "slip")
    movement = session.records.get(Movement, slip.id)
    held = [
        item
        for item in session.records.all(SavingsPosition)
        if (item.line_id, item.year) == (movement.from_line_id, movement.from_year)
    ]
    latest = max(held, key=lambda item: item.period)
    # Then nothing falls short any more that the slip could explain.
    with session.edit("Found after all", reason="Found") as edit:
        edit.put(replace(latest, forecast_pence=(latest.forecast_pence or 0) + 100 * movement.amount_pence))
    warnings = prepare(session, PackRequest(scope)).warnings
    found = [warning for warning in warnings if warning.kind == "over_allocated"]
    assert found
    assert found[0].page == "savings"
    assert "more than is left" in found[0].sentence


def test_a_public_pack_warns_of_each_total_that_would_tell(session: Session) -> None:
    pack = prepare(session, PackRequest(scope_of(session), PUBLIC))
    telling = [warning for warning in pack.warnings if warning.kind == "discloses"]
    assert telling
    assert all("P-029" in warning.sentence for warning in telling)
    left_out = next(warning for warning in pack.warnings if warning.kind == "exempt_left_out")
    assert left_out.is_news
    assert "1 savings line and 1 exception" in left_out.sentence
    assert pack.warnings[0].kind == "discloses"


def test_projects_closed_before_the_month_are_counted_and_not_listed(
    session: Session, tmp_path: Path
) -> None:
    scope = scope_of(session)
    report = session.report(scope)
    pack = prepare(session, PackRequest(scope))
    document = pack.document
    assert document.edition.closed == pack_detail(report).closed != frozenset()
    assert {
        item.id for item in document.report.projects
    } == report.project_by_id.keys() - document.edition.closed
    assert document.report.savings == report.savings
    whole = prepare(session, PackRequest(scope, with_closed=True)).document
    assert (whole.report, whole.edition.closed) == (report, frozenset())
    target = tmp_path / "pack.xlsx"
    write_files(pack, [target])
    rows = list(load_workbook(target, data_only=True)["Projects"].iter_rows(values_only=True))
    said = {str(row[1]): row for row in rows if row[1]}
    assert f"{number_of(len(document.edition.closed), 'closed project')}, not listed" in said
    assert "OK" in said["Total of the pack"]
    assert report.savings.by_year[report.year].target_pence / 100 in said["Total of the pack"]
    assert document.edition.closed_words in str(rows[1][0])


def test_kinds_and_single_warnings_can_be_let_pass(session: Session) -> None:
    scope = scope_of(session)
    some = prepare(session, PackRequest(scope, waived=frozenset({"not_updated"})))
    assert {warning.kind for warning in some.standing} == {"unreconciled"}
    ids = frozenset(warning.id for warning in some.warnings)
    assert not not_waived(some.warnings, ids)
    assert not prepare(session, PackRequest(scope, waived=frozenset(WARNING_WORDS) - NEWS)).standing


def test_a_pack_compared_with_nothing_says_so(session: Session) -> None:
    pack = prepare(session, PackRequest(scope_of(session), compare=NONE))
    assert pack.document.edition.changes is None
    assert "not_compared" in {warning.kind for warning in pack.warnings}
    latest = prepare(session, PackRequest(scope_of(session)))
    assert latest.document.edition.changes is not None
    assert "not_compared" not in {warning.kind for warning in latest.warnings}


def test_a_snapshot_can_be_chosen_by_its_id(session: Session) -> None:
    snapshot = next(
        item for item in session.records.all(Snapshot) if item.programme_id == scope_of(session).programme_id
    )
    pack = prepare(session, PackRequest(scope_of(session), compare=snapshot.id))
    assert pack.document.edition.changes is not None
    assert pack.document.edition.changes.before_name == snapshot.name


def test_what_became_exempt_since_is_left_out_of_the_public_changes_too(session: Session) -> None:
    pack = prepare(session, PackRequest(scope_of(session), replace(PUBLIC, sections=("changes",))))
    assert pack.document.edition.changes is not None
    rows = pack.document.edition.changes.rows
    assert rows
    assert not [row for row in rows if "1,184,000" in f"{row.before} {row.after}"]


def test_all_programmes_are_compared_with_the_last_board_of_each(session: Session) -> None:
    every = Scope(None, "2024-06")
    pack = prepare(session, PackRequest(every, PackPlan("Ours", ("changes",))))
    changes = pack.document.edition.changes
    assert changes is not None
    assert changes.before_name == "the last boards"
    assert [row.id for row in changes.rows] == [
        row.id for row in changes_since_last_boards(session, every, for_pack=True).rows
    ]
    assert "not_compared" not in {warning.kind for warning in pack.warnings}
    public = prepare(session, PackRequest(every, replace(PUBLIC, sections=("changes",))))
    told = public.document.edition.changes
    assert told is not None
    assert told.before_name == "the last boards"
    assert not [row for row in told.rows if "1,184,000" in f"{row.before} {row.after}"]
    assert prepare(session, PackRequest(every, compare=NONE)).document.edition.changes is None


# ---------------------------------------------------------------------------------------------------- files


def test_a_pack_for_the_public_comes_with_its_appendix(session: Session, tmp_path: Path) -> None:
    pack = prepare(session, PackRequest(scope_of(session), PUBLIC))
    written = write_files(pack, [tmp_path / "a.xlsx", tmp_path / "a.pdf"], draw=drawn)
    assert [path.name for path in written] == [
        "a.xlsx", "a.pdf", "a - confidential appendix.xlsx", "a - confidential appendix.pdf",
    ]  # fmt: skip
    assert check_pack(written[0]) > 2
    assert (tmp_path / "a - confidential appendix.pdf").read_bytes().endswith(b"confidential appendix")
    assert pack.appendix is not None
    assert pack.appendix.marking.is_exempt


def test_a_pack_says_that_it_may_be_published_only_where_nothing_stands_against_it(session: Session) -> None:
    scope = scope_of(session)
    pack = prepare(session, PackRequest(scope, PUBLIC, waived=frozenset(WARNING_WORDS)))
    assert any(item.kind == "discloses" for item in pack.warnings)
    assert pack.standing == ()
    assert pack.document.marking.is_withheld
    assert "would reveal" in pack.document.marking.full
    # The records marked are no longer part of a total with one exempt figure in it.
    remove_marks(session, [mark.record_id for mark in session.records.all(ExemptMark)])
    pack = prepare(session, PackRequest(scope, PUBLIC, waived=frozenset(WARNING_WORDS)))
    assert {item.is_news for item in pack.warnings} >= {False}
    assert pack.document.marking.short == "PUBLIC"
    assert pack.document.marking.full.startswith("Not every warning against this pack is settled.")
    quiet = Edition(PUBLIC, is_settled=True)
    assert document_of(pack.document.report, quiet).marking.full == "This pack may be published."


def test_a_heading_that_nobody_assessed_is_said_in_the_pack_and_warned_of(session: Session) -> None:
    decision = next(item for item in session.records.all(Decision) if item.ref == "5150")
    scope = Scope(decision.programme_id, scope_of(session).period)

    def warned() -> list[str]:
        warnings = prepare(session, PackRequest(scope)).warnings
        return [item.sentence for item in warnings if item.kind == "not_assessed"]

    assert warned() == []
    assert add_missing_headings(session, decision.id) > 1
    (sentence,) = warned()
    assert sentence.startswith("5150 ")
    assert "headings are not assessed: Finance and resources; Legal;" in sentence
    assert sentence.count(";") == 4, "names five, or they hide the form of the decision"
    assert sentence.endswith(" more.")
    (shown,) = (item for item in session.report(scope).decisions if item.id == decision.id)
    assert ("Implications: Legal", "Not assessed.") in decision_details(shown)
    with session.edit("Withdraw") as edit:
        edit.put(replace(decision, stage="draft"))
    assert warned() == []


def test_where_nothing_is_exempt_there_is_no_appendix(session: Session, tmp_path: Path) -> None:
    pack = prepare(session, PackRequest(scope_of(session, "Improving"), PUBLIC))
    assert write_files(pack, [tmp_path / "a.pdf"], draw=drawn) == [tmp_path / "a.pdf"]


def test_an_old_pdf_is_kept_where_the_new_one_cannot_be_written(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = prepare(session, PackRequest(scope_of(session)))
    target = tmp_path / "a.pdf"
    target.write_bytes(b"the old one")

    def full(**_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(PackError, match="disk is full"):
        write_files(pack, [target], draw=lambda _document, **_: full())  # type: ignore[arg-type, return-value]
    with pytest.raises(PackCancelledError):
        write_files(pack, [target], draw=drawn, cancelled=lambda: True)

    def refuse(self: Path, other: Path) -> Path:
        raise PermissionError(errno.EACCES, "in use", str(other))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse)
        with pytest.raises(PackTargetBusyError) as caught:
            write_files(pack, [target], draw=drawn)
    assert caught.value.suggested.name == "a (2).pdf"
    assert target.read_bytes() == b"the old one"
    assert [path.name for path in tmp_path.iterdir() if path.suffix in {".pdf", ".tmp"}] == ["a.pdf"]


def test_without_what_draws_a_pdf_is_refused_in_a_sentence(session: Session, tmp_path: Path) -> None:
    pack = prepare(session, PackRequest(scope_of(session)))
    with pytest.raises(PackError, match="cannot be drawn here"):
        write_files(pack, [tmp_path / "a.pdf"])


def test_progress_runs_once_over_all_files(session: Session, tmp_path: Path) -> None:
    pack = prepare(session, PackRequest(scope_of(session), PUBLIC))
    shares: list[float] = []
    write_files(pack, [tmp_path / "a.xlsx"], progress=lambda share, _: shares.append(share))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


# ------------------------------------------------------------------------------------------------ templates


def test_templates_are_saved_renamed_deleted_and_undone(session: Session) -> None:
    names = [item.plan.name for item in templates(session)]
    assert names == [*(plan.name for plan in TEMPLATES), "Finance partner’s"]
    save_template(session, PackPlan("Ours", ("cover", "risks")))
    ours = next(item for item in templates(session) if item.plan.name == "Ours")
    assert ours.plan.sections == ("cover", "risks")
    rename_template(session, ours, "Yours")
    assert find_template(session, "yours").sections == ("cover", "risks")
    with pytest.raises(EditRefused, match="already"):
        rename_template(session, ours, "Finance partner’s")
    delete_template(session, ours)
    assert [item.plan.name for item in templates(session)] == names
    session.undo()
    assert find_template(session, "Yours").sections == ("cover", "risks")


def test_a_template_of_a_built_in_name_takes_its_place_until_it_is_deleted(session: Session) -> None:
    changed = replace(TEMPLATES[0], sections=("cover", "notes"))
    save_template(session, changed)
    first = templates(session)[0]
    assert first.plan == changed
    assert first.is_own
    save_template(session, replace(changed, sections=("notes",)))
    assert len(session.records.all(PackTemplate)) == 2
    delete_template(session, templates(session)[0])
    assert templates(session)[0].plan == TEMPLATES[0]


def test_a_template_without_sections_or_name_is_refused(session: Session) -> None:
    with pytest.raises(EditRefused, match="at least one section"):
        save_template(session, PackPlan("Empty", ()))
    with pytest.raises(EditRefused):
        save_template(session, PackPlan("  ", ("cover",)))


def test_a_template_is_passed_on_as_a_file(tmp_path: Path) -> None:
    path = tmp_path / "ours.json"
    plan = PackPlan("Ours, “quoted”", ("risks", "cover"), "public")
    export_template(plan, path)
    assert read_template(path) == plan
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_template(path) == plan, "as Notepad may save it"
    with pytest.raises(PackPlanError, match="cannot be read"):
        read_template(tmp_path / "missing.json")
    with pytest.raises(PackPlanError, match="could not be written"):
        export_template(plan, tmp_path / "missing" / "ours.json")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not JSON"),
        ("[" * 5000, "not JSON"),
        ("[1, 2]", "no pack template of ASC Desktop"),
        ('{"format": "asc-desktop pack template", "version": 2}', "later version"),
        ('{"format": "asc-desktop pack template", "version": 1, "name": " "}', "no name"),
        ('{"format": "asc-desktop pack template", "version": 1, "name": "A", "audience": "all"}', "audience"),
        (
            '{"format": "asc-desktop pack template", "version": 1, "name": "A", "audience": "public", "sections": 1}',
            "does not list",
        ),
        (
            '{"format": "asc-desktop pack template", "version": 1, "name": "A", "audience": "public", "sections": []}',
            "lists no section",
        ),
        (
            (
                '{"format": "asc-desktop pack template", "version": 1, "name": "A", "audience": "public",'
                ' "sections": ["cover", "milstones"]}'
            ),
            "section “milstones”, which there is none of. Did you mean “milestones”",
        ),
        (
            (
                '{"format": "asc-desktop pack template", "version": 1, "name": "A", "audience": "public",'
                ' "sections": ["qqq"]}'
            ),
            "The sections are: cover, asks",
        ),
        ('{"format": "asc-desktop pack template"}', "does not give its version"),
        ("x" * 70_000, "too long"),
    ],
)
def test_a_file_that_is_no_template_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(PackPlanError, match=sentence):
        plan_from_text(text)


def test_sections_are_named_by_key_in_any_order() -> None:
    assert chosen_sections("risks, Cover ,risks") == ("risks", "cover")
    with pytest.raises(PackPlanError, match=r"no section “riks”\. The sections are: cover, asks, summary"):
        chosen_sections("cover,riks")
    with pytest.raises(PackPlanError, match="No section is named"):
        chosen_sections(" , ")
    every = tuple(section.key for section in SECTIONS)
    assert sections_of(",".join([*every, "later", "cover"])) == every
    assert plan_from_text(plan_text(TEMPLATES[3])) == TEMPLATES[3]


def test_what_changed_is_worked_out_once_until_something_changes(session: Session) -> None:
    desk, scope = PackDesk(session), scope_of(session)
    first = desk.prepare(PackRequest(scope)).document.edition.changes
    again = desk.prepare(PackRequest(scope, PackPlan("Ours", ("changes",)))).document.edition.changes
    assert again is first
    public = desk.prepare(PackRequest(scope, PUBLIC)).document.edition.changes
    assert public is not first
    project = next(item for item in session.records.all(Project) if item.ref == "P-012")
    with session.edit("Renamed") as edit:
        edit.put(replace(project, name="Another name"))
    assert desk.prepare(PackRequest(scope)).document.edition.changes is not first
