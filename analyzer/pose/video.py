"""The pose model on a stream of pictures: it follows one person from frame to frame."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.pose import store
from analyzer.pose.native import Landmarker, check_picture, pose_of
from analyzer.types.landmarks import Pose

_SETTLING: Final = 5
"""Frames with a person until nothing new is printed."""


class VideoPose(Landmarker):
    """MediaPipe's pose landmarker in VIDEO mode: one for each stream, closed when the stream ends.

    It looks for a person only when it follows none, and smooths the landmarks over time. So it is faster and
    calmer than `PoseModel`, and knows one person only: more would make it search in every frame.

    Raises
    ------
    ModelUnavailableError
        When the model cannot be had or loaded.
    """

    def __init__(self) -> None:
        self._last_ms = -1
        super().__init__(store.model_path(), settling=_SETTLING, video=True)

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
        check_picture(rgb)

        def ask(native: Any, image: Any) -> Any:
            self._last_ms = max(self._last_ms + 1, round(time_ms))
            return native.detect_for_video(image, self._last_ms)

        result = self._run(rgb, ask)
        if not result.pose_landmarks:
            return None
        height, width = rgb.shape[:2]
        return pose_of(result.pose_landmarks[0], result.pose_world_landmarks[0], None, width, height)
