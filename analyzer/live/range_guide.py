"""The guide for the range of the pelvis: to the side view as always, then through one movement in four steps.

Stand as usual, tip the pelvis forward, tip it back, let go. All frames of the movement are pictures to keep,
a few a second. Standing still is not asked for on the way, only that one person stays in the picture,
sideways.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from analyzer.live.guide import Cue, Guide
from analyzer.live.sight import Sight
from analyzer.live.words import Advice

KEEP_EVERY_S: Final = 0.15
"""A picture is kept so often, at most: the movement is slow."""
MOST_KEPT: Final = 90
LOST_S: Final = 0.8
"""Nobody, somebody else or a turn for so long, and the movement begins anew."""
_SPOILS: Final[frozenset[Advice]] = frozenset({"nobody", "several", "turn", "turn_round", "covered", "dark"})


@dataclass(frozen=True, slots=True)
class Move:
    """A step of the movement: what is said, for how long, and which part of it counts as the usual stance."""

    advice: Advice
    seconds: float
    usual_from_s: float | None = None


MOVES: Final = (
    Move("tip_stand", 1.6, usual_from_s=0.0),
    Move("tip_forward", 3.4),
    Move("tip_back", 3.6),
    Move("tip_let_go", 2.6, usual_from_s=1.4),
)
"""Time to hear it, a second and a half to move, and a second to hold it."""
WHOLE_S: Final = sum(move.seconds for move in MOVES)


def usual_times(start_s: float) -> tuple[tuple[float, float], ...]:
    """When the person stands as usual, in a movement that began then: (start, end) before and after."""
    times, at = [], start_s
    for move in MOVES:
        if move.usual_from_s is not None:
            times.append((at + move.usual_from_s, at + move.seconds))
        at += move.seconds
    return tuple(times)


class RangeGuide(Guide):
    """Guides one person through the movement, on one side or both. Parameters are those of `Guide`."""

    def __init__(self, camera_height_px: float, *, both_sides: bool = True) -> None:
        super().__init__(camera_height_px, both_sides=both_sides)
        self._kept_s = -1.0
        self._lost_since_s: float | None = None
        self.began_s = 0.0

    def _shoot(self, problem: Advice | None, sight: Sight) -> Cue:
        if self._phase == "counting":
            cue = super()._shoot(problem, sight)
            if self.phase != "holding":
                return cue
            self.began_s, self._shots, self._kept_s = self._now_s, 0, -1.0
            self._lost_since_s = None
        return self._move(problem, sight)

    def _move(self, problem: Advice | None, sight: Sight) -> Cue:
        passed = self._now_s - self.began_s
        if self._is_lost(problem, sight):
            # The rest is as when the pictures of a stance are interrupted.
            self._candidate = (problem or "nobody", self._now_s - LOST_S)
            return self._interrupted(problem or "nobody")
        if passed >= WHOLE_S:
            self._phase = "judging"
            return self._cue("judging", complete=True, step=5)
        keep = (
            sight.body is not None and self._now_s - self._kept_s >= KEEP_EVERY_S and self._shots < MOST_KEPT
        )
        if keep and sight.body is not None:
            self._kept_s = self._now_s
            self._shots += 1
            if self._shots == 1:
                self._facing = sight.body.facing
        self._advice = _advice_at(passed)
        return self._cue(self._advice, keep=keep, step=5)

    def _is_lost(self, problem: Advice | None, sight: Sight) -> bool:
        if sight.body is not None and problem not in _SPOILS:
            self._lost_since_s = None
            return False
        if self._lost_since_s is None:
            self._lost_since_s = self._now_s
        return self._now_s - self._lost_since_s >= LOST_S


def _advice_at(passed_s: float) -> Advice:
    """What is said so many seconds after the beginning."""
    for move in MOVES:
        passed_s -= move.seconds
        if passed_s < 0.0:
            return move.advice
    return MOVES[-1].advice
