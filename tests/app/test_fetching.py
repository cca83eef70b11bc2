"""Files of downloads stay for a while, and not for longer."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager, MediaFileMetadata
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from ui.session import fetching
from ui.session.fetching import STAYS_S, keep_downloads


class Timers:
    """Those that were started, and would call later."""

    def __init__(self) -> None:
        self.made: list[tuple[float, object]] = []
        self.daemon = False

    def __call__(self, after_s: float, call: object) -> Timers:
        self.made.append((after_s, call))
        return self

    def start(self) -> None:
        pass


@pytest.fixture
def timers(monkeypatch: pytest.MonkeyPatch) -> Timers:
    timers = Timers()
    monkeypatch.setattr(fetching.threading, "Timer", timers)
    monkeypatch.setattr(fetching, "_sweeping", threading.Lock())
    return timers


@pytest.fixture
def now_s(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    now = [1000.0]
    monkeypatch.setattr(fetching.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(MediaFileMetadata, "mark_for_delete", MediaFileMetadata.mark_for_delete)
    keep_downloads()
    yield now


@pytest.fixture
def manager() -> MediaFileManager:
    """With a file that was made for a download; no page shows it."""
    manager = MediaFileManager(MemoryMediaFileStorage("/media"))
    made = manager._storage.load_and_get_id(b"report", "application/pdf", MediaFileKind.DOWNLOADABLE, "a.pdf")
    manager._file_metadata[made] = MediaFileMetadata(MediaFileKind.DOWNLOADABLE)
    return manager


def test_it_stays_whoever_runs_meanwhile(manager: MediaFileManager, now_s: list[float], timers: Timers):
    for _ in range(20):
        manager.remove_orphaned_files()
        now_s[0] += 0.9 * STAYS_S / 20
    assert len(manager._file_metadata) == 1
    assert len(timers.made) == 1


def test_it_goes_after_a_while_though_nobody_runs(
    manager: MediaFileManager, now_s: list[float], timers: Timers, monkeypatch: pytest.MonkeyPatch
):
    class Running:
        media_file_mgr = manager

    monkeypatch.setattr(fetching.Runtime, "exists", lambda: True)
    monkeypatch.setattr(fetching.Runtime, "instance", lambda: Running)
    manager.remove_orphaned_files()
    after_s, sweep = timers.made[0]
    now_s[0] += after_s
    sweep()  # type: ignore[operator]
    assert manager._file_metadata == {}
    assert manager._storage._files_by_id == {}  # type: ignore[attr-defined]


def test_pictures_of_a_page_go_at_once(manager: MediaFileManager, now_s: list[float], timers: Timers):
    made = manager._storage.load_and_get_id(b"photo", "image/png", MediaFileKind.MEDIA, None)
    manager._file_metadata[made] = MediaFileMetadata(MediaFileKind.MEDIA)
    manager.remove_orphaned_files()
    assert made not in manager._file_metadata
