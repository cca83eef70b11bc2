"""What can go wrong, as exceptions that tell a person what to do.

``PostureError`` is the root. Every class has a stable ``code`` (part of the JSON contract) and every
instance a ``message``: one or two short sentences that say what is wrong and what to do about it.

* ``PhotoError``: the file is no usable picture
    * ``UnreadableImageError``
    * ``ImageTooLargeError``
* ``ViewError``: the picture is fine, but what it shows cannot be analysed
    * ``NoPersonError``, ``SeveralPeopleError``, ``NotSideViewError``, ``BodyOutOfFrameError``
    * ``SeveralPhotosError``, which knows where each photo is
    * ``NotStandingError``; ``LyingError`` of one who lies on the back
* ``ModelUnavailableError``: the pose model could not be had
* ``CorrectionError``: what a person corrected cannot be used (also a ``ValueError``)
* ``OutputError``: results could not be written
* ``ReportError``: a report could not be made of them
* ``NotInstalledError``: packages of a part that is not installed are needed (also an ``ImportError``)
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import ClassVar, Final, Literal, Self

ErrorCode = Literal[
    "error",
    # what this library says of a photo, of the model, and of what it was given
    "bad_correction",
    "body_out_of_frame",
    "cluster_unavailable",
    "image_too_large",
    "internal_error",
    "model_unavailable",
    "no_person",
    "not_installed",
    "not_side_view",
    "not_standing",
    "output_not_writable",
    "report_not_made",
    "several_people",
    "several_photos",
    "unreadable_image",
    # what the direct test says of a photo
    "camera_not_at_table_height",
    "hip_or_knee_covered",
    "leg_supported",
    "not_supine",
    "table_edge_not_seen",
    "wrong_side",
    # what the records say
    "bad_entry",
    "code_taken",
    "damaged",
    "disk_error",
    "disk_full",
    "newer_schema",
    "no_connection",
    "no_records",
    "not_for_server",
    "not_found",
    "not_records",
    "not_writable",
    "records_closed",
    "records_error",
    "records_exist",
    "records_locked",
    "records_moved",
    "changed_meanwhile",
    "weak_passphrase",
    "wrong_passphrase",
]
"""Every code of an error, once; the others are in `analyzer.types.codes`, which knows this one too."""


ErrorText = Literal[
    "bad_correction.body_height",
    "bad_correction.level",
    "bad_correction.line_leans",
    "bad_correction.line_short",
    "bad_correction.no_number",
    "bad_correction.no_object",
    "bad_correction.no_place",
    "bad_correction.no_points",
    "bad_correction.outside",
    "bad_correction.unknown",
    "body_out_of_frame.feet",
    "body_out_of_frame.legs_hidden",
    "body_out_of_frame.small",
    "model_unavailable.bad_file",
    "model_unavailable.mediapipe",
    "model_unavailable.no_file",
    "model_unavailable.no_model",
    "model_unavailable.no_room",
    "model_unavailable.other_model",
    "not_standing.feet_apart",
    "not_standing.foot_lifted",
    "not_standing.heels_up",
    "not_standing.leans_back",
    "not_standing.leans_forward",
    "not_standing.perhaps_turned",
    "not_standing.stride",
    "output_not_writable.failed",
    "output_not_writable.folder",
    "output_not_writable.overlay",
    "bad_entry.camera_height",
    "bad_entry.empty_photo",
    "bad_entry.many_thomas",
    "bad_entry.no_code",
    "bad_entry.too_long",
    "damaged.empty_backup",
    "no_connection.certificate",
    "no_connection.no_address",
    "no_connection.sslmode",
    "records_exist.file",
    "records_exist.themselves",
]
"""A code, and the case that its error tells apart."""

TEXTS: Final[Mapping[ErrorText, str]] = {
    "bad_correction.body_height": (
        "The body height (body_height_m) has to be between {low:g} and {high:g} metres, not {given:g}. "
        "Please give it in metres, for example 1.72."
    ),
    "bad_correction.level": "The level (roll_deg) is between -{most:g} and {most:g} degrees, not {given:g}.",
    "bad_correction.line_leans": (
        "This line is neither nearly vertical nor nearly horizontal. Please choose two points along "
        "something upright, such as a door frame, or level, such as a shelf."
    ),
    "bad_correction.line_short": (
        "The two points are too close together. Please choose the two ends of a long straight line."
    ),
    "bad_correction.no_number": "{what} has to be a finite number, not {given!r}.",
    "bad_correction.no_object": 'Corrections are an object such as {{"points": {{"hip": [412, 630]}}}}.',
    "bad_correction.no_place": "The point {name} needs two numbers, x and y in pixels of the photo.",
    "bad_correction.no_points": 'The corrected "points" are an object such as {{"hip": [412, 630]}}.',
    "bad_correction.outside": (
        "{point}: this place is outside the photo. Please choose a place on the person."
    ),
    "bad_correction.unknown": "{what} cannot have {given!r}. Known are: {known}.",
    "body_out_of_frame.feet": (
        "The feet are outside the photo. Please step back so that the whole person, down to the feet, is "
        "in the picture."
    ),
    "body_out_of_frame.legs_hidden": (
        "The legs cannot be seen well enough. Please take a photo that shows the whole person, from head "
        "to feet, with nothing in front."
    ),
    "body_out_of_frame.small": (
        "The person is too small in this photo, or only a part of the body is in it. Please come closer or "
        "use a larger photo that shows the whole person from the side."
    ),
    "model_unavailable.bad_file": (
        "The pose model {name} could not be loaded. Please remove that file, or unset POSTURE_MODEL if it "
        "names it, and try again."
    ),
    "model_unavailable.mediapipe": (
        "MediaPipe, which runs the pose model, could not be loaded ({why}). Please install this program's "
        "requirements again."
    ),
    "model_unavailable.no_file": (
        "POSTURE_MODEL names a file that does not exist: {given}. Please correct the path, or unset it."
    ),
    "model_unavailable.no_model": (
        "POSTURE_MODEL names a file that is no pose model: {given}. Please use a pose_landmarker .task "
        "file, or unset it."
    ),
    "model_unavailable.no_room": (
        "The pose model could not be stored. Please free some disk space, or set POSTURE_CACHE to a folder "
        "that can be written."
    ),
    "model_unavailable.other_model": (
        "The pose model that was downloaded is not the expected one, so it is not used. Please try again "
        "on another network, or set POSTURE_MODEL to the path of a pose_landmarker .task file."
    ),
    "not_standing.feet_apart": (
        "The feet are far apart. Please stand still with the feet side by side, turned exactly sideways, "
        "and take the photo again."
    ),
    "not_standing.foot_lifted": (
        "One leg is bent or one foot is lifted. Please stand still on both feet, feet side by side, and "
        "take the photo again."
    ),
    "not_standing.heels_up": (
        "The feet are not flat on the floor. Please stand still on both feet, feet side by side, and take "
        "the photo again."
    ),
    "not_standing.leans_back": (
        "The person leans back or against something. Please stand freely and upright, with the weight over "
        "both feet, and take the photo again."
    ),
    "not_standing.leans_forward": (
        "The trunk leans forward, or against something. Please stand freely and upright, with the weight "
        "over both feet, and take the photo again."
    ),
    "not_standing.perhaps_turned": (
        "The person does not seem to stand upright. If the photo lies on its side, please turn it; else "
        "take a photo of the person standing."
    ),
    "not_standing.stride": (
        "One foot is far in front of the other, as in a step. Please stand still on both feet, feet side "
        "by side, and take the photo again."
    ),
    "output_not_writable.failed": "The results could not be written ({why}).",
    "output_not_writable.folder": (
        "Nothing can be written to the output folder {folder}. Please check its permissions and the free "
        "space, or choose another folder."
    ),
    "output_not_writable.overlay": "The overlay could not be drawn. The values are not affected.",
    "bad_entry.camera_height": "The camera height has to be between 1 and 400 cm. Please check it.",
    "bad_entry.empty_photo": "A photo of this visit is empty. Please add it again.",
    "bad_entry.many_thomas": "A visit keeps {most} photos of a side. Please delete one of the {side} side.",
    "bad_entry.no_code": "Please enter a code for the client, for example a number or initials.",
    "bad_entry.too_long": "The {what} may have {most:,} characters, not {given:,}. Please shorten it.",
    "damaged.empty_backup": "This backup is empty. Please choose another one.",
    "no_connection.certificate": "The certificate file that the address names cannot be read.",
    "no_connection.no_address": "This is no address of a PostgreSQL database (postgresql://...).",
    "no_connection.sslmode": "The sslmode in the address has to be verify-full, require or disable.",
    "records_exist.file": "There is a file of this name already. Please choose another name.",
    "records_exist.themselves": "These are the records themselves. Please choose a backup of them.",
}
"""What is said where more is known than the class of an error; each class has its own sentence as well."""


class PostureError(Exception):
    """Root of all errors that this library raises on purpose.

    Parameters
    ----------
    message : str, optional
        Replaces the class's own sentence where more is known.
    """

    code: ClassVar[ErrorCode] = "error"
    default_message: ClassVar[str] = "Something went wrong. Please try again."

    def __init__(self, message: str | None = None) -> None:
        self.message: str = message or self.default_message
        super().__init__(self.message)

    @classmethod
    def of(cls, text: ErrorText, **details: object) -> Self:
        """The error of a case of `TEXTS`, with its sentence.

        >>> NotStandingError.of("not_standing.heels_up").message[:34]
        'The feet are not flat on the floor'
        """
        assert text.partition(".")[0] == cls.code, f"{text} is no case of {cls.code}"
        return cls(message=TEXTS[text].format(**details))


class PhotoError(PostureError):
    """The file or array is no picture that can be used."""


class UnreadableImageError(PhotoError):
    code = "unreadable_image"
    default_message = (
        "This file could not be read as a picture. Please use a JPEG, PNG, WebP, TIFF, BMP, GIF, HEIC "
        "or AVIF photo that opens on your device."
    )


class ImageTooLargeError(PhotoError):
    code = "image_too_large"
    default_message = (
        "This picture is too large. Please use a single photo, no panorama, or save a smaller copy."
    )


class ViewError(PostureError):
    """The picture can be read, but what it shows cannot be analysed."""


class NoPersonError(ViewError):
    code = "no_person"
    default_message = (
        "No person was found in this photo. Please use a photo that shows one standing person from the "
        "side, from head to feet, in good light."
    )


class SeveralPeopleError(ViewError):
    code = "several_people"
    default_message = (
        "More than one person could be meant in this photo. Please crop it, or take it again, so that "
        "only the person to be analysed stands in front."
    )


class SeveralPhotosError(ViewError):
    """The file is put together of several photos.

    Parameters
    ----------
    parts_px : tuple of (left, top, right, bottom)
        Where they are, pixels of the photo, from left to right or from top to bottom.
    """

    code = "several_photos"
    default_message = "This file holds several photos. Please give each photo alone, or take the file apart."

    def __init__(
        self, parts_px: tuple[tuple[float, float, float, float], ...] = (), message: str | None = None
    ) -> None:
        self.parts_px = parts_px
        number = {2: "two", 3: "three", 4: "four"}.get(len(parts_px), "several")
        super().__init__(message or self.default_message.replace("several", number))


class NotSideViewError(ViewError):
    code = "not_side_view"
    default_message = (
        "The person is not seen from the side. Please take the photo with the person turned a quarter, "
        "so that one shoulder hides the other."
    )


class NotStandingError(ViewError):
    code = "not_standing"
    default_message = (
        "The person does not seem to stand upright. Please take a photo of the person standing on both feet."
    )


class LyingError(NotStandingError):
    """Found as lying on the back; the same code, as nobody stands."""

    default_message = (
        "The person lies on the back. Please take a photo of the person standing, seen from the side. If "
        "the photo itself lies on its side, please turn it."
    )


class BodyOutOfFrameError(ViewError):
    code = "body_out_of_frame"
    default_message = (
        "Part of the body is outside the photo. Please step back so that the whole person, from head to "
        "feet, is in the picture with a little room around."
    )


class ModelUnavailableError(PostureError):
    code = "model_unavailable"
    default_message = (
        "The pose model is not on this computer and could not be downloaded. Please connect to the "
        "internet once and try again, or set POSTURE_MODEL to the path of a pose_landmarker .task file."
    )


class CorrectionError(PostureError, ValueError):
    """What a person corrected cannot be used."""

    code = "bad_correction"
    default_message = "This correction cannot be used. Please place the point inside the photo."


class OutputError(PostureError):
    code = "output_not_writable"
    default_message = "The results could not be written. Please choose another output folder."


class ReportError(PostureError):
    """The report could not be set, whatever was left out of it."""

    code = "report_not_made"
    default_message = (
        "The report could not be made as a PDF. Please make it as an HTML page, which holds the same."
    )


class NotInstalledError(PostureError, ImportError):
    """A part of the program is used whose packages were not installed.

    Parameters
    ----------
    extra : str
        The part, as pip calls it, such as ``"app"``, ``"cluster"``, ``"records"`` or ``"report"``.
    """

    code = "not_installed"

    def __init__(self, extra: str) -> None:
        super().__init__(
            f"This needs packages that are not installed. Please install them, and then try again: "
            f'pip install "posture-analyzer[{extra}]"'
        )


def require_packages(extra: str, *packages: str) -> None:
    """Make sure that the packages of a part are there, before work is done in vain.

    Raises
    ------
    NotInstalledError
        One of them is missing; the message says how to install the part.
    """
    if any(find_spec(package) is None for package in packages):
        raise NotInstalledError(extra)
