"""Packs whose target is open elsewhere, read-only or on a full disk: each old file stays as it was, and it is said."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from asc_desktop import _files
from asc_desktop.domain.report.pack_plan import TEMPLATES, PackPlan
from asc_desktop.services import packs
from asc_desktop.services.packs import (
    PackCancelledError,
    PackError,
    PackRequest,
    PackTargetBusyError,
    PreparedPack,
    prepare,
    write_files,
)
from asc_desktop.ui.pdf.pack import draw_pack
from asc_desktop.ui.workspace import Workspace

OLD = b"the old pack"
SMALL = PackPlan("Small", ("cover", "notes"))
PUBLIC = replace(TEMPLATES[1], sections=("cover", "notes"))
NAMES = ["pack.xlsx", "pack.pdf"]


@pytest.fixture
def pack(workspace: Workspace) -> PreparedPack:
    return prepare(workspace.session, PackRequest(workspace.scope, SMALL))


@pytest.fixture
def public(workspace: Workspace) -> PreparedPack:
    return prepare(workspace.session, PackRequest(workspace.scope, PUBLIC))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def put_old(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).write_bytes(OLD)
    return [folder / name for name in names]


def assert_only_old(folder: Path, *names: str) -> None:
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == dict.fromkeys(names, OLD)


def in_use(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Let files be as Windows has them while another program has them open, or while they are read-only."""
    whole = Path.open

    def refuse(self: Path, mode: str = "r", *more: Any, **options: Any) -> Any:
        if self.name in names and set(mode) & set("+wax"):
            raise PermissionError(errno.EACCES, "sharing violation", str(self))
        return whole(self, mode, *more, **options)

    monkeypatch.setattr(Path, "open", refuse)


@pytest.fixture(params=[0, 9_000])
def full_disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> None:
        path.write_bytes(content[: request.param])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(packs, "fill", full)


@pytest.mark.parametrize("name", NAMES)
def test_an_open_or_read_only_file_is_left_and_another_name_offered(
    pack: PreparedPack, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (target,) = put_old(folder, name)
    in_use(monkeypatch, name)
    told: list[str] = []
    with pytest.raises(
        PackTargetBusyError, match="is open in another program or may not be replaced"
    ) as caught:
        write_files(pack, [target], draw=draw_pack, progress=lambda _, words: told.append(words))
    assert not told
    assert caught.value.suggested == target.with_name(f"pack (2){target.suffix}")
    assert_only_old(folder, name)
    assert write_files(pack, [caught.value.suggested], draw=draw_pack)[0].stat().st_size > 5_000
    assert target.read_bytes() == OLD


@pytest.mark.parametrize("name", NAMES)
def test_a_full_disk_is_said_and_the_old_file_kept(
    pack: PreparedPack, folder: Path, name: str, full_disk: None
) -> None:
    (target,) = put_old(folder, name)
    with pytest.raises(
        PackError, match=r"^The disk is full, so the pack was not written\..* What was there before"
    ):
        write_files(pack, [target], draw=draw_pack)
    assert_only_old(folder, name)
    target.unlink()
    with pytest.raises(PackError, match=r"Free some space and try again\.$"):
        write_files(pack, [target], draw=draw_pack)
    assert not list(folder.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_that_may_not_be_written_to_is_said(
    pack: PreparedPack, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "denied", str(path))

    (target,) = put_old(folder, name)
    monkeypatch.setattr(_files.os, "open", refuse)
    with pytest.raises(
        PackError, match=r"may not be written to\. Choose another folder\. What was there before"
    ):
        write_files(pack, [target], draw=draw_pack)
    assert_only_old(folder, name)


def test_where_one_of_two_files_is_in_use_neither_is_written(
    pack: PreparedPack, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    targets = put_old(folder, *NAMES)
    put_old(folder, "pack (2).xlsx")
    in_use(monkeypatch, "pack.pdf")
    with pytest.raises(PackTargetBusyError) as caught:
        write_files(pack, targets, draw=draw_pack)
    # “pack (2).pdf” is free, and “pack (2).xlsx” is not.
    assert caught.value.suggested.name == "pack (3).pdf"
    assert_only_old(folder, *NAMES, "pack (2).xlsx")


def test_an_appendix_in_use_offers_a_name_for_the_pack_and_not_the_appendixs(
    public: PreparedPack, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert public.appendix is not None
    appendix = "pack - confidential appendix.xlsx"
    targets = put_old(folder, "pack.xlsx")
    put_old(folder, appendix)
    in_use(monkeypatch, appendix)
    with pytest.raises(PackTargetBusyError) as caught:
        write_files(public, targets, draw=draw_pack)
    assert caught.value.suggested.name == "pack (2).xlsx"
    assert appendix in str(caught.value)
    assert_only_old(folder, "pack.xlsx", appendix)


def test_a_pack_called_off_in_its_second_file_leaves_the_first_as_it_was(
    pack: PreparedPack, folder: Path
) -> None:
    targets = put_old(folder, *NAMES)
    shares = [0.0]
    with pytest.raises(PackCancelledError):
        write_files(
            pack,
            targets,
            draw=draw_pack,
            progress=lambda share, _: shares.append(share),
            cancelled=lambda: shares[-1] > 0.6,
        )
    assert_only_old(folder, *NAMES)
