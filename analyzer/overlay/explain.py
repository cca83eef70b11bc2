"""Each measure in words: what it is, what it says here, and what is usual."""

from __future__ import annotations

from analyzer.language import tr, translated
from analyzer.meaning import measure_words as wording
from analyzer.meaning.level_words import LEVELS
from analyzer.meaning.method_words import method_text
from analyzer.meaning.number_words import interval, number
from analyzer.meaning.value_words import NOT_IN_THIS_PHOTO, typical_words, uncorrected_words
from analyzer.overlay import picture_words as said
from analyzer.overlay.primitives import Explanation
from analyzer.types import Analysis, Measure


def explain(analysis: Analysis) -> dict[str, Explanation]:
    """The indicator, under ``INDICATOR``, and all measures of an analysis in words, in their order."""
    return {wording.INDICATOR: _indicator(analysis)} | {
        name: _explain(analysis, measure) for name, measure in analysis.measures.items()
    }


def _indicator(analysis: Analysis) -> Explanation:
    indicator = analysis.shortened_psoas
    sentences = (indicator.summary, tr(wording.STORY), indicator.direct_test)
    return Explanation(
        *translated(said.PSOAS),
        LEVELS[indicator.level].title,
        "",
        tuple(text for text in sentences if text),
    )


def _explain(analysis: Analysis, measure: Measure) -> Explanation:
    words = wording.measure_text(measure.name)
    meaning = tr(wording.THIGH_TO_PELVIS) if measure.method == "thigh_to_pelvis" else words.meaning
    sentences = [meaning] if meaning else []
    if measure.value is None:
        reason = "" if measure.reason is None else measure.reason.message
        sentences = [reason, *sentences] if reason else sentences
        return Explanation(words.plain, words.technical, tr(NOT_IN_THIS_PHOTO), "", tuple(sentences))
    sentences += [
        item.text for item in analysis.shortened_psoas.evidence if item.measure == measure.name and item.text
    ]
    technical = [words.technical, method_text(measure.method).brief]
    if measure.name in analysis.corrected:
        technical.append(tr(said.CORRECTED))
        own = analysis.model_measures[measure.name]
        sentences.append(uncorrected_words(own))
    sentences.append(typical_words(measure))
    return Explanation(
        title=words.plain,
        technical=", ".join(part for part in technical if part),
        value=number(measure.value, measure.unit),
        interval=interval(measure),
        sentences=tuple(sentences),
        source=tr(measure.reference.source) if measure.reference else "",
    )
