"""What one picture shows, as plain values that go into its JSON file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from calibration.bodies import Build
from calibration.table.pose import ArmWay, Leg, Pose


@dataclass(frozen=True, slots=True)
class View:
    """How the camera is held.

    Attributes
    ----------
    distance_m : float
        From the middle of the table's width.
    above_m : float
        Height of the lens over the top of the table.
    yaw_deg, roll_deg : float
        Off the square view; of the camera about its axis.
    fill : float
        Share of the picture's width or height that the person fills.
    shift : tuple of float
        Of the person from the middle of the picture, shares of its width and height.
    """

    distance_m: float = 3.0
    above_m: float = 0.0
    yaw_deg: float = 0.0
    roll_deg: float = 0.0
    fill: float = 0.8
    shift: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Dress:
    """What a person wears: kinds of `calibration.table.wear`, and names of assets."""

    garments: tuple[str, ...]
    hair: str
    shoes: str
    skin: int


@dataclass(frozen=True, slots=True)
class Case:
    """One picture.

    Attributes
    ----------
    name : str
    seed : tuple of int
        Of everything that the fields below leave open: colours, furniture, light.
    sex : "m" or "f"
    near : "L" or "R"
        Side of the person towards the camera.
    posture : str
        "supine"; "prone", "side", "sitting", "standing"; "photo" stands without a table.
    edge_m, table_m : float
        Hip axis to the end of the table; its height, raised where the foot would touch the floor.
    base, cover_m, thick_m
        See `calibration.table.room.Table`.
    therapist : str
        "", "behind", "holding", "foot" or "in_the_way".
    props : tuple of str
        What spoils the set-up, see `calibration.table.scene`.
    dots_m : float
        Radius of balls on ASIS and trochanter; 0 = none.
    set_up : tuple of str
        Codes of what is wrong, any of which is a right answer; empty = right.
    """

    name: str
    seed: tuple[int, ...]
    sex: str
    build: Build
    pose: Pose
    dress: Dress
    view: View
    near: str
    room: str
    posture: str = "supine"
    edge_m: float = 0.04
    table_m: float = 0.75
    base: str = "folding"
    cover_m: float = 0.0
    thick_m: float = 0.07
    therapist: str = ""
    props: tuple[str, ...] = ()
    dots_m: float = 0.0
    set_up: tuple[str, ...] = ()
    split: str = "dev"
    person: int = 0


__all__ = ["ArmWay", "Case", "Dress", "Leg", "Pose", "View"]


def to_plain(value: Any) -> Any:
    """Dataclasses, tuples and numbers as JSON has them, rounded."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: to_plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, dict):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    if isinstance(value, (float, np.floating)):
        return round(float(value), 4)
    return value
