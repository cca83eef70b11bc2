"""What a stance is called: clear values of each type, the borders, and what was not measured."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.meaning.stance_type import FLAT_DEG, HOLLOW_DEG, ROUND_DEG, STANCES, SWAY_PCT, describe_stance
from analyzer.measures import TABLE
from analyzer.types import Measure

HALF = {"lumbar_lordosis": 5.0, "thoracic_kyphosis": 7.0, "pelvic_shift": 4.0}


def measures(lordosis: float | None, kyphosis: float | None, shift: float | None, width: float = 1.0) -> Any:
    values = {"lumbar_lordosis": lordosis, "thoracic_kyphosis": kyphosis, "pelvic_shift": shift}
    found = {}
    for name, value in values.items():
        unit = TABLE[name].unit  # type: ignore[index]
        half = HALF[name] * width
        found[name] = (
            Measure.missing(name, unit, "back_not_visible", "Not seen.")  # type: ignore[arg-type]
            if value is None
            else Measure(name, unit, value, (value - half, value + half), 1.0, "points")  # type: ignore[arg-type]
        )
    return found


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ((40.0, 45.0, 0.0), "neutral"),
        ((60.0, 42.0, 0.0), "lordosis"),
        ((60.0, 68.0, 0.0), "kyphosis_lordosis"),
        ((15.0, 40.0, 0.0), "flat_back"),
        ((30.0, 60.0, 12.0), "sway_back"),
        ((40.0, 70.0, 0.0), "between_types"),  # a round upper back alone is none of the five
    ],
)
def test_clear_values_have_the_name_that_is_taught(values: tuple[float, float, float], name: str) -> None:
    found = describe_stance(measures(*values))
    assert found is not None
    assert found.name == name
    assert found.meaning == STANCES[found.name].meaning
    assert len(found.speaks) == 3


def test_on_a_border_there_is_no_name() -> None:
    found = describe_stance(measures(HOLLOW_DEG, ROUND_DEG, SWAY_PCT))
    assert found is not None
    assert found.name == "between_types"
    assert sum(found.probabilities.values()) <= 1.0 + 1e-9


@pytest.mark.parametrize("lordosis", [10.0, FLAT_DEG - 1.0, FLAT_DEG + 1.0, 40.0, HOLLOW_DEG + 1.0, 70.0])
def test_wider_intervals_never_make_a_name_surer(lordosis: float) -> None:
    sharp, wide = (describe_stance(measures(lordosis, 45.0, 0.0, width)) for width in (0.3, 2.0))
    assert sharp is not None and wide is not None
    assert max(wide.probabilities.values()) <= max(sharp.probabilities.values()) + 1e-9


def test_without_the_low_back_or_the_feet_nothing_is_said() -> None:
    assert describe_stance(measures(None, 45.0, 0.0)) is None
    assert describe_stance(measures(45.0, 45.0, None)) is None
    found = describe_stance(measures(60.0, None, 0.0))
    assert found is not None
    assert found.name == "lordosis"
    assert "The upper back could not be measured." in found.speaks


def test_a_sentence_is_as_sure_as_its_interval() -> None:
    sure = describe_stance(measures(70.0, 45.0, 0.0))
    wide = describe_stance(measures(51.0, 60.0, 6.0, width=4.0))
    assert sure is not None and wide is not None
    assert sure.speaks[0].startswith("The low back is hollow: 70°")
    assert wide.speaks[0].startswith("The low back may be hollow: 51°")
    assert wide.speaks[1].startswith("The upper back may be round")
    assert wide.speaks[2].startswith("The hips may be in front of the ankles")
    assert sure.speaks[2].startswith("The hips are not far in front of the ankles")
