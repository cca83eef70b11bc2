"""JSON from outside: read as what it is, a text that anybody may have written."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any, Final

MOST_BYTES: Final = 32_000_000
"""An archived analysis takes some 30 KB, an export of a client with hundreds of visits some megabytes."""
MOST_DEPTH: Final = 40
"""The deepest form of ours, an archive, has nine levels."""
MOST_PARTS: Final = 1_000_000
"""Lists and objects. Each takes fifty bytes of memory for two of text; those few megabytes have some
hundred thousand."""
_MOST_DIGITS: Final = 18
"""More than any whole number in our forms; the next digit would not fit into 64 bits."""


def read_json(data: bytes | str, most_bytes: int = MOST_BYTES) -> Any:
    """What a JSON text says.

    Raises
    ------
    ValueError
        It is no JSON (RFC 8259) or too large, or it holds what no form of ours does: NaN or infinity, numbers
        beyond what a float or 64 bits hold, a name twice in one object, half a character, more levels than
        `MOST_DEPTH`, or more lists and objects than `MOST_PARTS`.
    """
    if len(data) > most_bytes:
        raise ValueError(f"more than {most_bytes / 1e6:g} MB")
    text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
    if text.count("[") + text.count("{") > MOST_PARTS:
        raise ValueError("too many parts")
    try:
        found = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_float,
            parse_int=_whole_number,
        )
    except RecursionError:
        raise ValueError("too many levels") from None
    # Half a character can only come from an escape: without one, there is no text to look at.
    _check(found, texts=isinstance(data, str) or "\\u" in text)
    return found


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same name twice in one object")
    return found


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number in JSON")


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number that is too large")
    return number


def _whole_number(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError("a number with too many digits")
    return int(digits)


def _check(found: Any, *, texts: bool) -> None:
    """Depth, and that every text can be written as UTF-8."""
    level, depth = [found], 0 if texts else 1  # texts are a level of their own
    while level:
        depth += 1
        if depth > MOST_DEPTH:
            raise ValueError("too many levels")
        below: list[Any] = []
        for item in level:
            if isinstance(item, str):
                item.encode()  # a UnicodeEncodeError is a ValueError
            elif isinstance(item, dict):
                below += item if texts else ()
                below += item.values()
            elif isinstance(item, list):
                below += item
        level = below if texts else [item for item in below if isinstance(item, (dict, list))]
