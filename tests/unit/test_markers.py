"""Dots on drawn people: found, placed, or refused."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from scenes import Drawing, Look, Place, draw_person, sample_curve

from analyzer.geometry import inclination_deg
from analyzer.markers import DOT_SD, Markers, dot_view_sd_deg, find_markers
from analyzer.markers.colour import in_light, is_bright, lifts, nearest_mixture, typical
from analyzer.markers.pair import can_be_pelvis
from analyzer.markers.patch import SAMPLES, Zone, cut_patch
from analyzer.markers.resemblance import compare
from analyzer.measures.pelvic_tilt import measure_pelvic_tilt
from analyzer.outline.learned_curve import back_shapes
from validation.dots import COLOURS, Colour, Disc, paint

Pixels = NDArray[np.uint8]
FloatArray = NDArray[np.float64]

BACK = float(np.interp(0.21, back_shapes().heights, sample_curve()))
"""Where the drawn back is at the height of the PSIS."""
ASIS, PSIS = np.array([0.12, 0.15]), np.array([-BACK + 0.045, 0.21])
TROCHANTER = np.array([-0.03, -0.07])
MM = 1.0 / 470.0
"""One millimetre on an adult, trunk lengths."""
SKIN = (150, 95, 80)


@pytest.fixture(scope="module")
def person() -> Drawing:
    return _person()


def _person(facing: str = "right", roll: float = 0.0, factor: float = 1.0) -> Drawing:
    place = Place((300.0 * factor, 480.0 * factor), 240.0 * factor, facing, roll)
    size = (round(600 * factor), round(960 * factor))
    return draw_person(sample_curve(), place, Look(person=SKIN, noise=3.0), size)


def _disc(drawing: Drawing, at: FloatArray, **changes: Any) -> Disc:
    """A dot of 9 mm radius at a place in body coordinates."""
    x, y = drawing.place.to_px(at)
    standard = Disc((float(x), float(y)), 9.0 * MM * drawing.place.trunk_px, COLOURS["green"])
    radius = changes.pop("radius_mm", 9.0) / 9.0 * standard.radius
    return replace(standard, radius=radius, **changes)


def _find(drawing: Drawing, *discs: Disc, picture: Pixels | None = None) -> Markers:
    rgb = paint(drawing.rgb if picture is None else picture, *discs)
    return find_markers(rgb, drawing.mask, drawing.place.landmarks(), drawing.place.frame())


def _pair(drawing: Drawing, **changes: Any) -> tuple[Disc, Disc]:
    return _disc(drawing, ASIS, **changes), _disc(drawing, PSIS, **{"narrow": 0.7, **changes})


def _off(drawing: Drawing, found: Markers) -> float:
    """How far the worse of the two dots is off, millimetres."""
    assert found, found.issue
    both = ((found.asis_px, ASIS), (found.psis_px, PSIS))
    return max(float(np.hypot(*(p - drawing.place.to_px(at)))) for p, at in both) / (
        MM * drawing.place.trunk_px
    )


def _code(found: Markers) -> str | None:
    assert not found
    return None if found.issue is None else found.issue.code


# Found


@pytest.mark.parametrize("name", COLOURS)
def test_dots_of_any_bright_colour_are_found(person: Drawing, name: str) -> None:
    assert _off(person, _find(person, *_pair(person, colour=COLOURS[name]))) < 1.0


@pytest.mark.parametrize("radius_mm", [4.0, 6.0, 12.0, 15.0])
def test_dots_of_any_usual_size_are_found(person: Drawing, radius_mm: float) -> None:
    assert _off(person, _find(person, *_pair(person, radius_mm=radius_mm))) < 1.5


@pytest.mark.parametrize(("facing", "roll"), [("left", 0.0), ("right", 8.0), ("left", -8.0)])
def test_side_and_camera_roll_make_no_difference(facing: str, roll: float) -> None:
    turned = _person(facing, roll)
    assert _off(turned, _find(turned, *_pair(turned))) < 1.0


@pytest.mark.parametrize("factor", [0.5, 3.0])
def test_the_size_of_the_photo_makes_no_difference(factor: float) -> None:
    other = _person(factor=factor)
    assert _off(other, _find(other, *_pair(other))) < 1.5


def test_dots_in_half_the_light_are_found(person: Drawing) -> None:
    dark = (person.rgb * 0.5 ** (1 / 2.2)).astype(np.uint8)
    for colour in ("white", "orange"):
        discs = _pair(person, colour=COLOURS[colour], light=0.5)
        assert _off(person, _find(person, *discs, picture=dark)) < 1.5


def test_one_dot_in_the_shade_still_belongs_to_the_other(person: Drawing) -> None:
    front, back = _pair(person)
    assert _off(person, _find(person, front, replace(back, light=0.5))) < 1.5


def test_a_dot_across_the_waistband_is_found(person: Drawing) -> None:
    up = np.mgrid[: person.rgb.shape[0]][:, None] * np.ones((1, person.rgb.shape[1]))
    below = (up > person.place.to_px(ASIS)[1]) & (person.mask > 0.5)
    dressed = np.where(below[..., None], np.uint8([60, 60, 110]), person.rgb)
    assert _off(person, _find(person, *_pair(person, colour=COLOURS["yellow"]), picture=dressed)) < 1.5


@pytest.mark.parametrize("hidden", [0.3, 0.6])
def test_the_middle_of_a_half_hidden_ball_is_that_of_its_circle(person: Drawing, hidden: float) -> None:
    """Behind the curve of the back only a slice of a ball is seen."""
    height, radius = 0.21, 10.0 * MM
    middle = np.array([-BACK + (2.0 * hidden - 1.0) * radius, height])
    ball = _disc(person, middle, radius_mm=10.0)
    inside = cv2.GaussianBlur(_inside(person).astype(np.float32), (0, 0), 0.5)[..., None]
    behind = paint(person.rgb, ball) * (1 - inside) + person.rgb * inside
    found = _find(person, _disc(person, ASIS, radius_mm=10.0), picture=np.round(behind).astype(np.uint8))
    assert found, found.issue
    off = person.place.frame().to_body(found.psis_px) - middle  # type: ignore[arg-type]
    assert np.hypot(*off) < 2.5 * MM


def _inside(drawing: Drawing) -> NDArray[np.bool_]:
    """Where the drawn body is, exactly."""
    x, y = np.meshgrid(np.arange(drawing.mask.shape[1]) + 0.5, np.arange(drawing.mask.shape[0]) + 0.5)
    forward, up = drawing.place.to_body(x, y)
    result: NDArray[np.bool_] = -forward < np.interp(up, back_shapes().heights, drawing.curve)
    return result


def test_a_third_dot_on_the_greater_trochanter_is_no_contradiction(person: Drawing) -> None:
    assert _off(person, _find(person, *_pair(person), _disc(person, TROCHANTER))) < 1.0


def test_found_points_cannot_be_changed(person: Drawing) -> None:
    found = _find(person, *_pair(person))
    assert found.asis_px is not None
    assert found.psis_px is not None
    assert not found.asis_px.flags.writeable
    assert not found.psis_px.flags.writeable


# Refused


def test_nobody_with_dots_is_the_usual_case(person: Drawing) -> None:
    assert _code(_find(person)) is None


@pytest.mark.parametrize("at", [ASIS, PSIS], ids=["asis", "psis"])
def test_a_single_dot_is_said_and_its_partner_not_invented(person: Drawing, at: FloatArray) -> None:
    assert _code(_find(person, _disc(person, at, narrow=0.8))) == "one_marker_found"


@pytest.mark.parametrize("third", [(-0.02, 0.20), (0.05, 0.05), (-0.08, 0.33)])
def test_a_third_dot_elsewhere_is_ambiguous(person: Drawing, third: tuple[float, float]) -> None:
    assert _code(_find(person, *_pair(person), _disc(person, np.array(third)))) == "markers_ambiguous"


def test_two_dots_of_different_colours_are_no_pair(person: Drawing) -> None:
    front, back = _pair(person)
    found = _find(person, front, replace(back, colour=COLOURS["pink"]))
    assert _code(found) == "markers_ambiguous"


@pytest.mark.parametrize("brown", [(95, 55, 42), (70, 40, 32), (40, 30, 28)])
def test_moles_are_no_dots(person: Drawing, brown: Colour) -> None:
    assert _code(_find(person, *_pair(person, colour=brown, radius_mm=5.0))) is None


@pytest.mark.parametrize("gap_mm", [30.0, 45.0])
def test_a_dotted_pattern_is_no_pair(person: Drawing, gap_mm: float) -> None:
    places = [np.array([x, y]) for x in np.arange(-4, 5) for y in np.arange(-3, 7)]
    spots = [_disc(person, at * gap_mm * MM, radius_mm=6.0, colour=COLOURS["white"]) for at in places]
    inside = _inside(person)[..., None] & (person.mask > 0.5)[..., None]
    dressed = np.where(inside, paint(person.rgb, *spots), person.rgb)
    assert _code(_find(person, picture=dressed)) is None


def test_a_row_of_buttons_is_no_pair(person: Drawing) -> None:
    row = [_disc(person, ASIS - [i * 30.0 * MM, -i * 3.0 * MM], colour=COLOURS["white"]) for i in range(4)]
    assert _code(_find(person, *row)) in (None, "markers_ambiguous")


@pytest.mark.parametrize("beside_mm", [25.0, 60.0])
def test_spots_on_the_wall_are_no_dots(person: Drawing, beside_mm: float) -> None:
    wall = _disc(person, np.array([-BACK - beside_mm * MM, 0.21]))
    assert _code(_find(person, wall)) is None
    assert _code(_find(person, _disc(person, ASIS), wall)) == "one_marker_found"


def test_large_and_long_shapes_are_no_dots(person: Drawing) -> None:
    assert _code(_find(person, *_pair(person, radius_mm=26.0))) is None
    assert _code(_find(person, _disc(person, ASIS, radius_mm=12.0, narrow=0.2))) is None


def test_finger_nails_are_no_dots(person: Drawing) -> None:
    nail = _disc(person, ASIS, colour=COLOURS["red"], radius_mm=5.0)
    hand = {"index": tuple(ASIS + 0.02), "wrist": (0.3, 0.35), "elbow": (0.3, 0.7)}
    rgb = paint(person.rgb, nail)
    landmarks = person.place.landmarks(hand)  # type: ignore[arg-type]
    assert _code(find_markers(rgb, person.mask, landmarks, person.place.frame())) is None
    assert _code(_find(person, nail)) == "one_marker_found"


def test_a_gap_between_arm_and_body_is_no_dot(person: Drawing) -> None:
    room = tuple(float(value) for value in person.rgb[5, 5])
    gap = _disc(person, ASIS, colour=room)  # type: ignore[arg-type]
    arm = {"elbow": (0.12, 0.4), "wrist": (0.14, 0.1), "index": (0.16, -0.1)}
    landmarks = person.place.landmarks(arm, visibility={"index": 0.2, "pinky": 0.2, "thumb": 0.2})
    found = find_markers(paint(person.rgb, gap), person.mask, landmarks, person.place.frame())
    assert _code(found) is None


def test_a_pelvis_outside_the_picture_holds_no_dots(person: Drawing) -> None:
    frame = Place((300.0, 2000.0)).frame()
    assert not find_markers(person.rgb, person.mask, person.place.landmarks(), frame)


# Parts


def test_asis_and_psis_lie_as_in_a_pelvis() -> None:
    assert can_be_pelvis(ASIS, PSIS)
    assert not can_be_pelvis(PSIS, ASIS)
    assert not can_be_pelvis(np.array([0.05, 0.2]), np.array([-0.05, 0.22]))  # too near
    assert not can_be_pelvis(np.array([0.12, 0.30]), np.array([-0.14, 0.14]))  # tipped far backward
    assert not can_be_pelvis(np.array([0.10, 0.00]), np.array([-0.14, 0.35]))  # tipped far forward


def test_points_of_the_patch_and_the_picture_belong_together(person: Drawing) -> None:
    frame = _person("left", 5.0).place.frame()
    patch = cut_patch(person.rgb, person.mask, frame)
    assert patch is not None
    body = np.array([[0.1, 0.2], [-0.2, 0.05]])
    points = (frame.to_picture(body) - patch.origin_px) * patch.factor - 0.5
    np.testing.assert_allclose(patch.to_body(points), body, atol=1e-9)
    np.testing.assert_allclose(np.hypot(*(points[1] - points[0])), SAMPLES * np.hypot(0.3, 0.15), rtol=0.01)
    zone = Zone(-0.22, -0.18, 0.03, 0.07)
    rows, columns = np.nonzero(patch.inside(zone))
    np.testing.assert_allclose([columns.mean(), rows.mean()], points[1], atol=0.6)
    assert zone.holds(body[1])
    assert not zone.holds(body[0])


def test_a_mixture_of_what_is_around_is_no_colour_of_its_own() -> None:
    around = np.array([[20.0, 0.0, 0.0], [60.0, 10.0, 0.0], [40.0, -20.0, 5.0]])
    mixed = 0.3 * around[0] + 0.7 * around[1]
    np.testing.assert_allclose(nearest_mixture(mixed[None], around)[0], mixed, atol=1e-9)
    np.testing.assert_allclose(nearest_mixture(np.array([[90.0, 17.5, 0.0]]), around)[0], around[1])
    np.testing.assert_allclose(nearest_mixture(mixed[None], around[:1])[0], around[0])


def test_bright_is_lighter_or_of_another_colour() -> None:
    skin = _lab(SKIN)
    assert is_bright(_lab((245, 245, 240)), skin)
    assert is_bright(_lab((20, 60, 150)), skin)
    assert not is_bright(in_light(skin, 0.6), skin)
    assert not is_bright(_lab((95, 55, 42)), skin)


def test_a_pale_trace_has_the_direction_of_the_dot() -> None:
    around, dot = np.array([_lab(SKIN), _lab((60, 60, 110))]), _lab(COLOURS["green"])
    half = 0.5 * dot + 0.5 * nearest_mixture(dot[None], around)[0]
    trace = compare(half, around, dot)
    assert trace.likeness > 0.99
    assert trace.share == pytest.approx(0.5, abs=0.05)
    assert trace.fits(0.35)
    assert not trace.fits(0.6)
    other = compare(_lab(COLOURS["orange"]), around, dot)
    assert not other.fits(0.2)


def _lab(rgb: Colour) -> FloatArray:
    pixel = np.asarray(rgb, dtype=np.float32).reshape(1, 1, 3) / 255.0
    return np.asarray(cv2.cvtColor(pixel, cv2.COLOR_RGB2Lab)[0, 0] * [0.7, 1.0, 1.0], dtype=np.float64)


# The measure


def test_the_tilt_between_dots_is_that_of_their_line(person: Drawing) -> None:
    found = _find(person, *_pair(person))
    assert found.asis_px is not None
    assert found.psis_px is not None
    frame = person.place.frame(roll_sd_deg=0.3)
    tilt = measure_pelvic_tilt(
        frame,
        found.asis_px,
        found.psis_px,
        method="markers",
        point_sd=DOT_SD,
        view_sd_deg=dot_view_sd_deg(4.0),
    )
    assert tilt.method == "markers"
    assert not tilt.estimated
    assert tilt.value == pytest.approx(inclination_deg(PSIS, ASIS) - 90.0, abs=0.7)


def test_the_interval_of_dots_holds_place_camera_and_rotation(person: Drawing) -> None:
    frame = person.place.frame(roll_sd_deg=0.5)
    asis, psis = frame.to_picture(ASIS), frame.to_picture(PSIS)

    def half(**options: Any) -> float:
        ci95 = measure_pelvic_tilt(frame, asis, psis, **options).ci95
        assert ci95 is not None
        return (ci95[1] - ci95[0]) / 2

    length = float(np.hypot(*(ASIS - PSIS)))
    place = math.degrees(math.sqrt(2) * DOT_SD / length)
    expected = 1.96 * math.sqrt(place**2 + 0.5**2 + 0.9**2 + 0.4**2 + 0.6**2)
    assert half(point_sd=DOT_SD, view_sd_deg=dot_view_sd_deg(4.0)) == pytest.approx(expected, abs=0.01)
    assert dot_view_sd_deg(15.0) > dot_view_sd_deg(0.0)
    assert half(point_sd=DOT_SD) < half()


@pytest.mark.parametrize("spread", [0.5, 12.0, 40.0])
def test_many_places_are_compared_with_their_surroundings_as_one_is(spread: float) -> None:
    rng = np.random.default_rng(3)
    around = 50.0 + spread * rng.normal(size=(20, 32, 3))
    colours = 50.0 + 30.0 * rng.normal(size=(20, 3))
    one_by_one = [
        np.linalg.norm(colour - nearest_mixture(colour[None], typical(ring))[0])
        for colour, ring in zip(colours, around, strict=True)
    ]
    np.testing.assert_allclose(lifts(colours, around), one_by_one, atol=1e-9)
