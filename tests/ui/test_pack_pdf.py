"""The pack as pages and as a PDF: whole, marked, in order, searchable; and what Qt's writer leaves out put in."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QFontMetricsF

from asc_desktop.domain.records.assurance import Risk
from asc_desktop.domain.records.delivery import Project, SavingsLine, StatusUpdate
from asc_desktop.domain.records.governance import Decision
from asc_desktop.domain.records.office import ExemptMark
from asc_desktop.domain.report.decision_words import decision_details, repeat_awards
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.pack_plan import SECTION_BY_KEY, TEMPLATES, PackPlan
from asc_desktop.services.packs import PackCancelledError, PackDocument, PackRequest, document_of, prepare
from asc_desktop.services.reporting import report_status
from asc_desktop.ui.pdf.composer import PackCalledOffError
from asc_desktop.ui.pdf.outline import OutlineError, with_outline
from asc_desktop.ui.pdf.pack import draw_pack, lay_out_pack
from asc_desktop.ui.pdf.pages import (
    BOTTOM,
    HIGH,
    SIDE,
    WIDE,
    Block,
    PackPage,
    PackPages,
    Words,
    break_into_pages,
)
from asc_desktop.ui.pdf.type_setter import Run, Style, TypeSetter, clean, for_print, letters_of
from asc_desktop.ui.workspace import Workspace

LONG = "Every word of a long story has to stand somewhere on a page. "


@pytest.fixture
def document(workspace: Workspace) -> PackDocument:
    return prepare(workspace.session, PackRequest(workspace.scope)).document


def placed_words(page: PackPage) -> Iterator[tuple[float, float, Words]]:
    for x, y, marks in page.groups:
        for mark in marks:
            if isinstance(mark, Words):
                yield x + mark.x, y + mark.baseline, mark


def text_of(pages: PackPages) -> str:
    return " ".join(mark.text for page in pages.pages for _, _, mark in placed_words(page))


def tokens(text: str) -> set[str]:
    return set(text.split())


# ------------------------------------------------------------------------------------------------- the pages


def test_the_sections_stand_in_the_order_of_the_plan(document: PackDocument) -> None:
    pages = lay_out_pack(document)
    begun = [page.section for page in pages.pages if page.is_first]
    wanted = [key for key in document.edition.plan.sections if key in begun]
    assert begun == wanted
    assert {"cover", "summary", "changes", "exceptions", "projects", "notes"} <= set(begun)
    # The city has no measures and no budget: nothing to show is left out.
    assert not {"measures", "budget"} & set(begun)


def test_another_order_and_choice_are_followed(document: PackDocument) -> None:
    plan = PackPlan("Ours", ("risks", "cover", "savings"))
    pages = lay_out_pack(replace(document, edition=replace(document.edition, plan=plan)))
    assert [page.section for page in pages.pages if page.is_first] == ["risks", "cover", "savings"]


@pytest.mark.parametrize("programme", ["Better", "Improving", "Adult", "Reassessment", None])
def test_no_word_leaves_the_paper_and_no_page_is_empty(workspace: Workspace, programme: str | None) -> None:
    item = next((one for one in workspace.programmes() if programme and one.name.startswith(programme)), None)
    workspace.choose(item.id if item else None)
    pages = lay_out_pack(prepare(workspace.session, PackRequest(workspace.scope)).document)
    for number, page in enumerate(pages.pages, start=1):
        inside = 0
        for x, baseline, mark in placed_words(page):
            assert x >= SIDE - 1, (number, mark.text)
            assert x + QFontMetricsF(mark.font).horizontalAdvance(mark.text) <= WIDE - SIDE + 1, (
                number,
                mark.text,
            )
            assert baseline <= HIGH - 20, (number, mark.text)
            inside += baseline <= HIGH - BOTTOM
        assert inside > 3, number


def test_every_page_says_where_it_is_and_how_it_is_marked(document: PackDocument) -> None:
    pages = lay_out_pack(document).pages
    for number, page in enumerate(pages, start=1):
        words = [mark.text for _, _, mark in placed_words(page)]
        assert f"Page {number} of {len(pages)}" in words
        assert any(text.startswith("NOT FOR PUBLICATION") for text in words)
        if page.section != "cover":
            assert SECTION_BY_KEY[page.section].title in words
            assert "June 2024 (open)" in words


def test_every_project_exception_and_narrative_is_there_whole(document: PackDocument) -> None:
    shown = text_of(lay_out_pack(document))
    words = tokens(shown)
    for project in document.report.projects:
        assert tokens(project.name) <= words
        assert tokens(project.narrative) <= words
    for item in document.report.exceptions:
        if item.open:
            assert tokens(item.description) <= words
    for figure in document.report.key_figures:
        assert figure.text in shown


def test_the_totals_are_the_reports_own(document: PackDocument) -> None:
    shown = text_of(lay_out_pack(document))
    # The city's approved targets as its plan prints them, section 5.4.
    for amount in ("8,696,246", "10,452,838", "4,425,094", "374,289"):
        assert amount in shown


def test_decisions_are_told_in_full_as_in_the_workbook(document: PackDocument) -> None:
    plan = PackPlan("Decisions", ("decisions",))
    shown = text_of(lay_out_pack(replace(document, edition=replace(document.edition, plan=plan))))
    words = tokens(shown)
    for decision in document.report.decisions:
        told = decision_details(decision)
        assert told
        for label, sentence in told:
            assert tokens(f"{label} {sentence}") <= words, label
    for sentence in (
        "do nothing",
        "legal advice",
        "implications: social value",
        "reason: quickest compliant",
    ):
        assert sentence in shown.casefold()
    assert all(sentence in shown for sentence in repeat_awards(document.report.decisions))


def test_contents_lead_to_each_section(document: PackDocument) -> None:
    pages = lay_out_pack(document)
    cover = pages.pages[0]
    assert [link.section for link in cover.links] == [
        page.section for page in pages.pages if page.is_first and page.section != "cover"
    ]
    for link in cover.links:
        at = pages.first_page(link.section)
        assert at is not None
        row = [
            mark.text
            for _, baseline, mark in placed_words(cover)
            if link.rect.top() <= baseline <= link.rect.bottom()
        ]
        assert str(at + 1) in row


def test_an_endless_narrative_is_shared_out_over_pages(workspace: Workspace) -> None:
    session = workspace.session
    update = max(session.records.all(StatusUpdate), key=lambda item: (item.period, item.project_id))
    story = "".join(f"{LONG}({number}) " for number in range(480))[:32_000]
    with session.edit("A long story") as edit:
        edit.put(replace(update, narrative=f"{story}\n=1+1 😀 the end"))
    scope = Scope(None, update.period)
    plan = PackPlan("Projects", ("projects",))
    pages = lay_out_pack(prepare(session, PackRequest(scope, plan)).document)
    words = text_of(pages)
    assert all(f"({number})" in words for number in range(470))
    assert "😀" in words
    assert "=1+1" in words


@pytest.mark.parametrize("unit", ["word ", "x", "😀", "👩‍⚕️", "line\n"])
def test_the_longest_narrative_stands_whole_and_soon(workspace: Workspace, unit: str) -> None:
    long = f"{(unit * 32_767)[:32_766].strip()}Z"
    session = workspace.session
    update = max(session.records.all(StatusUpdate), key=lambda item: (item.period, item.project_id))
    with session.edit("A long story") as edit:
        edit.put(replace(update, narrative=long))
    plan = PackPlan("Projects", ("projects",))
    document = prepare(session, PackRequest(Scope(None, update.period), plan)).document
    began = time.monotonic()
    pages = lay_out_pack(document)
    assert time.monotonic() - began < 10
    shown = re.sub(r"\s", "", "".join(mark.text for page in pages.pages for _, _, mark in placed_words(page)))
    part = unit.strip()
    assert shown.count(part) >= long.count(part)
    assert shown.count("Z") == 1


def test_awkward_words_stay_the_words_they_are_in_every_section(workspace: Workspace) -> None:
    words = "=1+1 +44 -none- @home {=A1} <b>&amp;</b> 😀 %PDF"
    session = workspace.session
    programme = workspace.scope.programme_id
    project = next(item for item in session.report(workspace.scope).projects if item.status)
    held = session.records.get(Project, project.id)
    decision = next(item for item in session.records.all(Decision) if item.programme_id == programme)
    risk = next(item for item in session.records.all(Risk) if item.programme_id == programme)
    awkward = f"{words}\x07 \x0bnext"
    with session.edit("Awkward words") as edit:
        edit.put(
            replace(held, name=f"Project {awkward}"),
            replace(decision, subject=f"Decision {awkward}"),
            replace(risk, description=f"Risk {awkward}"),
        )
    report_status(session, project.id, workspace.scope.period, narrative=f"Narrative {awkward}")
    document = prepare(session, PackRequest(workspace.scope)).document
    pages = lay_out_pack(document)
    shown = "".join(text_of(pages).split())
    for label in ("Project", "Decision", "Risk", "Narrative"):
        assert "".join(f"{label}{words}".split()) in shown, label
    assert shown.isprintable()
    assert draw_pack(document, progress=None, cancelled=None).rstrip().endswith(b"%%EOF")


def test_a_public_pack_and_its_appendix_share_what_is_exempt(workspace: Workspace) -> None:
    session = workspace.session
    mark = next(item for item in session.records.all(ExemptMark) if item.record_table == SavingsLine.table)
    line = session.records.get(SavingsLine, mark.record_id)
    plan = replace(TEMPLATES[1], sections=("cover", "lines", "projects", "notes"))
    pack = prepare(session, PackRequest(workspace.scope, plan))
    assert pack.appendix is not None
    public, appendix = lay_out_pack(pack.document), lay_out_pack(pack.appendix)
    assert ": board pack, " in public.title
    assert ": confidential appendix, " in appendix.title
    forecast = "1,184,000"
    assert forecast not in text_of(public)
    assert forecast in text_of(appendix)
    assert session.records.get(Project, line.project_id).ref in text_of(appendix)
    for page in appendix.pages:
        assert any(mark.text.startswith("NOT FOR PUBLICATION") for _, _, mark in placed_words(page))
    # Its totals would tell an exempt figure, which every page says until that is settled.
    assert "may be published" not in text_of(public)
    assert "may not be published as it is" in text_of(public)
    settled = replace(pack.document.edition, reveals=0, is_settled=True)
    fit = lay_out_pack(document_of(pack.document.report, settled))
    assert "This pack may be published." in text_of(fit)
    assert not any(mark.text.startswith("NOT FOR") for page in fit.pages for _, _, mark in placed_words(page))


def test_laying_out_stops_when_it_is_called_off(document: PackDocument) -> None:
    asked = []

    def after_a_while() -> bool:
        asked.append(True)
        return len(asked) > 5

    with pytest.raises(PackCalledOffError):
        lay_out_pack(document, cancelled=after_a_while)
    with pytest.raises(PackCancelledError):
        draw_pack(document, progress=None, cancelled=lambda: True)


def test_a_pack_of_nothing_says_so(document: PackDocument) -> None:
    plan = PackPlan("Measures", ("measures",))
    pages = lay_out_pack(replace(document, edition=replace(document.edition, plan=plan)))
    assert "has anything to show" in text_of(pages)


# ------------------------------------------------------------------------------------------------ page breaks


def blocks(*specification: str) -> list[Block]:
    """``10`` a block so high, ``10k`` one to keep with the next, ``10g`` a gap."""
    return [
        Block(float(item.rstrip("kg")), (), keep=item.endswith("k"), is_gap=item.endswith("g"))
        for item in specification
    ]


def heights(pages: list[list[Block]]) -> list[list[float]]:
    return [[block.height for block in page] for page in pages]


def test_a_heading_is_never_the_last_of_a_page() -> None:
    assert heights(break_into_pages(blocks("60", "20k", "30"), 100)) == [[60], [20, 30]]
    assert heights(break_into_pages(blocks("60", "5g", "20k", "10k", "30"), 100)) == [[60], [20, 10, 30]]


def test_what_no_page_holds_is_broken_and_no_page_is_empty() -> None:
    assert heights(break_into_pages(blocks("60k", "60k", "60"), 100)) == [[60], [60], [60]]
    assert heights(break_into_pages(blocks("100", "10g", "10g"), 100)) == [[100]]
    assert heights(break_into_pages(blocks("10g", "100", "10g", "100"), 100)) == [[100], [100]]
    assert break_into_pages(blocks("10g"), 100) == []


def test_a_tables_header_is_repeated() -> None:
    head = Block(10, (), keep=True)
    rows = [Block(40, (), head=head) for _ in range(4)]
    pages = break_into_pages([head, *rows], 100)
    assert heights(pages) == [[10, 40, 40], [10, 40, 40]]
    assert pages[1][0] is head


# ----------------------------------------------------------------------------------------------------- words


def test_lines_fit_and_lose_nothing(qapp: object) -> None:
    setter = TypeSetter()
    words = "Restructured and smaller assessment function Llanfairpwllgwyngyllgogerychwyrndrobwllll a-b-c"
    for width in (12.0, 40.0, 90.0, 300.0):
        lines = setter.lines((Run(words, Style()),), width)
        shown = "".join(run.text for line in lines for _, run in line.runs)
        assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", words)
        assert all(line.width <= width + 0.1 for line in lines if len(line.runs[0][1].text) > 1)


def test_a_joined_emoji_is_never_parted(qapp: object) -> None:
    assert letters_of("a👩‍⚕️é🇬🇧") == ["a", "👩‍⚕️", "é", "🇬🇧"]
    lines = TypeSetter().lines((Run("👩‍⚕️" * 40, Style()),), 40.0)
    assert len(lines) > 1
    assert all(run.text.replace("👩‍⚕️", "") == "" for line in lines for _, run in line.runs)


def test_line_feeds_are_kept_and_control_characters_are_not(qapp: object) -> None:
    setter = TypeSetter()
    lines = setter.lines((Run("one\r\ntwo\x07\x0cthree\ud800", Style()),), 400)
    assert [line.runs[0][1].text for line in lines] == ["one", "two", "three"]
    assert clean("a\tb\u202ec") == "a bc"


def test_the_faces_for_print_are_as_wide_as_the_windows(qapp: object) -> None:
    from asc_desktop.ui.fonts import SEMI_BOLD, load_fonts, ui_font

    load_fonts()
    TypeSetter()
    for font in (ui_font(12), ui_font(12, SEMI_BOLD)):
        words = "£1,234,567 in 2024/25"
        near = QFontMetricsF(font).horizontalAdvance(words)
        assert QFontMetricsF(for_print(font)).horizontalAdvance(words) == pytest.approx(near, rel=0.03)


# --------------------------------------------------------------------------------------------------- the file


def test_the_pdf_has_its_pages_bookmarks_links_language_and_title(document: PackDocument) -> None:
    pages = lay_out_pack(document)
    pdf = draw_pack(document, progress=None, cancelled=None)
    assert pdf.startswith(b"%PDF-1.")
    assert f"/Count {len(pages.pages)}".encode() in pdf
    titles = {
        bytes.fromhex(found.decode()).decode("utf-16") for found in re.findall(rb"/Title <([0-9A-F]+)>", pdf)
    }
    assert {page.title for page in pages.pages} <= titles
    assert "Needs attention" in titles
    assert pdf.count(b"/Subtype /Link") == len(pages.pages[0].links)
    assert b"/Lang (en-GB)" in pdf
    assert b"/DisplayDocTitle true" in pdf
    # The last table of references points at each object that was added.
    start = int(pdf.rsplit(b"startxref", 1)[1].split()[0])
    assert pdf[start : start + 4] == b"xref"
    for number, offset in re.findall(rb"(\d+) 1\n(\d{10}) 00000 n", pdf[start:]):
        assert pdf[int(offset) :].startswith(number + b" 0 obj")


def test_figures_can_be_searched_for(document: PackDocument) -> None:
    """Each figure that is drawn has its letter in the PDF: without that it is lost to search and to speech."""
    pdf = draw_pack(document, progress=None, cancelled=None)
    known = set()
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            content = zlib.decompress(stream)
        except zlib.error:
            content = stream
        if b"beginbfrange" in content or b"beginbfchar" in content:
            known |= set(re.findall(rb"<(00[0-9A-Fa-f]{2})>", content))
    assert {f"00{ord(figure):02x}".encode() for figure in "0123456789"} <= {item.lower() for item in known}


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs a reader of PDF")
def test_another_program_reads_it(document: PackDocument, tmp_path: Path) -> None:
    target = tmp_path / "pack.pdf"
    target.write_bytes(draw_pack(document, progress=None, cancelled=None))
    outcome = subprocess.run(
        ["pdftotext", "-layout", str(target), "-"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert outcome.stderr == ""
    for words in (
        "Better Lives, Better Outcomes",
        "8,696,246",
        "£8.70m",
        "Changes since last board",
        "P-012",
    ):
        assert words in outcome.stdout


def test_progress_goes_from_nothing_to_all(document: PackDocument) -> None:
    shares: list[float] = []
    draw_pack(document, progress=lambda share, _: shares.append(share), cancelled=None)
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert 0.9 < shares[-1] <= 1.0


def test_what_is_no_pdf_of_qts_is_refused() -> None:
    from asc_desktop.ui.pdf.outline import Bookmark

    with pytest.raises(OutlineError):
        with_outline(b"%PDF-1.4 nothing else", [Bookmark("One", 0, 0, 0.0)], [])


def test_a_page_within_a_theme_names_the_theme_again(document: PackDocument) -> None:
    pages = [page for page in lay_out_pack(document).pages if page.section == "projects"]
    assert len(pages) > 2
    themes = {project.theme for project in document.report.projects}
    for page in pages:
        highest = min(
            (baseline, mark.text) for _, baseline, mark in placed_words(page) if mark.text in themes
        )
        rows = [baseline for _, baseline, mark in placed_words(page) if re.fullmatch(r"P-\d+", mark.text)]
        assert highest[0] < min(rows)


def test_own_fields_that_are_for_packs_are_printed(workspace: Workspace, document: PackDocument) -> None:
    plan = replace(document.edition.plan, sections=("own_fields",))
    printed = text_of(lay_out_pack(replace(document, edition=replace(document.edition, plan=plan))))
    told = [own for own in document.report.own_fields if own.in_pack and own.values]
    assert told
    for own in told:
        assert own.label in printed
        for value in own.values:
            assert set(tokens(value.words)) <= set(tokens(printed))
    assert "Assurance" not in printed
