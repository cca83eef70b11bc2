"""What the whole program does on the network: analysis, report, app and webcam in one go, and who it calls.

``python tests/no_route.py FOLDER`` does all of it once. `attempts` has it, or another program, run without a
route out (a network namespace of its own) and under strace, and lists every address that was tried.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample_images" / "anterior_tilt_man_right.jpg"
PAGES = ("", "compare", "webcam", "learn", "records", "direct")
TRIES = 3
DISCARD = 9
"""Where MediaPipe's reports of its use are led, on this computer, where nobody listens."""
_CALLS = "connect,sendto,sendmsg,sendmmsg"
_ADDRESS = re.compile(
    r"sin6?_port=htons\((?P<port>\d+)\).*?(?:inet_addr\(\"(?P<v4>[^\"]+)\"\)|AF_INET6, \"(?P<v6>[^\"]+)\")"
)


@dataclass(frozen=True)
class Watch:
    """How a program can be watched on this machine."""

    alone: tuple[str, ...]
    traced: bool

    @property
    def possible(self) -> bool:
        return self.traced

    @classmethod
    def here(cls) -> Watch:
        alone = next((way for way in (("unshare", "-n"), ("unshare", "-rn")) if _works(*way, "true")), ())
        return cls(alone, _works("strace", "-f", "-o", os.devnull, "-e", f"trace={_CALLS}", "true"))


def _works(*command: str) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def attempts(watch: Watch, program: list[str], folder: Path) -> tuple[set[tuple[str, int]], str]:
    """Addresses outside of what a program may speak to, and what it printed.

    It may speak to itself (a server of its own on 127.0.0.1), and to `DISCARD`; asking for names, also those
    that this computer answers itself, counts as an attempt.
    """
    log = folder / "calls.txt"
    command = [
        *watch.alone,
        "strace",
        "-f",
        "-qq",
        "-e",
        "signal=none",
        "-e",
        f"trace={_CALLS}",
        "-o",
        str(log),
    ]
    done = subprocess.run(
        [*command, *program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
        env={**os.environ, "ALONE": "1" if watch.alone else "", "OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return outside(log.read_text("utf-8", "replace")), done.stdout


def outside(calls: str) -> set[tuple[str, int]]:
    """Addresses in the calls of strace that are not this computer's, and any question for a name."""
    found = set()
    for match in _ADDRESS.finditer(calls):
        address, port = match["v4"] or match["v6"], int(match["port"])
        loopback = address.startswith("127.") or address in ("::1", "::ffff:127.0.0.1")
        if not loopback or port == 53:
            found.add((address, port))
    return found


# --- What is watched ------------------------------------------------------------------------------------


def _lift_loopback() -> None:
    """A new network namespace begins without even 127.0.0.1."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        wanted = struct.pack("16sH14s", b"lo", 0x1 | 0x40, b"")  # up, running
        fcntl.ioctl(any_socket, 0x8914, wanted)


def _analyse(folder: Path) -> None:
    from analyzer.cli.program import main as command

    assert command(["analyze", str(SAMPLE), "--out", str(folder)]) == 0
    for ending in ("pdf", "html"):
        assert command(["report", str(SAMPLE), "--out", str(folder / f"report.{ending}")]) == 0


def _visit() -> None:
    """The app with all its pages, a photo, and the camera."""
    from browser_driver import Server
    from headless import Visitor

    server = Server(POSTURE_DEBUG="1")  # a fault is printed with all that led to it
    try:
        server.wait()
        with Visitor(server.url) as visitor:
            visitor.connect()
            runs = {page: visitor.run(page) for page in PAGES}
            check = visitor.run("")
            (field,) = [item.id for item in check.find("file_uploader")]
            shown = visitor.give(field, "photo.jpg", SAMPLE.read_bytes())
            assert "pelvi" in shown.text.lower()
            token = re.search(r"\btoken\b[^\w-]+([\w-]{40,})", runs["webcam"].text)
            assert token is not None
            _stand_before_the_camera(server.url, token[1])
    finally:
        print(server.stop())


def _stand_before_the_camera(url: str, token: str) -> None:
    """What the camera does on the network; that it begins at once is asked by tests of its own."""
    frame, said = SAMPLE.read_bytes(), []
    for _ in range(TRIES):
        with _camera(url) as camera:
            camera.send(json.dumps({"token": token, "height_px": 1200}))
            said.append(json.loads(camera.recv(120)))
            if said[-1] != {"ready": True}:
                continue
            for number in range(3):
                camera.send(struct.pack(">BId", 1, number, 100.0 * number) + frame)
                assert json.loads(camera.recv(120))["frame"] == number
            camera.send(json.dumps({"finish": True}))
            return
    raise AssertionError(f"the camera did not begin: {said}")


def _camera(url: str) -> ClientConnection:
    from websockets.sync.client import connect

    return connect(url.replace("http", "ws") + "live/camera", origin=url.rstrip("/"))  # type: ignore[arg-type]


def main(folder: Path) -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "browser")]
    if os.environ.get("ALONE"):
        _lift_loopback()
    _analyse(folder)
    _visit()
    print("all of it was done")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
