"""What people do with the page "Correct" in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable

from browser_driver import Driver, wait_for
from playwright.sync_api import Locator, expect

TILTED = "Woman, pelvis tipped forward"
ASIS, PSIS = (383.5, 556.8), (461.5, 533.5)
"""Where they are in that sample, from the truth beside it; the line between them tilts by 16.6 degrees."""

Open = Callable[..., Driver]


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
        self.app.at_rest()
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
