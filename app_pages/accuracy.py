"""Accuracy and privacy: what was measured about the tool itself, its limits, and where data stay."""

from __future__ import annotations

from datetime import date

import streamlit as st

from analyzer.education import about
from analyzer.education.accuracy import Accuracy, in_words, load_accuracy
from analyzer.language import tr, translated
from analyzer.language.days import day_words
from ui import accuracy
from ui.purpose import ABOUT, purpose
from ui.text import plain


def main() -> None:
    st.title(tr("Accuracy and privacy"), anchor=False)
    show_accuracy()
    st.header(tr("What it is for"), anchor="purpose")
    show_list((ABOUT[purpose()], *translated(about.INTENDED)))
    st.header(tr("Limits of the method"), anchor="limits")
    show_list(translated(about.LIMITS))
    st.header(tr("What is not known"), anchor="not_known")
    show_list(translated(about.NOT_KNOWN))
    st.header(tr("Where data stay"), anchor="privacy")
    show_list(translated(about.PRIVACY))


def show_accuracy() -> None:
    st.header(tr("How accurate it is"), anchor="accuracy")
    for paragraph in translated(about.HOW_TESTED):
        st.write(paragraph)
    try:
        measured = load_accuracy(accuracy.accuracy_file())
    except ValueError:
        st.warning(tr("The file with the measured figures could not be read. The texts below still hold."))
        return
    if measured is None:
        st.info(
            tr(
                "The measured figures are not part of this copy. The full report is docs/accuracy.md in "
                "the folder of the project; the command that writes it is `python -m calibration report`."
            )
        )
    else:
        show_table(measured)


def show_table(measured: Accuracy) -> None:
    """What was measured, what came out, and what was aimed at where there was an aim."""
    columns = {
        tr("What was measured"): [plain(row.what) for row in measured.rows],
        tr("Result"): [in_words(row.value, row.unit) for row in measured.rows],
    }
    if any(row.limit is not None for row in measured.rows):
        columns[tr("Aim")] = [in_words(row.limit, row.unit) for row in measured.rows]
    st.table(columns, border="horizontal", hide_index=True, alt=tr("Measured accuracy of the tool"))
    st.caption(tr("Measured on {day}.", day=plain(_day(measured.generated))))


def _day(text: str) -> str:
    """A day of the file as people write it; anything else stays as it stands there."""
    try:
        return day_words(date.fromisoformat(text))
    except ValueError:
        return text


def show_list(items: tuple[str, ...]) -> None:
    st.markdown("\n".join(f"- {plain(item)}" for item in items))


main()
