"""What ``run.py`` does once this Python is known to be new enough: make an environment, then run the command in it."""

import argparse
import hashlib
import os
import subprocess
import sys
import venv
from importlib.util import find_spec
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent
EXTRAS = {"demo": "", "test": "[dev]"}


NO_PIP = (
    "This Python has no pip of its own (its module ensurepip is missing), so no environment can be made with it. On "
    "Debian and Ubuntu: sudo apt install python3-venv. Elsewhere, install Python from python.org. Then try again."
)
NO_NETWORK = (
    "What the program needs could not be fetched; pip's own message is above. Is this computer on the internet? "
    "Behind a proxy, name it first: set HTTPS_PROXY=http://proxy.example:8080 (on Linux export instead of set), or "
    "ask IT for the address of a package mirror and set PIP_INDEX_URL to it. Then run the same line again."
)
NOT_MADE = "The environment could not be made; pip's own message is above."
_NETWORK = (
    "connection",
    "proxy",
    "timed out",
    "temporary failure",
    "ssl",
    "no matching distribution",
    "getaddrinfo",
)


class NotReadyError(Exception):
    """The environment cannot be made; its text is a sentence."""


def main(arguments: list[str], description: str | None) -> int:
    """Run one command; return its exit status."""
    parser = argparse.ArgumentParser(
        prog="run.py", description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--venv", type=Path, default=CHECKOUT / ".venv", metavar="FOLDER")
    parser.add_argument("command", choices=sorted(EXTRAS))
    parser.add_argument("further", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    try:
        python = prepare(options.venv.resolve(), EXTRAS[options.command])
    except NotReadyError as error:
        print(error, file=sys.stderr)
        return 1
    return run(python, options.command, options.further)


def prepare(folder: Path, extra: str) -> Path:
    """Make the environment ready for one command; return its Python.

    A stamp beside it remembers what it was made from, so that a second run starts at once.
    """
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / f"asc-desktop{extra}.stamp"
    wanted = fingerprint()
    if python.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return python
    print(f"Preparing {folder} ...", flush=True)
    if not has_pip(python):
        # Half made, or its Python is gone: begin again. Never empty a folder that is not an environment.
        if find_spec("ensurepip") is None:
            raise NotReadyError(NO_PIP)
        half_made = (folder / "pyvenv.cfg").exists()
        venv.EnvBuilder(clear=half_made, symlinks=os.name != "nt", with_pip=True).create(folder)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
    installed = subprocess.run(
        [*pip, "--editable", f"{CHECKOUT}{extra}"],
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
    sys.stderr.write(installed.stderr)
    if installed.returncode:
        raise NotReadyError(why_not(installed.stderr))
    stamp.write_text(wanted, encoding="ascii")
    return python


def why_not(told: str) -> str:
    """Return a sentence about why pip failed, by what it told."""
    folded = told.casefold()
    return NO_NETWORK if any(word in folded for word in _NETWORK) else NOT_MADE


def has_pip(python: Path) -> bool:
    """Say whether an environment's Python starts and has pip: one whose making was stopped may not."""
    if not python.exists():
        return False
    return subprocess.run([str(python), "-c", "import pip"], capture_output=True, check=False).returncode == 0


def fingerprint() -> str:
    """Return what decides an environment's contents: where this checkout is, and its requirements."""
    requirements = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    return hashlib.sha256(f"{CHECKOUT}\n{requirements}".encode()).hexdigest()


def run(python: Path, command: str, further: list[str]) -> int:
    """Run the command with the environment's Python, from the checkout; return its exit status."""
    environment = dict(os.environ)
    if command == "test":
        if sys.platform == "linux" and not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
            environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        # Every core: one after another, the real windows and processes of the tests take twice as long. Each core does
        # neighbours, which share what they stand on, and at the end takes from the other what is left. Files that
        # are named are done before the cores are ready.
        files = [word for word in further if (CHECKOUT / word.partition("::")[0]).is_file()]
        words = ["-m", "pytest", *([] if files else ["-n", "auto", "--dist", "worksteal"]), *further]
    else:
        # The demo looks for a display itself: without one it writes the board pack and pictures instead.
        words = ["-m", "asc_desktop", "demo", *further]
    return subprocess.run([str(python), *words], cwd=CHECKOUT, env=environment, check=False).returncode
