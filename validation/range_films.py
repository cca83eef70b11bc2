"""Films of people who tip the pelvis forwards and back before a webcam, with the tilt of every frame known.

The frames in ``validation/range`` are rendered (``python -m calibration range-frames``), a folder for each
person, one frame every 1.5 degrees. A film shows the frame whose tilt is nearest, and gives that tilt as
truth. Run from the top of the project to see how well single frames tell range and habitual position::

    python -m validation.range_films
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer import PostureError, analyze
from validation.films import RGB, noisy

FOLDER: Final = Path(__file__).parent / "range"
_HABITUALS: Final = 3


@dataclass(frozen=True, slots=True)
class Course:
    """A movement: stand as usual, tip forwards, tip back, let go.

    Attributes
    ----------
    habitual_deg, forward_deg, back_deg : float
        Rotation of the pelvis from the model's neutral stance, + = anterior.
    hold_s, move_s : float
        How long each position is held, and how long each way takes.
    """

    habitual_deg: float
    forward_deg: float
    back_deg: float
    hold_s: float = 1.0
    move_s: float = 1.5

    @property
    def range_deg(self) -> float:
        return self.forward_deg - self.back_deg

    @property
    def position_pct(self) -> float:
        """Where the habitual stance lies in the range, 0 = back, 100 = forward."""
        return 100.0 * (self.habitual_deg - self.back_deg) / self.range_deg

    def tilts(self, fps: float) -> NDArray[np.float64]:
        """Tilt of each frame, degrees, shape (n,)."""
        stops = (self.habitual_deg, self.forward_deg, self.back_deg, self.habitual_deg)
        parts = []
        for number, stop in enumerate(stops):
            parts.append(np.full(round(self.hold_s * fps), stop))
            if number + 1 < len(stops):
                # People start and stop gently.
                way = 0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, round(self.move_s * fps)))
                parts.append(stop + way * (stops[number + 1] - stop))
        return np.concatenate(parts)


@lru_cache(maxsize=4)
def frames(folder: Path) -> tuple[tuple[float, RGB], ...]:
    """Tilt and picture of each frame of a person, from the backmost."""
    told = json.loads((folder / "frames.json").read_text("utf-8"))["frames"]
    return tuple((float(item["pelvis_rotation_deg"]), _read(folder / item["image"])) for item in told)


def _read(path: Path) -> RGB:
    picture = cv2.imread(str(path))
    if picture is None:
        raise FileNotFoundError(f"there is no frame {path}")
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def film(folder: Path, course: Course, fps: float = 20.0) -> Iterator[tuple[float, RGB, float]]:
    """The frames of a movement: time in seconds, picture, true tilt in degrees."""
    kept = frames(folder)
    tilts = np.array([tilt for tilt, _ in kept])
    for number, wanted in enumerate(course.tilts(fps)):
        tilt, picture = kept[int(np.abs(tilts - wanted).argmin())]
        yield number / fps, noisy(picture, number), tilt


def people(folder: Path = FOLDER) -> list[Path]:
    return sorted(path.parent for path in folder.glob("*/frames.json"))


def measured(folder: Path) -> NDArray[np.float64]:
    """True and measured tilt of every frame that can be measured, shape (n, 2)."""
    rows = []
    for number, (tilt, picture) in enumerate(frames(folder)):
        try:
            value = analyze(noisy(picture, number)).measures["pelvic_tilt"].value
        except PostureError:
            continue
        if value is not None:
            rows.append((tilt, value))
    return np.array(rows).reshape(-1, 2)


def table() -> list[str]:
    """For each person the errors of range and habitual position from single frames."""
    rows = [
        "| person | frames measured | degrees for a degree | range (limit 2.0°) | position (limit 8 %) |",
        "|---|---|---|---|---|",
    ]
    for folder in people():
        found = measured(folder)
        count = len(frames(folder))
        if len(found) < _HABITUALS + 2:
            rows.append(f"| {folder.name} | {len(found)} of {count} | | | |")
            continue
        true, value = found.T
        wide = (value[-1] - value[0]) - (true[-1] - true[0])
        inner = slice(2, -2, max(1, (len(true) - 4) // _HABITUALS))
        position = 100.0 * (value[inner] - value[0]) / (value[-1] - value[0])
        exact = 100.0 * (true[inner] - true[0]) / (true[-1] - true[0])
        slope = float(np.polyfit(true, value, 1)[0])
        rows.append(
            f"| {folder.name} | {len(found)} of {count} | {slope:.2f} | {wide:+.1f}° | "
            f"{np.abs(position - exact).mean():.1f} % |"
        )
    return rows


if __name__ == "__main__":
    print("\n".join(table()))
