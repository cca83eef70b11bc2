"""Where the pose model is on this computer, and how it gets there.

The first of these that applies:

1. ``POSTURE_MODEL``: a ``.task`` file of the user's own.
2. The user's cache folder (``POSTURE_CACHE`` names another one), if the file there has the right SHA-256.
3. The ``mediapipe==0.10.21`` wheel, fetched with pip: it holds the two models of MediaPipe's pose solution,
   which later wheels do not.
4. The same two models from MediaPipe's public asset storage.

What is fetched is used only when its SHA-256 is the pinned one. The finished file is pinned too: it is put
together without any library that could lay out the same content in other bytes.
"""

from __future__ import annotations

import atexit
import hashlib
import importlib.util
import os
import shutil
import sys
import sysconfig
import tempfile
import threading
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from platformdirs import user_cache_path

from analyzer.errors import ModelUnavailableError
from analyzer.language import mark, tr
from analyzer.pose import metadata

Notice: TypeAlias = Callable[[str], None]
Models: TypeAlias = tuple[bytes, bytes]
"""Detector and landmark model, as published."""

MODEL_NAME: Final = "pose_landmarker_full"
FILE_NAME: Final = f"{MODEL_NAME}-0.10.21.task"
NOTICE: Final = mark("Getting the pose model (35 MB), once.")

DETECTOR_SHA256: Final = "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c"
LANDMARKS_SHA256: Final = "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f"
TASK_SHA256: Final = "73e9dd1057a91634ed0a5803f23d3133d408b8ec6d1b959e49761463143c06e7"

_PACKAGE: Final = "mediapipe==0.10.21"
_SOURCE: Final = f"MediaPipe pose landmarker (full), Apache-2.0, from {_PACKAGE}"
_DETECTOR_IN_WHEEL: Final = "mediapipe/modules/pose_detection/pose_detection.tflite"
_LANDMARKS_IN_WHEEL: Final = "mediapipe/modules/pose_landmark/pose_landmark_full.tflite"
# Both with the generation that MediaPipe's own build files name, beside the same SHA-256.
_ASSETS: Final = "https://storage.googleapis.com/mediapipe-assets/"
_DETECTOR_URL: Final = _ASSETS + "pose_detection.tflite?generation=1678737489600422"
_LANDMARKS_URL: Final = _ASSETS + "pose_landmark_full.tflite?generation=1661875894245786"

_MAX_MODEL_BYTES: Final = 32 * 2**20
_PIP_TIMEOUT_S: Final = 900
_URL_TIMEOUT_S: Final = 30
_LOCK_TIMEOUT_S: Final = 1200


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which pose model is used.

    Attributes
    ----------
    name : str
        Short name, for people and for provenance.
    path : Path
        The ``.task`` file.
    sha256 : str
        Of that file.
    source : str
        Where it comes from, for people.
    size_bytes : int
    """

    name: str
    path: Path
    sha256: str
    source: str
    size_bytes: int


class _SourceError(Exception):
    """A source could not deliver."""


class _WrongContentError(_SourceError):
    """A source delivered something else."""


_guard = threading.Lock()
_known: dict[tuple[Path, str, int, int], ModelInfo] = {}
"""What was verified by this process, by path, source, size and time of change."""
_fallback: list[Path] = []
"""The model in this process's own temporary folder, where the cache folder cannot be written."""


def model_path(on_notice: Notice | None = None) -> Path:
    """Path of the pose model's ``.task`` file, which is fetched if need be.

    Parameters
    ----------
    on_notice : callable, optional
        Is given one sentence for the user before something is downloaded.

    Raises
    ------
    ModelUnavailableError
        When the model cannot be had, or ``POSTURE_MODEL`` does not name a pose model.
    """
    return describe_model(on_notice).path


def is_here() -> bool:
    """Whether there is a file that may be the model, so that nothing need be fetched."""
    return bool(os.environ.get("POSTURE_MODEL")) or (cache_folder() / FILE_NAME).is_file()


