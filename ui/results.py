"""The result of a photo, in the order in which people ask: the picture, what it shows, means and asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

import streamlit as st

from analyzer.language import tr, translated
from analyzer.meaning.clean_words import nothing_spoils
from analyzer.meaning.indicators import what_it_may_mean
from analyzer.meaning.level_words import DIRECTIONS, LEVELS
from analyzer.meaning.measure_words import MAIN_MEASURES
from analyzer.meaning.next_steps import next_steps
from analyzer.meaning.stance_type import describe_stance
from analyzer.meaning.value_words import SCALE_WORDS
from analyzer.overlay.stance_figures import stances_svg
from analyzer.types import Analysis, Indicator, Measure
from analyzer.types.codes import Level, MeasureName
from ui.charts.measure import cards
from ui.components import show_markup
from ui.downloads import show_downloads
from ui.exercises import show_warning_signs
from ui.intake import name_factors, show_intake
from ui.markup import render
from ui.mending import show_turn_of
from ui.overlay_view import make_pictures, show_overlay
from ui.pages import show_link
from ui.pictures import pictures_of
from ui.purpose import exercises_to_offer, purpose
from ui.records.save import show_save
from ui.references import show_references
from ui.report.choices import report_photos
from ui.report.panel import show_report_panel
from ui.session.checked_photo import CheckedPhoto
from ui.session.state import forget_everything, reset, state
from ui.several import psoas_of_all
from ui.thomas.session import tested_sides
from ui.words import GOOD_PHOTO

_COLORS: Final[dict[Level, Literal["orange", "green", "yellow", "gray"]]] = {
    "suggested": "orange",
    "not_suggested": "green",
    "inconclusive": "yellow",
    "cannot_say": "gray",
}


def show_result(photo: CheckedPhoto) -> None:
    """Everything about one photo."""
    analysis = photo.analysis
    _show_headline(photo)
    show_overlay(photo, pictures_of(photo))
    if photo.corrected:
        _show_corrected(photo)
    with st.container(horizontal=True, vertical_alignment="center"):
        show_link("correct", tr("Correct points, level or scale of this photo"), ":material/ink_pen:")
        show_link("draw", tr("Draw on this photo"), ":material/draw:")
        show_turn_of(photo)
    seen, means, do = st.columns(3, gap="large")
    with seen:
        show_seen(analysis.shortened_psoas)
    with means:
        show_meaning(analysis.shortened_psoas)
        name_factors()
    with do:
        show_next(analysis.shortened_psoas, analysis.measures, len(state().photos))
    _show_measures(photo)
    _show_stance(analysis)
    show_intake(psoas_of_all(state().photos), analysis.measures, tested_sides())
    show_photo_check(analysis, tr("About this photo"), nothing_spoils(analysis.measures.values()))
    st.header(tr("Take it with you"), anchor=False)
    show_downloads(photo, state().photos)
    _show_report(state().photos)
    show_save(state().photos, "result")
    st.button(tr("Remove this photo"), icon=":material/delete:", on_click=forget_everything, key="remove")


def rehearse(photo: CheckedPhoto) -> None:
    """Make once what takes time the first time, see `ui.session.work.warm_up`."""
    make_pictures(photo)
    cards(photo.analysis, tuple(photo.analysis.measures))


def _show_headline(photo: CheckedPhoto) -> None:
    psoas = photo.analysis.shortened_psoas
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(LEVELS[psoas.level].title, color=_COLORS[psoas.level], width="content")
        st.text(tr("Photo: {name}", name=photo.name), width="content")
    st.header(psoas.summary, anchor=False)


def _show_corrected(photo: CheckedPhoto) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/ink_pen: {tr('This result holds your corrections.')}", width="content")
        st.button(tr("Back to the analyzer's own"), on_click=reset, args=(state().selected,), key="reset")
    for note in photo.analysis.notes:
        st.caption(note.message)


def show_seen(psoas: Indicator) -> None:
    """What speaks for it, against it, and for neither."""
    st.header(tr("What we see"), anchor=False)
    if not psoas.evidence:
        st.markdown(tr("Nothing that could be weighed."))
    for direction, title in DIRECTIONS.items():
        _show_list(title, [item.text for item in psoas.evidence if item.direction == direction])


def show_meaning(psoas: Indicator) -> None:
    st.header(tr("What it may mean"), anchor=False)
    st.markdown(what_it_may_mean(psoas))
    st.caption(psoas.caveat)


def show_next(psoas: Indicator, measures: Mapping[MeasureName, Measure], photos: int = 1) -> None:
    """What to do, and the signs with which somebody needs help first."""
    st.header(tr("What to do next"), anchor=False)
    offered = purpose() == "professional"
    steps = next_steps(psoas, measures, "app", photos=photos, exercises=offered)
    st.markdown("\n".join(f"- {step}" for step in steps))
    show_link("direct", tr("Do the direct test"), ":material/airline_seat_flat:")
    show_link("learn", tr("Learn about the psoas, exercises and massage"), ":material/school:")
    show_warning_signs()


def _show_report(photos: tuple[CheckedPhoto, ...]) -> None:
    """The report of all photos. Other photos are another client's until somebody says so."""
    intake, psoas = state().intake, psoas_of_all(photos)
    show_report_panel(
        lambda choices: choices.content(report_photos(photos), intake=intake),
        f"check_{photos[0].id}",
        suggested=exercises_to_offer(intake, psoas),
        psoas=psoas,
        drawn=any(photo.analysis.drawings for photo in photos),
    )


def _show_list(title: str, texts: list[str]) -> None:
    if texts:
        st.markdown("\n".join([f"**{title}**", *(f"- {text}" for text in texts)]))


def _show_stance(analysis: Analysis) -> None:
    """What the stance is called, and which values say so."""
    stance = describe_stance(analysis.measures)  # results of earlier versions hold none
    if stance is None:
        return
    st.header(tr("What this stance is called"), anchor=False)
    show_markup(render("stance.html", stance=stance, drawing=stances_svg(stance)), key="stance")


def _show_measures(photo: CheckedPhoto) -> None:
    analysis = photo.analysis
    st.header(tr("What was measured"), anchor=False)
    st.caption(tr(SCALE_WORDS))
    show_references()
    others = tuple(name for name in analysis.measures if name not in MAIN_MEASURES)
    show_markup(cards(analysis, (*MAIN_MEASURES, *others)), key="measures")


def show_photo_check(analysis: Analysis, title: str, nothing: str) -> None:
    """What spoils the picture, and how to take a good one."""
    st.header(title, anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        issues = [issue.message for issue in analysis.view.issues]
        _show_list(tr("What spoils it"), issues)
        if not issues:
            st.markdown(nothing)
    with right:
        _show_list(tr("How to take a good one"), list(translated(GOOD_PHOTO)))
