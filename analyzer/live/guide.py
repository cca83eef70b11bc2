"""The guide: a state machine from what the camera sees to one instruction at a time, and to pictures to keep.

nobody → too close, too far or cut off → turn sideways → arms away from the back → stand still → 3, 2, 1 →
several pictures → judged → the other side → done. It is fed with a `Sight` and a time for every frame, and
knows no camera and no clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from analyzer.live.checks import find_problem
from analyzer.live.motion import Motion
from analyzer.live.patience import OFFER_S, Patience
from analyzer.live.sight import Sight
from analyzer.live.words import Advice, ProblemCode, Waivable
from analyzer.types.codes import Facing

DWELL_S: Final = 0.12
"""An advice is given when it was right for so long; with the camera's own delay that is below 300 ms."""
COUNT_STEP_S: Final = 0.35
HOLD_S: Final = 0.5
CHOOSY_S: Final = 1.2
"""For so long only calm moments become pictures; then any in which nobody walks or turns."""
LONGEST_HOLD_S: Final = 2.5
FEWEST_SHOTS: Final = 3
ENOUGH_SHOTS: Final = 6
MOST_SHOTS: Final = 10
TELL_S: Final = 6.0
"""How long a person is told why pictures were not good enough: time to hear it, and to begin to change it."""
RESTLESS: Final = 1.6
"""So many times as much movement is let pass after `OFFER_S` of "stand still"."""
PATIENCE_S: Final = 45.0
"""After so long without pictures of the other side, one side has to do."""

Phase = Literal["guiding", "counting", "holding", "judging", "telling", "done"]


@dataclass(frozen=True, slots=True)
class Cue:
    """What to show after a frame, and what to do with it.

    Attributes
    ----------
    advice : Advice
    count : int or None
        3, 2 or 1 while counting down; with ``stage`` 2 the seconds that are left to stay, 10 to 1.
    keep : bool
        Whether the frame just seen is one of the pictures.
    dropped : bool
        Whether pictures kept before have to be forgotten: the person moved.
    complete : bool
        Whether the pictures kept are all: they can be analysed.
    facing : {"left", "right"} or None
        Where the person should look, for the outline to step into; ``None`` when it does not matter.
    step : int
        How far the person has come, 0 to 5: seen, framed, sideways, arms, still.
    reason : ProblemCode or empty
        With the advice ``"again"``, and with ``"done"`` when it was given up: the code of what was wrong, see
        `analyzer.live.words.say_problem`.
    stage : int
        Which words: 0 those of the advice, 1 others, 2 the offer to go without (`analyzer.live.words.say`).
    """

    advice: Advice
    count: int | None = None
    keep: bool = False
    dropped: bool = False
    complete: bool = False
    facing: Facing | None = None
    step: int = 0
    reason: ProblemCode | Literal[""] = ""
    stage: int = 0


