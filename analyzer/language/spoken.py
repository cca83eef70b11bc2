"""Texts of results: made once, and read in the language of the moment for as long as the result lives.

A result is frozen, but the person who reads it may change the language. So its texts remember how they were
said (`spoken`), and its fields say them anew whenever they are read (`speaks`). A text that was read from a
file remembers nothing: it is looked up as it is, and `heard` finds out how one with numbers was made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Final, TypeVar

from analyzer.language.choice import current
from analyzer.language.messages import tr

C = TypeVar("C", bound=type[Any])


class Spoken(str):
    """A text in the language in which it was said last, and how to say it again."""

    say: Callable[..., str]
    given: tuple[Any, ...]
    language: str

    def __reduce__(self) -> tuple[Any, ...]:
        return _remade, (str(self), self.say, self.given, self.language)


def spoken(say: Callable[..., str], *given: Any) -> str:
    """What ``say(*given)`` answers, which `now` says again in any language.

    Parameters
    ----------
    say : callable
        A function of a module, so that results can be pickled.
    """
    return _remade(say(*given), say, given, current())


def now(text: str) -> str:
    """The text in the language of the moment; one that is not `spoken` is English, or stays as it is."""
    if not isinstance(text, Spoken):
        said = tr(text)
        return text if said == text else _remade(said, tr, (text,), current())
    return text if text.language == current() else spoken(text.say, *text.given)


def speaks(*names: str) -> Callable[[C], C]:
    """Have fields of a dataclass with slots read in the language of the moment: texts, or tuples of them.

    Stands above ``@dataclass``.
    """

    def with_fields(kind: C) -> C:
        for name in names:
            setattr(kind, name, _Field(kind.__dict__[name]))
        return kind

    return with_fields


class _Field:
    """A slot whose text is said anew whenever it is read."""

    def __init__(self, slot: Any) -> None:
        self._slot = slot

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        if instance is None:
            return self
        text = self._slot.__get__(instance, owner)
        return tuple(map(now, text)) if isinstance(text, tuple) else now(text)

    def __set__(self, instance: object, value: Any) -> None:
        self._slot.__set__(instance, value)


def filled(template: str, details: Mapping[str, object]) -> str:
    """A template with its places filled; what is `spoken` in them is said anew."""
    return template.format(
        **{name: now(value) if isinstance(value, Spoken) else value for name, value in details.items()}
    )


def heard(text: str, templates: Iterable[str]) -> tuple[str, dict[str, str]] | None:
    """Which of the templates a text was made from, and what stands in its places; `None` if it was none."""
    for template in templates:
        match = _pattern(template).fullmatch(text)
        if match is not None:
            return template, match.groupdict()
    return None


_PLACE: Final = re.compile(r"\{(\w+)\}")


@cache
def _pattern(template: str) -> re.Pattern[str]:
    pieces, last, known = [], 0, set[str]()
    for place in _PLACE.finditer(template):
        name = place[1]
        pieces.append(re.escape(template[last : place.start()]))
        pieces.append(f"(?P={name})" if name in known else f"(?P<{name}>.+?)")
        known.add(name)
        last = place.end()
    return re.compile("".join([*pieces, re.escape(template[last:])]), re.DOTALL)


def _remade(text: str, say: Callable[..., str], given: tuple[Any, ...], language: str) -> Spoken:
    made = Spoken(text)
    made.say, made.given, made.language = say, given, language
    return made
