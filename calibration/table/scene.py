"""What stands and lies in a picture: room, table, people, what spoils the set-up."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import SKIN_VERTICES
from calibration.table import props, room, upright
from calibration.table.assets import HAIR, Assets
from calibration.table.case import Case, Dress
from calibration.table.figure import Figure, clothe, on_table
from calibration.table.lie import Lying, lie_down
from calibration.table.pose import Leg, Pose
from calibration.table.rig import Rig, Shape
from calibration.table.room import Table
from calibration.table.studio import Studio
from calibration.table.wear import normals

FloatArray = NDArray[np.float64]

_FLOOR_GAP_M: Final = 0.04
_HELD_GAP_M: Final = 0.008
"""Under the low back of a pelvis that is held."""
_DOT_OUT: Final = 0.6
"""A ball is glued on: so much of its radius is its middle off the skin."""
_STALK_M: Final = 0.04
_DOT_COLOURS: Final = (
    (0.0, 0.9, 0.1),
    (1.0, 0.05, 0.6),
    (1.0, 0.35, 0.0),
    (0.95, 0.95, 0.05),
    (0.05, 0.3, 1.0),
)


@dataclass(frozen=True, slots=True, eq=False)
class Workshop:
    """What every picture needs."""

    rig: Rig
    assets: Assets
    studio: Studio


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What the studio holds.

    Attributes
    ----------
    figure : Figure
        The person in question.
    lying : Lying or None
        How they lie on their back, if they do.
    table : Table or None
        None in a standing photo.
    dots : dict
        Middles of balls on the skin.
    """

    figure: Figure
    lying: Lying | None
    table: Table | None
    dots: dict[str, FloatArray]


def assemble(
    workshop: Workshop,
    case: Case,
    rng: np.random.Generator,
    also: Mapping[str, float] | None = None,
) -> Scene:
    """Fill the empty studio; ``also`` are fields of the `Stance` of somebody who stands for a photo."""
    shape = workshop.rig.body(case.build.phenotype, case.build.local)
    if case.posture == "photo":
        return _standing_photo(workshop, case, shape, rng, also or {})
    studio, rig = workshop.studio, workshop.rig
    lying, table, figure = _patient(rig, shape, case, rng)
    free = 2.3 if "second_table" in case.props else 1.2 if case.therapist else 0.9
    room.build_room(studio, rng, case.room, free)
    room.build_table(studio, rng, table)
    clothe(studio, rig, workshop.assets, figure, sex=case.sex, dress=case.dress, rng=rng)
    if lying is not None and lying.head_gap_m > 0.012:
        head = 0.5 * (figure.points["tragus_L"] + figure.points["tragus_R"])
        room.build_pillow(studio, rng, (head[0], head[1], table.height_m), lying.head_gap_m + 0.008)
    dots = _dots(studio, rng, rig, case, figure=figure, names=("ASIS", "greater_trochanter"))
    _spoil(workshop, case, rng, figure, table)
    if case.therapist:
        _therapist(workshop, case, rng, figure, table)
    return Scene(figure, lying, table, dots)


def _patient(
    rig: Rig, shape: Shape, case: Case, rng: np.random.Generator
) -> tuple[Lying | None, Table, Figure]:
    """The person on, at or before the table, which is raised where a hanging foot would touch the floor."""
    if case.posture != "supine":
        table = draw_table(rng, case, case.edge_m, case.table_m)
        if case.posture == "standing":
            place = (float(rng.uniform(-0.5, 0.5)), table.near_y - 0.35)
            stance = upright.draw_stance(rng, arms="hanging")
            return None, table, upright.stand(rig, shape, stance, place=place, facing_deg=90.0 * table.feet)
        if case.posture == "sitting":
            return None, table, upright.sitting(rig, shape, case.pose, table)
        return (
            None,
            table,
            upright.turned_over(rig, shape, case.pose, posture=case.posture, near=case.near, table=table),
        )
    lying = lie_down(rig, shape, case.pose)
    if not case.set_up and lying.gap_m > _HELD_GAP_M:
        # Some backs spring off the table at once: one that is held does not.
        lying = lie_down(rig, shape, dataclasses.replace(case.pose, arch_deg=0.0))
    edge_m = free_edge(rig, lying, shape, case)
    figure = on_table(rig, shape, lying, near=case.near, edge_m=edge_m, table_m=case.table_m)
    raised = max(0.0, _FLOOR_GAP_M - float(figure.vertices[:, 2].min()))
    table = draw_table(rng, case, edge_m, case.table_m + raised)
    return lying, table, on_table(rig, shape, lying, near=case.near, edge_m=edge_m, table_m=table.height_m)


