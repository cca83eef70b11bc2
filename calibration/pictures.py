"""Rendered pictures whose truth is known, seen by the product itself.

A folder holds pictures (JPEG) and, under the same name, JSON files with ``params`` (``facing``, ``clothing``,
build and stance), ``camera``, ``skin_back_contour_px`` ([x, y] of the posterior skin edge per row, the corner
of the picture being (0, 0)), ``landmarks_px`` (joint centres among others) and ``ground_truth``. The way the
person looks is taken from the truth; landmarks, mask, camera roll and edge are what the product finds.

The front of the body is not in those files. It is computed from the body model, posed as ``params`` say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import moving_mean
from analyzer.outline.describe import TracedBack
from analyzer.outline.describe import find_back as trace_back
from analyzer.outline.edge import ROWS, cut_out, landmarks_in
from analyzer.outline.front import FRONT_HEIGHTS, find_front
from analyzer.outline.learned_curve import back_shapes
from analyzer.person.choose import find_person
from analyzer.person.detector import Detector
from analyzer.person.frame import build_frame
from analyzer.person.roll import estimate_roll
from analyzer.photo import load_photo
from analyzer.pose import PoseModel
from analyzer.types import Landmarks, Reason, SagittalFrame
from calibration.bodies import JOINTS, LEVELS, Camera, project
from calibration.body_model import Arm, BodyModel, PosedBody, Stance

FloatArray = NDArray[np.float64]

TIGHT: Final = ("swim", "sport", "tank_leggings", "tank_shorts", "tee_tight")
"""Clothes whose edge is the skin's within millimetres; under others the skin is not seen."""
_COVERED_TRUST: Final = 0.3
"""As in `analyzer.outline.describe`."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What the product sees of a body, in landmark trunk lengths from the hip landmark.

    Attributes
    ----------
    back : ndarray, shape (n,)
        The fitted curve at the heights of `back_shapes`.
    front : ndarray, shape (m,)
        At `FRONT_HEIGHTS`; NaN where it is not seen.
    joints : ndarray, shape (5, 2)
        [posterior, up] of `JOINTS`.
    """

    back: FloatArray
    front: FloatArray
    joints: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class TracedPicture:
    """A picture as the product sees it, and how far that is from the truth.

    Attributes
    ----------
    name : str
        Folder and file, as ``pairs/003a``.
    seen : Seen
    back_error : ndarray, shape (n,)
        Traced edge minus true skin contour at the heights of `back_shapes`, trunk lengths; beyond the known
        contour its last value.
    trust : ndarray, shape (n,)
        0 (nothing was seen) to 1 (clear edge).
    front_error : ndarray, shape (m,)
        Front edge minus true skin at `FRONT_HEIGHTS`; NaN where it was not seen.
    joint_error : ndarray, shape (5, 2)
        Landmarks minus joint centres, [posterior, up] in true trunk lengths.
    roll_error_deg : float
        Camera roll that levelling left.
    truth : mapping
        ``pelvis_rotation_deg``, ``sacral_slope_deg``, ``lordosis_deg``, ``midline_slope_deg``.
    """

    name: str
    seen: Seen
    back_error: FloatArray
    trust: FloatArray
    front_error: FloatArray
    joint_error: FloatArray
    roll_error_deg: float
    truth: dict[str, float]


