"""Does the webcam's guide take people who stand still, and sway as people do? With the pose model, on films.

Run from the top of the project::

    python -m benchmarks.live_sway                    # every webcam and pair phantom: an hour on two cores
    python -m benchmarks.live_sway --every 8          # some of them
    python -m benchmarks.live_sway PHOTO [PHOTO…]     # side views of one's own

Each picture becomes films of a camera of 1280 × 720 at 10 frames/s: the person sways by up to 0, 4 and 8
pixels to either side (0.2 to 1 Hz). Rendered people of ``pairs`` mostly let their arms hang, so arms count as
lifted: it is stillness that is judged. Prints who was taken within 6 s, and how often "stand still" began
anew.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from analyzer.live import Guide, Sight, Watch
from analyzer.photo import load_photo
from analyzer.pose import shared_model
from analyzer.pose.video import VideoPose
from validation.films import RGB
from validation.sway import How, as_camera, swaying

VALIDATION: Final = Path(__file__).parents[1] / "validation"
SMALL: Final = (512, 288)
FPS: Final = 10.0
SECONDS: Final = 6.0
SWAYS_PX: Final = (0.0, 4.0, 8.0)
HOWS: Final[tuple[How, ...]] = ("whole", "about_feet")


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a film: seconds until all pictures were there, or the last instruction; and restarts."""

    taken_s: float | None
    advice: str
    restarts: int


def rendered() -> list[Path]:
    """People who stand sideways before the camera, and those of the pairs."""
    return sorted([*VALIDATION.glob("webcam/*_ready*.jpg"), *VALIDATION.glob("pairs/*.jpg")])


def with_lifted_arms(sight: Sight) -> Sight:
    if sight.body is None:
        return sight
    return replace(sight, body=replace(sight.body, reach=0.9, lift=0.6, behind=0.0))


def play(frames: Iterable[tuple[float, RGB]]) -> Played:
    guide, said = Guide(720.0, both_sides=False), ["nobody"]
    with VideoPose() as follower:
        watch = Watch(follower, shared_model())
        for time_s, frame in frames:
            small = np.asarray(cv2.resize(frame, SMALL, interpolation=cv2.INTER_AREA), dtype=np.uint8)
            cue = guide.see(with_lifted_arms(watch.look(small, time_s)), time_s)
            said.append(cue.advice)
            if cue.complete:
                return Played(time_s, cue.advice, _restarts(said))
    return Played(None, said[-1], _restarts(said))


def _restarts(said: Sequence[str]) -> int:
    return sum(one in ("count", "hold") and two not in ("count", "hold") for one, two in pairwise(said))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("photos", nargs="*", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only every so manyth picture")
    options: Any = parser.parse_args(arguments)
    pictures = (options.photos or rendered())[:: options.every]
    films = [
        (path, peak, HOWS[number % 2], number) for number, path in enumerate(pictures) for peak in SWAYS_PX
    ]
    taken: list[float] = []
    for path, peak_px, how, seed in films:
        picture = as_camera(load_photo(path).rgb)
        played = play(swaying(picture, peak_px, SECONDS, FPS, how=how, seed=seed))
        if played.taken_s is not None:
            taken.append(played.taken_s)
        outcome = f"after {played.taken_s:.1f} s" if played.taken_s is not None else f"not: {played.advice}"
        print(f"{path.stem}, {peak_px:.0f} px, {how}: {outcome}, {played.restarts} restarts", flush=True)
    share = len(taken) / len(films)
    late = f", at the latest after {max(taken):.1f} s" if taken else ""
    print(f"taken within {SECONDS:.0f} s: {len(taken)} of {len(films)} = {share:.0%} (≥ 95 %){late}")


if __name__ == "__main__":
    main()
