"""The practice that hands reports over, kept on this computer for the next time when somebody wants that.

It is about the practice and never about a client. With accounts, each has a file of its own.
"""

from __future__ import annotations

import base64
import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from analyzer.types.outside import read_json
from ui.access.here import signed_in_name

_MOST_BYTES: Final = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Profile:
    """Name, address, logo and paper."""

    name: str = ""
    address: str = ""
    logo: bytes | None = None
    logo_name: str = ""
    paper: str = "a4"


def profile_file() -> Path:
    """Beside the records, or where they would be."""
    from platformdirs import user_data_path  # noqa: PLC0415 - heavy

    from analyzer.records import default_place, is_url  # noqa: PLC0415 - heavy

    place = default_place()
    here = user_data_path("posture-analyzer", appauthor=False) / "clients.records"
    beside = here if is_url(place) else Path(place)
    account = signed_in_name()
    mark = "" if account is None else f".{hashlib.sha256(account.encode()).hexdigest()[:12]}"
    return beside.with_suffix(f".practice{mark}.json")


def load_profile() -> Profile | None:
    """What was kept; ``None`` where nothing was, or nothing that can be read."""
    with suppress(OSError, ValueError, TypeError, AttributeError):
        file = profile_file()
        if file.stat().st_size > _MOST_BYTES:
            return None
        known = read_json(file.read_bytes())
        logo = known.get("logo")
        return Profile(
            _text(known, "name"),
            _text(known, "address"),
            base64.b64decode(logo, validate=True) if isinstance(logo, str) else None,
            _text(known, "logo_name"),
            "letter" if known.get("paper") == "letter" else "a4",
        )
    return None


def save_profile(profile: Profile) -> None:
    """Keep it for the next time.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    from analyzer.records.place import prepare_folder  # noqa: PLC0415 - heavy

    file = profile_file()
    prepare_folder(file)
    logo = None if profile.logo is None else base64.b64encode(profile.logo).decode("ascii")
    known = {
        "name": profile.name,
        "address": profile.address,
        "logo": logo,
        "logo_name": profile.logo_name,
        "paper": profile.paper,
    }
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(known, ensure_ascii=False) + "\n", "utf-8")
    fresh.replace(file)


def forget_profile() -> None:
    """Keep it no longer.

    Raises
    ------
    OSError
        The file cannot be removed.
    """
    profile_file().unlink(missing_ok=True)


def _text(known: dict[str, Any], name: str) -> str:
    value = known.get(name)
    return value if isinstance(value, str) else ""
