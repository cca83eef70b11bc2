"""The timeline of a client: what is compared with what, in numbers, in words and as a picture."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from analyzer.measures import TABLE
from analyzer.records import TimelinePoint
from analyzer.types import Measure
from ui.charts.course import courses, first_choice, of_side, sides_of
from ui.charts.timeline import chart_svg
from ui.records.client_list import next_code
from ui.records.comparing import earlier_visit
from ui.records.timeline import summary, timeline_markup

START = date(2026, 1, 5)
NAME = "pelvic_tilt"


def measure(value: float | None, method: str = "points") -> Measure:
    if value is None:
        return Measure.missing(NAME, "deg", "loose_clothing", "Loose clothing <hides> the low back.")
    return Measure(NAME, "deg", value, (value - 9.0, value + 9.0), 1.0, method)


def point(number: int, value: float | None, side: str = "right", version: str = "1.0", **more: str):
    return TimelinePoint(
        number, START + timedelta(days=30 * number), side, 2, {NAME: measure(value, **more)}, version
    )


def verdicts(*points: TimelinePoint, chosen: int = 0) -> list[str | None]:
    return [step.verdict for step in courses(points, chosen)[NAME].steps]


def test_a_change_counts_beyond_the_error_of_both_visits():
    # 1.96 times the root of 1² + 1² is 2.77.
    found = verdicts(point(0, 10.0), point(1, 12.7), point(2, 12.8), point(3, None))
    assert found == [None, "within_measurement_error", "changed", "not_comparable"]
    assert verdicts(point(0, 10.0), point(1, 12.8), chosen=1) == ["changed", None]


def test_another_method_is_not_compared():
    course = courses([point(0, 10.0), point(1, 20.0, method="estimated")], 0)[NAME]
    assert course.steps[1].verdict == "not_comparable"
    assert course.steps[1].reasons[0].code == "other_method"
    assert chart_svg(course).count('class="cross"') == 1


def test_versions_are_compared_as_on_the_page_before_and_after():
    """Only measures whose values a version changed are not compared, as `analyzer.compare` has it."""

    def visit(number: int, tilt: float, knee: float, version: str) -> TimelinePoint:
        knees = Measure("knee_angle", "deg", knee, (knee - 9.0, knee + 9.0), 1.0, "landmarks")
        measures = {NAME: measure(tilt, "estimated"), "knee_angle": knees}
        return replace(point(number, tilt, version=version), measures=measures)

    found = courses([visit(0, 10.0, 170.0, "0.1.0"), visit(1, 20.0, 160.0, "0.3.0")], 0)
    assert found["knee_angle"].steps[1].verdict == "changed"
    assert found[NAME].steps[1].verdict == "not_comparable"
    assert found[NAME].steps[1].reasons[0].code == "other_version"
    assert "Not comparable. The results come from versions 0.1.0 and 0.3.0" in timeline_markup([found[NAME]])


def test_versions_whose_values_are_the_same_are_compared():
    points = [
        point(0, 10.0, version="0.3.0"),
        point(1, 20.0, version="0.3.1"),
        point(2, 10.0, version="0.3.1"),
    ]
    assert verdicts(*points) == [None, "changed", "within_measurement_error"]
    assert first_choice(points) == 0


def test_photos_taken_in_another_way_are_not_compared():
    high = replace(point(1, 20.0), camera_height_cm=140.0)
    free = replace(point(2, 20.0), protocol="Arms hanging")
    first = replace(point(0, 10.0), camera_height_cm=100.0, protocol="Arms folded in front")
    course = courses([first, high, free, point(3, 20.0)], 0)[NAME]
    assert [step.verdict for step in course.steps[1:]] == ["not_comparable", "not_comparable", "changed"]
    assert [step.reasons[0].code for step in course.steps[1:3]] == ["other_camera_height", "other_protocol"]


def test_the_first_choice_is_the_oldest_visit_of_the_newest_version():
    points = [point(0, 10.0, version="0.1.0"), point(1, 10.0), point(2, 10.0)]
    assert first_choice(points) == 1


def test_sides_are_apart():
    points = [point(0, 10.0), point(1, 11.0, "left"), point(2, 12.0)]
    assert sides_of(points) == ("right", "left")
    assert [p.visit_id for p in of_side(reversed(points), "right")] == [0, 2]
    assert earlier_visit(tuple(points), 2).visit_id == 0
    assert earlier_visit(tuple(points), 1) is None


def test_every_measure_has_its_course():
    assert list(courses([point(0, 10.0)], 0)) == list(TABLE)
    assert "No visit has this value." in timeline_markup(courses([point(0, 10.0)], 0).values())


def test_words_tell_the_change_with_its_error():
    course = courses([point(0, 10.0), point(1, 4.0)], 0)[NAME]
    assert summary(course) == (
        "5 Jan 2026 to 4 Feb 2026: 6.0° less forward tilt, more than measurement error (±2.8°)."
    )
    small = courses([point(0, 10.0), point(1, 9.0)], 0)[NAME]
    assert summary(small).endswith("1.0° less forward tilt, within measurement error (±2.8°).")
    assert summary(courses([point(0, 10.0)], 0)[NAME]) == "No later visit to compare with yet."
    assert "Choose another visit" in summary(courses([point(0, None), point(1, 9.0)], 0)[NAME])
    table = timeline_markup([course])
    assert "−6.0° (−8.8° to −3.2°)" in table
    assert "likely −5° to 13°" in table


def places(svg: str, kind: str) -> list[tuple[float, float]]:
    found = re.findall(rf'<circle class="dot {kind}" cx="([\d.]+)%" cy="([\d.]+)"', svg)
    return [(float(x), float(y)) for x, y in found]


def test_the_chart_shows_values_in_time_and_the_band_of_error():
    course = courses([point(0, 10.0), point(1, 10.5), point(4, 20.0)], 0)[NAME]
    svg = chart_svg(course)
    ((x0, y0),) = places(svg, "chosen")
    ((x1, y1),) = places(svg, "within_measurement_error")
    ((x4, y4),) = places(svg, "changed")
    assert (x4 - x0) / (x1 - x0) == pytest.approx(4.0, rel=0.01)  # four times as long
    assert y4 < y1 < y0  # more is up
    per_degree = (y0 - y4) / 10.0
    corners = re.search(r'<polygon class="error" points="([^"]+)"', svg)[1].split()
    heights = sorted(float(corner.split(",")[1]) for corner in corners)
    assert heights[-1] - heights[0] == pytest.approx(2 * 2.77 * per_degree, rel=0.03)
    likely = re.search(r'<line class="likely changed"[^>]* y1="([\d.]+)" y2="([\d.]+)"', svg)
    assert float(likely[2]) - float(likely[1]) == pytest.approx(2 * 1.96 * per_degree, rel=0.03)
    assert 'role="img"' in svg
    assert "about" not in svg  # measured, not estimated


def test_small_errors_do_not_fill_the_chart():
    tiny = replace(measure(10.0), sd_within=0.01)
    points = [replace(point(0, 10.0), measures={NAME: tiny}), point(1, 10.02)]
    ticks = re.findall(r'class="tick"[^>]*>([−\d]+)°', chart_svg(courses(points, 0)[NAME]))
    assert int(ticks[-1]) - int(ticks[0]) >= 10


def test_visits_of_one_day_stand_side_by_side_and_texts_are_escaped():
    same = [point(0, 10.0), replace(point(0, 12.0), visit_id=9), point(1, None)]
    course = courses(same, 0)[NAME]
    svg = chart_svg(course)
    assert len({x for x, _ in (*places(svg, "chosen"), *places(svg, "within_measurement_error"))}) == 2
    assert "&lt;hides&gt;" in timeline_markup([course])
    assert "<hides>" not in timeline_markup([course])


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([], "C-001"),
        (["anna", "bo"], "C-001"),
        (["K-09", "K-10", "other"], "K-11"),
        (["2026-7", "2026-8"], "2026-9"),
        (["x9", "X12", "x10"], "x13"),
        (["007"], "008"),
    ],
)
def test_the_next_code_follows_those_that_are_there(codes: list[str], expected: str):
    assert next_code(codes) == expected
