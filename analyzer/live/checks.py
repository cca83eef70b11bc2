"""What is not yet right with what the camera sees, in the order in which a person can put it right.

Each check has two thresholds: one that it takes to complain, and a stricter one that it takes to stop
complaining. In between, the advice stays what it was, so it never flickers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain
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
_HALF_TURN_DEG: Final = (38.0, 32.0)
_HEAD_DEG: Final = (50.0, 38.0)
_BEHIND: Final = (0.06, 0.03)
_REACH: Final = (0.16, 0.22)
_LIFT: Final = (0.22, 0.28)
"""Near wrist in front of the trunk and above the hips: hanging arms have 0.25 and 0, stretched ones 0.9 and
0.5, folded ones 0.3 and 0.6."""
_STOOP: Final = (1.0, 0.86)
_FEET_SEEN: Final = (0.35, 0.5)
_COVERED_LIGHT: Final = 9.0
_COVERED_CONTRAST: Final = 1.0
_COVERED_GREY: Final = 150.0
"""A closed shutter is black, a cover or a finger before the lens all of one grey."""
_DARK: Final = (58.0, 66.0)
"""Light of the bright parts, grey levels; people are found down to 30 (rendered people, made dark)."""
_TILT_DEG: Final = (4.5, 3.0)
_FAR_REACH: Final = 0.6
"""A wrist so far in front leaves the back free at any height."""


def find_problem(
    sight: Sight,
    shown: Advice | None,
    *,
    camera_height_px: float,
    taken: Facing | None,
    waived: Collection[Advice] = (),
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
    waived : collection of Advice
        What the person cannot put right, and is no longer asked for.
    """
    problems = _problems(sight, shown, camera_height_px, taken)
    # Who cannot be seen cannot go without anything.
    without: Collection[Advice] = waived if sight.body is not None else ()
    return next((problem for problem in problems if problem not in without), None)


def _problems(
    sight: Sight, shown: Advice | None, camera_height_px: float, taken: Facing | None
) -> Iterator[Advice]:
    if sight.people == 0:
        yield from _room(sight, shown)
        yield "nobody"
    if sight.people > 1:
        yield "several"
    if abs(sight.room.tilt_deg) > _TILT_DEG[shown == "tilted"]:
        yield "tilted"
    if sight.body is None:
        yield "too_far"
        return
    yield from chain(_framing(sight.body, shown, camera_height_px), _stance(sight.body, shown, taken))


def _room(sight: Sight, shown: Advice | None) -> Iterator[Advice]:
    """Why nobody is seen, where the room is the cause."""
    light = sight.room.light
    if light < _COVERED_LIGHT or (light < _COVERED_GREY and sight.room.contrast < _COVERED_CONTRAST):
        yield "covered"
    if light < _DARK[shown == "dark"]:
        yield "dark"
    if abs(sight.room.tilt_deg) > _TILT_DEG[shown == "tilted"]:
        yield "tilted"


def _framing(body: Body, shown: Advice | None, camera_height_px: float) -> Iterator[Advice]:
    back = shown in ("too_close", "feet", "head")
    room = body.room
    head_cut = room["top"] < _HEAD[back]
    feet_cut = room["bottom"] < _FEET[back] or body.feet_seen < _FEET_SEEN[back]
    if head_cut and feet_cut:
        yield "too_close"
    if feet_cut:
        yield "feet"
    if head_cut:
        yield "head"
    needed = min(SMALLEST_TRUNK_PX / camera_height_px, SMALLEST_TRUNK_SHARE)
    if body.trunk_share < needed * (_EASE if shown == "too_far" else 1.0):
        yield "too_far"
    if min(room["left"], room["right"]) < _ASIDE[shown == "aside"]:
        yield "aside"


def _stance(body: Body, shown: Advice | None, taken: Facing | None) -> Iterator[Advice]:
    turn = _turn(body, shown, taken)
    if turn is not None:
        yield turn
    if body.stoop > _STOOP[shown == "stand"]:
        yield "stand"
    if _arms_in_the_way(body, shown == "arms"):
        yield "arms"
    if body.head_deg > _HEAD_DEG[shown == "look"]:
        yield "look"


def _turn(body: Body, shown: Advice | None, taken: Facing | None) -> Advice | None:
    turning = shown in ("turn", "turn_more", "turn_round")
    sideways = body.rotation_deg < _TURN_DEG[turning]
    far = body.rotation_deg > _HALF_TURN_DEG[shown in ("turn", "turn_round")]
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
