"""The photo with the drawing on it: layers that are switched, zoom, and measures that explain themselves.

Everything happens in the browser: no switch and no zoom needs the server.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from analyzer.language import Table, mark, tr, within_sentence
from analyzer.overlay.picture_words import DRAWING_CAVEAT
from analyzer.overlay.style import LEVELS, MUTED, REGIONS, TILT
from ui.components import component, part, said

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

    from analyzer.overlay.primitives import Explanation
    from analyzer.types import Analysis
    from ui.session.checked_photo import DrawnPhoto

SWITCHES: Final = Table(
    {
        "contour": "Contour",
        "angles": "Angles",
        "pelvis": "Pelvis and spine",
        "psoas": "Psoas",
        "plumb_line": "Plumb line",
        "landmarks": "Landmarks",
        "drawings": "Drawings",
        "grid": "Grid",
    }
)
NOT_DRAWN: Final = mark("Nothing of this could be found in this photo.")
IN_THE_SCRIPT: Final = mark(
    (
        "Show in the picture",
        "{picture}. Plus and minus zoom, arrow keys move.",
        "Zoom in: {picture}",
        "Zoom out: {picture}",
        "Whole picture: {picture}",
        "Measures in the picture",
        "Look closer",
        "How to read the drawing",
        "yours",
        "Choose a measure, here or in the picture, to see where it is and what it says.",
        "Nothing could be measured in this photo.",
    )
)
"""What `parts/overlay_view.js` says."""
TAG_SIZES: Final = (1.0, 1.3, 1.75, 2.2)
"""Of the letters in the picture: the narrower it is shown, the larger they are in it."""
SHOWN_FIRST: Final = ("contour", "angles", "pelvis", "psoas", "plumb_line", "drawings")
TITLES: Final = Table({"photo": "The whole person", "close_up": "Low back, pelvis and psoas, enlarged"})


@cache
def _view() -> ComponentRenderer:
    """The component, with the library's own script for its drawings, and what enlarges them."""
    from analyzer.overlay import scene_script  # noqa: PLC0415 - heavy

    return component("overlay_view", part("said.js"), scene_script(), part("zoom.js"))


@dataclass(frozen=True, slots=True)
class Picture:
    """One view of the photo as SVG, with its size in units."""

    id: str
    title: str
    svg: str
    width: float
    height: float


def make_pictures(photo: DrawnPhoto) -> tuple[Picture, ...]:
    """The person as a whole and, where the back could be traced, the low back enlarged."""
    from analyzer.overlay import LAYERS, build_scene, paint_svg  # noqa: PLC0415 - heavy

    shown = [layer for layer in LAYERS if layer != "legend"]
    scene = build_scene(photo.analysis, layers=shown, tag_sizes=TAG_SIZES)
    pictures = []
    for view_id, title in TITLES.items():
        view = scene.view(view_id)
        if view is not None:
            left, top, right, bottom = view.target
            svg = paint_svg(
                scene,
                photo.photo.rgb,
                prefix=f"photo{photo.id}-{view_id}",
                views=[view_id],
                hidden=[layer for layer in shown if layer not in SHOWN_FIRST],
                boxes=False,
            )
            pictures.append(Picture(view_id, title, svg, right - left, bottom - top))
    return tuple(pictures)


def show_drawing(
    id_: str,
    pictures: tuple[Picture, ...],
    *,
    layers: Sequence[Mapping[str, object]],
    explanations: Mapping[str, Explanation],
    yours: frozenset[str],
    key: str,
    tag_sizes: tuple[float, ...] = (1.0,),
) -> None:
    """Show pictures of another kind with layers to switch and measures that explain themselves."""
    _view()(
        key=key,
        data={
            "photo": id_,
            "pictures": [_as_data(picture) for picture in pictures],
            "layers": [dict(layer) for layer in layers],
            "measures": [_explained(name, words, name in yours) for name, words in explanations.items()],
            "legend": [],
            "caveat": "",
            "tag_sizes": tag_sizes,
            "said": said(IN_THE_SCRIPT),
        },
    )


def show_overlay(photo: DrawnPhoto, pictures: tuple[Picture, ...]) -> None:
    """Show a photo with its drawing."""
    _view()(
        key="overlay",
        data={
            "photo": photo.id,
            "pictures": [_as_data(picture) for picture in pictures],
            "layers": [
                {"id": layer, "title": title, "on": layer in SHOWN_FIRST}
                for layer, title in SWITCHES.items()
                if any(f'data-layer="{layer}"' in picture.svg for picture in pictures)
            ],
            "measures": _explanations(photo.analysis),
            "legend": _legend(photo.analysis),
            "caveat": tr(DRAWING_CAVEAT),
            "tag_sizes": TAG_SIZES,
            "not_drawn": tr(NOT_DRAWN),
            "said": said(IN_THE_SCRIPT),
        },
    )


def _explanations(analysis: Analysis) -> list[dict[str, object]]:
    from analyzer.overlay.explain import explain  # noqa: PLC0415 - heavy

    missing = {name for name, measure in analysis.measures.items() if not measure}
    return [
        _explained(name, words, name in analysis.corrected)
        for name, words in explain(analysis).items()
        if name not in missing
    ]


def _explained(name: str, words: Explanation, yours: bool) -> dict[str, object]:
    return {
        "name": name,
        "title": words.title,
        "technical": words.technical,
        "value": words.value,
        "yours": yours,
        "interval": words.interval,
        "sentences": list(words.sentences),
    }


def _as_data(picture: Picture) -> dict[str, object]:
    return {
        "id": picture.id,
        "title": picture.title,
        "svg": picture.svg,
        "width": picture.width,
        "height": picture.height,
    }


def _legend(analysis: Analysis) -> list[dict[str, str]]:
    """What the colours and lines mean: a colour, a kind of line and words for each."""
    rows = []
    profile = analysis.geometry.profile
    if profile is not None:
        rows += [
            _row("line", tr("Traced edge: {where}", where=within_sentence(tr(title))), color)
            for _, title, color in REGIONS
        ]
        if not profile.seen.all():
            rows.append(_row("dashed", tr("Edge covered here, the line is bridged"), REGIONS[1][2]))
    tilt = analysis.measures["pelvic_tilt"]
    if tilt:
        text = (
            tr("Tilt of the pelvis, estimated; pale fan: likely range")
            if tilt.estimated
            else tr("Tilt of the pelvis, measured; pale fan: likely range")
        )
        rows.append(_row("line", text, TILT))
    rows.append(_row("dashed", tr("Pelvis in a typical stance"), MUTED))
    level = LEVELS[analysis.shortened_psoas.level]
    rows.append(_row("area", tr("Psoas: {level}", level=within_sentence(level.title)), level.color))
    rows.append({"color": "currentColor", "kind": "dashed", "text": tr("True vertical through the ankle")})
    return rows


def _row(kind: str, text: str, color: tuple[int, int, int]) -> dict[str, str]:
    return {"color": _css(color), "kind": kind, "text": text}


def _css(color: tuple[int, int, int]) -> str:
    return "rgb({}, {}, {})".format(*color)
