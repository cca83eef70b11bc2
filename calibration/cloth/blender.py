"""The same cloth hung by Blender: slower than `calibration.cloth.drape`, and a check on it. Needs ``bpy``."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.cloth.drape import FRAMES, Cloth
from calibration.cloth.garment import Garment

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_BODY_GAP_M = 0.004
_FRICTION = 12.0


def hang(
    cloth: Cloth, cloth_quads: IntArray, skin: FloatArray, skin_quads: IntArray, garment: Garment
) -> FloatArray:
    """Where cloth that is at rest in its start comes to hang over some faces of the skin, shape (n, 3).

    Lengths are those of the start, so bands and slack are not simulated.
    """
    import bpy  # noqa: PLC0415 - only where Blender is there

    scene = bpy.context.scene
    used = np.unique(skin_quads)
    number = np.full(len(skin), -1)
    number[used] = np.arange(len(used))
    body = _object(bpy, "body", skin[used], number[skin_quads])
    body.modifiers.new("contact", "COLLISION")
    body.collision.thickness_outer = _BODY_GAP_M
    body.collision.cloth_friction = _FRICTION
    top = _object(bpy, "top", cloth.start, cloth_quads)
    top.vertex_groups.new(name="held").add([int(i) for i in np.flatnonzero(~cloth.free)], 1.0, "ADD")
    modifier = top.modifiers.new("cloth", "CLOTH")
    settings = modifier.settings
    settings.quality = 5
    settings.mass = garment.mass
    settings.air_damping = 3.0
    settings.tension_stiffness = settings.compression_stiffness = 20.0
    settings.shear_stiffness = 8.0
    settings.bending_stiffness = garment.bending
    settings.vertex_group_mass = "held"
    modifier.collision_settings.distance_min = garment.thickness_m
    modifier.collision_settings.collision_quality = 3
    modifier.collision_settings.use_self_collision = False
    scene.frame_start = modifier.point_cache.frame_start = 1
    scene.frame_end = modifier.point_cache.frame_end = FRAMES
    for frame in range(1, FRAMES + 1):
        scene.frame_set(frame)
    mesh = top.evaluated_get(bpy.context.evaluated_depsgraph_get()).data
    result = np.empty(3 * len(cloth.start), np.float32)
    mesh.vertices.foreach_get("co", result)
    for item in (top, body):
        data = item.data
        bpy.data.objects.remove(item, do_unlink=True)
        bpy.data.meshes.remove(data)
    scene.frame_set(1)
    return result.reshape(-1, 3).astype(np.float64)


def _object(bpy: Any, name: str, points: FloatArray, quads: IntArray) -> Any:
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(points.tolist(), [], quads.tolist())
    mesh.update()
    result = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(result)
    return result
