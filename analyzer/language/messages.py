"""Messages: said in the language of the moment, and collected for the catalogues."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, Final, Literal, TypeVar, get_args, get_origin, get_type_hints

from analyzer.language.catalogues import catalogue
from analyzer.language.choice import current, is_pseudo

K = TypeVar("K")
V = TypeVar("V")

MARKED: Final[list[tuple[str, Any]]] = []
"""All that was marked, for the catalogues: in which module, and what."""


def tr(message: str, /, **values: object) -> str:
    """The message in the language of the moment, with its ``{places}`` filled in.

    Whole sentences only: other languages order them in other ways. Numbers come as text that was written
    for people already.
    """
    text = _say(message)
    return text.format(**values) if values else text


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """The form of a message for ``count`` things; ``{count}`` stands for the number in both forms."""
    language = current()
    if is_pseudo():
        text = _pseudo(one if count == 1 else many)
    elif language == "en":
        text = one if count == 1 else many
    else:
        text = catalogue(language).ngettext(one, many, count)
    return text.format(count=count, **values)


def trp(context: str, message: str, /, **values: object) -> str:
    """A word that other languages say differently by ``context``: "Open" the verb, "open" of a question."""
    language = current()
    if is_pseudo():
        text = _pseudo(message)
    elif language == "en":
        text = message
    else:
        text = catalogue(language).pgettext(context, message)
    return text.format(**values) if values else text


def mark(words: V) -> V:
    """Words that are written down once, and said with `translated` (texts: with `tr`); unchanged here.

    They are a text, or dataclasses, mappings and tuples that hold texts. Fields of dataclasses that are
    `Literal`, and those with ``metadata={"text": False}``, are no texts; nor are keys of mappings.
    """
    MARKED.append((sys._getframe(1).f_globals["__name__"], words))
    return words


def translated(words: V) -> V:
    """What was marked, in the language of the moment."""
    if current() == "en":
        return words
    done: V = _walk(words, _say)
    return done


class Table(Mapping[K, V]):
    """A mapping of marked words, each in the language of the moment when it is looked up."""

    def __init__(self, words: Mapping[K, V]) -> None:
        self._words = dict(words)
        MARKED.append((sys._getframe(1).f_globals["__name__"], self._words))
        self._done: dict[tuple[str, K], V] = {}

    def __getitem__(self, key: K) -> V:
        language = current()
        if language == "en":
            return self._words[key]
        if (language, key) not in self._done:
            self._done[language, key] = translated(self._words[key])
        return self._done[language, key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


def texts_of(words: Any) -> list[str]:
    """Every text in what was marked."""
    found: list[str] = []

    def take(text: str) -> str:
        found.append(text)
        return text

    _walk(words, take)
    return found


def _say(message: str) -> str:
    language = current()
    if language == "en" or not message.strip():
        return message  # gettext answers its own head for an empty message
    if is_pseudo():
        return _pseudo(message)
    return catalogue(language).gettext(message)


def _walk(words: Any, say: Callable[[str], str]) -> Any:
    if isinstance(words, str):
        return say(words)
    if isinstance(words, Mapping):
        return {key: _walk(value, say) for key, value in words.items()}
    if isinstance(words, tuple) and hasattr(words, "_fields"):
        return type(words)(*(_walk(value, say) for value in words))
    if isinstance(words, tuple | list):
        return type(words)(_walk(value, say) for value in words)
    if is_dataclass(words) and not isinstance(words, type):
        said = {name: _walk(getattr(words, name), say) for name in _text_fields(type(words))}
        return replace(words, **said)
    return words


@cache
def _text_fields(kind: type) -> tuple[str, ...]:
    hints = get_type_hints(kind)
    return tuple(
        item.name
        for item in fields(kind)
        if item.init and item.metadata.get("text", True) and _may_hold_text(hints[item.name])
    )


def _may_hold_text(hint: Any) -> bool:
    if get_origin(hint) is Literal:
        return False
    return hint is str or is_dataclass(hint) or any(_may_hold_text(part) for part in get_args(hint))


# --- The language of the tests --------------------------------------------------------------------------

_LETTERS: Final = str.maketrans("aeiouAEIOUcny", "åéîöûÅÉÎÖÛçñÿ")
_KEPT: Final = re.compile(
    r"\{[^{}]*\}|<[^<>]*>|\]\([^()]*\)|https?://\S+|`[^`]*`|:[a-z_]+[:/][a-z_]*:?|&[a-z]+;|%\(\w+\)[a-z]|%[a-z]"
)


def _pseudo(message: str) -> str:
    """Longer by a third, with other letters and in brackets; places, tags and addresses as they are."""
    pieces, last = [], 0
    for kept in _KEPT.finditer(message):
        pieces += [message[last : kept.start()].translate(_LETTERS), kept.group()]
        last = kept.end()
    pieces.append(message[last:].translate(_LETTERS))
    return f"⟦{''.join(pieces)}{'·' * (len(message) // 3)}⟧"
