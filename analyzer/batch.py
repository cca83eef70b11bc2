"""Many photos, one after the other: which files, what becomes of each, and where the results are kept.

One photo's trouble never ends the run: whatever happens to it becomes its result.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from analyzer import overlay, pipeline, pose
from analyzer._version import __version__
from analyzer.errors import (
    ImageTooLargeError,
    ModelUnavailableError,
    OutputError,
    PostureError,
    UnreadableImageError,
)
from analyzer.photo import MAX_BYTES, load_photo
from analyzer.photo._source import clean_name
from analyzer.types import SCHEMA, Analysis, Corrections, FailedAnalysis, Photo, PhotoInfo, Provenance

Record: TypeAlias = dict[str, Any]
"""One result in the JSON form of the contract."""
Result: TypeAlias = Analysis | FailedAnalysis
PathLike: TypeAlias = str | os.PathLike[str]

PHOTO_SUFFIXES: Final = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".tif", ".tiff", ".bmp", ".dib", ".gif"}
    | {".heic", ".heif", ".hif", ".avif"}
)
OVERLAY_SUFFIX: Final = ".overlay.png"
SVG_SUFFIX: Final = ".overlay.svg"
NO_PHOTO_IN_FOLDER: Final = (
    "No photo was found in this folder. Please choose a folder with JPEG, PNG, HEIC or similar photos in it "
    "(not in folders inside it) that may be opened."
)
_MAX_STEM_BYTES: Final = 200  # file names may have 255 bytes, with all that is added
_TRY_AGAIN: Final = frozenset({"internal_error", "model_unavailable"})
"""Errors that are not the photo's: another run may do better."""


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

    def chosen(self) -> Record:
        """What differs from the defaults, as JSON."""
        pairs = {
            "markers": None if self.markers == "auto" else self.markers,
            "roll_deg": self.roll_deg,
            "mm_per_px": self.mm_per_px,
            "asis_px": None if self.asis_px is None else list(self.asis_px),
            "psis_px": None if self.psis_px is None else list(self.psis_px),
            "corrections": self.corrections.to_dict() or None,
        }
        return {name: value for name, value in pairs.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one photo. ``photo`` is ``None`` when the file could not be read."""

    path: Path
    photo: Photo | None
    result: Result

    def record(self, options: Options) -> Record:
        """The JSON form. Its provenance names the options, where they are not the defaults."""
        record = self.result.to_dict()
        if chosen := options.chosen():
            record["provenance"]["options"] = chosen
        return record


# --- Which files --------------------------------------------------------------------------------------


def find_photos(path: PathLike) -> list[Path]:
    """The photos that a path means: those in the folder, in the order people count, or the file itself.

    Not in folders inside it; no hidden files, no overlays. A file that is named is always tried. A folder
    without photos stands for itself: its result says what is wrong.
    """
    folder = Path(path)
    found: list[Path] = []
    with suppress(OSError, ValueError):
        if folder.is_dir():
            found = [file for file in folder.iterdir() if _is_photo_name(file.name) and file.is_file()]
    return sorted(found, key=lambda file: _natural_order(file.name)) or [folder]


def _is_photo_name(name: str) -> bool:
    lower = name.lower()
    return (
        Path(lower).suffix in PHOTO_SUFFIXES
        and not lower.startswith(".")
        and not lower.endswith(OVERLAY_SUFFIX)
    )


def _natural_order(name: str) -> tuple[list[str | int], str]:
    """photo2 before photo10. Words and numbers take turns, so that like is compared with like."""
    parts: list[str | int] = list(re.split(r"(\d+)", name.casefold()))
    parts[1::2] = map(int, parts[1::2])
    return parts, name


def shown_name(path: Path) -> str:
    """Name of a file or folder for people, never with the folders that lead there."""
    return clean_name(path.name or path.resolve().name) or "photo"


# --- Analysing ----------------------------------------------------------------------------------------


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
        One for each path, in the same order. Nothing is raised for a single photo.
    """
    for done, outcome in enumerate(outcomes(paths, options), start=1):
        if on_progress is not None:
            on_progress(done, len(paths))
        yield outcome.result


def outcomes(
    paths: Sequence[PathLike],
    options: Options | None = None,
    on_notice: Callable[[str], None] | None = None,
) -> Iterator[Outcome]:
    """Like `analyze_many`, with the pixels that were read. ``on_notice`` hears of a download of the model."""
    model = _Model(on_notice)
    for path, loading in _load_ahead([Path(path) for path in paths]):
        photo = None
        info = PhotoInfo(shown_name(path), None, None, None)
        result: Result
        try:
            info = replace(info, sha256=file_sha256(path))
            photo = loading.result()
            info = PhotoInfo(photo.name, photo.sha256, photo.width_px, photo.height_px)
            model.require()
            result = _analyze(photo, options or Options())
        except Exception as error:
            result = model.failed(info, _as_posture_error(error))
        yield Outcome(path, photo, result)


def _analyze(photo: Photo, options: Options) -> Analysis:
    if options.corrections:
        observation = pipeline.observe(photo, markers=options.markers, roll_deg=options.roll_deg)
        return pipeline.conclude(observation, options.corrections, mm_per_px=options.mm_per_px)
    return pipeline.analyze(
        photo,
        markers=options.markers,
        roll_deg=options.roll_deg,
        mm_per_px=options.mm_per_px,
        asis_px=options.asis_px,
        psis_px=options.psis_px,
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


def _as_posture_error(error: Exception) -> PostureError:
    if isinstance(error, PostureError):
        return error
    if isinstance(error, MemoryError):
        return ImageTooLargeError()
    if os.environ.get("POSTURE_DEBUG") == "1":
        traceback.print_exception(error)
    return InternalError()


def file_sha256(path: Path) -> str | None:
    """SHA-256 of a file, ``None`` for anything that is no readable file of a photo's size."""
    with suppress(OSError, ValueError):
        if path.is_file() and path.stat().st_size <= MAX_BYTES:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
    return None


# --- Keeping results ----------------------------------------------------------------------------------


class OutputFolder:
    """The folder that results are written to: ``NAME.json``, and overlays if wanted, for each photo.

    A file is there completely or not at all. Files of others are not overwritten.

    Raises
    ------
    OutputError
        When nothing can be written there.
    """

    def __init__(self, path: PathLike) -> None:
        self._path = Path(path)
        self._taken: set[str] = set()
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            self._part.write_bytes(b"{}")
            self._part.unlink()
        except (OSError, ValueError):
            name = shown_name(self._path)
            raise OutputError(
                f"Nothing can be written to the output folder {name}. Please check its permissions and the "
                "free space, or choose another folder."
            ) from None

    @property
    def _part(self) -> Path:
        return self._path / f".posture-{os.getpid()}.part"

    def name_for(self, path: Path) -> str:
        """A name for a photo's files that no other photo of this run has: NAME, NAME-2, NAME-3..."""
        stem = Path(shown_name(path)).stem.encode()[:_MAX_STEM_BYTES].decode(errors="ignore")
        name, number = stem, 1
        # Not all file systems tell capitals apart.
        while name.casefold() in self._taken or self._is_of_others(name):
            number += 1
            name = f"{stem}-{number}"
        self._taken.add(name.casefold())
        return name

    def _is_of_others(self, name: str) -> bool:
        path = self._path / f"{name}.json"
        return os.path.lexists(path) and self.read(name) is None

    def read(self, name: str) -> Record | None:
        """A result that was written earlier, if that is what the file holds."""
        try:
            record = json.loads((self._path / f"{name}.json").read_bytes())
            return record if record["schema"] == SCHEMA else None
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None

    def has_overlay(self, name: str, suffix: str = OVERLAY_SUFFIX) -> bool:
        return (self._path / f"{name}{suffix}").is_file()

    def write(
        self,
        name: str,
        record: Record,
        overlay_png: bytes | None = None,
        overlay_svg: bytes | None = None,
    ) -> None:
        """Write a photo's files.

        Raises
        ------
        OutputError
            When that fails. What was there before under this name is then still there.
        """
        text = json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        try:
            for suffix, picture in ((OVERLAY_SUFFIX, overlay_png), (SVG_SUFFIX, overlay_svg)):
                path = self._path / f"{name}{suffix}"
                if picture is not None:
                    self._replace(path, picture)
                elif record["error"] is not None:
                    path.unlink(missing_ok=True)  # of an earlier photo of this name
            # Last, because it says that this photo is done.
            self._replace(self._path / f"{name}.json", text.encode("utf-8", "replace"))
        except OSError as error:
            raise OutputError(f"The results could not be written ({error.strerror or 'error'}).") from None

    def _replace(self, path: Path, data: bytes) -> None:
        try:
            self._part.write_bytes(data)
            self._part.replace(path)
        except BaseException:
            with suppress(OSError):
                self._part.unlink(missing_ok=True)
            raise


def overlay_png(outcome: Outcome) -> bytes | None:
    """The overlay as a PNG file, ``None`` for a photo that could not be analysed.

    Raises
    ------
    OutputError
        When it could not be painted.
    """
    return _painted(outcome, lambda scene, rgb: overlay.encode_png(overlay.paint(scene, rgb)))


def overlay_svg(outcome: Outcome) -> bytes | None:
    """The overlay as an SVG file, like `overlay_png`."""
    return _painted(outcome, lambda scene, rgb: overlay.paint_svg(scene, rgb).encode("utf-8", "replace"))


def _painted(outcome: Outcome, paint: Callable[[overlay.Scene, Any], bytes]) -> bytes | None:
    if outcome.photo is None or not isinstance(outcome.result, Analysis):
        return None
    try:
        return paint(overlay.build_scene(outcome.result), outcome.photo.rgb)
    except Exception as error:
        _as_posture_error(error)  # says what happened, if that is wanted
        raise OutputError("The overlay could not be drawn. The values are not affected.") from None


def can_resume(record: Record | None, path: Path, options: Options, model_sha256: str | None) -> bool:
    """Whether a result from earlier is what a new analysis would give.

    The same photo, version, options and (where it is known) model, and not an error that may be gone by now.
    """
    try:
        return (
            record is not None
            and record.keys() >= {"view", "measures", "indicators"}
            and record["photo"]["sha256"] is not None
            and record["photo"]["name"] == shown_name(path)
            and record["photo"]["sha256"] == file_sha256(path)
            and record["provenance"]["analyzer_version"] == __version__
            and record["provenance"].get("options", {}) == options.chosen()
            and (model_sha256 is None or record["provenance"]["model_sha256"] == model_sha256)
            and (record["error"] is None or record["error"]["code"] not in _TRY_AGAIN)
        )
    except (KeyError, TypeError, AttributeError):
        return False
