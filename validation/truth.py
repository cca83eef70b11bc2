"""What is true in a rendered picture, by the definitions of the measures."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
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
        c7 = self._level(self.data["landmarks_px"]["C7"])
        height = self.data["body_height_px"] / 100.0
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
            "thoracic_kyphosis": truth.get(
                "thoracic_kyphosis_deg", _kyphosis(self.path.parent.parent).get(self.key, math.nan)
            ),
            "craniovertebral_angle": 90.0 - _inclination(c7, ear),
            "c7_offset": float(c7[0] - ankle[0]) / height,
            "shoulder_offset": float(shoulder[0] - ankle[0]) / height,
            "hip_offset": float(hip[0] - ankle[0]) / height,
            "knee_offset": float(knee[0] - ankle[0]) / height,
            "trunk_balance": float(c7[0] - hip[0]) / height,
        }

    def c7_px(self) -> NDArray[np.float64]:
        """The seventh cervical vertebra in the picture, [x, y]."""
        return np.array(self.data["landmarks_px"]["C7"], dtype=np.float64)

    def _joint(self, name: str) -> NDArray[np.float64]:
        """Middle of left and right in levelled pixels, [anterior, superior]."""
        points = self.data["landmarks_px"]
        return self._level(np.mean([points[f"{name}_L"], points[f"{name}_R"]], axis=0))

    def _level(self, point: Any) -> NDArray[np.float64]:
        """A point of the picture in levelled pixels, [anterior, superior]."""
        x, y = point
        angle = math.radians(self.roll_deg)
        level_x = x * math.cos(angle) + y * math.sin(angle)
        level_y = -x * math.sin(angle) + y * math.cos(angle)
        return np.array([level_x if self.facing == "right" else -level_x, -level_y])


@cache
def _kyphosis(validation: Path) -> dict[str, float]:
    """True curve of the upper back by picture, as ``calibration upper-truth`` found it; else empty."""
    path = validation / "upper_back.json"
    if not path.exists():
        return {}
    found: dict[str, float] = json.loads(path.read_text("utf-8"))["thoracic_kyphosis_deg"]
    return found


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
