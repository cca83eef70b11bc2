"""What reasons and issues say to people: each sentence once, under its code.

The parts that measure raise a reason or an issue by its key, and write no sentence themselves. A key is a
code, or ``code.case`` where one code is said in several ways. What stands in braces is filled in. Another
language is another pair of tables with the same keys; ``tests/unit/test_codes.py`` checks them.

Sentences are short, kind and exact, and say what to do. Those of errors stand beside their classes, in
`analyzer.errors`; those of measures, levels and evidence in `analyzer.meaning`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal, cast

from analyzer.language import Table, all_of, now, spoken
from analyzer.language.spoken import Spoken, filled, heard
from analyzer.types.codes import IssueCode, ReasonCode
from analyzer.types.forms import HEARD
from analyzer.types.measures import Reason
from analyzer.types.view import Issue

ReasonText = (
    ReasonCode
    | Literal[
        "head_out_of_frame.scale",
        "legs_not_visible.lost",
        "points_implausible.pelvis",
        "not_measured.visit",
    ]
)
IssueText = (
    IssueCode
    | Literal[
        "loose_clothing.perhaps",
        "mixed_sides.one",
        "photo_differs.two",
    ]
)

_REASONS: Final[Mapping[ReasonText, str]] = {
    "back_not_visible": (
        "The edge of the back is not in the photo from buttock to shoulder, so it cannot be measured. "
        "Please leave some room behind the person."
    ),
    "body_height_unclear": (
        "The top of the head or the soles cannot be made out well enough in this photo to compare them with "
        "the body height, so there are no millimetres."
    ),
    "feet_out_of_frame": "The feet are outside the photo. Please step back, down to the feet.",
    "head_out_of_frame": "The head is outside the photo.",
    "head_out_of_frame.scale": (
        "The head is outside the photo, so the body height says nothing about its scale. Please use a photo "
        "that shows the whole person, from head to feet."
    ),
    "legs_not_visible": "The legs are not fully visible in this photo.",
    "legs_not_visible.lost": (
        "The legs could not be told from what is around them. Please take the photo before a plain "
        "background, or place knee and ankle by hand."
    ),
    "loose_clothing": "Loose clothing hides the low back. Please wear tight clothes, or tuck the shirt in.",
    "low_contrast": (
        "The back is hard to tell from the background. Please use more light and a plain background of "
        "another colour."
    ),
    "points_implausible": (
        "The points of the back are not in a possible order. From below they are: buttocks, hollow of the "
        "low back, upper back."
    ),
    "points_implausible.pelvis": (
        "The two pelvis points are too close together or on the wrong sides. ASIS is the bony point at the "
        "front of the hip, PSIS the one at the back."
    ),
    "unusual_outline": (
        "The outline of this body is unlike those the estimate was made for, so no tilt is given."
    ),
    "no_lumbar_hollow": (
        "No hollow of the low back can be seen between buttock and upper back, so its curve cannot be "
        "measured here."
    ),
    "not_measured": "This could not be measured in both photos.",
    "not_measured.visit": "This visit has no such value.",
    "not_measured_then": (
        "The version of the analyzer that looked at this photo did not measure this. Please analyse it again."
    ),
    "place_asis": "Pelvic tilt stays an estimate until the front hip bone (ASIS) is placed as well.",
    "place_back_points": (
        "The edge of the back cannot be used in this photo. Its curve is measured once all three of its "
        "points are placed: upper back, hollow of the low back, and buttocks."
    ),
    "neck_hidden": (
        "The edge at the base of the neck cannot be read in this photo. Hair, a collar or a hood often hides "
        "it: please put hair up, lay the collar down and take the photo again, or place C7, the bony point "
        "there, by hand."
    ),
    "place_psis": "Pelvic tilt stays an estimate until the back hip bone (PSIS) is placed as well.",
    "no_standing_photo": (
        "This needs a photo of the same person standing, with dots on the front and back hip bones (ASIS and "
        "PSIS) and on the greater trochanter. The table hides the back one when lying."
    ),
    "pelvis_not_controlled": (
        "The photo does not show that the pelvis was held: the low back has to lie flat, and the other knee "
        "has to be held to the chest. Otherwise the pelvis tips forward and the thigh sinks without the hip "
        "being extended. Please hold the knee closer and take the photo again."
    ),
    "pelvis_points_missing": (
        "The pelvis cannot be measured without points on it. Please stick dots on the front hip bone (ASIS) "
        "and the greater trochanter, or place the points by hand."
    ),
    "other_camera_height": (
        "The camera stood at different heights, which changes angles. Please put it at the height of the "
        "pelvis both times."
    ),
    "other_clothing": (
        "Loose clothing lies over the low back in one photo and not in the other. Please wear the same tight "
        "clothes in both."
    ),
    "other_method": (
        "This was measured from marked points in one photo and estimated in the other. Please mark the "
        "points in both."
    ),
    "other_protocol": (
        "The photos were taken in different ways. Please use the same stance and arms both times."
    ),
    "other_side": (
        "The photos show different sides of the body. Left and right differ a little in everybody, so please "
        "take both photos from the same side."
    ),
    "other_version": (
        "The results come from versions {versions} of the analyzer, whose values differ. Please analyse all "
        "photos again with one version."
    ),
    "other_view": (
        "In one photo the person is turned much farther out of the side view than in the other. Please take "
        "both exactly from the side."
    ),
}
REASONS: Final[Mapping[ReasonText, str]] = Table(_REASONS)

_ISSUES: Final[Mapping[IssueText, str]] = {
    "arm_over_back": (
        "An arm or hand covers the edge of the back. Please fold the arms in front of the chest."
    ),
    "back_not_flat": (
        "The low back does not lie flat on the table, so the pelvis is tipped forward and the thigh hangs "
        "lower than the hip allows. Please pull the other knee closer to the chest until the low back lies "
        "flat."
    ),
    "bystander": "Someone else is in the background. Please make sure the right person was taken.",
    "camera_tilted": (
        "The camera was tilted sideways by about {roll}°, which was taken into account. Please hold it level "
        "for the next photo."
    ),
    "feet_out_of_frame": (
        "The feet are outside the photo, so knees, and hips over the ankles, cannot be measured. Please step "
        "back for the next photo."
    ),
    "hair_over_back": "Hair lies over the back. Please put it up for the next photo.",
    "head_out_of_frame": "The head is outside the photo, so head posture cannot be measured.",
    "knees_bent": "The knees are bent, which moves the pelvis. Please stand with straight knees.",
    "loose_clothing": _REASONS["loose_clothing"],
    "loose_clothing.perhaps": (
        "The clothes may stand off the low back. Please wear tight clothes, or tuck the shirt in."
    ),
    "low_contrast": _REASONS["low_contrast"],
    "low_resolution": "The person is small in this photo. Please come closer or use a larger photo.",
    "markers_ambiguous": (
        "It is not clear which spots on the pelvis are the two dots, so its tilt is an estimate. Please "
        "leave two dots of one colour on the side that faces the camera, or place the two points by hand."
    ),
    "object_over_back": (
        "Something lies over the edge of the back, such as hair, a bag or a bunched shirt. Please take it "
        "away for the next photo."
    ),
    "one_marker_found": (
        "Only one dot was found on the pelvis, so its tilt is an estimate. Please make sure that both dots "
        "can be seen from the side, or place the two points by hand."
    ),
    "photo_turned": (
        "The photo lay on its side and was turned by {turn}°. Please turn it back if this is not how the "
        "person stood."
    ),
    "trunk_rotated": (
        "The person is not turned exactly sideways. Please line up both shoulders, one behind the other, for "
        "the next photo."
    ),
    "other_knee_not_held": (
        "The other knee is not held to the chest, so nothing keeps the pelvis from tipping forward. Please "
        "have it held with both hands until the low back lies flat."
    ),
    "table_end_not_seen": (
        "The end of the table cannot be made out. Please make sure that the whole thigh is beyond it."
    ),
    "mixed_methods": (
        "In {measured} of {count} photos {measure} was measured directly. Only those count for it, as "
        "estimates are not mixed with measurements."
    ),
    "mixed_sides": (
        "The photos show different sides of the body, which are not mixed. Those in which the person looks "
        "{facing} are summarized; photos {left_out} are left out. Please look at the sides one at a "
        "time."
    ),
    "mixed_sides.one": (
        "The photos show different sides of the body, which are not mixed. Those in which the person looks "
        "{facing} are summarized; photo {left_out} is left out. Please look at the sides one at a "
        "time."
    ),
    "pelvis_not_held_in_some": (
        "Only photos that show the pelvis held are put together. Left out: photo {photos}."
    ),
    "photo_differs": (
        "Photo {photo} differs from the others in {measures} by more than their error. People do not stand "
        "the same way each time; if that photo was taken in another way, please leave it out."
    ),
    "photo_differs.two": (
        "The photos differ in {measures} by more than their error. People do not stand the same way each "
        "time: please add another photo."
    ),
    "same_photo": "Photo {photo} is the same picture as photo {first} and counts once.",
}
ISSUES: Final[Mapping[IssueText, str]] = Table(_ISSUES)


def reason(key: ReasonText, **details: object) -> Reason:
    """The reason of this key, with its sentence.

    >>> reason("head_out_of_frame.scale").code
    'head_out_of_frame'
    """
    return Reason(cast(ReasonCode, key.partition(".")[0]), spoken(_say_reason, key, details))


def warning(key: IssueText, **details: object) -> Issue:
    """The issue of this key, with its sentence, as something that is measured all the same.

    >>> warning("same_photo", photo=3, first=1).message
    'Photo 3 is the same picture as photo 1 and counts once.'
    """
    return Issue(cast(IssueCode, key.partition(".")[0]), "warn", spoken(_say_issue, key, details))


@lru_cache(maxsize=1024)  # a client's timeline holds the same few, thousands of times
def heard_reason(given: Reason) -> Reason:
    """A reason that was read from a file: `reason` made it, so it is said in any language again."""
    keys = [key for key in _REASONS if key.partition(".")[0] == given.code]
    found = heard(given.message, [REASONS[key] for key in keys])
    if found is None:
        return given
    return reason(next(key for key in keys if REASONS[key] == found[0]), **found[1])


def heard_issue(given: Issue) -> Issue:
    """The same of an issue."""
    keys = [key for key in _ISSUES if key.partition(".")[0] == given.code]
    found = heard(given.message, [ISSUES[key] for key in keys])
    if found is None:
        return given
    return warning(next(key for key in keys if ISSUES[key] == found[0]), **found[1])


HEARD.update({Reason: heard_reason, Issue: heard_issue})


def _say_reason(key: ReasonText, details: Mapping[str, object]) -> str:
    return filled(REASONS[key], details)


def _say_issue(key: IssueText, details: Mapping[str, object]) -> str:
    return filled(ISSUES[key], details)


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence.

    >>> listed(["1", "2", "4"])
    '1, 2 and 4'
    """
    return spoken(_say_list, tuple(words))


def _say_list(words: Sequence[str]) -> str:
    return all_of([now(word) if isinstance(word, Spoken) else word for word in words])
