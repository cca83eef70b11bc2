"""The figure on which pain is marked: with the answers of a session, and the warning it may bring."""

from __future__ import annotations

import json
from typing import Any

from app_driver import App
from streamlit.proto.WidgetStates_pb2 import WidgetState

NUMB = {"view": "back", "kind": "numb", "region": "buttock.left"}
ACHE = {"view": "back", "kind": "ache", "region": "low_back.right"}


def mark(app: App, count: int, *areas: dict[str, Any]) -> None:
    """What a browser sends when somebody has marked these."""
    shown = [item.proto for item in app.at.get("bidi_component")]
    proto = next(proto for proto in shown if proto.component_name == "posture_pain")
    states = app.at._tree.get_widget_states()
    message = {"client": "page-1", "count": count, "areas": list(areas)}
    states.widgets.append(
        WidgetState(
            id=f"$$STREAMLIT_INTERNAL_KEY_{proto.id}__events",
            json_trigger_value=json.dumps([{"event": "marks", "value": message}]),
        )
    )
    app.at._run(states)
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
