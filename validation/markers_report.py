"""How well dots on the pelvis are found, and what is taken for one: ``python -m validation.markers_report``.

Rendered people with balls on ASIS and PSIS (folder ``markers``), all other rendered people, and flat dots and
look-alikes painted on some of them.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer import PostureError, analyze
from analyzer.markers import Markers, find_markers
from analyzer.pipeline import Observation, observe
from validation.dots import COLOURS, Colour, Disc, Rgb, blurred, dark, paint, places
from validation.run import CHANGES
from validation.truth import Phantom, load_phantoms

FloatArray = NDArray[np.float64]

HERE: Final = Path(__file__).parent
HIDDEN: Final = {
    "000": "ASIS, behind the forearm",
    "004": "PSIS, behind the back",
    "007": "PSIS, but for a slice of 2 pixels",
    "015": "PSIS, but for a slice of 2 pixels",
}
"""Balls that cannot be seen, from looking at the pictures enlarged."""
OTHERS: Final = ("dev", "pairs", "retakes")
CANVASES: Final = 12
"""People that dots are painted on: tight clothes, arms lifted forward, every sixth of those there are."""


def report_markers() -> str:
    """The report as Markdown."""
    with ProcessPoolExecutor(os.cpu_count(), initializer=_one_thread) as pool:
        balls = list(pool.map(_ball, load_phantoms(HERE / "markers")))
        people = [item for folder in OTHERS for item in load_phantoms(HERE / folder)]
        false = list(pool.map(_false, people, chunksize=4))
        usable = [p for p in people if p.tight and p.data["params"]["arms"] == "forward"]
        canvases = usable[:: max(1, len(usable) // CANVASES)][:CANVASES]
        painted = [row for rows in pool.map(_painted, canvases) for row in rows]
        mistaken = [row for rows in pool.map(_mistaken, canvases) for row in rows]
    return "\n".join(
        [
            *_balls_table(balls),
            "",
            *_false_table(false),
            "",
            *_painted_table(painted, len(canvases)),
            "",
            *_mistaken_table(mistaken, len(canvases)),
        ]
    )


def _one_thread() -> None:
    cv2.setNumThreads(1)


# Balls on rendered people


@dataclass(frozen=True)
class Ball:
    """One picture with balls: the answer, and errors in degrees against the line between the true middles."""

    name: str
    answer: str
    error_deg: float | None
    levelled_error_deg: float | None


def _ball(phantom: Phantom) -> Ball:
    found = analyze(phantom.path)
    known = analyze(phantom.path, roll_deg=phantom.roll_deg)
    return Ball(phantom.path.stem, _answer(found), _error(phantom, found), _error(phantom, known))


def _answer(found: Any) -> str:
    if found.measures["pelvic_tilt"].method == "markers":
        return "both"
    codes = [issue.code for issue in found.view.issues]
    return next((code for code in ("one_marker_found", "markers_ambiguous") if code in codes), "none")


def _error(phantom: Phantom, found: Any) -> float | None:
    measure = found.measures["pelvic_tilt"]
    return measure.value - _true_tilt(phantom) if measure.method == "markers" else None


def _true_tilt(phantom: Phantom) -> float:
    """Of the line between the middles of the balls in the picture, without the camera's roll."""
    side = "L" if phantom.facing == "left" else "R"
    asis, psis = (np.array(phantom.data["landmarks_px"][f"{name}_{side}"]) for name in ("ASIS", "PSIS"))
    ahead = 1.0 if phantom.facing == "right" else -1.0
    return _tilt(asis, psis) - ahead * phantom.roll_deg


def _tilt(asis: FloatArray, psis: FloatArray) -> float:
    return float(np.degrees(np.arctan2(asis[1] - psis[1], abs(asis[0] - psis[0]))))


