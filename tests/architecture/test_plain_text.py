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

TIP_ROLES = {
    "dialogs/find.py": "the results' own, made plain",
    "dialogs/importing/picture_model.py": "of a sheet's cells, made plain",
    "models/shown_cells.py": "of cells and headings, made plain",
    "pages/pack/page.py": "what is said of each audience, our own words",
    "pages/structure/tree.py": "the names of the tree, made plain",
    "widgets/table/delegates.py": "reads one that a model made plain, and shows it by show_tip",
}
"""Where an item or a heading is given a tool tip without a setter."""

IMPORTED = {
    ("charts/offers.py", "QMessageBox"): "names of buttons",
    ("dialogs/export.py", "QMessageBox"): "names of buttons",
    ("dialogs/forms/ask.py", "QMessageBox"): "the same",
    ("jobs.py", "QProgressDialog"): "the type of a box that plain.py made",
    ("dialogs/messages.py", "QMessageBox"): "names of buttons and pictures",
    ("pages/history/filters.py", "QLabel"): "the type of a label that plain.py made",
    ("pages/projects/tab.py", "QLabel"): "the same",
    ("pages/savings/stands.py", "QLabel"): "the same",
    ("shell/publisher.py", "QTextEdit"): "finds a text box that holds the keyboard",
    ("theme.py", "QToolTip"): "the font of tool tips",
    ("widgets/edit_commands.py", "QTextEdit"): "finds a text box that holds the keyboard",
    ("widgets/form/unneeded_undo.py", "QTextDocument"): "asks whether typed text can be taken back",
    ("widgets/labels.py", "QLabel"): "the type of a label that plain.py made",
}
"""Modules that name such a class without showing anything by it."""

ALLOWED = {
    ("dialogs/guide.py", "QTextBrowser"): "the user guide, which comes with the program",
    ("dialogs/guide.py", "setMarkdown"): "the same",
    ("widgets/clipboard.py", "setHtml"): "the clipboard's own HTML, whose cells are escaped",
}


def offences(source: str) -> Iterator[tuple[str, int]]:
    """Yield each name that could show HTML with its line."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in SETTERS:
                yield node.func.attr, node.lineno
            if node.func.attr == "addRow" and not _is_own_label(node.args[0]):
                yield "addRow", node.lineno  # A form makes a label of its own.
            if node.func.attr == "replace" and [ast.unparse(arg) for arg in node.args] == ["'&'", "'&&'"]:
                yield "replace('&', '&&')", node.lineno
        if isinstance(node, ast.Call) and _name(node.func) in CLASSES:
            yield _name(node.func), node.lineno
        if isinstance(node, ast.ClassDef):
            yield from ((_name(base), node.lineno) for base in node.bases if _name(base) in CLASSES)
        if isinstance(node, ast.Attribute) and _name(node.value) in CLASSES and node.attr not in HARMLESS:
            yield _name(node.value), node.lineno


def borrowed(source: str) -> Iterator[tuple[str, int]]:
    """Yield each class that shows HTML which is imported, by whatever name, and each use of a tool tip's role."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            yield from ((item.name, node.lineno) for item in node.names if item.name in CLASSES)
        if isinstance(node, ast.Attribute) and node.attr == "ToolTipRole":
            yield node.attr, node.lineno


def _is_own_label(node: ast.expr) -> bool:
    """Whether a form's label is our own words or was made by plain.py."""
    if isinstance(node, ast.Constant):
        return True
    return isinstance(node, ast.Call) and _name(node.func) in {"make_label", "PlainLabel"}


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


def test_what_shows_html_is_borrowed_only_where_it_shows_nothing_typed() -> None:
    found = {
        (path.relative_to(UI).as_posix(), name)
        for path in sorted(UI.rglob("*.py"))
        for name, _ in borrowed(path.read_text(encoding="utf-8"))
    } - {(module, name) for module, name in ALLOWED}
    tips = {(module, "ToolTipRole") for module in TIP_ROLES}
    assert {item for item in found if item[0] != "plain.py"} == tips | set(IMPORTED)


@pytest.mark.parametrize(
    "source",
    [
        "from PySide6.QtWidgets import QLabel as Label",
        "item.setData(0, Qt.ItemDataRole.ToolTipRole, name)",
        "if role == Qt.ItemDataRole.ToolTipRole: return name",
    ],
)
def test_no_other_name_hides_it(source: str) -> None:
    assert list(borrowed(source))


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
        "form.addRow(name, box)",
        "button.setText(name.replace('&', '&&'))",
    ],
)
def test_the_rule_sees_each_way_round_it(source: str) -> None:
    assert list(offences(source))
