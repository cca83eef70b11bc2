"""The range of the pelvis before the webcam: somebody who does as the page says, and what comes out."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser_driver import Server
from playwright.sync_api import Browser, expect
from webcam_driver import Open, windows

from validation.range_films import FOLDER

FRAMES = range(3, 18, 2)
"""Of person 00, three degrees apart: from 9 degrees back to 12 forward."""
USUAL = 3
RANGE_DEG, POSITION_PCT = 21.0, 100.0 * 9.0 / 21.0
OBEDIENT = """
const pictures = FRAMES.map((data) => {
  const picture = new Image();
  picture.src = `data:image/jpeg;base64,${data}`;
  return picture;
});
const canvas = document.createElement("canvas");
[canvas.width, canvas.height] = [1280, 720];
const context = canvas.getContext("2d");
const wanted = { tip_forward: pictures.length - 1, tip_back: 0 };
let place = USUAL;
setInterval(() => {
  // What is said is done a little at a time: a frame is three degrees.
  const said = window.said?.at(-1)?.[0];
  place += Math.sign((wanted[said] ?? USUAL) - place);
  if (pictures[place].complete) context.drawImage(pictures[place], 0, 0);
}, 150);
navigator.mediaDevices.getUserMedia = async () => {
  const stream = canvas.captureStream(20);
  window.tracks.push(...stream.getTracks());
  return stream;
};
"""
"""A camera before which somebody follows the words on the screen."""


def obedient() -> str:
    files = [FOLDER / "00" / f"{number:02d}.jpg" for number in FRAMES]
    data = [base64.b64encode(file.read_bytes()).decode() for file in files]
    return OBEDIENT.replace("FRAMES", json.dumps(data)).replace("USUAL", str(USUAL))


@pytest.fixture
def open_page(
    browser: Browser, open_browser: Callable[..., Browser], server: Server, tmp_path: Path
) -> Iterator[Open]:
    with windows(browser, open_browser, server, tmp_path) as open_window:
        yield open_window


def test_from_the_choice_to_the_range(open_page: Open) -> None:
    webcam = open_page(script=obedient())
    webcam.page.get_by_text("Range of my pelvis").click()
    webcam.page.get_by_text("the low back hollows").wait_for()
    webcam.page.get_by_text("Take both sides").click()
    assert webcam.driver.serious_findings() == []
    webcam.start().wait_for("tip_let_go")
    assert webcam.driver.serious_findings() == []
    moves = [advice for advice in webcam.order if advice.startswith("tip_")]
    assert moves == ["tip_stand", "tip_forward", "tip_back", "tip_let_go"]
    headline = webcam.page.get_by_role("heading", name="You tipped your pelvis by about")
    headline.wait_for()  # the result comes by itself
    webcam.driver.settle()
    expect(headline).to_be_in_viewport()
    for title in ("Where you usually stand", "Your movement", "Your low back"):
        webcam.page.get_by_role("heading", name=title).wait_for()
    assert webcam.driver.serious_findings() == []
    record = json.loads(Path(webcam.driver.download("Values (JSON)").path()).read_text("utf-8"))
    low, high = record["range"]["ci95"]
    assert low <= RANGE_DEG <= high
    assert record["habitual_position"]["value"] == pytest.approx(POSITION_PCT, abs=8.0)
    assert record["facing"] == "left"
    webcam.wait_until_free()
