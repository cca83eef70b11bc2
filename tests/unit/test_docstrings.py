"""Every example in a docstring runs and gives what it says."""

from __future__ import annotations

import doctest
import re
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDERS: Final = ("analyzer", "ui", "calibration", "validation")
MODULES: Final = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): text
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*.py"))
    if re.search(r"^ *>>> ", text := path.read_text("utf-8"), re.MULTILINE)
}


@pytest.mark.parametrize("name", MODULES)
def test_examples(
    name: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if "sample_images" in MODULES[name]:
        request.getfixturevalue("pose_model")
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("POSTURE_RECORDS", str(tmp_path / "clients.records"))
    found = doctest.testmod(import_module(name))
    assert found.attempted >= MODULES[name].count(">>> ")
    assert found.failed == 0


def test_no_example_is_left_out() -> None:
    assert MODULES
    assert not [name for name, text in MODULES.items() if "doctest: +SKIP" in text]