def _balls_table(balls: list[Ball]) -> list[str]:
    seen = [ball for ball in balls if ball.name not in HIDDEN]
    both = [ball for ball in seen if ball.answer == "both"]
    errors = np.array([ball.error_deg for ball in both], dtype=np.float64)
    levelled = np.array([ball.levelled_error_deg for ball in both], dtype=np.float64)
    one = sum(ball.answer == "one_marker_found" for ball in balls if ball.name in HIDDEN)
    hidden = "; ".join(f"{name}: {what}" for name, what in HIDDEN.items())
    return [
        f"Balls of 8 to 12 mm radius on ASIS and PSIS, {len(balls)} pictures (`markers`). Hidden: {hidden}.",
        "",
        "| | pictures | limit |",
        "|---|---|---|",
        f"| both can be seen, both found | {len(both)} of {len(seen)} | ≥ 95 % |",
        f"| one is hidden, answer `one_marker_found` | {one} of {len(HIDDEN)} | all |",
        f"| tilt, mean absolute error | {np.abs(errors).mean():.2f}° | ≤ 1.0° |",
        f"| the same with the camera's roll known | {np.abs(levelled).mean():.2f}° | |",
    ]


# Everything without dots


def _false(phantom: Phantom) -> tuple[str, str]:
    try:
        return phantom.key, _answer(analyze(phantom.path))
    except PostureError:
        return phantom.key, "none"


def _false_table(answers: list[tuple[str, str]]) -> list[str]:
    wrong = [f"{key} {answer}" for key, answer in answers if answer != "none"]
    return [
        f"Rendered people without dots ({', '.join(f'`{name}`' for name in OTHERS)}): something taken for a "
        f"dot in {len(wrong)} of {len(answers)}" + (f" ({', '.join(wrong)})." if wrong else ".")
    ]


# Painted dots


POOR: Final[dict[str, Callable[[Rgb], Rgb]]] = {
    "as painted": lambda rgb: rgb,
    "blurred": blurred,
    "a third of the light": dark,
    "JPEG quality 60": CHANGES["JPEG quality 60"],
}


@dataclass(frozen=True, slots=True)
class Canvas:
    """A rendered person to paint on."""

    phantom: Phantom
    seen: Observation
    asis: FloatArray
    psis: FloatArray
    px_per_mm: float

    @classmethod
    def of(cls, phantom: Phantom) -> Canvas:
        return cls(phantom, observe(phantom.path, markers="off"), *places(phantom))

    @property
    def rgb(self) -> Rgb:
        return self.seen.photo.rgb

    def at(self, start: FloatArray, forward_mm: float, down_mm: float) -> FloatArray:
        forward = 1.0 if self.phantom.facing == "right" else -1.0
        return start + np.array([forward * forward_mm, down_mm]) * self.px_per_mm

    def disc(self, at: FloatArray, colour: Colour, radius_mm: float = 9.0, narrow: float = 0.8) -> Disc:
        return Disc((float(at[0]), float(at[1])), radius_mm * self.px_per_mm, colour, narrow, 0.9)

    def pair(self, colour: Colour, radius_mm: float = 9.0) -> tuple[Disc, Disc]:
        return (
            self.disc(self.asis, colour, radius_mm),
            self.disc(self.psis, colour, radius_mm, narrow=0.5),
        )

    def on_body(self, picture: Rgb) -> Rgb:
        return np.where((self.seen.person.mask > 0.5)[..., None], picture, self.rgb)

    def find(self, picture: Rgb) -> Markers:
        seen = self.seen
        return find_markers(picture, seen.person.mask, seen.person.landmarks, seen.level.frame)


def _painted(phantom: Phantom) -> list[tuple[str, str, float, str, float | None]]:
    """Size, colour, radius, change, and the error of the tilt (None when not found) of painted dots."""
    canvas = Canvas.of(phantom)
    rows = []
    for number, (name, colour) in enumerate(COLOURS.items()):
        radius = (6.0, 8.0, 10.0, 12.0, 4.0)[number % 5]
        picture = paint(canvas.rgb, *canvas.pair(colour, radius))
        for change, spoil in POOR.items():
            found = canvas.find(spoil(picture))
            error = None
            if found.asis_px is not None and found.psis_px is not None:
                error = _tilt(found.asis_px, found.psis_px) - _tilt(canvas.asis, canvas.psis)
            rows.append(("small" if radius < 6.0 else "usual", name, radius, change, error))
    return rows


