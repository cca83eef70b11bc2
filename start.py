"""Start the app without a terminal: sets up what it needs the first time, then opens the browser.

``start.bat`` (Windows), ``start.command`` (Mac) and ``start.sh`` (Linux) find a Python and run this file with
it. It needs nothing but Python itself. All that is installed goes into the folder ``.venv`` beside it.

``python start.py --practice`` starts it for the stations and phones of a practice (docs/network.md).
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import platform
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
import webbrowser
from pathlib import Path
from typing import NoReturn

FOLDER = Path(__file__).resolve().parent
ENVIRONMENT = FOLDER / ".venv"
WINDOWS = os.name == "nt"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if WINDOWS else "bin/python")
DONE = ENVIRONMENT / "posture-analyzer-installed.txt"
"""Says what was installed completely: an interrupted installation goes on at the next start."""
ADDRESS = ENVIRONMENT / "posture-analyzer-address.txt"
"""Where the app was started last: when it still runs there, it is only opened."""
HERE = "records/here"
"""An address that only this app has (`ui.records.HERE`)."""
OURS = (401, 410)
"""What the app says there to somebody who did not sign in, or has no records open."""
LOCK = "requirements.lock"
LOCKED = ((3, 11), (3, 13))
"""The first and the last Python whose packages are in the lock, with the SHA-256 of each of their files."""
PRACTICE = "--practice"
"""Starts the app for a practice's network instead; what follows goes to ``posture-analyzer practice``."""
FIRST_PORT = 8501
PORTS = 40
PATIENCE_S = 120.0

FIRST = """
Setting up the posture analyzer. This happens once, takes a few minutes, and needs the internet and 1.2 GB of
space on the disk. Please leave this window open.
"""
NOT_LOCKED = """
The list of files that were tested is not for this Python ({version}; it is for {first} to {last}). The same
versions are installed, but whether each file is the tested one is not checked.
"""
AGAIN = "Setting up what is new in this version..."
MODEL = "Getting the model that finds people in photos (35 MB, once)..."
NO_MODEL = "The model could not be fetched now. The app tries again with the first photo."
RUNNING = """
It is open in your browser now. If not, open this address there: {url}
Leave this window open while you use it. To stop, close it.
"""
THERE = "The posture analyzer is running already, and open in your browser: {url}"
NO_VENV = """
Python is here, but the part that installs packages is missing. Please install it and start again:

    sudo apt install python3-venv
"""
NO_INSTALL = """
Something could not be installed. Most often the connection to the internet was lost, or the disk is full.
Please start again: what is there already is kept. The lines above say more.
"""
NO_LIBRARIES = """
Your Linux lacks a few system libraries. Please install them and start again:

    sudo apt install {packages}
"""
NO_START = "The app did not start. The lines above say why."
TOO_OLD = """
This Python is too old ({version}). Please install Python 3.11 or newer from https://www.python.org/downloads/
and start again.
"""
NOT_FOR = """
The posture analyzer needs parts that do not exist for this computer ({system}, {machine}). It runs on Windows
with an Intel or AMD processor, on Macs with Apple silicon (M1 or newer), and on Linux.
"""


def main() -> int:
    """Set up what is missing, start the app, open the browser, and wait until somebody stops it."""
    refuse_others()
    if PRACTICE in sys.argv[1:]:
        set_up()
        return call("-m", "analyzer", "practice", *(word for word in sys.argv[1:] if word != PRACTICE))
    url = running()
    if url is not None:
        say(THERE.format(url=url))
        webbrowser.open(url)
        return 0
    set_up()
    return run()


def say(text: str) -> None:
    """A line for people."""
    print(text, flush=True)


def give_up(text: str) -> NoReturn:
    """End with a sentence."""
    say(text)
    raise SystemExit(1)


