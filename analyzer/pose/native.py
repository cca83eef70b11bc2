"""MediaPipe's pose landmarker from loading to its end, for single pictures and for streams alike.

With `analyzer.pose.landmarker` and `analyzer.pose.video`, which are built on it, the only place that knows
MediaPipe. It is imported on first use: that takes about a second.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import ModelUnavailableError
from analyzer.pose.lean import without_plots_and_sound
from analyzer.pose.private import block_usage_reports
from analyzer.pose.quiet import without_native_noise
from analyzer.pose.threads import finish
from analyzer.types.landmarks import COUNT, LandmarkName, Landmarks, Pose

_CORE: Final = [LandmarkName.NOSE] + [
    LandmarkName.of(side, part) for side in ("left", "right") for part in ("shoulder", "hip", "knee", "ankle")
]
_NUMBERS: Final = 8
"""Per landmark: x, y, z in the picture, visibility, presence; x, y, z in the world."""


_importing = threading.Lock()


class Landmarker:
    """A pose landmarker that is loaded: a context manager, used by one thread at a time, closed in time.

    Parameters
    ----------
    path : Path
        The ``.task`` file.
    settling : int
        How many answers with a person it takes until MediaPipe prints nothing new.
    **options
        Of MediaPipe's ``PoseLandmarkerOptions``.

    Raises
    ------
    ModelUnavailableError
        When it cannot be loaded.
    """

    def __init__(self, path: Path, *, settling: int = 1, **options: Any) -> None:
        self._lock = threading.Lock()
        self._noisy = settling
        self._native: Any = None
        self._native = load(path, **options)
        _close_at_exit(self)

    @property
    def closed(self) -> bool:
        return self._native is None

    def close(self) -> None:
        """Release the model. May be called twice."""
        with self._lock:
            native, self._native = self._native, None
            if native is not None:
                native.close()
        _open.discard(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _run(self, rgb: NDArray[np.uint8], ask: Callable[[Any, Any], Any]) -> Any:
        """What ``ask(landmarker, image)`` answers, while no other thread asks."""
        import mediapipe as mp  # noqa: PLC0415 - heavy

        # MediaPipe ignores strides.
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))
        with self._lock:
            if self._native is None:
                raise RuntimeError("the pose model was closed")
            if not self._noisy:
                return ask(self._native, image)
            with without_native_noise():
                result = ask(self._native, image)
            # One more message comes when somebody is found for the first time.
            self._noisy -= bool(result.pose_landmarks)
            return result

    def _abandon(self) -> None:
        """Forget the native model without releasing it."""
        if self._native is not None:
            self._native._handle = None  # MediaPipe's own mark for "closed", which its __del__ looks at
            self._native = None
        self._lock = threading.Lock()


def load(path: Path, **options: Any) -> Any:
    """MediaPipe's landmarker, which will tell nobody that it was used."""
    block_usage_reports()
    try:
        base_options, vision = _tasks()
    except (ImportError, OSError) as error:
        raise ModelUnavailableError.of("model_unavailable.mediapipe", why=error) from error
    if options.pop("video", False):
        options["running_mode"] = vision.RunningMode.VIDEO
    try:
        # Bytes, not the path: MediaPipe on Windows does not open every path.
        base = base_options(model_asset_buffer=path.read_bytes())
        with without_native_noise():
            return vision.PoseLandmarker.create_from_options(
                vision.PoseLandmarkerOptions(base_options=base, **options)
            )
    except (OSError, RuntimeError, ValueError) as error:
        raise ModelUnavailableError.of("model_unavailable.bad_file", name=path.name) from error


def _tasks() -> tuple[Any, Any]:
    """MediaPipe's ``BaseOptions`` and ``vision``, imported by one thread at a time.

    MediaPipe's packages name their own parts as globals, which an import binds only when it runs the part for
    the first time. So an import that broke off half way (threads that import at the same moment may meet
    modules that are half there) would fail for as long as the process lives: what it left behind is
    forgotten, and the import begins anew.
    """
    with _importing, without_plots_and_sound():
        try:
            from mediapipe.tasks.python import BaseOptions, vision  # noqa: PLC0415 - heavy
        except Exception:
            parts = [name for name in sys.modules if name.partition(".")[0] == "mediapipe"]
            if any(sys.modules[name] is None for name in parts):
                raise  # somebody does not want it to be imported
            for name in parts:
                del sys.modules[name]
            from mediapipe.tasks.python import BaseOptions, vision  # noqa: PLC0415
    return BaseOptions, vision


def check_picture(rgb: NDArray[np.uint8]) -> None:
    """Raise `TypeError` or `ValueError` for what is no picture."""
    if not isinstance(rgb, np.ndarray) or rgb.dtype != np.uint8:
        raise TypeError("a picture is a NumPy array of uint8")
    if rgb.ndim != 3 or rgb.shape[2] != 3:
        raise ValueError(f"a picture has the shape (height, width, 3), not {rgb.shape}")


def pose_of(
    points: Sequence[Any], world: Sequence[Any], mask: NDArray[np.float32] | None, width: int, height: int
) -> Pose:
    """MediaPipe's numbers of one person, from shares of the picture to its pixels."""
    table = np.array(
        [
            (p.x, p.y, p.z, p.visibility, p.presence, w.x, w.y, w.z)
            for p, w in zip(points, world, strict=True)
        ],
        dtype=np.float64,
    ).reshape(COUNT, _NUMBERS)
    landmarks = Landmarks(
        xy_px=table[:, :2] * (width, height),
        z=table[:, 2] * width,  # MediaPipe: "roughly the same scale as x"
        visibility=table[:, 3],
        presence=table[:, 4],
    )
    probability = float(landmarks.presence[_CORE].mean())
    return Pose(landmarks, table[:, 5:], mask, min(max(probability, 0.0), 1.0))


# --- The end of the process, and forks ----------------------------------------------------------------

_open: weakref.WeakSet[Landmarker] = weakref.WeakSet()
_exit_registered = False


def _close_at_exit(model: Landmarker) -> None:
    """See to it that a model is closed before MediaPipe's threads are gone.

    Otherwise its ``__del__`` fails at exit, with an ugly message. MediaPipe closes a model on a
    ``concurrent.futures`` thread, and those end *before* the functions of `atexit` are called. Python's own
    libraries register with `threading` for that moment; the name has an underscore, hence the second line
    of defence.
    """
    global _exit_registered  # noqa: PLW0603
    _open.add(model)
    if _exit_registered:
        return
    _exit_registered = True
    register = getattr(threading, "_register_atexit", None)
    if register is not None:
        register(_close_all)
    atexit.register(_abandon_all)


def _close_all() -> None:
    finish()  # a model that is being loaded beside this thread could not be closed any more
    for model in list(_open):
        model.close()


def _abandon_all() -> None:
    for model in list(_open):
        model._abandon()


def _after_fork() -> None:
    """In a forked process MediaPipe's threads are missing, and a call would wait for them for ever."""
    global _importing  # noqa: PLW0603
    _importing = threading.Lock()
    _abandon_all()
    _open.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
