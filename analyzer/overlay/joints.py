"""Where the joints are that the measures between joints were taken from."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analyzer.overlay.primitives import Points, frozen
from analyzer.person.joints import find_centres
from analyzer.types import Analysis
from analyzer.types.corrections import Point


def joint_places(analysis: Analysis) -> Mapping[str, Points]:
    """Ear, shoulder, hip, knee and ankle, and C7 where it is known; body coordinates, each shape (2,).

    The same points as the measures use, so that what is drawn is what was measured: those of the pose model,
    or where a person placed them.
    """
    frame = analysis.geometry.frame
    placed: dict[str, Point] = {str(name): point for name, point in analysis.corrections.points.items()}
    places = {
        part: frozen(frame.to_body(np.array(placed[part])) if part in placed else centre)
        for part, centre in find_centres(frame, analysis.geometry.landmarks).items()
    }
    c7 = analysis.geometry.c7_px
    return places if c7 is None else places | {"c7": frozen(frame.to_body(c7))}


def ankle_known(analysis: Analysis) -> bool:
    """Whether there is an ankle to draw through: where the feet are not in the photo, it is only guessed."""
    shift = analysis.measures.get("pelvic_shift")
    guessed = ("feet_out_of_frame", "legs_not_visible")
    return shift is None or shift.reason is None or shift.reason.code not in guessed