def refuse_others() -> None:
    """End on computers for which some part has never been built."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this file by itself may have any Python
        give_up(TOO_OLD.format(version=platform.python_version()))
    system, machine = platform.system(), platform.machine().lower()
    intel_mac = system == "Darwin" and machine == "x86_64"
    if intel_mac or (system == "Windows" and machine == "arm64"):
        give_up(NOT_FOR.format(system="Mac" if intel_mac else system, machine=machine))


# --- Setting up ---------------------------------------------------------------------------------------


def set_up() -> None:
    """Make the environment and install into it, unless that was done for these requirements."""
    wanted = fingerprint()
    known = DONE.read_text("utf-8") if DONE.is_file() else ""
    if known == wanted and works():
        return
    say(AGAIN if known else FIRST)
    if not works():
        if importlib.util.find_spec("ensurepip") is None:
            give_up(NO_VENV)
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
    install = ["-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "on"]
    if call(*install, *packages()) != 0:
        give_up(NO_INSTALL)
    check_libraries()
    say(MODEL)
    if call("-m", "analyzer", "model", quiet=True) != 0:
        say(NO_MODEL)
    DONE.write_text(wanted, "utf-8")


def packages() -> tuple[str, ...]:
    """What pip is told to install: file by file as it was tested, where the lock is for this Python."""
    first, last = LOCKED
    if (FOLDER / LOCK).is_file():
        if first <= sys.version_info[:2] <= last:
            return "--require-hashes", "-r", LOCK
        ends = {"first": "{}.{}".format(*first), "last": "{}.{}".format(*last)}
        say(NOT_LOCKED.format(version=platform.python_version(), **ends))
    return "-r", "requirements.txt"


def fingerprint() -> str:
    """Of what has to be installed."""
    found = hashlib.sha256((FOLDER / "requirements.txt").read_bytes())
    if (FOLDER / LOCK).is_file():
        found.update((FOLDER / LOCK).read_bytes())
    return found.hexdigest()


def works() -> bool:
    """Whether the environment's Python starts, and has pip: the Python that it was made with may be gone."""
    if not PYTHON.is_file():
        return False
    with contextlib.suppress(OSError):
        return call("-c", "import pip", quiet=True) == 0
    return False


def check_libraries() -> None:
    """End with the command that installs what bare Linux systems lack."""
    if call("-c", "import cv2, mediapipe", quiet=True) == 0:
        return
    if platform.system() != "Linux":
        give_up(NO_INSTALL)
    give_up(NO_LIBRARIES.format(packages=" ".join((FOLDER / "packages.txt").read_text("utf-8").split())))


def call(*arguments: str, quiet: bool = False) -> int:
    """Run the environment's Python in the folder of the app; its exit status."""
    unseen = subprocess.DEVNULL if quiet else None
    return subprocess.run([str(PYTHON), *arguments], cwd=FOLDER, check=False, stdout=unseen).returncode


# --- Running ------------------------------------------------------------------------------------------


def running() -> str | None:
    """Where the app runs already."""
    url = ADDRESS.read_text("utf-8").strip() if ADDRESS.is_file() else ""
    return url if url and status(url) in OURS else None


def run() -> int:
    """Start the server, open the browser when it answers, and wait for its end."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    # Without a window of its own Streamlit asks for no e-mail address; the browser is opened here.
    command = [str(PYTHON), "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    with subprocess.Popen([*command, "--server.port", str(port)], cwd=FOLDER) as server:
        try:
            if not comes_up(server, url):
                server.terminate()
                give_up(NO_START)
            ADDRESS.write_text(url, "utf-8")
            say(RUNNING.format(url=url))
            webbrowser.open(url)
            return server.wait()
        except KeyboardInterrupt:  # the server was told, too
            server.terminate()
            return 0
        finally:
            ADDRESS.unlink(missing_ok=True)


def free_port() -> int:
    """The first port from `FIRST_PORT` on at which nobody listens."""
    for port in range(FIRST_PORT, FIRST_PORT + PORTS):
        with socket.socket() as tried, contextlib.suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port
    give_up(NO_START)


def comes_up(server: subprocess.Popen[bytes], url: str) -> bool:
    """Wait until the server answers; whether it does."""
    end = time.monotonic() + PATIENCE_S
    while server.poll() is None and time.monotonic() < end:
        if status(url) is not None:
            return True
        time.sleep(0.1)
    return False


def status(url: str) -> int | None:
    """What is answered at the address that only this app has: 410 means that it is this app."""
    asked = urllib.request.Request(url + HERE, method="POST")
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(asked, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def stop(_number: int, _frame: object) -> NoReturn:
    """A closed window stops the app as Ctrl+C does."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
