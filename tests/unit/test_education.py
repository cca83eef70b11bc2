"""Texts, exercises and figures of the education: complete, with sources, and drawn soundly."""

from __future__ import annotations

import doctest
import importlib
import json
import math
import re
from itertools import chain, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from analyzer import education
from analyzer.education import about, accuracy, bones, pelvis_frame, pelvis_model, svg
from analyzer.education.mannequin import body_names, figure_data
from analyzer.education.pelvis_figure import pelvis_figure
from analyzer.overlay import style

FACTS = [
    *((topic.id, fact) for topic in education.topics() for fact in topic.facts),
    *((item.id, fact) for item in education.exercises() for fact in (item.dose, *item.evidence)),
]
PROSE = [
    *(fact.text for _, fact in FACTS),
    *chain.from_iterable((topic.title, topic.lead) for topic in education.topics()),
    *chain.from_iterable(
        (e.name, e.goal, e.start, *e.steps, e.easier, e.harder, e.step_up, e.caution, e.stop)
        for e in education.exercises()
    ),
    *chain.from_iterable((term.word, term.meaning) for term in education.glossary()),
    *about.HOW_TESTED, *about.LIMITS, *about.NOT_KNOWN, *about.PRIVACY, education.GENERAL_CAUTION,
]  # fmt: skip
TEXT = "{http://www.w3.org/2000/svg}text"
EXERCISE_IDS = (
    "half_kneeling_stretch", "edge_stretch", "standing_hip_stretch", "standing_thigh_stretch",
    "prone_thigh_stretch", "glute_bridge", "dead_bug", "pelvic_tilt", "wall_tilt", "heel_slide",
    "forearm_plank", "knee_to_chest", "cat_camel", "bird_dog", "hamstring_stretch", "sitting_tilt",
    "prone_press_up", "standing_back_bend", "hip_hinge", "seated_march", "stand_tall", "band_row",
    "towel_extension", "wall_slide", "chin_tuck", "walking", "sit_breaks", "sit_to_stand",
    "constructive_rest",
)  # fmt: skip


# --- Texts ----------------------------------------------------------------------------------------


def test_every_claim_of_a_study_or_of_guidance_has_a_source():
    assert [fact.text for _, fact in FACTS if fact.basis in ("study", "guidance") and not fact.sources] == []


def test_what_is_taught_cites_no_study():
    """A study behind a sentence makes it a finding; teaching may name where it is taught."""
    studies = {source for _, fact in FACTS if fact.basis == "study" for source in fact.sources}
    assert [fact.text for _, fact in FACTS if fact.basis == "taught" and studies & set(fact.sources)] == []