def free_edge(rig: Rig, lying: Lying, shape: Shape, case: Case) -> float:
    """The end of the table: where the case wants it, unless the tested thigh would go through it."""
    if case.edge_m > 0.15:  # a thigh that lies on the table
        return case.edge_m
    tested = rig.part(f"upperleg01.{case.pose.tested}", f"upperleg02.{case.pose.tested}") > 0.9
    points = rig.skinned(shape.vertices[tested], rig.weights[tested], lying.transforms)
    deep = points[points[:, 1] > lying.bed + 0.03]
    if len(deep) == 0:
        return case.edge_m
    return min(case.edge_m, float(lying.hip[2] - deep[:, 2].max()))


def draw_table(rng: np.random.Generator, case: Case, edge_m: float, height_m: float) -> Table:
    return Table(
        feet=-1 if case.near == "L" else 1,
        edge_m=edge_m,
        height_m=height_m,
        length_m=float(rng.uniform(1.75, 2.0)),
        width_m=float(rng.uniform(0.62, 0.78)),
        thick_m=case.thick_m,
        aside_m=float(rng.uniform(-0.03, 0.07)),
        base=case.base,
        cover_m=case.cover_m,
    )


def _dots(
    studio: Studio,
    rng: np.random.Generator,
    rig: Rig,
    case: Case,
    *,
    figure: Figure,
    names: tuple[str, ...],
) -> dict[str, FloatArray]:
    """Balls on the skin of the near side."""
    if not case.dots_m:
        return {}
    material = studio.material(_DOT_COLOURS[rng.integers(len(_DOT_COLOURS))], 0.6, shine=0.1)
    outwards = normals(figure.vertices, rig.faces)
    made = {}
    for name in names:
        vertex = rig.vertex_of(f"{name}_{case.near}")
        place = figure.vertices[vertex] + _DOT_OUT * case.dots_m * outwards[vertex]
        if name == "PSIS":
            place = place + _stalk(figure, case.near, place)
        studio.ball(place, case.dots_m, material)
        made[f"{name}_{case.near}"] = place
    return made


def _stalk(figure: Figure, near: str, place: FloatArray) -> FloatArray:
    """How far a ball on the PSIS stands off, straight away from the ASIS, to be seen past the buttocks."""
    way = figure.points[f"PSIS_{near}"] - figure.points[f"ASIS_{near}"]
    way = np.array([way[0], 0.0, way[2]]) / float(np.hypot(way[0], way[2]))
    skin = figure.vertices[:SKIN_VERTICES]
    beside = skin[(np.abs(skin[:, 2] - place[2]) < 0.012) & (skin[:, 1] < place[1])]
    farthest = float(((beside - place) @ way).max(initial=0.0))
    return np.asarray(way * min(farthest, _STALK_M))


def _spoil(workshop: Workshop, case: Case, rng: np.random.Generator, figure: Figure, table: Table) -> None:
    """What does not belong into the picture of a test."""
    studio, rig, tested = workshop.studio, workshop.rig, case.pose.tested
    near_y = float(figure.vertices[:, 1].min())
    knee = float(figure.points[f"knee_joint_{tested}"][0])
    for prop in case.props:
        if prop == "stool":
            props.stool(studio, rng, rig, figure, tested)
        elif prop == "bolster":
            props.bolster(studio, rng, rig, figure, tested)
        elif prop == "ball":
            props.big_ball(studio, rng, table)
        elif prop == "sheet_hip":
            span = (-0.28 * table.feet, 0.24 * table.feet)
            props.sheet(
                studio,
                rng,
                points=_low(figure, near_y),
                table=table,
                span=span,
                drop_m=float(rng.uniform(0.2, 0.3)),
            )
        elif prop == "sheet_knee":
            span = (knee - 0.22 * table.feet, knee + 0.12 * table.feet)
            props.sheet(
                studio,
                rng,
                points=_low(figure, near_y),
                table=table,
                span=span,
                drop_m=float(rng.uniform(0.2, 0.3)),
            )
        elif prop == "sheet_edge":
            span = ((table.edge_m - 0.5) * table.feet, (table.edge_m + 0.16) * table.feet)
            props.sheet(
                studio,
                rng,
                points=_low(figure, near_y),
                table=table,
                span=span,
                drop_m=float(rng.uniform(0.4, 0.55)),
            )
        elif prop == "second_table":
            _second_patient(workshop, case, rng, table)


def _low(figure: Figure, near_y: float) -> FloatArray:
    """Skin on which a cloth lies: not the leg that is held up, nor the arms."""
    skin = figure.vertices
    hip = float(figure.points["hip_joint_L"][2])
    return skin[(skin[:, 2] < hip + 0.18) & (skin[:, 1] < near_y + 0.6)]


def draw_dress(rng: np.random.Generator, sex: str, lower: str) -> Dress:
    """What somebody wears below a garment for the legs that is given."""
    upper = {"m": ("", "tee", "tank", "tee"), "f": ("bra", "tank", "tee", "tee")}[sex][int(rng.integers(4))]
    return Dress(
        tuple(kind for kind in (lower, upper) if kind),
        HAIR[sex][int(rng.integers(len(HAIR[sex])))],
        "",
        int(rng.integers(6)),
    )


