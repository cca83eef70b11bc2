"""The head to head with other methods: their definitions and the tables. None of their programs is needed."""

from __future__ import annotations

import argparse
import math

import numpy as np
import pytest

from analyzer.types.landmarks import COUNT, LandmarkName
from validation.direct_test import section_in
from validation.rivals import angles, command, table, tools
from validation.rivals.readings import AUGMENTER, HIP_ANGLE, MASK, MEASURES, METHODS, OURS, Reading

PLACES = {
    "shoulder": (0.10, 0.50),
    "hip": (0.0, 0.0),
    "knee": (0.0, -0.40),
    "ankle": (0.0, -0.80),
    "heel": (-0.05, -0.85),
    "foot_index": (0.15, -0.85),
}


def standing(aside: float = 0.1) -> np.ndarray:
    """Somebody who looks to the right, bent forward: [anterior, superior, to the right of the person]."""
    points = np.zeros((COUNT, 3))
    for part, place in PLACES.items():
        for side, sign in (("left", -1.0), ("right", 1.0)):
            points[LandmarkName.of(side, part)] = [*place, sign * aside]  # type: ignore[arg-type]
    return points


def picture(points: np.ndarray, facing: str, roll_deg: float) -> np.ndarray:
    """The same in a picture, y down, its content turned clockwise."""
    x, y = (points[:, 0] if facing == "right" else -points[:, 0]), -points[:, 1]
    angle = math.radians(roll_deg)
    return np.stack(
        [x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)], axis=1
    )


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("roll_deg", [0.0, 5.0, -3.0])
def test_hip_angle_is_the_bend_forward_whatever_the_side_and_the_roll(facing: str, roll_deg: float) -> None:
    flat = angles.side_view(picture(standing(), facing, roll_deg), facing, roll_deg)
    assert angles.hip_angle(flat) == pytest.approx(math.degrees(math.atan2(0.1, 0.5)))


@pytest.mark.parametrize("facing", ["left", "right"])
def test_a_person_who_looks_left_gives_the_augmenter_the_same_points(facing: str) -> None:
    body = standing()
    world = np.column_stack([picture(body, facing, 0.0), -body[:, 2]])
    if facing == "left":  # the other side is near then
        world = np.column_stack([picture(body, facing, 0.0), body[:, 2]])
    assert angles.upright_world(world, facing, 0.0) == pytest.approx(body)


def test_the_augmenter_gets_47_numbers_in_its_own_order() -> None:
    given = angles.augmenter_input(standing())
    assert given.shape == (47,)
    assert given[-2:].tolist() == [angles.HEIGHT_M, angles.MASS_KG]
    rows = given[:-2].reshape(15, 3) * angles.HEIGHT_M
    assert rows[0] == pytest.approx([0.10, 0.50, 0.0])  # the neck is the middle of the shoulders
    assert rows[3] == pytest.approx([0.0, 0.0, 0.1])  # right hip, from the middle of the hips
    assert rows[9] == pytest.approx([-0.05, -0.85, 0.1])
    assert rows[13] == pytest.approx([0.15, -0.85, 0.1])
    right_small, left_small = rows[11], rows[12]
    assert right_small[2] > 0.1  # outside of the big toe, and behind it
    assert left_small[2] < -0.1
    assert right_small[0] < 0.15


def test_tilt_of_markers_is_that_of_asis_below_psis() -> None:
    markers = np.zeros((35, 3))
    markers[:2] = [0.05, -0.03, 0.0]
    markers[2:4] = [-0.08, 0.0, 0.0]
    markers[angles.C7_MARKER] = [-0.08, 0.5, 0.0]
    tilt = math.degrees(math.atan2(0.03, 0.13))
    assert angles.tilt_of_markers(markers) == pytest.approx(tilt)
    assert angles.trunk_on_pelvis(markers) == pytest.approx(tilt)  # the trunk is upright
    markers[angles.C7_MARKER] = [-0.03, 0.5, 0.0]  # bent forward: less hollow
    assert angles.trunk_on_pelvis(markers) < tilt


TRUE = {f"dev/{number:02d}": float(number) for number in range(12)}


def test_a_constant_is_not_an_error_once_it_is_taken_out() -> None:
    score = table.score({key: Reading(value + 7.0, 1.0) for key, value in TRUE.items()}, TRUE, list(TRUE))
    assert (score.raw, score.level, score.scaled) == pytest.approx((7.0, 0.0, 0.0), abs=1e-9)
    assert score.held == 1.0
    assert (score.answered, score.asked) == (12, 12)


