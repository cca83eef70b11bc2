"""What spoils a photo: a code, and a sentence that says what to do."""

from __future__ import annotations

from typing import Final

from analyzer.language.numbers import decimal
from analyzer.meaning.decision import knees_bent
from analyzer.measures import WORRYING_LEAK, compute_knee_angle
from analyzer.outline.clothing import LIKELY
from analyzer.outline.describe import TracedBack, unseen_share
from analyzer.outline.edge import ROWS
from analyzer.person.choose import Person
from analyzer.person.joints import Joints
from analyzer.types import Issue, SagittalFrame
from analyzer.types.texts import warning

LOST_LEAK: Final = 0.45
"""Share of the back where the mask leaks into the background, beyond which nothing is measured."""

_WARN_ROTATION_DEG: Final = 10.0
_WARN_ROLL_DEG: Final = 1.5
_SMALL_TRUNK_PX: Final = 110.0
_PERHAPS: Final = 0.25
"""From this probability on the person is told that cloth may hang over the back."""


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
        issues.append(warning("bystander"))
    if not joints.head_seen:
        issues.append(warning("head_out_of_frame"))
    if not joints.feet_seen:
        issues.append(warning("feet_out_of_frame"))
    if trunk_rotation_deg > _WARN_ROTATION_DEG:
        issues.append(warning("trunk_rotated"))
    if abs(frame.roll_deg) > _WARN_ROLL_DEG:
        issues.append(warning("camera_tilted", roll=decimal(abs(frame.roll_deg))))
    if frame.trunk_length_px / photo_scale < _SMALL_TRUNK_PX:
        issues.append(warning("low_resolution"))
    if knees_bent(compute_knee_angle(joints)):
        issues.append(warning("knees_bent"))
    return issues


def check_back(traced: TracedBack, loose: float) -> list[Issue]:
    """Issues of what lies over the back and of its edge.

    Parameters
    ----------
    traced : TracedBack
    loose : float
        Probability that cloth hangs over the low back.
    """
    issues = []
    upper = (ROWS > -0.1) & (ROWS < 0.95)
    if loose > LIKELY:
        issues.append(warning("loose_clothing"))
    elif loose > _PERHAPS:
        issues.append(warning("loose_clothing.perhaps"))
    if traced.cover.hair[upper].mean() > 0.05:
        issues.append(warning("hair_over_back"))
    if traced.cover.arm[upper].mean() > 0.03:
        issues.append(warning("arm_over_back"))
    # A shirt that stands off is said to be one.
    if traced.cover.thing[upper].mean() > 0.05 and loose <= _PERHAPS:
        issues.append(warning("object_over_back"))
    unclear = unseen_share(traced, -0.1, 0.95) - float(traced.cover.any[upper].mean()) > 0.2
    if unclear or traced.leak > WORRYING_LEAK:
        issues.append(warning("low_contrast"))
    return issues
