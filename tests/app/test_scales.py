"""Measures on their scales: places, words, what a person corrected, and nothing that could be injected."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from app_driver import SAMPLES

from analyzer.compare.several_photos import summarize
from analyzer.corrections.points import editable_points
from analyzer.meaning.measure_words import MEASURES
from analyzer.meaning.method_words import METHODS
from analyzer.meaning.number_words import number
from analyzer.meaning.scales import AXES
from analyzer.measures import TABLE
from analyzer.pipeline import Observation, conclude, observe
from analyzer.pose import PoseModel
from analyzer.types import Analysis, Corrections, Measure, Reference
from ui.charts.measure import card, cards, scale_svg, summary_cards
from ui.markup import linked_text


def tilt(value: float = 12.0, half: float = 6.0, reference: Reference | None = None) -> Measure:
    return Measure(
        "pelvic_tilt",
        "deg",
        value=value,
        ci95=(value - half, value + half),
        sd_within=1.0,
        method="estimated_from_back_profile",
        reference=reference,
    )


REFERENCE = Reference(10.0, 5.0, "a study, PMC2565125")


def parts(svg: str, kind: str) -> list[ET.Element]:
    return [part for part in parsed(svg).iter() if part.get("class") == kind]


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own


def pct(part: ET.Element, name: str) -> float:
    return float(part.attrib[name].removesuffix("%"))


def test_every_measure_has_an_axis_and_words():
    assert AXES.keys() == TABLE.keys() == MEASURES.keys()


def test_the_value_lies_within_its_interval_and_both_on_the_track():
    svg = scale_svg(tilt(reference=REFERENCE))
    (track,), (interval,), (dot,) = (parts(svg, kind) for kind in ("track", "interval", "value"))
    left, right = pct(interval, "x"), pct(interval, "x") + pct(interval, "width")
    assert pct(dot, "cx") == pytest.approx((left + right) / 2, abs=0.02)
    assert pct(track, "x") < left < right < pct(track, "x") + pct(track, "width")


@pytest.mark.parametrize(("sd_within", "least"), [(1.0, "2.8°"), (2.5, "6.9°")])
def test_a_change_counts_beyond_the_error_of_both_photos(analysis: Analysis, sd_within: float, least: str):
    """1.96 times the root of two standard deviations, as `analyzer.compare` judges it."""
    text = card(replace(tilt(), sd_within=sd_within), analysis)
    assert f"more than {least} is more than measurement error" in text


def test_the_band_is_mean_and_one_standard_deviation():
    svg = scale_svg(tilt(value=10.0, half=5.0, reference=REFERENCE))
    (band,), (interval,) = parts(svg, "band"), parts(svg, "interval")
    assert (pct(band, "x"), pct(band, "width")) == (pct(interval, "x"), pct(interval, "width"))
    assert "typical 5° to 15°" in svg


def test_more_is_further_right():
    low, high = (pct(parts(scale_svg(tilt(value)), "value")[0], "cx") for value in (5.0, 20.0))
    assert low < high


@pytest.mark.parametrize("value", [-80.0, 120.0])
def test_values_beyond_the_usual_ends_still_fit(value: float):
    svg = scale_svg(tilt(value, reference=REFERENCE), own=tilt(0.0))
    for kind, name in (("value", "cx"), ("own", "cx"), ("interval", "x"), ("band", "x")):
        assert 0.0 <= pct(parts(svg, kind)[0], name) <= 100.0


def test_without_a_reference_there_is_a_mark_to_hold_on_to():
    knee = replace(tilt(), name="knee_angle", value=170.0, ci95=(165.0, 175.0))
    svg = scale_svg(knee)
    assert not parts(svg, "band")
    assert len(parts(svg, "mark")) == 1
    assert "straight" in svg


def test_it_can_be_heard():
    root = parsed(scale_svg(tilt(reference=REFERENCE)))
    assert root.get("role") == "img"
    assert root.get("aria-label") == (
        "Forward tilt of the pelvis: 12°, likely 6° to 18°. Typical: 5° to 15°."
    )


def test_a_missing_value_has_its_reason_and_no_scale(analysis):
    gone = Measure.missing("pelvic_tilt", "deg", "loose_clothing", "A <shirt> hides it.")
    markup = card(gone, analysis)
    assert "A &lt;shirt&gt; hides it." in markup
    assert "not measurable" in markup
    assert "<svg" not in markup


def test_what_one_thing_hides_is_said_once(analysis):
    hidden = ("thoracic_kyphosis", "craniovertebral_angle", "c7_offset")
    gone = {name: Measure.missing(name, "deg", "neck_hidden", "Hair hides <it>.") for name in hidden}
    other = Measure.missing("knee_angle", "deg", "legs_not_visible", "A table hides it.")
    some = replace(analysis, measures={**analysis.measures, **gone, "knee_angle": other})
    markup = cards(some, tuple(some.measures))
    assert markup.count("Hair hides &lt;it&gt;.") == markup.count("A table hides it.") == 1
    assert all(markup.count(f'data-measure="{name}"') == 1 for name in some.measures)
    assert "Head over the neck" in markup.partition("Hair hides")[2]


def test_a_corrected_value_is_the_persons_and_the_own_one_stays_beside_it(analysis):
    corrected = replace(
        analysis,
        measures={**analysis.measures, "pelvic_tilt": tilt(18.0, reference=REFERENCE)},
        model_measures={**analysis.measures, "pelvic_tilt": tilt(29.0, half=13.0)},
        corrected=frozenset({"pelvic_tilt"}),
    )
    markup = card(corrected.measures["pelvic_tilt"], corrected)
    assert "with your correction" in markup
    assert "The analyzer alone (hollow dot): 29°, likely 16° to 42°." in markup
    assert len(re.findall(r'<circle class="own"', markup)) == 1
    other = card(corrected.measures["knee_angle"], corrected)
    assert "with your correction" not in other
    assert "hollow dot" not in other


def test_photos_that_agree_to_the_degree_are_one_number(analysis: Analysis):
    one = summarize([analysis, replace(analysis, photo=replace(analysis.photo, sha256="0" * 64))])
    markup = summary_cards(one, ("lumbar_lordosis",))
    value = number(analysis.measures["lumbar_lordosis"].value, "deg")
    assert f"Single photos: {value}." in markup
    spread = replace(one.spreads["lumbar_lordosis"], minimum=41.2, maximum=44.0)
    wide = replace(one, spreads={"lumbar_lordosis": spread})
    assert "Single photos: 41° to 44°." in summary_cards(wide, ("lumbar_lordosis",))


def test_a_length_stands_beside_its_measure(analysis):
    length = Measure(
        "ear_shoulder_offset", "mm", value=52.0, ci95=(40.0, 64.0), sd_within=3.0, method="landmarks"
    )
    with_height = replace(analysis, lengths_mm={"ear_shoulder_offset": length})
    words = "In millimetres: 52 mm, likely 40 mm to 64 mm."
    assert words in card(analysis.measures["ear_shoulder_angle"], with_height)
    assert words not in card(analysis.measures["knee_angle"], with_height)
    assert "In millimetres" not in card(analysis.measures["ear_shoulder_angle"], analysis)


def test_the_explanation_names_definition_method_and_source(analysis):
    markup = card(analysis.measures["sacral_slope"], analysis)
    assert "<details><summary>What is this?" in markup
    assert 'href="https://doi.org/10.1155/2016/3817270"' in markup
    assert METHODS["back_profile"].how in markup
    assert "more than measurement error" in markup


def test_every_method_has_words(observation: Observation, analysis: Analysis, pose_model: PoseModel):
    everything = {point.name: point.point_px for point in editable_points(analysis)}
    back = {name: place for name, place in everything.items() if name.endswith("apex")}
    dots = observe(SAMPLES / "markers_woman_left.jpg", model=pose_model)
    found = (
        *(analysis, conclude(observation, Corrections(everything))),
        *(conclude(observation, Corrections(back)), conclude(dots)),
    )
    methods = {measure.method for item in found for measure in item.measures.values() if measure}
    assert methods >= {"points", "back_profile", "thigh_to_trunk", "thigh_to_pelvis", "landmarks"}
    assert methods <= METHODS.keys()


def test_sources_become_links_and_nothing_else_does():
    html = linked_text('<b onclick="x">Heino</b>, PubMed 18796868; doi 10.1186/1471-2474-13-151, PMC5836359')
    assert "<b" not in html
    assert re.findall(r'href="([^"]+)"', html) == [
        "https://pubmed.ncbi.nlm.nih.gov/18796868/",
        "https://doi.org/10.1186/1471-2474-13-151",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC5836359/",
    ]
    assert html.count('rel="noopener noreferrer"') == 3
