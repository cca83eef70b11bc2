"""What is said where nothing spoils a photo: not more than holds for every measure of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from analyzer.language import mark, tr
from analyzer.types import Measure

CLEAN: Final = mark("Nothing was found that spoils this photo.")
ALL_CLEAN: Final = mark("Nothing was found that spoils these photos.")
BELOW_THE_NECK: Final = mark(
    "Nothing was found that spoils the view of pelvis and low back. The base of the neck cannot be read: "
    "what depends on it is not measured."
)


def nothing_spoils(measures: Iterable[Measure], words: str = CLEAN) -> str:
    """What to say when there are no warnings; ``words`` is what is said when the neck is seen as well."""
    hidden = any(measure.reason is not None and measure.reason.code == "neck_hidden" for measure in measures)
    return tr(BELOW_THE_NECK if hidden else words)
