"""Which pictures are made: kinds of people, stances, lenses and light, drawn evenly over their ranges.

Everything that is not what a kind is about is drawn as in ``validation/dev``: pelvis -10 to 20 degrees, arms
forward or hanging, some turned or held askew. Every second picture of a kind is held out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final

import numpy as np

from calibration.bodies import Build, sometimes
from calibration.body_model import Arm
from calibration.builds.case import EVEN_SHARES, Case, Light, Pose, Shot
from calibration.builds.shape import draw_bumps
from calibration.builds.stance import BuildRig
from calibration.table.assets import HAIR, SHOES

Range = tuple[float, float]

KINDS: Final = {
    "heavy": 10,
    "very_thin": 8,
    "older": 8,
    "broad_hips": 7,
    "pregnant": 8,
    "adolescent": 7,
    "own_shape": 10,
    "one_leg": 10,
    "scoliosis": 8,
    "arms_crossed": 7,
    "near_24mm": 9,
    "far_85mm": 6,
    "wide_far": 5,
    "chest_height": 6,
    "knee_height": 6,
    "light": 8,
    "cloth": 12,
}
BUILDS: Final = ("heavy", "very_thin", "older", "broad_hips", "pregnant", "adolescent", "own_shape")
_UNDER_CLOTH: Final = ("", "heavy", "older", "one_leg", "pregnant", "very_thin", "own_shape", "broad_hips")
TOPS: Final = ("tee_regular", "sweater", "tee_oversize", "shirt_stiff", "long_top", "blouse")
_ROOMS: Final = ("practice", "plain", "home", "brick")
_GOLDEN: Final = 0.6180339887
_TIGHT: Final = ("swim", "sport", "tank_leggings", "tank_shorts", "tee_tight")
_ADOLESCENT_TIGHT: Final = ("tank_leggings", "tank_shorts", "tee_tight")
_LONG_HAIR: Final = frozenset({"ponytail01"})


def plan(rig: BuildRig, seed: int) -> list[Case]:
    """All cases, some of every kind first, so that an interrupted run leaves an even set."""
    cases = [
        (_case(rig, seed, kind, number, running), (number + 0.5) / count)
        for running, (kind, count) in enumerate(KINDS.items())
        for number in range(count)
    ]
    return [case for case, _ in sorted(cases, key=lambda item: item[1])]


def _case(rig: BuildRig, seed: int, kind: str, number: int, running: int) -> Case:
    rng = np.random.default_rng([seed, running, number])
    also = _UNDER_CLOTH[number % len(_UNDER_CLOTH)] if kind == "cloth" else ""
    about = also or kind
    sex = "f" if about == "pregnant" or rng.random() < 0.5 else "m"
    build = draw_unusual(rng, sex, about)
    arms = "crossed" if kind == "arms_crossed" else "forward" if rng.random() < 0.6 else "hanging"
    facing = "left" if rng.random() < 0.5 else "right"
    tilt = -10.0 + 30.0 * ((number * _GOLDEN + 0.13 * running) % 1.0)
    pose = _pose(rng, tilt, arms, about, facing)
    tight = _ADOLESCENT_TIGHT if kind == "adolescent" else _TIGHT
    clothing = "loose_shirt" if kind == "cloth" else tight[(number + running) % len(tight)]
    hair = HAIR[sex][int(rng.integers(len(HAIR[sex])))]
    case = Case(
        name=f"{kind}_{number:02d}",
        kind=kind,
        also=also,
        seed=(seed, running, number),
        sex=sex,
        build=build,
        pose=pose,
        shot=_shot(rng, kind),
        light=Light(),
        facing=facing,
        clothing=clothing,
        garments=_garments(rng, clothing, sex),
        hair="bob01" if hair in _LONG_HAIR and rng.random() < 0.5 else hair,
        shoes=SHOES[int(rng.integers(len(SHOES)))],
        skin=int(rng.integers(12)),
        room=_ROOMS[(number + running) % len(_ROOMS)],
        arms=arms,
        top=TOPS[number % len(TOPS)] if kind == "cloth" else "",
        bumps=draw_bumps(rng, rig) if about == "own_shape" else (),
        # Twice of the eight bodies under cloth fall to each side.
        split=("dev", "held")[(number + (number // 8 if kind == "cloth" else 0)) % 2],
    )
    return _lit(rng, case, number) if kind == "light" else case


def draw_unusual(rng: np.random.Generator, sex: str, about: str) -> Build:
    """A build as `BUILDS` name them; a usual one for any other word."""
    u = rng.uniform
    phenotype = {
        "gender": 0.02 if sex == "m" else 0.98,
        "age": u(0.5, 0.82),
        "muscle": u(0.35, 0.85),
        "weight": u(0.25, 0.85),
        "height": u(0.25, 0.75),
        "proportions": u(0.3, 0.9),
    }
    local = {"buttocks-volume-incr": u(-0.3, 0.6)}
    if about == "heavy":
        phenotype |= {"weight": u(0.95, 1.0), "muscle": u(0.15, 0.55), "proportions": u(0.1, 0.5)}
        fat = u(0.3, 1.0)
        local |= {
            "stomach-pregnant-incr": u(0.0, 0.5),
            "stomach-tone-incr": u(-0.9, 0.0),
            "torso-scale-depth-incr": u(0.0, 0.6),
            "neck-double-incr": u(0.0, 0.8),
            "measure-waist-circ-incr": fat * u(0.6, 1.0),
            "measure-hips-circ-incr": fat * u(0.4, 1.0),
            "measure-bust-circ-incr": fat * u(0.3, 0.8),
            "measure-underbust-circ-incr": fat * u(0.5, 0.9),
        }
        local |= {
            f"{side}-{part}-fat-incr": fat * amount
            for part, amount in (
                ("upperleg", u(0.4, 1.0)),
                ("upperarm", u(0.3, 0.9)),
                ("lowerleg", u(0.2, 0.6)),
            )
            for side in "lr"
        }
    elif about == "very_thin":
        phenotype |= {"weight": u(0.0, 0.1), "muscle": u(0.05, 0.4)}
        local["buttocks-volume-incr"] = u(-0.9, -0.3)
    elif about == "older":
        phenotype |= {"age": u(0.93, 1.0), "muscle": u(0.1, 0.45), "weight": u(0.3, 0.9)}
        local |= {"buttocks-volume-incr": u(-0.8, 0.1), "stomach-pregnant-incr": u(0.0, 0.35)}
    elif about == "broad_hips":
        phenotype |= {"weight": u(0.55, 0.95)}
        local |= {
            "hip-scale-horiz-incr": u(0.5, 1.0),
            "hip-scale-depth-incr": u(0.2, 0.8),
            "buttocks-volume-incr": u(0.6, 1.0),
        }
    elif about == "pregnant":
        phenotype |= {"age": u(0.55, 0.72), "weight": u(0.35, 0.75)}
        local |= {"stomach-pregnant-incr": u(0.6, 1.0)}
    elif about == "adolescent":
        # The model's child is of about 11 years at 1/3, its adult of 25 at 2/3.
        phenotype |= {"age": u(0.375, 0.48), "weight": u(0.25, 0.65)}
    return Build(phenotype, local)


def _pose(rng: np.random.Generator, tilt: float, arms: str, about: str, facing: str) -> Pose:
    u = rng.uniform
    pose = Pose(
        pelvis=tilt,
        lordosis=sometimes(rng, 0.5, lambda: u(-8.0, 15.0)),
        kyphosis=u(-3.0, 8.0),
        neck=u(-4.0, 10.0),
        head=u(-6.0, 6.0),
        lean=u(-1.0, 3.0),
        knee=sometimes(rng, 1 / 3, lambda: u(0.0, 8.0)),
        leg_adduction=u(3.0, 5.5),
        left_arm=_arm(rng, arms),
        right_arm=_arm(rng, arms),
        crossed=arms == "crossed",
    )
    if about == "older":
        return dataclasses.replace(pose, kyphosis=u(6.0, 20.0), neck=u(4.0, 16.0), knee=u(0.0, 12.0))
    if about == "pregnant":
        return dataclasses.replace(pose, lordosis=u(0.0, 14.0), lean=u(-2.0, 1.0))
    if about == "own_shape":
        low, middle, high = rng.dirichlet((6.0, 6.0, 5.0))
        return dataclasses.replace(pose, shares=(float(low), float(middle), float(high)))
    if about == "one_leg":
        return dataclasses.replace(
            pose,
            free_leg="L" if rng.random() < 0.5 else "R",
            drop_deg=u(2.0, 7.0),
            pelvis_turn_deg=u(-8.0, 8.0),
            foot_ahead_m=u(0.0, 0.16),
            foot_aside_m=u(0.0, 0.08),
        )
    if about == "scoliosis":
        sign = 1.0 if rng.random() < 0.6 else -1.0
        cobb = u(10.0, 24.0)
        return dataclasses.replace(
            pose, scoliosis_deg=sign * cobb, scoliosis_turn_deg=sign * cobb * u(0.2, 0.55)
        )
    return pose


def _arm(rng: np.random.Generator, arms: str) -> Arm:
    u = rng.uniform
    if arms == "forward":
        return Arm(u(28.0, 55.0), u(0.0, 5.0), u(8.0, 35.0))
    return Arm(u(-3.0, 8.0), u(2.0, 8.0), u(0.0, 12.0))


def _shot(rng: np.random.Generator, kind: str) -> Shot:
    u = rng.uniform
    distance, height, fill = u(2.5, 3.6), u(0.50, 0.57), u(0.72, 0.86)
    if kind == "near_24mm":
        distance, fill = u(1.5, 1.8), u(0.78, 0.88)
    elif kind == "far_85mm":
        distance, fill = u(4.4, 5.0), u(0.78, 0.86)
    elif kind == "wide_far":
        distance = u(2.6, 3.4)
        fill = 24.0 / 36.0 * 1.7 / distance
    elif kind == "chest_height":
        height = u(0.74, 0.86)
    elif kind == "knee_height":
        height = u(0.24, 0.34)
    yaw = sometimes(rng, 0.4, lambda: float(rng.choice([-1.0, 1.0])) * u(3.0, 12.0))
    roll = sometimes(rng, 0.3, lambda: float(rng.choice([-1.0, 1.0])) * u(1.0, 3.0))
    return Shot(distance, height, yaw, roll, fill)


def _garments(rng: np.random.Generator, clothing: str, sex: str) -> tuple[str, ...]:
    bra = ("bra",) if sex == "f" else ()
    if clothing == "swim":
        return ("briefs" if sex == "f" or rng.random() < 0.5 else "shorts", *bra)
    if clothing == "sport":
        return ("leggings" if rng.random() < 0.6 else "shorts", *bra)
    if clothing == "loose_shirt":
        return ("leggings" if rng.random() < 0.6 else "trousers",)
    return {
        "tank_leggings": ("leggings", "tank"),
        "tank_shorts": ("shorts", "tank"),
        "tee_tight": ("leggings", "tee"),
    }[clothing]


_DARK_SKIN: Final = {"m": 3, "f": 3}
_PALE_SKIN: Final = {"m": 0, "f": 0}


def _lit(rng: np.random.Generator, case: Case, number: int) -> Case:
    """Six kinds of bad light, in turn; skin and wall are chosen so that little tells them apart."""
    u = rng.uniform
    dark, pale = _DARK_SKIN[case.sex], _PALE_SKIN[case.sex]
    ways: tuple[Callable[[], tuple[Light, int]], ...] = (
        lambda: (Light(exposure=u(-3.2, -2.2)), case.skin),
        lambda: (Light(exposure=u(1.2, 2.0)), case.skin),
        lambda: (Light(exposure=-0.8, behind_watts=u(500.0, 900.0)), case.skin),
        lambda: (Light(exposure=-0.3, side_watts=u(250.0, 450.0)), case.skin),
        lambda: (Light(exposure=-0.6, wall=(0.10, 0.065, 0.05)), dark),
        lambda: (Light(exposure=0.5, wall=(0.82, 0.66, 0.56)), pale),
    )
    light, skin = ways[number % len(ways)]()
    # Little cloth, so that it is skin before the wall.
    clothing = "sport" if light.wall is not None else case.clothing
    garments = _garments(rng, clothing, case.sex)
    room = "plain" if light.wall is not None else case.room
    return dataclasses.replace(case, light=light, skin=skin, clothing=clothing, garments=garments, room=room)


__all__ = ["BUILDS", "EVEN_SHARES", "KINDS", "TOPS", "draw_unusual", "plan"]
