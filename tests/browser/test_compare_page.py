"""Before and after in a browser: the slider, the three views, what is downloaded, faces, other sides."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from browser_driver import SAMPLES, Driver
from numpy.typing import NDArray
from playwright.sync_api import Locator

Open = Callable[..., Driver]
BEFORE, AFTER = SAMPLES / "before_woman_right.jpg", SAMPLES / "after_woman_right.jpg"


def open_page(window: Driver) -> None:
    menu = window.page.get_by_test_id("stExpandSidebarButton")  # on a phone
    if menu.count():
        menu.click()
    window.page.get_by_role("link", name="Before and after").first.click()
    window.page.get_by_role("heading", name="Before and after", exact=True).wait_for()


def compare(window: Driver, before: Path = BEFORE, after: Path = AFTER) -> Driver:
    """Go to the page and give one photo each."""
    open_page(window)
    files = window.page.locator("input[type=file]")
    files.nth(1).wait_for(state="attached")
    files.nth(0).set_input_files(before)
    window.page.get_by_text("Now the photo after.").wait_for()
    window.settle()
    files.nth(1).set_input_files(after)
    return wait_for_result(window)


def wait_for_result(window: Driver) -> Driver:
    window.page.locator(".viewer .stage").first.wait_for()
    window.settle()
    return window


def compare_samples(window: Driver) -> Driver:
    open_page(window)
    window.page.get_by_role("button", name="Try it with a pair of samples").click()
    return wait_for_result(window)


def divider(window: Driver) -> Locator:
    return window.page.get_by_role("slider", name="Divider between before and after")


def cut_share(window: Driver) -> float:
    """How much of the picture is the one before."""
    return float(
        window.page.locator(".stage clipPath[id^=cut] rect").evaluate(
            "rect => rect.width.baseVal.value / rect.ownerSVGElement.viewBox.baseVal.width"
        )
    )


def shown(window: Driver, name: str) -> NDArray[np.uint8]:
    """The picture of a side, as it is on the page."""
    href = window.page.locator(f".stage .photo.{name} image").first.get_attribute("href")
    assert href is not None
    data = base64.b64decode(href.partition(",")[2])
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), dtype=np.uint8)


def verdicts(window: Driver) -> dict[str, str]:
    cards = window.page.locator(".change")
    return dict(
        cards.evaluate_all("cards => cards.map(card => [card.dataset.measure, card.dataset.verdict])")
    )


def test_the_divider_follows_keys_and_mouse(open_app: Open):
    window = compare_samples(open_app())
    line, press = divider(window), window.page.keyboard.press
    assert line.get_attribute("aria-valuenow") == "50"
    line.focus()
    for key, at in (
        *(("ArrowRight", 52), ("ArrowUp", 54), ("ArrowLeft", 52), ("PageUp", 62), ("PageDown", 52)),
        *(("End", 100), ("ArrowRight", 100), ("Home", 0), ("ArrowDown", 0)),
    ):
        press(key)
        assert line.get_attribute("aria-valuenow") == str(at), key
        assert line.get_attribute("aria-valuetext") == f"{at} % before, {100 - at} % after"
        assert cut_share(window) == pytest.approx(at / 100)
    box = window.page.locator(".stage").bounding_box()
    assert box is not None
    window.page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 100)
    window.page.mouse.down()
    window.page.mouse.move(box["x"] + 0.75 * box["width"], box["y"] + 300, steps=4)
    window.page.mouse.up()
    assert cut_share(window) == pytest.approx(0.75, abs=0.01)
    assert line.evaluate("line => line === line.getRootNode().activeElement")


def test_three_ways_to_look_that_do_not_need_the_server(open_app: Open):
    window = compare_samples(open_app())
    page = window.page
    page.context.set_offline(True)
    page.get_by_role("button", name="Side by side").click()
    assert page.locator(".stage").count() == 2
    sizes = page.locator(".stage").evaluate_all("all => all.map(e => [e.clientWidth, e.clientHeight])")
    assert sizes[0] == sizes[1]
    page.get_by_role("button", name="Outlines").click()
    assert page.locator(".stage polygon.body").count() == 2
    assert page.locator(".stage polyline.back").count() == 2
    assert page.locator(".stage image").count() == 0
    page.get_by_role("button", name="Line of the back").click()
    assert page.locator(".stage polyline.back").count() == 0
    whole = page.locator(".stage svg").get_attribute("viewBox")
    page.get_by_role("button", name="Enlarge the low back").click()
    part = page.locator(".stage svg").get_attribute("viewBox")
    assert float(str(part).split()[2]) < 0.7 * float(str(whole).split()[2])
    page.get_by_role("button", name="Slider").click()
    assert divider(window).get_attribute("aria-valuenow") == "50"
    page.context.set_offline(False)
    window.faults.clear()  # that the connection was lost


def test_what_is_taken_along_shows_no_face_unless_that_is_wanted(open_app: Open, tmp_path: Path):
    window = compare_samples(open_app())
    hidden = shown(window, "after")
    path = tmp_path / "covered.png"
    window.download("Picture, faces covered (PNG)").save_as(path)
    covered = cv2.imread(str(path))
    rows = list(csv.DictReader(io.StringIO(window.download("Table (CSV)").path().read_text("utf-8"))))
    record = json.loads(window.download("Values (JSON)").path().read_text("utf-8"))
    assert {row["measure"]: row["verdict"] for row in rows} == verdicts(window)
    assert {name: change["verdict"] for name, change in record["changes"].items()} == verdicts(window)
    assert BEFORE.name.encode() not in path.read_bytes()

    window.page.get_by_text("Cover the faces").click()
    window.page.get_by_role("button", name="Picture, faces shown (PNG)").wait_for()
    window.settle()
    path = tmp_path / "face.png"
    window.download("Picture, faces shown (PNG)").save_as(path)
    for one, two in ((hidden, shown(window, "after")), (covered, cv2.imread(str(path)))):
        assert one is not None
        assert two is not None
        assert one.shape == two.shape
        differs = np.abs(one.astype(int) - two).max(axis=2) > 24
        # Only the head: at least its part with the face, and nothing below the shoulders.
        height, width = differs.shape
        assert differs[: height // 3].sum() > 0.0008 * height * width
        assert differs[height // 3 :].sum() < 20


def test_left_and_right_are_never_mixed_silently(open_app: Open, tmp_path: Path):
    """From farther away, and looking to the other side: a trainer's two old photos."""
    photo = cv2.imread(str(AFTER))
    assert photo is not None
    height, width = photo.shape[:2]
    far = cv2.copyMakeBorder(
        cv2.flip(photo, 1), height // 5, height // 20, width // 3, width // 3, cv2.BORDER_REPLICATE
    )
    after = tmp_path / "after_far_left.jpg"
    cv2.imwrite(str(after), far)
    window = compare(open_app(), after=after)
    page = window.page
    assert window.headline() == "The numbers of these photos cannot be compared"
    page.get_by_text("The photos show different sides of the body.").first.wait_for()
    assert set(verdicts(window).values()) == {"not_comparable"}
    page.get_by_text("times as large").wait_for()
    before, mirrored = shown(window, "before"), shown(window, "after")
    ankles = slice(int(0.88 * before.shape[0]), int(0.93 * before.shape[0]))
    assert np.abs(before[ankles].astype(int) - mirrored[ankles]).mean() < 12  # one size, on one ankle

    page.get_by_role("combobox", name="Do both show the same side").click()
    page.get_by_role("option", name="Yes, the after photo is mirrored").click()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stHeading] h2').innerText.includes('changed')"
    )
    window.settle()
    assert verdicts(window)["pelvic_tilt"] == "changed"


@pytest.mark.parametrize(("dark", "phone"), [(False, False), (True, True)], ids=["light", "dark phone"])
def test_everybody_can_use_it(open_app: Open, dark: bool, phone: bool):
    loose = SAMPLES / "loose_shirt_woman_right.jpg"
    window = compare(open_app(dark=dark, phone=phone), before=loose)
    assert window.headline() == "No change beyond measurement error in the 8 measures that can be compared"
    assert {name for name, verdict in verdicts(window).items() if verdict == "not_comparable"} == {
        *("pelvic_tilt", "sacral_slope", "lumbar_lordosis", "lumbar_depth"),
        # Long hair hides her neck.
        *("thoracic_kyphosis", "craniovertebral_angle", "c7_offset", "trunk_balance"),
    }
    assert window.serious_findings() == []
    window.page.get_by_role("button", name="Outlines").click()
    assert window.serious_findings() == []
    assert window.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
