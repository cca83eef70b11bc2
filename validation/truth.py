"""What is true in a rendered picture, by the definitions of the measures."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzer.measures.learned_rotation import rotation_model

TIGHT = frozenset({"swim", "sport", "tank_leggings", "tank_shorts", "tee_tight"})
ANCHOR_DEG = rotation_model().anchor_deg
"""Pelvic tilt minus rotation from the neutral stance, see docs/method.md."""


@dataclass(frozen=True)
class Phantom:
    """A rendered picture and its truth."""

    path: Path
    data: dict[str, Any]

    @property
    def key(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"

    @property
    def tight(self) -> bool:
        return self.data["params"]["clothing"] in TIGHT

    @property
    def facing(self) -> str:
        return str(self.data["params"]["facing"])

    @property
    def roll_deg(self) -> float:
        return float(self.data["camera"]["roll_deg"])

    def measures(self) -> dict[str, float]:
        """True value of each measure.

        Slopes, curve and depth are those of the body's own outline, free of the camera; angles between joints
        are those of the joint centres in the picture, after levelling.
        """
        truth = self.data["ground_truth"]
        outline = truth["silhouette"]
        ear, shoulder, hip, knee, ankle = (
            self._joint(name)
            for name in ("tragus", "shoulder_joint", "hip_joint", "knee_joint", "ankle_joint")
        )
        leg = float(np.linalg.norm(hip - knee) + np.linalg.norm(knee - ankle))
        trunk = _inclination(hip, shoulder)
        thigh, shank = hip - knee, ankle - knee
        knee_angle = math.atan2(thigh[0] * shank[1] - thigh[1] * shank[0], float(thigh @ shank))
        return {
            "pelvic_tilt": truth["pelvis_rotation_deg"] + ANCHOR_DEG,
            "sacral_slope": -outline["lower_tangent_deg"],
            "lumbar_lordosis": outline["lordosis_angle_deg"],
            "lumbar_depth": outline["lordosis_depth_pct_trunk"],
            "trunk_inclination": trunk,
            "hip_extension_angle": _inclination(knee, hip) - trunk,
            "pelvic_shift": 100.0 * float(hip[0] - ankle[0]) / leg,
            "knee_angle": abs(math.degrees(knee_angle)),
            "ear_shoulder_angle": _inclination(shoulder, ear),
        }

    def _joint(self, name: str) -> NDArray[np.float64]:
        """Middle of left and right in levelled pixels, [anterior, superior]."""
        points = self.data["landmarks_px"]
        x, y = np.mean([points[f"{name}_L"], points[f"{name}_R"]], axis=0)
        angle = math.radians(self.roll_deg)
        level_x = x * math.cos(angle) + y * math.sin(angle)
        level_y = -x * math.sin(angle) + y * math.cos(angle)
        return np.array([level_x if self.facing == "right" else -level_x, -level_y])


def _inclination(lower: NDArray[np.float64], upper: NDArray[np.float64]) -> float:
    forward, up = upper - lower
    return math.degrees(math.atan2(forward, up))


def load_phantoms(folder: Path) -> list[Phantom]:
    """All pictures of a folder that have a truth file."""
    found = []
    for path in sorted(folder.glob("*.jpg")):
        data = json.loads(path.with_suffix(".json").read_text("utf-8"))
        if "ground_truth" in data:
            found.append(Phantom(path, data))
    return found
