"""The pictures that the guide let keep, and the result of the sharpest of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np

from analyzer.compare.several_photos import Summary
from analyzer.errors import PostureError, ViewError
from analyzer.live.moment import summarize_moment
from analyzer.live.words import Waivable
from analyzer.person.detector import Detector
from analyzer.photo import load_photo
from analyzer.pipeline import Observation, conclude, observe
from analyzer.types import Analysis, Photo
from analyzer.types.codes import Facing, IssueCode

ANALYSED: Final = 3
"""Pictures of one stance that are analysed: more of one moment say little more."""
_MOST_TRIED: Final = 5
_WORTH_ANOTHER_TRY: Final[tuple[IssueCode, ...]] = (
    "loose_clothing",
    "arm_over_back",
    "object_over_back",
    "low_contrast",
)


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One picture as the camera gave it.

    Attributes
    ----------
    data : bytes
        A JPEG file.
    box : (left, top, right, bottom)
        Where the person is, shares of the picture.
    """

    data: bytes = field(repr=False)
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """One side of a person: some pictures of one stance.

    Attributes
    ----------
    facing : {"left", "right"}
    observations : tuple of Observation
        Of the pictures that were analysed, from the sharpest on.
    analyses : tuple of Analysis
    summary : Summary
        Median and spread over them, with the error of a single one: they are of one moment.
    files : tuple of bytes
        The pictures as the camera gave them, in the same order.
    waived : tuple of str
        What the person could not do, see `analyzer.live.words.WENT_WITHOUT`.
    """

    facing: Facing
    observations: tuple[Observation, ...] = field(repr=False)
    analyses: tuple[Analysis, ...] = field(repr=False)
    summary: Summary
    files: tuple[bytes, ...] = field(repr=False)
    waived: tuple[Waivable, ...] = ()

    @property
    def problem(self) -> IssueCode | None:
        """Code of what hides the low back and can be put right; ``None`` when it was measured.

        What is estimated under clothes was not: tucking the shirt in says more.
        """
        back = self.summary.measures["sacral_slope"]
        if back and back.method != "estimated_under_clothes":
            return None
        codes = {issue.code for analysis in self.analyses for issue in analysis.view.issues}
        left = [
            code for code in _WORTH_ANOTHER_TRY if not (code == "arm_over_back" and "arms" in self.waived)
        ]
        return next((code for code in left if code in codes), None)


def make_take(
    shots: Sequence[Shot],
    *,
    model: Detector | None = None,
    mirrored: bool = False,
    name: str = "webcam",
    waived: tuple[Waivable, ...] = (),
) -> Take:
    """Analyse the sharpest of some pictures of one stance.

    Parameters
    ----------
    shots : sequence of Shot
    model : Detector, optional
        Instead of the shared pose model.
    mirrored : bool
        Whether the camera gives mirror images, which are turned round.
    name : str
        Of the pictures in the result; a number is added.
    waived : tuple of str
        What the person could not do.

    Raises
    ------
    PostureError
        When too few of them can be analysed: that of the first that cannot.
    ValueError
        There are none.
    """
    if not shots:
        raise ValueError("there are no pictures")
    photos = [_load(shot, mirrored, f"{name}-{number}.jpg") for number, shot in enumerate(shots, start=1)]
    order = sorted(
        range(len(shots)), key=lambda index: -sharpness(photos[index], shots[index].box, mirrored=mirrored)
    )
    found: list[tuple[Observation, Analysis, bytes]] = []
    failed: list[PostureError] = []
    for index in order[:_MOST_TRIED]:
        try:
            observation = observe(photos[index], feet="optional", model=model)
            found.append((observation, conclude(observation), shots[index].data))
        except ViewError as error:
            failed.append(error)
        if len(found) == ANALYSED:
            break
    if len(found) < min(ANALYSED, len(shots)) and failed:
        raise failed[0]
    observations, analyses, files = zip(*found, strict=True)
    summary = summarize_moment(analyses)
    return Take(summary.facing, observations, analyses, summary, files, waived)


def sharpness(photo: Photo, box: tuple[float, float, float, float], *, mirrored: bool = False) -> float:
    """How sharp a picture is where the person is: variance of the Laplacian, grey levels squared.

    Only good to compare pictures of one scene. A little blur before it keeps noise from counting as detail.
    """
    height, width = photo.rgb.shape[:2]
    left, top, right, bottom = (float(np.clip(share, 0.0, 1.0)) for share in box)
    if mirrored:
        left, right = 1.0 - right, 1.0 - left
    part = photo.rgb[round(top * height) : round(bottom * height), round(left * width) : round(right * width)]
    if min(part.shape[:2]) < 8:
        part = photo.rgb
    grey = cv2.GaussianBlur(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY), (0, 0), 1.0)
    return float(cv2.Laplacian(grey, cv2.CV_64F).var())


def _load(shot: Shot, mirrored: bool, name: str) -> Photo:
    photo = load_photo(shot.data, name=name)
    return load_photo(np.ascontiguousarray(photo.rgb[:, ::-1]), name=name) if mirrored else photo
