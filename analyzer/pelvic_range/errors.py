"""Why a film shows no range of the pelvis, as exceptions that tell a person what to do."""

from __future__ import annotations

from typing import ClassVar

from analyzer.errors import ErrorCode, PostureError


class RangeError(PostureError):
    """The film can be read, but shows no movement of the pelvis that could be measured."""


class UnreadableFilmError(PostureError):
    code: ClassVar[ErrorCode] = "unreadable_film"
    default_message = (
        "This file could not be read as a film. Please use a video, for example MP4, of ten to sixty seconds."
    )


class TooFewFramesError(RangeError):
    code: ClassVar[ErrorCode] = "too_few_frames"
    default_message = (
        "Too few pictures of the movement could be measured. Please use more light, keep head and feet in "
        "the picture, and move slowly."
    )


class PersonWalkedError(RangeError):
    code: ClassVar[ErrorCode] = "person_walked"
    default_message = (
        "The feet did not stay where they were. Please stand on one place, and move nothing but the pelvis."
    )


class PersonTurnedError(RangeError):
    code: ClassVar[ErrorCode] = "person_turned"
    default_message = (
        "You turned towards the camera, or away from it. Please stay sideways, so that one shoulder hides "
        "the other."
    )


class TrunkMovedError(RangeError):
    code: ClassVar[ErrorCode] = "trunk_moved"
    default_message = (
        "The whole trunk leaned forward and back. Please keep chest and head where they are, and let only "
        "the pelvis roll, as if it were a bowl of water that you tip."
    )


class KneesMovedError(RangeError):
    code: ClassVar[ErrorCode] = "knees_moved"
    default_message = (
        "The knees bent and stretched. Please keep the knees nearly straight and still, and let only the "
        "pelvis roll."
    )


class PelvisNotMovedError(RangeError):
    code: ClassVar[ErrorCode] = "pelvis_not_moved"
    default_message = (
        "The pelvis hardly moved. Please tip it as far forward as you can, hollowing the low back, and then "
        "as far back, tucking the tailbone under."
    )


class BackHiddenError(RangeError):
    code: ClassVar[ErrorCode] = "back_hidden"
    default_message = (
        "Clothes or an arm hide the low back while you move. Please wear tight clothes, or tuck the shirt "
        "in, and lift the arms forward."
    )
