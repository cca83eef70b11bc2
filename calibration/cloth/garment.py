"""What people wear on top: kinds of garments and their measures, drawn at random."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Garment:
    """A top; lengths are for a body of 1.7 m and grow with it.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    cut : str
        ``tee`` (with sleeves) or ``tank``.
    ease_m : float
        Circumference beyond that of the widest part of the trunk; 60 % of it are used, as the tube is
        already as wide as the widest part at every angle.
    waisted : float
        0 = falls straight from the chest, 1 = follows the body's circumference at every height.
    hem_m : float
        Height of the hem above the sacrum's joint.
    bending : float
        Stiffness against bending, in the units of Blender's cloth.
    mass : float
        Per vertex, in the same units.
    thickness_m : float
    stretch : float
        More than 0 for clothes that stretch and lie on the body; they need not hang.
    band : float
        How much narrower than the body an elastic hem is; only a hoodie has one.
    tucked : bool
        The hem is held at the waist by trousers or a skirt.
    slack : float
        Extra length between chest and a held hem, as a share: what bunches or blouses.
    sleeve : str
        ``none``, ``short`` or ``long``.
    friction : float
        Coulomb's coefficient on the body.
    pull : float
        From front and back towards the body's axis, in units of gravity: cloth that has been worn and moved
        in does not stand off as a tube. 0.7 makes outlines as near as those of Blender's cloth.
    sway_left, sway_back : float
        Sideways and backwards, in units of gravity.
    ride_m : float
        How far it rides up where it touches the body, per frame.
    arms_push : bool
        Whether arms in front push the cloth of the trunk forward; else they are outside it.
    creases : int
        Seed of the small unevenness that folds begin at.
    """

    kind: str
    cut: str
    ease_m: float
    waisted: float
    hem_m: float
    bending: float
    mass: float
    thickness_m: float
    stretch: float
    band: float
    tucked: bool
    slack: float
    sleeve: str
    friction: float
    pull: float
    sway_left: float
    sway_back: float
    ride_m: float
    arms_push: bool
    creases: int


@dataclass(frozen=True, slots=True)
class Kind:
    """From what a kind of garment is drawn: chance among all, and ranges as in `Garment`.

    Bending is drawn evenly over its logarithm. A garment is waisted with a chance of one half.
    """

    chance: float
    ease_m: Range
    hem_m: Range
    bending: Range
    mass: Range = (0.2, 0.2)
    thickness_m: Range = (0.004, 0.004)
    waisted: Range = (0.0, 0.0)
    band: Range = (0.0, 0.0)
    slack: Range = (0.0, 0.0)
    friction: Range = (0.1, 0.6)
    stretch: float = 0.0
    tucked: bool = False
    cuts: tuple[str, ...] = ("tee",)
    sleeves: tuple[str, ...] = ("short", "long")


_USUAL: Final = (0.3, 0.3)
KINDS: Final = {
    "tee_regular": Kind(0.13, (0.04, 0.10), (-0.10, 0.01), (0.05, 0.5), friction=_USUAL, sleeves=("short",)),
    "tee_oversize": Kind(
        0.13,
        (0.12, 0.26),
        (-0.18, -0.04),
        (0.05, 0.5),
        mass=(0.22, 0.22),
        friction=_USUAL,
        sleeves=("short",),
    ),
    "shirt_stiff": Kind(0.13, (0.08, 0.16), (-0.14, -0.03), (2.0, 8.0), friction=_USUAL),
    "sweater": Kind(
        0.12,
        (0.08, 0.18),
        (-0.08, 0.04),
        (3.0, 10.0),
        mass=(0.45, 0.45),
        thickness_m=(0.010, 0.010),
        friction=_USUAL,
    ),
    "tee_any": Kind(
        0.12,
        (0.0, 0.28),
        (-0.22, 0.02),
        (0.03, 10.0),
        mass=(0.15, 0.45),
        thickness_m=(0.002, 0.008),
        waisted=(0.0, 0.8),
    ),
    "blouse": Kind(
        0.06, (0.04, 0.20), (-0.18, -0.03), (0.5, 10.0), thickness_m=(0.003, 0.003), waisted=(0.0, 0.7)
    ),
    "hoodie": Kind(
        0.08,
        (0.08, 0.28),
        (-0.12, 0.02),
        (1.0, 10.0),
        mass=(0.45, 0.45),
        thickness_m=(0.006, 0.012),
        band=(0.0, 0.12),
        slack=(0.0, 0.15),
        sleeves=("long",),
    ),
    "long_top": Kind(0.05, (0.0, 0.24), (-0.30, -0.16), (0.05, 5.0), waisted=(0.0, 0.6)),
    "tucked": Kind(
        0.05, (0.0, 0.20), (0.02, 0.10), (0.05, 5.0), waisted=(0.0, 0.5), slack=(0.0, 0.25), tucked=True
    ),
    "tank": Kind(
        0.04, (0.0, 0.16), (-0.14, 0.0), (0.05, 1.0), waisted=(0.0, 0.8), cuts=("tank",), sleeves=("none",)
    ),
    "tight": Kind(
        0.09,
        (-0.02, 0.02),
        (-0.10, 0.06),
        (0.02, 0.2),
        thickness_m=(0.002, 0.002),
        waisted=(1.0, 1.0),
        friction=(0.6, 0.6),
        stretch=1.0,
        cuts=("tee", "tank"),
    ),
}
"""The first four are hanging tops of usual cuts, their hems up to 4 cm higher than cut, because in Blender
they ride up so far and here they do not; ``tight`` is the limit of no ease."""
_ARMS_PUSH: Final = 0.25


def draw_kind(rng: np.random.Generator) -> str:
    chances = np.array([kind.chance for kind in KINDS.values()])
    return list(KINDS)[int(rng.choice(len(KINDS), p=chances / chances.sum()))]


def draw_garment(rng: np.random.Generator, name: str) -> Garment:
    """A garment of some kind, and how it came to hang."""
    kind = KINDS[name]
    cut = str(rng.choice(kind.cuts))
    tight = kind.stretch > 0
    return Garment(
        kind=name,
        cut=cut,
        ease_m=rng.uniform(*kind.ease_m),
        waisted=rng.uniform(*kind.waisted) if tight or rng.random() < 0.5 else 0.0,
        hem_m=rng.uniform(*kind.hem_m),
        bending=math.exp(rng.uniform(*np.log(kind.bending))),
        mass=rng.uniform(*kind.mass),
        thickness_m=rng.uniform(*kind.thickness_m),
        stretch=kind.stretch,
        band=rng.uniform(*kind.band),
        tucked=kind.tucked,
        slack=rng.uniform(*kind.slack),
        sleeve="none" if cut == "tank" else str(rng.choice(kind.sleeves)),
        friction=rng.uniform(*kind.friction),
        pull=rng.uniform(0.0, 1.4),
        sway_left=rng.normal(0.0, 0.1),
        sway_back=rng.normal(0.0, 0.15),
        ride_m=rng.uniform(0.0, 0.002),
        # Tight clothes follow the body whatever the arms do.
        arms_push=not tight and bool(rng.random() < _ARMS_PUSH),
        creases=int(rng.integers(2**31)),
    )
