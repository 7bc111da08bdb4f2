"""Leads are asked: files in a folder, requests in the portfolio, both or neither; and never anything sent."""

import errno
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from msgspec.structs import replace

from asc_desktop import _files
from asc_desktop.domain.forms.carried import carried_in
from asc_desktop.domain.forms.choosing import Choice
from asc_desktop.domain.forms.form import Form, read
from asc_desktop.domain.records.delivery import Programme, Project
from asc_desktop.domain.records.exchange import Contact, UpdateRequest
from asc_desktop.domain.report.frozen import unpack
from asc_desktop.excel.reading.copy import read_copy
from asc_desktop.excel.verify import verify_pack
from asc_desktop.services.errors import StoreError
from asc_desktop.services.forms import asking
from asc_desktop.services.forms.asking import (
    AskCancelledError,
    Asked,
    AskError,
    file_name,
    prepare,
    write_forms,
)
from asc_desktop.services.forms.drafts import new_draft
from asc_desktop.services.session import Session

HOUSE = "Head of Assessment"


@pytest.fixture
def programme(session: Session) -> Programme:
    return next(item for item in session.records.all(Programme) if item.name.startswith("Better Lives"))


@pytest.fixture
def choice(programme: Programme) -> Choice:
    return Choice(programme.id, "all")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "forms"


def of_house(choice: Choice) -> Choice:
    return replace(choice, leads=(HOUSE,))


def kept(session: Session, request: UpdateRequest) -> Form:
    content = session.store.frozen(request.content)
    assert content is not None
    return read(unpack(content, session.store.frozen))


def requests(session: Session, form: str) -> list[UpdateRequest]:
    return [item for item in session.records.all(UpdateRequest) if item.form == form]


def test_each_lead_has_one_form_and_each_project_a_request_in_one_step(
    session: Session, choice: Choice, folder: Path
) -> None:
    held = set(session.records.all(UpdateRequest))
    asked = prepare(session, choice, due_on="2024-07-05")
    sent = write_forms(session, asked, folder)
    leads = {form.lead for form in asked.forms}
    assert len(leads) == len(asked.forms) == len(sent.forms) == 20
    new = [item for item in session.records.all(UpdateRequest) if item not in held]
    assert len(new) == asked.projects == 50
    assert {(item.period, item.asked_on, item.due_on) for item in new} == {
        ("2024-06", "2024-07-01", "2024-07-05")
    }
    for request in new:
        form = kept(session, request)
        assert (form.number, form.lead) == (request.form, request.lead)
        assert request.project_id in {sheet.project_id for sheet in form.projects}
    assert session.undo_action == "Ask 20 leads for June 2024"
    session.undo()
    assert set(session.records.all(UpdateRequest)) == held
    session.redo()
    assert len(session.records.all(UpdateRequest)) == len(held) + 50


def test_what_is_kept_is_what_the_workbook_carries(session: Session, choice: Choice, folder: Path) -> None:
    asked = prepare(session, of_house(choice))
    (path,) = write_forms(session, asked, folder).forms
    assert verify_pack(path) > 2
    form = carried_in(read_copy(path, path.name))
    assert form == asked.forms[0]
    assert all(kept(session, request) == form for request in requests(session, asked.forms[0].number))
    assert form is not None
    assert form.portfolio == session.store.copies.first() != ""


def test_numbers_go_on_and_none_is_given_twice_though_it_was_undone(
    session: Session, choice: Choice, folder: Path
) -> None:
    first = prepare(session, of_house(choice))
    taken = {item.form for item in session.records.all(UpdateRequest)}
    assert first.forms[0].number not in taken
    write_forms(session, first, folder)
    session.undo()
    again = prepare(session, of_house(choice))
    assert again.forms[0].number > first.forms[0].number


def test_who_is_asked_again_while_a_form_is_out_is_told(
    session: Session, choice: Choice, folder: Path
) -> None:
    write_forms(session, prepare(session, of_house(choice)), folder)
    number = requests_last(session)
    again = prepare(session, of_house(choice))
    assert any(f"{HOUSE}: {number} of 1 Jul 2024 has not come back." in said for said in again.told)
    write_forms(session, again, folder)
    # The earlier one stays as it was.
    assert all(item.returned_on is None for item in requests(session, number))


