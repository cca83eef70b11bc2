"""Analysing many photos, one after the other. One photo's trouble becomes its result."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from analyzer import pipeline, pose
from analyzer._version import __version__
from analyzer.batch.files import PathLike, file_sha256, shown_name
from analyzer.errors import ImageTooLargeError, ModelUnavailableError, PostureError, UnreadableImageError
from analyzer.person.split import cut_parts
from analyzer.photo import load_photo
from analyzer.types import Analysis, Corrections, FailedAnalysis, Photo, PhotoInfo, Provenance

Record: TypeAlias = dict[str, Any]
"""One result in the JSON form of the contract."""
Result: TypeAlias = Analysis | FailedAnalysis

NO_PHOTO_IN_FOLDER: Final = (
    "No photo was found in this folder. Please choose a folder with JPEG, PNG, HEIC or similar photos in it "
    "(not in folders inside it) that may be opened."
)


class InternalError(PostureError):
    """A fault of this program met in one photo."""

    code = "internal_error"
    default_message = (
        "Something went wrong inside the program with this photo. Please try another photo; to report the "
        "fault, run it again with POSTURE_DEBUG=1 and pass on what is printed."
    )


@dataclass(frozen=True, slots=True)
class Options:
    """How photos are analysed; see `analyzer.pipeline.analyze` and, for corrections, ``conclude``.

    Pelvis points belong either to the corrections or to ``asis_px`` and ``psis_px``.
    """

    markers: Literal["auto", "off"] = "auto"
    roll_deg: float | None = None
    mm_per_px: float | None = None
    asis_px: tuple[float, float] | None = None
    psis_px: tuple[float, float] | None = None
    corrections: Corrections = field(default_factory=Corrections)
    turn_deg: int | None = None
    split: bool = False
    """Whether a file that holds several photos is taken apart, and each analysed."""

    def chosen(self) -> Record:
        """What differs from the defaults, as JSON."""
        pairs = {
            "markers": None if self.markers == "auto" else self.markers,
            "roll_deg": self.roll_deg,
            "mm_per_px": self.mm_per_px,
            "asis_px": None if self.asis_px is None else list(self.asis_px),
            "psis_px": None if self.psis_px is None else list(self.psis_px),
            "corrections": self.corrections.to_dict() or None,
            "turn_deg": self.turn_deg,
            "split": self.split or None,
        }
        return {name: value for name, value in pairs.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one photo. ``photo`` is ``None`` when the file could not be read."""

    path: Path
    photo: Photo | None
    result: Result
    parts: tuple[Outcome, ...] = ()
    """What became of each photo in a file that was taken apart. Then ``result`` is that of the whole file."""

    def record(self, options: Options) -> Record:
        """The JSON form. Its provenance names the options, where they are not the defaults."""
        record = self.result.to_dict()
        if chosen := options.chosen():
            record["provenance"]["options"] = chosen
        return record


