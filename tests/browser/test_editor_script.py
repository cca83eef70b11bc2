"""The editor's script by itself, in a browser without the app."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from analyzer.corrections.points import level_from_line
from analyzer.measures.pelvic_tilt import measure_pelvic_tilt
from analyzer.types import SagittalFrame
from analyzer.types.geometry import frozen_points
from ui.editor import bundle


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("roll", [-7.0, 0.0, 3.5])
def test_the_browser_calculates_as_the_library_does(browser: Browser, facing: int, roll: float):
    page = browser.new_page()
    page.set_content("<p>")
    module = (Path(bundle.__file__).parent / "geometry.js").read_text("utf-8")
    give = (
        "async ([code, name, given]) => "
        "(await import('data:text/javascript,' + encodeURIComponent(code)))[name](...given)"
    )
    frame = SagittalFrame(frozen_points((500.0, 650.0)), 300.0, facing, roll)
    psis = (480.0, 590.0)
    for forward, down in ((80.0, 20.0), (85.0, -12.0), (60.0, 0.0)):
        asis = (psis[0] + facing * forward, psis[1] + down)
        known = measure_pelvic_tilt(frame, frozen_points(asis), frozen_points(psis))
        points = [dict(zip("xy", point, strict=True)) for point in (asis, psis)]
        told = page.evaluate(give, [module, "pelvicTiltDeg", [*points, roll, facing]])
        assert told == pytest.approx(known.value, abs=1e-9)
        backward = page.evaluate(give, [module, "pelvicTiltDeg", [*points[::-1], roll, facing]])
        assert backward is None
    for p, q in (
        ((100, 50), (110, 450)),
        ((100, 450), (90, 50)),
        ((100, 50), (500, 40)),
        ((9, 9), (300, 40)),
    ):
        ends = [{"x": p[0], "y": p[1]}, {"x": q[0], "y": q[1]}]
        told = page.evaluate(give, [module, "rollFromLine", ends])
        assert told["rollDeg"] == pytest.approx(level_from_line(p, q), abs=1e-9)
    page.close()


SMALL = {
    "photo": {"id": "1", "width": 300, "height": 400, "alt": "a photo", "image": None},
    "anterior_sign": 1,
    "roll_deg": 0,
    "roll_source": "model",
    "largest_roll_deg": 45,
    "trunk_px": 100,
    "points": [
        {"name": name, "title": name, "short": name, "help": "", "source": "suggested", "x": x, "y": 200}
        for name, x in (("asis", 180), ("psis", 120))
    ],
    "contour": {"points": [], "seen": []},
    "model_contour": None,
    "body_box": {"left": 50, "top": 20, "right": 250, "bottom": 380},
    "pelvis_box": {"left": 100, "top": 150, "right": 200, "bottom": 250},
    "pelvis": {
        **{"state": "estimated", "title": "", "badge": "", "value": "", "range": "", "summary": ""},
        **{"bars": [], "domain": [0, 1], "reference": None, "text": "", "steps": [], "caution": ""},
    },
    "measures": [],
    **{"announce": "", "note": "", "client": "", "done": 0},
    **{"can_undo": False, "can_redo": False, "corrected": False},
}
"""What Python says about a photo, as small as it gets."""


def test_an_early_goodbye_of_streamlit_ends_nothing(browser: Browser):
    """Streamlit says goodbye to an editor that stays when two answers come at almost the same time."""
    page = browser.new_page()
    page.set_content("<div id='host'></div>")
    module = "data:text/javascript," + quote(bundle.javascript())
    counts = page.evaluate(
        """async ([module, html, data]) => {
            const component = (await import(module)).default;
            const host = document.getElementById("host");
            const parentElement = host.attachShadow({ mode: "open" });
            parentElement.innerHTML = html;
            const told = [];
            const setTriggerValue = (_, message) => told.push(message);
            const call = (more) => component({ parentElement, data: { ...data, ...more }, setTriggerValue });
            const pause = () => new Promise((done) => setTimeout(done, 50));
            const handles = () => parentElement.querySelectorAll(".handle").length;
            const goodbye = call({});
            goodbye();
            call({ can_undo: true });
            await pause();
            const counts = [handles()];
            parentElement.querySelector("[data-ref=undo]").click();
            counts.push(told.length, told.at(-1).edits.length, new Set(told.map((it) => it.client)).size);
            return counts;
        }""",
        [module, bundle.html(), SMALL],
    )
    # One set of handles; the picture was asked for, and then, with it, the undo; by one and the same editor.
    assert counts == [2, 2, 2, 1]
    page.close()
