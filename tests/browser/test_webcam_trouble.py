"""Cameras that are refused, missing, busy, slow, black or unplugged: a sentence each, and a way on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser_driver import Server
from playwright.sync_api import Browser
from webcam_driver import Open, windows


@pytest.fixture
def open_page(
    browser: Browser, open_browser: Callable[..., Browser], server: Server, tmp_path: Path
) -> Iterator[Open]:
    with windows(browser, open_browser, server, tmp_path) as open_window:
        yield open_window


def failing(name: str) -> str:
    return f"""
navigator.mediaDevices.getUserMedia = async () => {{
  throw new DOMException("", window.failing ?? "{name}");
}};"""


def test_each_trouble_has_a_sentence_and_there_is_another_way(open_page: Open) -> None:
    webcam = open_page(script=failing("NotAllowedError"))
    words = {
        "NotAllowedError": "not allowed",
        "NotFoundError": "No camera was found",
        "NotReadableError": "in use by another program",
        "TypeError": "could not be started",
    }
    for name, text in words.items():
        webcam.page.evaluate("name => { window.failing = name; }", name)
        webcam.start()
        webcam.alert.filter(has_text=text).wait_for()
        assert not webcam.dialog.is_visible()
    webcam.page.evaluate("Object.defineProperty(window, 'isSecureContext', { value: false })")
    webcam.start()
    webcam.alert.filter(has_text="https").wait_for()
    assert webcam.driver.serious_findings() == []
    webcam.page.get_by_text("The camera does not work?").click()
    webcam.page.get_by_role("button", name="Take a single photo").click()
    webcam.page.get_by_test_id("stCameraInput").wait_for()


def test_a_camera_that_is_unplugged_in_the_middle_is_said(open_page: Open) -> None:
    webcam = open_page()
    webcam.start().wait_for("nobody")
    assert not webcam.is_free()
    webcam.page.evaluate("window.tracks[0].dispatchEvent(new Event('ended'))")
    webcam.alert.filter(has_text="unplugged").wait_for()
    webcam.wait_until_free()
    webcam.page.evaluate("window.said.length = 0")
    webcam.start().wait_for("nobody")  # and on it goes
    webcam.page.go_back()  # who leaves the page, leaves the camera
    webcam.driver.gallery.first.wait_for()
    webcam.wait_until_free()


def test_a_slow_camera_does_and_another_one_can_be_chosen(open_page: Open) -> None:
    webcam = open_page(options=("--use-fake-device-for-media-stream=device-count=2,fps=5",))
    webcam.start().wait_for("nobody")
    choice = webcam.dialog.get_by_label("Camera", exact=True)
    assert choice.locator("option").count() == 2
    second = choice.locator("option").nth(1).get_attribute("value")
    choice.select_option(second)
    webcam.page.wait_for_function("() => window.tracks.length === 2")
    assert webcam.page.evaluate("window.tracks[1].getSettings().deviceId") == second
    assert webcam.page.evaluate("window.tracks[0].readyState") == "ended"
    webcam.dialog.get_by_text("only a few pictures a second").wait_for()
    webcam.press("Sound is on")
    webcam.dialog.get_by_role("button", name="Sound is off", pressed=False).wait_for()
    webcam.page.keyboard.press("Escape")
    webcam.wait_until_free()


def test_a_program_that_is_busy_with_others_says_so(open_page: Open) -> None:
    webcam = open_page(
        script="""
const Heard = WebSocket;
window.WebSocket = class extends Heard {
  constructor(...given) {
    super(...given);
    if (!this.url.includes("/live/")) return;
    // As many answers as the program gives when it has no time: none.
    this.addEventListener("message", (event) => {
      if (JSON.parse(event.data).frame !== undefined) event.stopImmediatePropagation();
    });
  }
};"""
    )
    webcam.start()
    webcam.dialog.get_by_text("busy with other people").wait_for()


def test_a_connection_that_breaks_is_taken_up_again(open_page: Open) -> None:
    webcam = open_page(
        script="""
const Made = WebSocket;
window.made = [];
window.WebSocket = class extends Made {
  constructor(...given) { super(...given); if (this.url.includes("/live/")) window.made.push(this); }
};"""
    )
    webcam.start().wait_for("nobody")
    webcam.page.evaluate("window.made[0].close(4000)")
    webcam.page.wait_for_function("() => window.made.length === 2 && window.made[1].readyState === 1")
    assert webcam.dialog.is_visible()
    webcam.page.evaluate("window.made[1].close(4401)")
    webcam.alert.filter(has_text="reload").wait_for()
    webcam.wait_until_free()


def test_a_mirrored_camera_is_turned_round_before_it_is_sent(open_page: Open) -> None:
    webcam = open_page()
    webcam.page.get_by_text("My camera shows a mirror image").click()
    webcam.start().wait_for("nobody")
    places = webcam.page.evaluate("""() => {
  const roots = [...document.querySelectorAll("*")].map((element) => element.shadowRoot);
  const frame = roots.map((root) => root?.querySelector(".stage .frame")).find(Boolean);
  const turned = (element) => new DOMMatrix(getComputedStyle(element).transform).a;
  return [turned(frame), turned(frame.querySelector("video"))];
}""")
    assert places == [-1, -1]  # the picture is a mirror either way
