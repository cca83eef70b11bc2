"""What the editor in the browser is told about a photo: places, lines, numbers and words, as plain JSON."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import ArrayLike

from analyzer.corrections.points import EditablePoint, editable_points
from analyzer.language import Table
from analyzer.types import Analysis, PointName
from analyzer.types.corrections import BACK_POINTS, LARGEST_ROLL_DEG
from ui.editor.words import measure_rows, pelvis_card, spoken

if TYPE_CHECKING:
    from analyzer.types import Photo
    from ui.session.checked_photo import CheckedPhoto

SHORT_NAMES: Final[Mapping[PointName, str]] = Table(
    {
        "asis": "ASIS",
        "psis": "PSIS",
        "hip": "Hip",
        "knee": "Knee",
        "ankle": "Ankle",
        "shoulder": "Shoulder",
        "ear": "Ear",
        "c7": "C7",
        "gluteal_apex": "Buttocks",
        "lumbar_apex": "Low back",
        "thoracic_apex": "Upper back",
    }
)
"""On the photo there is little room. The order is that of the Tab key: what matters most comes first."""
ALT: Final = Table(
    {
        "left": "The photo, with the person facing left.",
        "right": "The photo, with the person facing right.",
    }
)
_BEHIND: Final = ("psis", "c7", *BACK_POINTS)
_PELVIS: Final = ("asis", "psis")
_SOURCES: Final = {"estimate": "suggested"}
_QUALITY: Final = 90
_MOST_CONTOUR_POINTS: Final = 200

Json = dict[str, Any]


def photo_url(photo: Photo) -> str:
    """The photo as a data URL. It goes to the browser once for each photo, and nowhere else."""
    import cv2  # noqa: PLC0415 - heavy

    bgr = np.ascontiguousarray(photo.rgb[..., ::-1])
    _, encoded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return "data:image/jpeg;base64," + base64.b64encode(encoded.tobytes()).decode("ascii")


def editor_data(checked: CheckedPhoto, *, with_photo: bool) -> Json:
    """All that the editor shows.

    Parameters
    ----------
    checked : CheckedPhoto
    with_photo : bool
        Whether the pixels go with it.
    """
    analysis = checked.analysis
    frame = analysis.geometry.frame
    points = {point.name: point for point in editable_points(analysis)}
    shown = [_point(points[name], analysis) for name in SHORT_NAMES if name in points]
    return {
        "photo": {
            "id": checked.id,
            "width": analysis.photo.width_px,
            "height": analysis.photo.height_px,
            "alt": ALT[analysis.view.facing],
            "image": photo_url(checked.photo) if with_photo else None,
        },
        "anterior_sign": frame.anterior_sign,
        "roll_deg": round(frame.roll_deg, 3),
        "roll_source": "model" if analysis.corrections.roll_deg is None else "person",
        "largest_roll_deg": LARGEST_ROLL_DEG,
        "trunk_px": round(frame.trunk_length_px, 1),
        "points": shown,
        "contour": _contour(analysis),
        "model_contour": _own_contour(checked),
        "body_box": _body_box(analysis),
        "pelvis_box": _pelvis_box(shown, frame.trunk_length_px),
        "pelvis": pelvis_card(checked),
        "measures": measure_rows(analysis),
        "announce": spoken(analysis),
        "can_undo": checked.can_undo,
        "can_redo": checked.can_redo,
        "corrected": checked.corrected,
    }


def _point(point: EditablePoint, analysis: Analysis) -> Json:
    front = "right" if analysis.view.facing == "right" else "left"
    back = "left" if front == "right" else "right"
    return {
        "name": point.name,
        "title": point.title,
        "short": SHORT_NAMES[point.name],
        "help": point.help,
        "source": _SOURCES.get(point.source, point.source),
        "x": round(point.point_px[0], 2),
        "y": round(point.point_px[1], 2),
        "side": back if point.name in _BEHIND else front,
        "group": "pelvis" if point.name in _PELVIS else "body",
        "confirmable": point.source == "estimate",
    }


def _contour(analysis: Analysis) -> Json:
    profile = analysis.geometry.profile
    if profile is None:
        return {"points": [], "seen": []}
    step = max(1, len(profile.contour) // _MOST_CONTOUR_POINTS)
    return {
        "points": _pairs(analysis.geometry.frame.to_picture(profile.contour[::step])),
        "seen": profile.seen[::step].tolist(),
    }


def _own_contour(checked: CheckedPhoto) -> list[list[float]] | None:
    """The back as the analyzer alone traced it, once a person's points have bent it."""
    if not any(name in checked.corrections.points for name in BACK_POINTS):
        return None
    own: list[list[float]] = _contour(checked.found)["points"]
    return own or None


def _body_box(analysis: Analysis) -> Json:
    """The person with some room around, in photo pixels."""
    outlines = analysis.geometry.outline_px
    width, height = analysis.photo.width_px or 1, analysis.photo.height_px or 1
    if not outlines:
        return {"left": 0, "top": 0, "right": width, "bottom": height}
    left, top = outlines[0].min(axis=0)
    right, bottom = outlines[0].max(axis=0)
    room = 0.05 * (bottom - top)
    return {
        "left": round(max(0.0, left - room), 1),
        "top": round(max(0.0, top - room), 1),
        "right": round(min(float(width), right + room), 1),
        "bottom": round(min(float(height), bottom + room), 1),
    }


def _pelvis_box(points: list[Json], trunk_px: float) -> Json:
    places = [(point["x"], point["y"]) for point in points if point["name"] in (*_PELVIS, "hip")]
    x, y = np.mean(places, axis=0) if places else (0.0, 0.0)
    half = 0.5 * trunk_px
    return {"left": x - half, "top": y - half, "right": x + half, "bottom": y + half}


def _pairs(points: ArrayLike) -> list[list[float]]:
    rounded: list[list[float]] = np.round(np.asarray(points, dtype=np.float64), 1).tolist()
    return rounded
