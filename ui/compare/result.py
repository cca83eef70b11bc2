"""The comparison, in the order in which people ask: did it change, how does it look, how much, how sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, cast

import streamlit as st

from analyzer.language import Table, tr
from analyzer.meaning.change_words import NOT_COMPARABLE
from analyzer.meaning.measure_words import goal_words, measure_text
from analyzer.types.codes import MEASURES, MeasureName, Way
from ui.charts.change import changes_markup
from ui.compare.downloads import show_downloads
from ui.compare.pair import Pair, make_pair
from ui.compare.parts import show_changes, show_viewer
from ui.compare.pictures import viewer_data
from ui.compare.session import NAMES, TITLES, Name, comparing
from ui.compare.words import (
    DIRECT_TEST,
    IN_THE_SCRIPT,
    NO_PICTURES,
    PROTOCOLS,
    SAME_PHOTO,
    headline,
    stance_words,
    summary,
    what_was_aligned,
)
from ui.components import said
from ui.exercises import show_warning_signs

_WAYS: Final[tuple[Way, Way]] = ("less", "more")
_GOALS: Final = [f"{name}:{way}" for name in MEASURES for way in _WAYS]
_MIRRORED: Final[Mapping[Name | Literal["no"], str]] = Table(
    {
        "no": "No, they show different sides",
        "before": "Yes, the before photo is mirrored",
        "after": "Yes, the after photo is mirrored",
    }
)
_HEIGHT: Final = Table(
    {
        "before": "Before: height of the camera above the floor, in cm",
        "after": "After: height of the camera above the floor, in cm",
    }
)
_STANCE: Final = Table({"before": "Before: stance and arms", "after": "After: stance and arms"})
_HIPS: Final = Table({"left": "Left hip", "right": "Right hip"})
LOOKING_TO: Final = Table({"left": "Looking to the left", "right": "Looking to the right"})


@st.fragment
def show_result() -> None:
    """Everything about the comparison: only this runs again when a choice is made in it."""
    now = comparing()
    if not now.ready:
        return
    _read_choices()
    pair = make_pair(now)
    _show_headline(pair)
    pictures, beside = st.columns([11, 9], gap="large")
    with pictures:
        _show_pictures(pair)
    with beside:
        _show_summary(pair)
        _show_choices(pair)
        _show_stance(pair)
    st.header(tr("How much, and how sure"), anchor=False)
    show_changes(changes_markup(pair.comparison.changes.values(), now.goals))
    _show_direct_test()
    _show_setup(pair)
    show_warning_signs()
    st.header(tr("Take it with you"), anchor=False)
    show_downloads(pair, now.goals, cover_face=now.cover_face)


def _show_direct_test() -> None:
    """What changed in the direct test, when both visits have one of the same side."""
    now = comparing()
    if now.before.thomas is None or now.after.thomas is None:
        return
    from analyzer.thomas import compare_thomas  # noqa: PLC0415 - heavy

    found = compare_thomas(now.before.thomas, now.after.thomas)
    if not found:
        return
    st.header(tr(DIRECT_TEST), anchor=False)
    for side, changes in found.items():
        st.subheader(_HIPS[side], anchor=False)
        both = [change for change in changes.values() if change.difference is not None]
        show_changes(changes_markup(both, {}), f"direct_{side}")


def _show_headline(pair: Pair) -> None:
    comparison = pair.comparison
    st.header(headline(comparison), anchor=False)
    if pair.same_photo:
        st.warning(tr(SAME_PHOTO))
    for reason in comparison.reasons:
        st.warning(f"**{NOT_COMPARABLE[reason.code]}.** {reason.message}")
    if pair.other_side or comparing().mirrored is not None:
        _show_mirrored()
    if len(pair.sides) > 1:
        _show_sides(pair)
    for name, occasion in zip(NAMES, (comparison.before, comparison.after), strict=True):
        for warning in occasion.warnings:
            st.warning(f"**{TITLES[name]}.** {warning.message}")


def _show_summary(pair: Pair) -> None:
    """What changed, in a few lines beside the pictures."""
    lines = summary(pair.comparison, comparing().goals)
    if lines:
        st.subheader(tr("What changed"), anchor=False)
        st.markdown("\n".join(f"- {line}" for line in lines))


def _show_pictures(pair: Pair) -> None:
    data = viewer_data(comparing(), pair)
    if data is None:
        st.info(tr(NO_PICTURES))
        return
    show_viewer(data={**data, "said": said(IN_THE_SCRIPT)}, key="before_after")
    st.caption(what_was_aligned(pair))


def _show_choices(pair: Pair) -> None:
    if pair.photos is not None:
        st.toggle(
            tr("Cover the faces"),
            key="compare_cover",
            help=tr("In the pictures here, and in the one to share."),
        )
    chosen = st.multiselect(
        tr("Which way is wanted? (optional)"),
        _GOALS,
        key="compare_goals",
        format_func=lambda goal: goal_words(*_split(goal)),
        placeholder=tr("No goal: words stay neutral"),
        help=tr("A change is then called towards the goal, or away from it."),
    )
    for name in _both_ways(chosen):
        st.warning(tr("{measure}: both ways are chosen. Please keep one.", measure=measure_text(name).plain))


def _split(goal: str) -> tuple[MeasureName, Way]:
    name, _, way = goal.partition(":")
    return cast(MeasureName, name), "less" if way == "less" else "more"


def _read_choices() -> None:
    """What was chosen below and on earlier visits of this page; widgets forget when a page is left."""
    now = comparing()
    held = st.session_state
    held.setdefault("compare_cover", now.cover_face)
    held.setdefault("compare_goals", [f"{name}:{way}" for name, way in now.goals.items()])
    now.cover_face = bool(held["compare_cover"])
    chosen: list[str] = held["compare_goals"]
    now.goals = {name: way for name, way in map(_split, chosen) if name not in _both_ways(chosen)}


def _both_ways(chosen: Sequence[str]) -> list[MeasureName]:
    """Measures for which both less and more were chosen."""
    return [name for name in MEASURES if all(f"{name}:{way}" in chosen for way in _WAYS)]


def _show_mirrored() -> None:
    """Some phones save photos of the front camera as mirror images. No photo shows that."""
    now = comparing()
    key = "compare_mirrored"
    st.session_state[key] = now.mirrored or "no"

    def choose() -> None:
        chosen: Name | Literal["no"] = st.session_state[key]
        now.mirrored = None if chosen == "no" else chosen

    st.selectbox(
        tr(
            "Do both show the same side of the body, one of them as a mirror image? Some phones mirror "
            "selfies."
        ),
        list(_MIRRORED),
        format_func=lambda name: _MIRRORED[name],
        key=key,
        on_change=choose,
        width=560,
    )


def _show_sides(pair: Pair) -> None:
    now = comparing()
    key = "compare_side"
    if st.session_state.get(key) not in pair.sides:
        st.session_state[key] = pair.comparison.before.facing

    def choose() -> None:
        now.facing = st.session_state[key]

    st.segmented_control(
        tr("Both visits show both sides of the body. They are compared one at a time:"),
        pair.sides,
        required=True,
        format_func=LOOKING_TO.__getitem__,
        key=key,
        on_change=choose,
    )


def _show_stance(pair: Pair) -> None:
    st.info(stance_words(pair.comparison), icon=":material/accessibility_new:")


def _show_setup(pair: Pair) -> None:
    """Camera height and stance: a photo does not show them, and they change angles."""
    now = comparing()
    with st.expander(tr("How the photos were taken (optional)"), icon=":material/photo_camera:"):
        st.caption(tr("If both times are known, photos that were taken in different ways are not compared."))
        for column, name in zip(st.columns(2, gap="large"), NAMES, strict=True):
            visit = now.visit(name)
            height, protocol = f"compare_height_{name}", f"compare_protocol_{name}"
            # The fields follow when the visits are swapped.
            st.session_state[height], st.session_state[protocol] = visit.camera_height_cm, visit.protocol
            with column:
                st.number_input(
                    _HEIGHT[name],
                    min_value=10.0,
                    max_value=250.0,
                    step=5.0,
                    format="%0.0f",
                    key=height,
                    placeholder=tr("not known"),
                    on_change=_take_setup,
                    args=(name,),
                )
                st.selectbox(
                    _STANCE[name],
                    PROTOCOLS,
                    format_func=tr,
                    key=protocol,
                    placeholder=tr("not known"),
                    on_change=_take_setup,
                    args=(name,),
                )


def _take_setup(name: Name) -> None:
    visit = comparing().visit(name)
    visit.camera_height_cm = st.session_state[f"compare_height_{name}"]
    visit.protocol = st.session_state[f"compare_protocol_{name}"]
