"""The lock file and the bill of materials are of what the program needs, and a gap in either is found."""

import importlib.util
import json
import re
import sys
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from asc_desktop._paths import resource_path

CHECKOUT = Path(__file__).resolve().parents[2]
LOCK = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
SBOM = resource_path("sbom.json").read_text(encoding="utf-8")


@pytest.fixture
def lock(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(CHECKOUT / ".ci"))
    spec = importlib.util.spec_from_file_location("asc_lock", CHECKOUT / ".ci" / "lock.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "asc_lock", module)
    spec.loader.exec_module(module)
    return module


def test_both_are_of_what_the_project_asks_for(lock: ModuleType) -> None:
    assert lock.lock_problems(LOCK, SBOM) == []


def test_every_distribution_has_its_hashes() -> None:
    blocks = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) > 15
    for block in blocks:
        hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})(?: \\)?$", block, re.MULTILINE)
        assert len(hashes) == block.count("--hash=") >= 1, block


def test_whatever_is_needed_here_is_locked() -> None:
    locked = set(re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE))
    waiting = list(requires("asc-desktop") or ())
    seen: set[str] = set()
    while waiting:
        needed = Requirement(waiting.pop())
        name = canonicalize_name(needed.name)
        if name in seen or (needed.marker is not None and not needed.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        assert name in locked, f"{name} is needed and not locked: python .ci/lock.py"
        try:
            waiting += requires(name) or ()
        except PackageNotFoundError:
            continue  # pip, which an environment may do without.


def test_a_gap_is_found(lock: ModuleType) -> None:
    without = re.sub(r"^holidays==.*?(?=^\w)", "", LOCK, flags=re.MULTILINE | re.DOTALL)
    assert any("holidays" in problem for problem in lock.lock_problems(without, SBOM))
    older = re.sub(r"^openpyxl==\S+", "openpyxl==3.0.1", LOCK, flags=re.MULTILINE)
    assert any("the lock file has 3.0.1" in problem for problem in lock.lock_problems(older, SBOM))
    elsewhere = re.sub(
        r"^(xlsxwriter==\S+) ", r"\1 ; sys_platform == 'linux' ", LOCK, flags=re.MULTILINE | re.IGNORECASE
    )
    assert any("win32" in problem for problem in lock.lock_problems(elsewhere, SBOM))
    bill = json.loads(SBOM)
    bill["components"][0]["licenses"] = []
    gone = bill["components"].pop()
    found = lock.lock_problems(LOCK, json.dumps(bill))
    assert [problem for problem in found if "no licence" in problem]
    assert [problem for problem in found if gone["name"] in problem and "not in the bill" in problem]


def test_the_bill_of_materials_names_each_with_version_and_licence() -> None:
    bill = json.loads(SBOM)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    pins = set(re.findall(r"^([\w.-]+)==(\S+)", LOCK, re.MULTILINE))
    assert {(item["name"], item["version"]) for item in bill["components"]} == pins
    assert all(item["licenses"] and item["purl"].startswith("pkg:") for item in bill["components"])
    known = {item["bom-ref"] for item in bill["components"]} | {"asc-desktop"}
    assert {item["ref"] for item in bill["dependencies"]} == known
    assert all(set(item["dependsOn"]) <= known for item in bill["dependencies"])


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_nothing_is_written_but_what_is_whole_and_asked_for(
    lock: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setattr(lock, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(lock, "SBOM", tmp_path / "sbom.json")
    names = [canonicalize_name(Requirement(text).name) for text in lock._dependencies()]
    without_licence = [lock.Pin(name, "1.0", hashes={"0"}, targets=set(lock.TARGETS)) for name in names]
    monkeypatch.setattr(lock, "_pins", lambda: without_licence)
    assert lock.main(arguments) != 0
    assert list(tmp_path.iterdir()) == []
