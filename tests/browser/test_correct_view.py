"""The editor in a real browser: level, zoom, touch, phones, and people who do not see it."""

from __future__ import annotations

import re

import pytest
from browser_driver import PHONE
from editor_driver import ASIS, PSIS, Editor, Open
from playwright.sync_api import expect

from analyzer.corrections.points import level_from_line


@pytest.fixture
def editor(open_app: Open) -> Editor:
    return Editor(open_app())


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
    # One sweep, however slow the machine is: all of it happens at the same time.
    page.evaluate(
        "Object.defineProperty(Event.prototype, 'timeStamp', { get: () => 1e6, configurable: true })"
    )
    for _ in range(3):  # as small as it gets: there is nothing to do with the wheel
        page.mouse.wheel(0, 150)
    page.wait_for_function(f"{scrolled} > 160")
    page.mouse.wheel(0, -60)  # still the same sweep
    editor.still()
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
    assert len(names) == len(set(names)) == 11
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


@pytest.mark.parametrize(("dark", "phone"), [(False, False), (True, True)], ids=["light-wide", "dark-phone"])
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
