"""Several people at once: each sees their own photo and nobody else's, and it is gone with them."""

from __future__ import annotations

from collections.abc import Callable

from browser_driver import SAMPLES, Driver, Server, wait_for

from analyzer import Measure, analyze
from analyzer.meaning.level_words import LEVELS
from analyzer.meaning.number_words import number
from analyzer.pose import PoseModel
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
    assert first.headline() == LEVELS["suggested"].summary
    assert second.headline() == LEVELS["not_suggested"].summary
    first.switch("Grid").click()
    assert second.switch("Grid").get_attribute("aria-pressed") == "false"
    first.page.get_by_role("button", name="Remove this photo").click()
    first.gallery.first.wait_for()
    assert second.views.count() == 2


def test_after_a_reload_the_photo_is_there_and_in_another_tab_it_is_not(open_app: Open, server: Server):
    window = open_app().upload(SAMPLES / "anterior_tilt_woman_left.jpg")
    shown = window.headline()
    window.page.reload()
    window.page.get_by_text("Photo: anterior_tilt_woman_left.jpg").wait_for()
    window.settle()
    assert (window.views.count(), window.headline()) == (2, shown)
    with window.page.context.expect_page() as opened:
        window.page.evaluate("url => { window.open(url, '_blank', 'noopener') }", server.url)
    other = opened.value
    other.locator(".gallery button").first.wait_for()
    assert other.evaluate("() => sessionStorage.length") == 0
    # Removed is removed, for a page that is loaded anew, too.
    window.page.get_by_role("button", name="Remove this photo").click()
    window.gallery.first.wait_for()
    window.settle()
    window.page.reload()
    window.gallery.first.wait_for()
    window.settle()
    assert window.views.count() == 0


def test_ten_windows_at_once_each_get_their_own_answer(open_app: Open, pose_model: PoseModel):
    windows = [open_app() for _ in range(10)]
    names = list(TITLES)[:10]
    for window, name in zip(windows, names, strict=True):  # all given before the first is done
        window.sample(TITLES[name]).click()
    for window, name in zip(windows, names, strict=True):
        window.page.get_by_text(f"Photo: {name}").wait_for()
        window.views.nth(1).wait_for()
        window.settle()
        assert window.views.count() == 2
    for window, name in zip(windows, names, strict=True):
        shown = [item.inner_text() for item in window.page.locator(".card p.value").all()]
        measures = analyze(SAMPLES / name, model=pose_model).measures.values()
        # What is missing may stand on one card, without a value.
        values = [text for text in shown if text != "not measurable"]
        assert values == [value_text(measure) for measure in measures if measure], name


def value_text(measure: Measure) -> str:
    assert measure.value is not None
    return ("≈ " if measure.estimated else "") + number(measure.value, measure.unit)


def until(true: Callable[[], bool]) -> None:
    """Wait for something that the server's metrics tell; they are up to five seconds old."""
    wait_for(true, every_s=0.5)


def test_photos_and_downloads_are_gone_soon_after_the_window(open_app: Open, start: Callable[..., Server]):
    server = start("--server.disconnectedSessionTTL=1")
    media, uploads, states = (
        f'cache_memory_bytes{{cache_type="{kind}"'
        for kind in ("st_memory_media_file_storage", "UploadedFileManager", "st_session_state")
    )
    window = open_app(url=server.url)
    window.upload({"name": "bad.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 300_000})
    until(lambda: server.number(states) > 0)
    shared = server.number(media)
    until(lambda: server.number(uploads) == 0)  # dropped as soon as it was read
    window.upload(SAMPLES / "anterior_tilt_woman_left.jpg")
    window.download("Picture (PNG)")
    until(lambda: server.number(media) > shared + 100_000)
    window.close()
    until(lambda: server.number(media) == shared and server.number(states) == 0)
