"""Finds English that was never translated: with ``speaking("x-pseudo")`` every message has other vowels.

`tr` puts a message into ⟦…⟧ there and changes its letters, so a word that still has one of its English vowels
was glued in, wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from typing import Any, Final

from analyzer.language.messages import _text_fields

KEPT: Final = re.compile(
    r"\{\w*\}|<[^<>]*>|\]\([^()]*\)|https?://[^\s)\]]+|`[^`]*`|&[a-z]+;|:[a-z_]+[:/][a-z_]*:?"
)
"""Places, tags, addresses, code and icons: no words for people."""
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_ENGLISH: Final = re.compile(r"[aeiouAEIOUcny]")


def unsaid(text: str, *, besides: Iterable[str] = ()) -> list[str]:
    """Words of three letters and more that nobody translated.

    Parameters
    ----------
    besides : iterable of str
        Names that stay as they are: files, units, people, products.

    >>> unsaid("⟦Séé mööré··⟧ and 5 mm")
    ['and']
    """
    text = KEPT.sub(" ", text)  # first: a name within an address would break it up
    for name in besides:
        text = text.replace(name, " ")
    return [word for word in _WORD.findall(text) if _ENGLISH.search(word)]


def texts_in(thing: Any) -> Iterator[str]:
    """Every text in results, mappings and sequences; fields that are codes are left out."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, Mapping):
        for value in thing.values():
            yield from texts_in(value)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for name in _text_fields(type(thing)):
            yield from texts_in(getattr(thing, name))
    elif isinstance(thing, Iterable) and not isinstance(thing, bytes):
        for item in thing:
            yield from texts_in(item)


def assert_said(*things: Any, besides: Iterable[str] = ()) -> None:
    """Every text in these is translated; there is at least one."""
    texts = [text for thing in things for text in texts_in(thing) if text]
    assert texts, "there is no text at all"
    left = {text: words for text in texts if (words := unsaid(text, besides=tuple(besides)))}
    assert not left, left