def test_every_source_is_cited_and_has_an_address():
    cited = {source.id for _, fact in FACTS for source in fact.sources}
    assert cited == {source.id for source in education.sources()}
    for source in education.sources():
        assert re.fullmatch(r"https?://\S+", source.url), source.id
        assert source.short
        assert source.text
    addresses = [source.url for source in education.sources()]
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize(
    ("topic", "words", "source"),
    [
        ("psoas", ("T12 to L5", "lesser trochanter", "through the pelvis"), "stedman_psoas"),
        ("psoas", ("iliacus", "main hip flexor"), "stedman_psoas"),
        ("psoas", ("sacroiliac joint", "low back", "hip"), None),
        ("psoas", ("11.4°", "10.8°", "8.7°", "9.0°"), "levine1996"),
        ("tight", ("anterior tilt", "lordosis", "compressed"), None),
        ("tight", ("pain", "facet joints", "herniated disc", "spondylolisthesis"), None),
        ("causes", ("sitting", "desk work"), "boukabache2021"),
        ("causes", ("standing", "poor posture"), None),
        ("causes", ("Cycling",), None),
        ("causes", ("sympathetic nervous system", "contracted"), None),
        ("helps", ("Indirect massage", "relaxation", "parasympathetic"), None),
        ("helps", ("Direct massage", "abdomen", "trained therapist", "uncomfortable", "effective"), None),
        ("helps", ("exercise", "therapist gives you", "home"), None),
        ("helps", ("2.6°", "1.2°", "23 men", "did not change"), "preece2021"),
        ("photo_tells", ("−.04", "−.09", "25 healthy"), "heino1990"),
        ("photo_tells", ("no correlation", "90"), "youdas1996"),
        ("photo_tells", ("0° to 23°", "13 ± 5°"), "preece2008"),
        ("photo_tells", ("85 %", "75 %"), "herrington2011"),
        ("photo_tells", ("51 %", "29 %", "six stands"), "schmidt2018"),
        ("photo_tells", ("plumb line", "little evidence"), "barralopez2024"),
        ("photo_tells", ("sway-back", "in front of the ankles", "extended"), "czaprowski2018"),
        ("photo_tells", ("iliopsoas", "taught to be long", "never reported"), None),
        ("photo_tells", (".50", ".16"), "fedorak2003"),
        ("photo_tells", ("change in one person",), None),
        ("photo_tells", ("Not measurable in this photo",), None),
        ("thomas", ("32 %", "57 %", ".98"), "vigotsky2016"),
        ("thomas", ("above the horizontal", "67°"), "bmc2021_table"),
        ("thomas", ("11.9°", "52.5°"), "harvey1998"),
        ("thomas", (".90 to .95", ".30 to .65"), "mtt_scoring"),
        ("pelvic_range", ("11.4°", "8.7°", "10.8°", "9.0°"), "levine1996"),
        ("pelvic_range", ("5° of difference", "drops out"), "preece2008"),
        ("good_photo", ("3 m", "height of the pelvis", "1.8°", "2.7°"), None),
        ("good_photo", ("11.2°", "13.3°"), None),
        ("good_photo", ("arms folded", "barefoot", "parallel"), None),
        ("help_now", ("genitals",), "northern_trust"),
    ],
)
def test_the_points_that_are_taught_are_there_with_their_source(topic, words, source):
    """Each in one sentence, so that a reader finds it together."""
    for fact in education.topic(topic).facts:
        if all(word.casefold() in fact.text.casefold() for word in words):
            assert source is None or source in {item.id for item in fact.sources}
            return
    pytest.fail(f"no sentence of {topic} has all of {words}")


def test_a_photo_is_said_to_be_no_diagnosis():
    assert "never a diagnosis" in education.topic("photo_tells").lead


def test_texts_are_whole_sentences_without_dashes_or_alarm():
    for text in PROSE:
        assert text == text.strip()
        assert "—" not in text
        assert " – " not in text
        assert "  " not in text
        assert not re.search(r"!|\b(danger|terrible|alarming|destroy)", text, re.IGNORECASE), text
    for _, fact in FACTS:
        assert fact.text.endswith((".", "?")), fact.text


# --- Exercises ------------------------------------------------------------------------------------


def test_exercises_keep_their_ids():
    """Records of clients refer to them."""
    assert tuple(item.id for item in education.exercises()) == EXERCISE_IDS


@pytest.mark.parametrize("id_", EXERCISE_IDS)
def test_an_exercise_is_complete(id_):
    item = education.exercise(id_)
    assert len(item.steps) >= 3
    assert re.search(r"\d", item.dose.text)
    assert item.dose.sources
    for text in (item.goal, item.start, item.easier, item.harder, item.step_up, item.caution, item.stop):
        assert text.endswith("."), text
    assert "5 or more out of 10" in item.stop
    assert "worse the next day" in item.stop
    assert item.evidence
    assert item.group in education.GROUPS
    assert item.figures
    assert set(item.figures) <= set(education.figure_ids())
    assert len(set(item.sources)) == len(item.sources)
    assert set(item.dose.sources) <= set(item.sources)


def test_a_dose_without_guidance_says_to_ask():
    for item in education.exercises():
        if item.dose.basis == "taught":
            assert "ask your therapist" in item.dose.text


# --- Words ----------------------------------------------------------------------------------------


