"""What both sides of a direct test say, and the picture of one photo: for its page and for visits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, Protocol

import streamlit as st

from analyzer.language import tr
from analyzer.meaning.thomas_words import LEVELS, together_sides
from analyzer.overlay.picture_words import THOMAS_TITLE
from analyzer.types.codes import Level, ThomasLevel, ThomasName
from ui.charts.measure import thomas_side_cards
from ui.components import show_markup
from ui.overlay_view import TAG_SIZES, Picture, show_drawing
from ui.thomas.words import LAYER_TITLES, MEDIANS, SIDE_TITLES

if TYPE_CHECKING:
    from analyzer.thomas import ThomasSide, ThomasTest
    from analyzer.types import Photo
    from analyzer.types.thomas import ThomasAnalysis

_COLORS: Final[dict[ThomasLevel, Literal["orange", "green", "yellow", "gray"]]] = {
    "extension_limited": "orange",
    "extension_usual": "green",
    "borderline": "yellow",
    "cannot_say": "gray",
}
_MAIN: Final[tuple[ThomasName, ...]] = ("thigh_angle", "hip_extension_true")


class DrawnTest(Protocol):
    """What it takes to draw a photo of the direct test with its result."""

    @property
    def id(self) -> str: ...
    @property
    def analysis(self) -> ThomasAnalysis: ...
    @property
    def photo(self) -> Photo: ...


def show_level(level: ThomasLevel) -> None:
    """What came out, in a few words."""
    st.badge(LEVELS[level].title, color=_COLORS[level], width="content")


def show_sides(test: ThomasTest, place: str, standing: Level | None = None) -> None:
    """What each side says by the median of its photos, together with the stance, and whether they differ.

    ``place`` begins the keys. ``standing`` is what the standing photos say of the psoas, if there are any.
    """
    sides = [side for side in (test.left, test.right) if side is not None]
    if standing is not None:
        st.markdown(f"**{together_sides(standing, {side.side: side.finding.level for side in sides})}**")
    for column, side in zip(st.columns(2, gap="large"), sides, strict=False):
        with column:
            st.subheader(SIDE_TITLES[side.side], anchor=False)
            show_level(side.finding.level)
            _show_side(side, place)
    if test.summary:
        st.info(test.summary)


def _show_side(side: ThomasSide, place: str) -> None:
    st.write(side.finding.summary)
    for issue in side.warnings:
        st.caption(issue.message)
    main = [name for name in _MAIN if name == "thigh_angle" or side.measures[name]]
    show_markup(thomas_side_cards([side.spreads[name] for name in main]), key=f"{place}_side_{side.side}")
    if len(side.used) > 1:
        st.caption(tr(MEDIANS, count=len(side.used)))


def show_test_drawing(photo: DrawnTest, key: str) -> None:
    """The photo with what was found in it."""
    from analyzer.overlay import build_thomas_scene, paint_svg  # noqa: PLC0415 - heavy

    scene = build_thomas_scene(photo.analysis, layers=tuple(LAYER_TITLES), panel=False, tag_sizes=TAG_SIZES)
    left, top, right, bottom = scene.views[0].target
    svg = paint_svg(scene, photo.photo.rgb, prefix=f"direct{photo.id}", views=["photo"], boxes=False)
    missing = {name for name, measure in photo.analysis.measures.items() if not measure}
    show_drawing(
        photo.id,
        (Picture("photo", tr(THOMAS_TITLE), svg, right - left, bottom - top),),
        layers=[{"id": id_, "title": title, "on": True} for id_, title in LAYER_TITLES.items()],
        explanations={name: words for name, words in scene.explanations.items() if name not in missing},
        yours=frozenset(photo.analysis.corrected),
        key=key,
        tag_sizes=TAG_SIZES,
    )