def analyze_many(
    paths: Sequence[PathLike],
    options: Options | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Iterator[Result]:
    """Analyse photos one after the other.

    Parameters
    ----------
    paths : sequence of path
        Photo files (see `find_photos` for folders).
    options : Options, optional
        The same for all of them.
    on_progress : callable, optional
        Is given the number of photos that are done, and of all.

    Yields
    ------
    Analysis or FailedAnalysis
        One for each path, in the same order; with ``split`` one for each photo in it. Nothing is raised for
        a single photo.
    """
    for done, outcome in enumerate(outcomes(paths, options), start=1):
        if on_progress is not None:
            on_progress(done, len(paths))
        yield from (part.result for part in outcome.parts or (outcome,))


def outcomes(
    paths: Sequence[PathLike],
    options: Options | None = None,
    on_notice: Callable[[str], None] | None = None,
) -> Iterator[Outcome]:
    """Like `analyze_many`, with the pixels that were read. ``on_notice`` hears of a download of the model."""
    model, options = _Model(on_notice), options or Options()
    for path, loading in _load_ahead([Path(path) for path in paths]):
        photo = None
        info = PhotoInfo(shown_name(path), None, None, None)
        result: Result
        try:
            info = replace(info, sha256=file_sha256(path))
            photo = loading.result()
            info = PhotoInfo.of(photo)
            model.require()
            result = _analyze(photo, options)
            photo = photo.turned(result.photo.turned_deg)
        except Exception as error:
            result = model.failed(info, as_posture_error(error))
        yield Outcome(path, photo, result, _parts(path, result, options, model) if options.split else ())


def _parts(path: Path, result: Result, options: Options, model: _Model) -> tuple[Outcome, ...]:
    """What became of each photo of a file that holds several."""
    if not isinstance(result, FailedAnalysis) or not result.parts_px:
        return ()
    parts = []
    try:
        photos = cut_parts(load_photo(path, max_side_px=None), result.parts_px)
    except Exception:  # a file that was read before: nothing is lost, its result says what it holds
        return ()
    for photo in photos:
        each: Result
        try:
            each = _analyze(photo, options)
            photo = photo.turned(each.photo.turned_deg)  # noqa: PLW2901
        except Exception as error:
            each = model.failed(PhotoInfo.of(photo), as_posture_error(error))
        parts.append(Outcome(path, photo, each))
    return tuple(parts)


def _analyze(photo: Photo, options: Options) -> Analysis:
    if options.corrections:
        observation = pipeline.observe(
            photo, markers=options.markers, roll_deg=options.roll_deg, turn_deg=options.turn_deg
        )
        return pipeline.conclude(observation, options.corrections, mm_per_px=options.mm_per_px)
    return pipeline.analyze(
        photo,
        markers=options.markers,
        roll_deg=options.roll_deg,
        mm_per_px=options.mm_per_px,
        asis_px=options.asis_px,
        psis_px=options.psis_px,
        turn_deg=options.turn_deg,
    )


class _Model:
    """Gets the model once, before it is needed, and remembers when it cannot be had.

    Trying again for each photo could take minutes each time.
    """

    def __init__(self, on_notice: Callable[[str], None] | None) -> None:
        self._on_notice = on_notice

    @cached_property
    def _error(self) -> ModelUnavailableError | None:
        try:
            pose.shared_model(self._on_notice)
        except ModelUnavailableError as error:
            return ModelUnavailableError(_without_path(error.message))
        return None

    def require(self) -> None:
        if self._error is not None:
            raise self._error

    def failed(self, info: PhotoInfo, error: PostureError) -> FailedAnalysis:
        if self._error is None:
            with suppress(ModelUnavailableError):
                return pipeline.failed(info, error)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return FailedAnalysis(info, error.code, error.message, Provenance(__version__, "", "", now))


def _without_path(message: str) -> str:
    """Results are passed on to others: of the user's own model only the file's name belongs in them."""
    own = os.environ.get("POSTURE_MODEL")
    return message.replace(own, shown_name(Path(own))) if own else message


def _load_ahead(paths: list[Path]) -> Iterator[tuple[Path, Future[Photo]]]:
    """Read the next photo while this one is analysed: decoding a large one takes as long."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = [pool.submit(_load, path) for path in paths[:1]]
        for number, path in enumerate(paths):
            coming += [pool.submit(_load, following) for following in paths[number + 1 : number + 2]]
            yield path, coming.pop(0)


def _load(path: Path) -> Photo:
    if path.is_dir():
        raise UnreadableImageError(NO_PHOTO_IN_FOLDER)
    return load_photo(path)


def as_posture_error(error: Exception) -> PostureError:
    """What to tell a person about any error; a fault of the program is printed when that is wanted."""
    if isinstance(error, PostureError):
        return error
    if isinstance(error, MemoryError):
        return ImageTooLargeError()
    if os.environ.get("POSTURE_DEBUG") == "1":
        traceback.print_exception(error)
    return InternalError()
