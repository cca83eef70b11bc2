"""How a page shows the figures: still ones as SVG in the page, the pelvis with a slider as a component."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from analyzer.education import figure
from analyzer.education.pelvis_figure import pelvis_figure
from analyzer.education.pelvis_frame import frames
from analyzer.education.pelvis_model import MAX_TILT_DEG, MIN_TILT_DEG, TYPICAL_TILT_DEG
from analyzer.language import Table, current, tr
from ui.components import component, show_markup
from ui.markup import render

_MOST_SCALE: Final = 1.35
"""A figure's unit is a pixel on a phone; on a wide page it may grow by this."""
_PRESETS: Final = Table(
    {
        MIN_TILT_DEG: "Tipped backward",
        TYPICAL_TILT_DEG: "Typical",
        MAX_TILT_DEG: "Tipped forward",
    }
)
_slider = component("pelvis")


def show_figure(id_: str, *, caption: bool = True) -> None:
    """Show a figure of `analyzer.education`, as wide as there is room, in the colours of the theme."""
    drawn = figure(id_)
    words = drawn.caption if caption else ""
    most = round(drawn.width * _MOST_SCALE)
    # Not st.html, which would take the drawing out.
    markup = render("figure.html", drawn=drawn.svg(), caption=words, most_px=most)
    show_markup(markup, key=f"figure_{id_}")


def show_pelvis_slider(*, key: str = "pelvis") -> None:
    """The pelvis that tips with a slider. It moves in the browser; nothing is sent back."""
    _slider(data=pelvis_scene(current()), key=key)


@lru_cache(maxsize=1)
def pelvis_scene(language: str) -> dict[str, Any]:
    """The drawing, its frames, and the words around it, in the ``language`` of the moment."""
    return {
        "svg": pelvis_figure(words=False).svg(),
        "frames": [
            {"tilt": now.tilt_deg, "curve": now.curve_deg, "psoas": now.psoas_pct, "parts": now.parts}
            for now in frames()
        ],
        "start": TYPICAL_TILT_DEG,
        "presets": [{"words": words, "tilt": tilt} for tilt, words in _PRESETS.items()],
        "slider": tr("Tip the pelvis"),
        "values": {
            "tilt": tr("Pelvis"),
            "curve": tr("Curve of the low back"),
            "psoas": tr("Length of the psoas"),
        },
        "note": tr(
            "A drawing that moves by a simple rule: the low back bends by as much as the pelvis tips, as "
            "it did in a study of people who tipped it on purpose. "
            "100 % is the length of the psoas in a typical stance; it changes by less than 2 %. "
            "PSIS and ASIS are the bony points at the back and in front that can be felt."
        ),
    }
