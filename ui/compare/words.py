"""Words of the page "Before and after"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analyzer.compare.changes import Comparison
from analyzer.compare.how_many import chance_words
from analyzer.compare.words import Goals
from analyzer.language import Table, mark, tr, trn
from analyzer.language.numbers import decimal
from analyzer.meaning.measure_words import measure_text
from ui.charts.change import change_sentence
from ui.compare.pair import Pair

if TYPE_CHECKING:
    from ui.session.checked_photo import CheckedPhoto

INTRO: Final = mark(
    "Two photos of the same person, or several of each visit. The pictures are made level as far as the room "
    "shows it, put on the same ankle and brought to one size. Each measure then says whether it changed by "
    "more than the error of measurement."
)
NEXT: Final = Table({"before": "Now the photo before.", "after": "Now the photo after."})
"""What is still to be given."""
STANCE: Final = mark(
    "**People stand differently each time.** When people stood up six times, their low back curve varied "
    "by 10 to 20 % in half of them, and by more in 29 % "
    "([Schmidt 2018](https://pubmed.ncbi.nlm.nih.gov/28683929/)). So a measured change need not be a lasting "
    "one."
)
MORE_PHOTOS: Final = mark(
    "Take two or three photos each time, stepping away in between, and give them all: their medians say more."
)
MEDIANS: Final = mark("Here the medians of several photos are compared, which helps.")
PROTOCOLS: Final = mark(
    (
        "Arms folded in front",
        "Arms lifted forward",
        "Arms hanging",
        "Standing as upright as possible",
        "In another way",
    )
)
"""Kept with visits in these words, and said with `tr`."""
SAME_PHOTO: Final = mark(
    "Both sides hold the same picture, so there is nothing to see. Please choose another one."
)
DIRECT_TEST: Final = mark("Direct test")
NO_PICTURES: Final = mark(
    "The photos of at least one visit are not here. The numbers are compared all the same."
)
_LARGER: Final = Table(
    {
        "before": (
            "In the before photo the person was {times} times as large, as the camera was nearer or zoomed "
            "in: body size says nothing here."
        ),
        "after": (
            "In the after photo the person was {times} times as large, as the camera was nearer or zoomed "
            "in: body size says nothing here."
        ),
    }
)
_NOT_LEVEL: Final = Table(
    {
        "before": (
            "No straight lines in the room show whether the before photo is level, so a camera held askew "
            "may look like a change; the intervals allow for it. A door frame or shelf in the picture "
            "helps."
        ),
        "after": (
            "No straight lines in the room show whether the after photo is level, so a camera held askew may "
            "look like a change; the intervals allow for it. A door frame or shelf in the picture helps."
        ),
        "both": (
            "No straight lines in the room show whether either photo is level, so a camera held askew may "
            "look like a change; the intervals allow for it. A door frame or shelf in the picture helps."
        ),
    }
)
IN_THE_SCRIPT: Final = mark(
    (
        "Slider",
        "Side by side",
        "Outlines",
        "Before",
        "After",
        "The photo before.",
        "The photo after.",
        "How to show the two photos",
        "Show in the pictures",
        "Line of the back",
        "Enlarge the low back",
        "Both photos on each other: before on the left of the divider, after on the right.",
        "Divider between before and after",
        "{before} % before, {after} % after",
        "Drag the divider, or use the arrow keys.",
        "Mirrored to look the same way.",
        "The outlines of both photos on each other, on the same ankle.",
        "Vertical through the ankle",
    )
)
"""What ``viewer.js`` says."""
NEARER: Final = 1.25
"""Sizes of the person in the photos that differ by more than this factor are mentioned (our choice)."""


def headline(comparison: Comparison) -> str:
    """What came out, in one line."""
    if not comparison.comparable:
        return tr("The numbers of these photos cannot be compared")
    changed = sum(change.verdict == "changed" for change in comparison.changes.values())
    compared = sum(change.verdict != "not_comparable" for change in comparison.changes.values())
    everything = compared == len(comparison.changes)
    if changed == 0 and everything:
        return tr("No change beyond measurement error")
    if changed == 0:
        return trn(
            "No change beyond measurement error in the {count} measures that can be compared",
            "No change beyond measurement error in the {count} measures that can be compared",
            compared,
        )
    if everything:
        return trn(
            "{changed} of {count} measures changed",
            "{changed} of {count} measures changed",
            compared,
            changed=changed,
        )
    return trn(
        "{changed} of {count} measures that can be compared changed",
        "{changed} of {count} measures that can be compared changed",
        compared,
        changed=changed,
    )


def summary(comparison: Comparison, goals: Goals) -> list[str]:
    """What changed, one line each, as Markdown."""
    return [
        f"**{measure_text(change.name).plain}:** {change_sentence(change, goals)}"
        for change in comparison.changes.values()
        if change.verdict == "changed"
    ]


def stance_words(comparison: Comparison) -> str:
    """That people stand differently each time, which change that hides, and what to do, as Markdown."""
    chance = [f"**{chance_words(comparison)}**"] if comparison.comparable else []
    several = min(comparison.before.photos, comparison.after.photos) > 1
    return " ".join([tr(STANCE), *chance, tr(MEDIANS) if several else tr(MORE_PHOTOS)])


def what_was_aligned(pair: Pair) -> str:
    """What was done to the photos so that they can be laid on each other, and what that cannot do."""
    if pair.photos is None:
        return ""
    before, after = pair.photos
    said = [
        _what_is_level(before, after),
        tr("Both are on the same ankle and of one size; nothing is stretched."),
    ]
    ratio = _share(after) / _share(before)
    if ratio > NEARER or ratio < 1.0 / NEARER:
        which, times = ("after", ratio) if ratio > 1.0 else ("before", 1.0 / ratio)
        said.append(_LARGER[which].format(times=decimal(times, 1)))
    if before.analysis.view.facing != after.analysis.view.facing:
        said.append(tr("The after photo is mirrored, so that both look the same way."))
    return " ".join(said)


def _what_is_level(before: CheckedPhoto, after: CheckedPhoto) -> str:
    """Which of the photos may be called level: only those whose room shows it, or that a person levelled."""
    unknown = [
        name
        for name, photo in (("before", before), ("after", after))
        if not photo.analysis.geometry.frame.level_seen
    ]
    if not unknown:
        return tr("Both photos are level.")
    return _NOT_LEVEL["both" if len(unknown) == 2 else unknown[0]]


def _share(photo: CheckedPhoto) -> float:
    """Length of the body in heights of the photo."""
    from analyzer.overlay.aligned import body_length_px  # noqa: PLC0415 - heavy

    return body_length_px(photo.analysis) / (photo.analysis.photo.height_px or 1)
