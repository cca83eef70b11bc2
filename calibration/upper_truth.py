"""The curve of the upper back of the rendered people; makes ``validation/upper_back.json``.

Run from the top of the project, with ``requirements-calibration.txt`` installed::

    python -m calibration upper-truth --validation validation

The truth beside the pictures ends below the neck. Here each body is posed again from the parameters beside
its picture, and measured as `calibration.upper_people.measure_upper_back` says.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Final

from calibration.body_model import BodyModel
from calibration.pictures import rebuilt
from calibration.upper_people import measure_upper_back

NAME: Final = "upper_back.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--validation", type=Path, default=Path("validation"))


def run(arguments: argparse.Namespace) -> None:
    """Measure and write, ordered by folder and picture."""
    model = BodyModel()
    found: dict[str, float] = {}
    for path in sorted(arguments.validation.glob("*/*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        # People on a table and films are posed in other ways.
        if isinstance(truth, dict) and "near" in truth.get("params", {}).get("pose", {}):
            body, _ = rebuilt(truth, model)
            kyphosis = measure_upper_back(model, body).kyphosis_deg
            found[f"{path.parent.name}/{path.stem}"] = round(kyphosis, 2)
    text = json.dumps({"thoracic_kyphosis_deg": found}, indent=1, sort_keys=True)
    (arguments.validation / NAME).write_text(text + "\n", encoding="utf-8")