def describe_model(on_notice: Notice | None = None) -> ModelInfo:
    """The pose model, which is fetched if need be. Parameters and errors as in `model_path`."""
    own = os.environ.get("POSTURE_MODEL")
    with _guard:
        if own:
            return _own_model(own)
        for path in (cache_folder() / FILE_NAME, *_fallback):
            info = _verified(path)
            if info is not None:
                return info
        return _obtain(on_notice)


def cache_folder() -> Path:
    """The folder the model is kept in: ``POSTURE_CACHE``, or the user's cache folder. May not exist yet."""
    given = os.environ.get("POSTURE_CACHE")
    if given:
        return Path(given).expanduser().absolute()
    return user_cache_path("posture-analyzer", appauthor=False)


# --- Files that are there -----------------------------------------------------------------------------


def _own_model(given: str) -> ModelInfo:
    path = Path(given).expanduser().absolute()
    if not path.is_file():
        raise ModelUnavailableError.of("model_unavailable.no_file", given=given)
    try:
        info = _describe(path, path.name, "the file that POSTURE_MODEL names", _is_pose_bundle)
    except OSError:
        info = None
    if info is None:
        raise ModelUnavailableError.of("model_unavailable.no_model", given=given)
    return info


def _is_pose_bundle(path: Path, _sha256: str) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            # MediaPipe uses the models where they are in the file: they must not be compressed.
            stored = {item.filename for item in members if item.compress_type == zipfile.ZIP_STORED}
            return set(metadata.MEMBERS) <= stored and archive.testzip() is None
    except zipfile.BadZipFile:
        return False


def _verified(path: Path) -> ModelInfo | None:
    """What is known of our model at ``path``; ``None`` when it is missing or damaged."""
    try:
        return _describe(path, MODEL_NAME, _SOURCE, lambda _, sha256: sha256 == TASK_SHA256)
    except OSError:
        return None


def _describe(path: Path, name: str, source: str, is_good: Callable[[Path, str], bool]) -> ModelInfo | None:
    """Describe a file if it is good. The content is only looked at when the file is new or changed."""
    state = path.stat()
    key = (path, source, state.st_size, state.st_mtime_ns)
    if key not in _known:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        if not is_good(path, sha256):
            return None
        _known[key] = ModelInfo(name, path, sha256, source, state.st_size)
    return _known[key]


# --- Getting it ---------------------------------------------------------------------------------------


def _obtain(on_notice: Notice | None) -> ModelInfo:
    from filelock import FileLock  # noqa: PLC0415 - what only a first run needs is imported only then

    path = cache_folder() / FILE_NAME
    data: bytes | None = None
    # NotImplementedError: file systems that cannot lock. Timeout of the lock is an OSError.
    with suppress(OSError, NotImplementedError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(path.name + ".lock"), timeout=_LOCK_TIMEOUT_S):
            info = _verified(path)  # another process may have been faster
            if info is not None:
                return info
            data = _build(on_notice)
            _write(path, data)
        info = _verified(path)
        if info is not None:
            return info
    path = _write_to_temporary_folder(data if data is not None else _build(on_notice))
    info = _verified(path)
    if info is None:
        raise _cannot_store()
    _fallback[:] = [path]
    return info