class Guide:
    """Guides one person through one side or both.

    Parameters
    ----------
    camera_height_px : float
        Height of the camera's own pictures.
    both_sides : bool
    """

    def __init__(self, camera_height_px: float, *, both_sides: bool = True) -> None:
        self._height_px = camera_height_px
        self._both = both_sides
        self._motion = Motion()
        self._staying = Motion()
        self._patience = Patience()
        self._phase: Phase = "guiding"
        self._advice: Advice = "nobody"
        self._candidate: tuple[Advice | None, float] = (None, 0.0)
        self._since_s = 0.0
        self._fresh = False
        self._now_s = 0.0
        self._shots = 0
        self._taken: Facing | None = None
        self._facing: Facing | None = None
        self._reason: ProblemCode | Literal[""] = ""
        self._gave_up = False
        self._unmended = False

    @property
    def phase(self) -> Phase:
        return self._phase

    @property
    def facing(self) -> Facing | None:
        """Where the person looks in the pictures kept last."""
        return self._facing

    @property
    def waived(self) -> tuple[Waivable, ...]:
        """What the person could not do, and went without."""
        return self._patience.waived

    def see(self, sight: Sight, time_s: float) -> Cue:
        """Take in the next frame.

        Parameters
        ----------
        sight : Sight
        time_s : float
            When the frame was taken, in seconds from any start; never decreasing.
        """
        self._now_s = max(self._now_s, time_s)
        if self._fresh:
            # Pictures may have been looked at for long: what is told then is told from this frame on.
            self._since_s, self._fresh = self._now_s, False
        if self._phase in ("judging", "done"):
            return self._cue("judging" if self._phase == "judging" else "done", step=5)
        if self._phase == "telling":
            if self._now_s - self._since_s < TELL_S:
                return self._cue("again")
            self._phase, self._since_s = "guiding", self._now_s
        problem = self._problem(sight)
        if self._phase == "guiding":
            return self._guide(problem)
        return self._shoot(problem, sight)

    def accept(self) -> None:
        """The pictures are good: go on with the other side, or finish."""
        first = self._taken is None
        self._taken = self._facing
        self._unmended = False
        self._patience.begin_anew()
        self._begin("guiding" if self._both and first else "done")

    def reject(self, reason: ProblemCode, *, lasting: bool = False) -> None:
        """The pictures are no good: say why (a code, see `Cue.reason`), and try again.

        What is ``lasting``, such as a shirt, is said for as long as it lasts: while the person stands as
        wanted, further pictures are taken without a word, and tell whether it is mended.
        """
        self._reason = reason
        self._unmended = lasting
        self._begin("telling")

    def give_up(self, reason: ProblemCode) -> None:
        """Pictures were no good too often: say why (a code, see `Cue.reason`), and end."""
        self._reason = reason
        self._gave_up = True
        self._begin("done")

    def finish(self) -> None:
        """Be content with what there is."""
        self._begin("done")

    @property
    def _no_longer(self) -> tuple[Advice, ...]:
        """What is not asked for any more without a word: lines that lean may be those of the house."""
        return ("tilted",) if self._patience.asked_s("tilted") >= OFFER_S else ()

    # --- Guiding --------------------------------------------------------------------------------------

    def _problem(self, sight: Sight) -> Advice | None:
        """What is wrong in this frame, movement included."""
        problem = find_problem(
            sight,
            self._advice,
            camera_height_px=self._height_px,
            taken=self._taken if self._both else None,
            waived=(*self.waived, *self._no_longer),
        )
        if sight.body is not None:
            self._motion.add(self._now_s, sight.body.points, sight.body.trunk_share)
            self._staying.add(self._now_s, sight.body.points, sight.body.trunk_share)
        if problem is not None:
            return problem
        if self._phase == "guiding":
            return None if self._motion.is_still else "still"
        return "still" if self._motion.is_moving else None

    def _guide(self, problem: Advice | None) -> Cue:
        if self._taken is not None and self._now_s - self._since_s > PATIENCE_S:
            self._begin("done")
            return self._cue("done", step=5)
        if problem is None:
            self._phase, self._since_s = "counting", self._now_s
            self._candidate = (None, 0.0)
            self._advice = "count"
            return self._cue("count", count=3, step=5)
        self._settle(problem)
        self._patience.tell(self._advice, self._now_s, stays=not self._staying.is_moving)
        if self._patience.asked_s("still") >= OFFER_S:
            self._motion.ease = RESTLESS  # some people cannot stand stiller
        stage, left = self._patience.stage(self._advice), self._patience.left
        return self._cue(self._advice, count=left, step=_STEPS.get(self._advice, 0), stage=stage)

    def _settle(self, advice: Advice) -> None:
        """Let an advice become the one that is given, once it was right for long enough."""
        if advice == self._advice:
            self._candidate = (None, 0.0)
        elif self._candidate[0] != advice:
            self._candidate = (advice, self._now_s)
        elif self._now_s - self._candidate[1] >= DWELL_S:
            self._advice, self._candidate = advice, (None, 0.0)
        if advice == self._advice and advice != "still":
            self._motion.forget()  # standing still counts from when all else is right; one odd frame is none

    # --- Pictures -------------------------------------------------------------------------------------

    def _shoot(self, problem: Advice | None, sight: Sight) -> Cue:
        """Count down and take pictures, as long as nothing is wrong. One odd frame is passed over."""
        if problem is not None:
            return self._interrupted(problem)
        self._candidate = (None, 0.0)
        passed = self._now_s - self._since_s
        if self._phase == "counting":
            left = 3 - int(passed / COUNT_STEP_S)
            if left > 0:
                return self._cue("count", count=left, step=5)
            self._phase, self._since_s, passed = "holding", self._now_s, 0.0
            self._advice, self._shots = "hold", 0
        assert sight.body is not None
        keep = self._motion.is_calm or passed > CHOOSY_S
        if keep:
            self._facing = sight.body.facing
            self._shots += 1
        complete = self._shots >= MOST_SHOTS or (passed >= HOLD_S and self._shots >= ENOUGH_SHOTS)
        slow = passed >= 3 * HOLD_S and self._shots >= FEWEST_SHOTS
        if complete or slow:
            self._phase = "judging"
        return self._cue("hold", keep=keep, complete=complete or slow, step=5)

    def _interrupted(self, problem: Advice) -> Cue:
        """Something is wrong in the middle: wait whether it was one odd frame, else start again."""
        holding = self._phase == "holding"
        if self._candidate[0] is None:
            self._candidate = (problem, self._now_s)
        late = holding and self._now_s - self._since_s > LONGEST_HOLD_S
        if self._now_s - self._candidate[1] < DWELL_S and not late and problem != "several":
            passed = self._now_s - self._since_s
            count = None if holding else max(1, 3 - int(passed / COUNT_STEP_S))
            return self._cue("hold" if holding else "count", count=count, step=5)
        self._phase, self._since_s = "guiding", self._now_s
        self._advice, self._candidate, self._shots = problem, (None, 0.0), 0
        self._motion.forget()
        return self._cue(problem, dropped=holding, step=_STEPS.get(problem, 0))

    def _begin(self, phase: Phase) -> None:
        self._phase, self._since_s, self._fresh = phase, self._now_s, True
        self._candidate, self._shots = (None, 0.0), 0
        self._advice = _FIRST.get(phase, "nobody")  # until something else is seen for long enough
        self._motion.forget()

    def _cue(
        self,
        advice: Advice,
        *,
        count: int | None = None,
        keep: bool = False,
        dropped: bool = False,
        complete: bool = False,
        step: int = 0,
        stage: int = 0,
    ) -> Cue:
        wanted: Facing | None = None
        if self._both and self._taken is not None:
            wanted = "left" if self._taken == "right" else "right"
        if self._unmended and advice in ("still", "count", "hold", "judging"):
            advice, count, stage = "again", None, 0
        told = advice == "again" or (advice == "done" and self._gave_up)
        reason = self._reason if told else ""
        return Cue(advice, count, keep, dropped, complete, wanted, step, reason, stage)


_FIRST: Final[dict[Phase, Advice]] = {"guiding": "turn_round", "telling": "again"}
_STEPS: Final[dict[Advice, int]] = {
    **dict.fromkeys(("several", "tilted", "too_close", "feet", "head", "aside", "too_far"), 1),
    **dict.fromkeys(("turn", "turn_more", "turn_round"), 2),
    **dict.fromkeys(("stand", "arms", "look"), 3),
    "still": 4,
}
