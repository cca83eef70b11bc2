"""One picture with its truth, in the form of the other folders of ``validation``."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import C7_VERTEX, SKIN_VERTICES, turn
from calibration.builds.case import Case, Light
from calibration.builds.shape import reshaped
from calibration.builds.stance import BuildRig, Standing, stood
from calibration.builds.tops import hung
from calibration.cloth.dress import Wardrobe
from calibration.table.assets import Assets
from calibration.table.camera import Camera, framed
from calibration.table.case import Dress, to_plain
from calibration.table.figure import Figure, clothe
from calibration.table.picture import STANDING_SIZE, px, write
from calibration.table.room import build_room, draw_colour
from calibration.table.studio import Studio
from calibration.upper_people import measure_upper_back

FloatArray = NDArray[np.float64]

MAX_BYTES: Final = 76_000
_FULL_FRAME_MM: Final = 36.0
_CONTOUR_STEP_PX: Final = 6
_FREE_BEHIND_M: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Workshop:
    """What every picture needs."""

    rig: BuildRig
    assets: Assets
    studio: Studio
    wardrobe: Callable[[], Wardrobe]
    """Opened for the first top that hangs."""


def make(workshop: Workshop, case: Case, folder: Path) -> dict[str, Any]:
    """Render one picture; writes ``NAME.jpg`` and ``NAME.json`` and returns the truth."""
    rng = np.random.default_rng(case.seed)
    rig, studio = workshop.rig, workshop.studio
    shape = reshaped(rig, rig.body(case.build.phenotype, case.build.local), case.bumps)
    standing = stood(rig, shape, case.pose)
    figure = _in_the_world(standing, case)
    studio.reset()
    _room(studio, rng, case)
    dress = Dress(case.garments, case.hair, case.shoes, case.skin)
    clothe(studio, rig, workshop.assets, figure, sex=case.sex, dress=dress, rng=rng)
    garment: dict[str, Any] = {}
    if case.top:
        points, faces, worn = hung(workshop.wardrobe(), rig, standing, case)
        material = studio.material(
            draw_colour(rng), 0.85, bump=(float(rng.uniform(250, 500)), 0.25, 0.002), shine=0.2
        )
        studio.mesh(figure.place(points), faces, [material])
        garment = {"kind": worn.kind, "ease_m": round(worn.ease_m, 3), "cloth": "simulated"}
    camera = _camera(case, figure, standing.body.height_m)
    studio.look(camera)
    facts = _facts(rig, case, standing, figure, camera)
    if garment:
        facts["params"]["garment"] = garment
    write(studio, folder / f"{case.name}.jpg", camera.size, rng, MAX_BYTES)
    (folder / f"{case.name}.json").write_text(json.dumps(facts) + "\n", encoding="utf-8")
    return facts


def _in_the_world(standing: Standing, case: Case) -> Figure:
    """The person in the picture's room, hips above the origin."""
    facing = (-90.0 if case.facing == "left" else 90.0) + case.shot.yaw_deg
    world = np.eye(4)
    world[:3, :3] = turn(2, facing)
    middle = standing.body.hip.mean(axis=0) * [1.0, 1.0, 0.0]
    world[:3, 3] = -world[:3, :3] @ middle

    def place(points: FloatArray) -> FloatArray:
        return np.asarray(points @ world[:3, :3].T + world[:3, 3])

    points = {name: place(point) for name, point in standing.points.items()}
    return Figure(standing.shape, standing.transforms, place, world, place(standing.vertices), points)


def _room(studio: Studio, rng: np.random.Generator, case: Case) -> None:
    build_room(studio, rng, case.room, _FREE_BEHIND_M)
    light: Light = case.light
    if light.wall is not None:
        corners = [(-7, 0.75, 0), (7, 0.75, 0), (7, 0.75, 4), (-7, 0.75, 4)]
        red, green, blue = light.wall
        other = (0.94 * red, 0.94 * green, 0.94 * blue)
        plain = studio.pattern("mottle", light.wall, other, 3.0, 0.9)
        studio.mesh(np.array(corners, float), [(0, 1, 2, 3)], [plain])
    if light.behind_watts:
        studio.lamp((0.3, 0.45, 1.7), (0.0, -3.0, 1.0), 1.2, light.behind_watts, (0.95, 0.98, 1.0))
    if light.side_watts:
        side = 1.0 if rng.random() < 0.5 else -1.0
        studio.lamp((side * 2.2, -0.4, 2.0), (0.0, 0.0, 1.0), 0.15, light.side_watts, (1.0, 0.9, 0.75))
    studio.expose(light.exposure)


