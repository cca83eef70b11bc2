"""People farther out than those of `calibration.bodies`: builds at the ends of the model, and beyond it.

Run from the top of the project, with ``requirements-calibration.txt`` installed::

    python -m calibration unusual --count 14000 --seed 44 --jobs 2 --out unusual.npz

The model's builds vary along directions that an artist drew, and its lumbar spine always shares its bend in
the same way. Whoever learns only from such bodies trusts a buttock or a spine to look as the model has it. So
most of these people also have a skin of their own (broad bumps and hollows that no setting of the model
gives) and a lumbar spine that bends more here or there. All chances and sizes are our choice.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.bodies import STANCES, Build, draw_camera, draw_stance, row_of, simulate_all
from calibration.body_model import LUMBAR_SHARES, SKIN_VERTICES, BodyModel, Stance
from calibration.builds.cases import draw_unusual
from calibration.builds.stance import BuildRig
from calibration.table.wear import normals

FloatArray = NDArray[np.float64]

UNUSUAL: Final = {
    "heavy": 0.25,
    "pregnant": 0.11,
    "older": 0.15,
    "broad_hips": 0.12,
    "very_thin": 0.13,
    "adolescent": 0.06,
    "usual": 0.18,
}
"""Chance of each build."""
_OWN_SKIN: Final = 0.65
_OWN_SPINE: Final = 0.65
_BUMPS: Final = (3, 16)
_RADIUS_M: Final = (0.04, 0.16)
_HEIGHT_SD_M: Final = 0.009
_MOST_HEIGHT_M: Final = 0.022
_ARMS_AND_HEAD: Final = (
    *("shoulder", "upperarm", "lowerarm", "wrist", "finger", "metacarpal"),
    *("neck02", "neck03", "head", "eye"),
)
_FROM_M, _TO_M, _FADE_M = -0.30, 0.45, 0.08
_SPINE_SPREAD: Final = 14.0
"""Of the shares of the lumbar joints: the larger, the nearer to those of the model."""


class WideModel(BodyModel):
    """The body model with more changes of its shape, and skins that it does not know."""

    local_shapes = BuildRig.local_shapes

    @cached_property
    def _place(self) -> FloatArray:
        """Skin of the average body, from the sacrum's joint."""
        skin, heads = self.shape({}, {})
        return np.asarray(skin - heads[self._index["spine05"]])

    @cached_property
    def _free(self) -> FloatArray:
        """How much of each vertex is neither arm nor head."""
        taken = self._weights[:, [any(part in bone for part in _ARMS_AND_HEAD) for bone in self.bones]]
        return np.asarray(np.clip(1.0 - 2.0 * taken.sum(axis=1), 0.0, 1.0))

    @cached_property
    def _faces(self) -> NDArray[np.int64]:
        faces = self._model.faces.numpy()
        return np.asarray(faces[(faces < SKIN_VERTICES).all(axis=1)])

    def with_own_skin(self, skin: FloatArray, rng: np.random.Generator) -> FloatArray:
        """A skin at rest, moved off by bumps and hollows that are the same on both sides."""
        place, out = self._place, np.zeros(SKIN_VERTICES)
        inside = (place[:, 2] > _FROM_M) & (place[:, 2] < _TO_M) & (self._free > 0.9)
        for vertex in rng.choice(np.flatnonzero(inside), int(rng.integers(*_BUMPS)), replace=False):
            x, y, z = place[vertex]
            radius = rng.uniform(*_RADIUS_M)
            height = float(np.clip(rng.normal(0.0, _HEIGHT_SD_M), -_MOST_HEIGHT_M, _MOST_HEIGHT_M))
            for side in (x, -x):
                away = ((place - [side, y, z]) ** 2).sum(axis=1)
                # One in the middle is two at the same place.
                out += height * np.exp(-0.5 * away / radius**2) * (0.5 if abs(x) < 0.5 * radius else 1.0)
        fade = np.clip((place[:, 2] - _FROM_M + _FADE_M) / _FADE_M, 0.0, 1.0)
        fade *= np.clip((_TO_M + _FADE_M - place[:, 2]) / _FADE_M, 0.0, 1.0)
        return skin + normals(skin, self._faces) * (out * fade * self._free)[:, None]


def draw_unusual_build(rng: np.random.Generator) -> Build:
    """A build of `UNUSUAL`."""
    about = str(rng.choice(list(UNUSUAL), p=list(UNUSUAL.values())))
    sex = "f" if about == "pregnant" or rng.random() < 0.5 else "m"
    return draw_unusual(rng, sex, about)


def simulate_unusual(model: WideModel, seed: int, person: int) -> list[dict[str, Any]]:
    """Rows of one person, as those of `calibration.bodies.simulate`."""
    rng = np.random.default_rng([seed, person])
    build = draw_unusual_build(rng)
    skin, heads = model.shape(build.phenotype, build.local)
    if rng.random() < _OWN_SKIN:
        skin = model.with_own_skin(skin, rng)
    shares: Mapping[str, float] = LUMBAR_SHARES
    if rng.random() < _OWN_SPINE:
        drawn = rng.dirichlet([_SPINE_SPREAD * share for share in LUMBAR_SHARES.values()])
        shares = dict(zip(LUMBAR_SHARES, drawn.tolist(), strict=True))
    rows = []
    for _ in range(STANCES):
        stance: Stance = replace(draw_stance(rng), lumbar_shares=tuple(shares.values()))
        body = model.posed((skin, heads), stance)
        rows.append(row_of(model, body, draw_camera(rng, float(body.hip[0, 2])), build, person))
    return rows


# --- The command ----------------------------------------------------------------------------------------

_worker: list[WideModel] = []


def start_worker() -> None:
    """Begin a process that simulates unusual people."""
    import torch  # noqa: PLC0415 - heavy

    torch.set_num_threads(1)
    _worker.append(WideModel())


def unusual_person(job: tuple[int, int]) -> list[dict[str, Any]]:
    """The rows of the person with this seed and number, in such a process."""
    return simulate_unusual(_worker[0], *job)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--count", type=int, default=14000, help="rows; two of each person")
    parser.add_argument("--seed", type=int, default=44)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("unusual.npz"))


def run(arguments: argparse.Namespace) -> None:
    simulate_all(arguments, "unusual", start_worker, unusual_person)
