"""What the guide says: for each advice a few words to read from three metres away, and one sentence more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeGuard

from analyzer.language import Table, current, mark, translated
from analyzer.language.choice import is_pseudo
from analyzer.types.codes import ErrorCode, IssueCode

Advice = Literal[
    "nobody",
    "covered",
    "dark",
    "several",
    "tilted",
    "too_close",
    "feet",
    "head",
    "aside",
    "too_far",
    "stand",
    "turn",
    "turn_more",
    "turn_round",
    "arms",
    "look",
    "still",
    "count",
    "hold",
    "tip_stand",
    "tip_forward",
    "tip_back",
    "tip_let_go",
    "judging",
    "again",
    "done",
]
Kind = Literal["wait", "act", "good", "done"]
"""Shown as colour and shape: nothing to see yet, do something, keep on like this, finished."""


ProblemCode = ErrorCode | IssueCode | Literal["lost"]
"""Why pictures that were taken are no good; ``"lost"``: they did not arrive."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One thing to do, for people.

    Attributes
    ----------
    text : str
        At most four words: read from far away, and spoken.
    more : str
        One sentence beneath it.
    kind : {"wait", "act", "good", "done"}
    sign : str
        Name of the picture that goes with it; no text.
    """

    text: str
    more: str
    kind: Kind
    sign: str = field(metadata={"text": False})


ADVICE: Final[Mapping[Advice, Instruction]] = Table(
    {
        "nobody": Instruction(
            "Step into the picture",
            "About three metres away, seen from head to feet.",
            "wait",
            "person",
        ),
        "covered": Instruction(
            "Open the camera's cover", "Its picture is black. A switch may be off, too.", "act", "covered"
        ),
        "dark": Instruction("More light, please", "It is too dark to see anybody.", "act", "light"),
        "several": Instruction("One person only", "Somebody else is in the picture.", "act", "people"),
        "tilted": Instruction(
            "Set the screen level", "The camera is tilted. Put something under one side.", "act", "tilted"
        ),
        "too_close": Instruction("Step back", "The camera has to see you from head to feet.", "act", "back"),
        "feet": Instruction(
            "Step back", "Your feet are cut off. Tilting the screen down helps, too.", "act", "back"
        ),
        "head": Instruction(
            "Step back", "Your head is cut off. Tilting the screen up helps, too.", "act", "back"
        ),
        "aside": Instruction("Step to the middle", "You are at the edge of the picture.", "act", "middle"),
        "too_far": Instruction(
            "Come closer", "You are small in the picture. Fill the outline.", "act", "closer"
        ),
        "stand": Instruction(
            "Stand up straight",
            "Both feet on the floor, as you usually stand.",
            "act",
            "person",
        ),
        "turn": Instruction(
            "Turn to your side", "One shoulder towards the camera, a quarter turn.", "act", "turn"
        ),
        "turn_more": Instruction("Turn a little more", "Until one shoulder hides the other.", "act", "turn"),
        "turn_round": Instruction(
            "Now turn round",
            "Show your other side. Or wait, if one is enough.",
            "act",
            "turn",
        ),
        "arms": Instruction(
            "Lift your arms forward",
            "Stretched out or folded, so that your low back is free.",
            "act",
            "arms",
        ),
        "look": Instruction("Look straight ahead", "Not at the screen. Listen for the sound.", "act", "look"),
        "still": Instruction("Stand still", "Very good. Breathe calmly, and do not move.", "good", "still"),
        "count": Instruction("Stand still", "The pictures are about to be taken.", "good", "count"),
        "hold": Instruction("Hold still", "The pictures are being taken.", "good", "camera"),
        "tip_stand": Instruction(
            "Stand as usual", "It begins. Let your pelvis be as it is.", "good", "person"
        ),
        "tip_forward": Instruction(
            "Tip your pelvis forward",
            "Tailbone back and up, low back hollow, as far as it goes. Stay there.",
            "act",
            "tip_forward",
        ),
        "tip_back": Instruction(
            "Now tip it back",
            "Tailbone down and under, low back flat, as far as it goes. Stay there.",
            "act",
            "tip_back",
        ),
        "tip_let_go": Instruction(
            "Let go", "Back to how you usually stand, and stay like that.", "good", "person"
        ),
        "judging": Instruction("Thank you", "The pictures are being looked at.", "good", "wait"),
        "again": Instruction("Once more, please", "", "act", "again"),
        "done": Instruction("Done", "You can come back to the screen.", "done", "check"),
    }
)


def _problem(text: str, more: str, sign: str) -> Instruction:
    return Instruction(text, more, "act", sign)


PROBLEMS: Final[Mapping[ProblemCode, Instruction]] = Table(
    {
        "loose_clothing": _problem(
            "Your shirt hides your back",
            "Tuck it in tightly, or lift it off the low back.",
            "shirt",
        ),
        "arm_over_back": _problem(
            "An arm hides your back", "Lift both arms forward, so that the low back is free.", "arms"
        ),
        "object_over_back": _problem(
            "Something hides your back",
            "Take it away: hair, a bag, a bunched shirt.",
            "shirt",
        ),
        "low_contrast": _problem(
            "Your back is hard to see",
            "More light, or a wall of another colour than your clothes.",
            "light",
        ),
        "several_people": _problem("One person only", "Somebody else is in the picture.", "people"),
        "several_photos": _problem(
            "One picture only", "The camera shows several pictures side by side.", "people"
        ),
        "trunk_moved": _problem(
            "Only the pelvis, please",
            "Chest and head stay where they are. Tip the pelvis like a bowl of water.",
            "tip_forward",
        ),
        "knees_moved": _problem(
            "Keep your knees still", "Nearly straight, and only the pelvis moves.", "tip_forward"
        ),
        "pelvis_not_moved": _problem(
            "Tip the pelvis further",
            "Hollow the low back as far as you can, then tuck the tailbone under.",
            "tip_forward",
        ),
        "person_walked": _problem("Stay on one place", "Feet on the floor: only the pelvis moves.", "still"),
        "person_turned": _problem("Stay sideways", "One shoulder hides the other, all the time.", "turn"),
        "back_hidden": _problem(
            "Your low back is hidden",
            "Tuck the shirt in tightly, and keep both arms lifted forward.",
            "shirt",
        ),
        "too_few_frames": _problem("The film was not clear", "More light, and move slowly.", "light"),
        "no_person": _problem(
            "The pictures were not clear", "Use more light from the front, and stand still.", "light"
        ),
        "not_side_view": _problem("Turn exactly sideways", "One shoulder has to hide the other one.", "turn"),
        "not_standing": _problem("Stand up straight", "On both feet, with straight knees.", "person"),
        "body_out_of_frame": _problem(
            "Step back", "Stand so that the camera sees you from head to feet.", "back"
        ),
    }
)
"""Why pictures that were taken are not good enough, by the codes of errors and issues."""
OTHER_PROBLEM: Final = mark(
    _problem(
        "The pictures were not clear", "They could not be used. Stand in the light, and hold still.", "again"
    )
)


def say_problem(code: ProblemCode | Literal[""] = "") -> Instruction:
    """Why pictures were not good enough, by the code of an error or issue, for somebody before the camera."""
    found = PROBLEMS.get(code) if code else None
    return translated(OTHER_PROBLEM) if found is None else found


Waivable = Literal["arms", "turn_more", "stand", "look", "too_far", "aside", "feet"]
"""What a person may go without: something can be measured all the same."""

_STAY: Final = "Stay for ten seconds"


def _other(text: str, more: str, sign: str) -> Instruction:
    return Instruction(text, more, "act", sign)


OTHER_WORDS: Final[Mapping[Advice, Instruction]] = Table(
    {
        "nobody": _other("Nobody is seen", "Stand in the middle, in the light, and move a little.", "person"),
        "covered": _other(
            "The picture is black", "Slide the cover aside, or press the camera's key.", "covered"
        ),
        "dark": _other("Too dark", "Switch on a lamp before you, not behind you.", "light"),
        "tilted": _other("The camera is tilted", "Lines of the room lean. Lift the lower side.", "tilted"),
        "several": _other(
            "One person only",
            "A mirror or a large picture counts, too. Cover it.",
            "people",
        ),
        "too_close": _other(
            "Further back, please", "Or move the screen away, until you are seen whole.", "back"
        ),
        "feet": _other("Show your feet", "Tilt the screen down, or move it further away.", "back"),
        "head": _other("Show your head", "Tilt the screen up, or move it further away.", "back"),
        "aside": _other(
            "To the middle", "Step before the middle of the screen, or turn the screen.", "middle"
        ),
        "too_far": _other("Come closer", "Until you are nearly as tall as the picture.", "closer"),
        "stand": _other(
            "Knees straight", "Stand tall as you usually do, with your weight on both feet.", "person"
        ),
        "turn": _other("Side to the camera", "Look at the wall beside you, not at the screen.", "turn"),
        "turn_more": _other("Turn your feet, too", "Both feet and both shoulders point to the wall.", "turn"),
        "turn_round": _other(
            "Your other side", "Turn half way round, so that you look the other way.", "turn"
        ),
        "arms": _other(
            "Fold your arms high",
            "Hands on the other shoulders do, too. Elbows forward.",
            "arms",
        ),
        "look": _other(
            "Nose straight ahead", "Look at the wall before you. You will hear what comes.", "look"
        ),
        "still": _other(
            "Stand still",
            "Weight on both feet, breathe out. Holding on is fine.",
            "still",
        ),
    }
)
"""The same in other words, for somebody who was told for a while."""
WITHOUT: Final[Mapping[Waivable, Instruction]] = Table(
    {
        "arms": _other(_STAY, "Then your arms stay as they are. They may hide the low back.", "still"),
        "turn_more": _other(_STAY, "Then you stay turned as you are. All angles are less certain.", "still"),
        "stand": _other(_STAY, "Then it is taken as you stand, if it can be measured at all.", "still"),
        "look": _other(_STAY, "Then your head stays as it is. The neck cannot be judged.", "still"),
        "too_far": _other(_STAY, "Then you stay where you are. All values are less certain.", "still"),
        "aside": _other(_STAY, "Then you stay where you are. What is cut off is missing.", "still"),
        "feet": _other(_STAY, "Then it is taken without your feet. Knees and hips are not judged.", "still"),
    }
)
"""Going without is offered: stay, and it is no longer asked for."""
WENT_WITHOUT: Final[Mapping[Waivable, str]] = Table(
    {
        "arms": "Your arms were not lifted forward. Where they hide the low back, nothing is measured there.",
        "turn_more": "You were not turned exactly sideways. All angles are less certain.",
        "stand": "You did not stand quite straight. Values are those of this stance.",
        "look": "Your head was turned. The value of the neck does not count.",
        "too_far": "You were small in the picture. All values are less certain.",
        "aside": "You stood at the edge of the picture. What is cut off is missing.",
        "feet": "Your feet were not in the picture. Knees, and how far the hips are carried forward, are not "
        "measured.",
    }
)
"""For the result: what was not as wanted, and what is therefore not measurable."""


def is_waivable(advice: Advice) -> TypeGuard[Waivable]:
    """Whether something is left to measure without it."""
    return advice in WITHOUT


def say(advice: Advice, stage: int = 0) -> Instruction:
    """The words of an advice: its own, others after a while, or the offer to go without."""
    if stage >= 2 and is_waivable(advice):
        return WITHOUT[advice]
    return OTHER_WORDS.get(advice, ADVICE[advice]) if stage else ADVICE[advice]


def voice_language() -> str:
    """The language of the words as a BCP-47 tag, for choosing a voice that speaks it."""
    return "en" if is_pseudo() else current()


SIDES_NOT_COMPARED: Final = mark("The sides could not be compared: nothing was measured on both.")
SIDES_AGREE: Final = mark(
    "Both sides agree within the error of measurement. That speaks for a good recording; it does not "
    "make the values themselves more certain."
)
SIDES_DIFFER: Final = mark(
    "The sides differ in {measures} by more than the error of measurement. Mostly that is because people "
    "stand a little differently after turning round, or are not turned exactly sideways. Please take "
    "both again before you trust either."
)
