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
* ``DrawingError``: what a person drew on a photo cannot be kept (also a ``ValueError``)
* ``OutputError``: results could not be written
* ``ReportError``: a report could not be made of them
* ``NotInstalledError``: packages of a part that is not installed are needed (also an ``ImportError``)
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import ClassVar, Final, Self, TypeGuard

from analyzer.errors.codes import ErrorCode as ErrorCode
from analyzer.errors.texts import TEXTS as TEXTS
from analyzer.errors.texts import ErrorText as ErrorText
from analyzer.language import Table, mark, now, spoken, tr
from analyzer.language.messages import MARKED
from analyzer.language.numbers import shortest
from analyzer.language.spoken import Spoken, filled


class PostureError(Exception):
    """Root of all errors that this library raises on purpose.

    Parameters
    ----------
    message : str, optional
        Replaces the class's own sentence where more is known: marked, or in the language of the moment.
    """

    code: ClassVar[ErrorCode] = "error"
    default_message: ClassVar[str] = mark("Something went wrong. Please try again.")

    def __init__(self, message: str | None = None) -> None:
        own = isinstance(message, Spoken)
        self._message: str = message if message and own else spoken(tr, message or self.default_message)
        super().__init__(self._message)

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the language of the moment."""
        return now(self._message)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "default_message" in vars(cls):
            MARKED.append((cls.__module__, cls.default_message))

    @classmethod
    def of(cls, text: ErrorText, **details: object) -> Self:
        """The error of a case of `TEXTS`, with its sentence.

        >>> NotStandingError.of("not_standing.heels_up").message[:34]
        'The feet are not flat on the floor'
        """
        assert text.partition(".")[0] == cls.code, f"{text} is no case of {cls.code}"
        said = {
            name: spoken(shortest, value) if _is_number(value) else value for name, value in details.items()
        }
        return cls(message=spoken(_say, text, said))


def _say(text: ErrorText, details: Mapping[str, object]) -> str:
    return filled(TEXTS[text], details)


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


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
        super().__init__(message or (spoken(_say_holds, len(parts_px)) if len(parts_px) in _HOLDS else None))


def _say_holds(count: int) -> str:
    return _HOLDS[count]


_HOLDS: Final = Table(
    {
        2: "This file holds two photos. Please give each photo alone, or take the file apart.",
        3: "This file holds three photos. Please give each photo alone, or take the file apart.",
        4: "This file holds four photos. Please give each photo alone, or take the file apart.",
    }
)


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


class DrawingError(PostureError, ValueError):
    """What a person drew on a photo cannot be kept."""

    code = "bad_drawing"
    default_message = "This drawing cannot be used. Please draw it again, inside the photo."


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
            tr(
                "This needs packages that are not installed. Please install them, and then try again: "
                "{command}",
                command=f'pip install "posture-analyzer[{extra}]"',
            )
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
