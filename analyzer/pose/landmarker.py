"""MediaPipe's pose landmarker, as a plain function from pixels to people.

The only place that knows MediaPipe. It is imported on first use: that takes about a second.
"""

from __future__ import annotations

import atexit
import os
import threading
import weakref
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import ModelUnavailableError
from analyzer.pose import store
from analyzer.pose.private import block_usage_reports
from analyzer.pose.quiet import without_native_noise
from analyzer.types.landmarks import COUNT, LandmarkName, Landmarks, Pose

NUM_POSES: Final = 3

_CORE: Final = [LandmarkName.NOSE] + [
    LandmarkName.of(side, part) for side in ("left", "right") for part in ("shoulder", "hip", "knee", "ankle")
]
_NUMBERS: Final = 8
"""Per landmark: x, y, z in the picture, visibility, presence; x, y, z in the world."""


class PoseModel:
    """The pose model, loaded. A context manager; can be shared by threads, which take turns.

    Loading takes 0.1 to 0.3 seconds, after MediaPipe's import. The time for a picture hardly depends on its
    size: the network sees 256 × 256 pixels of each person. Only resizing the mask does, by about 5 ms per
    megapixel. Looking for several people costs nothing unless there are several: each takes as much time
    as the first.

    Parameters
    ----------
    path : Path, optional
        A ``.task`` file. Without it, the one of `analyzer.pose.store.model_path`.
    num_poses : int
        How many people to look for.
    on_notice : callable, optional
        Is given one sentence for the user before the model is downloaded.

    Raises
    ------
    ModelUnavailableError
        When the model cannot be had or loaded.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        num_poses: int = NUM_POSES,
        on_notice: store.Notice | None = None,
    ) -> None:
        self._lock = threading.Lock()
        self._settled = False  # whether everything that prints once has printed
        self._native: Any = None
        self._native = _create(path or store.model_path(on_notice), num_poses)
        _close_at_exit(self)

    def detect(self, rgb: NDArray[np.uint8], *, with_mask: bool = True) -> tuple[Pose, ...]:
        """Find people.

        Parameters
        ----------
        rgb : ndarray of uint8, shape (height, width, 3)
            Upright picture. It is not changed and not kept.
        with_mask : bool
            Whether the people's masks, at the size of the picture, are wanted.

        Returns
        -------
        tuple of Pose
            From the largest in the picture to the smallest; empty when nobody was found.

        Raises
        ------
        TypeError, ValueError
            When ``rgb`` is no such array.
        RuntimeError
            When the model was closed, or fails.
        """
        _check(rgb)
        height, width = rgb.shape[:2]
        if min(height, width) < 2:
            return ()
        result = self._run(np.ascontiguousarray(rgb))  # MediaPipe ignores strides
        masks = (result.segmentation_masks or []) if with_mask else []
        poses = []
        for number, points in enumerate(result.pose_landmarks):
            mask = _mask(masks[number]) if number < len(masks) else None
            poses.append(_pose(points, result.pose_world_landmarks[number], mask, width, height))
        return tuple(sorted(poses, key=_size, reverse=True))

    def close(self) -> None:
        """Release the model. May be called twice."""
        with self._lock:
            native, self._native = self._native, None
            if native is not None:
                native.close()
        _open_models.discard(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _run(self, rgb: NDArray[np.uint8]) -> Any:
        import mediapipe as mp  # noqa: PLC0415 - heavy

        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb)
        with self._lock:
            if self._native is None:
                raise RuntimeError("the pose model was closed")
            if self._settled:
                return self._native.detect(image)
            with without_native_noise():
                result = self._native.detect(image)
            # One more message comes when somebody is found for the first time.
            self._settled = bool(result.pose_landmarks)
            return result

    def _abandon(self) -> None:
        """Forget the native model without releasing it."""
        if self._native is not None:
            self._native._handle = None  # MediaPipe's own mark for "closed", which its __del__ looks at
            self._native = None
        self._lock = threading.Lock()


def _create(path: Path, num_poses: int) -> Any:
    block_usage_reports()
    try:
        from mediapipe.tasks.python import BaseOptions, vision  # noqa: PLC0415 - heavy
    except (ImportError, OSError) as error:
        raise ModelUnavailableError(
            f"MediaPipe, which runs the pose model, could not be loaded ({error}). "
            "Please install this program's requirements again."
        ) from error
    try:
        options = vision.PoseLandmarkerOptions(
            # Bytes, not the path: MediaPipe on Windows does not open every path.
            base_options=BaseOptions(model_asset_buffer=path.read_bytes()),
            num_poses=num_poses,
            output_segmentation_masks=True,
        )
        with without_native_noise():
            return vision.PoseLandmarker.create_from_options(options)
    except (OSError, RuntimeError, ValueError) as error:
        raise ModelUnavailableError(
            f"The pose model {path.name} could not be loaded. Please remove that file, or unset "
            "POSTURE_MODEL if it names it, and try again."
        ) from error


def _check(rgb: NDArray[np.uint8]) -> None:
    if not isinstance(rgb, np.ndarray) or rgb.dtype != np.uint8:
        raise TypeError("a picture is a NumPy array of uint8")
    if rgb.ndim != 3 or rgb.shape[2] != 3:
        raise ValueError(f"a picture has the shape (height, width, 3), not {rgb.shape}")


def _pose(
    points: Sequence[Any], world: Sequence[Any], mask: NDArray[np.float32] | None, width: int, height: int
) -> Pose:
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


def _mask(image: Any) -> NDArray[np.float32]:
    # The view ends with MediaPipe's image, so a copy is needed (0.5 ms for a megapixel).
    mask: NDArray[np.float32] = np.array(image.numpy_view()[:, :, 0], dtype=np.float32)
    return mask


def _size(pose: Pose) -> float:
    left, top, right, bottom = pose.landmarks.extent_px
    return float(np.hypot(right - left, bottom - top))


# --- One for all, and the end of the process ----------------------------------------------------------

_shared: PoseModel | None = None
_shared_lock = threading.Lock()
_open_models: weakref.WeakSet[PoseModel] = weakref.WeakSet()
_exit_registered = False


def shared_model(on_notice: store.Notice | None = None) -> PoseModel:
    """The process's own `PoseModel`, loaded on first use and closed at exit.

    Parameters and errors as for `PoseModel`. A closed one is replaced.
    """
    global _shared  # noqa: PLW0603
    with _shared_lock:
        if _shared is None or _shared._native is None:
            _shared = PoseModel(on_notice=on_notice)
        return _shared


def _close_at_exit(model: PoseModel) -> None:
    """See to it that a model is closed before MediaPipe's threads are gone.

    Otherwise its ``__del__`` fails at exit, with an ugly message. MediaPipe closes a model on a
    ``concurrent.futures`` thread, and those end *before* the functions of `atexit` are called. Python's own
    libraries register with `threading` for that moment; the name has an underscore, hence the second line
    of defence.
    """
    global _exit_registered  # noqa: PLW0603
    _open_models.add(model)
    if _exit_registered:
        return
    _exit_registered = True
    register = getattr(threading, "_register_atexit", None)
    if register is not None:
        register(_close_all)
    atexit.register(_abandon_all)


def _close_all() -> None:
    for model in list(_open_models):
        model.close()


def _abandon_all() -> None:
    for model in list(_open_models):
        model._abandon()


def _after_fork() -> None:
    """In a forked process MediaPipe's threads are missing, and a call would wait for them for ever."""
    global _shared, _shared_lock
    _abandon_all()
    _open_models.clear()
    _shared, _shared_lock = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
