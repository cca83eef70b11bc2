"""Several people at once: each sees their own photo and nobody else's, and it is gone with them."""

from __future__ import annotations

import time
from collections.abc import Callable

from browser_driver import SAMPLES, Driver

from analyzer.indicators import SUMMARIES
from ui.samples import SAMPLES as TITLES

Open = Callable[..., Driver]


def test_two_windows_do_not_see_each_others_photo(open_app: Open):
    first, second = open_app(), open_app()
    first.upload(SAMPLES / "anterior_tilt_woman_left.jpg")
    second.page.reload()
    second.gallery.first.wait_for()
    assert second.views.count() == 0
    assert "anterior_tilt" not in second.page.content()
    second.upload(SAMPLES / "flat_back_man_right.jpg")
    assert first.headline() == SUMMARIES["suggested"]
    assert second.headline() == SUMMARIES["not_suggested"]
    first.switch("Grid").click()
    assert second.switch("Grid").get_attribute("aria-pressed") == "false"
    first.page.get_by_role("button", name="Remove this photo").click()
    first.gallery.first.wait_for()
    assert second.views.count() == 2


def test_after_a_reload_the_photo_is_gone(open_app: Open):
    window = open_app().upload(SAMPLES / "anterior_tilt_woman_left.jpg")
    window.page.reload()
    window.gallery.first.wait_for()
    window.settle()
    assert window.views.count() == 0


def test_ten_windows_at_once_each_get_their_own_answer(open_app: Open):
    windows = [open_app() for _ in range(10)]
    names = list(TITLES)[:10]
    for window, name in zip(windows, names, strict=True):  # all given before the first is done
        window.gallery.filter(has_text=TITLES[name]).first.click(no_wait_after=True)
    for window, name in zip(windows, names, strict=True):
        window.page.get_by_text(f"Photo: {name}").wait_for()
        window.settle()
        assert window.views.count() == 2
    alone = open_app()
    for window, name in zip(windows, names, strict=True):
        alone.choose_sample(TITLES[name])
        numbers = [item.inner_text() for item in window.page.locator(".card .value").all()]
        assert numbers == [item.inner_text() for item in alone.page.locator(".card .value").all()], name


def test_photos_and_downloads_are_gone_soon_after_the_window(open_app: Open, start: Callable[..., object]):
    server = start("--server.disconnectedSessionTTL=1")
    window = open_app(url=server.url)
    media = 'cache_memory_bytes{cache_type="st_memory_media_file_storage"'
    uploads = 'cache_memory_bytes{cache_type="st_uploaded_file_manager"'
    states = 'cache_memory_bytes{cache_type="st_session_state"'
    shared = server.number(media)
    window.upload(SAMPLES / "anterior_tilt_woman_left.jpg")
    window.download("Picture (PNG)")
    assert server.number(uploads) == 0  # dropped as soon as it was read
    assert server.number(media) > shared + 100_000
    assert server.number(states) > 0
    window.close()
    for _ in range(80):
        if server.number(media) == shared and server.number(states) == 0:
            break
        time.sleep(0.5)
    assert server.number(media) == shared
    assert server.number(states) == 0