def test_the_words_are_sorted_and_explained_once():
    words = [term.word.casefold() for term in education.glossary()]
    assert words == sorted(words)
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    "word",
    [
        *("ASIS", "PSIS", "Sacral slope", "Lordosis", "lumbar depth", "Trunk inclination", "Pelvic tilt"),
        *("Pelvic shift", "Knee angle", "Ear-shoulder angle", "Hip extension", "MDC95", "SEM", "Sway-back"),
        "Modified Thomas",
    ],
)
def test_a_term_of_the_results_is_explained(word):
    assert any(word in term.word for term in education.glossary())


def test_unknown_ids_are_errors():
    for ask in (education.topic, education.exercise, education.figure, education.source):
        with pytest.raises(KeyError):
            ask("nothing of this name")


# --- Figures --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn() -> dict[str, svg.Figure]:
    return {id_: education.figure(id_) for id_ in education.figure_ids()}


def test_every_figure_belongs_to_a_text(drawn):
    used = {id_ for topic in education.topics() for id_ in topic.figures}
    used |= {id_ for item in education.exercises() for id_ in item.figures}
    assert used | {"pelvis"} == set(drawn)


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_figures_are_sound_documents(drawn, theme):
    for id_, figure in drawn.items():
        text = figure.svg(theme)
        root = ET.fromstring(text)  # noqa: S314 - our own
        assert root.get("role") == "img"
        assert len(root.get("aria-label", "")) > 30, id_
        assert "~" not in text, f"{id_} has a colour that was not replaced"
        assert ("light-dark(" in text) == (theme == "auto")
        assert "nan" not in text.lower().replace("nance", "")
        names = {element.get("id") for element in root.iter()} - {None}
        assert set(re.findall(r"url\(#([^)]+)\)", text)) <= names
        assert not re.search(r"href|@import|<script|url\((?!#)|src=", text)


