"""Where bones lie under the skin, from rendered bodies with known truth; makes the table of the overlay.

Run from the top of the project, with the folders that hold the JSON files of the bodies::

    python calibration/anatomy.py BODIES/dev BODIES/pairs

Lengths are in trunk lengths as the pose model's landmarks give them (hip to shoulder, body height / 3.61).
Everything is relative to the middle of the true hip joints, in ``[anterior, superior]``. What belongs to the
pelvis is turned back by the angle of the PSIS-ASIS line, so that this line is horizontal.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

HEIGHT_PER_TRUNK = 3.61
PELVIS = ("ASIS", "PSIS", "iliac_crest", "L5S1_joint")
SKIN = ("T12", "L1", "L3", "L5", "S1", "S2")
TARGET = Path(__file__).parents[1] / "analyzer" / "data" / "anatomy.json"


def middle(landmarks: dict[str, list[float]], name: str) -> np.ndarray:
    """A point, or the middle of its left and right, as [anterior, superior] in metres."""
    names = [name] if name in landmarks else [f"{name}_L", f"{name}_R"]
    result: np.ndarray = np.mean([[-landmarks[item][1], landmarks[item][2]] for item in names], axis=0)
    return result


def back_contour(truth: dict[str, Any]) -> np.ndarray:
    """The traced skin edge as [posterior, down] in pixels of the upright body, ordered as given."""
    contour = np.array(truth["skin_back_contour_px"], dtype=np.float64)
    sign = -1.0 if truth["params"]["facing"] == "right" else 1.0
    return contour * [sign, 1.0]


def depth_below_skin(truth: dict[str, Any], name: str, trunk_px: float) -> float:
    """How far a point lies in front of the traced back at its own height, in trunk lengths."""
    landmarks = truth["landmarks_px"]
    names = [name] if name in landmarks else [f"{name}_L", f"{name}_R"]
    point = np.mean([landmarks[item] for item in names], axis=0)
    point = point * [-1.0 if truth["params"]["facing"] == "right" else 1.0, 1.0]
    contour = back_contour(truth)
    skin = np.interp(point[1], contour[:, 1], contour[:, 0])
    return float(skin - point[0]) / trunk_px


def describe(values: list[Any]) -> dict[str, Any]:
    """Mean and standard deviation over the bodies."""
    array = np.array(values)
    return {"mean": array.mean(axis=0).round(4).tolist(), "sd": array.std(axis=0).round(4).tolist()}


def collect(truth: dict[str, Any], into: defaultdict[str, list[Any]]) -> None:
    """Add what one body says to the lists."""
    landmarks, known = truth["landmarks_body_m"], truth["ground_truth"]
    trunk_m = known["height_m"] / HEIGHT_PER_TRUNK
    trunk_px = truth["body_height_px"] / HEIGHT_PER_TRUNK
    hip = middle(landmarks, "hip_joint")
    tilt = math.radians(known["asis_psis_tilt_deg"])
    back = np.array([[math.cos(tilt), -math.sin(tilt)], [math.sin(tilt), math.cos(tilt)]])
    for name in PELVIS:
        into[f"pelvis.{name}"].append(back @ (middle(landmarks, name) - hip) / trunk_m)
    for name in SKIN:
        into[f"skin_height.{name}"].append((middle(landmarks, name)[1] - hip[1]) / trunk_m)
    into["thigh.knee_joint"].append((middle(landmarks, "knee_joint") - hip) / trunk_m)
    into["thigh.greater_trochanter"].append((middle(landmarks, "greater_trochanter") - hip) / trunk_m)
    into["spine.T12L1_joint"].append((middle(landmarks, "T12L1_joint") - hip) / trunk_m)
    for name in ("PSIS", "hip_joint", "L5S1_joint", "T12L1_joint"):
        into[f"depth_below_skin.{name}"].append(depth_below_skin(truth, name, trunk_px))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    arguments = parser.parse_args()
    files = sorted(path for folder in arguments.folders for path in folder.glob("*.json"))
    lists: defaultdict[str, list[Any]] = defaultdict(list)
    digest = hashlib.sha256()
    for path in files:
        content = path.read_bytes()
        digest.update(content)
        collect(json.loads(content), lists)
    result: dict[str, Any] = {}
    for key, values in lists.items():
        group, name = key.split(".")
        result.setdefault(group, {})[name] = describe(values)
    result["provenance"] = {
        "command": "python calibration/anatomy.py " + " ".join(f"BODIES/{f.name}" for f in arguments.folders),
        "bodies": len(files),
        "sha256_of_all": digest.hexdigest(),
        "unit": f"trunk lengths (body height / {HEIGHT_PER_TRUNK}), from the middle of the hip joints, "
        "[anterior, superior]; pelvis turned back so that the PSIS-ASIS line is horizontal",
    }
    result["landmark_bias"] = {
        "hip": [0.013 * HEIGHT_PER_TRUNK, 0.005 * HEIGHT_PER_TRUNK],
        "note": "the pose model's hip minus the true joint, measured on the same bodies: "
        "1.3 % of body height in front, 0.5 % above",
    }
    TARGET.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
