"""Photos that differ in what does not change the person: the answer may not change either.

The pictures in ``fixtures/cases`` were made from the rendered people of ``sample_images`` (CC0).
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Final

import pytest

from analyzer import analyze
from analyzer.compare.changes import Comparison, compare, occasion_of
from analyzer.pose import PoseModel
from analyzer.types import Analysis

ROOT: Final = Path(__file__).resolve().parent
CASES: Final = ROOT / "fixtures" / "cases"
SAMPLES: Final = ROOT.parent / "sample_images"
BRAIDS: Final = ("braid_q98", "braid_q90", "braid_q75", "braid_q60")


def _between(before: Analysis, after: Analysis) -> Comparison:
    return compare(occasion_of(before), occasion_of(after))


@pytest.fixture(scope="module")
def braids(pose_model: PoseModel) -> list[Analysis]:
    return [analyze(CASES / f"{name}.jpg", model=pose_model) for name in BRAIDS]


@pytest.mark.parametrize("name", ["plain_wall_rolled_m3", "plain_wall_rolled_p3"])
def test_a_camera_held_askew_before_a_plain_wall_is_no_change(pose_model: PoseModel, name: str) -> None:
    before = analyze(SAMPLES / "before_woman_right.jpg", model=pose_model)
    after = analyze(CASES / f"{name}.jpg", model=pose_model)
    assert not after.geometry.frame.level_seen
    assert {change.verdict for change in _between(before, after).changes.values()} == {
        "within_measurement_error"
    }


def test_copies_of_a_photo_with_a_braid_say_the_same(braids: list[Analysis]) -> None:
    for measure in ("pelvic_tilt", "sacral_slope", "lumbar_lordosis"):
        values = [braid.measures[measure].value for braid in braids]
        assert None not in values
        assert max(values) - min(values) <= 1.0, measure
    warnings = [sorted(issue.code for issue in braid.view.issues) for braid in braids]
    assert all(codes == warnings[0] for codes in warnings)
    assert "hair_over_back" in warnings[0]


def test_copies_of_a_photo_with_a_braid_have_not_changed(braids: list[Analysis]) -> None:
    for before, after in combinations(braids, 2):
        changes = _between(before, after).changes
        hidden = {name for name in changes if not before.measures[name] and not after.measures[name]}
        assert hidden <= {"thoracic_kyphosis", "craniovertebral_angle", "c7_offset", "trunk_balance"}
        assert {change.verdict for name, change in changes.items() if name not in hidden} == {
            "within_measurement_error"
        }
