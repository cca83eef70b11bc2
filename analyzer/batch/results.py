"""What is kept of each photo: its result and its overlays, as files in one folder."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from analyzer import overlay
from analyzer._version import __version__
from analyzer.batch.files import OVERLAY_SUFFIX, SVG_SUFFIX, PathLike, file_sha256, shown_name
from analyzer.batch.run import Options, Outcome, Record, as_posture_error
from analyzer.errors import OutputError
from analyzer.types import SCHEMA, Analysis

_MAX_STEM_BYTES: Final = 200  # file names may have 255 bytes, with all that is added
_TRY_AGAIN: Final = frozenset({"internal_error", "model_unavailable"})
"""Errors that are not the photo's: another run may do better."""


class OutputFolder:
    """The folder that results are written to: ``NAME.json``, and overlays if wanted, for each photo.

    A file is there completely or not at all. Files of others are not overwritten.

    Parameters
    ----------
    path : path
    schema : str
        Of the results; files with another one are those of others.

    Raises
    ------
    OutputError
        When nothing can be written there.
    """

    def __init__(self, path: PathLike, schema: str = SCHEMA) -> None:
        self._path = Path(path)
        self._schema = schema
        self._taken: set[str] = set()
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            self._part.write_bytes(b"{}")
            self._part.unlink()
        except (OSError, ValueError):
            name = shown_name(self._path)
            raise OutputError.of("output_not_writable.folder", folder=name) from None

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
            return record if record["schema"] == self._schema else None
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
            raise OutputError.of("output_not_writable.failed", why=error.strerror or "error") from None

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
        as_posture_error(error)  # says what happened, if that is wanted
        raise OutputError.of("output_not_writable.overlay") from None


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
