"""What is set for the records on this computer. It is no secret, and lies beside them."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Final

DEFAULT_IDLE_MIN: Final = 10
LEAST_IDLE_MIN, MOST_IDLE_MIN = 1, 60


def settings_file() -> Path | None:
    """The file; ``None`` for records on a server."""
    from analyzer.records import default_place, is_url  # noqa: PLC0415 - heavy

    place = default_place()
    return None if is_url(place) else Path(place).with_suffix(".settings.json")


def load_idle_min() -> int:
    """Minutes without use after which the records lock; the usual ones when the file cannot be read."""
    file = settings_file()
    with suppress(OSError, ValueError, KeyError, TypeError):
        given = int(json.loads(file.read_text("utf-8"))["idle_min"]) if file else DEFAULT_IDLE_MIN
        return min(max(given, LEAST_IDLE_MIN), MOST_IDLE_MIN)
    return DEFAULT_IDLE_MIN


def save_idle_min(minutes: int) -> None:
    """Keep it for the next time.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    file = settings_file()
    if file is not None:
        file.write_text(json.dumps({"idle_min": minutes}) + "\n", "utf-8")
