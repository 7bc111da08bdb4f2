"""Prove that every runtime dependency can be installed on Windows from wheels alone.

An officer's machine has no compiler, so a dependency without a ``win_amd64`` wheel could not be installed there.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

from resolving import PYTHONS, WINDOWS, resolved

CHECKOUT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Print what resolves for each Python; return 1 when something does not."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    failed = False
    for python in PYTHONS:
        try:
            packages = resolved(list(project["dependencies"]), python, WINDOWS)
        except subprocess.CalledProcessError as error:
            print(f"win_amd64, CPython {python}: does not resolve\n{error.stderr}", file=sys.stderr)
            failed = True
        else:
            names = sorted(f"{item['metadata']['name']} {item['metadata']['version']}" for item in packages)
            print(f"win_amd64, CPython {python}: {len(names)} wheels: {', '.join(names)}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