def requests_last(session: Session) -> str:
    return max(item.form for item in session.records.all(UpdateRequest))


def test_projects_without_a_lead_have_a_form_of_their_own_and_are_told(
    session: Session, choice: Choice, folder: Path
) -> None:
    project = next(item for item in session.records.all(Project) if item.lead == HOUSE)
    with session.edit("Nobody") as edit:
        edit.put(replace(project, lead=None))
    asked = prepare(session, replace(choice, leads=("", HOUSE)))
    assert [form.lead for form in asked.forms] == [HOUSE, ""]
    last = asked.forms[-1]
    assert f"{last.number} is for 1 project that names no lead ({project.ref})." in asked.told
    sent = write_forms(session, asked, folder)
    assert sent.forms[-1].name == f"{last.number} June 2024 - No lead named.xlsx"
    assert requests(session, last.number)[0].lead is None


def test_nobody_to_ask_is_a_sentence(session: Session, choice: Choice) -> None:
    with pytest.raises(
        AskError, match=r"No project names “The Mayor” as its lead\. The leads are: .*Head of Assessment"
    ):
        prepare(session, replace(choice, leads=("The Mayor",)))
    with pytest.raises(
        AskError, match=r"There is nobody to ask\. Not asked: .* updated for June 2024 already"
    ):
        prepare(session, Choice(choice.programme_id, leads=(HOUSE,)))
    with pytest.raises(AskError, match="30 Jun 2024 has passed"):
        prepare(session, choice, due_on="2024-06-30")
    assert prepare(session, choice, due_on="2024-07-01").forms


