"""What is set for the records on this computer. It is no secret, and lies beside them."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from analyzer.types.outside import read_json
from analyzer.types.roles import may
from ui.access.here import signed_in_role

DEFAULT_IDLE_MIN: Final = 10
LEAST_IDLE_MIN, MOST_IDLE_MIN = 1, 60


def settings_file() -> Path | None:
    """The file; ``None`` for records on a server."""
    from analyzer.records import default_place, is_url  # noqa: PLC0415 - heavy

    place = default_place()
    return None if is_url(place) else Path(place).with_suffix(".settings.json")


def load_idle_min() -> int:
    """Minutes without use after which the records lock; the usual ones when the file cannot be read."""
    with suppress(ValueError, TypeError):
        return min(max(int(_load().get("idle_min", DEFAULT_IDLE_MIN)), LEAST_IDLE_MIN), MOST_IDLE_MIN)
    return DEFAULT_IDLE_MIN


def keeps_camera_data() -> bool:
    """Whether place, time and device that a camera wrote into a photo are kept, too."""
    return _load().get("camera_data") is True


def save(**changed: int | bool) -> None:
    """Keep settings for the next time.

    Raises
    ------
    NotAllowedError
        Whoever is signed in looks after no settings.
    OSError
        The file cannot be written.
    """
    from analyzer.records import NotAllowedError  # noqa: PLC0415 - heavy

    if not may(signed_in_role(), "manage"):
        raise NotAllowedError
    file = settings_file()
    if file is not None:
        file.write_text(json.dumps(_load() | changed) + "\n", "utf-8")


def _load() -> dict[str, Any]:
    file = settings_file()
    with suppress(OSError, ValueError):
        known = read_json(file.read_bytes()) if file else {}
        return known if isinstance(known, dict) else {}
    return {}
