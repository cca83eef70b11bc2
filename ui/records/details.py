"""Body height, year of birth and sex of a client: asked for and said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from analyzer.language import Table, mark, tr
from analyzer.language.numbers import decimal
from ui.records.desk import desk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analyzer.measures.references import People
    from analyzer.records import ClientDetails, Records
    from analyzer.records.types import Sex
    from analyzer.types import Analysis

SEXES: Final = Table({None: "Not said", "female": "Female", "male": "Male", "other": "Other"})
_SEX_IN_LINE: Final = Table({"female": "female", "male": "male", "other": "other"})
_PEOPLE: Final[dict[str | None, People]] = {"female": "women", "male": "men"}
WHY_SEX: Final = mark("Some studies give other usual values for women and men.")


def ask_details(known: ClientDetails) -> ClientDetails:
    """Fields for all of it, within the form of who calls."""
    from analyzer.records import ClientDetails  # noqa: PLC0415 - heavy

    height_column, year_column, sex_column = st.columns(3)
    height = height_column.number_input(
        tr("Height in cm"),
        50.0,
        260.0,
        known.body_height_cm,
        step=1.0,
        format="%.0f",
        placeholder=tr("Optional"),
    )
    year = year_column.number_input(
        tr("Year of birth"), 1900, date.today().year, known.birth_year, step=1, placeholder=tr("Optional")
    )
    sex = sex_column.selectbox(
        tr("Sex"),
        list(SEXES),
        list(SEXES).index(known.sex),
        format_func=lambda it: SEXES[it],
        help=tr(WHY_SEX),
    )
    return ClientDetails(height, year, cast("Sex | None", sex))


def beside_own(
    analyses: Iterable[Analysis], client_id: int, records: Records | None = None
) -> list[Analysis]:
    """The same results, beside the references for women or men where it is known who the client is.

    No value changes. Results that somebody set beside other references keep those. ``records`` are those of
    the session, unless they are given.
    """
    from analyzer.meaning.references import references_for, with_references  # noqa: PLC0415 - heavy

    records = records or desk().records
    sex = None if records is None else records.client(client_id).details.sex
    people = _PEOPLE.get(sex, "all")
    found = []
    for analysis in analyses:
        name = analysis.references
        found.append(analysis if name is None else with_references(analysis, references_for(name, people)))
    return found


def details_words(known: ClientDetails) -> str:
    """What is known, in one line; empty when nothing is."""
    parts = []
    if known.birth_year is not None:
        parts.append(tr("born {year}", year=known.birth_year))
    if known.body_height_cm is not None:
        parts.append(tr("{height} cm tall", height=decimal(known.body_height_cm)))
    if known.sex is not None:
        parts.append(_SEX_IN_LINE[known.sex])
    words = ", ".join(parts)
    return words[:1].upper() + words[1:]
