"""MediaPipe's pose landmarker, as a plain function from pixels to people."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.pose import store
from analyzer.pose.native import Landmarker, check_picture, pose_of
from analyzer.pose.threads import begin, second_core
from analyzer.types.landmarks import Pose

NUM_POSES: Final = 3


class PoseModel(Landmarker):
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
        self._path = path or store.model_path(on_notice)
        self._num_poses = num_poses
        self._begun = 0
        # Not that of the model, which is held while it looks at a picture.
        self._twin_lock = threading.Lock()
        self._twin: PoseModel | None = None
        super().__init__(self._path, num_poses=num_poses, output_segmentation_masks=True)

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
        check_picture(rgb)
        height, width = rgb.shape[:2]
        if min(height, width) < 2:
            return ()
        result = self._run(rgb, lambda native, image: native.detect(image))
        masks = (result.segmentation_masks or []) if with_mask else []
        poses = []
        for number, points in enumerate(result.pose_landmarks):
            mask = _mask(masks[number]) if number < len(masks) else None
            poses.append(pose_of(points, result.pose_world_landmarks[number], mask, width, height))
        return tuple(sorted(poses, key=_size, reverse=True))

    def begin_detect(self, rgb: NDArray[np.uint8]) -> Callable[[], tuple[Pose, ...]]:
        """Begin what `detect` does, beside the calling thread; what is returned waits for the people.

        This needs a second model, of some 120 MB. It is loaded beside the second picture, so that a program
        that looks at one picture does not wait for it. Before that, and where there is no second core, people
        are looked for when they are asked for. Parameters and errors are those of `detect`.
        """
        if not second_core():
            return partial(self.detect, rgb)
        with self._twin_lock:
            self._begun += 1
            twin, load = self._twin, self._begun == _LOAD_AT
        if load:
            begin(self._load_twin)
        return partial(self.detect, rgb) if twin is None else begin(partial(twin.detect, rgb))

    def warm_up(self) -> None:
        """Load the second model now, where `begin_detect` uses one, and run each once."""
        if second_core() and self._twin is None:
            self._load_twin()
        grey = np.full((256, 256, 3), 127, np.uint8)
        for model in (self, self._twin):
            if model is not None:
                model.detect(grey)

    def close(self) -> None:
        """Release the model. May be called twice."""
        super().close()
        with self._twin_lock:
            twin, self._twin = self._twin, None
        if twin is not None:
            twin.close()

    def _abandon(self) -> None:
        super()._abandon()
        self._twin, self._twin_lock = None, threading.Lock()

    def _load_twin(self) -> None:
        twin = PoseModel(self._path, num_poses=self._num_poses)
        with self._twin_lock:
            if not self.closed and self._twin is None:
                self._twin = twin
                return
        twin.close()


_LOAD_AT: Final = 2
"""At this picture the second model is loaded."""


def _mask(image: Any) -> NDArray[np.float32]:
    # The view ends with MediaPipe's image, so a copy is needed (0.5 ms for a megapixel).
    mask: NDArray[np.float32] = np.array(image.numpy_view()[:, :, 0], dtype=np.float32)
    return mask


def _size(pose: Pose) -> float:
    left, top, right, bottom = pose.landmarks.extent_px
    return float(np.hypot(right - left, bottom - top))


# --- One for all --------------------------------------------------------------------------------------

_shared: PoseModel | None = None
_shared_lock = threading.Lock()


def shared_model(on_notice: store.Notice | None = None) -> PoseModel:
    """The process's own `PoseModel`, loaded on first use and closed at exit.

    Parameters and errors as for `PoseModel`. A closed one is replaced.
    """
    global _shared  # noqa: PLW0603
    with _shared_lock:
        if _shared is None or _shared.closed:
            _shared = PoseModel(on_notice=on_notice)
        return _shared


def load_ahead(on_notice: store.Notice | None = None) -> None:
    """Begin to load `shared_model` while the calling thread goes on, where it is here and a second core, too.

    What goes wrong is said when the model is used.
    """
    if second_core() and store.is_here():
        begin(partial(shared_model, on_notice))


def _after_fork() -> None:
    """A forked process loads its own; the lock may have been held by a thread that is missing there."""
    global _shared, _shared_lock
    _shared, _shared_lock = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
