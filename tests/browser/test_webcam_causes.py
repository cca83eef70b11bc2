"""Alone before the webcam: the guide says the true cause, is heard and read from afar, and ends in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from browser_driver import Server
from playwright.sync_api import Browser
from webcam_driver import Open, Webcam, windows

from validation.films import Scene

READABLE_PX = 60
"""On a screen of 14 inches and 1536 × 864 this is 12 mm: read at 3 m; the headline is larger."""
TONES = """
window.tones = [];
const start = OscillatorNode.prototype.start, stop = OscillatorNode.prototype.stop;
OscillatorNode.prototype.start = function (at) { this.from = at; return start.call(this, at); };
OscillatorNode.prototype.stop = function (at) {
  window.tones.push([this.from, at, this.frequency.value]);
  return stop.call(this, at);
};
"""
SOCKETS = """
const Made = WebSocket;
window.made = [];
window.WebSocket = class extends Made {
  constructor(...given) { super(...given); if (this.url.includes("/live/")) window.made.push(this); }
};
"""


@pytest.fixture
def open_page(
    browser: Browser, open_browser: Callable[..., Browser], server: Server, tmp_path: Path
) -> Iterator[Open]:
    with windows(browser, open_browser, server, tmp_path) as open_window:
        yield open_window


def tones(webcam: Webcam) -> list[list[float]]:
    """From, until (seconds), pitch (Hz) of each tone."""
    return webcam.page.evaluate("window.tones")


def tell(webcam: Webcam, **message: object) -> None:
    """What the program might say."""
    webcam.page.evaluate(
        "message => window.made.at(-1).onmessage({ data: JSON.stringify(message) })",
        {"frame": 1, "step": 0, "sides": 0, "keep": False, "looks": None, **message},
    )


def test_nobody_is_sent_away_while_the_browser_asks_for_the_camera(open_page: Open) -> None:
    webcam = open_page(
        script="""
