"""The landmark editor in a real browser: mouse, keys, touch, levelling, numbers, undo, accessibility."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from browser_driver import PHONE, Driver
from playwright.sync_api import Browser, Locator, expect

from analyzer.corrections import level_from_line
from analyzer.pelvis import measure_pelvic_tilt
from analyzer.types import SagittalFrame
from analyzer.types.geometry import frozen_points
from ui.editor import bundle

TILTED = "Woman, pelvis tipped forward"
ASIS, PSIS = (383.5, 556.8), (461.5, 533.5)
"""Where they are in that sample, from the truth beside it; the line between them tilts by 16.6 degrees."""

Open = Callable[..., Driver]


def wait_for(ready: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


class Editor:
    """The page "Correct" with one of the samples, as a person sees it."""

    def __init__(self, app: Driver) -> None:
        self.app = app.choose_sample(TILTED)
        self.page = app.page
        self.page.get_by_text("Correct points, level or scale of this photo").click()
        self.page.locator(".stage img.photo").wait_for()
        expect(self.handle("asis")).to_be_attached()
        self.still()

    def handle(self, name: str) -> Locator:
        return self.page.locator(f'.handle[data-name="{name}"]')

    @property
    def pelvis(self) -> Locator:
        return self.page.locator('[data-ref="pelvis"]')

    @property
    def readout(self) -> Locator:
        return self.page.locator('[data-ref="readout-value"]')

    def place(self, name: str) -> tuple[float, float]:
        """Where a point is on the screen."""
        box = self.handle(name).bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def photo_place(self, name: str) -> tuple[int, int]:
        """Where a point is in the photo, as the page tells people who cannot see it."""
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        text = self.handle(name).get_attribute("aria-valuetext") or ""
        found = re.match(r"(\d+) pixels from the left, (\d+) from the top", text)
        assert found, text
        return int(found[1]), int(found[2])

    def on_screen(self, point: tuple[float, float]) -> tuple[float, float]:
        """Where a place of the photo is on the screen: the picture itself says how it is shown."""
        matrix = self.page.locator(".stage img.photo").evaluate(
            "(it, [x, y]) => { const m = new DOMMatrix(getComputedStyle(it).transform);"
            " const stage = it.parentElement.getBoundingClientRect();"
            " const p = m.transformPoint({ x, y }); return [stage.x + p.x, stage.y + p.y]; }",
            list(point),
        )
        return matrix[0], matrix[1]

    def still(self) -> None:
        """Waits until the picture does not move any more."""
        last: list[float] = []

        def same() -> bool:
            now = [*self.place("asis"), *self.place("knee")]
            moved, last[:] = now != last, now
            return not moved

        wait_for(same)
        self.page.wait_for_timeout(120)
        wait_for(same)

    def show_pelvis(self) -> Editor:
        self.page.get_by_role("button", name="Pelvis", exact=True).click()
        self.still()
        return self

    def drag(self, name: str, point: tuple[float, float]) -> None:
        x, y = self.place(name)
        to_x, to_y = self.on_screen(point)
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down()
        mouse.move((x + to_x) / 2, (y + to_y) / 2, steps=4)
        mouse.move(to_x, to_y, steps=4)
        mouse.up()

    def press(self, name: str, *keys: str) -> None:
        self.handle(name).focus()
        for key in keys:
            self.page.keyboard.press(key)

    def is_yours(self, name: str) -> None:
        expect(self.handle(name)).to_have_attribute("data-source", "person")

    def is_measured(self) -> None:
        expect(self.pelvis).to_have_attribute("data-state", "measured")

    def is_estimated(self) -> None:
        expect(self.pelvis).to_have_attribute("data-state", "estimated")

    def tilt(self) -> int:
        """The tilt beside the photo, once Python has answered."""
        text = self.pelvis.locator(".number").inner_text()
        return int(text.replace("−", "-").strip("≈ °"))


@pytest.fixture
def editor(open_app: Open) -> Editor:
    return Editor(open_app())


def test_dragging_both_bony_points_measures_the_tilt(editor: Editor):
    editor.show_pelvis().is_estimated()
    expect(editor.pelvis.locator(".badge")).to_have_text("Estimated")
    wide = editor.pelvis.locator(".range").inner_text()
    editor.drag("asis", ASIS)
    editor.is_yours("asis")
    editor.is_estimated()
    expect(editor.pelvis).to_contain_text("PSIS is needed too")
    editor.drag("psis", PSIS)
    editor.is_measured()
    expect(editor.pelvis.locator(".badge")).to_have_text("Measured on your points")
    assert editor.photo_place("asis") == pytest.approx(ASIS, abs=1.5)
    assert editor.tilt() == pytest.approx(16.6, abs=1.5)
    assert span(editor.pelvis.locator(".range").inner_text()) < 0.6 * span(wide)
    expect(editor.pelvis).to_contain_text("The analyzer alone:")


def span(text: str) -> int:
    low, high = (int(end.replace("−", "-")) for end in re.findall(r"([−\d]+)°", text))
    return high - low


def test_the_tilt_follows_while_the_mouse_still_holds_the_point(editor: Editor):
    editor.show_pelvis()
    x, y = editor.place("asis")
    before = int(editor.readout.inner_text().strip("≈ °"))
    mouse = editor.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x, y + 60, steps=6)
    expect(editor.page.locator(".loupe")).to_be_visible()
    expect(editor.page.locator('[data-ref="readout"]')).to_have_attribute("data-state", "live")
    assert int(editor.readout.inner_text().strip("°")) > before + 3
    editor.is_estimated()  # Python has not been asked
    mouse.up()
    editor.is_yours("asis")
    expect(editor.page.locator(".loupe")).to_be_hidden()


def test_keys_alone_measure_the_tilt(editor: Editor):
    x, y = editor.photo_place("asis")
    editor.press("asis", "ArrowRight", "ArrowDown", "ArrowDown", "Shift+ArrowUp")
    step = editor.photo_place("asis")[0] - x
    assert step >= 1
    assert editor.photo_place("asis") == (x + step, y - 8 * step)
    editor.is_yours("asis")
    editor.page.keyboard.press("Tab")  # the other point of the pelvis comes next
    expect(editor.handle("psis")).to_be_focused()
    editor.page.keyboard.press("Enter")  # it is right where it is
    editor.is_measured()


def test_a_key_moves_one_pixel_when_the_photo_is_large_on_the_screen(editor: Editor):
    editor.show_pelvis()
    x, y = editor.photo_place("asis")
    editor.press("asis", "ArrowLeft")
    assert editor.photo_place("asis") == (x - 1, y)
    editor.press("asis", "Shift+ArrowDown")
    assert editor.photo_place("asis") == (x - 1, y + 10)
    editor.is_yours("asis")


def test_keys_in_a_row_are_one_step_to_undo(editor: Editor):
    start = editor.photo_place("knee")
    editor.press("knee", *["ArrowRight"] * 5)
    editor.is_yours("knee")
    editor.page.keyboard.press("Control+z")
    expect(editor.handle("knee")).to_have_attribute("data-source", "model")
    assert editor.photo_place("knee") == start
    editor.page.keyboard.press("Control+Shift+z")
    editor.is_yours("knee")


def test_escape_takes_a_drag_and_key_strokes_back(editor: Editor):
    editor.show_pelvis()
    start = editor.photo_place("asis")
    x, y = editor.place("asis")
    editor.page.mouse.move(x, y)
    editor.page.mouse.down()
    editor.page.mouse.move(x + 50, y + 50, steps=4)
    assert editor.photo_place("asis") != start
    editor.page.keyboard.press("Escape")
    editor.page.mouse.up()
    assert editor.photo_place("asis") == start
    editor.press("asis", "Shift+ArrowDown", "Escape")
    assert editor.photo_place("asis") == start
    editor.page.wait_for_timeout(600)  # nothing may come later either
    expect(editor.handle("asis")).to_have_attribute("data-source", "suggested")
    expect(editor.page.get_by_role("button", name="Undo")).to_be_disabled()


def test_undo_redo_start_over_and_one_point_back(editor: Editor):
    page = editor.page
    for name in ("asis", "psis"):
        page.locator(f'[data-confirm="{name}"]').click()
        editor.is_yours(name)
    editor.is_measured()
    page.get_by_role("button", name="Undo").click()
    editor.is_estimated()
    page.get_by_role("button", name="Redo").click()
    editor.is_measured()
    page.locator('[data-point="psis"]').click()
    page.get_by_role("button", name="Back to the analyzer's place").click()
    editor.is_estimated()
    expect(editor.handle("psis")).to_have_attribute("data-source", "suggested")
    editor.is_yours("asis")
    page.get_by_role("button", name="Start over").click()
    expect(editor.handle("asis")).to_have_attribute("data-source", "suggested")
    expect(page.get_by_role("button", name="Start over")).to_be_disabled()


def test_quick_changes_all_arrive(editor: Editor):
    """Faster than Python answers: what was not answered yet is told again."""
    for name in ("hip", "knee", "ankle", "shoulder", "ear"):
        editor.press(name, "Shift+ArrowRight", "Enter")
    for name in ("hip", "knee", "ankle", "shoulder", "ear"):
        editor.is_yours(name)
    rows = editor.page.locator('.measure[data-yours="true"]')
    expect(rows).to_have_count(5)
    expect(rows.first).to_contain_text("placed by you")
    expect(rows.first).to_contain_text("The analyzer alone:")


def test_numbers_place_a_point_too(editor: Editor):
    page = editor.page
    for name, (x, y) in {"asis": ASIS, "psis": PSIS}.items():
        page.locator(f'[data-point="{name}"]').click()
        for label, value in (("Pixels from the left", x), ("Pixels from the top", y)):
            field = page.get_by_label(label)
            field.fill(str(round(value)))
            field.press("Enter")
        editor.is_yours(name)
    editor.is_measured()
    assert editor.photo_place("psis") == (462, 534)
    expect(editor.pelvis.locator(".number")).to_have_text("16°")


def test_a_number_outside_is_kept_inside_and_no_number_changes_nothing(editor: Editor):
    page = editor.page
    page.locator('[data-point="ear"]').click()
    field = page.get_by_label("Pixels from the left")
    before = field.input_value()
    field.fill("")
    field.press("Enter")
    assert field.input_value() == before
    expect(editor.handle("ear")).to_have_attribute("data-source", "model")
    field.fill("123456")
    field.press("Enter")
    editor.is_yours("ear")
    assert editor.photo_place("ear")[0] == 900


def test_buttons_and_a_tap_move_a_point_without_dragging(editor: Editor):
    page = editor.page
    page.locator('[data-point="asis"]').click()
    editor.still()
    x, y = editor.photo_place("asis")
    page.get_by_role("button", name="Move down").click()
    page.get_by_role("button", name="Move down").click()
    editor.is_yours("asis")
    assert editor.photo_place("asis") == (x, y + 2)
    page.get_by_role("button", name="Tap to place").click()
    expect(page.get_by_text("Tap where ASIS belongs.")).to_be_visible()
    page.mouse.click(*editor.on_screen(ASIS))
    expect(page.get_by_text("Tap where ASIS belongs.")).to_be_hidden()
    assert editor.photo_place("asis") == pytest.approx(ASIS, abs=1.5)


def test_two_taps_level_the_photo(editor: Editor):
    page = editor.page
    page.get_by_role("button", name="Level", exact=True).click()
    text = page.locator('[data-ref="level-text"]')
    expect(text).to_contain_text("found by the analyzer")
    page.get_by_role("button", name="Tap two places").click()
    expect(page.get_by_text("Tap a place on something upright or level.")).to_be_visible()
    # Along a line that leans by 2 degrees; the picture turns only after the second tap.
    first, second = (620.0, 300.0), (602.5, 800.0)
    page.mouse.click(*editor.on_screen(first))
    expect(page.get_by_text("Now a second place on it")).to_be_visible()
    page.mouse.click(*editor.on_screen(second))
    expect(text).to_contain_text("set by you")
    roll = level_from_line(first, second)
    number = page.get_by_label("Turned by, in degrees")
    expect(number).to_have_value(f"{roll:.1f}")
    # Levelled, the line is upright on the screen.
    assert editor.on_screen(first)[0] == pytest.approx(editor.on_screen(second)[0], abs=1.5)
    expect(page.locator(".measure").first).to_contain_text("levelled by you")
    page.get_by_role("button", name="As the analyzer found it").click()
    expect(text).to_contain_text("found by the analyzer")


def test_the_level_by_slider_number_and_keys(editor: Editor):
    page = editor.page
    page.get_by_role("button", name="Level", exact=True).click()
    text = page.locator('[data-ref="level-text"]')
    slider = page.locator('[data-ref="roll"]')
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(text).to_contain_text("set by you")
    number = page.get_by_label("Turned by, in degrees")
    number.fill("-1.5")
    number.press("Enter")
    expect(text).to_contain_text("1.5° counter-clockwise (set by you)")
    number.fill("80")
    number.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("does not seem to stand upright")
    expect(text).to_contain_text("1.5° counter-clockwise (set by you)")
    number.fill("0")
    number.press("Enter")
    expect(text).to_contain_text("counts as level (set by you)")
    editor.press("level-0", "Shift+ArrowRight", "Enter")
    expect(text).to_contain_text("clockwise (set by you)")
    page.get_by_role("button", name="Done").click()
    expect(text).to_be_hidden()
    expect(editor.handle("level-0")).to_have_count(0)


def test_wheel_buttons_double_click_and_panning(editor: Editor):
    page = editor.page
    x, y = editor.on_screen(ASIS)
    page.mouse.move(x, y)
    page.mouse.wheel(0, -400)
    editor.still()
    assert editor.on_screen(ASIS) == pytest.approx((x, y), abs=2.0)  # what is under the mouse stays there
    hip, ear = editor.place("hip"), editor.place("ear")
    assert hip[1] - ear[1] > 1.5 * 240
    page.mouse.move(x - 150, y + 120)
    page.mouse.down()
    page.mouse.move(x - 110, y + 150, steps=4)
    page.mouse.up()
    assert editor.on_screen(ASIS) == pytest.approx((x + 40, y + 30), abs=2.0)
    page.get_by_role("button", name="Whole photo").click()
    editor.still()
    expect(page.get_by_role("button", name="Zoom out")).to_be_disabled()
    box = page.locator(".stage").bounding_box()
    assert box is not None
    for corner in ((0.0, 0.0), (900.0, 1200.0)):
        at = editor.on_screen(corner)
        assert box["x"] - 1 <= at[0] <= box["x"] + box["width"] + 1
        assert box["y"] - 1 <= at[1] <= box["y"] + box["height"] + 1
    page.mouse.dblclick(*editor.on_screen((700.0, 400.0)))
    editor.still()
    expect(page.get_by_role("button", name="Zoom out")).to_be_enabled()


def test_the_wheel_does_not_stop_a_page_that_is_scrolled_past_the_photo(editor: Editor):
    page = editor.page
    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    page.get_by_role("button", name="Whole photo").click()
    editor.still()
    before = editor.on_screen((900.0, 0.0))[0] - editor.on_screen((0.0, 0.0))[0]
    page.mouse.move(*editor.on_screen(ASIS))
    for _ in range(3):  # as small as it gets: there is nothing to do with the wheel
        page.mouse.wheel(0, 150)
        page.wait_for_timeout(60)
    page.mouse.wheel(0, -60)  # still the same sweep
    page.wait_for_timeout(300)
    assert page.evaluate(scrolled) > 100
    assert editor.on_screen((900.0, 0.0))[0] - editor.on_screen((0.0, 0.0))[0] == pytest.approx(before)


def test_the_view_and_the_changes_stay_when_one_looks_at_another_page(editor: Editor):
    editor.show_pelvis().press("asis", "ArrowDown", "Enter")
    editor.is_yours("asis")
    before = editor.place("psis")
    editor.page.get_by_role("link", name="Check a photo").first.click()
    editor.page.get_by_role("heading", name="What we see").wait_for()
    editor.page.get_by_role("link", name="Correct").first.click()
    editor.page.locator(".stage img.photo").wait_for()
    editor.is_yours("asis")
    editor.still()
    assert editor.place("psis")[0] == pytest.approx(before[0], abs=2.0)


def test_the_picture_is_not_sent_again_and_never_flickers(editor: Editor):
    sizes: list[int] = []
    page = editor.page
    picture = page.locator(".stage img.photo").element_handle()
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.on("Network.webSocketFrameReceived", lambda e: sizes.append(len(e["response"]["payloadData"])))
    editor.press("knee", "ArrowRight", "Enter")
    editor.is_yours("knee")
    assert picture.evaluate("it => it.isConnected")
    assert sizes
    assert max(sizes) < 200_000  # base64 of the frame; the picture alone has more


def test_touch_on_a_phone(open_app: Open):
    editor = Editor(open_app(phone=True))
    page = editor.page
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    page.get_by_role("button", name="Show ASIS").tap()
    editor.still()
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        places = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    for name, target in (("asis", ASIS), ("psis", PSIS)):
        x, y = editor.place(name)
        to_x, to_y = editor.on_screen(target)
        # The finger comes down beside the point; the point keeps its distance from it.
        touch("touchStart", (x + 8, y + 6))
        for part in (0.3, 0.6, 1.0):
            at = (x + 8 + (to_x - x) * part, y + 6 + (to_y - y) * part)
            touch("touchMove", (at[0] + 12, at[1] + 12))
            touch("touchMove", at)
        expect(page.locator(".loupe")).to_be_visible()
        touch("touchEnd")
        editor.is_yours(name)
        assert editor.photo_place(name) == pytest.approx(target, abs=2.0)
    editor.is_measured()
    assert editor.tilt() == pytest.approx(16.6, abs=2.0)
    # Two fingers zoom.
    near, far = editor.on_screen((400.0, 500.0)), editor.on_screen((460.0, 700.0))
    touch("touchStart", near, far)
    touch("touchMove", (near[0], near[1] - 40), (far[0], far[1] + 40))
    touch("touchEnd")
    editor.still()
    apart = editor.on_screen((460.0, 700.0))[1] - editor.on_screen((400.0, 500.0))[1]
    assert apart == pytest.approx(far[1] - near[1] + 80, rel=0.15)


def test_on_a_phone_nothing_lies_on_the_person(open_app: Open):
    editor = Editor(open_app(phone=True))
    readout, stage = (editor.page.locator(css).bounding_box() for css in (".readout", ".stage"))
    assert readout is not None and stage is not None
    assert readout["y"] + readout["height"] <= stage["y"]


def test_levelling_shows_the_whole_photo(open_app: Open):
    editor = Editor(open_app(phone=True))
    editor.page.get_by_role("button", name="Level", exact=True).tap()
    editor.still()
    stage = editor.page.locator(".stage").bounding_box()
    assert stage is not None
    assert editor.on_screen((0.0, 0.0))[0] >= stage["x"] - 1
    assert editor.on_screen((900.0, 0.0))[0] <= stage["x"] + stage["width"] + 1
    for end in ("level-0", "level-1"):
        assert stage["x"] < editor.place(end)[0] < stage["x"] + stage["width"]


def test_a_finger_on_the_whole_photo_scrolls_the_page(open_app: Open):
    editor = Editor(open_app(phone=True))
    stage = editor.page.locator(".stage")
    assert stage.evaluate("it => getComputedStyle(it).touchAction") == "pan-y"
    assert editor.handle("asis").evaluate("it => getComputedStyle(it).touchAction") == "none"
    editor.page.get_by_role("button", name="Zoom in").tap()
    editor.still()
    assert stage.evaluate("it => getComputedStyle(it).touchAction") == "none"


def test_handles_can_be_found_by_those_who_do_not_see_them(editor: Editor):
    names = editor.page.locator(".handle").evaluate_all("all => all.map(it => it.getAttribute('aria-label'))")
    assert len(names) == len(set(names)) == 10
    sliders = editor.page.get_by_role("slider", name="ASIS")
    expect(sliders).to_have_count(1)
    text = sliders.get_attribute("aria-valuetext") or ""
    assert text.endswith("only a suggestion, not placed yet")
    editor.press("asis", "ArrowDown", "Enter")
    expect(sliders).to_have_attribute("aria-valuetext", re.compile("placed by you$"))
    editor.press("psis", "Enter")
    status = editor.page.locator('[data-ref="announce"]')
    expect(status).to_have_text(
        re.compile(r"^Pelvic tilt \d+°, measured on your points, likely \d+° to \d+°\.$")
    )


def test_a_visible_ring_shows_where_the_keys_go(editor: Editor):
    editor.press("knee", "Tab", "Shift+Tab")
    ring = editor.handle("knee").evaluate("it => getComputedStyle(it, '::before').boxShadow")
    assert ring != "none"
    other = editor.handle("ear").evaluate("it => getComputedStyle(it, '::before').boxShadow")
    assert other == "none"


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


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_nothing_serious_keeps_people_out(open_app: Open, dark: bool, phone: bool):
    editor = Editor(open_app(dark=dark, phone=phone))
    assert editor.app.serious_findings() == []
    for name in ("asis", "psis"):
        editor.page.locator(f'[data-confirm="{name}"]').click()
        editor.is_yours(name)
    editor.is_measured()
    editor.page.locator('[data-point="knee"]').click()
    editor.page.get_by_role("button", name="Level", exact=True).click()
    editor.page.get_by_text("How to find ASIS and PSIS").click()
    editor.page.get_by_text("Follow this edge forward").wait_for()
    assert editor.app.serious_findings() == []


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
