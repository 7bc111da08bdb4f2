"""resource_path finds what ships with the program in each way of installing it."""

import sys
from pathlib import Path

import pytest

from asc_desktop import _paths


def test_checkout_serves_its_own_resources() -> None:
    font = _paths.resource_path("fonts", "Inter-Regular.ttf")
    assert font.is_file()
    assert font.parent.parent.name == "resources"


def test_wheel_serves_the_copy_inside_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "asc_desktop"
    (package / "_resources").mkdir(parents=True)
    (package / "_resources" / "a.txt").write_text("a", encoding="utf-8")
    monkeypatch.setattr(_paths, "_PACKAGE", package)
    assert _paths.resource_path("a.txt") == package / "_resources" / "a.txt"


def test_frozen_program_serves_its_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    icons = tmp_path / "asc_desktop" / "_resources" / "icons"
    icons.mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert _paths.resource_path("icons") == icons


def test_missing_resource_is_named_with_the_folders_looked_in() -> None:
    with pytest.raises(FileNotFoundError, match=r"fonts/None\.ttf is missing; looked in .*resources"):
        _paths.resource_path("fonts", "None.ttf")
