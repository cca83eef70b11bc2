"""What the photos of the direct test say: both sides together, then one photo in full."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import streamlit as st

from analyzer.meaning.level_words import DIRECTIONS
from analyzer.meaning.thomas_words import LEVELS, together
from analyzer.overlay.picture_words import THOMAS_TITLE
from analyzer.types.codes import ThomasLevel
from ui.charts.measure import thomas_cards
from ui.components import show_markup
from ui.exercises import show_warning_signs
from ui.overlay_view import Picture, show_drawing
from ui.pages import show_link
from ui.results import psoas_of_all
from ui.session.state import state
from ui.thomas.session import DirectPhoto, direct, forget_direct
from ui.thomas.words import CORRECT, LAYER_TITLES, NO_WARNINGS, SIDE_TITLES

if TYPE_CHECKING:
    from analyzer.thomas import ThomasTest

_COLORS: Final[dict[ThomasLevel, Literal["orange", "green", "yellow", "gray"]]] = {
    "extension_limited": "orange",
    "extension_usual": "green",
    "borderline": "yellow",
    "cannot_say": "gray",
}


def show_test() -> None:
    """Everything about the photos that are there."""
    from analyzer.thomas import summarize_thomas  # noqa: PLC0415 - heavy

    now = direct()
    test = summarize_thomas([photo.analysis for photo in now.photos])
    if len(now.photos) > 1:
        _show_sides(test)
        _show_choice()
    photo = now.photos[now.shown]
    _show_photo(photo)
    _show_downloads(photo, test)
    with st.container(horizontal=True):
        if len(now.photos) > 1:
            st.button(
                "Remove this photo",
                icon=":material/delete:",
                on_click=now.remove,
                args=(photo.id,),
                key="direct_remove",
            )
        st.button(
            "Remove all photos", icon=":material/delete:", on_click=forget_direct, key="direct_remove_all"
        )


def _show_sides(test: ThomasTest) -> None:
    """What each side says by the median of its photos, and whether they differ."""
    for column, side in zip(st.columns(2, gap="large"), (test.left, test.right), strict=True):
        if side is None:
            continue
        with column:
            st.subheader(SIDE_TITLES[side.side], anchor=False)
            st.badge(LEVELS[side.finding.level].title, color=_COLORS[side.finding.level], width="content")
            st.write(side.finding.summary)
            for issue in side.warnings:
                st.caption(issue.message)
            show_markup(thomas_cards([(side.measures["thigh_angle"], None)]), key=f"direct_side_{side.side}")
    if test.summary:
        st.info(test.summary)


def _show_choice() -> None:
    now = direct()
    names = [
        f"{number}: {SIDE_TITLES[photo.analysis.view.side]}" for number, photo in enumerate(now.photos, 1)
    ]
    chosen = st.segmented_control(
        "Photo", range(len(names)), format_func=names.__getitem__, default=now.shown, key="direct_choice"
    )
    if chosen is not None:
        now.shown = chosen


def _show_photo(photo: DirectPhoto) -> None:
    """One photo in full, in the order in which people ask."""
    analysis = photo.analysis
    finding = analysis.finding
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(LEVELS[finding.level].title, color=_COLORS[finding.level], width="content")
        st.text(f"{SIDE_TITLES[analysis.view.side]}, photo: {photo.name}", width="content")
    st.header(finding.summary, anchor=False)
    _show_drawing(photo)
    if st.toggle(CORRECT, key=f"direct_correct_{photo.id}"):
        from ui.thomas.editing import show_editor  # noqa: PLC0415 - heavy

        show_editor(photo)
    seen, means, do = st.columns(3, gap="large")
    with seen:
        st.header("What we see", anchor=False)
        for direction, title in DIRECTIONS.items():
            texts = [item.text for item in finding.evidence if item.direction == direction]
            if texts:
                st.markdown("\n".join([f"**{title}**", *(f"- {text}" for text in texts)]))
    with means:
        st.header("What it may mean", anchor=False)
        st.markdown(LEVELS[finding.level].meaning)
        if state().photos:
            st.markdown(together(psoas_of_all(state().photos).level, finding.level))
        st.caption(finding.caveat)
    with do:
        st.header("What to do next", anchor=False)
        st.markdown("\n".join(f"- {step}" for step in finding.next_steps))
        show_link("learn", "Learn about the psoas, exercises and massage", ":material/school:")
        show_warning_signs()
    st.header("What was measured", anchor=False)
    st.caption(
        "Dot: the value. Line: its likely range (95 %). Green band: what is typical, where studies tell. "
        "About one person in three lies outside it."
    )
    measures = [
        (measure, analysis.model_measures[name] if name in analysis.corrected else None)
        for name, measure in analysis.measures.items()
    ]
    show_markup(thomas_cards(measures), key="direct_measures")
    st.header("About this photo", anchor=False)
    issues = [issue.message for issue in analysis.view.issues]
    st.markdown("\n".join(f"- {text}" for text in issues) if issues else NO_WARNINGS)


def _show_drawing(photo: DirectPhoto) -> None:
    from analyzer.overlay import build_thomas_scene, paint_svg  # noqa: PLC0415 - heavy

    scene = build_thomas_scene(photo.analysis, layers=tuple(LAYER_TITLES), panel=False)
    left, top, right, bottom = scene.views[0].target
    svg = paint_svg(scene, photo.photo.rgb, prefix=f"direct{photo.id}", views=["photo"], boxes=False)
    missing = {name for name, measure in photo.analysis.measures.items() if not measure}
    show_drawing(
        photo.id,
        (Picture("photo", THOMAS_TITLE, svg, right - left, bottom - top),),
        layers=[{"id": id_, "title": title, "on": True} for id_, title in LAYER_TITLES.items()],
        explanations={name: words for name, words in scene.explanations.items() if name not in missing},
        yours=frozenset(photo.analysis.corrected),
        key="direct_overlay",
    )


def _show_downloads(photo: DirectPhoto, test: ThomasTest) -> None:
    stem = Path(photo.name).stem or "photo"
    st.header("Take it with you", anchor=False)
    files = (
        ("Picture (PNG)", partial(_png, photo), f"{stem}.overlay.png", "image/png"),
        ("Values (JSON)", partial(_json, photo), f"{stem}.json", "application/json"),
    )
    with st.container(horizontal=True):
        for label, make, name, mime in files:
            st.download_button(
                label, make, name, mime, on_click="ignore", icon=":material/download:", key=f"direct_{mime}"
            )
        if len(direct().photos) > 1:
            st.download_button(
                "Both sides (JSON)",
                partial(_dump, test.to_dict()),
                "direct_test.json",
                "application/json",
                on_click="ignore",
                icon=":material/download:",
                key="direct_summary",
            )


def _png(photo: DirectPhoto) -> bytes:
    from analyzer.overlay import build_thomas_scene, encode_png, paint  # noqa: PLC0415 - heavy

    return encode_png(paint(build_thomas_scene(photo.analysis), photo.photo.rgb))


def _json(photo: DirectPhoto) -> bytes:
    return _dump(photo.analysis.to_dict())


def _dump(record: object) -> bytes:
    text = json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return text.encode("utf-8", "replace")
