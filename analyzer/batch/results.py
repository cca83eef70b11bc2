"""What is kept of each photo: its result and its overlays, as files in one folder and folders in it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from typing import Any, Final

from analyzer import overlay
from analyzer._version import __version__
from analyzer.batch.disks import disk_at
from analyzer.batch.files import (
    OVERLAY_SUFFIX,
    OVERLAY_SUFFIXES,
    SVG_SUFFIX,
    PathLike,
    file_sha256,
    shown_name,
)
from analyzer.batch.run import Options, Outcome, Record, as_posture_error
from analyzer.errors import OutputError, PostureError
from analyzer.types import SCHEMA, Analysis

_MAX_STEM_BYTES: Final = 200  # file names may have 255 bytes, with all that is added
_TRY_AGAIN: Final = frozenset({"internal_error", "model_unavailable"})
"""Errors that are not the photo's: another run may do better."""
_SHORT: Final = 8
"""So many digits of its SHA-256 tell two photos of one name apart."""


class OutputFolder:
    """The folder that results are written to: ``NAME.json``, and overlays if wanted, for each photo.

    A file is there completely or not at all. Files of others are not overwritten, nor are results of other
    photos. The same object may be used in several processes.

    Parameters
    ----------
    path : path or URL
    schema : str
        Of the results; files with another one are those of others.
    make : bool
        Whether the folder is to be made, and tried. Those who get it from somebody who did need not.

    Raises
    ------
    OutputError
        When nothing can be written there.
    """

    def __init__(self, path: PathLike, schema: str = SCHEMA, *, make: bool = True) -> None:
        self.place = os.fspath(path)
        self._schema = schema
        self._disk = disk_at(self.place)
        self._taken: set[str] = set()
        if not make:
            return
        try:
            self._disk.prepare()
        except PostureError:
            raise
        except (OSError, ValueError):
            raise OutputError.of("output_not_writable.folder", folder=shown_name(self.place)) from None

    def name_for(self, path: PathLike, folder: str = "") -> str:
        """A name for a photo's files that no other photo of this run has: NAME, NAME-2, NAME-3...

        With a folder, ``FOLDER/NAME``. What an earlier run left there is looked at by `free_name`.
        """
        start = base_name(path, folder)
        name, number = start, 1
        while name.casefold() in self._taken:  # not all file systems tell capitals apart
            number += 1
            name = f"{start}-{number}"
        self._taken.add(name.casefold())
        return name

    def free_name(self, name: str, sha256: str | None) -> str:
        """The name itself; where that is another photo's, or somebody else's, one with the SHA-256."""
        for candidate in names_of(name, sha256):
            if not self._disk.has(f"{candidate}.json"):
                return candidate
            record = self.read(candidate)
            if record is not None and record["photo"].get("sha256") == sha256:
                return candidate
        return names_of(name, sha256)[-1]

    def read(self, name: str) -> Record | None:
        """A result that was written earlier, if that is what the file holds."""
        try:
            data = self._disk.read(f"{name}.json")
            return None if data is None else as_record(data, self._schema)
        except (OSError, ValueError):
            return None

    def has_overlay(self, name: str, suffix: str = OVERLAY_SUFFIX) -> bool:
        return self._disk.has(f"{name}{suffix}")

    def write(
        self,
        name: str,
        record: Record,
        overlay_picture: bytes | None = None,
        overlay_svg: bytes | None = None,
        *,
        kind: overlay.PictureFormat = "png",
    ) -> None:
        """Write a photo's files; ``kind`` is the format of the painted overlay.

        Raises
        ------
        OutputError
            When that fails. What was there before under this name is then still there.
        """
        text = json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        try:
            pictures = dict.fromkeys(OVERLAY_SUFFIXES.values())
            pictures |= {OVERLAY_SUFFIXES[kind]: overlay_picture, SVG_SUFFIX: overlay_svg}
            for suffix, picture in pictures.items():
                other_kind = overlay_picture is not None and suffix != SVG_SUFFIX
                if picture is not None:
                    self._disk.write(f"{name}{suffix}", picture)
                elif record["error"] is not None or other_kind:
                    self._disk.remove(f"{name}{suffix}")  # of an earlier try
            # Last, because it says that this photo is done.
            self._disk.write(f"{name}.json", text.encode("utf-8", "replace"))
        except OSError as error:
            raise OutputError.of("output_not_writable.failed", why=error.strerror or "error") from None

    def remove_all(self, name: str) -> None:
        """Remove a file or folder that is of no single photo, if it is there."""
        try:
            self._disk.remove_all(name)
        except OSError as error:
            raise OutputError.of("output_not_writable.failed", why=error.strerror or "error") from None

    def write_file(self, name: str, data: bytes) -> None:
        """Write a file that is of no single photo, such as a table. Errors are those of `write`."""
        try:
            self._disk.write(name, data)
        except OSError as error:
            raise OutputError.of("output_not_writable.failed", why=error.strerror or "error") from None


