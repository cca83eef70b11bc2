"""What the board in the browser is told: the photo, what is drawn on it, how it looks, and words, as JSON."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from analyzer.svg import rgb
from analyzer.types.drawings import MOST_DRAWINGS, MOST_POINTS, MOST_TEXT
from ui.drawing.words import ALT, WORDS
from ui.editor.data import photo_url

if TYPE_CHECKING:
    from ui.session.checked_photo import CheckedPhoto

Json = dict[str, Any]


def board_data(checked: CheckedPhoto, *, with_photo: bool) -> Json:
    """All that the board shows.

    Parameters
    ----------
    checked : CheckedPhoto
    with_photo : bool
        Whether the pixels go with it.
    """
    from analyzer.overlay.drawn import unit_of  # noqa: PLC0415 - heavy
    from analyzer.overlay.layout import photo_box  # noqa: PLC0415

    analysis = checked.analysis
    width, height = analysis.photo.width_px or 1, analysis.photo.height_px or 1
    box = photo_box(analysis.geometry, width, height)
    sides = zip(("left", "top", "right", "bottom"), box, strict=True)
    return {
        "photo": {
            "id": checked.id,
            "width": width,
            "height": height,
            "alt": ALT[analysis.view.facing],
            "image": photo_url(checked.photo) if with_photo else None,
        },
        "body_box": {name: round(place, 1) for name, place in sides},
        "unit_px": unit_of(box),
        "style": style(),
        "limits": {"drawings": MOST_DRAWINGS, "points": MOST_POINTS, "text": MOST_TEXT},
        "drawings": [drawing.to_dict() for drawing in checked.drawings],
        "words": dict(WORDS),
        "can_undo": bool(checked.drawn_past),
        "can_redo": bool(checked.drawn_future),
    }


@cache
def style() -> Json:
    """Widths, sizes and colours as the picture has them."""
    from analyzer.overlay import drawn  # noqa: PLC0415 - heavy
    from analyzer.overlay.style import INK, WHITE  # noqa: PLC0415

    return {
        "pens": {
            name: {"line": pen.line_u, "head": pen.head_u, "letters": pen.letters_u, "arc": pen.arc_u}
            for name, pen in drawn.PENS.items()
        },
        "colors": {
            name: {"ink": rgb(color), "casing": rgb(INK if name == "yellow" else WHITE)}
            for name, color in drawn.COLORS.items()
        },
        "casing_u": drawn.CASING_U,
        "most_in_line": drawn.MOST_IN_LINE,
        "line_height": drawn.LINE_HEIGHT,
        "pad": drawn.PAD,
    }
