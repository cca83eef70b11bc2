"""A thin hand on Blender: meshes, materials, lamps, one picture. Needs ``bpy``, and only here."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import turn
from calibration.table.camera import Camera

FloatArray = NDArray[np.float64]
Colour = tuple[float, float, float]

RENDERED_PCT = 80
"""Of the picture's size: made larger afterwards, it is as soft as a photo, in two thirds of the time."""
_SENSOR_MM = 36.0


class Studio:
    """One scene at a time."""

    def __init__(self, samples: int, threads: int) -> None:
        import bpy  # noqa: PLC0415 - only where Blender is there

        self._bpy: Any = bpy
        self._samples, self._threads = samples, threads
        self._scene: Any = None

    def reset(self) -> None:
        """An empty scene."""
        self._bpy.ops.wm.read_factory_settings(use_empty=True)
        self._scene = scene = self._bpy.context.scene
        scene.render.engine = "CYCLES"
        cycles = scene.cycles
        cycles.device, cycles.samples = "CPU", self._samples
        cycles.use_denoising, cycles.denoiser = True, "OPENIMAGEDENOISE"
        cycles.denoising_prefilter, cycles.denoising_quality = "FAST", "FAST"
        cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 2, 1, 1
        cycles.transparent_max_bounces = 10
        cycles.caustics_reflective = cycles.caustics_refractive = False
        cycles.use_adaptive_sampling = False
        scene.render.threads_mode, scene.render.threads = "FIXED", self._threads
        scene.view_settings.view_transform = "AgX"
        scene.view_settings.look = "AgX - Medium High Contrast"

    def mesh(
        self,
        points: FloatArray,
        faces: Sequence[Sequence[int]] | NDArray[np.int64],
        materials: Sequence[Any],
        *,
        uv: tuple[FloatArray, Any] | None = None,
        which: NDArray[np.int64] | None = None,
        smooth: bool = True,
        subdivide: int = 0,
    ) -> Any:
        """A mesh.

        Parameters
        ----------
        uv : tuple, optional
            Places in the texture, and for each face the places of its corners.
        which : ndarray, optional
            Material of each face.
        """
        data = self._bpy.data.meshes.new("mesh")
        corners = [tuple(int(i) for i in dict.fromkeys(face)) for face in faces]
        data.from_pydata([tuple(point) for point in points], [], corners)
        if uv is not None:
            layer = data.uv_layers.new(name="uv")
            flat: list[int] = []
            for face, places in zip(faces, uv[1], strict=True):
                seen: dict[int, int] = {}
                for corner, place in zip(face, places, strict=True):
                    seen.setdefault(int(corner), int(place))
                flat.extend(seen.values())
            layer.data.foreach_set("uv", uv[0][np.array(flat)].ravel().astype(np.float32))
        for material in materials:
            data.materials.append(material)
        if which is not None:
            data.polygons.foreach_set("material_index", np.asarray(which, np.int32))
        data.polygons.foreach_set("use_smooth", np.full(len(data.polygons), smooth))
        data.update()
        made = self._bpy.data.objects.new("mesh", data)
        self._scene.collection.objects.link(made)
        if subdivide:
            modifier = made.modifiers.new("finer", "SUBSURF")
            modifier.levels = modifier.render_levels = subdivide
        return made

    def box(
        self,
        middle: Sequence[float],
        size: Sequence[float],
        material: Any,
        *,
        round_m: float = 0.0,
        turned: float = 0.0,
    ) -> Any:
        """A box with its middle, its size, rounded edges, turned about the vertical by degrees."""
        x, y, z = (0.5 * length for length in size)
        corners = np.array([[i, j, k] for i in (-x, x) for j in (-y, y) for k in (-z, z)])
        faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
        made = self.mesh(corners @ turn(2, turned).T + np.array(middle), faces, [material], smooth=False)
        if round_m:
            modifier = made.modifiers.new("round", "BEVEL")
            modifier.width, modifier.segments = round_m, 4
        return made

    def ball(self, middle: FloatArray, radius_m: float, material: Any) -> None:
        self._bpy.ops.mesh.primitive_uv_sphere_add(radius=radius_m, location=tuple(middle))
        made = self._bpy.context.object
        made.data.materials.append(material)
        made.data.polygons.foreach_set("use_smooth", np.ones(len(made.data.polygons), bool))

    def material(
        self,
        colour: Colour = (0.8, 0.8, 0.8),
        rough: float = 0.6,
        *,
        texture: str = "",
        tint: Colour | None = None,
        see_through: bool = False,
        bump: tuple[float, float, float] | None = None,
        shine: float = 0.4,
    ) -> Any:
        """A material: plain or from a picture; ``bump`` is scale, strength and depth of a rough surface."""
        made, nodes, link, surface = self._material()
        surface.inputs["Base Color"].default_value = (*colour, 1)
        surface.inputs["Roughness"].default_value = rough
        surface.inputs["Specular IOR Level"].default_value = shine
        if texture:
            image = nodes.new("ShaderNodeTexImage")
            image.image = self._bpy.data.images.load(texture, check_existing=True)
            out = image.outputs["Color"]
            if tint is not None:
                mixed = nodes.new("ShaderNodeMix")
                mixed.data_type, mixed.blend_type = "RGBA", "MULTIPLY"
                mixed.inputs["Factor"].default_value = 1
                link(out, mixed.inputs[6])
                mixed.inputs[7].default_value = (*tint, 1)
                out = mixed.outputs[2]
            link(out, surface.inputs["Base Color"])
            if see_through:
                link(image.outputs["Alpha"], surface.inputs["Alpha"])
        if bump:
            self._bump(nodes, link, surface, bump)
        return made

    def pattern(self, kind: str, first: Colour, second: Colour, scale: float, rough: float = 0.7) -> Any:
        """A surface of two colours: "planks", "brick" or "mottle"."""
        made, nodes, link, surface = self._material()
        surface.inputs["Roughness"].default_value = rough
        place, mapping = nodes.new("ShaderNodeTexCoord"), nodes.new("ShaderNodeMapping")
        link(place.outputs["Object"], mapping.inputs["Vector"])
        if kind == "mottle":
            noise, ramp = nodes.new("ShaderNodeTexNoise"), nodes.new("ShaderNodeValToRGB")
            noise.inputs["Scale"].default_value, noise.inputs["Detail"].default_value = scale, 3
            for element, colour, position in zip(
                ramp.color_ramp.elements, (first, second), (0.3, 0.7), strict=True
            ):
                element.color, element.position = (*colour, 1), position
            link(mapping.outputs["Vector"], noise.inputs["Vector"])
            link(noise.outputs["Fac"], ramp.inputs["Fac"])
            link(ramp.outputs["Color"], surface.inputs["Base Color"])
            return made
        brick = nodes.new("ShaderNodeTexBrick")
        brick.inputs["Scale"].default_value = scale
        brick.inputs["Color1"].default_value = (*first, 1)
        brick.inputs["Color2"].default_value = (*(0.75 * value for value in first), 1)
        brick.inputs["Mortar"].default_value = (*second, 1)
        if kind == "brick":
            mapping.inputs["Rotation"].default_value = (np.pi / 2, 0, 0)
        else:
            brick.inputs["Brick Width"].default_value, brick.inputs["Row Height"].default_value = 4, 0.45
            brick.inputs["Mortar Size"].default_value = 0.006
        link(mapping.outputs["Vector"], brick.inputs["Vector"])
        link(brick.outputs["Color"], surface.inputs["Base Color"])
        return made

    def _material(self) -> tuple[Any, Any, Any, Any]:
        made = self._bpy.data.materials.new("material")
        made.use_nodes = True
        tree = made.node_tree
        return made, tree.nodes, tree.links.new, tree.nodes["Principled BSDF"]

    @staticmethod
    def _bump(nodes: Any, link: Any, surface: Any, bump: tuple[float, float, float]) -> None:
        noise, place, rough = (nodes.new(f"ShaderNode{name}") for name in ("TexNoise", "TexCoord", "Bump"))
        noise.inputs["Scale"].default_value, noise.inputs["Detail"].default_value = bump[0], 1
        rough.inputs["Strength"].default_value, rough.inputs["Distance"].default_value = bump[1:]
        link(place.outputs["Object"], noise.inputs["Vector"])
        link(noise.outputs["Fac"], rough.inputs["Height"])
        link(rough.outputs["Normal"], surface.inputs["Normal"])

    def lamp(
        self, place: Sequence[float], target: Sequence[float], size_m: float, watts: float, colour: Colour
    ) -> None:
        """A square lamp that shines on a target."""
        from mathutils import Vector  # noqa: PLC0415 - comes with bpy

        light = self._bpy.data.lights.new("lamp", "AREA")
        light.size, light.energy, light.color = size_m, watts, colour
        made = self._bpy.data.objects.new("lamp", light)
        self._scene.collection.objects.link(made)
        made.location = tuple(place)
        made.rotation_euler = (Vector(target) - Vector(place)).to_track_quat("-Z", "Y").to_euler()

    def sky(self, colour: Colour, strength: float) -> None:
        world = self._bpy.data.worlds.new("sky")
        world.use_nodes = True
        self._scene.world = world
        background = world.node_tree.nodes["Background"]
        background.inputs[0].default_value = (*colour, 1)
        background.inputs[1].default_value = strength

    def expose(self, stops: float) -> None:
        """Brighter (+) or darker (-) than the lamps make it."""
        self._scene.view_settings.exposure = stops

    def look(self, camera: Camera) -> None:
        """Put the camera up."""
        from mathutils import Matrix  # noqa: PLC0415 - comes with bpy

        data = self._bpy.data.cameras.new("camera")
        data.sensor_fit, data.sensor_width, data.clip_end = "HORIZONTAL", _SENSOR_MM, 60
        data.lens = camera.focal_px * _SENSOR_MM / camera.size[0]
        made = self._bpy.data.objects.new("camera", data)
        matrix = np.eye(4)
        matrix[:3, :3], matrix[:3, 3] = camera.axes, camera.place
        made.matrix_world = Matrix(matrix.tolist())
        self._scene.collection.objects.link(made)
        self._scene.camera = made
        self._scene.render.resolution_x, self._scene.render.resolution_y = camera.size
        self._scene.render.resolution_percentage = RENDERED_PCT

    def free_way(self, start: FloatArray, end: FloatArray) -> float:
        """How far short of a point the sight from another one ends, metres; 0 when it arrives."""
        self._bpy.context.view_layer.update()
        way = end - start
        length = float(np.linalg.norm(way))
        graph = self._bpy.context.evaluated_depsgraph_get()
        hit, place, *_ = self._scene.ray_cast(graph, tuple(start), tuple(way / length), distance=length)
        return max(0.0, length - float(np.linalg.norm(np.array(place) - start))) if hit else 0.0

    def render(self, path: Path) -> None:
        """Write the picture as PNG."""
        self._scene.render.image_settings.file_format = "PNG"
        self._scene.render.filepath = str(path.resolve())
        sys.stdout.flush()
        # Cycles writes to the standard output of C.
        kept, nothing = os.dup(1), os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        try:
            self._bpy.ops.render.render(write_still=True)
        finally:
            os.dup2(kept, 1)
            os.close(kept)
            os.close(nothing)
