"""The result of a visit before the camera, in plain words: both sides, median and spread, what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from analyzer.language import tr
from analyzer.live.words import WENT_WITHOUT
from analyzer.meaning.clean_words import nothing_spoils
from analyzer.meaning.measure_words import MAIN_MEASURES, measure_text
from analyzer.meaning.number_words import number
from analyzer.types import Analysis, Indicator
from ui.charts.measure import cards, summary_cards
from ui.components import show_arrival, show_markup
from ui.intake import name_factors, show_intake
from ui.overlay_view import show_overlay
from ui.pages import show_link
from ui.pictures import pictures_of
from ui.purpose import exercises_to_offer
from ui.report.choices import report_photos
from ui.report.panel import show_report_panel
from ui.results import show_meaning, show_next, show_photo_check, show_seen
from ui.session.checked_photo import CheckedPhoto
from ui.session.state import Part, select, state
from ui.webcam.last_time import show_last_time
from ui.webcam.save import Taken, show_saving
from ui.webcam.taken import TakenSide, begin_again
from ui.webcam.words import CORRECTED, HIDDEN, NO_ALARM, NOTHING_SPOILS, ONE_SIDE, SIDES, TAKEN

_SIDE: Final = "webcam_side"
_NEWS: Final = "taken"
_NEEDED: Final = "sacral_slope"
"""Without it the low back was not seen."""


@dataclass
class Drawn(Part):
    """A photo that is drawn otherwise than its own result says, so that it is not drawn with every run."""

    of: Analysis
    psoas: Indicator
    photo: CheckedPhoto


def show_result(sides: Taken) -> None:
    """Everything about a visit, the first side first."""
    _show_ways()
    side, photo = _choose(sides)
    psoas = photo.analysis.shortened_psoas if photo.corrected else side.summary.shortened_psoas
    with st.container(key=_NEWS):
        st.header(psoas.summary, anchor=False)
    show_arrival(_NEWS, int(sides[0][0].photo_id))
    back = side.summary.measures[_NEEDED]
    if not photo.corrected and back.reason is not None:
        st.info(back.reason.message)
    elif not photo.corrected and "under_clothes" in psoas.findings:
        st.info(tr(HIDDEN))
    for waived in side.waived:
        st.info(WENT_WITHOUT[waived])
    if side.other_missing:
        st.info(ONE_SIDE[side.facing])
    drawn = _drawn(photo, psoas)
    show_overlay(drawn, pictures_of(drawn))
    seen, means, do = st.columns(3, gap="large")
    with seen:
        show_seen(psoas)
    with means:
        show_meaning(psoas)
        st.caption(tr(NO_ALARM))
        name_factors()
    with do:
        measures = photo.analysis.measures if photo.corrected else side.summary.measures
        show_next(psoas, measures, len(side.summary.used))
    _show_numbers(side, photo)
    _show_agreement(sides)
    show_intake(psoas, photo.analysis.measures if photo.corrected else side.summary.measures)
    clean = nothing_spoils(photo.analysis.measures.values(), NOTHING_SPOILS)
    show_photo_check(photo.analysis, tr("About these pictures"), clean)
    show_last_time([photo for _, photo in sides])
    show_saving(sides, photo)
    _show_report([photo for _, photo in sides], psoas)


def _drawn(photo: CheckedPhoto, psoas: Indicator) -> CheckedPhoto:
    """The photo with the muscle drawn as the headline has it, which is of several pictures."""
    if photo.analysis.shortened_psoas.level == psoas.level:
        return photo
    known = state().part(Drawn)
    if known is None or known.of is not photo.analysis or known.psoas != psoas:
        made = replace(photo, analysis=replace(photo.analysis, shortened_psoas=psoas))
        known = state().join(Drawn(photo.analysis, psoas, made))
    return known.photo


def _show_ways() -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(tr("Again"), icon=":material/replay:", on_click=begin_again, key="webcam_again")
        show_link("check", tr("All details"), ":material/accessibility_new:")
        show_link("correct", tr("Correct points"), ":material/ink_pen:")


def _choose(sides: Taken) -> tuple[TakenSide, CheckedPhoto]:
    """The side to show. The other pages show the same one."""
    if len(sides) == 1:
        return sides[0]
    names = [side.photo_id for side, _ in sides]
    if st.session_state.get(_SIDE) not in names:
        st.session_state[_SIDE] = names[0]
    titles = {side.photo_id: SIDES[side.facing] for side, _ in sides}
    st.segmented_control(tr("Side"), names, required=True, format_func=titles.__getitem__, key=_SIDE)
    index = names.index(st.session_state[_SIDE])
    select(index)
    return sides[index]


def _show_report(photos: Sequence[CheckedPhoto], psoas: Indicator) -> None:
    intake = state().intake
    show_report_panel(
        lambda choices: choices.content(report_photos(tuple(photos)), intake=intake),
        f"webcam_{photos[0].id}",
        suggested=exercises_to_offer(intake, psoas),
        psoas=psoas,
    )


def _show_numbers(side: TakenSide, photo: CheckedPhoto) -> None:
    st.header(tr("What was measured"), anchor=False)
    names = tuple(side.summary.spreads)
    others = tuple(name for name in names if name not in MAIN_MEASURES)
    st.caption(tr(CORRECTED) if photo.corrected else tr(TAKEN))
    if photo.corrected:
        show_markup(cards(photo.analysis, MAIN_MEASURES), key="webcam_summary")
    else:
        show_markup(summary_cards(side.summary, MAIN_MEASURES), key="webcam_summary")
    for warning in side.summary.warnings:
        st.caption(warning.message)
    with st.expander(tr("The other measures")):
        if photo.corrected:
            show_markup(cards(photo.analysis, others), key="webcam_others")
        else:
            show_markup(summary_cards(side.summary, others), key="webcam_others")


def _show_agreement(sides: Taken) -> None:
    """Whether both sides say the same, as a check of the recording."""
    if len(sides) < 2:
        return
    from analyzer.live import compare_sides  # noqa: PLC0415 - heavy

    check = compare_sides(sides[0][0].summary, sides[1][0].summary)
    st.header(tr("Both sides"), anchor=False)
    icon = ":material/check_circle:" if check.agree else ":material/info:"
    st.markdown(f"{icon} {check.text}")
    lines = [
        "- "
        + tr(
            "{measure}: {apart} apart, up to {limit} are explained by errors",
            measure=measure_text(name).plain,
            apart=number(abs(difference), "deg"),
            limit=number(limit, "deg"),
        )
        for name, difference, limit in check.differences
    ]
    if lines:
        st.markdown("\n".join(lines))
