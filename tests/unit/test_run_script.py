"""The script that sets everything up: what keeps it from that is answered in a sentence, whatever the Python."""

import ast
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import checkout  # noqa: E402 - it is at the root, where run.py finds it


def test_an_old_python_can_read_the_script_and_is_told_which_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = (ROOT / "run.py").read_text(encoding="utf-8")
    source.encode("ascii")
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef, ast.FunctionDef)
    assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, newer)]
    for version in ((2, 7, 18), (3, 10, 13), (3, 15, 0)):
        monkeypatch.setattr(sys, "version_info", version)
        with pytest.raises(SystemExit) as ended:
            exec(compile(source, "run.py", "exec"), {"__name__": "run"})
        assert ended.value.code == 2
        said = capsys.readouterr().err
        assert "needs Python 3.11 to 3.14; this is Python " + ".".join(map(str, version)) in said


def test_a_python_without_ensurepip_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checkout, "find_spec", lambda _name: None)
    assert checkout.main(["--venv", str(tmp_path / "venv"), "demo"], "") == 1
    assert capsys.readouterr().err.strip() == checkout.NO_PIP
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            "ERROR: no version satisfies x\nERROR: No matching distribution found",
            checkout.NO_NETWORK,
        ),
        ("WARNING: Retrying after connection broken by 'ProxyError(...)'", checkout.NO_NETWORK),
        ("ERROR: [Errno 28] No space left on device", checkout.NOT_MADE),
    ],
)
def test_what_pip_failed_for_is_a_sentence_below_its_own_words(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    told: str,
    sentence: str,
) -> None:
    monkeypatch.setattr(checkout, "has_pip", lambda _python: True)
    monkeypatch.setattr(
        checkout.subprocess,
        "run",
        lambda *_, **__: SimpleNamespace(returncode=1, stderr=f"{told}\n", stdout=""),
    )
    (tmp_path / "venv").mkdir()
    assert checkout.main(["--venv", str(tmp_path / "venv"), "test"], "") == 1
    assert capsys.readouterr().err == f"{told}\n{sentence}\n"
    assert not list((tmp_path / "venv").glob("*.stamp"))


def test_a_network_that_is_not_there_is_told_of_by_pip_itself(tmp_path: Path) -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", "pip", "download", "--no-cache-dir", "--retries", "0", "--timeout", "1", "--proxy",
         "http://127.0.0.1:9", "--index-url", "https://mirror.invalid/simple", "-d", str(tmp_path), "asc-nothing"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checkout.why_not(outcome.stderr) == checkout.NO_NETWORK
