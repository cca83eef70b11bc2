"""What becomes of one photo, and of one after the other. A photo's trouble becomes its result."""

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
from analyzer.batch import urls
from analyzer.batch.files import PathLike, file_sha256, shown_name
from analyzer.errors import ImageTooLargeError, ModelUnavailableError, PostureError, UnreadableImageError
from analyzer.language import mark
from analyzer.measures.references import DEFAULT
from analyzer.person.split import cut_parts
from analyzer.photo import MAX_SIDE_PX, load_photo
from analyzer.types import Analysis, Corrections, FailedAnalysis, Photo, PhotoInfo, Provenance
from analyzer.types.codes import ReferenceName

Record: TypeAlias = dict[str, Any]
"""One result in the JSON form of the contract."""
Result: TypeAlias = Analysis | FailedAnalysis

NO_PHOTO_IN_FOLDER: Final = mark(
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
    references: ReferenceName = DEFAULT

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
            "references": None if self.references == DEFAULT else self.references,
        }
        return {name: value for name, value in pairs.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one photo. ``photo`` is ``None`` when the file could not be read."""

    path: PathLike
    photo: Photo | None
    result: Result
    parts: tuple[Outcome, ...] = ()
    """What became of each photo in a file that was taken apart. Then ``result`` is that of the whole file."""

    def each(self) -> tuple[Outcome, ...]:
        """The outcomes of the photos in the file: those it was taken apart into, or the one."""
        return self.parts or (self,)

    def record(self, options: Options) -> Record:
        """The JSON form. Its provenance names the options, where they are not the defaults."""
        record = self.result.to_dict()
        if chosen := options.chosen():
            record["provenance"]["options"] = chosen
        return record


def outcomes(
    paths: Sequence[PathLike],
    options: Options | None = None,
    on_notice: Callable[[str], None] | None = None,
) -> Iterator[Outcome]:
    """Like `analyze_many`, with the pixels that were read. ``on_notice`` hears of a download of the model."""
    analyst = Analyst(options or Options(), on_notice)
    for path, loading in _load_ahead(paths):
        yield analyst.outcome(path, loading.result)


class Analyst:
    """Makes outcomes of paths. Nothing is raised for a single photo, whatever happens to it.

    Parameters
    ----------
    options : Options
        The same for all photos.
    on_notice : callable, optional
        Hears of a download of the model.
    """

    def __init__(self, options: Options, on_notice: Callable[[str], None] | None = None) -> None:
        self.options = options
        self._model = _Model(on_notice)

    def outcome(self, path: PathLike, load: Callable[[], Photo] | None = None) -> Outcome:
        """What becomes of one photo. ``load`` gives it, when somebody has begun to read it already."""
        photo = None
        info = PhotoInfo(shown_name(path), None, None, None)
        result: Result
        try:
            photo = load_file(path) if load is None else load()
            info = PhotoInfo.of(photo)
            self._model.require()
            result = _analyze(photo, self.options)
            photo = photo.turned(result.photo.turned_deg)
        except Exception as error:
            if photo is None:
                info = replace(info, sha256=file_sha256(path))
            result = self.failed(info, as_posture_error(error))
        return Outcome(path, photo, result, self._parts(path, result) if self.options.split else ())

    def failed(self, info: PhotoInfo, error: PostureError) -> FailedAnalysis:
        """The result for a photo that could not be analysed."""
        return self._model.failed(info, error)

    def _parts(self, path: PathLike, result: Result) -> tuple[Outcome, ...]:
        """What became of each photo of a file that holds several."""
        if not isinstance(result, FailedAnalysis) or not result.parts_px:
            return ()
        parts = []
        try:
            photos = cut_parts(load_file(path, max_side_px=None), result.parts_px)
        except Exception:  # a file that was read before: nothing is lost, its result says what it holds
            return ()
        for photo in photos:
            each: Result
            try:
                each = _analyze(photo, self.options)
                photo = photo.turned(each.photo.turned_deg)  # noqa: PLW2901
            except Exception as error:
                each = self.failed(PhotoInfo.of(photo), as_posture_error(error))
            parts.append(Outcome(path, photo, each))
        return tuple(parts)


def _analyze(photo: Photo, options: Options) -> Analysis:
    if options.corrections:
        observation = pipeline.observe(
            photo, markers=options.markers, roll_deg=options.roll_deg, turn_deg=options.turn_deg
        )
        return pipeline.conclude(
            observation, options.corrections, mm_per_px=options.mm_per_px, references=options.references
        )
    return pipeline.analyze(
        photo,
        markers=options.markers,
        roll_deg=options.roll_deg,
        mm_per_px=options.mm_per_px,
        asis_px=options.asis_px,
        psis_px=options.psis_px,
        turn_deg=options.turn_deg,
        references=options.references,
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


def _load_ahead(paths: Sequence[PathLike]) -> Iterator[tuple[PathLike, Future[Photo]]]:
    """Read the next photo while this one is analysed: decoding a large one takes as long."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = [pool.submit(load_file, path) for path in paths[:1]]
        for number, path in enumerate(paths):
            coming += [pool.submit(load_file, following) for following in paths[number + 1 : number + 2]]
            yield path, coming.pop(0)


def load_file(path: PathLike, *, max_side_px: int | None = MAX_SIDE_PX) -> Photo:
    """The photo at a path or URL; errors are those of `load_photo`."""
    name = os.fspath(path)
    if urls.is_url(name):
        return load_photo(urls.read(name), name=shown_name(name), max_side_px=max_side_px)
    if os.path.isdir(name):  # noqa: PTH112 - a name may hold what no path can
        raise UnreadableImageError(NO_PHOTO_IN_FOLDER)
    return load_photo(path, max_side_px=max_side_px)


def as_posture_error(error: Exception) -> PostureError:
    """What to tell a person about any error; a fault of the program is printed when that is wanted."""
    if isinstance(error, PostureError):
        return error
    if isinstance(error, MemoryError):
        return ImageTooLargeError()
    if os.environ.get("POSTURE_DEBUG") == "1":
        traceback.print_exception(error)
    return InternalError()
