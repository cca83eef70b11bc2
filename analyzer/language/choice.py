"""Which language is spoken: chosen for a piece of work, by the session, or by the system."""

from __future__ import annotations

import locale
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Literal, TypeAlias, cast, get_args

Language: TypeAlias = Literal["en", "de", "es", "fr", "it", "pt-BR"]

LANGUAGES: Final[Mapping[Language, str]] = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "pt-BR": "Português (Brasil)",
}
"""Each by its own name, as it is offered."""

PSEUDO: Final = "x-pseudo"
"""Marks every translated text, so that tests see which ones are not: never offered."""

_chosen: ContextVar[str | None] = ContextVar("language", default=None)
_follow: Callable[[], str | None] | None = None


def current() -> Language:
    """The language that is spoken here and now."""
    language = _chosen.get()
    if language is None and _follow is not None:
        language = _follow()
    return cast(Language, language or "en")


def is_pseudo() -> bool:
    """Whether it is the language of the tests."""
    return str(current()) == PSEUDO


def written_as() -> str:
    """How numbers, days and lists are written now, by Babel's name (``pt_BR``): the tests' as in English."""
    return "en" if is_pseudo() else current().replace("-", "_")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language within the context, in this thread.

    Raises
    ------
    ValueError
        When there is no such language.
    """
    if language not in LANGUAGES and language != PSEUDO:
        raise ValueError(f"there are {', '.join(LANGUAGES)}, not {language!r}")
    token = _chosen.set(language)
    try:
        yield
    finally:
        _chosen.reset(token)


def follow(source: Callable[[], str | None] | None) -> Callable[[], str | None] | None:
    """Have this process ask ``source`` for the language wherever `speaking` was not used, in every thread.

    Returns what it asked before, for whoever wants to set that back.
    """
    global _follow
    before, _follow = _follow, source
    return before


def choose(wanted: Iterable[str], *, otherwise: Language = "en") -> Language:
    """The first of the wanted languages that there is; ``de-AT`` and ``pt_PT`` get German and Portuguese.

    >>> choose(["tlh", "de_AT.UTF-8", "fr"])
    'de'
    """
    for tag in wanted:
        code = tag.partition(".")[0].partition("@")[0].replace("_", "-").casefold()
        for language in get_args(Language):
            if code.partition("-")[0] == language.casefold().partition("-")[0]:
                return cast(Language, language)
    return otherwise


def of_the_system() -> Language:
    """What the person's own settings of this computer say, English where they say none of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        value = os.environ.get(name, "")
        if name == "LANGUAGE" and os.environ.get("LANG", "").partition(".")[0] in ("", "C", "POSIX"):
            continue  # gettext's own rule: without a locale it is not asked
        if value:
            return choose(value.split(":"))
    try:
        known = locale.getlocale()[0]  # Windows and macOS: from the system's settings
    except ValueError:
        known = None
    return choose([known] if known else [])
