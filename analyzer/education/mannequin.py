"""The person of the figures: outlines of a simulated body in each pose, drawn in flat tones.

``analyzer/data/figure_bodies.json`` holds the outlines, in millimetres of the body; ``calibration/figures``
makes it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from analyzer.education import bones
from analyzer.education.svg import Point, circle, group, num, path, smooth, text

_TOKENS: Final = {"hair": "hair_tone"}
_MODEL_TILT_DEG: Final = 10.0
"""Pelvic tilt of the body model in its neutral stance; `bones` are drawn for it too."""
_PSOAS_HALF_WIDTH_MM: Final = (8.0, 17.0, 21.0, 18.0, 14.0, 6.0)


@lru_cache(maxsize=1)
def figure_data() -> dict[str, Any]:
    """The outlines of bodies that belong to the figures, read once."""
    raw = files("analyzer").joinpath("data/figure_bodies.json").read_text(encoding="utf-8")
    result: dict[str, Any] = json.loads(raw)
    return result


def body_names() -> tuple[str, ...]:
    """The poses that can be drawn."""
    return tuple(figure_data()["bodies"])


@dataclass(frozen=True, slots=True)
class Mannequin:
    """A body in a figure.

    Attributes
    ----------
    name : str
        One of `body_names`.
    left, top : float
        Where the corner of its picture goes, in units of the figure.
    scale : float
        Units of the figure per millimetre of the body.
    """

    name: str
    left: float
    top: float
    scale: float

    @classmethod
    def standing_on(cls, name: str, left: float, floor: float, scale: float, at: str = "floor") -> Mannequin:
        """A body whose lowest point (``at="support"``: that of its trunk) lies at a height of the figure."""
        data = figure_data()["bodies"][name]
        return cls(name, left, floor - scale * data[at], scale)

    @property
    def data(self) -> dict[str, Any]:
        result: dict[str, Any] = figure_data()["bodies"][self.name]
        return result

    @property
    def width(self) -> float:
        return self.scale * float(self.data["width"])

    def place(self, x_mm: float, y_mm: float) -> Point:
        """From millimetres of the picture of the body to the figure."""
        return self.left + self.scale * x_mm, self.top + self.scale * y_mm

    def joint(self, name: str) -> Point:
        """Where a joint lies in the figure: ``hip``, ``knee``, ``far_knee``, ``low_back`` and so on."""
        x, y = self.data["joints"][name]
        return self.place(x, y)

    def draw(
        self,
        *,
        psoas: bool = False,
        opacity: float | None = None,
        tint: Literal["stretch", "work"] | None = None,
    ) -> str:
        """The body; ``psoas`` shows the near psoas as if the body were clear, ``tint`` colours its areas."""
        fills = "".join(
            path(layer["d"], fill=f"~{_TOKENS.get(layer['tone'], layer['tone'])}", fill_rule="evenodd")
            for layer in self.data["fills"]
        )
        seams = path(
            self.data["lines"],
            stroke="~seam",
            stroke_opacity=0.5,
            stroke_width=num(1.1 / self.scale),
            stroke_linecap="round",
            stroke_linejoin="round",
        )
        areas = self.data.get("areas", {}).values() if tint else ()
        tinted = "".join(path(d, fill=f"~{tint}", fill_opacity=0.6, fill_rule="evenodd") for d in areas)
        content = fills + tinted + seams + (self._psoas() if psoas else "")
        return group(content, transform=self._transform(), opacity=opacity)

    def draw_pelvis(self, tilt_deg: float, turn_deg: float) -> str:
        """The hip bone where it lies in the body, whose whole trunk is turned (-90 = on the back)."""
        x, y = self.joint("hip")
        shape = np.array(bones.HIP_BONE) * [1.0, -1.0]
        hole = np.array(bones.FORAMEN)[::-1] * [1.0, -1.0]
        bone = path(
            smooth(shape, closed=True) + smooth(hole, closed=True),
            fill="~bone",
            fill_opacity=0.9,
            fill_rule="evenodd",
            stroke="~bone_edge",
            stroke_width=num(1.3 / self.scale),
        )
        turn = turn_deg + tilt_deg - _MODEL_TILT_DEG
        return group(
            bone, transform=f"translate({num(x)} {num(y)}) scale({self.scale:.3f}) rotate({turn:.1f})"
        )

    def _transform(self) -> str:
        return f"translate({num(self.left)} {num(self.top)}) scale({self.scale:.3f})"

    def _psoas(self) -> str:
        middle = np.array(self.data["psoas"], dtype=np.float64)
        along = np.gradient(middle, axis=0)
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        side = np.column_stack((-along[:, 1], along[:, 0])) * np.array(_PSOAS_HALF_WIDTH_MM)[:, None]
        outline: NDArray[np.float64] = np.vstack((middle + side, (middle - side)[::-1]))
        glow = path(smooth(outline, closed=True), stroke="~paper", stroke_opacity=0.55, stroke_width=14)
        muscle = path(
            smooth(outline, closed=True),
            fill="~muscle",
            stroke="~muscle_edge",
            stroke_width=num(1.2 / self.scale),
        )
        fibre = path(
            smooth(middle), stroke="~muscle_edge", stroke_opacity=0.45, stroke_width=num(0.8 / self.scale)
        )
        return glow + muscle + fibre


def badge(number: int, at: Point) -> str:
    """A step's number in a small disc."""
    x, y = at
    figure = text(str(number), (x, y + 6), size=16.5, bold=True, anchor="middle", color="~paper")
    return circle(at, 13, fill="~ink") + figure
