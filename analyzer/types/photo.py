"""A photo, upright and ready to work on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """An upright photo at working size.

    Attributes
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
        Read-only pixels, after the camera's orientation flag was applied. Possibly smaller than the
        photo itself, see ``scale``.
    name : str
        File name without folders, for people; never a path.
    sha256 : str
        Of the original bytes (of the pixels when a frame was given).
    width_px, height_px : int
        Size of the upright photo itself.
    scale : float
        Working pixels per photo pixel, at most 1. ``photo_px = working_px / scale``.
    """

    rgb: NDArray[np.uint8]
    name: str
    sha256: str
    width_px: int
    height_px: int
    scale: float = field(default=1.0)

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "sha256": self.sha256,
            "width_px": self.width_px,
            "height_px": self.height_px,
        }