def trace_folder(folder: Path, detector: Detector, model: BodyModel) -> Iterator[TracedPicture]:
    """The pictures of a folder with tight clothes and a back that could be traced, by name."""
    for path in sorted(folder.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        if truth["params"]["clothing"] in TIGHT:
            traced = trace_picture(path.with_suffix(".jpg"), truth, detector, model)
            if traced is not None:
                yield traced


def trace_folders(validation: Path, names: Sequence[str]) -> list[TracedPicture]:
    """The pictures of several folders, with the product's own pose model."""
    model = BodyModel()
    with PoseModel() as detector:
        return [item for name in names for item in trace_folder(validation / name, detector, model)]


def trace_picture(
    path: Path, truth: dict[str, Any], detector: Detector, model: BodyModel
) -> TracedPicture | None:
    """One picture; None when the product finds no profile in it."""
    photo = load_photo(path)
    person = find_person(photo.rgb, detector)
    roll = estimate_roll(photo.rgb, person.mask)
    frame = build_frame(person.landmarks, truth["params"]["facing"], roll_deg=roll.roll_deg)
    close = cut_out(photo.rgb, person.mask, frame)
    inside = landmarks_in(close, person.landmarks, frame)
    traced = trace_back(close, inside)
    if isinstance(traced, Reason):
        return None
    front = find_front(close, inside)
    real = true_frame(truth, photo.scale)
    contour = frame.to_body(np.array(truth["skin_back_contour_px"]) * photo.scale)
    back_error, trust = tracing_error(traced, contour)
    known = truth["ground_truth"]
    return TracedPicture(
        name=f"{path.parent.name}/{path.stem}",
        seen=Seen(
            traced.fitted.posterior,
            np.where(front.seen, front.posterior, np.nan),
            joints_in(frame, person.landmarks),
        ),
        back_error=back_error,
        trust=trust,
        front_error=np.where(front.seen, front.posterior, np.nan) - true_front(truth, model, real, frame),
        joint_error=joints_in(real, person.landmarks) - true_joints(truth, photo.scale, real),
        roll_error_deg=roll.roll_deg - truth["camera"]["roll_deg"],
        truth={
            "pelvis_rotation_deg": known["pelvis_rotation_deg"],
            "sacral_slope_deg": -known["silhouette"]["lower_tangent_deg"],
            "lordosis_deg": known["silhouette"]["lordosis_angle_deg"],
            "midline_slope_deg": -known["midsagittal"]["lower_tangent_deg"],
        },
    )


def joints_in(frame: SagittalFrame, landmarks: Landmarks) -> FloatArray:
    """[posterior, up] of the landmarks of `JOINTS` in a frame, shape (5, 2)."""
    points = np.array([landmarks.middle(name) for name in JOINTS])
    result: FloatArray = frame.to_body(points) * [-1.0, 1.0]
    return result


def true_joints(truth: dict[str, Any], scale: float, frame: SagittalFrame) -> FloatArray:
    """The joint centres (tragus for the ear) in a frame, shape (5, 2)."""
    names = ("tragus" if name == "ear" else f"{name}_joint" for name in JOINTS)
    points = np.array([_middle(truth, name) for name in names])
    result: FloatArray = frame.to_body(points * scale) * [-1.0, 1.0]
    return result


def _middle(truth: dict[str, Any], name: str) -> FloatArray:
    middle: FloatArray = np.mean([truth["landmarks_px"][f"{name}_{side}"] for side in "LR"], axis=0)
    return middle


def true_frame(truth: dict[str, Any], scale: float) -> SagittalFrame:
    """The frame between true hip and shoulder joints, levelled by the true roll."""
    hip, shoulder = (_middle(truth, f"{name}_joint") * scale for name in ("hip", "shoulder"))
    sign = 1 if truth["params"]["facing"] == "right" else -1
    trunk = float(np.linalg.norm(shoulder - hip))
    return SagittalFrame(hip, trunk, sign, truth["camera"]["roll_deg"])


def true_front(
    truth: dict[str, Any], model: BodyModel, real: SagittalFrame, frame: SagittalFrame
) -> FloatArray:
    """The true front of the body at `FRONT_HEIGHTS` of the product's frame, shape (m,)."""
    body, camera = rebuilt(truth, model)
    hip, shoulder = (project(joint, body, camera).mean(axis=0) for joint in (body.hip, body.shoulder))
    trunk = float(np.linalg.norm(shoulder - hip))
    front = (model.front_outline(project(body.skin, body, camera), hip[1] + LEVELS * trunk) - hip[0]) / trunk
    known = np.isfinite(front)
    points = frame.to_body(real.to_picture(np.stack([-front[known], LEVELS[known]], axis=1)))
    result: FloatArray = np.interp(FRONT_HEIGHTS, points[:, 1], -points[:, 0])
    return result


def rebuilt(truth: dict[str, Any], model: BodyModel) -> tuple[PosedBody, Camera]:
    """The body of a picture and its camera, from the parameters beside it."""
    params, position = truth["params"], truth["camera"]["position_m"]
    pose, near = params["pose"], params["pose"]["near"]
    arms = {near: Arm(*pose["arm_near"]), "R" if near == "L" else "L": Arm(*pose["arm_far"])}
    stance = Stance(
        pelvis=pose["tilt"],
        lordosis=pose["lordosis"],
        kyphosis=pose["kyph"],
        neck=pose["neck"],
        head=pose["head"],
        lean=pose["lean"],
        knee=pose["knee"],
        leg_adduction=pose["leg_add"],
        left_arm=arms["L"],
        right_arm=arms["R"],
    )
    body = model.posed(model.shape(params["phenotype"], params["local"]), stance)
    # Our bodies look to the left; one that looks to the right is the mirror image of one turned back.
    yaw = params["yaw_error"] * (1.0 if params["facing"] == "left" else -1.0)
    return body, Camera(-position[1], position[2], yaw)


def tracing_error(traced: TracedBack, contour: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Error and trust of a traced edge at the heights of `back_shapes`, each shape (n,).

    Parameters
    ----------
    traced : TracedBack
    contour : ndarray, shape (m, 2)
        True skin edge, body coordinates.
    """
    heights = back_shapes().heights
    contour = contour[np.argsort(contour[:, 1])]
    known = (heights >= contour[0, 1]) & (heights <= contour[-1, 1])
    observed = np.interp(heights, ROWS, moving_mean(traced.edge.back, 1))
    error = observed - np.interp(heights, contour[:, 1], -contour[:, 0])
    trust = traced.edge.trust * (1.0 - (1.0 - _COVERED_TRUST) * traced.cover.any)
    return np.interp(heights, heights[known], error[known]), np.interp(heights, ROWS, trust)
