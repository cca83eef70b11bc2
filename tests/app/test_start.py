"""The start without a terminal, as a click does it: a folder with spaces in its name, nothing set up."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("start.py", "start.sh", "start.command", "app.py", "packages.txt")
FOLDERS = ("analyzer", "ui", "app_pages", ".streamlit")
PATIENCE_S = 120.0
SETTING_UP = "This happens once"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the scripts for Linux and Mac")


class Copy:
    """A fresh copy of the app that needs nothing installed: its packages are those of the tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "my posture app"
        self.opened = folder / "opened.txt"
        self._log = folder / "log.txt"
        self._started: list[subprocess.Popen[bytes]] = []
        self.folder.mkdir()
        for name in PARTS:
            shutil.copy2(ROOT / name, self.folder / name)
        for name in FOLDERS:
            unneeded = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, self.folder / name, ignore=unneeded)
        (self.folder / "requirements.txt").write_text("# nothing\n")
        browser = folder / "browser"
        browser.write_text(f'#!/bin/sh\necho "$1" >> "{self.opened}"\n')
        browser.chmod(0o755)
        self.variables = {
            **os.environ,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "BROWSER": str(browser),
            "PYTHONPATH": sysconfig.get_paths()["purelib"],
            "POSTURE_ACCOUNTS": str(folder / "no_accounts.json"),
        }

    def start(self, script: str = "start.sh", *arguments: str) -> subprocess.Popen[bytes]:
        """Start it from another folder, as a file manager may."""
        with self._log.open("ab") as log:
            started = subprocess.Popen(
                ["/bin/sh", str(self.folder / script), *arguments],
                cwd="/",
                env=self.variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._started.append(started)
        return started

    def addresses(self) -> list[str]:
        """What the browser was asked to open."""
        return self.opened.read_text().split() if self.opened.is_file() else []

    def until(self, ready: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not ready():
            assert time.monotonic() < end, self.said()
            time.sleep(0.05)

    def said(self) -> str:
        return self._log.read_text("utf-8", "replace")

    def stop(self) -> None:
        """Close the windows, and wait until nothing of it is left."""
        for started in self._started:
            if started.poll() is None:
                os.killpg(started.pid, signal.SIGTERM)
            started.wait(timeout=PATIENCE_S)
            self.until(lambda group=started.pid: not is_left(group))  # type: ignore[misc]


def is_left(group: int) -> bool:
    """Whether a process of a group still runs."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def copy(tmp_path: Path, pose_model: object) -> Iterator[Copy]:
    made = Copy(tmp_path)
    yield made
    made.stop()


def test_a_click_sets_up_and_opens_the_app_and_the_next_one_only_opens_it(copy: Copy):
    copy.start()
    copy.until(lambda: bool(copy.addresses()))
    assert SETTING_UP in copy.said()
    [url] = copy.addresses()
    with urllib.request.urlopen(url) as page:  # noqa: S310 - our own address
        assert page.status == 200

    # While it runs, another click opens the same, and starts no second one.
    assert copy.start("start.command").wait(timeout=PATIENCE_S) == 0
    assert copy.addresses() == [url, url]
    assert "running already" in copy.said()

    copy.stop()
    copy.start()
    copy.until(lambda: len(copy.addresses()) == 3)
    assert copy.said().count(SETTING_UP) == 1

    # The same file starts it for a practice's network; here it only says what it would be.
    copy.variables["POSTURE_CERTIFICATES"] = str(copy.folder / "tls")
    assert copy.start("start.sh", "--practice", "--show").wait(timeout=PATIENCE_S) == 0
    assert "/authority.crt" in copy.said()
    assert (copy.folder / "tls" / "server.pem").is_file()


def test_what_was_interrupted_goes_on_and_a_new_version_installs_what_is_new(copy: Copy):
    (copy.folder / "requirements.txt").write_text("./there_is_no_such_package\n")
    assert copy.start().wait(timeout=PATIENCE_S) == 1
    assert "Something could not be installed" in copy.said()
    assert not copy.addresses()

    # With a lock it counts, and every file has to be the one that was tested.
    wheel = small_wheel(copy.folder)
    locked = copy.folder / "requirements.lock"
    locked.write_text(f"./{wheel.name} --hash=sha256:{hashlib.sha256(b'another').hexdigest()}\n")
    assert copy.start().wait(timeout=PATIENCE_S) == 1
    assert "DO NOT MATCH THE HASHES" in copy.said()

    locked.write_text(f"./{wheel.name} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n")
    copy.start()
    copy.until(lambda: bool(copy.addresses()))
    assert "installed tiny-1.0" in copy.said()
    assert copy.said().count(SETTING_UP) == 3
    copy.stop()

    (copy.folder / "requirements.txt").write_text("# nothing, but of another version\n")
    copy.start()
    copy.until(lambda: len(copy.addresses()) == 2)
    assert copy.said().count(SETTING_UP) == 3
    assert "Setting up what is new" in copy.said()


def small_wheel(folder: Path) -> Path:
    """A package with nothing in it."""
    wheel = folder / "tiny-1.0-py3-none-any.whl"
    about = "tiny-1.0.dist-info/"
    with zipfile.ZipFile(wheel, "w") as packed:
        packed.writestr(about + "METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        packed.writestr(about + "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        packed.writestr(about + "RECORD", "")
    return wheel


def start_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_lock_is_for_every_python_that_the_program_is_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    start = start_module()
    for version, locked in (((3, 11), True), ((3, 12), True), ((3, 13), True), ((3, 14), False)):
        monkeypatch.setattr(sys, "version_info", (*version, 0))
        assert start.packages() == (
            ("--require-hashes", "-r", "requirements.lock") if locked else ("-r", "requirements.txt")
        )
        assert ("is not checked" in capsys.readouterr().out) != locked


def test_a_new_lock_is_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    start = start_module()
    monkeypatch.setattr(start, "FOLDER", tmp_path)
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    seen = {start.fingerprint()}
    for text in ("one", "two"):
        (tmp_path / "requirements.lock").write_text(text)
        seen.add(start.fingerprint())
    assert len(seen) == 3


@pytest.mark.skipif(sys.platform == "darwin", reason="on a Mac it also looks where Python usually is")
def test_without_python_it_says_what_to_do(copy: Copy, tmp_path: Path):
    bare = tmp_path / "bin"
    bare.mkdir()
    for tool in ("dirname", "uname"):
        (bare / tool).symlink_to(shutil.which(tool) or "")
    old = bare / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")  # as one that is too old answers
    old.chmod(0o755)
    copy.variables["PATH"] = str(bare)
    assert copy.start().wait(timeout=PATIENCE_S) == 1
    assert "Python 3.11 or newer is needed" in copy.said()
    assert not copy.addresses()


def test_the_script_for_windows_has_its_line_ends():
    attributes = (ROOT / ".gitattributes").read_text()
    assert "*.bat text eol=crlf" in attributes.splitlines()
    script = (ROOT / "start.bat").read_bytes()
    assert script.isascii()
    assert script.count(b"\r\n") == script.count(b"\n")