def test_words_stay_inside_their_figure(drawn):
    """By the usual width of letters; a figure's own size is what a phone shows."""
    for id_, figure in drawn.items():
        for element in ET.fromstring(figure.svg("light")).iter(TEXT):  # noqa: S314 - our own
            words, size = "".join(element.itertext()), float(element.get("font-size", "14"))
            width = 0.53 * size * len(words)
            x = float(element.get("x", "0"))
            left = x - width * {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor", ""), 0.0)
            assert left >= -2, (id_, words)
            assert left + width <= figure.width + 2, (id_, words)
            assert size >= 11, (id_, words)


def test_dark_and_light_differ_where_the_page_shows_through():
    for name in ("ink", "paper", "muted", "curve", "tilt"):
        light, dark = svg.COLORS[name]
        assert light != dark


def test_the_same_things_have_the_colours_of_the_overlay():
    pairs = {"ink": style.INK, "curve": style.LUMBAR, "tilt": style.TILT, "bone": style.BONE}
    for name, color in pairs.items():
        assert svg.COLORS[name][0] == "#{:02x}{:02x}{:02x}".format(*color)


def test_texts_in_figures_are_escaped():
    assert svg.text("a < b & c", (0, 0)).count("&lt;") == 1
    assert 'aria-label="say &quot;ah&quot;"' in svg.Figure("x", 1, 1, "", 'say "ah"').svg()


def test_bodies_are_drawn_in_known_tones_and_say_where_they_come_from():
    data = figure_data()
    assert data["provenance"]["command"] == "python -m calibration.figures"
    for name in body_names():
        body = data["bodies"][name]
        tones = {"hair_tone" if layer["tone"] == "hair" else layer["tone"] for layer in body["fills"]}
        assert tones <= set(svg.COLORS)
        for x, y in (*body["joints"].values(), *body["psoas"]):
            assert 0 <= x <= body["width"], name
            assert 0 <= y <= body["height"], name
        assert body["support"] <= body["floor"] <= body["height"]


def test_the_two_thomas_figures_bend_the_hip_by_the_same_angle():
    """Only the pelvis differs, and it alone takes the thigh from above the horizontal to below it."""
    angles = {}
    for name in ("thomas_held", "thomas_loose"):
        joints = figure_data()["bodies"][name]["joints"]
        (hip_x, hip_y), (knee_x, knee_y) = joints["hip"], joints["knee"]
        angles[name] = math.degrees(math.atan2(hip_y - knee_y, knee_x - hip_x))
    assert angles["thomas_held"] > 5
    assert angles["thomas_loose"] < -3
    assert angles["thomas_held"] - angles["thomas_loose"] == pytest.approx(18.0, abs=0.5)
    for name, side in (("thomas_held", "above"), ("thomas_loose", "below")):
        assert f"{abs(round(angles[name]))}° {side}" in education.figure(name).svg()


def test_the_camera_stands_three_metres_away():
    """In the figure's own scale: the person in it is 1.73 m tall."""
    figure = education.figure("camera_setup")
    spans = re.findall(r"M([\d.]+) [\d.]+ ([\d.]+) [\d.]+M\1", figure.body)
    width = max(float(b) - float(a) for a, b in spans)
    scale = float(re.search(r"scale\(([\d.]+)\)", figure.body)[1])
    assert width / scale == pytest.approx(3000, rel=0.01)


# --- The moving pelvis ----------------------------------------------------------------------------

TILTS = (-10.0, -3.0, 0.0, 10.0, 17.0, 30.0)


@pytest.mark.parametrize("tilt", TILTS)
def test_the_low_back_bends_by_as_much_as_the_pelvis_tips(tilt):
    state, typical = pelvis_model.pelvis_state(tilt), pelvis_model.pelvis_state(10.0)
    assert state.curve_deg - typical.curve_deg == pytest.approx(tilt - 10.0)
    assert sum(pelvis_model.bends_deg(tilt)) == pytest.approx(tilt - 10.0)
    assert state.leans_deg[-1] == pytest.approx(typical.leans_deg[-1])  # T12 stays as it is
    assert state.pelvis.turn_deg == pytest.approx(tilt - 10.0)


@pytest.mark.parametrize("tilt", TILTS)
def test_bones_keep_their_size(tilt):
    state, typical = pelvis_model.pelvis_state(tilt), pelvis_model.pelvis_state(10.0)
    steps = [np.linalg.norm(np.diff(now.joints, axis=0), axis=1) for now in (state, typical)]
    assert steps[0] == pytest.approx(steps[1])
    length = np.linalg.norm(state.pelvis(bones.ASIS) - state.pelvis(bones.PSIS))
    assert length == pytest.approx(np.linalg.norm(np.subtract(bones.ASIS, bones.PSIS)))


@pytest.mark.parametrize("tilt", TILTS)
def test_the_drawn_pelvis_has_the_tilt_that_is_written(tilt):
    state = pelvis_model.pelvis_state(tilt)
    (front, low), (back, high) = state.pelvis(bones.ASIS), state.pelvis(bones.PSIS)
    assert math.degrees(math.atan2(high - low, front - back)) == pytest.approx(tilt, abs=0.5)


def test_the_psoas_gets_shorter_as_the_pelvis_tips_forward():
    lengths = [pelvis_model.psoas_length_pct(tilt) for tilt in np.arange(-10.0, 30.5, 2.5)]
    assert all(later < earlier for earlier, later in pairwise(lengths))
    assert pelvis_model.psoas_length_pct(10.0) == pytest.approx(100.0)
    assert 95.0 < lengths[-1] < 99.5


@pytest.mark.parametrize("tilt", TILTS)
def test_the_psoas_passes_in_front_of_the_femoral_head(tilt):
    state = pelvis_model.pelvis_state(tilt)
    for path in state.psoas_paths:
        points = np.vstack([np.linspace(a, b, 20) for a, b in pairwise(path)])
        distance = np.linalg.norm(points - state.hip, axis=1)
        assert distance.min() > bones.HEAD_RADIUS * 0.98
        nearest = points[distance.argmin()] - state.hip
        assert nearest[0] > 0


def test_tilts_outside_the_range_are_held_at_its_ends():
    assert pelvis_model.pelvis_state(90.0).tilt_deg == 30.0
    assert pelvis_model.pelvis_state(-90.0).tilt_deg == -10.0


NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def _numbers(parts: dict[str, dict[str, str]]) -> dict[tuple[str, str], list[float]]:
    return {
        (name, key): [float(number) for number in NUMBER.findall(value)]
        for name, attributes in parts.items()
        for key, value in attributes.items()
    }


def test_frames_differ_in_their_numbers_only():
    """What a browser does between them is to interpolate each number."""
    forms = [
        {
            name: {key: NUMBER.sub("#", value) for key, value in some.items()}
            for name, some in now.parts.items()
        }
        for now in pelvis_frame.frames()
    ]
    assert all(form == forms[0] for form in forms)


def test_frames_are_close_enough_to_interpolate():
    frames = pelvis_frame.frames()
    assert [now.tilt_deg for now in frames] == [-10, -5, 0, 5, 10, 15, 20, 25, 30]
    for low, high in pairwise(frames):
        middle = _numbers(pelvis_frame.frame((low.tilt_deg + high.tilt_deg) / 2).parts)
        first, second = _numbers(low.parts), _numbers(high.parts)
        for name, values in middle.items():
            halfway = (np.array(first[name]) + np.array(second[name])) / 2
            assert np.abs(halfway - values).max() < 1.2, name


def test_the_still_figure_says_what_it_shows():
    text = pelvis_figure(18.0).svg("light")
    assert "18° forward" in text
    assert "40°" in text
    assert f"{pelvis_model.psoas_length_pct(18.0):.1f} %" in text
    assert "4° backward" in pelvis_figure(-4.0).svg()
    assert "% of that" in pelvis_figure(18.0).alt
    assert "forward</text>" not in pelvis_figure(18.0, words=False).svg()


def test_every_moving_part_is_drawn_and_every_drawn_part_moves():
    now = pelvis_frame.frame(10.0)
    assert set(re.findall(r'data-part="([^"]+)"', pelvis_figure().body)) == set(now.parts)


# --- Accuracy -------------------------------------------------------------------------------------


def test_accuracy_is_read_from_its_file(tmp_path: Path):
    file = tmp_path / "accuracy.json"
    assert accuracy.load_accuracy(file) is None
    rows = [
        {"id": "tilt", "what": "Tilt", "value": 2.2, "unit": "deg", "limit": 2.8},
        {"id": "held", "what": "Held", "value": 96, "unit": "pct"},
        {"id": "n", "what": "People", "value": 62, "unit": "photos", "limit": None},
    ]
    file.write_text(json.dumps({"generated": "2026-01-02", "rows": rows}), "utf-8")
    read = accuracy.load_accuracy(file)
    assert read is not None
    assert read.generated == "2026-01-02"
    assert [row.limit for row in read.rows] == [2.8, None, None]
    assert accuracy.in_words(-1.26, "deg") == "−1.3°"
    assert accuracy.in_words(62.0, "photos") == "62.0 photos"


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"generated": "x", "rows": [{"id": "a"}]}', '{"generated": "x", "rows": 3}',
     '{"generated": "x", "rows": [{"id": "a", "what": "b", "value": "much", "unit": "deg"}]}'],
)  # fmt: skip
def test_a_broken_file_of_accuracy_is_an_error(tmp_path: Path, content: str):
    file = tmp_path / "accuracy.json"
    file.write_text(content, "utf-8")
    with pytest.raises(ValueError, match=r"accuracy\.json"):
        accuracy.load_accuracy(file)


@pytest.mark.parametrize("name", ["svg", "accuracy", "pelvis_model", "pelvis_figure"])
def test_examples_in_the_docstrings_hold(name):
    found = doctest.testmod(importlib.import_module(f"analyzer.education.{name}"))
    assert found.attempted > 0
    assert found.failed == 0
