"""Prove that every runtime dependency can be installed on Windows from wheels alone.

An officer's machine has no compiler, so a dependency without a ``win_amd64`` wheel could not be installed there.
pip resolves for another platform, but reads requirements' conditions (``; sys_platform == "win32"``) as if for the
machine that it runs on. So what each resolved package requires is read again as Windows would, and whatever that
adds is resolved too.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13")


def main() -> int:
    """Print what resolves for each Python; return 1 when something does not."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    failed = False
    for python in PYTHONS:
        try:
            resolved = resolve_for_windows(list(project["dependencies"]), python)
        except subprocess.CalledProcessError as error:
            print(f"win_amd64, CPython {python}: does not resolve\n{error.stderr}", file=sys.stderr)
            failed = True
        else:
            names = ", ".join(f"{name} {version}" for name, version in sorted(resolved.items()))
            print(f"win_amd64, CPython {python}: {len(resolved)} wheels: {names}")
    return int(failed)


def resolve_for_windows(requirements: list[str], python: str) -> dict[str, str]:
    """Return the version of every package that Windows would install, by canonical name.

    Raises CalledProcessError, with pip's words in its stderr, when a package has no suitable wheel.
    """
    wanted = list(requirements)
    while True:
        packages = resolve_once(wanted, python)
        resolved: dict[str, str] = {
            canonicalize_name(package["name"]): package["version"] for package in packages
        }
        missing = {
            text
            for package in packages
            for text in package.get("requires_dist", [])
            if applies_on_windows(Requirement(text), python)
            and canonicalize_name(Requirement(text).name) not in resolved
        }
        if not missing:
            return resolved
        # Without its condition, which pip would read for this machine and drop again.
        wanted += sorted(without_condition(text) for text in missing)


def resolve_once(requirements: list[str], python: str) -> list[dict[str, Any]]:
    """Return the metadata of each package that pip would install, wheels for 64-bit Windows only."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        command += ["--dry-run", "--ignore-installed", "--report", str(report), "--target", folder]
        command += ["--platform", "win_amd64", "--python-version", python, "--implementation", "cp"]
        command += ["--only-binary", ":all:", *requirements]
        subprocess.run(command, check=True, capture_output=True, text=True)
        installed = json.loads(report.read_text(encoding="utf-8"))["install"]
    return [package["metadata"] for package in installed]


def applies_on_windows(requirement: Requirement, python: str) -> bool:
    """Say whether Windows needs this requirement. Optional extras are not asked for."""
    if requirement.marker is None:
        return True
    windows = {
        "extra": "",
        "implementation_name": "cpython",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "platform_system": "Windows",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": "win32",
    }
    return requirement.marker.evaluate(windows)


def without_condition(text: str) -> str:
    """Return a requirement without the part after its semicolon."""
    requirement = Requirement(text)
    requirement.marker = None
    return str(requirement)


if __name__ == "__main__":
    sys.exit(main())
