"""The catalogues: one file a language beside this module, in gettext's own form."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "catalogues"
"""``de.po`` is what people edit, ``de.mo`` is made of it by ``python -m tests.catalogues``."""


@cache
def catalogue(language: str) -> GNUTranslations:
    """The messages of a language. A message that it does not know is answered in English."""
    path = FOLDER / f"{language}.mo"
    if not path.is_file():
        return _Nothing()
    with path.open("rb") as file:
        return GNUTranslations(file)


class _Nothing(GNUTranslations):
    """A catalogue without messages."""

    def __init__(self) -> None:
        self._catalog: dict[str, str] = {}
        self.plural = lambda n: int(n != 1)
        super().__init__()
