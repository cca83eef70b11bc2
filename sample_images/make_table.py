"""Put what the analyzer gives for the sample pictures, beside what is true, into this folder's README.md.

Run it as ``python sample_images/make_table.py``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))  # works in a checkout that is not installed

from analyzer import PostureError, analyze  # noqa: E402
from analyzer.types import Analysis, Measure  # noqa: E402

README = FOLDER / "README.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
HEADER = (
    "| picture | pelvis rotation | pelvic tilt, estimated | sacral slope: true | given "
    "| lumbar lordosis: true | given | facing | remarks |\n"
    "|---|---:|---:|---:|---:|---:|---:|---|---|\n"
)


def shown(measure: Measure) -> str:
    """A value with half its 95 % interval."""
    if measure.value is None or measure.ci95 is None:
        return "none"
    return f"{measure.value:.0f} ± {(measure.ci95[1] - measure.ci95[0]) / 2:.0f}"


def row(picture: Path) -> str:
    """One line of the table."""
    truth = json.loads(picture.with_suffix(".json").read_text("utf-8"))["ground_truth"]
    try:
        cells = given(analyze(picture))
    except PostureError as error:
        cells = ("none", "none", "none", "", error.code)
    tilt, slope, lordosis, facing, remarks = cells
    outline: dict[str, Any] = truth["silhouette"]
    return (
        f"| {picture.name} | {truth['pelvis_rotation_deg'] + 0.0:.0f} | {tilt} "
        f"| {-outline['lower_tangent_deg']:.0f} | {slope} | {outline['lordosis_angle_deg']:.0f} | {lordosis} "
        f"| {facing} | {remarks} |\n"
    )


def given(analysis: Analysis) -> tuple[str, str, str, str, str]:
    """What the analyzer says: tilt, slope, lordosis, facing, remarks."""
    measures = analysis.measures
    tilt, slope, lordosis = (
        shown(measures[name]) for name in ("pelvic_tilt", "sacral_slope", "lumbar_lordosis")
    )
    remarks = ", ".join(issue.code for issue in analysis.view.issues)
    return tilt, slope, lordosis, analysis.view.facing, remarks


def main() -> None:
    """Rewrite the table between the two marks."""
    text = README.read_text("utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    table = HEADER + "".join(row(picture) for picture in sorted(FOLDER.glob("*.jpg")))
    README.write_text(f"{before}{BEGIN}\n{table}{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
