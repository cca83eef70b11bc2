"""What the texts are made of: facts with their sources, exercises, words explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from analyzer.language import Table

Basis = Literal["study", "guidance", "taught", "own"]
_NO_TEXT: Final = {"text": False}
"""Of ids, and of what stays in the language of its source."""

BASIS_WORDS: Final[Mapping[Basis, str]] = Table(
    {"study": "Study", "guidance": "Guidance", "taught": "Taught practice", "own": "This project"}
)
"""How a fact is known, in words."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact can be looked up. Its words are those of the source, in whatever language one reads.

    Attributes
    ----------
    id : str
    short : str
        To stand behind a sentence, such as ``Heino 1990``.
    text : str
        Title, place and year.
    url : str
    """

    id: str = field(metadata=_NO_TEXT)
    short: str = field(metadata=_NO_TEXT)
    text: str = field(metadata=_NO_TEXT)
    url: str = field(metadata=_NO_TEXT)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is said, and how it is known.

    Attributes
    ----------
    text : str
    basis : str
        ``study``: found in a study; ``guidance``: said by a health service, a professional body or a
        reference work; ``taught``: usual teaching, for which no study is cited; ``own``: worked out or
        decided by this project.
    sources : tuple of Source
        Never empty for studies and guidance.
    """

    text: str
    basis: Basis
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A short chapter: a lead, facts, and the ids of its figures."""

    id: str = field(metadata=_NO_TEXT)
    title: str
    lead: str
    facts: tuple[Fact, ...]
    figures: tuple[str, ...] = field(default=(), metadata=_NO_TEXT)


Group = Literal["everyday", "hip_front", "pelvis", "low_back", "upper_back"]
"""Which chapter of the exercises it stands in."""
Effect = Literal[
    "lengthens_hip_flexors",
    "tips_pelvis_backward",
    "arches_low_back",
    "works_hip_flexors",
    "lengthens_hamstrings",
]
"""What an exercise does that can go against a finding; see `analyzer.meaning.exercise_choice`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """An exercise for home, as it can be shown, printed and given to a client.

    Attributes
    ----------
    id : str
        Stable: records refer to it.
    group : {"everyday", "hip_front", "pelvis", "low_back", "upper_back"}
    name, goal : str
        What it is called, and what it is for.
    start : str
        The starting position.
    steps : tuple of str
    dose : Fact
        How long, how often, and who says so.
    easier, harder, step_up : str
        The next step down, the next step up, and when to take it.
    caution : str
        What to watch, and when it is not the right exercise.
    stop : str
        When to stop and see somebody.
    evidence : tuple of Fact
        What is known about it.
    figures : tuple of str
        Ids for `analyzer.education.figure`.
    effects : frozenset of Effect
    """

    id: str = field(metadata=_NO_TEXT)
    group: Group
    name: str
    goal: str
    start: str
    steps: tuple[str, ...]
    dose: Fact
    easier: str
    harder: str
    step_up: str
    caution: str
    stop: str
    evidence: tuple[Fact, ...]
    figures: tuple[str, ...] = field(metadata=_NO_TEXT)
    effects: frozenset[Effect] = field(default=frozenset(), metadata=_NO_TEXT)

    @property
    def sources(self) -> tuple[Source, ...]:
        """All sources, each once."""
        every = [source for fact in (self.dose, *self.evidence) for source in fact.sources]
        return tuple(dict.fromkeys(every))


@dataclass(frozen=True, slots=True)
class Term:
    """A word explained."""

    word: str
    meaning: str
