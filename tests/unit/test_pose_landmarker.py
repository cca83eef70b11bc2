"""The pose model itself, on rendered people."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from analyzer.errors import ModelUnavailableError
from analyzer.pose import PoseModel, landmarker, metadata, model_path, native, shared_model, store, threads
from analyzer.pose.quiet import without_native_noise
from analyzer.types.landmarks import LandmarkName

ROOT = Path(__file__).resolve().parents[2]
GOLDEN_PX = {
    LandmarkName.NOSE: (496.3, 271.9),
    LandmarkName.RIGHT_EAR: (467.2, 255.2),
    LandmarkName.RIGHT_SHOULDER: (433.2, 332.8),
    LandmarkName.RIGHT_HIP: (433.5, 569.8),
    LandmarkName.RIGHT_KNEE: (447.5, 762.8),
    LandmarkName.RIGHT_ANKLE: (416.0, 965.4),
    LandmarkName.RIGHT_HEEL: (393.9, 1006.1),
}
MARGIN_PX = 8.0  # 1 % of the person's height: instruction sets and versions of MediaPipe differ a little


def _read(name: str) -> NDArray[np.uint8]:
    with Image.open(ROOT / "sample_images" / name) as image:
        return np.asarray(image.convert("RGB"))


@pytest.fixture(scope="module")
def model(pose_model: PoseModel) -> PoseModel:
    return pose_model


@pytest.fixture(scope="module")
def woman() -> NDArray[np.uint8]:
    return _read("neutral_woman_right.jpg")


@pytest.fixture(scope="module")
def room() -> NDArray[np.uint8]:
    picture = np.full((800, 600, 3), (205, 200, 190), np.uint8)
    picture[620:] = (120, 95, 70)
    picture[100:400, 60:260] = (150, 180, 210)
    return picture


def test_golden_landmarks(model: PoseModel, woman: NDArray[np.uint8]) -> None:
    (pose,) = model.detect(woman)
    for name, expected in GOLDEN_PX.items():
        distance = np.linalg.norm(pose.landmarks.point(name) - expected)
        assert distance < MARGIN_PX, f"{name.name} is off by {distance:.1f} px"
    assert pose.landmarks.near_side == "right"
    assert pose.probability > 0.95
    assert 0.5 < pose.world_m[LandmarkName.RIGHT_ANKLE, 1] < 1.1


def test_mask_is_the_person_at_the_size_of_the_picture(model: PoseModel, woman: NDArray[np.uint8]) -> None:
    (pose,) = model.detect(woman)
    mask = pose.mask
    assert mask is not None
    assert (mask.shape, mask.dtype) == ((1200, 900), np.float32)
    assert not mask.flags.writeable
    assert 0 <= mask.min() <= mask.max() <= 1
    x, y = pose.landmarks.middle("hip").astype(int)
    assert mask[y, x] > 0.9
    assert mask[:, :150].max() < 0.1
    assert 0.05 < mask.mean() < 0.15


def test_mask_outlives_the_next_call(
    model: PoseModel, woman: NDArray[np.uint8], room: NDArray[np.uint8]
) -> None:
    (pose,) = model.detect(woman)
    assert pose.mask is not None
    before = pose.mask.copy()
    for _ in range(3):
        model.detect(room)
    assert np.array_equal(pose.mask, before)


def test_mask_can_be_left_out(model: PoseModel, woman: NDArray[np.uint8]) -> None:
    (pose,) = model.detect(woman, with_mask=False)
    assert pose.mask is None


def test_the_same_picture_gives_the_same_result(model: PoseModel, woman: NDArray[np.uint8]) -> None:
    (first,), (second,) = model.detect(woman), model.detect(woman.copy())
    assert np.array_equal(first.landmarks.xy_px, second.landmarks.xy_px)


def test_mirrored_picture_gives_mirrored_landmarks(model: PoseModel, woman: NDArray[np.uint8]) -> None:
    (pose,) = model.detect(woman)
    (mirrored,) = model.detect(woman[:, ::-1])  # a view with negative strides
    assert mirrored.landmarks.near_side == "left"
    back = mirrored.landmarks.mirrored(woman.shape[1])
    assert np.linalg.norm(back.xy_px - pose.landmarks.xy_px, axis=1).mean() < 15


def test_strided_and_read_only_views(model: PoseModel, woman: NDArray[np.uint8]) -> None:
    view = woman[1::2, ::2]
    view.setflags(write=False)
    (pose,), (copy,) = model.detect(view), model.detect(view.copy())
    assert np.array_equal(pose.landmarks.xy_px, copy.landmarks.xy_px)


def test_odd_width(model: PoseModel, woman: NDArray[np.uint8]) -> None:
    (whole,), (pose,) = model.detect(woman), model.detect(woman[:, :-1])
    assert whole.mask is not None
    assert pose.mask is not None
    assert pose.mask.shape == (1200, 899)
    assert np.abs(pose.mask - whole.mask[:, :-1]).mean() < 0.01


def test_empty_room(model: PoseModel, room: NDArray[np.uint8]) -> None:
    assert model.detect(room) == ()


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (1, 1), (2, 2), (1, 300), (300, 2), (5, 7)])
def test_tiny_pictures(model: PoseModel, shape: tuple[int, int]) -> None:
    assert model.detect(np.full((*shape, 3), 90, np.uint8)) == ()


def test_several_people_come_by_size(model: PoseModel, woman: NDArray[np.uint8]) -> None:
    other = _read("anterior_tilt_woman_left.jpg")
    small = np.zeros_like(other)
    with Image.fromarray(other) as image:
        small[200:1160, 90:810] = np.asarray(image.resize((720, 960)))
    for pair in ((small, woman), (woman, small)):
        poses = model.detect(np.hstack(pair))
        heights = [pose.landmarks.extent_px[3] - pose.landmarks.extent_px[1] for pose in poses]
        assert len(poses) == 2
        assert heights[0] > 1.1 * heights[1]


@pytest.mark.parametrize(
    ("picture", "error"),
    [
        (np.zeros((4, 4), np.uint8), ValueError),
        (np.zeros((4, 4, 4), np.uint8), ValueError),
        (np.zeros((4, 4, 3), np.float32), TypeError),
        ([[1, 2, 3]], TypeError),
    ],
)
def test_what_is_no_picture_is_refused(
    model: PoseModel, picture: NDArray[np.uint8], error: type[Exception]
) -> None:
    with pytest.raises(error, match="picture"):
        model.detect(picture)


def test_threads_can_share_it(model: PoseModel, woman: NDArray[np.uint8], room: NDArray[np.uint8]) -> None:
    (expected,) = model.detect(woman)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(model.detect, [woman, room] * 4))
    for number, poses in enumerate(results):
        assert len(poses) == (number + 1) % 2
        for pose in poses:
            assert np.array_equal(pose.landmarks.xy_px, expected.landmarks.xy_px)


def test_a_picture_begun_beside_gives_what_it_gives_alone(
    woman: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landmarker, "second_core", lambda: True)
    monkeypatch.setattr(threads, "second_core", lambda: True)
    with PoseModel() as model:
        model.warm_up()
        results = [model.begin_detect(woman) for _ in range(3)]
        (alone,) = model.detect(woman)
        for result in results:
            (beside,) = result()
            assert np.array_equal(beside.landmarks.xy_px, alone.landmarks.xy_px)
            assert beside.mask is not None
            assert np.array_equal(beside.mask, alone.mask)
    with pytest.raises(RuntimeError, match="closed"):
        model.begin_detect(woman)()


def test_the_second_model_is_loaded_beside_the_second_picture(
    woman: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landmarker, "second_core", lambda: True)
    loads: list[Callable[[], None]] = []

    def begin(work: Callable[[], None]) -> Callable[[], None]:
        loads.append(work)
        return work

    monkeypatch.setattr(landmarker, "begin", begin)
    with PoseModel() as model:
        model.begin_detect(woman)()
        assert loads == []
        model.begin_detect(woman)()
        assert loads == [model._load_twin]


def test_shared_model_is_one(model: PoseModel) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: shared_model(), range(8))) == {model}


def test_closed_model(model: PoseModel, woman: NDArray[np.uint8]) -> None:
    with PoseModel(num_poses=1) as own:
        assert len(own.detect(woman)) == 1
    own.close()
    with pytest.raises(RuntimeError, match="closed"):
        own.detect(woman)


def test_bundle_of_something_else_is_unavailable(tmp_path: Path) -> None:
    tiny = metadata._flatbuffer({0: 3}, b"TFL3")
    detector = metadata.add_metadata(tiny, metadata.image_metadata("d", 127.5, 127.5))
    path = tmp_path / "other.task"
    path.write_bytes(metadata.bundle(detector, tiny))
    with pytest.raises(ModelUnavailableError, match=r"other\.task could not be loaded"):
        PoseModel(path)


def test_missing_mediapipe_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "mediapipe.tasks.python", None)
    with pytest.raises(ModelUnavailableError, match="MediaPipe"):
        native.load(tmp_path / "unused.task")


# --- In a process of its own --------------------------------------------------------------------------

_USE = """
import sys
import numpy as np
from PIL import Image
from analyzer.pose import PoseModel, shared_model
picture = np.asarray(Image.open(sys.argv[1]).convert("RGB"))
model = shared_model()
assert model.detect(np.zeros((300, 200, 3), np.uint8)) == ()
assert len(model.detect(picture)) == 1
own = PoseModel()  # never closed
"""
_FORK = """
import os
child = os.fork()
assert len(shared_model().detect(picture)) == 1
assert (shared_model() is model) == (child != 0)
if child:
    assert os.waitpid(child, 0)[1] == 0
