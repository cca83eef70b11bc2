"""What a client agreed to: shown on the client's page, added, and withdrawn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.errors import PostureError
from analyzer.language import mark, tr, translated
from ui.look import main_button
from ui.records.forms import kept_form
from ui.records.gate import show_problem
from ui.text import day_format, day_words, plain

if TYPE_CHECKING:
    from analyzer.records import Consent, Records


NONE_NOTED: Final = mark(
    "No consent is noted. Photos and results of a person are health data: please ask before you keep them."
)
ALL_WITHDRAWN: Final = mark(
    "No consent holds any more. Please erase this client, or what was not agreed to, unless a law asks you "
    "to keep it."
)
PURPOSES: Final = mark(
    (
        "Photos and results are kept for the treatment",
        "Photos and results are kept to compare them later",
        "Photos without the face may be shown in teaching",
    )
)
"""To begin with; anything else can be written. What is kept are the words to which somebody agreed."""


def show_consents(records: Records, client_id: int) -> None:
    """What was agreed to, and what can be done about it."""
    found = records.consents(client_id)
    hold = [consent for consent in found if consent.withdrawn is None]
    with st.expander(_title(found, hold), icon=":material/handshake:", key="client_consents"):
        if not hold:
            st.markdown(tr(ALL_WITHDRAWN) if found else tr(NONE_NOTED))
        for consent in found:
            _show_line(records, consent)
        if records.may("write"):
            _show_form(records, client_id)


def _title(found: tuple[Consent, ...], hold: list[Consent]) -> str:
    if hold:
        return tr("Consent: since {day}", day=day_words(hold[-1].given))
    return tr("Consent: withdrawn") if found else tr("Consent: none noted")


def _show_line(records: Records, consent: Consent) -> None:
    given, purpose = day_words(consent.given), plain(consent.purpose)
    words = f"{given}: {purpose}."
    if consent.text_version:
        version = plain(consent.text_version)
        words = tr("{day}, text {version}: {purpose}.", day=given, version=version, purpose=purpose)
    with st.container(horizontal=True, vertical_alignment="center"):
        if consent.withdrawn is not None:
            withdrawn = tr("Withdrawn on {day}.", day=day_words(consent.withdrawn))
            st.markdown(f"~~{words}~~ {withdrawn}", width="content")
            word, day = tr("Take this back"), None
        else:
            st.markdown(words, width="content")
            word, day = tr("Withdraw"), max(date.today(), consent.given)
        if records.may("write") and st.button(
            word, key=f"consent_withdraw_{consent.id}_{day is None}", type="tertiary"
        ):
            try:
                records.withdraw_consent(consent.id, day)
            except PostureError as error:
                show_problem(error)
            else:
                st.rerun()


def _show_form(records: Records, client_id: int) -> None:
    from analyzer.records import Consent  # noqa: PLC0415 - heavy

    with kept_form(f"consent_{client_id}", clear_on_submit=True):
        purpose = st.selectbox(
            tr("What the client agrees to"),
            translated(PURPOSES),
            accept_new_options=True,
            help=tr("Choose one, or write your own words."),
        )
        day, version = st.columns(2)
        given = day.date_input(tr("Given on"), date.today(), format=day_format(), max_value=date.today())
        text = version.text_input(tr("Version of your text (optional)"), max_chars=100)
        done = st.form_submit_button(tr("Note this consent"), type=main_button())
    if done:
        try:
            records.add_consent(client_id, Consent(given, purpose or "", text))
        except PostureError as error:
            show_problem(error)
        else:
            st.rerun()
