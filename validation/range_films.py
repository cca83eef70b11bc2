"""Films of people who tip the pelvis forwards and back before a webcam, with the tilt of every frame known.

The frames in ``validation/range`` are rendered (``python -m calibration range-frames``), a folder for each
person, one frame every 1.5 or 3 degrees. A film shows the frame whose tilt is nearest, and gives that tilt
as truth. People of even numbers were looked at while the method was made; those of odd numbers were not. Run
from the top of the project to see how well range and habitual position are found, and wrong movements
refused::

    python -m validation.range_films
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.pelvic_range import conclude_range, sample_frames
from analyzer.types.pelvic_range import Estimate, FailedRange, PelvicRange
from validation.films import RGB, noisy, still

FOLDER: Final = Path(__file__).parent / "range"
FPS: Final = 6.0
"""Frames that are looked at, a second; as many as of a film or before the webcam."""
FILMS: Final = 3
"""Of each person."""
RANGES_DEG: Final = (10.0, 34.0)
POSITIONS_PCT: Final = (10.0, 90.0)


@dataclass(frozen=True, slots=True)
class Course:
    """A movement: stand as usual, tip forwards, tip back, let go.

    Attributes
    ----------
    habitual_deg, forward_deg, back_deg : float
        Rotation of the pelvis from the model's neutral stance, + = anterior.
    hold_s, move_s : float
        How long each position is held, and how long each way takes.
    sway_px : float
        How far the person sways to either side; standing people do so by 1 to 2 cm, some 5 pixels.
    quality : int
        Of the JPEG compression, 0 to 100; 0 for none.
    """

    habitual_deg: float
    forward_deg: float
    back_deg: float
    hold_s: float = 1.0
    move_s: float = 1.5
    sway_px: float = 0.0
    quality: int = 0

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
        yield number / fps, as_camera(picture, number, number / fps, course), tilt


def as_camera(picture: RGB, number: int, time_s: float, course: Course) -> RGB:
    """A picture as a webcam gives it: the person sways, with noise and compression."""
    if course.sway_px:
        aside = course.sway_px * (0.7 * np.sin(1.7 * time_s) + 0.3 * np.sin(4.3 * time_s + 1.0))
        shift = np.array([[1.0, 0.0, aside], [0.0, 1.0, 0.0]])
        picture = np.asarray(
            cv2.warpAffine(picture, shift, picture.shape[1::-1], borderMode=cv2.BORDER_REPLICATE), np.uint8
        )
    picture = noisy(picture, number)
    if not course.quality:
        return picture
    _, data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, course.quality])
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert decoded is not None
    return np.asarray(decoded[..., ::-1], dtype=np.uint8)


def people(folder: Path = FOLDER) -> list[Path]:
    """The folders of people who tip the pelvis."""
    return sorted(path.parent for path in folder.glob("[0-9]*/frames.json"))


def wrong_people(folder: Path = FOLDER) -> list[Path]:
    """The folders of people who bend hips or knees instead."""
    return sorted(path.parent for path in folder.glob("[a-z]*_*/frames.json"))


def courses(folder: Path) -> list[Course]:
    """The movements of a person: other ranges, habitual stances and speeds each time."""
    tilts = np.array([tilt for tilt, _ in frames(folder)])
    made = []
    for number in range(FILMS):
        rng = np.random.default_rng([23, int(folder.name), number])
        low, high = RANGES_DEG
        wide = min(low + (high - low) * (number + rng.uniform()) / FILMS, float(np.ptp(tilts)))
        back = rng.uniform(tilts[0], tilts[-1] - wide)
        ends = [float(tilts[np.abs(tilts - end).argmin()]) for end in (back, back + wide)]
        share = rng.uniform(*POSITIONS_PCT) / 100.0
        stands = ends[0] + share * (ends[1] - ends[0])
        made.append(
            Course(
                habitual_deg=float(tilts[np.abs(tilts - stands).argmin()]),
                forward_deg=ends[1],
                back_deg=ends[0],
                hold_s=float(rng.uniform(0.9, 1.5)),
                move_s=float(rng.uniform(1.0, 1.8)),
                sway_px=float(rng.uniform(0.0, 6.0)),
                quality=int(rng.integers(65, 93)),
            )
        )
    return made


def find(folder: Path, course: Course) -> PelvicRange | FailedRange:
    """What the film of a movement gives."""
    shown = ((time_s, picture) for time_s, picture, _ in film(folder, course, FPS))
    return conclude_range(list(sample_frames(shown)))


# --- Wrong movements ----------------------------------------------------------------------------------


def wrong_film(folder: Path) -> Iterator[tuple[float, RGB]]:
    """Hips or knees that bend, and stretch again."""
    told = json.loads((folder / "frames.json").read_text("utf-8"))["frames"]
    pictures = [_read(folder / item["image"]) for item in told]
    there = np.linspace(0.0, len(pictures) - 1.0, round(4.0 * FPS))
    order = np.concatenate([np.zeros(round(1.5 * FPS)), there, there[::-1], np.zeros(round(1.5 * FPS))])
    course = Course(0.0, 1.0, 0.0, sway_px=3.0, quality=80)
    for number, index in enumerate(order.round().astype(int)):
        yield number / FPS, as_camera(pictures[index], number, number / FPS, course)


def other_films() -> Iterator[tuple[str, list[tuple[float, RGB]]]]:
    """Films that show no range: nobody moves, somebody walks, turns, or wears a loose shirt."""
    count = round(10.0 * FPS)
    folder = people()[0]
    standing = [
        picture for _, picture, _ in film(folder, Course(0.0, 1.5, 0.0, sway_px=4.0, quality=80), FPS)
    ]
    yield "pelvis_not_moved", [(number / FPS, picture) for number, picture in enumerate(standing)]
    moved = []
    for time_s, picture, _ in film(folder, Course(0.0, 12.0, -9.0, quality=80), FPS):
        shift = np.array([[1.0, 0.0, 18.0 * time_s], [0.0, 1.0, 0.0]])
        gone = cv2.warpAffine(picture, shift, picture.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
        moved.append((time_s, np.asarray(gone, np.uint8)))
    yield "person_walked", moved
    turning = ["side_ready"] * 15 + ["turn_60"] * 15 + ["turn_30"] * 15 + ["side_ready"] * 15
    yield "person_turned", [(number / FPS, noisy(still(name), number)) for number, name in enumerate(turning)]
    shirt = still("shirt")
    yield "back_hidden", [(number / FPS, noisy(shirt, number)) for number in range(count)]


# --- Numbers ------------------------------------------------------------------------------------------


def holds(estimate: Estimate, truth: float) -> bool:
    return estimate.ci95[0] <= truth <= estimate.ci95[1]


@dataclass(frozen=True, slots=True)
class Errors:
    """What became of one film."""

    person: str
    course: Course
    found: PelvicRange | FailedRange

    @property
    def range_deg(self) -> float:
        assert isinstance(self.found, PelvicRange)
        return self.found.range_deg.value - self.course.range_deg

    @property
    def position_pct(self) -> float:
        assert isinstance(self.found, PelvicRange)
        return self.found.position_pct.value - self.course.position_pct

    @property
    def row(self) -> str:
        true = f"{self.course.range_deg:.1f}° | {self.course.position_pct:.0f} %"
        if isinstance(self.found, FailedRange):
            return f"| {self.person} | {true} | {self.found.code} | | |"
        film_, notes = self.found.film, ", ".join(self.found.notes)
        return (
            f"| {self.person} | {true} | {self.range_deg:+.1f}° | {self.position_pct:+.1f} % | "
            f"{film_.used} of {film_.frames} {notes} |"
        )


def summary(title: str, films: list[Errors]) -> str:
    """Mean absolute errors, and how often the intervals hold."""
    good = [item for item in films if isinstance(item.found, PelvicRange)]
    ranges = np.array([item.range_deg for item in good])
    places = np.array([item.position_pct for item in good])
    inside = [
        np.mean([holds(getattr(item.found, name), getattr(item.course, name)) for item in good])
        for name in ("range_deg", "position_pct")
    ]
    return (
        f"{title}: {len(good)} of {len(films)} films measured; range {np.abs(ranges).mean():.2f}° (mean "
        f"{ranges.mean():+.2f}, largest {np.abs(ranges).max():.1f}°; limit 2.0°), position "
        f"{np.abs(places).mean():.1f} % (largest {np.abs(places).max():.1f} %; limit 8 %), truth in the "
        f"interval {100 * inside[0]:.0f} % and {100 * inside[1]:.0f} %"
    )


def table(folder: Path = FOLDER) -> Iterator[str]:
    """Every film of people who tip the pelvis, then the wrong movements."""
    yield "| person | true range | true position | range | position | frames used, notes |"
    yield "|---|---|---|---|---|---|"
    halves: tuple[list[Errors], list[Errors]] = ([], [])
    for person in people(folder):
        for course in courses(person):
            item = Errors(person.name, course, find(person, course))
            halves[int(person.name) % 2].append(item)
            yield item.row
    yield ""
    for title, films in zip(("looked at", "kept out"), halves, strict=True):
        if films:
            yield summary(title, films)
    wrong = [(path.name, list(wrong_film(path))) for path in wrong_people(folder)]
    for name, shown in (*wrong, *other_films()):
        found = conclude_range(list(sample_frames(shown)))
        yield f"{name}: {found.code if isinstance(found, FailedRange) else f'{found.range_deg.value:.1f}°'}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m validation.range_films", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    for line in table(parser.parse_args().folder):
        print(line, flush=True)


if __name__ == "__main__":
    main()