"""


@pytest.fixture
def run_python(model: PoseModel) -> Callable[[str], subprocess.CompletedProcess[str]]:
    def run(code: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, str(ROOT / "sample_images" / "neutral_woman_right.jpg")],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def test_standard_error_stays_clean_until_the_end(
    run_python: Callable[[str], subprocess.CompletedProcess[str]],
) -> None:
    result = run_python(_USE)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_forked_process_gets_its_own_model(
    run_python: Callable[[str], subprocess.CompletedProcess[str]],
) -> None:
    result = run_python("import warnings\nwarnings.simplefilter('ignore')\n" + _USE + _FORK)
    assert (result.returncode, result.stderr) == (0, "")


def test_import_is_cheap(run_python: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
    result = run_python(
        "import sys, analyzer.pose\nprint([m for m in ('mediapipe', 'cv2') if m in sys.modules])"
    )
    assert result.stdout.strip() == "[]"


# --- The finished model -------------------------------------------------------------------------------


def test_model_file_is_the_pinned_one(model: PoseModel) -> None:
    if os.environ.get("POSTURE_MODEL"):
        pytest.skip("a model of the user's own is in use")
    data = model_path().read_bytes()
    assert store.describe_model().sha256 == store.TASK_SHA256
    assert data.find(b"TFL3") > 0


# --- Quietness ----------------------------------------------------------------------------------------


def test_only_noise_is_dropped(capfd: pytest.CaptureFixture[str]) -> None:
    with without_native_noise():
        os.write(2, b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n")
        os.write(2, b"W0000 00:00:1795354457.053604    5873 manager.cc:121] Feedback\n")
        print("from Python", file=sys.stderr)  # noqa: T201
        os.write(2, b"E0000 00:00:1795354457.053604    5873 graph.cc:1] Failed\n")
    os.write(2, b"INFO: afterwards\n")
    error = capfd.readouterr().err
    assert "from Python" in error
    assert "Failed" in error
    assert "INFO: afterwards" in error
    assert "XNNPACK" not in error
    assert "Feedback" not in error


def test_standard_error_comes_back_after_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="inside"), without_native_noise():
        raise ValueError("inside")
    os.write(2, b"afterwards\n")
    assert capfd.readouterr().err == "afterwards\n"


def test_a_closed_standard_error_is_no_problem(
    run_python: Callable[[str], subprocess.CompletedProcess[str]],
) -> None:
    result = run_python("import os, sys\nsys.stderr = None\nos.close(2)\n" + _USE + "\nprint('done')")
    assert (result.returncode, result.stdout) == (0, "done\n")