def test_what_is_fitted_on_one_half_is_used_on_the_other() -> None:
    # Every second picture is off by 10: whoever fitted on all would find 5 everywhere.
    found = {key: Reading(value + 10.0 * (number % 2)) for number, (key, value) in enumerate(TRUE.items())}
    assert table.score(found, TRUE, list(TRUE)).level == pytest.approx(10.0)


def test_a_method_that_sees_nothing_becomes_a_guess_of_the_middle() -> None:
    blind = {key: Reading(3.0) for key in TRUE}
    guess = table.score({key: Reading(0.0) for key in TRUE}, TRUE, list(TRUE))
    score = table.score(blind, TRUE, list(TRUE))
    assert score.scaled == pytest.approx(guess.scaled)
    assert score.held is None


def test_changes_are_scored_by_person_and_only_where_both_photos_were_answered() -> None:
    truth = {"pairs/1a": 0.0, "pairs/1b": 10.0, "pairs/2a": 5.0, "pairs/2b": 5.0}
    found = {
        "pairs/1a": Reading(1.0, sd_within=1.0),
        "pairs/1b": Reading(6.0, sd_within=1.0),
        "pairs/2a": Reading(2.0),
    }
    score = table.score_change(found, truth, list(truth))
    assert (score.answered, score.asked) == (1, 2)
    assert (score.error, score.slope) == pytest.approx((5.0, 0.5))
    assert math.isnan(score.scaled)  # of one person nothing can be learned
    assert score.held == 0.0  # 5 degrees off, and 2.8 were claimed
    assert table.no_change(truth, list(truth)) == pytest.approx(5.0)


def everything(truth: dict[str, float]) -> dict[str, dict[str, dict[str, Reading]]]:
    """Ours is off by 1 in every second photo, the mask by 4, the others see a tenth of what happens."""
    off = {OURS: 1.0, MASK: 4.0}
    return {
        method: {
            name: {
                key: Reading(value + off[method] * key.endswith("b") if method in off else 0.1 * value)
                for key, value in truth.items()
            }
            for name in MEASURES
        }
        for method in METHODS
    }


def test_ours_is_set_against_the_best_other_method_in_its_better_way() -> None:
    truth = {f"pairs/{number}{end}": number * (end == "b") * 6.0 for number in range(6) for end in "ab"}
    found = everything(truth)
    truths = dict.fromkeys(MEASURES, truth)
    # With a scale fitted, those that see a tenth are perfect here.
    ours, best, error = table.against_best(found, truths, list(truth), "pelvic_tilt")
    assert ours == pytest.approx(1.0)
    assert best == HIP_ANGLE
    assert error == pytest.approx(0.0, abs=1e-9)
    rows = table.change_table(found, truths, "pelvic_tilt", pairs=list(truth), retakes=list(truth))
    assert len(rows) == 2 + len(METHODS) + 1
    assert "| 6 of 6 | 13.5° | 0.0° | 0.10° |" in next(row for row in rows if AUGMENTER in row)
    # A method that sees nothing of it is no rival, and the mask is.
    for method in METHODS:
        if method not in (OURS, MASK):
            found[method] = {name: {key: Reading(0.0) for key in truth} for name in MEASURES}
    ours, best, error = table.against_best(found, truths, list(truth), "pelvic_tilt")
    assert best == MASK
    assert error < 4.0  # its scale is fitted, too
    assert f"({MASK})" in table.summary(found, truths, list(truth))[2]


def test_without_the_other_programs_a_sentence_says_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tools, "NEEDED", ("no_such_program",))
    assert command.run(argparse.Namespace(write=False)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "no_such_program" in said.err
    assert "pip install --no-deps -r requirements-rivals.txt" in said.err
    kept = command.section_or_kept()
    assert kept[0] == command.HEADING
    assert any(OURS in line for line in kept)


def test_the_analyzer_names_none_of_the_other_programs() -> None:
    for path in (command.REPORT.parents[1] / "analyzer").rglob("*.py"):
        text = path.read_text("utf-8")
        assert not any(f"import {name}" in text or f"from {name}" in text for name in tools.NEEDED), path


def test_a_section_is_found_by_its_heading() -> None:
    text = "# R\n\n## A\n\na\n\n### Aa\n\nx\n\n## B\n\nb\n"
    assert section_in(text, "## A") == ["## A", "", "a", "", "### Aa", "", "x"]
    assert section_in(text, "## B") == ["## B", "", "b"]
    assert section_in(text, "## C") == []
