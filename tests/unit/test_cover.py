"""Hair, arms and ledges over the back: found where they are drawn, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
from scenes import Look, Place, draw_person, sample_curve, trace, traced

from analyzer.meaning.photo_warnings import check_back
from analyzer.measures import compute_back_measures
from analyzer.outline.covered import find_arm, find_hair, find_ledge
from analyzer.outline.describe import TracedBack
from analyzer.outline.edge import ROWS
from analyzer.outline.learned_curve import back_shapes
from analyzer.outline.stands_off import find_stand_off
from analyzer.types.arrays import FloatArray

DARK = (45, 30, 25)
Point = tuple[float, float]
UPPER = (ROWS > 0.55) & (ROWS < 0.95)
LOWER = (ROWS > -0.1) & (ROWS < 0.3)


def _codes(back: TracedBack) -> list[str]:
    return [issue.code for issue in check_back(back, loose=0.0)]


@pytest.mark.parametrize("facing", ["right", "left"])
@pytest.mark.parametrize("thickness", [0.03, 0.05])
def test_braid_from_the_head_down_is_found_where_it_hangs(facing: str, thickness: float) -> None:
    back = traced(draw_person(place=Place(facing=facing), look=Look(hair=DARK, braid=(0.45, thickness))))
    assert back.cover.hair[UPPER].mean() > 0.9
    assert not back.cover.hair[LOWER].any()
    assert "hair_over_back" in _codes(back)
    heights = back.profile.contour[:, 1]
    assert not back.profile.seen[(heights > 0.6) & (heights < 0.9)].any()
    assert back.profile.seen[heights < 0.3].all()


def test_below_the_braid_the_back_is_measured_as_without() -> None:
    curve = sample_curve(-0.5)
    plain = traced(draw_person(curve, look=Look(hair=DARK)))
    braid = traced(draw_person(curve, look=Look(hair=DARK, braid=(0.45, 0.05))))
    apart = braid.profile.lumbosacral.inclination_deg - plain.profile.lumbosacral.inclination_deg
    assert abs(apart) < 1.0


def test_dark_shirt_alone_is_no_hair() -> None:
    back = traced(draw_person(look=Look(hair=DARK, shirt=DARK)))
    assert not back.cover.any.any()
    assert _codes(back) == []


def test_short_hair_is_no_hair_over_the_back() -> None:
    back = traced(draw_person(look=Look(hair=DARK)))
    assert not back.cover.any.any()


@pytest.mark.parametrize(
    ("top", "found"), [(1.45, True), (0.80, False)], ids=["from the head", "from the shoulder"]
)
def test_a_strip_of_the_hairs_colour_is_hair_only_when_it_comes_from_the_head(
    top: float, found: bool
) -> None:
    drawing = draw_person(look=Look(hair=DARK, braid=(0.40, 0.05), braid_top=top))
    close, _ = trace(drawing)
    heights = np.linspace(-0.49, 1.05, len(drawing.curve))
    edge = np.interp(ROWS, heights, drawing.curve) + 0.05 * ((ROWS > 0.40) & (top > ROWS))
    landmarks = Place(tuple(close.frame.origin_px), close.frame.trunk_length_px).landmarks()
    assert find_hair(close, edge, landmarks).any() == found


def test_a_shirt_of_another_colour_than_the_hair_is_no_hair() -> None:
    assert not traced(draw_person(look=Look(hair=(120, 60, 20), shirt=DARK))).cover.hair.any()


def test_no_hair_is_looked_for_when_the_head_is_outside_the_picture() -> None:
    drawing = draw_person(
        place=Place((300.0, 320.0), 240.0), look=Look(hair=DARK, braid=(0.45, 0.05)), size=(600, 800)
    )
    close, _ = trace(drawing)
    edge = np.full(len(ROWS), 0.2)
    landmarks = Place(tuple(close.frame.origin_px), close.frame.trunk_length_px).landmarks()
    assert not find_hair(close, edge, landmarks).any()


ARM = ((-0.05, 0.55), (-0.30, 0.15))


def _moved(elbow: Point, wrist: Point) -> dict[str, Point]:
    """Landmarks of an arm whose hand goes on in the direction of the forearm."""
    hand = (wrist[0] + 0.15 * (wrist[0] - elbow[0]), wrist[1] + 0.15 * (wrist[1] - elbow[1]))
    return {"elbow": elbow, "wrist": wrist, "index": hand, "pinky": hand, "thumb": hand}


@pytest.mark.parametrize("facing", ["right", "left"])
@pytest.mark.parametrize("radius", [0.03, 0.045, 0.08])
def test_forearm_behind_the_back_is_found(facing: str, radius: float) -> None:
    look = Look(arm=ARM, arm_radius=radius)
    back = traced(draw_person(place=Place(facing=facing), look=look), _moved(*ARM))
    assert back.cover.arm[(ROWS > 0.05) & (ROWS < 0.18)].all()
    assert not back.cover.arm[ROWS > 0.85].any()
    assert not back.cover.hair.any()
    assert "arm_over_back" in _codes(back)


@pytest.mark.parametrize("arm", [((-0.25, 0.5), (-0.2, 0.15)), ((-0.22, 0.5), (-0.1, 0.2))])
def test_interval_holds_the_truth_when_a_thick_arm_lies_over_the_back(arm: tuple[Point, Point]) -> None:
    drawing = draw_person(look=Look(arm=arm, arm_radius=0.08))
    plain, covered = traced(draw_person()), traced(drawing, _moved(*arm))
    for truth, measure in zip(
        compute_back_measures(plain, 0.0, 0.0, 0.0),
        compute_back_measures(covered, 0.0, 0.0, 0.0),
        strict=True,
    ):
        assert truth.value is not None
        assert measure.ci95 is not None
        assert measure.ci95[0] <= truth.value <= measure.ci95[1], truth.name


def test_arms_in_front_cover_nothing() -> None:
    assert not traced(draw_person()).cover.arm.any()


def test_hanging_arm_in_front_of_the_edge_covers_nothing() -> None:
    close, _ = trace(draw_person())
    place = Place(tuple(close.frame.origin_px), close.frame.trunk_length_px)
    hanging = place.landmarks({"elbow": (-0.05, 0.4), "wrist": (0.0, 0.0), "index": (0.0, -0.15)})
    assert not find_arm(close, np.full(len(ROWS), 0.2), hanging).any()
    behind = place.landmarks({"elbow": (-0.05, 0.4), "wrist": (-0.18, 0.0), "index": (-0.2, -0.15)})
    assert find_arm(close, np.full(len(ROWS), 0.2), behind).any()


def test_sudden_step_outwards_covers_everything_above_it() -> None:
    edge = np.full(len(ROWS), 0.15)
    edge[ROWS > 0.5] += 0.05
    ledge = find_ledge(edge)
    assert ledge[(ROWS > 0.52) & (ROWS < 1.05)].all()
    assert not ledge[ROWS < 0.45].any()


@pytest.mark.parametrize("scores", [(), (2.0,), (-2.0,), (0.0, 2.0), (0.0, 0.0, -2.0)])
def test_a_back_is_no_ledge(scores: tuple[float, ...]) -> None:
    heights = np.linspace(-0.49, 1.05, len(sample_curve()))
    assert not find_ledge(np.interp(ROWS, heights, sample_curve(*scores))).any()


def test_any_cover_is_at_least_each_kind() -> None:
    back = traced(draw_person(look=Look(hair=DARK, braid=(0.45, 0.05))))
    for kind in (back.cover.hair, back.cover.arm, back.cover.thing):
        assert ((kind >= 0.0) & (kind <= back.cover.any + 1e-12)).all()
    assert back.cover.any.max() <= 1.0
    assert back.cover.any.any()


# Things


def _bump(edge: FloatArray, low: float, high: float, size: float) -> FloatArray:
    """An edge with something rounded over it."""
    part = np.clip((ROWS - low) / (high - low), 0.0, 1.0)
    return edge + size * np.sqrt(np.clip(1.0 - (2.0 * part - 1.0) ** 2, 0.0, None))


def _edge(*scores: float) -> FloatArray:
    heights = back_shapes().heights
    return np.interp(ROWS, heights, sample_curve(*scores))


@pytest.mark.parametrize("scores", [(), (2.0,), (-2.0,), (0.0, 2.0), (0.0, -2.0), (1.0, 1.0, -1.5)])
def test_no_thing_is_seen_on_a_back(scores: tuple[float, ...]) -> None:
    assert not find_stand_off(_edge(*scores), np.ones(len(ROWS))).any()


@pytest.mark.parametrize(("low", "high"), [(-0.2, 0.15), (0.1, 0.5), (0.5, 0.9)])
def test_a_bag_is_seen_where_it_hangs_and_not_elsewhere(low: float, high: float) -> None:
    found = find_stand_off(_bump(_edge(), low, high, 0.12), np.ones(len(ROWS)))
    middle = (low + 0.05 < ROWS) & (high - 0.05 > ROWS)
    assert found[middle].min() > 0.9
    assert found[(high + 0.4 < ROWS) | (low - 0.4 > ROWS)].mean() < 0.2


def test_a_little_more_of_a_thing_is_a_little_more_probable() -> None:
    edge, trust = _edge(), np.ones(len(ROWS))
    found = [find_stand_off(_bump(edge, 0.3, 0.6, size), trust).max() for size in np.arange(0.0, 0.1, 0.0005)]
    assert found[0] == 0.0
    assert found[-1] == 1.0
    assert np.abs(np.diff(found)).max() < 0.5


def test_the_interval_holds_the_truth_behind_a_thing() -> None:
    heights = back_shapes().heights
    plain = traced(draw_person())
    curve = sample_curve()
    part = np.clip((heights - 0.3) / 0.4, 0.0, 1.0)
    bag = curve + 0.12 * np.sqrt(np.clip(1.0 - (2.0 * part - 1.0) ** 2, 0.0, None))
    covered = traced(draw_person(bag))
    assert "object_over_back" in _codes(covered)
    for truth, measure in zip(
        compute_back_measures(plain, 0.0, 0.0, 0.0),
        compute_back_measures(covered, 0.0, 0.0, 0.0),
        strict=True,
    ):
        assert truth.value is not None
        assert measure.ci95 is not None
        assert measure.ci95[0] <= truth.value <= measure.ci95[1], truth.name
