"""Two threads that load modules which need each other: the page is shown all the same."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from importlib import _bootstrap as bootstrap
from pathlib import Path
from typing import Any

import pytest
from app_driver import App

from ui.session import loading, work
from ui.session.loading import broke_off

ROOT = Path(__file__).resolve().parents[2]
_bootstrap: Any = bootstrap
# The command line's own, and what only those wait for who keep records.
LATER = {
    "analyzer.batch",
    "analyzer.cli",
    "analyzer.cluster",
    "analyzer.records",
    "analyzer.records.camera_data",
}
NOT_LOADED = """
import ast
import asyncio
import sys
from pathlib import Path
import app
from ui.session import work
from ui.session.loading import await_shared

async def start():
    work.warm_up = lambda *names: None
    async with app._running(None):
        await_shared()

asyncio.run(start())
for path in (path for top in ("analyzer", "ui") for path in Path(top).rglob("__init__.py")):
    name = ".".join(path.parent.parts)
    body = ast.parse(path.read_text()).body
    loads = [each.module or "" for each in body if isinstance(each, ast.ImportFrom)]
    if any(each.startswith(name + ".") for each in loads) and name not in sys.modules:
        print(name)
"""


def test_packages_that_load_modules_of_their_own_are_loaded_before_a_page_runs():
    command = [sys.executable, "-c", NOT_LOADED]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(found.stdout.split()) <= LATER


def test_files_are_given_out_while_modules_are_loaded_and_pages_and_routes_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    going_on, answered = threading.Event(), []
    tmp_path.joinpath("posture_slow.py").write_text("import sys\nassert sys.posture_going_on.wait(60)\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "posture_going_on", going_on, raising=False)
    monkeypatch.setattr(loading, "_loading", set())

    async def answer(scope: dict[str, str], *_: object) -> None:
        answered.append(scope["path"])

    async def ask() -> None:
        app = loading.WhenLoaded(answer, paths=["/kept"])
        scopes = [{"type": "http", "path": "/kept"}, {"type": "websocket", "path": "/_stcore/stream"}]
        waiting = [asyncio.create_task(app(scope, None, None)) for scope in scopes]
        await app({"type": "http", "path": "/static/page.js"}, None, None)
        assert not (await asyncio.wait(waiting, timeout=0.1))[0]
        assert answered == ["/static/page.js"]
        going_on.set()
        await asyncio.gather(*waiting)

    loading.load_shared("posture_slow")
    asyncio.run(ask())
    assert set(answered) == {"/static/page.js", "/kept", "/_stcore/stream"}
    assert "posture_slow" in sys.modules


def load_from_both_ends() -> BaseException:
    """What one of two threads meets that load a package and a module of it, each holding its own already."""
    package, child = _bootstrap._ModuleLock("package"), _bootstrap._ModuleLock("package.child")
    held = threading.Event()

    def other() -> None:
        child.acquire()
        held.set()
        package.acquire()  # until it is released below
        package.release()
        child.release()

    package.acquire()
    thread = threading.Thread(target=other)
    thread.start()
    assert held.wait(60)
    while thread.is_alive() and not _bootstrap._blocking_on.get(thread.ident):
        thread.join(0.01)
    with pytest.raises(RuntimeError) as error:
        child.acquire()
    package.release()
    thread.join(60)
    return error.value


def test_a_page_whose_modules_another_page_loads_from_the_other_end_is_run_again(
    app: App, monkeypatch: pytest.MonkeyPatch
):
    error = load_from_both_ends()
    assert broke_off(error)
    assert not broke_off(RuntimeError("deadlock"))
    fails = [error]

    def half_loaded(*modules: str) -> None:
        if fails:
            raise fails.pop()

    monkeypatch.setattr(work, "warm_up", half_loaded)
    monkeypatch.setattr(work, "_warming", [])
    app.at.run()
    assert fails == []
    assert app.errors() == []
    assert app.at.title[0].value == "Check a photo"


def test_a_page_that_fails_while_modules_are_loaded_is_run_again(app: App, monkeypatch: pytest.MonkeyPatch):
    loading = threading.Timer(0.2, lambda: None)
    loading.start()
    monkeypatch.setattr(work, "_warming", [loading])
    calls: list[int] = []

    def half_loaded(*modules: str) -> None:
        calls.append(len(calls))
        if len(calls) == 1:
            raise ImportError("cannot import name 'x' from partially initialized module 'y'")

    monkeypatch.setattr(work, "warm_up", half_loaded)
    app.at.run()
    assert len(calls) == 2
    assert app.errors() == []
    assert app.at.title[0].value == "Check a photo"


def test_nothing_is_waited_for_twice(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(work, "_warming", [])
    assert not work.await_warm_up()
