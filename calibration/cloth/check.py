"""Whether own cloth hangs like Blender's: the same garments both ways, outlines compared.

Run from the top of the project, with ``bpy`` installed::

    python -m calibration cloth-check --count 8 --seed 31

Prints, for each body, own minus Blender in millimetres, + = farther out. Blender's cloth is not exact either:
on a mesh of half as many points a side its own outline moves by 9 to 19 mm (standard deviation 10 to 17 mm).
The kinds are those without band, slack and stretch, which `calibration.cloth.blender` does not simulate.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.bodies import draw_build, draw_stance
from calibration.cloth.dress import dress, open_wardrobe
from calibration.cloth.garment import draw_garment
from calibration.cloth.lower import Lower
from calibration.cloth.outline import outlines

FloatArray = NDArray[np.float64]

KINDS: Final = ("tee_regular", "tee_oversize", "shirt_stiff", "sweater")
_USUAL_PULL: Final = 0.7
_USUAL_RIDE_M: Final = 0.001
_BARE: Final = Lower("leggings", 0.0, 0.05, 9.0)


def differences(count: int, seed: int) -> list[tuple[str, FloatArray, FloatArray]]:
    """Kind, and own minus Blender's outline behind and in front where both have cloth, metres."""
    wardrobe = open_wardrobe()
    result = []
    for person in range(count):
        rng = np.random.default_rng([seed, person])
        build = draw_build(rng)
        kind = KINDS[person % len(KINDS)]
        garment = dataclasses.replace(
            draw_garment(rng, kind), pull=_USUAL_PULL, ride_m=_USUAL_RIDE_M, sway_left=0.0, sway_back=0.0
        )
        figure = wardrobe.model.figure(wardrobe.model.shape(build.phenotype, build.local), draw_stance(rng))
        levels = figure.sacrum_m + np.linspace(-0.2, 0.4, 200)
        own, other = (
            outlines(
                wardrobe.model,
                dress(wardrobe, figure, garment, _BARE, blender=blender),
                lambda points: points[:, 1:],
                levels,
            )
            for blender in (False, True)
        )
        behind = own["top_back"] - other["top_back"]
        before = other["top_front"] - own["top_front"]
        result.append((kind, behind[np.isfinite(behind)], before[np.isfinite(before)]))
    return result


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--seed", type=int, default=31)


def run(arguments: argparse.Namespace) -> None:
    for kind, behind, before in differences(arguments.count, arguments.seed):
        numbers = (1000 * value for part in (behind, before) for value in (part.mean(), part.std()))
        sys.stdout.write(f"{kind}: back {{:.0f}} ± {{:.0f}}, front {{:.0f}} ± {{:.0f}} mm\n".format(*numbers))
