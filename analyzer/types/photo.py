"""A photo, upright and ready to work on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzer.types.frozen import Frozen


@dataclass(frozen=True, slots=True, eq=False)
class Photo(Frozen):
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
    turned_deg : int
        How far the photo was turned clockwise because it lay on its side: 0, 90, 180 or 270. Sizes and pixels
        are those after it.
    """

    rgb: NDArray[np.uint8]
    name: str
    sha256: str
    width_px: int
    height_px: int
    scale: float = field(default=1.0)
    turned_deg: int = 0

    def turned(self, turn_deg: int) -> Photo:
        """The photo turned clockwise, from how it is now.

        Parameters
        ----------
        turn_deg : int
            A multiple of 90.

        Raises
        ------
        ValueError
            It is none.
        """
        if turn_deg % 90:
            raise ValueError(f"a photo is turned by multiples of 90 degrees, not {turn_deg}")
        quarters = turn_deg // 90 % 4
        if quarters == 0:
            return self
        rgb = np.ascontiguousarray(np.rot90(self.rgb, -quarters))
        rgb.flags.writeable = False
        width, height = (self.height_px, self.width_px) if quarters % 2 else (self.width_px, self.height_px)
        turned = (self.turned_deg + 90 * quarters) % 360
        return replace(self, rgb=rgb, width_px=width, height_px=height, turned_deg=turned)

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "sha256": self.sha256,
            "width_px": self.width_px,
            "height_px": self.height_px,
        }
