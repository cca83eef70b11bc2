"""Render people who tip the pelvis forwards and back, side on before a webcam, with known tilt.

Run from the top of the project, with ``bpy`` installed and the assets of ``calibration/table/assets.py``::

    python -m calibration range-frames --assets package/public/data --out validation/range

Nothing but the pelvis and the spine above it moves: each person is a folder of frames from the backmost to
the foremost tilt, of which films with any course of the movement are made. A frame takes some five seconds.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
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
STEP_DEG: Final = 1.5
TILTS_DEG: Final = np.arange(-13.5, 18.1, STEP_DEG)
"""Rotations of the pelvis on the thighs, from the model's neutral stance."""
PEOPLE: Final = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_studio_arguments(parser, Path("validation/range"))
    parser.add_argument("--people", type=int, default=PEOPLE)


def run(arguments: argparse.Namespace) -> None:
    workshop = open_workshop(arguments)
    for person, case in enumerate(plan_standing(arguments.seed, arguments.people)):
        film(workshop, case, arguments.out / f"{person:02d}")


def film(workshop: Workshop, case: Case, folder: Path) -> None:
    """The frames of one person, and ``frames.json`` with what is true of them."""
    from calibration.table.picture import camera_of, ground_truth, px, write  # noqa: PLC0415 - needs Pillow
    from calibration.table.scene import assemble  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    cameras: list[Camera] = []
    frames: list[dict[str, Any]] = []
    for tilt in TILTS_DEG:
        # The same seed every time: the same room, light and clothes.
        rng = np.random.default_rng(case.seed)
        workshop.studio.reset()
        posed = dataclasses.replace(case, pose=dataclasses.replace(case.pose, arch_deg=float(tilt)))
        scene = assemble(workshop, posed, rng)
        if not cameras:
            cameras.append(camera_of(posed, scene, SIZE))
        workshop.studio.look(cameras[0])
        name = f"{len(frames):02d}.jpg"
        write(workshop.studio, folder / name, SIZE, rng)
        hips = {
            f"hip_joint_{side}": px(cameras[0], scene.figure.points[f"hip_joint_{side}"]) for side in "LR"
        }
        truth = {"pelvis_rotation_deg": float(tilt), **ground_truth(posed, scene)}
        frames.append({"image": name, **truth, "landmarks_px": hips})
        sys.stderr.write(f"{folder.name}/{name}\n")
    facts = {
        "facing": "left" if case.near == "L" else "right",
        "camera": cameras[0].to_dict(),
        "frames": frames,
    }
    (folder / "frames.json").write_text(json.dumps(facts) + "\n", encoding="utf-8")
