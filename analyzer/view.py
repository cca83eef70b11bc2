"""Is this photo what the measurement needs: one person, standing, seen from the side, all in the picture?

What forbids the analysis is raised as an error. What spoils it is an issue: a code, and a sentence that says
what to do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.back_profile import FlatBack, TracedBack, unseen_share
from analyzer.back_shape import back_shapes
from analyzer.errors import BodyOutOfFrameError, NotSideViewError, NotStandingError
from analyzer.geometry import inclination_deg, joint_angle_deg
from analyzer.measures import WORRYING_LEAK, Joints
from analyzer.person import Person
from analyzer.silhouette import ROWS, Close
from analyzer.types import Issue, LandmarkName, Landmarks, SagittalFrame

FloatArray = NDArray[np.float64]

SHOULDER_WIDTH: Final = 0.66
HIP_WIDTH: Final = 0.36
"""Distance of left and right landmark in a front view, trunk lengths."""

LOST_LEAK: Final = 0.45
"""Share of the back where the mask leaks into the background, beyond which nothing is measured."""
LOW_CONTRAST: Final = (
    "The back is hard to tell from the background. Please use more light and a plain background of another "
    "colour."
)

_STOP_ROTATION_DEG: Final = 32.0
_WARN_ROTATION_DEG: Final = 10.0
_WARN_ROLL_DEG: Final = 1.5
_SMALL_TRUNK_PX: Final = 110.0
_BENT_KNEE_DEG: Final = 162.0
_HIDDEN: Final = 0.35
"""Visibility below which the model only guesses a landmark."""


def head_in_picture(person: Person, frame: SagittalFrame) -> bool:
    """Whether the head is in the photo. Where it is cut off, the model still guesses an ear."""
    ear = person.landmarks.middle("ear")
    if person.head_cut or ear[1] <= 0:
        return False
    reach = 0.35 * frame.trunk_length_px
    low, high = max(0, int(ear[0] - reach)), max(1, int(ear[0] + reach))
    return bool((person.mask[:2, low:high] < 0.5).all())


def estimate_trunk_rotation(landmarks: Landmarks, frame: SagittalFrame) -> float:
    """How far the trunk is turned out of the exact side view, degrees, 0 to 90; rough.

    From the distance of the two shoulders and of the two hips across the picture.
    """
    shares = []
    for part, width in (("shoulder", SHOULDER_WIDTH), ("hip", HIP_WIDTH)):
        points = frame.to_body(np.array([landmarks.on("left", part), landmarks.on("right", part)]))
        shares.append(min(1.0, abs(float(points[0, 0] - points[1, 0])) / width))
    return math.degrees(math.asin(float(np.mean(shares))))


def require_usable(
    landmarks: Landmarks, frame: SagittalFrame, joints: Joints, mask: NDArray[np.float32]
) -> None:
    """Raise when the photo cannot be analysed at all.

    Parameters
    ----------
    mask : ndarray of float32, shape (height, width)
        Probability of being the person.

    Raises
    ------
    BodyOutOfFrameError
        Trunk, legs or feet are cut off.
    NotStandingError
        Seated, lying, kneeling, or bent far forward.
    NotSideViewError
        Seen from the front, the back, or obliquely.
    """
    _require_in_frame(landmarks, frame, mask)
    _require_standing(joints)
    if estimate_trunk_rotation(landmarks, frame) > _STOP_ROTATION_DEG:
        raise NotSideViewError()


def _require_in_frame(landmarks: Landmarks, frame: SagittalFrame, mask: NDArray[np.float32]) -> None:
    height_px, width_px = mask.shape
    margin = 0.02 * frame.trunk_length_px
    for part in ("shoulder", "hip", "knee", "ankle"):
        x, y = landmarks.middle(part)
        if not (-margin < x < width_px + margin and -margin < y < height_px - margin):
            raise BodyOutOfFrameError()
    soles = max(landmarks.middle("heel")[1], landmarks.middle("foot_index")[1])
    # On phantoms, feet in the picture end 0.09 trunk lengths above its edge, cut-off ones at most 0.03.
    if soles > height_px - 3 * margin:
        raise BodyOutOfFrameError(
            "The feet are outside the photo. Please step back so that the whole person, down to the feet, is "
            "in the picture."
        )
    for part in ("knee", "ankle"):
        names = (LandmarkName.of("left", part), LandmarkName.of("right", part))
        seen = max(landmarks.visibility[name] for name in names)
        if seen < _HIDDEN:
            raise BodyOutOfFrameError(
                "The legs cannot be seen well enough. Please take a photo that shows the whole person, from "
                "head to feet, with nothing in front."
            )


def _require_standing(joints: Joints) -> None:
    trunk = inclination_deg(joints.hip, joints.shoulder)
    thigh = inclination_deg(joints.knee, joints.hip)
    shank = inclination_deg(joints.ankle, joints.knee)
    knee = joint_angle_deg(joints.hip, joints.knee, joints.ankle)
    leg = float(joints.hip[1] - joints.ankle[1])
    thigh_length = float(np.linalg.norm(joints.hip - joints.knee))
    shank_length = float(np.linalg.norm(joints.knee - joints.ankle))
    if abs(trunk) > 50 or abs(thigh) > 100:
        raise NotStandingError(
            "The person does not seem to stand upright. If the photo lies on its side, please turn it; else "
            "take a photo of the person standing."
        )
    seated = abs(thigh) > 35 or abs(shank) > 40 or knee < 140
    foreshortened = leg < 1.05 or thigh_length < 0.55 * shank_length
    if seated or foreshortened or abs(trunk) > 40:
        raise NotStandingError()


@dataclass(frozen=True, slots=True)
class Clothing:
    """What the edge says about clothes.

    Attributes
    ----------
    hides_back : bool
        The hollow of the back is covered: nothing can be measured.
    stands_off : bool
        A hem hangs over the back: measured with less certainty.
    """

    hides_back: bool
    stands_off: bool


def check_clothing(close: Close, traced: TracedBack | FlatBack, depth_pct: float) -> Clothing:
    """Look for a loose hem on the back and a hollow that is bridged by cloth.

    A hem is where the edge steps forward within a centimetre going down, below the waist, and the colour
    changes there. A back without a hollow has a ``depth_pct`` of 0.
    """
    step, height, colour = _largest_hem(close, traced)
    flat_hem = step > 0.003 and colour > 12.0
    hides = depth_pct < 3.2 and flat_hem
    hanging = step > 0.0095 and colour > 15.0 and 0.0 < height < 0.17
    long_shirt = step > 0.014 and colour > 12.0 and height < 0.17 and depth_pct < 6.0
    return Clothing(hides_back=hides, stands_off=(hanging or long_shirt) and not hides)


def _largest_hem(close: Close, traced: TracedBack | FlatBack) -> tuple[float, float, float]:
    """Size of the largest step (trunk lengths), its height, and the colour change across it (Lab)."""
    edge, reach = traced.edge.back, 6
    smooth = np.interp(ROWS, back_shapes().heights, traced.fitted.posterior)
    rows = np.flatnonzero((ROWS > -0.4) & (ROWS < 0.3))
    steps = (edge[rows] - edge[rows - reach]) - (smooth[rows] - smooth[rows - reach])
    height = float(ROWS[rows[int(np.argmax(steps))]])

    def colour(low: float, high: float) -> FloatArray:
        depth, up = np.meshgrid(np.arange(0.02, 0.12, 0.01), np.arange(low, high, 0.005))
        values = close.sample(close.lab, np.interp(up, ROWS, edge) - depth, up).reshape(-1, 3)
        median: FloatArray = np.median(values, axis=0).astype(np.float64)
        return median

    change = (colour(height, height + 0.04) - colour(height - 0.06, height - 0.03)) * [1.0, 1.4, 1.4]
    return float(steps.max()), height, float(np.linalg.norm(change))


def check_photo(
    person: Person, frame: SagittalFrame, joints: Joints, trunk_rotation_deg: float, photo_scale: float
) -> list[Issue]:
    """Issues of camera, framing and stance.

    Parameters
    ----------
    photo_scale : float
        Working pixels per photo pixel.
    """
    issues = []
    if person.bystanders:
        issues.append(
            _warn(
                "bystander", "Someone else is in the background. Please make sure the right person was taken."
            )
        )
    if not joints.head_seen:
        issues.append(
            _warn("head_out_of_frame", "The head is outside the photo, so head posture cannot be measured.")
        )
    if trunk_rotation_deg > _WARN_ROTATION_DEG:
        issues.append(
            _warn(
                "trunk_rotated",
                "The person is not turned exactly sideways. Please line up both shoulders, one behind the "
                "other, for the next photo.",
            )
        )
    if abs(frame.roll_deg) > _WARN_ROLL_DEG:
        issues.append(
            _warn(
                "camera_tilted",
                f"The camera was tilted sideways by about {abs(frame.roll_deg):.0f}°, which was taken into "
                "account. Please hold it level for the next photo.",
            )
        )
    if frame.trunk_length_px / photo_scale < _SMALL_TRUNK_PX:
        issues.append(
            _warn(
                "low_resolution",
                "The person is small in this photo. Please come closer or use a larger photo.",
            )
        )
    if joint_angle_deg(joints.hip, joints.knee, joints.ankle) < _BENT_KNEE_DEG:
        issues.append(
            _warn(
                "knees_bent", "The knees are bent, which moves the pelvis. Please stand with straight knees."
            )
        )
    return issues


def check_back(traced: TracedBack | FlatBack, clothing: Clothing) -> list[Issue]:
    """Issues of what lies over the back and of its edge."""
    issues = []
    upper = (ROWS > -0.1) & (ROWS < 0.95)
    if clothing.hides_back:
        issues.append(
            _warn(
                "loose_clothing",
                "Loose clothing hides the low back. Please wear tight clothes, or tuck the shirt in.",
            )
        )
    elif clothing.stands_off:
        issues.append(
            _warn(
                "loose_clothing",
                "The clothes may stand off the low back. Please wear tight clothes, or tuck the shirt in.",
            )
        )
    if traced.cover.hair[upper].mean() > 0.05:
        issues.append(
            _warn("hair_over_back", "Hair lies over the back. Please put it up for the next photo.")
        )
    if traced.cover.arm[upper].mean() > 0.03:
        issues.append(
            _warn(
                "arm_over_back",
                "An arm or hand covers the edge of the back. Please fold the arms in front of the chest.",
            )
        )
    unclear = unseen_share(traced, -0.1, 0.95) - float(traced.cover.any[upper].mean()) > 0.2
    if unclear or traced.leak > WORRYING_LEAK:
        issues.append(_warn("low_contrast", LOW_CONTRAST))
    return issues


def _warn(code: str, message: str) -> Issue:
    return Issue(code, "warn", message)
