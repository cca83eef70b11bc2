"""Dots painted on rendered people, and what could be taken for dots: the way with the real pose model."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import pytest
from issues import issue_codes
from numpy.typing import NDArray

from analyzer import analyze, load_photo
from analyzer.markers import Markers, find_markers
from analyzer.pipeline import Observation, conclude, observe
from analyzer.pose import PoseModel
from analyzer.types import Corrections
from validation.dots import COLOURS, Colour, Disc, blurred, dark, paint, places
from validation.truth import Phantom, load_phantoms

Pixels = NDArray[np.uint8]
FloatArray = NDArray[np.float64]

ROOT: Final = Path(__file__).resolve().parents[1]
DOTS: Final = ROOT / "sample_images" / "markers_woman_left.jpg"
PEOPLE: Final = ("dev/040", "pairs/002b", "retakes/004a")
"""Two look to the right and one to the left; leggings, shorts and briefs, skin light and dark."""
WHITE: Final = COLOURS["white"]


class Canvas:
    """A rendered person without dots, to paint on."""

    def __init__(self, key: str, model: PoseModel) -> None:
        folder, name = key.split("/")
        phantoms = load_phantoms(ROOT / "validation" / folder)
        self.phantom: Phantom = next(item for item in phantoms if item.path.stem == name)
        self.seen: Observation = observe(self.phantom.path, markers="off", model=model)
        self.asis, self.psis, self.px_per_mm = places(self.phantom)
        self.forward = 1.0 if self.phantom.facing == "right" else -1.0

    @property
    def rgb(self) -> Pixels:
        return self.seen.photo.rgb

    def at(self, start: FloatArray, forward_mm: float, down_mm: float) -> FloatArray:
        return start + np.array([self.forward * forward_mm, down_mm]) * self.px_per_mm

    def disc(self, at: FloatArray, colour: Colour, radius_mm: float = 9.0, narrow: float = 0.8) -> Disc:
        return Disc((float(at[0]), float(at[1])), radius_mm * self.px_per_mm, colour, narrow, 0.9)

    def pair(self, colour: Colour) -> tuple[Disc, Disc]:
        return self.disc(self.asis, colour), self.disc(self.psis, colour, narrow=0.5)

    def on_body(self, picture: Pixels) -> Pixels:
        inside = (self.seen.person.mask > 0.5)[..., None]
        return np.where(inside, picture, self.rgb)

    def find(self, picture: Pixels) -> Markers:
        seen = self.seen
        return find_markers(picture, seen.person.mask, seen.person.landmarks, seen.level.frame)


@pytest.fixture(scope="module")
def canvas(pose_model: PoseModel) -> Callable[[str], Canvas]:
    return cache(lambda key: Canvas(key, pose_model))


def _off(canvas: Canvas, found: Markers) -> float:
    assert found.asis_px is not None, found.issue
    assert found.psis_px is not None
    both = (found.asis_px - canvas.asis, found.psis_px - canvas.psis)
    return max(float(np.hypot(*way)) for way in both) / canvas.px_per_mm


def _code(found: Markers) -> str | None:
    assert not found
    return None if found.issue is None else found.issue.code


# Dots


@pytest.mark.parametrize("key", PEOPLE)
@pytest.mark.parametrize("colour", ["green", "pink", "yellow", "blue"])
def test_painted_dots_are_found_within_millimetres(
    key: str, colour: str, canvas: Callable[[str], Canvas]
) -> None:
    person = canvas(key)
    picture = paint(person.rgb, *person.pair(COLOURS[colour]))
    assert _off(person, person.find(picture)) < 5.0


SPOILT: Final[dict[str, Callable[[Pixels], Pixels]]] = {
    "blurred": blurred,
    "dark": dark,
    "JPEG quality 60": lambda rgb: np.ascontiguousarray(
        cv2.imdecode(
            cv2.imencode(".jpg", rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 60])[1], cv2.IMREAD_COLOR
        )[..., ::-1]
    ),
}


@pytest.mark.parametrize("change", SPOILT)
@pytest.mark.parametrize("key", PEOPLE)
def test_dots_are_found_in_poor_pictures(change: str, key: str, canvas: Callable[[str], Canvas]) -> None:
    person = canvas(key)
    picture = paint(person.rgb, *person.pair(COLOURS["orange"]))
    assert _off(person, person.find(SPOILT[change](picture))) < 5.0


# What could be taken for dots


def _dotted(person: Canvas) -> Pixels:
    spots = [
        person.disc(person.at(person.asis, 30.0 * i, 30.0 * j), WHITE, 6.0)
        for i in range(-10, 4)
        for j in range(-4, 7)
    ]
    return person.on_body(paint(person.rgb, *spots))


def _checked(person: Canvas) -> Pixels:
    size = max(3, round(14.0 * person.px_per_mm))
    y, x = np.indices(person.rgb.shape[:2]) // size
    squares = ((x + y) % 2 == 0)[..., None]
    return person.on_body(np.where(squares, np.uint8([230, 40, 40]), person.rgb))


def _confetti(person: Canvas) -> Pixels:
    rng = np.random.default_rng(4)
    spots = [
        person.disc(
            person.at(person.asis, rng.uniform(-200, 60), rng.uniform(-100, 120)),
            list(COLOURS.values())[rng.integers(len(COLOURS))],
            rng.uniform(4, 9),
            rng.uniform(0.5, 1),
        )
        for _ in range(40)
    ]
    return person.on_body(paint(person.rgb, *spots))


def _moles(person: Canvas) -> Pixels:
    brown = (85, 55, 42)
    return paint(person.rgb, person.disc(person.asis, brown, 4.0), person.disc(person.psis, brown, 4.0, 0.6))


def _tattoo(person: Canvas) -> Pixels:
    outline = np.array([[-14, -9], [0, -17], [7, -4], [16, 2], [3, 7], [-2, 16], [-10, 7]])
    large = cv2.resize(person.rgb, None, fx=4, fy=4, interpolation=cv2.INTER_NEAREST)
    shape = np.round((person.asis + outline * person.px_per_mm) * 4).astype(np.int32)
    cv2.fillPoly(large, [shape], (45, 55, 62))
    small = cv2.resize(large, person.rgb.shape[1::-1], interpolation=cv2.INTER_AREA)
    return blurred(np.asarray(small, np.uint8), 0.8)


def _wall(person: Canvas) -> Pixels:
    return paint(
        person.rgb,
        person.disc(person.at(person.psis, -55.0, 0.0), WHITE),
        person.disc(person.at(person.asis, 90.0, 0.0), WHITE),
    )


NOTHING: Final = {
    "as they are": lambda person: person.rgb,
    "dotted clothes": _dotted,
    "checked clothes": _checked,
    "confetti": _confetti,
    "moles": _moles,
    "large logo": lambda person: paint(person.rgb, person.disc(person.asis, WHITE, 26.0)),
    "tattoo": _tattoo,
    "spots on the wall": _wall,
}


@pytest.mark.parametrize("what", NOTHING)
@pytest.mark.parametrize("key", PEOPLE)
def test_nothing_is_said_of_patterns_and_spots(what: str, key: str, canvas: Callable[[str], Canvas]) -> None:
    person = canvas(key)
    assert _code(person.find(NOTHING[what](person))) is None


@pytest.mark.parametrize("key", PEOPLE)
def test_one_dot_gets_no_invented_partner(key: str, canvas: Callable[[str], Canvas]) -> None:
    person = canvas(key)
    for colour in ("yellow", "blue", "red"):
        front, _ = person.pair(COLOURS[colour])
        assert _code(person.find(paint(person.rgb, front))) == "one_marker_found"


@pytest.mark.parametrize("key", PEOPLE)
def test_one_too_many_is_ambiguous(key: str, canvas: Callable[[str], Canvas]) -> None:
    person = canvas(key)
    dots = person.pair(COLOURS["yellow"])
    third = person.disc((person.asis + person.psis) / 2, COLOURS["yellow"])
    assert _code(person.find(paint(person.rgb, *dots, third))) == "markers_ambiguous"


# Through the whole analysis


@pytest.fixture(scope="module")
def with_dots(pose_model: PoseModel) -> Observation:
    return observe(DOTS, model=pose_model)


def test_the_sample_with_dots_is_measured_between_them(with_dots: Observation) -> None:
    found = conclude(with_dots)
    tilt = found.measures["pelvic_tilt"]
    assert tilt.method == "markers"
    assert tilt.value == pytest.approx(13.0, abs=1.0)  # between the true points in the picture
    assert found.measures["hip_extension_angle"].method == "thigh_to_pelvis"
    assert not found.corrected
    assert found.model_measures is not None
    assert found.model_measures["pelvic_tilt"] == tilt


def test_a_single_moved_point_takes_the_other_from_its_dot(with_dots: Observation) -> None:
    own = conclude(with_dots)
    assert own.geometry.asis_px is not None
    lower = own.geometry.asis_px + np.array([0.0, 10.0])
    moved = conclude(with_dots, Corrections({"asis": (float(lower[0]), float(lower[1]))}))
    tilt = moved.measures["pelvic_tilt"]
    assert tilt.method == "points"
    assert tilt.value is not None
    assert own.measures["pelvic_tilt"].value is not None
    assert tilt.value > own.measures["pelvic_tilt"].value + 4.0
    np.testing.assert_allclose(moved.geometry.psis_px, own.geometry.psis_px)  # type: ignore[arg-type]
    assert "pelvic_tilt" in moved.corrected


def test_another_level_turns_the_line_between_the_dots(with_dots: Observation) -> None:
    own, turned = conclude(with_dots), conclude(with_dots, Corrections(roll_deg=2.0))
    before, after = own.measures["pelvic_tilt"].value, turned.measures["pelvic_tilt"].value
    assert turned.measures["pelvic_tilt"].method == "markers"
    assert before is not None
    assert after is not None
    # She looks to the left: what turns the picture clockwise lifts her front.
    assert after - before == pytest.approx(2.0 - own.geometry.frame.roll_deg, abs=0.05)


def test_with_both_points_placed_nothing_is_said_of_the_dots(pose_model: PoseModel) -> None:
    hidden = ROOT / "validation" / "markers" / "004.jpg"
    seen = observe(hidden, model=pose_model)
    assert "one_marker_found" in issue_codes(conclude(seen))
    asis, psis = (400.0, 520.0), (500.0, 500.0)
    assert "one_marker_found" in issue_codes(conclude(seen, Corrections({"asis": asis})))
    assert "one_marker_found" not in issue_codes(conclude(seen, Corrections({"asis": asis, "psis": psis})))


def test_found_points_are_in_pixels_of_the_photo(pose_model: PoseModel) -> None:
    small = load_photo(DOTS).rgb
    large = cv2.resize(small, None, fx=3.0, fy=3.0, interpolation=cv2.INTER_CUBIC)
    one, other = (analyze(picture, model=pose_model).geometry for picture in (small, np.asarray(large)))
    for name in ("asis_px", "psis_px"):
        np.testing.assert_allclose(getattr(other, name) / 3.0, getattr(one, name), atol=1.0)
