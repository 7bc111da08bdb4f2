"""Run the program or its tests from a checkout, with nothing installed but Python 3.11 to 3.14.

    python run.py demo          open the sample portfolio
    python run.py test          run every test; further words go to pytest, as in: python run.py test -k savings
                                or: python run.py test tests/unit/test_paths.py

Both make a virtual environment in ``.venv`` and install the project into it, in place, the first time and
whenever ``pyproject.toml`` has changed. ``--venv FOLDER`` before the command names another folder: CI keeps one
for each Python.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent
OLDEST_PYTHON, TOO_NEW = (3, 11), (3, 15)
EXTRAS = {"demo": "", "test": "[dev]"}


def main(arguments: list[str]) -> int:
    """Run one command; return its exit status."""
    if not OLDEST_PYTHON <= sys.version_info < TOO_NEW:
        found = ".".join(str(part) for part in sys.version_info[:3])
        print(f"ASC Desktop needs Python 3.11 to 3.14; this is Python {found}.", file=sys.stderr)
        return 2
    parser = argparse.ArgumentParser(
        prog="run.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--venv", type=Path, default=CHECKOUT / ".venv", metavar="FOLDER")
    parser.add_argument("command", choices=sorted(EXTRAS))
    parser.add_argument("further", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    try:
        python = prepare(options.venv.resolve(), EXTRAS[options.command])
    except subprocess.CalledProcessError as error:
        print("The environment could not be made; pip's own message is above.", file=sys.stderr)
        return error.returncode
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
        half_made = (folder / "pyvenv.cfg").exists()
        venv.EnvBuilder(clear=half_made, symlinks=os.name != "nt", with_pip=True).create(folder)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
    subprocess.run([*pip, "--editable", f"{CHECKOUT}{extra}"], check=True)
    stamp.write_text(wanted, encoding="ascii")
    return python


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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
