"""What a stance is called, and what speaks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.language import speaks
from analyzer.types.codes import StanceName
from analyzer.types.forms import Rounded2
from analyzer.types.frozen import FrozenMapping


@speaks("title", "meaning", "speaks", "caveat")
@dataclass(frozen=True, slots=True)
class Stance:
    """The type of a stance, as it is taught: a description, never a diagnosis.

    Attributes
    ----------
    name : StanceName
        ``"between_types"`` where none is likely enough to be named.
    title : str
        The name in words, or between which types the stance lies.
    meaning : str
        What that is.
    possible : tuple of StanceName
        The types that the values leave open, the most probable first.
    probabilities : mapping of StanceName to float
        Of each type, 0 to 1; what is left over fits none. Read-only.
    speaks : tuple of str
        The values that it was made from, as sentences.
    caveat : str
        What it is not.
    """

    name: StanceName
    title: str
    meaning: str
    possible: tuple[StanceName, ...]
    probabilities: Mapping[StanceName, Rounded2]
    speaks: tuple[str, ...]
    caveat: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "probabilities", FrozenMapping(self.probabilities))