const devicesOf = navigator.mediaDevices;
const really = devicesOf.getUserMedia.bind(devicesOf);
devicesOf.getUserMedia = (wanted) => new Promise((done) => { window.allow = () => done(really(wanted)); });
"""
    )
    webcam.start()
    webcam.dialog.locator(".more").filter(has_text="Do not walk away yet").wait_for()
    assert "Step back" not in webcam.dialog.inner_text()
    webcam.page.evaluate("window.allow()")
    webcam.wait_for("nobody")
    webcam.page.keyboard.press("Escape")
    webcam.wait_until_free()


CAUSES = {
    "covered": Scene("side_ready", 2.0, light=0.0),
    "dark": Scene("empty", 2.0, light=0.04),
    "tilted": Scene("side_ready", 2.0, tilt_deg=-8.0),
    "several": Scene("side_ready", 2.0, beside="turn_00", beside_share=0.5),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_it_says_what_is_wrong_with_the_room(open_page: Open, cause: str) -> None:
    webcam = open_page((CAUSES[cause],))
    webcam.start().wait_for(cause)
    assert "hold" not in webcam.order
    assert webcam.pictures == 0
    webcam.press("Stop")
    webcam.wait_until_free()


def test_it_answers_no_cup(open_page: Open) -> None:
    webcam = open_page((Scene("cup", 4.0),))
    webcam.start().wait_for("nobody")
    webcam.wait_until_shown(4.0)
    assert set(webcam.order) <= {"opening", "wait", "nobody"}
    webcam.press("Stop")
    webcam.wait_until_free()


def test_a_shirt_is_said_for_as_long_as_it_hangs(open_page: Open) -> None:
    webcam = open_page((Scene("shirt", 40.0),), script=TONES)
    webcam.page.get_by_text("Take both sides").click()
    webcam.start().wait_for("again")
    webcam.wait_for("done")  # nobody is kept for ever
    order = [advice for advice, _, _ in webcam.said]
    assert set(order[order.index("again") :]) <= {"again", "done"}
    played = sorted(tones(webcam))
    assert len(played) >= 8
    assert all(one[1] <= two[0] + 1e-6 for one, two in pairwise(played))  # one by one
    webcam.press("Show the result")
    webcam.page.get_by_role("heading", name="What we see").wait_for()
    webcam.page.get_by_role("button", name="Warning signs").wait_for()


def test_who_cannot_step_back_is_taken_without_the_feet(open_page: Open) -> None:
    webcam = open_page((Scene("feet_cut", 4.0),))
    webcam.page.get_by_text("Take both sides").click()
    webcam.start().wait_for("feet")
    webcam.page.wait_for_function(
        "() => window.said.some(([said, , words]) => said.startsWith('feet') && words.startsWith('Stay'))"
    )
    webcam.wait_for("done")
    webcam.press("Show the result")
    webcam.page.get_by_text("Your feet were not in the picture").wait_for()
    webcam.page.get_by_text("The feet are outside the photo, so knees").wait_for()
    webcam.page.get_by_role("heading", name="What was measured").wait_for()


def test_a_camera_that_is_lost_is_said_with_a_tone_and_in_big_words(open_page: Open) -> None:
    webcam = open_page(script=TONES)
    webcam.start().wait_for("nobody")
    before = len(tones(webcam))
    webcam.page.evaluate("window.tracks[0].dispatchEvent(new Event('ended'))")
    said = webcam.dialog.locator(".panel").filter(has_text="The camera stopped")
    said.filter(has_text="unplugged").wait_for()
    assert [pitch for _, _, pitch in tones(webcam)[before:]] == [294, 220, 294, 220]
    webcam.wait_until_free()
    assert webcam.driver.serious_findings() == []
    webcam.press("Back to the page")
    webcam.alert.filter(has_text="unplugged").wait_for()
    assert not webcam.dialog.is_visible()


def test_pictures_that_could_not_be_used_say_what_to_change_on_the_spot(open_page: Open) -> None:
    webcam = open_page(script=SOCKETS)
    webcam.start().wait_for("nobody")
    tell(webcam, advice="done", reason="low_contrast")
    webcam.dialog.locator(".text").filter(has_text="Your back is hard to see").wait_for()
    webcam.dialog.locator(".more").filter(has_text="More light").wait_for()
    webcam.wait_until_free()
    webcam.page.evaluate("window.said.length = 0")
    webcam.press("Try again")
    webcam.wait_for("nobody")
    webcam.press("Stop")
    webcam.wait_until_free()


@pytest.mark.parametrize(("width", "height", "least"), [(1536, 864, READABLE_PX), (360, 740, 16)])
def test_every_sentence_fits_and_is_large(open_page: Open, width: int, height: int, least: int) -> None:
    from ui.webcam.view import _words  # noqa: PLC0415 - heavy

    webcam = open_page(script=SOCKETS)
    webcam.page.set_viewport_size({"width": width, "height": height})
    webcam.start().wait_for("nobody")
    made = _words()
    stages = {"advice": 0, "other": 1, "without": 2}
    cues = [
        {"advice": advice, "stage": stage, "count": 7 if stage == 2 else None}
        for kind, stage in stages.items()
        for advice in made[kind]
        if advice not in ("done", "opening", "wait", "lost")
    ]
    cues += [{"advice": "again", "reason": reason} for reason in made["problems"]]
    panel = webcam.dialog.locator(".panel")
    for cue in cues:
        tell(webcam, **cue)
        size, fits = panel.evaluate(
            """panel => {
  const more = panel.querySelector(".more"), edge = panel.getBoundingClientRect();
  const parts = [...panel.children].map((part) => part.getBoundingClientRect()).filter((part) => part.height);
  const inside = parts.every((part) => part.top >= edge.top && part.bottom <= edge.bottom + 1
    && part.left >= edge.left && part.right <= edge.right + 1);
  return [parseFloat(getComputedStyle(more).fontSize), inside];
}"""
        )
        assert fits, cue
        assert size >= least, cue
    webcam.press("Stop")
    webcam.wait_until_free()


def test_sound_and_voice_are_tried_before_somebody_walks_away(open_page: Open) -> None:
    webcam = open_page(script=TONES)
    webcam.page.get_by_role("button", name="Test the sound").click()
    webcam.page.get_by_text("Two tones").wait_for()
    webcam.page.wait_for_function("() => window.tones.length === 2")
