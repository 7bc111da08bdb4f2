"""Lock the program's dependencies, and list them: ``python .ci/lock.py`` writes both files anew.

``requirements.lock`` names each distribution with its version and the SHA-256 of every wheel that Windows and Linux
take on Python 3.11 to 3.14; ``pip install --require-hashes -r requirements.lock`` installs those and nothing else.
``resources/sbom.json`` is the bill of materials that comes with the program, in CycloneDX's form. ``--check`` asks
nobody: it says whether both are of what ``pyproject.toml`` now asks for.
"""

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from resolving import LINUX, PYTHONS, WINDOWS, applies, resolved

CHECKOUT = Path(__file__).resolve().parent.parent
LOCK = CHECKOUT / "requirements.lock"
SBOM = CHECKOUT / "resources" / "sbom.json"
PLATFORMS = (WINDOWS, LINUX)
TARGETS = tuple((python, platform.sys_platform) for python in PYTHONS for platform in PLATFORMS)

_NAMESPACE = uuid.UUID("b6a4c8ce-06a6-4e9c-8a40-0f5a5f1f7b11")
_PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+?)(?: ; (?P<marker>.+?))? \\$", re.MULTILINE)


@dataclass
class Pin:
    """One version of a distribution, the hashes of its wheels, and the computers that take it."""

    name: str
    version: str
    licence: dict[str, Any] = field(default_factory=dict)
    requires: list[str] = field(default_factory=list)
    hashes: set[str] = field(default_factory=set)
    targets: set[tuple[str, str]] = field(default_factory=set)


def main(arguments: list[str]) -> int:
    """Write both files, or say what in them is not as it should be."""
    if arguments == ["--check"]:
        problems = lock_problems(LOCK.read_text(encoding="utf-8"), SBOM.read_text(encoding="utf-8"))
        print(
            "\n".join(problems)
            or "The lock file and the bill of materials are of what pyproject.toml asks for."
        )
        return int(bool(problems))
    if arguments:
        print(
            "python .ci/lock.py writes both files anew; python .ci/lock.py --check says whether they are right."
        )
        return 2
    pins = _pins()
    lock, sbom = _lock_text(pins), _sbom_text(pins)
    if problems := lock_problems(lock, sbom):
        # A pip from before 25 does not report what a distribution says of its licence today.
        print("\n".join((*problems, "Nothing was written. Run this with pip 25 or later.")))
        return 1
    LOCK.write_text(lock, encoding="utf-8", newline="\n")
    SBOM.write_text(sbom, encoding="utf-8", newline="\n")
    print(f"Locked {len(pins)} distributions for {len(TARGETS)} kinds of computer.")
    return 0


def lock_problems(lock: str, sbom: str) -> list[str]:
    """Return in sentences what is missing from a lock file and from a bill of materials."""
    pinned = [
        (canonicalize_name(found["name"]), found["version"], found["marker"]) for found in _PIN.finditer(lock)
    ]
    problems = []
    for text in _dependencies():
        wanted = Requirement(text)
        name = canonicalize_name(wanted.name)
        for python, system in TARGETS:
            versions = [
                version for held, version, marker in pinned if held == name and _holds(marker, python, system)
            ]
            if len(versions) != 1 or not wanted.specifier.contains(versions[0]):
                held = ", ".join(versions) or "nothing"
                problems.append(f"{text} on Python {python}, {system}: the lock file has {held}.")
    listed = {(item["name"], item["version"]): item for item in json.loads(sbom)["components"]}
    for name, version, _ in pinned:
        found = listed.pop((name, version), None)
        if found is None:
            problems.append(f"{name} {version} is locked and not in the bill of materials.")
        elif not found.get("licenses"):
            problems.append(f"{name} {version} has no licence in the bill of materials.")
    problems += [f"{name} {version} is in the bill of materials and not locked." for name, version in listed]
    return problems


def _dependencies() -> list[str]:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return list(project["dependencies"])


def _holds(marker: str | None, python: str, system: str) -> bool:
    environment = {"python_version": python, "sys_platform": system}
    return marker is None or Marker(marker).evaluate(environment)


