"""How many photos a change needs: the parts and table, on results that are made up, and how people stand."""

from __future__ import annotations

import json
import math
from typing import Any, TypeAlias

import numpy as np
import pytest

from analyzer.compare.how_many import FILE, Repeat
from analyzer.types.codes import MEASURES
from calibration.body_model import Stance
from calibration.standing_again import (
    CURVE_SHARES,
    SACRUM_SHARES,
    curve_sd_deg,
    sacrum_sd_deg,
    spread,
    stand_again,
)
from validation import photos

Shares: TypeAlias = tuple[tuple[float, float], tuple[float, float]]


def results(folder: str, people: int, ends: str, sd: float, seed: int) -> dict[str, dict[str, Any]]:
    random = np.random.default_rng(seed)
    found = {}
    for person in range(people):
        usual = random.normal(0.0, 20.0)
        for end in ends:
            value = usual + random.normal(0.0, sd)
            found[f"{folder}/{person:03d}{end}"] = {
                "error": None,
                "measures": {name: {"value": value} for name in MEASURES},
            }
    return found


def test_each_part_comes_from_its_own_pictures() -> None:
    seen = {
        **results("stands", 200, "abcdef", 1.0, 1),
        **results("retakes", 2000, "ab", math.hypot(1.0, 0.8), 2),
        **results("retakes_wide", 2000, "ab", math.hypot(1.0, 2.0), 3),
    }
    true = {key: dict.fromkeys(MEASURES, 5.0) for key in seen if key.startswith("stands/")}
    found = photos.repeats(dict.fromkeys(MEASURES, 2.3), seen, true)
    repeat, freedom = found["pelvic_tilt"]
    assert repeat.stance == 2.3
    assert repeat.photo == pytest.approx(1.0, abs=0.05)
    assert repeat.set_up == pytest.approx(0.8, abs=0.06)
    assert repeat.new_set_up == pytest.approx(2.0, abs=0.06)
    assert freedom == {"photo": 1000, "set_up": 2000, "new_set_up": 2000}
    rows = photos.section(found, 200)
    assert rows[0] == photos.HEADING
    assert any("200 rendered people" in row for row in rows)
    row = next(row for row in rows if row.startswith("| knee_angle |"))
    assert f" {repeat.smallest_change():.1f}° |" in row
    assert f" {repeat.smallest_change(6, 6, new_set_up=True):.1f}° |" in row
    kept = photos.data_of(found)["measures"]["knee_angle"]
    assert Repeat(**kept) == repeat


def test_how_people_stand_is_taken_off_before_the_error_is_taken() -> None:
    seen = results("stands", 30, "abcdef", 0.0, 4)
    random = np.random.default_rng(5)
    true = {}
    for key, answer in seen.items():
        moved = random.normal(0.0, 3.0)
        true[key] = dict.fromkeys(MEASURES, moved)
        for measure in answer["measures"].values():
            measure["value"] += moved
    seen |= results("retakes", 10, "ab", 1.0, 6) | results("retakes_wide", 10, "ab", 1.0, 7)
    assert photos.repeats(dict.fromkeys(MEASURES, 2.0), seen, true)["knee_angle"][0].photo < 1e-9


def test_too_few_pictures_are_not_believed() -> None:
    seen = results("stands", 1, "abc", 1.0, 1) | results("retakes", 9, "ab", 1.0, 2)
    true = {key: dict.fromkeys(MEASURES, 0.0) for key in seen}
    with pytest.raises(ValueError, match="too few pictures for pelvic_tilt"):
        photos.repeats(dict.fromkeys(MEASURES, 2.0), seen, true)


def test_a_part_is_never_less_than_nothing() -> None:
    assert photos.beyond(photos.Spread(1.0, 9), photos.Spread(2.0, 9)) == 0.0
    assert photos.pooled([[1.0], [1.0, 3.0]]) == photos.Spread(pytest.approx(math.sqrt(2.0)), 1)  # type: ignore[arg-type]


@pytest.mark.parametrize("shares", [CURVE_SHARES, SACRUM_SHARES])
def test_people_who_stand_so_differ_as_was_published(shares: Shares) -> None:
    """Where people's own spreads are lognormal; its width is found again from the two shares."""
    random = np.random.default_rng(11)
    best = min(
        (abs(away[0]) + abs(away[1]), away)
        for width in np.arange(0.0, 0.9, 0.05)
        for away in [_away(shares, spread(shares), float(width), random)]
    )[1]
    assert best == pytest.approx((0.0, 0.0), abs=0.02)


def _away(shares: Shares, rms: float, width: float, random: np.random.Generator) -> tuple[float, float]:
    """How far the shares of people are from the published ones, when the mean square of spreads is given."""
    own = rms * np.exp(width * random.standard_normal(20_000) - width**2)
    ranges = own * np.ptp(random.standard_normal((6, 20_000)), axis=0)
    low, high = (float(np.mean(ranges < limit) - share) for limit, share in shares)
    return low, high


def test_the_curve_differs_by_some_two_degrees_and_the_sacrum_by_as_much() -> None:
    assert curve_sd_deg() == pytest.approx(2.25, abs=0.1)
    assert sacrum_sd_deg() == pytest.approx(2.65, abs=0.15)
    with pytest.raises(ValueError, match="grow"):
        spread(((0.2, 0.7), (0.1, 0.2)))


def test_who_stands_again_stands_as_usual_in_the_mean() -> None:
    random = np.random.default_rng(0)
    usual = Stance(pelvis=8.0, knee=5.0, neck=4.0)
    stands = [stand_again(usual, random) for _ in range(400)]
    pelvis = np.array([stand.pelvis for stand in stands])
    assert pelvis.mean() == pytest.approx(8.0, abs=0.4)
    assert pelvis.std() == pytest.approx(curve_sd_deg() * 11.4 / 10.8, rel=0.1)
    assert min(stand.knee for stand in stands) >= 0.0
    assert usual.pelvis == 8.0


def test_the_report_tells_what_the_app_says() -> None:
    text = "\n".join(photos.kept_section())
    kept = json.loads((photos.DATA).read_text("utf-8"))["measures"]
    assert photos.DATA.as_posix().endswith(FILE)
    for name in MEASURES:
        said = [Repeat(**kept[name]).smallest_change(count, count) for count in photos.COUNTS]
        row = next(row for row in text.split("\n") if row.startswith(f"| {name} |"))
        cells = [cell.strip(" °%") for cell in row.split("|")[2 : 2 + len(said)]]
        assert cells == [f"{value:.1f}" for value in said]
