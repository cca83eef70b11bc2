"""Points of the direct test, moved by hand in the editor of the page *Correct*."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, Final, cast

import numpy as np

from analyzer.errors import CorrectionError
from analyzer.language import mark, tr
from analyzer.meaning.measure_words import measure_text
from analyzer.meaning.number_words import interval
from analyzer.meaning.value_words import CORRECTED, about_value, own_words
from analyzer.types import Measure
from analyzer.types.codes import ThomasName
from analyzer.types.corrections import LARGEST_ROLL_DEG
from analyzer.types.geometry import Points
from analyzer.types.thomas import SupinePoint, ThomasAnalysis, ThomasCorrections
from ui.editor import mount, receive_edits
from ui.editor.data import photo_url
from ui.editor.edits import UNREADABLE, Edit, level_of
from ui.editor.words import bars, domain, reference
from ui.thomas.session import DirectPhoto, direct
from ui.thomas.words import ALT, FROM_PHOTO, POINTS

KEY: Final = "direct_editor"
_MAIN: Final[ThomasName] = "thigh_angle"
_OUTSIDE: Final = mark(
    "This place is outside the photo, so nothing was moved. Please choose a place inside the photo."
)

Json = dict[str, Any]


def show_editor(photo: DirectPhoto) -> None:
    """Show the editor for a photo."""
    mount(KEY, photo.id, lambda fresh: editor_data(photo, with_photo=fresh), receive)


def receive() -> None:
    """Callback: do what a person did in the browser. What cannot be used changes nothing."""
    receive_edits(KEY, tuple(POINTS), _do)


def _do(edit: Edit, photo_id: str) -> None:
    test = direct()
    photo = test.photo(photo_id)
    if photo is None:
        return
    if edit.kind == "undo":
        test.undo(photo_id)
    elif edit.kind == "redo":
        test.redo(photo_id)
    else:
        test.correct(photo_id, apply(edit, photo.analysis))


def apply(edit: Edit, analysis: ThomasAnalysis) -> ThomasCorrections:
    """The corrections after an edit.

    Raises
    ------
    CorrectionError
        The edit makes no sense for this photo.
    """
    given, name = analysis.corrections, cast("SupinePoint | None", edit.name)
    size = (analysis.photo.width_px or 0, analysis.photo.height_px or 0)
    if edit.kind == "reset":
        return ThomasCorrections()
    if name is not None:
        return _with_point(edit, name, analysis)
    if edit.kind == "level":
        return replace(given, roll_deg=level_of(edit, size))
    if edit.kind in ("roll", "auto_level"):
        return replace(given, roll_deg=edit.roll_deg)
    raise CorrectionError(tr(UNREADABLE))


def _with_point(edit: Edit, name: SupinePoint, analysis: ThomasAnalysis) -> ThomasCorrections:
    """The corrections with a point moved, believed where it is, or forgotten."""
    given = analysis.corrections
    if edit.kind == "forget":
        return given.without(name)
    width, height = analysis.photo.width_px or 0, analysis.photo.height_px or 0
    point = edit.point
    if edit.kind == "confirm" and name in analysis.geometry.points_px:
        x, y = analysis.geometry.points_px[name]
        point = float(x), float(y)
    if point is None:
        raise CorrectionError(tr(UNREADABLE))
    if not (0 <= point[0] <= width and 0 <= point[1] <= height):
        raise CorrectionError(tr(_OUTSIDE))
    return given.moved(name, point)


def editor_data(photo: DirectPhoto, *, with_photo: bool) -> Json:
    """All that the editor shows, in the form of `ui.editor.data.editor_data`."""
    analysis = photo.analysis
    geometry = analysis.geometry
    feet = geometry.points_px["hip"][0] - geometry.points_px["shoulder"][0]
    points = [_point(name, analysis) for name in POINTS if name == "asis" or name in geometry.points_px]
    box = {"left": 0, "top": 0, "right": analysis.photo.width_px, "bottom": analysis.photo.height_px}
    thigh = analysis.measures[_MAIN]
    return {
        "photo": {
            "id": photo.id,
            "width": analysis.photo.width_px,
            "height": analysis.photo.height_px,
            "alt": ALT[analysis.view.head],
            "image": photo_url(photo.photo) if with_photo else None,
        },
        "anterior_sign": 1 if feet > 0 else -1,
        "roll_deg": round(geometry.roll_deg, 3),
        "roll_source": "model" if analysis.corrections.roll_deg is None else "person",
        "largest_roll_deg": LARGEST_ROLL_DEG,
        "trunk_px": round(geometry.trunk_length_px, 1),
        "points": points,
        "contour": {"points": [], "seen": []},
        "model_contour": None,
        "body_box": box,
        "pelvis_box": box,
        "pelvis": _card(thigh, analysis),
        "measures": [_row(measure, analysis) for name, measure in analysis.measures.items() if name != _MAIN],
        "announce": tr(
            "{measure}: {value}, {interval}.",
            measure=measure_text(_MAIN).plain,
            value=about_value(thigh),
            interval=interval(thigh),
        ),
        "can_undo": bool(photo.past),
        "can_redo": bool(photo.future),
        "corrected": bool(analysis.corrections),
    }


def _point(name: SupinePoint, analysis: ThomasAnalysis) -> Json:
    short, title, text = POINTS[name]
    known = analysis.geometry.points_px.get(name)
    x, y = _usual_asis(analysis) if known is None else known
    source = "person" if name in analysis.corrections.points else "model"
    return {
        "name": name,
        "title": title,
        "short": short,
        "help": text,
        "source": "suggested" if known is None else source,
        "x": round(float(x), 2),
        "y": round(float(y), 2),
        "side": "right" if analysis.view.head == "left" else "left",
        "group": "body",
        "confirmable": False,
    }


def _usual_asis(analysis: ThomasAnalysis) -> Points:
    """About where the front hip bone lies: towards head and ceiling from the trochanter. A place to begin."""
    at = analysis.geometry.points_px
    roll = math.radians(analysis.geometry.roll_deg)
    up = np.array([math.sin(roll), -math.cos(roll)])
    head = at["shoulder"] - at["hip"]
    head = head / max(float(np.hypot(*head)), 1e-6)
    result: Points = at["hip"] + analysis.geometry.trunk_length_px * (0.20 * up + 0.12 * head)
    return result


def _card(measure: Measure, analysis: ThomasAnalysis) -> Json:
    """The thigh, where the editor of standing photos has the pelvis."""
    row = _row(measure, analysis)
    return {
        "state": "missing" if measure.value is None else "measured",
        "title": row["title"],
        "short": tr("Thigh"),
        "badge": tr("Measured on your points") if row["yours"] else tr("Measured"),
        "value": row["value_text"],
        "range": interval(measure),
        "summary": interval(measure),
        "bars": row["bars"],
        "domain": row["domain"],
        "reference": row["reference"],
        "text": f"{analysis.finding.summary} {row['model_text'] or tr(FROM_PHOTO)}",
        "steps": [],
        "caution": "",
    }


def _row(measure: Measure, analysis: ThomasAnalysis) -> Json:
    yours = measure.name in analysis.corrected
    own = next((item for name, item in analysis.model_measures.items() if name == measure.name), None)
    own = own if yours else None
    return {
        "name": measure.name,
        "title": measure_text(measure.name).plain,
        "value_text": about_value(measure),
        "range_text": interval(measure) if measure.reason is None else measure.reason.message,
        "how": "" if measure.reason else tr("measured"),
        "yours": yours,
        "yours_text": tr(CORRECTED),
        "model_text": own_words(own) if own is not None else "",
        "bars": bars(measure, own, yours=yours),
        "domain": domain(measure, own),
        "reference": reference(measure),
    }
