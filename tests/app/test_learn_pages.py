"""The pages Learn, and Accuracy and privacy, without a browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analyzer import education
from analyzer.education import about
from ui import accuracy
from ui.figures import pelvis_scene
from ui.text import plain

PAGES = Path(__file__).resolve().parents[2] / "app_pages"


def run(name: str) -> AppTest:
    at = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=120).run()
    assert not at.exception
    return at


def words(at: AppTest) -> str:
    kinds = (at.title, at.header, at.subheader, at.markdown, at.caption, at.info, at.warning)
    return "\n".join(element.value for kind in kinds for element in kind)


@pytest.fixture(scope="module")
def learn() -> AppTest:
    return run("learn")


def test_learn_says_everything_with_its_source(learn: AppTest):
    text = words(learn)
    for topic in education.topics():
        for fact in topic.facts:
            line = next(line for line in text.split("\n") if plain(fact.text) in line)
            assert all(f"]({source.url})" in line for source in fact.sources)
            assert ("*taught*" in line) == (fact.basis == "taught")
    for term in education.glossary():
        assert plain(term.meaning) in text


def test_learn_shows_each_exercise_with_dose_and_caution(learn: AppTest):
    text = words(learn)
    for exercise in education.exercises():
        assert exercise.name in text
        for part in (*exercise.steps, exercise.dose.text, exercise.caution):
            assert plain(part) in text
    assert education.GENERAL_CAUTION in text


def test_learn_shows_every_figure_with_its_description(learn: AppTest):
    parts = [item.proto for item in learn.get("bidi_component")]
    markup = "".join(part.json for part in parts if part.component_name == "posture_markup")
    shown = {id_ for id_ in education.figure_ids() if json.dumps(education.figure(id_).alt)[1:-1] in markup}
    assert shown == set(education.figure_ids()) - {"pelvis"}
    moving = next(part.json for part in parts if part.component_name == "posture_pelvis")
    assert len(json.loads(moving)["frames"]) == 9


def test_the_list_of_contents_leads_to_headings_that_are_there(learn: AppTest):
    short, contents = (item.value for item in learn.markdown if "](#exercises)" in item.value)
    first, targets = (
        [part.partition(")")[0] for part in links.split("](#")[1:]] for links in (short, contents)
    )
    anchors = [heading.proto.anchor for heading in learn.header if heading.proto.anchor]
    assert len(targets) == 11
    assert targets == anchors
    assert first == ["exercises", "warning", "good_photo"] == anchors[:3]


def test_learn_opens_with_what_helps_and_folds_the_figures_of_studies(learn: AppTest):
    folded = "\n".join(item.value for fold in learn.expander for item in fold.markdown)
    inside = {item.value for fold in learn.expander for item in fold.markdown}
    open_text = "\n".join(item.value for item in learn.markdown if item.value not in inside)
    for topic in education.topics():
        for fact in topic.facts:
            numbers = fact.basis == "study" and any(sign.isdigit() for sign in fact.text)
            assert plain(fact.text) in (folded if numbers else open_text)
    for jargon in ("κ", "ICC", "standard deviation"):
        assert jargon not in words(learn)


def test_the_moving_figure_starts_as_the_still_one():
    scene = pelvis_scene("en")
    start = next(frame for frame in scene["frames"] if frame["tilt"] == scene["start"])
    assert start["psoas"] == pytest.approx(100.0)
    for attributes in start["parts"].values():
        assert all(f'="{value}"' in scene["svg"] for value in attributes.values())
    assert "less than 2 %" in scene["note"]
    assert all(98.0 < frame["psoas"] < 102.0 for frame in scene["frames"])
    tilts = [frame["tilt"] for frame in scene["frames"]]
    assert {preset["tilt"] for preset in scene["presets"]} <= set(tilts)


def test_accuracy_without_figures_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(accuracy, "accuracy_file", lambda: tmp_path / "none.json")
    at = run("accuracy")
    assert len(at.table) == 0
    assert "python -m calibration report" in at.info[0].value
    for item in (*about.LIMITS, *about.NOT_KNOWN, *about.PRIVACY):
        assert plain(item) in words(at)


def test_accuracy_shows_the_figures_of_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    rows = [
        {"id": "tilt", "what": "Tilt *of* the pelvis", "value": 2.24, "unit": "deg", "limit": 2.8},
        {"id": "held", "what": "Interval holds", "value": 96.0, "unit": "pct"},
    ]
    file = tmp_path / "accuracy.json"
    file.write_text(json.dumps({"generated": "2026-01-02", "rows": rows}), "utf-8")
    monkeypatch.setattr(accuracy, "accuracy_file", lambda: file)
    at = run("accuracy")
    shown = at.table[0].value
    assert list(shown["Result"]) == ["2.2°", "96.0\N{NO-BREAK SPACE}%"]
    assert list(shown["Aim"]) == ["2.8°", ""]
    assert plain("Tilt *of* the pelvis") in list(shown["What was measured"])
    assert "Measured on 2 January 2026." in words(at)


def test_accuracy_survives_a_broken_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    file = tmp_path / "accuracy.json"
    file.write_text("{", "utf-8")
    monkeypatch.setattr(accuracy, "accuracy_file", lambda: file)
    at = run("accuracy")
    assert at.warning
    assert plain(about.PRIVACY[0]) in words(at)


def test_the_figures_are_looked_for_beside_the_report():
    assert accuracy.accuracy_file().parent == PAGES.parent / "docs"
