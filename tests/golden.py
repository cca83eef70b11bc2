"""What this version says of the samples in tight clothes: all measures, in ``golden.json``.

After a change that moves values on purpose, write it anew and look at what moved::

    python -m tests.golden
    git diff tests/golden.json
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from analyzer import analyze
from analyzer.types import Analysis

FILE: Final = Path(__file__).with_suffix(".json")
SAMPLES: Final = Path(__file__).resolve().parents[1] / "sample_images"
NAMES: Final = (
    "after_woman_right",
    "anterior_tilt_man_right",
    "anterior_tilt_woman_left",
    "arms_hanging_man_left",
    "before_woman_right",
    "braid_over_back_woman_left",
    "flat_back_man_right",
    "markers_woman_left",
    "neutral_man_left",
    "neutral_woman_right",
    "sway_back_man_right",
)
RENEW: Final = "If this is meant: python -m tests.golden"


def pinned(analysis: Analysis) -> dict[str, Any]:
    """Value, interval and uncertainty of each measure, or the code of the reason why it is missing."""
    return {
        name: measure.reason.code
        if measure.reason is not None
        else {
            "value": round(float(measure.value or 0.0), 2),
            "ci95": [round(float(end), 2) for end in measure.ci95 or ()],
            "sd_within": round(float(measure.sd_within or 0.0), 3),
            "method": measure.method,
        }
        for name, measure in analysis.measures.items()
    }


def load() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(FILE.read_text("utf-8"))
    return found


def main() -> None:
    # Dots are for test_markers_pipeline: here the tilt is the estimate.
    found = {name: pinned(analyze(SAMPLES / f"{name}.jpg", markers="off")) for name in NAMES}
    rows = ",\n".join(
        f' "{name}": {{\n'
        + ",\n".join(f'  "{measure}": {json.dumps(pin)}' for measure, pin in pins.items())
        + "\n }"
        for name, pins in found.items()
    )
    FILE.write_text("{\n" + rows + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
