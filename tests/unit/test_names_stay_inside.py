"""Names of people are in no address, title of a window or name of a file, unless somebody chose that."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from ui.downloads import file_stem
from ui.pages import PAGES

ROOT = Path(__file__).resolve().parents[2]
PERSONAL = ("name", "note", "notes", "filename")


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    for path in (*(ROOT / "ui").rglob("*.py"), *(ROOT / "app_pages").glob("*.py"), ROOT / "app.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in names:
                yield path.name, node


def personal(node: ast.AST) -> list[str]:
    """Attributes that may hold somebody's name, within an expression."""
    inner = [item.attr for item in ast.walk(node) if isinstance(item, ast.Attribute)]
    return [attribute for attribute in inner if attribute in PERSONAL]


def test_files_are_not_called_by_names() -> None:
    """The third argument of a button, and the stems that panels of reports are given."""
    named = [
        (file, call.args[2] if len(call.args) > 2 else None, {key.arg: key.value for key in call.keywords})
        for file, call in calls("download_button", "_button", "show_report_panel")
    ]
    found = [
        (file, ast.unparse(node))
        for file, third, more in named
        for node in (third, more.get("file_name"))
        if node is not None and personal(node)
    ]
    assert len(named) > 10
    assert found == []
    assert personal(ast.parse("f'{client.name}.zip'")) == ["name"]


def test_a_download_is_called_by_what_it_is() -> None:
    assert file_stem("posture", "a", ["a"]) == "posture"
    assert file_stem("posture", "b", ["a", "b"]) == "posture_2"


def test_addresses_hold_numbers_only() -> None:
    """Those of pages: ``client=7``, ``visit=12``."""
    asked = [
        (file, key.value)
        for file, call in calls("switch_page", "page_link", "show_link")
        for key in call.keywords
        if key.arg == "query_params"
    ]
    assert len(asked) >= 3
    for file, value in asked:
        if isinstance(value, ast.Dict):
            assert {ast.unparse(item)[:4] for item in value.values} == {"str("}, file
            assert not personal(value), file


def test_windows_are_called_by_their_page() -> None:
    set_up = list(calls("set_page_config"))
    assert [file for file, _ in set_up] == ["app.py"]
    (title,) = [key.value for key in set_up[0][1].keywords if key.arg == "page_title"]
    assert isinstance(title, ast.Call)
    assert ast.unparse(title.func) == "tr"
    assert [type(argument) for argument in title.args] == [ast.Constant]
    assert title.keywords == []
    tree = ast.parse((ROOT / "ui" / "pages.py").read_text("utf-8"))
    specs = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "PageSpec"
    ]
    assert len(specs) == len(PAGES)
    assert all(isinstance(argument, ast.Constant) for spec in specs for argument in spec.args)