def _pins() -> list[Pin]:
    pins: dict[tuple[str, str], Pin] = {}
    for python in PYTHONS:
        for platform in PLATFORMS:
            for package in resolved(_dependencies(), python, platform):
                about = package["metadata"]
                name = canonicalize_name(about["name"])
                pin = pins.setdefault((name, about["version"]), Pin(name, about["version"], _licence(about)))
                pin.hashes.add(package["download_info"]["archive_info"]["hashes"]["sha256"])
                pin.targets.add((python, platform.sys_platform))
                needed = (Requirement(text) for text in about.get("requires_dist", []))
                names = {canonicalize_name(item.name) for item in needed if applies(item, python, platform)}
                pin.requires = sorted({*pin.requires, *names})
    return [pins[key] for key in sorted(pins)]


def _licence(about: dict[str, Any]) -> dict[str, Any]:
    """Return a licence as CycloneDX writes it: its expression, or the words that the distribution gives."""
    if about.get("license_expression"):
        return {"expression": about["license_expression"]}
    classifiers = [
        item.rpartition(" :: ")[2] for item in about.get("classifier", []) if item.startswith("License ::")
    ]
    words = (about.get("license") or "").strip()
    if not words or "\n" in words or len(classifiers) > 1:
        words = " or ".join(classifiers)
    return {"license": {"name": words}} if words else {}


def _marker(targets: Iterable[tuple[str, str]]) -> str:
    """Return the condition for some kinds of computer; nothing for all of them."""
    held = set(targets)
    pythons = [python for python in PYTHONS if any(item[0] == python for item in held)]
    systems = [
        item.sys_platform for item in PLATFORMS if any(held_on[1] == item.sys_platform for held_on in held)
    ]
    if held != {(python, system) for python in pythons for system in systems}:
        return " or ".join(
            f'(python_version == "{python}" and sys_platform == "{system}")'
            for python, system in sorted(held)
        )
    parts = []
    if len(pythons) < len(PYTHONS):
        parts.append(" or ".join(f'python_version == "{python}"' for python in pythons))
    if len(systems) < len(PLATFORMS):
        parts.append(" or ".join(f'sys_platform == "{system}"' for system in systems))
    return " and ".join(f"({part})" if " or " in part and len(parts) > 1 else part for part in parts)


def _lock_text(pins: list[Pin]) -> str:
    lines = [
        "# Every distribution that the program needs, with the SHA-256 of the wheels that Windows and Linux take.",
        "# Written by: python .ci/lock.py",
    ]
    for pin in pins:
        marker = _marker(pin.targets)
        lines.append(f"{pin.name}=={pin.version}{f' ; {marker}' if marker else ''} \\")
        lines.append(" \\\n".join(f"    --hash=sha256:{digest}" for digest in sorted(pin.hashes)))
    return "\n".join(lines) + "\n"


def _sbom_text(pins: list[Pin]) -> str:
    references = {pin.name: f"pkg:pypi/{pin.name}@{pin.version}" for pin in pins}
    components = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{pin.name}@{pin.version}",
            "name": pin.name,
            "version": pin.version,
            "purl": f"pkg:pypi/{pin.name}@{pin.version}",
            "licenses": [pin.licence] if pin.licence else [],
        }
        for pin in pins
    ]
    own = {
        "type": "application",
        "bom-ref": "asc-desktop",
        "name": "asc-desktop",
        "licenses": [{"expression": "MIT AND OFL-1.1"}],
    }
    depends = [
        {
            "ref": f"pkg:pypi/{pin.name}@{pin.version}",
            "dependsOn": [references[name] for name in pin.requires if name in references],
        }
        for pin in pins
    ]
    direct = sorted({references[canonicalize_name(Requirement(text).name)] for text in _dependencies()})
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, json.dumps(components))}",
        "version": 1,
        "metadata": {"component": own},
        "components": components,
        "dependencies": [{"ref": "asc-desktop", "dependsOn": direct}, *depends],
    }
    return json.dumps(bill, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
