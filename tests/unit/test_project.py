"""Promises of the project as a whole."""

from __future__ import annotations

import ast
import dataclasses
import re
import subprocess
import sys
from pathlib import Path

import pytest

import analyzer
from analyzer import types

ROOT = Path(__file__).resolve().parents[2]
MAX_BYTES = 125_000_000

HEAVY = ("cv2", "mediapipe", "PIL", "pi_heif", "streamlit", "tqdm", "scipy", "matplotlib")
TEXTS = {
    *(".py", ".md", ".txt", ".toml", ".json", ".yml", ".yaml", ".html", ".css", ".js", ".svg", ".csv"),
    *("", ".cfg", ".ini", ".sh"),
}
# Folders of one computer have no business in what everybody gets. "someone" is the tests' made-up user.
PRIVATE = re.compile(
    r"(?<![\w.~-])(?:/home/(?!someone\b)\w|/Users/(?!someone\b)\w|/root/|/tmp/\w|/work/|/opt/\w|/mnt/\w|"
    r"[A-Z]:\\Users\\(?!someone\b)\w)"
)
EM_DASH = "\N{EM DASH}"


def project_files() -> list[Path]:
    """The files that belong to the project, committed or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout")
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    this = Path(__file__).resolve()
    return [
        (path, path.read_text("utf-8"))
        for path in project_files()
        if path.suffix.lower() in TEXTS and path != this
    ]


def test_import_is_cheap():
    code = f"import sys, analyzer, analyzer.types; print(sorted(set({HEAVY}) & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_public_names_exist():
    assert [name for name in analyzer.__all__ if not hasattr(analyzer, name)] == []
    assert not hasattr(analyzer, "no_such_name")


def test_results_are_frozen():
    classes = [value for value in vars(types).values() if dataclasses.is_dataclass(value)]
    assert len(classes) > 10
    assert [cls.__name__ for cls in classes if not cls.__dataclass_params__.frozen] == []


def test_no_folder_of_one_computer_is_named():
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path, text in texts()
        for match in PRIVATE.finditer(text)
    ]
    assert found == []


def test_texts_have_no_em_dashes():
    shipped = [(path, text) for path, text in texts() if "tests" not in path.relative_to(ROOT).parts]
    assert [path.name for path, text in shipped if EM_DASH in text] == []


def test_the_project_stays_small():
    assert sum(path.stat().st_size for path in project_files()) < MAX_BYTES


def test_requirements_are_exact():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text("utf-8").splitlines()
        wanted = [line for line in lines if line and not line.startswith(("#", "-r "))]
        assert wanted
        assert [line for line in wanted if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
        # Both fill the same cv2 folder, and MediaPipe brings the other one.
        assert not any(re.match(r"opencv-python\b", line) for line in wanted)


def test_no_two_test_modules_share_a_name():
    """Tests take from each other by name alone: of two with one name the wrong one may be found."""
    names = [path.name for path in (ROOT / "tests").rglob("*.py") if path.name.startswith("test_")]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def test_files_that_the_documents_name_are_there():
    for name in ("architecture.md", "method.md"):
        text = (ROOT / "docs" / name).read_text("utf-8")
        named = set(re.findall(r"`((?:[\w.]+/)*[\w]+\.(?:py|npz|json|typ|html|css|toml|txt))`", text))
        assert len(named) > 5
        there = [f"/{path.relative_to(ROOT).as_posix()}" for path in project_files()]
        assert [file for file in sorted(named) if not any(path.endswith(f"/{file}") for path in there)] == []


PROGRAMS = ("analyzer", "ui", "app_pages", "calibration", "validation", "benchmarks")


def test_files_and_functions_fit_on_a_few_screens():
    files = [path for folder in PROGRAMS for path in (ROOT / folder).rglob("*.py")]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in files}
    assert [name for name, text in texts.items() if len(text.splitlines()) > 400] == []
    long = [
        f"{name}: {node.name}"
        for name, text in texts.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or node.lineno) - node.lineno >= 60
    ]
    assert long == []
    assert len(list((ROOT / "analyzer").glob("*.py"))) <= 8
