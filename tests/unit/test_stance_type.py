"""What a stance is called: clear values of each type, the borders, and what was not measured."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.meaning.stance_type import (
    BETWEEN,
    FLAT_DEG,
    HOLLOW_DEG,
    ROUND_DEG,
    STANCES,
    SWAY_PCT,
    UNSEEN,
    describe_stance,
)
from analyzer.measures import TABLE
from analyzer.overlay.stance_figures import marks
from analyzer.types import Measure
from analyzer.types.forms import as_json
from validation.stance_types import judge, true_name

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


@pytest.mark.parametrize(
    ("lordosis", "title", "possible"),
    [
        (60.0, "Lordosis or kyphosis-lordosis", {"lordosis", "kyphosis_lordosis"}),
        (40.0, "Neutral, as far as it is seen", {"neutral"}),
    ],
)
def test_a_hidden_upper_back_leaves_open_what_depends_on_it(lordosis, title, possible) -> None:
    found = describe_stance(measures(lordosis, None, 0.0))
    assert found is not None
    assert (found.name, found.title, set(found.possible)) == ("between_types", title, possible)
    assert UNSEEN in found.meaning
    assert "The upper back could not be measured." in found.speaks


@pytest.mark.parametrize(("shift", "name"), [(0.0, "flat_back"), (12.0, "sway_back")])
def test_types_that_need_no_upper_back_are_named_without_it(shift: float, name: str) -> None:
    found = describe_stance(measures(15.0, None, shift))
    assert found is not None
    assert found.name == name


def test_close_to_a_border_both_types_are_said() -> None:
    tossed = describe_stance(measures(70.0, ROUND_DEG, 0.0))
    assert tossed is not None
    assert (tossed.name, tossed.title) == ("between_types", "Lordosis or kyphosis-lordosis")
    assert tossed.meaning == BETWEEN
    leaning = describe_stance(measures(70.0, ROUND_DEG + 1.0, 0.0))
    assert leaning is not None
    assert (leaning.name, leaning.possible) == ("kyphosis_lordosis", ("kyphosis_lordosis", "lordosis"))
    assert "Lordosis is nearly as likely." in leaning.meaning


def test_two_types_are_named_only_where_all_others_are_unlikely() -> None:
    wide = describe_stance(measures(49.0, None, 0.0, width=4.8))
    assert wide is not None
    assert set(wide.possible) == {"lordosis", "kyphosis_lordosis"}
    assert sum(wide.probabilities[name] for name in wide.possible) < 0.6
    assert (wide.title, wide.meaning) == (STANCES["between_types"].title, STANCES["between_types"].meaning)


def test_a_single_type_that_is_marked_is_said_to_come_nearest() -> None:
    near = describe_stance(measures(30.0, None, 0.0))
    assert near is not None
    assert (near.name, near.possible) == ("between_types", ("flat_back",))
    assert near.meaning == "Flat back comes nearest, but the values are not sure enough to name it."
    assert near.speaks[0].startswith("The low back may be flat: 30°")


def test_those_that_are_possible_are_marked_in_the_drawing() -> None:
    open_, clear = (describe_stance(measures(60.0, upper, 0.0)) for upper in (None, 40.0))
    assert open_ is not None and clear is not None
    assert [mark for _, mark in marks(open_)].count("possible") == 2
    assert dict(marks(clear)) == {name: "other" for name, _ in marks(clear)} | {"lordosis": "chosen"}


# --- How often it is right -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lordosis", "kyphosis", "shift", "name"),
    [
        (60.0, 45.0, 0.0, "lordosis"),
        (60.0, 65.0, 0.0, "kyphosis_lordosis"),
        (40.0, 45.0, 9.0, "sway_back"),
        (20.0, 45.0, 0.0, "flat_back"),
        (40.0, 65.0, 0.0, "between_types"),
        (51.0, 45.0, 0.0, None),  # too near a limit to be clear
        (60.0, float("nan"), 0.0, None),
    ],
)
def test_the_true_name_is_that_of_true_values_away_from_the_limits(lordosis, kyphosis, shift, name) -> None:
    truth = {"lumbar_lordosis": lordosis, "thoracic_kyphosis": kyphosis, "pelvic_shift": shift}
    assert true_name(truth) == name


@pytest.mark.parametrize(
    ("values", "true", "worth"),
    [
        ((60.0, 42.0, 0.0), "lordosis", "right"),
        ((60.0, 42.0, 0.0), "kyphosis_lordosis", "wrong"),
        ((60.0, None, 0.0), "lordosis", "open"),
        ((60.0, None, 0.0), "flat_back", "between"),
        ((60.0, 55.0, 0.0), "lordosis", "between"),
        ((None, 55.0, 0.0), "lordosis", "none"),
    ],
)
def test_answers_are_judged(values, true, worth) -> None:
    found = measures(*values)
    stance = describe_stance(found)
    result = {
        "error": None,
        "measures": {name: measure.to_dict() for name, measure in found.items()},
        "stance": None if stance is None else as_json(stance),
    }
    assert judge(result, true) == worth
    assert judge({"error": {"code": "no_person"}}, true) == "none"


def test_a_sentence_is_as_sure_as_its_interval() -> None:
    sure = describe_stance(measures(70.0, 45.0, 0.0))
    wide = describe_stance(measures(51.0, 60.0, 6.0, width=4.0))
    assert sure is not None and wide is not None
    assert sure.speaks[0].startswith("The hollow of the low back is deep: 70°")
    assert wide.speaks[0].startswith("The hollow of the low back may be deep: 51°")
    assert wide.speaks[1].startswith("The upper back may be round")
    assert wide.speaks[2].startswith("The hips may be in front of the ankles")
    assert sure.speaks[2].startswith("The hips are not far in front of the ankles")
