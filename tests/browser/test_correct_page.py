"""Correcting in a real browser: mouse, keys, numbers, undo. Pelvic tilt becomes measured."""

from __future__ import annotations

import re

import pytest
from editor_driver import ASIS, PSIS, Editor, Open
from playwright.sync_api import expect


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
    expect(editor.page.get_by_role("button", name="Undo")).to_be_disabled()
    # Nothing may come later either: whatever was not sent yet would go with the next change.
    editor.page.locator('[data-confirm="psis"]').click()
    editor.is_yours("psis")
    expect(editor.handle("asis")).to_have_attribute("data-source", "suggested")
    editor.page.get_by_role("button", name="Undo").click()
    expect(editor.handle("psis")).to_have_attribute("data-source", "suggested")
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
    expect(rows).to_have_count(8)
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
