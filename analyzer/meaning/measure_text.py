"""What the words of a measure are: the shape of a row in the tables of words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MeasureText:
    """The words of a measure.

    Attributes
    ----------
    plain : str
        Its name in plain words.
    technical : str
        Its name in the field.
    phrase : str
        Its name within a sentence.
    meaning : str
        What it is.
    reading : str
        How to read it.
    definition : str
        How it is defined, and where that comes from.
    ends : (str, str)
        The words at the lower and the upper end of its scale.
    mark : str
        The words at a value that needs no reference, see `analyzer.meaning.scales.Axis`.
    less, more : str
        What a change is called.
    tag : str
        Its tag in the picture, when it has one, with its line breaks.
    """

    plain: str
    technical: str
    phrase: str = ""
    meaning: str = ""
    reading: str = ""
    definition: str = ""
    ends: tuple[str, str] = ("less", "more")
    mark: str = ""
    less: str = "less"
    more: str = "more"
    tag: str = ""
