"""What the photos of the direct test say: both sides together, then one photo in full."""

from __future__ import annotations

import json
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analyzer.language import tr
from analyzer.meaning.level_words import DIRECTIONS
from analyzer.meaning.thomas_next import next_of_test
from analyzer.meaning.thomas_words import LEVELS, together
from analyzer.meaning.value_words import SCALE_WORDS
from analyzer.types.intake import Intake
from ui.charts.measure import thomas_cards
from ui.components import show_markup
from ui.downloads import cover_switch, file_stem
from ui.exercises import show_offer, show_warning_signs
from ui.language import handed
from ui.pages import show_link
from ui.purpose import offer
from ui.report.choices import Choices, report_photos
from ui.report.panel import show_report_panel
from ui.session.state import state
from ui.several import psoas_of_all
from ui.text import plain
from ui.thomas.hand import ask_hand
from ui.thomas.session import REPORTS, DirectPhoto, direct, forget_direct, standing_level
from ui.thomas.sides import show_level, show_sides, show_test_drawing
from ui.thomas.words import AWAY, CORRECT, NO_WARNINGS, SIDE_AND_PHOTO, SIDE_TITLES, WITH_STANDING

if TYPE_CHECKING:
    from analyzer.report import ReportContent
    from analyzer.thomas import ThomasTest


def show_test() -> None:
    """Everything about the photos that are there."""
    from analyzer.thomas import summarize_thomas  # noqa: PLC0415 - heavy

    now = direct()
    test = summarize_thomas([photo.analysis for photo in now.photos])
    if len(now.photos) > 1:
        show_sides(test, "direct")
        _show_choice()
    photo = now.photos[now.shown]
    _show_photo(photo)
    _show_exercises(test)
    _show_downloads(photo, test)


def _show_exercises(test: ThomasTest) -> None:
    """Exercises for what the test found, and the standing photos of this session beside it."""
    of_visit, standing = direct().of_visit, state().photos
    if of_visit is not None:
        return  # the page of the visit has them
    sides = [side for side in (test.left, test.right) if side is not None]
    if all(side.finding.level == "cannot_say" for side in sides):
        return
    psoas = psoas_of_all(standing) if standing else None
    measures = standing[0].analysis.measures if standing else None
    show_offer(offer(state().intake, psoas, measures, sides), "direct")


def show_report() -> None:
    """The report of the direct test, with the standing photos of this session if somebody wants that."""
    now, standing = direct(), state().photos
    key = f"{REPORTS}{now.photos[0].id}"
    if standing:
        names = ", ".join(plain(photo.name) for photo in standing)
        if not st.toggle(tr(WITH_STANDING, names=names), value=True, key=f"{key}_standing"):
            standing = ()
    intake = state().intake if standing else Intake()
    photos = now.photos

    def content(choices: Choices) -> ReportContent:
        from analyzer.report import ReportTest  # noqa: PLC0415 - heavy

        tests = tuple(ReportTest(photo.analysis, photo.photo.rgb) for photo in photos)
        return choices.content(report_photos(standing), thomas=tests, intake=intake)

    psoas = psoas_of_all(standing) if standing else None
    show_report_panel(content, key, psoas=psoas, file_name="direct_test_report")


def show_removing() -> None:
    """Ways to begin anew. Photos of a visit stay in it."""
    now = direct()
    photo = now.photos[now.shown]
    with st.container(horizontal=True):
        if len(now.photos) > 1 and now.of_visit is None:
            st.button(
                tr("Remove this photo"),
                icon=":material/delete:",
                on_click=now.remove,
                args=(photo.id,),
                key="direct_remove",
            )
        label = tr("Remove all photos") if now.of_visit is None else tr(AWAY)
        st.button(label, icon=":material/delete:", on_click=forget_direct, key="direct_remove_all")


def _show_choice() -> None:
    now = direct()
    names = [
        f"{number}: {SIDE_TITLES[photo.analysis.view.side]}" for number, photo in enumerate(now.photos, 1)
    ]
    chosen = st.segmented_control(
        tr("Photo"), range(len(names)), format_func=names.__getitem__, default=now.shown, key="direct_choice"
    )
    if chosen is not None:
        now.shown = chosen


