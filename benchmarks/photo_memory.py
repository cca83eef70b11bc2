"""Peak memory of ``load_photo`` for 48-megapixel photos, beside plain full decoding of the same files.

Run from the repository: ``python -m benchmarks.photo_memory``. Each measurement is a process of its own,
because the peak resident set size of a process never falls. So are the pictures made: on Linux the peak of
a child begins with that of its parent.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

SIZE = (8064, 6048)
KINDS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "HEIC": ".heic"}


def picture() -> np.ndarray:
    """Soft structure with the noise of a sensor, uint8 of shape (6048, 8064, 3)."""
    import cv2  # noqa: PLC0415 (the measured processes decide for themselves what to import)

    rng = np.random.default_rng(0)
    width, height = SIZE
    coarse = rng.integers(30, 226, (height // 48, width // 48, 3), dtype=np.uint8)
    rgb = cv2.resize(coarse, SIZE, interpolation=cv2.INTER_LINEAR)
    for top in range(0, height, 504):
        rgb[top : top + 504] += rng.integers(0, 8, (504, width, 3), dtype=np.uint8)
    return np.asarray(rgb)


def write(path: Path) -> None:
    rgb = picture()
    from PIL import Image  # noqa: PLC0415

    if path.suffix == ".heic":
        import pillow_heif  # noqa: PLC0415

        pillow_heif.from_pillow(Image.fromarray(rgb)).save(path, quality=60)
    else:
        options: dict[str, dict[str, Any]] = {
            ".jpg": {"quality": 90},
            ".png": {"compress_level": 1},
            ".webp": {"quality": 80, "method": 0},
        }
        Image.fromarray(rgb).save(path, **options[path.suffix])


def load(how: str, path: Path) -> None:
    """The measured work, in a child process; prints milliseconds and MB."""
    if how == "write":
        started = time.perf_counter()
        write(path)
    elif how == "load_photo":
        from analyzer.photo import load_photo  # noqa: PLC0415

        started = time.perf_counter()
        load_photo(path)
    elif path.suffix == ".heic":  # OpenCV does not read HEIC
        import pillow_heif  # noqa: PLC0415

        started = time.perf_counter()
        np.asarray(pillow_heif.read_heif(path).to_pillow())
    else:
        import cv2  # noqa: PLC0415

        started = time.perf_counter()
        cv2.imread(str(path))
    milliseconds = (time.perf_counter() - started) * 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(milliseconds, peak / (1e6 if sys.platform == "darwin" else 1e3))  # bytes there, kilobytes elsewhere


def measure(how: str, path: Path) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.photo_memory", "--child", how, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    milliseconds, megabytes = map(float, done.stdout.split())
    return milliseconds, megabytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=["JPEG", "PNG"])
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        load(arguments.child[0], Path(arguments.child[1]))
        return
    print(f"{SIZE[0]} x {SIZE[1]} pixels, peak resident memory of the whole process, first load")
    with tempfile.TemporaryDirectory() as folder:
        for kind in arguments.kinds:
            path = Path(folder) / f"photo{KINDS[kind]}"
            measure("write", path)
            ours, plain = measure("load_photo", path), measure("full", path)
            print(
                f"{kind:5} {path.stat().st_size / 1e6:6.1f} MB file: "
                f"load_photo {ours[1]:4.0f} MB {ours[0]:5.0f} ms, "
                f"full decoding {plain[1]:4.0f} MB {plain[0]:5.0f} ms, "
                f"ratio {ours[1] / plain[1]:.2f} of memory"
            )


if __name__ == "__main__":
    main()
