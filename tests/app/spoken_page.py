"""Every text that a page shows, for tests of languages: of Streamlit's elements and the app's components."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from app_driver import App
from google.protobuf.message import Message

from tests.unit.pseudo import unsaid

_TEXTS = frozenset(
    [
        "label",
        "help",
        "body",
        "placeholder",
        "text",
        "title",
        "options",
        "caption",
        "content",
        "alt",
        "tooltip",
    ]
)
"""Fields of Streamlit's messages that people read."""
# fmt: off
_CODES = frozenset((
    "id", "name", "key", "token", "path", "cookie", "chosen", "language", "place", "ticket", "here",
    "run", "sign", "kind", "source", "group", "side", "state", "roll_source", "picture", "image",
    "color", "tab", "base", "client", "unit", "parts", "href", "page", "code", "verdict", "answer",
    "corners", "outline", "back", "photo_id", "photo", "keep", "address", "search",
))
# fmt: on
"""Keys of the components' data that hold no words."""
_SPOKEN = re.compile(r'(?:aria-label|title|alt|placeholder)="([^"]*)"')
_UNSPOKEN = re.compile(r"<(style|script|code)\b.*?</\1>|data:image/[^\"']+", re.DOTALL)


_CITED = re.compile(r"\[[^\[\]]*\]\([^()]*(?:\([^()]*\))?[^()]*\)")
"""Links of Markdown: who is cited is called the same in every language."""
_SOURCE = re.compile(r"^- \[[^\[\]]*\]\(\S+\): .*$", re.MULTILINE)
"""What was written somewhere is cited as it is."""
_BADGE = re.compile(r":(?:orange|green|yellow|gray|red|blue)-badge\[|:[a-z]+\[")


def texts(app: App) -> Iterator[str]:
    """What is written on the page now, and what is read aloud."""
    assert not app.at.exception
    yield from _of(app.at._tree)


def english(app: App, besides: Sequence[str]) -> dict[str, list[str]]:
    """Texts of the page in which something was not translated, and what; PDF is PDF in every language."""
    found = {
        text: [word for word in unsaid(text, besides=besides) if not word.isupper()] for text in texts(app)
    }
    return {text[:300]: words for text, words in found.items() if words}


def _of(node: Any) -> Iterator[str]:
    proto = getattr(node, "proto", None)
    if isinstance(proto, Message):
        if proto.DESCRIPTOR.name == "BidiComponent":
            yield from _of_data(json.loads(proto.json or "null"))
        else:
            yield from _of_message(proto)
    for child in (getattr(node, "children", None) or {}).values():
        yield from _of(child)


def _of_message(message: Message) -> Iterator[str]:
    for field, value in message.ListFields():
        values = value if field.is_repeated else [value]
        for item in values:
            if isinstance(item, Message):
                yield from _of_message(item)
            elif isinstance(item, str) and field.name in _TEXTS:
                yield from of_markup(item)


def _of_data(data: Any, key: str = "") -> Iterator[str]:
    if isinstance(data, dict):
        for name, value in data.items():
            if name == "frames":
                continue  # of the pelvis that moves: places alone
            if name == "columns":
                value = [column[1] for column in value]  # noqa: PLW2901 - a kind and a title each
            if key == "said":
                yield from _of_data(value, "of_the_script")  # its keys are the English that is replaced
            elif name not in _CODES or isinstance(value, dict | list):
                yield from _of_data(value, name)
    elif isinstance(data, list):
        for item in data:
            yield from _of_data(item, key)
    elif isinstance(data, str) and key not in _CODES and not data.startswith("#"):  # a colour
        yield from of_markup(data)


def of_markup(text: str) -> Iterator[str]:
    """The text of HTML or Markdown, and its labels, piece by piece."""
    plain = _BADGE.sub(" ", _CITED.sub(" ", _UNSPOKEN.sub(" ", _SOURCE.sub(" ", text))))
    yield from (html.unescape(label) for label in _SPOKEN.findall(plain))
    yield from (html.unescape(piece) for piece in re.split(r"<[^<>]*>", plain) if piece.strip())
