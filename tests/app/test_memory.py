"""Memory goes back to the system while the server runs."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from ui.session import end, memory

ROOT = memory.__file__.rpartition("ui")[0]
COUNT = """
import ctypes, os, sys, threading
from ui.session.memory import keep_few_stores
if sys.argv[1] == "few":
    assert keep_few_stores()
c = ctypes.CDLL(None)
c.malloc.restype, c.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
c.open_memstream.restype, c.fclose.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
c.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
together = threading.Barrier(12)
def work():
    together.wait()
    c.malloc(5000)
    together.wait()
threads = [threading.Thread(target=work) for _ in range(12)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
text, size = ctypes.c_char_p(), ctypes.c_size_t()
stream = c.open_memstream(ctypes.byref(text), ctypes.byref(size))
c.malloc_info(0, stream)
c.fclose(stream)
print(text.value.count(b"<heap nr="))
"""
"""How many stores twelve threads have."""


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


def test_who_asks_need_not_wait():
    assert memory.EVERY_S > 10.0

    async def serve() -> None:
        given_back = asyncio.Event()
        loop = asyncio.get_running_loop()

        def trim(_: int) -> int:
            loop.call_soon_threadsafe(given_back.set)
            return 1

        task = asyncio.create_task(memory.give_back_memory(trim))
        await asyncio.sleep(0)
        assert not given_back.is_set()
        memory.give_back_soon()
        await given_back.wait()
        task.cancel()

    asyncio.run(asyncio.wait_for(serve(), memory.EVERY_S - 5.0))


def test_when_a_session_is_over_it_is_asked_for():
    later = []
    loop = SimpleNamespace(
        call_soon_threadsafe=lambda work: work(), call_later=lambda _, work: later.append(work)
    )
    runtime = SimpleNamespace(
        _get_async_objs=lambda: SimpleNamespace(eventloop=loop),
        close_session=lambda _: None,
        media_file_mgr=SimpleNamespace(remove_orphaned_files=lambda: None),
    )
    end._close(runtime, "one")
    assert later[-1] is memory.give_back_soon


@pytest.mark.skipif(sys.platform != "linux", reason="the C library of Linux has stores for threads")
def test_many_threads_have_few_stores():
    def stores(which: str) -> int:
        free = {
            name: value for name, value in os.environ.items() if not name.startswith(("MALLOC_", "GLIBC_"))
        }
        found = subprocess.run(
            [sys.executable, "-c", COUNT, which],
            cwd=ROOT,
            env=free,
            capture_output=True,
            text=True,
            check=True,
        )
        return int(found.stdout)

    assert stores("few") <= memory.STORES
    assert stores("many") > memory.STORES


def test_where_there_is_none_nothing_is_done():
    asyncio.run(memory.give_back_memory(None))
