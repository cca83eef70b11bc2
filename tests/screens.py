"""``python -m tests.screens``: take the pictures of the app for the documentation anew, and the overlay's.

They show what this version says, of the samples and of two photos from ``validation/``. Those of the webcam
page need somebody before a camera, and are not among them.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

from browser_driver import OPTIONS, SAMPLES, Driver, Server, find_chromium  # noqa: E402
from clinic_driver import PASSPHRASE, Desk  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from analyzer import analyze  # noqa: E402
from analyzer.overlay import build_scene, encode_png, paint  # noqa: E402
from analyzer.photo import load_photo  # noqa: E402
from analyzer.records import NewPhoto, Records, VisitDraft  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TO: Final = ROOT / "docs" / "images"
OVERLAY: Final = "anterior_tilt_woman_left.jpg"
OVERLAY_PX: Final = 1600
STANCE: Final = tuple(ROOT / "validation" / "retakes" / f"001{which}.jpg" for which in "ab")
VISITS: Final = (
    (date(2026, 8, 31), "before_woman_right.jpg"),
    (date(2026, 10, 12), "before_woman_right.jpg"),
    (date(2026, 11, 23), "after_woman_right.jpg"),
)
CHECK_PX: Final = {"width": 1360, "height": 960}
PHONE_GAP_PX: Final = 16


def main() -> None:
    take_overlay()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=OPTIONS)
        place = Path(folder) / "clients.records"
        keep_client(place)
        with running(POSTURE_RECORDS=str(place)) as url:
            for theme in ("light", "dark"):
                take_check(browser, url, theme)
            take_findings(browser, url)
            take_several(browser, url)
            take_phone(browser, url)
            take_correct(browser, url)
            take_client(browser, url)
        browser.close()


@contextmanager
def running(**variables: str) -> Iterator[str]:
    server = Server(**variables)
    try:
        server.wait()
        yield server.url
    finally:
        server.stop()


def take_overlay() -> None:
    photo = load_photo(SAMPLES / OVERLAY)
    picture = Image.open(io.BytesIO(encode_png(paint(build_scene(analyze(SAMPLES / OVERLAY)), photo.rgb))))
    size = (OVERLAY_PX, round(picture.height * OVERLAY_PX / picture.width))
    picture.convert("RGB").resize(size, Image.Resampling.LANCZOS).save(TO / "overlay.png", optimize=True)


def keep_client(place: Path) -> None:
    """A client with three visits."""
    with Records.create(place, PASSPHRASE) as records:
        client = records.add_client("K-017")
        for day, name in VISITS:
            photo = NewPhoto(name, (SAMPLES / name).read_bytes(), analyze(SAMPLES / name))
            records.save_visit(client.id, VisitDraft(day, (photo,)))


def keep(window: Driver, name: str, *, top: Callable[[Driver], None] | None = None) -> None:
    """Write what a window shows, from the place to which ``top`` scrolls it."""
    picture = shown(window, top)
    if name.endswith(".png"):
        picture.quantize(256, dither=Image.Dither.FLOYDSTEINBERG).save(TO / name, optimize=True)
    else:
        picture.save(TO / name, quality=82)
    window.close()


def shown(window: Driver, top: Callable[[Driver], None] | None = None) -> Image.Image:
    window.settle()
    window.at_rest()
    (top or to_top)(window)
    window.at_rest()
    window.page.mouse.move(2, 2)
    window.page.evaluate("() => document.activeElement?.blur()")
    return Image.open(io.BytesIO(window.page.screenshot())).convert("RGB")


def to_top(window: Driver) -> None:
    window.page.get_by_test_id("stMain").evaluate("element => element.scrollTo(0, 0)")


def to_heading(name: str) -> Callable[[Driver], None]:
    script = "element => element.scrollIntoView({ block: 'start' })"
    return lambda window: window.page.get_by_role("heading", name=name).first.evaluate(script)


def take_check(browser: Browser, url: str, theme: str) -> None:
    window = Driver(browser, url, dark=theme == "dark", phone=False, viewport=CHECK_PX)
    keep(window.choose_sample("Man, pelvis tipped forward"), f"app_check_{theme}.jpg")


def take_findings(browser: Browser, url: str) -> None:
    window = Driver(browser, url, dark=False, phone=False, viewport=CHECK_PX)
    window.choose_sample("Man, pelvis tipped forward")
    keep(window, "app_findings.jpg", top=to_heading("What we see"))


def take_several(browser: Browser, url: str) -> None:
    window = Driver(browser, url, dark=False, phone=False, viewport=CHECK_PX)
    keep(window.upload(*STANCE), "app_several.jpg")


def take_phone(browser: Browser, url: str) -> None:
    """Three parts of the result beside each other."""
    window = Driver(browser, url, dark=False, phone=True)
    window.choose_sample("Man, pelvis tipped forward")

    def to_view(number: int) -> Callable[[Driver], None]:
        script = "element => element.scrollIntoView({ block: 'center' })"
        return lambda window: window.views.nth(number).evaluate(script)

    parts = [shown(window, top) for top in (to_view(0), to_view(1), to_heading("What we see"))]
    width = sum(part.width for part in parts) + PHONE_GAP_PX * (len(parts) - 1)
    sheet, x = Image.new("RGB", (width, parts[0].height), "#8a8a8a"), 0
    for part in parts:
        sheet.paste(part, (x, 0))
        x += part.width + PHONE_GAP_PX
    sheet.save(TO / "app_phone.jpg", quality=82)
    window.close()


def take_correct(browser: Browser, url: str) -> None:
    window = Driver(browser, url, dark=False, phone=False, viewport={"width": 1280, "height": 980})
    window.choose_sample("Woman, pelvis tipped forward")
    window.page.get_by_text("Correct points, level or scale of this photo").click()
    window.page.locator('.handle[data-name="asis"]').wait_for()
    keep(window, "app_correct.png")


def take_client(browser: Browser, url: str) -> None:
    window = Driver(browser, url, dark=False, phone=False)
    Desk(window).menu("Clients").unlock().client("K-017")
    keep(window, "app_client.jpg")


if __name__ == "__main__":
    main()
