"""Whether a film shows the pelvis being tipped, and nothing else that moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import PostureError
from analyzer.geometry import median, percentile
from analyzer.pelvic_range.errors import (
    BackHiddenError,
    KneesMovedError,
    PelvisNotMovedError,
    PersonTurnedError,
    PersonWalkedError,
    TooFewFramesError,
    TrunkMovedError,
)
from analyzer.types.codes import ErrorCode
from analyzer.types.pelvic_range import RangeNote, TiltSample

FloatArray = NDArray[np.float64]

FEWEST_FRAMES: Final = 15
_USED_SHARE: Final = 0.5
_LONGEST_GAP_S: Final = 1.6
_MANY: Final = 0.4
"""Share of the frames that spoils a film."""
_TURNED_DEG: Final = 25.0
_WALKED: Final = 0.3
"""How far the hips may wander, trunk lengths: tipping the pelvis carries them by 0.15, swaying by 0.1."""
_PLACE: Final = 0.25
"""Who stands on one place stays so near to it, trunk lengths."""
_SHORTEST_S: Final = 5.0
_KNEES_DEG: Final = 18.0
_KNEES_SOME_DEG: Final = 10.0
_TRUNK_DEG: Final = 20.0
"""How far the line from hip to shoulder may lean to and fro: 0.3 to 0.4 degrees for each degree of tilt, as
the low back bends below the shoulders. Who bows leans as far as the pelvis turns."""
_CURVE_LEAST: Final = 0.35
_CURVE_SOME: Final = 0.55
"""Degrees of the low back's curve for each degree of tilt: 0.9 where only the pelvis moves and the chest
stays, 0 where hips bend and the trunk goes along (PubMed 8866271: 10.8 for 11.4 and 9.0 for 8.7 degrees)."""
LEAST_RANGE_DEG: Final = 5.0
_MISSING_SHARE: Final = 0.75
_LOOSE_SHARE: Final = 0.1

_TURNED: Final[frozenset[ErrorCode]] = frozenset({"not_side_view"})
_BENT: Final[frozenset[ErrorCode]] = frozenset({"not_standing"})


_TILT_SHARE: Final = 0.45
_SLOPE_SHARE: Final = 0.64
"""How much the pelvis turned, from how estimated tilt and sacral slope changed: least squares on 60 pairs of
stances of rendered people, none of whom is in a film (``python -m validation.range_weights``)."""


def rotation_of(sample: TiltSample) -> float | None:
    """Rotation of the pelvis in a frame, up to a constant of the person, degrees, + = forward."""
    if sample.tilt_deg is None or sample.slope_deg is None:
        return None
    return _TILT_SHARE * sample.tilt_deg + _SLOPE_SHARE * sample.slope_deg


def standing_part(samples: Sequence[TiltSample]) -> list[TiltSample]:
    """The part of a film in which the person stands on one place: who films alone walks there and back.

    All of it where there is no such part of some seconds.
    """
    known = [sample for sample in samples if sample.hip is not None]
    if len(known) < FEWEST_FRAMES:
        return list(samples)
    place = float(median([sample.hip[0] for sample in known if sample.hip is not None]))
    facing = Counter(sample.facing for sample in known).most_common(1)[0][0]
    there = [
        sample.time_s
        for sample in known
        if sample.hip is not None and abs(sample.hip[0] - place) <= _PLACE and sample.facing == facing
    ]
    runs = [[there[0]]]
    for time_s in there[1:]:
        if time_s - runs[-1][-1] <= _LONGEST_GAP_S:
            runs[-1].append(time_s)
        else:
            runs.append([time_s])
    longest = max(runs, key=lambda run: run[-1] - run[0])
    if longest[-1] - longest[0] < _SHORTEST_S:
        return list(samples)
    return [sample for sample in samples if longest[0] <= sample.time_s <= longest[-1]]


def usable(samples: Sequence[TiltSample]) -> list[TiltSample]:
    """The samples that can be measured, all with the same side to the camera.

    Raises
    ------
    RangeError
        There are too few: the error says what is mostly wrong with the others.
    """
    facings = Counter(sample.facing for sample in samples if sample.facing is not None)
    facing = facings.most_common(1)[0][0] if facings else None
    turned = [
        sample
        for sample in samples
        if sample.error in _TURNED
        or (sample.facing is not None and sample.facing != facing)
        or (sample.rotation_deg is not None and sample.rotation_deg > _TURNED_DEG)
    ]
    hidden = [sample for sample in samples if sample.hidden and sample not in turned]
    kept = [
        sample
        for sample in samples
        if rotation_of(sample) is not None and sample not in turned and sample not in hidden
    ]
    count = len(samples)
    if count and len(turned) > _MANY * count:
        raise PersonTurnedError
    upright = [
        sample.trunk_deg for sample in samples if sample.trunk_deg is not None and sample not in turned
    ]
    if _spread(upright) > _TRUNK_DEG:
        raise TrunkMovedError
    if count and len(hidden) > _MANY * count:
        raise BackHiddenError
    if count and sum(sample.error in _BENT for sample in samples) > _MANY * count:
        raise TrunkMovedError
    if len(kept) < max(FEWEST_FRAMES, _USED_SHARE * count) or _gap_s(kept) > _LONGEST_GAP_S:
        raise _cause(samples, kept)
    return kept


def _gap_s(kept: Sequence[TiltSample]) -> float:
    times = [sample.time_s for sample in kept]
    return max((two - one for one, two in pairwise(times)), default=np.inf)


def _cause(samples: Sequence[TiltSample], kept: Sequence[TiltSample]) -> PostureError:
    """Why too little is left: what most of the others show."""
    lost = [sample for sample in samples if sample not in kept]
    bent = sum(sample.error in _BENT for sample in lost)
    if len(kept) >= FEWEST_FRAMES and bent > len(lost) / 2:
        return TrunkMovedError()
    return TooFewFramesError()


def require_pelvis_moved(
    samples: Sequence[TiltSample], *, range_deg: float, curve_per_tilt: float | None
) -> tuple[RangeNote, ...]:
    """Look whether it was the pelvis that moved; gives what is to be said though it was.

    Parameters
    ----------
    samples : sequence of TiltSample
        Those that are used.
    range_deg : float
        Of the tilt.
    curve_per_tilt : float or None
        How the curve of the low back goes with it.

    Raises
    ------
    RangeError
    """
    if wandered(samples) > _WALKED:
        raise PersonWalkedError
    knees = knee_range_deg(samples)
    if knees > _KNEES_DEG:
        raise KneesMovedError
    if range_deg < LEAST_RANGE_DEG:
        raise PelvisNotMovedError
    if curve_per_tilt is not None and curve_per_tilt < _CURVE_LEAST:
        raise TrunkMovedError
    notes: list[RangeNote] = ["clothes_may_hide"] if may_be_hidden(samples) else []
    if curve_per_tilt is not None and curve_per_tilt < _CURVE_SOME:
        notes.append("trunk_moved_along")
    if knees > _KNEES_SOME_DEG:
        notes.append("knees_moved_along")
    return tuple(notes)


def may_be_hidden(samples: Sequence[TiltSample]) -> bool:
    """Whether clothes hang over the low back in part of the movement: it then seems smaller than it is."""
    return sum(sample.loose for sample in samples) > _LOOSE_SHARE * len(samples)


def wandered(samples: Sequence[TiltSample]) -> float:
    """How far the hips went to and fro, trunk lengths; single odd frames do not count."""
    places = [sample.hip[0] for sample in samples if sample.hip is not None]
    return _spread(places)


def knee_range_deg(samples: Sequence[TiltSample]) -> float:
    """How far the knees bent and stretched; single odd frames do not count."""
    return _spread([sample.knee_deg for sample in samples if sample.knee_deg is not None])


def _spread(values: list[float]) -> float:
    if len(values) < FEWEST_FRAMES:
        return 0.0
    return percentile(values, 95.0) - percentile(values, 5.0)


def frames_missing(used: int, count: int) -> tuple[RangeNote, ...]:
    """Whether so many frames could not be used that it is worth a word."""
    return ("frames_missing",) if used < _MISSING_SHARE * count else ()
