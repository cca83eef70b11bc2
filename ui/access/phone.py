"""What a phone may ask for without signing in, and whether phones may ask at all. `ui.phone` answers.

A phone that photographs for somebody has no account: the secret in its QR code is its key. The guard lets
these paths through, and no others, while phones are switched on.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from platformdirs import user_config_path

PAGE: Final = "/phone"
OPEN: Final = "/phone/open"
STATE: Final = "/phone/state"
PHOTO: Final = "/phone/photo"
PATHS: Final = frozenset({PAGE, OPEN, STATE, PHOTO})

VARIABLE: Final = "POSTURE_PHONE"
"""``on`` or ``off``; without it, what was set in the app counts. Off at first."""


def is_for_phones(method: str, path: str) -> bool:
    """Whether a phone may ask this way: for its page, or as the page's script does."""
    return path in PATHS and method in (("GET", "HEAD") if path == PAGE else ("POST",)) and phones_are_on()


def phones_are_on() -> bool:
    """Whether phones may hand photos to this program."""
    said = is_said()
    if said is not None:
        return said
    with suppress(OSError, ValueError, AttributeError):
        return json.loads(settings_file().read_bytes()).get("phone") is True
    return False


def is_said() -> bool | None:
    """What the environment says, which the app cannot change; ``None`` when it says nothing."""
    return {"on": True, "off": False}.get(os.environ.get(VARIABLE, "").strip().lower())


def switch_phones(*, on: bool) -> None:
    """Let phones hand photos to this program from now on, or no longer.

    Raises
    ------
    OSError
        It could not be kept.
    """
    file = settings_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    fresh.write_text(json.dumps({"phone": on}) + "\n", "utf-8")
    fresh.replace(file)


def settings_file() -> Path:
    """Beside the accounts of this user."""
    return user_config_path("posture-analyzer", appauthor=False) / "phone.json"
