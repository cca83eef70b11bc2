"""Texts and figures that explain the psoas, the photo, the exercises and the tool, as data with sources.

Pages, the report and the records of clients all take them from here, in the language of the moment.
"""

from __future__ import annotations

import unicodedata

from analyzer.education.exercises import EXERCISES, GENERAL_CAUTION, GROUPS, HONEST
from analyzer.education.figures import figure, figure_ids
from analyzer.education.glossary import GLOSSARY
from analyzer.education.model import BASIS_WORDS, Basis, Exercise, Fact, Group, Source, Term, Topic
from analyzer.education.sources import SOURCES
from analyzer.education.svg import Figure, Theme
from analyzer.education.topics import TOPICS
from analyzer.language import current, translated

__all__ = [
    "BASIS_WORDS",
    "GENERAL_CAUTION",
    "GROUPS",
    "HONEST",
    "Basis",
    "Exercise",
    "Fact",
    "Figure",
    "Group",
    "Source",
    "Term",
    "Theme",
    "Topic",
    "exercise",
    "exercises",
    "figure",
    "figure_ids",
    "glossary",
    "source",
    "sources",
    "topic",
    "topics",
]


def exercises() -> tuple[Exercise, ...]:
    """All exercises: first those that lengthen, then those that train, then rest."""
    return tuple(EXERCISES[id_] for id_ in EXERCISES)


def exercise(id_: str) -> Exercise:
    """The exercise with an id. Raises `KeyError` when there is none."""
    return EXERCISES[id_]


def topics() -> tuple[Topic, ...]:
    """All chapters, in reading order."""
    return translated(TOPICS)


def topic(id_: str) -> Topic:
    """The chapter with an id. Raises `KeyError` when there is none."""
    return translated({item.id: item for item in TOPICS}[id_])


def sources() -> tuple[Source, ...]:
    """Everything that is cited."""
    return tuple(SOURCES.values())


def source(id_: str) -> Source:
    """The source with an id. Raises `KeyError` when there is none."""
    return SOURCES[id_]


def glossary() -> tuple[Term, ...]:
    """Words explained, in the order of the alphabet."""
    terms: tuple[Term, ...] = translated(GLOSSARY)
    return terms if current() == "en" else tuple(sorted(terms, key=lambda term: _plain(term.word)))


def _plain(word: str) -> str:
    """A word as it is sorted: letters with accents beside those without."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
