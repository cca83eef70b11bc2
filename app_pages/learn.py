"""Learn: the psoas, what helps, exercises, photo, direct test, range of the pelvis, words and sources."""

from __future__ import annotations

from typing import Final

import streamlit as st

from analyzer.education import (
    GENERAL_CAUTION,
    GROUPS,
    HONEST,
    Exercise,
    Fact,
    Source,
    exercises,
    glossary,
    sources,
    topic,
)
from analyzer.language import tr, trn
from ui.exercises import show_care, show_steps
from ui.figures import show_figure, show_pelvis_slider
from ui.text import plain
from ui.words import SECTIONS, SHORT_WAY

ICONS: Final = {"exercises": "self_improvement", "warning": "emergency", "good_photo": "photo_camera"}
"""What most people come for, above everything else."""


def main() -> None:
    st.title(tr("Learn"), anchor=False)
    st.markdown(
        "\n".join(
            f"- :material/{icon}: **[{SHORT_WAY[anchor]}](#{anchor})**" for anchor, icon in ICONS.items()
        )
    )
    st.markdown(
        tr(
            "First what most people come for, then what the psoas is, why it gets tight, what helps, and "
            "what a photo can say about it. Each sentence says where it comes from. *Taught* marks usual "
            "teaching that no study here stands behind; a sentence without a mark is the advice of this "
            "project."
        )
    )
    st.markdown(" · ".join(f"[{title}](#{anchor})" for anchor, title in SECTIONS.items()))
    show_exercises()
    show_warning_signs()
    show_topic("good_photo")
    show_psoas()
    show_topic("causes", beside=True)
    show_topic("helps")
    show_topic("photo_tells", beside=True)
    show_topic("thomas")
    show_topic("pelvic_range", beside=True)
    show_words()
    show_sources()


def show_psoas() -> None:
    """The chapters on the muscle, with the figure that moves."""
    show_heading("psoas")
    show_pelvis_slider()
    left, right = st.columns(2, gap="medium")
    tight = topic("tight")
    with left:
        show_facts(plain_facts(topic("psoas").facts))
    with right:
        st.subheader(tight.title, anchor=False)
        st.write(tight.lead)
        show_facts(plain_facts(tight.facts))
    show_numbers((*topic("psoas").facts, *tight.facts))


def show_heading(id_: str) -> None:
    chapter = topic(id_)
    st.header(chapter.title, anchor=id_)
    if chapter.lead:
        st.write(chapter.lead)


def show_topic(id_: str, *, beside: bool = False) -> None:
    """A chapter: its figures above the text, or beside it where there is room."""
    show_heading(id_)
    chapter = topic(id_)
    if beside:
        left, right = st.columns(2, gap="medium", vertical_alignment="center")
        with left:
            for figure_id in chapter.figures:
                show_figure(figure_id)
        with right:
            show_facts(plain_facts(chapter.facts))
            show_numbers(chapter.facts)
        return
    if chapter.figures:
        for place, figure_id in zip(
            st.columns(len(chapter.figures), gap="medium"), chapter.figures, strict=True
        ):
            with place:
                show_figure(figure_id)
    show_in_two(plain_facts(chapter.facts))
    show_numbers(chapter.facts)


def has_numbers(fact: Fact) -> bool:
    """Whether a fact gives the figures of a study: for those who want to know exactly."""
    return fact.basis == "study" and any(sign.isdigit() for sign in fact.text)


def plain_facts(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if not has_numbers(fact))


def show_numbers(facts: tuple[Fact, ...]) -> None:
    """The figures of studies, folded."""
    found = tuple(fact for fact in facts if has_numbers(fact))
    if found:
        with st.expander(tr("In numbers, from studies ({number})", number=len(found))):
            show_facts(found)


def show_in_two(facts: tuple[Fact, ...]) -> None:
    """Facts in two columns, for lines that can be read."""
    half = (len(facts) + 1) // 2
    for place, some in zip(st.columns(2, gap="medium"), (facts[:half], facts[half:]), strict=True):
        with place:
            show_facts(some)


def show_facts(facts: tuple[Fact, ...]) -> None:
    st.markdown("\n".join(f"- {in_markdown(fact)}" for fact in facts))


def in_markdown(fact: Fact) -> str:
    """A fact with where it comes from in brackets."""
    marks = [f"*{tr('taught')}*"] if fact.basis == "taught" else []
    marks += [link(source) for source in fact.sources]
    return f"{plain(fact.text)} ({', '.join(marks)})" if marks else plain(fact.text)


def link(source: Source) -> str:
    return f"[{plain(source.short)}]({source.url})"


def show_exercises() -> None:
    st.header(tr("Exercises for home"), anchor="exercises")
    st.info(tr(GENERAL_CAUTION), icon=":material/info:")
    st.write(tr(HONEST))
    for group, title in GROUPS.items():
        some = [exercise for exercise in exercises() if exercise.group == group]
        words = trn("{title}: {count} exercise", "{title}: {count} exercises", len(some), title=title)
        with st.expander(words, expanded=group == "everyday"):
            # Lines between them, not a frame around each: on a phone figures need all the width there is.
            for number, exercise in enumerate(some):
                if number:
                    st.divider()
                show_exercise(exercise)


def show_exercise(exercise: Exercise) -> None:
    """An exercise: figures on the left, what to do on the right."""
    st.subheader(exercise.name, anchor=exercise.id)
    st.write(exercise.goal)
    left, right = st.columns([5, 6], gap="medium", vertical_alignment="center")
    with left:
        for figure_id in exercise.figures:
            show_figure(figure_id)
    with right:
        show_steps(exercise)
        st.markdown(tr("**How much:** {dose}", dose=in_markdown(exercise.dose)))
        show_care(exercise)
        st.markdown(tr("**What is known**"))
        show_facts(exercise.evidence)


def show_warning_signs() -> None:
    st.header(tr("When to get help"), anchor="warning")
    left, right = st.columns(2, gap="medium")
    for place, id_ in ((left, "help_now"), (right, "help_soon")):
        with place:
            chapter = topic(id_)
            st.subheader(chapter.title, anchor=False)
            st.write(chapter.lead)
            show_facts(chapter.facts)


def show_words() -> None:
    st.header(tr("Words explained"), anchor="words")
    terms = [f"**{plain(term.word)}**  \n{plain(term.meaning)}" for term in glossary()]
    half = (len(terms) + 1) // 2
    with st.expander(
        tr(
            "{number} words, from {first} to {last}",
            number=len(terms),
            first=glossary()[0].word,
            last=glossary()[-1].word,
        )
    ):
        for place, some in zip(st.columns(2, gap="medium"), (terms[:half], terms[half:]), strict=True):
            place.markdown("\n\n".join(some))


def show_sources() -> None:
    st.header(tr("Sources"), anchor="sources")
    with st.expander(tr("Everything that is cited on this page")):
        st.markdown("\n".join(f"- {link(source)}: {plain(source.text)}" for source in sources()))


main()
