"""The front outline: where the drawn belly is, and not seen where an arm could make it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from scenes import Drawing, Look, Place, draw_person

from analyzer.outline.edge import cut_out
from analyzer.outline.front import FRONT_HEIGHTS, FrontOutline, find_front

FRONT = 0.2
"""How far the trunk of a drawn person reaches in front of the hip, trunk lengths."""
AWAY = {"elbow": (-0.4, 0.9), "wrist": (-0.7, 1.1), "index": (-0.8, 1.2)}
"""Arms that reach backwards and up, far from the front."""


def front_of(drawing: Drawing, moved: dict[str, tuple[float, float]]) -> FrontOutline:
    close = cut_out(drawing.rgb, drawing.mask, drawing.place.frame())
    x, y = close.frame.origin_px
    inside = Place(
        (float(x), float(y)), close.frame.trunk_length_px, drawing.place.facing, drawing.place.roll_deg
    )
    return find_front(close, inside.landmarks(moved))


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("roll", [-4.0, 0.0, 4.0])
def test_front_is_where_it_was_drawn(facing: str, roll: float) -> None:
    found = front_of(draw_person(place=Place(facing=facing, roll_deg=roll)), AWAY)
    assert found.seen[FRONT_HEIGHTS < 0.7].all()
    # 0.005 trunk lengths are 2 to 3 mm on an adult.
    np.testing.assert_allclose(found.posterior[found.seen], -FRONT, atol=0.005)


def test_heights_behind_a_hanging_arm_are_not_seen() -> None:
    found = front_of(draw_person(), {"elbow": (0.12, 0.55), "wrist": (0.16, 0.2), "index": (0.18, 0.1)})
    arm = (FRONT_HEIGHTS > 0.05) & (FRONT_HEIGHTS < 0.5)
    assert not found.seen[arm].any()
    assert found.seen[FRONT_HEIGHTS < -0.1].all()
    assert (found.posterior[~found.seen] == 0.0).all()


def test_an_arm_well_inside_the_body_hides_nothing() -> None:
    chain = {"shoulder": (-0.05, 1.0), "elbow": (-0.08, 0.6), "wrist": (-0.06, 0.25), "index": (-0.05, 0.15)}
    assert front_of(draw_person(), chain).seen[FRONT_HEIGHTS < 0.7].all()


def test_a_forearm_that_reaches_forward_hides_its_heights_only() -> None:
    look = Look(arm=((0.1, 0.62), (0.5, 0.55)), arm_radius=0.05)
    chain = {"elbow": (0.1, 0.62), "wrist": (0.45, 0.56), "index": (0.52, 0.55)}
    found = front_of(draw_person(look=look), chain)
    assert not found.seen[(FRONT_HEIGHTS > 0.5) & (FRONT_HEIGHTS < 0.66)].any()
    low = FRONT_HEIGHTS < 0.38
    assert found.seen[low].all()
    np.testing.assert_allclose(found.posterior[low], -FRONT, atol=0.006)


def test_a_person_cut_off_in_front_has_no_front_there() -> None:
    drawing = draw_person(place=Place(hip_px=(560.0, 480.0)))
    assert not front_of(drawing, AWAY).seen.any()


def test_single_glimpses_do_not_count() -> None:
    drawing = draw_person()
    mask = drawing.mask.copy()
    # The mask runs on to the edge of the picture but for one narrow gap.
    gap = drawing.place.to_px(np.array([[0.0, 0.36], [0.0, 0.28]]))[:, 1].astype(int)
    mask[:, 300:] = 1.0
    mask[gap[0] : gap[1]] = drawing.mask[gap[0] : gap[1]]
    changed = Drawing(drawing.rgb, cv2.GaussianBlur(mask, (0, 0), 1.0), drawing.place, drawing.curve)
    assert not front_of(changed, AWAY).seen.any()


def test_result_cannot_be_changed() -> None:
    found = front_of(draw_person(), AWAY)
    with pytest.raises(ValueError, match="read-only"):
        found.posterior[0] = 1.0
