"""Whether the low back lies flat: the gap between the trunk's lower outline and the table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzer.thomas.patient import Patient
from analyzer.thomas.table import Table
from analyzer.types import SagittalFrame
from analyzer.types.arrays import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Arch:
    """The hollow of the low back over the table.

    Attributes
    ----------
    height_pct : float
        Of the gap, per cent of trunk length.
    back_px : ndarray, shape (n, 2)
        The outline of the low back, pixels of the turned picture.
    """

    height_pct: float
    back_px: FloatArray


def find_arch(
    rgb: NDArray[np.uint8], patient: Patient, frame: SagittalFrame, table: Table | None
) -> Arch | None:
    """The gap between low back and table.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
        The picture as it was given.
    patient : Patient
    frame : SagittalFrame
        Of the turned picture.
    table : Table or None
    """
    heights = np.linspace(0.10, 0.80, 57)
    depth = np.arange(0.0, 0.6, 0.004)
    places = frame.to_picture(np.stack(np.broadcast_arrays(-depth[None, :], heights[:, None]), axis=-1))
    mask = patient.mask
    x = np.clip(np.floor(places[..., 0]).astype(int), 0, mask.shape[1] - 1)
    y = np.clip(np.floor(places[..., 1]).astype(int), 0, mask.shape[0] - 1)
    outside = mask[y, x] < 0.5
    if not outside.any(axis=1).all():
        return None
    edge = -depth[outside.argmax(axis=1)]
    low = np.interp(heights, [heights[0], heights[-1]], [edge[:8].min(), edge[-12:].min()])
    height = 100.0 * float(np.max(edge - low))
    return Arch(max(height, 0.0), frame.to_picture(np.stack([edge, heights], axis=-1)))
