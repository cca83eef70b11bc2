"""Imports only point down, so that each part can be understood and replaced without those above it."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "analyzer"
APP = ROOT / "ui"

# The steps of the method, from the ground up. A part may use those of earlier lines, not of its own or later.
LADDER = (
    ("_version", "language", "errors", "types", "geometry", "smaller", "svg", "data"),
    ("photo", "pose", "education"),
    ("person",),
    ("outline", "markers"),
    ("corrections",),
    ("measures",),
    ("meaning",),
    ("archive",),
    ("pipeline",),
    ("compare",),
    ("pelvic_range", "thomas"),
    ("overlay",),
    ("exchange",),
    ("report", "records", "batch"),
    ("cluster",),
    ("live", "cli"),
    ("__main__",),
)
LAYERS = {part: number for number, line in enumerate(LADDER) for part in line}
FIRST_PROGRAM = LAYERS["batch"]
SELF = "analyzer"

# The app, in the same manner: words and components, the language, who may come in, the session, drawings
# and panels, pages.
APP_LADDER = (
    ("accuracy", "components", "look", "markup", "pages", "purpose", "text", "words"),
    ("language",),
    ("access", "figures", "reach", "samples"),
    ("exercises", "practice", "session"),
    ("pain", "phone"),
    ("charts", "downloads", "intake", "mending", "overlay_view", "references", "report"),
    ("compare", "editor", "pictures", "several"),
    ("drawing", "thomas"),
    ("records",),
    ("results",),
    ("webcam",),
    ("routes",),
)
APP_LAYERS = {part: number for number, line in enumerate(APP_LADDER) for part in line}


def module_of(path: Path) -> str:
    """The dotted name of a file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


FOLDERS = ("analyzer", "ui", "app_pages", "calibration", "validation", "benchmarks")
TREE = {
    module_of(path): path
    for path in (
        ROOT / "app.py",
        *(path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))),
    )
}


def part_of(path: Path) -> str:
    """The part of the library, or of the app, that a file belongs to: a module or package right below it."""
    return path.relative_to(ROOT).parts[1].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Dotted names of all modules that a file imports: at its top, within a function, for types only, or by
    a string that names a module, as for ``import_module``.
    """
    tree = ast.parse(path.read_text("utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relative to itself"
            assert node.module is not None
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
            names.update({node.value} & TREE.keys())
    return names


def used_modules(path: Path) -> set[str]:
    """Modules of the whole tree that a file imports."""
    found = (name if name in TREE else name.rpartition(".")[0] for name in imported(path))
    return (set(found) & TREE.keys()) - {module_of(path)}


def used_parts(path: Path, package: str = SELF) -> set[str]:
    """Parts of the library, or of the app, that a file imports."""
    dotted = (name.split(".") for name in imported(path))
    own = {part_of(path)} if path.is_relative_to(ROOT / package) else set()
    return {name[1] for name in dotted if name[0] == package and len(name) > 1} - own


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")
IDS = [path.relative_to(PACKAGE).as_posix() for path in FILES]
APP_FILES = sorted(path for path in APP.rglob("*.py") if path != APP / "__init__.py")


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_imports_point_down(path):
    # The foundation leans on itself; circles in it are looked for below.
    own = LAYERS[part_of(path)]
    assert {part for part in used_parts(path) if LAYERS[part] >= own > 0} == set()


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_parts_are_imported_by_their_own_name(path):
    """Not through the package itself, whose names are for users of the library."""
    assert SELF not in imported(path)
    assert all((PACKAGE / part).is_dir() or (PACKAGE / f"{part}.py").is_file() for part in used_parts(path))


@pytest.mark.parametrize("path", APP_FILES, ids=[path.relative_to(APP).as_posix() for path in APP_FILES])
def test_the_apps_imports_point_down(path):
    own = APP_LAYERS[part_of(path)]
    assert {part for part in used_parts(path, "ui") if APP_LAYERS[part] >= own} == set()
    assert not {name.split(".")[0] for name in imported(path)} & {"app", "app_pages"}


@pytest.mark.parametrize("path", sorted((ROOT / "app_pages").glob("*.py")), ids=lambda path: path.name)
def test_pages_do_not_know_each_other(path):
    assert not {name.split(".")[0] for name in imported(path)} & {"app", "app_pages"}


def test_no_module_comes_back_to_itself():
    """Over the whole tree, module by module: also what is imported late, for types only, or by a string."""
    graph = {name: used_modules(path) for name, path in TREE.items()}
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_parts_of_the_library_do_not_come_back_to_themselves():
    graph: dict[str, set[str]] = {}
    for path in FILES:
        graph.setdefault(part_of(path), set()).update(used_parts(path))
    TopologicalSorter(graph).prepare()


def test_every_kind_of_import_is_seen(tmp_path: Path):
    file = tmp_path / "some.py"
    file.write_text(
        "from typing import TYPE_CHECKING\n"
        "import ui.text\n"
        "if TYPE_CHECKING:\n    from ui.session.state import State\n"
        "def late():\n    from ui.records import desk\n    import_module('ui.results')\n",
        "utf-8",
    )
    assert {"ui.text", "ui.session.state.State", "ui.records.desk", "ui.results"} <= imported(file)


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_libraries_stay_where_they_belong(path):
    used = {name.split(".")[0] for name in imported(path)}
    assert not used & {"streamlit", "app", "app_pages", "ui", "calibration", "validation", "scipy"}
    if part_of(path) != "pose":
        assert "mediapipe" not in used
    if part_of(path) != "photo":
        assert not used & {"PIL", "pi_heif"}
    if LAYERS[part_of(path)] < FIRST_PROGRAM:
        assert not used & {"argparse", "tqdm"}
