"""What other projects install: ranges that hold the tested versions, and a wheel with everything in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
APP = "posture_analyzer_app"


def wanted() -> dict[str, Requirement]:
    """Every package that the metadata names, base and extras."""
    lists = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    found = [Requirement(text) for lines in lists for text in lines]
    return {item.name: item for item in found if item.name != PROJECT["name"]}


def pins() -> dict[str, str]:
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    return dict(line.split("==") for line in lines if "==" in line)


def test_tested_versions_are_within_the_ranges():
    assert wanted().keys() == pins().keys()
    outside = [name for name, version in pins().items() if version not in wanted()[name].specifier]
    assert outside == []


def test_the_library_alone_needs_nothing_of_the_app():
    base = {Requirement(text).name for text in PROJECT["dependencies"]}
    assert not base & {
        "authlib",
        "streamlit",
        "starlette",
        "typst",
        "argon2-cffi",
        "sqlalchemy",
        "sqlcipher3",
    }
    assert not base & {"authlib", "dask", "distributed", "fsspec", "httpx", "pandas", "pyarrow"}
    extras = {"app", "cluster", "dicom", "frame", "oidc", "parquet", "records", "report", "all"}
    assert extras == PROJECT["optional-dependencies"].keys()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, built from the files of the project alone."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    for name in filter(None, names.decode().split("\0")):
        if name.startswith(("tests/", "validation/", "docs/images/")) or not (ROOT / name).is_file():
            continue
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "."]
    subprocess.run([*command, "--wheel-dir", str(out)], cwd=source, check=True, capture_output=True)
    (found,) = out.glob("*.whl")
    return found


def test_the_wheel_holds_library_and_app(wheel: Path):
    listed = subprocess.run(
        ["git", "ls-files", "-z", "analyzer", "ui", "app_pages", "app.py"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    files = {name for name in listed.split("\0") if name and (ROOT / name).is_file()}
    with zipfile.ZipFile(wheel) as packed:
        there = set(packed.namelist())
    expected = {name if name.startswith("analyzer/") else f"{APP}/{name}" for name in files}
    assert expected - there == set()
    samples = {f"{APP}/sample_images/{path.name}" for path in (ROOT / "sample_images").glob("*_*.jpg")}
    assert samples and samples <= there
    assert {f"{APP}/.streamlit/config.toml", f"{APP}/docs/accuracy.json"} <= there
    # Names as common as "ui" belong to nobody.
    assert {name.split("/")[0] for name in there if ".dist-info" not in name} == {"analyzer", APP}
    assert f"{APP}/setup.py" not in there


def test_the_installed_library_finds_its_app_and_needs_no_extra(wheel: Path, tmp_path: Path):
    place, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(place)
    code = """
import sys
for name in (
    *("streamlit", "typst", "argon2", "sqlalchemy", "sqlcipher3", "jinja2"),
    *("dask", "distributed", "fsspec", "pandas", "pyarrow"),
):
    sys.modules[name] = None  # as if it were not installed
import analyzer
from analyzer.cli import main
from analyzer.cli.app import app_folder
print(analyzer.__file__, analyzer.analyze, app_folder(), sep="\\n")
main(["analyze", "nothing.jpg"])
"""
    environment = {**os.environ, "PYTHONPATH": str(place)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=elsewhere,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stdout.splitlines()
    assert lines[0] == str(place / "analyzer" / "__init__.py")
    assert lines[2] == str(place / APP)
    assert '"code": "unreadable_image"' in lines[3]


@pytest.mark.parametrize(
    ("extra", "package"), [("records", "sqlcipher3"), ("report", "typst"), ("app", "argon2")]
)
def test_a_part_that_is_not_installed_says_how_to_get_it(extra: str, package: str):
    code = f"""
import importlib.util, sys
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == {package!r} else real(name, *more)
from analyzer.errors import NotInstalledError
try:
    if {extra!r} == "records":
        import analyzer.records
    elif {extra!r} == "report":
        from analyzer.report import render_pdf
        render_pdf(None)
    else:
        from analyzer.cli.app import run_app
        run_app([])
except NotInstalledError as error:
    assert isinstance(error, ImportError)
    print(error.message)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert f'pip install "posture-analyzer[{extra}]"' in done.stdout
