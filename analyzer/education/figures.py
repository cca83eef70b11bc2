"""All figures, by id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from analyzer.education import (
    exercise_figures,
    exercise_pairs,
    exercise_pairs_back,
    photo_figures,
    thomas_figures,
)
from analyzer.education.pelvis_figure import pelvis_figure
from analyzer.education.range_figure import pelvic_range
from analyzer.education.svg import Figure

_MAKERS: Final[dict[str, Callable[[], Figure]]] = {
    "pelvis": pelvis_figure,
    "sitting": exercise_figures.sitting,
    "camera_setup": photo_figures.camera_setup,
    "camera_view": photo_figures.camera_view,
    "photo_limits": photo_figures.photo_limits,
    "thomas_held": thomas_figures.thomas_held,
    "thomas_loose": thomas_figures.thomas_loose,
    "pelvic_range": pelvic_range,
    "half_kneeling": exercise_figures.half_kneeling,
    "edge_stretch": exercise_figures.edge_stretch,
    "bridge_1": exercise_figures.bridge_down,
    "bridge_2": exercise_figures.bridge_up,
    "dead_bug_1": exercise_figures.dead_bug_start,
    "dead_bug_2": exercise_figures.dead_bug_reach,
    "pelvic_tilt_1": exercise_figures.pelvic_tilt_rest,
    "pelvic_tilt_2": exercise_figures.pelvic_tilt_tucked,
    "rest": exercise_figures.rest,
    "lunge": exercise_pairs.lunge,
    "thigh_stretch": exercise_pairs.thigh_stretch,
    "prone_thigh_1": exercise_pairs.prone_thigh_1,
    "prone_thigh_2": exercise_pairs.prone_thigh_2,
    "wall_tilt": exercise_pairs.wall_tilt,
    "heel_slide_1": exercise_pairs.heel_slide_1,
    "heel_slide_2": exercise_pairs.heel_slide_2,
    "plank_1": exercise_pairs.plank_1,
    "plank_2": exercise_pairs.plank_2,
    "knee_chest_1": exercise_pairs.knee_chest_1,
    "knee_chest_2": exercise_pairs.knee_chest_2,
    "cat": exercise_pairs_back.cat,
    "camel": exercise_pairs_back.camel,
    "bird_dog_1": exercise_pairs_back.bird_dog_1,
    "bird_dog_2": exercise_pairs_back.bird_dog_2,
    "hamstring_1": exercise_pairs_back.hamstring_1,
    "hamstring_2": exercise_pairs_back.hamstring_2,
    "sitting_tilt": exercise_pairs_back.sitting_tilt,
    "press_up_1": exercise_pairs_back.press_up_1,
    "press_up_2": exercise_pairs_back.press_up_2,
    "back_bend": exercise_pairs_back.back_bend,
    "hinge": exercise_pairs_back.hinge,
    "march": exercise_pairs_back.march,
    "stand_tall": exercise_pairs_back.stand_tall,
    "row": exercise_pairs_back.row,
    "towel_1": exercise_pairs_back.towel_1,
    "towel_2": exercise_pairs_back.towel_2,
    "wall_slide": exercise_pairs_back.wall_slide,
    "chin": exercise_pairs_back.chin,
    "rise": exercise_pairs_back.rise,
    "sit_break": exercise_pairs_back.sit_break,
    "walking": exercise_pairs_back.walking,
}


def figure_ids() -> tuple[str, ...]:
    """Ids of all figures."""
    return tuple(_MAKERS)


def figure(id_: str) -> Figure:
    """The figure with an id; ``figure(id_).svg("light")`` is a document for print.

    Raises
    ------
    KeyError
        For an unknown id.
    """
    return _MAKERS[id_]()