def _write(path: Path, data: bytes) -> None:
    """Write a file so that at no time a part of it is seen under its name.

    Only for those who hold the lock: the name of the unfinished file is always the same, so that what a
    killed process left behind is overwritten.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _write_to_temporary_folder(data: bytes) -> Path:
    try:
        folder = Path(tempfile.mkdtemp(prefix="posture-analyzer-"))
        atexit.register(_remove_if_ours, folder, os.getpid())
        path = folder / FILE_NAME
        _write(path, data)
    except OSError:
        raise _cannot_store() from None
    return path


def _remove_if_ours(folder: Path, pid: int) -> None:
    if os.getpid() == pid:  # a forked process must not take its parent's model away
        shutil.rmtree(folder, ignore_errors=True)


def _cannot_store() -> ModelUnavailableError:
    return ModelUnavailableError.of("model_unavailable.no_room")


def _build(on_notice: Notice | None) -> bytes:
    """The finished ``.task`` file, from the first source that has the right models."""
    if on_notice is not None:
        on_notice(tr(NOTICE))
    wrong = False
    for fetch in (_fetch_with_pip, _fetch_directly):
        try:
            return _assemble(fetch())
        except _WrongContentError:
            wrong = True
        except (_SourceError, OSError):
            continue
    if wrong:
        raise ModelUnavailableError.of("model_unavailable.other_model")
    raise ModelUnavailableError


def _assemble(models: Models) -> bytes:
    for model, expected in zip(models, (DETECTOR_SHA256, LANDMARKS_SHA256), strict=True):
        if hashlib.sha256(model).hexdigest() != expected:
            raise _WrongContentError
    return metadata.bundle(*models)


def _fetch_with_pip() -> Models:
    with tempfile.TemporaryDirectory(prefix="posture-analyzer-", ignore_cleanup_errors=True) as folder:
        return _models_in_wheel(_download_wheel(Path(folder)))


def _models_in_wheel(wheel: Path) -> Models:
    try:
        with zipfile.ZipFile(wheel) as archive:
            members = [archive.getinfo(name) for name in (_DETECTOR_IN_WHEEL, _LANDMARKS_IN_WHEEL)]
            if any(member.file_size > _MAX_MODEL_BYTES for member in members):
                raise _WrongContentError
            detector, landmarks = map(archive.read, members)
    except (zipfile.BadZipFile, KeyError):
        raise _WrongContentError from None
    return detector, landmarks


def _download_wheel(folder: Path) -> Path:
    """Fetch the wheel with pip, as the user has set it up (index, proxy, certificates)."""
    import subprocess  # noqa: PLC0415 - see _obtain

    if not sys.executable or getattr(sys, "frozen", False):  # no interpreter, but a packed program
        raise _SourceError
    environment = dict(os.environ)
    if importlib.util.find_spec("pip") is None:
        environment["PYTHONPATH"] = str(_bundled_pip())
    # The platform is always the same one: only the models are wanted, and they are the same in all wheels.
    # fmt: off
    command = [
        sys.executable, "-P", "-m", "pip", "download", _PACKAGE, "--no-deps", "--only-binary=:all:",
        "--python-version", "3.11", "--platform", "manylinux_2_28_x86_64", "-d", str(folder),
        "--quiet", "--disable-pip-version-check", "--no-input", "--no-cache-dir",
    ]
    # fmt: on
    try:
        subprocess.run(  # noqa: S603 - no part of the command comes from outside
            command,
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PIP_TIMEOUT_S,
            check=True,
        )
    except subprocess.SubprocessError:
        raise _SourceError from None
    wheels = list(folder.glob("mediapipe-*.whl"))
    if len(wheels) != 1:
        raise _SourceError
    return wheels[0]


def _bundled_pip() -> Path:
    """The pip wheel that comes with Python, for environments without pip. It can be run as it is."""
    folders = [sysconfig.get_config_var("WHEEL_PKG_DIR")]  # where some Linux distributions put it
    spec = importlib.util.find_spec("ensurepip")
    if spec is not None and spec.origin is not None:
        folders.append(Path(spec.origin).parent / "_bundled")
    for folder in filter(None, folders):
        for wheel in sorted(Path(folder).glob("pip-*.whl")):
            return wheel
    raise _SourceError


def _fetch_directly() -> Models:
    return _download_url(_DETECTOR_URL), _download_url(_LANDMARKS_URL)


def _download_url(url: str) -> bytes:
    import http.client  # noqa: PLC0415 - see _obtain
    import urllib.request  # noqa: PLC0415

    try:
        # The URLs are constants with https.
        with urllib.request.urlopen(url, timeout=_URL_TIMEOUT_S) as response:  # noqa: S310
            data: bytes = response.read(_MAX_MODEL_BYTES)
    except (OSError, http.client.HTTPException):
        raise _SourceError from None
    return data
