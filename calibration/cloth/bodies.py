"""Simulated people in simulated cloth; makes shards of ``outlines``, see `calibration.cloth.shard`.

Run from the top of the project, with ``requirements-calibration.txt`` installed::

    python -m calibration cloth-bodies --count 1000 --seed 5 --out outlines

Bodies and stances are those of `calibration.bodies`. Every person stands twice, in two stances before two
cameras and in the same clothes: rows 2 i and 2 i + 1 of all shards together.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import sys
import time
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.bodies import (
    JOINTS,
    LEVELS,
    Build,
    Camera,
    draw_build,
    draw_camera,
    draw_stance,
    project,
    versions,
)
from calibration.body_model import Arm, Stance
from calibration.cloth.dress import Wardrobe, dress, open_wardrobe
from calibration.cloth.garment import Garment, draw_garment, draw_kind
from calibration.cloth.lower import Lower, draw_lower
from calibration.cloth.outline import Dressed, outlines

FloatArray = NDArray[np.float64]

HEIGHTS: Final = 400
_LOWEST: Final = -0.15
_HIGHEST: Final = 0.37
"""Of the heights above the hip joints, body heights: mid-thigh to chin."""
HIP: Final = JOINTS.index("hip")
_NECK: Final = 0.27
"""Height of the neck's root above the hip joints at the least, body heights."""
SHARD: Final = 20
"""People in a shard."""
_HANGING: Final = 0.35
_FOLDED: Final = 0.06


def draw_arms(rng: np.random.Generator) -> tuple[Arm, Arm]:
    """Arms forward, hanging, or folded before the chest."""
    u = rng.uniform
    kind = rng.random()
    if kind < _HANGING:
        return tuple(Arm(u(-5, 10), u(0, 8), u(0, 20)) for _ in "lr")  # type: ignore[return-value]
    if kind < _HANGING + _FOLDED:
        return tuple(Arm(u(15, 40), u(0, 6), u(80, 110)) for _ in "lr")  # type: ignore[return-value]
    return tuple(Arm(u(20, 60), u(0, 6), u(5, 40)) for _ in "lr")  # type: ignore[return-value]


def simulate(
    wardrobe: Wardrobe, seed: int, person: int, *, kind: str | None, blender: bool
) -> list[dict[str, Any]]:
    """Two rows of one person. The same seed and number give the same person, whatever the count."""
    rng = np.random.default_rng([seed, person])
    build = draw_build(rng)
    garment = draw_garment(rng, kind or draw_kind(rng))
    lower = draw_lower(rng)
    shape = wardrobe.model.shape(build.phenotype, build.local)
    arms = draw_arms(rng)
    rows = []
    for _ in range(2):
        left, right = arms if rng.random() < 0.7 else draw_arms(rng)
        stance = dataclasses.replace(draw_stance(rng), left_arm=left, right_arm=right)
        figure = wardrobe.model.figure(shape, stance)
        camera = draw_camera(rng, float(figure.body.hip[0, 2]))
        began = time.perf_counter()
        dressed = dress(wardrobe, figure, garment, lower, blender=blender)
        row = make_row(wardrobe, dressed, camera)
        row |= about(build, stance, garment, lower)
        row |= {"person": person, "seed": seed, "blender": blender, "seconds": time.perf_counter() - began}
        rows.append(row)
    return rows


def make_row(wardrobe: Wardrobe, dressed: Dressed, camera: Camera) -> dict[str, Any]:
    """Outlines and truth of a dressed body."""
    model, body = wardrobe.model, dressed.figure.body
    hip = body.hip.mean(axis=0)
    heights = hip[2] + np.linspace(_LOWEST, _HIGHEST, HEIGHTS) * body.height_m
    far = outlines(model, dressed, lambda points: points[:, 1:], heights)
    row: dict[str, Any] = {name: hip[1] - values for name, values in far.items()}
    row["heights_m"] = heights
    row["gap_back"] = row["bare_back"] - row["back"]
    row["gap_front"] = row["front"] - row["bare_front"]
    joints = np.array([getattr(body, name).mean(axis=0) for name in JOINTS])
    row["joints_m"] = np.stack([hip[1] - joints[:, 1], joints[:, 2]], axis=1)
    row |= _picture(wardrobe, dressed, camera)
    truth = model.truth(body)
    top = dressed.top[~dressed.sleeve]
    return row | {
        "pelvis_rotation_deg": body.pelvis_rotation_deg,
        "sacral_slope_deg": truth.sacral_slope_deg,
        "thoracolumbar_slope_deg": truth.thoracolumbar_slope_deg,
        "lordosis_deg": truth.lordosis_deg,
        "depth_pct_trunk": 100.0 * truth.depth_m / body.trunk_length_m,
        "hollow": truth.sacral_slope_deg > 0 and truth.thoracolumbar_slope_deg > 0 and truth.depth_m > 0.005,
        "height_m": body.height_m,
        "trunk_hip_c7_m": body.trunk_length_m,
        "trunk_hip_shoulder_m": float(np.linalg.norm(joints[1, 1:] - joints[2, 1:])),
        "hem_back_m": float(top[top[:, 1] > hip[1], 2].min()),
        "hem_front_m": float(top[top[:, 1] < hip[1], 2].min()),
        "top_m": float(top[:, 2].max()),
        "waist_m": dressed.figure.sacrum_m + dressed.lower.waist_m,
        "sacrum_m": dressed.figure.sacrum_m,
    }


