"""The tables about the direct test, on answers that are made up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from validation.direct_test import by_set_up, put_into, summary
from validation.lying import Answer, Picture, measured, true_value
from validation.range_films import Course


def picture(name: str, set_up: list[str], person: int = 1, *, gap_m: float = 0.02, **truth: Any) -> Picture:
    told = {"near": "left", "thigh_angle_deg": 10.0, "knee_flexion_deg": 60.0, "hip_extension_true_deg": 12.0}
    data = {
        "set_up": set_up,
        "split": "held",
        "person": person,
        "params": {"posture": "photo" if name.startswith("standing") else "supine"},
        "ground_truth": {**told, **truth},
        "landmarks_m": {name: [0.0, 0.0, 0.7 + gap_m] for name in ("T12", "L1", "L3", "L5")},
        "table": {"height_m": 0.7},
    }
    return Picture(Path(f"{name}.jpg"), data)


def answer(thigh: float | None = None, *, error: str = "", issues: tuple[str, ...] = ()) -> Answer:
    measures = (
        {}
        if thigh is None
        else {"thigh_angle": (thigh, thigh - 3, thigh + 3), "knee_flexion": (60.0, 55.0, 65.0)}
    )
    controlled = not error and not issues
    return Answer(error, measures, frozenset(issues), controlled, "left", 1.0)  # type: ignore[arg-type]


PICTURES = {
    item.key: item
    for item in (
        picture("right_00", []),
        picture("right_01", []),
        picture("arched_00", ["back_not_flat"]),
        picture("covered_00", ["hip_or_knee_covered"]),
        picture("covered_01", ["hip_or_knee_covered"]),
        picture("edge_00", ["table_edge_not_seen"]),
        picture("standing_00", [], thigh_to_pelvis_deg=-8.0),
    )
}
FOUND = {
    "right_00": answer(12.0),
    "right_01": answer(5.0, issues=("back_not_flat",)),
    "arched_00": answer(10.0, issues=("back_not_flat",)),
    "covered_00": answer(error="hip_or_knee_covered"),
    "covered_01": answer(error="not_supine"),
    "edge_00": answer(10.0, issues=("table_end_not_seen",)),
    "standing_00": Answer("", {}, frozenset(), False, "", 2.0),
}


def test_errors_and_intervals_are_counted_on_what_can_be_measured():
    rows = measured(PICTURES, FOUND, ["thigh_angle"])["thigh_angle"]
    assert rows == [
        ("right_00", 10.0, 12.0, True),
        ("right_01", 10.0, 5.0, False),
        ("arched_00", 10.0, 10.0, True),
    ]


def test_the_table_of_what_is_reached():
    text = "\n".join(summary(PICTURES, FOUND))
    assert "100 % (2 of 2); pelvis not held included 100 % (3 of 3)" in text
    assert "**2.3°** (3 pictures; bias -1.0°, largest 5.0°)" in text
    assert "said | ≥ 95 % | | 100 % (1 of 1); cannot be told 0, taken as held 0 |" in text
    assert "where the pelvis is held | ≤ 5 % | | 50 % (1 of 2); cannot be told 0" in text
    assert "95 % interval of `thigh_angle` holds the truth | 90 to 99 % | | 67 %" in text
    assert "| 0.5 × |" in text


def test_an_arched_back_that_lies_flat_counts_neither_way():
    pictures = {**PICTURES, "arched_01": picture("arched_01", ["back_not_flat"], gap_m=0.002)}
    text = "\n".join(summary(pictures, {**FOUND, "arched_01": answer(10.0)}))
    assert "100 % (1 of 1); cannot be told 0, taken as held 0; left out 1 whose low back lies" in text


def test_a_wrong_set_up_needs_a_right_word():
    rows = by_set_up(PICTURES, FOUND)
    assert "| `hip_or_knee_covered` | 50 % (1 of 2) | `not_supine` 1 |" in rows
    assert "| `table_edge_not_seen` | 100 % (1 of 1) |  |" in rows
    assert rows[-1] == "| all | 67 % (2 of 3) | |"


def test_against_the_own_standing_photo_of_the_same_side():
    standing = {PICTURES["standing_00"].side_of_person: PICTURES["standing_00"]}
    own, stranger = PICTURES["right_00"], picture("right_09", [], person=9)
    assert true_value(own, "hip_extension_from_standing", standing) == pytest.approx(20.0)
    assert true_value(stranger, "hip_extension_from_standing", standing) is None


def test_a_section_is_written_anew_where_it_stands():
    lines = ["## B", "", "new"]
    assert put_into("# R\n\n## B\n\nold\n\n## C\n\nc\n", lines) == "# R\n\n## B\n\nnew\n\n## C\n\nc\n"
    assert put_into("# R\n\n## B\n\nold\n", lines) == "# R\n\n## B\n\nnew\n"
    assert put_into("# R\n", lines) == "# R\n\n## B\n\nnew\n"


def test_a_movement_goes_forward_and_back_and_comes_home():
    course = Course(habitual_deg=3.0, forward_deg=15.0, back_deg=-9.0)
    tilts = course.tilts(20.0)
    assert (course.range_deg, course.position_pct) == (24.0, 50.0)
    assert (tilts[0], tilts[-1], tilts.max(), tilts.min()) == (3.0, 3.0, 15.0, -9.0)
    assert tilts.argmax() < tilts.argmin()
    # Nobody jumps: a degree at most between two frames of 20 a second, at this speed.
    assert abs(np.diff(tilts)).max() < 1.4