def _show_photo(photo: DirectPhoto) -> None:
    """One photo in full, in the order in which people ask."""
    analysis = photo.analysis
    finding = analysis.finding
    with st.container(horizontal=True, vertical_alignment="center"):
        show_level(finding.level)
        st.text(SIDE_AND_PHOTO[analysis.view.side].format(name=photo.name), width="content")
    st.header(finding.summary, anchor=False)
    show_test_drawing(photo, "direct_overlay")
    ask_hand(photo)
    if st.toggle(tr(CORRECT), key=f"direct_correct_{photo.id}"):
        from ui.thomas.editing import show_editor  # noqa: PLC0415 - heavy

        show_editor(photo)
    seen, means, do = st.columns(3, gap="large")
    with seen:
        st.header(tr("What we see"), anchor=False)
        for direction, title in DIRECTIONS.items():
            texts = [item.text for item in finding.evidence if item.direction == direction]
            if texts:
                st.markdown("\n".join([f"**{title}**", *(f"- {text}" for text in texts)]))
    with means:
        st.header(tr("What it may mean"), anchor=False)
        st.markdown(LEVELS[finding.level].meaning)
        if (standing := standing_level()) is not None:
            st.markdown(together(standing, finding.level))
        st.caption(finding.caveat)
    with do:
        st.header(tr("What to do next"), anchor=False)
        photos = Counter(item.analysis.view.side for item in direct().photos)
        steps = next_of_test(finding.next_steps, photos.values())
        st.markdown("\n".join(f"- {step}" for step in steps))
        show_link("learn", tr("Learn about the psoas, exercises and massage"), ":material/school:")
        show_warning_signs()
    st.header(tr("What was measured"), anchor=False)
    st.caption(tr(SCALE_WORDS))
    measures = [
        (measure, analysis.model_measures[name] if name in analysis.corrected else None)
        for name, measure in analysis.measures.items()
    ]
    show_markup(thomas_cards(measures), key="direct_measures")
    st.header(tr("About this photo"), anchor=False)
    issues = [issue.message for issue in analysis.view.issues]
    st.markdown("\n".join(f"- {text}" for text in issues) if issues else tr(NO_WARNINGS))


def _show_downloads(photo: DirectPhoto, test: ThomasTest) -> None:
    stem = file_stem("direct_test", photo.id, [item.id for item in direct().photos])
    st.header(tr("Take it with you"), anchor=False)
    cover = cover_switch("direct")
    files = (
        (
            tr("Picture (PNG)"),
            handed(partial(png_file, photo, cover_face=cover)),
            f"{stem}.overlay.png",
            "image/png",
        ),
        (tr("Values (JSON)"), handed(partial(_json, photo)), f"{stem}.json", "application/json"),
    )
    with st.container(horizontal=True):
        for label, make, name, mime in files:
            st.download_button(
                label, make, name, mime, on_click="ignore", icon=":material/download:", key=f"direct_{mime}"
            )
        if len(direct().photos) > 1:
            st.download_button(
                tr("Both sides (JSON)"),
                partial(_dump, test.to_dict()),
                "direct_test.json",
                "application/json",
                on_click="ignore",
                icon=":material/download:",
                key="direct_summary",
            )


def png_file(photo: DirectPhoto, *, cover_face: bool) -> bytes:
    """The picture with words."""
    from analyzer.overlay import build_thomas_scene, encode_png, paint  # noqa: PLC0415 - heavy
    from analyzer.overlay.faces import face_covered  # noqa: PLC0415

    rgb = face_covered(photo.photo.rgb, photo.analysis) if cover_face else photo.photo.rgb
    return encode_png(paint(build_thomas_scene(photo.analysis), rgb))


def _json(photo: DirectPhoto) -> bytes:
    return _dump(photo.analysis.to_dict())


def _dump(record: object) -> bytes:
    text = json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return text.encode("utf-8", "replace")