def _camera(case: Case, figure: Figure, height_m: float) -> Camera:
    skin = figure.vertices[:SKIN_VERTICES:7]
    return framed(
        skin,
        aim=np.zeros(3),
        distance_m=case.shot.distance_m,
        height_m=case.shot.height * height_m,
        yaw_deg=0.0,
        roll_deg=case.shot.roll_deg,
        size=STANDING_SIZE,
        fill=case.shot.fill,
    )


def _facts(rig: BuildRig, case: Case, standing: Standing, figure: Figure, camera: Camera) -> dict[str, Any]:
    pixels = camera.project(figure.vertices[:SKIN_VERTICES])
    lens = camera.focal_px / max(camera.size) * _FULL_FRAME_MM
    return {
        "image": f"{case.name}.jpg",
        "image_size": list(camera.size),
        "kind": case.kind,
        "also": case.also,
        "split": case.split,
        "ground_truth": truth(rig, standing),
        "camera": {
            **camera.to_dict(),
            "lens_equivalent_mm": round(lens, 1),
            "distance_m": round(case.shot.distance_m, 3),
        },
        "landmarks_px": {name: px(camera, point) for name, point in figure.points.items()},
        "body_height_px": round(float(np.ptp(pixels[:, 1])), 1),
        "skin_back_contour_px": _back_contour(rig, case, pixels, figure, camera),
        "params": {
            **to_plain(case),
            "yaw_error": round(case.shot.yaw_deg, 2),
            "phenotype": to_plain(case.build.phenotype),
        },
    }


def truth(rig: BuildRig, standing: Standing) -> dict[str, Any]:
    """What is true of a body in its own axes, by the definitions of the other sets."""
    body = standing.body
    back = rig.truth(body)
    points = standing.points
    asis, psis = (0.5 * (points[f"{name}_L"] + points[f"{name}_R"]) for name in ("ASIS", "PSIS"))
    trunk = body.trunk_length_m
    values = {
        "height_m": body.height_m,
        "trunk_length_m": trunk,
        "pelvis_rotation_deg": body.pelvis_rotation_deg,
        "asis_psis_tilt_deg": math.degrees(math.atan2(psis[2] - asis[2], psis[1] - asis[1])),
        "thoracic_kyphosis_deg": measure_upper_back(rig, body).kyphosis_deg,
    }
    return {
        **{name: round(float(value), 4 if name.endswith("_m") else 2) for name, value in values.items()},
        "silhouette": {
            "lordosis_angle_deg": round(back.lordosis_deg, 2),
            "lordosis_depth_pct_trunk": round(100.0 * back.depth_m / trunk, 2),
            "lower_tangent_deg": round(-back.sacral_slope_deg, 2),
            "upper_tangent_deg": round(back.thoracolumbar_slope_deg, 2),
        },
    }


def _back_contour(
    rig: BuildRig, case: Case, pixels: FloatArray, figure: Figure, camera: Camera
) -> list[list[float]]:
    """The skin's posterior edge without arms from C7 to the thigh, [x, y]."""
    sign = 1.0 if case.facing == "left" else -1.0
    neck = float(pixels[C7_VERTEX, 1])
    hip = float(camera.project(figure.points["hip_joint_L"])[0, 1])
    rows = np.arange(math.ceil(neck), hip + 0.25 * (hip - neck), _CONTOUR_STEP_PX)
    behind = rig.outline(np.stack([sign * pixels[:, 0], pixels[:, 1]], axis=1), rows)
    return [
        [round(float(sign * x), 1), int(y)] for x, y in zip(behind, rows, strict=True) if math.isfinite(x)
    ]


__all__ = ["MAX_BYTES", "Workshop", "make", "truth"]