def nothing_kept(session: Session, folder: Path, held: set[UpdateRequest]) -> None:
    assert set(session.records.all(UpdateRequest)) == held
    assert not [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("fails_at", [1, 7, 20])
def test_nothing_is_kept_and_no_file_left_where_one_cannot_be_written(
    session: Session, choice: Choice, folder: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    held, count, fill = set(session.records.all(UpdateRequest)), 0, _files.fill

    def full(path: Path, content: bytes) -> None:
        nonlocal count
        count += 1
        if count == fails_at:
            raise OSError(errno.ENOSPC, "No space left")
        fill(path, content)

    monkeypatch.setattr(_files, "fill", full)
    with pytest.raises(
        AskError, match=r"were not written to .*: the disk is full\. Nobody was marked as asked\."
    ):
        write_forms(session, prepare(session, choice), folder)
    nothing_kept(session, folder, held)


@pytest.mark.parametrize("fails_at", [1, 7, 20])
def test_nothing_is_kept_and_no_file_left_where_one_cannot_be_put_in_its_place(
    session: Session, choice: Choice, folder: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    held, count, move = set(session.records.all(UpdateRequest)), 0, _files._move

    def held_fast(part: Path, path: Path, *, over: bool) -> None:
        nonlocal count
        count += 1
        if count == fails_at:
            raise PermissionError(errno.EACCES, "Held")
        move(part, path, over=over)

    monkeypatch.setattr(_files, "_move", held_fast)
    with pytest.raises(AskError, match="Nobody was marked as asked"):
        write_forms(session, prepare(session, choice), folder)
    nothing_kept(session, folder, held)


def test_what_cannot_be_removed_again_is_named(
    session: Session, choice: Choice, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = prepare(session, choice)
    last = folder / f"{file_name(asked.forms[0])}.xlsx"
    move, remove = _files._move, _files.remove_file

    def held_fast(part: Path, path: Path, *, over: bool) -> None:
        if path == last:
            raise PermissionError(errno.EACCES, "Held")
        move(part, path, over=over)

    def stays(path: Path, *, for_good: bool = False) -> None:
        if path.suffix != ".xlsx":
            remove(path, for_good=for_good)

    monkeypatch.setattr(_files, "_move", held_fast)
    monkeypatch.setattr(_files, "remove_file", stays)
    with pytest.raises(
        AskError, match=r"Do not send F-\d{4} June 2024 - .*\.xlsx, which could not be removed again"
    ):
        write_forms(session, asked, folder)


def test_no_file_is_left_where_the_portfolio_refuses(
    session: Session, choice: Choice, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = set(session.records.all(UpdateRequest))

    def refuse(*_: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(asking, "keep", refuse)
    with pytest.raises(StoreError):
        write_forms(session, prepare(session, choice), folder)
    nothing_kept(session, folder, held)


def test_a_file_of_the_name_stays_as_it_is(session: Session, choice: Choice, folder: Path) -> None:
    asked = prepare(session, choice)
    folder.mkdir()
    there = folder / f"{file_name(asked.forms[3])}.xlsx"
    there.write_bytes(b"theirs")
    held = set(session.records.all(UpdateRequest))
    with pytest.raises(AskError, match=r"There is a “.*” in “.*” already"):
        write_forms(session, asked, folder)
    assert there.read_bytes() == b"theirs"
    assert [path.name for path in folder.iterdir() if path.suffix == ".xlsx"] == [there.name]
    assert set(session.records.all(UpdateRequest)) == held


def test_it_can_be_called_off(session: Session, choice: Choice, folder: Path) -> None:
    held = set(session.records.all(UpdateRequest))
    said: list[str] = []

    def progress(share: float, words: str) -> None:
        assert 0 <= share < 1
        said.append(words)

    with pytest.raises(AskCancelledError):
        write_forms(
            session,
            prepare(session, choice),
            folder,
            progress=progress,
            is_cancelled=lambda: len(said) == 3,
        )
    nothing_kept(session, folder, held)


def with_contact(session: Session, **values: str) -> Contact:
    held = next((item for item in session.records.all(Contact) if item.role == HOUSE), None)
    base = held or Contact(id=session.new_id(), role=HOUSE)
    with session.edit("Contact") as edit:
        edit.put(replace(base, **values))
    return session.records.get(Contact, base.id)


def draft_of(session: Session, choice: Choice, folder: Path) -> tuple[Asked, bytes]:
    asked = prepare(session, of_house(choice), due_on="2024-07-05")
    sent = write_forms(session, asked, folder, drafts=True)
    return asked, sent.drafts[0].read_bytes()


def test_a_draft_opens_as_a_new_message_with_the_form_attached(
    session: Session, choice: Choice, folder: Path
) -> None:
    with_contact(session, role="head of  ASSESSMENT", name="Zoë Ångström", email="zoe@council.example")
    asked, content = draft_of(session, choice, folder)
    assert b"\n" not in content.replace(b"\r\n", b"")
    message = message_from_bytes(content, policy=policy.default)
    assert message["X-Unsent"] == "1"
    assert message["To"].addresses[0].display_name == "Zoë Ångström"
    assert message["To"].addresses[0].addr_spec == "zoe@council.example"
    assert message["Subject"].startswith("Update for June 2024: Better Lives")
    assert message["From"] is message["Date"] is message["Message-ID"] is None
    body = message.get_body().get_content()
    assert body.startswith("Dear Zoë Ångström,")
    assert "by Friday 5 Jul 2024" in body
    assert all(sheet.ref in body for sheet in asked.forms[0].projects if sheet.project_id)
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == f"{file_name(asked.forms[0])}.xlsx"
    assert attached.get_content() == (folder / attached.get_filename()).read_bytes()


@pytest.mark.parametrize("email", ["", "nobody", "a@b@c", "two words@x.example", "x\tBcc: y@z.example"])
def test_what_is_no_address_is_left_out(session: Session, choice: Choice, folder: Path, email: str) -> None:
    with_contact(session, email=email, name="")
    _, content = draft_of(session, choice, folder)
    message = message_from_bytes(content, policy=policy.default)
    assert "Bcc" not in message
    assert message["To"] is None


def test_whose_address_is_not_known_is_told_where_drafts_are_written(
    session: Session, choice: Choice, folder: Path
) -> None:
    with_contact(session, email="")
    asked = prepare(session, of_house(choice))
    sent = write_forms(session, asked, folder, drafts=True)
    assert any(f"No e-mail address is known of {HOUSE}" in said for said in sent.told)
    assert "1 form and 1 draft of an e-mail" in sent.sentence
    assert "Nothing was sent" in sent.sentence


def test_a_subject_of_several_lines_is_one() -> None:
    assert new_draft("A\r\nBcc: x@y.example", "Body", None)["Subject"] == "A Bcc: x@y.example"
