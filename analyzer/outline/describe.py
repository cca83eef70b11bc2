"""From the most probable back to its profile: apices, tangents, and how sure they are.

Definitions follow the rasterstereographic tradition: the lumbar curve is the angle between the tangents at
the thoraco-lumbar and the lumbo-sacral inflection point of the posterior contour (Lippold et al. 2012, BMC
Musculoskeletal Disorders 13:151). Before slopes are taken the curve is smoothed with a Gaussian of 12 mm on
an adult of 1.70 m.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import gaussian_smooth
from analyzer.outline.covered import NECK, Cover
from analyzer.outline.edge import (
    ROWS,
    Close,
    Edge,
)
from analyzer.outline.learned_curve import STEP, FittedCurve, back_shapes
from analyzer.outline.trace import Trace, trace_back
from analyzer.types import BackProfile, Landmarks, Reason, TangentPoint
from analyzer.types.arrays import FloatArray
from analyzer.types.geometry import frozen_points

SMOOTHING: Final = 0.0255
"""12 mm on an adult of 1.70 m, trunk lengths."""
BODY_HEIGHT: Final = 3.608
"""Body height in trunk lengths (hip to shoulder landmark; mean of 84 phantoms, standard deviation 0.096)."""

SMOOTHING_LOSS_DEG: Final = (0.86, 0.82)
"""The most probable curve is a little flatter than the skin: steepest slope lost at the lumbosacral and the
thoracolumbar point (medians on 3,000 simulated bodies with the tracing errors of the phantoms)."""

_DRAWS: Final = 64
_LEAST_DEPTH: Final = 0.004
"""A shallower hollow (2 mm on an adult) is none, trunk lengths."""
_FLAT_LUMBOSACRAL: Final = (0.11, 0.26)
_FLAT_LUMBAR: Final = (0.22, 0.41)
_FLAT_THORACOLUMBAR: Final = (0.45, 0.75)
"""Where a back without a hollow is read: heights between which 95 % of 3,000 simulated backs have their
lumbosacral point, deepest hollow and thoracolumbar point, trunk lengths."""
_CURVED_DEG: Final = 25.0
"""From this curve on the whole smoothing loss is added back; a straight line loses nothing."""


@dataclass(frozen=True, slots=True)
class CurveLandmarks:
    """Indices into a curve's heights, and slopes there.

    ``depth`` is the greatest distance of the curve from the chord, trunk lengths; below 0 where a low back
    without a hollow bulges. Slopes in degrees against the vertical: ``sacral`` + = leaning forward going up,
    ``thoracolumbar`` + = leaning backward going up. ``hollow`` is false for a flat back or a reversed curve:
    its points are then those of the usual heights.
    """

    gluteal: int
    lumbosacral: int
    lumbar: int
    thoracolumbar: int
    thoracic: int
    sacral_deg: float
    thoracolumbar_deg: float
    depth: float
    hollow: bool = True

    @property
    def loss(self) -> float:
        """Share of `SMOOTHING_LOSS_DEG` that a curve like this one loses, 0 to 1."""
        return float(np.clip((self.sacral_deg + self.thoracolumbar_deg) / _CURVED_DEG, 0.0, 1.0))


@dataclass(frozen=True, slots=True, eq=False)
class TracedBack:
    """The profile and everything needed for intervals and checks.

    Attributes
    ----------
    profile : BackProfile
    fitted : FittedCurve
    landmarks : CurveLandmarks
    draw_values : ndarray, shape (draws, 3)
        Sacral slope (deg), thoraco-lumbar slope (deg) and depth (trunk lengths) of equally probable curves.
    edge : Edge
        The traced edge at `analyzer.outline.edge.ROWS`.
    cover : Cover
    residual : ndarray, shape (rows,)
        Traced edge minus fitted curve, trunk lengths; 0 beyond the curve's ends.
    leak : float
        Share of the back where the mask was not sure of what lies just inside the first edge, 0 to 1.
    visible : ndarray of bool, shape (rows,)
        Where the edge is in the picture and belongs to the person.
    moved : ndarray, shape (m, n)
        The curves that errors of the points that a person placed would have made, two for each point. The
        squares of their differences to the curve add up to the variance. Empty when nobody placed any.
    moved_values : ndarray, shape (m, 3)
        How the values of ``draw_values`` differ on them.
    """

    profile: BackProfile
    fitted: FittedCurve
    landmarks: CurveLandmarks
    draw_values: FloatArray
    edge: Edge
    cover: Cover
    residual: FloatArray
    leak: float
    visible: NDArray[np.bool_]
    moved: FloatArray
    moved_values: FloatArray

    @property
    def confirmed(self) -> float:
        """Share of the three points of the back that a person placed."""
        return len(self.moved) / 6.0


def find_curve_landmarks(curve: FloatArray) -> CurveLandmarks:
    """Apices and inflection points of a back curve.

    A back without a hollow between buttock and upper back has none of its own. It is read where other backs
    have theirs: a flat one has a curve near 0°, one that bulges a negative one.

    Parameters
    ----------
    curve : ndarray, shape (n,)
        Posterior position at the heights of `back_shapes`, trunk lengths.

    Returns
    -------
    CurveLandmarks
    """
    return _Many(curve[None]).one()


class _Many:
    """Landmarks of several curves at once, see `find_curve_landmarks`.

    Parameters
    ----------
    curves : ndarray, shape (m, n)
    """

    def __init__(self, curves: FloatArray) -> None:
        heights = back_shapes().heights
        self.rows = np.arange(len(curves))
        smooth = gaussian_smooth(curves, SMOOTHING / STEP)
        self.slope = np.gradient(smooth, STEP, axis=1)
        self.gluteal = _highest(smooth, _inside(-0.06 * BODY_HEIGHT, 0.07 * BODY_HEIGHT))
        self.thoracic = _highest(smooth, _inside(0.17 * BODY_HEIGHT, NECK - 0.02 * BODY_HEIGHT))
        low = smooth[self.rows, self.gluteal], heights[self.gluteal]
        chord = smooth[self.rows, self.thoracic] - low[0], heights[self.thoracic] - low[1]
        length = np.hypot(*chord)
        # Distance in front of the chord, at every height.
        self.away = (
            (heights - low[1][:, None]) * (chord[0] / length)[:, None]
            - (smooth - low[0][:, None]) * (chord[1] / length)[:, None]
        )  # fmt: skip
        index = np.arange(len(heights))
        between = (index >= self.gluteal[:, None]) & (index <= self.thoracic[:, None])
        self.lumbar = np.where(between, self.away, -np.inf).argmax(axis=1)
        self.depth = self.away[self.rows, self.lumbar]
        self.hollow = (
            (self.gluteal + 2 < self.lumbar)
            & (self.lumbar < self.thoracic - 2)
            & (self.depth >= _LEAST_DEPTH)
        )
        below, above = (index <= self.lumbar[:, None]) & between, (index >= self.lumbar[:, None]) & between
        self.lumbosacral = np.where(below, self.slope, np.inf).argmin(axis=1)
        self.thoracolumbar = np.where(above, self.slope, -np.inf).argmax(axis=1)
        if not self.hollow.all():
            self._read_flat(~self.hollow)

    def _read_flat(self, flat: NDArray[np.bool_]) -> None:
        """Read backs without a hollow where others have theirs."""
        low, middle, high = (
            _inside(*span) for span in (_FLAT_LUMBOSACRAL, _FLAT_LUMBAR, _FLAT_THORACOLUMBAR)
        )
        # Beyond the apices the distance is that of the nearer one.
        place = np.clip(np.arange(middle.start, middle.stop), self.gluteal[:, None], self.thoracic[:, None])
        distance = np.take_along_axis(self.away, place, axis=1)
        self.lumbosacral[flat] = (low.start + self.slope[:, low].argmin(axis=1))[flat]
        self.thoracolumbar[flat] = _highest(self.slope, high)[flat]
        self.lumbar[flat] = (middle.start + distance.argmax(axis=1))[flat]
        self.depth[flat] = distance.max(axis=1)[flat]
        self.gluteal[flat] = np.minimum(self.gluteal, middle.start - 1)[flat]

    @property
    def values(self) -> FloatArray:
        """Sacral slope, thoraco-lumbar slope and depth, shape (m, 3)."""
        sacral = -np.degrees(np.arctan(self.slope[self.rows, self.lumbosacral]))
        thoracolumbar = np.degrees(np.arctan(self.slope[self.rows, self.thoracolumbar]))
        return np.stack([sacral, thoracolumbar, self.depth], axis=1)

    def one(self) -> CurveLandmarks:
        """Of the first curve."""
        sacral, thoracolumbar, depth = self.values[0].tolist()
        return CurveLandmarks(
            int(self.gluteal[0]),
            int(self.lumbosacral[0]),
            int(self.lumbar[0]),
            int(self.thoracolumbar[0]),
            int(self.thoracic[0]),
            sacral,
            thoracolumbar,
            depth,
            bool(self.hollow[0]),
        )


def _inside(low: float, high: float) -> slice:
    """Places of the heights between two, trunk lengths."""
    heights = back_shapes().heights
    return slice(int(np.searchsorted(heights, low, side="right")), int(np.searchsorted(heights, high)))


def _highest(values: FloatArray, where: slice) -> NDArray[np.intp]:
    """Place of the largest value of each row within a part, shape (m,)."""
    result: NDArray[np.intp] = where.start + values[:, where].argmax(axis=1)
    return result


def find_back(close: Close, landmarks: Landmarks) -> TracedBack | Reason:
    """Trace the back and find the profile; parameters as for `trace_back`.

    Returns
    -------
    TracedBack or Reason
        A reason when the back is outside the picture.
    """
    trace = trace_back(close, landmarks)
    return describe_back(trace) if isinstance(trace, Trace) else trace


def describe_back(trace: Trace, *, moved: FloatArray | None = None) -> TracedBack:
    """The profile of a traced back.

    Parameters
    ----------
    moved : ndarray, shape (m, n), optional
        See `TracedBack`.

    Returns
    -------
    TracedBack
    """
    fitted, edge, cover, visible = trace.fitted, trace.edge, trace.cover, trace.visible
    found = find_curve_landmarks(fitted.posterior)
    heights = back_shapes().heights
    values = _curve_values(fitted.draws(_DRAWS))
    moved = np.empty((0, len(heights))) if moved is None else moved
    moved_values = _curve_values(moved) - [found.sacral_deg, found.thoracolumbar_deg, found.depth]
    seen = np.interp(heights, ROWS, visible * (1.0 - cover.any)) > 0.5
    sd = np.sqrt(fitted.sd**2 + ((moved - fitted.posterior) ** 2).sum(axis=0))
    profile = profile_of(fitted.posterior, sd, seen, found=found)
    inside = (heights[0] < ROWS) & (heights[-1] > ROWS)
    residual = np.where(inside, edge.back - np.interp(ROWS, heights, fitted.posterior), 0.0)
    moved, moved_values = frozen_points(moved), frozen_points(moved_values)
    return TracedBack(
        profile, fitted, found, values, edge, cover, residual, trace.leak, visible, moved, moved_values
    )


def profile_of(
    curve: FloatArray,
    sd: FloatArray,
    seen: NDArray[np.bool_],
    slopes_deg: tuple[float, float] | None = None,
    *,
    found: CurveLandmarks | None = None,
) -> BackProfile:
    """The profile of a curve at the heights of `back_shapes`.

    Parameters
    ----------
    curve, sd : ndarray, shape (n,)
        Posterior position and its standard deviation, trunk lengths.
    seen : ndarray of bool, shape (n,)
        False where the curve is bridged.
    slopes_deg : (float, float), optional
        Of the tangents below and above the hollow, as in `CurveLandmarks`, where they are known better than
        from the curve.
    found : CurveLandmarks, optional
        Of the curve, when they are known already.
    """
    found = find_curve_landmarks(curve) if found is None else found
    contour = frozen_points(np.stack([-curve, back_shapes().heights], axis=1))
    if slopes_deg is None:
        lost = found.loss * np.array(SMOOTHING_LOSS_DEG)
        slopes_deg = found.sacral_deg + float(lost[0]), found.thoracolumbar_deg + float(lost[1])
    seen = seen.copy()
    seen.flags.writeable = False
    return BackProfile(
        contour=contour,
        sd=frozen_points(sd),
        seen=seen,
        gluteal_apex=contour[found.gluteal],
        lumbar_apex=contour[found.lumbar],
        thoracic_apex=contour[found.thoracic],
        lumbosacral=TangentPoint(contour[found.lumbosacral], slopes_deg[0]),
        thoracolumbar=TangentPoint(contour[found.thoracolumbar], -slopes_deg[1]),
    )


def with_slopes(profile: BackProfile, slopes_deg: tuple[float, float] | None) -> BackProfile:
    """A profile whose tangents have other slopes; see `profile_of`."""
    if slopes_deg is None:
        return profile
    low, high = slopes_deg
    return replace(
        profile,
        lumbosacral=TangentPoint(profile.lumbosacral.point, low),
        thoracolumbar=TangentPoint(profile.thoracolumbar.point, -high),
    )


def _curve_values(curves: FloatArray) -> FloatArray:
    """Sacral slope, thoraco-lumbar slope and depth of curves, shape (n, 3)."""
    return _Many(curves).values if len(curves) else np.empty((0, 3))


def unseen_share(traced: TracedBack, low: float, high: float) -> float:
    """Share of the rows between two heights where the edge was covered or had no contrast."""
    rows = (low < ROWS) & (high > ROWS)
    return float(np.where(traced.edge.trust < 0.2, 1.0, traced.cover.any)[rows].mean())


def covered_share(traced: TracedBack) -> float:
    """How far the back is bridged rather than seen, 0 to 1: 1 when something lies over two fifths of it."""
    rows = (ROWS > -0.15) & (ROWS < 0.95)
    covered = 1.0 - (1.0 - traced.cover.arm) * (1.0 - traced.cover.thing)
    return min(1.0, 2.5 * float(np.maximum(covered, 0.2 * traced.cover.hair)[rows].mean()))
