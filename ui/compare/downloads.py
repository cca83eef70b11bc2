"""Files to take along: the picture to share, the table, and the record. Each is made when it is asked for."""

from __future__ import annotations

import json

import streamlit as st

from analyzer.compare.changes import Comparison
from analyzer.compare.words import Goals
from analyzer.language import tr
from ui.compare.pair import Pair
from ui.compare.session import comparing
from ui.look import main_button
from ui.report.choices import Choices, report_photos
from ui.report.panel import show_report_panel
from ui.session.checked_photo import CheckedPhoto


def png_file(
    comparison: Comparison, photos: tuple[CheckedPhoto, CheckedPhoto], goals: Goals, *, cover_face: bool
) -> bytes:
    """Both photos, both outlines and the table of changes. Names of files are not in it."""
    from analyzer.overlay import encode_png  # noqa: PLC0415 - heavy
    from analyzer.overlay.comparison import paint_comparison  # noqa: PLC0415 - heavy

    before, after = ((photo.analysis, photo.photo.rgb) for photo in photos)
    return encode_png(paint_comparison(comparison, before, after, cover_face=cover_face, goals=goals))


def csv_file(comparison: Comparison) -> bytes:
    """A row per measure, as the command line writes it."""
    from analyzer.cli.compare import comparison_csv  # noqa: PLC0415 - heavy

    return comparison_csv(comparison).encode("utf-8", "replace")


def json_file(comparison: Comparison) -> bytes:
    """The record of the contract (``posture-comparison/1``)."""
    text = json.dumps(comparison.to_dict(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return text.encode("utf-8", "replace")


def show_downloads(pair: Pair, goals: Goals, *, cover_face: bool) -> None:
    """Buttons for the three files, and the report."""
    with st.container(horizontal=True):
        photos = pair.photos
        if photos is not None:
            label = tr("Picture, faces covered (PNG)") if cover_face else tr("Picture, faces shown (PNG)")
            st.download_button(
                label,
                lambda: png_file(pair.comparison, photos, goals, cover_face=cover_face),
                "before_after.png",
                "image/png",
                on_click="ignore",
                icon=":material/download:",
                key="compare_png",
                type=main_button(),
            )
        st.download_button(
            tr("Table (CSV)"),
            lambda: csv_file(pair.comparison),
            "before_after.csv",
            "text/csv",
            on_click="ignore",
            icon=":material/download:",
            key="compare_csv",
        )
        st.download_button(
            tr("Values (JSON)"),
            lambda: json_file(pair.comparison),
            "before_after.json",
            "application/json",
            on_click="ignore",
            icon=":material/download:",
            key="compare_json",
        )
    if comparing().after.photos:
        _show_report(pair, goals, cover_face=cover_face)


def _show_report(pair: Pair, goals: Goals, *, cover_face: bool) -> None:
    """The report of the second visit, with what changed since the first."""
    now = comparing()
    before, after = now.before.photos, now.after.photos
    show_report_panel(
        lambda choices: choices.content(
            report_photos(after), before=report_photos(before), comparison=pair.comparison, goals=goals
        ),
        f"compare_{after[0].id}",
        start=Choices(cover_face=cover_face),
        file_name="before_after_report",
    )
