"""Write ``analyzer/data/figure_bodies.json``: see `calibration.figures`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np

from calibration.bodies import today, versions
from calibration.figures.areas import areas
from calibration.figures.body import Posed, Rest, load_rest, posed
from calibration.figures.exercise_poses import EXERCISE_POSES
from calibration.figures.outlines import back_edge, describe
from calibration.figures.picture import Picture, part_of_vertices, take_picture
from calibration.figures.poses import POSES
from calibration.figures.trunk import trunk_outlines

OUT: Final = Path(__file__).resolve().parents[2] / "analyzer" / "data" / "figure_bodies.json"
_PSOAS: Final = (
    ("spine02", (0.0, -0.030, 0.01)),
    ("spine03", (0.0, -0.048, 0.03)),
    ("spine04", (0.0, -0.058, 0.015)),
    ("root", (-0.106, -0.062, 0.032)),
    ("root", (-0.106, -0.052, -0.012)),
    ("upperleg01.R", (0.0, -0.012, -0.062)),
)
"""The way of the near psoas: points that move with a bone."""
_JOINTS: Final = {
    "hip": "upperleg01.R", "knee": "lowerleg01.R", "ankle": "foot.R", "far_hip": "upperleg01.L",
    "far_knee": "lowerleg01.L", "far_ankle": "foot.L", "shoulder": "upperarm01.R", "wrist": "wrist.R",
    "far_wrist": "wrist.L", "low_back": "spine03", "head": "head",
}  # fmt: skip


def _places(picture: Picture, body: Posed) -> dict[str, Any]:
    """Joints and the way of the psoas, in the picture."""
    joints = {
        name: picture.pixel(body.at(bone)).round().astype(int).tolist() for name, bone in _JOINTS.items()
    }
    psoas = []
    for bone, offset in _PSOAS:
        if bone == "root":  # an offset from the hip joint that moves with the pelvis
            hip = body.heads["upperleg01.R"] + np.array(offset) * [0.0, 1.0, 1.0]
            point = body.transforms["root"][:3, :3] @ hip + body.transforms["root"][:3, 3]
        else:
            point = body.at(bone, offset)
        psoas.append(picture.pixel(point).round().astype(int).tolist())
    return {"joints": joints, "psoas": psoas}


def _lowest(rest: Rest, picture: Picture, body: Posed) -> dict[str, int]:
    """Height of the lowest skin: of all, and of the trunk alone (what lies on a table)."""
    trunk = part_of_vertices(rest) == 0
    return {
        "floor": int(picture.pixel(body.skin[body.skin[:, 2].argmin()])[1]),
        "support": int(picture.pixel(body.skin[trunk][body.skin[trunk, 2].argmin()])[1]),
    }


def main() -> None:
    """Draw every pose (a few seconds each) and write the file."""
    rest = load_rest()
    bodies = {}
    for name, pose in (POSES | EXERCISE_POSES).items():
        body = posed(rest, pose)
        picture = take_picture(rest, body.skin)
        bodies[name] = describe(picture, rest) | _places(picture, body) | _lowest(rest, picture, body)
        if drawn := areas(name, picture, rest):
            bodies[name]["areas"] = drawn
        if name == "standing":
            bodies[name]["back"] = back_edge(picture, picture.pixel(body.at("neck01"))[1], 1050)
            facing = take_picture(rest, body.skin, front=True)
            bodies["standing_front"] = (
                describe(facing, rest) | _places(facing, body) | _lowest(rest, facing, body)
            )
        sys.stderr.write(f"{name}\n")
    data = {
        "provenance": {
            "command": "python -m calibration.figures",
            "source": "anny parametric body model (code Apache-2.0, MakeHuman data CC0)",
            "versions": versions("anny", "torch", "numpy", "opencv-contrib-python"),
            "date": today(),
            "unit": "millimetres of the body, x to the right (anterior when standing), y down; "
            "trunk: [anterior, superior] from the hip joint",
        },
        "bodies": bodies,
        "trunk": trunk_outlines(rest),
    }
    OUT.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
