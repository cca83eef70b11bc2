"""The figure on which pain is marked: with the answers of a session, and the warning it may bring."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from app_driver import App
from records_driver import PASSPHRASE, Practice

from analyzer.records import Records, VisitDraft
from analyzer.types import Drawing
from analyzer.types.intake import Intake
from tests.unit import records_cases as cases

NUMB = {"view": "back", "kind": "numb", "region": "buttock.left"}
ACHE = {"view": "back", "kind": "ache", "region": "low_back.right"}


def mark(app: App, count: int, *areas: dict[str, Any]) -> None:
    """What a browser sends when somebody has marked these."""
    app.tell("pain", "marks", {"client": "page-1", "count": count, "areas": list(areas)})
    assert not app.at.exception


def test_marks_belong_to_the_answers_and_stay_with_them(app: App):
    app.open_sample("neutral_man_left.jpg")
    mark(app, 1, ACHE)
    intake = app.at.session_state["state"].intake
    assert [area.to_dict() for area in intake.pain] == [ACHE]
    assert "You marked" not in app.words()
    app.at.select_slider(key="intake_pain_strength").set_value(6).run()
    intake = app.at.session_state["state"].intake
    assert intake.pain_strength == 6 and [area.to_dict() for area in intake.pain] == [ACHE]
    mark(app, 2, ACHE, NUMB)
    assert app.at.session_state["state"].intake.pain_strength == 6
    assert "where a saddle would touch" in app.at.warning[-1].value
    assert "emergency" in app.at.warning[-1].value
    mark(app, 3, {**ACHE, "region": "nowhere"})  # nothing that a browser would send
    assert len(app.at.session_state["state"].intake.pain) == 2
    told = json.loads(app.component("pain"))
    assert told["areas"] == [ACHE, NUMB] and told["done"] == 2


def test_a_visit_keeps_what_is_marked_and_what_was_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = tmp_path / "clients.records"
    drawn = (Drawing("text", ((60, 90),), text="On the heels"),)
    photo = cases.new_photo(1)
    photo = replace(photo, analysis=replace(photo.analysis, drawings=drawn))
    with Records.create(place, PASSPHRASE) as records:
        client = records.add_client("K-1")
        records.save_visit(client.id, VisitDraft(date(2026, 3, 1), (photo,), intake=Intake(stress=3)))
    monkeypatch.setenv("POSTURE_RECORDS", str(place))
    app = Practice(place).unlock()
    app.go("visit", visit=1)
    assert app.errors() == []
    mark(app, 1, ACHE, NUMB)
    assert any("You marked numbness" in warning.value for warning in app.at.warning)
    app.go("client", client=1)
    assert app.errors() == []
    assert "low back, right: Ache, dull" in app.component("markup", "pain_course_1")
    with Records.open(place, PASSPHRASE) as records:
        visit = records.visit(1)
        assert [area.to_dict() for area in visit.intake.pain] == [ACHE, NUMB]
        assert visit.intake.stress == 3
        assert visit.photos[0].analysis.drawings == drawn
        packed = zipfile.ZipFile(io.BytesIO(records.export_client(1)))
        (told,) = json.loads(packed.read("client.json"))["visits"]
        assert told["intake"]["pain"] == [ACHE, NUMB]
        assert told["photos"][0]["analysis"]["drawings"][0]["text"] == "On the heels"
        assert "back.buttock.left: numb" in packed.read("course.csv").decode("utf-8-sig")
