"""Rendered pictures as the measures of the upper back see them, with the truth from the rebuilt body."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import PostureError
from analyzer.measures.learned_rotation import joint_points
from analyzer.measures.learned_upper_back import EDGES, UPPER_HEIGHTS, upper_features
from analyzer.outline.edge import cut_out, landmarks_in
from analyzer.outline.trace import trace_back
from analyzer.person.choose import find_person
from analyzer.person.detector import Detector
from analyzer.person.frame import build_frame
from analyzer.person.roll import estimate_roll
from analyzer.photo import load_photo
from analyzer.pose import PoseModel
from analyzer.types import Reason
from calibration.body_model import BodyModel
from calibration.pictures import TIGHT, joints_in, rebuilt, true_frame, true_joints
from calibration.upper_people import UPPER_LEVELS, picture_upper_back, truth_columns

FloatArray = NDArray[np.float64]

NO_HAIR_BEHIND: Final = (None, "short01", "short02", "short03", "short04")


@dataclass(frozen=True, slots=True, eq=False)
class UpperPicture:
    """A picture, and how far what is seen is from the truth.

    Attributes
    ----------
    name : str
    features : ndarray, shape (p,)
    edge_error : ndarray, shape (heights,)
        Edge minus true outline at `UPPER_HEIGHTS`, trunk lengths; NaN where the edge was not seen.
    joint_error : ndarray, shape (5, 2)
        Landmarks minus joint centres, [posterior, up] in true trunk lengths.
    roll_error_deg : float
    tight, hair : bool
        Whether clothes are tight, and whether hair may lie behind the neck.
    truth : ndarray, shape (4,)
        As `analyzer.measures.learned_upper_back.QUANTITIES`; C7 in the product's frame.
    height : float
        Of the body, trunk lengths of the product's frame.
    """

    name: str
    features: FloatArray
    edge_error: FloatArray
    joint_error: FloatArray
    roll_error_deg: float
    tight: bool
    hair: bool
    truth: FloatArray
    height: float


def upper_pictures(validation: Path, names: Sequence[str]) -> Iterator[UpperPicture]:
    """The pictures of some folders whose back could be traced."""
    model = BodyModel()
    with PoseModel() as detector:
        for name in names:
            for path in sorted((validation / name).glob("*.json")):
                truth = json.loads(path.read_text(encoding="utf-8"))
                if "pose" in truth["params"]:
                    found = look(path.with_suffix(".jpg"), truth, detector, model)
                    if found is not None:
                        yield found


def look(path: Path, truth: dict[str, Any], detector: Detector, model: BodyModel) -> UpperPicture | None:
    """One picture; None when no back was traced in it."""
    photo = load_photo(path)
    try:
        person = find_person(photo.rgb, detector)
    except PostureError:
        return None
    roll = estimate_roll(photo.rgb, person.mask)
    frame = build_frame(person.landmarks, truth["params"]["facing"], roll_deg=roll.roll_deg)
    close = cut_out(photo.rgb, person.mask, frame)
    trace = trace_back(close, landmarks_in(close, person.landmarks, frame))
    if isinstance(trace, Reason):
        return None
    joints = joint_points(frame, person.landmarks, person.mask.shape)
    features = upper_features(trace.edge.back, trace.edge.trust * trace.visible, trace.cover.any, joints)
    real = true_frame(truth, photo.scale)
    body, camera = rebuilt(truth, model)
    row = picture_upper_back(model, body, camera)
    known = np.isfinite(row["back"])
    outline = frame.to_body(real.to_picture(np.stack([-row["back"][known], UPPER_LEVELS[known]], axis=1)))
    c7 = frame.to_body(real.to_picture(row["c7"] * [-1.0, 1.0]))
    angles = truth_columns(model, body)
    return UpperPicture(
        name=f"{path.parent.name}/{path.stem}",
        features=features,
        edge_error=features[EDGES] - np.interp(UPPER_HEIGHTS, outline[:, 1], -outline[:, 0]),
        joint_error=joints_in(real, person.landmarks) - true_joints(truth, photo.scale, real),
        roll_error_deg=roll.roll_deg - truth["camera"]["roll_deg"],
        tight=truth["params"]["clothing"] in TIGHT,
        hair=truth["params"]["hair"] not in NO_HAIR_BEHIND,
        truth=np.array([angles["kyphosis_deg"], angles["cervicothoracic_deg"], -c7[0], c7[1]]),
        height=row["body_height"] * real.trunk_length_px / frame.trunk_length_px,
    )