def base_name(path: PathLike, folder: str = "") -> str:
    """The name of a photo's files, if no other photo has the same: that of the photo, without its ending."""
    stem = os.path.splitext(shown_name(path))[0]  # noqa: PTH122 - fast, for many
    if len(stem) > _MAX_STEM_BYTES // 4:
        stem = stem.encode()[:_MAX_STEM_BYTES].decode(errors="ignore")
    return f"{folder}/{stem}" if folder else stem


def names_of(name: str, sha256: str | None) -> tuple[str, str]:
    """The names that a photo's files can have: its own, and that with the first digits of its SHA-256."""
    return name, f"{name}-{sha256[:_SHORT] if sha256 else 'unread'}"


def as_record(data: bytes, schema: str = SCHEMA) -> Record | None:
    """A result from its JSON text, ``None`` for anything else."""
    try:
        record = json.loads(data)
        return record if record["schema"] == schema and isinstance(record["photo"], dict) else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def overlay_png(outcome: Outcome) -> bytes | None:
    """The overlay as a PNG file, see `overlay_picture`."""
    return overlay_picture(outcome)


def overlay_picture(outcome: Outcome, kind: overlay.PictureFormat = "png") -> bytes | None:
    """The painted overlay as a file, ``None`` for a photo that could not be analysed.

    Raises
    ------
    OutputError
        When it could not be painted.
    """
    return _painted(outcome, lambda scene, rgb: overlay.encode(overlay.paint(scene, rgb), kind))


def overlay_svg(outcome: Outcome) -> bytes | None:
    """The overlay as an SVG file, like `overlay_picture`."""
    return _painted(
        outcome, lambda scene, rgb: overlay.paint_svg(scene, rgb).encode("utf-8", "replace"), explained=True
    )


def _painted(
    outcome: Outcome, paint: Callable[[overlay.Scene, Any], bytes], *, explained: bool = False
) -> bytes | None:
    if outcome.photo is None or not isinstance(outcome.result, Analysis):
        return None
    try:
        return paint(overlay.build_scene(outcome.result, explained=explained), outcome.photo.rgb)
    except Exception as error:
        as_posture_error(error)  # says what happened, if that is wanted
        raise OutputError.of("output_not_writable.overlay") from None


def can_resume(record: Record | None, path: PathLike, options: Options, model_sha256: str | None) -> bool:
    """Whether a result from earlier is what a new analysis would give.

    The same photo, version, options and (where it is known) model, and not an error that may be gone by now.
    """
    try:
        return (
            is_of(record, options, model_sha256)
            and record is not None
            and record["photo"]["sha256"] is not None
            and record["photo"]["name"] == shown_name(path)
            and record["photo"]["sha256"] == file_sha256(path)
        )
    except (KeyError, TypeError, AttributeError):
        return False


def is_of(record: Record | None, options: Options, model_sha256: str | None) -> bool:
    """Whether a result is complete, and of this version, options and (where it is known) model."""
    try:
        return (
            record is not None
            and record.keys() >= {"view", "measures", "indicators"}
            and record["provenance"]["analyzer_version"] == __version__
            and record["provenance"].get("options", {}) == options.chosen()
            and (model_sha256 is None or record["provenance"]["model_sha256"] == model_sha256)
            and may_be_kept(record)
        )
    except (KeyError, TypeError, AttributeError):
        return False


def may_be_kept(record: Record) -> bool:
    """Whether another run would give the same: not after an error that was not the photo's."""
    return record["error"] is None or record["error"]["code"] not in _TRY_AGAIN


def wanted_suffixes(*, overlays: bool, svg: bool, kind: overlay.PictureFormat = "png") -> Sequence[str]:
    """The ends of the names of the pictures that are to be there for an analysed photo."""
    return [OVERLAY_SUFFIXES[kind]] * overlays + [SVG_SUFFIX] * svg
