"""Words as a list in a sentence of the language of the moment."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.language.choice import written_as
from analyzer.language.messages import tr


def all_of(words: Sequence[str]) -> str:
    """Several things together.

    >>> all_of(["1", "2", "4"])
    '1, 2 and 4'
    """
    return _listed(words, "and", "standard")


def one_of(words: Sequence[str]) -> str:
    """Several things of which one is meant.

    >>> one_of(["left", "right"])
    'left or right'
    """
    return _listed(words, "or", "or")


def _listed(words: Sequence[str], last: str, style: str) -> str:
    if len(words) < 2:
        return "".join(words)
    locale = written_as()
    if locale == "en":
        # Babel has the words of all other languages.
        return f" {tr(last)} ".join([", ".join(words[:-1]), words[-1]])
    from babel.lists import format_list  # noqa: PLC0415 - heavy, and English does without

    return str(format_list(words, style, locale))  # type: ignore[arg-type]