def _therapist(
    workshop: Workshop, case: Case, rng: np.random.Generator, figure: Figure, table: Table
) -> None:
    """Somebody who helps, behind the table or at its foot end, or stands in the way."""
    u, rig = rng.uniform, workshop.rig
    sex = "m" if rng.random() < 0.5 else "f"
    phenotype = {"gender": 0.02 if sex == "m" else 0.98, "age": u(0.5, 0.8), "muscle": u(0.4, 0.7)}
    shape = rig.body({**phenotype, "weight": u(0.35, 0.6), "height": u(0.4, 0.7), "proportions": 0.6}, {})
    far_y, hands = table.near_y + table.width_m + 0.17, None
    bent, place, facing = 0.0, (0.0, 0.0), 0.0
    knee = figure.points[f"knee_joint_{case.pose.other}"]
    if case.therapist == "holding":
        bent, place = u(25.0, 38.0), (float(knee[0]) + u(-0.08, 0.08), far_y)
        hands = {side: knee + np.array([0.07 if side == "L" else -0.07, 0.03, 0.05]) for side in ("L", "R")}
    elif case.therapist == "behind":
        place, facing = (u(-0.9, 0.3) * table.feet, far_y + u(0.0, 0.3)), u(-30.0, 30.0)
    elif case.therapist == "foot":
        place = ((table.edge_m + u(0.95, 1.15)) * table.feet, u(0.0, 0.3))
        facing = -90.0 * table.feet + u(-20.0, 20.0)
    else:  # in the way
        place, facing = (u(-0.05, 0.12) * table.feet, table.near_y - u(0.25, 0.4)), 180.0 + u(-50.0, 50.0)
    stance = upright.draw_stance(rng, bent_deg=bent)
    person = upright.stand(rig, shape, stance, place=place, facing_deg=facing, hands=hands)
    dress = draw_dress(rng, sex, "trousers")
    dress = dataclasses.replace(dress, garments=("trousers", "tee"), shoes="shoes02")
    clothe(workshop.studio, rig, workshop.assets, person, sex=sex, dress=dress, rng=rng)


def _second_patient(workshop: Workshop, case: Case, rng: np.random.Generator, table: Table) -> None:
    """Another person who does the test on another table behind."""
    u, rig = rng.uniform, workshop.rig
    sex = "m" if rng.random() < 0.5 else "f"
    phenotype = {"gender": 0.02 if sex == "m" else 0.98, "age": 0.6, "muscle": u(0.4, 0.7)}
    shape = rig.body({**phenotype, "weight": u(0.35, 0.6), "height": u(0.4, 0.6), "proportions": 0.6}, {})
    hanging, held = Leg(u(-10.0, 15.0), u(60.0, 85.0)), Leg(-u(110.0, 120.0), u(110.0, 125.0))
    near_tested = case.near == "L"
    pose = Pose(
        case.near,
        hanging if near_tested else held,
        held if near_tested else hanging,
        {"L": "shin", "R": "shin"},
    )
    lying = lie_down(rig, shape, pose)
    aside = table.aside_m + u(1.0, 1.2)
    along = float(rng.choice([-1.0, 1.0])) * u(0.5, 0.9)
    other = dataclasses.replace(
        table,
        edge_m=0.02 + along * table.feet,
        aside_m=aside,
        height_m=max(table.height_m, 0.72) + u(0.1, 0.2),
    )
    room.build_table(workshop.studio, rng, other)
    person = on_table(
        rig, shape, lying, near=case.near, edge_m=0.02, table_m=other.height_m, place=(along, aside)
    )
    clothe(
        workshop.studio, rig, workshop.assets, person, sex=sex, dress=draw_dress(rng, sex, "shorts"), rng=rng
    )


def _standing_photo(
    workshop: Workshop, case: Case, shape: Shape, rng: np.random.Generator, also: Mapping[str, float]
) -> Scene:
    """The same person standing, side on, with dots on ASIS, PSIS and trochanter."""
    studio, rig = workshop.studio, workshop.rig
    room.build_room(studio, rng, case.room)
    stance = upright.draw_stance(rng, arms="forward")
    stance = dataclasses.replace(stance, pelvis=case.pose.arch_deg)
    stance = dataclasses.replace(stance, **also)  # type: ignore[arg-type]  # all of them are numbers
    facing = -90.0 if case.near == "L" else 90.0
    figure = upright.stand(rig, shape, stance, place=(0.0, 0.0), facing_deg=facing)
    clothe(studio, rig, workshop.assets, figure, sex=case.sex, dress=case.dress, rng=rng)
    dots = _dots(studio, rng, rig, case, figure=figure, names=("ASIS", "PSIS", "greater_trochanter"))
    return Scene(figure, None, None, dots)
