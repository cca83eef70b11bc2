"""How far a person can tip the pelvis, and where the habitual stance lies in that range, from a film.

* ``sampling``: what each picture shows
* ``smoothing``: a smooth course that single odd pictures cannot pull
* ``checks``: was it the pelvis that moved
* ``finding``: range, position, intervals
* ``film``: films from a file

Only changes within a film count, so the shape of the bones cancels. See ``docs/method.md``.
"""

from analyzer.pelvic_range.errors import RangeError
from analyzer.pelvic_range.film import analyze_film, conclude_range, read_film
from analyzer.pelvic_range.finding import failed_range, find_range
from analyzer.pelvic_range.sampling import read_sample, sample_frames

__all__ = [
    "RangeError",
    "analyze_film",
    "conclude_range",
    "failed_range",
    "find_range",
    "read_film",
    "read_sample",
    "sample_frames",
]
