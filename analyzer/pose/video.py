"""The pose model on a stream of pictures: it follows one person from frame to frame."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import ModelUnavailableError
from analyzer.pose import store
from analyzer.pose.landmarker import _check, _close_at_exit, _open_models, _pose
from analyzer.pose.private import block_usage_reports
from analyzer.pose.quiet import without_native_noise
from analyzer.types.landmarks import Pose

_SETTLING: Final = 5
"""Frames with a person until nothing new is printed."""


class VideoPose:
    """MediaPipe's pose landmarker in VIDEO mode: one for each stream, closed when the stream ends.

    It looks for a person only when it follows none, and smooths the landmarks over time. So it is faster and
    calmer than `PoseModel`, and knows one person only: more would make it search in every frame.

    Raises
    ------
    ModelUnavailableError
        When the model cannot be had or loaded.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last_ms = -1
        self._noisy = _SETTLING
        self._native: Any = None
        self._native = _create()
        _close_at_exit(self)  # type: ignore[arg-type]  # the same life as a PoseModel

    def detect(self, rgb: NDArray[np.uint8], time_ms: float) -> Pose | None:
        """The person in the next frame, without a mask; ``None`` when nobody is found.

        Parameters
        ----------
        rgb : ndarray of uint8, shape (height, width, 3)
        time_ms : float
            When the frame was taken. A time that does not increase is taken as 1 ms after the last.

        Raises
        ------
        TypeError, ValueError
            When ``rgb`` is no such array.
        RuntimeError
            When it was closed.
        """
        import mediapipe as mp  # noqa: PLC0415 - heavy

        _check(rgb)
        height, width = rgb.shape[:2]
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))
        with self._lock:
            if self._native is None:
                raise RuntimeError("the pose model of this stream was closed")
            self._last_ms = max(self._last_ms + 1, round(time_ms))
            if self._noisy:
                with without_native_noise():
                    result = self._native.detect_for_video(image, self._last_ms)
                self._noisy -= bool(result.pose_landmarks)
            else:
                result = self._native.detect_for_video(image, self._last_ms)
        if not result.pose_landmarks:
            return None
        return _pose(result.pose_landmarks[0], result.pose_world_landmarks[0], None, width, height)

    def close(self) -> None:
        """Release the model. May be called twice."""
        with self._lock:
            native, self._native = self._native, None
            if native is not None:
                native.close()
        _open_models.discard(self)  # type: ignore[arg-type]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _abandon(self) -> None:
        """Forget the native model without releasing it, see `analyzer.pose.landmarker`."""
        if self._native is not None:
            self._native._handle = None
            self._native = None
        self._lock = threading.Lock()


def _create() -> Any:
    path = store.model_path()
    block_usage_reports()
    try:
        from mediapipe.tasks.python import BaseOptions, vision  # noqa: PLC0415 - heavy

        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_buffer=path.read_bytes()),
            running_mode=vision.RunningMode.VIDEO,
        )
        with without_native_noise():
            return vision.PoseLandmarker.create_from_options(options)
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        raise ModelUnavailableError(
            "The pose model could not be loaded for the camera. Please install this program's requirements "
            "again, or check the file that POSTURE_MODEL names."
        ) from error
