"""What to do next after the direct test: nothing that was done already is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from analyzer.language import mark, tr
from analyzer.meaning.thomas_words import REPEAT, REPEAT_SIDES

ENOUGH_PHOTOS: Final = 2
"""Of a side: more are asked for below that."""
OTHER_SIDE: Final = mark("Now the other side: people differ from left to right.")


def next_of_test(steps: Iterable[str], photos: Collection[int]) -> tuple[str, ...]:
    """The steps of what was found, each once, as the photos that there are leave them.

    Parameters
    ----------
    steps : iterable of str
        Those of the findings (`ThomasFinding.next_steps`), in the language of the moment.
    photos : collection of int
        How many photos each tested side has.
    """
    enough, both = min(photos, default=0) >= ENOUGH_PHOTOS, len(photos) > 1
    again = tr(REPEAT_SIDES if both else OTHER_SIDE if enough else REPEAT)
    left = (again if step == tr(REPEAT) else step for step in dict.fromkeys(map(str, steps)))
    return tuple(step for step in left if not (both and enough and step == again))
