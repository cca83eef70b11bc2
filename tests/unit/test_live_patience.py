"""Nobody is kept for ever: other words, then an offer to go without, and those who take it."""

from __future__ import annotations

import numpy as np
import pytest
from test_live import READY, TRUNK, WRONG, Stage, sight

from analyzer.live.patience import HELP_S, OFFER_S, STAY_S
from analyzer.live.words import WITHOUT, say


def test_other_words_come_after_a_while() -> None:
    stage = Stage()
    for advice in ("several", "head", "arms"):
        early = stage.show(WRONG[advice], HELP_S - 1.0)
        late = stage.show(WRONG[advice], 2.0)
        assert {cue.stage for cue in early if cue.advice == advice} == {0}
        assert late[-1].stage == 1
        assert say(advice, 0) != say(advice, 1)


@pytest.mark.parametrize("advice", sorted(WITHOUT))
def test_who_cannot_do_it_stays_for_ten_seconds_and_is_taken_all_the_same(advice: str) -> None:
    stage = Stage()
    cues = stage.show(WRONG[advice], OFFER_S + STAY_S + 1.5)
    offered = [cue for cue in cues if cue.stage == 2]
    assert {cue.advice for cue in offered} == {advice}
    assert next(cue.count for cue in offered if cue.count) == 10
    assert stage.guide.waived == (advice,)
    assert stage.until_complete(WRONG[advice])[-1].complete


def test_who_walks_to_and_fro_is_not_taken_as_staying() -> None:
    stage = Stage()
    for step in range(round(60.0 / stage.step_s)):
        place = READY.points + 0.3 * np.sin(4.0 * step * stage.step_s)
        stage.show(sight(reach=0.25, lift=0.0, points=place), stage.step_s)
    assert stage.guide.waived == ()


@pytest.mark.parametrize("advice", ["nobody", "covered", "dark", "several", "too_close", "head", "turn"])
def test_nothing_is_offered_where_no_result_would_be_left(advice: str) -> None:
    stage = Stage()
    cues = stage.show(WRONG[advice], 60.0)
    assert {cue.stage for cue in cues} == {0, 1}
    assert not any(cue.keep for cue in cues)


def test_what_cannot_be_done_is_not_asked_for_on_the_other_side() -> None:
    stage = Stage(both_sides=True)
    stage.show(WRONG["arms"], OFFER_S + STAY_S + 1.5)
    stage.until_complete(WRONG["arms"])
    stage.guide.accept()
    cues = stage.until_complete(sight(reach=0.25, lift=0.0, facing="left"))
    assert "arms" not in {cue.advice for cue in cues}


def test_somebody_restless_is_taken_after_a_while() -> None:
    stage, cues = Stage(), []
    for step in range(round(40.0 / stage.step_s)):
        place = READY.points + np.array([0.13 * np.sin(6.0 * step * stage.step_s), 0.0]) * TRUNK
        cues += stage.show(sight(points=place), stage.step_s)
    begun = next(number for number, cue in enumerate(cues) if cue.complete)
    assert begun * stage.step_s > OFFER_S
