"""A person in world coordinates, dressed, as meshes in the studio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import SKIN_VERTICES
from calibration.table.assets import Assets
from calibration.table.case import Dress
from calibration.table.lie import Lying, pressed
from calibration.table.rig import SKIN_POINTS, Rig, Shape
from calibration.table.room import draw_colour
from calibration.table.studio import Colour, Studio
from calibration.table.wear import garment

FloatArray = NDArray[np.float64]

_EYES: Final = (14598, 14742)


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A posed person.

    Attributes
    ----------
    shape : Shape
    transforms : ndarray, shape (bones, 4, 4)
        To the coordinates in which the body was posed.
    place : callable
        From there to the world, contact with the table included.
    world : ndarray, shape (4, 4)
        The same without contact.
    vertices : ndarray, shape (n, 3)
        World.
    points : dict
        Landmarks in the world.
    """

    shape: Shape
    transforms: FloatArray
    place: Callable[[FloatArray], FloatArray]
    world: FloatArray
    vertices: FloatArray
    points: dict[str, FloatArray]


def supine_axes(near: str) -> FloatArray:
    """Rotation from table coordinates (`calibration.table.pose`) to the world, shape (3, 3)."""
    sign = 1.0 if near == "L" else -1.0
    left, down, head = np.array([0.0, -sign, 0.0]), np.array([0.0, 0.0, -1.0]), np.array([sign, 0.0, 0.0])
    return np.stack([left, down, head], axis=1)


def placed(
    rig: Rig,
    shape: Shape,
    transforms: FloatArray,
    world: FloatArray,
    contact: Callable[[FloatArray], FloatArray],
) -> Figure:
    """A figure from its pose and its place."""

    def place(points: FloatArray) -> FloatArray:
        return np.asarray(contact(points) @ world[:3, :3].T + world[:3, 3])

    vertices = place(rig.skinned(shape.vertices, rig.weights, transforms))
    points = rig.landmarks(shape, world @ transforms)
    points |= {name: vertices[vertex] for name, vertex in SKIN_POINTS.items()}
    return Figure(shape, transforms, place, world, vertices, points)


def on_table(
    rig: Rig,
    shape: Shape,
    lying: Lying,
    *,
    near: str,
    edge_m: float,
    table_m: float,
    place: tuple[float, float] = (0.0, 0.0),
) -> Figure:
    """A supine figure on a table, the hip axis above a place of the floor (x, y)."""
    world = np.eye(4)
    world[:3, :3] = supine_axes(near)
    origin = np.array([lying.hip[0], lying.bed, lying.hip[2]])
    world[:3, 3] = np.array([*place, table_m]) - world[:3, :3] @ origin
    return placed(rig, shape, lying.transforms, world, lambda points: pressed(points, lying, edge_m))


def clothe(
    studio: Studio,
    rig: Rig,
    assets: Assets,
    figure: Figure,
    *,
    sex: str,
    dress: Dress,
    rng: np.random.Generator,
) -> None:
    """Put skin, eyes, hair, shoes and clothes of a figure into the studio."""
    hidden = np.zeros(len(figure.vertices), bool)
    for kind in dress.garments:
        cloth, faces = garment(rig, figure.vertices, kind)
        colour = draw_colour(rng)
        studio.mesh(cloth, faces, [_cloth(studio, colour, rng)], subdivide=1)
    for kind, name in (("clothes", dress.shoes), ("hair", dress.hair)):
        if name:
            proxy = assets.proxy(kind, name)
            points = rig.skinned(
                proxy.on(figure.shape.vertices), proxy.weights(rig.weights), figure.transforms
            )
            material = studio.material(texture=proxy.texture, rough=0.55, see_through=True, shine=0.3)
            studio.mesh(figure.place(points), proxy.faces, [material], uv=(proxy.uv, proxy.face_uv))
            if kind == "clothes":
                hidden |= proxy.hidden[: len(hidden)]
    skins = assets.skins(sex)
    tint = float(rng.uniform(0.88, 1.0))
    skin = studio.material(
        texture=skins[dress.skin % len(skins)], rough=0.5, tint=(tint, tint, tint), bump=(220, 0.06, 0.002)
    )
    _body(studio, rig, figure, hidden, skin)


def _body(studio: Studio, rig: Rig, figure: Figure, hidden: NDArray[np.bool_], skin: Any) -> None:
    is_skin = np.asarray((rig.faces < SKIN_VERTICES).all(axis=1))
    is_eye = np.asarray(((rig.faces >= _EYES[0]) & (rig.faces < _EYES[1])).all(axis=1))
    kept = (is_skin & ~hidden[rig.faces].all(axis=1)) | is_eye
    faces, which = rig.faces[kept], np.where(is_eye[kept], 1, 0)
    eyes = figure.shape.vertices[_EYES[0] : _EYES[1]]
    front = figure.shape.vertices[faces].mean(axis=1)[:, 1] < eyes[:, 1].min() + 0.003
    which[(which == 1) & front] = 2
    materials = [skin, studio.material((0.75, 0.73, 0.7), 0.15), studio.material((0.06, 0.035, 0.02), 0.1)]
    studio.mesh(figure.vertices, faces, materials, uv=(rig.uv, rig.face_uv[kept]), which=which, subdivide=1)


def _cloth(studio: Studio, colour: Colour, rng: np.random.Generator) -> Any:
    return studio.material(colour, 0.85, bump=(float(rng.uniform(250, 500)), 0.25, 0.002), shine=0.2)
