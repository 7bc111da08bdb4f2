"""What people typed is shown as words: only ``ui/plain.py`` makes what Qt could take for HTML."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
UI = CHECKOUT / "asc_desktop" / "ui"

SETTERS = frozenset(
    {
        "appendHtml",
        "insertHtml",
        "setHtml",
        "setMarkdown",
        "setTabToolTip",
        "setTextFormat",
        "setToolTip",
        "setWhatsThis",
    }
)
"""Methods whose words Qt may show as HTML, and the one that says whether it does."""

CLASSES = frozenset(
    {
        "LabelItem",
        "QErrorMessage",
        "QGraphicsTextItem",
        "QInputDialog",
        "QLabel",
        "QMessageBox",
        "QProgressDialog",
        "QSplashScreen",
        "QStaticText",
        "QTextBrowser",
        "QTextDocument",
        "QTextEdit",
        "QToolTip",
        "QWhatsThis",
        "QWizard",
        "TextItem",
    }
)
"""Classes that show HTML, made, subclassed or spoken to."""

HARMLESS = frozenset({"ButtonRole", "Icon", "StandardButton", "setFont"})
"""What may be read of those classes: names of buttons and pictures, and the font of tool tips."""

ALLOWED = {
    ("dialogs/guide.py", "QTextBrowser"): "the user guide, which comes with the program",
    ("dialogs/guide.py", "setMarkdown"): "the same",
    ("clipboard.py", "setHtml"): "the clipboard's own HTML, whose cells are escaped",
}


def offences(source: str) -> Iterator[tuple[str, int]]:
    """Yield each name that could show HTML with its line."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in SETTERS:
                yield node.func.attr, node.lineno
            if node.func.attr == "addRow" and isinstance(node.args[0], ast.JoinedStr):
                yield "addRow", node.lineno  # A form makes a label of its own.
            if node.func.attr == "replace" and [ast.unparse(arg) for arg in node.args] == ["'&'", "'&&'"]:
                yield "replace('&', '&&')", node.lineno
        if isinstance(node, ast.Call) and _name(node.func) in CLASSES:
            yield _name(node.func), node.lineno
        if isinstance(node, ast.ClassDef):
            yield from ((_name(base), node.lineno) for base in node.bases if _name(base) in CLASSES)
        if isinstance(node, ast.Attribute) and _name(node.value) in CLASSES and node.attr not in HARMLESS:
            yield _name(node.value), node.lineno


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def test_words_become_labels_boxes_and_tips_in_one_place() -> None:
    found: set[str] = set()
    used: set[tuple[str, str]] = set()
    for path in sorted(UI.rglob("*.py")):
        module = path.relative_to(UI).as_posix()
        for name, line in offences(path.read_text(encoding="utf-8")):
            used.add((module, name))
            if module != "plain.py" and (module, name) not in ALLOWED:
                found.add(f"asc_desktop/ui/{module}:{line} {name}: use asc_desktop/ui/plain.py")
    assert found == set()
    assert set(ALLOWED) <= used, "an exception that nothing needs any more"


@pytest.mark.parametrize(
    "source",
    [
        "button.setToolTip(name)",
        "label = QLabel(name)",
        "label = QtWidgets.QLabel(name)",
        "class Mine(QLabel): pass",
        "QMessageBox.warning(self, 'No', name)",
        "box = QMessageBox(QMessageBox.Icon.Question, 'A', name)",
        "QToolTip.showText(at, name)",
        "QInputDialog.getText(self, 'A', name)",
        "document = QTextDocument()",
        "label.setTextFormat(Qt.TextFormat.RichText)",
        "form.addRow(f'{name}', box)",
        "button.setText(name.replace('&', '&&'))",
    ],
)
def test_the_rule_sees_each_way_round_it(source: str) -> None:
    assert list(offences(source))
