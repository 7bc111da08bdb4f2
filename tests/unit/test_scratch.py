"""Copies of portfolios that pass through: in one private folder, and gone after a kill at the next start."""

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from asc_desktop._scratch import SCRATCH, scratch_folder
from asc_desktop.app import main, own_folder

CHECKOUT = Path(__file__).parents[2]

LOOKER = """
import sys, time
from pathlib import Path
from asc_desktop import app
from asc_desktop.cli import main as cli

def look(arguments, environment):
    session = environment.files.open(Path(sys.argv[1]), read_only=True)
    print("looking", flush=True)
    time.sleep(600)

app.run = look
app.main([])
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "local"))
    return own_folder()


def holding(folder: Path, word: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and word in path.read_bytes()]


def test_what_is_temporary_goes_into_a_folder_for_the_person_alone(own: Path) -> None:
    before = tempfile.gettempdir()
    with scratch_folder(own):
        made = Path(tempfile.mkdtemp())
        assert made.is_relative_to(own / SCRATCH)
        if os.name != "nt":
            assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
            assert stat.S_IMODE((own / SCRATCH).stat().st_mode) == 0o700
        (made / "copy.ascp").write_bytes(b"x")
        with scratch_folder(own):
            assert Path(tempfile.gettempdir()) != made.parent
        # Another run that ends takes nothing of this one's.
        assert (made / "copy.ascp").exists()
    assert list((own / SCRATCH).iterdir()) == []
    assert tempfile.gettempdir() == before


def test_where_there_can_be_no_folder_the_systems_own_is_used(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("a file in the way")
    before = tempfile.gettempdir()
    with scratch_folder(tmp_path / "own"):
        assert tempfile.gettempdir() == before


def test_a_killed_window_leaves_no_portfolio_once_the_program_starts_again(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "Sample.ascp"
    assert main(["sample", "-o", str(path)]) == 0
    name = b"Better Lives, Better Outcomes"
    system = tmp_path / "system"
    system.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", LOOKER, str(path)],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(system), "TEMP": str(system), "TMP": str(system)},
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"looking"
        # Another program that starts meanwhile leaves the copy in use alone.
        assert main(["backups", str(path)]) == 0
        (copy,) = holding(own, name)
        assert copy.is_relative_to(own / SCRATCH)
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    assert holding(own, name) == [copy]
    assert main(["backups", str(path)]) == 0
    assert holding(own, name) == []
    assert list((own / SCRATCH).iterdir()) == []
    assert holding(system, name) == []


def test_what_a_killed_writer_left_beside_its_target_goes_when_a_portfolio_there_is_opened(
    own: Path, tmp_path: Path
) -> None:
    path = tmp_path / "files" / "Sample.ascp"
    path.parent.mkdir()
    assert main(["sample", "-o", str(path)]) == 0
    writer = (
        "import os, sys\nfrom pathlib import Path\nfrom asc_desktop._files import new_file\n"
        "with new_file(Path(sys.argv[1])) as part:\n    part.write_bytes(b'half a portfolio')\n    os._exit(9)\n"
    )
    subprocess.run(
        [sys.executable, "-c", writer, str(path.with_name("Copy.ascp"))], cwd=CHECKOUT, check=False
    )
    assert len(list(path.parent.iterdir())) == 2
    assert main(["backup", str(path)]) == 0
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["Sample backups", "Sample.ascp"]
