"""Imports only point down, so that each part can be understood and replaced without those above it."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "analyzer"

# The steps of the method, from the ground up. A part may use those of earlier lines, not of its own or later.
LADDER = (
    ("_version", "errors", "types", "geometry", "data"),
    ("photo", "pose", "education"),
    ("person",),
    ("outline", "markers"),
    ("corrections",),
    ("measures",),
    ("meaning", "archive"),
    ("pipeline",),
    ("compare",),
    ("overlay",),
    ("report", "records", "batch"),
    ("live", "cli"),
    ("__main__",),
)
LAYERS = {part: number for number, line in enumerate(LADDER) for part in line}
FIRST_PROGRAM = LAYERS["batch"]
SELF = "analyzer"


def part_of(path: Path) -> str:
    """The part of the library that a file belongs to: a module or a package right below ``analyzer``."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Dotted names of all modules that a file imports, wherever in it that is written."""
    tree = ast.parse(path.read_text("utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relative to itself"
            assert node.module is not None
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def used_parts(path: Path) -> set[str]:
    """Parts of the library that a file imports."""
    dotted = (name.split(".") for name in imported(path))
    return {name[1] for name in dotted if name[0] == SELF and len(name) > 1} - {part_of(path)}


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")
IDS = [path.relative_to(PACKAGE).as_posix() for path in FILES]


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


def test_there_are_no_circles():
    graph: dict[str, set[str]] = {}
    for path in FILES:
        graph.setdefault(part_of(path), set()).update(used_parts(path))
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


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
