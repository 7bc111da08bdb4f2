"""Ask pip what a computer of another kind, or this one, would install, from wheels alone.

pip resolves for another platform, but reads requirements' conditions (``; sys_platform == "win32"``) as if for the
machine that it runs on. So what each resolved package requires is read again as that platform would, and whatever
that adds is resolved too.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PYTHONS = ("3.11", "3.12", "3.13", "3.14")


@dataclass(frozen=True, slots=True)
class Platform:
    """A kind of computer: the tags of its wheels, the best first, and what conditions are about."""

    name: str
    tags: tuple[str, ...]
    sys_platform: str
    os_name: str
    system: str
    machine: str

    def condition(self, python: str) -> dict[str, str]:
        """Return what a requirement's condition is read with; optional extras are not asked for."""
        return {
            "extra": "",
            "implementation_name": "cpython",
            "os_name": self.os_name,
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_system": self.system,
            "python_full_version": f"{python}.0",
            "python_version": python,
            "sys_platform": self.sys_platform,
        }


_GLIBC = tuple(f"manylinux_2_{minor}_x86_64" for minor in range(39, 4, -1))
WINDOWS = Platform("win_amd64", ("win_amd64",), "win32", "nt", "Windows", "AMD64")
LINUX = Platform(
    "linux", (*_GLIBC, "manylinux2014_x86_64", "manylinux2010_x86_64"), "linux", "posix", "Linux", "x86_64"
)


def resolved(requirements: list[str], python: str, platform: Platform) -> list[dict[str, Any]]:
    """Return what pip's report says of every package that would be installed.

    Raises CalledProcessError, with pip's words in its stderr, when a package has no suitable wheel.
    """
    wanted = list(requirements)
    while True:
        packages = _resolve_once(wanted, python, platform)
        names = {canonicalize_name(package["metadata"]["name"]) for package in packages}
        missing = {
            text
            for package in packages
            for text in package["metadata"].get("requires_dist", [])
            if applies(Requirement(text), python, platform)
            and canonicalize_name(Requirement(text).name) not in names
        }
        if not missing:
            return packages
        # Without its condition, which pip would read for this machine and drop again.
        wanted += sorted(_without_condition(text) for text in missing)


def applies(requirement: Requirement, python: str, platform: Platform) -> bool:
    """Say whether such a computer needs this requirement."""
    return requirement.marker is None or requirement.marker.evaluate(platform.condition(python))


def _resolve_once(requirements: list[str], python: str, platform: Platform) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        command += ["--dry-run", "--ignore-installed", "--report", str(report), "--target", folder]
        command += [part for tag in platform.tags for part in ("--platform", tag)]
        command += ["--python-version", python, "--implementation", "cp", "--only-binary", ":all:"]
        subprocess.run([*command, *requirements], check=True, capture_output=True, text=True)
        found: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["install"]
    return found


def _without_condition(text: str) -> str:
    requirement = Requirement(text)
    requirement.marker = None
    return str(requirement)
