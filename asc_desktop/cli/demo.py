"""Show the sample portfolio."""

import argparse
import tempfile
from pathlib import Path

from asc_desktop.cli.common import DONE, CommandError, chosen_scope
from asc_desktop.cli.environment import Environment
from asc_desktop.services.packs import KINDS, PackRequest, prepare, suggested_name, write_files

HELP = "Open the sample portfolio; with no display, write its board pack and a picture of every page instead."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        type=Path,
        help="the folder to write to (default: see what is printed; the window’s own is removed when it is closed)",
    )


def run(options: argparse.Namespace, environment: Environment) -> int:
    """Open the window on a fresh copy of the sample, or write what there is to see."""
    if environment.has_display:
        folder = options.output or Path(tempfile.mkdtemp(prefix="asc-desktop-demo-"))
        path = _sample_in(folder, environment)
        print(f"The sample portfolio is {path}.")
        return environment.open_window(path)
    folder = options.output or Path("asc-desktop-demo")
    path = _sample_in(folder, environment)
    print(
        f"There is no display, so the sample’s board pack and pictures of its pages are written to {folder}."
    )
    session = environment.files.open(path, read_only=True)
    try:
        pack = prepare(session, PackRequest(chosen_scope(session, None, None)))
        names = [folder / suggested_name(pack.document.report, kind) for kind in KINDS]
        for written in write_files(pack, names, draw=environment.draw_pack):
            print(written)
        for picture in environment.draw_pages(
            session, folder, size=(1366, 768), theme="light", programme=None
        ):
            print(picture)
    finally:
        session.close()
    return DONE


def _sample_in(folder: Path, environment: Environment) -> Path:
    """Return a new sample portfolio in the folder; one from an earlier demonstration is kept beside it."""
    if folder.exists() and not folder.is_dir():
        raise CommandError(f"“{folder}” is a file. Name a folder to write to.")
    folder.mkdir(parents=True, exist_ok=True)
    path, number = folder / "Sample portfolio.ascp", 2
    while path.exists():
        path, number = folder / f"Sample portfolio {number}.ascp", number + 1
    environment.files.create_sample(path).close()
    return path
