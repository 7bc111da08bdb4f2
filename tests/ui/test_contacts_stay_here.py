"""Who is asked, under what address, and what was refused stands in no report, pack or public pack: over all of them."""

import zipfile
from io import BytesIO

import pytest
from msgspec.structs import replace

from asc_desktop.domain.records.exchange import Contact, MergedCopy, UpdateRequest
from asc_desktop.domain.report.model import Scope
from asc_desktop.domain.report.pack_plan import SECTIONS, TEMPLATES, PackPlan
from asc_desktop.domain.report.publication import appendix_report, public_report
from asc_desktop.domain.report.snapshots import canonical_text
from asc_desktop.excel.pack import workbook_of
from asc_desktop.services.changes import changes_since
from asc_desktop.services.packs import NONE, PackDocument, PackRequest, prepare
from asc_desktop.services.session import Session
from asc_desktop.services.snapshots import freeze
from asc_desktop.ui.pdf.pack import lay_out_pack
from asc_desktop.ui.pdf.pages import Words
from asc_desktop.ui.workspace import Workspace

SECRETS = (
    "Xylophonist",
    "Quagmire",
    "yzzyxa@council.example",
    "Zephyrine",
    "Jabberwocky",
    "F-9876",
    "Vexillologist",
)


@pytest.fixture
def told(workspace: Workspace) -> Session:
    """The sample, whose contacts, requests and merged copies say words that nothing else does."""
    session = workspace.session
    request = session.records.all(UpdateRequest)[0]
    with session.edit("Keep what is nobody else's") as edit:
        edit.put(
            *(
                replace(item, name=f"Quagmire {item.role}", email="yzzyxa@council.example")
                for item in session.records.all(Contact)
            ),
            Contact(id=session.new_id(), role="Xylophonist", name="Quagmire", email="yzzyxa@council.example"),
            replace(
                request, id=session.new_id(), form="F-9876", period="2024-06", lead="Zephyrine",
                file="Jabberwocky.xlsx",                refused="Jabberwocky was refused.",
            ),
            MergedCopy(
                id=session.new_id(), file="Vexillologist.ascp", who="Vexillologist", replica="Vexillologist", actions=1,
                content=request.content,
            ),
        )  # fmt: skip
    return session


def found_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret.casefold() in text.casefold()]


def words_of_pages(document: PackDocument) -> str:
    pages = lay_out_pack(document).pages
    marks = (mark for page in pages for _, _, marks in page.groups for mark in marks)
    return " ".join(mark.text for mark in marks if isinstance(mark, Words))


def scopes(session: Session, workspace: Workspace) -> list[Scope]:
    return [Scope(None, workspace.scope.period), workspace.scope]


def test_no_report_has_them_nor_its_public_form(told: Session, workspace: Workspace) -> None:
    for scope in scopes(told, workspace):
        report = told.report(scope)
        for held in (report, public_report(report).report, appendix_report(report)):
            assert found_in(canonical_text(held)) == []


def test_no_snapshot_has_them_and_no_comparison(told: Session, workspace: Workspace) -> None:
    snapshot = freeze(told, workspace.scope)
    assert found_in(told.frozen.text(snapshot)) == []
    assert found_in(str(changes_since(told, workspace.scope, snapshot))) == []


PLANS = (*TEMPLATES, PackPlan("Everything", tuple(section.key for section in SECTIONS), "confidential"))


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_no_pack_has_them_for_any_audience(told: Session, workspace: Workspace, plan: PackPlan) -> None:
    for audience in dict.fromkeys((plan.audience, "public")):
        pack = prepare(told, PackRequest(workspace.scope, replace(plan, audience=audience), NONE))
        for document in filter(None, (pack.document, pack.appendix)):
            with zipfile.ZipFile(BytesIO(workbook_of(document.report, document.edition))) as parts:
                sheets = " ".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())
            for words in (sheets, words_of_pages(document)):
                assert "Better Lives" in words
                assert found_in(words) == []
