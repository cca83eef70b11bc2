"""The example notebook: it was executed, and what it says still runs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "example.ipynb"


def code_cells() -> list[dict]:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def test_it_was_executed():
    cells = code_cells()
    assert len(cells) == 5
    assert [cell["execution_count"] for cell in cells] == [1, 2, 3, 4, 5]
    kinds = {output["output_type"] for cell in cells for output in cell["outputs"]}
    assert kinds == {"execute_result", "stream"}  # and no error
    assert all(cell["outputs"] for cell in cells)
    shown = "".join(cells[1]["outputs"][0]["data"]["text/html"])
    assert "<svg" in shown and "data:image/jpeg" in shown


@pytest.mark.slow
def test_its_cells_run(pose_model, monkeypatch, capsys):
    display = ModuleType("IPython.display")
    display.HTML = lambda text: text
    monkeypatch.setitem(sys.modules, "IPython", ModuleType("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    monkeypatch.chdir(NOTEBOOK.parent)
    names: dict[str, object] = {}
    for cell in code_cells():
        exec("".join(cell["source"]), names)  # noqa: S102 - our own
    out = capsys.readouterr().out
    assert "pelvic_tilt" in out and "changed (measurement error" in out
    assert len(names["frame"]) == len(list((NOTEBOOK.parents[1] / "sample_images").glob("*_*.jpg")))
