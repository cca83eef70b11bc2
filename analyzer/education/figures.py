"""All figures, by id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from analyzer.education import exercise_figures, photo_figures, thomas_figures
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
