"""Render people who tip the pelvis forwards and back, side on before a webcam, with known tilt.

Run from the top of the project, with ``bpy`` installed and the assets of ``calibration/table/assets.py``::

    python -m calibration range-frames --assets package/public/data --out validation/range

Each person is a folder of frames from the backmost to the foremost tilt, of which films with any course of
the movement are made. Of the first two nothing but the pelvis and the spine above it moves; the others also
bend the knees and lean the trunk a little on the way, as people do. ``bow_NN`` and ``squat_NN`` do not tip
the pelvis but bend the hips or the knees. A frame takes some five seconds; people who are there already are
left out.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from calibration.table.case import Case
from calibration.table.cases import plan_standing
from calibration.table.people import add_studio_arguments, open_workshop

if TYPE_CHECKING:
    from calibration.table.camera import Camera
    from calibration.table.scene import Workshop

SIZE: Final = (1280, 720)
TILTS_DEG: Final = np.arange(-13.5, 18.1, 1.5)
"""Rotations of the pelvis on the thighs, from the model's neutral stance: of the first two people."""
WIDE_DEG: Final = np.arange(-15.0, 19.6, 1.5)
COARSE_DEG: Final = np.arange(-15.0, 18.1, 3.0)
"""The same of the third, and of the others: a film of them has steps where the pelvis moves, not where a tilt
is held."""
PEOPLE: Final = 6
_PURE, _FINE = 2, 3
WRONG: Final = {"bow": 0, "squat": 3}
"""Wrong movements, and the number of the person who makes them."""

Frame = dict[str, float]
"""Fields of a `Stance` in one frame, ``pelvis`` among them."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_studio_arguments(parser, Path("validation/range"))
    parser.add_argument("--people", type=int, default=PEOPLE)


def run(arguments: argparse.Namespace) -> None:
    workshop = open_workshop(arguments)
    cases = plan_standing(arguments.seed, arguments.people)
    wanted = {
        f"{kind}_{number:02d}": (cases[number], wrong_movement(kind))
        for kind, number in WRONG.items()
        if number < len(cases)
    }
    wanted |= {f"{number:02d}": (case, movement(number)) for number, case in enumerate(cases)}
    for name, (case, course) in wanted.items():
        if not (arguments.out / name / "frames.json").exists():
            film(workshop, case, arguments.out / name, course)


def movement(number: int) -> list[Frame]:
    """The frames of a person: who tips the pelvis back also bends the knees, who tips it at all leans."""
    if number < _PURE:
        return [{"pelvis": float(tilt)} for tilt in TILTS_DEG]
    rng = np.random.default_rng([16, number])
    knees, lean_back, lean_forth = rng.uniform(0.0, 9.0), *rng.uniform(-4.0, 4.0, 2)
    frames = []
    for tilt in WIDE_DEG if number < _FINE else COARSE_DEG:
        back, forth = max(0.0, -tilt / 15.0), max(0.0, tilt / 19.5)
        lean = lean_back * back + lean_forth * forth
        frames.append({"pelvis": float(tilt), "knee": knees * back, "lordosis": -lean})
    return frames


def wrong_movement(kind: str) -> list[Frame]:
    """Hips that bend and take the trunk along, or knees that do."""
    if kind == "bow":
        return [{"pelvis": bent, "lordosis": -bent} for bent in np.arange(0.0, 31.0, 5.0).tolist()]
    return [{"pelvis": 0.0, "knee": bent} for bent in np.arange(0.0, 41.0, 6.0).tolist()]


def film(workshop: Workshop, case: Case, folder: Path, course: list[Frame]) -> None:
    """The frames of one person, and ``frames.json`` with what is true of them."""
    folder.mkdir(parents=True, exist_ok=True)
    cameras: list[Camera] = []
    frames = [
        _frame(workshop, case, folder / f"{number:02d}.jpg", also=also, cameras=cameras)
        for number, also in enumerate(course)
    ]
    facts = {
        "facing": "left" if case.near == "L" else "right",
        "camera": cameras[0].to_dict(),
        "frames": frames,
    }
    (folder / "frames.json").write_text(json.dumps(facts) + "\n", encoding="utf-8")


def _frame(
    workshop: Workshop, case: Case, path: Path, *, also: Mapping[str, float], cameras: list[Camera]
) -> dict[str, Any]:
    """One frame and its truth; the first one sets up the camera."""
    from calibration.table.picture import camera_of, ground_truth, px, write  # noqa: PLC0415 - needs Pillow
    from calibration.table.scene import assemble  # noqa: PLC0415

    # The same seed every time: the same room, light and clothes.
    rng = np.random.default_rng(case.seed)
    workshop.studio.reset()
    posed = dataclasses.replace(case, pose=dataclasses.replace(case.pose, arch_deg=also["pelvis"]))
    scene = assemble(workshop, posed, rng, also)
    if not cameras:
        cameras.append(camera_of(posed, scene, SIZE))
    workshop.studio.look(cameras[0])
    write(workshop.studio, path, SIZE, rng)
    hips = {f"hip_joint_{side}": px(cameras[0], scene.figure.points[f"hip_joint_{side}"]) for side in "LR"}
    others = {
        "trunk_lean_deg": round(-also.get("lordosis", 0.0), 2),
        "knee_deg": round(also.get("knee", 0.0), 2),
    }
    told = {"pelvis_rotation_deg": round(also["pelvis"], 2), **others, **ground_truth(posed, scene)}
    sys.stderr.write(f"{path.parent.name}/{path.name}\n")
    return {"image": path.name, **told, "landmarks_px": hips}
