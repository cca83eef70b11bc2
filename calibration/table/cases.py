"""The pictures of the set ``validation/thomas``: right set-ups, pelvis out of control, wrong ones, standing.

Angles are spread evenly (golden ratio) and not as in people: the set is for accuracy and sensitivity, and
says nothing about how common anything is. Half of each kind is kept for the report (``split`` = "held").
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final

import numpy as np

from calibration.bodies import Build, draw_build
from calibration.table.assets import HAIR, SHOES
from calibration.table.case import ArmWay, Case, Dress, Leg, Pose, View
from calibration.table.room import BASES
from calibration.table.upright import leg_pair

Rng = np.random.Generator

COUNTS: Final = {
    "right": 48,
    "dots": 24,
    "arched": 24,
    "let_go": 12,
    "not_supine": 12,
    "wrong_side": 8,
    "leg_supported": 12,
    "edge_hidden": 8,
    "covered": 10,
    "camera_height": 8,
    "several": 6,
}
"""Pictures of each kind; those with dots come with as many standing photos."""
BOTH_SIDES: Final = 8
"""So many people with dots are tested on both sides."""
THIGH_DEG: Final = 25.0
KNEE_DEG: Final = (20.0, 110.0)
FREE_SHANK_DEG: Final = (25.0, 130.0)
"""Of a shank that hangs, below the horizontal: gravity lets it lie no flatter, the calf no steeper."""
_GOLDEN: Final = 0.6180339887
_LOWER: Final = ("shorts", "leggings", "trousers", "briefs", "long_shorts", "leggings", "shorts")
_TIGHT: Final = ("shorts", "leggings", "briefs")
"""Below dots."""
_ROOMS: Final = ("practice", "plain", "home", "brick", "practice")


def plan(seed: int) -> list[Case]:
    """All pictures of a set, in their order."""
    cases: list[Case] = []
    makers: dict[str, Callable[[Case, Rng, int], Case]] = {
        "right": _right,
        "dots": _right,
        "arched": _arched,
        "let_go": _let_go,
        "not_supine": _not_supine,
        "wrong_side": _wrong_side,
        "leg_supported": _leg_supported,
        "edge_hidden": _edge_hidden,
        "covered": _covered,
        "camera_height": _camera_height,
        "several": _several,
    }
    for number, (kind, count) in enumerate(COUNTS.items()):
        for index in range(count):
            person = 100 * number + index
            rng = np.random.default_rng([seed, number, index])
            case = makers[kind](_base(rng, kind, index, (seed, number, index, 1), person), rng, index)
            if kind == "dots":
                cases += _with_dots(case, cases, rng, index)
            else:
                cases.append(case)
    return cases


def _base(rng: Rng, kind: str, index: int, seed: tuple[int, ...], person: int) -> Case:
    """A right set-up of a new person."""
    u = rng.uniform
    build = draw_build(rng)
    build = Build({**build.phenotype, "weight": min(build.phenotype["weight"], 0.8)}, build.local)
    sex = "m" if build.phenotype["gender"] < 0.5 else "f"
    tested = "LR"[int(rng.integers(2))]
    return Case(
        name=f"{kind}_{index:02d}",
        seed=seed,
        sex=sex,
        build=build,
        pose=_pose(rng, tested, index),
        dress=_dress(rng, sex, index),
        view=_view(rng),
        near=tested,
        room=_ROOMS[index % len(_ROOMS)],
        edge_m=u(-0.01, 0.07),
        table_m=u(0.55, 0.9),
        base=BASES[int(rng.integers(len(BASES)))],
        cover_m=u(0.05, 0.22) if rng.random() < 0.3 else 0.0,
        thick_m=u(0.035, 0.10),
        split="held" if index % 2 else "dev",
        person=person,
    )


def _pose(rng: Rng, tested: str, index: int) -> Pose:
    u = rng.uniform
    below = THIGH_DEG * (2.0 * ((index * _GOLDEN + 0.2) % 1.0) - 1.0)
    knee = KNEE_DEG[0] + (KNEE_DEG[1] - KNEE_DEG[0]) * ((index * _GOLDEN**2 * 2.0 + 0.55) % 1.0)
    knee = float(np.clip(knee, max(KNEE_DEG[0], FREE_SHANK_DEG[0] - below), FREE_SHANK_DEG[1] - below))
    hanging = Leg(below, knee, u(-2.0, 8.0), u(-10.0, 10.0), u(12.0, 40.0))
    held = Leg(-u(104.0, 132.0), u(100.0, 132.0), u(0.0, 10.0), 0.0, u(0.0, 30.0))
    arms: dict[str, ArmWay] = {"L": "shin", "R": "shin"}
    way = rng.random()
    if way < 0.3:
        arms = {"L": "thigh", "R": "thigh"}
    elif way < 0.42:
        arms = {tested: "chest", "R" if tested == "L" else "L": "shin"}
    legs = (hanging, held) if tested == "L" else (held, hanging)
    return Pose(tested, *legs, arms, u(0.0, 2.5) if rng.random() < 0.4 else 0.0, u(-4.0, 3.0), u(-4.0, 10.0))


def _dress(rng: Rng, sex: str, index: int) -> Dress:
    uppers = {"m": ("", "", "tee", "tank", "tee"), "f": ("bra", "tank", "tee", "bra", "tee")}[sex]
    upper = uppers[int(rng.integers(len(uppers)))]
    shoes = SHOES[int(rng.integers(len(SHOES)))] if rng.random() < 0.3 else ""
    garments = tuple(kind for kind in (_LOWER[index % len(_LOWER)], upper) if kind)
    return Dress(garments, HAIR[sex][int(rng.integers(len(HAIR[sex])))], shoes, int(rng.integers(6)))


def _view(rng: Rng) -> View:
    """A camera as people hold it who were told to be square to the table and at its height."""
    u = rng.uniform
    return View(
        distance_m=u(1.9, 4.0),
        above_m=float(np.clip(rng.normal(0.06, 0.10), -0.15, 0.28)),
        yaw_deg=float(np.clip(rng.normal(0.0, 4.0), -9.0, 9.0)),
        roll_deg=float(np.clip(rng.normal(0.0, 1.5), -4.0, 4.0)),
        fill=u(0.68, 0.88),
        shift=(u(-0.04, 0.04), u(-0.06, 0.06)),
    )


def _right(case: Case, rng: Rng, index: int) -> Case:
    if index % 4 != 1 or case.name.startswith("dots"):
        return case
    therapist = ("holding", "behind", "foot")[index // 4 % 3]
    if therapist == "holding":
        case = dataclasses.replace(
            case, pose=dataclasses.replace(case.pose, arms={"L": "chest", "R": "chest"})
        )
    return dataclasses.replace(case, therapist=therapist)


def _with_dots(case: Case, before: list[Case], rng: Rng, index: int) -> list[Case]:
    """A picture with dots and the standing photo of the same person and side."""
    dress = dataclasses.replace(case.dress, garments=(_TIGHT[index % 3], *case.dress.garments[1:2]))
    case = dataclasses.replace(case, dots_m=float(rng.uniform(0.008, 0.012)), dress=dress, set_up=())
    if index % 3 == 2:  # dots tell the pelvis even where it is not held
        case = _arched(case, rng, index)
    if index < 2 * BOTH_SIDES:  # the same person on the other side, every second time
        case = dataclasses.replace(
            case, split="held" if index // 2 % 2 else "dev", person=case.person - index % 2
        )
    if index < 2 * BOTH_SIDES and index % 2:
        first = next(item for item in before if item.person == case.person and item.posture == "supine")
        if case.pose.tested == first.pose.tested:
            case = dataclasses.replace(case, pose=_mirrored(case.pose), near=first.pose.other)
        dress = dataclasses.replace(case.dress, hair=first.dress.hair, skin=first.dress.skin)
        case = dataclasses.replace(case, build=first.build, sex=first.sex, dress=dress)
        case = dataclasses.replace(case, dress=dataclasses.replace(first.dress, shoes=case.dress.shoes))
    seed = (*case.seed[:-1], 2)
    return [case, _standing(case, rng, case.name.replace("dots", "standing"), seed)]


def _standing(case: Case, rng: Rng, name: str, seed: tuple[int, ...]) -> Case:
    """The same person standing, the same side to the camera."""
    return dataclasses.replace(
        case,
        name=name,
        seed=seed,
        posture="photo",
        pose=dataclasses.replace(case.pose, arch_deg=float(rng.uniform(-8.0, 18.0))),
        view=dataclasses.replace(
            _view(rng), above_m=float(rng.uniform(0.85, 1.15)), distance_m=3.0, fill=0.82
        ),
        therapist="",
        set_up=(),
    )


def plan_standing(seed: int, count: int) -> list[Case]:
    """People who stand side on before a webcam."""
    cases = []
    for index in range(count):
        rng = np.random.default_rng([seed, len(COUNTS), index])
        case = _base(rng, "range", index, (seed, len(COUNTS), index, 1), index)
        dress = dataclasses.replace(case.dress, garments=(_TIGHT[index % 3], *case.dress.garments[1:2]))
        case = _standing(dataclasses.replace(case, dress=dress), rng, case.name, case.seed)
        view = dataclasses.replace(case.view, yaw_deg=0.4 * case.view.yaw_deg, roll_deg=0.0)
        cases.append(dataclasses.replace(case, view=view))
    return cases


def _mirrored(pose: Pose) -> Pose:
    arms = {"L": pose.arms["R"], "R": pose.arms["L"]}
    return dataclasses.replace(pose, tested=pose.other, left=pose.right, right=pose.left, arms=arms)


def _arched(case: Case, rng: Rng, index: int) -> Case:
    """The low back off the table by an anterior rotation of the pelvis of 8 to 25 degrees."""
    arch = 8.5 + 16.5 * ((index * _GOLDEN + 0.1) % 1.0)
    return dataclasses.replace(
        case, pose=dataclasses.replace(case.pose, arch_deg=arch), set_up=("back_not_flat",)
    )


def _let_go(case: Case, rng: Rng, index: int) -> Case:
    """The other leg hangs too, or its foot stands on the table, or the thigh is barely bent."""
    u = rng.uniform
    other = (
        Leg(u(-20.0, 8.0), u(50.0, 85.0), u(4.0, 12.0), 0.0, u(12.0, 40.0)),
        Leg(-u(50.0, 62.0), u(112.0, 124.0), u(0.0, 8.0), 0.0, 5.0),
        Leg(-u(20.0, 45.0), u(60.0, 90.0), u(0.0, 8.0), 0.0, u(10.0, 30.0)),
    )[index % 3]
    ways: tuple[ArmWay, ...] = ("chest", "head", "chest")
    arms = dict.fromkeys("LR", ways[index % 3])
    arch = u(0.0, 14.0)
    pose = dataclasses.replace(_with_leg(case.pose, case.pose.other, other), arms=arms, arch_deg=arch)
    wrong = ("other_knee_not_held", "back_not_flat") if arch > 8.0 else ("other_knee_not_held",)
    return dataclasses.replace(case, pose=pose, set_up=wrong)


def _with_leg(pose: Pose, side: str, leg: Leg) -> Pose:
    return dataclasses.replace(pose, left=leg) if side == "L" else dataclasses.replace(pose, right=leg)


def _not_supine(case: Case, rng: Rng, index: int) -> Case:
    u = rng.uniform
    posture = ("prone", "side", "sitting", "standing")[index % 4]
    flexed, knee = {"prone": (0.0, u(0, 60)), "side": (40.0, 60.0), "sitting": (86.0, 85.0)}.get(
        posture, (0.0, 0.0)
    )
    left, right = leg_pair(rng, flexed, knee)
    pose = dataclasses.replace(case.pose, left=left, right=right, arch_deg=0.0)
    edge = {"prone": u(0.85, 1.0), "side": u(0.7, 0.9), "sitting": u(0.12, 0.2)}.get(posture, u(0.3, 0.6))
    table = u(0.72, 0.85)
    view = dataclasses.replace(case.view, distance_m=u(2.8, 4.0), above_m=case.view.above_m + 0.05)
    return dataclasses.replace(
        case, pose=pose, posture=posture, edge_m=edge, table_m=table, view=view, set_up=("not_supine",)
    )


def _wrong_side(case: Case, rng: Rng, index: int) -> Case:
    """The camera stands beside the leg that is held."""
    return dataclasses.replace(case, near=case.pose.other, set_up=("wrong_side",))


def _leg_supported(case: Case, rng: Rng, index: int) -> Case:
    """A foot on a stool, a shank on cushions, or the thigh on the table."""
    u = rng.uniform
    way = ("stool", "thigh_on_table", "bolster")[index % 3]
    below, knee = {
        "stool": (u(-20.0, 10.0), u(75.0, 100.0)),
        "thigh_on_table": (u(2.0, 5.0), u(45.0, 90.0)),
        "bolster": (u(-15.0, 10.0), u(20.0, 40.0)),
    }[way]
    if way == "stool":
        knee = min(knee, 95.0 - below)
    leg = Leg(below, knee, u(-2.0, 8.0), 0.0, 10.0 if way == "stool" else u(12.0, 35.0))
    case = dataclasses.replace(
        case, pose=_with_leg(case.pose, case.pose.tested, leg), set_up=("leg_supported",)
    )
    if way == "thigh_on_table":
        return dataclasses.replace(case, edge_m=u(0.28, 0.36))
    return dataclasses.replace(case, props=(way,), table_m=u(0.72, 0.9))


def _edge_hidden(case: Case, rng: Rng, index: int) -> Case:
    """Something stands before the end of the table, or a cloth hangs over it (and over the hip)."""
    if index % 4 == 3:
        codes = ("table_edge_not_seen", "hip_or_knee_covered")
        return dataclasses.replace(case, props=("sheet_edge",), set_up=codes)
    return dataclasses.replace(case, props=("ball",), set_up=("table_edge_not_seen",))


def _covered(case: Case, rng: Rng, index: int) -> Case:
    """A cloth over hip or knee, the own hand or somebody before the hip."""
    way = ("sheet_hip", "hand", "sheet_knee", "therapist", "hand")[index % 5]
    case = dataclasses.replace(case, set_up=("hip_or_knee_covered",))
    if way == "hand":
        arms: dict[str, ArmWay] = {case.pose.tested: "hip", case.pose.other: "shin"}
        return dataclasses.replace(case, pose=dataclasses.replace(case.pose, arms=arms))
    if way == "therapist":
        return dataclasses.replace(case, therapist="in_the_way")
    return dataclasses.replace(case, props=(way,))


def _camera_height(case: Case, rng: Rng, index: int) -> Case:
    u = rng.uniform
    above = u(0.65, 1.0) if index % 4 else -u(0.5, 0.6)
    view = dataclasses.replace(case.view, above_m=above, distance_m=u(1.9, 2.6))
    table = case.table_m if index % 4 else u(0.75, 0.9)
    return dataclasses.replace(case, view=view, table_m=table, set_up=("camera_not_at_table_height",))


def _several(case: Case, rng: Rng, index: int) -> Case:
    return dataclasses.replace(case, props=("second_table",), set_up=("several_people",))
