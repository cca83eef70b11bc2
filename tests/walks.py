"""Random walks through the app in Chromium: ``python -m tests.walks --walks 300 --actions 40``.

Each walk has a program, records and two windows of its own, and can be repeated by its seed. What was found
is printed as it comes; status 1 when there was anything. Hours long: a short form is in the tests.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE / "browser")]

from browser_driver import OPTIONS, Server, find_chromium  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from walker import Found, Walk, make_records  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--walks", type=int, default=10)
    parser.add_argument("--actions", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1, help="of the first walk; the others count up")
    parser.add_argument(
        "--real-rest", type=float, default=3.0, help="seconds of a rest that are really waited for"
    )
    given = parser.parse_args()
    found: list[Found] = []
    done = 0
    began = time.monotonic()
    with sync_playwright() as playwright:
        for seed in range(given.seed, given.seed + given.walks):
            found += one_walk(playwright, seed, given.actions, given.real_rest)
            done += 1
            minutes = (time.monotonic() - began) / 60.0
            kinds = dict(Counter(item.kind for item in found))
            say(f"{done} walks of {given.actions} actions in {minutes:.1f} min: {kinds or 'nothing'}")
    return 1 if found else 0


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def one_walk(playwright, seed: int, actions: int, real_rest_s: float) -> list[Found]:
    browser = playwright.chromium.launch(executable_path=find_chromium(), args=OPTIONS)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "clients.records"
        make_records(place)
        server = Server(POSTURE_RECORDS=str(place))
        server.wait()
        server.place = place
        walk = None
        try:
            walk = Walk(browser, server, seed, seed, real_rest_s=real_rest_s, say=say)
            found = walk.go(actions)
        except Exception as error:  # the next walk goes on
            what = f"{type(error).__name__}: {error}"[:500]
            broken = Found(seed, walk.action if walk else 0, "broken off", what)
            found = [*(walk.found if walk else ()), broken]
            say(f"walk {seed}, action {broken.action}: {broken.kind}: {what}")
        finally:
            if walk is not None:
                walk.close()
            browser.close()
            server.kill()
    return found


if __name__ == "__main__":
    os.environ.setdefault("POSTURE_ACCOUNTS", str(HERE / "no_accounts.json"))
    sys.exit(main())
