"""Drawing on the photo in a browser: by mouse, by keys, and on a phone."""

from __future__ import annotations

from collections.abc import Callable

from browser_driver import Driver
from playwright.sync_api import Locator, Page, expect

TILTED = "Woman, pelvis tipped forward"


class Board:
    def __init__(self, app: Driver) -> None:
        self.app = app.choose_sample(TILTED)
        self.page: Page = app.page
        self.page.get_by_text("Draw on this photo").click()
        self.page.locator(".board .stage img.photo").wait_for()
        app.settle()
        self.page.locator(".board .stage").scroll_into_view_if_needed()

    def tool(self, name: str) -> None:
        self.page.locator(f'.tools input[value="{name}"]').check(force=True)

    @property
    def drawn(self) -> Locator:
        return self.page.locator(".drawn button")

    def at(self, point: tuple[float, float]) -> tuple[float, float]:
        x, y = self.page.locator(".board .stage img.photo").evaluate(
            "(it, [x, y]) => { const m = new DOMMatrix(getComputedStyle(it).transform);"
            " const stage = it.parentElement.getBoundingClientRect();"
            " const p = m.transformPoint({ x, y }); return [stage.x + p.x, stage.y + p.y]; }",
            list(point),
        )
        return x, y

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        mouse = self.page.mouse
        mouse.move(*self.at(start))
        mouse.down()
        mouse.move(*self.at(end), steps=5)
        mouse.up()


def test_arrows_angles_and_words_by_mouse_and_keys(open_app: Callable[..., Driver]):
    app = open_app()
    board = Board(app)
    board.tool("arrow")
    board.drag((600, 300), (480, 420))
    expect(board.drawn).to_have_text(["Arrow"])
    board.tool("angle")
    for place in ((300, 700), (300, 850), (450, 850)):
        board.page.mouse.click(*board.at(place))
    expect(board.drawn.nth(1)).to_have_text("Angle of 90°")
    # The corner by keys: nearer to the first end, so the angle gets wider, until Ctrl+Z.
    board.page.get_by_role("slider", name="Corner of the angle").focus()
    board.page.keyboard.press("Shift+ArrowUp")
    expect(board.drawn.nth(1)).not_to_have_text("Angle of 90°")
    app.settle()
    board.page.keyboard.press("Control+z")
    expect(board.drawn.nth(1)).to_have_text("Angle of 90°")
    board.tool("text")
    board.page.mouse.click(*board.at((200, 500)))
    board.page.keyboard.type("Heels")
    board.page.keyboard.press("Enter")
    expect(board.drawn.nth(2)).to_have_text("“Heels”")
    app.settle()
    board.page.keyboard.press("Delete")
    expect(board.drawn).to_have_count(2)
    # A drawing by keys alone.
    board.page.locator('.tools input[value="line"]').focus()
    board.page.keyboard.press("Space")
    board.page.keyboard.press("Enter")
    expect(board.drawn.nth(2)).to_have_text("Line")
    app.settle()
    assert app.serious_findings() == []
    board.page.get_by_text("Back to the result").click()
    expect(app.layer("drawings")).to_be_attached()
    assert app.faults == [] and app.foreign == []


def test_a_finger_draws_and_moves_on_a_dark_phone(open_app: Callable[..., Driver]):
    app = open_app(dark=True, phone=True)
    board = Board(app)
    board.tool("line")
    board.page.touchscreen.tap(*board.at((300, 300)))
    expect(board.page.locator('[data-ref="hint"]')).to_have_text("Now tap the other end of the line.")
    board.page.touchscreen.tap(*board.at((500, 300)))
    expect(board.drawn).to_have_text(["Line"])
    app.settle()
    assert app.serious_findings() == []
    assert app.faults == []
