"""What is not yet right with what the camera sees, in the order in which a person can put it right.

Each check has two thresholds: one that it takes to complain, and a stricter one that it takes to stop
complaining. In between, the advice stays what it was, so it never flickers.
"""

from __future__ import annotations

from typing import Final

from analyzer.live.sight import Body, Sight
from analyzer.live.words import Advice
from analyzer.types.codes import Facing

SMALLEST_TRUNK_PX: Final = 112.0
"""Of the camera's own pixels: with fewer the analysis warns of a small person."""
SMALLEST_TRUNK_SHARE: Final = 0.185
"""Of the frame's height, where the camera has too few pixels for that."""

_EASE: Final = 1.08
"""Come closer by so much more before "come closer" ends."""
_FEET: Final = (0.07, 0.11)
_HEAD: Final = (0.0, 0.05)
_ASIDE: Final = (0.0, 0.1)
"""Room at the edges of the frame, trunk lengths: complain below the first, be content above the second. The
analysis itself refuses feet that end less than 0.06 above the edge."""
_TURN_DEG: Final = (16.0, 12.0)
_HALF_TURN_DEG: Final = 38.0
_HEAD_DEG: Final = (50.0, 38.0)
_BEHIND: Final = (0.06, 0.03)
_REACH: Final = (0.16, 0.22)
_LIFT: Final = (0.22, 0.28)
"""Near wrist in front of the trunk and above the hips: hanging arms have 0.25 and 0, stretched ones 0.9 and
0.5, folded ones 0.3 and 0.6."""
_FAR_REACH: Final = 0.6
"""A wrist so far in front leaves the back free at any height."""


def find_problem(
    sight: Sight, shown: Advice | None, *, camera_height_px: float, taken: Facing | None
) -> Advice | None:
    """The first thing to put right, or ``None`` when the person stands as wanted.

    Parameters
    ----------
    sight : Sight
    shown : Advice or None
        What is said now.
    camera_height_px : float
        Height of the camera's own pictures.
    taken : {"left", "right"} or None
        The facing of which pictures were taken already: the other one is wanted.
    """
    if sight.people == 0:
        return "nobody"
    if sight.people > 1:
        return "several"
    body = sight.body
    if body is None:
        return "too_far"
    return _framing(body, shown, camera_height_px) or _stance(body, shown, taken)


def _framing(body: Body, shown: Advice | None, camera_height_px: float) -> Advice | None:
    back = shown in ("too_close", "feet", "head")
    room = body.room
    head_cut = room["top"] < _HEAD[back]
    feet_cut = room["bottom"] < _FEET[back] or not body.feet_seen
    if head_cut and feet_cut:
        return "too_close"
    if feet_cut:
        return "feet"
    if head_cut:
        return "head"
    needed = min(SMALLEST_TRUNK_PX / camera_height_px, SMALLEST_TRUNK_SHARE)
    if body.trunk_share < needed * (_EASE if shown == "too_far" else 1.0):
        return "too_far"
    if min(room["left"], room["right"]) < _ASIDE[shown == "aside"]:
        return "aside"
    return None


def _stance(body: Body, shown: Advice | None, taken: Facing | None) -> Advice | None:
    turn = _turn(body, shown, taken)
    if turn is not None:
        return turn
    if not body.upright:
        return "stand"
    if _arms_in_the_way(body, shown == "arms"):
        return "arms"
    return "look" if body.head_deg > _HEAD_DEG[shown == "look"] else None


def _turn(body: Body, shown: Advice | None, taken: Facing | None) -> Advice | None:
    turning = shown in ("turn", "turn_more", "turn_round")
    sideways = body.rotation_deg < _TURN_DEG[turning]
    far = body.rotation_deg > _HALF_TURN_DEG
    # Half way round nobody can tell which side is meant.
    if body.facing == taken or (far and taken is not None and shown == "turn_round"):
        return "turn_round"
    if sideways:
        return None
    return "turn" if far else "turn_more"


def _arms_in_the_way(body: Body, strict: bool) -> bool:
    if body.behind > _BEHIND[strict]:
        return True
    if body.reach > _FAR_REACH:
        return False
    return body.reach < _REACH[strict] or body.lift < _LIFT[strict]
