"""Each measure in words: what it is, what it says here, and what is usual."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analyzer.meaning import measure_words as wording
from analyzer.overlay import style
from analyzer.overlay.primitives import Explanation
from analyzer.types import Analysis, Measure
from analyzer.types.codes import Method

_AGAINST_PELVIS: Final = (
    "How far the thigh is stretched back against the pelvis. At a right angle to the line between the bony "
    "points of the pelvis it is 0°; below that the hip is bent."
)
METHODS: Final[Mapping[Method, str]] = {
    "points": "between two points",
    "markers": "between two dots on the skin",
    "estimated_from_back_profile": "estimated from the outline",
    "estimated_from_corrected_back_profile": "estimated from the outline",
    "back_profile": "from the outline of the back",
    "corrected_back_profile": "from the outline of the back",
    "landmarks": "from the points of the pose model",
    "corrected_landmarks": "from the points of the joints",
    "thigh_to_trunk": "from the points of the pose model",
    "thigh_to_pelvis": "from the points of the pose model and the pelvis",
}
NOT_MEASURABLE: Final = "not measurable in this photo"


def explain(analysis: Analysis) -> dict[str, Explanation]:
    """The indicator, under ``INDICATOR``, and all measures of an analysis in words, in their order."""
    return {wording.INDICATOR: _indicator(analysis)} | {
        name: _explain(analysis, measure) for name, measure in analysis.measures.items()
    }


def _indicator(analysis: Analysis) -> Explanation:
    indicator = analysis.shortened_psoas
    sentences = (indicator.summary, wording.STORY, indicator.direct_test)
    return Explanation(
        "Psoas, the hip flexor",
        "shortened psoas, an indicator and not a diagnosis",
        style.LEVELS[indicator.level].title,
        "",
        tuple(text for text in sentences if text),
    )


def _explain(analysis: Analysis, measure: Measure) -> Explanation:
    words = wording.measure_text(measure.name)
    meaning = _AGAINST_PELVIS if measure.method == "thigh_to_pelvis" else words.meaning
    sentences = [meaning] if meaning else []
    if measure.value is None:
        reason = "" if measure.reason is None else measure.reason.message
        sentences = [reason, *sentences] if reason else sentences
        return Explanation(words.plain, words.technical, NOT_MEASURABLE, "", tuple(sentences))
    sentences += [
        item.text for item in analysis.shortened_psoas.evidence if item.measure == measure.name and item.text
    ]
    technical = [words.technical, METHODS.get(measure.method, "") if measure.method else ""]
    if measure.name in analysis.corrected:
        technical.append("corrected by hand")
        own = analysis.model_measures[measure.name]
        value = NOT_MEASURABLE if own.value is None else wording.number(own.value, own.unit)
        sentences.append(f"Without the correction: {value}.")
    source = ""
    if measure.reference is not None:
        low, high = (measure.reference.mean + sign * measure.reference.sd for sign in (-1.0, 1.0))
        ends = (wording.number(end, measure.unit) for end in (low, high))
        sentences.append("Typical: {} to {}; about one person in three lies outside that.".format(*ends))
        source = measure.reference.source
    else:
        sentences.append("There is no usual range to compare it with.")
    return Explanation(
        title=words.plain,
        technical=", ".join(part for part in technical if part),
        value=wording.number(measure.value, measure.unit),
        interval=wording.interval(measure),
        sentences=tuple(sentences),
        source=source,
    )