def _picture(wardrobe: Wardrobe, dressed: Dressed, camera: Camera) -> dict[str, Any]:
    """The same in perspective, in trunk lengths, as in `calibration.bodies`; names begin with ``seen_``."""
    body = dressed.figure.body
    joints = np.array([project(getattr(body, name), body, camera).mean(axis=0) for name in JOINTS])
    hip, shoulder = joints[JOINTS.index("hip")], joints[JOINTS.index("shoulder")]
    trunk = float(np.linalg.norm(shoulder - hip))
    found = outlines(
        wardrobe.model, dressed, lambda points: project(points, body, camera), hip[1] + LEVELS * trunk
    )
    row: dict[str, Any] = {f"seen_{name}": (values - hip[0]) / trunk for name, values in found.items()}
    return row | {
        "seen_joints": (joints - hip) / trunk,
        "yaw_deg": camera.yaw_deg,
        "distance_m": camera.distance_m,
        "camera_height_m": camera.height_m - float(body.hip[:, 2].mean()),
    }


def about(build: Build, stance: Stance, garment: Garment, lower: Lower) -> dict[str, Any]:
    """Parameters of a row."""
    row: dict[str, Any] = {"male": build.phenotype["gender"] < 0.5}
    row |= {name: build.phenotype[name] for name in ("age", "muscle", "weight")}
    row |= {f"garment_{field.name}": getattr(garment, field.name) for field in dataclasses.fields(garment)}
    row |= {f"lower_{field.name}": getattr(lower, field.name) for field in dataclasses.fields(lower)}
    everything = {"build": dataclasses.asdict(build), "stance": dataclasses.asdict(stance)}
    return row | {"parameters": json.dumps(everything, default=float)}


def save_shard(path: Path, rows: list[dict[str, Any]], provenance: dict[str, Any]) -> None:
    """Write rows as columns; the file appears when it is complete."""
    columns: dict[str, Any] = {"levels": LEVELS, "provenance": json.dumps(provenance)}
    for key in rows[0]:
        values = np.array([row[key] for row in rows])
        columns[key] = values.astype(np.float32) if values.dtype == np.float64 else values
    part = path.with_suffix(".part.npz")
    np.savez_compressed(part, **columns)
    part.rename(path)


def _worst(row: dict[str, Any]) -> str:
    return f"{np.nanmax(row['gap_back']):.2f} {np.nanmax(row['gap_front']):.2f} m"


def sound(row: dict[str, Any]) -> bool:
    """Whether the outlines are complete and the cloth stayed where cloth can be."""
    # Where the neck begins depends on how it is bent; above, the outline of the bare trunk may end.
    below_neck = row["heights_m"] < row["joints_m"][HIP, 1] + _NECK * row["height_m"]
    gaps = np.concatenate([row["gap_back"][below_neck], row["gap_front"][below_neck]])
    return bool(np.isfinite(gaps).all() and gaps.max() < 0.25 and math.isfinite(row["lordosis_deg"]))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--count", type=int, default=1000, help="people; two rows of each")
    parser.add_argument("--first", type=int, default=0, help="number of the first person")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--kinds", default="", help="kinds of garments by commas; else all by their chances")
    parser.add_argument("--blender", action="store_true", help="hang the cloth with Blender")
    parser.add_argument("--out", type=Path, default=Path("outlines"))


def run(arguments: argparse.Namespace) -> None:
    """Simulate and save; reports progress on standard error."""
    import torch  # noqa: PLC0415 - heavy

    torch.set_num_threads(1)
    arguments.out.mkdir(parents=True, exist_ok=True)
    wardrobe = open_wardrobe()
    kinds = [kind for kind in arguments.kinds.split(",") if kind]
    provenance = {"seed": arguments.seed, "versions": versions("anny", "torch", "numpy")}
    rows: list[dict[str, Any]] = []
    last = arguments.first + arguments.count - 1
    for person in range(arguments.first, last + 1):
        kind = kinds[person % len(kinds)] if kinds else None
        found = simulate(wardrobe, arguments.seed, person, kind=kind, blender=arguments.blender)
        if all(sound(row) for row in found):
            rows += found
        else:
            sys.stderr.write(
                f"person {person} dropped: {found[0]['garment_kind']} {[_worst(row) for row in found]}\n"
            )
        if rows and (len(rows) >= 2 * SHARD or person == last):
            save_shard(arguments.out / f"s{arguments.seed}_{person:05d}.npz", rows, provenance)
            sys.stderr.write(f"{person + 1} people, {np.mean([r['seconds'] for r in rows]):.1f} s a row\n")
            rows = []
