"""Memory goes back to the system while the server runs."""

from __future__ import annotations

import asyncio
import sys

import pytest

from ui.session import memory


def test_the_system_gets_it_back():
    trim = memory.find_trim()
    assert (trim is not None) == (sys.platform == "linux")
    if trim is not None:
        assert trim(0) in (0, 1)


def test_again_and_again_until_the_server_ends(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(memory, "EVERY_S", 0.0)
    asked: list[int] = []

    async def serve() -> None:
        enough = asyncio.Event()
        loop = asyncio.get_running_loop()

        def trim(kept: int) -> int:
            asked.append(kept)
            if len(asked) == 3:
                loop.call_soon_threadsafe(enough.set)
            return 1

        task = asyncio.create_task(memory.give_back_memory(trim))
        await enough.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(serve())
    assert asked[:3] == [0, 0, 0]


def test_where_there_is_none_nothing_is_done():
    asyncio.run(memory.give_back_memory(None))
