"""One picture and its truth."""

from __future__ import annotations

import io
import json
import math
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from calibration.body_model import SKIN_VERTICES
from calibration.table import truth
from calibration.table.camera import Camera, framed
from calibration.table.case import Case, to_plain
from calibration.table.figure import Figure
from calibration.table.scene import Scene, Workshop, assemble
from calibration.table.studio import Studio

FloatArray = NDArray[np.float64]

SIZE: Final = (1200, 900)
STANDING_SIZE: Final = (900, 1200)
SIDE_NAMES: Final = {"L": "left", "R": "right"}
MAX_BYTES: Final = 58_000
UP: Final = np.array([0.0, 0.0, 1.0])
_NOISE: Final = 2.0
_SHORT_M: Final = 0.06
"""A landmark is seen when the sight from the camera ends no farther from it: it lies under the skin."""
SEEN: Final = ("greater_trochanter", "lateral_epicondyle", "lateral_malleolus", "acromion", "ASIS", "tragus")


def make(workshop: Workshop, case: Case, folder: Path) -> dict[str, Any]:
    """Render one picture; writes ``NAME.jpg`` and ``NAME.json`` and returns the truth."""
    rng = np.random.default_rng(case.seed)
    studio = workshop.studio
    studio.reset()
    scene = assemble(workshop, case, rng)
    camera = camera_of(case, scene)
    studio.look(camera)
    facts = _facts(case, scene, camera)
    facts["visibility"] = _visibility(studio, scene.figure, camera)
    facts["dots_px"] = {name: px(camera, point) for name, point in scene.dots.items()}
    write(studio, folder / f"{case.name}.jpg", camera.size, rng)
    (folder / f"{case.name}.json").write_text(json.dumps(facts) + "\n", encoding="utf-8")
    return facts


def camera_of(case: Case, scene: Scene, size: tuple[int, int] | None = None) -> Camera:
    """The camera of a case: it holds the person, and the end of the table."""
    view, skin = case.view, scene.figure.vertices[:SKIN_VERTICES:7]
    height, wanted = view.above_m, [skin]
    if scene.table is not None:
        height += scene.table.height_m
        if "table_edge_not_seen" not in case.set_up:
            corners = scene.table.corners()
            wanted.append(np.array([corners["foot_near_top"], corners["foot_near_bottom"]]))
    return framed(
        np.concatenate(wanted),
        aim=np.array([float(skin[:, 0].mean()), float(skin[:, 1].mean()), 0.0]),
        distance_m=view.distance_m,
        height_m=height,
        yaw_deg=view.yaw_deg,
        roll_deg=view.roll_deg,
        size=size or (STANDING_SIZE if scene.table is None else SIZE),
        fill=view.fill,
        shift=view.shift,
    )


def _facts(case: Case, scene: Scene, camera: Camera) -> dict[str, Any]:
    """Everything in the JSON file but what needs the scene."""
    figure = scene.figure
    hip = figure.points[f"hip_joint_{case.near}"]
    sight = hip - camera.place
    yaw = math.degrees(math.atan2(float(sight[0]), float(sight[1])))
    facts: dict[str, Any] = {
        "image": f"{case.name}.jpg",
        "image_size": list(camera.size),
        "split": case.split,
        "set_up": list(case.set_up),
        "person": case.person,
        "ground_truth": ground_truth(case, scene),
        "camera": {**camera.to_dict(), "view_yaw_deg": round(yaw, 2)},
        "landmarks_px": {name: px(camera, point) for name, point in figure.points.items()},
        "landmarks_m": {name: to_plain(point.tolist()) for name, point in figure.points.items()},
        "params": to_plain(case),
    }
    table = scene.table
    if table is not None:
        facts["camera"]["above_table_m"] = round(float(camera.place[2]) - table.height_m, 3)
        facts["table"] = {
            "height_m": round(table.height_m, 3),
            "edge_from_hip_m": round(table.edge_m, 3),
            **{f"{name}_px": px(camera, np.array(place)) for name, place in table.corners().items()},
        }
    return facts


def ground_truth(case: Case, scene: Scene) -> dict[str, Any]:
    """Angles by the definitions of the test; of a standing photo in body axes."""
    table, points, tested = scene.table, scene.figure.points, case.pose.tested
    sides = {"tested": SIDE_NAMES[tested], "near": SIDE_NAMES[case.near]}
    if table is None:
        c, a = np.array([0.0, 0.0, -1.0]), scene.figure.world[:3, :3] @ np.array([0.0, -1.0, 0.0])
        angles = truth.angles(points, tested, c, a)
        kept = {
            "thigh_angle_standing_deg": angles["thigh_angle_deg"],
            "pelvic_tilt_deg": angles["pelvic_tilt_supine_deg"],
            "thigh_to_pelvis_deg": angles["hip_extension_true_deg"],
            "dot_angle_deg": truth.dot_angle(points, tested, c, a),
        }
        return {**{name: round(value, 2) for name, value in kept.items()}, **sides}
    if scene.lying is None:
        return {"posture": case.posture}
    c = np.array([float(table.feet), 0.0, 0.0])
    angles = truth.angles(points, tested, c, UP)
    return {
        **{name: round(value, 2) for name, value in angles.items()},
        "dot_angle_deg": round(truth.dot_angle(points, tested, c, UP), 2),
        "arch_deg": round(scene.lying.arch_deg, 2),
        "back_gap_m": round(scene.lying.gap_m, 4),
        "pelvis_to_chest_deg": round(scene.lying.pelvis_deg, 2),
        "feet_in_picture": "left" if table.feet < 0 else "right",
        "posture": case.posture,
        **sides,
    }


def px(camera: Camera, point: FloatArray) -> list[float]:
    return [round(float(value), 1) for value in camera.project(point)[0]]


def _visibility(studio: Studio, figure: Figure, camera: Camera) -> dict[str, bool]:
    """Whether the camera sees each landmark, through nothing but clothes of some millimetres."""
    seen = {}
    for name in SEEN:
        for side in "LR":
            point = figure.points[f"{name}_{side}"]
            x, y = camera.project(point)[0]
            inside = 0 <= x < camera.size[0] and 0 <= y < camera.size[1]
            seen[f"{name}_{side}"] = bool(inside and studio.free_way(camera.place, point) < _SHORT_M)
    return seen


def write(
    studio: Studio, path: Path, size: tuple[int, int], rng: np.random.Generator, max_bytes: int = MAX_BYTES
) -> None:
    """Render, add the noise of a sensor, and save below some bytes (bricks are larger at quality 44)."""
    png = path.with_suffix(".png")
    studio.render(png)
    with Image.open(png) as image:
        larger = image.convert("RGB").resize(size, Image.Resampling.BICUBIC)
    png.unlink()
    pixels = np.asarray(larger, np.float64)
    pixels = np.clip(pixels + rng.normal(0.0, _NOISE, pixels.shape), 0, 255).astype(np.uint8)
    data = io.BytesIO()
    for quality in range(84, 40, -4):
        data = io.BytesIO()
        Image.fromarray(pixels).save(data, "JPEG", quality=quality, subsampling=2)
        if data.tell() <= max_bytes:
            break
    path.write_bytes(data.getvalue())
