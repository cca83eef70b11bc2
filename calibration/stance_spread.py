"""How much each measure of one person differs between stands; makes ``validation/stance_spread.json``.

Run from the top of the project, with ``requirements-calibration.txt`` installed::

    python -m calibration stance-spread --validation validation

Simulated people stand again and again as `calibration.standing_again` says, and their true values are taken
from the posed bodies: no camera, no picture. The pooled standard deviation within a person is kept.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Final

import numpy as np

from calibration.bodies import draw_build
from calibration.body_model import BodyModel, Stance
from calibration.standing_again import curve_sd_deg, sacrum_sd_deg, stand_again
from calibration.standing_truth import measures_of

NAME: Final = "stance_spread.json"
PEOPLE: Final = 40
STANDS: Final = 12


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--validation", type=Path, default=Path("validation"))
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seed", type=int, default=17)


def run(arguments: argparse.Namespace) -> None:
    model = BodyModel()
    people = [person(model, arguments.seed, number) for number in range(arguments.people)]
    spread = {
        name: round(float(np.sqrt(np.mean([np.var(rows[name], ddof=1) for rows in people]))), 3)
        for name in people[0]
    }
    facts = {
        "stance_sd": spread,
        "curve_sd_deg": round(curve_sd_deg(), 3),
        "sacrum_sd_deg": round(sacrum_sd_deg(), 3),
        "provenance": {
            "command": f"python -m calibration stance-spread --people {arguments.people} "
            f"--seed {arguments.seed}",
            "people": arguments.people,
            "stands": STANDS,
        },
    }
    (arguments.validation / NAME).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def person(model: BodyModel, seed: int, number: int) -> dict[str, list[float]]:
    """True values of one person's stands, by measure."""
    rng = np.random.default_rng([seed, number])
    build = draw_build(rng)
    shape = model.shape(build.phenotype, build.local)
    usual = Stance(
        pelvis=rng.uniform(-4.0, 14.0),
        kyphosis=rng.uniform(-2.0, 6.0),
        neck=rng.uniform(0.0, 10.0),
        knee=rng.uniform(0.0, 4.0),
    )
    stands = [measures_of(model, model.posed(shape, stand_again(usual, rng))) for _ in range(STANDS)]
    return {name: [values[name] for values in stands] for name in stands[0]}
