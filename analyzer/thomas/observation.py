"""Everything that was looked up in the pixels of one photo of the direct test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.person.roll import RollEstimate
from analyzer.thomas.back import Arch
from analyzer.thomas.limbs import Limbs
from analyzer.thomas.patient import Patient
from analyzer.thomas.surface import Surface
from analyzer.thomas.table import Table
from analyzer.types import Photo
from analyzer.types.arrays import FloatArray
from analyzer.types.landmarks import Side
from analyzer.types.thomas import SupinePoint


@dataclass(frozen=True, slots=True, eq=False)
class ThomasObservation:
    """What was found in one photo; nobody's corrections change it.

    Attributes
    ----------
    photo : Photo
    patient : Patient
        In pixels of the photo at working size, turned by ``patient.turn_deg``.
    side : {"left", "right"}
        The side of the body towards the camera.
    leg : {"left", "right"}
        What the model calls the leg that hangs.
    room : RollEstimate
        What the lines of room and table say about the level.
    table : Table or None
    elevation_deg : float or None
        How far the camera looked down on the table.
    limbs : Limbs
    arch : Arch or None
    below_foot : float
        How much of a level edge there is right below the foot, trunk lengths.
    stand : float
        How well a stool or a box is seen below the foot, 0 to 1.
    surface : Surface or None
        What lies right below the foot.
    dots_px : mapping of SupinePoint to ndarray, shape (2,)
        Dots on the skin, pixels as those of ``patient``.
    outline_px : tuple of ndarray
        Polygons around the person, photo pixels.
    """

    photo: Photo
    patient: Patient
    side: Side
    leg: Side
    room: RollEstimate
    table: Table | None
    elevation_deg: float | None
    limbs: Limbs
    arch: Arch | None
    below_foot: float
    stand: float
    surface: Surface | None
    dots_px: Mapping[SupinePoint, FloatArray]
    outline_px: tuple[FloatArray, ...]
