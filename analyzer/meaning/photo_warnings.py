"""What spoils a photo: a code, and a sentence that says what to do."""

from __future__ import annotations

from typing import Final

from analyzer.geometry import joint_angle_deg
from analyzer.measures import WORRYING_LEAK
from analyzer.outline.clothing import Clothing
from analyzer.outline.describe import TracedBack, unseen_share
from analyzer.outline.edge import ROWS
from analyzer.person.choose import Person
from analyzer.person.joints import Joints
from analyzer.types import Issue, SagittalFrame
from analyzer.types.codes import IssueCode

LOST_LEAK: Final = 0.45
"""Share of the back where the mask leaks into the background, beyond which nothing is measured."""
LOW_CONTRAST: Final = (
    "The back is hard to tell from the background. Please use more light and a plain background of another "
    "colour."
)

_WARN_ROTATION_DEG: Final = 10.0
_WARN_ROLL_DEG: Final = 1.5
_SMALL_TRUNK_PX: Final = 110.0
_BENT_KNEE_DEG: Final = 162.0


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


def check_back(traced: TracedBack, clothing: Clothing) -> list[Issue]:
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


def _warn(code: IssueCode, message: str) -> Issue:
    return Issue(code, "warn", message)
