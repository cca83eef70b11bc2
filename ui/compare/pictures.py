"""The two aligned photos for the viewer in the browser. They are made once for each pair of photos."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ui.compare.pair import Pair
from ui.compare.session import Comparing, Pictures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analyzer.overlay.aligned import Aligned
    from analyzer.types.codes import Facing
    from ui.session.checked_photo import CheckedPhoto

SIZE: Final = (756, 1350)
"""Width and height of the canvas: enough for a tall screen, and for a look at the low back."""
_QUALITY: Final = 86
_CLOSE_UP: Final = 0.62
"""Width of the look at the low back, in widths of the canvas."""


def viewer_data(now: Comparing, pair: Pair) -> dict[str, Any] | None:
    """What the viewer shows, or ``None`` when a photo is missing."""
    if pair.photos is None:
        return None
    before, after = pair.photos
    kept = now.pictures
    if kept is None or not kept.shows(before, after, now.cover_face):
        data = _make(before, after, cover_face=now.cover_face)
        now.pictures = kept = Pictures(before.analysis, after.analysis, now.cover_face, data)
    return kept.data


def _make(before: CheckedPhoto, after: CheckedPhoto, *, cover_face: bool) -> dict[str, Any]:
    from analyzer.overlay.aligned import align, ankle_place  # noqa: PLC0415 - heavy

    facing = before.analysis.view.facing
    sides = [
        align(photo.analysis, photo.photo.rgb, SIZE, facing=facing, cover_face=cover_face)
        for photo in (before, after)
    ]
    return {
        "width": SIZE[0],
        "height": SIZE[1],
        "plumb": round(float(ankle_place(SIZE, facing)[0]), 1),
        "close_up": _close_up(sides, facing),
        "before": _side(sides[0]),
        "after": _side(sides[1]),
    }


def _side(side: Aligned) -> dict[str, Any]:
    return {
        "picture": _picture(side.rgb),
        "corners": _points(side.corners),
        "outline": [_points(ring, 0.5) for ring in side.outline[:1]],
        "back": [] if side.back is None else _points(side.back, 0.3),
        "mirrored": side.mirrored,
    }


def _picture(rgb: NDArray[np.uint8]) -> str:
    import cv2  # noqa: PLC0415 - heavy

    bgr = cv2.cvtColor(np.array(rgb), cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return "data:image/jpeg;base64," + base64.b64encode(data.tobytes()).decode("ascii")


def _points(points: NDArray[np.float64], simplify_px: float = 0.0) -> str:
    """Points as SVG wants them."""
    import cv2  # noqa: PLC0415 - heavy

    if simplify_px:
        thin = cv2.approxPolyDP(points.astype(np.float32)[:, None], simplify_px, False)
        points = thin[:, 0].astype(np.float64)
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _close_up(sides: list[Aligned], facing: Facing) -> list[float] | None:
    """The part with both low backs as left, top, width, height; ``None`` when no back was traced."""
    backs = [side.back for side in sides if side.back is not None]
    if not backs:
        return None
    points = np.concatenate(backs)
    width = _CLOSE_UP * SIZE[0]
    height = width * SIZE[1] / SIZE[0]
    middle = (points[:, 1].min() + points[:, 1].max()) / 2.0
    # The back a little off the edge that it looks away from.
    left = points[:, 0].min() - 0.22 * width
    if facing == "left":
        left = points[:, 0].max() + 0.22 * width - width
    left = float(np.clip(left, 0.0, SIZE[0] - width))
    top = float(np.clip(middle - height / 2.0, 0.0, SIZE[1] - height))
    return [round(value, 1) for value in (left, top, width, height)]