def _painted_table(rows: list[tuple[str, str, float, str, float | None]], people: int) -> list[str]:
    lines = [
        f"Flat dots in {len(COLOURS)} colours painted on {people} rendered people, the one at the back seen "
        "at a slant. White is missed where skin or cloth is pale; small dots are 8 mm wide.",
        "",
        "| picture | white found | other colours found | small dots found | tilt, mean error | largest |",
        "|---|---|---|---|---|---|",
    ]
    for change in POOR:
        chosen = [row for row in rows if row[3] == change]
        groups = (
            [row for row in chosen if row[0] == "usual" and row[1] == "white"],
            [row for row in chosen if row[0] == "usual" and row[1] != "white"],
            [row for row in chosen if row[0] == "small"],
        )
        shares = (f"{sum(r[4] is not None for r in group)} of {len(group)}" for group in groups)
        errors = np.abs([row[4] for row in chosen if row[4] is not None])
        lines.append(f"| {change} | {' | '.join(shares)} | {errors.mean():.2f}° | {errors.max():.2f}° |")
    return lines


# Look-alikes


def _mistaken(phantom: Phantom) -> list[tuple[str, str]]:
    """What was painted, and the answer."""
    canvas = Canvas.of(phantom)
    rows: list[tuple[str, str]] = []
    for colour in ("white", "red", "yellow"):
        for what, picture in _look_alikes(canvas, COLOURS[colour]):
            found = canvas.find(picture)
            code = "nothing" if found.issue is None else found.issue.code
            rows.append((what, "a pair" if found else code))
    return rows


def _look_alikes(canvas: Canvas, colour: Colour) -> Iterator[tuple[str, Rgb]]:
    rgb, asis, psis = canvas.rgb, canvas.asis, canvas.psis
    grid = [canvas.at(asis, 30.0 * i, 30.0 * j) for i in range(-10, 4) for j in range(-4, 7)]
    yield "dotted clothes", canvas.on_body(paint(rgb, *(canvas.disc(at, colour, 6.0) for at in grid)))
    size = max(3, round(14.0 * canvas.px_per_mm))
    y, x = np.indices(rgb.shape[:2]) // size
    squares = ((x + y) % 2 == 0)[..., None]
    yield "checked clothes", canvas.on_body(np.where(squares, np.array(colour, dtype=np.uint8), rgb))
    row = [canvas.disc(canvas.at(asis, -30.0 * i, 3.0 * i), colour, 6.0) for i in range(4)]
    yield "row of four buttons", paint(rgb, *row)
    brown = (85.0, 55.0, 42.0)
    yield "moles", paint(rgb, canvas.disc(asis, brown, 4.0), canvas.disc(psis, brown, 4.0, 0.6))
    yield "logo of 5 cm", paint(rgb, canvas.disc(asis, colour, 26.0))
    walls = (canvas.at(psis, -55.0, 0.0), canvas.at(asis, 90.0, 0.0))
    yield "spots on the wall", paint(rgb, *(canvas.disc(at, colour) for at in walls))
    front, back = canvas.pair(colour)
    yield "one dot, on the ASIS", paint(rgb, front)
    yield "one dot, and one on the wall", paint(rgb, front, canvas.disc(canvas.at(psis, -45.0, 0.0), colour))
    yield "three dots", paint(rgb, front, back, canvas.disc((asis + psis) / 2, colour))
    other = canvas.disc(psis, COLOURS["blue"], narrow=0.5)
    yield "two dots of different colours", paint(rgb, front, other)


def _mistaken_table(rows: list[tuple[str, str]], people: int) -> list[str]:
    answers = ("nothing", "one_marker_found", "markers_ambiguous", "a pair")
    lines = [
        f"Look-alikes in three colours painted on the same {people} people. A pair would be wrong in all.",
        "",
        "| painted | " + " | ".join(f"`{a}`" if "_" in a else a for a in answers) + " |",
        "|---|" + "---|" * len(answers),
    ]
    for what in dict.fromkeys(what for what, _ in rows):
        counts = Counter(answer for name, answer in rows if name == what)
        lines.append(f"| {what} | " + " | ".join(str(counts[answer]) for answer in answers) + " |")
    return lines


if __name__ == "__main__":
    print(report_markers())
