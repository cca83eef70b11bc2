"""Spoil bytes and JSON texts."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any

EDGES = (0, 1, 2, 3, 4, 7, 8, 9, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2**31 - 1, 2**31, 2**32 - 1)
MOST_BYTES = 2_000_000
_MOST_LETTERS = 400_000


def spoil_bytes(rng: Random, data: bytes, others: tuple[bytes, ...] = ()) -> bytes:
    """Between one and five changes anywhere."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 5))):
        data = _once(rng, data, others)
    return data[:MOST_BYTES]


def _once(rng: Random, data: bytes, others: tuple[bytes, ...]) -> bytes:
    if not data:
        return rng.randbytes(rng.randint(0, 64))
    at = _place(rng, len(data))
    end = min(len(data), at + rng.choice((1, 1, 2, 4, 8, 64, 1024)))
    how = rng.randrange(9)
    if how == 0:  # one bit
        return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]
    if how == 1:
        return data[:at] + rng.randbytes(end - at) + data[end:]
    if how == 2:  # a number at the edge of what it can hold
        size = rng.choice((1, 2, 4, 8))
        number = (rng.choice(EDGES) % 256**size).to_bytes(size, rng.choice(("little", "big")))
        return data[:at] + number + data[at + size :]
    if how == 3:
        return data[:at] + data[end:]
    if how == 4:
        return data[:end] + data[at:end] * rng.choice((1, 1, 2, 50)) + data[end:]
    if how == 5:
        return data[:at]
    if how == 6:
        return data[:at] + rng.choice((b"\0", b"\xff", rng.randbytes(1))) * (end - at) + data[end:]
    if how == 7 and others:
        other = rng.choice(others)
        start = rng.randrange(len(other) or 1)
        return data[:at] + other[start : start + rng.choice((4, 64, 4096))] + data[end:]
    return data + rng.randbytes(rng.choice((1, 16, 1024)))


def _place(rng: Random, length: int) -> int:
    """Somewhere, and half of the time where headers are."""
    return rng.randrange(min(length, 256) if rng.random() < 0.5 else length)


# --- JSON -----------------------------------------------------------------------------------------------

NUMBERS = (
    *(
        "0",
        "-0",
        "-1",
        "1",
        "0.0",
        "-0.0",
        "1e308",
        "-1e308",
        "1e999",
        "-1e999",
        "NaN",
        "Infinity",
        "-Infinity",
    ),
    *(
        "1e-320",
        "9007199254740993",
        "18446744073709551616",
        "9" * 400,
        "9" * 5000,
        "0." + "1" * 3000,
        "1E400",
    ),
)
TEXTS = (
    *(
        "",
        " ",
        "\0",
        "nan",
        "inf",
        "\ud800",
        "\u202e",
        "é" * 3,
        "x" * 5000,
        "../../etc/passwd",
        "<script>x</script>",
    ),
    *(
        "1",
        "-1",
        "true",
        "None",
        "\r\nSet-Cookie: a=b",
        "=1+1",
        "{{7*7}}",
        "#let x = 1",
        "%s%n",
        "\N{NO-BREAK SPACE}",
    ),
)


class Raw(str):
    """A piece of JSON text that stands for itself."""


def spoil_json(rng: Random, record: Any) -> bytes:
    """A JSON text near to a record: other values, names, types, nesting, a name twice; or spoiled as text."""
    record = copy.deepcopy(record)
    twice = False
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        if rng.random() < 0.08:
            twice = True
        record = _change(rng, record)
    text = dump(record, twice=rng if twice else None).encode("utf-8", "surrogatepass")
    if rng.random() < 0.15:
        text = spoil_bytes(rng, text)
    if rng.random() < 0.02:
        text = rng.choice((b"\xff\xfe", b"\xef\xbb\xbf", b"\0")) + text
    return text


def _change(rng: Random, record: Any) -> Any:
    """One change at one place, reached by walking down at random."""
    if not isinstance(record, (dict, list)) or not record or rng.random() < 0.08:
        return _other(rng, record)
    if isinstance(record, dict):
        key = rng.choice(list(record))
        how = rng.random()
        if how < 0.06:
            del record[key]
        elif how < 0.1:
            record[rng.choice((*TEXTS, *record))] = record.pop(key)
        elif how < 0.14:
            record[rng.choice(TEXTS)] = _other(rng, record[key])
        else:
            record[key] = _change(rng, record[key])
        return record
    index = rng.randrange(len(record))
    how = rng.random()
    if how < 0.05:
        del record[index]
    elif how < 0.1:
        item, wanted = record[index], rng.choice((1, 3, 2000))
        # Copies: a later change of one is not one of all. And not many of what is large already.
        record[index:index] = [
            copy.deepcopy(item) for _ in range(min(wanted, _MOST_LETTERS // _letters(item) + 1))
        ]
    else:
        record[index] = _change(rng, record[index])
    return record


def _letters(record: Any) -> int:
    """About how many letters it has as a text."""
    if isinstance(record, str):
        return 2 + len(record)
    below = record.values() if isinstance(record, dict) else record if isinstance(record, list) else ()
    return 8 + sum(map(_letters, below))


def _other(rng: Random, value: Any) -> Any:
    choices: tuple[Callable[[], Any], ...] = (
        lambda: Raw(rng.choice(NUMBERS)),
        lambda: Raw(rng.choice(NUMBERS)),
        lambda: rng.choice(TEXTS),
        lambda: rng.choice((None, True, False, [], {}, [[]], {"": None})),
        lambda: [value],
        lambda: [value] * 3,
        lambda: {"value": value},
        lambda: Raw(_deep(rng)),
        lambda: _near(rng, value),
        lambda: _near(rng, value),
        lambda: _near(rng, value),
    )
    return rng.choice(choices)()


def _near(rng: Random, value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, (int, float)):
        return rng.choice(
            (-value, value * 1e6, value * 1e-9, value + 1, round(value), value / 2, float(value))
        )
    if isinstance(value, str):
        return spoil_bytes(rng, value.encode("utf-8", "surrogatepass")).decode("utf-8", "replace")
    return value


def _deep(rng: Random) -> str:
    depth = rng.choice((70, 500, 990, 5_000, 100_000))
    return "[" * depth + "]" * depth if rng.random() < 0.5 else '{"a":' * depth + "1" + "}" * depth


def dump(record: Any, twice: Random | None = None) -> str:
    """JSON text, in which `Raw` stands as it is; with ``twice``, names here and there come a second time."""
    if isinstance(record, Raw):
        return str(record)
    if isinstance(record, dict):
        items = [(str(key), dump(value, twice)) for key, value in record.items()]
        if twice is not None and items and twice.random() < 0.3:
            items.append((items[0][0], twice.choice(("null", "1", items[-1][1]))))
        return "{" + ",".join(f"{json.dumps(key)}:{value}" for key, value in items) + "}"
    if isinstance(record, (list, tuple)):
        return "[" + ",".join(dump(item, twice) for item in record) + "]"
    return json.dumps(record)
