"""The range of the pelvis in the records: saved from the webcam's page, shown in its visit and over time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from records_driver import PASSPHRASE, Practice, use_place

from analyzer.meaning.range_words import change_words
from analyzer.pelvic_range import find_range
from analyzer.records import RangePoint, Records, VisitDraft
from analyzer.report import build_report, render_html, render_pdf
from analyzer.types.pelvic_range import Estimate, PelvicRange
from tests.unit.test_pelvic_range import samples
from ui.charts.range_course import range_course_svg
from ui.records.range_timeline import TITLE as OVER_TIME
from ui.records.range_timeline import ranges_markup
from ui.records.reports import content_of
from ui.records.visit_range import TITLE, without_range
from ui.report.choices import Choices

TODAY = date.today()
EARLIER = TODAY - timedelta(days=42)
FOUND = find_range(samples())


def wide(value: float, half: float = 2.0, facing: str = "left") -> PelvicRange:
    """The range of the pelvis with this value and half of its interval."""
    estimate = Estimate(value, (value - half, value + half))
    return replace(FOUND, range_deg=estimate, facing=facing)  # type: ignore[arg-type]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = use_place(tmp_path / "clients.records", monkeypatch)
    with Records.create(place, PASSPHRASE) as records:
        client = records.add_client("K-7", "Anna")
        records.save_visit(client.id, VisitDraft(EARLIER, ranges=(wide(12.0),)))
        records.save_visit(client.id, VisitDraft(TODAY, ranges=(wide(20.0), wide(19.0, facing="right"))))
    return place


def test_a_change_is_set_against_the_errors_of_both_days():
    assert "8° larger, more than" in change_words(wide(12.0), wide(20.0))
    assert "8° smaller, more than" in change_words(wide(20.0), wide(12.0))
    # Half intervals of 2 give an error of 2.8 for the difference.
    assert "within measurement error (±3°)" in change_words(wide(20.0), wide(22.5))
    assert "within" not in change_words(wide(20.0), wide(23.0))


def test_the_chart_has_each_visit_with_its_interval():
    points = [RangePoint(n, EARLIER + timedelta(days=n), wide(10.0 + n)) for n in range(5)]
    svg = range_course_svg(points)
    heights = [float(y) for y in re.findall(r'<circle[^>]* cy="([\d.]+)"', svg)]
    assert heights == sorted(heights, reverse=True) and len(set(heights)) == 5
    assert svg.count('class="likely"') == 5
    assert "Range of the pelvis at 5 visits." in svg
    assert range_course_svg(points[:1]).count("<circle") == 1
    assert ranges_markup([*points, RangePoint(9, TODAY, wide(3.0, facing="right"))]).count("<section") == 2


def test_it_stands_in_its_visit_and_over_time(place: Path):
    app = Practice(place).unlock()
    app.go("visit", visit=2)
    assert app.errors() == []
    assert TITLE in app.words()
    assert "From the left side: You tipped your pelvis by about 20°" in app.words()
    assert "8° larger, more than measurement error" in app.words()
    assert app.words().count("Since ") == 1  # the right side was not filmed before
    app.at.button(key="range_delete_2_0").click().run()
    assert "Range of the pelvis, with what was measured" in app.words()
    draft = VisitDraft(TODAY, ranges=(wide(20.0), wide(19.0, facing="right")))
    assert [left.facing for left in without_range(draft, wide(20.0)).ranges] == ["right"]
    app.go("client", client=1)
    assert app.errors() == []
    assert OVER_TIME in app.words()
    assert any("range of the pelvis" in item.proto.label for item in app.at.get("page_link"))
    assert "pelvic_range_left" in app.component("timeline", "timeline_ranges")


def test_the_report_of_a_visit_holds_it_with_what_changed(place: Path):
    with Records.open(place, PASSPHRASE) as records:
        content = content_of(records, records.visit(2), Choices(client_code="K-7", day=TODAY))
    assert [found.facing for found in content.ranges] == ["left", "right"]
    (section,) = [part for part in build_report(content).sections if part.id == "range"]
    assert section.title == "Range of the pelvis"
    page = render_html(build_report(content)).decode()
    assert page.count("filmed from the left side") == 2  # in a line at the top, and in its section
    assert "8° larger, more than measurement error" in page
    assert page.count("Since ") == 1
    assert "51 of 51 pictures" in page
    assert render_pdf(build_report(content)).startswith(b"%PDF-")
