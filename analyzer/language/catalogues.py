"""The catalogues: one file a language beside this module, in gettext's own form."""

from __future__ import annotations

import os
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Final

from analyzer.language.choice import LANGUAGES, Language

FOLDER: Final = Path(os.environ.get("POSTURE_CATALOGUES") or Path(__file__).parent / "catalogues")
"""``de.po`` is what people edit, ``de.mo`` is made of it by ``python -m tests.catalogues``. Those of another
folder can be tried with ``POSTURE_CATALOGUES``.
"""
COUNTED: Final = ("catalogue", "translated")
"""Context and message under which a compiled catalogue says how many per cent of its messages it has."""
COMPLETE_PCT: Final = 98.0
SHOWN: Final = "POSTURE_LANGUAGES"
"""``all`` offers every language, however much of it is translated: for those who translate."""


@cache
def catalogue(language: str) -> GNUTranslations:
    """The messages of a language. A message that it does not know is answered in English."""
    path = FOLDER / f"{language}.mo"
    if not path.is_file():
        return _Nothing()
    with path.open("rb") as file:
        return GNUTranslations(file)


def translated_pct(language: str) -> float:
    """How much of a language is translated, as it was counted when its catalogue was compiled."""
    try:
        return float(catalogue(language).pgettext(*COUNTED))
    except ValueError:  # the message itself: nobody counted
        return 0.0


def available() -> tuple[Language, ...]:
    """The languages that are offered: English, and those of which nearly everything is translated."""
    everything = os.environ.get(SHOWN) == "all"
    return tuple(
        language
        for language in LANGUAGES
        if language == "en" or everything or translated_pct(language) >= COMPLETE_PCT
    )


class _Nothing(GNUTranslations):
    """A catalogue without messages."""

    def __init__(self) -> None:
        self._catalog: dict[str, str] = {}
        self.plural = lambda n: int(n != 1)
        super().__init__()
