"""From a photo to its result in a real browser: ways in, layers, measures, downloads, small screens."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import cv2
import numpy as np
import pytest
from browser_driver import SAMPLES, Driver

from analyzer.meaning.level_words import LEVELS

Open = Callable[..., Driver]
TILTED = "anterior_tilt_woman_left.jpg"
TILTED_TITLE = "Woman, pelvis tipped forward"
BESIDE = (4, 450)
"""Where the page is empty."""
FLAT_TITLE = "Man, flat low back"


def test_one_click_on_a_sample_gives_its_result(open_app: Open):
    window = open_app().choose_sample(TILTED_TITLE)
    assert window.headline() == LEVELS["suggested"].summary
    assert window.photo_line() == f"Photo: {TILTED}"
    assert window.views.count() == 2
    assert window.page.locator(".card .scale").count() == 12  # long hair hides the neck


def test_an_upload_gives_its_result(open_app: Open):
    window = open_app().upload(SAMPLES / "flat_back_man_right.jpg")
    assert window.headline() == LEVELS["not_suggested"].summary
    assert window.photo_line() == "Photo: flat_back_man_right.jpg"


def test_photos_can_be_dropped_on_the_page(open_app: Open):
    window = open_app()
    data = list((SAMPLES / TILTED).read_bytes())
    transfer = window.page.evaluate_handle(
        """bytes => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(bytes)], "dropped.jpg", { type: "image/jpeg" }));
            return transfer;
        }""",
        data,
    )
    zone = "[data-testid=stFileUploaderDropzone]"
    window.answer(lambda: window.page.dispatch_event(zone, "drop", {"dataTransfer": transfer}))
    assert window.photo_line() == "Photo: dropped.jpg"


def test_the_camera_takes_a_photo_and_is_switched_off(open_app: Open):
    window = open_app()
    window.page.get_by_text("Use the camera").click()
    # The button is there before the camera is.
    window.page.wait_for_function(
        "() => [...document.querySelectorAll('video')].some(it => it.readyState === 4 && it.currentTime > 0)"
    )
    window.page.get_by_role("button", name="Take Photo").click()
    alert = window.page.locator("[data-testid=stAlert]")
    alert.wait_for()
    assert "No person was found in this photo." in alert.inner_text()  # the test camera shows none
    window.settle()
    assert window.page.locator("video").count() == 0


def test_keys_alone_lead_from_the_start_to_a_result(open_app: Open):
    window = open_app()
    for _ in range(40):
        window.page.keyboard.press("Tab")
        focused = window.page.evaluate(
            "() => { let e = document.activeElement; while (e?.shadowRoot?.activeElement)"
            " e = e.shadowRoot.activeElement; return e?.innerText ?? ''; }"
        )
        if focused.strip() == "Upright woman":
            break
    else:
        pytest.fail("Tab does not reach the samples")
    window.answer(lambda: window.page.keyboard.press("Enter"))
    assert window.photo_line() == "Photo: neutral_woman_right.jpg"


def test_another_photo_replaces_the_first_and_is_seen_from_the_top(open_app: Open):
    window = open_app().choose_sample(TILTED_TITLE)
    window.page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 900)")
    window.choose_sample(FLAT_TITLE)
    assert window.headline() == LEVELS["not_suggested"].summary
    assert window.page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == 0


def test_a_bad_file_is_explained_and_the_last_result_stays(open_app: Open):
    window = open_app().choose_sample(TILTED_TITLE)
    window.upload({"name": "notes.jpg", "mimeType": "image/jpeg", "buffer": b"Buy milk.\n" * 20})
    alert = window.page.locator("[data-testid=stAlert]").inner_text()
    assert alert == "This is a text, not a photo. Please choose a JPEG, PNG or HEIC photo."
    assert window.headline() == LEVELS["suggested"].summary
    assert window.views.count() == 2
    assert "Traceback" not in window.page.content()


def test_several_photos_are_summarized(open_app: Open):
    window = open_app().upload(SAMPLES / "before_woman_right.jpg", SAMPLES / "after_woman_right.jpg")
    window.page.get_by_role("heading", name="All 2 photos together").wait_for()
    assert window.photo_line() == "Photo: before_woman_right.jpg"
    window.page.get_by_text("Photo 2", exact=True).click()
    window.page.get_by_text("Photo: after_woman_right.jpg").wait_for()
    assert window.page.locator(".card .each").count() >= 2


# --- The picture --------------------------------------------------------------------------------------


def test_layers_are_switched_without_the_server(open_app: Open):
    window = open_app().choose_sample(TILTED_TITLE)
    asked: list[str] = []
    window.page.on("websocket", lambda socket: asked.append(socket.url))
    window.page.on("request", lambda request: asked.append(request.url))
    shown = {"Contour": "contour", "Psoas": "psoas", "Pelvis and spine": "pelvis", "Angles": "angles"}
    for title, layer in shown.items():
        button = window.switch(title)
        assert button.get_attribute("aria-pressed") == "true"
        assert window.layer(layer).is_visible()
        button.click()
        assert button.get_attribute("aria-pressed") == "false"
        assert not window.layer(layer).is_visible()
        button.click()
        assert window.layer(layer).is_visible()
    for title, layer in {"Landmarks": "landmarks", "Grid": "grid"}.items():
        assert not window.layer(layer).is_visible()
        window.switch(title).click()
        assert window.layer(layer).is_visible()
    assert asked == []


def test_switched_layers_stay_for_the_next_photo(open_app: Open):
    window = open_app().choose_sample(TILTED_TITLE)
    window.switch("Psoas").click()
    window.choose_sample(FLAT_TITLE)
    assert window.switch("Psoas").get_attribute("aria-pressed") == "false"
    assert not window.layer("psoas").is_visible()


def lit(window: Driver) -> set[str]:
    """Measures that are lit in the pictures."""
    found = window.views.evaluate_all("all => all.flatMap(svg => [...svg.classList])")
    return {name.removeprefix("show-") for name in found if name.startswith("show-")}


def test_a_measure_explains_itself_to_mouse_and_keys(open_app: Open):
    window = open_app().choose_sample(TILTED_TITLE)
    words = window.page.locator(".words")
    window.page.mouse.move(*BESIDE)
    assert "Choose a measure" in words.inner_text()
    tag = window.page.locator('[data-view="close_up"] svg [data-name="tag_lumbar_lordosis"]')
    shown = tag.locator("visible=true").first
    shown.evaluate("tag => tag.scrollIntoView({block: 'center'})")  # not under the menu
    shown.hover(force=True)  # its own words lie over it
    assert lit(window) == {"lumbar_lordosis"}
    assert "Curve of the low back" in words.inner_text()
    window.page.mouse.move(*BESIDE)
    assert lit(window) == set()
    button = window.page.locator('[data-show="knee_angle"]')
    button.focus()
    assert lit(window) == {"knee_angle"}
    assert "A straight knee has 180°" in words.inner_text()
    button.press("Enter")
    button.press("Tab")
    window.page.mouse.click(*BESIDE)
    assert lit(window) == {"knee_angle"}  # kept
    button.focus()
    button.press("Escape")
    assert lit(window) == set()


def box(window: Driver, view: str) -> list[float]:
    text = window.page.locator(f'[data-view="{view}"] .stage > svg').get_attribute("viewBox")
    return [float(part) for part in text.split()]


def test_the_picture_is_enlarged_and_moved_by_buttons_keys_and_mouse(open_app: Open):
    window = open_app().choose_sample(TILTED_TITLE)
    whole = box(window, "photo")
    stage = window.page.locator('[data-view="photo"] .stage')
    window.page.get_by_role("button", name="Zoom in: The whole person").click()
    larger = box(window, "photo")
    assert larger[2] == pytest.approx(whole[2] / 1.5, rel=0.01)
    assert larger[2] / larger[3] == pytest.approx(whole[2] / whole[3], rel=0.01)
    stage.press("ArrowRight")
    assert box(window, "photo")[0] > larger[0]
    place = stage.bounding_box()
    before = box(window, "photo")[1]
    window.page.mouse.move(place["x"] + 100, place["y"] + 200)
    window.page.mouse.down()
    window.page.mouse.move(place["x"] + 100, place["y"] + 140, steps=4)
    window.page.mouse.up()
    assert box(window, "photo")[1] > before
    stage.press("0")
    assert box(window, "photo") == whole
    for _ in range(9):
        stage.press("-")
    assert box(window, "photo") == whole
    assert box(window, "close_up")[2] > 0


# --- Downloads ----------------------------------------------------------------------------------------


def test_downloads_open(open_app: Open, tmp_path: Path):
    window = open_app().choose_sample(TILTED_TITLE)
    files = {}
    for label in ("Picture (PNG)", "Drawing (SVG)", "Values (JSON)", "Table (CSV)"):
        download = window.download(label)
        path = tmp_path / download.suggested_filename
        download.save_as(path)
        files[path.suffix] = path
    assert sorted(path.name for path in files.values()) == [
        *("posture.csv", "posture.json", "posture.overlay.png", "posture.overlay.svg")
    ]
    picture = cv2.imdecode(np.frombuffer(files[".png"].read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape[0] >= 1000
    assert picture.std() > 20.0
    drawing = ET.fromstring(files[".svg"].read_text("utf-8"))  # noqa: S314 - our own
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    record = json.loads(files[".json"].read_text("utf-8"))
    assert (record["schema"], record["photo"]["name"]) == ("posture-analysis/1", TILTED)
    # The picture to share has the face covered, unless somebody says no.
    window.page.get_by_text("Cover the face in pictures to share").click()
    window.settle()
    window.download("Picture (PNG)").save_as(tmp_path / "shown.png")
    shown = cv2.imdecode(np.frombuffer((tmp_path / "shown.png").read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    changed = np.abs(shown.astype(int) - picture.astype(int)).max(axis=2) > 40
    assert changed[: shown.shape[0] // 4].sum() > 500
    assert not changed[shown.shape[0] // 3 :].any()
    (row,) = csv.DictReader(files[".csv"].read_text("utf-8").splitlines())
    assert float(row["pelvic_tilt"]) == record["measures"]["pelvic_tilt"]["value"]


# --- Screens ------------------------------------------------------------------------------------------


def test_nothing_is_wider_than_a_phone(open_app: Open):
    window = open_app(phone=True)
    for _ in range(2):
        width = window.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth")
        assert width <= 390
        if not window.views.count():
            window.choose_sample(TILTED_TITLE)
    for view in window.page.locator(".view").all():
        place = view.bounding_box()
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= 390
        assert place["width"] > 300
    outside = window.page.locator(".card, .switch, .measure, .tool").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).filter(b => b.left < 0 || b.right > 390).length"
    )
    assert outside == 0


def test_fingers_find_everything_on_a_phone(open_app: Open):
    window = open_app(phone=True).choose_sample(TILTED_TITLE)
    small = window.page.locator(".switch, .measure, .tool, .card summary").evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().height < 24).map(e => e.innerText)"
    )
    assert small == []
    window.switch("Psoas").tap()
    assert not window.layer("psoas").is_visible()
    window.page.locator('[data-show="lumbar_depth"]').tap()
    assert lit(window) == {"lumbar_depth"}


def brightness(color: tuple[int, ...]) -> float:
    return sum(color) / 3.0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_both_themes_are_followed(open_app: Open, dark: bool):
    window = open_app(dark=dark).choose_sample(TILTED_TITLE)
    paper = brightness(window.color(".stApp", "background-color"))
    assert (paper < 60.0) == dark
    # Text on paper, paper in the dot's ring: our own parts follow as Streamlit's do.
    for selector, name in ((".card h3", "color"), (".scale .interval", "fill"), (".measure", "color")):
        assert (brightness(window.color(selector, name)) > 128.0) == dark
    assert (brightness(window.color(".tool", "background-color")) < 60.0) == dark


@pytest.mark.parametrize(("dark", "phone"), [(False, False), (True, True)], ids=["light-wide", "dark-phone"])
def test_axe_finds_nothing_serious(open_app: Open, dark: bool, phone: bool):
    window = open_app(dark=dark, phone=phone)
    assert window.serious_findings() == []
    window.choose_sample(TILTED_TITLE)
    window.page.locator(".card summary").first.click()
    window.page.get_by_text("A few questions (optional)").click()
    hours = window.page.get_by_label("Hours of sitting on a usual day")
    hours.fill("9")
    hours.press("Enter")
    window.page.get_by_role("heading", name="Exercises that fit").wait_for()
    window.page.locator('[data-show="pelvic_tilt"]').focus()
    assert window.serious_findings() == []
    good = [(SAMPLES / f"{name}_woman_right.jpg").read_bytes() for name in ("before", "after")]
    files = [*good, b"no photo"]
    window.upload(
        *({"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": data} for n, data in enumerate(files))
    )
    window.page.get_by_role("heading", name="All 2 photos together").wait_for()
    assert window.serious_findings() == []
