"""What one picture of a standing person shows, as plain values that go into its JSON file."""

from __future__ import annotations

from dataclasses import dataclass

from calibration.bodies import Build
from calibration.body_model import Arm

EVEN_SHARES = (0.40, 0.35, 0.25)
"""Of the lumbar bend near L5/S1, L3/L4 and T12/L1, as in all other sets."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How a person stands; degrees. The first fields are those of `calibration.body_model.Stance`.

    Attributes
    ----------
    left_arm, right_arm : Arm
    crossed : bool
        Forearms folded before the chest; outweighs the arms.
    shares : tuple of float
        Of the lumbar bend from below, adding up to 1.
    free_leg : "", "L" or "R"
        The leg that does not bear the weight.
    drop_deg : float
        How far the pelvis hangs down on that side.
    pelvis_turn_deg : float
        Of the pelvis about the vertical, + = to the left; the spine turns back.
    foot_ahead_m, foot_aside_m : float
        Where the free foot stands before and beside its hip.
    scoliosis_deg : float
        Angle between the most tilted vertebrae of the upper curve, + = convex to the right.
    scoliosis_turn_deg : float
        How far the vertebrae at its apex turn, which lifts the ribs.
    """

    pelvis: float
    lordosis: float
    kyphosis: float
    neck: float
    head: float
    lean: float
    knee: float
    leg_adduction: float
    left_arm: Arm
    right_arm: Arm
    crossed: bool = False
    shares: tuple[float, float, float] = EVEN_SHARES
    free_leg: str = ""
    drop_deg: float = 0.0
    pelvis_turn_deg: float = 0.0
    foot_ahead_m: float = 0.0
    foot_aside_m: float = 0.0
    scoliosis_deg: float = 0.0
    scoliosis_turn_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Shot:
    """Where the camera stands.

    Attributes
    ----------
    distance_m : float
        From the middle of the hips.
    height : float
        Of the lens over the floor, body heights.
    yaw_deg, roll_deg : float
        Of the person out of the side view; of the camera about its axis.
    fill : float
        Share of the picture's height that the person fills.
    """

    distance_m: float
    height: float
    yaw_deg: float
    roll_deg: float
    fill: float


@dataclass(frozen=True, slots=True)
class Light:
    """Light and what stands behind.

    Attributes
    ----------
    exposure : float
        Stops over (+) or under (-) the usual.
    wall : tuple of float, optional
        Colour of the wall.
    behind_watts : float
        Of a bright window behind the person; 0 = none.
    side_watts : float
        Of one hard lamp from the side; 0 = none.
    """

    exposure: float = 0.0
    wall: tuple[float, float, float] | None = None
    behind_watts: float = 0.0
    side_watts: float = 0.0


@dataclass(frozen=True, slots=True)
class Case:
    """One picture.

    Attributes
    ----------
    kind : str
        What is unusual, see `calibration.builds.cases.KINDS`.
    seed : tuple of int
        Of everything that the fields below leave open: colours, furniture, lamps.
    facing : "left" or "right"
    clothing : str
        As in the other sets: "swim", "sport", "tank_leggings", "tank_shorts", "tee_tight"; "loose_shirt"
        hangs by simulation.
    garments : tuple of str
        Kinds of `calibration.table.wear`.
    top : str
        Kind of `calibration.cloth.garment` over them, or "".
    bumps : tuple
        Of a shape of its own: see `calibration.builds.shape`.
    split : "dev" or "held"
        Whether the picture may be looked at when something is mended.
    """

    name: str
    kind: str
    also: str
    seed: tuple[int, ...]
    sex: str
    build: Build
    pose: Pose
    shot: Shot
    light: Light
    facing: str
    clothing: str
    garments: tuple[str, ...]
    hair: str
    shoes: str
    skin: int
    room: str
    arms: str
    top: str = ""
    bumps: tuple[tuple[float, ...], ...] = ()
    split: str = "dev"
