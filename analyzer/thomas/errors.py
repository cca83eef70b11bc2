"""Why a photo is no usable picture of the direct test, as exceptions that tell a person what to do."""

from __future__ import annotations

from typing import ClassVar, Final

from analyzer.errors import ErrorCode, ViewError
from analyzer.language import mark


class CameraNotAtTableHeightError(ViewError):
    code: ClassVar[ErrorCode] = "camera_not_at_table_height"
    default_message = (
        "The camera was far above or below the table, which changes the angles. Please hold it level, as "
        "high as the top of the table, and take the photo again."
    )


class NotSupineError(ViewError):
    code: ClassVar[ErrorCode] = "not_supine"
    default_message = (
        "Nobody lies on the back in this photo. For the direct test the person lies on the back at the end "
        "of a table, the other knee held to the chest. Please take the photo from the side, at the height "
        "of the table."
    )


class WrongSideError(ViewError):
    code: ClassVar[ErrorCode] = "wrong_side"
    default_message = (
        "The camera stands on the side of the leg that is held. Please take the photo from the side of the "
        "leg that hangs down: the left leg from the left, the right leg from the right."
    )


class LegSupportedError(ViewError):
    code: ClassVar[ErrorCode] = "leg_supported"
    default_message = (
        "The tested leg does not hang free. Please let the person slide down until the whole thigh is "
        "beyond the end of the table, and let the leg hang with nothing below the foot."
    )


class HipOrKneeCoveredError(ViewError):
    code: ClassVar[ErrorCode] = "hip_or_knee_covered"
    default_message = (
        "The hip or the knee of the tested leg is covered or outside the photo. Please keep arms, hands and "
        "cloths away from them, and take the photo with the whole leg in view. You can also place the "
        "points by hand."
    )


class TableEdgeNotSeenError(ViewError):
    code: ClassVar[ErrorCode] = "table_edge_not_seen"
    default_message = (
        "The edge of the table cannot be seen in this photo, so it is not known what is level. Please take "
        "the photo so that the long edge of the table is in view, with nothing hanging over it."
    )


SEVERAL_LIE: Final = mark(
    "More than one person lies in this photo. Please take the photo so that only the tested person lies in "
    "view; somebody who helps may stand beside."
)
"""Instead of the words of `SeveralPeopleError`, which are for people who stand."""
